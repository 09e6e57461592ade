//! A small site in a temporary folder: people with their mails, tags, countries and provinces.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use kit::Registry;
use schema::access::Policy;
use schema::{Actor, Entity, ListFormat, OptionSource, PermissionSet, Record, Rule, Verb};
use serde_json::{Value as Json, json};
use store::{Location, Migration, Site};

use crate::{Call, Index, call};

const PEOPLE: Policy = |actor, verb| match verb {
    Verb::View if actor.may("view people") => Rule::Everything,
    Verb::Edit | Verb::Delete if actor.may("edit people") => Rule::Everything,
    _ => Rule::Nothing,
};

#[derive(Clone, Debug, Entity)]
#[entity(
    "Person",
    "person",
    label_field("name"),
    search_fields(&["name"]),
    unique("UI_key", &["key"]),
    path("view", "people/[id]"),
    path("add", "people/add?kind=[kind]"),
    door_all("get", &[]),
    door_all("update", &[]),
    door_all("default", &["use people"]),
    trash,
    policy(PEOPLE),
    one_to_one("mail_primary", "Mail", "person_id", "is_primary", "mail")
)]
pub struct Person {
    #[field(readonly)]
    pub id: i64,
    #[field(default("Individual"), options(OptionSource::Fixed(&[("Individual", "Individual", "Person"), ("Club", "Club", "Club")])))]
    pub kind: Option<String>,
    #[field(title("Full Name"), text(64))]
    pub name: Option<String>,
    #[field(text(32))]
    pub nick: Option<String>,
    #[field(text(32))]
    pub key: Option<String>,
    #[field(only_for("kind", "Individual"), input("Select Date"), input_attr("format_type", "birth"))]
    pub born: Option<jiff::civil::Date>,
    #[field(secret, any_permission(&["use people"]))]
    pub api_key: Option<String>,
    #[field(default(false))]
    pub is_deleted: bool,
}

#[derive(Clone, Debug, Entity)]
#[entity("Mail", "mail", label_field("mail"), door_all("default", &[]))]
pub struct Mail {
    #[field(readonly)]
    pub id: i64,
    #[field(belongs_to("Person"), guards)]
    pub person_id: Option<i64>,
    #[field(required, text(64))]
    pub mail: Option<String>,
    #[field(default(false))]
    pub is_primary: bool,
    #[field(long_text)]
    pub note: Option<String>,
    #[field(options(OptionSource::table("Country", "name").abbr("iso").source()))]
    pub country_id: Option<i64>,
    #[field(options(OptionSource::table("Province", "name").depends_on("country_id", "country_id").source()))]
    pub province_id: Option<i64>,
}

#[derive(Clone, Debug, Entity)]
#[entity("Label", "label", kind("ManagedEntity"), parent_field("parent_id"), label_field("label"), description("A mark."), door_all("default", &["use people"]))]
pub struct Label {
    #[field(readonly)]
    pub id: i64,
    #[field(text(64))]
    pub name: Option<String>,
    #[field(text(64))]
    pub label: String,
    #[field(list(ListFormat::Comma))]
    pub used_for: Vec<String>,
    #[field(belongs_to("Label"))]
    pub parent_id: Option<i64>,
    #[field(default(true))]
    pub is_active: bool,
}

#[derive(Clone, Debug, Entity)]
#[entity("Country", "country", door_all("default", &["use people"]))]
pub struct Country {
    #[field(readonly)]
    pub id: i64,
    pub name: String,
    pub iso: Option<String>,
}

#[derive(Clone, Debug, Entity)]
#[entity("Province", "province", door_all("default", &["use people"]))]
pub struct Province {
    #[field(readonly)]
    pub id: i64,
    pub name: String,
    #[field(belongs_to("Country"))]
    pub country_id: i64,
}

#[derive(Clone, Debug, Entity)]
#[entity("Setting", "civicrm_setting", kind("AbstractEntity"))]
pub struct Setting {
    #[field(readonly)]
    pub id: i64,
    pub name: Option<String>,
    #[field(long_text)]
    pub value: Option<String>,
    pub domain_id: Option<i64>,
    pub contact_id: Option<i64>,
}

/// Rights, made by code: one below the other.
fn rights() -> Entity {
    let text = |name: &'static str| schema::Field::new(name, schema::FieldType::Text { max: 64 });
    let group = text("group").options(OptionSource::Fixed(&[("a", "a", "All"), ("o", "o", "Own")]));
    Entity::new("Right", "", vec![text("name"), group, text("parent")])
        .parent_field("parent")
        .door_all("default", &["use people"])
}

