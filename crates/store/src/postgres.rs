//! PostgreSQL: a pool of sessions, statements prepared once per session, any number of processes.

use std::collections::HashMap;
use std::error::Error as StdError;
use std::io::Write;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use jiff::civil::{Date, DateTime, Time};
use postgres::types::{FromSql, IsNull, Kind, ToSql, Type, private::BytesMut};
use postgres::{Client, NoTls};
use query::{Cell, Statement};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use schema::Value;

use crate::connection::Cells;
use crate::error::{Error, Result};
use crate::stream;

/// Sessions at most per process; requests beyond wait.
const SESSIONS: usize = 24;
/// Rows of a stream that are sent at once.
const PART: usize = 32;
/// Statements kept prepared per session; beyond, all are let go (a site's set is far smaller).
const PREPARED: usize = 1000;

/// The server and the sessions open on it.
pub(crate) struct Postgres {
    url: String,
    pool: Mutex<Pool>,
    freed: Condvar,
}

#[derive(Default)]
struct Pool {
    idle: Vec<Session>,
    open: usize,
}

/// One connection and its prepared statements.
pub(crate) struct Session {
    client: Client,
    prepared: HashMap<String, postgres::Statement>,
    /// The zone that this session's functions know.
    zone: String,
}

impl Postgres {
    /// Connects once, to know that it works.
    pub(crate) fn open(url: &str) -> Result<Postgres> {
        let server = Postgres { url: url.to_owned(), pool: Mutex::new(Pool::default()), freed: Condvar::new() };
        let session = server.take()?;
        server.give_back(session);
        Ok(server)
    }

    /// Runs `work` on one consistent state of the database.
    pub(crate) fn read<T>(&self, work: impl FnOnce(&mut Session) -> Result<T>) -> Result<T> {
        self.transaction("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", work)
    }

    /// Runs `work` as one transaction; returns when it is on disk.
    pub(crate) fn write<T>(&self, work: impl FnOnce(&mut Session) -> Result<T>) -> Result<T> {
        self.transaction("BEGIN ISOLATION LEVEL READ COMMITTED", work)
    }

    fn transaction<T>(&self, begin: &str, work: impl FnOnce(&mut Session) -> Result<T>) -> Result<T> {
        let mut lent = Lent { server: self, session: Some(self.begin(begin)?) };
        let Some(session) = &mut lent.session else { return Err(Error::internal("no session")) };
        let result = work(session);
        let end = if result.is_ok() { "COMMIT" } else { "ROLLBACK" };
        let ended = session.batch(end);
        if ended.is_ok()
            && let Some(session) = lent.session.take()
        {
            self.give_back(session);
        }
        result.and_then(|value| ended.map(|()| value))
    }

    /// A session with its transaction begun; one that the server has closed meanwhile is replaced.
    fn begin(&self, begin: &str) -> Result<Session> {
        let mut session = self.take()?;
        if session.batch(begin).is_ok() {
            return Ok(session);
        }
        drop(session);
        self.forget();
        let mut fresh = self.take()?;
        fresh.batch(begin)?;
        Ok(fresh)
    }

