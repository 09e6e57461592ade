//! Settings of the site: a default that the program brings, and what an administrator has made of it.

use jiff::civil::DateTime;
use kit::{Action, Parameter, ParameterType, Parameters, Registry, Rows};
use query::GetRequest;
use schema::{Default, Entity, OptionSource, Requirement};
use serde_json::{Map, Value as Json, json};
use store::{Error, Result, Scope, Tx};

use crate::data;
use crate::domain;

/// A setting that differs from its default. `value` is a JSON document.
#[derive(Clone, Debug, Entity)]
#[entity(
    "Setting",
    "civicrm_setting",
    searchable("none"),
    read_only,
    unique("index_domain_contact_name", &["domain_id", "contact_id", "name"])
)]
pub struct Setting {
    #[field(readonly, input("Number"))]
    pub id: i64,
    #[field(input("Text"))]
    pub name: Option<String>,
    #[field(long_text, input("TextArea"))]
    pub value: Option<String>,
    #[field(options(OptionSource::table("Domain", "name").source()), belongs_to("Domain"), input("EntityRef"))]
    pub domain_id: Option<i64>,
    #[field(belongs_to("Contact"), input("EntityRef"))]
    pub contact_id: Option<i64>,
    #[field(default(true), input("CheckBox"))]
    pub is_domain: bool,
    #[field(options(OptionSource::table("Component", "name").source()), references("Component"), input("Select"))]
    pub component_id: Option<i64>,
    #[field(default_by(Default::Touched), input("Select Date"))]
    pub created_date: Option<DateTime>,
    #[field(default_by(Default::CurrentContact), references("Contact"), input("EntityRef"))]
    pub created_id: Option<i64>,
}

/// What the machine, the jobs and the log go by is the same for all sites on a database.
const OF_ALL: [&str; 12] = [
    "mailing_backend",
    "undo_days",
    "import_batch_size",
    "enableBackgroundQueue",
    "queue_paused",
    "logging",
    "logging_all_tables_uniquid",
    "debug_enabled",
    "environment",
    "authx_guards",
    "authx_header_cred",
    "enable_components",
];
/// What one site says of itself says nothing of the others.
const OF_ONE: [&str; 5] = [
    "multisite_is_enabled",
    "domain_group_id",
    "event_price_set_domain_id",
    "uniq_email_per_site",
    "core_maintenance_mode",
];

/// The shipped settings, and the actions on all of them.
pub(crate) fn register(registry: &mut Registry) {
    for line in data::settings().lines() {
        let default = line.text("value").and_then(|text| serde_json::from_str(text).ok()).unwrap_or(Json::Null);
        let name = line.text("name").unwrap_or_default();
        match name {
            name if OF_ALL.contains(&name) => registry.setting(name, default),
            name if OF_ONE.contains(&name) => registry.setting_of_each(name, default, Scope::Own),
            name => registry.setting_of_each(name, default, Scope::Inherited),
        };
    }
    registry
        .entity::<Setting>()
        .action(action("get", "Reads settings; all of them where none is named.", vec![names()], false, get))
        .action(action("set", "Changes settings.", vec![values()], true, set))
        .action(action("revert", "Takes settings back to their defaults.", vec![names()], true, revert))
        .action(fields_action());
}

