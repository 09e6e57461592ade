//! Keeping the index: a job reads what history has gained, so that nothing is written on the way of a change, and sets,
//! imports, merges, undoing and restoring are followed like any other write.
//!
//! In PostgreSQL a transaction may commit after others that took later numbers. What lies behind the job is counted once
//! more when everything that ran beside it has ended, and read again where something has come in between.

use std::collections::BTreeSet;

use contact::access::fact;
use kit::{Job, Registry, Work};
use query::{Cell, Dialect, GetRequest};
use serde_json::{Map, Value as Json, json};
use store::{As, Result, Tx, statement};

use super::index::{self, Record};
use super::{KINDS, Kind, plain, words};

/// The name of the job.
pub const JOB: &str = "full_text";
/// The form of the index; another one is built anew.
const FORM: i64 = 3;
/// So many records are read in one step.
const STEP: i64 = 1_000;
/// So many records are asked for at once.
const CHUNK: usize = 500;
/// So many words of one record count.
const WORDS: usize = 2_000;

const NIGHTLY: u64 = 24 * 60 * 60;

/// Which form of the index stands, whole; 0 for none.
const READY: &str = "text_ready";
/// The last entry of history that is in the index.
const DONE: &str = "text_done";
/// Up to here nothing can come in between any more; and what was seen of the entries behind it.
const SETTLED: &str = "text_settled";
const MARKED: &str = "text_marked";
const MARKED_COUNT: &str = "text_marked_count";
const MARKED_BY: &str = "text_marked_by";

