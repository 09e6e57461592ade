//! Who calls: keys in headers and fields, sessions in cookies, visitors. A wrong key ends the request.

use std::sync::Arc;

use axum::http::header;
use contact::access::{self, Bearer, OtherKeys, session, token};
use contact::pages::slots::Gate;
use schema::{Actor, PermissionSet};
use serde_json::Value as Json;
use store::{Result, Site, Tx};

use super::App;
use super::forms;
use super::limits::Caller;
use super::request::Incoming;
use super::response::Outgoing;

/// The way in which a caller has proved who they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flow {
    /// `X-Civi-Auth`
    XHeader,
    /// `Authorization`
    Header,
    /// `_authx`
    Param,
    /// `api_key` with `key`
    LegacyRest,
    /// A browser's cookie.
    Session,
    /// Not at all.
    None,
}

impl Flow {
    fn name(self) -> &'static str {
        match self {
            Flow::XHeader => "xheader",
            Flow::Header => "header",
            Flow::Param => "param",
            Flow::LegacyRest => "legacyrest",
            Flow::Session | Flow::None => "auto",
        }
    }

    /// A page of another site cannot make a browser send such a proof.
    pub fn proves_intent(self) -> bool {
        matches!(self, Flow::XHeader | Flow::Param | Flow::LegacyRest)
    }
}

/// A caller.
pub struct Who {
    pub actor: Actor,
    /// The site as it is at the name under which they came.
    pub site: Site,
    pub flow: Flow,
    /// The session's secret.
    pub session: Option<String>,
    /// The language that the account prefers.
    pub language: Option<String>,
    pub gates: Gates,
}

/// Settings that decide who is let in at all, as they are at this moment.
#[derive(Clone, Copy, Debug, Default)]
pub struct Gates {
    pub maintenance: bool,
    pub debug: bool,
    /// It is written down who looks at whom.
    pub views: bool,
    /// Something may have to be done before anything else, such as agreeing to new terms.
    pub stops: bool,
}

impl Gates {
    fn read(app: &App, tx: &Tx<'_>, domain: i64) -> Result<Gates> {
        // `inherit`, the default, means that nothing around the program is in maintenance.
        let on = |json: &Json| *json == true || *json == 1 || *json == "1";
        let settings = tx.settings_of(domain)?;
        let is_set = |name: &str| settings.get(name).is_some_and(on);
        Ok(Gates {
            maintenance: is_set("core_maintenance_mode"),
            debug: is_set("debug_enabled"),
            views: is_set(access::views::SETTING),
            stops: app.house.registry.filled::<Gate>().iter().any(|gate| is_set(gate.setting)),
        })
    }
}

/// A credential as it came.
enum Given<'i> {
    Key(&'i str),
    Password,
    /// Neither: noise.
    Unknown,
}

/// Finds out who calls. `legacy` admits `api_key` and `key`.
///
/// # Errors
/// The answer that ends the request.
pub fn identify(app: &App, incoming: &Incoming, legacy: bool) -> std::result::Result<Who, Outgoing> {
    let guesser = || Caller::Guesser(incoming.remote.clone());
    // One program with a wrong key does not lock out the people of the same office, who bring none.
    if !incoming.is_local
        && brings_key(incoming, legacy)
        && let Err(seconds) = app.limits.look(&guesser())
    {
        return Err(too_many(seconds));
    }
    let asked = app.house.site.read(&Actor::system("authentication"), |tx| {
        let domain = contact::domain::of_host(tx, incoming.header("host"))?;
        let gates = Gates::read(app, tx, domain)?;
        let found = find(app, tx, incoming, legacy)?;
        Ok((found.and_then(|found| admitted(app, tx, domain, found)), gates))
    });
    match asked {
        Ok((Ok((mut who, bearer)), gates)) => {
            who.gates = gates;
            if !incoming.is_local {
                app.limits.take(caller(incoming, &who, bearer.as_ref())).map_err(too_many)?;
            }
            note_use(app, who.flow, bearer.as_ref());
            Ok(who)
        }
        Ok((Err(refusal), _)) => {
            if !incoming.is_local {
                // The next try is the one that waits.
                let _ = app.limits.take(guesser());
            }
            Err(refusal)
        }
        Err(error) => {
            let id = super::response::reference();
            tracing::error!(error_id = %id, %error, "a caller could not be identified");
            Err(Outgoing::fault(&id))
        }
    }
}

