//! The bin: contacts go there first, and some never.

use serde_json::json;

use super::{person, refusal, world};

#[test]
fn a_deleted_contact_lies_in_the_bin_and_comes_back() {
    let w = world();
    let ada = w
        .save("Contact", json!({"first_name": "Ada", "last_name": "Byron", "email_primary.email": "a@x.org"}))
        .unwrap();
    w.discard("Contact", ada).unwrap();
    assert!(w.get("Contact", &["id"], json!([["last_name", "=", "Byron"]])).is_empty());
    let row = w.one("Contact", ada, &["is_deleted", "email_primary.email"]);
    assert_eq!(row, json!({"is_deleted": true, "email_primary.email": "a@x.org"}));
    w.update("Contact", ada, json!({"is_deleted": false})).unwrap();
    assert_eq!(w.get("Contact", &["id"], json!([["last_name", "=", "Byron"]])).len(), 1);
}

#[test]
fn deleting_for_good_takes_everything_along() {
    let w = world();
    let ada = w
        .save(
            "Contact",
            json!({"contact_type": "Individual", "email_primary.email": "a@x.org", "address_primary.city": "Rome"}),
        )
        .unwrap();
    w.save("Email", json!({"contact_id": ada, "email": "b@x.org"})).unwrap();
    w.delete("Contact", ada).unwrap();
    for entity in ["Email", "Address"] {
        assert!(w.get(entity, &["id"], json!([["contact_id", "=", ada]])).is_empty());
    }
}

#[test]
fn the_sites_own_organisation_and_account_holders_stay() {
    let w = world();
    refusal(w.discard("Contact", 1));
    refusal(w.delete("Contact", 1));
    let ada = w.ada();
    w.save("User", json!({"username": "ada", "uf_name": "ada@example.org", "contact_id": ada})).unwrap();
    assert!(refusal(w.discard("Contact", ada)).contains("account"));
    refusal(w.delete("Contact", ada));
}

#[test]
fn the_bin_is_for_those_who_may_delete() {
    let w = world();
    let ada = w.ada();
    let editor = person(None, &["access CiviCRM", "view all contacts", "edit all contacts"]);
    refusal(w.save_by(&editor, "Contact", json!({"id": ada, "is_deleted": true})));
    w.discard("Contact", ada).unwrap();
    assert!(w.get_by(&editor, "Contact", &["id"], json!([["id", "=", ada]])).unwrap().is_empty());
    refusal(w.save_by(&editor, "Contact", json!({"id": ada, "nick_name": "x"})));
    let keeper = person(None, &["view all contacts", "access deleted contacts"]);
    assert_eq!(w.get_by(&keeper, "Contact", &["id"], json!([["id", "=", ada]])).unwrap().len(), 1);
}
