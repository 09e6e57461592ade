//! Values as v3 takes and answers them: options by id, name or label, and everything as text.

use schema::{Entity, Field, FieldType, Value};
use serde_json::Value as Json;
use store::{Error, Result, Tx};

/// The id of the option that a value names, in whatever way it names it; other values as they are.
///
/// # Errors
/// `Request` for text that is none of the options.
pub(super) fn option_id(tx: &Tx<'_>, entity: &Entity, field: &Field, value: &Json) -> Result<Json> {
    if field.options.is_none() {
        return Ok(value.clone());
    }
    match value {
        Json::Array(items) => items.iter().map(|item| option_id(tx, entity, field, item)).collect(),
        Json::String(text) if !text.is_empty() => {
            let Some(list) = tx.options(entity, field)? else { return Ok(value.clone()) };
            if list.by_key(text).is_some() || field.ty == FieldType::Bool {
                return Ok(value.clone());
            }
            let named = ["name", "label", "abbr"].into_iter().find_map(|suffix| list.matching(suffix, text).next());
            match named {
                Some(item) => Ok(match &item.id {
                    Value::Int(id) => Json::from(*id),
                    other => other.to_json(),
                }),
                None => Err(Error::Request(format!("'{text}' is not a valid option for field {}", field.name))),
            }
        }
        other => Ok(other.clone()),
    }
}

/// A value as v3 writes it; None for nothing.
pub(super) fn text(value: &Json) -> Option<Json> {
    match value {
        Json::Null => None,
        Json::Bool(yes) => Some(Json::from(u8::from(*yes).to_string())),
        Json::Number(n) => Some(Json::from(n.to_string())),
        Json::Array(items) => Some(items.iter().filter_map(text).collect()),
        other => Some(other.clone()),
    }
}

/// Whether a flag is set, in any of the ways in which clients set flags.
pub(super) fn is_set(value: Option<&Json>) -> bool {
    match value {
        Some(Json::Bool(yes)) => *yes,
        Some(Json::Number(n)) => n.as_f64() != Some(0.0),
        Some(Json::String(text)) => !matches!(text.as_str(), "" | "0" | "false"),
        Some(Json::Array(items)) => !items.is_empty(),
        Some(Json::Object(map)) => !map.is_empty(),
        None | Some(Json::Null) => false,
    }
}

/// The whole number in a value, also when it is written as text.
pub(super) fn int(value: &Json) -> Option<i64> {
    match value {
        Json::Number(n) => n.as_i64(),
        Json::String(text) => text.trim().parse().ok(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn everything_is_text_and_nothing_is_left_out() {
        assert_eq!(text(&json!(5)), Some(json!("5")));
        assert_eq!(text(&json!(false)), Some(json!("0")));
        assert_eq!(text(&json!([1, null, "a"])), Some(json!(["1", "a"])));
        assert_eq!(text(&Json::Null), None);
    }
}
