//! The forms of an answer's `values`: a list, one row, rows by a key, a column, pairs of columns.

use serde_json::{Map, Value as Json};
use store::{Error, Result};

/// How the rows are to be answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Index {
    /// The row at this position; from the end where negative.
    Position(i64),
    /// An object of rows by this field.
    Key(String),
    /// A list of this field alone.
    Column(String),
    /// An object of the second field by the first.
    Pair(String, String),
}

impl Index {
    /// The index as a form or query string gives it; empty text is none.
    pub fn from_text(text: &str) -> Option<Index> {
        match (text, text.parse()) {
            ("", _) => None,
            (_, Ok(position)) => Some(Index::Position(position)),
            (_, Err(_)) => Some(Index::Key(text.to_owned())),
        }
    }

    /// The index as the fourth part of a call gives it.
    ///
    /// # Errors
    /// `Request` for what is none.
    pub fn from_json(json: &Json) -> Result<Option<Index>> {
        let wrong = || Error::Request("The index of a call is a number, a name, [name] or {name: name}.".to_owned());
        Ok(match json {
            Json::Null => None,
            Json::String(text) => Index::from_text(text),
            Json::Number(n) => Some(Index::Position(n.as_i64().ok_or_else(wrong)?)),
            Json::Array(items) if items.is_empty() => None,
            Json::Array(items) => match items.as_slice() {
                [Json::String(column)] => Some(Index::Column(column.clone())),
                _ => return Err(wrong()),
            },
            Json::Object(pairs) if pairs.is_empty() => None,
            Json::Object(pairs) => match pairs.iter().next() {
                Some((key, Json::String(column))) if pairs.len() == 1 => Some(Index::Pair(key.clone(), column.clone())),
                _ => return Err(wrong()),
            },
            Json::Bool(_) => return Err(wrong()),
        })
    }

    /// Adds the fields that the index needs to what is selected; gives the one to be taken out of the rows again.
    pub(crate) fn widen(&self, params: &mut Map<String, Json>) -> Option<String> {
        let Some(Json::Array(select)) = params.get_mut("select") else { return None };
        let has = |select: &[Json], name: &str| {
            select.iter().filter_map(Json::as_str).any(|item| item == name || item == "*" && !name.contains(['.', ':']))
        };
        match self {
            Index::Position(_) => None,
            Index::Key(name) if select.is_empty() || has(select, name) => None,
            Index::Key(name) => {
                select.push(Json::from(name.as_str()));
                Some(name.clone())
            }
            Index::Column(name) => {
                if !has(select, name) {
                    select.push(Json::from(name.as_str()));
                }
                None
            }
            Index::Pair(key, name) => {
                for column in [key, name] {
                    if !has(select, column) {
                        select.push(Json::from(column.as_str()));
                    }
                }
                None
            }
        }
    }

    /// The rows in this form, and whether a single row that was asked for is there.
    ///
    /// # Errors
    /// `Request` where no row has the key.
    pub(crate) fn shape(&self, mut rows: Vec<Map<String, Json>>, remove: Option<&str>) -> Result<Json> {
        Ok(match self {
            Index::Position(position) => match at(*position, rows.len()) {
                Some(at) => Json::Object(rows.swap_remove(at)),
                None => Json::Null,
            },
            Index::Column(name) => rows.into_iter().filter_map(|mut row| row.shift_remove(name)).collect(),
            Index::Key(key) => by_key(rows, key, |mut row| {
                if let Some(name) = remove {
                    row.shift_remove(name);
                }
                Json::Object(row)
            })?,
            Index::Pair(key, name) => by_key(rows, key, |row| row.get(name).cloned().unwrap_or(Json::Null))?,
        })
    }
}

fn at(position: i64, length: usize) -> Option<usize> {
    let at = match position {
        0.. => usize::try_from(position).ok()?,
        _ => length.checked_sub(usize::try_from(position.unsigned_abs()).ok()?)?,
    };
    (at < length).then_some(at)
}

