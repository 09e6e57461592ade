//! What requests are answered, run on SQLite.

mod common;

use common::{Sqlite, World, cases::CASES, everyone, get};
use query::Dialect;
use serde_json::{Value as Json, json};

#[test]
fn every_case_is_answered_as_expected() {
    let world = World::new(Dialect::Sqlite);
    let db = Sqlite::new(&world);
    let mut wrong = Vec::new();
    for (name, entity, params, expected) in CASES {
        let params: Json = serde_json::from_str(params).unwrap();
        let answer = get(&world, &db, entity, &params);
        let good = match serde_json::from_str::<Json>(expected) {
            Ok(expected) => answer == expected,
            Err(_) => answer["error"].as_str().is_some_and(|text| text.contains(expected)),
        };
        if !good {
            wrong.push(format!("{name}:\n  {answer}\n  {expected}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn as_seen_by(permissions: &[&str], entity: &str, params: Json) -> Json {
    let mut world = World::new(Dialect::Sqlite);
    world.actor = everyone("somebody", permissions);
    let db = Sqlite::new(&world);
    get(&world, &db, entity, &params)
}

#[test]
fn who_sees_only_themselves_sees_only_what_belongs_to_them() {
    let seen = |entity, params| as_seen_by(&[], entity, params);
    assert_eq!(seen("Person", json!({"select": ["id"]})), json!([{"id": 1}]));
    // Without a person nobody is protected.
    assert_eq!(seen("Email", json!({"select": ["id"]})), json!([{"id": 1}, {"id": 2}, {"id": 4}]));
    assert_eq!(seen("Gift", json!({"select": ["id"]})), json!([{"id": 1}, {"id": 2}]));
    let boss = json!({"select": ["boss_id.name"]});
    assert_eq!(seen("Person", boss), json!([{"id": 1, "boss_id.name": null}]));
}

#[test]
fn notes_are_seen_with_what_they_are_about() {
    let notes = json!({"select": ["id"]});
    assert_eq!(as_seen_by(&[], "Note", notes.clone()), json!([{"id": 1}, {"id": 3}]));
    assert_eq!(as_seen_by(&["view all"], "Note", notes).as_array().map(Vec::len), Some(5));
}

#[test]
fn conditions_on_unseen_fields_are_refused_and_select_leaves_them_out() {
    let refused = |params| as_seen_by(&["view all"], "Person", params)["error"].is_string();
    assert!(refused(json!({"where": [["api_key", "=", "k1"]]})));
    assert!(refused(json!({"where": [["OR", [["id", "=", 1], ["boss_id.api_key", "=", "k1"]]]]})));
    assert!(refused(json!({"orderBy": {"api_key": "ASC"}})));
    assert!(refused(json!({"select": ["COUNT(id)"], "groupBy": ["api_key"]})));
    assert!(refused(json!({"join": [["Email AS e", "LEFT", ["api_key", "=", "e.email"]]]})));
    assert!(refused(json!({"join": [["Ledger AS l", "LEFT"]]})));
    let row = json!({"select": ["api_key", "UPPER(api_key)", "hash"], "where": [["id", "=", 1]]});
    assert_eq!(as_seen_by(&["view all"], "Person", row.clone()), json!([{"id": 1}]));
    assert_eq!(as_seen_by(&["view all", "see keys"], "Person", row)[0]["api_key"], "k1");
}

#[test]
fn long_lists_of_numbers_mean_what_short_ones_do() {
    let ids = |operator: &str, list: &[i64]| {
        let params = json!({"select": ["id"], "where": [["id", operator, list]], "orderBy": {"id": "ASC"}});
        as_seen_by(&["view all"], "Person", params)
    };
    let (short, long): (Vec<i64>, Vec<i64>) = (vec![1, 3], [1, 3].into_iter().chain(1_000..1_200).collect());
    for operator in ["IN", "NOT IN"] {
        assert_eq!(ids(operator, &short), ids(operator, &long), "{operator}");
        assert_ne!(ids(operator, &long), json!([]), "{operator}");
    }
}
