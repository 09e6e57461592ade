//! The three pieces of work of an import: rehearsing it, doing it, undoing it. Each step is one transaction with its own
//! bookkeeping, so that a step is done whole or not at all, whenever the program is stopped.

use std::collections::HashSet;
use std::fs::File;
use std::time::{Duration, Instant};

use file::content::{self, Store};
use kit::Work;
use schema::{Record, Value};
use serde_json::{Map, Value as Json, json};
use store::{As, Error, FieldError, Result, Tx};

use crate::apply::{Deeds, apply};
use crate::look::{Import, Line, Looked, import};
use crate::recognise::RECORD;
use crate::record::Kind;
use crate::rows::{self, ImportedRow, state};
use crate::setup::{Setup, Stage};
use crate::source::{self, Unreadable};
use crate::step;
use crate::template;
use crate::user_job::{ImportRow, status};
use crate::verdict::{self, Verdict};
use crate::wanted::Fault;

pub const REHEARSE: &str = "rehearse import";
pub const IMPORT: &str = "import";
pub const UNDO: &str = "undo import";

/// Rows that one step reads from the file.
const READ: usize = 100_000;
/// Rows that are added at once.
const ADDED: usize = 1_000;
/// Rows that one step looks at.
const LOOKED_AT: i64 = 2_000;
/// Rows that one step brings in where nobody has set how many: many at once are quicker, but take longer to take back.
const WRITTEN: i64 = 5_000;
/// Rows that are thought about while those before them are still being written. Between such pieces a step ends when
/// others wait to write.
const PIECE: i64 = 1_000;
/// A step that has taken so long ends with the piece in hand.
const LONG_ENOUGH: Duration = Duration::from_millis(500);
/// Rows that one step brings in at most.
const MOST_WRITTEN: i64 = 10_000;
/// The setting that says how many.
pub const BATCH: &str = "import_batch_size";

/// An import of more rows may change what is true of the sizes of tables.
const MANY: i64 = 1_000;

/// Megabytes of the database that a piece of work holds: indexes are written all over the file.
const HELD: u32 = 96;
/// What the connection holds otherwise.
const HELD_AT_REST: u32 = 8;

/// An import with its setup.
///
/// # Errors
/// `NotFound` where there is none that the actor may see.
pub fn load(tx: &Tx<'_>, id: i64) -> Result<Setup> {
    let found = contact::pages::rows::ask(
        tx,
        "UserJob",
        &["id", "metadata"],
        json!([["id", "=", id], ["is_template", "=", false]]),
        &[],
        1,
    )?;
    let found = found.into_iter().next();
    let metadata = found.and_then(|row| row.get("metadata").cloned()).unwrap_or_default();
    let text = metadata.as_str().map_or_else(|| metadata.to_string(), str::to_owned);
    Setup::parse(&text).ok_or_else(|| Error::NotFound(format!("import {id}")))
}

/// Keeps a setup.
///
/// # Errors
/// As any write.
pub fn keep(tx: &mut Tx<'_>, id: i64, setup: &Setup) -> Result<()> {
    let status = match setup.stage {
        Stage::Draft | Stage::Rehearsing | Stage::Rehearsed => status::DRAFT,
        Stage::Importing | Stage::Undoing => status::IN_PROGRESS,
        Stage::Imported => status::COMPLETED,
        Stage::Undone => status::UNDONE,
    };
    let mut values = Map::new();
    values.insert("id".to_owned(), json!(id));
    values.insert("metadata".to_owned(), setup.json());
    values.insert("job_type".to_owned(), json!(template::kind(tx, setup)?));
    values.insert("status_id".to_owned(), json!(status));
    if setup.stage == Stage::Imported {
        let now = tx.clock().now;
        let until = now.saturating_add(jiff::Span::new().days(UNDO_DAYS));
        values.insert("end_date".to_owned(), json!(now.strftime("%Y-%m-%d %H:%M:%S").to_string()));
        values.insert("expires_date".to_owned(), json!(until.strftime("%Y-%m-%d %H:%M:%S").to_string()));
    }
    if let Some(job) = setup.job {
        values.insert("queue_id".to_owned(), json!(job));
    }
    tx.save("UserJob", values, As::Actor).map(|_| ())
}

