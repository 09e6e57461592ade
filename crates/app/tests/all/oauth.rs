//! Sites that people sign in to by their account here: leave, codes, tokens, their ends (RFC 6749, 7636, 7009, 8414).

use ::oauth::client::{self, Entry, Made};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use contact::access::administrator::{self, NewAccount};
use schema::Actor;
use serde_json::{Value as Json, json};
use sha2::{Digest, Sha256};
use store::{Result, Tx};
use testkit::http::{Answer, encode};
use testkit::{Engine, TestApp};

use crate::http::{Browser, form_token};
use crate::sure;

const PASSWORD: &str = "rosée du matin clair";
const BACK: &str = "https://site.example/back?from=ruche";
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

fn write<T>(app: &TestApp, work: impl FnOnce(&mut Tx<'_>) -> Result<T>) -> T {
    sure(app.house.site.write(&Actor::system("test"), "test", work))
}

/// A site that knows its address, with somebody who may use the API.
pub(crate) fn start(engine: Engine) -> TestApp {
    let app = TestApp::start(engine);
    app.rows("Setting", "set", &json!({"values": {"ruche_address": "https://ruche.example"}}));
    let new = NewAccount {
        username: "ines",
        role: "staff",
        password: Some(PASSWORD),
        email: Some("ines@example.org"),
        ..NewAccount::default()
    };
    let made = write(&app, |tx| administrator::add(tx, &new));
    app.rows(
        "Contact",
        "update",
        &json!({"where": [["id", "=", made.contact_id]], "values": {"first_name": "Inès", "last_name": "Moreau"}}),
    );
    app
}

pub(crate) fn register(app: &TestApp, scope: &str, keeps_secret: bool) -> Made {
    let entry = Entry {
        name: "Our web site".to_owned(),
        addresses: format!("https://site.example/other\n{BACK}"),
        scope: scope.to_owned(),
        is_active: true,
        ..Entry::default()
    };
    write(app, |tx| client::add(tx, &entry, keeps_secret))
}

fn challenge() -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(VERIFIER.as_bytes()))
}

/// The address to which a site sends somebody.
pub(crate) fn question(made: &Made, scope: &str, more: &[(&str, &str)]) -> String {
    let challenge = challenge();
    let mut all = vec![
        ("response_type", "code"),
        ("client_id", made.key.as_str()),
        ("redirect_uri", BACK),
        ("scope", scope),
        ("state", "s t&te"),
        ("code_challenge", challenge.as_str()),
        ("code_challenge_method", "S256"),
    ];
    all.retain(|(name, _)| !more.iter().any(|(other, _)| other == name));
    all.extend(more.iter().filter(|(_, value)| !value.is_empty()));
    format!("/oauth/authorize?{}", encode(&all))
}

/// Where the page sends the browser, by name and value of its query.
pub(crate) fn sent_to(page: &Answer) -> Vec<(String, String)> {
    let text = page.text();
    let to = text.split("content=\"0;url=").nth(1).and_then(|rest| rest.split('"').next());
    let to = to.unwrap_or_else(|| panic!("nobody is sent anywhere: {text}")).replace("&amp;", "&");
    assert!(to.starts_with(BACK), "{to}");
    form_urlencoded::parse(to.split_once('?').unwrap_or_default().1.as_bytes()).into_owned().collect()
}

pub(crate) fn part(all: &[(String, String)], name: &str) -> Option<String> {
    all.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone())
}

/// A browser in which somebody is signed in.
pub(crate) fn browser(app: &TestApp) -> Browser {
    let mut browser = Browser::new(app);
    assert_eq!(browser.sign_in("ines", PASSWORD).status, 303);
    browser
}

/// Answers the question with yes; the code.
pub(crate) fn code(browser: &mut Browser, at: &str) -> String {
    let page = browser.get(at);
    assert_eq!(page.status, 200, "{}", page.text());
    let page = match page.text().contains("name=\"answer\"") {
        true => {
            let csrf = form_token(&page);
            let mut form: Vec<(String, String)> =
                form_urlencoded::parse(at.split_once('?').unwrap_or_default().1.as_bytes()).into_owned().collect();
            form.extend([("csrf".to_owned(), csrf), ("answer".to_owned(), "allow".to_owned())]);
            let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            browser.post("/oauth/authorize", &[], &form)
        }
        false => page,
    };
    let told = sent_to(&page);
    assert_eq!(part(&told, "state").as_deref(), Some("s t&te"));
    assert_eq!(part(&told, "iss").as_deref(), Some("https://ruche.example"));
    assert_eq!(part(&told, "from").as_deref(), Some("ruche"));
    part(&told, "code").unwrap_or_else(|| panic!("no code: {told:?}"))
}