fn component(registry: &mut Registry) {
    registry.entity::<Person>().entity::<Mail>().entity::<Label>().entity::<Country>().entity::<Province>();
    registry.entity::<Setting>();
    registry.declared(Person::entity().preset("Individual", "kind", "Individual"));
    registry.array(rights(), |_| {
        let rows = [
            json!({"name": "view", "group": "o", "parent": "edit"}),
            json!({"name": "edit", "group": "a", "parent": null}),
        ];
        Ok(rows.iter().filter_map(|row| row.as_object().cloned()).collect())
    });
    registry.setting("search_autocomplete_count", json!(2));
    registry.action(kit::Action {
        entity: "Person",
        name: "greet",
        description: "Says hello.",
        door: schema::Requirement::anyone(),
        parameters: vec![
            kit::Parameter::required("personId", kit::ParameterType::Int),
            kit::Parameter::optional("word", kit::ParameterType::String, json!("Hello")),
        ],
        writes: false,
        run: |_, params| {
            let row = json!({"said": format!("{} {}", params["word"].as_str().unwrap_or(""), params["personId"])});
            Ok(kit::Rows::List(row.as_object().cloned().into_iter().collect()))
        },
    });
}

/// A site with its registry; its folder goes with it.
pub struct World {
    pub registry: Registry,
    pub site: Site,
    folder: PathBuf,
}

impl Drop for World {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// What an answer was.
pub struct Said {
    pub status: u16,
    pub json: Json,
}

static NEXT: AtomicU32 = AtomicU32::new(0);

impl World {
    pub fn new() -> World {
        let mut registry = Registry::of(&[component, crate::register]);
        let catalog = schema::Catalog::new(registry.model.entities.iter().cloned(), 1);
        let ddl = store::ddl::create_all(&catalog, query::Dialect::Sqlite).join(";\n");
        let migration = Migration { number: 1, name: "all", sqlite: Box::leak(ddl.into_boxed_str()), postgres: "" };
        registry.model.migrations = Box::leak(Box::new([migration]));
        let folder = std::env::temp_dir().join(format!(
            "ruche-api-{}-{}",
            std::process::id(),
            NEXT.fetch_add(1, Ordering::Relaxed)
        ));
        std::fs::create_dir_all(&folder).unwrap();
        let file = Location::File(folder.join("site.db"));
        let site = Site::open(&file, &folder, std::mem::take(&mut registry.model)).unwrap();
        site.migrate().unwrap();
        World { registry, site, folder }
    }

    pub fn call_as(&self, actor: &Actor, what: &str, params: Json, index: Json) -> Said {
        let (entity, action) = what.split_once('.').unwrap();
        let call_ = Call {
            entity: entity.to_owned(),
            action: action.to_owned(),
            params: params.as_object().cloned().unwrap_or_default(),
            index: Index::from_json(&index).unwrap(),
        };
        let answer = call(&self.registry, &self.site, actor, "api", call_);
        Said { status: answer.status, json: serde_json::from_slice(&answer.body).unwrap() }
    }

    /// What an administrator is answered.
    pub fn ask(&self, what: &str, params: Json) -> Json {
        let said = self.call_as(&admin(), what, params, Json::Null);
        assert_eq!(said.status, 200, "{what}: {}", said.json);
        said.json
    }

    /// Why an administrator is refused.
    pub fn refused(&self, what: &str, params: Json) -> String {
        let said = self.call_as(&admin(), what, params, Json::Null);
        assert_ne!(said.status, 200, "{what}: {}", said.json);
        said.json["error_message"].as_str().unwrap().to_owned()
    }

    /// A new person's id.
    pub fn person(&self, name: &str) -> i64 {
        self.ask("Person.create", json!({"values": {"name": name}}))["values"][0]["id"].as_i64().unwrap()
    }
}

/// Somebody who may do everything.
pub fn admin() -> Actor {
    Actor { contact_id: Some(1), ..Actor::system("test") }
}

/// Somebody who holds these permissions.
pub fn holder(permissions: &[&str]) -> Actor {
    let held = PermissionSet::of(permissions.iter().copied(), &HashMap::new());
    Actor { name: "holder".to_owned(), contact_id: Some(2), user_id: Some(2), permissions: Arc::new(held) }
}
