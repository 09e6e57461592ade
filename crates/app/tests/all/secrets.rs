//! Something secret stands in every secret field of the database, and is found in no answer, export or page.

use query::Dialect;
use schema::{Actor, FieldType, Value};
use serde_json::json;
use store::{Tx, statement};
use testkit::{Engine, TestApp};

use crate::sure;

/// What nobody may find. Letters alone, so that no encoding hides it.
const SEEDED: &str = "qzsecretqz";

/// Puts it into each secret text of each row; tells into how many columns.
fn seed(tx: &mut Tx<'_>) -> store::Result<usize> {
    let catalog = tx.catalog().clone();
    let mut count = 0;
    for entity in catalog.entities().filter(|entity| entity.stored && entity.preset.is_none()) {
        for field in entity.fields.iter().filter(|field| field.secret && field.is_column()) {
            if !matches!(field.ty, FieldType::Text { .. } | FieldType::LongText) {
                continue;
            }
            // The number of the row keeps unique columns apart.
            let value = match tx.dialect() {
                Dialect::Sqlite => r#"?1 || "id""#,
                Dialect::Postgres => r#"CAST($1 AS text) || "id""#,
            };
            let text = format!(r#"UPDATE "{}" SET "{}" = {value}"#, entity.table, field.column());
            if tx.execute(&statement(text, vec![Value::from(SEEDED)]))? > 0 {
                count += 1;
            }
        }
    }
    Ok(count)
}

#[test]
fn what_is_secret_is_in_no_answer_export_or_page() {
    for engine in Engine::ALL {
        let app = TestApp::start(engine);
        let system = Actor::system("test");
        app.rows(
            "Contact",
            "create",
            &json!({"values": {"first_name": "Ada", "email_primary.email": "ada@example.org"}}),
        );
        let (own, key) = sure(app.house.site.write(&system, "test", |tx| {
            let new = contact::access::key::NewKey { name: "a key", reads_only: false, days: None };
            contact::access::key::make(tx, 2, &new)?;
            contact::access::totp::set_up(tx, 1, "admin", "Ruche")?;
            contact::access::link::create(tx, 1)?;
            contact::access::totp::remember(tx, 1)?;
            let count = seed(tx)?;
            assert!(count >= 5, "only {count} secret columns hold anything");
            // Whoever looks needs a way in that was made after the seeding.
            let session = contact::access::session::begin(tx, 1, "127.0.0.1", "")?;
            Ok((session, contact::access::key::create(tx, 2, "the test's own")?))
        }));
        look_at_answers(&app, &key);
        look_at_pages(&app, &own);
    }
}

fn look_at_answers(app: &TestApp, key: &str) {
    let clean = |what: &str, text: &str| assert!(!text.contains(SEEDED), "{what} tells a secret");
    for entity in app.house.site.catalog().entities().filter(|entity| !entity.internal) {
        for (action, params) in [
            ("get", json!({"select": ["*", "custom.*"], "limit": 50})),
            (
                "get",
                json!({"select": entity.fields.iter().map(|f| f.name.to_string()).collect::<Vec<_>>(), "limit": 50}),
            ),
            ("autocomplete", json!({"input": SEEDED})),
            ("export", json!({"id": 1})),
            ("getFields", json!({"loadOptions": true})),
        ] {
            let answer = app.call_with(key, &entity.name, action, &params);
            clean(&format!("{}.{action}", entity.name), &answer.text());
        }
        // A secret cannot be felt for either: with and without it the same is refused.
        for field in entity.fields.iter().filter(|field| field.secret) {
            let asked = json!({"where": [[field.name, "CONTAINS", SEEDED]], "select": ["id"]});
            assert_ne!(app.call_with(key, &entity.name, "get", &asked).status, 200, "{}.{}", entity.name, field.name);
            let sorted = json!({"orderBy": {field.name.as_ref(): "ASC"}, "select": ["id"]});
            let answer = app.call_with(key, &entity.name, "get", &sorted);
            assert_ne!(answer.status, 200, "{}.{} sorts", entity.name, field.name);
        }
    }
}

fn look_at_pages(app: &TestApp, session: &str) {
    let mut client = app.client();
    let cookie = format!("ruche={session}");
    for page in &app.house.registry.pages {
        let path = page.path.replace("{id}", "2").replace(['{', '}'], "");
        let answer = sure(client.get(&path, &[("Cookie", &cookie)]));
        assert!(!answer.text().contains(SEEDED), "{path} tells a secret");
    }
    for path in ["/history/export?format=csv", "/history/export?format=json", "/contacts/2/vcard"] {
        let answer = sure(client.get(path, &[("Cookie", &cookie)]));
        assert!(answer.status == 200 && !answer.text().contains(SEEDED), "{path}: {}", answer.status);
    }
}
