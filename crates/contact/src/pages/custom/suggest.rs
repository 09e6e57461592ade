//! The records that a reference may name, for what is typed.

use ::custom::reference::conditions;
use kit::{Reply, Visit};
use maud::html;
use serde_json::{Value as Json, json};
use store::{Error, Result, Tx};

use super::super::phrases::Lang;
use super::super::pick;
use super::super::rows::{self, Row, ask, text};
use super::super::search;

const SUGGESTED: i64 = 8;

/// The group in a filter such as `action=lookup&group=3`.
pub(super) fn group_of(filter: &str) -> Option<&str> {
    filter.split('&').find_map(|part| part.strip_prefix("group=")).filter(|group| !group.is_empty())
}

/// The kind of contacts in a filter such as `contact_type=Organization`.
pub(super) fn type_of(filter: &str) -> Option<&str> {
    filter.split('&').find_map(|part| part.strip_prefix("contact_type=")).filter(|kind| !kind.is_empty())
}

/// What a filter asks beside a group and a kind.
pub(super) fn rest_of(filter: &str) -> String {
    let own = |part: &&str| !["action=", "group=", "contact_type="].iter().any(|known| part.starts_with(known));
    filter.split('&').filter(own).filter(|part| !part.is_empty()).collect::<Vec<_>>().join("&")
}

/// `/fields/suggest`: options for the input of a field that names records.
pub(super) fn suggest(visit: &mut Visit<'_>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    let field = visit.query.text("field").unwrap_or_default().to_owned();
    let typed: String = visit.query.text(&field).unwrap_or_default().chars().take(100).collect();
    let Some(id) = visit.query.int("of").filter(|_| typed.chars().count() >= 2) else {
        return Ok(Reply::Html(html! {}));
    };
    let found: Vec<String> = visit.read(|tx| {
        let row = rows::one(tx, "CustomField", &["data_type", "fk_entity", "filter"], id)?;
        let row = row.ok_or_else(|| Error::NotFound(format!("field {id}")))?;
        let contact = text(&row, "data_type") == "ContactReference";
        let entity = if contact { "Contact" } else { text(&row, "fk_entity") };
        match entity {
            "Contact" => contacts(tx, &lang, text(&row, "filter"), &typed),
            entity => records(tx, entity, text(&row, "filter"), &typed),
        }
    })?;
    Ok(Reply::Html(html! { @for words in &found { option value=(words) {} } }))
}

fn contacts(tx: &Tx<'_>, lang: &Lang, filter: &str, typed: &str) -> Result<Vec<String>> {
    let ids = search::quick(tx, typed, SUGGESTED * 6)?;
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut clauses = vec![json!(["is_deleted", "=", false]), json!(["id", "IN", ids])];
    clauses.extend(conditions(tx, "Contact", filter));
    let mut found = ask(tx, "Contact", &pick::SELECT, Json::Array(clauses), &[], 0)?;
    found.sort_by_key(|row| ids.iter().position(|id| *id == rows::id(row)));
    found.truncate(SUGGESTED as usize);
    Ok(found.iter().map(|row| pick::written(lang, row)).collect())
}

fn records(tx: &Tx<'_>, entity: &str, filter: &str, typed: &str) -> Result<Vec<String>> {
    let Some(label) = tx.catalog().entity(entity).and_then(|known| known.label_field.clone()) else {
        return Ok(Vec::new());
    };
    let mut clauses = vec![json!([label, "CONTAINS", typed])];
    clauses.extend(conditions(tx, entity, filter));
    let found = ask(tx, entity, &["id", &label], Json::Array(clauses), &[(&label, "ASC")], SUGGESTED)?;
    let words = |row: &Row| format!("{} (#{})", rows::written(row, &label), rows::id(row));
    Ok(found.iter().map(words).collect())
}

#[cfg(test)]
mod tests {
    use super::{group_of, rest_of, type_of};

    #[test]
    fn a_filter_names_its_group() {
        assert_eq!(group_of("action=lookup&group=3"), Some("3"));
        assert_eq!(group_of("contact_type=Organization"), None);
        let all = "action=lookup&group=3&contact_type=Household&is_opt_out=0";
        assert_eq!((type_of(all), rest_of(all).as_str()), (Some("Household"), "is_opt_out=0"));
    }
}
