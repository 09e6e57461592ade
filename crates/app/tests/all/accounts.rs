//! Keys, roles, passwords and one-time links.

use serde_json::json;
use testkit::{Engine, TestApp};

use crate::sure;

/// An account with these permissions and an API key, made over the API as existing clients do.
fn account(app: &TestApp, name: &str, permissions: &[&str]) -> String {
    let key = format!("key-of-{name}-1");
    let contact = app.rows("Contact", "create", &json!({"values": {"first_name": name, "api_key": key}}));
    app.rows("Role", "create", &json!({"values": {"name": name, "label": name, "permissions": permissions}}));
    let user = json!({"username": name, "contact_id": contact[0]["id"], "roles:name": [name]});
    app.rows("User", "create", &json!({"values": user}));
    key
}

#[test]
fn a_key_is_answered_once_and_then_is_nowhere() {
    for engine in Engine::ALL {
        let app = TestApp::start(engine);
        let secret = "only-shown-in-this-answer";
        let made = app.rows("Contact", "create", &json!({"values": {"first_name": "K", "api_key": secret}}));
        assert_eq!(made[0]["api_key"], secret);
        let id = &made[0]["id"];
        let read = app.call("Contact", "get", &json!({"select": ["*", "api_key"], "where": [["id", "=", id]]}));
        assert!(!read.text().contains(secret), "{}", read.text());
        let asked = app.call("Contact", "get", &json!({"where": [["api_key", "=", secret]]}));
        assert_ne!(asked.status, 200, "{}", asked.text());
        let kept = sure(app.house.site.read(&schema::Actor::system("test"), |tx| {
            let text = r#"SELECT (SELECT count(*) FROM "ruche_change" WHERE "after" LIKE '%only-shown%')
                + (SELECT count(*) FROM "civicrm_contact" WHERE "api_key" IS NOT NULL)"#;
            Ok(tx.one(&store::statement(text, Vec::new()))?.and_then(|n| n.as_int()))
        }));
        assert_eq!(kept, Some(0));
    }
}

#[test]
fn a_new_key_replaces_the_old_one_and_an_empty_one_removes_it() {
    let app = TestApp::start(Engine::Sqlite);
    let first = account(&app, "maria", &["authenticate with api key", "access CiviCRM"]);
    let contact = app.rows("Contact", "get", &json!({"where": [["first_name", "=", "maria"]]}))[0]["id"].clone();
    let works = |key: &str| app.call_with(key, "Contact", "get", &json!({"limit": 1})).status;
    assert_eq!(works(&first), 200);
    let write = |key: &str| {
        app.rows("Contact", "update", &json!({"where": [["id", "=", contact]], "values": {"api_key": key}}))
    };
    write("another-key-for-maria");
    assert_eq!((works(&first), works("another-key-for-maria")), (401, 200));
    write("");
    assert_eq!(works("another-key-for-maria"), 401);
    assert_eq!(
        app.call("Contact", "update", &json!({"where": [["id", "=", contact]], "values": {"api_key": "short"}})).status,
        400
    );
}

#[test]
fn whoever_loses_a_role_loses_what_it_allows_at_once() {
    for engine in Engine::ALL {
        let app = TestApp::start(engine);
        let key = account(&app, "olu", &["authenticate with api key", "access CiviCRM", "view all contacts"]);
        let sees = || app.call_with(&key, "Contact", "get", &json!({"select": ["id"]})).json()["count"].as_i64();
        assert!(sees().is_some_and(|count| count >= 2));
        app.rows(
            "Role",
            "update",
            &json!({
                "where": [["name", "=", "olu"]], "values": {"permissions": ["authenticate with api key"]},
            }),
        );
        assert!(sees().is_none_or(|count| count <= 1), "{:?}", sees());
    }
}

