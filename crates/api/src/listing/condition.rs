//! Conditions on one row that code has made: loose and without regard to case, as existing clients expect.

use std::cmp::Ordering;

use schema::fold::fold;
use serde_json::{Map, Value as Json};
use store::{Error, Result};

use super::{compare, number, plain};

type Row = Map<String, Json>;

/// Whether a row meets all of these conditions.
///
/// # Errors
/// `Request` for what is no condition.
pub(super) fn all(row: &Row, conditions: &[Json]) -> Result<bool> {
    for condition in conditions {
        if !meets(row, condition)? {
            return Ok(false);
        }
    }
    Ok(true)
}

fn any(row: &Row, conditions: &[Json]) -> Result<bool> {
    for condition in conditions {
        if meets(row, condition)? {
            return Ok(true);
        }
    }
    Ok(conditions.is_empty())
}

fn meets(row: &Row, condition: &Json) -> Result<bool> {
    let wrong = || Error::Request(format!("Illegal condition: {condition}"));
    let parts = condition.as_array().ok_or_else(wrong)?;
    match parts.as_slice() {
        [Json::String(word), Json::Array(inner)] if word == "AND" => all(row, inner),
        [Json::String(word), Json::Array(inner)] if word == "OR" => any(row, inner),
        [Json::String(word), Json::Array(inner)] if word == "NOT" => match inner.first() {
            Some(Json::String(_)) => Ok(!meets(row, &Json::Array(inner.clone()))?),
            Some(_) => Ok(!all(row, inner)?),
            None => Ok(true),
        },
        [Json::String(field), Json::String(operator), rest @ ..] => {
            let value = rest.first().unwrap_or(&Json::Null);
            let value = match rest.get(1) {
                Some(Json::Bool(true)) => value.as_str().and_then(|name| row.get(name)).unwrap_or(&Json::Null),
                _ => value,
            };
            holds(cell(row, field), operator, value)
        }
        _ => Err(wrong()),
    }
}

/// The value of a field; a suffix that the rows do not have of their own is passed over.
fn cell<'r>(row: &'r Row, field: &str) -> &'r Json {
    let bare = || row.get(field.split(':').next().unwrap_or(field));
    row.get(field).or_else(bare).unwrap_or(&Json::Null)
}

fn holds(cell: &Json, operator: &str, value: &Json) -> Result<bool> {
    let order = || compare(cell, value);
    Ok(match operator {
        "=" => same(cell, value),
        "!=" | "<>" => !same(cell, value),
        ">" => order() == Ordering::Greater,
        ">=" => order() != Ordering::Less,
        "<" => order() == Ordering::Less,
        "<=" => order() != Ordering::Greater,
        "LIKE" => !cell.is_null() && like(&plain(cell), &plain(value)),
        "NOT LIKE" => !cell.is_null() && !like(&plain(cell), &plain(value)),
        "REGEXP" | "REGEXP BINARY" => !cell.is_null() && regex(operator, value)?.is_match(&plain(cell)),
        "NOT REGEXP" | "NOT REGEXP BINARY" => !cell.is_null() && !regex(operator, value)?.is_match(&plain(cell)),
        "IN" => list(value).iter().any(|item| same(cell, item)),
        "NOT IN" => !list(value).iter().any(|item| same(cell, item)),
        "BETWEEN" => between(cell, value)?,
        "NOT BETWEEN" => !between(cell, value)?,
        "IS NULL" => cell.is_null(),
        "IS NOT NULL" => !cell.is_null(),
        "IS EMPTY" => is_empty(cell),
        "IS NOT EMPTY" => !is_empty(cell),
        "CONTAINS" => list(value).iter().all(|item| contains(cell, item)),
        "NOT CONTAINS" => !list(value).iter().all(|item| contains(cell, item)),
        "CONTAINS ONE OF" => list(value).iter().any(|item| contains(cell, item)),
        "NOT CONTAINS ONE OF" => !list(value).iter().any(|item| contains(cell, item)),
        _ => return Err(Error::Request("Illegal operator".to_owned())),
    })
}

fn same(cell: &Json, value: &Json) -> bool {
    match (cell, value) {
        (Json::Null, value) | (value, Json::Null) => is_empty(value),
        (Json::Bool(yes), value) | (value, Json::Bool(yes)) => *yes != is_empty(value),
        (Json::Array(_) | Json::Object(_), _) | (_, Json::Array(_) | Json::Object(_)) => cell == value,
        _ => match (number(cell), number(value)) {
            (Some(a), Some(b)) => a == b,
            _ => fold(&plain(cell)) == fold(&plain(value)),
        },
    }
}

