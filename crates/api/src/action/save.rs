//! `save`: makes or changes several records, all of them or none.

use query::GetRequest;
use schema::Entity;
use serde_json::{Map, Value as Json, json};
use store::{As, Error, Result, Tx};

use super::{check_door, chosen, fresh, has_id, reloaded};
use crate::answer::Outcome;
use crate::parameter::{items, object, texts, with_aside};
use crate::run::Request;
use crate::written;

/// How many records one call may hold.
const MOST_RECORDS: usize = 100_000;

/// Saves the records in order.
///
/// # Errors
/// Whatever the write of any record refuses with; then none is kept.
pub(crate) fn run(tx: &mut Tx<'_>, request: &Request<'_>) -> Result<Outcome> {
    let defaults = object(&request.params, "defaults")?;
    let mut records = records(request, &defaults)?;
    let fields = texts(&request.params, "match");
    for record in &mut records {
        recognise(tx, &request.entity, record, &fields)?;
        save_door(tx, &request.entity, record)?;
    }
    written_all(tx, request, records)
}

/// The records of the call over the defaults.
///
/// # Errors
/// `Request` for what is no record, or too many.
pub(super) fn records(request: &Request<'_>, defaults: &Map<String, Json>) -> Result<Vec<Map<String, Json>>> {
    let given = items(&request.params, "records");
    if given.len() > MOST_RECORDS {
        return Err(Error::Request(format!("Parameter \"records\" may hold {MOST_RECORDS} records at most.")));
    }
    let over_defaults = |record: Json| {
        let mut record = match record {
            Json::Object(record) => record,
            Json::Array(items) if items.is_empty() => Map::new(),
            _ => {
                let text = "Parameter \"records\" is not of the correct type. Expecting a list of objects.";
                return Err(Error::Request(text.to_owned()));
            }
        };
        for (name, value) in defaults {
            record.entry(name.as_str()).or_insert_with(|| value.clone());
        }
        Ok(record)
    };
    given.into_iter().map(over_defaults).collect()
}

/// Gives a record the id of the one row that agrees with it in all these fields, if there is exactly one.
pub(super) fn recognise(tx: &Tx<'_>, entity: &Entity, record: &mut Map<String, Json>, fields: &[String]) -> Result<()> {
    if has_id(record) {
        return of_this_kind(tx, entity, record);
    }
    if fields.is_empty() {
        return Ok(());
    }
    let condition = |field: &String| {
        let value = record.get(field)?;
        Some(match value.is_null() || value.as_str() == Some("") {
            true => json!([field, "IS EMPTY"]),
            false => json!([field, "=", value]),
        })
    };
    let Some(where_) = fields.iter().map(condition).collect::<Option<Vec<Json>>>() else { return Ok(()) };
    let same = chosen(tx, entity, GetRequest { where_, limit: 2, ..GetRequest::default() })?;
    if let [id] = same.as_slice() {
        record.insert("id".to_owned(), Json::from(*id));
    }
    Ok(())
}

/// Under the name of a preset (`Individual`) only its own records are changed.
fn of_this_kind(tx: &Tx<'_>, entity: &Entity, record: &Map<String, Json>) -> Result<()> {
    if entity.preset.is_none() {
        return Ok(());
    }
    let where_ = vec![json!(["id", "=", record.get("id")])];
    match chosen(tx, entity, GetRequest { where_, ..GetRequest::default() })?.is_empty() {
        true => Err(Error::NotFound(format!("There is no such {}.", entity.title.to_lowercase()))),
        false => Ok(()),
    }
}

/// Who may save may not therefore create and change: each record passes the door of what is done to it.
pub(super) fn save_door(tx: &Tx<'_>, entity: &Entity, record: &Map<String, Json>) -> Result<()> {
    check_door(tx, entity, if has_id(record) { "update" } else { "create" })
}

/// Writes the records and answers them, in their order.
pub(super) fn written_all(tx: &mut Tx<'_>, request: &Request<'_>, records: Vec<Map<String, Json>>) -> Result<Outcome> {
    let reload = reloaded(&request.params)?;
    let matched = records.iter().filter(|record| has_id(record)).count();
    let (mut rows, mut ids) = (Vec::with_capacity(records.len()), Vec::with_capacity(records.len()));
    for record in records {
        let saved =
            tx.save(&request.entity.name, with_aside(&request.entity, &request.params, record.clone()), As::Actor)?;
        ids.push(saved.id);
        if reload.is_none() {
            rows.push(written::row(tx, &saved, &record));
        }
    }
    if let Some(select) = reload {
        rows = fresh(tx, &request.entity, &ids, &select)?;
    }
    let mut outcome = Outcome::rows(rows);
    outcome.counts.matched = i64::try_from(matched).ok();
    Ok(outcome)
}
