//! `/civicrm/ajax/rest` and `extern/rest.php`: version 3 of the API, as clients that know no other speak it.

use api::v3::{V3Request, call_v3, changes_anything};
use serde_json::{Map, Value as Json, json};

use super::App;
use super::api4::alarm;
use super::credential::identify;
use super::json as reading;
use super::request::Incoming;
use super::response::Outgoing;

/// Fields that are about the request, not parameters of the call.
const ABOUT: [&str; 11] =
    ["entity", "action", "json", "api_key", "key", "version", "_authx", "_authxSes", "_authxSiteKey", "q", "PHPSESSID"];

/// Answers a call. The old address takes keys alone.
pub fn answer(app: &App, incoming: &Incoming, keys_alone: bool) -> Outgoing {
    if keys_alone {
        for name in ["key", "api_key"] {
            if incoming.field(name).is_none_or(str::is_empty) {
                return refused(200, &format!("FATAL: mandatory param '{name}' missing"));
            }
        }
    }
    let who = match identify(app, incoming, true) {
        Ok(who) => who,
        Err(refusal) => return refusal,
    };
    if let Some(words) = alarm(incoming, &who) {
        return refused(200, &words.replace("api4", "api3"));
    }
    if !who.actor.may("access CiviCRM") || !who.actor.may("access AJAX API") {
        return refused(403, "The permissions 'access CiviCRM' and 'access AJAX API' are needed.");
    }
    let request = match request(incoming) {
        Ok(request) => request,
        Err(text) => return refused(200, &text),
    };
    if incoming.only_asks() && changes_anything(&request) {
        return refused(200, "SECURITY: All requests that modify the database must be http POST, not GET.");
    }
    let answer = call_v3(&app.house.registry, &who.site, &who.actor, request);
    Outgoing::json(answer.status, answer.body)
}

/// The call in query string and form. `json` is a mere flag, or holds parameters itself; others are added to them.
fn request(incoming: &Incoming) -> Result<V3Request, String> {
    let pairs = incoming.query.0.iter().chain(&incoming.form.0).filter(|(name, _)| !ABOUT.contains(&name.as_str()));
    let mut params = match incoming.field("json").map(str::trim) {
        Some(text) if text.starts_with(['{', '[']) => reading::object(text.as_bytes(), "json")?,
        _ => Map::new(),
    };
    if let Some(body) = incoming.json.as_deref().filter(|body| !body.is_empty()) {
        params.extend(reading::object(body, "The request's body")?);
    }
    params.extend(api::nested(pairs.map(|(name, value)| (name.as_str(), value.as_str()))));
    let mut part = |name: &str| match incoming.field(name) {
        Some(text) => text.to_owned(),
        None => params.shift_remove(name).and_then(|json| json.as_str().map(str::to_owned)).unwrap_or_default(),
    };
    Ok(V3Request { entity: part("entity"), action: part("action"), params })
}

fn refused(status: u16, text: &str) -> Outgoing {
    let body: Json = json!({"error_message": text, "is_error": 1});
    Outgoing::json(status, body.to_string())
}
