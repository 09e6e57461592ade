//! What a `get` of v3 asks for: filters, fields, order and limit.

use schema::Entity;
use serde_json::{Map, Value as Json, json};
use store::{Error, Result, Tx};

use super::{chain, contact, name, value};

/// Rows that are answered where no limit is given.
const USUAL_LIMIT: i64 = 25;

/// Parameters that are no filters.
const RESERVED: &[&str] = &[
    "version",
    "sequential",
    "return",
    "options",
    "check_permissions",
    "debug",
    "json",
    "entity",
    "action",
    "key",
    "api_key",
    "rowcount",
    "offset",
    "sort",
    "prettyprint",
    "xdebug",
    "skip_undelete",
    "_authx",
    "_authxsitekey",
];

/// Whether a parameter is about the call, not about fields.
pub(super) fn is_reserved(key: &str) -> bool {
    let lower = key.to_ascii_lowercase();
    RESERVED.contains(&lower.as_str())
        || ["option_limit", "option_offset", "option_sort"].contains(&lower.as_str())
        || ["option.", "return.", "format."].iter().any(|start| lower.starts_with(start))
        || chain::target(key).is_some()
}

/// The conditions of v4 for the filters of a call. Names that mean nothing are passed over, as v3 does.
///
/// # Errors
/// `Request` for an option that there is not.
pub(super) fn conditions(tx: &Tx<'_>, entity: &Entity, params: &Map<String, Json>) -> Result<Vec<Json>> {
    let alternatives = alternatives(params);
    let mut all = Vec::new();
    let mut either: Vec<Vec<Json>> = vec![Vec::new(); alternatives.len()];
    for (key, filter) in params.iter().filter(|(key, _)| !is_reserved(key)) {
        let Some(path) = name::path(tx.catalog(), entity, key) else { continue };
        let mut found = condition(tx, entity, key, &path, filter)?;
        match alternatives.iter().position(|group| group.contains(key)) {
            Some(at) if !found.is_empty() => either[at].push(json!(["AND", found])),
            _ => all.append(&mut found),
        }
    }
    all.extend(either.into_iter().filter(|group| !group.is_empty()).map(|group| json!(["OR", group])));
    let spoken = params.keys().any(|key| name::path(tx.catalog(), entity, key).as_deref() == Some("is_deleted"));
    if entity.trash && !spoken {
        all.push(json!(["is_deleted", "=", false]));
    }
    Ok(all)
}

/// `options.or`: groups of fields of which one is enough.
fn alternatives(params: &Map<String, Json>) -> Vec<Vec<String>> {
    let groups = params.get("options").and_then(|options| options.get("or")).and_then(Json::as_array);
    let names = |group: &Json| -> Vec<String> {
        group.as_array().into_iter().flatten().filter_map(|name| name.as_str().map(str::to_owned)).collect()
    };
    groups.into_iter().flatten().map(names).collect()
}

fn condition(tx: &Tx<'_>, entity: &Entity, key: &str, path: &str, filter: &Json) -> Result<Vec<Json>> {
    let resolve = |value: &Json| match (path.contains(':'), name::field_at(tx.catalog(), entity, path)) {
        (false, Some((owner, field))) => value::option_id(tx, owner, field, value),
        _ => Ok(value.clone()),
    };
    let is_filter = entity.field(path).is_some_and(|field| field.kind == schema::Kind::Filter);
    Ok(match filter {
        Json::Array(items) if items.is_empty() => Vec::new(),
        Json::Array(_) => vec![json!([path, "IN", resolve(filter)?])],
        Json::Object(operators) => operators
            .iter()
            .map(|(operator, value)| match operator.to_ascii_uppercase().as_str() {
                unary @ ("IS NULL" | "IS NOT NULL") => Ok(json!([path, unary])),
                listed @ ("IN" | "NOT IN" | "BETWEEN" | "NOT BETWEEN" | "=" | "!=" | "<>") => {
                    Ok(json!([path, listed, resolve(value)?]))
                }
                other @ (">" | ">=" | "<" | "<=" | "LIKE" | "NOT LIKE") => Ok(json!([path, other, value])),
                other => Err(Error::Request(format!("Illegal operator {other} for {key}"))),
            })
            .collect::<Result<_>>()?,
        Json::Null => Vec::new(),
        value if is_filter => vec![json!([path, "IN", [resolve(value)?]])],
        Json::String(text) if contact::is_searched_in_part(entity, key) => {
            let pattern = if text.contains('%') { text.clone() } else { format!("%{text}%") };
            vec![json!([path, "LIKE", pattern])]
        }
        value => vec![json!([path, "=", resolve(value)?])],
    })
}

