//! The parameters of actions: what is declared, and whether a call keeps to it.

use kit::ParameterType;
use serde_json::{Map, Value as Json};
use store::{Error, Result};

/// How deep the parameters of a call may be nested.
const DEEPEST: usize = 64;

/// The value of a parameter that is not given.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Fallback {
    Null,
    Bool(bool),
    Int(i64),
    Text(&'static str),
    List,
    Given(Json),
}

/// One parameter of an action.
#[derive(Clone, Debug)]
pub(crate) struct Declared {
    pub name: &'static str,
    /// In the protocol's words; empty for anything.
    pub types: &'static [&'static str],
    pub required: bool,
    pub default: Fallback,
    /// The texts that are allowed; any where empty.
    pub options: &'static [&'static str],
}

const fn optional(name: &'static str, types: &'static [&'static str], default: Fallback) -> Declared {
    Declared { name, types, required: false, default, options: &[] }
}

const fn required(name: &'static str, types: &'static [&'static str], default: Fallback) -> Declared {
    Declared { name, types, required: true, default, options: &[] }
}

const fn one_of(name: &'static str, options: &'static [&'static str], default: Fallback) -> Declared {
    Declared { name, types: &["string"], required: false, default, options }
}

/// What every action takes.
pub(crate) static COMMON: [Declared; 4] = [
    optional("language", &["string"], Fallback::Null),
    optional("chain", &["array"], Fallback::List),
    optional("checkPermissions", &["bool"], Fallback::Bool(true)),
    optional("debug", &["bool"], Fallback::Bool(false)),
];

/// What chooses rows among those that a list holds.
pub(crate) static LISTED: [Declared; 5] = [
    optional("select", &["array"], Fallback::List),
    optional("where", &["array"], Fallback::List),
    optional("orderBy", &["array"], Fallback::List),
    optional("limit", &["int"], Fallback::Int(0)),
    optional("offset", &["int"], Fallback::Int(0)),
];

/// What only queries of the database take.
pub(crate) static QUERIED: [Declared; 4] = [
    optional("join", &["array"], Fallback::List),
    one_of("translationMode", &["fuzzy", "strict"], Fallback::Null),
    optional("groupBy", &["array"], Fallback::List),
    optional("having", &["array"], Fallback::List),
];

/// What chooses rows to change; some condition must be given.
pub(crate) static CHOSEN: [Declared; 4] = [
    required("where", &["array"], Fallback::List),
    optional("orderBy", &["array"], Fallback::List),
    optional("limit", &["int"], Fallback::Int(0)),
    optional("offset", &["int"], Fallback::Int(0)),
];

/// What chooses rows to update: an id among the values will do.
pub(crate) static UPDATED: [Declared; 6] = [
    required("values", &["array"], Fallback::List),
    optional("reload", &["array", "bool"], Fallback::Null),
    optional("where", &["array"], Fallback::List),
    optional("orderBy", &["array"], Fallback::List),
    optional("limit", &["int"], Fallback::Int(0)),
    optional("offset", &["int"], Fallback::Int(0)),
];

pub(crate) static CREATED: [Declared; 1] = [optional("values", &["array"], Fallback::List)];

pub(crate) static SAVED: [Declared; 4] = [
    required("records", &["array"], Fallback::List),
    optional("defaults", &["array"], Fallback::List),
    optional("reload", &["array", "bool"], Fallback::Null),
    optional("match", &["array"], Fallback::List),
];

/// What writes of places in groups take beside: how it came about, for the history of subscriptions.
pub(crate) static SUBSCRIBED: [Declared; 2] =
    [optional("method", &["string"], Fallback::Text("API")), optional("tracking", &["string"], Fallback::Null)];

/// The entity whose writes take [`SUBSCRIBED`].
const SUBSCRIPTIONS: &str = "GroupContact";

/// Whether writes of an entity take [`SUBSCRIBED`].
pub(crate) fn is_subscription(entity: &schema::Entity) -> bool {
    entity.name == SUBSCRIPTIONS
}

/// The values of a record with what the call says beside them.
pub(crate) fn with_aside(
    entity: &schema::Entity,
    params: &Map<String, Json>,
    mut values: Map<String, Json>,
) -> Map<String, Json> {
    if is_subscription(entity) {
        for declared in &SUBSCRIBED {
            let said = params.get(declared.name).filter(|said| !is_nothing(said));
            if let (Some(said), false) = (said, values.contains_key(declared.name)) {
                values.insert(declared.name.to_owned(), said.clone());
            }
        }
    }
    values
}

pub(crate) static TRASHED: [Declared; 1] = [optional("useTrash", &["bool"], Fallback::Bool(true))];

pub(crate) static AUTOCOMPLETED: [Declared; 12] = [
    optional("input", &["string"], Fallback::Text("")),
    optional("ids", &["array"], Fallback::Null),
    optional("filters", &["array"], Fallback::List),
    optional("searchField", &["string"], Fallback::Null),
    optional("savedSearch", &["string", "array"], Fallback::Null),
    optional("display", &["string", "array"], Fallback::Null),
    optional("formName", &["string"], Fallback::Null),
    optional("fieldName", &["string"], Fallback::Null),
    optional("key", &["string"], Fallback::Null),
    optional("values", &["array"], Fallback::List),
    optional("exclude", &["array"], Fallback::List),
    optional("quickEdit", &["bool"], Fallback::Bool(false)),
];

pub(crate) static DESCRIBED: [Declared; 4] = [
    optional("loadOptions", &["bool", "array"], Fallback::Bool(false)),
    optional("action", &["string"], Fallback::Text("get")),
    optional("values", &["array"], Fallback::List),
    optional("includeCustom", &["bool"], Fallback::Null),
];

pub(crate) static LINKED: [Declared; 3] = [
    optional("values", &["array"], Fallback::List),
    optional("entityTitle", &["bool", "string"], Fallback::Bool(true)),
    optional("expandMultiple", &["bool"], Fallback::Bool(false)),
];

pub(crate) static ASKED: [Declared; 2] =
    [required("action", &["string"], Fallback::Null), required("values", &["array"], Fallback::List)];

pub(crate) static EXPORTED: [Declared; 4] = [
    required("id", &["int"], Fallback::Null),
    optional("match", &["array"], Fallback::Null),
    one_of("update", &["never", "always", "unmodified"], Fallback::Text("unmodified")),
    one_of("cleanup", &["never", "always", "unused"], Fallback::Text("unused")),
];

impl Declared {
    /// A parameter that a component has declared for an action of its own.
    pub fn of(parameter: &kit::Parameter) -> Declared {
        let types: &'static [&'static str] = match parameter.ty {
            ParameterType::Int => &["int"],
            ParameterType::Bool => &["bool"],
            ParameterType::String => &["string"],
            ParameterType::Array => &["array"],
            ParameterType::Mixed => &[],
        };
        let default = Fallback::Given(parameter.default.clone());
        Declared { name: parameter.name, types, required: parameter.required, default, options: &[] }
    }

    /// The value where none is given.
    pub fn fallback(&self) -> Json {
        match &self.default {
            Fallback::Null => Json::Null,
            Fallback::Bool(yes) => Json::Bool(*yes),
            Fallback::Int(n) => Json::from(*n),
            Fallback::Text(text) => Json::from(*text),
            Fallback::List => Json::Array(Vec::new()),
            Fallback::Given(json) => json.clone(),
        }
    }

    fn check(&self, value: &Json) -> Result<()> {
        let fits = self.types.is_empty() || value.is_null() || self.types.iter().any(|ty| is_of(value, ty));
        if !fits {
            return Err(Error::Request(format!(
                "Parameter \"{}\" is not of the correct type. Expecting {}.",
                self.name,
                self.types.join("|")
            )));
        }
        let allowed = self.options.is_empty() || value.as_str().is_none_or(|text| self.options.contains(&text));
        match allowed {
            true => Ok(()),
            false => {
                Err(Error::Request(format!("Parameter \"{}\" must be one of {}.", self.name, self.options.join(", "))))
            }
        }
    }
}

fn is_of(value: &Json, ty: &str) -> bool {
    match (ty, value) {
        ("int", Json::Number(n)) => n.is_i64() || n.is_u64(),
        ("int", Json::String(text)) => text.trim().parse::<i64>().is_ok(),
        ("bool", Json::Bool(_)) => true,
        ("string", Json::String(_)) => true,
        ("array", Json::Array(_) | Json::Object(_)) => true,
        _ => false,
    }
}

/// Checks the parameters of a call against the declaration and fills in what is not given.
///
/// # Errors
/// `Request` for an unknown parameter, a wrong type, a required one that is missing, or a language that is none.
pub(crate) fn checked(declared: &[&[Declared]], mut given: Map<String, Json>) -> Result<Map<String, Json>> {
    // Old clients say which version they speak; this is the only one here.
    given.shift_remove("version");
    given.shift_remove("checkPermissions");
    let all = || declared.iter().flat_map(|group| group.iter());
    for (name, value) in &given {
        match all().find(|parameter| parameter.name == name) {
            Some(parameter) => parameter.check(value)?,
            None => return Err(Error::Request(format!("Unknown api parameter: {name}"))),
        }
    }
    for parameter in all() {
        let value = given.get(parameter.name);
        if parameter.required && value.is_none_or(is_nothing) {
            return Err(Error::Request(format!("Parameter \"{}\" is required.", parameter.name)));
        }
        match value {
            None | Some(Json::Null) => {
                given.insert(parameter.name.to_owned(), parameter.fallback());
            }
            Some(Json::String(text)) if parameter.types == ["int"] => {
                let number = text.trim().parse::<i64>().map_or(Json::Null, Json::from);
                given.insert(parameter.name.to_owned(), number);
            }
            Some(_) => {}
        }
    }
    match given.get("language").and_then(Json::as_str) {
        Some(language) if !is_language(language) => Err(Error::Request(format!("Unknown language: {language}"))),
        _ => Ok(given),
    }
}

/// What counts as not given.
pub(crate) fn is_nothing(value: &Json) -> bool {
    match value {
        Json::Null | Json::Bool(false) => true,
        Json::String(text) => text.is_empty(),
        Json::Array(items) => items.is_empty(),
        Json::Object(map) => map.is_empty(),
        _ => false,
    }
}

/// `fr` or `fr_FR`, as the API names languages.
fn is_language(text: &str) -> bool {
    let (language, country) = text.split_once('_').unwrap_or((text, "XX"));
    let lower = |part: &str| (2..=3).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_lowercase());
    lower(language) && country.len() == 2 && country.bytes().all(|b| b.is_ascii_uppercase())
}

/// Refuses parameters that are nested too deep to be meant.
///
/// # Errors
/// `Request`.
pub(crate) fn check_depth(params: &Map<String, Json>) -> Result<()> {
    match params.values().all(|value| is_shallow(value, DEEPEST)) {
        true => Ok(()),
        false => Err(Error::Request(format!("Parameters may be nested {DEEPEST} deep at most."))),
    }
}

fn is_shallow(value: &Json, left: usize) -> bool {
    match value {
        Json::Array(items) => left > 0 && items.iter().all(|item| is_shallow(item, left - 1)),
        Json::Object(map) => left > 0 && map.values().all(|item| is_shallow(item, left - 1)),
        _ => true,
    }
}

/// The object in this parameter; an empty list is how some languages write an empty object.
///
/// # Errors
/// `Request` for a list with something in it.
pub(crate) fn object(params: &Map<String, Json>, name: &str) -> Result<Map<String, Json>> {
    match params.get(name) {
        Some(Json::Object(map)) => Ok(map.clone()),
        Some(Json::Array(items)) if items.is_empty() => Ok(Map::new()),
        None | Some(Json::Null) => Ok(Map::new()),
        Some(_) => {
            Err(Error::Request(format!("Parameter \"{name}\" is not of the correct type. Expecting an object.")))
        }
    }
}

/// The items of the list in this parameter.
pub(crate) fn items(params: &Map<String, Json>, name: &str) -> Vec<Json> {
    match params.get(name) {
        Some(Json::Array(items)) => items.clone(),
        Some(Json::Object(map)) => map.values().cloned().collect(),
        _ => Vec::new(),
    }
}

/// The texts of the list in this parameter; others are left out.
pub(crate) fn texts(params: &Map<String, Json>, name: &str) -> Vec<String> {
    items(params, name).into_iter().filter_map(|item| item.as_str().map(str::to_owned)).collect()
}

/// The text in this parameter; None where it is empty.
pub(crate) fn text<'p>(params: &'p Map<String, Json>, name: &str) -> Option<&'p str> {
    params.get(name).and_then(Json::as_str).filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn check(given: Json) -> Result<Map<String, Json>> {
        let Json::Object(given) = given else { return Ok(Map::new()) };
        checked(&[&UPDATED, &COMMON], given)
    }

    #[test]
    fn an_unknown_parameter_is_named() {
        let error = check(json!({"nosuch": 1})).unwrap_err();
        assert_eq!(error.to_string(), "Unknown api parameter: nosuch");
    }

    #[test]
    fn a_required_parameter_must_hold_something() {
        for given in [json!({}), json!({"values": []}), json!({"values": {}}), json!({"values": null})] {
            assert_eq!(check(given).unwrap_err().to_string(), "Parameter \"values\" is required.");
        }
    }

    #[test]
    fn a_wrong_type_names_the_parameter_and_what_is_expected() {
        let error = check(json!({"values": {"a": 1}, "limit": []})).unwrap_err();
        assert_eq!(error.to_string(), "Parameter \"limit\" is not of the correct type. Expecting int.");
        let error = check(json!({"values": {"a": 1}, "where": "x"})).unwrap_err();
        assert_eq!(error.to_string(), "Parameter \"where\" is not of the correct type. Expecting array.");
        assert!(check(json!({"values": {"a": 1}, "limit": "5"})).is_ok());
    }

    #[test]
    fn defaults_are_filled_in_and_permission_checks_cannot_be_switched_off() {
        let params = check(json!({"values": {"a": 1}, "checkPermissions": false, "version": 3})).unwrap();
        assert_eq!(params["checkPermissions"], json!(true));
        assert_eq!(params["limit"], json!(0));
        assert!(!params.contains_key("version"));
    }

    #[test]
    fn hostile_nesting_is_refused() {
        let mut deep = json!(1);
        for _ in 0..70 {
            deep = json!([deep]);
        }
        let Json::Object(params) = json!({"where": deep}) else { return };
        assert!(check_depth(&params).is_err());
    }

    #[test]
    fn a_language_is_a_locale_of_the_protocol() {
        assert!(is_language("fr_FR") && is_language("de"));
        assert!(!is_language("fr-FR") && !is_language("french") && !is_language("fr_fr"));
    }
}
