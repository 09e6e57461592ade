//! The worker: runs registered jobs when they are due, one transaction a step. Any number of processes may work at once.

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use jiff::civil::DateTime;
use kit::{Job, Work};
use query::{Cell, Dialect};
use schema::{Actor, Value};
use store::{Error, Result, Tx, statement};

use crate::house::House;

/// How often the worker looks for due jobs.
const PAUSE: Duration = Duration::from_millis(500);
/// A step of housekeeping that took longer than this is followed by a rest as long as itself: on SQLite it held the
/// writer, and people come first.
const BRIEF: Duration = Duration::from_millis(15);
/// The longest rest.
const REST: Duration = Duration::from_millis(400);
/// After so many failures in a row a queued job is given up; a regular one waits for its next turn.
const MOST_ATTEMPTS: i64 = 8;

/// Starts a thread that works until `stop`.
pub fn start(house: House, stop: std::sync::Arc<AtomicBool>) -> std::io::Result<JoinHandle<()>> {
    std::thread::Builder::new().name("jobs".to_owned()).spawn(move || work(&house, &stop))
}

/// Works until `stop`; the job in hand is finished first.
pub fn work(house: &House, stop: &AtomicBool) {
    let mut known = false;
    while !stop.load(Ordering::Acquire) {
        if !known {
            known = enlist(house).inspect_err(|error| tracing::error!(%error, "jobs cannot be listed")).is_ok();
        }
        match round(house, stop) {
            Ok(true) => {}
            Ok(false) => std::thread::sleep(PAUSE),
            Err(error) => {
                tracing::error!(%error, "the worker stumbled");
                std::thread::sleep(PAUSE * 10);
            }
        }
    }
}

/// Makes sure that each regular job has its row.
fn enlist(house: &House) -> Result<()> {
    house.site.write(&Actor::system("jobs"), "jobs", |tx| {
        for job in house.registry.jobs.iter().filter(|job| job.every.is_some()) {
            let known = format!(r#"SELECT count(*) FROM "ruche_job" WHERE "kind" = {}"#, mark(tx, 1));
            let count = tx.one(&statement(known, vec![job.name.into()]))?.and_then(|n| n.as_int());
            if count == Some(0) {
                let now = Value::DateTime(now(tx));
                let text = format!(
                    r#"INSERT INTO "ruche_job" ("kind", "payload", "state", "due", "created") VALUES ({}, 'null', 'waiting', {}, {})"#,
                    mark(tx, 1), mark(tx, 2), mark(tx, 3)
                );
                tx.execute(&statement(text, vec![job.name.into(), now.clone(), now]))?;
            }
        }
        Ok(())
    })
}

/// Runs one step of each job that is due; tells whether there was any.
fn round(house: &House, stop: &AtomicBool) -> Result<bool> {
    let due = house.site.read(&Actor::system("jobs"), |tx| due(tx))?;
    for (id, kind) in &due {
        if stop.load(Ordering::Acquire) {
            return Ok(true);
        }
        if let Some(job) = house.registry.jobs.iter().find(|job| job.name == kind) {
            let begin = Instant::now();
            step(house, job, *id)?;
            rest(job, begin.elapsed());
        }
    }
    Ok(!due.is_empty())
}

/// Leaves the database to people for a while; what somebody waits for goes on at once.
fn rest(job: &Job, took: Duration) {
    if job.every.is_some() && took > BRIEF {
        std::thread::sleep(took.min(REST));
    }
}

fn due(tx: &Tx<'_>) -> Result<Vec<(i64, String)>> {
    let text = format!(
        r#"SELECT "id", "kind" FROM "ruche_job" WHERE "state" = 'waiting' AND "due" <= {} ORDER BY "due", "id" LIMIT 20"#,
        mark(tx, 1)
    );
    let mut found = Vec::new();
    tx.rows(&statement(text, vec![Value::DateTime(now(tx))]), |row| {
        if let (Cell::Int(id), Cell::Text(kind)) = (row.cell(0), row.cell(1)) {
            found.push((id, kind.to_owned()));
        }
        Ok(())
    })?;
    Ok(found)
}

/// Runs a job's next step; what was done boldly and failed is done once more, carefully.
fn step(house: &House, job: &Job, id: i64) -> Result<()> {
    let mut boldly = false;
    let ran = attempt(house, job, id, false, &mut boldly);
    let ran = if ran.is_err() && boldly { attempt(house, job, id, true, &mut boldly) } else { ran };
    let Err(error) = ran else { return Ok(()) };
    tracing::warn!(job = job.name, %error, "a job failed");
    house.site.write(&Actor::system(job.name), job.name, |tx| note_failure(tx, job, id, &error))
}

/// What a step does and that it was done are one transaction.
fn attempt(house: &House, job: &Job, id: i64, carefully: bool, boldly: &mut bool) -> Result<()> {
    let system = Actor::system(job.name);
    let (actor, domain) = house.site.read(&system, |tx| Ok((who(tx, job, id)?, domain(tx, id)?)))?;
    let site = house.site.at(domain);
    let done = |tx: &mut Tx<'_>| {
        let Some(work) = claim(tx, id)? else { return Ok(()) };
        let mut work = Work { carefully, ..work };
        let ran = (job.run)(tx, &mut work);
        *boldly = work.boldly;
        ran.and_then(|()| settle(tx, job, &work))
    };
    match job.every {
        Some(_) => site.write(&actor, job.name, done),
        // What somebody has asked for is about many records.
        None => site.write_apart(&actor, job.name, done),
    }
}

