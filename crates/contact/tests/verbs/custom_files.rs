//! Custom fields that hold files: who sees them, and what becomes of a file that nobody names any more.

use schema::Actor;
use serde_json::{Value as Json, json};
use store::As;

use super::{World, person, refusal, world};

/// A set with a field of files, as `Papers.Charter`.
fn papers(w: &World, several: bool) -> i64 {
    let values = json!({"title": "Papers", "extends": "Individual", "is_multiple": several});
    let set = w.save("CustomGroup", values).unwrap();
    let field = json!({"custom_group_id": set, "label": "Charter", "data_type": "File", "html_type": "File"});
    w.save("CustomField", field).unwrap();
    set
}

fn file(w: &World, words: &str) -> i64 {
    w.save("File", json!({"file_name": format!("{words}.txt"), "content": words})).unwrap()
}

fn seen_by(w: &World, actor: &Actor, entity: &str, id: i64) -> bool {
    !w.get_by(actor, entity, &["id"], json!([["id", "=", id]])).unwrap().is_empty()
}

fn is_there(w: &World, id: i64) -> bool {
    seen_by(w, &Actor::system("test"), "File", id)
}

fn charter(w: &World, contact: i64) -> Json {
    w.one("Contact", contact, &["Papers.Charter"])["Papers.Charter"].clone()
}

#[test]
fn a_file_of_a_custom_field_is_seen_by_whoever_sees_the_field() {
    let w = world();
    papers(&w, false);
    let charter = file(&w, "charter");
    let ada = w.save("Contact", json!({"first_name": "Ada", "Papers.Charter": charter})).unwrap();
    let reader = |permissions: &[&str]| person(None, permissions);
    let all = ["access CiviCRM", "view all contacts", "access all custom data"];
    assert!(seen_by(&w, &reader(&all), "File", charter));
    assert!(!seen_by(&w, &reader(&all[..2]), "File", charter), "the set is closed to them");
    assert!(!seen_by(&w, &reader(&["access CiviCRM", "access all custom data"]), "File", charter));
    let own = person(Some(ada), &["access CiviCRM", "view my contact", "access all custom data"]);
    assert!(seen_by(&w, &own, "File", charter));
}

#[test]
fn nobody_puts_a_file_that_they_do_not_see_into_a_field_of_their_own() {
    let w = world();
    papers(&w, false);
    let secret = file(&w, "secret");
    w.save("Contact", json!({"first_name": "Ada", "Papers.Charter": secret})).unwrap();
    let eve = w.save("Contact", json!({"first_name": "Eve"})).unwrap();
    let actor = person(Some(eve), &["access CiviCRM", "view my contact", "edit my contact", "access all custom data"]);
    let taken = w.save_by(&actor, "Contact", json!({"id": eve, "Papers.Charter": secret}));
    assert!(taken.is_err());
    assert!(!seen_by(&w, &actor, "File", secret));
}

#[test]
fn a_file_that_takes_the_place_of_another_sends_it_away_until_that_is_undone() {
    let w = world();
    papers(&w, false);
    let (first, second) = (file(&w, "first"), file(&w, "second"));
    let ada = w.save("Contact", json!({"first_name": "Ada", "Papers.Charter": first})).unwrap();
    let transaction = w.site.write(&Actor::system("test"), "test", |tx| {
        let values = json!({"id": ada, "Papers.Charter": second});
        tx.save("Contact", values.as_object().cloned().unwrap(), As::Actor)?;
        Ok(tx.transaction_id())
    });
    assert!(!is_there(&w, first) && is_there(&w, second));
    w.site.write(&Actor::system("test"), "test", |tx| tx.undo(transaction.unwrap().unwrap(), As::Actor)).unwrap();
    assert!(is_there(&w, first));
    assert_eq!(charter(&w, ada), json!(first));
    w.update("Contact", ada, json!({"Papers.Charter": null})).unwrap();
    assert!(!is_there(&w, first));
}

#[test]
fn a_file_goes_with_its_line_and_with_its_contact() {
    let w = world();
    papers(&w, true);
    let ada = w.save("Contact", json!({"first_name": "Ada"})).unwrap();
    let line = |name: &str| {
        let made = file(&w, name);
        (made, w.save("Custom_Papers", json!({"entity_id": ada, "Charter": made})).unwrap())
    };
    let ((first, line_of_first), (second, _)) = (line("first"), line("second"));
    w.delete("Custom_Papers", line_of_first).unwrap();
    assert!(!is_there(&w, first) && is_there(&w, second));
    w.delete("Contact", ada).unwrap();
    assert!(!is_there(&w, second));
}

#[test]
fn a_deleted_file_empties_the_field_that_named_it() {
    let w = world();
    papers(&w, false);
    let made = file(&w, "first");
    let ada = w.save("Contact", json!({"first_name": "Ada", "Papers.Charter": made})).unwrap();
    w.delete("File", made).unwrap();
    assert_eq!(charter(&w, ada), Json::Null);
}

#[test]
fn a_field_of_files_stays_in_its_set() {
    let w = world();
    let set = papers(&w, false);
    let other = w.save("CustomGroup", json!({"title": "Other", "extends": "Individual"})).unwrap();
    let field = w.get("CustomField", &["id"], json!([["custom_group_id", "=", set]]))[0]["id"].as_i64().unwrap();
    for change in [json!({"custom_group_id": other}), json!({"data_type": "Int", "html_type": "Text"})] {
        assert!(refusal(w.update("CustomField", field, change)).contains("in its set"));
    }
}