/// The fields that are asked for, each with its path; None where nothing is said.
pub(super) fn wanted(tx: &Tx<'_>, entity: &Entity, params: &Map<String, Json>) -> Option<Vec<(String, String)>> {
    let mut names: Vec<String> = match params.get("return") {
        Some(Json::String(text)) => text.split(',').map(|name| name.trim().to_owned()).collect(),
        Some(Json::Array(items)) => items.iter().filter_map(|item| item.as_str().map(str::to_owned)).collect(),
        Some(Json::Object(map)) => map.keys().cloned().collect(),
        _ => Vec::new(),
    };
    names.extend(params.keys().filter_map(|key| key.strip_prefix("return.").map(str::to_owned)));
    names.retain(|name| !name.is_empty() && name != "id");
    if names.is_empty() && params.get("return").is_none_or(|asked| !value::is_set(Some(asked))) {
        let usual = contact::properties(entity)?;
        names = usual.iter().map(|name| (*name).to_owned()).collect();
    }
    let pair = |name: String| name::path(tx.catalog(), entity, &name).map(|path| (name, path));
    Some(names.into_iter().filter_map(pair).collect())
}

/// One of the options, under any of the names that clients give it.
fn option<'p>(params: &'p Map<String, Json>, name: &str, aliases: &[&str]) -> Option<&'p Json> {
    let own = params.get("options").and_then(|options| options.get(name));
    let long = || params.get(&format!("option.{name}")).or_else(|| params.get(&format!("option_{name}")));
    own.or_else(long).or_else(|| aliases.iter().find_map(|alias| params.get(*alias)))
}

/// Limit and offset; 0 is unlimited.
pub(super) fn page(params: &Map<String, Json>) -> (i64, i64) {
    let limit = option(params, "limit", &["rowCount"]).and_then(value::int).unwrap_or(USUAL_LIMIT);
    let offset = option(params, "offset", &["offset"]).and_then(value::int).unwrap_or(0);
    (limit.max(0), offset.max(0))
}

/// `orderBy` of v4 for `first_name DESC, id`.
///
/// # Errors
/// `Request` for a direction that is none.
pub(super) fn order(tx: &Tx<'_>, entity: &Entity, params: &Map<String, Json>) -> Result<Map<String, Json>> {
    let text = match option(params, "sort", &["sort"]) {
        Some(Json::String(text)) => text.clone(),
        Some(Json::Array(items)) => items.iter().filter_map(Json::as_str).collect::<Vec<_>>().join(","),
        _ => String::new(),
    };
    let mut order = Map::new();
    for part in text.split(',').map(str::trim).filter(|part| !part.is_empty()) {
        let (field, direction) = part.split_once(char::is_whitespace).unwrap_or((part, "ASC"));
        let direction = direction.trim().to_ascii_uppercase();
        if direction != "ASC" && direction != "DESC" {
            return Err(Error::Request(format!("Invalid sort direction. Cannot order by {part}")));
        }
        if let Some(path) = name::path(tx.catalog(), entity, field) {
            order.insert(path, Json::from(direction));
        }
    }
    if order.is_empty() {
        order.insert("id".to_owned(), Json::from("ASC"));
    }
    Ok(order)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_about_the_call_is_no_filter() {
        for key in
            ["sequential", "option.limit", "option_limit", "rowCount", "return.email", "api.Email.get", "api_key"]
        {
            assert!(is_reserved(key), "{key}");
        }
        for key in ["option_group_id", "optional", "return_date", "api"] {
            assert!(!is_reserved(key), "{key}");
        }
    }

    #[test]
    fn limit_and_offset_are_found_under_all_their_names() {
        let page_of = |params: Json| page(params.as_object().unwrap());
        assert_eq!(page_of(json!({})), (25, 0));
        assert_eq!(page_of(json!({"options": {"limit": "0", "offset": 5}})), (0, 5));
        assert_eq!(page_of(json!({"option.limit": 3})), (3, 0));
        assert_eq!(page_of(json!({"rowCount": 7, "offset": "2"})), (7, 2));
    }
}
