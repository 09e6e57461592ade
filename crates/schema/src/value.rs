//! One value of one field, as it is stored.

use jiff::civil::{Date, DateTime};
use rust_decimal::Decimal;

/// What a column holds. Times of a `Timestamp` field are in UTC, those of a `DateTime` field in the site's own zone.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Value {
    #[default]
    Null,
    Bool(bool),
    Int(i64),
    Float(f64),
    Decimal(Decimal),
    Text(String),
    Date(Date),
    DateTime(DateTime),
    /// The elements of a field that holds several (see [`crate::ListFormat`] for how they lie in one column).
    List(Vec<Value>),
}

/// A record as values in the order of the entity's columns.
pub type Row = Vec<Value>;

/// A value that does not fit the field it was meant for.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("{0}")]
pub struct ValueError(pub String);

impl Value {
    /// True for `Null` only; an empty text is a value.
    pub fn is_null(&self) -> bool {
        matches!(self, Value::Null)
    }

    /// True for what a person would call nothing: null, empty text, empty list.
    pub fn is_blank(&self) -> bool {
        match self {
            Value::Null => true,
            Value::Text(text) => text.is_empty(),
            Value::List(items) => items.is_empty(),
            _ => false,
        }
    }

    /// The whole number in this value, also when it is written as text; None for anything else.
    pub fn as_int(&self) -> Option<i64> {
        match self {
            Value::Int(n) => Some(*n),
            Value::Bool(b) => Some(i64::from(*b)),
            Value::Text(text) => text.trim().parse().ok(),
            _ => None,
        }
    }

    /// The text in this value, if it is one.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Whether this value counts as yes.
    pub fn is_true(&self) -> bool {
        match self {
            Value::Bool(b) => *b,
            Value::Int(n) => *n != 0,
            Value::Text(text) => !text.is_empty() && text != "0",
            _ => false,
        }
    }

    /// The value as JSON without regard to its field: for history and messages. Times come as they are stored.
    pub fn to_json(&self) -> serde_json::Value {
        use serde_json::Value as Json;
        match self {
            Value::Null => Json::Null,
            Value::Bool(b) => Json::Bool(*b),
            Value::Int(n) => Json::from(*n),
            Value::Float(n) => Json::from(*n),
            Value::Decimal(n) => Json::String(n.to_string()),
            Value::Text(text) => Json::String(text.clone()),
            Value::Date(date) => Json::String(date.to_string()),
            Value::DateTime(at) => Json::String(at.strftime("%Y-%m-%d %H:%M:%S").to_string()),
            Value::List(items) => Json::Array(items.iter().map(Value::to_json).collect()),
        }
    }
}

impl From<i64> for Value {
    fn from(n: i64) -> Value {
        Value::Int(n)
    }
}

impl From<bool> for Value {
    fn from(b: bool) -> Value {
        Value::Bool(b)
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Value {
        Value::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Value {
        Value::Text(text)
    }
}

impl From<Date> for Value {
    fn from(date: Date) -> Value {
        Value::Date(date)
    }
}

impl From<DateTime> for Value {
    fn from(at: DateTime) -> Value {
        Value::DateTime(at)
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Value {
        value.map_or(Value::Null, Into::into)
    }
}
