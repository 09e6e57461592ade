//! Rows as queries answer them, asked for in one line and read without ceremony.

use jiff::civil::{Date, DateTime};
use query::GetRequest;
use schema::Verb;
use serde_json::{Map, Value as Json};
use store::{As, Result, Tx};

pub type Row = Map<String, Json>;

/// The rows that the visitor may see. `conditions` is a JSON array of clauses.
pub fn ask(
    tx: &Tx<'_>,
    entity: &str,
    select: &[&str],
    conditions: Json,
    order: &[(&str, &str)],
    limit: i64,
) -> Result<Vec<Row>> {
    let order = order.iter().map(|(key, way)| ((*key).to_owned(), (*way).to_owned())).collect();
    let request = request(select, conditions, order, limit);
    Ok(tx.get(entity, &request, As::Actor)?.rows)
}

pub fn request(select: &[&str], conditions: Json, order_by: Vec<(String, String)>, limit: i64) -> GetRequest {
    let where_ = match conditions {
        Json::Array(clauses) => clauses,
        _ => Vec::new(),
    };
    GetRequest {
        select: select.iter().map(|name| (*name).to_owned()).collect(),
        where_,
        order_by,
        limit,
        ..GetRequest::default()
    }
}

/// How many there are that the visitor may see.
pub fn count(tx: &Tx<'_>, entity: &str, conditions: Json) -> Result<i64> {
    let request = request(&["row_count"], conditions, Vec::new(), 0);
    Ok(tx.get(entity, &request, As::Actor)?.matched.unwrap_or(0))
}

/// How many there are that the visitor may see, where nothing but recorded data decides: counted anew only when
/// something was recorded since.
pub fn count_recorded(tx: &Tx<'_>, entity: &str, conditions: Json) -> Result<i64> {
    tx.counted(entity, &conditions.to_string(), || count(tx, entity, conditions.clone()))
}

/// One record with these fields; None where the visitor sees none.
pub fn one(tx: &Tx<'_>, entity: &str, select: &[&str], id: i64) -> Result<Option<Row>> {
    Ok(ask(tx, entity, select, serde_json::json!([["id", "=", id]]), &[], 1)?.into_iter().next())
}

/// Whether the visitor may do this with the contact.
pub fn may(tx: &Tx<'_>, id: i64, verb: Verb) -> Result<bool> {
    let clauses = serde_json::json!([["id", "=", id], ["is_deleted", "IN", [true, false]]]);
    let request = request(&["id"], clauses, Vec::new(), 1);
    Ok(!tx.get_for("Contact", &request, As::Actor, verb)?.rows.is_empty())
}

pub fn text<'r>(row: &'r Row, name: &str) -> &'r str {
    row.get(name).and_then(Json::as_str).unwrap_or_default()
}

pub fn int(row: &Row, name: &str) -> Option<i64> {
    row.get(name).and_then(Json::as_i64)
}

pub fn id(row: &Row) -> i64 {
    int(row, "id").unwrap_or(0)
}

pub fn flag(row: &Row, name: &str) -> bool {
    row.get(name).and_then(Json::as_bool).unwrap_or(false)
}

pub fn texts<'r>(row: &'r Row, name: &str) -> Vec<&'r str> {
    row.get(name).and_then(Json::as_array).map(|all| all.iter().filter_map(Json::as_str).collect()).unwrap_or_default()
}

pub fn date(row: &Row, name: &str) -> Option<Date> {
    text(row, name).get(..10)?.parse().ok()
}

/// A moment such as `2026-11-19 09:42:11`.
pub fn moment(text: &str) -> Option<DateTime> {
    text.replace(' ', "T").parse().ok()
}

/// A value as a form writes it.
pub fn plain(json: &Json) -> String {
    match json {
        Json::Null => String::new(),
        Json::Bool(on) => if *on { "1" } else { "0" }.to_owned(),
        Json::String(text) => text.clone(),
        Json::Array(items) => items.iter().map(plain).collect::<Vec<_>>().join(","),
        other => other.to_string(),
    }
}

/// The value under this name as a form writes it.
pub fn written(row: &Row, name: &str) -> String {
    row.get(name).map(plain).unwrap_or_default()
}