fn post(app: &TestApp, made: &Made, path: &str, form: &[(&str, &str)]) -> Answer {
    let proof = format!("Basic {}", STANDARD.encode(format!("{}:{}", made.key, made.secret.as_deref().unwrap_or("?"))));
    let mut all = form.to_vec();
    let header = [("Authorization", proof.as_str())];
    match made.secret {
        Some(_) => sure(app.client().post(path, &header, &all)),
        None => {
            all.push(("client_id", &made.key));
            sure(app.client().post(path, &[], &all))
        }
    }
}

pub(crate) fn exchange(app: &TestApp, made: &Made, code: &str) -> Answer {
    let form =
        [("grant_type", "authorization_code"), ("code", code), ("redirect_uri", BACK), ("code_verifier", VERIFIER)];
    post(app, made, "/oauth/token", &form)
}

pub(crate) fn refresh(app: &TestApp, made: &Made, token: &str) -> Answer {
    post(app, made, "/oauth/token", &[("grant_type", "refresh_token"), ("refresh_token", token)])
}

/// Access and refresh token.
pub(crate) fn tokens(answer: &Answer) -> (String, String) {
    let json = answer.json();
    assert_eq!(answer.status, 200, "{json}");
    assert_eq!((&json["token_type"], &json["expires_in"]), (&json!("Bearer"), &json!(3600)));
    let text = |name: &str| json[name].as_str().unwrap_or_default().to_owned();
    (text("access_token"), text("refresh_token"))
}

pub(crate) fn about(app: &TestApp, access: &str) -> (u16, Json) {
    let answer = sure(app.client().get("/oauth/userinfo", &[("Authorization", &format!("Bearer {access}"))]));
    (answer.status, answer.json())
}

#[test]
fn a_site_learns_who_somebody_is_once_they_have_allowed_it() {
    for engine in Engine::ALL {
        let app = start(engine);
        let made = register(&app, "profile email", true);
        let at = question(&made, "openid profile email", &[]);
        let guest = Browser::new(&app).get(&at);
        assert_eq!(guest.status, 303);
        assert!(guest.header("location").is_some_and(|to| to.starts_with("/sign-in?next=%2Foauth%2Fauthorize%3F")));
        let mut browser = browser(&app);
        let asked = browser.get(&at);
        assert!(asked.text().contains("Our web site"), "{}", asked.text());
        let first = code(&mut browser, &at);
        let (access, again) = tokens(&exchange(&app, &made, &first));
        let (status, person) = about(&app, &access);
        assert_eq!(status, 200);
        assert_eq!((&person["name"], &person["email"]), (&json!("Inès Moreau"), &json!("ines@example.org")));
        assert_eq!((&person["preferred_username"], &person["roles"]), (&json!("ines"), &json!(["staff"])));
        assert!(person["sub"].is_string());
        // It was not allowed to do anything: over the API it is as a visitor.
        assert_eq!(app.call_with(&access, "Contact", "get", &json!({})).json()["values"], json!([]));
        assert_eq!(app.call_with(&access, "Group", "get", &json!({})).status, 403);
        // It is not asked twice, until it is taken back.
        assert!(!browser.get(&at).text().contains("name=\"answer\""));
        let page = browser.get("/settings/connected");
        assert!(page.text().contains("Our web site"));
        let site = made.id.to_string();
        let form = [("csrf", form_token(&page)), ("site", site)];
        let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
        assert_eq!(browser.post("/settings/connected", &[], &form).status, 303);
        assert_eq!(about(&app, &access).0, 401, "at once");
        assert_eq!(refresh(&app, &made, &again).status, 400);
        assert!(browser.get(&at).text().contains("name=\"answer\""));
    }
}

