//! What callers send, made into values of a field's type; and values as the two databases keep them.

use calendar::Clock;
use jiff::civil::Time;
use query::{Cell, Dialect};
use rust_decimal::Decimal;
use rust_decimal::prelude::FromPrimitive;
use schema::{Field, FieldType, ListFormat, Value};
use serde_json::Value as Json;

use crate::error::Problem;

/// The value of a field from JSON. Empty text means nothing, save in lists.
///
/// # Errors
/// Tells what is wrong with it.
pub fn from_json(field: &Field, json: &Json, clock: &Clock) -> Result<Value, Problem> {
    if let Some(format) = field.list {
        return list(field, format, json, clock);
    }
    match json {
        Json::Null => Ok(Value::Null),
        Json::String(text) if text.is_empty() => Ok(Value::Null),
        json => scalar(field, json, clock),
    }
}

fn list(field: &Field, format: ListFormat, json: &Json, clock: &Clock) -> Result<Value, Problem> {
    if let (ListFormat::Json | ListFormat::Php, Json::Object(document)) = (format, json) {
        return Ok(if document.is_empty() { Value::Null } else { Value::Text(json.to_string()) });
    }
    if let (ListFormat::Json | ListFormat::Php, Json::Array(items)) = (format, json)
        && items.iter().any(|item| item.is_object() || item.is_array())
    {
        return Ok(Value::Text(json.to_string()));
    }
    let items = match json {
        Json::Null => return Ok(Value::Null),
        Json::String(text) if text.is_empty() => return Ok(Value::Null),
        Json::String(text) if text.contains('\u{1}') => {
            format.split(text).into_iter().filter(|t| !t.is_empty()).map(Value::Text).collect()
        }
        Json::Array(items) => items.iter().map(|item| element(field, item, clock)).collect::<Result<_, _>>()?,
        Json::Object(items) => items.values().map(|item| element(field, item, clock)).collect::<Result<_, _>>()?,
        one => vec![element(field, one, clock)?],
    };
    Ok(match items.is_empty() {
        true => Value::Null,
        false => Value::List(items),
    })
}

fn element(field: &Field, json: &Json, clock: &Clock) -> Result<Value, Problem> {
    match (field.ty, json) {
        (FieldType::Text { .. } | FieldType::LongText, Json::Number(n)) => Ok(Value::Text(n.to_string())),
        (FieldType::Text { .. } | FieldType::LongText, Json::Object(_) | Json::Array(_)) => {
            Ok(Value::Text(json.to_string()))
        }
        // Written one way in lists, so that they compare.
        (FieldType::Money { scale }, json) => money(json, scale).map(|sum| Value::Decimal(sum.normalize())),
        _ => scalar(field, json, clock),
    }
}

fn scalar(field: &Field, json: &Json, clock: &Clock) -> Result<Value, Problem> {
    match field.ty {
        FieldType::Int => int(json).map(Value::Int),
        FieldType::Bool => bool(json).map(Value::Bool),
        FieldType::Float => float(json).map(Value::Float),
        FieldType::Money { scale } => money(json, scale).map(Value::Decimal),
        FieldType::Text { max } => {
            let text = text(json)?;
            // Counted in characters, as people count.
            match text.chars().nth(max as usize) {
                Some(_) => Err(Problem::TooLong { max }),
                None => Ok(Value::Text(text)),
            }
        }
        FieldType::LongText => text(json).map(Value::Text),
        FieldType::Date => moment(json, clock).map(|m| Value::Date(m.at.date())),
        FieldType::DateTime => moment(json, clock).map(|m| Value::DateTime(m.at)),
        FieldType::Timestamp => moment(json, clock).map(|m| Value::DateTime(clock.to_utc(m.at))),
    }
}

fn int(json: &Json) -> Result<i64, Problem> {
    match json {
        Json::Bool(b) => Ok(i64::from(*b)),
        Json::Number(n) => n.as_i64().or_else(|| whole(n.as_f64()?)).ok_or(Problem::OutOfRange),
        Json::String(text) => text.trim().parse().map_err(|_| Problem::NotANumber),
        _ => Err(Problem::NotANumber),
    }
}

fn whole(n: f64) -> Option<i64> {
    // Beyond 2⁵³ a float no longer says which whole number was meant.
    (n.fract() == 0.0 && n.abs() <= 9_007_199_254_740_992.0).then_some(n as i64)
}

fn bool(json: &Json) -> Result<bool, Problem> {
    match json {
        Json::Bool(b) => Ok(*b),
        Json::Number(n) if n.as_i64() == Some(0) => Ok(false),
        Json::Number(n) if n.as_i64() == Some(1) => Ok(true),
        Json::String(text) => match text.trim().to_ascii_lowercase().as_str() {
            "0" | "false" | "no" | "off" => Ok(false),
            "1" | "true" | "yes" | "on" => Ok(true),
            _ => Err(Problem::NotYesOrNo),
        },
        _ => Err(Problem::NotYesOrNo),
    }
}

fn float(json: &Json) -> Result<f64, Problem> {
    let n = match json {
        Json::Number(n) => n.as_f64().ok_or(Problem::OutOfRange)?,
        Json::String(text) => text.trim().parse().map_err(|_| Problem::NotANumber)?,
        _ => return Err(Problem::NotANumber),
    };
    if n.is_finite() { Ok(n) } else { Err(Problem::OutOfRange) }
}

