//! How values are spread over the tables, as the database's planner is told.

use query::Dialect;
use schema::{Catalog, Entity};

use crate::connection::{Connection, owned};
use crate::ddl;
use crate::error::Result;
use crate::site::Site;
use crate::tx::{Tx, statement};

/// A column with fewer different values than this has few.
const FEW: usize = 40;

/// Until the end of the transaction: a hundred is usual.
const ROUGHLY: &str = "SET LOCAL default_statistics_target = 25";

impl Site {
    /// Lets the database look at how its values are spread, so that it chooses the right indexes. Quick: it samples.
    ///
    /// # Errors
    /// The database's own failure.
    pub fn tune(&self) -> Result<()> {
        self.raw(|connection| look(connection, &self.catalog()))?;
        self.tell_readers();
        Ok(())
    }
}

impl Tx<'_> {
    /// As [`Site::tune`], within a transaction; those who read already learn of it when they are opened again.
    ///
    /// # Errors
    /// Refuses in a reading transaction; otherwise the database's own failure.
    pub fn tune(&self) -> Result<()> {
        self.change_tables(&[])?;
        look(&mut self.connection.borrow_mut(), &self.catalog)?;
        self.site.tell_readers();
        Ok(())
    }

    /// As [`Tx::tune`] for those who wait: PostgreSQL looks at a quarter of what it would look at otherwise.
    ///
    /// # Errors
    /// As [`Tx::tune`].
    pub fn tune_roughly(&self) -> Result<()> {
        if self.dialect() == Dialect::Postgres {
            self.connection.borrow_mut().batch(ROUGHLY)?;
        }
        self.tune()
    }

    /// Lets PostgreSQL look at one table that has grown within this transaction: what it does not know of it yet, it
    /// takes for little. SQLite goes by what it knows of its indexes.
    ///
    /// # Errors
    /// The database's own failure.
    pub fn tune_grown(&self, entity: &Entity) -> Result<()> {
        if self.dialect() == Dialect::Sqlite {
            return Ok(());
        }
        self.connection.borrow_mut().batch(&format!(r#"{ROUGHLY}; ANALYZE "{}""#, entity.table))
    }
}

fn look(connection: &mut Connection<'_>, catalog: &Catalog) -> Result<()> {
    connection.batch("ANALYZE")?;
    if connection.dialect() == Dialect::Postgres {
        return Ok(());
    }
    // A sample of an index whose first column has two values takes each of them for rare, whatever the table's size;
    // SQLite would then sort half the table rather than walk along another index.
    for (table, index, parts) in catalog.entities().flat_map(|entity| ddl::index_parts(entity)) {
        correct(connection, &table, &index, &parts)?;
    }
    connection.batch("ANALYZE sqlite_schema")
}

/// Puts right how many rows have the same beginning of an index, where there are few different ones.
fn correct(connection: &mut Connection<'_>, table: &str, index: &str, parts: &[String]) -> Result<()> {
    let ask = r#"SELECT "stat" FROM "sqlite_stat1" WHERE "tbl" = ?1 AND "idx" = ?2"#;
    let mut known = None;
    connection.query(&statement(ask, vec![table.into(), index.into()]), &mut |row| {
        known = owned(row.cell(0)).as_text().map(str::to_owned);
        Ok(())
    })?;
    let Some(known) = known else { return Ok(()) };
    let mut words: Vec<String> = known.split(' ').map(str::to_owned).collect();
    let number = |word: Option<&String>| word.and_then(|word| word.parse::<usize>().ok());
    let Some(rows) = number(words.first()) else { return Ok(()) };
    for length in 1..=parts.len() {
        let Some(different) = different(connection, table, &parts[..length])? else { break };
        let alike = rows / different.max(1);
        if let (Some(sampled), Some(word)) = (number(words.get(length)), words.get_mut(length)) {
            *word = sampled.max(alike).max(1).to_string();
        }
    }
    let changed = words.join(" ");
    if changed == known {
        return Ok(());
    }
    let set = r#"UPDATE "sqlite_stat1" SET "stat" = ?1 WHERE "tbl" = ?2 AND "idx" = ?3"#;
    connection.execute(&statement(set, vec![changed.into(), table.into(), index.into()])).map(|_| ())
}

/// How many different beginnings there are; None where they are many, or some are empty. Each is found by one step into
/// the index.
fn different(connection: &mut Connection<'_>, table: &str, parts: &[String]) -> Result<Option<usize>> {
    let columns = parts.join(", ");
    let marks: Vec<String> = (1..=parts.len()).map(|n| format!("?{n}")).collect();
    let first = format!(r#"SELECT {columns} FROM "{table}" ORDER BY {columns} LIMIT 1"#);
    let next = format!(
        r#"SELECT {columns} FROM "{table}" WHERE ({columns}) > ({}) ORDER BY {columns} LIMIT 1"#,
        marks.join(", ")
    );
    let mut ask = statement(first, Vec::new());
    for count in 0..FEW {
        let mut found = Vec::new();
        connection.query(&ask, &mut |row| {
            found = (0..parts.len()).map(|at| owned(row.cell(at))).collect();
            Ok(())
        })?;
        if found.is_empty() {
            return Ok(Some(count));
        }
        if found.iter().any(schema::Value::is_null) {
            return Ok(None);
        }
        ask = statement(next.as_str(), found);
    }
    Ok(None)
}