fn is_empty(cell: &Json) -> bool {
    match cell {
        Json::Null | Json::Bool(false) => true,
        Json::Number(n) => n.as_f64() == Some(0.0),
        Json::String(text) => text.is_empty() || text == "0",
        Json::Array(items) => items.is_empty(),
        Json::Object(members) => members.is_empty(),
        Json::Bool(true) => false,
    }
}

fn list(value: &Json) -> Vec<&Json> {
    match value {
        Json::Array(items) => items.iter().collect(),
        Json::Object(members) => members.values().collect(),
        one => vec![one],
    }
}

fn between(cell: &Json, value: &Json) -> Result<bool> {
    match list(value).as_slice() {
        [from, to] => Ok(compare(cell, from) != Ordering::Less && compare(cell, to) != Ordering::Greater),
        _ => Err(Error::Request("invalid criteria for BETWEEN".to_owned())),
    }
}

fn contains(cell: &Json, value: &Json) -> bool {
    match cell {
        Json::Null => false,
        Json::Array(items) => items.iter().any(|item| same(item, value)),
        Json::Object(members) => members.keys().any(|key| *key == plain(value)),
        other => fold(&plain(other)).contains(&*fold(&plain(value))),
    }
}

fn regex(operator: &str, value: &Json) -> Result<regex::Regex> {
    let sensitive = operator.ends_with("BINARY");
    let built = regex::RegexBuilder::new(&plain(value)).case_insensitive(!sensitive).size_limit(1 << 20).build();
    built.map_err(|_| Error::Request("Illegal regular expression".to_owned()))
}

/// Whether a text fits a pattern with `%` and `_`; a backslash takes the meaning from the character behind it.
fn like(text: &str, pattern: &str) -> bool {
    let text: Vec<char> = fold(text).chars().collect();
    let pattern = tokens(&fold(pattern));
    let (mut t, mut p) = (0, 0);
    // Where to go on when what follows the last `%` does not fit: one character later.
    let mut retry: Option<(usize, usize)> = None;
    while t < text.len() {
        let fits = match pattern.get(p) {
            Some(Token::Any) => {
                retry = Some((t, p + 1));
                p += 1;
                continue;
            }
            Some(Token::One) => true,
            Some(Token::Just(c)) => text.get(t) == Some(c),
            None => false,
        };
        match (fits, retry) {
            (true, _) => (t, p) = (t + 1, p + 1),
            (false, Some((from, after))) => {
                retry = Some((from + 1, after));
                (t, p) = (from + 1, after);
            }
            (false, None) => return false,
        }
    }
    pattern.iter().skip(p).all(|token| *token == Token::Any)
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Token {
    Any,
    One,
    Just(char),
}

fn tokens(pattern: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut chars = pattern.chars();
    while let Some(c) = chars.next() {
        tokens.push(match c {
            '%' => Token::Any,
            '_' => Token::One,
            '\\' => Token::Just(chars.next().unwrap_or('\\')),
            c => Token::Just(c),
        });
    }
    tokens
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn met(condition: Json) -> bool {
        let row = json!({"name": "Contact", "type": ["DAOEntity"], "n": 5, "none": null, "yes": true});
        meets(row.as_object().unwrap(), &condition).unwrap()
    }

    #[test]
    fn equality_is_loose_and_knows_no_case() {
        assert!(met(json!(["name", "=", "contact"])) && met(json!(["n", "=", "5"])) && met(json!(["yes", "=", 1])));
        assert!(met(json!(["none", "=", null])) && met(json!(["nosuch", "IS NULL"])));
        assert!(!met(json!(["name", "=", "Contac"])) && met(json!(["name", "!=", "x"])));
    }

    #[test]
    fn patterns_fit_as_in_sql_and_never_fit_nothing() {
        assert!(met(json!(["name", "LIKE", "c%t"])) && met(json!(["name", "LIKE", "_ontact"])));
        assert!(!met(json!(["name", "LIKE", "c%x"])) && !met(json!(["none", "LIKE", "%"])));
        assert!(!met(json!(["name", "LIKE", "\\%"])) && met(json!(["name", "REGEXP", "^CON"])));
    }

    #[test]
    fn lists_are_searched_by_element() {
        assert!(met(json!(["type", "CONTAINS", "DAOEntity"])) && !met(json!(["type", "CONTAINS", "DAO"])));
        assert!(met(json!(["name", "IN", ["a", "CONTACT"]])) && met(json!(["name", "NOT IN", ["a"]])));
    }

    #[test]
    fn groups_nest_and_negate() {
        assert!(met(json!(["OR", [["n", "=", 1], ["AND", [["n", ">", 4], ["n", "BETWEEN", [5, 6]]]]]])));
        assert!(met(json!(["NOT", ["n", "=", 1]])) && !met(json!(["NOT", [["n", "=", 5]]])));
        let row = json!({}).as_object().cloned().unwrap();
        assert!(meets(&row, &json!(["n", "like", 1])).is_err());
    }
}
