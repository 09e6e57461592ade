//! The cards of an address book as a table, so that they come in as any other list does. Nothing of a card is lost: what
//! has no column of its own stands in the note.

use contact::card::{self, Address, Card, Kind, Way};
use schema::fold::fold;
use ui::Locale;

/// Titles that contacts have; others stay in the note.
const TITLES: [&str; 10] = ["m", "mr", "mme", "mlle", "mrs", "ms", "dr", "monsieur", "madame", "docteur"];

/// The columns in French and English, as they are recognised.
const COLUMNS: [(&str, &str); 25] = [
    ("Civilité", "Title"),
    ("Prénom", "First name"),
    ("Deuxième prénom", "Middle name"),
    ("Nom", "Last name"),
    ("Surnom", "Nick name"),
    ("Employeur", "Employer"),
    ("Fonction", "Job title"),
    ("Date de naissance", "Birth date"),
    ("Mail", "Email"),
    ("Mail travail", "Email work"),
    ("Téléphone mobile", "Mobile phone"),
    ("Téléphone", "Phone"),
    ("Téléphone travail", "Phone work"),
    ("Adresse", "Address"),
    ("Complément d'adresse", "Address 2"),
    ("Code postal", "Postcode"),
    ("Ville", "City"),
    ("Pays", "Country"),
    ("Adresse travail", "Address work"),
    ("Code postal travail", "Postcode work"),
    ("Ville travail", "City work"),
    ("Pays travail", "Country work"),
    ("Site web", "Website"),
    ("Notes", "Notes"),
    ("Type de contact", "Contact type"),
];

/// Whether a file begins as address books write them.
pub fn are_cards(start: &[u8]) -> bool {
    let start = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(start);
    let start = start.trim_ascii_start();
    start.get(..11).is_some_and(|mark| mark.eq_ignore_ascii_case(b"BEGIN:VCARD"))
}

/// The cards of a file as delimited text, one row each.
pub fn table(bytes: &[u8], locale: Locale) -> String {
    let cards = card::read(&card::lightened(&card::decoded(bytes).replace('\0', "")));
    // A list of organisations alone names them as such.
    let firms = !cards.is_empty() && cards.iter().all(|card| card.kind == Kind::Organization);
    let is_french = locale.code() == "fr";
    let named = |(french, english): (&'static str, &'static str)| match (firms && english == "Employer", is_french) {
        (true, true) => "Organisation",
        (true, false) => "Organization",
        (false, true) => french,
        (false, false) => english,
    };
    let mut text = line(&COLUMNS.map(|names| named(names).to_owned()));
    for card in &cards {
        // What the whole list is about is not said in each row.
        let kind = match (card.kind, is_french) {
            (Kind::Organization, true) if !firms => "Organisation",
            (Kind::Organization, false) if !firms => "Organization",
            (Kind::Household, true) => "Foyer",
            (Kind::Household, false) => "Household",
            _ => "",
        };
        text.push_str(&line(&row(card, kind)));
    }
    text
}

fn row(card: &Card, kind: &str) -> [String; 25] {
    let mut rest = Rest::new(card);
    let is_known = TITLES.contains(&fold(card.prefix.trim().trim_end_matches('.')).as_ref());
    let title = if is_known { card.prefix.clone() } else { rest.note(&card.prefix) };
    let at_work = |way: &Way| way.is("work");
    let (email, email_work) = (rest.email(|way| !at_work(way)), rest.email(at_work));
    let mobile = rest.phone(|way| way.is("cell") || way.is("mobile"));
    let phone_work = rest.phone(|way| at_work(way) && !way.is("fax"));
    let phone = rest.phone(|way| !way.is("fax"));
    let (home, work) = (rest.address(|one| !at_work(&one.way)), rest.address(|one| at_work(&one.way)));
    let website = if rest.websites.is_empty() { String::new() } else { rest.websites.remove(0).value.clone() };
    rest.note(&card.suffix);
    let notes = rest.told();
    [
        title,
        card.first_name.clone(),
        card.middle_name.clone(),
        if card.kind == Kind::Household { card.called() } else { card.last_name.clone() },
        card.nick_name.clone(),
        card.organization.clone(),
        card.job_title.clone(),
        card.birth_date.clone().unwrap_or_default(),
        email,
        email_work,
        mobile,
        phone,
        phone_work,
        home.street,
        home.extended,
        home.code,
        home.city,
        home.country,
        [work.street, work.extended].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", "),
        work.code,
        work.city,
        work.country,
        website,
        notes,
        kind.to_owned(),
    ]
}

/// What of a card has not found its column yet.
struct Rest<'c> {
    emails: Vec<&'c Way>,
    phones: Vec<&'c Way>,
    addresses: Vec<&'c Address>,
    websites: Vec<&'c Way>,
    notes: Vec<String>,
}

