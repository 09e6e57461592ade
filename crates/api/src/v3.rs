//! The older API as existing clients still use it: a translation of its calls into v4, without SQL of its own.

use kit::Registry;
use schema::{Actor, Catalog};
use serde_json::{Map, Value as Json, json};
use store::{Error, Result, Site, Tx};

use crate::answer::{self, Answer};
use crate::chain::{Nesting, links};
use crate::parameter::check_depth;

mod chain;
mod contact;
mod describe;
mod get;
mod name;
mod query;
mod row;
mod setting;
mod value;
mod write;

/// How many calls one multi-call may hold.
const MOST_CALLS: usize = 1_000;

/// One call of v3.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct V3Request {
    /// In any case, with or without underscores; `api3` for several calls at once, which are then the params.
    pub entity: String,
    pub action: String,
    pub params: Map<String, Json>,
}

/// A call whose entity is known.
struct Request<'r> {
    registry: &'r Registry,
    /// The entity's own name.
    entity: String,
    /// In lower case.
    action: String,
    params: Map<String, Json>,
    nesting: Nesting<'r>,
}

/// Answers a call of v3: always with status 200, failures as `is_error`. Each call is one transaction, chains included.
pub fn call_v3(registry: &Registry, site: &Site, actor: &Actor, request: V3Request) -> Answer {
    let json = match request.entity.eq_ignore_ascii_case("api3") {
        true => several(registry, site, actor, &request.params),
        false => one(registry, site, actor, request),
    };
    let mut body = Vec::with_capacity(512);
    answer::write(&mut body, &json);
    Answer { status: 200, body }
}

/// Whether a call of v3, or any in its chain, may change something: then it may not come by GET.
pub fn changes_anything(request: &V3Request) -> bool {
    let reads = |action: &str| action.to_ascii_lowercase().starts_with("get");
    if request.entity.eq_ignore_ascii_case("api3") {
        return request.params.values().any(|link| link.get(1).and_then(Json::as_str).is_none_or(|name| !reads(name)))
            || request.params.values().any(|link| link.get(2).is_some_and(params_change));
    }
    !reads(&request.action) || request.params.iter().any(|(key, value)| link_changes(key, value))
}

fn params_change(params: &Json) -> bool {
    match params {
        Json::Object(map) => map.iter().any(|(key, value)| link_changes(key, value)),
        Json::Array(items) => items.iter().any(params_change),
        _ => false,
    }
}

fn link_changes(key: &str, value: &Json) -> bool {
    chain::target(key)
        .is_some_and(|(_, action)| !action.to_ascii_lowercase().starts_with("get") || params_change(value))
}

fn several(registry: &Registry, site: &Site, actor: &Actor, calls: &Map<String, Json>) -> Json {
    if calls.len() > MOST_CALLS {
        return refused(&Error::Request(format!("At most {MOST_CALLS} calls at once.")), "api3", "");
    }
    let answer = |link: &Json| {
        let text = |at: usize| link.get(at).and_then(Json::as_str).unwrap_or_default().to_owned();
        let params = link.get(2).and_then(Json::as_object).cloned().unwrap_or_default();
        one(registry, site, actor, V3Request { entity: text(0), action: text(1), params })
    };
    Json::Object(links(&Json::Object(calls.clone())).into_iter().map(|(key, link)| (key, answer(link))).collect())
}

fn one(registry: &Registry, site: &Site, actor: &Actor, call: V3Request) -> Json {
    let (entity, action) = (call.entity.clone(), call.action.clone());
    match answered(registry, site, actor, call) {
        Ok(json) => json,
        Err(error) => refused(&error, &entity, &action),
    }
}

fn answered(registry: &Registry, site: &Site, actor: &Actor, call: V3Request) -> Result<Json> {
    check_depth(&call.params)?;
    let writes = changes_anything(&call);
    let work = |tx: &mut Tx<'_>| {
        let left = Nesting::budget();
        let request =
            known(registry, tx.catalog(), &call.entity, &call.action, call.params, Nesting::outermost(&left))?;
        run(tx, &request)
    };
    if writes { site.write(actor, "api", work) } else { site.read(actor, work) }
}

