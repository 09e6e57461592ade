//! `/civicrm/ajax/api4`: version 4 of the API over HTTP, gate by gate.

use api::{Call, Index};
use axum::http::{Method, header};
use contact::access::sign_in::{self, Outcome};
use schema::Actor;
use serde_json::{Map, Value as Json, json};
use store::Error;

use super::App;
use super::credential::{Flow, Who, identify};
use super::forms;
use super::json;
use super::request::Incoming;
use super::response::{Outgoing, reference};

const ROOT: &str = "/civicrm/ajax/api4";
/// The way in, for history.
const SOURCE: &str = "api";

/// Answers one call, or several.
pub fn answer(app: &App, incoming: &Incoming, path: &str) -> Outgoing {
    let rest = path.strip_prefix(ROOT).unwrap_or_default().trim_matches('/');
    let mut parts = rest.split('/').filter(|part| !part.is_empty());
    let (entity, action) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let who = match identify(app, incoming, true) {
        Ok(who) => who,
        Err(refusal) => return refusal,
    };
    if incoming.method == Method::OPTIONS {
        return Outgoing::new(204, "text/plain; charset=utf-8", "")
            .with(header::ALLOW, "GET, POST, OPTIONS".to_owned());
    }
    if let Err(refusal) = pass_gates(incoming, &who, entity, action) {
        return refusal;
    }
    let answered = match entity {
        "" => several(app, incoming, &who),
        _ => one(app, incoming, &who, entity, action),
    };
    answered.unwrap_or_else(|text| Outgoing::refused(400, &text))
}

/// What is checked before anything is looked at, in the protocol's order.
fn pass_gates(incoming: &Incoming, who: &Who, entity: &str, action: &str) -> Result<(), Outgoing> {
    let exempt = who.actor.may("administer CiviCRM system") || who.actor.may("cms:bypass maintenance mode");
    if who.gates.maintenance && entity != "User" && !exempt {
        let body = json!({"status_code": 503, "status_message": "Temporarily unavailable for maintenance."});
        return Err(Outgoing::json(503, body.to_string()));
    }
    if let Some(words) = alarm(incoming, who) {
        return Err(Outgoing::json(400, json!({"error_code": 400, "error_message": words}).to_string()));
    }
    if incoming.only_asks() && !reads(action) {
        let words = "SECURITY: All requests that modify the database must be http POST, not GET.";
        return Err(Outgoing::json(405, json!({"error_code": 405, "error_message": words}).to_string()));
    }
    Ok(())
}

/// Whether a request may have been made by a page of another site.
pub fn alarm(incoming: &Incoming, who: &Who) -> Option<&'static str> {
    let by_script = incoming.header("x-requested-with") == Some("XMLHttpRequest");
    let foreign = who.flow == Flow::Session && incoming.is_cross_site();
    let fine = (by_script || who.flow.proves_intent() || who.gates.debug) && !foreign;
    (!fine).then_some("SECURITY ALERT: Ajax requests can only be issued by javascript clients, eg. CRM.api4().")
}

/// Whether an action of this name only reads.
pub fn reads(action: &str) -> bool {
    let name = action.to_ascii_lowercase();
    name.starts_with("get") || name == "autocomplete"
}

fn one(app: &App, incoming: &Incoming, who: &Who, entity: &str, action: &str) -> Result<Outgoing, String> {
    let (mut params, mut index) = (Map::new(), None);
    match body_of(incoming)? {
        Some(body) => (params, index) = from_body(body)?,
        None => {
            if let Some(text) = incoming.field("params").filter(|text| !text.trim().is_empty()) {
                params = json::object(text.as_bytes(), "params")?;
            }
        }
    }
    if let Some(text) = incoming.field("index") {
        index = Index::from_text(text);
    }
    let pairs = incoming.query.0.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    let catalog = app.house.site.catalog();
    for (name, value) in api::bare_params(&app.house.registry, &catalog, entity, action, pairs) {
        if !params.contains_key(&name) {
            params.insert(name, value);
        }
    }
    if entity == "User" && action.eq_ignore_ascii_case("login") {
        return user_login(app, incoming, who, &params);
    }
    if entity == "SearchDisplay" && action.eq_ignore_ascii_case("download") {
        match search::export::action::file(&who.site, &who.actor, &params) {
            Ok(Some(export)) => {
                let conditions = Json::Object(params.clone()).to_string();
                super::watch::took(incoming, who, "SearchDisplay.download", None, &conditions);
                return Ok(sent(who, export));
            }
            Ok(None) => {}
            // The call itself says what is wrong, in the shape of the API's errors.
            Err(error) => {
                return Ok(Outgoing::refused(
                    if matches!(error, Error::Forbidden(_)) { 403 } else { 400 },
                    &error.to_string(),
                ));
            }
        }
    }
    let call = Call { entity: entity.to_owned(), action: action.to_owned(), params, index };
    if incoming.only_asks() && api::changes_anything(&app.house.registry, &catalog, &call) {
        return Err("This call changes something: it must come by POST.".to_owned());
    }
    if action.eq_ignore_ascii_case("export") {
        let conditions = Json::Object(call.params.clone()).to_string();
        super::watch::took(incoming, who, &format!("{entity}.export"), None, &conditions);
    }
    let answer = api::call(&app.house.registry, &who.site, &who.actor, SOURCE, call);
    Ok(Outgoing::json(answer.status, answer.body))
}

