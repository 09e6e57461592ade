//! `getActions`: lists what the caller may do with an entity, and with which parameters.

use query::GetRequest;
use schema::Entity;
use serde_json::{Map, Value as Json, json};
use store::{Result, Tx};

use crate::answer::Outcome;
use crate::listing;
use crate::offered::{Work, offered};
use crate::parameter::{Declared, Fallback};
use crate::run::Request;

/// One row for each action, by name.
///
/// # Errors
/// `Request` for wrong conditions.
pub(crate) fn run(tx: &mut Tx<'_>, request: &Request<'_>) -> Result<Outcome> {
    let held = &tx.actor().permissions;
    let works = offered(request.registry, &request.entity);
    let rows = works.into_iter().filter(|work| work.door(&request.entity).met_by(held));
    let rows = rows.map(|work| row(work, &request.entity)).collect();
    listing::listed(rows, &GetRequest::from_json(&request.params)?)
}

fn row(work: Work<'_>, entity: &Entity) -> Map<String, Json> {
    let params: Map<String, Json> = work.with_parameters(entity, |groups| {
        let all = groups.iter().flat_map(|group| group.iter());
        all.map(|declared| (declared.name.to_owned(), parameter(declared))).collect()
    });
    let members = [
        ("name", Json::from(work.name())),
        ("description", Json::from(work.description())),
        ("comment", Json::Null),
        ("params", Json::Object(params)),
        ("deprecated", Json::Bool(false)),
        ("see", json!([])),
    ];
    members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

fn parameter(declared: &Declared) -> Json {
    let types: &[&str] = if declared.types.is_empty() { &["mixed"] } else { declared.types };
    let mut row = Map::new();
    row.insert("type".to_owned(), types.iter().copied().collect());
    if declared.required {
        row.insert("required".to_owned(), Json::Bool(true));
    }
    if !(declared.required && declared.default == Fallback::Null) {
        row.insert("default".to_owned(), declared.fallback());
    }
    if !declared.options.is_empty() {
        row.insert("options".to_owned(), declared.options.iter().copied().collect());
    }
    Json::Object(row)
}
