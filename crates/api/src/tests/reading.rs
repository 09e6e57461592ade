//! get, autocomplete and the forms of their answers.

use serde_json::{Value as Json, json};

use super::fixture::{World, admin, holder};

#[test]
fn get_answers_rows_and_bookkeeping_in_order() {
    let world = World::new();
    let id = world.person("Ada");
    let json = world.ask("Person.get", json!({"select": ["name"]}));
    assert_eq!(
        json.to_string(),
        format!(
            r#"{{"values":[{{"id":{id},"name":"Ada"}}],"entity":"Person","action":"get","debug":null,"version":4,"count":1,"countFetched":1}}"#
        )
    );
}

#[test]
fn pages_count_what_they_know() {
    let world = World::new();
    ["a", "b", "c"].iter().for_each(|name| {
        world.person(name);
    });
    let json = world.ask("Person.get", json!({"select": ["id", "row_count"], "limit": 2}));
    assert_eq!((&json["count"], &json["countFetched"], &json["countMatched"]), (&json!(3), &json!(2), &json!(3)));
    let json = world.ask("Person.get", json!({"select": ["row_count"]}));
    assert_eq!((&json["values"], &json["count"], &json["countFetched"]), (&json!([]), &json!(3), &json!(0)));
}

#[test]
fn answers_take_the_form_that_the_index_asks_for() {
    let world = World::new();
    let (a, b) = (world.person("Ada"), world.person("Bo"));
    let get = |select: Json, index: Json| {
        let params = json!({"select": select, "orderBy": {"id": "ASC"}});
        world.call_as(&admin(), "Person.get", params, index).json
    };
    assert_eq!(get(json!(["name"]), json!(-1))["values"], json!({"id": b, "name": "Bo"}));
    assert_eq!(get(json!(["name"]), json!("7"))["values"], Json::Null);
    let keyed = get(json!(["nick"]), json!("name"));
    assert_eq!(keyed["values"], json!({"Ada": {"id": a, "nick": null}, "Bo": {"id": b, "nick": null}}));
    assert_eq!(keyed["count"], 2);
    assert_eq!(get(json!([]), json!(["name"]))["values"], json!(["Ada", "Bo"]));
    assert_eq!(get(json!([]), json!({"name": "id"}))["values"], json!({"Ada": a, "Bo": b}));
    assert!(get(json!(["id"]), json!("nosuch"))["error_message"].is_string());
}

#[test]
fn chains_run_for_each_row_and_nest() {
    let world = World::new();
    let ada = world.person("Ada");
    world.person("Bo");
    let mail = world.ask("Mail.create", json!({"values": {"person_id": ada, "mail": "a@example.org"}}));
    let json = world.ask(
        "Person.get",
        json!({"select": ["name"], "orderBy": {"id": "ASC"}, "chain": {
            "mails": ["Mail", "get", {"select": ["person_id"], "where": [["person_id", "=", "$id"]], "chain": {
                "who": ["Person", "get", {"select": ["name"], "where": [["id", "=", "$person_id"]]}, 0],
            }}],
            "again": ["Mail", "get", {"select": ["mail"], "where": [["id", "=", "$mails.0.id"]]}],
        }}),
    );
    let id = &mail["values"][0]["id"];
    assert_eq!(
        json["values"][0],
        json!({"id": ada, "name": "Ada",
            "mails": [{"id": id, "person_id": ada, "who": {"id": ada, "name": "Ada"}}],
            "again": [{"id": id, "mail": "a@example.org"}]})
    );
    assert_eq!(json["values"][1]["mails"], json!([]));
}

#[test]
fn a_failing_link_undoes_the_whole_call() {
    let world = World::new();
    let chain = json!({"m": ["Mail", "get", {"where": [["nosuch", "=", "$id"]]}]});
    let text = world.refused("Person.create", json!({"values": {"name": "Ada"}, "chain": chain}));
    assert!(text.contains("Invalid field"), "{text}");
    assert_eq!(world.ask("Person.get", json!({}))["count"], 0);
    let chain = json!({"m": ["Mail", "get", {"where": [["person_id", "=", "$id"]]}, 0]});
    let text = world.refused("Person.create", json!({"values": {"name": "Ada"}, "chain": chain}));
    assert_eq!(text, "Index 0 not found in api results");
}

