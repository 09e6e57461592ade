//! Settings of the site: a default that the program brings, and what an administrator has made of it.

use jiff::civil::DateTime;
use kit::{Action, Parameter, ParameterType, Parameters, Registry, Rows};
use query::GetRequest;
use schema::{Default, Entity, OptionSource, Requirement};
use serde_json::{Map, Value as Json, json};
use store::{Error, Result, Tx};

use crate::data;

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

/// The shipped settings, and the actions on all of them.
pub(crate) fn register(registry: &mut Registry) {
    for line in data::settings().lines() {
        let default = line.text("value").and_then(|text| serde_json::from_str(text).ok()).unwrap_or(Json::Null);
        registry.setting(line.text("name").unwrap_or_default(), default);
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
    let settings = tx.settings()?;
    let names = asked(tx, parameters)?;
    let value = |name: &String| settings.get(name).cloned().unwrap_or(Json::Null);
    Ok(Rows::List(names.iter().map(|name| row(name, value(name))).collect()))
}

fn set(tx: &mut Tx<'_>, parameters: &Parameters) -> Result<Rows> {
    refuse_personal(parameters)?;
    let none = Map::new();
    let values = parameters.get("values").and_then(Json::as_object).unwrap_or(&none);
    refuse_unknown(tx, values.keys().map(String::as_str))?;
    for (name, value) in values {
        check(name, value)?;
        let kept = without_secrets(tx, name, value)?;
        tx.set_setting(name, Some(&kept))?;
    }
    let kept = tx.settings()?;
    let value = |name: &String| kept.get(name).cloned().unwrap_or(Json::Null);
    Ok(Rows::List(values.keys().map(|name| row(name, value(name))).collect()))
}

fn revert(tx: &mut Tx<'_>, parameters: &Parameters) -> Result<Rows> {
    refuse_personal(parameters)?;
    let names = asked(tx, parameters)?;
    for name in &names {
        tx.set_setting(name, None)?;
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

fn row(name: &str, value: Json) -> Map<String, Json> {
    let mut row = Map::new();
    row.insert("name".to_owned(), name.into());
    row.insert("value".to_owned(), value);
    row.insert("domain_id".to_owned(), 1.into());
    row
}

/// The settings that a caller names; all where none is named.
fn asked(tx: &Tx<'_>, parameters: &Parameters) -> Result<Vec<String>> {
    let texts = |items: &Vec<Json>| items.iter().filter_map(Json::as_str).map(str::to_owned).collect::<Vec<_>>();
    let names = parameters.get("select").and_then(Json::as_array).map(texts).unwrap_or_default();
    if names.is_empty() || names == ["*"] {
        return Ok(tx.settings()?.keys().cloned().collect());
    }
    refuse_unknown(tx, names.iter().map(String::as_str))?;
    Ok(names)
}

fn refuse_unknown<'n>(tx: &Tx<'_>, names: impl Iterator<Item = &'n str>) -> Result<()> {
    let settings = tx.settings()?;
    let unknown: Vec<&str> = names.filter(|name| !settings.contains_key(*name)).collect();
    match unknown.is_empty() {
        true => Ok(()),
        false => Err(Error::Request(format!("Unknown settings for domain 1: {}", unknown.join(", ")))),
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