    fn take(&self) -> Result<Session> {
        let mut pool = self.lock();
        loop {
            if let Some(session) = pool.idle.pop() {
                return Ok(session);
            }
            if pool.open < SESSIONS {
                pool.open += 1;
                drop(pool);
                return self.connect().inspect_err(|_| self.forget());
            }
            pool = self.freed.wait(pool).unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn connect(&self) -> Result<Session> {
        let mut client = Client::connect(&self.url, NoTls)
            .map_err(|e| Error::Internal(format!("PostgreSQL does not answer: {e}")))?;
        client
            .batch_execute(
                // Rules of access make statements of many small parts: compiling them takes seconds, running them none.
                "SET client_min_messages = warning; SET standard_conforming_strings = on; SET jit = off; SET TIME ZONE 'UTC';",
            )
            .map_err(|e| failure(&e, "SET"))?;
        Ok(Session { client, prepared: HashMap::new(), zone: "UTC".to_owned() })
    }

    fn give_back(&self, session: Session) {
        self.lock().idle.push(session);
        self.freed.notify_one();
    }

    fn forget(&self) {
        let mut pool = self.lock();
        pool.open = pool.open.saturating_sub(1);
        self.freed.notify_one();
    }

    fn lock(&self) -> MutexGuard<'_, Pool> {
        self.pool.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A session in use; if it is not given back in order, it is closed, which rolls its transaction back.
struct Lent<'p> {
    server: &'p Postgres,
    session: Option<Session>,
}

impl Drop for Lent<'_> {
    fn drop(&mut self) {
        if self.session.take().is_some() {
            self.server.forget();
        }
    }
}

impl Session {
    fn prepare(&mut self, text: &str) -> Result<postgres::Statement> {
        if let Some(statement) = self.prepared.get(text) {
            return Ok(statement.clone());
        }
        let statement = self.client.prepare(text).map_err(|e| failure(&e, text))?;
        if self.prepared.len() >= PREPARED {
            self.prepared.clear();
        }
        self.prepared.insert(text.to_owned(), statement.clone());
        Ok(statement)
    }

    pub(crate) fn query(
        &mut self,
        statement: &Statement,
        each: &mut dyn FnMut(&dyn Cells) -> Result<()>,
    ) -> Result<()> {
        let prepared = self.prepare(&statement.text)?;
        let binds = statement.binds.iter().map(Bind);
        let mut rows = self.client.query_raw(&prepared, binds).map_err(|e| failure(&e, &statement.text))?;
        loop {
            match postgres::fallible_iterator::FallibleIterator::next(&mut rows) {
                Ok(Some(row)) => each(&PgRow(&row))?,
                Ok(None) => return Ok(()),
                Err(error) => return Err(failure(&error, &statement.text)),
            }
        }
    }

    pub(crate) fn execute(&mut self, statement: &Statement) -> Result<u64> {
        let prepared = self.prepare(&statement.text)?;
        let binds: Vec<Bind<'_>> = statement.binds.iter().map(Bind).collect();
        let borrowed: Vec<&(dyn ToSql + Sync)> = binds.iter().map(|bind| bind as &(dyn ToSql + Sync)).collect();
        self.client.execute(&prepared, &borrowed).map_err(|e| failure(&e, &statement.text))
    }

    /// Writes new rows in one stream, which the server takes faster than any statement; `into` names table and columns.
    /// Part by part: while the server works on one, the next is made.
    pub(crate) fn copy(&mut self, into: &str, rows: &[Vec<Value>]) -> Result<()> {
        let marks: Vec<String> = (1..=rows.first().map_or(0, Vec::len)).map(|n| format!("${n}")).collect();
        // Never run: from it the server tells the types of the columns.
        let insert = self.prepare(&format!("INSERT INTO {into} VALUES ({})", marks.join(", ")))?;
        let text = format!("COPY {into} FROM STDIN (FORMAT binary)");
        let copy = self.prepare(&text)?;
        let mut writer = self.client.copy_in(&copy).map_err(|e| failure(&e, &text))?;
        let mut bytes = BytesMut::new();
        stream::begin(&mut bytes);
        for part in rows.chunks(PART) {
            stream::add(insert.params(), part, &mut bytes).map_err(Error::internal)?;
            writer.write_all(&bytes.split()).and_then(|()| writer.flush()).map_err(Error::internal)?;
        }
        stream::end(&mut bytes);
        writer.write_all(&bytes).map_err(Error::internal)?;
        writer.finish().map(|_| ()).map_err(|e| failure(&e, &text))
    }

    /// What ends the statement that runs, from another thread.
    pub(crate) fn stopper(&self) -> crate::patience::Stopper {
        let token = self.client.cancel_token();
        Box::new(move || {
            // A server that cannot be reached will not finish the statement either.
            let _ = token.cancel_query(NoTls);
        })
    }

    /// Tells the functions which zone the site is in.
    pub(crate) fn set_zone(&mut self, zone: &str) -> Result<()> {
        if self.zone != zone {
            self.batch(&format!("SET TIME ZONE '{}'", zone.replace('\'', "''")))?;
            zone.clone_into(&mut self.zone);
        }
        Ok(())
    }

