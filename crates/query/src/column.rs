//! One column of the result: its key in the answer, and how a cell becomes JSON.

use std::collections::HashSet;
use std::sync::Arc;

use calendar::Clock;
use jiff::civil::{Date, DateTime};
use rust_decimal::Decimal;
use schema::{ListFormat, OptionList};
use serde::ser::{Error as _, Serialize, Serializer};
use serde_json::value::RawValue;

/// What a driver hands over, borrowed from its row.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Cell<'a> {
    Null,
    Int(i64),
    Float(f64),
    Decimal(Decimal),
    Text(&'a str),
    Date(Date),
    DateTime(DateTime),
}

/// How a cell becomes JSON. SQLite hands dates over as text, amounts as integers at `scale`; PostgreSQL as themselves.
#[derive(Clone, Debug)]
pub enum Decode {
    Int,
    Bool,
    Float,
    /// An exact amount; whole amounts print without decimals, as the protocol does. A text holds it with its point.
    Money {
        scale: u32,
    },
    Text,
    Date,
    /// `YYYY-MM-DD HH:MM:SS` as stored.
    DateTime,
    /// Stored in UTC, answered in the site's zone.
    Timestamp,
    /// Several values in one text, each decoded by `element`.
    List {
        format: ListFormat,
        element: Box<Decode>,
    },
    /// GROUP_CONCAT: elements between [`CONCAT_GAP`], each decoded by `element`; null elements are not there. A list,
    /// or one text when there is a separator. `distinct`: equal elements count once. `unique`: elements begin with
    /// the id of their record and [`CONCAT_ID_END`], and each record counts once.
    Concat {
        distinct: bool,
        unique: bool,
        separator: Option<String>,
        element: Box<Decode>,
    },
    /// The attribute of the option that the decoded value is; null for none. Lists leave out what is unmatched.
    Option {
        options: Arc<OptionList>,
        suffix: String,
        value: Box<Decode>,
    },
    /// Always null (an unknown suffix).
    Null,
}

/// Stands between the elements of a [`Decode::Concat`].
pub const CONCAT_GAP: char = '\u{3}';
/// Stands behind the id of an element of a [`Decode::Concat`].
pub const CONCAT_ID_END: char = '\u{2}';

/// A column of the answer.
#[derive(Clone, Debug)]
pub struct Column {
    pub key: String,
    /// The key as it stands in an answer: quoted, with its colon.
    member: String,
    pub decode: Decode,
    /// Read by the server (to sort or to decide what to leave out), not part of the answer.
    pub hidden: bool,
    pub prune: Option<Prune>,
}

/// Says that a column belongs only into rows whose column `by` reads `only`; where `by` is null it stays.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prune {
    pub by: usize,
    pub only: String,
}

impl Column {
    /// A column of every row.
    pub fn new(key: impl Into<String>, decode: Decode) -> Column {
        let key = key.into();
        let mut member = match is_plain(&key) {
            true => ["\"", &key, "\""].concat(),
            false => serde_json::Value::from(key.as_str()).to_string(),
        };
        member.push(':');
        Column { key, member, decode, hidden: false, prune: None }
    }

    /// Whether the column belongs into a row, given its cells.
    pub fn belongs<'r>(&self, cell: impl FnOnce(usize) -> Cell<'r>) -> bool {
        let fits = |prune: &Prune| match cell(prune.by) {
            Cell::Text(kind) => kind == prune.only,
            _ => true,
        };
        !self.hidden && self.prune.as_ref().is_none_or(fits)
    }

    /// Writes the key and its colon.
    pub fn write_key(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(self.member.as_bytes());
    }

    /// The cell as JSON.
    pub fn json(&self, cell: Cell<'_>, clock: &Clock) -> serde_json::Value {
        serde_json::to_value(Decoded { decode: &self.decode, cell, clock }).unwrap_or_default()
    }

    /// Writes the cell as JSON.
    pub fn write_json(&self, cell: Cell<'_>, clock: &Clock, out: &mut Vec<u8>) {
        match (&self.decode, cell) {
            (_, Cell::Null) => out.extend_from_slice(b"null"),
            (Decode::Bool, Cell::Int(n)) => out.extend_from_slice(if n == 0 { b"false" } else { b"true" }),
            (Decode::Text | Decode::DateTime, Cell::Text(text)) if is_plain(text) => {
                out.reserve(text.len() + 2);
                out.push(b'"');
                out.extend_from_slice(text.as_bytes());
                out.push(b'"');
            }
            _ => self.serialize(cell, clock, out),
        }
    }

    fn serialize(&self, cell: Cell<'_>, clock: &Clock, out: &mut Vec<u8>) {
        let start = out.len();
        if serde_json::to_writer(&mut *out, &Decoded { decode: &self.decode, cell, clock }).is_err() {
            out.truncate(start);
            out.extend_from_slice(b"null");
        }
    }
}