#[test]
fn a_reading_call_may_chain_to_a_writing_one() {
    let world = World::new();
    let id = world.person("Ada");
    let chain = json!({"u": ["Person", "update", {"where": [["id", "=", "$id"]], "values": {"nick": "$name"}}]});
    world.ask("Person.get", json!({"select": ["name"], "chain": chain}));
    assert_eq!(world.ask("Person.get", json!({"where": [["id", "=", id]]}))["values"][0]["nick"], "Ada");
}

#[test]
fn chained_calls_stand_before_the_same_doors() {
    let world = World::new();
    let reader = holder(&["view people"]);
    world.person("Ada");
    let chain = json!({"l": ["Label", "get", {}]});
    let said = world.call_as(&reader, "Person.get", json!({"chain": chain}), Json::Null);
    assert_eq!(said.status, 403);
}

#[test]
fn autocomplete_looks_in_the_search_fields_and_pages() {
    let world = World::new();
    let ids: Vec<i64> = ["Dupont, Zoe", "Dupont, Ada", "Dupont, Bo"].iter().map(|name| world.person(name)).collect();
    let json = world.ask("Person.autocomplete", json!({"input": "dupont"}));
    assert_eq!((&json["count"], &json["countMatched"]), (&json!(2), &json!(3)));
    assert_eq!(json["values"][0]["label"], "Dupont, Ada");
    assert_eq!(json["searchField"], "name");
    let json = world.ask("Person.autocomplete", json!({"input": ids[0].to_string()}));
    assert_eq!((&json["searchField"], &json["values"][0]["id"]), (&json!("id"), &json!(ids[0])));
    let json = world.ask("Person.autocomplete", json!({"ids": [ids[2]]}));
    assert_eq!(json["values"][0]["label"], "Dupont, Bo");
    assert_eq!(world.ask("Person.autocomplete", json!({"input": "nobody"}))["values"], json!([]));
    let json = world.ask("Person.autocomplete", json!({"input": "dupont", "filters": {"name": {"LIKE": "%Bo"}}}));
    assert_eq!(json["count"], 1);
}

#[test]
fn a_preset_has_only_its_own_kind() {
    let world = World::new();
    world.ask("Person.create", json!({"values": {"name": "Chess", "kind": "Club"}}));
    let id = world.ask("Individual.create", json!({"values": {"name": "Ada"}}))["values"][0]["id"].clone();
    let json = world.ask("Individual.get", json!({"select": ["name"]}));
    assert_eq!(json["values"], json!([{"id": id, "name": "Ada"}]));
    let club = world.ask("Person.get", json!({"where": [["kind", "=", "Club"]]}))["values"][0]["id"].clone();
    assert!(world.refused("Individual.save", json!({"records": [{"id": club, "nick": "x"}]})).contains("no such"));
    assert_eq!(world.ask("Individual.greet", json!({"personId": "5"}))["values"][0]["said"], "Hello 5");
}

#[test]
fn trees_are_answered_branch_by_branch() {
    let world = World::new();
    let make = |label: &str, parent: Json| {
        world.ask("Label.create", json!({"values": {"label": label, "parent_id": parent}}))["values"][0]["id"].clone()
    };
    let (a, b) = (make("a", Json::Null), make("b", Json::Null));
    let c = make("c", a.clone());
    let json = world.ask("Label.get", json!({"select": ["label", "_depth"], "orderBy": {"label": "DESC"}, "limit": 2}));
    assert_eq!(json["values"], json!([{"id": b, "label": "b", "_depth": 0}, {"id": a, "label": "a", "_depth": 0}]));
    let json = world.ask("Label.get", json!({"select": ["_descendents"], "orderBy": {"label": "ASC"}}));
    assert_eq!(json["values"][0], json!({"id": a, "_descendents": 1}));
    assert_eq!(json["values"][1]["id"], c);
}

#[test]
fn rows_made_by_code_have_suffixes_and_branches_too() {
    let world = World::new();
    let json = world.ask("Right.get", json!({"select": ["name", "_depth", "group:label"]}));
    assert_eq!(
        json["values"],
        json!([{"name": "edit", "_depth": 0, "group:label": "All"}, {"name": "view", "_depth": 1, "group:label": "Own"}])
    );
    let json = world.ask("Right.get", json!({"where": [["group:label", "=", "own"]], "select": ["name"]}));
    assert_eq!(json["values"], json!([{"name": "view"}]));
}
