//! The rows of an import as the database keeps them.

use query::Cell;
use schema::Value;
use schema::fold::fold;
use serde_json::Value as Json;
use store::{Cells, Error, Result, Tx, owned, statement};

use crate::step;

/// The states that a row goes through.
pub mod state {
    pub const NEW: &str = "new";
    pub const CREATE: &str = "create";
    pub const UPDATE: &str = "update";
    pub const UNCHANGED: &str = "unchanged";
    pub const DOUBT: &str = "doubt";
    pub const ERROR: &str = "error";
    pub const SKIP: &str = "skip";
    pub const DONE: &str = "done";
    pub const FAILED: &str = "failed";
    pub const UNDONE: &str = "undone";
    pub const KEPT: &str = "kept";
}

/// What was found out about a row, as JSON: most who read rows need none of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Told {
    pub others: String,
    pub changes: String,
    pub faults: String,
}

/// One row.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ImportedRow {
    pub id: i64,
    pub line: i64,
    pub cells: Vec<String>,
    pub state: String,
    pub contact: Option<i64>,
    pub how: String,
    pub told: Told,
    pub is_left_out: bool,
    pub decided: Option<i64>,
    pub transaction: Option<i64>,
    /// What the row is or became, where it is no contact.
    pub record: Option<i64>,
}

impl ImportedRow {
    /// The contacts that it may be about.
    pub fn others(&self) -> Vec<i64> {
        list(&self.told.others).iter().filter_map(Json::as_i64).collect()
    }

    /// Label, before, after.
    pub fn changes(&self) -> Vec<(String, Json, Json)> {
        list(&self.told.changes).iter().map(|c| (word(c, 0), part(c, 1), part(c, 2))).collect()
    }

    /// Column, key of the message, value.
    pub fn faults(&self) -> Vec<(usize, String, String)> {
        let column = |json: &Json| part(json, 0).as_u64().and_then(|at| usize::try_from(at).ok()).unwrap_or(0);
        list(&self.told.faults).iter().map(|f| (column(f), word(f, 1), word(f, 2))).collect()
    }
}

fn list(text: &str) -> Vec<Json> {
    serde_json::from_str(text).unwrap_or_default()
}

fn part(json: &Json, at: usize) -> Json {
    json.get(at).cloned().unwrap_or_default()
}

fn word(json: &Json, at: usize) -> String {
    json.get(at).and_then(Json::as_str).unwrap_or_default().to_owned()
}

const COLUMNS: &str = r#""id", "line", "cells", "state", "contact_id", "how", "others", "changes", "faults", "is_left_out", "decided_id", "transaction_id", "record_id""#;

fn read(row: &dyn Cells) -> ImportedRow {
    let int = |at| owned(row.cell(at)).as_int();
    let text = |at| if let Cell::Text(text) = row.cell(at) { text.to_owned() } else { String::new() };
    ImportedRow {
        id: int(0).unwrap_or(0),
        line: int(1).unwrap_or(0),
        cells: serde_json::from_str(&text(2)).unwrap_or_default(),
        state: text(3),
        contact: int(4),
        how: text(5),
        told: Told { others: text(6), changes: text(7), faults: text(8) },
        is_left_out: int(9) == Some(1),
        decided: int(10),
        transaction: int(11),
        record: int(12),
    }
}

fn ask(tx: &Tx<'_>, text: &str, binds: Vec<Value>) -> Result<Vec<ImportedRow>> {
    let mut found = Vec::new();
    tx.rows(&statement(text, binds), |row| {
        found.push(read(row));
        Ok(())
    })?;
    Ok(found)
}

/// The place of a value in the database's own SQL.
fn mark(tx: &Tx<'_>, number: usize) -> String {
    match tx.dialect() {
        query::Dialect::Sqlite => format!("?{number}"),
        query::Dialect::Postgres => format!("${number}"),
    }
}

