//! A site with contacts, activities and people who follow them, in a temporary folder; and short ways to write and read.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, OnceLock};

use kit::Registry;
use query::{Dialect, GetRequest};
use schema::{Actor, Catalog, PermissionSet};
use serde_json::{Value as Json, json};
use store::{As, Error, Location, Migration, Result, Site};

use crate::server::PrivatePostgres;

/// A fresh site; its folder goes when this goes.
pub struct World {
    pub site: Site,
    pub registry: Registry,
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
    std::env::temp_dir().join(format!("ruche-follow-{}-{number}", std::process::id()))
}

fn open(place: &Location, folder: &Path) -> (Site, Registry) {
    let mut registry =
        Registry::of(&[custom::register, file::register, contact::register, activity::register, follow::register]);
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

fn seeded(place: &Location, folder: &Path) -> (Site, Registry) {
    let (site, registry) = open(place, folder);
    site.write(&Actor::system("test"), "test", |tx| kit::plant(tx, &registry.seeds)).unwrap();
    (site, registry)
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
        let (site, registry) = seeded(&Location::File(folder.join("site.db")), &folder);
        World { site, registry, folder }
    }

    pub fn on_postgres() -> World {
        let folder = folder();
        let url = PrivatePostgres::shared().copy_of(template());
        let (site, registry) = open(&Location::Server(url), &folder);
        World { site, registry, folder }
    }

    /// Writes a record as an administrator; gives its id.
    pub fn save(&self, entity: &str, values: Json) -> Result<i64> {
        self.save_by(&Actor::system("test"), entity, values)
    }

    pub fn save_by(&self, actor: &Actor, entity: &str, values: Json) -> Result<i64> {
        let values = values.as_object().cloned().unwrap();
        self.site.write(actor, "test", |tx| Ok(tx.save(entity, values, As::Actor)?.id))
    }

    pub fn update(&self, entity: &str, id: i64, mut values: Json) -> Result<i64> {
        values["id"] = json!(id);
        self.save(entity, values)
    }

    pub fn delete(&self, entity: &str, id: i64) -> Result<()> {
        self.site.write(&Actor::system("test"), "test", |tx| tx.delete(entity, id, As::Actor))
    }

    pub fn get(&self, entity: &str, select: &[&str], conditions: Json) -> Vec<Json> {
        self.get_by(&Actor::system("test"), entity, select, conditions).unwrap()
    }

    /// The rows that meet the conditions, sorted by id, without it.
    pub fn get_by(&self, actor: &Actor, entity: &str, select: &[&str], conditions: Json) -> Result<Vec<Json>> {
        let request = GetRequest {
            select: select.iter().map(|s| (*s).to_owned()).collect(),
            where_: conditions.as_array().cloned().unwrap_or_default(),
            order_by: vec![("id".to_owned(), "ASC".to_owned())],
            ..GetRequest::default()
        };
        let found = self.site.read(actor, |tx| tx.get(entity, &request, As::Actor))?;
        let shown = |mut row: serde_json::Map<String, Json>| {
            if !select.contains(&"id") {
                row.shift_remove("id");
            }
            Json::Object(row)
        };
        Ok(found.rows.into_iter().map(shown).collect())
    }

    /// One record's fields.
    pub fn one(&self, entity: &str, id: i64, select: &[&str]) -> Json {
        self.get(entity, select, json!([["id", "=", id]])).pop().unwrap_or(Json::Null)
    }
}

/// Somebody with these permissions, who is this contact.
pub fn person(contact: Option<i64>, permissions: &[&str]) -> Actor {
    Actor {
        name: "test".to_owned(),
        contact_id: contact,
        user_id: None,
        permissions: Arc::new(PermissionSet::of(permissions.iter().copied(), &Default::default())),
    }
}

/// The words in which something was refused.
pub fn refusal<T: std::fmt::Debug>(result: Result<T>) -> String {
    match result.unwrap_err() {
        Error::Internal(text) => panic!("an internal error is no refusal: {text}"),
        error => error.to_string(),
    }
}
