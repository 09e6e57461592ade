//! Calls of v3 for real.

use serde_json::{Value as Json, json};

use super::fixture::{World, admin, holder};
use crate::v3::{V3Request, call_v3, changes_anything};

fn request(what: &str, params: Json) -> V3Request {
    let (entity, action) = what.split_once('.').unwrap();
    let params = params.as_object().cloned().unwrap_or_default();
    V3Request { entity: entity.to_owned(), action: action.to_owned(), params }
}

fn ask_as(world: &World, actor: &schema::Actor, what: &str, params: Json) -> Json {
    let answer = call_v3(&world.registry, &world.site, actor, request(what, params));
    assert_eq!(answer.status, 200);
    serde_json::from_slice(&answer.body).unwrap()
}

fn ask(world: &World, what: &str, params: Json) -> Json {
    ask_as(world, &admin(), what, params)
}

#[test]
fn create_answers_the_whole_record_as_text_under_its_id() {
    let world = World::new();
    let json = ask(&world, "person.create", json!({"name": "Ada", "kind": "Person", "nosuch": 1, "mail": "a@b.c"}));
    let id = json["id"].as_i64().unwrap();
    assert_eq!((&json["is_error"], &json["count"]), (&json!(0), &json!(1)));
    let row = &json["values"][id.to_string()];
    assert_eq!(
        (&row["id"], &row["kind"], &row["is_deleted"]),
        (&json!(id.to_string()), &json!("Individual"), &json!("0"))
    );
    assert!(row.get("nick").is_none());
    assert_eq!(ask(&world, "Mail.getvalue", json!({"person_id": id, "return": "mail"}))["result"], "a@b.c");
    let json = ask(&world, "Person.create", json!({"id": id.to_string(), "nick": "A", "sequential": 1}));
    assert_eq!(json["values"][0]["nick"], "A");
}

#[test]
fn get_filters_sorts_and_pages() {
    let world = World::new();
    for n in 0..30 {
        world.person(&format!("p{n:02}"));
    }
    assert_eq!(ask(&world, "Person.get", json!({}))["count"], 25);
    assert_eq!(ask(&world, "Person.get", json!({"options": {"limit": 0}}))["count"], 30);
    assert_eq!(ask(&world, "Person.getcount", json!({}))["result"], 30);
    let params = json!({"sequential": 1, "return": "name", "options": {"limit": 2, "offset": 1, "sort": "name DESC"}});
    let json = ask(&world, "Person.get", params);
    assert_eq!(json["values"][0]["name"], "p28");
    assert_eq!(json["values"][0].as_object().unwrap().len(), 2);
    let get = |params: Json| ask(&world, "Person.get", params)["count"].clone();
    assert_eq!(get(json!({"name": {"IN": ["p01", "p02"]}})), 2);
    assert_eq!(get(json!({"name": {"LIKE": "p0%"}, "kind": "Person"})), 10);
    assert_eq!(get(json!({"nick": {"IS NOT NULL": 1}})), 0);
    assert_eq!(get(json!({"name": "p01", "nick": "x", "options": {"or": [["name", "nick"]]}})), 1);
    let json = ask(&world, "Person.get", json!({"kind": "Nosuch"}));
    assert_eq!(
        (&json["is_error"], &json["error_message"]),
        (&json!(1), &json!("'Nosuch' is not a valid option for field kind"))
    );
}

#[test]
fn one_record_is_expected_and_told_bare() {
    let world = World::new();
    let id = world.person("Ada");
    let json = ask(&world, "Person.getsingle", json!({"person_id": id, "return": ["name"]}));
    assert_eq!(json, json!({"id": id.to_string(), "name": "Ada", "is_error": 0}));
    let json = ask(&world, "Person.getsingle", json!({"name": "nobody"}));
    assert_eq!(
        (&json["is_error"], &json["error_message"], &json["count"]),
        (&json!(1), &json!("Expected one Person but found 0"), &json!(0))
    );
    world.person("Ada");
    let json = ask(&world, "Person.getsingle", json!({"name": "Ada"}));
    assert_eq!(json["error_message"], "Expected one Person but found 2");
}

#[test]
fn chained_calls_inherit_the_id_and_see_earlier_answers() {
    let world = World::new();
    let json = ask(
        &world,
        "Person.create",
        json!({
            "name": "Ada",
            "api.Mail.create": [{"mail": "a@b.c"}, {"mail": "$value.name"}],
            "api.mail.get": {"return": "mail", "id": "$value.api.Mail.create.0.id"},
            "api.Person.getvalue": {"return": "name"},
        }),
    );
    let row = &json["values"][json["id"].to_string()];
    assert_eq!(row["api.Mail.create"][1]["values"][0]["mail"], "Ada");
    assert_eq!(row["api.mail.get"]["values"][0]["mail"], "a@b.c");
    assert_eq!(row["api.Person.getvalue"]["result"], "Ada");
    let json = ask(&world, "Person.create", json!({"name": "Bo", "api.Mail.create": {}}));
    assert_eq!(json["error_message"], "Mandatory key(s) missing from params array: mail");
    assert_eq!(json["error_code"], "mandatory_missing");
    assert_eq!(ask(&world, "Person.getcount", json!({"name": "Bo"}))["result"], 0);
}