/// Queues a piece of work for an import; gives its number.
///
/// # Errors
/// As any write.
pub fn begin(tx: &mut Tx<'_>, id: i64, kind: &str) -> Result<i64> {
    begin_with(tx, id, kind, &json!({"import": id}))
}

/// Queues another try of the rows that were refused: what stood in their way may be gone.
///
/// # Errors
/// As any write.
pub fn begin_again(tx: &mut Tx<'_>, id: i64) -> Result<i64> {
    begin_with(tx, id, IMPORT, &json!({"import": id, "again": true}))
}

fn begin_with(tx: &mut Tx<'_>, id: i64, kind: &str, payload: &Json) -> Result<i64> {
    let mut setup = load(tx, id)?;
    // Work that failed or was cancelled is taken up again where it stopped.
    let stopped = is_stopped(tx, &setup)?;
    let (stage, fits) = match (kind, setup.stage) {
        (REHEARSE, Stage::Draft | Stage::Rehearsed | Stage::Undone) => (Stage::Rehearsing, true),
        (REHEARSE, Stage::Rehearsing) => (Stage::Rehearsing, stopped),
        (IMPORT, Stage::Rehearsed | Stage::Imported) => (Stage::Importing, true),
        (IMPORT, Stage::Importing) => (Stage::Importing, stopped),
        (UNDO, Stage::Imported) => (Stage::Undoing, may_undo(tx, id)?),
        (UNDO, Stage::Importing | Stage::Undoing) => (Stage::Undoing, stopped),
        _ => (setup.stage, false),
    };
    if !fits {
        return Err(Error::Conflict("The import is not there yet, or further already.".to_owned()));
    }
    let job = kit::job::queue(tx, kind, payload, setup.rows)?;
    setup.stage = stage;
    setup.job = Some(job);
    keep(tx, id, &setup)?;
    Ok(job)
}

/// Does a piece of work to its end in this process, each step in a transaction of its own, without the queue: for the
/// command line. When it is stopped, the import's page can take it up.
///
/// # Errors
/// What a step fails with; the steps before it stay done.
pub fn to_the_end(site: &store::Site, actor: &schema::Actor, id: i64, kind: &str) -> Result<()> {
    site.write(actor, kind, |tx| {
        let job = begin(tx, id, kind)?;
        kit::job::cancel(tx, job).map(|_| ())
    })?;
    let mut work = Work { payload: json!({"import": id}), ..Work::default() };
    loop {
        let before = work.clone();
        let step = |work: &mut Work| {
            site.write_apart(actor, kind, |tx| match kind {
                REHEARSE => rehearse(tx, work),
                IMPORT => run(tx, work),
                _ => undo(tx, work),
            })
        };
        match step(&mut work) {
            Err(_) if work.boldly => {
                work = Work { carefully: true, ..before };
                step(&mut work)?;
            }
            done => done?,
        }
        (work.boldly, work.carefully) = (false, false);
        if work.position.is_none() {
            return Ok(());
        }
    }
}

/// So many days an import can be taken back in one gesture.
pub const UNDO_DAYS: i64 = 30;

/// Whether the import was brought in not too long ago to be taken back.
///
/// # Errors
/// The database's own failure.
pub fn may_undo(tx: &Tx<'_>, id: i64) -> Result<bool> {
    let row = contact::pages::rows::one(tx, "UserJob", &["expires_date"], id)?;
    let until = row.and_then(|row| contact::pages::rows::moment(contact::pages::rows::text(&row, "expires_date")));
    Ok(until.is_none_or(|until| until >= tx.clock().now))
}

/// Whether the work that an import waits for goes on no more.
///
/// # Errors
/// The database's own failure.
pub fn is_stopped(tx: &Tx<'_>, setup: &Setup) -> Result<bool> {
    if !matches!(setup.stage, Stage::Rehearsing | Stage::Importing | Stage::Undoing) {
        return Ok(false);
    }
    let job = match setup.job {
        Some(job) => kit::job::queued(tx, job)?,
        None => None,
    };
    Ok(job.is_none_or(|job| !job.is_open()))
}

