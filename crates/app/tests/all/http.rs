//! The edge: signing in, form tokens, headers, bodies, health.

use testkit::http::{Answer, Client};
use testkit::{Engine, TestApp};

use crate::sure;

/// A browser: keeps its cookies.
pub(crate) struct Browser {
    client: Client,
    cookies: Vec<(String, String)>,
}

impl Browser {
    pub(crate) fn new(app: &TestApp) -> Browser {
        Browser { client: app.client(), cookies: Vec::new() }
    }

    pub(crate) fn get(&mut self, path: &str) -> Answer {
        let cookies = self.cookie_line();
        let answer = sure(self.client.get(path, &[("Cookie", &cookies)]));
        self.keep(&answer);
        answer
    }

    pub(crate) fn post(&mut self, path: &str, headers: &[(&str, &str)], form: &[(&str, &str)]) -> Answer {
        let cookies = self.cookie_line();
        let mut all = vec![("Cookie", cookies.as_str())];
        all.extend_from_slice(headers);
        let answer = sure(self.client.post(path, &all, form));
        self.keep(&answer);
        answer
    }

    fn cookie_line(&self) -> String {
        let pairs: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        pairs.join("; ")
    }

    fn keep(&mut self, answer: &Answer) {
        for (_, value) in answer.headers.iter().filter(|(name, _)| name.eq_ignore_ascii_case("set-cookie")) {
            let (name, rest) = value.split_once('=').unwrap_or_default();
            let value = rest.split(';').next().unwrap_or_default();
            self.cookies.retain(|(known, _)| known != name);
            if !value.is_empty() {
                self.cookies.push((name.to_owned(), value.to_owned()));
            }
        }
    }

    pub(crate) fn session(&self) -> Option<&str> {
        self.cookies.iter().find(|(name, _)| name == "ruche").map(|(_, value)| value.as_str())
    }

    pub(crate) fn sign_in(&mut self, name: &str, password: &str) -> Answer {
        let token = form_token(&self.get("/sign-in"));
        self.post("/sign-in", &[], &[("csrf", &token), ("name", name), ("password", password)])
    }
}

pub(crate) fn form_token(page: &Answer) -> String {
    let text = page.text();
    let after = text.split("name=\"csrf\" value=\"").nth(1).unwrap_or_else(|| panic!("no form token: {text}"));
    after.split('"').next().unwrap_or_default().to_owned()
}

#[test]
fn the_right_password_opens_a_session_and_a_wrong_one_does_not() {
    for engine in Engine::ALL {
        let app = TestApp::start(engine);
        let mut browser = Browser::new(&app);
        let refused = browser.sign_in("admin", "not the sentence");
        assert_eq!(refused.status, 422);
        assert!(browser.session().is_none());
        let unknown = browser.sign_in("nobody", "not the sentence");
        assert_eq!(unknown.status, 422);
        let entered = browser.sign_in("admin", "a long test sentence");
        assert_eq!(entered.status, 303, "{}", entered.text());
        let cookie = entered.header("set-cookie").unwrap_or_default().to_owned();
        assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"), "{cookie}");
        assert!(browser.session().is_some_and(|secret| secret.len() == 32));
    }
}

#[test]
fn signing_in_anew_replaces_the_session_and_signing_out_ends_it() {
    let app = TestApp::start(Engine::Sqlite);
    let mut browser = Browser::new(&app);
    browser.sign_in("admin@example.org", "a long test sentence");
    let first = browser.session().map(str::to_owned);
    assert!(first.is_some());
    browser.sign_in("admin", "a long test sentence");
    assert_ne!(first, browser.session().map(str::to_owned));
    let old = format!("ruche={}", first.unwrap_or_default());
    assert_eq!(api_by_cookie(&app, &old, &[]).text(), api_by_cookie(&app, "", &[]).text());
    let token = form_token(&browser.get("/sign-in"));
    let current = browser.cookie_line();
    assert_ne!(api_by_cookie(&app, &current, &[]).text(), api_by_cookie(&app, "", &[]).text());
    assert_eq!(browser.post("/sign-out", &[], &[("csrf", &token)]).status, 303);
    assert!(browser.session().is_none());
    assert_eq!(api_by_cookie(&app, &current, &[]).text(), api_by_cookie(&app, "", &[]).text());
}

fn api_by_cookie(app: &TestApp, cookies: &str, headers: &[(&str, &str)]) -> Answer {
    let mut all = vec![("Cookie", cookies), ("X-Requested-With", "XMLHttpRequest")];
    all.extend_from_slice(headers);
    let params = r#"{"select":["id"],"where":[["id","=",2]]}"#;
    sure(app.client().post("/civicrm/ajax/api4/Contact/get", &all, &[("params", params)]))
}