fn action(
    name: &'static str,
    description: &'static str,
    mut parameters: Vec<Parameter>,
    writes: bool,
    run: fn(&mut Tx<'_>, &Parameters) -> Result<Rows>,
) -> Action {
    parameters.push(Parameter::optional("domainId", ParameterType::Mixed, Json::Null));
    parameters.push(Parameter::optional("contactId", ParameterType::Int, Json::Null));
    let door = Requirement::all(&["administer CiviCRM"]);
    Action { entity: "Setting", name, description, door, parameters, writes, run }
}

fn names() -> Parameter {
    Parameter::optional("select", ParameterType::Array, json!([]))
}

fn values() -> Parameter {
    Parameter::required("values", ParameterType::Array)
}

fn get(tx: &mut Tx<'_>, parameters: &Parameters) -> Result<Rows> {
    refuse_personal(parameters)?;
    let domains = domains(tx, parameters)?;
    let names = asked(tx, parameters, &domains)?;
    let mut all = Vec::new();
    for domain in domains {
        let settings = tx.settings_of(domain)?;
        let value = |name: &String| settings.get(name).cloned().unwrap_or(Json::Null);
        all.extend(names.iter().map(|name| row(domain, name, value(name))));
    }
    Ok(Rows::List(all))
}

/// The domains whose settings are meant: the caller's own where none is named, every one of them for `all`.
fn domains(tx: &Tx<'_>, parameters: &Parameters) -> Result<Vec<i64>> {
    let asked = match parameters.get("domainId") {
        None | Some(Json::Null) => vec![tx.domain()],
        Some(Json::String(text)) if text == "current_domain" => vec![tx.domain()],
        Some(Json::String(text)) if text == "all" => domain::all(tx)?,
        Some(Json::Array(items)) => items.iter().filter_map(|item| store::state::scalar(item).as_int()).collect(),
        Some(json) => vec![store::state::scalar(json).as_int().or_else(|| json.as_str()?.parse().ok()).unwrap_or(0)],
    };
    if asked.iter().any(|id| *id != tx.domain()) && !domain::administers_all(tx) {
        return Err(Error::Forbidden("The settings of another site are its own.".to_owned()));
    }
    let known = domain::all(tx)?;
    match asked.iter().find(|id| !known.contains(id)) {
        Some(id) => Err(Error::NotFound(format!("There is no Domain {id}."))),
        None => Ok(asked),
    }
}

fn set(tx: &mut Tx<'_>, parameters: &Parameters) -> Result<Rows> {
    refuse_personal(parameters)?;
    let none = Map::new();
    let values = parameters.get("values").and_then(Json::as_object).unwrap_or(&none);
    let domains = domains(tx, parameters)?;
    refuse_unknown(tx, &domains, values.keys().map(String::as_str))?;
    let mut all = Vec::new();
    for domain in domains {
        for (name, value) in values {
            check(name, value)?;
            domain::check_setting(tx, domain, name, value)?;
            let kept = without_secrets(tx, name, value)?;
            tx.set_setting_of(domain, name, Some(&kept))?;
        }
        let kept = tx.settings_of(domain)?;
        let value = |name: &String| kept.get(name).cloned().unwrap_or(Json::Null);
        all.extend(values.keys().map(|name| row(domain, name, value(name))));
    }
    Ok(Rows::List(all))
}

fn revert(tx: &mut Tx<'_>, parameters: &Parameters) -> Result<Rows> {
    refuse_personal(parameters)?;
    let domains = domains(tx, parameters)?;
    let names = asked(tx, parameters, &domains)?;
    for (domain, name) in domains.iter().flat_map(|domain| names.iter().map(move |name| (*domain, name))) {
        domain::check_setting(tx, domain, name, &Json::Null)?;
        tx.set_setting_of(domain, name, None)?;
    }
    get(tx, parameters)
}

/// A setting that the program could not work with afterwards is refused.
fn check(name: &str, value: &Json) -> Result<()> {
    let fits = match name {
        "timezone" => value.as_str().is_some_and(|zone| jiff::tz::TimeZone::get(zone).is_ok()),
        "display_name_format" | "sort_name_format" => value.as_str().is_some_and(|format| format.contains("{contact.")),
        _ => true,
    };
    match fits {
        true => Ok(()),
        false => Err(Error::field(name, store::Problem::UnknownOption { text: value.to_string() })),
    }
}

/// What may be read again: passwords are sealed and kept apart.
fn without_secrets(tx: &mut Tx<'_>, name: &str, value: &Json) -> Result<Json> {
    match name {
        mail::backend::SETTING => mail::backend::accept(tx, value),
        _ => Ok(value.clone()),
    }
}

fn row(domain: i64, name: &str, value: Json) -> Map<String, Json> {
    let mut row = Map::new();
    row.insert("name".to_owned(), name.into());
    row.insert("value".to_owned(), value);
    row.insert("domain_id".to_owned(), domain.into());
    row
}

/// The settings that a caller names; all where none is named.
fn asked(tx: &Tx<'_>, parameters: &Parameters, domains: &[i64]) -> Result<Vec<String>> {
    let texts = |items: &Vec<Json>| items.iter().filter_map(Json::as_str).map(str::to_owned).collect::<Vec<_>>();
    let names = parameters.get("select").and_then(Json::as_array).map(texts).unwrap_or_default();
    if names.is_empty() || names == ["*"] {
        return Ok(tx.settings()?.keys().cloned().collect());
    }
    refuse_unknown(tx, domains, names.iter().map(String::as_str))?;
    Ok(names)
}

fn refuse_unknown<'n>(tx: &Tx<'_>, domains: &[i64], names: impl Iterator<Item = &'n str>) -> Result<()> {
    let settings = tx.settings()?;
    let unknown: Vec<&str> = names.filter(|name| !settings.contains_key(*name)).collect();
    match unknown.is_empty() {
        true => Ok(()),
        false => {
            let domain = domains.first().copied().unwrap_or_else(|| tx.domain());
            Err(Error::Request(format!("Unknown settings for domain {domain}: {}", unknown.join(", "))))
        }
    }
}