/// Opens the file of an import.
///
/// # Errors
/// `NotFound` where the file is gone.
pub fn opener(tx: &Tx<'_>, file: i64) -> Result<impl Fn() -> std::io::Result<File> + use<>> {
    let digest = file::find(tx, file)?.and_then(|found| found.digest);
    let digest = digest.ok_or_else(|| Error::NotFound(format!("file {file}")))?;
    let folder = content::of(tx.site());
    Ok(move || {
        let found = folder.open(&digest)?;
        found.map(|(file, _)| file).ok_or_else(|| std::io::Error::from(std::io::ErrorKind::NotFound))
    })
}

/// The job that reads a file and says what each row would do.
///
/// # Errors
/// `Request` where the file cannot be read.
pub fn rehearse(tx: &mut Tx<'_>, work: &mut Work) -> Result<()> {
    tx.hold(HELD)?;
    by_indexes(tx)?;
    let done = rehearse_step(tx, work);
    rest(tx, work).and(done)
}

/// Tables grow while an import goes on: one that PostgreSQL has met nearly empty it would go through whole from then on, for
/// each row that is looked up and for each key that it checks.
fn by_indexes(tx: &Tx<'_>) -> Result<()> {
    match tx.dialect() {
        query::Dialect::Sqlite => Ok(()),
        query::Dialect::Postgres => {
            tx.execute(&store::statement("SET LOCAL enable_seqscan = off", Vec::new())).map(|_| ())
        }
    }
}

/// A job that has come to its end leaves the memory to others.
fn rest(tx: &Tx<'_>, work: &Work) -> Result<()> {
    if work.position.is_none() { tx.hold(HELD_AT_REST) } else { Ok(()) }
}

fn rehearse_step(tx: &mut Tx<'_>, work: &mut Work) -> Result<()> {
    let mut import = import(tx, work)?;
    let position = work.position.take().unwrap_or_else(|| json!({"read": 0}));
    if let Some(read) = position.get("read").and_then(Json::as_u64) {
        let (count, is_over) = read_rows(tx, &import, read)?;
        import.setup.rows = i64::try_from(read + count).unwrap_or(0);
        if is_over && import.setup.rows > MANY {
            tx.tune_grown(&*tx.entity(ImportRow::NAME)?)?;
        }
        keep(tx, import.id, &import.setup)?;
        work.total = import.setup.rows;
        work.position = Some(if is_over { json!({"line": 0}) } else { json!({"read": read + count}) });
        return Ok(());
    }
    let line = position.get("line").and_then(Json::as_i64).unwrap_or(0);
    let batch = rows::after(tx, import.id, line, &[], LOOKED_AT)?;
    look(tx, &import, &batch.iter().collect::<Vec<_>>())?;
    work.progress += batch.len() as i64;
    match batch.last() {
        Some(last) => work.position = Some(json!({"line": last.line})),
        None => {
            import.setup.stage = Stage::Rehearsed;
            keep(tx, import.id, &import.setup)?;
            if import.setup.remember {
                remember(tx, &import.setup)?;
            }
            if import.setup.goes_on {
                begin(tx, import.id, IMPORT)?;
            }
        }
    }
    Ok(())
}

fn read_rows(tx: &Tx<'_>, import: &Import, from: u64) -> Result<(u64, bool)> {
    if from == 0 {
        rows::clear(tx, import.id)?;
    }
    let open = opener(tx, import.setup.file)?;
    let (mut seen, mut added, mut failure, mut is_over) = (0_u64, 0_u64, None, true);
    let mut waiting = Vec::new();
    let read = source::rows(&open, &import.setup.source, &mut |line, cells| {
        seen += 1;
        if seen <= from {
            return true;
        }
        if added as usize == READ {
            is_over = false;
            return false;
        }
        added += 1;
        waiting.push((line, cells.to_vec()));
        if waiting.len() == ADDED {
            failure = verdict::add(tx, import.id, std::mem::take(&mut waiting)).err();
        }
        failure.is_none()
    });
    match (failure, read) {
        (Some(error), _) => Err(error),
        (None, Err(unreadable)) => Err(told(&unreadable)),
        (None, Ok(())) => verdict::add(tx, import.id, waiting).map(|()| (added, is_over)),
    }
}

