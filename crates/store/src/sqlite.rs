//! SQLite: one writer that commits for several at once, a pool of readers, nothing acknowledged before it is on disk.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use query::{Cell, Statement};
use rusqlite::config::DbConfig;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, OpenFlags, ToSql};
use schema::Value;

use crate::connection::Cells;
use crate::error::{Error, Result};

/// How many requests share one commit at most, and for how long the first of them may wait for company.
const BATCH: u32 = 64;
const PATIENCE: Duration = Duration::from_millis(4);
/// For how long a commit stays open after its last change for those who shared the one before and are likely to come
/// back. Whoever writes alone never waits.
const LINGER: Duration = Duration::from_micros(400);
/// How long to wait for a writer in another process.
const BUSY: Duration = Duration::from_secs(20);
/// Readers for each core; requests beyond wait for one, which takes less time than more of them at once would.
const READERS_PER_CORE: usize = 2;
/// Readers beside them for what may take as long as somebody's line is slow.
const LONG_READERS: usize = 8;
/// Statements that each connection keeps prepared.
const PREPARED: usize = 256;

/// The file, its writer and its readers.
pub(crate) struct Sqlite {
    path: PathBuf,
    writer: Mutex<Writer>,
    waiting: AtomicUsize,
    outcome: Mutex<Outcome>,
    committed: Condvar,
    readers: Mutex<Readers>,
    /// Counted once: asking the system takes longer than reading a row.
    most_readers: usize,
    returned: Condvar,
}

struct Writer {
    connection: Connection,
    /// The commit that the next change will be part of.
    batch: u64,
    members: u32,
    opened: Option<Instant>,
    /// When the last of its changes was done.
    touched: Option<Instant>,
    /// How many shared the commit before.
    company: u32,
}

#[derive(Default)]
struct Readers {
    idle: Vec<Connection>,
    open: usize,
    /// How often they were told to make room for others.
    renewed: u64,
    /// Readers at long work.
    long: usize,
}

#[derive(Default)]
struct Outcome {
    done: u64,
    failed: Vec<(u64, String)>,
}