/// Puts whoever was found at the domain to which they came. A session of another domain is none here.
fn admitted(
    app: &App,
    tx: &Tx<'_>,
    domain: i64,
    (mut who, bearer): (Who, Option<Bearer>),
) -> std::result::Result<(Who, Option<Bearer>), Outgoing> {
    who.site = app.house.site.at(domain);
    match &bearer {
        Some(bearer) if !bearer.is_at_home(domain) => match who.flow {
            Flow::Session => match access::visitor(tx) {
                Ok(actor) => Ok((Who { actor, flow: Flow::None, session: None, language: None, ..who }, None)),
                Err(error) => {
                    let id = super::response::reference();
                    tracing::error!(error_id = %id, %error, "visitors' rights could not be read");
                    Err(Outgoing::fault(&id))
                }
            },
            flow => Err(denied(flow, "Cannot login. This account belongs to another site.")),
        },
        _ => Ok((who, bearer)),
    }
}

/// The site at the name under which a request comes.
///
/// # Errors
/// The database's own failure.
pub fn site_of(app: &App, incoming: &Incoming) -> Result<Site> {
    let program = Actor::system("authentication");
    let domain = app.house.site.read(&program, |tx| contact::domain::of_host(tx, incoming.header("host")))?;
    Ok(app.house.site.at(domain))
}

/// Whether anything in the request may be a key.
fn brings_key(incoming: &Incoming, legacy: bool) -> bool {
    ["x-civi-auth", "authorization"].iter().any(|name| incoming.header(name).is_some())
        || incoming.field("_authx").is_some()
        || legacy && incoming.field("api_key").is_some()
}

/// Whose bucket a request empties.
fn caller(incoming: &Incoming, who: &Who, bearer: Option<&Bearer>) -> Caller {
    match (who.flow, bearer) {
        (Flow::None, _) | (_, None) => Caller::Address(incoming.remote.clone()),
        (Flow::Session, Some(bearer)) => Caller::Account(who.actor.user_id.unwrap_or(bearer.proof_id)),
        (_, Some(bearer)) => Caller::Key(bearer.proof_id),
    }
}

/// The answer to whoever asks too much.
pub(super) fn too_many(seconds: u64) -> Outgoing {
    Outgoing::refused(429, "Too many requests: wait a moment.").with(header::RETRY_AFTER, seconds.to_string())
}

type Found = std::result::Result<(Who, Option<Bearer>), Outgoing>;

fn find(app: &App, tx: &Tx<'_>, incoming: &Incoming, legacy: bool) -> Result<Found> {
    if let Some(text) = incoming.header("x-civi-auth") {
        return keyed(app, tx, incoming, Flow::XHeader, text);
    }
    let header =
        incoming.header("authorization").filter(|text| !matches!(given(text), Given::Password | Given::Unknown));
    if let Some(text) = header.filter(|_| header_counts(tx)) {
        return keyed(app, tx, incoming, Flow::Header, text);
    }
    let fields = if incoming.only_asks() { &incoming.query } else { &incoming.form };
    if let Some(text) = fields.get("_authx") {
        return keyed(app, tx, incoming, Flow::Param, text);
    }
    if let Some(key) = incoming.field("api_key").filter(|_| legacy) {
        return keyed(app, tx, incoming, Flow::LegacyRest, &format!("Bearer {key}"));
    }
    if let Some(secret) = incoming.cookie(forms::session_cookie(app.secure))
        && let Some(bearer) = access::actor_by_session(tx, secret)?
    {
        return Ok(Ok(known(app, bearer, Flow::Session, Some(secret.to_owned()))));
    }
    let actor = access::visitor(tx)?;
    let site = app.house.site.clone();
    Ok(Ok((Who { actor, site, flow: Flow::None, session: None, language: None, gates: Gates::default() }, None)))
}

fn known(app: &App, bearer: Bearer, flow: Flow, session: Option<String>) -> (Who, Option<Bearer>) {
    let (actor, language) = (bearer.actor.clone(), bearer.language.clone());
    let site = app.house.site.clone();
    (Who { actor, site, flow, session, language, gates: Gates::default() }, Some(bearer))
}

fn given(text: &str) -> Given<'_> {
    let (scheme, rest) = text.trim().split_once(' ').unwrap_or((text.trim(), ""));
    match scheme.to_ascii_lowercase().as_str() {
        "bearer" => Given::Key(rest.trim()),
        "basic" => Given::Password,
        _ => Given::Unknown,
    }
}

