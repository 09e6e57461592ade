//! A site with the contact component alone, in a temporary folder; and short ways to write and read.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, OnceLock};

use kit::{Registry, Rows};
use query::{Dialect, GetRequest};
use schema::{Actor, Catalog, PermissionSet};
use serde_json::{Map, Value as Json, json};
use store::{As, Error, Location, Migration, Result, Site};

use crate::server::PrivatePostgres;

/// A fresh site; its folder goes when this goes.
pub struct World {
    pub site: Site,
    pub registry: Registry,
    folder: PathBuf,
    place: Location,
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
    std::env::temp_dir().join(format!("ruche-contact-{}-{number}", std::process::id()))
}

/// A site at this place, with its tables.
fn open(place: &Location, folder: &Path) -> (Site, Registry) {
    let mut registry = Registry::of(&[custom::register, file::register, contact::register]);
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
    let seeds = registry.seeds.clone();
    site.write(&Actor::system("test"), "test", |tx| kit::plant(tx, &seeds)).unwrap();
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
        let place = Location::File(folder.join("site.db"));
        let (site, registry) = seeded(&place, &folder);
        World { site, registry, folder, place }
    }

    pub fn on_postgres() -> World {
        let folder = folder();
        let url = PrivatePostgres::shared().copy_of(template());
        let place = Location::Server(url);
        let (site, registry) = open(&place, &folder);
        World { site, registry, folder, place }
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

impl World {
    /// Writes a record as an administrator; gives its id.
    pub fn save(&self, entity: &str, values: Json) -> Result<i64> {
        self.save_by(&Actor::system("test"), entity, values)
    }

    pub fn save_by(&self, actor: &Actor, entity: &str, values: Json) -> Result<i64> {
        self.site.write(actor, "test", |tx| Ok(tx.save(entity, object(values), As::Actor)?.id))
    }

    /// Writes several records in one transaction.
    pub fn save_all(&self, entity: &str, records: &[Json]) -> Vec<i64> {
        records.iter().map(|values| self.save(entity, values.clone()).unwrap()).collect()
    }

    pub fn update(&self, entity: &str, id: i64, mut values: Json) -> Result<i64> {
        values["id"] = json!(id);
        self.save(entity, values)
    }

    pub fn delete(&self, entity: &str, id: i64) -> Result<()> {
        self.site.write(&Actor::system("test"), "test", |tx| tx.delete(entity, id, As::Actor))
    }

    pub fn discard(&self, entity: &str, id: i64) -> Result<()> {
        self.site.write(&Actor::system("test"), "test", |tx| tx.discard(entity, id, As::Actor))
    }

    /// The rows that meet the conditions, sorted by id, without it.
    pub fn get(&self, entity: &str, select: &[&str], conditions: Json) -> Vec<Json> {
        self.get_by(&Actor::system("test"), entity, select, conditions).unwrap()
    }

    pub fn get_by(&self, actor: &Actor, entity: &str, select: &[&str], conditions: Json) -> Result<Vec<Json>> {
        let request = GetRequest {
            select: select.iter().map(|s| (*s).to_owned()).collect(),
            where_: conditions.as_array().cloned().unwrap_or_default(),
            order_by: vec![("id".to_owned(), "ASC".to_owned())],
            ..GetRequest::default()
        };
        let found = self.site.read(actor, |tx| tx.get(entity, &request, As::Actor))?;
        Ok(found
            .rows
            .into_iter()
            .map(|mut row| {
                if !select.contains(&"id") {
                    row.shift_remove("id");
                }
                Json::Object(row)
            })
            .collect())
    }

    /// One record's fields.
    pub fn one(&self, entity: &str, id: i64, select: &[&str]) -> Json {
        self.get(entity, select, json!([["id", "=", id]])).pop().unwrap_or(Json::Null)
    }

    /// The same world once more, for a test that looks at it from another of its sites.
    pub fn again(&self) -> World {
        let (_, registry) = open(&self.place, &self.folder);
        World { site: self.site.clone(), registry, folder: self.folder.join("again"), place: self.place.clone() }
    }

    /// The same database as another process sees it.
    pub fn second(&self) -> Site {
        let (site, _) = open(&self.place, &self.folder);
        site.load_declarations().unwrap();
        site
    }

    /// Calls an action of the component.
    pub fn call(&self, entity: &'static str, action: &'static str, parameters: Json) -> Result<Vec<Json>> {
        let action = &self.registry.actions[&(entity, action)];
        let parameters = object(parameters);
        let actor = Actor::system("test");
        let rows = match action.writes {
            true => self.site.write(&actor, "test", |tx| (action.run)(tx, &parameters))?,
            false => self.site.read(&actor, |tx| (action.run)(tx, &parameters))?,
        };
        match rows {
            Rows::List(rows) => Ok(rows.into_iter().map(Json::Object).collect()),
            Rows::Object(row) => Ok(vec![Json::Object(row)]),
            Rows::Values { values, .. } => Ok(values),
        }
    }

    pub fn ada(&self) -> i64 {
        self.save("Contact", json!({"first_name": "Ada", "last_name": "Byron"})).unwrap()
    }
}

pub fn object(json: Json) -> Map<String, Json> {
    json.as_object().cloned().unwrap()
}

/// The words in which something was refused.
pub fn refusal<T: std::fmt::Debug>(result: Result<T>) -> String {
    match result.unwrap_err() {
        Error::Internal(text) => panic!("an internal error is no refusal: {text}"),
        error => error.to_string(),
    }
}
