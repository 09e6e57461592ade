//! Files of a contact as documents: folders, the day until which they hold, versions.

use serde_json::json;

use super::{World, world};
use crate::pages::{administrator, ask};

/// A small file on a contact.
fn document(w: &World, contact: i64, name: &str) -> i64 {
    let file = w.save("File", json!({"file_name": name, "content": format!("The text of {name}.")})).unwrap();
    w.save("EntityFile", json!({"entity_table": "civicrm_contact", "entity_id": contact, "file_id": file})).unwrap();
    file
}

#[test]
fn a_document_lies_in_its_folder_and_tells_when_it_is_over() {
    let w = world();
    let (ada, boss) = (w.ada(), administrator());
    let insurance = document(&w, ada, "insurance.txt");
    document(&w, ada, "letter.txt");
    let path = format!("/contacts/{ada}/files/{insurance}/edit");
    assert!(ask(&w, &boss, &path, None).unwrap().text.contains("name=\"valid_until\""));
    let form = "description=Public+liability&folder=++Insurance++papers&valid_until=2020-12-31";
    assert_eq!(ask(&w, &boss, &path, Some(form)).unwrap().status, 303);
    let stored = w.one("File", insurance, &["folder", "valid_until", "description"]);
    let expected =
        json!({"folder": "Insurance papers", "valid_until": "2020-12-31", "description": "Public liability"});
    assert_eq!(stored, expected);
    let list = ask(&w, &boss, &format!("/contacts/{ada}/files"), None).unwrap().text;
    assert!(list.contains("Insurance papers</h3>") && list.contains("plus valable depuis"), "{list}");
    let wrong = ask(&w, &boss, &path, Some("description=&folder=&valid_until=soon")).unwrap();
    assert_eq!(wrong.status, 422);
    let other = w.save("Contact", json!({"first_name": "Bo"})).unwrap();
    let elsewhere = format!("/contacts/{other}/files/{insurance}/edit");
    assert!(ask(&w, &boss, &elsewhere, None).is_err(), "a file of somebody else is not found there");
}

#[test]
fn a_new_version_takes_the_place_of_the_old_one_which_stays_readable() {
    let w = world();
    let (ada, boss) = (w.ada(), administrator());
    let (first, second) = (document(&w, ada, "statutes-1.txt"), document(&w, ada, "statutes-2.txt"));
    w.update("File", second, json!({"replaces_id": first})).unwrap();
    let list = ask(&w, &boss, &format!("/contacts/{ada}/files"), None).unwrap().text;
    let (main, older) = list.split_once("1 version précédente").unwrap();
    assert!(main.contains("statutes-2.txt") && !main.contains("statutes-1.txt"), "{list}");
    assert!(older.contains("statutes-1.txt"));
    assert!(w.update("File", second, json!({"replaces_id": second})).is_err());
    // Should another program make a circle, the list still ends.
    w.update("File", first, json!({"replaces_id": second})).unwrap();
    assert_eq!(ask(&w, &boss, &format!("/contacts/{ada}/files"), None).unwrap().status, 200);
}
