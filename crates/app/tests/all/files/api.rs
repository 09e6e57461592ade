//! Files over both APIs: links that hold for an hour, fields that name files, attachments of v3.

use serde_json::{Value as Json, json};
use testkit::{Engine, TestApp};

use super::sender::{Sender, account, files};
use crate::sure;

/// A call of v3.
fn v3(app: &TestApp, key: &str, entity: &str, action: &str, params: &Json) -> Json {
    let (key, json) = (format!("Bearer {key}"), params.to_string());
    let headers = [("X-Civi-Auth", key.as_str()), ("X-Requested-With", "XMLHttpRequest")];
    let form = [("entity", entity), ("action", action), ("json", json.as_str())];
    sure(app.client().post("/civicrm/ajax/rest", &headers, &form)).json()
}

#[test]
fn a_file_tells_a_link_that_needs_no_session_and_reads_this_file_alone() {
    for engine in Engine::ALL {
        let app = TestApp::start(engine);
        let made = |name: &str, content: &str| {
            let values = json!({"values": {"file_name": name, "content": content}});
            app.rows("File", "create", &values)[0]["id"].as_i64().unwrap_or(0)
        };
        let (first, second) = (made("Compte rendu.txt", "Décisions"), made("b.csv", "a;b"));
        let select = ["url", "icon", "is_image", "content"];
        let row = app.rows("File", "get", &json!({"select": select, "where": [["id", "=", first]]}))[0].clone();
        assert_eq!(row["icon"], "fa-file-text-o");
        assert_eq!((&row["is_image"], &row["content"]), (&json!(false), &json!("Décisions")));
        assert!(row.get("mime_type").is_none(), "nothing beside what was asked: {row}");
        let url = row["url"].as_str().unwrap_or_default().to_owned();
        let mut visitor = app.client();
        let read = sure(visitor.get(&url, &[]));
        assert_eq!((read.status, read.text()), (200, "Décisions".to_owned()));
        assert!(read.header("content-disposition").is_some_and(|how| how.starts_with("attachment")));
        let other = url.replacen(&format!("/files/{first}/"), &format!("/files/{second}/"), 1);
        assert_eq!(sure(visitor.get(&other, &[])).status, 404);
        let forged = url.replacen(&format!("/files/{first}/"), &format!("/files/{first}/1"), 1);
        assert_eq!(sure(visitor.get(&forged, &[])).status, 404);
        // A select without them costs nothing and tells nothing.
        let plain = app.rows("File", "get", &json!({"where": [["id", "=", first]]}))[0].clone();
        assert!(plain.get("url").is_none(), "{plain}");
    }
}

#[test]
fn attachments_of_v3_are_made_with_their_bytes_and_follow_the_record() {
    for engine in Engine::ALL {
        let app = TestApp::start(engine);
        let holder = app.rows("Contact", "create", &json!({"values": {"first_name": "Holder"}}))[0]["id"].clone();
        let given = json!({"entity_table": "civicrm_contact", "entity_id": holder, "name": "a.txt",
            "mime_type": "text/plain", "content": "Bonjour", "description": "Un mot"});
        let made = v3(&app, &app.key, "Attachment", "create", &given);
        assert_eq!(made["is_error"], 0, "{made}");
        let pdf = json!({"entity_table": "civicrm_contact", "entity_id": holder, "name": "b.pdf",
            "mime_type": "application/pdf", "content": "JVBERi0xLjcKJSVFT0YK"});
        assert_eq!(v3(&app, &app.key, "attachment", "create", &pdf)["is_error"], 0);
        let of = json!({"entity_table": "civicrm_contact", "entity_id": holder, "sequential": 1, "return": "content"});
        let all = v3(&app, &app.key, "Attachment", "get", &of);
        assert_eq!(all["count"], 2, "{all}");
        let first = &all["values"][0];
        assert_eq!((&first["name"], &first["description"]), (&json!("a.txt"), &json!("Un mot")));
        assert_eq!((&first["content"], &first["entity_id"]), (&json!("Bonjour"), &json!(holder.to_string())));
        assert_eq!(all["values"][1]["mime_type"], "application/pdf");
        // Nobody reads, adds or takes away through this door what they may not through the others.
        let inside = ["authenticate with api key", "access CiviCRM", "access AJAX API"];
        let stranger = account(&app, "stranger", &inside);
        assert_eq!(v3(&app, &stranger, "Attachment", "get", &of)["count"], 0);
        assert_eq!(v3(&app, &stranger, "Attachment", "create", &given)["is_error"], 1);
        let one = json!({"id": first["id"]});
        v3(&app, &stranger, "Attachment", "delete", &one);
        assert_eq!(files(&app).len(), 2);
        for path in [json!({"options": {"move-file": "/etc/passwd"}}), json!({"move_file": "/etc/passwd"})] {
            let mut hostile = given.clone();
            for (name, value) in path.as_object().into_iter().flatten() {
                hostile[name.as_str()] = value.clone();
            }
            assert_eq!(v3(&app, &app.key, "Attachment", "create", &hostile)["is_error"], 1, "{hostile}");
        }
        assert_eq!(v3(&app, &app.key, "Attachment", "get", &json!({}))["is_error"], 1);
        assert_eq!(v3(&app, &app.key, "Attachment", "delete", &one)["is_error"], 0);
        assert_eq!(files(&app).len(), 1);
    }
}