/// What is wrong with a file, as an error of the API.
pub fn told(unreadable: &Unreadable) -> Error {
    Error::Request(unreadable.to_string())
}

/// Finds out what rows would do, and keeps it.
fn look(tx: &mut Tx<'_>, import: &Import, rows: &[&ImportedRow]) -> Result<()> {
    let lines = import.lines(tx, rows)?;
    let looked = import.consider(tx, &lines)?;
    let verdicts = lines.iter().zip(looked).map(|(line, looked)| (line.row, looked.verdict(line)));
    verdict::keep(tx, &verdicts.collect::<Vec<_>>())
}

/// Looks again at one row: after its cells were mended, or somebody decided who it is.
///
/// # Errors
/// The database's own failure.
pub fn look_again(tx: &mut Tx<'_>, id: i64, line: i64) -> Result<()> {
    let work = Work { payload: json!({"import": id}), ..Work::default() };
    let import = import(tx, &work)?;
    let row = rows::at(tx, id, line)?;
    look(tx, &import, &[&row])
}

/// Rows that one step brings in: as many as the site has set, if anybody has.
///
/// # Errors
/// The database's own failure.
pub fn batch_size(tx: &Tx<'_>) -> Result<i64> {
    Ok(stored_batch_size(tx)?.unwrap_or(WRITTEN).min(MOST_WRITTEN))
}

/// The number that somebody has set; None where nobody has.
///
/// # Errors
/// The database's own failure.
pub fn stored_batch_size(tx: &Tx<'_>) -> Result<Option<i64>> {
    let text = format!(
        r#"SELECT "value" FROM "civicrm_setting" WHERE "name" = {} AND "contact_id" IS NULL"#,
        tx.placeholder(1)
    );
    let stored = tx.one(&store::statement(text, vec![BATCH.into()]))?;
    let stored = stored.and_then(|value| serde_json::from_str::<Json>(value.as_text()?).ok());
    Ok(stored.and_then(|json| store::state::scalar(&json).as_int()).filter(|number| *number > 0))
}

/// The job that brings rows in.
///
/// # Errors
/// The database's own failure; what is wrong with a row stays with the row.
pub fn run(tx: &mut Tx<'_>, work: &mut Work) -> Result<()> {
    tx.hold(HELD)?;
    by_indexes(tx)?;
    let done = run_step(tx, work);
    rest(tx, work).and(done)
}

fn run_step(tx: &mut Tx<'_>, work: &mut Work) -> Result<()> {
    let mut import = import(tx, work)?;
    let line = work.position.take().and_then(|at| at.get("line")?.as_i64()).unwrap_or(0);
    // Rows that were refused are looked at anew where somebody has asked for it.
    let again = work.payload.get("again").and_then(Json::as_bool).unwrap_or(false);
    let states: &[&str] = match again {
        true => &[state::CREATE, state::UPDATE, state::ERROR, state::FAILED],
        false => &[state::CREATE, state::UPDATE],
    };
    work.boldly = !work.carefully;
    let (began, most) = (Instant::now(), batch_size(tx)?);
    let (begin, mut line, mut seen) = (line, line, 0);
    // Read piece by piece: a step that takes long ends before the others, which would be read again by the next one.
    while seen < most {
        let piece = rows::after(tx, import.id, line, states, most.saturating_sub(seen).min(PIECE))?;
        let Some(last) = piece.last() else { break };
        line = last.line;
        let wanted: Vec<&ImportedRow> = piece.iter().filter(|row| !row.is_left_out).collect();
        match work.carefully {
            true => bring(tx, &import, &wanted)?,
            false => together(tx, &import, &wanted)?,
        }
        seen += piece.len() as i64;
        work.progress += piece.len() as i64;
        work.position = Some(json!({"line": line}));
        if began.elapsed() > LONG_ENOUGH || tx.others_wait() {
            break;
        }
    }
    match seen {
        0 => finish(tx, &mut import, work),
        _ => step::note(tx, import.id, begin, line),
    }
}

