//! Settings, which v3 answers as one object by their names instead of rows.

use serde_json::{Map, Value as Json, json};
use store::{Error, Result, Tx};

use super::get::v4;
use super::{Request, missing, query};

type Work = fn(&mut Tx<'_>, &Request<'_>) -> Result<Json>;

/// What answers a call for settings; None for other entities and actions.
pub(super) fn work(request: &Request<'_>) -> Option<Work> {
    match (request.entity.as_str(), request.action.as_str()) {
        ("Setting", "get") => Some(get),
        ("Setting", "getvalue") => Some(value),
        ("Setting", "create") => Some(set),
        ("Setting", "revert") => Some(revert),
        _ => None,
    }
}

/// The names in `return`, or none for all.
fn names(params: &Map<String, Json>, key: &str) -> Vec<String> {
    match params.get(key) {
        Some(Json::String(text)) => {
            text.split(',').map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned).collect()
        }
        Some(Json::Array(items)) => items.iter().filter_map(|item| item.as_str().map(str::to_owned)).collect(),
        _ => Vec::new(),
    }
}

/// Whose settings are meant: the caller's own domain where none is named.
fn domain(request: &Request<'_>) -> Json {
    request.params.get("domain_id").cloned().unwrap_or(Json::Null)
}

/// Rows of name and value as one object for each domain.
fn by_domain(rows: Vec<Map<String, Json>>) -> Map<String, Json> {
    let mut domains: Map<String, Json> = Map::new();
    for mut row in rows {
        let domain = row.get("domain_id").and_then(Json::as_i64).unwrap_or(1).to_string();
        let (Some(Json::String(name)), Some(value)) = (row.shift_remove("name"), row.shift_remove("value")) else {
            continue;
        };
        let settings = domains.entry(domain).or_insert_with(|| json!({}));
        if let Json::Object(settings) = settings {
            settings.insert(name, value);
        }
    }
    domains
}

fn answer(rows: Vec<Map<String, Json>>, params: &Map<String, Json>) -> Json {
    let domains = by_domain(rows);
    let count = domains.len();
    let values = match super::value::is_set(params.get("sequential")) {
        true => domains.into_iter().map(|(_, settings)| settings).collect(),
        false => Json::Object(domains),
    };
    json!({"is_error": 0, "version": 3, "count": count, "id": 1, "values": values})
}

fn get(tx: &mut Tx<'_>, request: &Request<'_>) -> Result<Json> {
    let (rows, _) =
        v4(tx, request, "get", json!({"select": names(&request.params, "return"), "domainId": domain(request)}))?;
    Ok(answer(rows, &request.params))
}

fn value(tx: &mut Tx<'_>, request: &Request<'_>) -> Result<Json> {
    let name = request.params.get("name").and_then(Json::as_str).ok_or_else(|| missing("name"))?;
    let (rows, _) = v4(tx, request, "get", json!({"select": [name], "domainId": domain(request)}))?;
    let value = rows.first().and_then(|row| row.get("value")).cloned().unwrap_or(Json::Null);
    Ok(json!({"result": value, "is_error": 0}))
}

fn set(tx: &mut Tx<'_>, request: &Request<'_>) -> Result<Json> {
    let about = |key: &str| query::is_reserved(key) || matches!(key, "domain_id" | "id");
    let values: Map<String, Json> =
        request.params.iter().filter(|(key, _)| !about(key)).map(|(key, value)| (key.clone(), value.clone())).collect();
    if values.is_empty() {
        return Err(Error::Request("Name the settings and their values.".to_owned()));
    }
    let (rows, _) = v4(tx, request, "set", json!({"values": values, "domainId": domain(request)}))?;
    Ok(answer(rows, &request.params))
}

fn revert(tx: &mut Tx<'_>, request: &Request<'_>) -> Result<Json> {
    let select = match request.params.get("name") {
        Some(_) => names(&request.params, "name"),
        None => names(&request.params, "return"),
    };
    let (rows, _) = v4(tx, request, "revert", json!({"select": select, "domainId": domain(request)}))?;
    Ok(answer(rows, &request.params))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_are_one_object_for_each_domain() {
        let rows =
            [json!({"name": "a", "value": 1, "domain_id": 1}), json!({"name": "b", "value": "x", "domain_id": 1})];
        let rows = rows.iter().filter_map(|row| row.as_object().cloned()).collect();
        assert_eq!(answer(rows, &Map::new())["values"], json!({"1": {"a": 1, "b": "x"}}));
    }
}
