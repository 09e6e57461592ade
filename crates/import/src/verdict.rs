//! What was found out about rows, kept with them: many at once.

use std::collections::HashMap;

use schema::{Field, Record, Value};
use serde_json::{Value as Json, json};
use store::{Error, Result, Tx, owned, statement};

use crate::plan::Diff;
use crate::rows::ImportedRow;
use crate::user_job::ImportRow;
use crate::wanted::Fault;

/// So many rows are asked about at once.
const AT_ONCE: usize = 1_000;
/// What a verdict is kept in.
const COLUMNS: [&str; 10] =
    ["state", "contact_id", "how", "transaction_id", "record_id", "is_new", "others", "changes", "faults", "same"];
/// What is kept anew where the import finds what the rehearsal has found.
const SHORT: usize = 6;

/// What the rehearsal or the import found out about a row.
#[derive(Clone, Debug, Default)]
pub struct Verdict {
    pub state: &'static str,
    pub contact: Option<i64>,
    pub how: &'static str,
    pub others: Vec<i64>,
    pub diffs: Vec<Diff>,
    pub faults: Vec<Fault>,
    pub same: Option<String>,
    pub transaction: Option<i64>,
    pub record: Option<i64>,
    pub is_new: Option<bool>,
}

impl Verdict {
    /// Whether a row says already what this says at length.
    fn is_told_by(&self, row: &ImportedRow) -> bool {
        let alike = |(diff, change): (&Diff, &(String, Json, Json))| {
            diff.label == change.0 && diff.before == change.1 && diff.after == change.2
        };
        row.state != crate::rows::state::NEW
            && self.faults.is_empty()
            && row.faults.is_empty()
            && self.others == row.others
            && self.diffs.len() == row.changes.len()
            && self.diffs.iter().zip(&row.changes).all(alike)
    }

    fn cells(&self) -> Vec<Value> {
        let changes: Vec<Json> = self.diffs.iter().map(|d| json!([d.label, d.before, d.after])).collect();
        let faults: Vec<Json> = self.faults.iter().map(|f| json!([f.column, f.key, f.value])).collect();
        let list =
            |all: Vec<Json>| if all.is_empty() { Value::Null } else { Value::Text(Json::Array(all).to_string()) };
        let mut cells = self.short();
        cells.push(list(self.others.iter().map(|id| json!(id)).collect()));
        cells.push(list(changes));
        cells.push(list(faults));
        cells.push(self.same.clone().into());
        cells
    }

    fn short(&self) -> Vec<Value> {
        let how = if self.how.is_empty() { Value::Null } else { self.how.into() };
        let is_new = self.is_new.map_or(Value::Null, |new| Value::Int(i64::from(new)));
        vec![self.state.into(), self.contact.into(), how, self.transaction.into(), self.record.into(), is_new]
    }
}

/// Keeps what was found out.
///
/// # Errors
/// The database's own failure.
pub fn keep(tx: &Tx<'_>, verdicts: &[(&ImportedRow, Verdict)]) -> Result<()> {
    let entity = tx.entity(ImportRow::NAME)?;
    let fields: Vec<&Field> = COLUMNS.iter().filter_map(|name| entity.field(name)).collect();
    let (told, new): (Vec<_>, Vec<_>) = verdicts.iter().partition(|(row, verdict)| verdict.is_told_by(row));
    let short = told.iter().map(|(row, verdict)| (row.id, verdict.short())).collect();
    tx.update_cells(&entity, fields.get(..SHORT).unwrap_or_default(), short)?;
    tx.update_cells(&entity, &fields, new.iter().map(|(row, verdict)| (row.id, verdict.cells())).collect())
}

/// Adds rows of the file: lines and cells.
///
/// # Errors
/// The database's own failure.
pub fn add(tx: &Tx<'_>, job: i64, rows: Vec<(u64, Vec<String>)>) -> Result<()> {
    let entity = tx.entity(ImportRow::NAME)?;
    let names = ["user_job_id", "line", "cells", "state", "is_left_out"];
    let fields: Vec<&Field> = names.iter().filter_map(|name| entity.field(name)).collect();
    let cells = |(line, cells): (u64, Vec<String>)| {
        let line = i64::try_from(line).unwrap_or(i64::MAX);
        vec![job.into(), line.into(), json!(cells).to_string().into(), crate::rows::state::NEW.into(), Value::Int(0)]
    };
    tx.insert_cells(&entity, &fields, rows.into_iter().map(cells).collect()).map(|_| ())
}

/// A line of the file, and the contact that it is or becomes.
pub type Earlier = (i64, Option<i64>);

/// The first row of each of these people within the file.
///
/// # Errors
/// The database's own failure.
pub fn first_of(tx: &Tx<'_>, job: i64, same: &[&str]) -> Result<HashMap<String, Earlier>> {
    let own = query::fold_expression(tx.dialect(), r#"r."same""#);
    let first = first_lines_text(tx, &own);
    let mut lines: HashMap<i64, String> = HashMap::new();
    for chunk in same.chunks(AT_ONCE) {
        let list: Vec<_> = chunk.iter().map(|same| schema::fold::fold(same)).collect();
        tx.rows(&statement(first.as_str(), vec![json!(list).to_string().into(), job.into()]), |row| {
            if let (Some(same), Some(line)) = (owned(row.cell(0)).as_text(), owned(row.cell(1)).as_int()) {
                lines.insert(line, same.to_owned());
            }
            Ok(())
        })?;
    }
    let text = format!(
        r#"SELECT "line", "contact_id" FROM "ruche_import_row" WHERE "user_job_id" = {} AND "line" {}"#,
        tx.placeholder(2),
        tx.among(1)
    );
    let mut found = HashMap::with_capacity(lines.len());
    let all: Vec<i64> = lines.keys().copied().collect();
    for chunk in all.chunks(AT_ONCE) {
        tx.rows(&statement(text.as_str(), vec![json!(chunk).to_string().into(), job.into()]), |row| {
            let line = owned(row.cell(0)).as_int().ok_or_else(|| Error::internal("a row without a line"))?;
            if let Some(same) = lines.get(&line) {
                found.insert(same.clone(), (line, owned(row.cell(1)).as_int()));
            }
            Ok(())
        })?;
    }
    Ok(found)
}

fn first_lines_text(tx: &Tx<'_>, own: &str) -> String {
    let (list, value) = match tx.dialect() {
        query::Dialect::Sqlite => ("json_each(?1) AS l", "l.value"),
        query::Dialect::Postgres => ("jsonb_array_elements_text($1::text::jsonb) AS l(value)", "l.value"),
    };
    format!(
        r#"SELECT {value}, min(r."line") FROM {list} CROSS JOIN "ruche_import_row" r
WHERE r."user_job_id" = {} AND {own} = {value} AND r."state" NOT IN ('error', 'failed') GROUP BY {value}"#,
        tx.placeholder(2)
    )
}
