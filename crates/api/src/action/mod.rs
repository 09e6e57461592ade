//! The generic actions, one file each, and what several of them share.

pub(crate) mod autocomplete;
pub(crate) mod check_access;
pub(crate) mod create;
pub(crate) mod delete;
pub(crate) mod export;
pub(crate) mod get;
pub(crate) mod get_actions;
pub(crate) mod get_fields;
pub(crate) mod get_links;
pub(crate) mod replace;
pub(crate) mod revert;
pub(crate) mod save;
mod tree;
pub(crate) mod update;

use query::GetRequest;
use schema::Entity;
use serde_json::{Map, Value as Json, json};
use store::{As, Error, Result, Tx};

/// How many ids one question holds; the planner takes no longer lists.
const IDS_AT_ONCE: usize = 5_000;

/// The ids of the rows that the conditions choose among those the caller may see.
pub(crate) fn chosen(tx: &Tx<'_>, entity: &Entity, request: GetRequest) -> Result<Vec<i64>> {
    let request = GetRequest { select: vec!["id".to_owned()], ..request };
    let found = tx.get(&entity.name, &request, As::Actor)?;
    Ok(found.rows.iter().filter_map(id_of_row).collect())
}

/// The id in a row.
pub(crate) fn id_of_row(row: &Map<String, Json>) -> Option<i64> {
    row.get("id").and_then(id_in)
}

/// The id that a caller has written, as a number or as text; None for nothing.
pub(crate) fn id_in(json: &Json) -> Option<i64> {
    match json {
        Json::Number(n) => n.as_i64(),
        Json::String(text) => text.trim().parse().ok(),
        _ => None,
    }
}

/// Whether a record names itself by an id.
pub(crate) fn has_id(record: &Map<String, Json>) -> bool {
    record.get("id").is_some_and(|id| !id.is_null() && id.as_str() != Some(""))
}

/// What `reload` asks for: the items to select; None where the rows are answered as written.
///
/// # Errors
/// `Request` for items that are no texts.
pub(crate) fn reloaded(params: &Map<String, Json>) -> Result<Option<Vec<String>>> {
    let text = |item: &Json| item.as_str().map(str::to_owned);
    match params.get("reload") {
        Some(Json::Bool(true)) => Ok(Some(vec!["*".to_owned()])),
        Some(Json::Array(items)) if !items.is_empty() => {
            let select: Option<Vec<String>> = items.iter().map(text).collect();
            select.map(Some).ok_or_else(|| Error::Request("Parameter \"reload\" lists fields.".to_owned()))
        }
        _ => Ok(None),
    }
}

/// These records as `get` answers them, in this order.
pub(crate) fn fresh(tx: &Tx<'_>, entity: &Entity, ids: &[i64], select: &[String]) -> Result<Vec<Map<String, Json>>> {
    let mut rows = Vec::with_capacity(ids.len());
    for some in ids.chunks(IDS_AT_ONCE) {
        let request =
            GetRequest { select: select.to_vec(), where_: vec![json!(["id", "IN", some])], ..GetRequest::default() };
        let mut found: Vec<_> = tx.get(&entity.name, &request, As::Actor)?.rows.into_iter().map(Some).collect();
        let places: std::collections::HashMap<i64, usize> =
            found.iter().enumerate().filter_map(|(at, row)| Some((id_of_row(row.as_ref()?)?, at))).collect();
        let place = |id: &i64| places.get(id).and_then(|at| found.get_mut(*at)).and_then(Option::take);
        rows.extend(some.iter().filter_map(place));
    }
    Ok(rows)
}

/// Whether the caller asks what was done, and may know.
pub(crate) fn wants_debug(tx: &Tx<'_>, request: &crate::run::Request<'_>) -> bool {
    request.params.get("debug").and_then(Json::as_bool) == Some(true) && tx.actor().may("view debug output")
}

/// Refuses unless the door of an action stands open, for what one call does in the place of another.
pub(crate) fn check_door(tx: &Tx<'_>, entity: &Entity, action: &str) -> Result<()> {
    match entity.door(action).met_by(&tx.actor().permissions) {
        true => Ok(()),
        false => Err(crate::run::closed(entity, action)),
    }
}
