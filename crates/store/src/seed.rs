//! Rows that a new site starts with, written as they are: no rules, no history.

use query::Dialect;
use schema::{Default, Field, FieldType, Value};

use crate::coerce;
use crate::error::{Error, Result};
use crate::tx::{Tx, statement};

/// Rows in one statement: few enough for the limits on values in both databases, whatever the table.
const BATCH: usize = 100;

impl Tx<'_> {
    /// Puts rows into the table of `entity` as they are. `columns` names the fields of the cells, `id` among them;
    /// fields that are not named get what the table gives.
    ///
    /// # Errors
    /// Refuses unknown fields; otherwise the database's own failure.
    pub fn seed(&mut self, entity: &str, columns: &[&str], rows: &[Vec<Value>]) -> Result<()> {
        let entity = self.entity(entity)?;
        let unknown = |name: &str| Error::internal(format!("{} has no column {name}", entity.name));
        let fields: Vec<&Field> = columns
            .iter()
            .map(|name| entity.field(name).filter(|f| f.is_column()).ok_or_else(|| unknown(name)))
            .collect::<Result<_>>()?;
        let names: Vec<String> = fields.iter().map(|f| format!(r#""{}""#, f.column())).collect();
        for batch in rows.chunks(BATCH) {
            let mut binds = Vec::with_capacity(batch.len() * fields.len());
            let mut groups = Vec::with_capacity(batch.len());
            for row in batch {
                let mut marks = Vec::with_capacity(fields.len());
                for (at, field) in fields.iter().enumerate() {
                    binds.push(self.seed_cell(field, row.get(at).unwrap_or(&Value::Null)));
                    marks.push(format!("{}{}", self.mark(), binds.len()));
                }
                groups.push(format!("({})", marks.join(", ")));
            }
            let text = format!(r#"INSERT INTO "{}" ({}) VALUES {}"#, entity.table, names.join(", "), groups.join(", "));
            self.execute(&statement(text, binds))?;
        }
        self.continue_numbering(&entity.table)?;
        self.mark_stale();
        Ok(())
    }

    /// The cell as the database keeps it; where nothing may not be, what the declaration puts there.
    fn seed_cell(&self, field: &Field, value: &Value) -> Value {
        let value = match (value, &field.default) {
            (Value::Null, Default::Value(default)) if field.not_null => default,
            (Value::Null, _) if field.not_null && field.ty == FieldType::Bool => &Value::Bool(false),
            (value, _) => value,
        };
        coerce::to_column(field, value, self.dialect())
    }

    /// New rows get ids beyond those that were given; SQLite sees to it itself.
    fn continue_numbering(&self, table: &str) -> Result<()> {
        if self.dialect() == Dialect::Postgres {
            let text = format!(
                r#"SELECT setval(pg_get_serial_sequence('"{table}"', 'id'), GREATEST((SELECT max("id") FROM "{table}"), 1))"#
            );
            self.one(&statement(text, Vec::new()))?;
        }
        Ok(())
    }
}
