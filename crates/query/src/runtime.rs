//! The functions that planned SQL calls on SQLite, as plain Rust: the store only registers them.

use std::cell::RefCell;
use std::collections::HashMap;

use calendar::Clock;
use jiff::Span;
use jiff::civil::{Date, DateTime};
use regex::Regex;
use rust_decimal::prelude::{FromPrimitive, ToPrimitive};
use rust_decimal::{Decimal, RoundingStrategy};
use schema::Value;
use serde_json::value::RawValue;

use crate::column::CONCAT_GAP;
use crate::{Cell, pattern};

/// A deterministic function of SQLite. Arguments come as integers, floats, texts or null.
#[derive(Clone, Copy)]
pub struct SqliteFunction {
    pub name: &'static str,
    pub arity: i32,
    /// What it gives, in a sentence.
    pub about: &'static str,
    /// Null, an integer, a float or a text. All but `ruche_local` are null as soon as an argument is.
    pub body: fn(&[Cell<'_>]) -> Value,
}

macro_rules! function {
    ($name:literal, $arity:literal, $about:literal, $body:expr) => {
        SqliteFunction { name: $name, arity: $arity, about: $about, body: $body }
    };
}

/// Every function to register, except `ruche_local(x)`, which needs the site's zone: see [`local`].
pub const SQLITE_FUNCTIONS: &[SqliteFunction] = &[
    function!("ruche_fold", 1, "the text as people compare it", |a| map_text(a, |t| schema::fold::fold(t)
        .into_owned())),
    function!("ruche_upper", 1, "the text in capitals", |a| map_text(a, str::to_uppercase)),
    function!("ruche_lower", 1, "the text in small letters", |a| map_text(a, str::to_lowercase)),
    function!("ruche_part", 2, "the nth of several texts joined by U+0003, from the end when negative", part),
    function!("ruche_regexp", 3, "whether a pattern is found in a text, heeding case if the third is 1", regexp),
    function!("ruche_moment", 1, "the date and time that a text says", |a| moment(a.first())
        .map_or(Value::Null, written)),
    function!("ruche_months", 2, "whole months from one moment to another", |a| span(a, months)),
    function!("ruche_seconds", 2, "seconds from one moment to another", |a| span(a, seconds)),
    function!("ruche_shift", 3, "a moment moved by months, then by seconds", |a| shift(a).map_or(Value::Null, written)),
    function!("ruche_next_anniversary", 2, "the first anniversary of a day on or after another", |a| {
        next_anniversary(a).map_or(Value::Null, |day| Value::Text(calendar::date_text(day)))
    }),
    function!("ruche_days_to_anniversary", 2, "days from another day to the next anniversary of a day", |a| {
        days_to_anniversary(a).map_or(Value::Null, Value::Int)
    }),
    function!("ruche_random", 2, "a number in [0, 1) that depends on both arguments alone", random),
    function!("ruche_round", 2, "rounded to places, halves away from zero", |a| float(round(a))),
    function!("ruche_remainder", 2, "what a division leaves, with the sign of the dividend", |a| float(remainder(a))),
    function!("ruche_distance", 4, "metres between two places in degrees", distance),
    function!("ruche_json_extract", 2, "what stands at a path (steps joined by U+0001) of a JSON text", json_extract),
];

/// `ruche_local(x)`: a time in UTC as the site's zone reads it.
pub fn local(clock: &Clock, cell: Cell<'_>) -> Value {
    match moment(Some(&cell)) {
        Some(utc) => written(clock.from_utc(utc)),
        None => Value::Null,
    }
}

fn written(at: DateTime) -> Value {
    Value::Text(calendar::datetime_text(at))
}

fn float(number: Option<f64>) -> Value {
    number.filter(|n| n.is_finite()).map_or(Value::Null, Value::Float)
}

/// An argument as text, as SQLite would cast it.
fn text_of(cell: Option<&Cell<'_>>) -> Option<String> {
    Some(match cell? {
        Cell::Null => return None,
        Cell::Text(text) => (*text).to_owned(),
        Cell::Int(n) => n.to_string(),
        Cell::Float(n) => n.to_string(),
        Cell::Decimal(n) => n.to_string(),
        Cell::Date(date) => calendar::date_text(*date),
        Cell::DateTime(at) => calendar::datetime_text(*at),
    })
}

fn int_of(cell: Option<&Cell<'_>>) -> Option<i64> {
    match cell? {
        Cell::Int(n) => Some(*n),
        Cell::Float(n) => Some(*n as i64),
        Cell::Text(text) => text.trim().parse().ok(),
        _ => None,
    }
}

fn float_of(cell: Option<&Cell<'_>>) -> Option<f64> {
    match cell? {
        Cell::Int(n) => n.to_f64(),
        Cell::Float(n) => Some(*n),
        Cell::Text(text) => text.trim().parse().ok(),
        _ => None,
    }
}

fn distance(args: &[Cell<'_>]) -> Value {
    let all: Option<Vec<f64>> = args.iter().map(|cell| float_of(Some(cell))).collect();
    match all.as_deref() {
        Some(&[latitude, longitude, x, y]) => Value::Float(crate::near::distance((latitude, longitude), (x, y))),
        _ => Value::Null,
    }
}

fn map_text(args: &[Cell<'_>], map: impl Fn(&str) -> String) -> Value {
    match args.first() {
        Some(Cell::Text(text)) => Value::Text(map(text)),
        cell => text_of(cell).map_or(Value::Null, |text| Value::Text(map(&text))),
    }
}

fn part(args: &[Cell<'_>]) -> Value {
    let (Some(text), Some(number)) = (text_of(args.first()), int_of(args.get(1))) else { return Value::Null };
    let mut parts = text.split(CONCAT_GAP);
    let at = usize::try_from(number.unsigned_abs()).ok().and_then(|n| n.checked_sub(1));
    let found = match (at, number < 0) {
        (None, _) => None,
        (Some(at), false) => parts.nth(at),
        (Some(at), true) => parts.rev().nth(at),
    };
    found.map_or(Value::Null, Value::from)
}

thread_local! {
    /// The patterns of the statement that runs: a filter is one pattern over many rows.
    static PATTERNS: RefCell<HashMap<(String, bool), Option<Regex>>> = RefCell::new(HashMap::new());
}

/// How many compiled patterns a thread keeps.
const MAX_PATTERNS: usize = 16;

fn regexp(args: &[Cell<'_>]) -> Value {
    let (Some(pattern), Some(text)) = (text_of(args.first()), text_of(args.get(1))) else { return Value::Null };
    let key = (pattern, int_of(args.get(2)) == Some(1));
    PATTERNS.with_borrow_mut(|known| {
        if known.len() >= MAX_PATTERNS && !known.contains_key(&key) {
            known.clear();
        }
        let compiled = known.entry(key).or_insert_with_key(|(pattern, binary)| pattern::regexp(pattern, *binary));
        match compiled {
            Some(regex) => Value::Int(i64::from(regex.is_match(&text))),
            None => Value::Null,
        }
    })
}

/// `YYYY-MM-DD`, also with ` HH:MM`, seconds and their fractions, which go.
fn moment(cell: Option<&Cell<'_>>) -> Option<DateTime> {
    let text = match cell? {
        Cell::DateTime(at) => return Some(*at),
        Cell::Date(date) => return Some(date.at(0, 0, 0, 0)),
        Cell::Text(text) => *text,
        _ => return None,
    };
    let shape = |at: usize| text.as_bytes().get(at).copied();
    let day = shape(4) == Some(b'-') && shape(7) == Some(b'-');
    match text.len() {
        10 if day => text.parse::<Date>().ok().map(|date| date.at(0, 0, 0, 0)),
        16.. if day && matches!(shape(10), Some(b' ' | b'T')) => {
            text.parse::<DateTime>().ok()?.with().subsec_nanosecond(0).build().ok()
        }
        _ => None,
    }
}

fn span(args: &[Cell<'_>], count: fn(DateTime, DateTime) -> i64) -> Value {
    match (moment(args.first()), moment(args.get(1))) {
        (Some(from), Some(to)) => Value::Int(count(from, to)),
        _ => Value::Null,
    }
}

fn months(from: DateTime, to: DateTime) -> i64 {
    let index = |at: DateTime| i64::from(at.year()) * 12 + i64::from(at.month());
    let within = |at: DateTime| (at.day(), at.time());
    let whole = index(to) - index(from);
    match to >= from {
        true => whole - i64::from(within(to) < within(from)),
        false => whole + i64::from(within(to) > within(from)),
    }
}

fn seconds(from: DateTime, to: DateTime) -> i64 {
    to.duration_since(from).as_secs()
}

fn shift(args: &[Cell<'_>]) -> Option<DateTime> {
    let (months, seconds) = (int_of(args.get(1))?, int_of(args.get(2))?);
    let moved = moment(args.first())?
        .checked_add(Span::new().try_months(months).ok()?)
        .ok()?
        .checked_add(Span::new().try_seconds(seconds).ok()?)
        .ok()?;
    (moved.year() > 0).then_some(moved)
}

fn next_anniversary(args: &[Cell<'_>]) -> Option<Date> {
    let (day, today) = (moment(args.first())?.date(), moment(args.get(1))?.date());
    anniversary(day, today)
}

fn days_to_anniversary(args: &[Cell<'_>]) -> Option<i64> {
    let (day, today) = (moment(args.first())?.date(), moment(args.get(1))?.date());
    Some(anniversary(day, today)?.duration_since(today).as_hours() / 24)
}

/// The first anniversary on or after a day. Who was born on a leap day has theirs on the 28th of other years.
fn anniversary(day: Date, today: Date) -> Option<Date> {
    let in_year = |year: i16| Date::new(year, day.month(), day.day()).or_else(|_| Date::new(year, 2, 28)).ok();
    in_year(today.year()).filter(|date| *date >= today).or_else(|| in_year(today.year() + 1))
}

fn random(args: &[Cell<'_>]) -> Value {
    let (Some(id), Some(seed)) = (int_of(args.first()), int_of(args.get(1))) else { return Value::Null };
    const PRIME: i64 = 2_147_483_647;
    let a = ((id % PRIME) * 48_271 + (seed % PRIME) * 7_919 + 17).rem_euclid(PRIME);
    let b = (a * a + 16_807) % PRIME;
    let c = (b * b + a) % PRIME;
    Value::Float(c as f64 / PRIME as f64)
}

/// A float as the decimal number that its first 15 digits are, as PostgreSQL casts it.
fn decimal(number: f64) -> Option<Decimal> {
    Decimal::from_scientific(&format!("{number:.14e}")).ok().or_else(|| Decimal::from_f64(number))
}

fn round(args: &[Cell<'_>]) -> Option<f64> {
    let (number, places) = (float_of(args.first())?, int_of(args.get(1))?);
    let away = RoundingStrategy::MidpointAwayFromZero;
    let rounded = decimal(number).and_then(|exact| match u32::try_from(places) {
        Ok(places) => exact.round_dp_with_strategy(places.min(28), away).to_f64(),
        Err(_) => {
            let unit = Decimal::from(10_i64.checked_pow(u32::try_from(-places).ok()?)?);
            exact.checked_div(unit)?.round_dp_with_strategy(0, away).checked_mul(unit)?.to_f64()
        }
    });
    Some(rounded.unwrap_or(number))
}

fn remainder(args: &[Cell<'_>]) -> Option<f64> {
    let (x, y) = (float_of(args.first())?, float_of(args.get(1))?);
    if y == 0.0 {
        return None;
    }
    match (decimal(x), decimal(y)) {
        (Some(a), Some(b)) if !b.is_zero() => a.checked_rem(b)?.to_f64(),
        _ => Some(x % y),
    }
}

fn json_extract(args: &[Cell<'_>]) -> Value {
    let (Some(document), Some(path)) = (text_of(args.first()), text_of(args.get(1))) else { return Value::Null };
    let found = serde_json::from_str::<&RawValue>(&document).ok().and_then(|whole| {
        let steps = path.split('\u{1}').filter(|_| !path.is_empty());
        steps.map(Some).try_fold(whole, |at, step| json_step(at, step?))
    });
    match found.map(RawValue::get) {
        None | Some("null") => Value::Null,
        Some(text) if text.starts_with('"') => serde_json::from_str(text).map_or(Value::Null, Value::Text),
        Some(text) => Value::from(text),
    }
}

fn json_step<'j>(at: &'j RawValue, step: &str) -> Option<&'j RawValue> {
    if let Ok(mut items) = serde_json::from_str::<Vec<&RawValue>>(at.get()) {
        let at = step.parse::<usize>().ok()?;
        return (at < items.len()).then(|| items.swap_remove(at));
    }
    let fields = serde_json::from_str::<HashMap<String, &RawValue>>(at.get()).ok()?;
    fields.get(step).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn call(name: &str, args: &[Cell<'_>]) -> Value {
        let found = SQLITE_FUNCTIONS.iter().find(|function| function.name == name);
        found.map_or(Value::Null, |function| (function.body)(args))
    }

    #[test]
    fn months_are_counted_whole() {
        let months = |a, b| call("ruche_months", &[Cell::Text(a), Cell::Text(b)]);
        assert_eq!(months("1990-06-15", "2000-06-15"), Value::Int(120));
        assert_eq!(months("1990-06-15", "2000-06-14"), Value::Int(119));
        assert_eq!(months("2000-06-15", "1990-06-16"), Value::Int(-119));
        assert_eq!(months("2000-06-15", "nonsense"), Value::Null);
    }

    #[test]
    fn the_last_day_of_a_month_moves_to_the_last_day() {
        let shift = |at, months| call("ruche_shift", &[Cell::Text(at), Cell::Int(months), Cell::Int(0)]);
        assert_eq!(shift("2024-01-31", 1), Value::from("2024-02-29 00:00:00"));
        assert_eq!(shift("9999-12-31", 1), Value::Null);
        assert_eq!(shift("0001-01-01", -1), Value::Null);
    }

    #[test]
    fn leap_days_have_their_anniversary_on_the_28th() {
        let next = |day, today| call("ruche_next_anniversary", &[Cell::Text(day), Cell::Text(today)]);
        assert_eq!(next("2000-02-29", "2023-02-01"), Value::from("2023-02-28"));
        assert_eq!(next("2000-02-29", "2023-03-01"), Value::from("2024-02-29"));
        assert_eq!(next("1990-06-15", "2024-06-15"), Value::from("2024-06-15"));
        let days = |day, today| call("ruche_days_to_anniversary", &[Cell::Text(day), Cell::Text(today)]);
        assert_eq!(days("2000-02-29", "2023-03-01"), Value::Int(365));
        assert_eq!(days("1990-06-15 00:00:00", "2024-06-15"), Value::Int(0));
        assert_eq!(days("1990-06-14", "2024-06-15"), Value::Int(364));
        assert_eq!(call("ruche_days_to_anniversary", &[Cell::Null, Cell::Text("2024-06-15")]), Value::Null);
    }

    #[test]
    fn halves_are_rounded_away_from_zero() {
        let round = |n, places| call("ruche_round", &[Cell::Float(n), Cell::Int(places)]);
        assert_eq!(round(2.675, 2), Value::Float(2.68));
        assert_eq!(round(-0.5, 0), Value::Float(-1.0));
        assert_eq!(round(1250.0, -2), Value::Float(1300.0));
    }

    #[test]
    fn json_paths_lead_to_unquoted_values() {
        let json = r#"{"a": {"b": ["x", 5, null, {"c": true}]}}"#;
        let at = |path: &str| call("ruche_json_extract", &[Cell::Text(json), Cell::Text(&path.replace('.', "\u{1}"))]);
        assert_eq!(at("a.b.0"), Value::from("x"));
        assert_eq!(at("a.b.1"), Value::from("5"));
        assert_eq!(at("a.b.2"), Value::Null);
        assert_eq!(at("a.b.3"), Value::from(r#"{"c": true}"#));
        assert_eq!(at("a.x"), Value::Null);
    }

    #[test]
    fn parts_are_counted_from_either_end() {
        let part = |n| call("ruche_part", &[Cell::Text("a\u{3}b\u{3}c"), Cell::Int(n)]);
        assert_eq!((part(1), part(3), part(-1)), (Value::from("a"), Value::from("c"), Value::from("c")));
        assert_eq!((part(0), part(4), part(-4)), (Value::Null, Value::Null, Value::Null));
    }
}
