//! Looking after the site over HTTP: limits, who looked, history searched and taken back, seals, status.

use contact::access::views::{self, Wanted};
use ruche::server::Running;
use schema::Actor;
use serde_json::json;
use testkit::http::Client;
use testkit::{Engine, TestApp};

use crate::sure;

/// The administrator's browser.
struct Admin {
    client: Client,
    cookie: String,
}

impl Admin {
    fn enter(app: &TestApp) -> Admin {
        let secret = sure(
            app.house
                .site
                .write(&Actor::system("test"), "test", |tx| contact::access::session::begin(tx, 1, "127.0.0.1", "")),
        );
        Admin { client: app.client(), cookie: format!("ruche={secret}") }
    }

    fn get(&mut self, path: &str) -> (u16, String) {
        let answer = sure(self.client.get(path, &[("Cookie", &self.cookie), ("Accept-Language", "fr")]));
        (answer.status, answer.text())
    }

    fn post(&mut self, app: &TestApp, path: &str, form: &[(&str, &str)]) -> u16 {
        let secret = self.cookie.trim_start_matches("ruche=").to_owned();
        let token = sure(contact::access::token::form_token(&app.house.site, &secret));
        let mut all = vec![("csrf", token.as_str())];
        all.extend_from_slice(form);
        sure(self.client.post(path, &[("Cookie", &self.cookie)], &all)).status
    }
}

/// Runs all that is queued.
fn work(app: &TestApp) {
    use std::sync::atomic::{AtomicBool, Ordering};
    let stop = std::sync::Arc::new(AtomicBool::new(false));
    let worker = sure(ruche::jobs::start(app.house.clone(), stop.clone()));
    std::thread::sleep(std::time::Duration::from_millis(2_500));
    stop.store(true, Ordering::Release);
    assert!(worker.join().is_ok());
}

