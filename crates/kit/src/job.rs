//! Work that is done later or regularly, outside any request.

use jiff::civil::DateTime;
use query::Cell;
use schema::Value;
use serde_json::Value as Json;
use store::{Cells, Result, Tx, statement};

/// A kind of job. `run` gets a transaction of its own; what it does and that it was done are committed together.
#[derive(Clone, Copy, Debug)]
pub struct Job {
    /// The machine name (`cleanup`).
    pub name: &'static str,
    /// What it does, in a sentence.
    pub description: &'static str,
    /// Every so many seconds; None for work that is only queued.
    pub every: Option<u64>,
    pub run: fn(&mut Tx<'_>, &mut Work) -> Result<()>,
}

/// The piece of work in hand.
#[derive(Clone, Debug, Default)]
pub struct Work {
    pub id: i64,
    /// What was queued with it.
    pub payload: serde_json::Value,
    /// Where the last step stopped; None at the start. Set it to be called again, in a new transaction.
    pub position: Option<serde_json::Value>,
    pub progress: i64,
    pub total: i64,
    /// What to tell at the end.
    pub result: Option<String>,
    /// Set by a step that does much at once without a way back to its middle: where it fails, it is run once more, with
    /// `carefully`.
    pub boldly: bool,
    /// The step has failed when it was done boldly: what cannot be done is to be told from the rest.
    pub carefully: bool,
}

/// A piece of work as it stands in the queue.
#[derive(Clone, Debug, PartialEq)]
pub struct Queued {
    pub id: i64,
    /// The name of its [`Job`].
    pub kind: String,
    pub payload: Json,
    /// `waiting`, `done`, `failed`, `cancelled`.
    pub state: String,
    pub progress: i64,
    /// How much there is to do; 0 where nobody knows.
    pub total: i64,
    /// What it told at its end, or why it failed.
    pub result: Option<String>,
    /// Failures in a row.
    pub attempts: i64,
    /// Who asked for it.
    pub contact_id: Option<i64>,
    /// In the site's time zone.
    pub created: DateTime,
}

impl Queued {
    /// Whether it is neither done nor given up.
    pub fn is_open(&self) -> bool {
        self.state == "waiting" || self.state == "running"
    }
}

/// Queues a piece of work for now, to be done with the rights that the actor has at that time; tells its number.
///
/// # Errors
/// The database's own failure.
pub fn queue(tx: &mut Tx<'_>, kind: &str, payload: &Json, total: i64) -> Result<i64> {
    let at = Value::DateTime(tx.clock().to_utc(tx.clock().now));
    let text = format!(
        r#"INSERT INTO "ruche_job" ("kind", "payload", "state", "due", "created", "contact_id", "total", "domain_id")
           VALUES ({}, {}, 'waiting', {}, {at}, {}, {}, {domain})"#,
        tx.placeholder(1),
        tx.placeholder(2),
        tx.placeholder(3),
        tx.placeholder(5),
        tx.placeholder(6),
        at = tx.placeholder(4),
        domain = tx.domain(),
    );
    let contact = tx.actor().contact_id;
    let binds = vec![kind.into(), payload.to_string().into(), at.clone(), at, contact.into(), total.into()];
    tx.insert(statement(text, binds))
}

const COLUMNS: &str =
    r#""id", "kind", "payload", "state", "progress", "total", "result", "attempts", "contact_id", "created""#;

fn read(tx: &Tx<'_>, row: &dyn Cells) -> Queued {
    let int = |at| if let Cell::Int(n) = row.cell(at) { Some(n) } else { None };
    let text = |at| if let Cell::Text(text) = row.cell(at) { Some(text.to_owned()) } else { None };
    let created = match row.cell(9) {
        Cell::DateTime(at) => at,
        Cell::Text(text) => text.replace(' ', "T").parse().unwrap_or_default(),
        _ => DateTime::default(),
    };
    Queued {
        id: int(0).unwrap_or(0),
        kind: text(1).unwrap_or_default(),
        payload: text(2).and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default(),
        state: text(3).unwrap_or_default(),
        progress: int(4).unwrap_or(0),
        total: int(5).unwrap_or(0),
        result: text(6),
        attempts: int(7).unwrap_or(0),
        contact_id: int(8),
        created: tx.clock().from_utc(created),
    }
}

/// A piece of work by its number; None where there is none.
///
/// # Errors
/// The database's own failure.
pub fn queued(tx: &Tx<'_>, id: i64) -> Result<Option<Queued>> {
    let text = format!(r#"SELECT {COLUMNS} FROM "ruche_job" WHERE "id" = {}"#, tx.placeholder(1));
    let mut found = None;
    tx.rows(&statement(text, vec![id.into()]), |row| {
        found = Some(read(tx, row));
        Ok(())
    })?;
    Ok(found)
}

/// What a contact has asked for, newest first.
///
/// # Errors
/// The database's own failure.
pub fn queued_by(tx: &Tx<'_>, contact: i64, limit: i64) -> Result<Vec<Queued>> {
    let text = format!(
        r#"SELECT {COLUMNS} FROM "ruche_job" WHERE "contact_id" = {} ORDER BY "id" DESC LIMIT {}"#,
        tx.placeholder(1),
        tx.placeholder(2)
    );
    let mut all = Vec::new();
    tx.rows(&statement(text, vec![contact.into(), limit.into()]), |row| {
        all.push(read(tx, row));
        Ok(())
    })?;
    Ok(all)
}

/// Stops a piece of work between two of its steps; tells whether it was still open.
///
/// # Errors
/// The database's own failure.
pub fn cancel(tx: &mut Tx<'_>, id: i64) -> Result<bool> {
    let text = format!(
        r#"UPDATE "ruche_job" SET "state" = 'cancelled' WHERE "id" = {} AND "state" IN ('waiting', 'running')"#,
        tx.placeholder(1)
    );
    Ok(tx.execute(&statement(text, vec![id.into()]))? > 0)
}
