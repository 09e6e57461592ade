//! By hand on SQLite.

use std::path::Path;

use rusqlite::functions::FunctionFlags;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, params};
use schema::Entity;

use super::body::{Cell, Shape, body, comma, count_body, readable};
use super::{Ask, Hand, INSERTED, NewContact, group_shape, numbers, page_shape};

const PAGE: &str = r#"
SELECT c.id, c.display_name, c.sort_name, c.contact_type, e.email, p.phone
  FROM civicrm_contact c
  LEFT JOIN civicrm_email e ON e.contact_id = c.id AND e.is_primary = 1
  LEFT JOIN civicrm_phone p ON p.contact_id = c.id AND p.is_primary = 1
 WHERE c.is_deleted = 0 AND ruche_fold(c.sort_name) >= ?1 AND ruche_fold(c.sort_name) < ?2
 ORDER BY ruche_fold(c.sort_name), c.id LIMIT 25"#;
const COUNT: &str =
    "SELECT count(*) FROM civicrm_contact WHERE is_deleted = 0 AND ruche_fold(contact_type) = 'individual'";
const GROUPS: &str = "
SELECT min(contact_type), count(*) FROM civicrm_contact WHERE is_deleted = 0
 GROUP BY ruche_fold(contact_type) ORDER BY ruche_fold(contact_type)";
const TRANSACTION: &str =
    "INSERT INTO ruche_transaction (at, actor, contact_id, source) VALUES (?1, 'bench', 2, 'bench') RETURNING id";
const CHANGE: &str = "
INSERT INTO ruche_change (transaction_id, entity, record_id, action, owner_entity, owner_id, after)
VALUES (?1, 'Contact', ?2, 'create', 'Contact', ?2, ?3)";

/// A connection set up as the store's are.
pub struct Sqlite {
    connection: Connection,
    row: String,
    insert: String,
    all: Shape,
    /// Where in a row its type stands.
    type_at: usize,
    page: Shape,
    group: Shape,
}

impl Sqlite {
    /// Opens the file.
    pub fn open(path: &Path, contact: &Entity) -> Result<Sqlite, String> {
        let connection = connect(path).map_err(|e| format!("{}: {e}", path.display()))?;
        let columns: Vec<String> = readable(contact).map(|field| format!("\"{}\"", field.column())).collect();
        let marks: Vec<String> = (1..=INSERTED.len()).map(|n| format!("?{n}")).collect();
        let last = INSERTED.len();
        Ok(Sqlite {
            connection,
            row: format!("SELECT {} FROM civicrm_contact WHERE id = ?1", columns.join(", ")),
            insert: format!(
                "INSERT INTO civicrm_contact ({}, modified_date) VALUES ({}, ?{last})",
                INSERTED.join(", "),
                marks.join(", ")
            ),
            all: Shape::of(contact),
            type_at: columns.iter().position(|column| column == "\"contact_type\"").unwrap_or(0),
            page: page_shape(),
            group: group_shape(),
        })
    }

    fn row(&self, id: i64, out: &mut Vec<u8>) -> rusqlite::Result<i64> {
        let mut statement = self.connection.prepare_cached(&self.row)?;
        let mut rows = statement.query([id])?;
        let Some(row) = rows.next()? else { return Ok(0) };
        let only = row.get_ref(self.type_at)?.as_str()?;
        self.all.write(out, only, |at| cell(row, at));
        Ok(1)
    }

    fn page(&self, prefix: &str, out: &mut Vec<u8>) -> rusqlite::Result<i64> {
        let from = schema::fold::fold(prefix);
        // The first text behind all that begin so: no character stands behind the last one.
        let to = format!("{from}\u{10FFFF}");
        let mut statement = self.connection.prepare_cached(PAGE)?;
        let mut rows = statement.query(params![from, to])?;
        let mut count = 0;
        while let Some(row) = rows.next()? {
            comma(out, count);
            self.page.write(out, "", |at| cell(row, at));
            count += 1;
        }
        Ok(count)
    }

    fn groups(&self, out: &mut Vec<u8>) -> rusqlite::Result<i64> {
        let mut statement = self.connection.prepare_cached(GROUPS)?;
        let mut rows = statement.query([])?;
        let mut count = 0;
        while let Some(row) = rows.next()? {
            comma(out, count);
            self.group.write(out, "", |at| cell(row, at));
            count += 1;
        }
        Ok(count)
    }

    fn write(&self, ask: &Ask, out: &mut Vec<u8>) -> rusqlite::Result<()> {
        self.connection.prepare_cached("BEGIN IMMEDIATE")?.execute([])?;
        let at = NewContact::of(0).at;
        let transaction: i64 = self.connection.prepare_cached(TRANSACTION)?.query_row([at], |row| row.get(0))?;
        for number in numbers(ask) {
            let id = self.insert(&NewContact::of(number), transaction)?;
            out.extend_from_slice(format!("{{\"id\":{id}}}").as_bytes());
        }
        self.connection.prepare_cached("COMMIT")?.execute([]).map(|_| ())
    }

    fn insert(&self, new: &NewContact, transaction: i64) -> rusqlite::Result<i64> {
        self.connection.prepare_cached(&self.insert)?.execute(params![
            "Individual",
            new.first_name,
            new.last_name,
            new.display_name,
            new.sort_name,
            new.hash,
            "Both",
            1,
            new.greeting,
            1,
            new.greeting,
            1,
            new.display_name,
            new.at,
        ])?;
        let id = self.connection.last_insert_rowid();
        self.connection.prepare_cached(CHANGE)?.execute(params![transaction, id, new.history(id)])?;
        Ok(id)
    }
}

impl Hand for Sqlite {
    fn answer(&mut self, ask: &Ask, out: &mut Vec<u8>) -> Result<(), String> {
        match ask {
            Ask::Row(id) => body(out, |out| self.row(*id, out).map_err(told)),
            Ask::Page(prefix) => body(out, |out| self.page(prefix, out).map_err(told)),
            Ask::Groups => body(out, |out| self.groups(out).map_err(told)),
            Ask::Count => {
                let counted = self.connection.prepare_cached(COUNT).and_then(|mut s| s.query_row([], |row| row.get(0)));
                count_body(out, counted.map_err(told)?);
                Ok(())
            }
            Ask::Create(_) | Ask::Save(_) => self.write(ask, out).map_err(told),
        }
    }
}

fn told(error: rusqlite::Error) -> String {
    format!("by hand: {error}")
}

/// The same settings as the store's connections have.
fn connect(path: &Path) -> rusqlite::Result<Connection> {
    let connection = Connection::open(path)?;
    connection.busy_timeout(std::time::Duration::from_secs(20))?;
    connection.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;
         PRAGMA cache_size = -8000; PRAGMA mmap_size = 268435456;",
    )?;
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC | FunctionFlags::SQLITE_INNOCUOUS;
    connection.create_scalar_function("ruche_fold", 1, flags, |context| {
        let text = context.get_raw(0).as_str_or_null()?;
        Ok(text.map(|text| schema::fold::fold(text).into_owned()))
    })?;
    Ok(connection)
}

fn cell<'r>(row: &'r rusqlite::Row<'_>, at: usize) -> Cell<'r> {
    match row.get_ref(at) {
        Ok(ValueRef::Integer(n)) => Cell::Int(n),
        Ok(ValueRef::Real(n)) => Cell::Float(n),
        Ok(ValueRef::Text(text)) => std::str::from_utf8(text).map_or(Cell::Null, Cell::Text),
        _ => Cell::Null,
    }
}