/// The rows after this line, in the order of the file: all of them, or those in one of these states.
///
/// # Errors
/// The database's own failure.
pub fn after(tx: &Tx<'_>, job: i64, line: i64, states: &[&str], limit: i64) -> Result<Vec<ImportedRow>> {
    if !states.is_empty() && tx.dialect() == query::Dialect::Postgres {
        return passing(tx, job, line, states, limit);
    }
    let mut binds: Vec<Value> = vec![job.into(), line.into()];
    let marks: Vec<String> = states
        .iter()
        .map(|state| {
            binds.push((*state).into());
            mark(tx, binds.len())
        })
        .collect();
    let within = if marks.is_empty() { String::new() } else { format!(r#" AND "state" IN ({})"#, marks.join(", ")) };
    binds.push(limit.into());
    let text = format!(
        r#"SELECT {COLUMNS} FROM "ruche_import_row" WHERE "user_job_id" = {} AND "line" > {}{within} ORDER BY "line" LIMIT {}"#,
        tx.placeholder(1),
        tx.placeholder(2),
        mark(tx, binds.len())
    );
    ask(tx, &text, binds)
}

/// Those of the next rows that are in one of these states. PostgreSQL knows nothing of states that have just been
/// written: asked for them, it would take such rows for rare, and sort all that follow to find a few.
fn passing(tx: &Tx<'_>, job: i64, line: i64, states: &[&str], limit: i64) -> Result<Vec<ImportedRow>> {
    let most = usize::try_from(limit).unwrap_or(0);
    let (mut found, mut line) = (Vec::new(), line);
    while found.len() < most {
        let next = after(tx, job, line, &[], limit)?;
        let Some(last) = next.last() else { break };
        line = last.line;
        found.extend(next.into_iter().filter(|row| states.contains(&row.state.as_str())));
    }
    found.truncate(most);
    Ok(found)
}

/// A row by its line.
///
/// # Errors
/// `NotFound` where there is none.
pub fn at(tx: &Tx<'_>, job: i64, line: i64) -> Result<ImportedRow> {
    let text = format!(
        r#"SELECT {COLUMNS} FROM "ruche_import_row" WHERE "user_job_id" = {} AND "line" = {} ORDER BY "id" LIMIT 1"#,
        tx.placeholder(1),
        tx.placeholder(2)
    );
    let found = ask(tx, &text, vec![job.into(), line.into()])?.into_iter().next();
    found.ok_or_else(|| Error::NotFound(format!("line {line}")))
}

/// A row by its number.
///
/// # Errors
/// `NotFound` where the import has none of this number.
pub fn by_id(tx: &Tx<'_>, job: i64, id: i64) -> Result<ImportedRow> {
    let text = format!(
        r#"SELECT {COLUMNS} FROM "ruche_import_row" WHERE "user_job_id" = {} AND "id" = {}"#,
        tx.placeholder(1),
        tx.placeholder(2)
    );
    let found = ask(tx, &text, vec![job.into(), id.into()])?.into_iter().next();
    found.ok_or_else(|| Error::NotFound(format!("row {id}")))
}

/// Which rows are meant: what a page lists, and what its figures count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    Created,
    Updated,
    Unchanged,
    Doubtful,
    Refused,
    Skipped,
    Kept,
    Undone,
    /// Would be brought in by the next piece of work.
    Ready,
}

impl Which {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Which; 9] = [
        Which::Created,
        Which::Updated,
        Which::Unchanged,
        Which::Doubtful,
        Which::Refused,
        Which::Skipped,
        Which::Kept,
        Which::Undone,
        Which::Ready,
    ];

    /// Its name in addresses.
    pub fn name(self) -> &'static str {
        match self {
            Which::Created => "created",
            Which::Updated => "updated",
            Which::Unchanged => "unchanged",
            Which::Doubtful => "doubtful",
            Which::Refused => "refused",
            Which::Skipped => "skipped",
            Which::Kept => "kept",
            Which::Undone => "undone",
            Which::Ready => "ready",
        }
    }

    /// The one of this name.
    pub fn named(name: &str) -> Option<Which> {
        Which::ALL.into_iter().find(|which| which.name() == name)
    }

    fn condition(self) -> &'static str {
        match self {
            Which::Created => {
                r#"("state" = 'create' OR "state" = 'done' AND ("is_new" = 1 OR "is_new" IS NULL AND "how" IS NULL))"#
            }
            Which::Updated => {
                r#"("state" = 'update' OR "state" = 'done' AND ("is_new" = 0 OR "is_new" IS NULL AND "how" IS NOT NULL))"#
            }
            Which::Unchanged => r#""state" = 'unchanged'"#,
            Which::Doubtful => r#""state" = 'doubt'"#,
            Which::Refused => r#""state" IN ('error', 'failed')"#,
            Which::Skipped => r#""state" = 'skip'"#,
            Which::Kept => r#""state" = 'kept'"#,
            Which::Undone => r#""state" = 'undone'"#,
            Which::Ready => r#""state" IN ('create', 'update') AND "is_left_out" = 0"#,
        }
    }
}

