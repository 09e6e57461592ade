//! The rows that writes answer: what is now in the record, under the caller's keys and beyond.

use schema::Field;
use serde_json::{Map, Value as Json};
use store::{Saved, Tx, coerce};

/// The record as written: of a new one everything that is there, of a changed one what was touched; and every key
/// that the caller sent, without its suffix.
pub(crate) fn row(tx: &Tx<'_>, saved: &Saved, sent: &Map<String, Json>) -> Map<String, Json> {
    let mut row = Map::new();
    row.insert("id".to_owned(), Json::from(saved.id));
    let fields = saved.entity.fields.iter().zip(&saved.row).enumerate();
    for (at, (field, value)) in fields.filter(|(_, (field, _))| field.is_column() && field.name != "id") {
        let tell = if saved.created { !value.is_null() } else { saved.touched.contains(&at) };
        if tell && is_open(tx, field) {
            row.insert(field.name.to_string(), coerce::to_json(field, value, tx.clock()));
        }
    }
    for (key, value) in sent {
        let name = key.split(':').next().unwrap_or(key);
        let (name, told) = match name.split_once('.') {
            Some((join, _)) if saved.entity.virtual_join(join).is_some() => (key.as_str(), value.clone()),
            Some((field, _)) if saved.entity.field(name).is_none() => (field, current(tx, saved, field, value)),
            _ => (name, current(tx, saved, name, value)),
        };
        if !row.contains_key(name) {
            row.insert(name.to_owned(), told);
        }
    }
    // A relationship that was there already: the protocol names it a second time.
    if let Some(id) = saved.given.get(DUPLICATE).filter(|_| !saved.created) {
        row.insert(DUPLICATE.to_owned(), id.clone());
    }
    row
}

/// The key under which a record is told that stood for the one to be made.
const DUPLICATE: &str = "duplicate_id";

/// What the record has under this name; of a secret, what its caller has just sent.
fn current(tx: &Tx<'_>, saved: &Saved, name: &str, sent: &Json) -> Json {
    let Some(at) = saved.entity.position(name) else { return Json::Null };
    let (Some(field), Some(value)) = (saved.entity.fields.get(at), saved.row.get(at)) else { return Json::Null };
    let permitted = field.permission.met_by(&tx.actor().permissions);
    match (permitted, field.secret, field.is_column()) {
        (false, _, _) => Json::Null,
        // A secret that names no permission is written by rules alone.
        (true, true, _) if field.permission.is_open() => Json::Null,
        (true, true, _) | (true, _, false) => sent.clone(),
        (true, false, true) => coerce::to_json(field, value, tx.clock()),
    }
}

fn is_open(tx: &Tx<'_>, field: &Field) -> bool {
    !field.secret && field.permission.met_by(&tx.actor().permissions)
}