impl Sqlite {
    /// Opens the file, or creates it.
    pub(crate) fn open(path: &Path) -> Result<Sqlite> {
        let connection = connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE)?;
        let writer = Writer { connection, batch: 1, members: 0, opened: None, touched: None, company: 1 };
        Ok(Sqlite {
            path: path.to_owned(),
            writer: Mutex::new(writer),
            waiting: AtomicUsize::new(0),
            outcome: Mutex::new(Outcome::default()),
            committed: Condvar::new(),
            readers: Mutex::default(),
            most_readers: READERS_PER_CORE * std::thread::available_parallelism().map_or(2, usize::from),
            returned: Condvar::new(),
        })
    }

    /// Runs `work` on one consistent state of the database.
    pub(crate) fn read<T>(&self, work: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        let (connection, renewed) = self.reader()?;
        let lent = Lent { site: self, connection: Some(connection), renewed };
        let Some(connection) = &lent.connection else { return Err(Error::internal("the reader is gone")) };
        run(connection, "BEGIN")?;
        let result = work(connection);
        run(connection, "COMMIT")?;
        result
    }

    /// As [`Sqlite::read`], for work that may take long: whoever else reads does not wait behind it.
    pub(crate) fn read_long<T>(&self, work: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        let _long = Long::enter(self);
        let connection = connect(&self.path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        run(&connection, "BEGIN")?;
        let result = work(&connection);
        run(&connection, "COMMIT")?;
        result
    }

    fn reader(&self) -> Result<(Connection, u64)> {
        let mut readers = lock(&self.readers);
        loop {
            let renewed = readers.renewed;
            if let Some(connection) = readers.idle.pop() {
                return Ok((connection, renewed));
            }
            if readers.open < self.most_readers {
                readers.open += 1;
                drop(readers);
                let opened = connect(&self.path, OpenFlags::SQLITE_OPEN_READ_WRITE);
                let opened = opened.inspect_err(|_| self.give_back(None, renewed))?;
                return Ok((opened, renewed));
            }
            readers = self.returned.wait(readers).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// A reader is free again; one that is no use any more is closed.
    fn give_back(&self, connection: Option<Connection>, renewed: u64) {
        let mut readers = lock(&self.readers);
        match connection.filter(|one| one.is_autocommit() && renewed == readers.renewed) {
            Some(connection) => readers.idle.push(connection),
            None => readers.open = readers.open.saturating_sub(1),
        }
        // Whoever waits for a place at long work must not swallow the only call.
        match readers.long {
            0 => self.returned.notify_one(),
            _ => self.returned.notify_all(),
        }
    }

    /// Closes the readers, each when it is free: others take their places.
    pub(crate) fn renew_readers(&self) {
        let mut readers = lock(&self.readers);
        readers.renewed += 1;
        readers.open = readers.open.saturating_sub(readers.idle.len());
        readers.idle.clear();
        self.returned.notify_all();
    }

    /// Runs `work` as one transaction; returns when its commit, maybe shared with others, is on disk.
    pub(crate) fn write<T>(&self, work: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        self.waiting.fetch_add(1, Ordering::SeqCst);
        let mut writer = lock(&self.writer);
        self.waiting.fetch_sub(1, Ordering::SeqCst);
        if writer.opened.is_none() {
            run(&writer.connection, "BEGIN IMMEDIATE")?;
            writer.opened = Some(Instant::now());
            writer.members = 0;
        }
        let guard = Undecided { site: self, writer: Some(writer) };
        let result = guard.run(work);
        let (batch, patience) = guard.finish(result.is_ok());
        match result {
            Err(error) => Err(error),
            Ok(value) => self.await_commit(batch, patience).map(|()| value),
        }
    }

    /// Whether somebody stands in line to write.
    pub(crate) fn others_wait(&self) -> bool {
        self.waiting.load(Ordering::SeqCst) > 0
    }

    /// Whether somebody else stands in line to share this commit, or is likely to come for it.
    fn has_company(&self, writer: &Writer) -> bool {
        let within = |since: Option<Instant>, time: Duration| since.is_some_and(|at| at.elapsed() < time);
        let in_line = self.waiting.load(Ordering::SeqCst) > 0;
        let likely = writer.members < writer.company && within(writer.touched, LINGER);
        writer.members < BATCH && within(writer.opened, PATIENCE) && (in_line || likely)
    }

    /// Ends the batch for all its members.
    fn commit(&self, writer: &mut Writer) {
        let failure = run(&writer.connection, "COMMIT").err();
        if failure.is_some() && !writer.connection.is_autocommit() {
            // The batch is lost whole; its members are told below.
            let _ = run(&writer.connection, "ROLLBACK");
        }
        let mut outcome = lock(&self.outcome);
        if let Some(error) = failure {
            outcome.failed.push((writer.batch, error.to_string()));
        }
        outcome.done = writer.batch;
        let recent = writer.batch.saturating_sub(1000);
        outcome.failed.retain(|(batch, _)| *batch > recent);
        writer.batch += 1;
        writer.opened = None;
        writer.company = writer.members;
        self.committed.notify_all();
    }

    /// Waits until the batch is on disk; commits it where those whom it stayed open for have not come.
    fn await_commit(&self, batch: u64, patience: Duration) -> Result<()> {
        let mut outcome = lock(&self.outcome);
        while outcome.done < batch {
            let (waited, timeout) =
                self.committed.wait_timeout(outcome, patience).unwrap_or_else(PoisonError::into_inner);
            outcome = waited;
            if outcome.done < batch && timeout.timed_out() {
                drop(outcome);
                self.close(batch);
                outcome = lock(&self.outcome);
            }
        }
        match outcome.failed.iter().find(|(failed, _)| *failed == batch) {
            Some((_, why)) => Err(Error::internal(why)),
            None => Ok(()),
        }
    }

    /// Commits the batch if it is open still and nobody works on it.
    fn close(&self, batch: u64) {
        let mut writer = lock(&self.writer);
        if writer.batch == batch && writer.opened.is_some() && !self.has_company(&writer) {
            self.commit(&mut writer);
        }
    }

    /// Moves the log into the database and empties it, once no reader needs it any more.
    pub(crate) fn empty_log(&self) -> Result<()> {
        let own = connect(&self.path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        own.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).map_err(Error::internal)
    }

    /// Copies the database into a file while others go on.
    pub(crate) fn backup(&self, target: &Path) -> Result<()> {
        let source = connect(&self.path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        let mut copy = Connection::open(target).map_err(Error::internal)?;
        let backup = rusqlite::backup::Backup::new(&source, &mut copy).map_err(Error::internal)?;
        backup.run_to_completion(4096, Duration::ZERO, None).map_err(Error::internal)
    }
}

/// One of the few places for long work.
struct Long<'s>(&'s Sqlite);

impl Long<'_> {
    fn enter(site: &Sqlite) -> Long<'_> {
        let mut readers = lock(&site.readers);
        while readers.long >= LONG_READERS {
            readers = site.returned.wait(readers).unwrap_or_else(PoisonError::into_inner);
        }
        readers.long += 1;
        Long(site)
    }
}