#[test]
fn a_token_opens_what_its_scope_and_its_owner_may() {
    for engine in Engine::ALL {
        let app = start(engine);
        let made = register(&app, "profile api:read api", true);
        let mut browser = browser(&app);
        let asked = json!({"select": ["first_name"], "where": [["first_name", "=", "Inès"]]});
        let new = json!({"values": {"contact_type": "Individual", "first_name": "New"}});
        let reading = code(&mut browser, &question(&made, "api:read", &[]));
        let (access, _) = tokens(&exchange(&app, &made, &reading));
        assert_eq!(app.call_with(&access, "Contact", "get", &asked).json()["values"][0]["first_name"], "Inès");
        assert_eq!(app.call_with(&access, "Contact", "create", &new).status, 403, "looking alone");
        let doing = code(&mut browser, &question(&made, "api", &[]));
        let (access, _) = tokens(&exchange(&app, &made, &doing));
        assert_eq!(app.call_with(&access, "Contact", "create", &new).status, 200);
        assert_eq!(
            app.call_with(&access, "Role", "create", &json!({"values": {"name": "x", "label": "x"}})).status,
            403
        );
        // What the site may not ask for any more opens no more, and a closed account opens nothing.
        let entry = Entry {
            name: "Site".into(),
            addresses: BACK.into(),
            scope: "profile".into(),
            is_active: true,
            ..Entry::default()
        };
        write(&app, |tx| client::change(tx, made.id, &entry));
        assert_eq!(app.call_with(&access, "Contact", "get", &asked).json()["values"], json!([]));
        assert_eq!(app.call_with(&access, "Contact", "create", &new).status, 403);
        app.rows("User", "update", &json!({"where": [["username", "=", "ines"]], "values": {"is_active": false}}));
        assert_eq!(app.call_with(&access, "Contact", "get", &asked).status, 401);
        assert_eq!(about(&app, &access).0, 401);
    }
}

#[test]
fn codes_and_refresh_tokens_count_once_and_a_second_use_ends_all_that_came_of_them() {
    for engine in Engine::ALL {
        let app = start(engine);
        let made = register(&app, "profile", true);
        let mut browser = browser(&app);
        let at = question(&made, "profile", &[]);
        let first = code(&mut browser, &at);
        let (access, _) = tokens(&exchange(&app, &made, &first));
        let stolen = exchange(&app, &made, &first);
        assert_eq!((stolen.status, &stolen.json()["error"]), (400, &json!("invalid_grant")));
        assert_eq!(about(&app, &access).0, 401, "the tokens of a code that came twice");
        let (access, once) = tokens(&exchange(&app, &made, &code(&mut browser, &at)));
        let (newer, twice) = tokens(&refresh(&app, &made, &once));
        assert_eq!((about(&app, &access).0, about(&app, &newer).0), (200, 200));
        assert!(once != twice && access != newer);
        assert_eq!(refresh(&app, &made, &once).status, 400);
        assert_eq!(about(&app, &newer).0, 401);
        assert_eq!(refresh(&app, &made, &twice).status, 400);
        // A refresh token opens nothing itself, and tokens end when their site says so.
        let (access, again) = tokens(&exchange(&app, &made, &code(&mut browser, &at)));
        assert_eq!(about(&app, &again).0, 401);
        let other = register(&app, "profile", true);
        assert_eq!(post(&app, &other, "/oauth/revoke", &[("token", &again)]).status, 200);
        assert_eq!(about(&app, &access).0, 200, "another site's word is none");
        assert_eq!(post(&app, &made, "/oauth/revoke", &[("token", &again)]).status, 200);
        assert_eq!(about(&app, &access).0, 401);
        assert_eq!(post(&app, &made, "/oauth/revoke", &[("token", "unknown")]).status, 200);
    }
}

