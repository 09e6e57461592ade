//! Files that are meant well: kept, shown to whoever sees the record, taken away and brought back.

use std::time::{Duration, SystemTime};

use serde_json::json;
use testkit::{Engine, TestApp};

use super::sender::{Sender, account, contents, files, incoming, png};
use crate::sure;

const PAGE: &str = "/contacts/2/files";

fn id_of(app: &TestApp, at: usize) -> i64 {
    files(app)[at]["id"].as_i64().unwrap_or(0)
}

#[test]
fn a_file_is_kept_shown_removed_and_brought_back() {
    for engine in Engine::ALL {
        let app = TestApp::start(engine);
        let mut sender = Sender::new(&app);
        let sent = sender.send(PAGE, "files", &[("Statuts été.txt", b"Article 1"), ("b.csv", b"a;b")]);
        assert_eq!(sent.status, 303, "{}", sent.text());
        assert_eq!(files(&app).len(), 2);
        let page = sender.get(PAGE).text();
        assert!(page.contains("Statuts été.txt") && page.contains("b.csv"), "{page}");
        let id = id_of(&app, 0);
        let shown = sender.get(&format!("/files/{id}/anything"));
        assert_eq!((shown.status, shown.body.as_slice()), (200, &b"Article 1"[..]));
        let tag = shown.header("etag").unwrap_or_default().to_owned();
        assert_eq!(sender.get_with(&format!("/files/{id}/x"), &[("If-None-Match", &tag)]).status, 304);
        let old = sender.get(&format!("/civicrm/file?reset=1&id={id}&eid=2"));
        assert_eq!(old.status, 303);
        assert!(old.header("location").is_some_and(|to| to.starts_with(&format!("/files/{id}/Statuts"))));
        let removed = sender.post(&format!("{PAGE}/{id}/remove"));
        assert_eq!(removed.status, 303, "{}", removed.text());
        assert_eq!(files(&app).len(), 1);
        assert_eq!(sender.get(&format!("/files/{id}/x")).status, 404);
        undo_last(&app);
        assert_eq!(sender.get(&format!("/files/{id}/x")).body, b"Article 1");
        undo_last(&app);
        assert_eq!(sender.get(&format!("/files/{id}/x")).status, 404, "undoing the undoing");
    }
}

