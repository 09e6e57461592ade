//! Hostile requests: nothing of them enters the SQL, nothing panics, nothing takes long.

mod common;

use common::World;
use proptest::prelude::*;
use query::{Dialect, GetRequest};
use serde_json::{Value as Json, json};

/// A request with a text in every place that takes one.
fn everywhere(text: &str) -> Json {
    let quoted = format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""));
    json!({
        "select": ["name", format!("CONCAT(name, {quoted}) AS a_b"), format!("{quoted} AS s")],
        "join": [["Email AS e", "LEFT", ["id", "=", "e.person_id"], ["e.email", "=", quoted]]],
        "where": [
            ["name", "=", text],
            ["nick", "IN", [text, "z"]],
            ["nick", "CONTAINS", text],
            ["ways", "CONTAINS", text],
            ["gender_id", "=", text],
            ["birth_date", ">", "2000-01-01"],
            ["name", "=", quoted, true],
        ],
        "having": [["a_b", "!=", text]],
        "orderBy": {"name": "ASC"},
    })
}

fn worlds() -> [World; 2] {
    [World::new(Dialect::Sqlite), World::new(Dialect::Postgres)]
}

/// Numbers among texts are numbers to a database; everything else is compared as it is.
fn is_plain(text: &str) -> bool {
    !text.contains('\0')
        && text.trim().parse::<f64>().is_err()
        && !text.starts_with("@user:")
        && text != "user_contact_id"
}

fn hostile_json() -> impl Strategy<Value = Json> {
    let word = prop_oneof![
        Just("name"),
        Just("id"),
        Just("AND"),
        Just("OR"),
        Just("NOT"),
        Just("="),
        Just("IN"),
        Just("BETWEEN"),
        Just("LIKE"),
        Just("CONTAINS"),
        Just("REGEXP"),
        Just("IS EMPTY"),
        Just("boss_id.boss_id.name"),
        Just("groups"),
        Just("COUNT(*)"),
        Just("SUM(id) AS n"),
        Just("(id + 1)"),
        Just("((((id"),
        Just("gender_id:label"),
        Just("*"),
        Just("e.*"),
        Just("Email AS e"),
        Just("LEFT"),
        Just("GroupPerson"),
        Just("this.month"),
        Just("'"),
        Just("é%_\\"),
        Just("RAND(1e300)"),
        Just("LEFT(name, -99999999999)"),
        Just("DATE_ADD(birth_date, INTERVAL 1e18 YEAR)"),
        Just("ROUND(id, -400)"),
        Just("SUBSTRING(name, 0)"),
        Just("row_count"),
        Just("GROUP_NTH(id N= 0)"),
        Just("JSON_EXTRACT(name, \"$.é[\")"),
        Just("CONCAT(\"a"),
        Just("id:"),
        Just(":"),
        Just("."),
        Just(""),
    ];
    let leaf = prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(Json::from),
        any::<i64>().prop_map(Json::from),
        any::<f64>().prop_map(Json::from),
        any::<String>().prop_map(Json::from),
        word.prop_map(Json::from),
    ];
    leaf.prop_recursive(5, 40, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Json::from),
            prop::collection::hash_map("[a-z]{0,4}", inner, 0..3).prop_map(|m| Json::Object(m.into_iter().collect())),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(300) })]

    #[test]
    fn no_text_of_a_request_is_part_of_the_statement(text in any::<String>().prop_filter("plain", |t| is_plain(t))) {
        for world in worlds() {
            let usual = world.text("Person", everywhere("x y"));
            prop_assert_eq!(world.text("Person", everywhere(&text)), usual);
        }
    }

    #[test]
    fn aliases_are_not_part_of_the_statement(alias in "[a-z][-a-zA-Z0-9_]{1,12}") {
        let params = |alias: &str| {
            let name = format!("zz{}", alias.replace('-', "x"));
            json!({
                "select": [format!("{alias}.email"), format!("UPPER(name) AS {name}")],
                "join": [[format!("Email AS {alias}"), "INNER"]],
                "orderBy": {name: "ASC"},
            })
        };
        for world in worlds() {
            prop_assert_eq!(world.text("Person", params(&alias)), world.text("Person", params("usual")));
        }
    }

    #[test]
    fn any_json_is_planned_or_refused(
        select in hostile_json(), where_ in hostile_json(), join in hostile_json(), group in hostile_json(),
        having in hostile_json(), order in hostile_json(), limit in hostile_json(),
    ) {
        let params = json!({
            "select": select, "where": where_, "join": join, "groupBy": group, "having": having,
            "orderBy": order, "limit": limit,
        });
        for world in worlds() {
            let _ = world.plan("Person", &params);
        }
    }

    #[test]
    fn any_expression_is_planned_or_refused(
        texts in prop::collection::vec("[A-Z_]{2,12}\\([ a-z,\"'.:*0-9()+=-]{0,30}\\)?|[ -~]{0,30}", 1..6),
        condition in hostile_json(), operator in prop::sample::select(vec!["=", "IN", "LIKE", "BETWEEN", "CONTAINS", "<"]),
    ) {
        let where_: Vec<Json> = texts.iter().map(|t| json!([t, operator, condition, true])).collect();
        for world in worlds() {
            for text in &texts {
                let _ = world.plan("Person", &json!({"select": [text], "orderBy": {(text.clone()): "ASC"}}));
            }
            let _ = world.plan("Person", &json!({ "where": where_ }));
        }
    }
}

fn refusal(params: &Json) -> String {
    match World::new(Dialect::Sqlite).plan("Person", params) {
        Ok(_) => String::new(),
        Err(error) => error.to_string(),
    }
}

#[test]
fn too_much_of_anything_is_refused() {
    let mut deep = json!(["id", "=", 1]);
    for _ in 0..70 {
        deep = json!(["AND", [deep]]);
    }
    assert!(refusal(&json!({"where": [deep]})).contains("deep"));
    let many: Vec<i64> = (0..10_001).collect();
    assert!(refusal(&json!({"where": [["id", "IN", many]]})).contains("10000"));
    let joins: Vec<Json> = (0..61).map(|n| json!([format!("Email AS e{n}")])).collect();
    assert!(refusal(&json!({"join": joins})).contains("60"));
    assert!(refusal(&json!({"select": vec!["id"; 1_001]})).contains("1000"));
    assert!(refusal(&json!({"where": [["id", "=", u64::MAX]]})).contains("too large"));
    assert!(refusal(&json!({"where": [["id", "=", "a\0b"]]})).contains("NUL"));
    assert!(refusal(&json!({"limit": -1})).contains("negative"));
    assert!(refusal(&json!({"select": [format!("{}id{}", "(".repeat(99), ")".repeat(99))]})).contains("deep"));
    let sum = format!("(id{})", " + 1".repeat(3_000));
    assert!(refusal(&json!({"select": [sum]})).contains("operators"));
    let path = format!("{}name", "boss_id.".repeat(80));
    assert!(refusal(&json!({"where": [[path, "=", 1]]})).contains("60 tables"));
}

#[test]
fn parameters_of_the_wrong_type_are_named() {
    let params = json!({"where": 5});
    let error = GetRequest::from_json(params.as_object().unwrap()).unwrap_err();
    assert_eq!(error.to_string(), "Parameter \"where\" is not of the correct type. Expecting array.");
}
