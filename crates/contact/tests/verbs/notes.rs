//! Notes: on contacts and on each other, and whose they are.

use serde_json::{Value as Json, json};

use super::{person, refusal, world};

#[test]
fn a_note_is_on_a_contact_and_by_whoever_writes_it() {
    let w = world();
    let ada = w.ada();
    let author = person(Some(ada), &["access CiviCRM", "edit all contacts", "view all contacts"]);
    let id = w.save_by(&author, "Note", json!({"entity_id": ada, "note": "Body"})).unwrap();
    let row = w.one("Note", id, &["entity_table", "contact_id", "privacy"]);
    assert_eq!(row, json!({"entity_table": "civicrm_contact", "contact_id": ada, "privacy": "0"}));
    assert!(w.one("Note", id, &["note_date"])["note_date"].is_string());
    assert!(refusal(w.save("Note", json!({"entity_id": ada}))).contains("note"));
}

#[test]
fn a_comment_goes_with_its_note() {
    let w = world();
    let ada = w.ada();
    let note = w.save("Note", json!({"entity_id": ada, "note": "One"})).unwrap();
    let comment = w.save("Note", json!({"entity_table": "civicrm_note", "entity_id": note, "note": "Two"})).unwrap();
    let staff = person(None, &["access CiviCRM", "view all contacts", "edit all contacts"]);
    assert_eq!(w.get_by(&staff, "Note", &["note"], json!([])).unwrap().len(), 2);
    w.save_by(&staff, "Note", json!({"entity_table": "civicrm_note", "entity_id": note, "note": "Three"})).unwrap();
    w.delete("Note", note).unwrap();
    assert_eq!(w.one("Note", comment, &["id"]), Json::Null);
}

#[test]
fn an_authors_own_note_is_shown_to_nobody_else() {
    let w = world();
    let (ada, bo) = (w.ada(), w.save("Contact", json!({"first_name": "Bo"})).unwrap());
    let rights = ["access CiviCRM", "view all contacts", "edit all contacts"];
    let author = person(Some(ada), &rights);
    let id = w.save_by(&author, "Note", json!({"entity_id": bo, "note": "Mine", "privacy": "1"})).unwrap();
    let comment = json!({"entity_table": "civicrm_note", "entity_id": id, "note": "On mine"});
    w.save_by(&author, "Note", comment).unwrap();
    assert_eq!(w.get_by(&author, "Note", &["note"], json!([])).unwrap().len(), 2);
    let colleague = person(Some(bo), &rights);
    assert!(w.get_by(&colleague, "Note", &["note"], json!([])).unwrap().is_empty());
    refusal(w.save_by(&colleague, "Note", json!({"id": id, "privacy": "0"})));
    let all = person(Some(bo), &["access CiviCRM", "view all contacts", "view all notes"]);
    assert_eq!(w.get_by(&all, "Note", &["note"], json!([])).unwrap().len(), 2);
    let stranger = person(None, &["access CiviCRM", "view all notes"]);
    assert!(w.get_by(&stranger, "Note", &["note"], json!([])).unwrap().is_empty());
}