impl Drop for Long<'_> {
    fn drop(&mut self) {
        lock(&self.0.readers).long -= 1;
        // Others wait here for other things: all look again.
        self.0.returned.notify_all();
    }
}

/// A reader in use; given back however its work ends.
struct Lent<'s> {
    site: &'s Sqlite,
    connection: Option<Connection>,
    renewed: u64,
}

impl Drop for Lent<'_> {
    fn drop(&mut self) {
        if let Some(connection) = &self.connection
            && !connection.is_autocommit()
        {
            // A reader has changed nothing: how its transaction ends does not matter.
            let _ = run(connection, "ROLLBACK");
        }
        self.site.give_back(self.connection.take(), self.renewed);
    }
}

/// A change that is neither kept nor thrown away yet; a panic throws it away.
struct Undecided<'s> {
    site: &'s Sqlite,
    writer: Option<MutexGuard<'s, Writer>>,
}

impl Undecided<'_> {
    fn run<T>(&self, work: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        let Some(writer) = &self.writer else { return Err(Error::internal("the writer is gone")) };
        if writer.members > 0 {
            run(&writer.connection, "SAVEPOINT request")?;
        }
        work(&writer.connection)
    }

    /// Keeps or throws away the change, commits unless others are to share the commit; names the batch, and how long
    /// they may let it wait.
    fn finish(mut self, keep: bool) -> (u64, Duration) {
        self.settle(keep)
    }

    fn settle(&mut self, keep: bool) -> (u64, Duration) {
        let Some(mut writer) = self.writer.take() else { return (0, PATIENCE) };
        let batch = writer.batch;
        match (writer.members, keep) {
            (0, true) => {}
            (0, false) => {
                // Alone so far: the batch ends with its only member.
                let _ = run(&writer.connection, "ROLLBACK");
                writer.opened = None;
                return (batch, PATIENCE);
            }
            // A rollback by the engine itself (disk full) has ended the savepoint already; COMMIT then tells.
            (_, true) => drop(run(&writer.connection, "RELEASE request")),
            (_, false) => drop(writer.connection.execute_batch("ROLLBACK TO request; RELEASE request")),
        }
        writer.members += 1;
        writer.touched = Some(Instant::now());
        if !self.site.has_company(&writer) {
            self.site.commit(&mut writer);
        }
        // Somebody in line goes on with the batch; for those who are only likely to come, the last one keeps watch.
        let in_line = self.site.waiting.load(Ordering::SeqCst) > 0;
        (batch, if in_line { PATIENCE } else { LINGER })
    }
}

