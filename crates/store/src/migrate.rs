//! Migrations: numbered, forward only, each one a transaction. Their sum equals the declarations.

use query::Dialect;

use crate::connection::Connection;
use crate::error::{Error, Result};
use crate::site::Site;
use crate::tx::statement;

/// One step of the tables' history, written for each database.
#[derive(Debug)]
pub struct Migration {
    /// 1, 2, 3 … without gaps.
    pub number: i64,
    pub name: &'static str,
    pub sqlite: &'static str,
    pub postgres: &'static str,
}

impl Site {
    /// The number of the last migration that was run; 0 for an empty database.
    ///
    /// # Errors
    /// The database's own failure.
    pub fn schema_version(&self) -> Result<i64> {
        self.raw(version)
    }

    /// Runs the migrations that are missing; tells their numbers. Functions of the database are brought up to date.
    ///
    /// # Errors
    /// Refuses a database that a newer program has migrated; otherwise the database's own failure.
    pub fn migrate(&self) -> Result<Vec<i64>> {
        let all = self.model().migrations;
        let newest = all.last().map_or(0, |migration| migration.number);
        self.raw(install_functions)?;
        let mut done = Vec::new();
        loop {
            let ran = self.raw(|connection| {
                let current = version(connection)?;
                if current > newest {
                    return Err(Error::Conflict(format!(
                        "This database is of a newer version of Ruche (schema {current}, this program knows {newest})."
                    )));
                }
                match all.iter().find(|migration| migration.number == current + 1) {
                    Some(migration) => run(connection, migration).map(Some),
                    None => Ok(None),
                }
            })?;
            match ran {
                Some(number) => done.push(number),
                None => break,
            }
        }
        self.forget();
        self.load_declarations()?;
        // An index that nothing is known about is taken for a good one.
        if !done.is_empty() {
            self.tune()?;
        }
        Ok(done)
    }
}

/// What the SQL of queries expects to find in the database.
fn install_functions(connection: &mut Connection<'_>) -> Result<()> {
    if connection.dialect() == Dialect::Postgres {
        // Two processes may start at once; the second waits here.
        connection.batch("SELECT pg_advisory_xact_lock(7210983)")?;
        connection.batch(&schema::fold::postgres_function())?;
        connection.batch(&query::postgres_functions())?;
    }
    Ok(())
}

fn version(connection: &mut Connection<'_>) -> Result<i64> {
    connection.batch(
        "CREATE TABLE IF NOT EXISTS ruche_migration (number bigint PRIMARY KEY, name text NOT NULL, run_at text NOT NULL)",
    )?;
    let mut newest = 0;
    connection.query(&statement("SELECT max(number) FROM ruche_migration", Vec::new()), &mut |row| {
        if let query::Cell::Int(number) = row.cell(0) {
            newest = number;
        }
        Ok(())
    })?;
    Ok(newest)
}

fn run(connection: &mut Connection<'_>, migration: &Migration) -> Result<i64> {
    let (text, marks) = match connection.dialect() {
        Dialect::Sqlite => (migration.sqlite, "?1, ?2, ?3"),
        Dialect::Postgres => (migration.postgres, "$1, $2, $3"),
    };
    tracing::info!(number = migration.number, name = migration.name, "migration");
    connection.batch(text)?;
    let note = format!("INSERT INTO ruche_migration (number, name, run_at) VALUES ({marks})");
    let binds = vec![migration.number.into(), migration.name.into(), jiff::Timestamp::now().to_string().into()];
    connection.execute(&statement(note, binds))?;
    Ok(migration.number)
}
