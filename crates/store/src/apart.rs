//! A change whose thinking and writing are done by two threads: one runs the rules, the other one holds the connection.
//! What nobody waits for, such as entries of history, is written while the first one thinks on.

use std::collections::VecDeque;
use std::sync::mpsc::{Receiver, RecvError, Sender, TryRecvError, channel};
use std::time::{Duration, Instant};

use query::{Cell, Dialect, Statement};
use schema::Value;

use crate::connection::{Cells, Connection, owned};
use crate::error::{Error, Result};
use crate::patience::Stopper;
use crate::seal;

/// Looks for an answer so often before the thread lies down: waking it takes longer than most statements.
const GLANCES: u32 = 150;
/// Rows in one statement for PostgreSQL at most: what is sent at once is held in memory on both sides.
const AT_ONCE: usize = 5_000;
/// The same for what is written when there is nothing else to do: others must not wait long for it, and some is to be
/// left for when the thread that thinks takes long.
const AT_LEISURE: usize = 600;
/// With PostgreSQL, where each statement has its way to go: the thread that thinks takes long when it has asked for nothing
/// in so much time.
const LONG: Duration = Duration::from_micros(100);

/// Rows that are written one by one before anybody else may have the connection.
const EACH_AT_ONCE: usize = 60;

/// The same statement for many rows.
#[derive(Debug)]
pub(crate) struct Rows {
    pub(crate) text: String,
    pub(crate) rows: Vec<Vec<Value>>,
    pub(crate) way: Way,
    /// They are entries of history, which nobody reads soon: salt and digest are still to be added, but for a stream's.
    pub(crate) are_history: bool,
}

/// How rows are bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    /// Each row is one execution.
    Each,
    /// Each column is one bind: a list of the cells of all rows.
    Lists,
    /// All are one stream; the text is but the table and its columns. For PostgreSQL alone.
    Stream,
}

impl Rows {
    /// Writes them all.
    pub(crate) fn write(self, connection: &mut Connection<'_>) -> Result<()> {
        Writing::of(self).all(connection)
    }
}

/// Rows on their way into the database.
struct Writing {
    statement: Statement,
    rows: std::vec::IntoIter<Vec<Value>>,
    way: Way,
    are_history: bool,
}

impl Writing {
    fn of(rows: Rows) -> Writing {
        let statement = Statement { text: rows.text, binds: Vec::new() };
        Writing { statement, rows: rows.rows.into_iter(), way: rows.way, are_history: rows.are_history }
    }

    fn all(mut self, connection: &mut Connection<'_>) -> Result<()> {
        while self.some(connection, AT_ONCE)? {}
        Ok(())
    }

    /// Writes the next few rows; tells whether there were any.
    fn some(&mut self, connection: &mut Connection<'_>, most: usize) -> Result<bool> {
        let most = self.at_once(most);
        let mut rows: Vec<Vec<Value>> = self.rows.by_ref().take(most).collect();
        if rows.is_empty() {
            return Ok(false);
        }
        if self.way == Way::Stream {
            return connection.copy(&self.statement.text, &rows).map(|()| true);
        }
        if self.are_history {
            seal::complete(&mut rows)?;
        }
        if self.way == Way::Each {
            return connection.each(&self.statement.text, &rows).map(|()| true);
        }
        let mut lists: Vec<Vec<Value>> = Vec::new();
        for row in rows {
            lists.resize(row.len(), Vec::new());
            lists.iter_mut().zip(row).for_each(|(list, cell)| list.push(cell));
        }
        self.statement.binds = lists.into_iter().map(Value::List).collect();
        connection.execute(&self.statement).map(|_| true)
    }

    fn at_once(&self, most: usize) -> usize {
        if self.way == Way::Each { most.min(EACH_AT_ONCE) } else { most }
    }
}

enum Order {
    Query(Statement),
    Execute(Statement),
    /// The same, and nobody waits for it.
    Send(Statement),
    Insert(Statement),
    Batch(String),
    Zone(String),
    Stopper,
    /// Everything must have been written.
    Settle,
    Rows(Rows),
}

enum Answer {
    Rows(Result<Vec<Vec<Value>>>),
    Count(Result<u64>),
    Id(Result<Option<i64>>),
    Done(Result<()>),
    Stopper(Stopper),
}

/// The connection as the thinking thread has it.
pub(crate) struct Remote {
    dialect: Dialect,
    orders: Sender<Order>,
    answers: Receiver<Answer>,
}

