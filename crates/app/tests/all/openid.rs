//! Who has signed in, said to a site in a token that it checks itself (OpenID Connect Core 1.0, Discovery 1.0): read here
//! by what reads the tokens of other providers.

use oidc::token::{Expected, Fault, verified};
use serde_json::{Map, Value as Json, json};
use testkit::{Engine, TestApp};

use crate::http::Browser;
use crate::oauth::{about, browser, code, exchange, part, question, refresh, register, sent_to, start, tokens};
use crate::sure;

const ISSUER: &str = "https://ruche.example";
const SCOPE: &str = "openid profile email";

fn keys(app: &TestApp) -> Map<String, Json> {
    let answer = sure(app.client().get("/oauth/keys", &[]));
    assert_eq!(answer.status, 200);
    answer.json().as_object().cloned().unwrap_or_default()
}

fn expected<'a>(client_id: &'a str, nonce: &'a str) -> Expected<'a> {
    Expected { issuer: ISSUER, client_id, nonce, now: jiff::Timestamp::now().as_second() }
}

#[test]
fn a_site_reads_who_has_signed_in_and_checks_that_it_was_said_to_it() {
    for engine in Engine::ALL {
        let app = start(engine);
        let made = register(&app, SCOPE, true);
        let mut browser = browser(&app);
        let at = question(&made, SCOPE, &[("nonce", "once & only")]);
        let answer = exchange(&app, &made, &code(&mut browser, &at));
        let (access, again) = tokens(&answer);
        let told = answer.json();
        let token = told["id_token"].as_str().unwrap_or_default();
        let all = keys(&app);
        let said = verified(token, &all, &expected(&made.key, "once & only"));
        let said = said.unwrap_or_else(|fault| panic!("{fault:?}: {token}"));
        assert_eq!((&said["name"], &said["email"]), (&json!("Inès Moreau"), &json!("ines@example.org")));
        assert_eq!((&said["preferred_username"], &said["roles"]), (&json!("ines"), &json!(["staff"])));
        assert!(said["auth_time"].as_i64() <= said["iat"].as_i64() && said["auth_time"].is_i64());
        assert_eq!(about(&app, &access).1["sub"], said["sub"], "the same person is told later");
        // To nobody else, and in answer to nobody else.
        assert_eq!(verified(token, &all, &expected("other", "once & only")), Err(Fault::Audience));
        assert_eq!(verified(token, &all, &expected(&made.key, "other")), Err(Fault::Nonce));
        let other = start(engine);
        assert_eq!(verified(token, &keys(&other), &expected(&made.key, "once & only")), Err(Fault::Key));
        // The key stays; it is public, and its other half is not.
        assert_eq!(keys(&app), all);
        assert!(all["keys"][0].get("d").is_none() && all["keys"][0]["alg"] == "ES256");
        assert!(refresh(&app, &made, &again).json().get("id_token").is_none(), "nobody has signed in anew");
    }
}

#[test]
fn nothing_is_said_of_whoever_signed_in_unless_it_was_asked_for_and_allowed() {
    let app = start(Engine::Sqlite);
    let (made, closed) = (register(&app, SCOPE, true), register(&app, "profile", true));
    let mut browser = browser(&app);
    let plain = exchange(&app, &made, &code(&mut browser, &question(&made, "profile", &[("nonce", "n")])));
    assert_eq!((plain.status, plain.json().get("id_token")), (200, None));
    let refused = exchange(&app, &closed, &code(&mut browser, &question(&closed, SCOPE, &[])));
    assert_eq!((refused.json()["scope"].clone(), refused.json().get("id_token")), (json!("profile"), None));
    // The name alone, where no more is asked for; and without a nonce none is said.
    let bare = exchange(&app, &made, &code(&mut browser, &question(&made, "openid", &[])));
    let token = bare.json()["id_token"].as_str().unwrap_or_default().to_owned();
    assert_eq!(verified(&token, &keys(&app), &expected(&made.key, "n")), Err(Fault::Nonce));
    let body = token.split('.').nth(1).unwrap_or_default();
    let said: Json = sure(serde_json::from_slice(&sure(base64::Engine::decode(
        &base64::engine::general_purpose::URL_SAFE_NO_PAD,
        body,
    ))));
    let mut names: Vec<&str> = said.as_object().into_iter().flat_map(Map::keys).map(String::as_str).collect();
    names.sort_unstable();
    assert_eq!(names, ["aud", "auth_time", "exp", "iat", "iss", "sub"]);
    // What the code carries is part of it.
    let whole = code(&mut browser, &question(&made, SCOPE, &[("nonce", "n")]));
    let cut = whole.split('.').next().unwrap_or_default();
    assert!(whole.len() > cut.len());
    assert_eq!(exchange(&app, &made, cut).status, 400);
    assert_eq!(exchange(&app, &made, &format!("{whole}x")).status, 400);
    assert_eq!(exchange(&app, &made, &whole).status, 200);
}

