//! The table of a snapshot: made, filled, compared with what the snapshot needs, dropped.

use query::{Cell, Dialect, GetRequest};
use schema::{Field, Value};
use serde_json::{Map, Value as Json, json};
use store::{As, Result, Tx, coerce, ddl, statement};

use super::shape::{Made, ROW};

/// So many values one statement binds at most.
const BINDS: usize = 900;
/// So many rows are read at once, where they come in an order of their own.
const READ: i64 = 5_000;

/// The columns that a table has: names with their types, as the database says them.
pub fn columns(tx: &Tx<'_>, table: &str) -> Result<Vec<(String, String)>> {
    let text = match tx.dialect() {
        Dialect::Sqlite => r#"SELECT "name", "type" FROM pragma_table_info(?1)"#,
        Dialect::Postgres => {
            "SELECT column_name::text, data_type::text FROM information_schema.columns \
             WHERE table_schema = current_schema() AND table_name = $1"
        }
    };
    let mut found = Vec::new();
    tx.rows(&statement(text, vec![table.into()]), |row| {
        if let (Cell::Text(name), Cell::Text(ty)) = (row.cell(0), row.cell(1)) {
            found.push((name.to_owned(), ty.to_lowercase()));
        }
        Ok(())
    })?;
    Ok(found)
}

/// Whether a column stands there with the type that its field needs.
pub fn has(tx: &Tx<'_>, columns: &[(String, String)], field: &Field) -> bool {
    let wanted = definition(tx, field).to_lowercase();
    // PostgreSQL says types in full: `timestamp(0)` is `timestamp without time zone`, `numeric(20,2)` is `numeric`.
    let short = |text: &str| text.split(['(', ' ']).next().unwrap_or_default().to_owned();
    columns.iter().any(|(name, ty)| name == field.column() && short(ty) == short(&wanted))
}

/// The type of a column and nothing else: no defaults, no keys.
fn definition(tx: &Tx<'_>, field: &Field) -> String {
    let mut plain = Field::new("value", field.ty);
    plain.list = field.list;
    // A yes or no may be neither, where the search finds none.
    let text = ddl::column(tx.catalog(), &plain, tx.dialect());
    text.trim_start_matches(r#""value" "#).to_owned()
}

/// Makes the table anew where it does not have exactly the columns that it needs; tells whether it did.
///
/// # Errors
/// The database's own failure.
pub fn shape(tx: &Tx<'_>, made: &Made) -> Result<bool> {
    let wanted = made.stored();
    let there = columns(tx, &made.table)?;
    if there.len() == wanted.len() + 1 && wanted.iter().all(|field| has(tx, &there, field)) {
        return Ok(false);
    }
    drop_table(tx, &made.table)?;
    let int = if tx.dialect() == Dialect::Sqlite { "INTEGER" } else { "bigint" };
    let strict = if tx.dialect() == Dialect::Sqlite { " STRICT" } else { "" };
    let mut lines = vec![format!(r#""{ROW}" {int} PRIMARY KEY"#)];
    lines.extend(wanted.iter().map(|field| format!(r#""{}" {}"#, field.column(), definition(tx, field))));
    tx.change_tables(&[format!(r#"CREATE TABLE "{}" ({}){strict}"#, made.table, lines.join(", "))])?;
    Ok(true)
}

/// Drops a table, if it is there.
///
/// # Errors
/// The database's own failure.
pub fn drop_table(tx: &Tx<'_>, table: &str) -> Result<()> {
    tx.change_tables(&[format!(r#"DROP TABLE IF EXISTS "{table}""#)])
}

/// How many rows the search finds now.
///
/// # Errors
/// What the planner refuses, or the database's own failure.
pub fn count(tx: &Tx<'_>, made: &Made) -> Result<i64> {
    let mut params = made.params.clone();
    if let Some(Json::Array(select)) = params.get_mut("select") {
        select.push(json!("row_count"));
    }
    let request = GetRequest { limit: 1, ..GetRequest::from_json(&params)? };
    Ok(tx.get(&made.entity, &request, As::Program)?.matched.unwrap_or(0))
}

/// Puts what the search finds now in the place of what the table held. The program reads: who may see a row is asked
/// when it is read.
///
/// # Errors
/// What the planner refuses, or the database's own failure.
pub fn fill(tx: &Tx<'_>, made: &Made) -> Result<i64> {
    tx.execute(&statement(format!(r#"DELETE FROM "{}""#, made.table), Vec::new()))?;
    let request = GetRequest::from_json(&made.params)?;
    // Groups have no order of their own from which pages could be cut.
    let (step, most) = if made.is_shut { (0, request.limit) } else { (READ, 0) };
    let mut done: i64 = 0;
    loop {
        let (limit, offset) = if step == 0 { (most, request.offset) } else { (step, done) };
        let page = GetRequest { limit, offset, ..request.clone() };
        let rows = tx.get(&made.entity, &page, As::Program)?.rows;
        let read = i64::try_from(rows.len()).unwrap_or(i64::MAX);
        put(tx, made, done, &rows)?;
        done += read;
        if step == 0 || read < step {
            return Ok(done);
        }
    }
}

fn put(tx: &Tx<'_>, made: &Made, before: i64, rows: &[Map<String, Json>]) -> Result<()> {
    let stored = made.stored();
    let sources: Vec<&str> = made
        .columns
        .iter()
        .map(|column| column.source.as_str())
        .chain(made.keys.iter().map(|key| key.path.as_str()))
        .collect();
    let width = stored.len() + 1;
    let mut names = vec![format!(r#""{ROW}""#)];
    names.extend(stored.iter().map(|field| format!(r#""{}""#, field.column())));
    let mark = |n: usize| match tx.dialect() {
        Dialect::Sqlite => format!("?{n}"),
        Dialect::Postgres => format!("${n}"),
    };
    let most = (BINDS / width).max(1);
    for (at, chunk) in rows.chunks(most).enumerate() {
        let line = |row: usize| {
            let marks: Vec<String> = (1..=width).map(|n| mark(row * width + n)).collect();
            format!("({})", marks.join(", "))
        };
        let lines: Vec<String> = (0..chunk.len()).map(line).collect();
        let mut binds = Vec::with_capacity(chunk.len() * width);
        for (place, row) in chunk.iter().enumerate() {
            let number = before + i64::try_from(at * most + place + 1).unwrap_or(0);
            binds.push(Value::Int(number));
            for (field, source) in stored.iter().zip(&sources) {
                binds.push(cell(tx, field, row.get(*source).unwrap_or(&Json::Null)));
            }
        }
        let text = format!(r#"INSERT INTO "{}" ({}) VALUES {}"#, made.table, names.join(", "), lines.join(", "));
        tx.execute(&statement(text, binds))?;
    }
    Ok(())
}

/// A value of an answer as the table keeps it; what does not go with the type is nothing.
fn cell(tx: &Tx<'_>, field: &Field, json: &Json) -> Value {
    let joined;
    let json = match json {
        Json::Array(all) if field.list.is_none() => {
            joined = json!(all.iter().map(|one| crate::run::style::plain(Some(one))).collect::<Vec<_>>().join(", "));
            &joined
        }
        other => other,
    };
    let value = coerce::from_json(field, json, tx.clock()).unwrap_or(Value::Null);
    coerce::to_column(field, &value, tx.dialect())
}