impl Drop for Undecided<'_> {
    fn drop(&mut self) {
        self.settle(false);
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // A panic elsewhere leaves the data as consistent as a rollback does.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn connect(path: &Path, flags: OpenFlags) -> Result<Connection> {
    let flags = flags | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    // What is deleted is overwritten: names that were to be forgotten do not stay in free pages. The same pages are
    // written as without it (measured: not a frame more in the log of single writes), and no time that shows.
    let connection = Connection::open_with_flags(path, flags).map_err(Error::internal)?;
    connection.busy_timeout(BUSY).map_err(Error::internal)?;
    connection
        .execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;
             PRAGMA cache_size = -8000; PRAGMA mmap_size = 0; PRAGMA trusted_schema = ON;
             PRAGMA analysis_limit = 1000; PRAGMA wal_autocheckpoint = 8000;
             PRAGMA secure_delete = ON;",
        )
        .map_err(Error::internal)?;
    // Without this, clearing the binds of a cached statement makes SQLite prepare it anew at each use.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true).map_err(Error::internal)?;
    connection.set_prepared_statement_cache_capacity(PREPARED);
    crate::functions::register(&connection)?;
    Ok(connection)
}

fn run(connection: &Connection, sql: &str) -> Result<()> {
    connection.prepare_cached(sql).and_then(|mut s| s.execute([])).map(|_| ()).map_err(Error::internal)
}

/// Binds are borrowed from the statement; booleans are numbers, times are texts.
struct Bind<'v>(&'v Value);

impl ToSql for Bind<'_> {
    fn to_sql(&self) -> rusqlite::Result<rusqlite::types::ToSqlOutput<'_>> {
        use rusqlite::types::{ToSqlOutput, Value as Owned};
        Ok(match self.0 {
            Value::Null | Value::List(_) => ToSqlOutput::Owned(Owned::Null),
            Value::Bool(b) => ToSqlOutput::Owned(Owned::Integer(i64::from(*b))),
            Value::Int(n) => ToSqlOutput::Owned(Owned::Integer(*n)),
            Value::Float(n) => ToSqlOutput::Owned(Owned::Real(*n)),
            Value::Decimal(n) => ToSqlOutput::Owned(Owned::Text(n.to_string())),
            Value::Text(text) => ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes())),
            Value::Date(date) => ToSqlOutput::Owned(Owned::Text(calendar::date_text(*date))),
            Value::DateTime(at) => ToSqlOutput::Owned(Owned::Text(calendar::datetime_text(*at))),
        })
    }
}

struct SqliteRow<'r>(&'r rusqlite::Row<'r>);

impl Cells for SqliteRow<'_> {
    fn cell(&self, at: usize) -> Cell<'_> {
        match self.0.get_ref(at) {
            Ok(ValueRef::Integer(n)) => Cell::Int(n),
            Ok(ValueRef::Real(n)) => Cell::Float(n),
            Ok(ValueRef::Text(text)) => std::str::from_utf8(text).map_or(Cell::Null, Cell::Text),
            _ => Cell::Null,
        }
    }

    fn width(&self) -> usize {
        self.0.as_ref().column_count()
    }
}

pub(crate) fn query(
    connection: &Connection,
    statement: &Statement,
    each: &mut dyn FnMut(&dyn Cells) -> Result<()>,
) -> Result<()> {
    let mut prepared = connection.prepare_cached(&statement.text).map_err(|e| failure(&e, statement))?;
    let binds = statement.binds.iter().map(Bind);
    let mut rows = prepared.query(rusqlite::params_from_iter(binds)).map_err(|e| failure(&e, statement))?;
    while let Some(row) = rows.next().map_err(|e| failure(&e, statement))? {
        each(&SqliteRow(row))?;
    }
    Ok(())
}