    pub(crate) fn batch(&mut self, sql: &str) -> Result<()> {
        self.client.batch_execute(sql).map_err(|e| failure(&e, sql))
    }
}

/// A value bound as whatever type the server found the placeholder to have.
#[derive(Debug)]
pub(crate) struct Bind<'v>(pub(crate) &'v Value);

type Encoded = std::result::Result<IsNull, Box<dyn StdError + Sync + Send>>;

impl ToSql for Bind<'_> {
    fn to_sql(&self, ty: &Type, out: &mut BytesMut) -> Encoded {
        match self.0 {
            Value::List(items) if matches!(ty.kind(), Kind::Array(_)) => {
                items.iter().map(Bind).collect::<Vec<_>>().to_sql(ty, out)
            }
            Value::Null | Value::List(_) => Ok(IsNull::Yes),
            Value::Bool(b) => encode_int(i64::from(*b), ty, out),
            Value::Int(n) => encode_int(*n, ty, out),
            Value::Float(n) => encode_float(*n, ty, out),
            Value::Decimal(n) => encode_decimal(*n, ty, out),
            Value::Text(text) => encode_text(text, ty, out),
            Value::Date(date) => encode_time(date.to_datetime(Time::midnight()), ty, out),
            Value::DateTime(at) => encode_time(*at, ty, out),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    postgres::types::to_sql_checked!();
}

fn encode_int(n: i64, ty: &Type, out: &mut BytesMut) -> Encoded {
    match *ty {
        Type::INT2 => i16::try_from(n)?.to_sql(ty, out),
        Type::INT4 => i32::try_from(n)?.to_sql(ty, out),
        Type::INT8 => n.to_sql(ty, out),
        Type::FLOAT8 | Type::FLOAT4 => encode_float(n as f64, ty, out),
        Type::NUMERIC => Decimal::from(n).to_sql(ty, out),
        Type::BOOL => (n != 0).to_sql(ty, out),
        Type::TEXT | Type::VARCHAR => n.to_string().to_sql(ty, out),
        _ => Err(format!("a number cannot be bound as {ty}").into()),
    }
}

fn encode_float(n: f64, ty: &Type, out: &mut BytesMut) -> Encoded {
    match *ty {
        Type::FLOAT8 => n.to_sql(ty, out),
        Type::FLOAT4 => (n as f32).to_sql(ty, out),
        Type::NUMERIC => Decimal::try_from(n)?.to_sql(ty, out),
        Type::TEXT | Type::VARCHAR => n.to_string().to_sql(ty, out),
        _ => Err(format!("a decimal number cannot be bound as {ty}").into()),
    }
}

fn encode_decimal(n: Decimal, ty: &Type, out: &mut BytesMut) -> Encoded {
    match *ty {
        Type::NUMERIC => n.to_sql(ty, out),
        Type::FLOAT8 => n.to_f64().ok_or("out of range")?.to_sql(ty, out),
        Type::TEXT | Type::VARCHAR => n.to_string().to_sql(ty, out),
        Type::INT8 | Type::INT4 | Type::INT2 => encode_int(n.to_i64().ok_or("out of range")?, ty, out),
        _ => Err(format!("an amount cannot be bound as {ty}").into()),
    }
}

fn encode_text(text: &str, ty: &Type, out: &mut BytesMut) -> Encoded {
    match *ty {
        Type::INT2 | Type::INT4 | Type::INT8 => encode_int(text.trim().parse()?, ty, out),
        Type::FLOAT8 | Type::FLOAT4 => encode_float(text.trim().parse()?, ty, out),
        Type::NUMERIC => text.trim().parse::<Decimal>()?.to_sql(ty, out),
        Type::DATE => encode_time(text.parse::<Date>()?.to_datetime(Time::midnight()), ty, out),
        Type::TIMESTAMP => encode_time(text.parse::<DateTime>()?, ty, out),
        _ => text.to_sql(ty, out),
    }
}

/// PostgreSQL counts days and microseconds from here.
const EPOCH: Date = jiff::civil::date(2000, 1, 1);

fn encode_time(at: DateTime, ty: &Type, out: &mut BytesMut) -> Encoded {
    match *ty {
        Type::DATE => {
            let days = (at.date() - EPOCH).get_days();
            out.extend_from_slice(&days.to_be_bytes());
            Ok(IsNull::No)
        }
        Type::TIMESTAMP | Type::TIMESTAMPTZ => {
            let micros = at.duration_since(EPOCH.to_datetime(Time::midnight())).as_micros();
            out.extend_from_slice(&i64::try_from(micros)?.to_be_bytes());
            Ok(IsNull::No)
        }
        _ => calendar::datetime_text(at).to_sql(ty, out),
    }
}

struct PgRow<'r>(&'r postgres::Row);