/// The error that a site is told.
fn error(browser: &mut Browser, at: &str) -> Option<String> {
    let page = browser.get(at);
    assert_eq!(page.status, 200, "{}", page.text());
    part(&sent_to(&page), "error")
}

#[test]
fn a_site_may_want_somebody_to_sign_in_anew_or_nobody_to_be_asked() {
    let app = start(Engine::Sqlite);
    let made = register(&app, SCOPE, true);
    let mut browser = browser(&app);
    let with = |more: &[(&str, &str)]| question(&made, SCOPE, more);
    let mut guest = Browser::new(&app);
    assert_eq!(error(&mut guest, &with(&[("prompt", "none")])).as_deref(), Some("login_required"));
    for more in [("prompt", "login"), ("redirect_uri", "https://evil.example/"), ("code_challenge", "")] {
        let away = guest.get(&with(&[more, ("nonce", "n1")]));
        assert!(away.status == 303 && away.header("location").is_some_and(|to| to.starts_with("/sign-in?next=")));
    }
    let told = |browser: &mut Browser, more: &[(&str, &str)]| error(browser, &with(more)).unwrap_or_default();
    assert_eq!(told(&mut browser, &[("prompt", "none")]), "consent_required");
    code(&mut browser, &with(&[]));
    assert_eq!(told(&mut browser, &[("prompt", "none"), ("max_age", "86400")]), "", "it was allowed before");
    assert_eq!(told(&mut browser, &[("prompt", "none"), ("max_age", "0")]), "login_required");
    assert_eq!(told(&mut browser, &[("request", "x")]), "request_not_supported");
    assert_eq!(told(&mut browser, &[("request_uri", "https://site.example/x")]), "request_uri_not_supported");
    assert_eq!(told(&mut browser, &[("nonce", &"n".repeat(256))]), "invalid_request");
    assert!(browser.get(&with(&[("prompt", "consent")])).text().contains("name=\"answer\""));
    for more in [("prompt", "login"), ("max_age", "0")] {
        let away = browser.get(&with(&[more, ("nonce", "n1")]));
        let to = away.header("location").unwrap_or_default().to_owned();
        assert_eq!(away.status, 303, "{more:?}");
        assert!(to.starts_with("/sign-in?next=%2Foauth%2Fauthorize%3F") && to.contains("nonce%3Dn1"), "{to}");
        // Whoever has signed in comes back, and is not sent away again.
        let next = form_urlencoded::parse(to.split_once('?').unwrap_or_default().1.as_bytes()).next();
        let next = next.map(|(_, value)| value.into_owned()).unwrap_or_default();
        assert!(part(&sent_to(&browser.get(&next)), "code").is_some());
    }
    // A session that has ended is none.
    sure(app.house.site.write(&schema::Actor::system("test"), "test", |tx| {
        let ines = tx.find_by::<contact::user::User>("username", "ines")?;
        ines.into_iter().try_for_each(|(id, _)| contact::access::session::end_all(tx, id))
    }));
    let away = browser.get(&with(&[]));
    assert!(away.status == 303 && away.header("location").is_some_and(|to| to.starts_with("/sign-in?next=")));
    assert_eq!(told(&mut browser, &[("prompt", "none")]), "login_required");
}

#[test]
fn clients_of_openid_connect_find_out_how_the_site_is_spoken_with() {
    let app = start(Engine::Sqlite);
    let said = sure(app.client().get("/.well-known/openid-configuration", &[])).json();
    assert_eq!((&said["issuer"], &said["jwks_uri"]), (&json!(ISSUER), &json!("https://ruche.example/oauth/keys")));
    assert_eq!(said["id_token_signing_alg_values_supported"], json!(["ES256"]));
    assert_eq!(said["subject_types_supported"], json!(["public"]));
    assert_eq!(said["request_uri_parameter_supported"], json!(false));
    assert!(said["scopes_supported"].as_array().is_some_and(|all| all.contains(&json!("openid"))));
    let other = sure(app.client().get("/.well-known/oauth-authorization-server", &[])).json();
    assert_eq!(said, other);
}
