//! The quality of the data: what is missing, malformed or carelessly written, and what mending would make of it.

use schema::Value;
use serde_json::{Map, Value as Json, json};
use store::{As, Result, Tx, statement};

use crate::score::distance::slips;

/// One thing that is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Check {
    EmailMissing,
    EmailMalformed,
    EmailHeld,
    PostcodeMissing,
    NameCapitals,
    PhoneFormat,
}

/// All of them, by the name that stands in addresses.
pub const ALL: [(Check, &str); 6] = [
    (Check::EmailMissing, "email-missing"),
    (Check::EmailMalformed, "email-malformed"),
    (Check::EmailHeld, "email-held"),
    (Check::PostcodeMissing, "postcode-missing"),
    (Check::NameCapitals, "name-capitals"),
    (Check::PhoneFormat, "phone-format"),
];

/// Something that could be mended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The record: a contact, an e-mail, a phone, an address.
    pub id: i64,
    pub contact: i64,
    pub before: String,
    /// None where only people can tell.
    pub after: Option<String>,
}

impl Check {
    /// The check of this name.
    pub fn of(name: &str) -> Option<Check> {
        ALL.iter().find(|(_, known)| *known == name).map(|(check, _)| *check)
    }

    /// Whether the program can mend it.
    pub fn mends(self) -> bool {
        !matches!(self, Check::EmailMissing | Check::PostcodeMissing)
    }

    /// The records that may be at fault; the last columns are the texts that are looked at.
    fn question(self) -> &'static str {
        match self {
            Check::EmailMissing => {
                r#"SELECT c."id", c."id" FROM "civicrm_contact" c WHERE c."contact_type" = 'Individual' AND c."is_deleted" = 0
AND c."is_deceased" = 0 AND NOT EXISTS (SELECT 1 FROM "civicrm_email" e WHERE e."contact_id" = c."id") AND c."id" > {after} ORDER BY c."id""#
            }
            Check::EmailMalformed => {
                r#"SELECT e."id", e."contact_id", e."email" FROM "civicrm_email" e JOIN "civicrm_contact" c ON c."id" = e."contact_id"
WHERE c."is_deleted" = 0 AND e."id" > {after} ORDER BY e."id""#
            }
            Check::EmailHeld => {
                r#"SELECT e."id", e."contact_id", e."email" FROM "civicrm_email" e JOIN "civicrm_contact" c ON c."id" = e."contact_id"
WHERE c."is_deleted" = 0 AND e."on_hold" = 1 AND e."id" > {after} ORDER BY e."id""#
            }
            Check::PostcodeMissing => {
                r#"SELECT a."id", a."contact_id", a."street_address", a."city" FROM "civicrm_address" a JOIN "civicrm_contact" c ON c."id" = a."contact_id"
WHERE c."is_deleted" = 0 AND (a."postal_code" IS NULL OR a."postal_code" = '') AND (a."street_address" IS NOT NULL OR a."city" IS NOT NULL)
AND a."id" > {after} ORDER BY a."id""#
            }
            Check::NameCapitals => {
                r#"SELECT c."id", c."id", c."first_name", c."last_name" FROM "civicrm_contact" c WHERE c."contact_type" = 'Individual'
AND c."is_deleted" = 0 AND c."id" > {after} ORDER BY c."id""#
            }
            Check::PhoneFormat => {
                r#"SELECT p."id", p."contact_id", p."phone" FROM "civicrm_phone" p JOIN "civicrm_contact" c ON c."id" = p."contact_id"
WHERE c."is_deleted" = 0 AND p."id" > {after} ORDER BY p."id""#
            }
        }
    }

    /// The fault in these texts, if there is one.
    fn fault(self, id: i64, contact: i64, texts: &[String]) -> Option<Fault> {
        let first = texts.first().map(String::as_str).unwrap_or_default();
        let second = texts.get(1).map(String::as_str).unwrap_or_default();
        let (before, after) = match self {
            Check::EmailMissing => (String::new(), None),
            Check::EmailMalformed => (first.to_owned(), email(first)?),
            Check::EmailHeld => (first.to_owned(), Some(first.to_owned())),
            Check::PostcodeMissing => {
                let parts: Vec<&str> = [first, second].into_iter().filter(|part| !part.is_empty()).collect();
                (parts.join(", "), None)
            }
            Check::NameCapitals => {
                let (one, two) = (capitals(first), capitals(second));
                if one.is_none() && two.is_none() {
                    return None;
                }
                let after = format!("{} {}", one.as_deref().unwrap_or(first), two.as_deref().unwrap_or(second));
                (format!("{first} {second}").trim().to_owned(), Some(after.trim().to_owned()))
            }
            Check::PhoneFormat => (first.to_owned(), Some(phone(first)?)),
        };
        Some(Fault { id, contact, before, after })
    }
}

/// So many faults beyond a record, and how many there are in all when the count is asked for.
///
/// # Errors
/// The database's own failure.
pub fn faults(tx: &Tx<'_>, check: Check, after: i64, limit: usize) -> Result<Vec<Fault>> {
    let mut found = Vec::new();
    look(tx, check, after, |fault| {
        if found.len() < limit {
            found.push(fault);
        }
    })?;
    Ok(found)
}