#[test]
fn accounts_cannot_raise_themselves() {
    let app = TestApp::start(Engine::Sqlite);
    let key = account(&app, "eve", &["authenticate with api key", "access CiviCRM"]);
    let own = app.rows("User", "get", &json!({"where": [["username", "=", "eve"]]}))[0]["id"].clone();
    for values in [
        json!({"roles:name": ["admin"]}),
        json!({"contact_id": 2}),
        json!({"username": "admin2"}),
        json!({"hashed_password": "x"}),
    ] {
        let answer = app.call_with(&key, "User", "update", &json!({"where": [["id", "=", own]], "values": values}));
        // A contact that one may not see is no contact at all: 400.
        let expected = if values["contact_id"].is_null() { 403 } else { 400 };
        assert_eq!(answer.status, expected, "{values}: {}", answer.text());
    }
    let others =
        app.call_with(&key, "User", "update", &json!({"where": [["id", "=", 1]], "values": {"language": "fr_FR"}}));
    assert!(others.status == 403 || others.json()["count"] == 0, "{}", others.text());
    assert_eq!(app.call_with(&key, "User", "create", &json!({"values": {"username": "mallory"}})).status, 403);
    let made = app.call_with(&key, "UserRole", "create", &json!({"values": {"user_id": own, "role_id": 2}}));
    assert_eq!(made.status, 403);
    let mine = app.call_with(
        &key,
        "Contact",
        "update",
        &json!({"where": [["id", "=", 2]], "values": {"api_key": "taken-over-by-eve"}}),
    );
    assert_ne!(mine.json()["count"], 1, "{}", mine.text());
    assert_eq!(app.call_with("taken-over-by-eve", "Contact", "get", &json!({})).status, 401);
}

#[test]
fn a_link_sets_a_password_once() {
    use contact::access::{administrator, link, sign_in};
    let app = TestApp::start(Engine::Sqlite);
    let program = schema::Actor::system("test");
    let site = &app.house.site;
    let account = administrator::NewAccount { username: "lin", role: "staff", ..Default::default() };
    let token = sure(site.write(&program, "test", |tx| {
        let made = administrator::add(tx, &account)?;
        link::create(tx, made.user_id)
    }));
    let use_up = |password: &str| {
        let params = json!({"token": token, "password": password}).to_string();
        let headers = [("X-Requested-With", "XMLHttpRequest")];
        sure(app.client().post("/civicrm/ajax/api4/User/passwordReset", &headers, &[("params", &params)]))
    };
    assert_eq!(use_up("short").status, 400);
    assert_eq!(use_up("rosée du matin clair").status, 200);
    assert_eq!(use_up("another sentence of mine").status, 400);
    let enter = |password: &str| sure(sign_in::sign_in(site, "lin", password, "127.0.0.1", ""));
    assert!(matches!(enter("rosée du matin clair"), sign_in::Outcome::Welcome { .. }));
    assert_eq!(enter("another sentence of mine"), sign_in::Outcome::Refused);
}

#[test]
fn the_site_key_lets_a_key_in_that_has_no_permission_of_its_own() {
    let app = TestApp::start(Engine::Sqlite);
    let key = account(&app, "robot", &["access CiviCRM"]);
    let bearer = format!("Bearer {key}");
    let site_key = contact::access::token::site_key(&app.house.site);
    let call = |extra: &[(&str, &str)]| {
        let mut headers = vec![("X-Civi-Auth", bearer.as_str())];
        headers.extend_from_slice(extra);
        sure(app.client().post("/civicrm/ajax/api4/Contact/get", &headers, &[("params", "{}")]))
    };
    let refused = call(&[]);
    assert_eq!(
        (refused.status, refused.text().as_str()),
        (401, "HTTP 401 Login not permitted. Must satisfy guard (site_key, perm).")
    );
    assert_eq!(call(&[("X-Civi-Key", &site_key)]).status, 200);
    assert_eq!(call(&[("X-Civi-Key", "00")]).status, 401);
}