#[test]
fn ten_wrong_passwords_close_the_door_for_a_while() {
    let app = TestApp::start(Engine::Sqlite);
    let mut browser = Browser::new(&app);
    for _ in 0..10 {
        assert_eq!(browser.sign_in("admin", "not the sentence").status, 422);
    }
    assert_eq!(browser.sign_in("admin", "a long test sentence").status, 429);
    assert!(browser.session().is_none());
}

#[test]
fn a_form_counts_only_with_its_token_and_from_this_site() {
    let app = TestApp::start(Engine::Sqlite);
    let mut browser = Browser::new(&app);
    let token = form_token(&browser.get("/sign-in"));
    let right = [("name", "admin"), ("password", "a long test sentence")];
    assert_eq!(browser.post("/sign-in", &[], &right).status, 403);
    let with = |token: &'static str| [("csrf", token), right[0], right[1]];
    assert_eq!(browser.post("/sign-in", &[], &with("made.up")).status, 403);
    let forged = [("csrf", token.as_str()), right[0], right[1]];
    let elsewhere = [("Origin", "https://elsewhere.example")];
    assert_eq!(browser.post("/sign-in", &elsewhere, &forged).status, 403);
    assert_eq!(browser.post("/sign-in", &[("Sec-Fetch-Site", "cross-site")], &forged).status, 403);
    let mut other = Browser::new(&app);
    other.get("/sign-in");
    assert_eq!(other.post("/sign-in", &[], &forged).status, 403);
    assert!(browser.session().is_none() && other.session().is_none());
}

#[test]
fn a_signed_link_is_its_own_token_and_nothing_changes_by_looking_at_it() {
    let app = TestApp::start(Engine::Sqlite);
    // The program of a reader's mail sends this, from wherever it runs (RFC 8058). The link is nobody's: it has no effect.
    let elsewhere = [("Origin", "https://mail.example")];
    let one_click = [("List-Unsubscribe", "One-Click")];
    let link = "/unsubscribe/1.2.0123456789abcdef0123456789abcdef";
    assert_eq!(sure(app.client().post(link, &elsewhere, &one_click)).status, 410);
    assert_eq!(sure(app.client().get(link, &[])).status, 410);
    assert_eq!(sure(app.client().post("/subscribe", &elsewhere, &one_click)).status, 403);
}

#[test]
fn a_cookie_alone_does_not_call_the_api_from_another_site() {
    let app = TestApp::start(Engine::Sqlite);
    let mut browser = Browser::new(&app);
    browser.sign_in("admin", "a long test sentence");
    let cookies = browser.cookie_line();
    assert_eq!(api_by_cookie(&app, &cookies, &[]).status, 200);
    assert_eq!(api_by_cookie(&app, &cookies, &[("Origin", "https://elsewhere.example")]).status, 400);
    let bare = [("Cookie", cookies.as_str())];
    let answer = sure(app.client().post("/civicrm/ajax/api4/Contact/get", &bare, &[("params", "{}")]));
    assert_eq!(answer.status, 400);
}

#[test]
fn a_disabled_account_is_out_at_once() {
    let app = TestApp::start(Engine::Sqlite);
    let mut browser = Browser::new(&app);
    browser.sign_in("admin", "a long test sentence");
    let cookies = browser.cookie_line();
    let program = schema::Actor::system("test");
    let values = serde_json::json!({"id": 1, "is_active": false});
    let disabled = app.house.site.write(&program, "test", |tx| {
        tx.save("User", values.as_object().cloned().unwrap_or_default(), store::As::Program).map(|_| ())
    });
    sure(disabled);
    assert_eq!(api_by_cookie(&app, &cookies, &[]).text(), api_by_cookie(&app, "", &[]).text());
    let by_key = app.call("Contact", "get", &serde_json::json!({}));
    assert_eq!((by_key.status, by_key.text().as_str()), (401, "HTTP 401 Cannot login. User is blocked."));
}

#[test]
fn every_answer_carries_the_protecting_headers() {
    let app = TestApp::start(Engine::Sqlite);
    let mut client = app.client();
    for path in ["/sign-in", "/nowhere", "/health", "/civicrm/ajax/api4/Contact/get", "/assets/none.css"] {
        let answer = sure(client.get(path, &[]));
        let policy = answer.header("content-security-policy").unwrap_or_default();
        assert!(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"), "{path}");
        assert!(!policy.contains("unsafe"), "{path}");
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "same-origin"),
            ("cross-origin-opener-policy", "same-origin"),
            ("cache-control", "no-store"),
        ] {
            assert_eq!(answer.header(name), Some(value), "{path}: {name}");
        }
        assert!(answer.header("access-control-allow-origin").is_none(), "{path}");
    }
}

