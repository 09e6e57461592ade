//! A contact by what somebody types: a name, or a name with its number as the suggestions write it.

use kit::{Reply, Visit};
use maud::html;
use serde_json::{Value as Json, json};
use store::{Result, Tx};
use ui::part::avatar::Kind;

use super::list::name;
use super::phrases::Lang;
use super::rows::{self, Row, ask, text};
use super::search;

/// So many are suggested.
const SUGGESTED: i64 = 8;

/// What is read of a contact to choose it.
pub const SELECT: [&str; 7] =
    ["id", "display_name", "first_name", "last_name", "contact_type", "image_URL", "address_primary.city"];

/// What was found for what was typed.
#[derive(Clone, Debug, PartialEq)]
pub enum Found {
    Nobody,
    One(i64),
    /// Several have this name.
    Several(Vec<Row>),
}

/// The number at the end of a suggestion: `Claire Morel, Nyons (#12)`; or a number alone.
fn number(typed: &str) -> Option<i64> {
    let typed = typed.trim();
    if let Some((_, end)) = typed.rsplit_once("(#") {
        return end.strip_suffix(')')?.parse().ok();
    }
    typed.strip_prefix('#').unwrap_or(typed).parse().ok()
}

fn of_type(kind: Option<&str>) -> Vec<Json> {
    let mut clauses = vec![json!(["is_deleted", "=", false])];
    clauses.extend(kind.map(|kind| json!(["contact_type", "=", kind])));
    clauses
}

/// The contact that was meant, of this type where one is asked for.
///
/// # Errors
/// The database's own failure.
pub fn meant(tx: &Tx<'_>, typed: &str, kind: Option<&str>) -> Result<Found> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Ok(Found::Nobody);
    }
    let mut clauses = of_type(kind);
    if let Some(id) = number(typed) {
        clauses.push(json!(["id", "=", id]));
        let found = ask(tx, "Contact", &["id"], Json::Array(clauses), &[], 1)?;
        return Ok(found.first().map_or(Found::Nobody, |row| Found::One(rows::id(row))));
    }
    let mut any = vec![json!(["display_name", "=", typed]), json!(["sort_name", "=", typed])];
    for (at, _) in typed.match_indices(' ') {
        let (first, last) = (typed[..at].trim(), typed[at..].trim());
        any.push(json!(["AND", [["first_name", "=", first], ["last_name", "=", last]]]));
        any.push(json!(["AND", [["last_name", "=", first], ["first_name", "=", last]]]));
    }
    clauses.push(json!(["OR", any]));
    let found = ask(tx, "Contact", &SELECT, Json::Array(clauses), &[("sort_name", "ASC")], SUGGESTED)?;
    Ok(match found.as_slice() {
        [] => Found::Nobody,
        [one] => Found::One(rows::id(one)),
        _ => Found::Several(found),
    })
}

/// A contact as the suggestions write it, which [`meant`] understands.
pub fn written(lang: &Lang, row: &Row) -> String {
    let city = text(row, "address_primary.city");
    let place = if city.is_empty() { String::new() } else { format!(", {city}") };
    format!("{}{place} (#{})", name(lang, row), rows::id(row))
}

/// `/contacts/suggest`: the options for what is typed into the field that the address names.
pub(super) fn suggest(visit: &mut Visit<'_>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    let field = visit.query.text("field").unwrap_or("q").to_owned();
    let typed: String = visit.query.text(&field).unwrap_or_default().chars().take(100).collect();
    let kind = visit.query.text("type").filter(|kind| ["Individual", "Household", "Organization"].contains(kind));
    if typed.chars().count() < 2 || number(&typed).is_some() {
        return Ok(Reply::Html(html! {}));
    }
    let found = visit.read(|tx| {
        let ids = search::quick(tx, &typed, SUGGESTED * 3)?;
        let mut clauses = of_type(kind);
        clauses.push(json!(["id", "IN", ids]));
        let mut found =
            if ids.is_empty() { Vec::new() } else { ask(tx, "Contact", &SELECT, Json::Array(clauses), &[], 0)? };
        found.sort_by_key(|row| ids.iter().position(|id| *id == rows::id(row)));
        found.truncate(SUGGESTED as usize);
        Ok(found)
    })?;
    Ok(Reply::Html(html! {
        @for row in &found {
            option value=(written(&lang, row)) { (lang.text(Kind::of(text(row, "contact_type")).key())) }
        }
    }))
}

#[cfg(test)]
mod tests {
    use super::number;

    #[test]
    fn a_suggestion_is_understood_by_its_number() {
        assert_eq!(number("Claire Morel, Nyons (#12)"), Some(12));
        assert_eq!(number("#7"), Some(7));
        assert_eq!(number("Claire Morel"), None);
        assert_eq!(number("Résidence (#x)"), None);
    }
}