/// The header can be switched off where something before the program uses it for itself.
fn header_counts(tx: &Tx<'_>) -> bool {
    !matches!(tx.setting("authx_header_cred"), Ok(Json::Array(kinds)) if kinds.is_empty())
}

fn keyed(app: &App, tx: &Tx<'_>, incoming: &Incoming, flow: Flow, text: &str) -> Result<Found> {
    let key = match given(text) {
        Given::Key(key) => key,
        Given::Password => {
            let words = format!(
                "Authentication type \"pass\" with flow \"{}\" is not allowed for this principal.",
                flow.name()
            );
            return Ok(Err(denied(flow, &words)));
        }
        Given::Unknown => return Ok(Err(denied(flow, "Invalid credential"))),
    };
    let Some(mut bearer) = access::actor_by_key(tx, key)? else {
        return by_other_key(app, tx, flow, key);
    };
    if !bearer.is_active {
        return Ok(Err(denied(flow, "Cannot login. User is blocked.")));
    }
    if flow == Flow::LegacyRest && bearer.actor.user_id.is_none() {
        return Ok(Err(denied(flow, "Cannot login. No matching user is available.")));
    }
    let guards = guards(tx)?;
    if !guards.is_empty() && !guards.iter().any(|guard| passes(tx, incoming, flow, &bearer, guard)) {
        let words = format!("Login not permitted. Must satisfy guard ({}).", guards.join(", "));
        return Ok(Err(denied(flow, &words)));
    }
    if flow == Flow::LegacyRest {
        bearer.actor.permissions = with_ajax(&bearer.actor.permissions);
    }
    Ok(Ok(known(app, bearer, flow, None)))
}

/// Somebody with a key that a component gives out for a purpose of its own; what it opens, its owner has agreed to.
fn by_other_key(app: &App, tx: &Tx<'_>, flow: Flow, key: &str) -> Result<Found> {
    for OtherKeys(find) in app.house.registry.filled::<OtherKeys>().iter().filter(|_| flow != Flow::LegacyRest) {
        match find(tx, key)? {
            Some(bearer) if bearer.is_active => return Ok(Ok(known(app, bearer, flow, None))),
            Some(_) => return Ok(Err(denied(flow, "Cannot login. User is blocked."))),
            None => {}
        }
    }
    Ok(Err(denied(flow, "Invalid credential")))
}

fn guards(tx: &Tx<'_>) -> Result<Vec<String>> {
    Ok(match tx.setting("authx_guards")? {
        Json::Array(items) => items.iter().filter_map(|item| item.as_str().map(str::to_owned)).collect(),
        _ => vec!["site_key".to_owned(), "perm".to_owned()],
    })
}

fn passes(tx: &Tx<'_>, incoming: &Incoming, flow: Flow, bearer: &Bearer, guard: &str) -> bool {
    match guard {
        "perm" => bearer.actor.may("authenticate with api key"),
        "site_key" => {
            let sent = incoming.header("x-civi-key").or_else(|| incoming.field("_authxSiteKey"));
            let sent = sent.or_else(|| incoming.field("key").filter(|_| flow == Flow::LegacyRest));
            sent.is_some_and(|sent| token::equal(sent, &token::site_key(tx.site())))
        }
        _ => false,
    }
}

/// Programs of this kind need not hold what pages' scripts need. A key for looking alone stays one.
fn with_ajax(held: &PermissionSet) -> Arc<PermissionSet> {
    Arc::new(held.clone().with(["access AJAX API".to_owned()]))
}

/// The end of a request with a wrong credential, in the form that the flow's clients read.
fn denied(flow: Flow, words: &str) -> Outgoing {
    match flow {
        Flow::LegacyRest => {
            let body = serde_json::json!({"error_message": format!("FATAL: {words}"), "is_error": 1});
            Outgoing::new(200, "text/javascript", body.to_string())
        }
        _ => Outgoing::new(401, "text/plain; charset=utf-8", format!("HTTP 401 {words}")),
    }
}

/// Writes down, now and then, that a key or session is in use.
fn note_use(app: &App, flow: Flow, bearer: Option<&Bearer>) {
    let Some(bearer) = bearer.filter(|bearer| bearer.is_stale) else { return };
    let program = Actor::system("authentication");
    let noted = app.house.site.write(&program, "authentication", |tx| match flow {
        Flow::Session => session::touch(tx, bearer.proof_id),
        _ => session::touch_key(tx, bearer.proof_id),
    });
    if let Err(error) = noted {
        tracing::warn!(%error, "the use of a key or session could not be noted");
    }
}