#[test]
fn a_form_sends_the_file_of_a_custom_field_and_takes_it_away_again() {
    for engine in Engine::ALL {
        let app = TestApp::start(engine);
        let set = json!({"values": {"title": "Papers", "extends": "Individual"}});
        let set = app.rows("CustomGroup", "create", &set)[0]["id"].clone();
        let field = json!({"custom_group_id": set, "label": "Charter", "data_type": "File", "html_type": "File"});
        app.rows("CustomField", "create", &json!({"values": field}));
        let values = json!({"values": {"contact_type": "Individual", "first_name": "Ada"}});
        let contact = app.rows("Contact", "create", &values)[0]["id"].clone();
        let page = format!("/contacts/{contact}/set/{set}");
        let mut sender = Sender::new(&app);
        assert!(sender.get(&page).text().contains("multipart/form-data"));
        let refused = sender.send(&page, "Papers.Charter", &[("evil.svg", b"<svg/>")]);
        assert_eq!(refused.status, 422);
        assert!(refused.text().contains("evil.svg"), "the words stand beside the field");
        let sent = sender.send(&page, "Papers.Charter", &[("Charte signée.txt", b"Bon pour accord")]);
        assert_eq!(sent.status, 303, "{}", sent.text());
        let found = json!({"select": ["Papers.Charter", "Papers.Charter.file_name"], "where": [["id", "=", contact]]});
        let row = app.rows("Contact", "get", &found)[0].clone();
        assert_eq!(row["Papers.Charter.file_name"], "Charte signée.txt", "{row}");
        let shown = sender.get(&format!("/contacts/{contact}")).text();
        let id = row["Papers.Charter"].as_i64().unwrap_or(0);
        assert!(shown.contains(&format!("/files/{id}/")) && shown.contains("Charte signée.txt"));
        assert_eq!(sender.get(&format!("/files/{id}/x")).body, b"Bon pour accord");
        // Nothing sent leaves it as it is.
        assert_eq!(sender.send(&page, "Papers.Charter", &[("", b"")]).status, 303);
        assert_eq!(app.rows("Contact", "get", &found)[0]["Papers.Charter"], id);
    }
}

#[test]
fn a_group_counts_those_whom_its_search_finds_now() {
    for engine in Engine::ALL {
        let app = TestApp::start(engine);
        let person = |name: &str| {
            let values = json!({"values": {"contact_type": "Individual", "first_name": name, "last_name": "Abeille"}});
            app.rows("Contact", "create", &values)[0]["id"].clone()
        };
        let (ada, bo) = (person("Ada"), person("Bo"));
        let other = app.rows("Contact", "create", &json!({"values": {"organization_name": "Club"}}))[0]["id"].clone();
        let search = json!({"values": {"label": "Abeilles", "api_entity": "Contact",
            "api_params": {"version": 4, "where": [["last_name", "=", "Abeille"]]}}});
        let search = app.rows("SavedSearch", "create", &search)[0]["id"].clone();
        let group = |values: Json| app.rows("Group", "create", &json!({"values": values}))[0]["id"].clone();
        let above = group(json!({"title": "Tous"}));
        let live = group(json!({"title": "Abeilles", "saved_search_id": search, "parents": [above]}));
        let told = |id: &Json| {
            let select = json!({"select": ["contact_count"], "where": [["id", "=", id]]});
            app.rows("Group", "get", &select)[0].clone()
        };
        assert_eq!(told(&live)["contact_count"], 2);
        assert_eq!(told(&above)["contact_count"], 2);
        let place = |contact: &Json, status: &str| {
            let values = json!({"values": {"group_id": live, "contact_id": contact, "status": status}});
            app.rows("GroupContact", "create", &values);
        };
        place(&other, "Added");
        place(&bo, "Removed");
        assert_eq!(told(&live)["contact_count"], 2, "one added by hand, one taken out");
        app.rows("Contact", "update", &json!({"where": [["id", "=", ada]], "values": {"last_name": "Bourdon"}}));
        assert_eq!(told(&live)["contact_count"], 1);
    }
}
