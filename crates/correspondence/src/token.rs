//! Words that stand for something of the reader: `{contact.first_name}`. They are fields of the contact, read with the
//! rights of whoever writes.

use std::collections::BTreeMap;

use contact::pages::rows;
use query::GetRequest;
use serde_json::json;
use store::{As, Error, Result, Tx};

use crate::write::Letter;

/// Names that letters have always used, and the fields behind them.
const OTHER_NAMES: [(&str, &str); 6] = [
    ("email_greeting", "email_greeting_display"),
    ("postal_greeting", "postal_greeting_display"),
    ("addressee", "addressee_display"),
    ("prefix", "prefix_id:label"),
    ("gender", "gender_id:label"),
    ("email", "email_primary.email"),
];

/// Those that the page offers.
pub const OFFERED: [&str; 5] = [
    "{contact.first_name}",
    "{contact.last_name}",
    "{contact.display_name}",
    "{contact.email_greeting}",
    "{contact.addressee}",
];

/// The names between `{contact.` and `}`, each once.
pub fn asked(texts: &[&str]) -> Vec<String> {
    activity::token::asked(texts, "contact")
}

/// The names of what stands for an activity in a letter.
pub fn asked_of_activity(letter: &Letter) -> Vec<String> {
    activity::token::asked(&[&letter.subject, &letter.html], activity::token::KIND)
}

fn path(name: &str) -> &str {
    OTHER_NAMES.iter().find(|(other, _)| *other == name).map_or(name, |(_, path)| path)
}

/// The names that stand for nothing here, or for nothing that the writer may see of this contact.
///
/// # Errors
/// The database's own failure.
pub fn unknown(tx: &Tx<'_>, contact: i64, names: &[String]) -> Result<Vec<String>> {
    let mut wrong = Vec::new();
    for name in names {
        let known = match row(tx, contact, vec![path(name).to_owned()]) {
            Ok(row) => row.is_none_or(|row| row.contains_key(path(name))),
            Err(Error::Internal(words)) => return Err(Error::Internal(words)),
            Err(_) => false,
        };
        if !known {
            wrong.push(name.clone());
        }
    }
    Ok(wrong)
}

fn row(tx: &Tx<'_>, contact: i64, select: Vec<String>) -> Result<Option<rows::Row>> {
    let request = GetRequest { select, where_: vec![json!(["id", "=", contact])], limit: 1, ..GetRequest::default() };
    Ok(tx.get("Contact", &request, As::Actor)?.rows.into_iter().next())
}

/// What the names stand for in the case of a contact, under `contact.` and the name.
///
/// # Errors
/// A name that is none.
pub fn values(tx: &Tx<'_>, contact: i64, names: &[String]) -> Result<BTreeMap<String, String>> {
    if names.is_empty() {
        return Ok(BTreeMap::new());
    }
    let mut select: Vec<String> = names.iter().map(|name| path(name).to_owned()).collect();
    select.sort();
    select.dedup();
    let row = row(tx, contact, select)?.unwrap_or_default();
    let value = |name: &String| (format!("contact.{name}"), rows::written(&row, path(name)));
    Ok(names.iter().map(value).collect())
}

pub use activity::token::fill;

/// As it is, for plain text.
pub fn plain(text: &str) -> String {
    text.to_owned()
}

/// As HTML shows it.
pub fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// As HTML shows it, with its line breaks.
pub fn lines(text: &str) -> String {
    escaped(text).replace('\n', "<br>")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_filled_in_and_braces_that_are_none_stay() {
        let values = BTreeMap::from([("contact.first_name".to_owned(), "Zoé <b>\n".to_owned())]);
        let text = "Bonjour {contact.first_name}, {contact.x} {a}";
        assert_eq!(fill(text, &values, plain), "Bonjour Zoé <b>\n, {contact.x} {a}");
        assert_eq!(fill(text, &values, lines), "Bonjour Zoé &lt;b&gt;<br>, {contact.x} {a}");
        assert_eq!(asked(&[text, "{contact.first_name}{contact."]), ["first_name", "x"]);
    }
}
