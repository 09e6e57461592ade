//! A transaction: one actor, one consistent state, one source of changes. Everything that reads or writes holds one.

use std::any::Any;
use std::cell::{Cell as Slot, RefCell};
use std::collections::HashMap;
use std::sync::{Arc, PoisonError};

use calendar::Clock;
use query::{Dialect, Statement};
use schema::{Actor, Catalog, Entity, OptionList, Rule, Value, Verb};

use crate::apart::Rows;
use crate::connection::{Cells, Connection, owned};
use crate::error::{Error, Result};
use crate::options::Spoken;
use crate::site::{Changed, Site};

/// Whose rights a call is made with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum As {
    /// The transaction's actor: doors, record rules and field permissions apply.
    Actor,
    /// The program itself, where a rule of ours needs to look or write: nothing is hidden.
    Program,
}

/// Records that have just been made together: rules need not ask the database what belongs to them.
pub(crate) struct Birth {
    /// From this number on.
    first: i64,
    /// How often records of an entity were written since.
    since: HashMap<String, u32>,
    /// What rules have noted of all of them.
    notes: Vec<&'static str>,
}

/// A transaction in progress. Ended by [`Site::read`] or [`Site::write`], never by hand.
pub struct Tx<'c> {
    pub(crate) site: Site,
    pub(crate) catalog: Arc<Catalog>,
    actor: Actor,
    pub(crate) source: String,
    clock: Clock,
    pub(crate) connection: RefCell<Connection<'c>>,
    dialect: Dialect,
    writable: bool,
    /// The state of the caches when this transaction began; what it derives is shared only if none was newer.
    epoch: u64,
    /// This transaction has changed rows that options or settings are made of.
    stale: Slot<bool>,
    pub(crate) own_options: RefCell<HashMap<(String, String), Arc<OptionList>>>,
    pub(crate) spoken: RefCell<Spoken>,
    /// What access lists grant the actor, where nothing can change it any more.
    pub(crate) granted: RefCell<HashMap<(String, Verb), Rule>>,
    /// The row of `ruche_transaction`, made with the first change.
    pub(crate) transaction: Option<i64>,
    /// This transaction has changed the catalog.
    pub(crate) redeclared: bool,
    /// The records that the last [`Tx::save_many`] of an entity has made.
    pub(crate) births: RefCell<HashMap<String, Birth>>,
    /// The last number given by [`Tx::next_ids`] in a table, while nothing else has written into it.
    pub(crate) given: RefCell<HashMap<String, i64>>,
    /// The new record whose joined ones are being written.
    pub(crate) making: Option<(String, i64)>,
    /// Records of one that is merged into another are on their way.
    moving: bool,
    /// How deep hooks have called hooks; a loop of rules is stopped.
    pub(crate) depth: u32,
}

