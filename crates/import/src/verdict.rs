//! What was found out about rows, kept with them: many at once.

use std::borrow::Cow;
use std::collections::HashMap;

use query::Cell;
use schema::fold::fold;
use schema::{Field, Record, Value};
use serde_json::json;
use store::{Error, Result, Tx, owned, statement};

use crate::plan::Diff;
use crate::rows::{ImportedRow, Told};
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
    /// What is kept at length, as JSON.
    fn told(&self) -> Told {
        let changes: Vec<_> = self.diffs.iter().map(|diff| (&diff.label, &diff.before, &diff.after)).collect();
        let faults: Vec<_> = self.faults.iter().map(|fault| (fault.column, fault.key, &fault.value)).collect();
        Told { others: list(&self.others), changes: list(&changes), faults: list(&faults) }
    }

    fn short(&self) -> Vec<Value> {
        let how = if self.how.is_empty() { Value::Null } else { self.how.into() };
        let is_new = self.is_new.map_or(Value::Null, |new| Value::Int(i64::from(new)));
        vec![self.state.into(), self.contact.into(), how, self.transaction.into(), self.record.into(), is_new]
    }

    fn long(&self, told: Told) -> Vec<Value> {
        let text = |text: String| if text.is_empty() { Value::Null } else { Value::Text(text) };
        let mut cells = self.short();
        cells.extend([told.others, told.changes, told.faults].map(text));
        cells.push(self.same.clone().into());
        cells
    }
}

/// A list as JSON; nothing where it is empty.
fn list<T: serde::Serialize>(all: &[T]) -> String {
    if all.is_empty() { String::new() } else { serde_json::to_string(all).unwrap_or_default() }
}

/// Keeps what was found out.
///
/// # Errors
/// The database's own failure.
pub fn keep(tx: &Tx<'_>, verdicts: &[(&ImportedRow, Verdict)]) -> Result<()> {
    let entity = tx.entity(ImportRow::NAME)?;
    let fields: Vec<&Field> = COLUMNS.iter().filter_map(|name| entity.field(name)).collect();
    let (mut short, mut long) = (Vec::new(), Vec::new());
    for (row, verdict) in verdicts {
        let told = verdict.told();
        match row.state != crate::rows::state::NEW && told == row.told {
            true => short.push((row.id, verdict.short())),
            false => long.push((row.id, verdict.long(told))),
        }
    }
    tx.update_cells(&entity, fields.get(..SHORT).unwrap_or_default(), short)?;
    tx.update_cells(&entity, &fields, long)
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

/// The first row of each of these people within the file, where it stands before the line that is told with them.
///
/// # Errors
/// The database's own failure.
pub fn first_of(tx: &Tx<'_>, job: i64, same: &HashMap<&str, i64>) -> Result<HashMap<String, Earlier>> {
    let own = query::fold_expression(tx.dialect(), r#"r."same""#);
    let first = first_lines_text(tx, &own);
    let asked: HashMap<Cow<'_, str>, i64> = same.iter().map(|(same, line)| (fold(same), *line)).collect();
    let list: Vec<&str> = asked.keys().map(AsRef::as_ref).collect();
    let mut lines: HashMap<i64, String> = HashMap::new();
    for chunk in list.chunks(AT_ONCE) {
        tx.rows(&statement(first.as_str(), vec![json!(chunk).to_string().into(), job.into()]), |row| {
            if let (Cell::Text(same), Cell::Int(line)) = (row.cell(0), row.cell(1))
                && asked.get(same).is_some_and(|own| line < *own)
            {
                lines.insert(line, same.to_owned());
            }
            Ok(())
        })?;
    }
    contacts_of(tx, job, &lines)
}

/// The contacts that these lines are or become, by the people whom they are about.
fn contacts_of(tx: &Tx<'_>, job: i64, lines: &HashMap<i64, String>) -> Result<HashMap<String, Earlier>> {
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

/// Each person is looked for by the index of a file's people. How many rows they have is not known while the file is
/// read in, and PostgreSQL would rather go through all of them: the parts between which it may not choose (`OFFSET 0`)
/// are as they are run.
fn first_lines_text(tx: &Tx<'_>, own: &str) -> String {
    let job = tx.placeholder(2);
    let rows = |value: &str| {
        format!(
            r#"FROM "ruche_import_row" r WHERE r."user_job_id" = {job} AND {own} = {value} AND r."state" NOT IN ('error', 'failed')"#
        )
    };
    match tx.dialect() {
        query::Dialect::Sqlite => format!(
            r#"SELECT l.value, min(r."line") FROM json_each(?1) AS l CROSS JOIN "ruche_import_row" r
WHERE r."user_job_id" = {job} AND {own} = l.value AND r."state" NOT IN ('error', 'failed') GROUP BY l.value"#
        ),
        query::Dialect::Postgres => format!(
            r#"SELECT l.value, min(f."line") FROM jsonb_array_elements_text($1::text::jsonb) AS l(value)
CROSS JOIN LATERAL (SELECT r."line" {} OFFSET 0) AS f GROUP BY l.value"#,
            rows("l.value")
        ),
    }
}
