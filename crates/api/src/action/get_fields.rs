//! `getFields`: describes the fields of an entity, and those that a path leads to.

use query::GetRequest;
use serde_json::{Map, Value as Json};
use store::{Result, Tx};

use crate::answer::Outcome;
use crate::listing;
use crate::metadata::{Asked, joined, row, shown};
use crate::parameter::{object, text};
use crate::run::Request;

/// One row for each field that the caller may know of, in the order of the entity.
///
/// # Errors
/// `Request` for wrong conditions, or the database's own failure while options are read.
pub(crate) fn run(tx: &mut Tx<'_>, request: &Request<'_>) -> Result<Outcome> {
    let wanted = GetRequest::from_json(&request.params)?;
    let asked = Asked {
        action: match text(&request.params, "action").unwrap_or("get") {
            "save" | "replace" => "create",
            action => action,
        }
        .to_owned(),
        values: object(&request.params, "values")?,
        options: request.params.get("loadOptions").cloned().unwrap_or(Json::Bool(false)),
        with_options: wanted.select.is_empty() || wanted.select.iter().any(|item| item == "options"),
        language: request.language.clone(),
    };
    let names = names(&wanted.where_);
    let wants = |name: &str| names.as_ref().is_none_or(|names| names.iter().any(|wanted| wanted == name));
    let mut rows: Vec<Map<String, Json>> = Vec::new();
    let entity = &request.entity;
    for field in entity.fields.iter().filter(|field| wants(&field.name) && shown(tx, entity, field, &asked)) {
        rows.push(row(tx, entity, field, &field.name, &asked)?);
    }
    let mut made = Vec::new();
    if asked.action == "get" {
        for derived in request.registry.filled::<kit::Derived>() {
            made.extend((derived.fields)(tx, entity)?);
        }
    }
    for field in made.iter().filter(|field| wants(&field.name)) {
        rows.push(row(tx, entity, field, &field.name, &asked)?);
    }
    let known = |name: &str| entity.field(name).is_some() || made.iter().any(|field| field.name == name);
    for name in names.iter().flatten().filter(|name| !known(name)) {
        rows.extend(joined(tx, entity, name, &asked)?);
    }
    listing::listed(rows, &wanted)
}

/// The names that the conditions ask for outright; None where they leave it open.
fn names(where_: &[Json]) -> Option<Vec<String>> {
    where_.iter().find_map(|item| match item.as_array().map(Vec::as_slice) {
        Some([Json::String(field), Json::String(operator), value]) if field == "name" => {
            match (operator.as_str(), value) {
                ("=", Json::String(name)) => Some(vec![name.clone()]),
                ("IN", Json::Array(names)) => {
                    Some(names.iter().filter_map(|name| name.as_str().map(str::to_owned)).collect())
                }
                _ => None,
            }
        }
        _ => None,
    })
}