/// Whether a text stands in JSON as it is. Looks at every byte, without branches, so that many are compared at once.
fn is_plain(text: &str) -> bool {
    !text.bytes().fold(false, |special, byte| special | (byte < b' ') | (byte == b'"') | (byte == b'\\'))
}

/// A cell on its way to JSON.
#[derive(Clone, Copy)]
pub struct Decoded<'c> {
    pub decode: &'c Decode,
    pub cell: Cell<'c>,
    pub clock: &'c Clock,
}

impl Serialize for Decoded<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.cell == Cell::Null {
            return serializer.serialize_none();
        }
        match self.decode {
            Decode::Null => serializer.serialize_none(),
            Decode::Int => int(self.cell, serializer),
            Decode::Bool => match self.cell {
                Cell::Int(n) => serializer.serialize_bool(n != 0),
                Cell::Text(text) => serializer.serialize_bool(!matches!(text, "" | "0")),
                _ => serializer.serialize_none(),
            },
            Decode::Float => number(self.cell, 0, serializer),
            Decode::Money { scale } => number(self.cell, *scale, serializer),
            Decode::Text => text(self.cell, serializer),
            Decode::Date => match self.cell {
                Cell::Text(text) => serializer.serialize_str(text.get(..10).unwrap_or(text)),
                Cell::DateTime(at) => serializer.serialize_str(&calendar::date_text(at.date())),
                cell => text(cell, serializer),
            },
            Decode::DateTime => text(self.cell, serializer),
            Decode::Timestamp => self.timestamp(serializer),
            Decode::List { format, element } => self.list(*format, element, serializer),
            Decode::Concat { distinct, unique, separator, element } => {
                self.concat((*distinct, *unique), separator.as_deref(), element, serializer)
            }
            Decode::Option { options, suffix, value } => self.option(options, suffix, value, serializer),
        }
    }
}

impl<'c> Decoded<'c> {
    fn with(self, decode: &'c Decode, cell: Cell<'c>) -> Decoded<'c> {
        Decoded { decode, cell, clock: self.clock }
    }

    fn timestamp<S: Serializer>(self, serializer: S) -> Result<S::Ok, S::Error> {
        let utc = match self.cell {
            Cell::DateTime(at) => Some(at),
            Cell::Text(text) => text.parse().ok(),
            _ => None,
        };
        match utc {
            Some(utc) => serializer.serialize_str(&calendar::datetime_text(self.clock.from_utc(utc))),
            None => text(self.cell, serializer),
        }
    }

    fn list<S: Serializer>(self, format: ListFormat, element: &Decode, serializer: S) -> Result<S::Ok, S::Error> {
        let Cell::Text(text) = self.cell else { return serializer.serialize_none() };
        if matches!(format, ListFormat::Json | ListFormat::Php) {
            return document(text, serializer);
        }
        let elements = format.split(text);
        serializer.collect_seq(elements.iter().map(|part| self.with(element, Cell::Text(part))))
    }

    fn concat<S: Serializer>(
        self,
        (distinct, unique): (bool, bool),
        separator: Option<&str>,
        element: &Decode,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        let Cell::Text(text) = self.cell else { return serializer.serialize_none() };
        let mut seen = HashSet::new();
        let mut parts = Vec::new();
        for part in text.split(CONCAT_GAP) {
            let (id, part) = match part.split_once(CONCAT_ID_END) {
                Some((id, part)) if unique => (id, part),
                _ => ("", part),
            };
            let new = match (unique, distinct) {
                (true, _) => seen.insert(id.to_owned()),
                (false, true) => seen.insert(schema::fold::fold(part).into_owned()),
                (false, false) => true,
            };
            if new {
                parts.push(part);
            }
        }
        match separator {
            Some(separator) => serializer.serialize_str(&parts.join(separator)),
            None => serializer.collect_seq(parts.iter().map(|part| self.with(element, Cell::Text(part)))),
        }
    }

    fn option<S: Serializer>(
        self,
        options: &OptionList,
        suffix: &str,
        value: &Decode,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        let of = |key: &str| options.by_key(key).and_then(|item| item.attribute(suffix));
        // Choices of sums are written as people write them: 2.50 and 2.5 are the same.
        let of_number = |n: Decimal| {
            let same = |id: &schema::Value| id.as_text().and_then(|text| text.parse::<Decimal>().ok()) == Some(n);
            let item = options.by_key(&n.normalize().to_string());
            item.or_else(|| options.items.iter().find(|item| same(&item.id))).and_then(|item| item.attribute(suffix))
        };
        match (value, self.cell) {
            (Decode::List { format, .. }, Cell::Text(text)) => {
                let elements = format.split(text);
                let number = |part: &str| part.parse().ok().and_then(of_number);
                serializer.collect_seq(elements.iter().filter_map(|part| of(part).or_else(|| number(part))))
            }
            (_, Cell::Text(text)) => of(text).serialize(serializer),
            (Decode::Money { scale }, Cell::Int(n)) => {
                of_number(Decimal::try_from_i128_with_scale(n.into(), *scale).unwrap_or_default()).serialize(serializer)
            }
            (_, Cell::Int(n)) => of(&n.to_string()).serialize(serializer),
            (_, Cell::Decimal(n)) => of_number(n).serialize(serializer),
            (_, Cell::Float(n)) => of(&n.to_string()).serialize(serializer),
            _ => serializer.serialize_none(),
        }
    }
}