#[test]
fn a_code_is_for_its_site_its_address_and_whoever_holds_the_verifier() {
    let app = start(Engine::Sqlite);
    let (made, other) = (register(&app, "profile", true), register(&app, "profile", true));
    let open = register(&app, "profile", false);
    assert_eq!(open.secret, None);
    let mut browser = browser(&app);
    let mut fresh = |made: &Made| code(&mut browser, &question(made, "profile", &[]));
    let with = |made: &Made, code: &str, change: (&str, &str)| {
        let mut form = vec![
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", BACK),
            ("code_verifier", VERIFIER),
        ];
        form.retain(|(name, _)| *name != change.0);
        form.extend([change].into_iter().filter(|(_, value)| !value.is_empty()));
        let answer = post(&app, made, "/oauth/token", &form);
        (answer.status, answer.json()["error"].as_str().unwrap_or_default().to_owned())
    };
    let wrong = || (400, "invalid_grant".to_owned());
    assert_eq!(exchange(&app, &other, &fresh(&made)).status, 400, "another site's code");
    assert_eq!(with(&made, &fresh(&made), ("redirect_uri", "https://site.example/other")), wrong());
    assert_eq!(with(&made, &fresh(&made), ("code_verifier", "")), wrong());
    assert_eq!(with(&made, &fresh(&made), ("code_verifier", &VERIFIER.replace('d', "e"))), wrong());
    assert_eq!(with(&made, &fresh(&made), ("grant_type", "password")).1, "unsupported_grant_type");
    assert_eq!(exchange(&app, &open, &fresh(&open)).status, 200, "no secret, but the verifier");
    let forged = Made { secret: Some("wrong".to_owned()), ..made.clone() };
    let refused = exchange(&app, &forged, &fresh(&made));
    assert_eq!((refused.status, refused.json()["error"].clone()), (401, json!("invalid_client")));
    assert!(refused.header("www-authenticate").is_some());
    for _ in 0..contact::access::sign_in::TRIES {
        exchange(&app, &forged, "x");
    }
    assert_eq!(exchange(&app, &made, "x").status, 429, "guessing secrets ends");
}

#[test]
fn nobody_is_sent_to_an_address_that_is_not_the_sites_own() {
    let app = start(Engine::Sqlite);
    let (made, open) = (register(&app, "profile", true), register(&app, "profile", false));
    let mut browser = browser(&app);
    for change in [
        ("redirect_uri", "https://evil.example/"),
        ("redirect_uri", "https://site.example/back?from=ruche&more=1"),
        ("redirect_uri", ""),
        ("client_id", "unknown"),
    ] {
        let page = browser.get(&question(&made, "profile", &[change]));
        assert_eq!(page.status, 400, "{change:?}");
        assert!(!page.text().contains("http-equiv"), "{change:?}");
    }
    let mut error = |made: &Made, change: (&str, &str)| {
        part(&sent_to(&browser.get(&question(made, "profile", &[change]))), "error").unwrap_or_default()
    };
    assert_eq!(error(&made, ("response_type", "token")), "unsupported_response_type");
    assert_eq!(error(&made, ("code_challenge_method", "plain")), "invalid_request");
    assert_eq!(error(&open, ("code_challenge", "")), "invalid_request", "PKCE is needed");
    assert_eq!(error(&made, ("code_challenge", "")), "invalid_request", "with a secret too");
    assert_eq!(error(&made, ("scope", "everything")), "invalid_scope");
    let page = browser.get(&question(&made, "profile", &[]));
    let csrf = form_token(&page);
    let at = question(&made, "profile", &[]);
    let mut form: Vec<(String, String)> =
        form_urlencoded::parse(at.split_once('?').unwrap_or_default().1.as_bytes()).into_owned().collect();
    form.extend([("csrf".to_owned(), csrf), ("answer".to_owned(), "deny".to_owned())]);
    let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    assert_eq!(
        part(&sent_to(&browser.post("/oauth/authorize", &[], &form)), "error").as_deref(),
        Some("access_denied")
    );
    let bare: Vec<(&str, &str)> = form.iter().filter(|(name, _)| *name != "csrf").copied().collect();
    assert_eq!(browser.post("/oauth/authorize", &[], &bare).status, 403, "another site's form");
}

#[test]
fn the_site_says_how_it_is_spoken_with_and_keeps_no_token() {
    let app = start(Engine::Sqlite);
    let said = sure(app.client().get("/.well-known/oauth-authorization-server", &[])).json();
    assert_eq!(said["issuer"], "https://ruche.example");
    assert_eq!(said["token_endpoint"], "https://ruche.example/oauth/token");
    assert_eq!(said["code_challenge_methods_supported"], json!(["S256"]));
    assert_eq!(sure(app.client().get("/oauth/token", &[])).status, 405);
    let made = register(&app, "profile", true);
    let mut browser = browser(&app);
    let first = code(&mut browser, &question(&made, "profile", &[]));
    let answer = exchange(&app, &made, &first);
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    let (access, again) = tokens(&answer);
    drop(browser);
    let copy = app.data().join("copy.db");
    sure(app.house.site.copy_database(&copy));
    let bytes = sure(std::fs::read(&copy));
    for secret in [first, access, again, made.secret.unwrap_or_default()] {
        assert!(!bytes.windows(secret.len()).any(|part| part == secret.as_bytes()), "only digests are kept");
    }
}
