//! Who may add notes: whoever edits the record, and whoever may add notes to what they see.

use serde_json::json;

use super::{person, refusal, world};

#[test]
fn a_permission_lets_those_add_notes_who_only_see_the_contact() {
    let w = world();
    let (ada, bo) = (w.ada(), w.save("Contact", json!({"first_name": "Bo"})).unwrap());
    let note = json!({"entity_id": bo, "note": "Body"});
    let sees = person(Some(ada), &["access CiviCRM", "view all contacts"]);
    assert!(refusal(w.save_by(&sees, "Note", note.clone())).contains("ACL"));
    let adds = person(Some(ada), &["access CiviCRM", "view all contacts", "add contact notes"]);
    let id = w.save_by(&adds, "Note", note.clone()).unwrap();
    assert_eq!(w.one("Note", id, &["contact_id"])["contact_id"], ada);
    refusal(w.save_by(&adds, "Note", json!({"id": id, "note": "Other"})));
    let blind = person(Some(ada), &["access CiviCRM", "add contact notes"]);
    refusal(w.save_by(&blind, "Note", note));
}