fn state(tx: &Tx<'_>, name: &str) -> Result<i64> {
    let text = format!(r#"SELECT "value" FROM "ruche_state" WHERE "name" = {}"#, tx.placeholder(1));
    Ok(tx.one(&statement(text, vec![name.into()]))?.and_then(|value| value.as_int()).unwrap_or(0))
}

fn set_state(tx: &Tx<'_>, name: &str, value: i64) -> Result<()> {
    let (first, second) = (tx.placeholder(1), tx.placeholder(2));
    let text = format!(r#"UPDATE "ruche_state" SET "value" = {first} WHERE "name" = {second}"#);
    if tx.execute(&statement(text, vec![value.into(), name.into()]))? == 0 {
        let text = format!(r#"INSERT INTO "ruche_state" ("value", "name") VALUES ({first}, {second})"#);
        tx.execute(&statement(text, vec![value.into(), name.into()]))?;
    }
    Ok(())
}

/// The words of whoever was forgotten stay in the list of known ones, and in parts of the index that nobody has merged
/// yet: after that it is built anew.
///
/// # Errors
/// The database's own failure.
pub fn forget(tx: &Tx<'_>) -> Result<()> {
    let forgotten = state(tx, fact::FORGOTTEN)?;
    if forgotten > state(tx, fact::WORDS_FORGOTTEN)? {
        rebuild(tx)?;
        set_state(tx, fact::WORDS_FORGOTTEN, forgotten)?;
    }
    Ok(())
}

/// Whether the index can be asked.
///
/// # Errors
/// The database's own failure.
pub fn is_ready(tx: &Tx<'_>) -> Result<bool> {
    Ok(state(tx, READY)? == FORM)
}

/// Forgets the index; the job builds it anew.
///
/// # Errors
/// The database's own failure.
pub fn rebuild(tx: &Tx<'_>) -> Result<()> {
    set_state(tx, READY, 0)
}

/// One step: of building where there is no index, of following history where there is.
///
/// # Errors
/// The database's own failure.
pub fn step(tx: &mut Tx<'_>, work: &mut Work) -> Result<()> {
    if is_ready(tx)? {
        work.position = follow(tx)?.then(|| json!("history"));
        return Ok(());
    }
    let position = work.position.take();
    let at = |name: &str| position.as_ref()?.get(name)?.as_i64();
    let (kind, after) = match (at("kind"), at("after")) {
        (Some(kind), Some(after)) => (usize::try_from(kind).unwrap_or(0), after),
        _ => {
            index::begin(tx)?;
            let last = last_entry(tx)?;
            set_state(tx, DONE, last)?;
            // What was under way when the building began may be seen neither by it nor in history yet.
            set_state(tx, SETTLED, (last - 10_000).max(0))?;
            mark(tx, last)?;
            (0, 0)
        }
    };
    let Some(of) = KINDS.get(kind) else {
        set_state(tx, READY, FORM)?;
        work.position = Some(json!("history"));
        return Ok(());
    };
    let last = build(tx, of, after)?;
    let (kind, after) = last.map_or((kind + 1, 0), |last| (kind, last));
    work.position = Some(json!({"kind": kind, "after": after}));
    Ok(())
}

/// Puts the next records of a kind into the index; tells the last of them, or None where none was left.
fn build(tx: &Tx<'_>, kind: &Kind, after: i64) -> Result<Option<i64>> {
    let Some(entity) = tx.catalog().entity(kind.entity) else { return Ok(None) };
    let text = format!(
        r#"SELECT "id" FROM "{}" WHERE "id" > {} ORDER BY "id" LIMIT {}"#,
        entity.table,
        tx.placeholder(1),
        tx.placeholder(2)
    );
    let ids = ids(tx, &text, vec![after.into(), STEP.into()])?;
    refresh(tx, kind, &ids)?;
    Ok(ids.last().copied())
}

fn ids(tx: &Tx<'_>, text: &str, binds: Vec<schema::Value>) -> Result<Vec<i64>> {
    let mut ids = Vec::new();
    tx.rows(&statement(text, binds), |row| {
        if let Cell::Int(id) = row.cell(0) {
            ids.push(id);
        }
        Ok(())
    })?;
    Ok(ids)
}

/// Reads these records and puts their words into the index; those that are not there any more are forgotten.
fn refresh(tx: &Tx<'_>, kind: &Kind, ids: &[i64]) -> Result<()> {
    let fields = known_fields(tx, kind);
    for chunk in ids.chunks(CHUNK) {
        let request = GetRequest {
            select: std::iter::once("id")
                .chain(kind.narrowed)
                .chain(fields.iter().copied())
                .map(str::to_owned)
                .collect(),
            where_: std::iter::once(json!(["id", "IN", chunk])).chain(living(tx, kind)).collect(),
            ..GetRequest::default()
        };
        let found = tx.get(kind.entity, &request, As::Program)?.rows;
        let mut records: Vec<Record> = chunk.iter().map(|id| Record { id: *id, ..Record::default() }).collect();
        for row in found {
            let id = row.get("id").and_then(Json::as_i64).unwrap_or(0);
            if let Some(record) = records.iter_mut().find(|record| record.id == id) {
                record.words = words_of(&fields, &row);
                record.month = kind.narrowed.and_then(|date| month(row.get(date)?.as_str()?));
            }
        }
        index::put(tx, kind, &records)?;
    }
    Ok(())
}

/// That records are neither in the bin nor made for trying: asked for by number, they would come too.
pub fn living(tx: &Tx<'_>, kind: &Kind) -> Vec<Json> {
    let Some(entity) = tx.catalog().entity(kind.entity) else { return Vec::new() };
    let known = ["is_deleted", "is_test"].into_iter().filter(|name| entity.field(name).is_some());
    known.map(|name| json!([name, "=", false])).collect()
}

/// The fields of a kind that this site has.
pub fn known_fields(tx: &Tx<'_>, kind: &Kind) -> Vec<&'static str> {
    let known = |path: &&str| crate::run::item::target(tx.catalog(), kind.entity, &[], path).is_some();
    kind.fields.iter().copied().filter(known).collect()
}

/// The month of a date as answers write it, counted from year 0.
pub fn month(date: &str) -> Option<i64> {
    let mut parts = date.split('-');
    Some(parts.next()?.parse::<i64>().ok()? * 12 + parts.next()?.parse::<i64>().ok()? - 1)
}

fn words_of(fields: &[&str], row: &Map<String, Json>) -> Vec<String> {
    let texts = fields.iter().filter_map(|field| row.get(*field)?.as_str());
    let mut all: Vec<String> = texts.flat_map(|text| words(&plain(text))).collect();
    all.sort_unstable();
    all.dedup();
    all.truncate(WORDS);
    all
}

/// The number of the last entry of history.
fn last_entry(tx: &Tx<'_>) -> Result<i64> {
    let text = r#"SELECT max("id") FROM "ruche_change""#;
    Ok(tx.one(&statement(text, Vec::new()))?.and_then(|value| value.as_int()).unwrap_or(0))
}

/// Takes over what history has gained; tells whether there is more.
fn follow(tx: &mut Tx<'_>) -> Result<bool> {
    settle(tx)?;
    let done = state(tx, DONE)?;
    let (touched, last) = touched(tx, done, i64::MAX, STEP)?;
    for (kind, ids) in KINDS.iter().zip(&touched) {
        refresh(tx, kind, &ids.iter().copied().collect::<Vec<_>>())?;
    }
    if last > done {
        set_state(tx, DONE, last)?;
    }
    if tx.dialect() == Dialect::Postgres && state(tx, MARKED)? == 0 && last > state(tx, SETTLED)? {
        mark(tx, last)?;
    }
    Ok(last > done)
}

/// Remembers how many entries there are up to here, and which transactions may still add to them.
fn mark(tx: &Tx<'_>, last: i64) -> Result<()> {
    if tx.dialect() != Dialect::Postgres {
        return Ok(());
    }
    let running = r#"SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint"#;
    let running = tx.one(&statement(running, Vec::new()))?.and_then(|value| value.as_int()).unwrap_or(0);
    let count = entries(tx, state(tx, SETTLED)?, last)?;
    set_state(tx, MARKED, last)?;
    set_state(tx, MARKED_COUNT, count)?;
    set_state(tx, MARKED_BY, running)
}

fn entries(tx: &Tx<'_>, after: i64, last: i64) -> Result<i64> {
    let text = format!(
        r#"SELECT count(*) FROM "ruche_change" WHERE "id" > {} AND "id" <= {}"#,
        tx.placeholder(1),
        tx.placeholder(2)
    );
    Ok(tx.one(&statement(text, vec![after.into(), last.into()]))?.and_then(|value| value.as_int()).unwrap_or(0))
}

/// Looks behind: once all that ran beside the last step has ended, entries that came in between are taken over too.
fn settle(tx: &mut Tx<'_>) -> Result<()> {
    let marked = state(tx, MARKED)?;
    if tx.dialect() != Dialect::Postgres || marked == 0 {
        return Ok(());
    }
    let oldest = r#"SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint"#;
    let oldest = tx.one(&statement(oldest, Vec::new()))?.and_then(|value| value.as_int()).unwrap_or(0);
    if oldest < state(tx, MARKED_BY)? {
        return Ok(());
    }
    let settled = state(tx, SETTLED)?;
    if entries(tx, settled, marked)? != state(tx, MARKED_COUNT)? {
        let (touched, _) = touched(tx, settled, marked, i64::MAX)?;
        for (kind, ids) in KINDS.iter().zip(&touched) {
            refresh(tx, kind, &ids.iter().copied().collect::<Vec<_>>())?;
        }
    }
    set_state(tx, SETTLED, marked)?;
    set_state(tx, MARKED, 0)
}

/// The records of each kind that have changed since, before the job has read of it; none where they are too many.
///
/// # Errors
/// The database's own failure.
pub fn fresh(tx: &Tx<'_>, most: i64) -> Result<[BTreeSet<i64>; KINDS.len()]> {
    Ok(touched(tx, unread_since(tx, most)?, i64::MAX, most)?.0)
}

/// As [`fresh`]; None where twice as many entries could not tell all of them.
///
/// # Errors
/// The database's own failure.
pub fn all_fresh(tx: &Tx<'_>, most: i64) -> Result<Option<[BTreeSet<i64>; KINDS.len()]>> {
    let (since, most) = (unread_since(tx, most)?, most * 2);
    let text = format!(
        r#"SELECT "id" FROM "ruche_change" WHERE "id" > {} ORDER BY "id" LIMIT 1 OFFSET {}"#,
        tx.placeholder(1),
        tx.placeholder(2)
    );
    if tx.one(&statement(text, vec![since.into(), most.into()]))?.is_some() {
        return Ok(None);
    }
    Ok(Some(touched(tx, since, i64::MAX, most)?.0))
}

/// The last entry of history of which the index surely knows, or one that is `most` before where the job stands.
fn unread_since(tx: &Tx<'_>, most: i64) -> Result<i64> {
    Ok(match tx.dialect() {
        Dialect::Sqlite => state(tx, DONE)?,
        Dialect::Postgres => state(tx, SETTLED)?.max(state(tx, DONE)? - most),
    })
}

/// The records that entries of history tell of, by kind, and the last of these entries.
fn touched(tx: &Tx<'_>, after: i64, until: i64, most: i64) -> Result<([BTreeSet<i64>; KINDS.len()], i64)> {
    let text = format!(
        r#"SELECT "id", "entity", "record_id", "action", "owner_entity", "owner_id" FROM "ruche_change"
           WHERE "id" > {} AND "id" <= {} ORDER BY "id" LIMIT {}"#,
        tx.placeholder(1),
        tx.placeholder(2),
        tx.placeholder(3)
    );
    let mut found: [BTreeSet<i64>; KINDS.len()] = Default::default();
    let mut sets: Vec<(usize, bool, i64)> = Vec::new();
    let mut last = after;
    tx.rows(&statement(text, vec![after.into(), until.into(), most.into()]), |row| {
        let int = |at| if let Cell::Int(n) = row.cell(at) { n } else { 0 };
        let text = |at| if let Cell::Text(text) = row.cell(at) { text.to_owned() } else { String::new() };
        last = int(0);
        let entity = base(tx, &text(1));
        for (at, kind) in KINDS.iter().enumerate() {
            let part = kind.parts.contains(&entity.as_str());
            if !part && entity != kind.entity {
                continue;
            }
            // An entry that stands for many names them beside.
            match (int(2), part) {
                (0, part) => sets.push((at, part, last)),
                (_, true) if base(tx, &text(4)) == kind.entity => drop(found[at].insert(int(5))),
                (id, false) => drop(found[at].insert(id)),
                _ => {}
            }
        }
        Ok(())
    })?;
    for (at, part, change) in sets {
        let column = if part { "owner_id" } else { "record_id" };
        let text = format!(r#"SELECT "{column}" FROM "ruche_change_row" WHERE "change_id" = {}"#, tx.placeholder(1));
        found[at].extend(ids(tx, &text, vec![change.into()])?);
    }
    Ok((found, last))
}

/// The entity behind a preset: history may tell of an individual.
fn base(tx: &Tx<'_>, name: &str) -> String {
    let preset = tx.catalog().entity(name).and_then(|entity| entity.preset.clone());
    preset.map_or_else(|| name.to_owned(), |preset| preset.entity.to_string())
}

/// Signs the job into the registry.
pub fn register(registry: &mut Registry) {
    registry.job(Job {
        name: "full_text_forget",
        description: "Builds the index of words anew after somebody was forgotten.",
        every: Some(NIGHTLY),
        run: |tx, _| forget(tx),
    });
    registry.job(Job {
        name: JOB,
        description: "Keeps the index of words that the one box looks through.",
        every: Some(20),
        run: step,
    });
}
