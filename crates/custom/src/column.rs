//! The columns of custom fields: made, indexed, filled from each other.

use query::{Cell, Dialect};
use schema::FieldType;
use store::{Result, Tx, statement};

use crate::field::CustomField;
use crate::group::CustomGroup;
use crate::kind;

/// Where the values of a field lie.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    pub table: String,
    pub column: String,
}

/// Where the values of this field lie; None before it has a column.
pub(crate) fn place(tx: &Tx<'_>, field: &CustomField) -> Result<Option<Place>> {
    let set = tx.find::<CustomGroup>(field.custom_group_id)?;
    let table = set.and_then(|set| set.table_name);
    Ok(table.zip(field.column_name.clone()).map(|(table, column)| Place { table, column }))
}

/// The name of a field's column: short, and unique by the id.
pub(crate) fn name_of(name: &str, id: i64) -> String {
    let short: String = name.to_lowercase().chars().take(50).collect();
    format!("{short}_{id}")
}

/// A name for the column of a field that changes its kind: the old column keeps its own.
pub(crate) fn next_name(tx: &Tx<'_>, field: &CustomField, id: i64) -> Result<String> {
    let base = name_of(field.name.as_deref().unwrap_or_default(), id);
    let set = tx.find::<CustomGroup>(field.custom_group_id)?;
    let table = set.and_then(|set| set.table_name).unwrap_or_default();
    let mut number = 2;
    while exists(tx, &table, &format!("{base}_{number}"))? {
        number += 1;
    }
    Ok(format!("{base}_{number}"))
}

/// Makes the column, unless it is there.
pub(crate) fn ensure(tx: &Tx<'_>, field: &CustomField, id: i64, place: &Place) -> Result<()> {
    let Some(ty) = kind::field_type(field) else { return Ok(()) };
    let Place { table, column } = place;
    if !exists(tx, table, column)? {
        let kind = sql_type(field, ty, tx.dialect());
        tx.change_tables(&[format!(r#"ALTER TABLE "{table}" ADD COLUMN "{column}" {kind}"#)])?;
    }
    index(tx, field, id, place)
}

/// Gives a searchable field its index, and takes it from one that is none.
pub(crate) fn index(tx: &Tx<'_>, field: &CustomField, id: i64, place: &Place) -> Result<()> {
    let Some(ty) = kind::field_type(field) else { return Ok(()) };
    let Place { table, column } = place;
    let known = indexes(tx, table, column)?;
    match (field.is_searchable, known.is_empty()) {
        (true, true) => {
            let part = match ty.is_text() || field.serialize > 0 {
                true => format!("({})", query::fold_expression(tx.dialect(), &format!("\"{column}\""))),
                false => format!("\"{column}\""),
            };
            // By the field's number: names of tables and columns together would be too long for PostgreSQL.
            let name = format!("custom_value_{id}_{}_{}", column.len(), digest(table, column));
            tx.change_tables(&[format!(r#"CREATE INDEX "{name}" ON "{table}" ({part})"#)])
        }
        (false, false) => {
            let drops: Vec<String> = known.iter().map(|name| format!(r#"DROP INDEX "{name}""#)).collect();
            tx.change_tables(&drops)
        }
        _ => Ok(()),
    }
}

/// A short mark that tells the indexes of different places apart (FNV-1a).
fn digest(table: &str, column: &str) -> String {
    let bytes = table.bytes().chain([0]).chain(column.bytes());
    let hash = bytes.fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    format!("{hash:08x}")
}

/// Whether a table has this column.
pub(crate) fn exists(tx: &Tx<'_>, table: &str, column: &str) -> Result<bool> {
    let text = match tx.dialect() {
        Dialect::Sqlite => "SELECT 1 FROM pragma_table_info(?1) WHERE \"name\" = ?2".to_owned(),
        Dialect::Postgres => "SELECT 1 FROM information_schema.columns WHERE table_schema = current_schema() \
             AND table_name = $1 AND column_name = $2"
            .to_owned(),
    };
    Ok(tx.one(&statement(text, vec![table.into(), column.into()]))?.is_some())
}

/// The indexes on this column.
pub(crate) fn indexes(tx: &Tx<'_>, table: &str, column: &str) -> Result<Vec<String>> {
    let text = match tx.dialect() {
        Dialect::Sqlite => "SELECT \"name\" FROM sqlite_master WHERE \"type\" = 'index' AND \"tbl_name\" = ?1 \
             AND instr(\"sql\", ?2) > 0"
            .to_owned(),
        Dialect::Postgres => "SELECT indexname::text FROM pg_indexes WHERE schemaname = current_schema() \
             AND tablename = $1 AND indexdef ~ $2"
            .to_owned(),
    };
    let mark = match tx.dialect() {
        Dialect::Sqlite => format!("\"{column}\""),
        // Columns are letters, digits and underscores; PostgreSQL quotes none but those with capitals.
        Dialect::Postgres => format!("[^a-zA-Z0-9_]{column}[^a-zA-Z0-9_]"),
    };
    let mut found = Vec::new();
    tx.rows(&statement(text, vec![table.into(), mark.into()]), |row| {
        if let Cell::Text(name) = row.cell(0) {
            found.push(name.to_owned());
        }
        Ok(())
    })?;
    Ok(found)
}

/// The type of the column in this database.
pub(crate) fn sql_type(field: &CustomField, ty: FieldType, dialect: Dialect) -> &'static str {
    if field.serialize > 0 {
        return if dialect == Dialect::Sqlite { "TEXT" } else { "text" };
    }
    match (dialect, ty) {
        (Dialect::Sqlite, FieldType::Int | FieldType::Bool | FieldType::Money { .. }) => "INTEGER",
        (Dialect::Sqlite, FieldType::Float) => "REAL",
        (Dialect::Sqlite, _) => "TEXT",
        (Dialect::Postgres, FieldType::Int) => "bigint",
        (Dialect::Postgres, FieldType::Bool) => "smallint",
        (Dialect::Postgres, FieldType::Float) => "double precision",
        (Dialect::Postgres, FieldType::Money { .. }) => "numeric(20,2)",
        (Dialect::Postgres, FieldType::Date) => "date",
        (Dialect::Postgres, FieldType::DateTime | FieldType::Timestamp) => "timestamp(0)",
        (Dialect::Postgres, FieldType::Text { .. } | FieldType::LongText) => "text",
    }
}

/// Copies all values from one set's table into another's, in two statements; what was there before is replaced.
pub(crate) fn copy(tx: &Tx<'_>, from: &Place, to: &Place) -> Result<()> {
    let (a, x, b, y) = (&from.table, &from.column, &to.table, &to.column);
    tx.change_tables(&[
        format!(
            r#"INSERT INTO "{b}" ("entity_id") SELECT a."entity_id" FROM "{a}" a WHERE a."{x}" IS NOT NULL AND NOT EXISTS (SELECT 1 FROM "{b}" b WHERE b."entity_id" = a."entity_id")"#
        ),
        format!(r#"UPDATE "{b}" SET "{y}" = (SELECT a."{x}" FROM "{a}" a WHERE a."entity_id" = "{b}"."entity_id")"#),
    ])
}

#[cfg(test)]
mod tests {
    use super::digest;

    #[test]
    fn indexes_of_two_places_have_two_names() {
        assert_ne!(digest("a", "bc"), digest("ab", "c"));
    }
}
