//! Small words for statements of this component: their text is made of metadata and numbers, what people wrote is bound.

use query::{Cell, Dialect};
use schema::Value;
use store::{Result, Tx, statement};

/// The placeholder of the bind with this number.
pub fn mark(tx: &Tx<'_>, number: usize) -> String {
    let sign = if tx.dialect() == Dialect::Sqlite { '?' } else { '$' };
    format!("{sign}{number}")
}

/// So many placeholders with commas between, from this number on.
pub fn marks(tx: &Tx<'_>, from: usize, count: usize) -> String {
    (from..from + count).map(|number| mark(tx, number)).collect::<Vec<_>>().join(", ")
}

/// The whole numbers in the first column.
///
/// # Errors
/// The database's own failure.
pub fn ids(tx: &Tx<'_>, text: &str, binds: Vec<Value>) -> Result<Vec<i64>> {
    let mut found = Vec::new();
    tx.rows(&statement(text, binds), |row| {
        if let Cell::Int(id) = row.cell(0) {
            found.push(id);
        }
        Ok(())
    })?;
    Ok(found)
}

/// The first cell as a whole number; 0 where there is none.
///
/// # Errors
/// The database's own failure.
pub fn number(tx: &Tx<'_>, text: &str, binds: Vec<Value>) -> Result<i64> {
    Ok(tx.one(&statement(text, binds))?.and_then(|value| value.as_int()).unwrap_or(0))
}
