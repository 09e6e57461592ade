//! One association's site: its database, its entities and rules, its caches. Nothing here is process-wide.

use std::any::Any;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::{Duration, Instant};

use arc_swap::ArcSwap;
use query::WholeRows;
use schema::{Actor, Catalog, Entity, OptionItem, OptionList, OptionSource, Rule, Value, Verb};
use serde_json::Value as Json;

use crate::apart;
use crate::connection::Connection;
use crate::counted::Counted;
use crate::error::{Error, Result};
use crate::hooks::Hooks;
use crate::migrate::Migration;
use crate::patience::Patience;
use crate::postgres::Postgres;
use crate::sqlite::Sqlite;
use crate::state::Settings;
use crate::tx::Tx;

/// How long what another process changed may go unnoticed.
const STALE_AFTER: Duration = Duration::from_millis(500);

/// Makes options that stand in no table.
pub type OptionsFn = fn(&Tx<'_>) -> Result<Vec<OptionItem>>;

/// The records that a `Filter` field lets through for these values; the operator is the positive one (`IN`, `=`, `<=`).
pub type FilterFn = fn(&Tx<'_>, operator: &str, values: &[Value]) -> Result<Rule>;

/// What access lists grant the transaction's actor on records of an entity.
pub type GrantedFn = fn(&Tx<'_>, entity: &str, verb: Verb) -> Result<Rule>;

/// Whether access lists let the transaction's actor search by these values of a `Filter` field.
pub type SearchedFn = fn(&Tx<'_>, entity: &str, field: &str, values: &[Value]) -> Result<bool>;

/// Adds what the database itself declares (custom sets) to the entities.
pub type ExtendFn = fn(&Tx<'_>, &mut Vec<Entity>) -> Result<()>;

/// What the components have registered: the site's law, the same for every site of a process.
#[derive(Default)]
pub struct Model {
    pub entities: Vec<Entity>,
    pub hooks: Hooks,
    /// Settings by name with their defaults.
    pub settings: BTreeMap<String, Json>,
    /// Settings that each domain may have for itself; all others are the whole database's, and are changed at the main
    /// domain or by those who may do everything.
    pub scopes: HashMap<String, Scope>,
    /// What the program was started with and nobody is told: no setting of the site, and in no answer.
    pub private: BTreeMap<String, String>,
    pub named_options: HashMap<&'static str, OptionsFn>,
    /// What `Filter` fields mean, by entity and field.
    pub filters: HashMap<(&'static str, &'static str), FilterFn>,
    /// What access lists grant beside permissions.
    pub granted: Option<GrantedFn>,
    /// What access lists close that could be searched by.
    pub searched: Option<SearchedFn>,
    /// Permission → the permissions that it implies.
    pub implied: HashMap<String, Vec<String>>,
    /// Entities whose rows change seldom, and from which something is worked out that is kept; see [`Tx::derived`].
    pub sources: Vec<&'static str>,
    pub migrations: &'static [Migration],
    /// In this order: what comes later may narrow what was declared before.
    pub extend: Vec<ExtendFn>,
}

/// What a domain that has not set a setting of its own goes by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// What the main domain has set.
    Inherited,
    /// The default.
    Own,
    /// All domains share one value, and at each of them it may be changed.
    Joint,
}

/// The main domain: the one that is always there.
pub const MAIN_DOMAIN: i64 = 1;

/// Where the database is.
#[derive(Clone, Debug)]
pub enum Location {
    /// A SQLite file.
    File(PathBuf),
    /// A PostgreSQL URL.
    Server(String),
}

/// Which database engine is behind the site.
pub(crate) enum Database {
    Sqlite(Box<Sqlite>),
    Postgres(Postgres),
}

/// A site, seen from one of its domains. Cloning is cheap; all clones are the same site.
#[derive(Clone)]
pub struct Site(Arc<Inner>, i64);

pub(crate) struct Inner {
    database: Database,
    model: Model,
    catalog: ArcSwap<Catalog>,
    /// Entities whose rows are options of some field, or from which something else is kept.
    option_sources: HashSet<String>,
    secret: [u8; 32],
    data: PathBuf,
    cache: RwLock<Cache>,
    whole_rows: WholeRows,
    patience: Patience,
    counted: Counted,
    epoch: AtomicU64,
    /// The mark last seen in the database.
    seen: AtomicU64,
    checked: Mutex<Option<Instant>>,
    /// A writer has noticed what another process declared, and no reader has looked since.
    owing: AtomicBool,
}

/// What a transaction has changed beside rows.
#[derive(Default)]
pub(crate) struct Changed {
    /// Rows that options or settings are made of.
    pub(crate) rows: bool,
    pub(crate) catalog: Option<Arc<Catalog>>,
}

/// What is derived from rows that change seldom. Thrown away whole when any of them changes.
#[derive(Default)]
pub(crate) struct Cache {
    pub(crate) epoch: u64,
    /// By domain, entity and field: what a field offers may depend on settings.
    pub(crate) options: HashMap<(i64, String, String), Arc<OptionList>>,
    pub(crate) settings: Option<Arc<Settings>>,
    /// By domain.
    pub(crate) clocks: HashMap<i64, ClockSettings>,
    /// What components work out from such rows, by a name of their own.
    pub(crate) derived: HashMap<String, Arc<dyn Any + Send + Sync>>,
}

/// The settings that dates depend on.
#[derive(Clone)]
pub(crate) struct ClockSettings {
    pub(crate) zone: jiff::tz::TimeZone,
    pub(crate) week_begins: u8,
    pub(crate) fiscal_start: (i8, i8),
}

impl Site {
    /// Opens the database without touching its tables; see [`Site::migrate`]. Files and the secret key lie in `data`.
    ///
    /// # Errors
    /// Fails when the database cannot be opened or the data folder not be written.
    pub fn open(location: &Location, data: &Path, model: Model) -> Result<Site> {
        std::fs::create_dir_all(data).map_err(|e| Error::Internal(format!("{}: {e}", data.display())))?;
        let secret = crate::secret::load_or_create(&data.join("secret.key"))?;
        let database = match location {
            Location::File(path) => Database::Sqlite(Box::new(Sqlite::open(path)?)),
            Location::Server(url) => Database::Postgres(Postgres::open(url)?),
        };
        let catalog = Catalog::new(model.entities.iter().cloned(), 1);
        Ok(Site(
            Arc::new(Inner {
                option_sources: option_sources(&catalog, &model.sources),
                catalog: ArcSwap::from_pointee(catalog),
                database,
                model,
                secret,
                data: data.to_owned(),
                cache: RwLock::default(),
                whole_rows: WholeRows::default(),
                patience: Patience::default(),
                counted: Counted::default(),
                epoch: AtomicU64::new(0),
                seen: AtomicU64::new(0),
                checked: Mutex::new(None),
                owing: AtomicBool::new(false),
            }),
            MAIN_DOMAIN,
        ))
    }

    /// The same site seen from another of its domains: its settings, its defaults. Nothing is copied.
    #[must_use]
    pub fn at(&self, domain: i64) -> Site {
        Site(self.0.clone(), domain)
    }

    /// The domain from which the site is seen.
    pub fn domain(&self) -> i64 {
        self.1
    }

    /// The entities as they are now.
    pub fn catalog(&self) -> Arc<Catalog> {
        self.0.catalog.load_full()
    }

    /// What the components have registered.
    pub fn model(&self) -> &Model {
        &self.0.model
    }

    /// The folder of files, backups and the secret key.
    pub fn data(&self) -> &Path {
        &self.0.data
    }

    /// Whether the database is PostgreSQL.
    pub fn is_postgres(&self) -> bool {
        matches!(self.0.database, Database::Postgres(_))
    }

    /// The site's own key, never shown; derive others from it with [`crate::secret::derive`].
    pub fn secret(&self) -> &[u8; 32] {
        &self.0.secret
    }

    /// Reads one consistent state of the database as this actor.
    ///
    /// # Errors
    /// Gives back what `work` fails with, or the database's own failure.
    pub fn read<T>(&self, actor: &Actor, work: impl FnOnce(&mut Tx<'_>) -> Result<T>) -> Result<T> {
        match &self.0.database {
            Database::Sqlite(file) => {
                file.read(|connection| work(&mut self.begin(actor, "", Connection::Sqlite(connection), false)?))
            }
            Database::Postgres(server) => {
                server.read(|session| work(&mut self.begin(actor, "", Connection::Postgres(session), false)?))
            }
        }
    }

    /// Reads like [`Site::read`], for as long as it takes: a file that somebody fetches over a slow line. Others who read
    /// do not wait behind it; only so many such works go on at once.
    ///
    /// # Errors
    /// As [`Site::read`].
    pub fn read_long<T>(&self, actor: &Actor, work: impl FnOnce(&mut Tx<'_>) -> Result<T>) -> Result<T> {
        match &self.0.database {
            Database::Sqlite(file) => {
                file.read_long(|connection| work(&mut self.begin(actor, "", Connection::Sqlite(connection), false)?))
            }
            Database::Postgres(_) => self.read(actor, work),
        }
    }

    /// Reads like [`Site::read`], but no longer than `limit`, and only until another question comes under the same `key`
    /// (one person at one page asks one question at a time). None where it was given up.
    ///
    /// # Errors
    /// As [`Site::read`].
    pub fn ask<T>(
        &self,
        actor: &Actor,
        key: &str,
        limit: Duration,
        work: impl FnOnce(&mut Tx<'_>) -> Result<T>,
    ) -> Result<Option<T>> {
        self.read(actor, |tx| {
            let stopper = tx.stopper();
            self.0.patience.within(key, limit, stopper, || work(tx))
        })
    }

    /// Changes the database as this actor: all of it, on disk, or nothing. `source` names the way in for history
    /// (`page`, `api`, `import`, a job).
    ///
    /// # Errors
    /// Gives back what `work` fails with, or the database's own failure.
    pub fn write<T>(&self, actor: &Actor, source: &str, work: impl FnOnce(&mut Tx<'_>) -> Result<T>) -> Result<T> {
        self.change(actor, |connection| self.work_on(actor, source, connection, work))
    }

    /// Changes the database as [`Site::write`] does, with two threads: one thinks, the other one writes. For work on many
    /// records.
    ///
    /// # Errors
    /// As [`Site::write`].
    pub fn write_apart<T: Send>(
        &self,
        actor: &Actor,
        source: &str,
        work: impl FnOnce(&mut Tx<'_>) -> Result<T> + Send,
    ) -> Result<T> {
        self.change(actor, |mut connection| {
            apart::on_two(&mut connection, |remote| self.work_on(actor, source, remote, work))
        })
    }

    fn change<T>(&self, actor: &Actor, run: impl FnOnce(Connection<'_>) -> Result<(T, Changed)>) -> Result<T> {
        if actor.permissions.reads_only() {
            return Err(Error::Forbidden("You may look here, and change nothing.".to_owned()));
        }
        let (value, changed) = match &self.0.database {
            Database::Sqlite(file) => file.write(|connection| run(Connection::Sqlite(connection))),
            Database::Postgres(server) => server.write(|session| run(Connection::Postgres(session))),
        }?;
        if let Some(catalog) = changed.catalog {
            self.publish(catalog);
        }
        if changed.rows {
            self.forget();
        }
        Ok(value)
    }

    fn work_on<T>(
        &self,
        actor: &Actor,
        source: &str,
        connection: Connection<'_>,
        work: impl FnOnce(&mut Tx<'_>) -> Result<T>,
    ) -> Result<(T, Changed)> {
        let mut tx = self.begin(actor, source, connection, true)?;
        let value = work(&mut tx)?;
        if tx.transaction.is_some() {
            self.model().hooks.run_before_commit(&mut tx)?;
        }
        let changed = tx.finish()?;
        tx.settle()?;
        Ok((value, changed))
    }

    fn begin<'c>(&self, actor: &Actor, source: &str, connection: Connection<'c>, writable: bool) -> Result<Tx<'c>> {
        Tx::begin(self.clone(), actor.clone(), source.to_owned(), connection, writable)
    }

    /// Whether somebody in this process stands in line to write.
    pub(crate) fn others_wait(&self) -> bool {
        match &self.0.database {
            Database::Sqlite(file) => file.others_wait(),
            Database::Postgres(_) => false,
        }
    }

    /// Runs statements outside any transaction of the pipeline: migrations and maintenance.
    pub(crate) fn raw<T>(&self, work: impl FnOnce(&mut Connection<'_>) -> Result<T>) -> Result<T> {
        match &self.0.database {
            Database::Sqlite(file) => file.write(|connection| work(&mut Connection::Sqlite(connection))),
            Database::Postgres(server) => server.write(|session| work(&mut Connection::Postgres(session))),
        }
    }

    /// Copies an embedded database into a file, consistently, while serving.
    ///
    /// # Errors
    /// Fails for PostgreSQL, which has its own tools, and when the file cannot be written.
    pub fn copy_database(&self, target: &Path) -> Result<()> {
        match &self.0.database {
            Database::Sqlite(file) => file.backup(target),
            Database::Postgres(_) => Err(Error::Request("A PostgreSQL database is copied with pg_dump.".to_owned())),
        }
    }

    /// Takes what was overwritten out of the log of an embedded database, where older pages stand until others take
    /// their place. PostgreSQL recycles its log by itself.
    ///
    /// # Errors
    /// The database's own failure.
    pub fn empty_log(&self) -> Result<()> {
        match &self.0.database {
            Database::Sqlite(file) => file.empty_log(),
            Database::Postgres(_) => Ok(()),
        }
    }

    /// Puts a newer catalog in place; an older one that comes late is dropped.
    pub(crate) fn publish(&self, catalog: Arc<Catalog>) {
        self.0.catalog.rcu(|current| match current.version < catalog.version {
            true => catalog.clone(),
            false => current.clone(),
        });
        self.forget();
    }

    /// Readers learn what the database knows about its tables when they are opened: those there are make room for others.
    pub(crate) fn tell_readers(&self) {
        if let Database::Sqlite(file) = &self.0.database {
            file.renew_readers();
        }
    }

    pub(crate) fn is_option_source(&self, entity: &str) -> bool {
        self.0.option_sources.contains(entity)
    }

    pub(crate) fn cache(&self) -> &RwLock<Cache> {
        &self.0.cache
    }

    pub(crate) fn counted(&self) -> &Counted {
        &self.0.counted
    }

    pub(crate) fn whole_rows(&self) -> &WholeRows {
        &self.0.whole_rows
    }

    pub(crate) fn epoch(&self) -> u64 {
        self.0.epoch.load(Ordering::Acquire)
    }

    /// Throws away what was derived from rows.
    pub(crate) fn forget(&self) {
        let epoch = self.0.epoch.fetch_add(1, Ordering::AcqRel) + 1;
        let mut cache = self.0.cache.write().unwrap_or_else(PoisonError::into_inner);
        *cache = Cache { epoch, ..Cache::default() };
    }

    /// Notes the mark in the database; tells whether it has moved since it was last seen.
    pub(crate) fn note_epoch(&self, mark: i64) -> bool {
        let mark = mark.unsigned_abs();
        self.0.seen.swap(mark, Ordering::AcqRel) != mark
    }

    /// Readers have yet to look at what other processes declare.
    pub(crate) fn owe_readers(&self) {
        self.0.owing.store(true, Ordering::Release);
    }

    /// Whether they have; asked by the one that looks now.
    pub(crate) fn owes_readers(&self) -> bool {
        self.0.owing.swap(false, Ordering::AcqRel)
    }

    /// Whether it is time to ask the database if another process has changed such rows.
    pub(crate) fn should_look(&self) -> bool {
        let mut checked = self.0.checked.lock().unwrap_or_else(PoisonError::into_inner);
        let due = checked.is_none_or(|at| at.elapsed() > STALE_AFTER);
        if due {
            *checked = Some(Instant::now());
        }
        due
    }
}

fn option_sources(catalog: &Catalog, others: &[&str]) -> HashSet<String> {
    let known = ["OptionValue", "OptionGroup", "Setting", "Domain"];
    let mut sources: HashSet<String> = known.iter().chain(others).map(|name| (*name).to_owned()).collect();
    for field in catalog.entities().flat_map(|entity| &entity.fields) {
        if let Some(OptionSource::Table(table)) = &field.options {
            sources.insert(table.entity.to_string());
        }
    }
    sources
}
