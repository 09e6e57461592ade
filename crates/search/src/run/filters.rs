//! Filters of a call: each narrows a column of the search, by the operator that fits its kind or by one it names.

use serde_json::{Map, Value as Json, json};
use store::{Error, Result, Tx};

use super::item::{Item, Kind};

/// Adds the filters to the conditions of a request; empty ones say nothing.
///
/// # Errors
/// `Request` for a filter on something that is no column of the search.
pub fn apply(tx: &Tx<'_>, filters: &Map<String, Json>, params: &mut Map<String, Json>, items: &[Item]) -> Result<()> {
    let anywhere =
        tx.setting("includeWildCardInName")? != json!(0) && tx.setting("includeWildCardInName")? != json!("0");
    let wildcard = if anywhere { Match::Anywhere } else { Match::Start };
    for (names, value) in filters.iter().filter(|(_, value)| !is_empty(value)) {
        let mut any = Vec::new();
        let mut after_grouping = false;
        for name in names.split(',').map(str::trim).filter(|name| !name.is_empty()) {
            let item = items.iter().find(|item| item.key == name || item.expression == name);
            let item =
                item.ok_or_else(|| Error::Request(format!("The search has no column '{name}' to filter by.")))?;
            after_grouping |= item.path().is_none();
            let name = if item.path().is_some() { &item.expression } else { &item.key };
            any.push(all(clauses(name, item, value, wildcard)));
        }
        let part = if after_grouping { "having" } else { "where" };
        let clause = match any.len() {
            1 => any.remove(0),
            _ => json!(["OR", any]),
        };
        match params.get_mut(part).and_then(Json::as_array_mut) {
            Some(list) => list.push(clause),
            None => drop(params.insert(part.to_owned(), json!([clause]))),
        }
    }
    Ok(())
}

/// Where a text may stand in another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Match {
    Anywhere,
    Start,
}

fn all(mut clauses: Vec<Json>) -> Json {
    match clauses.len() {
        1 => clauses.remove(0),
        _ => json!(["AND", clauses]),
    }
}

fn is_empty(value: &Json) -> bool {
    match value {
        Json::Null => true,
        Json::String(text) => text.is_empty(),
        Json::Array(items) => items.is_empty(),
        Json::Object(map) => map.is_empty(),
        _ => false,
    }
}

/// The conditions that one filter stands for.
pub fn clauses(name: &str, item: &Item, value: &Json, wildcard: Match) -> Vec<Json> {
    match value {
        Json::Object(map) => map.iter().map(|(operator, value)| json!([name, operator, value])).collect(),
        Json::Array(items) if is_list(item) => vec![json!([name, "CONTAINS ONE OF", items])],
        Json::Array(items) => vec![json!([name, "IN", items])],
        Json::String(text) if is_words(item) => match wildcard {
            Match::Anywhere => vec![json!([name, "CONTAINS", text])],
            Match::Start => vec![json!([name, "LIKE", format!("{text}%")])],
        },
        value if is_list(item) => vec![json!([name, "CONTAINS", value])],
        value => vec![json!([name, "=", value])],
    }
}

fn is_list(item: &Item) -> bool {
    item.target.as_ref().is_some_and(|target| target.field.list.is_some()) && item.function.is_none()
}

/// Whether people type a part of the value rather than choose it.
fn is_words(item: &Item) -> bool {
    let chosen = item.target.as_ref().is_some_and(|target| target.field.options.is_some());
    item.kind() == Kind::Text && !chosen && !is_list(item)
}