impl<'c> Tx<'c> {
    pub(crate) fn begin(
        site: Site,
        actor: Actor,
        source: String,
        connection: Connection<'c>,
        writable: bool,
    ) -> Result<Tx<'c>> {
        let epoch = site.epoch();
        let mut tx = Tx {
            catalog: site.catalog(),
            clock: Clock::at(jiff::Timestamp::now(), jiff::tz::TimeZone::UTC, 0, (1, 1)),
            dialect: connection.dialect(),
            connection: RefCell::new(connection),
            site,
            actor,
            source,
            writable,
            epoch,
            stale: Slot::new(false),
            own_options: RefCell::default(),
            spoken: RefCell::default(),
            granted: RefCell::default(),
            transaction: None,
            redeclared: false,
            births: RefCell::default(),
            given: RefCell::default(),
            making: None,
            moving: false,
            depth: 0,
        };
        if tx.site.should_look() && tx.notice_others()? {
            tx.site.forget();
            tx.epoch = tx.site.epoch();
            tx.catch_up()?;
            // A writer keeps to itself what it has learnt: the next reader learns it for all.
            if writable {
                tx.site.owe_readers();
            }
        } else if writable || tx.site.owes_readers() {
            tx.catch_up()?;
        }
        tx.clock = tx.read_clock()?;
        tx.connection.borrow_mut().set_zone(tx.clock.zone.iana_name().unwrap_or("UTC"))?;
        Ok(tx)
    }

    /// The site.
    pub fn site(&self) -> &Site {
        &self.site
    }

    /// The domain in which this happens.
    pub fn domain(&self) -> i64 {
        self.site.domain()
    }

    /// The way in, as history names it: `api`, `page`, `import`, a job.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// Who acts.
    pub fn actor(&self) -> &Actor {
        &self.actor
    }

    /// The entities as they are in this transaction.
    pub fn catalog(&self) -> &Arc<Catalog> {
        &self.catalog
    }

    /// The site's time.
    pub fn clock(&self) -> &Clock {
        &self.clock
    }

    pub(crate) fn is_writable(&self) -> bool {
        self.writable
    }

    /// Which SQL this database reads.
    pub fn dialect(&self) -> Dialect {
        self.dialect
    }

    /// The entity of this name, presets included.
    ///
    /// # Errors
    /// `NotFound` in the words of the API.
    pub fn entity(&self, name: &str) -> Result<Arc<Entity>> {
        self.catalog.entity(name).cloned().ok_or_else(|| Error::NotFound(format!("There is no entity {name}.")))
    }

    /// What ends the statement that runs, from another thread.
    pub(crate) fn stopper(&self) -> crate::patience::Stopper {
        self.connection.borrow().stopper()
    }

    /// Runs a question whose text is made of metadata, and hands over each row.
    ///
    /// # Errors
    /// Gives back what `each` fails with, or the database's own failure.
    pub fn rows(&self, statement: &Statement, mut each: impl FnMut(&dyn Cells) -> Result<()>) -> Result<()> {
        self.connection.borrow_mut().query(statement, &mut each)
    }

    /// The first cell of the first row.
    ///
    /// # Errors
    /// The database's own failure.
    pub fn one(&self, statement: &Statement) -> Result<Option<Value>> {
        let mut found = None;
        self.rows(statement, |row| {
            found.get_or_insert_with(|| owned(row.cell(0)));
            Ok(())
        })?;
        Ok(found)
    }

    /// Runs a change whose text is made of metadata; tells how many rows it touched. History is the caller's concern.
    ///
    /// # Errors
    /// Refuses in a reading transaction; otherwise the database's own failure.
    pub fn execute(&self, statement: &Statement) -> Result<u64> {
        if !self.writable {
            return Err(Error::internal("a change within a reading transaction"));
        }
        self.given.borrow_mut().clear();
        self.connection.borrow_mut().execute(statement)
    }

    /// As [`Tx::execute`], where nobody asks how many rows it touched: where another thread writes, nobody waits for it.
    ///
    /// # Errors
    /// As [`Tx::execute`]; where another thread writes, with the next answer.
    pub fn send(&self, statement: Statement) -> Result<()> {
        if !self.writable {
            return Err(Error::internal("a change within a reading transaction"));
        }
        self.given.borrow_mut().retain(|table, _| !statement.text.contains(table.as_str()));
        self.connection.borrow_mut().send(statement)
    }

    /// Writes many rows with the same statement; where another thread writes, nobody waits for it.
    pub(crate) fn put(&self, rows: Rows) -> Result<()> {
        if !self.writable {
            return Err(Error::internal("a change within a reading transaction"));
        }
        self.connection.borrow_mut().rows(rows)
    }

    /// Waits for what another thread was to write.
    pub(crate) fn settle(&self) -> Result<()> {
        self.connection.borrow_mut().settle()
    }

    /// Writes one row of a table with a column `id`; gives that id. History is the caller's concern.
    ///
    /// # Errors
    /// Refuses in a reading transaction; otherwise the database's own failure.
    pub fn insert(&self, statement: Statement) -> Result<i64> {
        if !self.writable {
            return Err(Error::internal("a change within a reading transaction"));
        }
        self.given.borrow_mut().retain(|table, _| !statement.text.contains(table.as_str()));
        let id = self.connection.borrow_mut().insert(statement)?;
        id.ok_or_else(|| Error::internal("the database gave no id"))
    }

    /// Lets a job on many records hold more of the database in memory; it gives it back at its end. PostgreSQL has its own
    /// way.
    ///
    /// # Errors
    /// The database's own failure.
    pub fn hold(&self, megabytes: u32) -> Result<()> {
        match self.dialect {
            Dialect::Sqlite => {
                self.connection.borrow_mut().batch(&format!("PRAGMA cache_size = -{}", megabytes * 1_000))
            }
            Dialect::Postgres => Ok(()),
        }
    }

    /// Whether others stand in line to write until this transaction is over: long work does well to end at the next
    /// occasion. Nobody has to where each has a connection of their own.
    pub fn others_wait(&self) -> bool {
        self.site.others_wait()
    }

    /// Whether the record was made by the last [`Tx::save_many`] of its entity in this transaction, and `owned` has been
    /// written no more than so many times since: then nothing of the kind belongs to it but what these times have made.
    pub fn is_newborn(&self, entity: &str, id: i64, owned: &str, times: u32) -> bool {
        let is_so = |birth: &Birth| id >= birth.first && birth.since.get(owned).copied().unwrap_or(0) <= times;
        self.births.borrow().get(entity).is_some_and(is_so)
    }

    /// Notes something of all records that the last [`Tx::save_many`] of their entity has made, so that later rules need
    /// not ask the database.
    pub fn note_of_newborns(&self, entity: &str, note: &'static str) {
        if let Some(birth) = self.births.borrow_mut().get_mut(entity) {
            birth.notes.push(note);
        }
    }

    /// Whether this was noted of a record, and none of its entity has been written since.
    pub fn is_noted(&self, entity: &str, id: i64, note: &str) -> bool {
        let has_it = |birth: &Birth| birth.notes.contains(&note);
        self.is_newborn(entity, id, entity, 0) && self.births.borrow().get(entity).is_some_and(has_it)
    }

    /// Notes that records of an entity were made together, from this number on.
    pub(crate) fn note_births(&self, entity: &str, first: i64) {
        self.births.borrow_mut().insert(entity.to_owned(), Birth { first, since: HashMap::new(), notes: Vec::new() });
    }

    /// Notes that records of an entity were written, alone or together.
    pub(crate) fn note_written(&self, entity: &str) {
        for birth in self.births.borrow_mut().values_mut() {
            match birth.since.get_mut(entity) {
                Some(times) => *times += 1,
                None => drop(birth.since.insert(entity.to_owned(), 1)),
            }
        }
    }

    /// Does work that brings the records of one to another, of whom it turned out that they are the same.
    ///
    /// # Errors
    /// Gives back what the work fails with.
    pub fn moving<T>(&mut self, work: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        let outer = std::mem::replace(&mut self.moving, true);
        let done = work(self);
        self.moving = outer;
        done
    }

    /// Whether [`Tx::moving`] is at work: rules by which nobody changes a record let it find its way.
    pub fn is_moving(&self) -> bool {
        self.moving
    }

    /// Tells the components above that something has happened; they act in this transaction.
    ///
    /// # Errors
    /// Whatever a listener fails with: then nothing of the transaction is kept.
    pub fn publish<E: Any>(&mut self, event: &E) -> Result<()> {
        let site = self.site.clone();
        site.model().hooks.run_event(self, event)
    }

    /// Rows that options or settings are made of have changed.
    pub(crate) fn mark_stale(&self) {
        self.stale.set(true);
        self.own_options.borrow_mut().clear();
        self.spoken.borrow_mut().lists.clear();
    }

    pub(crate) fn is_stale(&self) -> bool {
        self.stale.get()
    }

    /// Ends the work before the commit; tells what others must learn after it.
    pub(crate) fn finish(&mut self) -> Result<Changed> {
        if self.is_stale() {
            self.tell_others()?;
        }
        let catalog = self.redeclared.then(|| self.catalog.clone());
        Ok(Changed { rows: self.is_stale(), catalog })
    }

    /// Puts something derived into the shared cache, unless it may be out of date already.
    pub(crate) fn share(&self, put: impl FnOnce(&mut crate::site::Cache)) {
        let mut cache = self.site.cache().write().unwrap_or_else(PoisonError::into_inner);
        if !self.is_stale() && cache.epoch == self.epoch && self.site.epoch() == self.epoch {
            put(&mut cache);
        }
    }
}

/// A statement of fixed text.
pub fn statement(text: impl Into<String>, binds: Vec<Value>) -> Statement {
    Statement { text: text.into(), binds }
}