fn by_key(rows: Vec<Map<String, Json>>, key: &str, value: impl Fn(Map<String, Json>) -> Json) -> Result<Json> {
    if rows.is_empty() {
        return Ok(Json::Array(Vec::new()));
    }
    let mut keyed = Map::new();
    for row in rows {
        if let Some(name) = row.get(key).and_then(key_text) {
            keyed.insert(name, value(row));
        }
    }
    match keyed.is_empty() {
        true => Err(Error::Request(format!("Key {key} not found in api results"))),
        false => Ok(Json::Object(keyed)),
    }
}

fn key_text(value: &Json) -> Option<String> {
    match value {
        Json::String(text) => Some(text.clone()),
        Json::Number(n) => Some(n.to_string()),
        Json::Bool(yes) => Some(u8::from(*yes).to_string()),
        _ => None,
    }
}

/// The index of a link in a chain; unlike elsewhere, a row that is not there fails the call.
///
/// # Errors
/// `Request` in the protocol's words.
pub(crate) fn chained(index: Option<&Index>, rows: Vec<Map<String, Json>>, remove: Option<&str>) -> Result<Json> {
    let Some(index) = index else { return Ok(rows.into_iter().map(Json::Object).collect()) };
    let value = index.shape(rows, remove)?;
    match (index, value) {
        (Index::Position(position), Json::Null) => {
            Err(Error::Request(format!("Index {position} not found in api results")))
        }
        (_, value) => Ok(value),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn rows(json: Json) -> Vec<Map<String, Json>> {
        match json {
            Json::Array(items) => items.into_iter().filter_map(|item| item.as_object().cloned()).collect(),
            _ => Vec::new(),
        }
    }

    fn people() -> Vec<Map<String, Json>> {
        rows(json!([{"id": 1, "name": "Ada", "nick": null}, {"id": 2, "name": "Bo", "nick": "B"}]))
    }

    #[test]
    fn positions_count_from_both_ends_and_miss_quietly() {
        assert_eq!(Index::Position(0).shape(people(), None).unwrap()["name"], "Ada");
        assert_eq!(Index::Position(-1).shape(people(), None).unwrap()["name"], "Bo");
        assert_eq!(Index::Position(2).shape(people(), None).unwrap(), Json::Null);
        assert_eq!(Index::Position(i64::MIN).shape(people(), None).unwrap(), Json::Null);
    }

    #[test]
    fn rows_without_the_key_are_left_out_and_no_row_with_it_is_an_error() {
        let keyed = Index::Key("nick".to_owned()).shape(people(), None).unwrap();
        assert_eq!(keyed, json!({"B": {"id": 2, "name": "Bo", "nick": "B"}}));
        let error = Index::Key("nosuch".to_owned()).shape(people(), None).unwrap_err();
        assert_eq!(error.to_string(), "Key nosuch not found in api results");
        assert_eq!(Index::Key("nosuch".to_owned()).shape(Vec::new(), None).unwrap(), json!([]));
    }

    #[test]
    fn a_key_that_was_not_selected_is_fetched_and_removed_again() {
        let index = Index::Key("name".to_owned());
        let mut params = rows(json!([{"select": ["nick"]}])).remove(0);
        let remove = index.widen(&mut params);
        assert_eq!(params["select"], json!(["nick", "name"]));
        let keyed = index.shape(rows(json!([{"nick": null, "name": "Ada"}])), remove.as_deref()).unwrap();
        assert_eq!(keyed, json!({"Ada": {"nick": null}}));
    }

    #[test]
    fn columns_are_listed_and_paired() {
        assert_eq!(Index::Column("name".to_owned()).shape(people(), None).unwrap(), json!(["Ada", "Bo"]));
        let pair = Index::from_json(&json!({"id": "name"})).unwrap().unwrap();
        assert_eq!(pair.shape(people(), None).unwrap(), json!({"1": "Ada", "2": "Bo"}));
    }

    #[test]
    fn a_chained_position_that_is_not_there_fails() {
        let error = chained(Some(&Index::Position(0)), Vec::new(), None).unwrap_err();
        assert_eq!(error.to_string(), "Index 0 not found in api results");
    }

    #[test]
    fn texts_that_are_numbers_are_positions() {
        assert_eq!(Index::from_text("-1"), Some(Index::Position(-1)));
        assert_eq!(Index::from_text("name"), Some(Index::Key("name".to_owned())));
        assert_eq!(Index::from_text(""), None);
        assert!(Index::from_json(&json!(["a", "b"])).is_err());
    }
}