fn known<'r>(
    registry: &'r Registry,
    catalog: &Catalog,
    entity: &str,
    action: &str,
    params: Map<String, Json>,
    nesting: Nesting<'r>,
) -> Result<Request<'r>> {
    let found = name::entity(catalog, entity).map(|found| found.name.to_string());
    let found = found.or_else(|| Some(older(registry, entity)?.entity.to_owned()));
    let found = found.ok_or_else(|| unknown(entity, action))?;
    Ok(Request { registry, entity: found, action: action.to_ascii_lowercase(), params, nesting })
}

/// An entity that a component answers for itself.
fn older<'r>(registry: &'r Registry, entity: &str) -> Option<&'r kit::Older> {
    registry.filled::<kit::Older>().iter().find(|one| one.entity.eq_ignore_ascii_case(entity))
}

fn unknown(entity: &str, action: &str) -> Error {
    Error::NotFound(format!("API ({entity}, {action}) does not exist"))
}

/// Runs a call; its answer as JSON.
fn run(tx: &mut Tx<'_>, request: &Request<'_>) -> Result<Json> {
    if let Some(work) = setting::work(request) {
        return work(tx, request);
    }
    if let Some(older) = older(request.registry, &request.entity) {
        let mut rows = (older.run)(tx, &request.action, &request.params)?
            .ok_or_else(|| unknown(&request.entity, &request.action))?;
        chain::apply(tx, request, &mut rows)?;
        return Ok(row::answer(rows, &request.params));
    }
    match request.action.as_str() {
        "get" => get::get(tx, request),
        "getsingle" => get::single(tx, request),
        "getvalue" => get::value(tx, request),
        "getcount" => get::count(tx, request),
        "create" | "update" => write::create(tx, request),
        "setvalue" => write::set_value(tx, request),
        "delete" => write::delete(tx, request),
        "replace" => write::replace(tx, request),
        "getfields" => describe::fields(tx, request),
        "getfield" => describe::field(tx, request),
        "getoptions" => describe::options(tx, request),
        "getlist" => describe::list(tx, request),
        "getactions" => describe::actions(tx, request),
        _ => Err(unknown(&request.entity, &request.action)),
    }
}

/// The answer to a call that was refused.
fn refused(error: &Error, entity: &str, action: &str) -> Json {
    let (_, told) = answer::failure_json(error);
    let message = told["error_message"].as_str().unwrap_or_default();
    let missing = message.strip_prefix("Mandatory values missing from Api4 ").and_then(|rest| rest.split_once(": "));
    let message = match missing {
        Some((_, names)) => format!("Mandatory key(s) missing from params array: {names}"),
        None => message.to_owned(),
    };
    let mut body = json!({"is_error": 1, "error_message": message, "entity": entity, "action": action});
    let code = match error {
        Error::Forbidden(_) => Some("unauthorized"),
        Error::NotFound(_) => Some("not-found"),
        Error::Conflict(text) if text.contains("already exists") => Some("already exists"),
        _ if message.starts_with("Mandatory key(s) missing") => Some("mandatory_missing"),
        _ => None,
    };
    if let (Some(code), Json::Object(members)) = (code, &mut body) {
        members.insert("error_code".to_owned(), Json::from(code));
    }
    // `Expected one X but found N` tells the number beside the words.
    let found = message.strip_prefix("Expected one ").and_then(|rest| rest.rsplit(' ').next()?.parse::<i64>().ok());
    if let (Some(count), Json::Object(members)) = (found, &mut body) {
        members.insert("count".to_owned(), Json::from(count));
    }
    body
}

/// A key that the call cannot do without.
fn missing(names: &str) -> Error {
    Error::Request(format!("Mandatory key(s) missing from params array: {names}"))
}
