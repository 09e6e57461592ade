//! One database connection, whichever engine is behind it.

use query::{Cell, Dialect, Statement};
use schema::Value;

use crate::apart::{Remote, Rows};
use crate::error::{Error, Result};
use crate::{postgres, sqlite};

/// A row under the cursor.
pub trait Cells {
    /// The cell in this column; null beyond the last.
    fn cell(&self, at: usize) -> Cell<'_>;
    /// How many there are.
    fn width(&self) -> usize;
}

/// A connection within a transaction.
pub(crate) enum Connection<'c> {
    Sqlite(&'c rusqlite::Connection),
    Postgres(&'c mut postgres::Session),
    /// Held by another thread.
    Remote(Remote),
}

impl Connection<'_> {
    pub(crate) fn dialect(&self) -> Dialect {
        match self {
            Connection::Sqlite(_) => Dialect::Sqlite,
            Connection::Postgres(_) => Dialect::Postgres,
            Connection::Remote(remote) => remote.dialect(),
        }
    }

    /// Tells the database's functions which zone the transaction is in.
    pub(crate) fn set_zone(&mut self, zone: &str) -> Result<()> {
        match self {
            Connection::Sqlite(_) => {
                crate::functions::set_zone(zone);
                Ok(())
            }
            Connection::Postgres(session) => session.set_zone(zone),
            Connection::Remote(remote) => remote.set_zone(zone),
        }
    }

    /// What ends the statement that runs, from another thread.
    pub(crate) fn stopper(&self) -> crate::patience::Stopper {
        match self {
            Connection::Sqlite(connection) => {
                let handle = connection.get_interrupt_handle();
                Box::new(move || handle.interrupt())
            }
            Connection::Postgres(session) => session.stopper(),
            Connection::Remote(remote) => remote.stopper(),
        }
    }

    /// Runs a question and hands over each row.
    pub(crate) fn query(
        &mut self,
        statement: &Statement,
        each: &mut dyn FnMut(&dyn Cells) -> Result<()>,
    ) -> Result<()> {
        match self {
            Connection::Sqlite(connection) => sqlite::query(connection, statement, each),
            Connection::Postgres(session) => session.query(statement, each),
            Connection::Remote(remote) => remote.query(statement, each),
        }
    }

    /// Runs a change; tells how many rows it touched.
    pub(crate) fn execute(&mut self, statement: &Statement) -> Result<u64> {
        match self {
            Connection::Sqlite(connection) => sqlite::execute(connection, statement),
            Connection::Postgres(session) => session.execute(statement),
            Connection::Remote(remote) => remote.execute(statement),
        }
    }

    /// Runs a change. Another thread may do it later.
    pub(crate) fn send(&mut self, statement: Statement) -> Result<()> {
        match self {
            Connection::Remote(remote) => remote.send(statement),
            own => own.execute(&statement).map(|_| ()),
        }
    }

    /// Writes one row; gives its id. SQLite tells it by itself: `RETURNING` would make it keep a journal for the
    /// statement, a copy of every page that the row touches.
    pub(crate) fn insert(&mut self, mut statement: Statement) -> Result<Option<i64>> {
        match self {
            Connection::Sqlite(connection) => {
                sqlite::execute(connection, &statement)?;
                Ok(Some(connection.last_insert_rowid()))
            }
            Connection::Postgres(session) => {
                let mut id = None;
                statement.text.push_str(r#" RETURNING "id""#);
                session.query(&statement, &mut |row| {
                    id = owned(row.cell(0)).as_int();
                    Ok(())
                })?;
                Ok(id)
            }
            Connection::Remote(remote) => remote.insert(statement),
        }
    }

    /// Runs a change once for each row of binds.
    pub(crate) fn each(&mut self, text: &str, rows: &[Vec<Value>]) -> Result<()> {
        if let Connection::Sqlite(connection) = self {
            return sqlite::each(connection, text, rows);
        }
        let mut statement = Statement { text: text.to_owned(), binds: Vec::new() };
        rows.iter().try_for_each(|row| {
            statement.binds.clone_from(row);
            self.execute(&statement).map(|_| ())
        })
    }

    /// Writes new rows of PostgreSQL in one stream; `into` names table and columns.
    pub(crate) fn copy(&mut self, into: &str, rows: &[Vec<Value>]) -> Result<()> {
        match self {
            Connection::Postgres(session) => session.copy(into, rows),
            _ => Err(Error::internal("only PostgreSQL takes rows in a stream")),
        }
    }

    /// Writes many rows with the same statement. Another thread may do it later.
    pub(crate) fn rows(&mut self, rows: Rows) -> Result<()> {
        match self {
            Connection::Remote(remote) => remote.rows(rows),
            own => rows.write(own),
        }
    }

    /// Waits for what another thread was to write; gives what went wrong with it.
    pub(crate) fn settle(&mut self) -> Result<()> {
        match self {
            Connection::Remote(remote) => remote.settle(),
            _ => Ok(()),
        }
    }

    /// Runs several statements without values.
    pub(crate) fn batch(&mut self, sql: &str) -> Result<()> {
        match self {
            Connection::Sqlite(connection) => sqlite::batch(connection, sql),
            Connection::Postgres(session) => session.batch(sql),
            Connection::Remote(remote) => remote.batch(sql),
        }
    }
}

/// A cell as a value, by the shape it comes in alone.
pub fn owned(cell: Cell<'_>) -> Value {
    match cell {
        Cell::Null => Value::Null,
        Cell::Int(n) => Value::Int(n),
        Cell::Float(n) => Value::Float(n),
        Cell::Decimal(n) => Value::Decimal(n),
        Cell::Text(text) => Value::Text(text.to_owned()),
        Cell::Date(date) => Value::Date(date),
        Cell::DateTime(at) => Value::DateTime(at),
    }
}