/// The domain in which somebody has asked for it.
fn domain(tx: &Tx<'_>, id: i64) -> Result<i64> {
    let text = format!(r#"SELECT "domain_id" FROM "ruche_job" WHERE "id" = {}"#, mark(tx, 1));
    let found = tx.one(&statement(text, vec![id.into()]))?.and_then(|domain| domain.as_int());
    Ok(found.unwrap_or(store::MAIN_DOMAIN))
}

/// Whose rights a job has: what somebody has asked for is done as they, with what they may do now.
fn who(tx: &Tx<'_>, job: &Job, id: i64) -> Result<Actor> {
    let text = format!(
        r#"SELECT u."id" FROM "ruche_job" j JOIN "civicrm_uf_match" u ON u."contact_id" = j."contact_id" WHERE j."id" = {}"#,
        mark(tx, 1)
    );
    let asked = format!(r#"SELECT "contact_id" FROM "ruche_job" WHERE "id" = {}"#, mark(tx, 1));
    if tx.one(&statement(asked, vec![id.into()]))?.is_none_or(|contact| contact.is_null()) {
        return Ok(Actor::system(job.name));
    }
    let user = tx.one(&statement(text, vec![id.into()]))?.and_then(|user| user.as_int());
    let bearer = user.map(|user| contact::access::actor_of_user(tx, user)).transpose()?.flatten();
    match bearer {
        Some(bearer) if bearer.is_active => Ok(bearer.actor),
        _ => Err(Error::Forbidden("Whoever asked for this has no account any more.".to_owned())),
    }
}

/// The row, held against other workers until the end of the transaction; None when another has it or did it.
fn claim(tx: &Tx<'_>, id: i64) -> Result<Option<Work>> {
    let hold = if tx.dialect() == Dialect::Postgres { " FOR UPDATE SKIP LOCKED" } else { "" };
    let text = format!(
        r#"SELECT "payload", "position", "progress", "total" FROM "ruche_job" WHERE "id" = {} AND "state" = 'waiting' AND "due" <= {}{hold}"#,
        mark(tx, 1),
        mark(tx, 2)
    );
    let mut found = None;
    tx.rows(&statement(text, vec![id.into(), Value::DateTime(now(tx))]), |row| {
        let json = |at| match row.cell(at) {
            Cell::Text(text) => serde_json::from_str(text).ok(),
            _ => None,
        };
        let int = |at| if let Cell::Int(n) = row.cell(at) { n } else { 0 };
        let payload = json(0).unwrap_or_default();
        found = Some(Work {
            id,
            payload,
            position: json(1),
            progress: int(2),
            total: int(3),
            result: None,
            ..Work::default()
        });
        Ok(())
    })?;
    Ok(found)
}

fn settle(tx: &Tx<'_>, job: &Job, work: &Work) -> Result<()> {
    let (state, wait) = match (&work.position, job.every) {
        (Some(_), _) => ("waiting", 0),
        (None, Some(every)) => ("waiting", every),
        (None, None) => ("done", 0),
    };
    let position = work.position.as_ref().map(ToString::to_string);
    let text = format!(
        r#"UPDATE "ruche_job" SET "state" = {}, "due" = {}, "position" = {}, "progress" = {}, "total" = {}, "result" = {}, "attempts" = 0 WHERE "id" = {}"#,
        mark(tx, 1),
        mark(tx, 2),
        mark(tx, 3),
        mark(tx, 4),
        mark(tx, 5),
        mark(tx, 6),
        mark(tx, 7)
    );
    let binds = vec![
        state.into(),
        later(tx, wait),
        position.into(),
        work.progress.into(),
        work.total.into(),
        work.result.clone().into(),
        work.id.into(),
    ];
    tx.execute(&statement(text, binds)).map(|_| ())
}

fn note_failure(tx: &Tx<'_>, job: &Job, id: i64, error: &Error) -> Result<()> {
    let tried = format!(r#"SELECT "attempts" FROM "ruche_job" WHERE "id" = {}"#, mark(tx, 1));
    let attempts = tx.one(&statement(tried, vec![id.into()]))?.and_then(|n| n.as_int()).unwrap_or(0) + 1;
    // What is refused today is refused tomorrow.
    let refused = !matches!(error, Error::Internal(_) | Error::Conflict(_));
    let given_up = (attempts >= MOST_ATTEMPTS || refused) && job.every.is_none();
    let wait = 30_u64.saturating_mul(1 << attempts.clamp(0, 10)).min(job.every.unwrap_or(3600).max(60));
    let text = format!(
        r#"UPDATE "ruche_job" SET "state" = {}, "due" = {}, "attempts" = {}, "result" = {} WHERE "id" = {}"#,
        mark(tx, 1),
        mark(tx, 2),
        mark(tx, 3),
        mark(tx, 4),
        mark(tx, 5)
    );
    let state = if given_up { "failed" } else { "waiting" };
    let binds = vec![state.into(), later(tx, wait), attempts.into(), error.to_string().into(), id.into()];
    tx.execute(&statement(text, binds)).map(|_| ())
}

fn now(tx: &Tx<'_>) -> DateTime {
    tx.clock().to_utc(tx.clock().now)
}

fn later(tx: &Tx<'_>, seconds: u64) -> Value {
    let seconds = i64::try_from(seconds).unwrap_or(i64::MAX / 4);
    Value::DateTime(now(tx).saturating_add(jiff::SignedDuration::from_secs(seconds)))
}

pub(crate) fn mark(tx: &Tx<'_>, number: usize) -> String {
    let sign = if tx.dialect() == Dialect::Sqlite { '?' } else { '$' };
    format!("{sign}{number}")
}
