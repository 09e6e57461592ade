//! A small world: people with e-mails, in a fresh database.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, OnceLock};

use rust_decimal::Decimal;
use schema::{Actor, Catalog, Entity, OptionSource, PermissionSet, Record, Rule, Verb};
use serde_json::{Map, Value as Json};
use store::{As, Change, Location, Migration, Model, Result, Saved, Site, Tx, ddl};

use crate::postgres::PrivatePostgres;

#[derive(Clone, Debug, Entity)]
#[entity(
    "Person",
    "civicrm_person",
    label_field("name"),
    unique("UI_code", &["code"]),
    index("index_trash", &["is_deleted", "name"]),
    one_to_one("email_primary", "Mail", "person_id", "is_primary", "email"),
    trash,
    door_all("default", &[]),
    policy(may_see)
)]
pub struct Person {
    #[field(readonly)]
    pub id: i64,
    #[field(text(20), required)]
    pub name: Option<String>,
    #[field(text(40))]
    pub shout: Option<String>,
    #[field(text(16))]
    pub code: Option<String>,
    #[field(options(OptionSource::Fixed(&[("1", "Female", "Woman"), ("2", "Male", "Man")])))]
    pub gender_id: Option<i64>,
    pub balance: Option<Decimal>,
    /// A moment, kept in UTC.
    #[field(timestamp)]
    pub seen: Option<jiff::civil::DateTime>,
    /// A time as people wrote it.
    pub party: Option<jiff::civil::DateTime>,
    #[field(secret)]
    pub hash: Option<String>,
    #[field(references("Person"))]
    pub friend_id: Option<i64>,
    pub is_deleted: bool,
}

#[derive(Clone, Debug, Entity)]
#[entity("Mail", "civicrm_mail", label_field("email"), door_all("default", &[]))]
pub struct Mail {
    #[field(readonly)]
    pub id: i64,
    #[field(belongs_to("Person"), guards)]
    pub person_id: Option<i64>,
    #[field(text(60), required)]
    pub email: Option<String>,
    pub is_primary: bool,
}

/// The tables that the store itself reads.
#[derive(Clone, Debug, Entity)]
#[entity("Setting", "civicrm_setting")]
pub struct Setting {
    #[field(readonly)]
    pub id: i64,
    pub name: Option<String>,
    #[field(long_text)]
    pub value: Option<String>,
    pub domain_id: Option<i64>,
    pub contact_id: Option<i64>,
}

/// Readers see everybody, the person numbered like their contact may edit themselves.
fn may_see(actor: &Actor, verb: Verb) -> Rule {
    match (actor.may("edit all"), actor.may("view all"), verb) {
        (true, _, _) | (_, true, Verb::View) => Rule::Everything,
        _ => actor.contact_id.map_or(Rule::Nothing, |id| Rule::Is("id".into(), id.into())),
    }
}

fn shout(_: &mut Tx<'_>, change: &mut Change<Person>) -> Result<()> {
    if change.after.name.as_deref() == Some("Nobody") {
        return Err(store::Error::rule("name", "problem-nobody", "Nobody is no name."));
    }
    change.after.shout = change.after.name.as_deref().map(str::to_uppercase);
    Ok(())
}

fn model() -> Model {
    let mut model = Model { entities: store::tables::entities(), ..Model::default() };
    model.entities.extend([Person::entity(), Mail::entity(), Setting::entity()]);
    model.settings.insert("timezone".to_owned(), Json::from("UTC"));
    model.hooks.before_save::<Person>(shout);
    model.migrations = migrations();
    model
}

/// The tables of this world as its first migration.
fn migrations() -> &'static [Migration] {
    static ALL: OnceLock<Vec<Migration>> = OnceLock::new();
    ALL.get_or_init(|| {
        let mut entities = store::tables::entities();
        entities.extend([Person::entity(), Mail::entity(), Setting::entity()]);
        let catalog = Catalog::new(entities, 1);
        let text = |dialect| &*Box::leak((ddl::create_all(&catalog, dialect).join(";\n") + ";").into_boxed_str());
        let (sqlite, postgres) = (text(query::Dialect::Sqlite), text(query::Dialect::Postgres));
        vec![Migration { number: 1, name: "initial", sqlite, postgres }]
    })
}

/// A fresh site, gone with its folder when dropped.
pub struct World {
    pub site: Site,
    pub folder: PathBuf,
    pub location: Location,
}

impl World {
    pub fn again(&self) -> Site {
        Site::open(&self.location, &self.folder, model()).unwrap()
    }

    pub fn save(&self, entity: &str, values: Json) -> Result<Saved> {
        self.site.write(&editor(), "test", |tx| tx.save(entity, map(values), As::Program))
    }

    pub fn person(&self, id: i64) -> Option<Person> {
        self.site.read(&editor(), |tx| tx.find::<Person>(id)).unwrap()
    }

    pub fn mails(&self) -> i64 {
        let count = store::statement(r#"SELECT count(*) FROM "civicrm_mail""#, Vec::new());
        self.site.read(&editor(), |tx| tx.one(&count)).unwrap().unwrap().as_int().unwrap()
    }
}

impl Drop for World {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

pub fn map(values: Json) -> Map<String, Json> {
    match values {
        Json::Object(map) => map,
        other => panic!("{other} is no object"),
    }
}

pub fn editor() -> Actor {
    with_permissions(&["edit all"], None)
}

pub fn with_permissions(names: &[&str], contact_id: Option<i64>) -> Actor {
    let permissions = Arc::new(PermissionSet::of(names.iter().copied(), &Default::default()));
    Actor { name: "tester".to_owned(), contact_id, user_id: None, permissions }
}

/// Runs a test on both databases.
pub fn everywhere(test: impl Fn(&World)) {
    for location in [None, Some(PrivatePostgres::shared().database())] {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let folder = std::env::temp_dir().join(format!("ruche-store-{}-{number}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let location = location.map_or_else(|| Location::File(folder.join("ruche.db")), Location::Server);
        let site = Site::open(&location, &folder, model()).unwrap();
        assert_eq!(site.migrate().unwrap(), [1]);
        test(&World { site, folder, location });
    }
}
