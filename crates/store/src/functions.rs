//! The SQL functions that SQLite lacks, registered on every connection.

use rusqlite::Connection;
use rusqlite::functions::FunctionFlags;

use crate::error::{Error, Result};

/// Registers them all. They are pure, so that indexes may be made of them.
pub(crate) fn register(connection: &Connection) -> Result<()> {
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC | FunctionFlags::SQLITE_INNOCUOUS;
    connection
        .create_scalar_function("ruche_fold", 1, flags, |context| {
            Ok(context.get_raw(0).as_str_or_null()?.map(|text| schema::fold::fold(text).into_owned()))
        })
        .map_err(Error::internal)
}
