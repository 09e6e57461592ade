//! vCards as address books write them: versions 4.0 (RFC 6350), 3.0 (RFC 2426) and 2.1 with quoted-printable text, read
//! into plain values. Pure; what is not understood is passed over, for a card from a phone is full of private marks.

/// What kind of contact a card is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    #[default]
    Person,
    Organization,
    Household,
}

/// A way to reach somebody, with the types that were written beside it, in small letters.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Way {
    pub value: String,
    pub types: Vec<String>,
    pub is_preferred: bool,
}

impl Way {
    /// Whether this type was written beside it.
    pub fn is(&self, kind: &str) -> bool {
        self.types.iter().any(|one| one == kind)
    }
}

/// A postal address.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Address {
    pub way: Way,
    pub extended: String,
    pub street: String,
    pub city: String,
    pub region: String,
    pub code: String,
    pub country: String,
}

/// One card.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Card {
    pub kind: Kind,
    pub full_name: String,
    pub last_name: String,
    pub first_name: String,
    pub middle_name: String,
    pub prefix: String,
    pub suffix: String,
    pub nick_name: String,
    pub organization: String,
    pub job_title: String,
    /// `2026-11-19`; dates without a year are none.
    pub birth_date: Option<String>,
    pub note: String,
    pub emails: Vec<Way>,
    pub phones: Vec<Way>,
    pub addresses: Vec<Address>,
    pub websites: Vec<Way>,
}

/// Properties whose values are large and belong to no contact here: pictures, sounds, keys.
const HEAVY: [&str; 4] = ["PHOTO", "LOGO", "SOUND", "KEY"];

/// One line of a card.
struct Line<'l> {
    name: String,
    parameters: Vec<(String, String)>,
    value: &'l str,
}

/// The bytes of a file as text: UTF-8, or the Western European code page of old address books.
pub fn decoded(bytes: &[u8]) -> String {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => western(bytes),
    }
}

/// Each byte is the letter of its number (ISO 8859-1).
fn western(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| char::from(*byte)).collect()
}

/// The cards of a text, without those that name nobody.
pub fn read(text: &str) -> Vec<Card> {
    let mut cards = Vec::new();
    let mut open: Option<Card> = None;
    for line in unfolded(text) {
        let Some(line) = parsed(&line) else { continue };
        match (line.name.as_str(), line.value.trim().eq_ignore_ascii_case("VCARD")) {
            ("BEGIN", true) => open = Some(Card::default()),
            ("END", true) => cards.extend(open.take().map(finished).filter(|card| card != &Card::default())),
            _ => {
                if let Some(card) = &mut open {
                    take(card, &line);
                }
            }
        }
    }
    cards.retain(|card| !card.called().is_empty());
    cards
}

/// The text without pictures and the like, to be sent along in a form.
pub fn lightened(text: &str) -> String {
    let light = |line: &String| parsed(line).is_none_or(|line| !HEAVY.contains(&line.name.as_str()));
    unfolded(text).into_iter().filter(light).collect::<Vec<_>>().join("\n")
}

/// Lines as they were before they were folded (RFC 6350 §3.2; quoted-printable text is folded by a last `=`).
fn unfolded(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for raw in text.split('\n') {
        let raw = raw.strip_suffix('\r').unwrap_or(raw);
        let goes_on = lines.last().is_some_and(|last| is_quoted_printable(last) && last.ends_with('='));
        match lines.last_mut() {
            Some(last) if goes_on => {
                last.pop();
                last.push_str(raw.trim_start_matches([' ', '\t']));
            }
            Some(last) if raw.starts_with([' ', '\t']) => last.push_str(&raw[1..]),
            _ => lines.push(raw.to_owned()),
        }
    }
    lines
}

fn is_quoted_printable(line: &str) -> bool {
    let head = line.split(':').next().unwrap_or_default();
    head.to_ascii_uppercase().contains("QUOTED-PRINTABLE")
}