fn money(json: &Json, scale: u32) -> Result<Decimal, Problem> {
    let amount = match json {
        Json::Number(n) => n.to_string().parse().ok().or_else(|| Decimal::from_f64(n.as_f64()?)),
        Json::String(text) => text.trim().parse().ok(),
        _ => None,
    };
    let amount = amount.ok_or(Problem::NotANumber)?.round_dp(scale);
    // decimal(20,2): what both databases hold exactly.
    let limit = Decimal::from(10_i64.pow(17 - scale.min(9)));
    if amount.abs() < limit { Ok(amount) } else { Err(Problem::OutOfRange) }
}

fn text(json: &Json) -> Result<String, Problem> {
    let text = match json {
        Json::String(text) => text.clone(),
        Json::Number(n) => n.to_string(),
        Json::Bool(b) => u8::from(*b).to_string(),
        _ => return Err(Problem::NotAText),
    };
    match text.contains('\0') {
        true => Err(Problem::Rule { key: "problem-nul", text: "Text must not contain NUL characters.".to_owned() }),
        false => Ok(text),
    }
}

fn moment(json: &Json, clock: &Clock) -> Result<calendar::Moment, Problem> {
    let text = match json {
        Json::String(text) => text.clone(),
        Json::Number(n) => n.to_string(),
        _ => return Err(Problem::NotADate),
    };
    calendar::parse(clock, &text).ok_or(Problem::NotADate)
}

/// The value as this database keeps it: lists joined, amounts scaled in SQLite.
pub fn to_column(field: &Field, value: &Value, dialect: Dialect) -> Value {
    match (value, field.ty) {
        (Value::List(items), _) => Value::Text(field.list.unwrap_or(ListFormat::Bookend).join(items)),
        (Value::Decimal(amount), FieldType::Money { scale }) if dialect == Dialect::Sqlite => scaled(*amount, scale),
        _ => value.clone(),
    }
}

/// Hundredths (or whatever the scale says) as a whole number.
pub fn scaled(amount: Decimal, scale: u32) -> Value {
    let mut exact = amount;
    exact.rescale(scale);
    i64::try_from(exact.mantissa()).map_or(Value::Null, Value::Int)
}

/// The value in a column of this field.
pub fn from_column(field: &Field, cell: Cell<'_>) -> Value {
    if let (Some(format), Cell::Text(text)) = (field.list, cell) {
        let document = text.starts_with('{') || text.starts_with("[{") || text.starts_with("[[");
        if matches!(format, ListFormat::Json | ListFormat::Php) && document {
            return Value::Text(text.to_owned());
        }
        return Value::List(format.split(text).into_iter().map(|part| element_value(field, part)).collect());
    }
    match (cell, field.ty) {
        (Cell::Null, _) => Value::Null,
        (Cell::Int(n), FieldType::Bool) => Value::Bool(n != 0),
        (Cell::Int(n), FieldType::Money { scale }) => Value::Decimal(Decimal::new(n, scale)),
        (Cell::Int(n), FieldType::Float) => Value::Float(n as f64),
        (Cell::Int(n), _) => Value::Int(n),
        (Cell::Float(n), _) => Value::Float(n),
        (Cell::Decimal(n), _) => Value::Decimal(n),
        (Cell::Date(date), _) => Value::Date(date),
        (Cell::DateTime(at), _) => Value::DateTime(at),
        (Cell::Text(text), FieldType::Date) => {
            text.get(..10).and_then(|t| t.parse().ok()).map_or(Value::Null, Value::Date)
        }
        (Cell::Text(text), FieldType::DateTime | FieldType::Timestamp) => time(text),
        (Cell::Text(text), _) => Value::Text(text.to_owned()),
    }
}

fn time(text: &str) -> Value {
    match text.parse::<jiff::civil::DateTime>() {
        Ok(at) => Value::DateTime(at),
        Err(_) => {
            text.parse::<jiff::civil::Date>().map_or(Value::Null, |d| Value::DateTime(d.to_datetime(Time::midnight())))
        }
    }
}

fn element_value(field: &Field, part: String) -> Value {
    match field.ty {
        FieldType::Int => part.parse().map_or(Value::Null, Value::Int),
        _ => Value::Text(part),
    }
}

/// The value as the API says it: times in the site's zone, amounts as exact numbers.
pub fn to_json(field: &Field, value: &Value, clock: &Clock) -> Json {
    match (value, field.ty) {
        (Value::DateTime(at), FieldType::Timestamp) => Json::String(calendar::datetime_text(clock.from_utc(*at))),
        (Value::DateTime(at), _) => Json::String(calendar::datetime_text(*at)),
        (Value::Decimal(amount), _) => amount_json(*amount),
        (Value::Float(n), _) if n.fract() == 0.0 && n.abs() < 1e15 => Json::from(*n as i64),
        (Value::List(items), _) => Json::Array(items.iter().map(Value::to_json).collect()),
        // A document that is no list is kept as its text.
        (Value::Text(text), _) if field.list.is_some() => {
            serde_json::from_str(text).unwrap_or_else(|_| Json::from(text.as_str()))
        }
        (value, _) => value.to_json(),
    }
}

/// An exact amount as a JSON number; whole amounts without decimals, as the protocol prints them.
pub fn amount_json(amount: Decimal) -> Json {
    let plain = amount.normalize().to_string();
    serde_json::from_str(&plain).unwrap_or(Json::String(plain))
}
