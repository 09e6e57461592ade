//! The SQL functions that SQLite lacks, registered on every connection. Their bodies are the planner's.

use std::cell::RefCell;

use calendar::Clock;
use query::{Cell, SQLITE_FUNCTIONS};
use rusqlite::Connection;
use rusqlite::functions::{Context, FunctionFlags};
use rusqlite::types::{Value as Owned, ValueRef};
use schema::Value;

use crate::error::{Error, Result};

thread_local! {
    /// The zone of the transaction at work on this thread, for the one function that depends on it. Domains of one site
    /// may lie in different zones, and each transaction begins by saying which is its own.
    static ZONE: RefCell<Clock> = RefCell::new(Clock::at(jiff::Timestamp::now(), jiff::tz::TimeZone::UTC, 0, (1, 1)));
}

/// Tells the functions which zone the transaction on this thread is in.
pub(crate) fn set_zone(name: &str) {
    ZONE.with_borrow_mut(|clock| {
        if clock.zone.iana_name().unwrap_or("UTC") != name {
            clock.zone = jiff::tz::TimeZone::get(name).unwrap_or(jiff::tz::TimeZone::UTC);
        }
    });
}

/// Registers them all. All but `ruche_local` are pure, so that indexes may be made of them.
pub(crate) fn register(connection: &Connection) -> Result<()> {
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_INNOCUOUS;
    let pure = flags | FunctionFlags::SQLITE_DETERMINISTIC;
    // The hottest of all has a body of its own that copies nothing it need not.
    connection
        .create_scalar_function("ruche_fold", 1, pure, |context| {
            Ok(context.get_raw(0).as_str_or_null()?.map(|text| schema::fold::fold(text).into_owned()))
        })
        .map_err(Error::internal)?;
    for function in SQLITE_FUNCTIONS.iter().filter(|function| function.name != "ruche_fold") {
        let body = function.body;
        connection
            .create_scalar_function(function.name, function.arity, pure, move |context| {
                Ok(owned(body(&cells(context))))
            })
            .map_err(Error::internal)?;
    }
    connection
        .create_scalar_function("ruche_local", 1, flags, move |context| {
            let cell = cells(context).into_iter().next().unwrap_or(Cell::Null);
            Ok(owned(ZONE.with_borrow(|clock| query::runtime::local(clock, cell))))
        })
        .map_err(Error::internal)
}

fn cells<'c>(context: &'c Context<'_>) -> Vec<Cell<'c>> {
    let cell = |at| match context.get_raw(at) {
        ValueRef::Integer(n) => Cell::Int(n),
        ValueRef::Real(n) => Cell::Float(n),
        ValueRef::Text(text) => std::str::from_utf8(text).map_or(Cell::Null, Cell::Text),
        ValueRef::Null | ValueRef::Blob(_) => Cell::Null,
    };
    (0..context.len()).map(cell).collect()
}

fn owned(value: Value) -> Owned {
    match value {
        Value::Bool(b) => Owned::Integer(i64::from(b)),
        Value::Int(n) => Owned::Integer(n),
        Value::Float(n) => Owned::Real(n),
        Value::Text(text) => Owned::Text(text),
        Value::Decimal(n) => Owned::Text(n.to_string()),
        Value::Date(date) => Owned::Text(calendar::date_text(date)),
        Value::DateTime(at) => Owned::Text(calendar::datetime_text(at)),
        Value::Null | Value::List(_) => Owned::Null,
    }
}