#[test]
fn files_of_the_build_are_kept_for_good_and_large_texts_are_packed() {
    let app = TestApp::start(Engine::Sqlite);
    let mut client = app.client();
    let page = sure(client.get("/sign-in", &[])).text();
    let css =
        page.split("rel=\"stylesheet\" href=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default();
    let plain = sure(client.get(css, &[]));
    assert_eq!(plain.header("cache-control"), Some("public, max-age=31536000, immutable"));
    let packed = sure(client.get(css, &[("Accept-Encoding", "gzip")]));
    assert_eq!(packed.header("content-encoding"), Some("gzip"));
    assert!(packed.body.len() * 2 < plain.body.len());
}

#[test]
fn a_visitor_is_asked_to_sign_in_and_then_goes_on() {
    let app = TestApp::start(Engine::Sqlite);
    let closed = app.house.registry.pages.iter().find(|page| !page.door.is_open() && !page.path.contains('{'));
    let Some(page) = closed else { return };
    let mut browser = Browser::new(&app);
    let answer = browser.get(page.path);
    assert_eq!(answer.status, 303);
    assert!(answer.header("location").is_some_and(|to| to.starts_with("/sign-in")), "{:?}", answer.headers);
}

#[test]
fn health_and_metrics_tell_how_it_goes() {
    let app = TestApp::start(Engine::Sqlite);
    let mut client = app.client();
    assert_eq!(sure(client.get("/health", &[])).text(), r#"{"status":"ok"}"#);
    let metrics = sure(client.get("/metrics", &[])).text();
    assert!(metrics.contains("ruche_requests_total{kind=\"page\",status=\"2xx\"} 1"), "{metrics}");
    assert!(metrics.contains("process_resident_memory_bytes"));
}

#[test]
fn a_json_body_holds_the_parameters() {
    let app = TestApp::start(Engine::Sqlite);
    let bearer = format!("Bearer {}", app.key);
    let headers = [("X-Civi-Auth", bearer.as_str()), ("Content-Type", "application/json")];
    let mut client = app.client();
    for body in [
        r#"{"select":["id"],"where":[["id","=",1]]}"#,
        r#"{"params":{"select":["id"],"where":[["id","=",1]]}}"#,
        r#"{"params":"{\"select\":[\"id\"],\"where\":[[\"id\",\"=\",1]]}"}"#,
    ] {
        let answer = sure(client.send("POST", "/civicrm/ajax/api4/Contact/get", &headers, Some(body.as_bytes())));
        assert_eq!(answer.json()["values"], serde_json::json!([{"id": 1}]), "{body}: {}", answer.text());
    }
}

#[test]
fn a_form_in_parts_is_read_too() {
    let app = TestApp::start(Engine::Sqlite);
    let bearer = format!("Bearer {}", app.key);
    let headers = [("X-Civi-Auth", bearer.as_str()), ("Content-Type", "multipart/form-data; boundary=xyz")];
    let body = "--xyz\r\nContent-Disposition: form-data; name=\"params\"\r\n\r\n{\"select\":[\"id\"],\"where\":[[\"id\",\"=\",1]]}\r\n--xyz--\r\n";
    let answer = sure(app.client().send("POST", "/civicrm/ajax/api4/Contact/get", &headers, Some(body.as_bytes())));
    assert_eq!(answer.json()["count"], 1, "{}", answer.text());
}

#[test]
fn the_login_action_leaves_a_cookie() {
    let app = TestApp::start(Engine::Sqlite);
    let headers = [("X-Requested-With", "XMLHttpRequest")];
    let mut client = app.client();
    let mut login = |password: &str| {
        let params = serde_json::json!({"identifier": "admin", "password": password}).to_string();
        sure(client.post("/civicrm/ajax/api4/User/login", &headers, &[("params", &params)]))
    };
    let wrong = login("not the sentence");
    assert_eq!(wrong.json()["values"]["publicError"], "Invalid credentials");
    assert!(wrong.header("set-cookie").is_none());
    let right = login("a long test sentence");
    assert_eq!(right.json()["values"]["url"], "/");
    assert!(right.header("set-cookie").is_some_and(|cookie| cookie.starts_with("ruche=")));
}

#[test]
fn keys_come_in_by_the_old_way_too_and_its_failures_are_answers() {
    for engine in Engine::ALL {
        let app = TestApp::start(engine);
        let site_key = contact::access::token::site_key(&app.house.site);
        let mut client = app.client();
        let mut ask = |key: &str| {
            let form = [
                ("entity", "Contact"),
                ("action", "getcount"),
                ("json", "1"),
                ("id", "2"),
                ("api_key", key),
                ("key", &site_key),
            ];
            sure(client.post("/civicrm/ajax/rest", &[], &form))
        };
        assert_eq!(ask(&app.key).json()["result"], 1);
        let wrong = ask("nonsense");
        assert_eq!(wrong.status, 200);
        assert_eq!(wrong.json(), serde_json::json!({"error_message": "FATAL: Invalid credential", "is_error": 1}));
        let old = "/sites/all/modules/civicrm/extern/rest.php?entity=Contact&action=getcount&json=1";
        let keyless = sure(app.client().get(old, &[]));
        assert_eq!(keyless.json()["is_error"], 1);
        let full = format!("{old}&api_key={}&key={site_key}", app.key);
        assert!(sure(app.client().get(&full, &[])).json()["result"].as_i64().is_some_and(|count| count >= 2));
    }
}

#[test]
fn nothing_changes_by_a_reading_method() {
    let app = TestApp::start(Engine::Sqlite);
    let bearer = format!("Bearer {}", app.key);
    let headers = [("X-Civi-Auth", bearer.as_str())];
    let chained =
        serde_json::json!({"chain": {"x": ["Contact", "create", {"values": {"first_name": "By GET"}}]}, "limit": 1});
    let query = testkit::http::encode(&[("params", &chained.to_string())]);
    let answer = sure(app.client().get(&format!("/civicrm/ajax/api4/Contact/get?{query}"), &headers));
    assert!((400..500).contains(&answer.status), "{}", answer.text());
    let site_key = contact::access::token::site_key(&app.house.site);
    let query = testkit::http::encode(&[
        ("entity", "Contact"),
        ("action", "create"),
        ("contact_type", "Individual"),
        ("first_name", "By GET"),
        ("json", "1"),
        ("api_key", &app.key),
        ("key", &site_key),
    ]);
    let answer = sure(app.client().get(&format!("/civicrm/ajax/rest?{query}"), &[]));
    assert_eq!(answer.json()["is_error"], 1, "{}", answer.text());
    let made = app.rows("Contact", "get", &serde_json::json!({"where": [["first_name", "=", "By GET"]]}));
    assert!(made.is_empty());
}

#[test]
fn maintenance_lets_administrators_in_alone() {
    let app = TestApp::start(Engine::Sqlite);
    let set =
        |value: &str| app.rows("Setting", "set", &serde_json::json!({"values": {"core_maintenance_mode": value}}));
    let visit = || {
        let headers = [("X-Requested-With", "XMLHttpRequest")];
        sure(app.client().post("/civicrm/ajax/api4/Contact/get", &headers, &[("params", "{}")]))
    };
    set("1");
    let closed = visit();
    assert_eq!(closed.status, 503);
    assert_eq!(closed.json()["status_message"], "Temporarily unavailable for maintenance.");
    assert_eq!(app.call("Contact", "get", &serde_json::json!({"limit": 1})).status, 200);
    set("0");
    assert_eq!(visit().status, 200);
}

#[test]
fn a_welcome_link_leads_in_once() {
    use contact::access::{administrator, link};
    let app = TestApp::start(Engine::Sqlite);
    let program = schema::Actor::system("test");
    let token = sure(app.house.site.write(&program, "test", |tx| {
        let account = administrator::NewAccount { username: "noor", role: "staff", ..Default::default() };
        let made = administrator::add(tx, &account)?;
        link::create(tx, made.user_id)
    }));
    let path = format!("/welcome/{token}");
    let mut browser = Browser::new(&app);
    let csrf = form_token(&browser.get(&path));
    let chosen = "rosée du matin clair";
    let fill = |first, second| [("csrf", csrf.as_str()), ("password", first), ("repeated", second)];
    assert_eq!(browser.post(&path, &[], &fill(chosen, "something else")).status, 422);
    assert_eq!(browser.post(&path, &[], &fill("short", "short")).status, 422);
    assert_eq!(browser.post(&path, &[], &fill(chosen, chosen)).status, 303);
    assert!(browser.session().is_some());
    assert_eq!(Browser::new(&app).get(&path).status, 410);
    assert_eq!(Browser::new(&app).sign_in("noor", chosen).status, 303);
}
