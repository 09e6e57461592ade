//! Answers of v3: rows by id or in a list, and the bookkeeping around them.

use schema::Entity;
use serde_json::{Map, Value as Json, json};

use super::{contact, name, value};

/// A row of v4 under the names of v3: `wanted` pairs each name with its path. Contacts show what is empty.
pub(super) fn renamed(entity: &Entity, row: &Map<String, Json>, wanted: &[(String, String)]) -> Map<String, Json> {
    let mut told = Map::new();
    let id = row.get("id").and_then(value::text);
    if let Some(id) = &id {
        told.insert("id".to_owned(), id.clone());
    }
    for (v3, path) in wanted {
        match row.get(path).and_then(value::text) {
            Some(text) => {
                told.insert(v3.clone(), text);
            }
            None if contact::is_contact(entity) => {
                told.insert(v3.clone(), Json::from(""));
            }
            None => {}
        }
    }
    if let (Some(id), true) = (id, contact::is_contact(entity)) {
        told.insert(name::own_key(entity), id);
    }
    told
}

/// A whole row of v4, every value as text.
pub(super) fn whole(row: &Map<String, Json>) -> Map<String, Json> {
    row.iter().filter_map(|(name, json)| Some((name.clone(), value::text(json)?))).collect()
}

/// The answer that holds these rows.
pub(super) fn answer(rows: Vec<Map<String, Json>>, params: &Map<String, Json>) -> Json {
    let count = rows.len();
    let id = match rows.as_slice() {
        [one] => one.get("id").and_then(value::int),
        _ => None,
    };
    let values = match value::is_set(params.get("sequential")) {
        true => rows.into_iter().map(Json::Object).collect(),
        false => by_id(rows),
    };
    let mut body = json!({"is_error": 0, "version": 3, "count": count});
    if let Json::Object(members) = &mut body {
        if let Some(id) = id {
            members.insert("id".to_owned(), Json::from(id));
        }
        members.insert("values".to_owned(), values);
    }
    body
}

fn by_id(rows: Vec<Map<String, Json>>) -> Json {
    if rows.is_empty() {
        return Json::Array(Vec::new());
    }
    let keyed = rows.into_iter().enumerate().map(|(at, row)| {
        let key = row.get("id").and_then(Json::as_str).map_or_else(|| at.to_string(), str::to_owned);
        (key, Json::Object(row))
    });
    Json::Object(keyed.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows() -> Vec<Map<String, Json>> {
        vec![whole(json!({"id": 5, "is_primary": true, "note": null}).as_object().unwrap())]
    }

    #[test]
    fn rows_are_keyed_by_id_and_a_single_one_tells_its_id() {
        let json = answer(rows(), &Map::new());
        let expected =
            json!({"is_error": 0, "version": 3, "count": 1, "id": 5, "values": {"5": {"id": "5", "is_primary": "1"}}});
        assert_eq!(json, expected);
    }

    #[test]
    fn sequential_rows_are_a_list() {
        let params = json!({"sequential": "1"});
        assert!(answer(rows(), params.as_object().unwrap())["values"].is_array());
    }
}
