//! Terms that are published stop whoever signs in until they are accepted, and the proof is kept.

use privacy::terms;
use serde_json::json;
use testkit::{Engine, TestApp};

use contact::access::administrator;
use schema::Actor;

use crate::http::{Browser, form_token};
use crate::sure;

const PASSWORD: &str = "rosée du matin clair";

fn publish(app: &TestApp, kind: &str, words: &[(&str, &str)], asked: bool) -> i64 {
    let made = app.rows("Terms", "create", &json!({"values": {"kind": kind, "is_asked": asked}}));
    let id = made[0]["id"].as_i64().unwrap_or_default();
    for (language, text) in words {
        app.rows("TermsText", "create", &json!({"values": {"terms_id": id, "language": language, "text": text}}));
    }
    let now = json!({"where": [["id", "=", id]], "values": {"published_date": "now"}});
    app.rows("Terms", "update", &now);
    id
}

#[test]
fn whoever_signs_in_accepts_what_is_new_before_anything_else() {
    for engine in Engine::ALL {
        let app = TestApp::start(engine);
        let new = administrator::NewAccount {
            username: "ines",
            role: "staff",
            password: Some(PASSWORD),
            ..Default::default()
        };
        let ines = sure(app.house.site.write(&Actor::system("test"), "test", |tx| administrator::add(tx, &new)));
        let mut browser = Browser::new(&app);
        assert_eq!(browser.get("/terms").status, 404, "nothing is published");
        assert_eq!(browser.sign_in("ines", PASSWORD).status, 303);
        assert_eq!(browser.get("/contacts").status, 200);
        let first = publish(&app, "terms", &[("en", "# Rules\n\nBe kind."), ("fr", "Soyez gentils.")], true);
        let public = Browser::new(&app).get("/terms/terms");
        assert!(public.status == 200 && public.text().contains("Be kind."), "{}", public.text());

        let stopped = browser.get("/contacts?q=a");
        assert_eq!((stopped.status, stopped.header("location")), (303, Some("/terms/agree?next=%2Fcontacts%3Fq%3Da")));
        let page = browser.get("/terms/agree?next=%2Fcontacts%3Fq%3Da");
        assert!(page.status == 200 && page.text().contains("Be kind."));
        let csrf = form_token(&page);
        let text = page
            .text()
            .split(&format!("name=\"text_{first}\" value=\""))
            .nth(1)
            .and_then(|rest| rest.split('"').next().map(str::to_owned))
            .unwrap_or_default();
        let accept = format!("accept_{first}");
        let shown = format!("text_{first}");
        let refused = browser.post("/terms/agree", &[], &[("csrf", &csrf), ("next", "/contacts")]);
        assert_eq!(refused.status, 422, "not without the tick");
        let form = [
            ("csrf", csrf.as_str()),
            ("next", "/contacts?q=a"),
            (accept.as_str(), "1"),
            (shown.as_str(), text.as_str()),
        ];
        let done = browser.post("/terms/agree", &[], &form);
        assert_eq!((done.status, done.header("location")), (303, Some("/contacts?q=a")), "{}", done.text());
        assert_eq!(browser.get("/contacts?q=a").status, 200);

        let select = json!({"select": ["terms_id", "text_digest", "source", "ip_address", "text_id.language"], "where": [["contact_id", "=", ines.contact_id]]});
        let kept = app.rows("TermsAcceptance", "get", &select);
        assert_eq!(kept.len(), 1);
        assert_eq!(kept[0]["text_digest"], json!(privacy::consent::digest("# Rules\n\nBe kind.")));
        assert_eq!((&kept[0]["source"], &kept[0]["ip_address"]), (&json!("form"), &json!("127.0.0.1")));
        assert_eq!(kept[0]["text_id.language"], "en");

        // A slip of the pen asks nothing; a new version asks again; programs go on meanwhile.
        publish(&app, "terms", &[("en", "Be kind!")], false);
        assert_eq!(browser.get("/contacts").status, 200);
        let third = publish(&app, "policy", &[("en", "We keep little.")], true);
        assert_eq!(browser.get("/contacts").status, 303);
        let missing = sure(app.house.site.read(&Actor::system("test"), |tx| {
            let policy = tx.find::<terms::Terms>(third)?.unwrap_or_else(|| panic!("no version"));
            terms::missing(tx, &policy)
        }));
        assert!(missing.iter().any(|one| one.username == "ines"), "{missing:?}");
        app.rows("Contact", "get", &json!({"limit": 1}));
    }
}

#[test]
fn what_is_published_or_accepted_is_not_rewritten() {
    let app = TestApp::start(Engine::Sqlite);
    let id = publish(&app, "terms", &[("en", "Be kind.")], true);
    let refused = |entity: &str, action: &str, params: serde_json::Value| {
        let answer = app.call(entity, action, &params);
        assert!((400..500).contains(&answer.status), "{entity}.{action}: {} {}", answer.status, answer.text());
    };
    refused("TermsText", "update", json!({"where": [["terms_id", "=", id]], "values": {"text": "Be rude."}}));
    refused("TermsText", "create", json!({"values": {"terms_id": id, "language": "fr", "text": "Soyez gentils."}}));
    refused("TermsText", "delete", json!({"where": [["terms_id", "=", id]]}));
    refused("Terms", "update", json!({"where": [["id", "=", id]], "values": {"published_date": null}}));
    refused("Terms", "delete", json!({"where": [["id", "=", id]]}));
    let empty = app.rows("Terms", "create", &json!({"values": {"kind": "policy"}}));
    refused("Terms", "update", json!({"where": [["id", "=", empty[0]["id"]]], "values": {"published_date": "now"}}));
    let paper = json!({"values": {"contact_id": 2, "terms_id": id, "source": "paper", "proof": "Folder 3"}});
    let kept = app.rows("TermsAcceptance", "create", &paper);
    assert_eq!(kept[0]["text_digest"], json!(privacy::consent::digest("Be kind.")));
    refused(
        "TermsAcceptance",
        "update",
        json!({"where": [["id", "=", kept[0]["id"]]], "values": {"proof": "Folder 4"}}),
    );
    refused("TermsAcceptance", "delete", json!({"where": [["id", "=", kept[0]["id"]]]}));
    refused("TermsAcceptance", "create", json!({"values": {"contact_id": 2, "terms_id": empty[0]["id"]}}));
}