/// How the rows of an import are divided: every row is in one of these, but for `ready`, which says how many of those
/// created and updated are still to be written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub total: i64,
    pub created: i64,
    pub updated: i64,
    pub unchanged: i64,
    pub doubtful: i64,
    pub refused: i64,
    pub skipped: i64,
    pub kept: i64,
    pub undone: i64,
    pub ready: i64,
}

impl Tally {
    /// How many of these.
    pub fn of(&self, which: Which) -> i64 {
        match which {
            Which::Created => self.created,
            Which::Updated => self.updated,
            Which::Unchanged => self.unchanged,
            Which::Doubtful => self.doubtful,
            Which::Refused => self.refused,
            Which::Skipped => self.skipped,
            Which::Kept => self.kept,
            Which::Undone => self.undone,
            Which::Ready => self.ready,
        }
    }
}

/// Counts them all in one pass.
///
/// # Errors
/// The database's own failure.
pub fn division(tx: &Tx<'_>, job: i64) -> Result<Tally> {
    let sums: Vec<String> =
        Which::ALL.iter().map(|which| format!("sum(CASE WHEN {} THEN 1 ELSE 0 END)", which.condition())).collect();
    let text = format!(
        r#"SELECT count(*), {} FROM "ruche_import_row" WHERE "user_job_id" = {}"#,
        sums.join(", "),
        tx.placeholder(1)
    );
    let mut tally = Tally::default();
    tx.rows(&statement(text, vec![job.into()]), |row| {
        let int = |at| owned(row.cell(at)).as_int().unwrap_or(0);
        tally = Tally {
            total: int(0),
            created: int(1),
            updated: int(2),
            unchanged: int(3),
            doubtful: int(4),
            refused: int(5),
            skipped: int(6),
            kept: int(7),
            undone: int(8),
            ready: int(9),
        };
        Ok(())
    })?;
    Ok(tally)
}

/// The rows of one kind after this line.
///
/// # Errors
/// The database's own failure.
pub fn of(tx: &Tx<'_>, job: i64, which: Which, line: i64, limit: i64) -> Result<Vec<ImportedRow>> {
    of_with(tx, job, which, line, limit, "")
}

