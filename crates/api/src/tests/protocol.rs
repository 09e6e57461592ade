//! Calls as they come from outside: names, parameters, refusals, several at once.

use serde_json::{Value as Json, json};

use super::fixture::{World, admin};
use crate::{Call, changes_anything, multi};

#[test]
fn action_names_are_taken_in_any_case_and_answered_in_their_own() {
    let world = World::new();
    assert_eq!(world.ask("Person.getfields", json!({"limit": 1}))["action"], "getFields");
}

#[test]
fn what_does_not_exist_is_named() {
    let world = World::new();
    let text = world.refused("Nosuch.get", json!({}));
    assert_eq!(text, "API (Nosuch, get) does not exist (or the extension it belongs to is not enabled).");
    assert!(world.refused("Person.nosuch", json!({})).contains("does not exist"));
    assert_eq!(world.refused("Person.get", json!({"nosuch": 1})), "Unknown api parameter: nosuch");
    assert!(world.refused("Person.get", json!({"where": "x"})).contains("where"));
    assert_eq!(world.refused("Person.greet", json!({})), "Parameter \"personId\" is required.");
}

#[test]
fn an_error_tells_its_code_and_status_and_carries_no_values() {
    let world = World::new();
    let said = world.call_as(&admin(), "Person.get", json!({"where": [["nosuch", "=", 1]]}), Json::Null);
    assert_eq!(said.status, 400);
    assert_eq!((&said.json["error_code"], &said.json["error_message"]), (&json!(0), &json!("Invalid field 'nosuch'")));
    assert!(said.json.get("values").is_none() && said.json["error_id"].is_string());
}

#[test]
fn several_calls_are_answered_in_order_and_one_failure_leaves_the_others() {
    let world = World::new();
    let calls = json!({
        "a": ["Person", "create", {"values": {"name": "Ada"}}],
        "b": ["Person", "get", {"where": [["nope", "=", 1]]}],
        "c": ["Person", "get", {"select": ["name"]}, ["name"]],
    });
    let answer = multi(&world.registry, &world.site, &admin(), "api", &calls);
    let json: Json = serde_json::from_slice(&answer.body).unwrap();
    assert_eq!(answer.status, 200);
    assert_eq!(json["c"]["values"], json!(["Ada"]));
    assert!(json["b"]["error_message"].as_str().unwrap().contains("Invalid field"));
    let answer = multi(&world.registry, &world.site, &admin(), "api", &json!([["Person", "nosuch"]]));
    assert_eq!(answer.status, 404);
    let answer = multi(&world.registry, &world.site, &admin(), "api", &json!([]));
    assert_eq!((answer.status, answer.body.as_slice()), (200, b"[]".as_slice()));
}

#[test]
fn a_chain_that_writes_makes_its_call_a_writing_one() {
    let world = World::new();
    let writes = |params: Json| {
        let params = params.as_object().cloned().unwrap();
        let call = Call { entity: "Person".to_owned(), action: "get".to_owned(), params, index: None };
        changes_anything(&world.registry, &world.site.catalog(), &call)
    };
    assert!(!writes(json!({})));
    assert!(!writes(json!({"chain": {"a": ["Mail", "get", {"chain": {"b": ["Mail", "get"]}}]}})));
    assert!(writes(json!({"chain": {"a": ["Mail", "get", {"chain": {"b": ["Mail", "DELETE"]}}]}})));
    assert!(writes(json!({"chain": {"a": ["Mail", "$name"]}})));
    assert!(writes(json!({"chain": {"a": ["Mail", "get", "$params"]}})));
}

#[test]
fn what_the_program_keeps_for_itself_cannot_be_joined() {
    let world = World::new();
    let text = world.refused("Person.get", json!({"join": [["RucheChange AS r", "LEFT"]]}));
    assert!(text.contains("does not exist"), "{text}");
}

#[test]
fn what_was_asked_of_the_database_is_told_to_those_who_may_know() {
    let world = World::new();
    let json = world.ask("Person.get", json!({"debug": true, "select": ["id", "nosuch"]}));
    assert_eq!(json["debug"]["undefined_fields"], json!(["nosuch"]));
    assert!(json["debug"]["sql"][0].as_str().unwrap().starts_with("SELECT"));
}
