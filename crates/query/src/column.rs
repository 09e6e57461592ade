//! One column of the result: its key in the answer, and how a cell becomes JSON.

use std::sync::Arc;

use jiff::civil::{Date, DateTime};
use rust_decimal::Decimal;
use schema::{ListFormat, OptionList};

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
    /// An exact amount; whole amounts print without decimals, as the protocol does.
    Money { scale: u32 },
    Text,
    Date,
    /// `YYYY-MM-DD HH:MM:SS` as stored.
    DateTime,
    /// Stored in UTC, answered in the site's zone.
    Timestamp,
    /// Several values in one text, each decoded by `element`.
    List { format: ListFormat, element: Box<Decode> },
    /// GROUP_CONCAT: elements between `separator`, each decoded by `element`; null elements are not there.
    Concat { separator: char, element: Box<Decode> },
    /// The attribute of the option that the decoded value is; null for none. Lists leave out what is unmatched.
    Option { options: Arc<OptionList>, suffix: String, value: Box<Decode> },
    /// Always null (an unknown suffix).
    Null,
}

/// A column of the answer.
#[derive(Clone, Debug)]
pub struct Column {
    pub key: String,
    pub decode: Decode,
    /// Read by the server (to sort or to decide what to leave out), not part of the answer.
    pub hidden: bool,
}