impl Remote {
    pub(crate) fn dialect(&self) -> Dialect {
        self.dialect
    }

    pub(crate) fn query(&self, statement: &Statement, each: &mut dyn FnMut(&dyn Cells) -> Result<()>) -> Result<()> {
        match self.ask(Order::Query(statement.clone()))? {
            Answer::Rows(rows) => rows?.iter().try_for_each(|row| each(&Held(row))),
            _ => Err(confused()),
        }
    }

    pub(crate) fn execute(&self, statement: &Statement) -> Result<u64> {
        match self.ask(Order::Execute(statement.clone()))? {
            Answer::Count(count) => count,
            _ => Err(confused()),
        }
    }

    /// Has a change made without waiting. What goes wrong is told with the next answer.
    pub(crate) fn send(&self, statement: Statement) -> Result<()> {
        self.orders.send(Order::Send(statement)).map_err(|_| gone())
    }

    pub(crate) fn insert(&self, statement: Statement) -> Result<Option<i64>> {
        match self.ask(Order::Insert(statement))? {
            Answer::Id(id) => id,
            _ => Err(confused()),
        }
    }

    pub(crate) fn batch(&self, sql: &str) -> Result<()> {
        self.done(Order::Batch(sql.to_owned()))
    }

    pub(crate) fn set_zone(&self, zone: &str) -> Result<()> {
        self.done(Order::Zone(zone.to_owned()))
    }

    /// Waits until all is written; gives what went wrong with it.
    pub(crate) fn settle(&self) -> Result<()> {
        self.done(Order::Settle)
    }

    /// Has rows written without waiting. What goes wrong is told with the next answer.
    pub(crate) fn rows(&self, rows: Rows) -> Result<()> {
        self.orders.send(Order::Rows(rows)).map_err(|_| gone())
    }

    pub(crate) fn stopper(&self) -> Stopper {
        match self.ask(Order::Stopper) {
            Ok(Answer::Stopper(stopper)) => stopper,
            _ => Box::new(|| {}),
        }
    }

    fn done(&self, order: Order) -> Result<()> {
        match self.ask(order)? {
            Answer::Done(done) => done,
            _ => Err(confused()),
        }
    }

    fn ask(&self, order: Order) -> Result<Answer> {
        self.orders.send(order).map_err(|_| gone())?;
        awaited(&self.answers).map_err(|_| gone())
    }
}

fn gone() -> Error {
    Error::internal("the writing thread is gone")
}

fn confused() -> Error {
    Error::internal("the writing thread answered something else")
}

/// The next message; the thread lies down only after a while.
fn awaited<T>(channel: &Receiver<T>) -> std::result::Result<T, RecvError> {
    for _ in 0..GLANCES {
        match channel.try_recv() {
            Ok(message) => return Ok(message),
            Err(TryRecvError::Disconnected) => return Err(RecvError),
            Err(TryRecvError::Empty) => std::hint::spin_loop(),
        }
    }
    channel.recv()
}

/// The next message, if it comes within this time.
fn soon<T>(channel: &Receiver<T>, patience: Duration) -> std::result::Result<T, TryRecvError> {
    let begin = Instant::now();
    loop {
        match channel.try_recv() {
            Err(TryRecvError::Empty) if begin.elapsed() < patience => std::hint::spin_loop(),
            other => return other,
        }
    }
}

/// A row that was read for the other thread.
struct Held<'r>(&'r [Value]);

impl Cells for Held<'_> {
    fn cell(&self, at: usize) -> Cell<'_> {
        match self.0.get(at) {
            None | Some(Value::Null | Value::List(_)) => Cell::Null,
            Some(Value::Bool(on)) => Cell::Int(i64::from(*on)),
            Some(Value::Int(n)) => Cell::Int(*n),
            Some(Value::Float(n)) => Cell::Float(*n),
            Some(Value::Decimal(n)) => Cell::Decimal(*n),
            Some(Value::Text(text)) => Cell::Text(text),
            Some(Value::Date(date)) => Cell::Date(*date),
            Some(Value::DateTime(at)) => Cell::DateTime(*at),
        }
    }

    fn width(&self) -> usize {
        self.0.len()
    }
}

