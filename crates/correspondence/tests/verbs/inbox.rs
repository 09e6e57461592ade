//! What people write is filed on their records, once.

use correspondence::inbox::filing::{self, Outcome};
use correspondence::inbox::mailbox::MailSettings;
use correspondence::inbox::{self};
use serde_json::{Value as Json, json};

use super::delivery::system;
use super::{World, refusal, world};
use crate::post::Post;

fn mailbox(w: &World, more: Json) -> (i64, MailSettings) {
    let mut values = json!({"name": "Courrier", "protocol": "2", "source": "courrier", "localpart": "courrier",
        "domain": "asso.example", "is_default": false});
    for (name, value) in more.as_object().unwrap() {
        values[name] = value.clone();
    }
    let id = w.save("MailSettings", values).unwrap();
    let row = w.site.read(&system(), |tx| tx.find::<MailSettings>(id)).unwrap().unwrap();
    (id, row)
}

fn file(w: &World, (id, row): &(i64, MailSettings), text: &str) -> Outcome {
    let bytes = text.replace('\n', "\r\n").into_bytes();
    w.site.write(&system(), "test", |tx| filing::file(tx, *id, row, &bytes)).unwrap()
}

fn contact(w: &World, name: &str) -> i64 {
    let id = w.save("Contact", json!({"first_name": name, "last_name": "Martin"})).unwrap();
    w.save("Email", json!({"contact_id": id, "email": format!("{}@example.org", name.to_lowercase())})).unwrap();
    id
}

const LETTER: &str = "From: Ada <ADA@example.org>\nTo: courrier@asso.example, bo@example.org\nSubject: Bonjour\n\
    Message-ID: <one@example.org>\nDate: Mon, 5 Jan 2026 10:00:00 +0100\n\nVoici.\n";

fn activity(w: &World, outcome: Outcome) -> Json {
    let Outcome::Filed(id) = outcome else { panic!("{outcome:?}") };
    let fields =
        ["activity_type_id:name", "subject", "details", "source_contact_id", "target_contact_id", "status_id:name"];
    w.one("Activity", id, &fields)
}

#[test]
fn a_letter_is_filed_on_those_who_wrote_it_and_whom_it_is_for_and_only_once() {
    let w = world();
    let (ada, bo) = (contact(&w, "Ada"), contact(&w, "Bo"));
    let to = mailbox(&w, json!({}));
    let row = activity(&w, file(&w, &to, LETTER));
    assert_eq!(row["activity_type_id:name"], "Inbound Email");
    assert_eq!((&row["source_contact_id"], &row["target_contact_id"]), (&json!(ada), &json!([bo])));
    assert_eq!((&row["subject"], &row["status_id:name"]), (&json!("Bonjour"), &json!("Completed")));
    assert!(row["details"].to_string().contains("Voici."));
    assert_eq!(file(&w, &to, LETTER), Outcome::Known);
    assert_eq!(file(&w, &to, ""), Outcome::Unreadable);
    assert_eq!(w.get("Activity", &["id"], json!([])).len(), 1);
}

#[test]
fn whoever_is_not_known_is_made_or_left_aside() {
    let w = world();
    let text = "From: =?utf-8?q?Zo=C3=A9?= Petit <zoe@new.example>\nTo: courrier@asso.example\nSubject: a\n\nb\n";
    let strict = mailbox(&w, json!({"is_contact_creation_disabled_if_no_match": true}));
    assert_eq!(file(&w, &strict, text), Outcome::Nobody);
    let open = mailbox(&w, json!({}));
    let row = activity(&w, file(&w, &open, &text.replace("Subject: a", "Subject: c")));
    let id = row["source_contact_id"].as_i64().unwrap();
    assert_eq!(row["target_contact_id"], json!([id]));
    let made = w.one("Contact", id, &["first_name", "last_name", "email_primary.email"]);
    assert_eq!(made, json!({"first_name": "Zoé", "last_name": "Petit", "email_primary.email": "zoe@new.example"}));
}

