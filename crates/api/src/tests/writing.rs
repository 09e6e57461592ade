//! create, save, update, delete, replace, and who may.

use serde_json::{Value as Json, json};

use super::fixture::{World, admin, holder};

#[test]
fn create_answers_what_is_there_and_what_was_sent() {
    let world = World::new();
    let json = world.ask(
        "Person.create",
        json!({"values": {"name": "Ada", "kind:label": "Person", "nosuch": "x", "api_key": "k", "mail_primary.mail": "a@b.c"}}),
    );
    let row = &json["values"][0];
    assert!(row["id"].is_i64());
    assert_eq!((&row["kind"], &row["nosuch"], &row["is_deleted"]), (&json!("Individual"), &Json::Null, &json!(false)));
    assert_eq!((&row["api_key"], &row["mail_primary.mail"]), (&json!("k"), &json!("a@b.c")));
    assert!(row.get("nick").is_none());
    assert_eq!(world.ask("Mail.get", json!({}))["values"][0]["mail"], "a@b.c");
    let text = world.refused("Person.create", json!({"values": {"id": row["id"], "name": "x"}}));
    assert_eq!(text, "Cannot pass id to Create action. Use Update action instead.");
}

#[test]
fn missing_values_are_named_in_one_sentence() {
    let world = World::new();
    let text = world.refused("Mail.create", json!({"values": {"mail": ""}}));
    assert_eq!(text, "Mandatory values missing from Api4 Mail::create: mail");
    let text = world.refused("Mail.save", json!({"records": [{"mail": "a@b.c"}, {}]}));
    assert_eq!(text, "Mandatory values missing from Api4 Mail::save: mail");
    assert_eq!(world.ask("Mail.get", json!({}))["count"], 0);
}

#[test]
fn save_matches_defaults_and_reloads() {
    let world = World::new();
    let id = world.person("Ada");
    let json = world.ask(
        "Person.save",
        json!({"records": [{"id": id, "nick": "own"}, {"name": "Bo"}], "defaults": {"nick": "common"}, "reload": ["nick", "kind:label"]}),
    );
    assert_eq!((&json["count"], &json["countMatched"]), (&json!(2), &json!(1)));
    assert_eq!(json["values"][0], json!({"id": id, "nick": "own", "kind:label": "Person"}));
    assert_eq!(json["values"][1]["nick"], "common");
    let save = |records: Json, fields: Json| world.ask("Person.save", json!({"records": records, "match": fields}));
    assert_eq!(save(json!([{"name": "Ada", "nick": "N"}]), json!(["name"]))["values"][0]["id"], id);
    assert_eq!(save(json!([{"name": "Ada", "key": null, "nick": "M"}]), json!(["name", "key"]))["countMatched"], 1);
    world.person("Ada");
    assert_eq!(save(json!([{"name": "Ada"}]), json!(["name"]))["countMatched"], 0);
    assert_eq!(save(json!([{"nick": "x"}]), json!(["name"]))["countMatched"], 0);
    assert!(world.refused("Person.save", json!({})).contains("records"));
    assert!(world.refused("Person.save", json!({"records": ["x"]})).contains("records"));
}

#[test]
fn binned_records_are_not_matched_unless_by_a_unique_key() {
    let world = World::new();
    let id = world.ask("Person.create", json!({"values": {"name": "Ada", "key": "k1"}}))["values"][0]["id"].clone();
    world.ask("Person.delete", json!({"where": [["id", "=", id]]}));
    let save = |record: Json, field: &str| world.ask("Person.save", json!({"records": [record], "match": [field]}));
    assert_eq!(save(json!({"name": "Ada"}), "name")["countMatched"], 0);
    assert_eq!(save(json!({"key": "k1", "nick": "x"}), "key")["values"][0]["id"], id);
}

#[test]
fn update_needs_a_condition_or_an_id_that_agrees() {
    let world = World::new();
    let (a, b) = (world.person("Ada"), world.person("Bo"));
    let json = world.ask("Person.update", json!({"where": [["name", "IN", ["Ada", "Bo"]]], "values": {"nick": "N"}}));
    assert_eq!(json["count"], 2);
    assert_eq!(json["values"][0]["nick"], "N");
    let json = world.ask("Person.update", json!({"values": {"id": a, "nick": null}, "reload": ["nick"]}));
    assert_eq!(json["values"], json!([{"id": a, "nick": null}]));
    let text = world.refused("Person.update", json!({"where": [["id", "=", a]], "values": {"id": b, "nick": "x"}}));
    assert_eq!(text, "Cannot update the id of an existing Person.");
    let text = world.refused("Person.update", json!({"values": {"nick": "x"}}));
    assert_eq!(text, "Parameter \"where\" is required unless primary keys are supplied in values.");
    assert_eq!(world.refused("Person.update", json!({"where": [["id", "=", a]]})), "Parameter \"values\" is required.");
    let json = world.ask("Person.update", json!({"where": [["name", "=", "nobody"]], "values": {"nick": "x"}}));
    assert_eq!(json["values"], json!([]));
}