/// Runs `work` on a thread of its own, and what it wants from the database on this one.
pub(crate) fn on_two<T: Send>(
    connection: &mut Connection<'_>,
    work: impl FnOnce(Connection<'_>) -> Result<T> + Send,
) -> Result<T> {
    let ((orders, ordered), (answer, answers)) = (channel(), channel());
    let remote = Remote { dialect: connection.dialect(), orders, answers };
    std::thread::scope(|scope| {
        let thinking = scope.spawn(move || work(Connection::Remote(remote)));
        let patience = if connection.dialect() == Dialect::Postgres { LONG } else { Duration::ZERO };
        Desk { connection, later: VecDeque::new(), failure: None, patience }.serve(&ordered, &answer);
        match thinking.join() {
            Ok(result) => result,
            Err(panic) => std::panic::resume_unwind(panic),
        }
    })
}

/// The writing thread's desk.
struct Desk<'d, 'c> {
    connection: &'d mut Connection<'c>,
    /// History that is still to be written, in the order in which it happened.
    later: VecDeque<Writing>,
    /// What went wrong with rows that nobody has waited for.
    failure: Option<Error>,
    /// How long an order may keep it waiting before history is written.
    patience: Duration,
}

impl Desk<'_, '_> {
    /// Does as told until nobody is left to tell.
    fn serve(mut self, orders: &Receiver<Order>, answers: &Sender<Answer>) {
        loop {
            let order = match self.later.is_empty() {
                true => awaited(orders).ok(),
                false => match soon(orders, self.patience) {
                    Err(TryRecvError::Empty) => {
                        self.write_some(AT_LEISURE);
                        continue;
                    }
                    other => other.ok(),
                },
            };
            let Some(order) = order else { return };
            if let Some(answer) = self.answer(order)
                && answers.send(answer).is_err()
            {
                return;
            }
        }
    }

    fn answer(&mut self, order: Order) -> Option<Answer> {
        Some(match order {
            Order::Rows(rows) if rows.are_history => {
                self.later.push_back(Writing::of(rows));
                return None;
            }
            Order::Rows(rows) => {
                if self.failure.is_none() {
                    self.failure = rows.write(self.connection).err();
                }
                return None;
            }
            Order::Send(statement) => {
                let done = self.ready(&statement.text).and_then(|()| self.connection.execute(&statement));
                self.failure = done.err();
                return None;
            }
            Order::Query(statement) => Answer::Rows(self.ready(&statement.text).and_then(|()| self.query(&statement))),
            Order::Execute(statement) => {
                Answer::Count(self.ready(&statement.text).and_then(|()| self.connection.execute(&statement)))
            }
            Order::Insert(statement) => {
                Answer::Id(self.ready(&statement.text).and_then(|()| self.connection.insert(statement)))
            }
            Order::Batch(sql) => Answer::Done(self.ready(&sql).and_then(|()| self.connection.batch(&sql))),
            Order::Zone(zone) => Answer::Done(self.connection.set_zone(&zone)),
            Order::Settle => Answer::Done(self.settle()),
            Order::Stopper => Answer::Stopper(self.connection.stopper()),
        })
    }

    fn query(&mut self, statement: &Statement) -> Result<Vec<Vec<Value>>> {
        let mut rows = Vec::new();
        self.connection.query(statement, &mut |row| {
            rows.push((0..row.width()).map(|at| owned(row.cell(at))).collect());
            Ok(())
        })?;
        Ok(rows)
    }

    /// Sees to it that a statement finds what it has to: history is written where it looks there, or where a part of the
    /// transaction begins or ends. What is thrown away need not be written.
    fn ready(&mut self, text: &str) -> Result<()> {
        if text.starts_with("ROLLBACK") {
            self.later.clear();
            self.failure = None;
        } else if text.contains("SAVEPOINT") || text.contains("ruche_change") {
            self.settle()?;
        }
        self.failure.take().map_or(Ok(()), Err)
    }

    fn settle(&mut self) -> Result<()> {
        while !self.later.is_empty() {
            self.write_some(AT_ONCE);
        }
        self.failure.take().map_or(Ok(()), Err)
    }

    /// Writes a little of the history that waits.
    fn write_some(&mut self, most: usize) {
        let Some(first) = self.later.front_mut() else { return };
        let wrote = match &self.failure {
            // The database takes nothing more from this transaction.
            Some(_) => Ok(false),
            None => first.some(self.connection, most),
        };
        match wrote {
            Ok(true) => {}
            Ok(false) => drop(self.later.pop_front()),
            Err(error) => {
                self.failure = Some(error);
                self.later.clear();
            }
        }
    }
}