/// `item1.EMAIL;TYPE=home,pref:a@b.fr` in its parts.
fn parsed(line: &str) -> Option<Line<'_>> {
    let mut quoted = false;
    let colon = line.char_indices().find(|(_, letter)| {
        quoted ^= *letter == '"';
        *letter == ':' && !quoted
    })?;
    let (head, value) = (&line[..colon.0], &line[colon.0 + 1..]);
    let mut parts = head.split(';');
    let name = parts.next()?.rsplit('.').next()?.trim().to_ascii_uppercase();
    let parameter = |part: &str| match part.split_once('=') {
        Some((name, value)) => (name.trim().to_ascii_uppercase(), value.trim_matches('"').to_owned()),
        // Version 2.1 writes types and encodings without their names.
        None if part.eq_ignore_ascii_case("QUOTED-PRINTABLE") => ("ENCODING".to_owned(), part.to_owned()),
        None => ("TYPE".to_owned(), part.to_owned()),
    };
    Some(Line { name, parameters: parts.map(parameter).collect(), value })
}

impl Line<'_> {
    fn parameter(&self, name: &str) -> Option<&str> {
        self.parameters.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The value as it was typed, escapes still in it.
    fn raw(&self) -> String {
        if !self.parameter("ENCODING").is_some_and(|encoding| encoding.eq_ignore_ascii_case("QUOTED-PRINTABLE")) {
            return self.value.to_owned();
        }
        let bytes = unquoted(self.value);
        match self.parameter("CHARSET").map(str::to_ascii_uppercase).as_deref() {
            None | Some("UTF-8") => decoded(&bytes),
            Some(_) => std::str::from_utf8(&bytes).map_or_else(|_| western(&bytes), str::to_owned),
        }
    }

    fn text(&self) -> String {
        unescaped(&self.raw())
    }

    /// The parts between semicolons.
    fn parts(&self) -> Vec<String> {
        let raw = self.raw();
        let mut parts = vec![String::new()];
        let mut escaped = false;
        for letter in raw.chars() {
            match (letter, parts.last_mut()) {
                (';', _) if !escaped => parts.push(String::new()),
                (letter, Some(part)) => part.push(letter),
                _ => {}
            }
            escaped = letter == '\\' && !escaped;
        }
        parts.iter().map(|part| unescaped(part)).collect()
    }

    fn way(&self) -> Way {
        let types = self.parameters.iter().filter(|(name, _)| name == "TYPE");
        let types: Vec<String> =
            types.flat_map(|(_, value)| value.split(',')).map(|one| one.trim().to_lowercase()).collect();
        let value = self.text();
        let value = value.strip_prefix("tel:").or(value.strip_prefix("mailto:")).unwrap_or(&value).to_owned();
        let is_preferred = self.parameter("PREF").is_some() || types.iter().any(|one| one == "pref");
        Way { value, types, is_preferred }
    }
}

/// RFC 2045 §6.7.
fn unquoted(text: &str) -> Vec<u8> {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let pair = bytes.get(at + 1..at + 3).and_then(|pair| std::str::from_utf8(pair).ok());
        let code = pair.filter(|_| *byte == b'=').and_then(|pair| u8::from_str_radix(pair, 16).ok());
        out.push(code.unwrap_or(*byte));
        at += if code.is_some() { 3 } else { 1 };
    }
    out
}

/// RFC 6350 §3.4.
fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => match letters.next() {
                Some('n' | 'N') => out.push('\n'),
                Some(other) => out.push(other),
                None => {}
            },
            other => out.push(other),
        }
    }
    out.trim().to_owned()
}