#[test]
fn delete_goes_to_the_bin_unless_told_otherwise() {
    let world = World::new();
    let id = world.person("Ada");
    world.ask("Mail.create", json!({"values": {"person_id": id, "mail": "a@b.c"}}));
    assert_eq!(world.refused("Person.delete", json!({})), "Parameter \"where\" is required.");
    let json = world.ask("Person.delete", json!({"where": [["id", "=", id]]}));
    assert_eq!(json["values"], json!([{"id": id}]));
    assert_eq!(world.ask("Person.get", json!({}))["count"], 0);
    assert_eq!(world.ask("Person.get", json!({"where": [["id", "=", id]]}))["values"][0]["is_deleted"], true);
    world.ask("Person.delete", json!({"where": [["id", "=", id]], "useTrash": false}));
    assert_eq!(world.ask("Person.get", json!({"where": [["id", "=", id]]}))["count"], 0);
    assert_eq!(world.ask("Mail.get", json!({}))["count"], 0);
    assert!(world.refused("Mail.delete", json!({"where": [["id", "=", 1]], "useTrash": false})).contains("useTrash"));
}

#[test]
fn deleting_a_branch_and_its_leaf_at_once_is_no_mistake() {
    let world = World::new();
    let top = world.ask("Label.create", json!({"values": {"label": "Top"}}))["values"][0]["id"].clone();
    world.ask("Label.create", json!({"values": {"label": "Leaf", "parent_id": top}}));
    let json =
        world.ask("Label.delete", json!({"where": [["label", "IN", ["Top", "Leaf"]]], "orderBy": {"id": "ASC"}}));
    assert_eq!(json["count"], 2);
    assert_eq!(world.ask("Label.get", json!({}))["count"], 0);
}

#[test]
fn replace_makes_the_set_equal() {
    let world = World::new();
    let person = world.person("Ada");
    let records = json!([{"mail": "a@b.c"}, {"mail": "b@b.c"}]);
    let old = world.ask("Mail.save", json!({"records": records, "defaults": {"person_id": person}}));
    let (a, b) = (&old["values"][0]["id"], &old["values"][1]["id"]);
    let where_ = json!([["person_id", "=", person]]);
    let json =
        world.ask("Mail.replace", json!({"where": where_, "records": [{"id": a, "mail": "a@b.c"}, {"mail": "c@b.c"}]}));
    assert_eq!((&json["count"], &json["countMatched"], &json["deleted"]), (&json!(2), &json!(1), &json!([{"id": b}])));
    let mails =
        world.call_as(&admin(), "Mail.get", json!({"where": where_, "orderBy": {"id": "ASC"}}), json!(["mail"]));
    assert_eq!(mails.json["values"], json!(["a@b.c", "c@b.c"]));
    let json = world.ask(
        "Mail.replace",
        json!({"where": where_, "records": [{"mail": "c@b.c", "note": "kept"}], "match": ["mail"]}),
    );
    assert_eq!((&json["countMatched"], &json["deleted"]), (&json!(1), &json!([{"id": a}])));
    assert!(world.refused("Mail.replace", json!({"where": where_, "records": []})).contains("records"));
}

#[test]
fn one_row_that_may_not_be_changed_refuses_all() {
    let world = World::new();
    let id = world.person("Ada");
    let reader = holder(&["view people"]);
    let said = world.call_as(
        &reader,
        "Person.update",
        json!({"where": [["id", "=", id]], "values": {"nick": "x"}}),
        Json::Null,
    );
    assert_eq!(said.status, 403);
    assert_eq!(world.ask("Person.get", json!({}))["values"][0]["nick"], Json::Null);
    let said = world.call_as(&holder(&[]), "Person.create", json!({"values": {}}), Json::Null);
    assert_eq!(said.status, 403);
    assert_eq!(said.json["error_message"], "Authorization failed: CiviCRM APIv4 (Person::create)");
    let said = world.call_as(
        &holder(&["view people"]),
        "Mail.create",
        json!({"values": {"person_id": id, "mail": "a@b.c"}}),
        Json::Null,
    );
    assert_eq!(said.status, 403);
}

#[test]
fn who_may_save_may_not_therefore_create() {
    let world = World::new();
    let said = world.call_as(
        &holder(&["edit people"]),
        "Person.replace",
        json!({"where": [["id", "=", 1]], "records": [{"name": "x"}]}),
        Json::Null,
    );
    assert_eq!(said.status, 403);
}

#[test]
fn a_visitor_sees_an_empty_list_and_changes_nothing() {
    let world = World::new();
    let id = world.person("Ada");
    let visitor = holder(&[]);
    let said = world.call_as(&visitor, "Person.get", json!({}), Json::Null);
    assert_eq!((said.status, &said.json["values"]), (200, &json!([])));
    let said = world.call_as(
        &visitor,
        "Person.update",
        json!({"where": [["id", "=", id]], "values": {"nick": "x"}}),
        Json::Null,
    );
    assert_eq!((said.status, &said.json["values"]), (200, &json!([])));
}