impl Cells for PgRow<'_> {
    fn cell(&self, at: usize) -> Cell<'_> {
        match self.0.try_get::<_, Option<PgCell<'_>>>(at) {
            Ok(Some(PgCell(cell))) => cell,
            Ok(None) => Cell::Null,
            Err(error) => {
                tracing::error!(%error, "a column cannot be read");
                Cell::Null
            }
        }
    }

    fn width(&self) -> usize {
        self.0.len()
    }
}

struct PgCell<'a>(Cell<'a>);

impl<'a> FromSql<'a> for PgCell<'a> {
    fn from_sql(ty: &Type, raw: &'a [u8]) -> std::result::Result<Self, Box<dyn StdError + Sync + Send>> {
        Ok(PgCell(match *ty {
            Type::INT8 => Cell::Int(i64::from_sql(ty, raw)?),
            Type::INT4 => Cell::Int(i64::from(i32::from_sql(ty, raw)?)),
            Type::INT2 => Cell::Int(i64::from(i16::from_sql(ty, raw)?)),
            Type::BOOL => Cell::Int(i64::from(bool::from_sql(ty, raw)?)),
            Type::FLOAT8 => Cell::Float(f64::from_sql(ty, raw)?),
            Type::FLOAT4 => Cell::Float(f64::from(f32::from_sql(ty, raw)?)),
            Type::NUMERIC => Cell::Decimal(Decimal::from_sql(ty, raw)?),
            Type::DATE => {
                let days = i32::from_be_bytes(raw.try_into()?);
                Cell::Date(EPOCH.checked_add(jiff::Span::new().try_days(days)?)?)
            }
            Type::TIMESTAMP | Type::TIMESTAMPTZ => {
                let micros = i64::from_be_bytes(raw.try_into()?);
                let since = jiff::SignedDuration::from_micros(micros);
                Cell::DateTime(EPOCH.to_datetime(Time::midnight()).checked_add(since)?)
            }
            _ => Cell::Text(std::str::from_utf8(raw)?),
        }))
    }

    fn accepts(_: &Type) -> bool {
        true
    }
}

/// Broken keys are the caller's data; anything else is ours.
fn failure(error: &postgres::Error, sql: &str) -> Error {
    let text = error.as_db_error().map_or_else(|| cause(error), |db| format!("{} {:?}", db.message(), db.detail()));
    match error.code().map(postgres::error::SqlState::code) {
        Some("23505") => crate::constraint::duplicate(&text),
        Some("23503") => crate::constraint::broken_reference(&text),
        Some("23502") => {
            crate::constraint::missing(error.as_db_error().and_then(|db| db.column()).unwrap_or("a field"))
        }
        Some("22003") => Error::Request("A number is out of range.".to_owned()),
        Some("40001" | "40P01") => {
            Error::Conflict("Somebody else changed the same records at the same time; please try again.".to_owned())
        }
        _ => Error::Internal(format!("{text} in: {sql}")),
    }
}

/// The whole chain of causes: the outer text alone says nothing.
fn cause(error: &postgres::Error) -> String {
    let mut text = error.to_string();
    let mut inner = error.source();
    while let Some(source) = inner {
        text.push_str(&format!(": {source}"));
        inner = source.source();
    }
    text
}