#[test]
fn delete_uses_the_bin_unless_told_otherwise() {
    let world = World::new();
    let id = world.person("Ada");
    assert_eq!(
        ask(&world, "Person.delete", json!({}))["error_message"],
        "Mandatory key(s) missing from params array: id"
    );
    let json = ask(&world, "Person.delete", json!({"id": id}));
    assert_eq!(json, json!({"is_error": 0, "version": 3, "count": 1, "values": 1}));
    assert_eq!(ask(&world, "Person.getcount", json!({"id": id}))["result"], 0);
    assert_eq!(ask(&world, "Person.getcount", json!({"id": id, "is_deleted": 1}))["result"], 1);
    ask(&world, "Person.delete", json!({"id": id, "skip_undelete": 1}));
    assert_eq!(ask(&world, "Person.getcount", json!({"id": id, "is_deleted": 1}))["result"], 0);
    assert_eq!(ask(&world, "Person.delete", json!({"id": id}))["is_error"], 1);
}

#[test]
fn replace_takes_the_filters_as_values() {
    let world = World::new();
    let id = world.person("Ada");
    ask(&world, "Mail.create", json!({"person_id": id, "mail": "old@b.c"}));
    let json = ask(&world, "Mail.replace", json!({"person_id": id, "values": [{"mail": "new@b.c"}], "sequential": 1}));
    assert_eq!((&json["count"], &json["values"][0]["mail"]), (&json!(1), &json!("new@b.c")));
    assert_eq!(ask(&world, "Mail.getcount", json!({}))["result"], 1);
    assert_eq!(ask(&world, "Mail.replace", json!({"values": []}))["is_error"], 1);
}

#[test]
fn fields_and_options_are_described() {
    let world = World::new();
    let json = ask(&world, "Mail.getfields", json!({"api_action": "create"}));
    assert_eq!((&json["values"]["mail"]["type"], &json["values"]["mail"]["api.required"]), (&json!(2), &json!(1)));
    assert_eq!(json["values"]["person_id"]["FKApiName"], "Person");
    let json = ask(&world, "Person.getoptions", json!({"field": "kind"}));
    assert_eq!(json["values"], json!({"Individual": "Person", "Club": "Club"}));
    let json = ask(&world, "Person.getoptions", json!({"field": "kind", "sequential": 1}));
    assert_eq!(json["values"][0], json!({"key": "Individual", "value": "Person"}));
    assert_eq!(ask(&world, "Person.getoptions", json!({"field": "name"}))["is_error"], 1);
    world.person("Dupont");
    let json = ask(&world, "Person.getlist", json!({"input": "dup", "params": {"kind": "Individual"}}));
    assert_eq!((&json["count"], &json["values"][0]["label"]), (&json!(1), &json!("Dupont")));
    assert_eq!(ask(&world, "Person.getfield", json!({"name": "nick"}))["values"]["name"], "nick");
}

#[test]
fn several_calls_are_answered_under_their_keys() {
    let world = World::new();
    let json = ask(
        &world,
        "api3.call",
        json!({"a": ["Person", "create", {"name": "Ada"}], "b": ["person", "getcount"], "c": ["x", "y"]}),
    );
    assert_eq!((&json["a"]["count"], &json["b"]["result"], &json["c"]["is_error"]), (&json!(1), &json!(1), &json!(1)));
}

#[test]
fn refusals_are_errors_with_status_200() {
    let world = World::new();
    let json = ask_as(&world, &holder(&[]), "Person.create", json!({"name": "x"}));
    assert_eq!((&json["is_error"], &json["error_code"]), (&json!(1), &json!("unauthorized")));
    assert_eq!(ask(&world, "Nosuch.get", json!({}))["error_code"], "not-found");
    assert_eq!(ask(&world, "RucheChange.get", json!({}))["error_code"], "not-found");
}

#[test]
fn what_a_chain_writes_makes_its_call_a_writing_one() {
    assert!(!changes_anything(&request("Person.get", json!({"api.Mail.get": 1}))));
    assert!(changes_anything(&request("Person.get", json!({"api.Mail.get": {"api.Mail.delete": 1}}))));
    assert!(changes_anything(&request("Person.get", json!({"api.Mail.get": [{"api_Mail_create": 1}]}))));
    assert!(changes_anything(&request("api3.call", json!({"a": ["Person", "get", {"api.Mail.delete": 1}]}))));
}
