//! What a deleted field leaves behind: its column stays for a while, so that undo gives the values back.

use jiff::civil::DateTime;
use query::{Cell, Dialect};
use schema::{Entity, Value};
use store::{As, Result, Tx, statement};

use crate::column;

/// A column, or a whole table, that no set uses any more.
#[derive(Clone, Debug, Entity)]
#[entity("CustomRemains", "ruche_custom_remains", internal, index("index_place", &["table_name", "column_name"]))]
pub struct CustomRemains {
    #[field(readonly)]
    pub id: i64,
    #[field(text(128))]
    pub table_name: String,
    /// None for the table itself.
    #[field(text(128))]
    pub column_name: Option<String>,
    /// Since when, in UTC.
    #[field(timestamp)]
    pub since: DateTime,
}

/// So many days the values of a deleted field are kept: as long as history offers to undo.
const GRACE_DAYS: i64 = 30;

/// Notes that a column, or a table, is not used any more.
pub(crate) fn bury(tx: &Tx<'_>, table: &str, column: Option<&str>) -> Result<()> {
    unearth(tx, table, column)?;
    let text = format!(
        r#"INSERT INTO "ruche_custom_remains" ("table_name", "column_name", "since") VALUES ({}, {}, {})"#,
        tx.placeholder(1),
        tx.placeholder(2),
        tx.placeholder(3)
    );
    let now = Value::DateTime(tx.clock().to_utc(tx.clock().now));
    tx.execute(&statement(text, vec![table.into(), column.map(str::to_owned).into(), now])).map(|_| ())
}

/// Notes that it is used again.
pub(crate) fn unearth(tx: &Tx<'_>, table: &str, column: Option<&str>) -> Result<()> {
    let same = match column {
        Some(_) => format!(r#""column_name" = {}"#, tx.placeholder(2)),
        None => r#""column_name" IS NULL"#.to_owned(),
    };
    let text = format!(r#"DELETE FROM "ruche_custom_remains" WHERE "table_name" = {} AND {same}"#, tx.placeholder(1));
    let mut binds = vec![table.into()];
    binds.extend(column.map(Into::into));
    tx.execute(&statement(text, binds)).map(|_| ())
}

/// The job: drops what has lain here for longer than the time of grace.
pub(crate) fn clean_up(tx: &mut Tx<'_>, _: &mut kit::Work) -> Result<()> {
    let now = tx.clock().to_utc(tx.clock().now);
    let before = now.checked_sub(jiff::Span::new().days(GRACE_DAYS)).unwrap_or(now);
    drop_older(tx, before)
}

/// Drops what has not been used since this moment.
pub(crate) fn drop_older(tx: &mut Tx<'_>, before: DateTime) -> Result<()> {
    let text = format!(
        r#"SELECT "table_name", "column_name" FROM "ruche_custom_remains" WHERE "since" < {} ORDER BY "id""#,
        tx.placeholder(1)
    );
    let mut found: Vec<(String, Option<String>)> = Vec::new();
    tx.rows(&statement(text, vec![Value::DateTime(before)]), |row| {
        let text = |at| if let Cell::Text(text) = row.cell(at) { Some(text.to_owned()) } else { None };
        found.extend(text(0).map(|table| (table, text(1))));
        Ok(())
    })?;
    for (table, name) in found {
        let_files_go(tx, &table, name.as_deref())?;
        drop_one(tx, &table, name.as_deref())?;
        unearth(tx, &table, name.as_deref())?;
    }
    Ok(())
}

/// The files that only the column, or the table, has named are held by nothing any more.
fn let_files_go(tx: &mut Tx<'_>, table: &str, name: Option<&str>) -> Result<()> {
    if tx.catalog().entity("EntityFile").is_none() {
        return Ok(());
    }
    let mut text =
        format!(r#"SELECT t."id" FROM "civicrm_entity_file" t WHERE t."entity_table" = {}"#, tx.placeholder(1));
    if let Some(name) = name {
        if !column::exists(tx, table, name)? {
            return Ok(());
        }
        let named = |column: &str| {
            format!(
                r#"EXISTS (SELECT 1 FROM "{table}" v WHERE v."id" = t."entity_id" AND CAST(v."{column}" AS text) = CAST(t."file_id" AS text))"#
            )
        };
        text.push_str(&format!(" AND {}", named(name)));
        let entity = tx.catalog().by_table(table).cloned();
        for field in entity.iter().flat_map(|entity| &entity.fields) {
            if field.references.as_ref().is_some_and(|reference| reference.entity == "File") && field.column() != name {
                text.push_str(&format!(" AND NOT {}", named(field.column())));
            }
        }
    }
    let mut ties = Vec::new();
    tx.rows(&statement(text, vec![table.into()]), |row| {
        if let Cell::Int(id) = row.cell(0) {
            ties.push(id);
        }
        Ok(())
    })?;
    ties.into_iter().try_for_each(|tie| tx.delete("EntityFile", tie, As::Program))
}

fn drop_one(tx: &Tx<'_>, table: &str, name: Option<&str>) -> Result<()> {
    match name {
        None => tx.change_tables(&[format!(r#"DROP TABLE IF EXISTS "{table}""#)]),
        Some(name) if column::exists(tx, table, name)? => {
            let mut statements = Vec::new();
            // PostgreSQL drops the indexes of a column with it; SQLite refuses to drop one that has any.
            if tx.dialect() == Dialect::Sqlite {
                statements
                    .extend(column::indexes(tx, table, name)?.iter().map(|index| format!(r#"DROP INDEX "{index}""#)));
            }
            statements.push(format!(r#"ALTER TABLE "{table}" DROP COLUMN "{name}""#));
            tx.change_tables(&statements)
        }
        Some(_) => Ok(()),
    }
}