fn int<S: Serializer>(cell: Cell<'_>, serializer: S) -> Result<S::Ok, S::Error> {
    match cell {
        Cell::Int(n) => serializer.serialize_i64(n),
        Cell::Text(text) => match text.parse() {
            Ok(n) => serializer.serialize_i64(n),
            Err(_) => serializer.serialize_none(),
        },
        cell => number(cell, 0, serializer),
    }
}

/// A number of any kind; whole ones print without a point. `scale` is that of integers.
fn number<S: Serializer>(cell: Cell<'_>, scale: u32, serializer: S) -> Result<S::Ok, S::Error> {
    match cell {
        Cell::Int(n) if scale == 0 => serializer.serialize_i64(n),
        Cell::Int(n) => decimal(Decimal::try_from_i128_with_scale(n.into(), scale).unwrap_or_default(), serializer),
        Cell::Decimal(n) => decimal(n, serializer),
        Cell::Float(n) => float(n / 10_f64.powi(i32::try_from(scale).unwrap_or(0)), serializer),
        Cell::Text(text) => match text.parse::<Decimal>() {
            Ok(n) => decimal(n, serializer),
            Err(_) => float(text.parse().unwrap_or(f64::NAN), serializer),
        },
        _ => serializer.serialize_none(),
    }
}

fn float<S: Serializer>(n: f64, serializer: S) -> Result<S::Ok, S::Error> {
    match n {
        n if !n.is_finite() => serializer.serialize_none(),
        // Whole floats up to here are exact as integers.
        n if n.fract() == 0.0 && n.abs() < 9.0e15 => serializer.serialize_i64(n as i64),
        n => serializer.serialize_f64(n),
    }
}

/// Exactly, digit by digit, where a float could not hold it.
fn decimal<S: Serializer>(n: Decimal, serializer: S) -> Result<S::Ok, S::Error> {
    let n = n.normalize();
    match (i64::try_from(n.mantissa()), n.scale()) {
        (Ok(whole), 0) => serializer.serialize_i64(whole),
        (Ok(digits), _) if digits.abs() < 1_000_000_000_000_000 => {
            serializer.serialize_f64(n.to_string().parse().unwrap_or(f64::NAN))
        }
        _ => document(&n.to_string(), serializer),
    }
}

fn document<S: Serializer>(json: &str, serializer: S) -> Result<S::Ok, S::Error> {
    match RawValue::from_string(json.to_owned()) {
        Ok(raw) => raw.serialize(serializer).map_err(S::Error::custom),
        Err(_) => serializer.serialize_none(),
    }
}

fn text<S: Serializer>(cell: Cell<'_>, serializer: S) -> Result<S::Ok, S::Error> {
    match cell {
        Cell::Null => serializer.serialize_none(),
        Cell::Text(text) => serializer.serialize_str(text),
        Cell::Int(n) => serializer.collect_str(&n),
        Cell::Float(n) => serializer.collect_str(&n),
        Cell::Decimal(n) => serializer.collect_str(&n),
        Cell::Date(date) => serializer.serialize_str(&calendar::date_text(date)),
        Cell::DateTime(at) => serializer.serialize_str(&calendar::datetime_text(at)),
    }
}