impl<'c> Rest<'c> {
    fn new(card: &'c Card) -> Rest<'c> {
        let notes = if card.note.is_empty() { Vec::new() } else { vec![card.note.clone()] };
        Rest {
            emails: card.emails.iter().collect(),
            phones: card.phones.iter().collect(),
            addresses: card.addresses.iter().collect(),
            websites: card.websites.iter().collect(),
            notes,
        }
    }

    fn email(&mut self, fits: impl Fn(&Way) -> bool) -> String {
        take(&mut self.emails, |way| fits(way)).map(|way| way.value.clone()).unwrap_or_default()
    }

    fn phone(&mut self, fits: impl Fn(&Way) -> bool) -> String {
        take(&mut self.phones, |way| fits(way)).map(|way| way.value.clone()).unwrap_or_default()
    }

    fn address(&mut self, fits: impl Fn(&Address) -> bool) -> Address {
        let mut found = take(&mut self.addresses, |one| fits(one)).cloned().unwrap_or_default();
        // States are choices here, and cards write them as they please.
        self.note(&std::mem::take(&mut found.region));
        found
    }

    /// Writes something into the note; gives the empty text.
    fn note(&mut self, text: &str) -> String {
        if !text.trim().is_empty() {
            self.notes.push(text.trim().to_owned());
        }
        String::new()
    }

    fn told(mut self) -> String {
        let ways = self.emails.iter().chain(&self.phones).chain(&self.websites).map(|way| way.value.clone());
        let places = self.addresses.iter().map(|one| {
            let parts = [&one.street, &one.extended, &one.code, &one.city, &one.region, &one.country];
            parts.into_iter().filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>().join(", ")
        });
        let more: Vec<String> = ways.chain(places).filter(|text| !text.is_empty()).collect();
        self.notes.extend(more);
        self.notes.join("\n")
    }
}

/// Takes the one that fits and is preferred, or the first.
fn take<'w, W: Preferred>(all: &mut Vec<&'w W>, fits: impl Fn(&W) -> bool) -> Option<&'w W> {
    let preferred = all.iter().position(|one| fits(one) && one.is_preferred());
    let at = preferred.or_else(|| all.iter().position(|one| fits(one)))?;
    Some(all.remove(at))
}

trait Preferred {
    fn is_preferred(&self) -> bool;
}

impl Preferred for Way {
    fn is_preferred(&self) -> bool {
        self.is_preferred
    }
}

impl Preferred for Address {
    fn is_preferred(&self) -> bool {
        self.way.is_preferred
    }
}

fn line(cells: &[String; 25]) -> String {
    let quoted = cells.iter().map(|cell| format!("\"{}\"", cell.replace('"', "\"\"")));
    format!("{}\n", quoted.collect::<Vec<_>>().join(";"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const CARDS: &str = "BEGIN:VCARD\nVERSION:3.0\nN:Morel;Claire;Anne;Mme;\nEMAIL;TYPE=work:claire@mairie.example.org\nEMAIL;TYPE=home:claire@example.org\nEMAIL;TYPE=home:vieille@example.org\nTEL;TYPE=cell:06 39 98 00 01\nTEL;TYPE=fax:04 75 26 00 00\nADR;TYPE=home:;;3 rue des Lilas;Nyons;Drôme;26110;France\nNOTE:Vient le \"samedi\"\\; aime le thé\nBDAY:1984-08-20\nEND:VCARD\n";

    fn locale() -> Locale {
        Locale::all().find(|locale| locale.code() == "fr").unwrap()
    }

    #[test]
    fn a_card_becomes_a_row_whose_columns_are_recognised_and_nothing_of_it_is_lost() {
        let text = table(CARDS.as_bytes(), locale());
        let mut rows = Vec::new();
        crate::source::delimited::rows(text.as_bytes(), b';', &mut |_, cells| {
            rows.push(cells.to_vec());
            true
        })
        .unwrap();
        let goals = crate::recognise::columns(&rows[0], &rows[1..]);
        let value = |field: &str, location: &str| {
            let at = goals.iter().position(|goal| goal.field == field && goal.location == location).unwrap();
            rows[1][at].as_str()
        };
        assert_eq!(
            (value("first_name", ""), value("last_name", ""), value("prefix_id", "")),
            ("Claire", "Morel", "Mme")
        );
        assert_eq!((value("email", ""), value("email", "Work")), ("claire@example.org", "claire@mairie.example.org"));
        assert_eq!((value("address.city", ""), value("address.country_id", "")), ("Nyons", "France"));
        assert_eq!(value("birth_date", ""), "1984-08-20");
        let note = value("note", "");
        for kept in ["Vient le \"samedi\"; aime le thé", "Drôme", "vieille@example.org", "04 75 26 00 00"] {
            assert!(note.contains(kept), "{kept} in {note}");
        }
        assert!(goals.iter().all(|goal| !goal.is_none()), "every column is recognised: {goals:?}");
    }

    #[test]
    fn people_and_organisations_may_stand_in_one_address_book() {
        let firm = "BEGIN:VCARD\nVERSION:3.0\nX-ABShowAs:COMPANY\nFN:Boulangerie Vial\nORG:Boulangerie Vial\nN:;;;;\nEMAIL:pain@example.org\nEND:VCARD\n";
        let text = table(format!("{CARDS}{firm}").as_bytes(), locale());
        let mut rows = Vec::new();
        crate::source::delimited::rows(text.as_bytes(), b';', &mut |_, cells| {
            rows.push(cells.to_vec());
            true
        })
        .unwrap();
        assert_eq!(rows[0].last().unwrap(), "Type de contact");
        assert_eq!((rows[1][3].as_str(), rows[1].last().unwrap().as_str()), ("Morel", ""));
        assert_eq!((rows[2][5].as_str(), rows[2].last().unwrap().as_str()), ("Boulangerie Vial", "Organisation"));
    }

    #[test]
    fn cards_are_known_by_their_first_words() {
        assert!(are_cards(b"\xef\xbb\xbf\r\nbegin:vcard\r\n"));
        assert!(!are_cards(b"BEGIN:VCALENDAR"));
        assert!(!are_cards(b""));
    }
}