fn refuse_personal(parameters: &Parameters) -> Result<()> {
    match parameters.get("contactId").is_none_or(Json::is_null) {
        true => Ok(()),
        false => Err(Error::Request("Contacts have no settings of their own.".to_owned())),
    }
}

fn fields_action() -> Action {
    let optional = |name, ty, default| Parameter::optional(name, ty, default);
    Action {
        entity: "Setting",
        name: "getFields",
        description: "Describes the settings.",
        door: Requirement::all(&["access CiviCRM"]),
        parameters: vec![
            names(),
            optional("where", ParameterType::Array, json!([])),
            optional("loadOptions", ParameterType::Mixed, json!(false)),
            optional("action", ParameterType::String, json!("get")),
            optional("values", ParameterType::Array, json!([])),
            optional("domainId", ParameterType::Mixed, Json::Null),
            optional("orderBy", ParameterType::Array, json!([])),
            optional("limit", ParameterType::Int, json!(0)),
            optional("offset", ParameterType::Int, json!(0)),
        ],
        writes: false,
        run: fields,
    }
}

fn fields(tx: &mut Tx<'_>, parameters: &Parameters) -> Result<Rows> {
    let defaults = tx.site().model().settings.clone();
    let rows: Vec<Map<String, Json>> = defaults.iter().map(|(name, default)| described(name, default)).collect();
    let request = GetRequest::from_json(parameters).map_err(Error::from)?;
    Ok(Rows::List(query::select_rows(rows, &request).map_err(Error::from)?.rows))
}

fn described(name: &str, default: &Json) -> Map<String, Json> {
    let data_type = match default {
        Json::Bool(_) => "Boolean",
        Json::Number(_) => "Integer",
        Json::Array(_) | Json::Object(_) => "Array",
        Json::String(_) | Json::Null => "String",
    };
    let cells: [(&str, Json); 8] = [
        ("name", name.into()),
        ("title", title(name).into()),
        ("description", Json::Null),
        ("type", "Setting".into()),
        ("data_type", data_type.into()),
        ("default", default.clone()),
        ("readonly", false.into()),
        ("options", false.into()),
    ];
    cells.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

/// `search_autocomplete_count` and `maxFileSize` in words.
fn title(name: &str) -> String {
    let mut words = String::new();
    let mut lower = false;
    for c in name.chars() {
        if c == '_' || c.is_uppercase() && lower {
            words.push(' ');
        }
        let first = words.is_empty() || words.ends_with(' ');
        match c {
            '_' => {}
            c if first => words.extend(c.to_uppercase()),
            c => words.push(c),
        }
        lower = c.is_lowercase();
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn machine_names_become_words() {
        assert_eq!(title("search_autocomplete_count"), "Search Autocomplete Count");
        assert_eq!(title("maxFileSize"), "Max File Size");
    }
}