/// Puts what a line says into the card. What comes first counts.
fn take(card: &mut Card, line: &Line<'_>) {
    let keep = |slot: &mut String| {
        if slot.is_empty() {
            *slot = line.text();
        }
    };
    match line.name.as_str() {
        "FN" => keep(&mut card.full_name),
        "NICKNAME" => keep(&mut card.nick_name),
        "TITLE" => keep(&mut card.job_title),
        "NOTE" => keep(&mut card.note),
        "ORG" => card.organization = line.parts().into_iter().next().unwrap_or_default(),
        "N" => {
            let mut parts = line.parts().into_iter();
            let mut next = || parts.next().unwrap_or_default();
            (card.last_name, card.first_name, card.middle_name) = (next(), next(), next());
            (card.prefix, card.suffix) = (next(), next());
        }
        "KIND" | "X-ADDRESSBOOKSERVER-KIND" => {
            card.kind = match line.text().to_lowercase().as_str() {
                "org" => Kind::Organization,
                "group" => Kind::Household,
                _ => Kind::Person,
            }
        }
        "X-ABSHOWAS" if line.text().eq_ignore_ascii_case("COMPANY") => card.kind = Kind::Organization,
        "BDAY" => card.birth_date = date(&line.text()),
        "EMAIL" => push(&mut card.emails, line.way()),
        "TEL" => push(&mut card.phones, line.way()),
        "URL" => push(&mut card.websites, line.way()),
        "ADR" => address(card, line),
        _ => {}
    }
}

fn push(ways: &mut Vec<Way>, way: Way) {
    if !way.value.is_empty() && !ways.iter().any(|known| known.value == way.value) {
        ways.push(way);
    }
}

fn address(card: &mut Card, line: &Line<'_>) {
    let parts = line.parts();
    let part = |at: usize| parts.get(at).cloned().unwrap_or_default();
    let extended = [part(0), part(1)].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(", ");
    // Some programs write the street's second line into the same part.
    let street = part(2);
    let (street, more) = street.split_once('\n').unwrap_or((&street, ""));
    let extended = if extended.is_empty() { more.replace('\n', ", ") } else { extended };
    let found = Address {
        way: Way { value: String::new(), ..line.way() },
        extended,
        street: street.trim().to_owned(),
        city: part(3),
        region: part(4),
        code: part(5),
        country: part(6),
    };
    if [&found.extended, &found.street, &found.city, &found.code].iter().any(|text| !text.is_empty()) {
        card.addresses.push(found);
    }
}

/// `19840820`, `1984-08-20` or either with a time behind it.
fn date(text: &str) -> Option<String> {
    let digits: String = text.split(['T', ' ']).next()?.chars().filter(|c| *c != '-').collect();
    let whole = digits.len() == 8 && digits.bytes().all(|byte| byte.is_ascii_digit());
    let date = whole.then(|| format!("{}-{}-{}", &digits[..4], &digits[4..6], &digits[6..]))?;
    date.parse::<jiff::civil::Date>().ok().map(|date| date.to_string())
}

/// What the card says between its lines.
fn finished(mut card: Card) -> Card {
    let nameless = card.last_name.is_empty() && card.first_name.is_empty();
    if nameless && card.kind == Kind::Person {
        if !card.organization.is_empty() && (card.full_name.is_empty() || card.full_name == card.organization) {
            card.kind = Kind::Organization;
        } else if let Some((first, last)) = card.full_name.split_once(' ') {
            // Family names of several words are more frequent than given ones without a hyphen.
            (card.first_name, card.last_name) = (first.to_owned(), last.to_owned());
        } else {
            card.last_name = card.full_name.clone();
        }
    }
    if card.kind == Kind::Organization && card.organization.is_empty() {
        card.organization = card.full_name.clone();
    }
    card
}

