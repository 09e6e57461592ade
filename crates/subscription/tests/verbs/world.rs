//! A site with contacts and lists, in a temporary folder; and short ways to write and read.

use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use contact::group_contact::NeverConfirmed;
use kit::Registry;
use query::{Dialect, GetRequest};
use schema::{Actor, Catalog};
use serde_json::Value as Json;
use store::{As, Location, Migration, Result, Site};

use crate::server::PrivatePostgres;

thread_local! {
    /// Who is to be forgotten, as whoever looks after that is told.
    pub static FORGOTTEN: RefCell<Vec<i64>> = const { RefCell::new(Vec::new()) };
}

/// A fresh site; its folder goes when this goes.
pub struct World {
    pub site: Site,
    folder: PathBuf,
}

impl Drop for World {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// A folder that nobody else has.
fn folder() -> PathBuf {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let number = COUNT.fetch_add(1, Ordering::Relaxed);
    std::env::temp_dir().join(format!("ruche-subscription-{}-{number}", std::process::id()))
}

fn open(place: &Location, folder: &Path) -> (Site, Registry) {
    let mut registry = Registry::of(&[file::register, contact::register, subscription::register]);
    registry.on::<NeverConfirmed>(|_, event| {
        FORGOTTEN.with(|all| all.borrow_mut().push(event.contact_id));
        Ok(())
    });
    let mut model = std::mem::take(&mut registry.model);
    let catalog = Catalog::new(model.entities.iter().cloned(), 1);
    let tables = |dialect| -> &'static str { store::ddl::create_all(&catalog, dialect).join(";\n").leak() };
    let initial =
        Migration { number: 1, name: "initial", sqlite: tables(Dialect::Sqlite), postgres: tables(Dialect::Postgres) };
    model.migrations = vec![initial].leak();
    let site = Site::open(place, folder, model).unwrap();
    site.migrate().unwrap();
    (site, registry)
}

fn seeded(place: &Location, folder: &Path) -> Site {
    let (site, registry) = open(place, folder);
    site.write(&Actor::system("test"), "test", |tx| kit::plant(tx, &registry.seeds)).unwrap();
    site
}

/// A PostgreSQL database with the seed, of which every test gets a copy.
fn template() -> &'static str {
    static URL: OnceLock<String> = OnceLock::new();
    URL.get_or_init(|| {
        let url = PrivatePostgres::shared().database();
        let folder = folder();
        drop(seeded(&Location::Server(url.clone()), &folder));
        let _ = std::fs::remove_dir_all(&folder);
        url
    })
}

impl World {
    pub fn on_sqlite() -> World {
        let folder = folder();
        let site = seeded(&Location::File(folder.join("site.db")), &folder);
        World { site, folder }
    }

    pub fn on_postgres() -> World {
        let folder = folder();
        let url = PrivatePostgres::shared().copy_of(template());
        let (site, _) = open(&Location::Server(url), &folder);
        World { site, folder }
    }

    /// Writes a record as an administrator; gives its id.
    pub fn save(&self, entity: &str, values: Json) -> Result<i64> {
        let values = values.as_object().cloned().unwrap();
        self.site.write(&Actor::system("test"), "test", |tx| Ok(tx.save(entity, values, As::Actor)?.id))
    }

    /// The rows that meet the conditions, sorted by id, without it.
    pub fn get(&self, entity: &str, select: &[&str], conditions: Json) -> Vec<Json> {
        let request = GetRequest {
            select: select.iter().map(|s| (*s).to_owned()).collect(),
            where_: conditions.as_array().cloned().unwrap_or_default(),
            order_by: vec![("id".to_owned(), "ASC".to_owned())],
            ..GetRequest::default()
        };
        let found = self.site.read(&Actor::system("test"), |tx| tx.get(entity, &request, As::Actor)).unwrap();
        let shown = |mut row: serde_json::Map<String, Json>| {
            if !select.contains(&"id") {
                row.shift_remove("id");
            }
            Json::Object(row)
        };
        found.rows.into_iter().map(shown).collect()
    }
}