#[test]
fn nothing_in_a_letter_acts_and_its_files_are_looked_at() {
    let w = world();
    contact(&w, "Ada");
    let text = "From: ada@example.org\nTo: courrier@asso.example\nSubject: x\nMIME-Version: 1.0\n\
        Content-Type: multipart/mixed; boundary=\"b\"\n\n--b\nContent-Type: text/html\n\n\
        <p onclick=\"x()\">Salut<script>alert(1)</script><img src=\"http://spy.example/p.gif\"></p>\n\
        --b\nContent-Type: text/plain; name=\"../../notes.txt\"\n\
        Content-Disposition: attachment; filename=\"../../notes.txt\"\n\nbonjour\n\
        --b\nContent-Type: application/octet-stream\nContent-Disposition: attachment; filename=\"virus.exe\"\n\nMZ\n--b--\n";
    let outcome = file(&w, &mailbox(&w, json!({})), text);
    let Outcome::Filed(id) = outcome else { panic!("{outcome:?}") };
    let details = w.one("Activity", id, &["details"])["details"].to_string();
    assert!(details.contains("Salut") && details.contains("virus.exe"), "{details}");
    for odd in ["script", "onclick", "spy.example", "<img"] {
        assert!(!details.contains(odd), "{odd}: {details}");
    }
    let held = json!([["entity_table", "=", "civicrm_activity"], ["entity_id", "=", id]]);
    let files = w.get("EntityFile", &["file_id.file_name"], held);
    assert_eq!(files.len(), 1);
    assert!(!files[0]["file_id.file_name"].to_string().contains('/'), "{files:?}");
}

#[test]
fn a_folder_is_read_and_what_was_read_is_put_aside() {
    let w = world();
    contact(&w, "Ada");
    mailbox(&w, json!({}));
    let folder = inbox::folder(&w.site, "courrier");
    std::fs::create_dir_all(folder.join("new")).unwrap();
    std::fs::write(folder.join("new").join("1.host"), LETTER).unwrap();
    inbox::step(&w.site, &w.registry).unwrap();
    assert_eq!(w.get("Activity", &["subject"], json!([])), [json!({"subject": "Bonjour"})]);
    assert!(folder.join("cur").join("1.host:2,S").exists() && !folder.join("new").join("1.host").exists());
    let odd = w.save("MailSettings", json!({"name": "x", "protocol": "2", "source": "../../etc", "is_default": false}));
    assert!(refusal(odd).contains("folder"));
}

#[test]
fn a_mailbox_is_read_by_imap_and_its_password_is_sealed() {
    let w = world();
    contact(&w, "Ada");
    let post = Post::start(LETTER);
    let account = json!({"protocol": "1", "source": null, "server": "127.0.0.1", "port": post.port, "is_ssl": false,
        "username": "me", "password": "wrong"});
    let (id, row) = mailbox(&w, account);
    assert_eq!(row.password, None);
    assert!(!inbox::read_and_note(&w.site, id, &row).unwrap());
    let trouble = w.site.read(&system(), |tx| inbox::trouble(tx, id)).unwrap().unwrap_or_default();
    assert!(trouble.contains("not you"), "{trouble}");
    w.update("MailSettings", id, json!({"password": "ri\"ght"})).unwrap();
    inbox::step(&w.site, &w.registry).unwrap();
    assert_eq!(w.site.read(&system(), |tx| inbox::trouble(tx, id)).unwrap(), None);
    assert_eq!(w.get("Activity", &["subject"], json!([])), [json!({"subject": "Bonjour"})]);
    assert_eq!(post.seen(), 1);
    inbox::step(&w.site, &w.registry).unwrap();
    assert_eq!(w.get("Activity", &["id"], json!([])).len(), 1);
    assert_eq!(w.get("MailSettings", &["*"], json!([["id", "=", id]]))[0].get("password"), None);
}