fn undo_last(app: &TestApp) {
    sure(app.house.site.write(&schema::Actor::system("test"), "test", |tx| {
        let last = tx.one(&store::statement(r#"SELECT max("id") FROM "ruche_transaction""#, Vec::new()))?;
        tx.undo(last.and_then(|id| id.as_int()).unwrap_or(0), store::As::Actor)
    }));
}

#[test]
fn whoever_does_not_see_the_record_does_not_see_its_files() {
    for engine in Engine::ALL {
        let app = TestApp::start(engine);
        let mut sender = Sender::new(&app);
        let holder = app.rows("Contact", "create", &json!({"values": {"first_name": "Holder"}}))[0]["id"].clone();
        let page = format!("/contacts/{holder}/files");
        assert_eq!(sender.send(&page, "files", &[("secret.txt", b"secret")]).status, 303);
        let id = id_of(&app, 0);
        let inside = ["authenticate with api key", "access CiviCRM", "access AJAX API", "access uploaded files"];
        let stranger = account(&app, "stranger", &inside);
        let sees = account(&app, "sees", &[&inside[..], &["view all contacts"]].concat());
        let path = format!("/files/{id}/secret.txt");
        assert_eq!(Sender::with(&app, &sees).get(&path).status, 200);
        assert_eq!(Sender::with(&app, &stranger).get(&path).status, 404);
        assert_eq!(Sender::with(&app, &stranger).get(&format!("/civicrm/file?id={id}")).status, 404);
        assert_eq!(sure(app.client().get(&path, &[])).status, 303, "visitors are asked in");
        for entity in ["File", "EntityFile"] {
            let read = app.call_with(&stranger, entity, "get", &json!({}));
            assert_eq!(read.json()["count"], 0, "{entity}: {}", read.text());
        }
        let steal = json!({"values": {"entity_table": "civicrm_contact", "entity_id": holder, "file_id": id}});
        assert_ne!(app.call_with(&stranger, "EntityFile", "create", &steal).status, 200);
        // Who only sees the record changes nothing of it.
        let mut reader = Sender::with(&app, &sees);
        assert_eq!(reader.send(&page, "files", &[("mine.txt", b"mine")]).status, 403);
        assert_eq!(reader.post(&format!("{page}/{id}/remove")).status, 403);
        assert_eq!(files(&app).len(), 1);
        // In the bin it is out of sight, like its record.
        app.rows("Contact", "update", &json!({"where": [["id", "=", holder]], "values": {"is_deleted": true}}));
        assert_eq!(reader.get(&path).status, 404);
    }
}

#[test]
fn a_file_goes_with_its_record_and_comes_back_with_it() {
    for engine in Engine::ALL {
        let app = TestApp::start(engine);
        let made = app.rows("Contact", "create", &json!({"values": {"first_name": "Gone"}}));
        let contact = made[0]["id"].as_i64().unwrap_or(0);
        let mut sender = Sender::new(&app);
        assert_eq!(sender.send(&format!("/contacts/{contact}/files"), "files", &[("a.txt", b"a")]).status, 303);
        let id = id_of(&app, 0);
        app.rows("Contact", "delete", &json!({"where": [["id", "=", contact]], "useTrash": false}));
        assert!(files(&app).is_empty());
        undo_last(&app);
        assert_eq!(sender.get(&format!("/files/{id}/a.txt")).body, b"a");
    }
}

#[test]
fn files_are_made_over_the_api_without_ways_around_the_rules() {
    for engine in Engine::ALL {
        let app = TestApp::start(engine);
        let values = json!({"file_name": "../n.txt", "mime_type": "text/html", "content": "hello", "uri": "../../evil",
            "content_hash": "0".repeat(64)});
        let made = app.rows("File", "create", &json!({"values": values}));
        let id = made[0]["id"].as_i64().unwrap_or(0);
        let read = app.rows("File", "get", &json!({"where": [["id", "=", id]]}));
        assert_eq!(read[0]["file_name"], "n.txt");
        assert_eq!(read[0]["mime_type"], "text/plain; charset=utf-8");
        assert_eq!(read[0]["uri"], "n_2cf24dba5fb0a30e26e83b2ac5b9e29e.txt");
        assert!(read[0].get("content_hash").is_none());
        let tie = json!({"entity_table": "civicrm_contact", "entity_id": 2, "file_id": id});
        app.rows("EntityFile", "create", &json!({"values": tie}));
        assert_eq!(Sender::new(&app).get(&format!("/files/{id}/n.txt")).body, b"hello");
        let refused = |values: serde_json::Value| {
            let answer = app.call("File", "create", &json!({"values": values}));
            assert!((400..500).contains(&answer.status), "{values}: {}", answer.text());
        };
        refused(json!({"file_name": "a.html", "content": "<script>"}));
        refused(json!({"file_name": "a.png", "content": "<svg>"}));
        refused(json!({"file_name": "a.txt", "move_file": "/etc/passwd"}));
        refused(json!({"file_name": "a.txt"}));
        let renamed =
            app.call("File", "update", &json!({"where": [["id", "=", id]], "values": {"file_name": "n.html"}}));
        assert_eq!(renamed.status, 400, "{}", renamed.text());
        let stolen = json!({"where": [["id", "=", id]], "values": {"content_hash": "a".repeat(64), "uri": "x"}});
        app.rows("File", "update", &stolen);
        assert_eq!(Sender::new(&app).get(&format!("/files/{id}/n.txt")).body, b"hello");
    }
}

#[test]
fn a_photo_is_a_square_and_can_be_taken_back() {
    for engine in Engine::ALL {
        let app = TestApp::start(engine);
        let mut sender = Sender::new(&app);
        let photo = |app: &TestApp| {
            let read = app.rows("Contact", "get", &json!({"select": ["image_URL"], "where": [["id", "=", 2]]}));
            read[0]["image_URL"].as_str().unwrap_or_default().to_owned()
        };
        let bad = sender.send("/contacts/2/photo", "photo", &[("me.png", b"<svg/>")]);
        assert_eq!(bad.status, 422);
        assert!(bad.text().contains("me.png"), "the file is named");
        let sent = sender.send("/contacts/2/photo", "photo", &[("me.png", &png(400, 300))]);
        assert_eq!(sent.status, 303, "{}", sent.text());
        let first = photo(&app);
        assert!(first.starts_with("/files/") && first.ends_with("/photo%2Ejpg"), "{first}");
        let shown = sender.get(&first);
        assert_eq!((shown.status, shown.header("content-type")), (200, Some("image/jpeg")));
        assert!(shown.header("content-disposition").is_some_and(|way| way.starts_with("inline")));
        let small = sender.get(&format!("{first}?size=64"));
        assert!(small.status == 200 && small.body.len() < shown.body.len());
        assert!(sender.get("/contacts/2").text().contains(&first));
        assert!(!sender.get(PAGE).text().contains("photo.jpg"), "the photo is no document");
        assert_eq!(sender.send("/contacts/2/photo", "photo", &[("me.png", &png(300, 500))]).status, 303);
        let second = photo(&app);
        assert_ne!(first, second);
        assert_eq!(sender.get(&first).status, 404);
        undo_last(&app);
        assert_eq!((photo(&app), sender.get(&first).status), (first.clone(), 200));
        assert_eq!(sender.post("/contacts/2/photo/remove").status, 303);
        assert_eq!((photo(&app), sender.get(&first).status), (String::new(), 404));
    }
}

#[test]
fn what_is_too_large_or_too_much_is_refused_in_words() {
    let app = TestApp::start(Engine::Sqlite);
    app.rows("Setting", "set", &json!({"values": {"maxFileSize": 1}}));
    let mut sender = Sender::new(&app);
    let large = vec![b'a'; 1_500_000];
    let answer = sender.send(PAGE, "files", &[("large.txt", &large)]);
    assert_eq!(answer.status, 422);
    assert!(answer.text().contains("large.txt") && answer.text().contains("1"), "{}", answer.text());
    app.rows("Setting", "set", &json!({"values": {"maxFileSize": 50, "file_quota": 1}}));
    assert_eq!(sender.send(PAGE, "files", &[("large.txt", &large)]).status, 422, "more than all files may be");
    app.rows("Setting", "set", &json!({"values": {"file_quota": 0}}));
    // Larger than what any other form may be.
    let larger = vec![b'a'; 12_000_000];
    assert_eq!(sender.send(PAGE, "files", &[("larger.txt", &larger)]).status, 303);
    let id = id_of(&app, 0);
    assert_eq!(sender.get(&format!("/files/{id}/x")).body.len(), 12_000_000);
    assert_eq!(incoming(&app), 0);
    assert_eq!(sender.send(PAGE, "files", &[]).status, 422, "nothing was chosen");
}

#[test]
fn content_that_nobody_refers_to_goes_after_the_time_of_grace() {
    let app = TestApp::start(Engine::Sqlite);
    let mut sender = Sender::new(&app);
    assert_eq!(sender.send(PAGE, "files", &[("a.txt", b"stays"), ("b.txt", b"goes")]).status, 303);
    let id = id_of(&app, 1);
    assert_eq!(sender.post(&format!("{PAGE}/{id}/remove")).status, 303);
    let clean = || {
        let job = app.house.registry.jobs.iter().find(|job| job.name == "clean_files");
        let run = job.map(|job| job.run).unwrap_or_else(|| panic!("there is no such job"));
        sure(app.house.site.write(&schema::Actor::system("test"), "test", |tx| run(tx, &mut kit::Work::default())));
    };
    clean();
    assert_eq!(contents(&app).len(), 2, "what was just removed can be brought back");
    let old = SystemTime::now() - Duration::from_secs(31 * 24 * 60 * 60);
    for path in contents(&app) {
        sure(sure(std::fs::File::options().append(true).open(path)).set_modified(old));
    }
    clean();
    assert_eq!(contents(&app).len(), 1);
    assert_eq!(sender.get(&format!("/files/{}/a.txt", id_of(&app, 0))).body, b"stays");
    clean();
    assert_eq!(contents(&app).len(), 1, "what is used does not grow old");
}

#[test]
fn content_is_in_the_store_before_any_row_speaks_of_it() {
    let app = TestApp::start(Engine::Sqlite);
    let path = app.data().join("on-its-way");
    sure(std::fs::write(&path, b"half done"));
    let upload = kit::Upload::at(path, "files", "a.txt", 9);
    let taken = file::take(&app.house.site, &[upload], "files").unwrap_or_else(|refused| panic!("{refused:?}"));
    // Here the program is killed: the content lies there, and no row knows of it.
    assert_eq!((contents(&app).len(), files(&app).len()), (1, 0));
    // A row without its content is not written.
    for path in contents(&app) {
        sure(std::fs::remove_file(path));
    }
    let written = app
        .house
        .site
        .write(&schema::Actor::system("test"), "test", |tx| file::attach(tx, "civicrm_contact", 2, &taken).map(|_| ()));
    assert!(matches!(written, Err(store::Error::Conflict(_))), "{written:?}");
    assert!(files(&app).is_empty());
}

#[test]
fn files_come_back_from_a_backup() {
    let app = TestApp::start(Engine::Sqlite);
    let mut sender = Sender::new(&app);
    assert_eq!(sender.send(PAGE, "files", &[("a.txt", b"kept safe")]).status, 303);
    let archive = app.data().join("all.tar");
    sure(ruche::archive::backup(&app.house, &archive));
    let other = app.data().join("other");
    sure(ruche::archive::restore(&other, &ruche::Database::Embedded, &archive));
    let house = sure(ruche::House::open_ready(&other, &ruche::Database::Embedded));
    let id = id_of(&app, 0);
    let read = sure(house.site.read(&schema::Actor::system("test"), |tx| file::read(tx, id)));
    assert_eq!(read.map(|(_, bytes)| bytes), Some(b"kept safe".to_vec()));
}

#[test]
fn people_hang_three_files_on_an_activity_and_programs_more() {
    let app = TestApp::start(Engine::Sqlite);
    let mut sender = Sender::new(&app);
    let (path, names) = ("/activities/new", ["a.txt", "b.txt", "c.txt", "d.txt"]);
    let all: Vec<(&str, &[u8])> = names.iter().map(|name| (*name, &b"a"[..])).collect();
    let values = [("subject", "Conseil"), ("source", "2")];
    let refused = sender.send_with(path, &values, "files", &all);
    assert_eq!(refused.status, 422, "{}", refused.text());
    let of_it = json!({"where": [["subject", "=", "Conseil"]]});
    assert!(app.rows("Activity", "get", &of_it).is_empty() && files(&app).is_empty(), "nothing of it is kept");
    let kept = sender.send_with(path, &values, "files", &all[..3]);
    assert_eq!((kept.status, files(&app).len()), (303, 3), "{}", kept.text());
    let activity = app.rows("Activity", "get", &of_it)[0]["id"].clone();
    let file = app.rows("File", "create", &json!({"values": {"file_name": "d.txt", "content": "a"}}))[0]["id"].clone();
    let tie = json!({"values": {"entity_table": "civicrm_activity", "entity_id": activity, "file_id": file}});
    assert_eq!(app.call("EntityFile", "create", &tie).status, 200, "a fourth one by a program");
}

#[test]
fn a_reply_to_a_note_takes_a_file() {
    for engine in Engine::ALL {
        let app = TestApp::start(engine);
        let mut sender = Sender::new(&app);
        let note =
            app.rows("Note", "create", &json!({"values": {"entity_id": 2, "note": "Question"}}))[0]["id"].clone();
        let (path, words, field) = (format!("/notes/{note}/reply"), format!("note-{note}"), format!("files-{note}"));
        let values = [(words.as_str(), "Voici le devis"), ("back", "/contacts/2/notes")];
        let sent = sender.send_with(&path, &values, &field, &[("devis.txt", b"100 euros")]);
        assert_eq!(sent.status, 303, "{}", sent.text());
        let page = sender.get("/contacts/2/notes").text();
        assert!(page.contains("Voici le devis") && page.contains("devis.txt"), "{page}");
        let empty = sender.send_with(&path, &[("back", "/contacts/2/notes")], &field, &[("x.txt", b"a")]);
        assert!(empty.status == 422 && empty.text().contains("Question"), "{}", empty.text());
        assert_eq!(files(&app).len(), 1, "a reply without words keeps nothing");
    }
}