#[test]
fn callers_behind_a_proxy_are_counted_one_by_one_and_wrong_keys_soonest() {
    let app = TestApp::start(Engine::Sqlite);
    let server = sure(Running::start_behind_proxy(app.house.clone()));
    let mut client = Client::new(server.address);
    let mut call = |from: &str, key: &str| {
        let credential = format!("Bearer {key}");
        let headers = [("X-Forwarded-For", from), ("X-Civi-Auth", &credential), ("X-Requested-With", "XMLHttpRequest")];
        sure(client.post("/civicrm/ajax/api4/Contact/get", &headers, &[("params", r#"{"limit":1}"#)]))
    };
    let wrong: Vec<u16> = (0..25).map(|_| call("192.0.2.1", "a-wrong-key-entirely").status).collect();
    assert_eq!(wrong.iter().filter(|status| **status == 401).count(), 20, "{wrong:?}");
    let refused = call("192.0.2.1", &app.key);
    assert_eq!(refused.status, 429, "whoever guesses waits, with the right key too");
    assert!(refused.header("retry-after").and_then(|text| text.parse::<u64>().ok()).is_some_and(|n| n > 0));
    assert_eq!(call("192.0.2.2", &app.key).status, 200, "another address is another caller");
    let person = sure(client.get("/sign-in", &[("X-Forwarded-For", "192.0.2.1")]));
    assert_eq!(person.status, 200, "people of the same office, who bring no key, do not wait");
}

#[test]
fn a_key_for_reading_makes_no_session() {
    let app = TestApp::start(Engine::Sqlite);
    let new = contact::access::key::NewKey { name: "looks", reads_only: true, days: None };
    let actor = Actor::system("test");
    let key = sure(app.house.site.write(&actor, "test", |tx| contact::access::key::make(tx, 2, &new)));
    let credential = format!("Bearer {key}");
    let answer = sure(app.client().post("/civicrm/authx/login", &[("X-Civi-Auth", &credential)], &[]));
    assert_eq!(answer.status, 401, "{}", answer.text());
    assert!(answer.header("set-cookie").is_none());
}

#[test]
fn who_looks_and_who_takes_data_out_is_written_down_where_it_is_wanted() {
    for engine in Engine::ALL {
        let app = TestApp::start(engine);
        let ada = app.rows("Contact", "create", &json!({"values": {"first_name": "Ada"}}))[0]["id"].clone();
        let mut admin = Admin::enter(&app);
        let all = || sure(app.house.site.read(&Actor::system("test"), |tx| views::all(tx, &Wanted::default(), 20)));
        assert_eq!(admin.get(&format!("/contacts/{ada}")).0, 200);
        assert!(all().is_empty(), "nobody has asked for it");
        assert_eq!(admin.post(&app, "/history/views", &[("on", "1")]), 303);
        assert_eq!(admin.get(&format!("/contacts/{ada}")).0, 200);
        assert_eq!(admin.get(&format!("/contacts/{ada}/vcard")).0, 200);
        assert_eq!(admin.get("/history/export?format=csv").0, 200);
        let told: Vec<(String, Option<i64>, String)> =
            all().into_iter().map(|(_, one)| (one.act, one.subject_id, one.path)).collect();
        let id = ada.as_i64();
        assert_eq!(told.len(), 3, "{told:?}");
        assert_eq!(told[2], ("looked".to_owned(), id, format!("/contacts/{ada}")));
        assert_eq!(told[1], ("took".to_owned(), id, format!("/contacts/{ada}/vcard")));
        assert_eq!(told[0], ("took".to_owned(), None, "/history/export".to_owned()));
        let (status, page) = admin.get("/history/views");
        assert!(status == 200 && page.contains("a consulté") && page.contains("Ada"), "{page}");
    }
}

#[test]
fn history_is_searched_by_person_way_kind_time_and_words_and_taken_out_as_a_file() {
    for engine in Engine::ALL {
        let app = TestApp::start(engine);
        let made = app.rows("Contact", "create", &json!({"values": {"first_name": "Ada", "last_name": "=Byron"}}));
        app.rows("Email", "create", &json!({"values": {"contact_id": made[0]["id"], "email": "ada@example.org"}}));
        let mut admin = Admin::enter(&app);
        let mut hits = |asked: &str| {
            let (status, page) = admin.get(&format!("/history?{asked}"));
            assert_eq!(status, 200, "{asked}");
            page.matches("<time ").count()
        };
        assert_eq!(hits("text=byron"), 1);
        assert_eq!(hits("text=nobody+at+all"), 0);
        assert_eq!(hits("entity=Email&through=api"), 1);
        assert_eq!(hits("through=api"), 2);
        assert_eq!(hits("through=import"), 0);
        assert_eq!(hits("by=2&through=api"), 2);
        assert_eq!(hits("by=1"), 0);
        assert_eq!(hits("to=2020-01-01"), 0);
        assert_eq!(hits("from=2020-01-01&through=api&text=ada%40"), 1);
        assert_eq!(hits(&format!("contact={}&through=api", made[0]["id"])), 2);
        let (_, csv) = admin.get("/history/export?through=api&format=csv");
        assert!(csv.contains("'=Byron") && !csv.contains(",=Byron"), "{csv}");
        let (_, text) = admin.get("/history/export?through=api&format=json");
        let all: serde_json::Value = sure(serde_json::from_str(&text));
        assert_eq!(all.as_array().map(Vec::len), Some(2), "{text}");
        assert_eq!(all[0]["changes"][0]["after"]["email"], "ada@example.org");
    }
}

#[test]
fn what_one_program_did_is_taken_back_after_a_look_but_not_what_changed_since() {
    for engine in Engine::ALL {
        let app = TestApp::start(engine);
        let mut ids = Vec::new();
        for name in ["Ada", "Bo", "Cy"] {
            ids.push(app.rows("Contact", "create", &json!({"values": {"first_name": name}}))[0]["id"].clone());
        }
        // Somebody else has worked on the last one meanwhile.
        let note = json!({"id": ids[2], "nick_name": "by hand"}).as_object().cloned().unwrap_or_default();
        let system = Actor::system("test");
        sure(app.house.site.write(&system, "page", |tx| tx.save("Contact", note, store::As::Program).map(|_| ())));
        let mut admin = Admin::enter(&app);
        let (status, page) = admin.get("/history/undo?by=2&through=api");
        assert!(status == 200 && page.contains('3'), "{page}");
        let left =
            || app.rows("Contact", "get", &json!({"select": ["first_name"], "where": [["id", "IN", ids]]})).len();
        assert_eq!(admin.post(&app, "/history/undo", &[("by", "2"), ("through", "api")]), 200, "it asks first");
        assert_eq!(left(), 3);
        assert_eq!(admin.post(&app, "/history/undo", &[("by", "2"), ("through", "api"), ("sure", "1")]), 303);
        work(&app);
        assert_eq!(left(), 1, "the one that somebody has changed since stays");
    }
}

#[test]
fn the_program_proves_its_history_and_finds_a_hand_in_the_database() {
    for engine in Engine::ALL {
        let app = TestApp::start(engine);
        app.rows("Contact", "create", &json!({"values": {"first_name": "Ada"}}));
        let mut admin = Admin::enter(&app);
        assert_eq!(admin.post(&app, "/history/proof", &[]), 303);
        work(&app);
        let (_, page) = admin.get("/history/proof");
        assert!(page.contains("est entier"), "{page}");
        let touched = sure(app.house.site.write(&Actor::system("test"), "test", |tx| {
            let text = r#"UPDATE "ruche_change" SET "after" = '{"first_name":"Eve"}' WHERE "after" LIKE '%"Ada"%'"#;
            tx.execute(&store::statement(text, Vec::new()))
        }));
        assert!(touched > 0);
        assert_eq!(admin.post(&app, "/history/proof", &[]), 303);
        work(&app);
        let (_, page) = admin.get("/history/proof");
        assert!(page.contains("ne tient pas"), "{page}");
        let checks = app.rows("System", "check", &json!({}));
        assert!(checks.iter().any(|one| one["name"] == "ruche_history" && one["severity"] == "error"), "{checks:?}");
        let (status, page) = admin.get("/settings/status");
        assert!(status == 200 && page.contains("sauvegarde"), "{page}");
    }
}

#[test]
fn accounts_are_told_in_the_words_of_existing_clients() {
    let app = TestApp::start(Engine::Sqlite);
    let rows = app.rows("UFMatch", "get", &json!({"where": [["contact_id", "=", 2]]}));
    assert_eq!(rows.len(), 1);
    assert_eq!((&rows[0]["uf_name"], &rows[0]["domain_id"]), (&json!("admin@example.org"), &json!(1)));
    assert!(rows[0].get("hashed_password").is_none());
}