/// A file that is written while it is sent.
fn sent(who: &Who, export: search::export::Export) -> Outgoing {
    let (name, content_type) = (export.file_name(), export.format.content_type());
    super::page::named(Outgoing::fed(content_type, export.feed(&who.site, &who.actor)), &name)
}

/// The JSON in the body, if the request has one.
fn body_of(incoming: &Incoming) -> Result<Option<Json>, String> {
    match incoming.json.as_deref() {
        None => Ok(None),
        Some(bytes) if bytes.iter().all(u8::is_ascii_whitespace) => Ok(None),
        Some(bytes) => json::parse(bytes, "The request's body").map(Some),
    }
}

/// A JSON body is the parameters themselves, or holds them under `params` beside `index`.
fn from_body(body: Json) -> Result<(Map<String, Json>, Option<Index>), String> {
    let Json::Object(mut members) = body else {
        return match body {
            Json::Array(items) if items.is_empty() => Ok((Map::new(), None)),
            _ => Err("The request's body is no JSON object.".to_owned()),
        };
    };
    let index = members.get("index").map(Index::from_json).transpose().map_err(|error| error.to_string())?.flatten();
    match members.remove("params") {
        Some(Json::Object(params)) => Ok((params, index)),
        Some(Json::String(text)) => Ok((json::object(text.as_bytes(), "params")?, index)),
        Some(_) => Err("Parameter \"params\" is no JSON object.".to_owned()),
        None => Ok((members, None)),
    }
}

fn several(app: &App, incoming: &Incoming, who: &Who) -> Result<Outgoing, String> {
    let calls = match body_of(incoming)? {
        Some(Json::Object(mut members)) if members.contains_key("calls") => members.remove("calls").unwrap_or_default(),
        Some(body) => body,
        None => json::parse(incoming.field("calls").unwrap_or("[]").as_bytes(), "calls")?,
    };
    let answer = api::multi(&app.house.registry, &who.site, &who.actor, SOURCE, &calls);
    Ok(Outgoing::json(answer.status, answer.body))
}

/// `User.login`: the one action that leaves a cookie.
fn user_login(app: &App, incoming: &Incoming, who: &Who, params: &Map<String, Json>) -> Result<Outgoing, String> {
    if !who.actor.may("access password resets") {
        let body = json!({"error_code": 0, "error_message": "Authorization failed: CiviCRM APIv4 (User::login)", "status": 403});
        return Ok(Outgoing::json(403, body.to_string()));
    }
    let text = |name: &str| params.get(name).and_then(Json::as_str).unwrap_or_default();
    let agent = incoming.header("user-agent").unwrap_or_default();
    let outcome = sign_in::sign_in(&who.site, text("identifier"), text("password"), &incoming.remote, agent);
    let (values, secret) = match outcome {
        Ok(Outcome::Welcome { secret, .. }) => {
            let wanted = Some(text("originalUrl")).filter(|url| url.starts_with('/') && !url.starts_with("//"));
            (json!({"url": wanted.unwrap_or("/")}), Some(secret))
        }
        Ok(Outcome::Second { .. }) => {
            (json!({"publicError": "Please sign in on the page: a second factor is needed."}), None)
        }
        Ok(Outcome::Refused) => (json!({"publicError": "Invalid credentials"}), None),
        Ok(Outcome::Wait) => (json!({"publicError": "Too many tries. Wait a quarter of an hour."}), None),
        Err(error) => return Err(error.to_string()),
    };
    let body = json!({
        "values": values, "entity": "User", "action": "login", "debug": null, "version": 4, "count": 1, "countFetched": 1,
    });
    let out = Outgoing::json(200, body.to_string());
    Ok(match secret {
        Some(secret) => {
            let set = forms::cookie(forms::session_cookie(app.secure), &secret, app.secure);
            out.with(header::SET_COOKIE, set)
        }
        None => out,
    })
}

/// `/civicrm/authx/login`: from a key to a session.
pub fn login(app: &App, incoming: &Incoming) -> Outgoing {
    if incoming.method != Method::POST {
        return Outgoing::refused(405, "Signing in is by POST.");
    }
    let who = match identify(app, incoming, false) {
        Ok(who) => who,
        Err(refusal) => return refusal,
    };
    let user_id = who.actor.user_id.filter(|_| matches!(who.flow, Flow::Param | Flow::XHeader | Flow::Header));
    let Some(user_id) = user_id else {
        return Outgoing::new(
            401,
            "text/plain; charset=utf-8",
            "HTTP 401 Cannot login. No matching user is available.",
        );
    };
    if who.actor.permissions.reads_only() {
        // A session would be able to do more than the key that it was made of.
        return Outgoing::new(401, "text/plain; charset=utf-8", "HTTP 401 Cannot login. This key only reads.");
    }
    let agent = incoming.header("user-agent").unwrap_or_default().to_owned();
    let begun = app.house.site.write(&Actor::system("sign in"), SOURCE, |tx| {
        contact::access::session::begin(tx, user_id, &incoming.remote, &agent)
    });
    match begun {
        Ok(secret) => {
            let body = json!({"contact_id": who.actor.contact_id, "user_id": user_id});
            let set = forms::cookie(forms::session_cookie(app.secure), &secret, app.secure);
            Outgoing::json(200, body.to_string()).with(header::SET_COOKIE, set)
        }
        Err(error) => {
            let id = reference();
            tracing::error!(error_id = %id, %error, "a session could not be begun");
            Outgoing::fault(&id)
        }
    }
}