/// All rows are in.
fn finish(tx: &mut Tx<'_>, import: &mut Import, work: &mut Work) -> Result<()> {
    import.setup.stage = Stage::Imported;
    keep(tx, import.id, &import.setup)?;
    if import.setup.remember {
        remember(tx, &import.setup)?;
    }
    let done = rows::tally(tx, import.id)?.into_iter().find(|(state, _)| state == state::DONE);
    // The tables may have grown many times over: what the database believes of their sizes would lead it astray.
    if import.setup.rows > MANY {
        tx.tune_roughly()?;
    }
    work.progress = import.setup.rows;
    work.result = Some(json!({"done": done.map_or(0, |(_, count)| count)}).to_string());
    Ok(())
}

/// Brings rows in. Where among them is one that cannot be, it is found by taking halves, and fails alone.
fn bring(tx: &mut Tx<'_>, import: &Import, rows: &[&ImportedRow]) -> Result<()> {
    let Err(error) = tx.attempt(|tx| together(tx, import, rows)) else { return Ok(()) };
    match rows {
        [] => Ok(()),
        [row] => fail(tx, import, row, &error),
        _ => {
            let (first, second) = rows.split_at(rows.len() / 2);
            bring(tx, import, first)?;
            bring(tx, import, second)
        }
    }
}

/// Brings rows in, as many at once as do not lean on each other. What is known is looked up anew: the world may have
/// moved since the rehearsal.
fn together(tx: &mut Tx<'_>, import: &Import, rows: &[&ImportedRow]) -> Result<()> {
    let lines = import.lines(tx, rows)?;
    let mut rest = &lines[..];
    while !rest.is_empty() {
        let (now, _) = rest.split_at(import.apart(rest));
        let mut looked = import.consider(tx, now)?;
        let mut seen = HashSet::new();
        let changes = |looked: &Looked| import.kind.is_none() || !looked.plan.writes.is_empty();
        let is_again = |looked: &Looked| changes(looked) && looked.known.is_some_and(|contact| !seen.insert(contact));
        looked.truncate(looked.iter().position(is_again).unwrap_or(looked.len()));
        let (now, later) = rest.split_at(looked.len());
        write(tx, import, now, looked)?;
        rest = later;
    }
    Ok(())
}

/// Writes records that are no contacts, and whom they are about.
fn write_records(
    tx: &mut Tx<'_>,
    import: &Import,
    kind: &Kind,
    lines: &[Line<'_>],
    mut looked: Vec<Looked>,
) -> Result<()> {
    let found = kind.write(tx, &import.setup, &mut looked)?;
    let mut verdicts = Vec::with_capacity(lines.len());
    for ((line, looked), (contact, record)) in lines.iter().zip(looked).zip(found) {
        let mut verdict = looked.verdict(line);
        if matches!(verdict.state, state::CREATE | state::UPDATE) {
            (verdict.contact, verdict.record) = (contact, record);
            verdict.state = state::DONE;
            verdict.transaction = tx.transaction_id();
        }
        verdicts.push((line.row, verdict));
    }
    verdict::keep(tx, &verdicts)
}

fn write(tx: &mut Tx<'_>, import: &Import, lines: &[Line<'_>], mut looked: Vec<Looked>) -> Result<()> {
    if let Some(kind) = &import.kind {
        return write_records(tx, import, kind, lines, looked);
    }
    let writes = Looked::writes;
    let written: Vec<bool> = looked.iter().map(writes).collect();
    let deeds = looked.iter_mut().filter(|looked| writes(looked));
    let deeds: Vec<Deeds> = deeds.map(|looked| (std::mem::take(&mut looked.plan.writes), looked.known)).collect();
    let mut contacts = apply(tx, &import.setup, deeds)?.into_iter();
    let mut verdicts = Vec::with_capacity(lines.len());
    for ((line, looked), is_written) in lines.iter().zip(looked).zip(written) {
        let mut verdict = looked.verdict(line);
        if is_written {
            verdict.contact = contacts.next();
        }
        if matches!(verdict.state, state::CREATE | state::UPDATE) {
            verdict.state = state::DONE;
            verdict.transaction = tx.transaction_id();
        }
        verdicts.push((line.row, verdict));
    }
    verdict::keep(tx, &verdicts)
}