impl Card {
    /// What the contact would be called; an e-mail where there is no name.
    pub fn called(&self) -> String {
        let person = format!("{} {}", self.first_name, self.last_name).trim().to_owned();
        let name = match self.kind {
            Kind::Organization => self.organization.clone(),
            Kind::Household => self.full_name.clone(),
            Kind::Person => person,
        };
        let email = || self.emails.first().map(|way| way.value.clone()).unwrap_or_default();
        Some(name).filter(|name| !name.is_empty()).unwrap_or_else(email)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_card_of_version_four_is_read() {
        let text = "BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Claire Morel\r\nN:Morel;Claire;Anne;Mme;\r\nEMAIL;PREF=1:claire@\r\n example.org\r\nTEL;VALUE=uri;TYPE=\"cell,voice\":tel:+33-6-39-98-00-01\r\nADR;TYPE=home:;;3 rue des Lilas\\, bât. B;Nyons;;26110;France\r\nBDAY:19840820\r\nNOTE:Vient le samedi\\; aime\\nle thé\r\nEND:VCARD\r\n";
        let cards = read(text);
        let card = &cards[0];
        assert_eq!(
            (card.first_name.as_str(), card.last_name.as_str(), card.prefix.as_str()),
            ("Claire", "Morel", "Mme")
        );
        assert_eq!(
            card.emails[0],
            Way { value: "claire@example.org".to_owned(), is_preferred: true, ..Way::default() }
        );
        assert_eq!(card.phones[0].value, "+33-6-39-98-00-01");
        assert!(card.phones[0].is("cell"));
        assert_eq!(
            (card.addresses[0].street.as_str(), card.addresses[0].code.as_str()),
            ("3 rue des Lilas, bât. B", "26110")
        );
        assert_eq!(card.birth_date.as_deref(), Some("1984-08-20"));
        assert_eq!(card.note, "Vient le samedi; aime\nle thé");
    }

    #[test]
    fn a_card_of_version_two_with_quoted_printable_text_is_read() {
        let text = "BEGIN:VCARD\nVERSION:2.1\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Lef=C3=A8vre;Andr=C3=\n=A9\nTEL;CELL:06 39 98 00 02\nADR;WORK;ENCODING=QUOTED-PRINTABLE:;;1 place de la Libert=C3=A9;Die;;26150;\nEND:VCARD";
        let cards = read(text);
        assert_eq!((cards[0].last_name.as_str(), cards[0].first_name.as_str()), ("Lefèvre", "André"));
        assert!(cards[0].phones[0].is("cell"));
        assert!(cards[0].addresses[0].way.is("work"));
        assert_eq!(cards[0].addresses[0].street, "1 place de la Liberté");
    }

    #[test]
    fn organisations_are_told_from_people() {
        let text = "BEGIN:VCARD\nVERSION:3.0\nFN:Mairie de Nyons\nORG:Mairie de Nyons;Accueil\nEND:VCARD\nBEGIN:VCARD\nFN:Jean-Marc de la Tour\nEND:VCARD\nBEGIN:VCARD\nVERSION:3.0\nEND:VCARD";
        let cards = read(text);
        assert_eq!(cards.len(), 2);
        assert_eq!((cards[0].kind, cards[0].called().as_str()), (Kind::Organization, "Mairie de Nyons"));
        assert_eq!((cards[1].first_name.as_str(), cards[1].last_name.as_str()), ("Jean-Marc", "de la Tour"));
    }

    #[test]
    fn pictures_do_not_travel() {
        let text = "BEGIN:VCARD\nPHOTO;ENCODING=b;TYPE=JPEG:AAAA\n BBBB\n CCCC\nFN:Zoé\nEND:VCARD";
        assert_eq!(lightened(text), "BEGIN:VCARD\nFN:Zoé\nEND:VCARD");
        assert_eq!(read(&lightened(text)), read(text));
    }

    #[test]
    fn nonsense_is_passed_over() {
        for text in
            ["", "BEGIN:VCARD", "END:VCARD", ":::;;;", "BEGIN:VCARD\nN;=;;:;;\n=\nBDAY:--0820\nEND:VCARD", "é\u{0}=C3"]
        {
            assert!(read(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn old_files_are_read_in_their_code_page() {
        assert_eq!(decoded(b"Andr\xe9"), "Andr\u{e9}");
        assert_eq!(decoded("\u{feff}André".as_bytes()), "André");
    }
}
