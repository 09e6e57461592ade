//! Many rows into the database with few statements, as they are: no rules, no history.

use query::Dialect;
use schema::{Default, Entity, Field, FieldType, Row, Value};

use crate::apart::{Rows, Way};
use crate::coerce;
use crate::ddl;
use crate::error::Result;
use crate::tx::{Tx, statement};

/// Fewer new rows than this go to PostgreSQL in one statement, more in a stream.
const FEW: usize = 50;

impl Tx<'_> {
    /// Numbers for rows that are about to be written, in order.
    pub(crate) fn next_ids(&self, table: &str, count: usize) -> Result<Vec<i64>> {
        let mut ids = Vec::with_capacity(count);
        if self.dialect() == Dialect::Postgres {
            // The sequence is looked up once, not for each number.
            let text = format!(
                r#"SELECT nextval((SELECT pg_get_serial_sequence('"{table}"', 'id')::regclass)) FROM generate_series(1, $1::bigint)"#
            );
            self.rows(&statement(text, vec![Value::Int(i64::try_from(count).unwrap_or(0))]), |row| {
                ids.extend(crate::owned(row.cell(0)).as_int());
                Ok(())
            })?;
            return Ok(ids);
        }
        let last = match self.given.borrow().get(table).copied() {
            Some(last) => last,
            None => self.last_id(table)?,
        };
        ids.extend((1..).map(|n| last + n).take(count));
        self.given.borrow_mut().insert(table.to_owned(), ids.last().copied().unwrap_or(last));
        Ok(ids)
    }

    /// The greatest number in a table of SQLite so far. One writer at a time: nobody else takes those behind it. A number
    /// is never given twice, as AUTOINCREMENT has it.
    fn last_id(&self, table: &str) -> Result<i64> {
        let seen = r#"SELECT "seq" FROM "sqlite_sequence" WHERE "name" = ?1"#;
        let given = self.one(&statement(seen, vec![table.into()]))?.and_then(|n| n.as_int()).unwrap_or(0);
        let last = self.one(&statement(format!(r#"SELECT max("id") FROM "{table}""#), Vec::new()))?;
        Ok(last.and_then(|id| id.as_int()).unwrap_or(0).max(given))
    }

    /// Writes new rows as they are, without rules; gives their ids, in order.
    pub(crate) fn insert_rows(&self, entity: &Entity, rows: &[&Row]) -> Result<Vec<i64>> {
        let filled = |at: usize| rows.iter().any(|row| row.get(at).is_some_and(|value| !value.is_null()));
        let columns: Vec<(usize, &Field)> = entity
            .fields
            .iter()
            .enumerate()
            .filter(|(at, field)| field.is_column() && field.name != "id" && filled(*at))
            .collect();
        let cells =
            rows.iter().map(|row| columns.iter().map(|(at, field)| self.cell_of(field, row.get(*at))).collect());
        let fields: Vec<&Field> = columns.iter().map(|(_, field)| *field).collect();
        self.insert_cells(entity, &fields, cells.collect())
    }

    /// Writes new rows of these columns, cells as the database keeps them; gives their ids, in order. History is the
    /// caller's concern.
    ///
    /// # Errors
    /// The database's own failure.
    pub fn insert_cells(&self, entity: &Entity, fields: &[&Field], mut rows: Vec<Vec<Value>>) -> Result<Vec<i64>> {
        let ids = self.next_ids(&entity.table, rows.len())?;
        for (row, id) in rows.iter_mut().zip(&ids) {
            row.push(Value::Int(*id));
        }
        let (text, way) = self.way_in(&entity.table, fields, Some("bigint"), rows.len());
        self.put(Rows { text, rows, way, are_history: false })?;
        Ok(ids)
    }

    /// How so many new rows of these columns get into a table; where a type of the id is given, they have one too.
    pub(crate) fn way_in(&self, table: &str, fields: &[&Field], id: Option<&str>, count: usize) -> (String, Way) {
        let columns = fields.iter().map(|field| field.column()).chain(id.map(|_| "id"));
        let names: Vec<String> = columns.map(|name| format!(r#""{name}""#)).collect();
        let into = format!(r#""{table}" ({})"#, names.join(", "));
        match self.dialect() {
            Dialect::Sqlite => {
                let marks: Vec<String> = (1..=names.len()).map(|n| format!("?{n}")).collect();
                (format!("INSERT INTO {into} VALUES ({})", marks.join(", ")), Way::Each)
            }
            // A stream takes one more question and answer than a statement does.
            Dialect::Postgres if count < FEW => {
                (format!("INSERT INTO {into} SELECT * FROM unnest({})", lists_and(fields, id)), Way::Lists)
            }
            Dialect::Postgres => (into, Way::Stream),
        }
    }

    /// Writes these columns of rows by their ids, cells as the database keeps them. History is the caller's concern.
    ///
    /// # Errors
    /// The database's own failure.
    pub fn update_cells(&self, entity: &Entity, fields: &[&Field], rows: Vec<(i64, Vec<Value>)>) -> Result<()> {
        if fields.is_empty() || rows.is_empty() {
            return Ok(());
        }
        let rows = rows.into_iter().map(|(id, mut cells)| {
            cells.push(Value::Int(id));
            cells
        });
        let table = &entity.table;
        let set = |value: &dyn Fn(usize, &str) -> String| -> String {
            let all = fields.iter().enumerate();
            all.map(|(at, f)| format!(r#""{}" = {}"#, f.column(), value(at, f.column()))).collect::<Vec<_>>().join(", ")
        };
        match self.dialect() {
            Dialect::Sqlite => {
                let sets = set(&|at, _| format!("?{}", at + 1));
                let text = format!(r#"UPDATE "{table}" SET {sets} WHERE "id" = ?{}"#, fields.len() + 1);
                self.one_by_one(text, rows.collect())
            }
            Dialect::Postgres => {
                let sets = set(&|_, column| format!(r#"v."{column}""#));
                let names: Vec<String> = fields.iter().map(|field| format!(r#""{}""#, field.column())).collect();
                let text = format!(
                    r#"UPDATE "{table}" t SET {sets} FROM unnest({}) AS v({}, "id") WHERE t."id" = v."id""#,
                    lists(fields),
                    names.join(", ")
                );
                self.in_lists(text, rows.collect())
            }
        }
    }

    fn one_by_one(&self, text: String, rows: Vec<Vec<Value>>) -> Result<()> {
        self.put(Rows { text, rows, way: Way::Each, are_history: false })
    }

    fn in_lists(&self, text: String, rows: Vec<Vec<Value>>) -> Result<()> {
        self.put(Rows { text, rows, way: Way::Lists, are_history: false })
    }

    /// A cell as the database keeps it; where nothing is given, what the table would put there.
    fn cell_of(&self, field: &Field, value: Option<&Value>) -> Value {
        let value = match (value.unwrap_or(&Value::Null), &field.default) {
            (Value::Null, Default::Value(default)) => default,
            (Value::Null, _) if field.not_null && field.ty == FieldType::Bool => &Value::Bool(false),
            (value, _) => value,
        };
        coerce::to_column(field, value, self.dialect())
    }

    /// A cell as this database keeps it.
    pub fn stored_cell(&self, field: &Field, value: &Value) -> Value {
        coerce::to_column(field, value, self.dialect())
    }
}

/// The lists of a statement for PostgreSQL: one for each column, and one for the ids.
fn lists(fields: &[&Field]) -> String {
    lists_and(fields, Some("bigint"))
}

/// The lists of a statement for PostgreSQL: one for each column, and perhaps one more.
fn lists_and(fields: &[&Field], more: Option<&str>) -> String {
    let kinds = fields.iter().map(|field| ddl::column_type(field, Dialect::Postgres));
    let all = kinds.chain(more.map(str::to_owned)).enumerate();
    all.map(|(at, kind)| format!("${}::{kind}[]", at + 1)).collect::<Vec<_>>().join(", ")
}