/// How many there are.
///
/// # Errors
/// The database's own failure.
pub fn count(tx: &Tx<'_>, check: Check) -> Result<i64> {
    let mut count = 0;
    look(tx, check, 0, |_| count += 1)?;
    Ok(count)
}

/// Whether a contact may be seen is the pages' concern: they ask for each that they show.
fn look(tx: &Tx<'_>, check: Check, after: i64, mut each: impl FnMut(Fault)) -> Result<()> {
    let text = check.question().replace("{after}", tx.placeholder(1));
    let texts = match check {
        Check::EmailMissing => 0,
        Check::PostcodeMissing | Check::NameCapitals => 2,
        _ => 1,
    };
    tx.rows(&statement(text, vec![Value::Int(after)]), |row| {
        let cell = |at| store::owned(row.cell(at));
        let words: Vec<String> = (2..2 + texts).map(|at| cell(at).as_text().unwrap_or_default().to_owned()).collect();
        if let (Some(id), Some(contact)) = (cell(0).as_int(), cell(1).as_int())
            && let Some(fault) = check.fault(id, contact, &words)
        {
            each(fault);
        }
        Ok(())
    })
}

/// Mends a record as shown, if it is still at fault; tells whether it did.
///
/// # Errors
/// As any write.
pub fn mend(tx: &mut Tx<'_>, check: Check, id: i64) -> Result<bool> {
    let found = faults(tx, check, id - 1, 1)?.into_iter().next().filter(|fault| fault.id == id);
    let Some(Fault { after: Some(after), before, .. }) = found else { return Ok(false) };
    let (entity, mut values): (&str, Map<String, Json>) = match check {
        Check::EmailMalformed => ("Email", one("email", json!(after))),
        Check::EmailHeld => ("Email", one("on_hold", json!(0))),
        Check::PhoneFormat => ("Phone", one("phone", json!(after))),
        Check::NameCapitals => {
            let (first, last) = names(tx, id)?;
            let mut values = Map::new();
            for (field, text) in [("first_name", first), ("last_name", last)] {
                if let Some(better) = capitals(&text) {
                    values.insert(field.to_owned(), json!(better));
                }
            }
            ("Contact", values)
        }
        Check::EmailMissing | Check::PostcodeMissing => return Ok(false),
    };
    if check != Check::EmailHeld && after == before {
        return Ok(false);
    }
    values.insert("id".to_owned(), json!(id));
    tx.save(entity, values, As::Actor)?;
    Ok(true)
}

fn one(field: &str, value: Json) -> Map<String, Json> {
    [(field.to_owned(), value)].into_iter().collect()
}

fn names(tx: &Tx<'_>, id: i64) -> Result<(String, String)> {
    let contact = tx.find::<contact::contact::Contact>(id)?;
    Ok(contact.map_or_else(Default::default, |c| (c.first_name.unwrap_or_default(), c.last_name.unwrap_or_default())))
}

/// Providers whose names are mistyped most.
const PROVIDERS: [&str; 18] = [
    "gmail.com",
    "orange.fr",
    "wanadoo.fr",
    "free.fr",
    "hotmail.com",
    "hotmail.fr",
    "outlook.com",
    "outlook.fr",
    "yahoo.com",
    "yahoo.fr",
    "laposte.net",
    "sfr.fr",
    "live.fr",
    "icloud.com",
    "protonmail.com",
    "gmx.fr",
    "gmx.com",
    "neuf.fr",
];

/// None for an address that can work; else what it would be, where that is plain.
fn email(text: &str) -> Option<Option<String>> {
    let mut clean: String = text.trim().chars().filter(|c| !c.is_whitespace()).collect();
    clean = clean.replace(',', ".").replace(';', "").trim_matches(['.', '<', '>', '"', '\'']).to_owned();
    clean = clean.strip_prefix("mailto:").unwrap_or(&clean).to_owned();
    while clean.contains("..") {
        clean = clean.replace("..", ".");
    }
    clean = clean.replace(".@", "@").replace("@.", "@");
    if let Some((local, domain)) = clean.rsplit_once('@') {
        let folded = domain.to_lowercase();
        let slipped = PROVIDERS.iter().find(|known| folded.len() > 5 && slips(known, &folded) == 1);
        if let Some(known) = slipped.filter(|_| !PROVIDERS.contains(&folded.as_str()) && !is_other(&folded)) {
            clean = format!("{local}@{known}");
        }
    }
    if clean == text && is_address(text) {
        return None;
    }
    Some(Some(clean).filter(|clean| is_address(clean) && clean != text))
}

/// Providers that are one letter from another and are real.
fn is_other(domain: &str) -> bool {
    ["ymail.com", "mail.com", "email.com", "gmx.de", "live.com", "hotmail.be", "yahoo.ca", "outlook.be", "orange.be"]
        .contains(&domain)
}

