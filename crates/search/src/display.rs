//! Displays: ways of showing what a saved search finds, each with its columns, order, links and styles.

use kit::Registry;
use schema::{Actor, Computed, Default, Entity, Field, FieldType, ListFormat, Rule, Value, Verb};
use serde_json::{Map, Value as Json};
use store::{Change, Error, Problem, Result, Tx};

/// The permission to show more than the reader may see.
pub const EVERYTHING: &str = "all CiviCRM permissions and ACLs";

/// One way of showing a search.
#[derive(Clone, Debug, Entity)]
#[entity(
    "SearchDisplay",
    "civicrm_search_display",
    label_field("label"),
    searchable("secondary"),
    icon("fa-clone"),
    kind("ManagedEntity"),
    policy(policy),
    door_all("get", &["access CiviCRM"]),
    door_all("getDefault", &["access CiviCRM"]),
    door_all("meta", &["access CiviCRM"]),
    door_all("default", &["manage own search_kit"]),
    with(chosen_by_default()),
    unique("UI_saved_search__id_name", &["saved_search_id", "name"])
)]
pub struct SearchDisplay {
    #[field(readonly, title("Search Display ID"), input("Number"))]
    pub id: i64,
    #[field(text(255), title("Search Display Name"), default_by(Default::NameFrom("label")), input("Text"))]
    pub name: String,
    #[field(text(255), required, title("Search Display Label"), input("Text"))]
    pub label: String,
    #[field(required, title("Saved Search ID"), belongs_to("SavedSearch"), guards, input("EntityRef"))]
    pub saved_search_id: i64,
    #[field(text(128), required, title("Search Display Type"), option_group("search_display_type"), suffixes(&["name", "label", "icon", "description", "grouping"]), input("Select"))]
    pub r#type: String,
    #[field(long_text, list(ListFormat::Json), title("Search Display Settings"), input("TextArea"))]
    pub settings: Option<String>,
    #[field(title("Bypass ACL Permissions"), default(false), input("CheckBox"))]
    pub acl_bypass: Option<bool>,
}

/// Filled by the entity's own code; no display is the default for choosing records.
fn chosen_by_default() -> Field {
    Field::new("is_autocomplete_default", FieldType::Bool).computed(Computed::Custom)
}

/// Who may change a search may change its displays: the saved search guards them.
fn policy(_: &Actor, _: Verb) -> Rule {
    Rule::Everything
}

/// Settings are an object; who may not see everything cannot let others do so.
fn settle(tx: &mut Tx<'_>, change: &mut Change<SearchDisplay>) -> Result<()> {
    let display = &mut change.after;
    if display.acl_bypass == Some(true) && !tx.actor().may(EVERYTHING) {
        let text = "Only those who may see everything can let a display show everything.";
        return Err(Error::Invalid(vec![store::FieldError {
            field: "acl_bypass".to_owned(),
            problem: Problem::Rule { key: "problem-display-bypass", text: text.to_owned() },
        }]));
    }
    if let Some(settings) = &display.settings
        && !matches!(serde_json::from_str::<Json>(settings), Ok(Json::Object(_) | Json::Null))
        && settings != "[]"
    {
        return Err(Error::rule("settings", "problem-display-settings", "The settings of a display are an object."));
    }
    Ok(())
}

/// A display as it is run.
#[derive(Clone, Debug, PartialEq)]
pub struct Shape {
    pub id: Option<i64>,
    pub name: String,
    pub label: String,
    pub kind: String,
    pub settings: Map<String, Json>,
    pub acl_bypass: bool,
}

impl Shape {
    /// The display in a call's `display` parameter, given in full.
    pub fn from_json(json: &Map<String, Json>) -> Shape {
        let text = |name: &str| json.get(name).and_then(Json::as_str).unwrap_or_default().to_owned();
        Shape {
            id: json.get("id").and_then(Json::as_i64),
            name: text("name"),
            label: text("label"),
            kind: Some(text("type")).filter(|kind| !kind.is_empty()).unwrap_or_else(|| "table".to_owned()),
            settings: json.get("settings").and_then(Json::as_object).cloned().unwrap_or_default(),
            acl_bypass: json.get("acl_bypass").and_then(Json::as_bool).unwrap_or(false),
        }
    }

    /// The display of a record.
    pub fn of(display: SearchDisplay) -> Shape {
        let settings = display.settings.as_deref().and_then(|text| serde_json::from_str::<Json>(text).ok());
        Shape {
            id: Some(display.id),
            name: display.name,
            label: display.label,
            kind: display.r#type,
            settings: settings.and_then(|json| json.as_object().cloned()).unwrap_or_default(),
            acl_bypass: display.acl_bypass == Some(true),
        }
    }

    /// The display of a search under this name; its id written as text will do too.
    ///
    /// # Errors
    /// The database's own failure.
    pub fn named(tx: &Tx<'_>, search: i64, name: &str) -> Result<Option<Shape>> {
        let all = tx.find_by::<SearchDisplay>("saved_search_id", Value::Int(search))?;
        let found = all.into_iter().map(|(_, display)| display).find(|display| display.name == name);
        Ok(found.map(Shape::of))
    }
}

/// Signs displays into the registry.
pub fn register(registry: &mut Registry) {
    registry.entity::<SearchDisplay>().before_save::<SearchDisplay>(settle);
}