fn fail(tx: &mut Tx<'_>, import: &Import, row: &ImportedRow, error: &Error) -> Result<()> {
    let faults = match error {
        Error::Invalid(fields) => fields.iter().map(|error| beside(import, error)).collect(),
        other => vec![Fault { column: 0, key: "import-fault-refused", value: other.to_string() }],
    };
    let verdict = Verdict { state: state::FAILED, faults, ..Verdict::default() };
    verdict::keep(tx, &[(row, verdict)])
}

/// A refused value beside the column that it came from.
fn beside(import: &Import, error: &FieldError) -> Fault {
    let fits = |goal: &crate::recognise::Goal| {
        let part = goal.field.strip_prefix("address.").or_else(|| goal.field.strip_prefix(RECORD));
        goal.field == error.field || part.is_some_and(|part| part == error.field)
    };
    let column = import.setup.all_goals().position(fits).unwrap_or(0);
    Fault { column, key: error.problem.key(), value: error.problem.text(&error.field) }
}

/// The next file of this shape finds how this one was read.
fn remember(tx: &mut Tx<'_>, setup: &Setup) -> Result<()> {
    let name = Setup::shape(&setup.entity, &setup.header, tx.actor().contact_id);
    let known = contact::pages::rows::ask(tx, "UserJob", &["id"], json!([["name", "=", name]]), &[], 1)?;
    let mut values = Map::new();
    values.insert("metadata".to_owned(), template::bare(setup).json());
    match known.first() {
        Some(row) => {
            values.insert("id".to_owned(), json!(contact::pages::rows::id(row)));
        }
        None => {
            values.insert("name".to_owned(), json!(name));
            values.insert("label".to_owned(), json!(setup.file_name));
            values.insert("is_template".to_owned(), json!(true));
            values.insert("job_type".to_owned(), json!(template::kind(tx, setup)?));
        }
    }
    match tx.attempt(|tx| tx.save("UserJob", values, As::Actor).map(|_| ())) {
        // Somebody else's template of the same name is theirs.
        Err(Error::Invalid(_) | Error::Conflict(_) | Error::Forbidden(_)) | Ok(()) => Ok(()),
        Err(other) => Err(other),
    }
}

/// The job that takes an import back: each contact goes back whole, unless it has been changed since.
///
/// # Errors
/// The database's own failure.
pub fn undo(tx: &mut Tx<'_>, work: &mut Work) -> Result<()> {
    tx.hold(HELD)?;
    let done = undo_step(tx, work);
    rest(tx, work).and(done)
}

fn undo_step(tx: &mut Tx<'_>, work: &mut Work) -> Result<()> {
    let mut import = import(tx, work)?;
    let before = work.position.take().and_then(|at| at.get("before")?.as_i64()).unwrap_or(i64::MAX);
    match step::last(tx, import.id, before)? {
        Some(transaction) => {
            let left = tx.undo_unchanged(transaction, As::Actor)?;
            let of = |name: &str| -> Vec<i64> {
                left.iter().filter(|(entity, _)| entity == name).map(|(_, id)| *id).collect()
            };
            let records = import.kind.as_ref().map(|kind| of(&kind.entity.name)).unwrap_or_default();
            work.progress += step::undone(tx, import.id, transaction, &of("Contact"), &records)?;
            work.position = Some(json!({"before": transaction}));
        }
        None => {
            import.setup.stage = Stage::Undone;
            keep(tx, import.id, &import.setup)?;
            work.progress = import.setup.rows;
        }
    }
    Ok(())
}

/// Leaves a row out of the import, or takes it in again.
///
/// # Errors
/// `NotFound` for a line that there is not.
pub fn leave_out(tx: &mut Tx<'_>, id: i64, line: i64, out: bool) -> Result<()> {
    let row = rows::at(tx, id, line)?;
    rows::set(tx, row.id, "is_left_out", Value::Int(i64::from(out)))
}