pub(crate) fn execute(connection: &Connection, statement: &Statement) -> Result<u64> {
    let mut prepared = connection.prepare_cached(&statement.text).map_err(|e| failure(&e, statement))?;
    let binds = statement.binds.iter().map(Bind);
    let changed = prepared.execute(rusqlite::params_from_iter(binds)).map_err(|e| failure(&e, statement))?;
    Ok(changed as u64)
}

/// Rows that one statement inserts: its cursors stay where they are, and most rows of an import go behind the last one.
/// The pages that it touches are kept aside until it ends. More of them than fit into memory (see `.cargo/config.toml`)
/// go to a file, and so do those of all later statements of the transaction: where rows are wide, each has more indexes.
const TOGETHER: usize = 12;
const TOGETHER_WHERE_WIDE: usize = 4;
/// Rows of more columns are wide.
const WIDE: usize = 12;

/// Runs a change once for each row of binds, prepared once; new rows go in together.
pub(crate) fn each(connection: &Connection, text: &str, rows: &[Vec<Value>]) -> Result<()> {
    let columns = rows.first().map_or(0, Vec::len);
    let most = if columns > WIDE { TOGETHER_WHERE_WIDE } else { TOGETHER };
    let Some(head) = into_values(text).filter(|_| rows.len() >= most) else {
        return run_for(connection, text, rows.iter().map(|row| row.iter()));
    };
    let (whole, rest) = rows.split_at(rows.len() - rows.len() % most);
    let group = format!("({})", vec!["?"; columns].join(", "));
    let together = format!("{head}{}", vec![group.as_str(); most].join(", "));
    run_for(connection, &together, whole.chunks(most).map(|some| some.iter().flatten()))?;
    run_for(connection, text, rest.iter().map(|row| row.iter()))
}

/// What stands before the values of a row that is inserted; None for other statements.
fn into_values(text: &str) -> Option<&str> {
    let end = text.starts_with("INSERT INTO ").then(|| text.find(" VALUES (?1"))??;
    text.get(..end + " VALUES ".len())
}

fn run_for<'v>(
    connection: &Connection,
    text: &str,
    rows: impl Iterator<Item = impl Iterator<Item = &'v Value>>,
) -> Result<()> {
    let failed = |e: &rusqlite::Error| failure(e, &Statement { text: text.to_owned(), binds: Vec::new() });
    let mut prepared = connection.prepare_cached(text).map_err(|e| failed(&e))?;
    for row in rows {
        prepared.execute(rusqlite::params_from_iter(row.map(Bind))).map_err(|e| failed(&e))?;
    }
    Ok(())
}

pub(crate) fn batch(connection: &Connection, sql: &str) -> Result<()> {
    connection.execute_batch(sql).map_err(|e| Error::Internal(format!("{e} in: {}", short(sql))))
}

/// Broken keys are the caller's data; anything else is ours.
fn failure(error: &rusqlite::Error, statement: &Statement) -> Error {
    use rusqlite::ffi;
    let code = error.sqlite_error().map(|e| e.extended_code);
    let text = error.to_string();
    match code {
        Some(ffi::SQLITE_CONSTRAINT_UNIQUE | ffi::SQLITE_CONSTRAINT_PRIMARYKEY) => crate::constraint::duplicate(&text),
        Some(ffi::SQLITE_CONSTRAINT_FOREIGNKEY) => crate::constraint::broken_reference(&text),
        Some(ffi::SQLITE_CONSTRAINT_NOTNULL) => crate::constraint::missing(&text),
        Some(ffi::SQLITE_TOOBIG) => Error::Request("The request is too large.".to_owned()),
        _ => Error::Internal(format!("{text} in: {}", short(&statement.text))),
    }
}

fn short(sql: &str) -> &str {
    sql.char_indices().nth(2000).map_or(sql, |(at, _)| &sql[..at])
}
