//! The doors of OAuth behind which no page stands: JSON for the sites that people sign in to.

use ::oauth::endpoint::{self, Answer, Asked, DISCOVERY, KEYS, METADATA, REVOKE, TOKEN, USERINFO};
use axum::http::{HeaderName, Method, header};
use store::Result;

use super::App;
use super::limits::Caller;
use super::request::Incoming;
use super::response::{Outgoing, reference};

/// Answers one of them; None for any other path.
pub fn answer(app: &App, incoming: &Incoming, path: &str) -> Option<Outgoing> {
    let asked =
        Asked { form: &incoming.form, authorization: incoming.header("authorization"), remote: &incoming.remote };
    if ![TOKEN, REVOKE, USERINFO, METADATA, DISCOVERY, KEYS].contains(&path) {
        return None;
    }
    let site = match super::credential::site_of(app, incoming) {
        Ok(site) => site,
        Err(error) => return Some(broken(&error)),
    };
    let site = &site;
    let posts = incoming.method == Method::POST;
    if [TOKEN, REVOKE, USERINFO, KEYS].contains(&path)
        && let Some(wait) = busy(app, incoming)
    {
        return Some(wait);
    }
    let found: Result<Option<Answer>> = match path {
        TOKEN | REVOKE if !posts => return Some(Outgoing::refused(405, "POST is needed here.")),
        TOKEN => endpoint::token(site, &asked).map(Some),
        REVOKE => endpoint::revoke(site, &asked).map(Some),
        USERINFO => endpoint::userinfo(site, &asked).map(Some),
        METADATA | DISCOVERY => endpoint::metadata(site),
        KEYS => endpoint::keys(site).map(Some),
        _ => return None,
    };
    Some(match found {
        Ok(Some(answer)) => written(answer),
        Ok(None) => Outgoing::refused(404, "The site does not know its own address yet."),
        Err(error) => broken(&error),
    })
}

fn broken(error: &store::Error) -> Outgoing {
    let id = reference();
    tracing::error!(error_id = %id, %error, "a site could not be answered");
    Outgoing::fault(&id)
}

/// The answer to whoever asks too much.
fn busy(app: &App, incoming: &Incoming) -> Option<Outgoing> {
    if incoming.is_local {
        return None;
    }
    app.limits.take(Caller::Address(incoming.remote.clone())).err().map(super::credential::too_many)
}

fn written(answer: Answer) -> Outgoing {
    // RFC 6749, section 5.1: nobody keeps a copy.
    let pragma = HeaderName::from_static("pragma");
    let out = Outgoing::json(answer.status, answer.body.to_string()).with(pragma, "no-cache".to_owned());
    match answer.challenge {
        Some(challenge) => out.with(header::WWW_AUTHENTICATE, challenge.to_owned()),
        None => out,
    }
}