/// Something, an at sign, and a name with a dot in it (RFC 5321 takes more; nobody's address does).
fn is_address(text: &str) -> bool {
    let Some((local, domain)) = text.split_once('@') else { return false };
    let label = |part: &str| {
        !part.is_empty()
            && part.chars().all(|c| c.is_alphanumeric() || c == '-')
            && !part.starts_with('-')
            && !part.ends_with('-')
    };
    let sound = !local.is_empty() && !local.starts_with('.') && !local.ends_with('.') && !local.contains("..");
    let top = domain.rsplit('.').next().unwrap_or_default();
    sound
        && local.chars().all(|c| !c.is_whitespace() && !",;:<>()[]\\\"".contains(c))
        && domain.contains('.')
        && domain.split('.').all(label)
        && top.chars().count() >= 2
        && !top.chars().all(|c| c.is_ascii_digit())
}

/// A name that is all in capitals or all in small letters, as it is meant; None for others.
fn capitals(name: &str) -> Option<String> {
    let letters = || name.chars().filter(|c| c.is_alphabetic());
    let count = letters().count();
    if count < 3 {
        return None;
    }
    let upper = letters().filter(|c| c.is_uppercase()).count();
    if upper != 0 && upper != count {
        return None;
    }
    let mut out = String::with_capacity(name.len());
    let mut word = String::new();
    for letter in name.chars().chain(std::iter::once(' ')) {
        if letter.is_alphabetic() {
            word.push(letter);
            continue;
        }
        // A particle stays small, unless the name begins with it.
        let small = word.to_lowercase();
        let particle = ["de", "du", "des", "van", "von", "der", "den"].contains(&small.as_str());
        let elided = letter == '\'' || letter == '\u{2019}';
        if particle && !out.is_empty() || elided && small == "d" {
            out.push_str(&small);
        } else {
            let mut letters = small.chars();
            out.extend(letters.next().into_iter().flat_map(char::to_uppercase));
            out.push_str(letters.as_str());
        }
        word.clear();
        out.push(letter);
    }
    let out = out.trim_end_matches(' ').to_owned();
    (out != name.trim_end()).then_some(out)
}

/// A French number in pairs of figures, with or without the country's code as it was; None for what is in order, or
/// what is no French number.
fn phone(text: &str) -> Option<String> {
    let text = text.trim();
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let odd = text.chars().any(|c| !c.is_ascii_digit() && !" .-()+/\u{a0}\u{202f}".contains(c));
    if odd {
        return None;
    }
    let pairs = |digits: &str| -> String {
        let all: Vec<char> = digits.chars().collect();
        all.chunks(2).map(|pair| pair.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
    };
    let national = |rest: &str| (rest.len() == 9 && !rest.starts_with('0')).then(|| rest.to_owned());
    let better = if let Some(rest) = digits.strip_prefix("0033").and_then(national) {
        format!("+33 {} {}", rest.get(..1)?, pairs(rest.get(1..)?))
    } else if text.starts_with('+') {
        let rest = digits.strip_prefix("33")?;
        let rest = rest.strip_prefix('0').filter(|rest| rest.len() == 9).unwrap_or(rest);
        let rest = national(rest)?;
        format!("+33 {} {}", rest.get(..1)?, pairs(rest.get(1..)?))
    } else if digits.len() == 10 && digits.starts_with('0') && !digits.starts_with("00") {
        pairs(&digits)
    } else {
        return None;
    };
    (better != text).then_some(better)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_that_cannot_work_are_mended_where_it_is_plain() {
        assert_eq!(email("ada@gmail.com"), None);
        assert_eq!(email("ada@gmial.com"), Some(Some("ada@gmail.com".to_owned())));
        assert_eq!(email("ada@ orange,fr"), Some(Some("ada@orange.fr".to_owned())));
        assert_eq!(email("ada.gmail.com"), Some(None));
        assert_eq!(email("ada@mail.com"), None);
        assert_eq!(email("ada@example"), Some(None));
    }

    #[test]
    fn names_get_their_capitals_where_they_belong() {
        assert_eq!(capitals("DUPONT").as_deref(), Some("Dupont"));
        assert_eq!(capitals("jean-noël").as_deref(), Some("Jean-Noël"));
        assert_eq!(capitals("LE GOFF DE LA TOUR").as_deref(), Some("Le Goff de La Tour"));
        assert_eq!(capitals("D'ALEMBERT").as_deref(), Some("d'Alembert"));
        assert_eq!(capitals("McDonald"), None);
        assert_eq!(capitals("Dupont"), None);
        assert_eq!(capitals("LI"), None);
    }

    #[test]
    fn french_numbers_stand_in_pairs() {
        assert_eq!(phone("0639980012").as_deref(), Some("06 39 98 00 12"));
        assert_eq!(phone("06.39.98.00.12").as_deref(), Some("06 39 98 00 12"));
        assert_eq!(phone("+33639980012").as_deref(), Some("+33 6 39 98 00 12"));
        assert_eq!(phone("+33 (0)6 39 98 00 12").as_deref(), Some("+33 6 39 98 00 12"));
        assert_eq!(phone("06 39 98 00 12"), None);
        assert_eq!(phone("+44 20 7946 0958"), None);
        assert_eq!(phone("06 39 98 00 12 (soir)"), None);
    }
}
