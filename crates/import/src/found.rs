//! Records that a search finds as the list to be brought in: asked as whoever brings it in, in the words of the API, so
//! that nobody reads what they may not see, and nothing is written by asking.

use contact::pages::rows::{Row, ask};
use contact::saved_search::SavedSearch;
use query::GetRequest;
use serde_json::{Map, Value as Json, json};
use store::{As, Error, Result, Tx};

use crate::json_list;

/// More rows are no list that somebody looks over.
const MOST: i64 = 200_000;

/// The saved searches that the actor may start from: number and name.
///
/// # Errors
/// The database's own failure.
pub fn searches(tx: &Tx<'_>) -> Result<Vec<Row>> {
    let clauses = json!([["api_entity", "IS NOT NULL"], ["is_template", "=", false]]);
    ask(tx, "SavedSearch", &["id", "label", "name"], clauses, &[("label", "ASC")], 500)
}

/// What a saved search is called, and what it finds, as text.
///
/// # Errors
/// `NotFound` where the actor sees no such search; `Forbidden` and `Request` as any query.
pub fn of_search(tx: &Tx<'_>, id: i64) -> Result<(String, String)> {
    let missing = || Error::NotFound(format!("search {id}"));
    if ask(tx, "SavedSearch", &["id"], json!([["id", "=", id]]), &[], 1)?.is_empty() {
        return Err(missing());
    }
    let search = tx.find::<SavedSearch>(id)?.ok_or_else(missing)?;
    let entity = search.api_entity.ok_or_else(missing)?;
    let params = search.api_params.as_deref().and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default();
    let label = search.label.or(search.name).unwrap_or_default();
    Ok((label, of_query(tx, &entity, &params)?))
}

/// What a query of the API finds, as text.
///
/// # Errors
/// `Forbidden` and `Request` as any query; `Request` where it finds nothing.
pub fn of_query(tx: &Tx<'_>, entity: &str, params: &Map<String, Json>) -> Result<String> {
    let declared = tx.entity(entity)?;
    if declared.internal || !declared.door("get").met_by(&tx.actor().permissions) {
        return Err(Error::Forbidden(format!("read {entity}")));
    }
    let mut request = GetRequest::from_json(params)?;
    if request.limit == 0 || request.limit > MOST {
        request.limit = MOST;
    }
    request.select.retain(|name| name != "row_count");
    let mut found = tx.get(entity, &request, As::Actor)?.rows;
    // An id that nobody asked for is no column.
    if !request.select.is_empty() && !request.select.iter().any(|name| name == "id" || name == "*") {
        found.iter_mut().for_each(|row| drop(row.shift_remove("id")));
    }
    match found.is_empty() {
        true => Err(Error::Request("This search finds nothing.".to_owned())),
        false => Ok(json_list::of_records(&found)),
    }
}