/// The rows of one kind after this line that hold a text in one of their cells; all of them where it is empty.
///
/// # Errors
/// The database's own failure.
pub fn of_with(tx: &Tx<'_>, job: i64, which: Which, line: i64, limit: i64, sought: &str) -> Result<Vec<ImportedRow>> {
    let mut binds: Vec<Value> = vec![job.into(), line.into(), limit.into()];
    let mut within = String::new();
    if !sought.is_empty() {
        let escaped = fold(sought).replace('!', "!!").replace('%', "!%").replace('_', "!_");
        binds.push(format!("%{escaped}%").into());
        let own = query::fold_expression(tx.dialect(), r#""cells""#);
        within = format!(" AND {own} LIKE {} ESCAPE '!'", mark(tx, 4));
    }
    let text = format!(
        r#"SELECT {COLUMNS} FROM "ruche_import_row" WHERE "user_job_id" = {} AND "line" > {} AND {}{within} ORDER BY "line" LIMIT {}"#,
        tx.placeholder(1),
        tx.placeholder(2),
        which.condition(),
        tx.placeholder(3)
    );
    ask(tx, &text, binds)
}

/// The rows that were found to be about somebody who is there already, or in an earlier line, by comparing them: not
/// those that name a contact by its number.
///
/// # Errors
/// The database's own failure.
pub fn alike(tx: &Tx<'_>, job: i64, limit: i64) -> Result<Vec<ImportedRow>> {
    let text = format!(
        r#"SELECT {COLUMNS} FROM "ruche_import_row" WHERE "user_job_id" = {} AND "state" NOT IN ('error', 'failed')
AND ("how" IN ('external', 'rule', 'likeness', 'line', 'decided') OR "state" IN ('doubt', 'skip')) ORDER BY "line" LIMIT {}"#,
        tx.placeholder(1),
        tx.placeholder(2)
    );
    ask(tx, &text, vec![job.into(), limit.into()])
}

/// The contacts of an import that something has happened to since it was brought in: undoing it would leave what has
/// been changed.
///
/// # Errors
/// The database's own failure.
pub fn touched_since(tx: &Tx<'_>, job: i64, limit: i64) -> Result<Vec<i64>> {
    let mine =
        format!(r#"SELECT "transaction_id" FROM "ruche_import_step" WHERE "user_job_id" = {0}"#, tx.placeholder(1));
    let part = |entity: &str, id: &str| {
        format!(
            r#"SELECT r."contact_id" AS cid FROM "ruche_import_row" r JOIN "ruche_change" c ON c."{entity}" = 'Contact' AND c."{id}" = r."contact_id" WHERE r."user_job_id" = {0} AND r."state" = 'done' AND c."transaction_id" > r."transaction_id" AND c."transaction_id" NOT IN ({mine})"#,
            tx.placeholder(1)
        )
    };
    let text = format!(
        r#"SELECT DISTINCT t.cid FROM ({} UNION {}) AS t ORDER BY t.cid LIMIT {}"#,
        part("entity", "record_id"),
        part("owner_entity", "owner_id"),
        tx.placeholder(2)
    );
    let mut found = Vec::new();
    tx.rows(&statement(text, vec![job.into(), limit.into()]), |row| {
        found.extend(owned(row.cell(0)).as_int());
        Ok(())
    })?;
    Ok(found)
}

/// How many rows are in each state.
///
/// # Errors
/// The database's own failure.
pub fn tally(tx: &Tx<'_>, job: i64) -> Result<Vec<(String, i64)>> {
    let text = format!(
        r#"SELECT "state", count(*) FROM "ruche_import_row" WHERE "user_job_id" = {} GROUP BY "state""#,
        tx.placeholder(1)
    );
    let mut found = Vec::new();
    tx.rows(&statement(text, vec![job.into()]), |row| {
        if let (Cell::Text(state), Some(count)) = (row.cell(0), owned(row.cell(1)).as_int()) {
            found.push((state.to_owned(), count));
        }
        Ok(())
    })?;
    Ok(found)
}

/// Forgets all rows: the file is read anew.
///
/// # Errors
/// The database's own failure.
pub fn clear(tx: &Tx<'_>, job: i64) -> Result<()> {
    let text = format!(r#"DELETE FROM "ruche_import_row" WHERE "user_job_id" = {}"#, tx.placeholder(1));
    tx.execute(&statement(text, vec![job.into()]))?;
    step::clear(tx, job)
}

/// Sets one column of a row.
///
/// # Errors
/// The database's own failure.
pub fn set(tx: &Tx<'_>, row: i64, column: &'static str, value: Value) -> Result<()> {
    let text = format!(
        r#"UPDATE "ruche_import_row" SET "{column}" = {} WHERE "id" = {}"#,
        tx.placeholder(1),
        tx.placeholder(2)
    );
    tx.execute(&statement(text, vec![value, row.into()])).map(|_| ())
}
