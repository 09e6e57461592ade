//! One row into the database, as it is: no rules, no history.

use query::Dialect;
use schema::{Entity, Row, Value};

use crate::coerce;
use crate::error::Result;
use crate::tx::{Tx, statement};

impl Tx<'_> {
    /// Writes a new row as it is, without rules; gives its id.
    pub(crate) fn insert_row(&mut self, entity: &Entity, row: &Row, id: Option<i64>) -> Result<i64> {
        self.note_written(&entity.name);
        let mark = self.mark();
        let (mut names, mut marks, mut binds) = (String::new(), String::new(), Vec::new());
        for (at, field) in entity.fields.iter().enumerate().filter(|(_, f)| f.is_column()) {
            let value = match (field.name.as_ref(), id) {
                ("id", Some(id)) => Value::Int(id),
                ("id", None) => continue,
                _ => row.get(at).cloned().unwrap_or_default(),
            };
            if value.is_null() {
                continue;
            }
            binds.push(coerce::to_column(field, &value, self.dialect()));
            let comma = if names.is_empty() { "" } else { ", " };
            names.push_str(&format!(r#"{comma}"{}""#, field.column()));
            marks.push_str(&format!("{comma}{mark}{}", binds.len()));
        }
        let text = match binds.is_empty() {
            true => format!(r#"INSERT INTO "{}" DEFAULT VALUES"#, entity.table),
            false => format!(r#"INSERT INTO "{}" ({names}) VALUES ({marks})"#, entity.table),
        };
        self.insert(statement(text, binds))
    }

    /// Writes the columns that differ, without rules.
    pub(crate) fn update_row(&mut self, entity: &Entity, id: i64, before: &Row, after: &Row) -> Result<()> {
        self.note_written(&entity.name);
        let mark = self.mark();
        let (mut sets, mut binds) = (String::new(), Vec::new());
        for (at, field) in entity.fields.iter().enumerate().filter(|(_, f)| f.is_column() && f.name != "id") {
            let (Some(old), Some(new)) = (before.get(at), after.get(at)) else { continue };
            if old == new {
                continue;
            }
            binds.push(coerce::to_column(field, new, self.dialect()));
            let comma = if sets.is_empty() { "" } else { ", " };
            sets.push_str(&format!(r#"{comma}"{}" = {mark}{}"#, field.column(), binds.len()));
        }
        if binds.is_empty() {
            return Ok(());
        }
        binds.push(Value::Int(id));
        let text = format!(r#"UPDATE "{}" SET {sets} WHERE "id" = {mark}{}"#, entity.table, binds.len());
        self.execute(&statement(text, binds)).map(|_| ())
    }

    pub(crate) fn mark(&self) -> char {
        if self.dialect() == Dialect::Sqlite { '?' } else { '$' }
    }
}
