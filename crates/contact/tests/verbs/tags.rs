//! Tags: names from labels, trees and sets, and what bears them.

use query::GetRequest;
use schema::Actor;
use serde_json::{Value as Json, json};
use store::As;

use super::{person, refusal, world};

#[test]
fn a_tag_is_named_after_its_label_and_used_for_contacts() {
    let w = world();
    let id = w.save("Tag", json!({"label": "My Tag"})).unwrap();
    let row = w.one("Tag", id, &["name", "label", "used_for", "is_selectable"]);
    assert_eq!(
        row,
        json!({"name": "My_Tag", "label": "My Tag", "used_for": ["civicrm_contact"], "is_selectable": true})
    );
    let named = w.save("Tag", json!({"name": "plain"})).unwrap();
    assert_eq!(w.one("Tag", named, &["label"])["label"], "plain");
    assert!(refusal(w.save("Tag", json!({}))).contains("label"));
    assert!(refusal(w.save("Tag", json!({"label": "C", "color": "red"}))).contains("#rrggbb"));
}

#[test]
fn the_filter_finds_what_is_tagged_below_too() {
    let w = world();
    let people = w.save_all("Contact", &[json!({"first_name": "Ada"}), json!({"first_name": "Bo"})]);
    let top = w.save("Tag", json!({"label": "Top"})).unwrap();
    let below = w.save("Tag", json!({"label": "Below", "parent_id": top})).unwrap();
    let tag = json!({"entity_id": people[0], "tag_id:name": "Below"});
    let id = w.save("EntityTag", tag.clone()).unwrap();
    assert_eq!(
        w.one("EntityTag", id, &["entity_table", "tag_id"]),
        json!({"entity_table": "civicrm_contact", "tag_id": below})
    );
    refusal(w.save("EntityTag", tag));
    let find = |operator: &str, tags: Json| {
        w.get("Contact", &["first_name"], json!([["first_name", "IN", ["Ada", "Bo"]], ["tags", operator, tags]]))
    };
    assert_eq!(find("IN", json!([top])), [json!({"first_name": "Ada"})]);
    assert_eq!(find("NOT IN", json!([top])), [json!({"first_name": "Bo"})]);
    assert_eq!(
        w.get("Contact", &["first_name"], json!([["tags:name", "IN", ["Below"]]])),
        [json!({"first_name": "Ada"})]
    );
    let request = GetRequest {
        select: vec!["id".into()],
        where_: vec![json!(["first_name", "IN", ["Ada", "Bo"]])],
        join: vec![json!(["Tag AS t", "EXCLUDE", "EntityTag", ["t.name", "=", "\"Below\""]])],
        ..GetRequest::default()
    };
    let rows = w.site.read(&Actor::system("test"), |tx| tx.get("Contact", &request, As::Actor)).unwrap().rows;
    assert_eq!(Json::from(rows), json!([{"id": people[1]}]));
    assert!(refusal(w.update("Tag", top, json!({"parent_id": below}))).contains("below itself"));
    w.delete("Tag", below).unwrap();
    assert!(w.get("EntityTag", &["id"], json!([["entity_id", "=", people[0]]])).is_empty());
}

#[test]
fn reserved_tags_and_sets_need_their_permissions() {
    let w = world();
    let ada = w.ada();
    let staff = person(None, &["access CiviCRM", "manage tags", "view all contacts"]);
    refusal(w.save_by(&staff, "Tag", json!({"label": "S", "is_tagset": true})));
    let set = w.save("Tag", json!({"label": "Set", "is_tagset": true})).unwrap();
    refusal(w.save_by(&staff, "Tag", json!({"id": set, "label": "T"})));
    let tag = w.save_by(&staff, "Tag", json!({"label": "In", "parent_id": set})).unwrap();
    assert_eq!(
        w.one("Tag", tag, &["parent_id.label", "parent_id.is_tagset"]),
        json!({"parent_id.label": "Set", "parent_id.is_tagset": true})
    );
    refusal(w.save_by(&staff, "EntityTag", json!({"entity_id": ada, "tag_id": tag})));
    let editor = person(None, &["access CiviCRM", "edit all contacts"]);
    w.save_by(&editor, "EntityTag", json!({"entity_id": ada, "tag_id": tag})).unwrap();
    let stranger = person(None, &["access CiviCRM"]);
    assert!(w.get_by(&stranger, "EntityTag", &["id"], json!([])).unwrap().is_empty());
}
