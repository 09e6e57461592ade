//! Laws over the registry: what holds for everything that is registered.

use serde_json::json;
use testkit::{Engine, TestApp};

use crate::sure;

/// Pages that are open to everyone; each reviewed.
const OPEN_PAGES: &[&str] = &[
    "/sign-in",
    "/sign-in/passkey",
    "/sign-in/forgotten",
    "/sign-in/provider",
    "/sign-in/provider/back",
    "/sign-in/directory",
    "/sign-out",
    "/welcome/{token}",
    "/ical/{token}",
    "/files/{id}/{mark}/{name}",
    "/subscribe",
    "/subscribe/confirm/{token}",
    "/preferences",
    "/preferences/link",
    "/unsubscribe/{token}",
    "/s/{name}",
    "/oembed",
    "/terms",
    "/terms/{kind}",
];

/// Pages whose address is the proof of who may send what: programs send their forms too (RFC 8058).
const SIGNED_PAGES: &[&str] = &["/unsubscribe/{token}"];

/// Entities whose reading actions answer visitors; each reviewed. As recorded, rows are guarded one by one there (who
/// may not see a contact sees nothing that hangs on it), and a visitor finds none.
const READABLE: &[&str] = &[
    "Contact",
    "Individual",
    "Household",
    "Organization",
    "Email",
    "Phone",
    "Address",
    "IM",
    "OpenID",
    "Website",
    "Relationship",
    "RelationshipCache",
    "SubscriptionHistory",
];

#[test]
fn every_page_but_the_reviewed_ones_refuses_a_visitor() {
    let app = TestApp::start(Engine::Sqlite);
    let mut client = app.client();
    for page in &app.house.registry.pages {
        if OPEN_PAGES.contains(&page.path) {
            continue;
        }
        let path = page.path.replace("{id}", "1").replace(['{', '}'], "");
        let asked = sure(client.get(&path, &[]));
        assert_eq!(asked.status, 303, "{path}");
        let sent = sure(client.post(&path, &[], &[("csrf", "x")]));
        assert!(matches!(sent.status, 303 | 403), "{path}: {}", sent.status);
    }
    let signed = app.house.registry.pages.iter().filter(|page| page.is_signed).map(|page| page.path);
    assert_eq!(signed.collect::<Vec<_>>(), SIGNED_PAGES, "a page whose forms need no token is reviewed");
    for path in OPEN_PAGES {
        assert!(app.house.registry.pages.iter().any(|page| page.path == *path), "{path} is no page any more");
    }
}

#[test]
fn every_entity_but_the_reviewed_ones_refuses_a_visitor() {
    let app = TestApp::start(Engine::Sqlite);
    let mut client = app.client();
    let headers = [("X-Requested-With", "XMLHttpRequest")];
    let mut open = Vec::new();
    for entity in app.house.site.catalog().entities().filter(|entity| !entity.internal) {
        for action in ["get", "create", "save", "update", "delete", "replace", "autocomplete", "export"] {
            let values = json!({"values": {"id": 1}, "records": [{}], "where": [["id", ">", 0]]});
            let params = match action {
                "create" => json!({"values": {}}),
                "update" => json!({"values": {}, "where": values["where"]}),
                "save" => json!({"records": values["records"]}),
                "replace" => json!({"records": values["records"], "where": values["where"]}),
                "delete" => json!({"where": values["where"]}),
                "export" => json!({"id": 1}),
                _ => json!({}),
            };
            let path = format!("/civicrm/ajax/api4/{}/{action}", entity.name);
            let answer = sure(client.post(&path, &headers, &[("params", &params.to_string())]));
            assert!(answer.status < 500, "{path}: {}", answer.text());
            if answer.status == 200 {
                if answer.json()["count"] != 0 {
                    open.push(format!("{}.{action} with rows", entity.name));
                }
                let reads =
                    matches!(action, "get" | "autocomplete" | "export") && READABLE.contains(&entity.name.as_ref());
                if !reads {
                    open.push(format!("{}.{action}", entity.name));
                }
            }
        }
    }
    assert!(open.is_empty(), "open to visitors, and not reviewed: {open:?}");
}

#[test]
fn no_secret_field_is_ever_selected() {
    let app = TestApp::start(Engine::Sqlite);
    for entity in app.house.site.catalog().entities().filter(|entity| !entity.internal) {
        for field in entity.fields.iter().filter(|field| field.secret) {
            let read = app.call(&entity.name, "get", &json!({"select": ["*", field.name], "limit": 1}));
            let row = &read.json()["values"][0];
            assert!(
                row.get(field.name.as_ref()).is_none_or(serde_json::Value::is_null),
                "{}.{}",
                entity.name,
                field.name
            );
            let asked = app.call(&entity.name, "get", &json!({"where": [[field.name, "IS NOT NULL"]]}));
            assert!((400..500).contains(&asked.status), "{}.{}: {}", entity.name, field.name, asked.text());
        }
    }
}

#[test]
fn the_migrations_make_what_is_declared() {
    use ruche::{Database, House};
    let folder = std::env::temp_dir().join(format!("ruche-declared-{}", std::process::id()));
    let house = sure(House::open_ready(&folder, &Database::Embedded));
    let migrated = sure(house.site.describe());
    let model = store::Model { entities: ruche::components::registry().model.entities, ..store::Model::default() };
    let statements = store::ddl::create_all(&house.site.catalog(), query::Dialect::Sqlite).join(";\n");
    let migration =
        store::Migration { number: 1, name: "declared", sqlite: Box::leak(statements.into_boxed_str()), postgres: "" };
    let declared = folder.join("declared");
    let model = store::Model { migrations: Box::leak(Box::new([migration])), ..model };
    let site = sure(store::Site::open(&store::Location::File(declared.join("declared.db")), &declared, model));
    sure(site.migrate());
    let declared_lines = sure(site.describe());
    let missing: Vec<&String> = declared_lines.iter().filter(|line| !migrated.contains(line)).collect();
    let left: Vec<&String> = migrated.iter().filter(|line| !declared_lines.contains(line)).collect();
    assert!(missing.is_empty() && left.is_empty(), "not in the migrations: {missing:#?}; not declared: {left:#?}");
    let _ = std::fs::remove_dir_all(&folder);
}

#[test]
fn every_regular_job_has_a_row_once_the_worker_runs() {
    use std::sync::atomic::{AtomicBool, Ordering};
    let app = TestApp::start(Engine::Sqlite);
    let stop = std::sync::Arc::new(AtomicBool::new(false));
    let worker = sure(ruche::jobs::start(app.house.clone(), stop.clone()));
    std::thread::sleep(std::time::Duration::from_millis(1500));
    stop.store(true, Ordering::Release);
    assert!(worker.join().is_ok());
    for job in app.house.registry.jobs.iter().filter(|job| job.every.is_some()) {
        let rows = sure(
            app.house
                .site
                .read(&schema::Actor::system("test"), |tx| tx.find_by::<store::tables::Job>("state", "waiting")),
        );
        let row = rows.iter().find(|(_, row)| row.kind == job.name);
        assert!(row.is_some_and(|(_, row)| row.attempts == 0 && row.due > row.created), "{}: {rows:?}", job.name);
    }
}
