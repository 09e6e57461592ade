//! Fields whose values lie in other records, and filters that leave records out.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::sync::Arc;

use calendar::Clock;
use query::{Context, Dialect, GetRequest, Lookup};
use schema::{Actor, Catalog, Computed, Entity, Field, FieldType, Linked, ListFormat, OptionList, Rule, Value, Verb};
use serde_json::{Value as Json, json};

struct Names;

impl Lookup for Names {
    fn options(&self, _: &Entity, _: &Field) -> Option<Arc<OptionList>> {
        None
    }
    fn contact_of_login(&self, _: &str) -> Option<i64> {
        None
    }
    fn actor_entity(&self) -> &str {
        "Person"
    }
    fn filter(&self, _: &Entity, _: &Field, _: &str, values: &[Value]) -> Option<Rule> {
        let rule = Box::new(Rule::Is("call_id".into(), values.first()?.clone()));
        Some(Rule::NotAmong { field: "id".into(), entity: "Part".into(), column: "person_id".into(), rule })
    }
}

fn int(name: &'static str) -> Field {
    Field::new(name, FieldType::Int).not_null()
}

fn linked(role: i64) -> Linked {
    Linked { entity: "Part", key: "call_id", column: "person_id", fixed: Some(("role", Value::Int(role))) }
}

fn catalog() -> Catalog {
    let person = Entity::new("Person", "person", vec![int("id"), Field::new("name", FieldType::Text { max: 20 })])
        .door_all("default", &[])
        .with(Field::new("calls", FieldType::Int).filter(&["IN", "NOT IN"]));
    let maker = Field::new("maker", FieldType::Int).references("Person").computed(Computed::Linked(linked(2)));
    let called = Field::new("called", FieldType::Int)
        .references("Person")
        .list(ListFormat::Comma)
        .computed(Computed::Linked(linked(3)));
    let count = Field::new("count", FieldType::Int).computed(Computed::Count(vec![linked(2), linked(3)]));
    let call =
        Entity::new("Call", "call", vec![int("id")]).door_all("default", &[]).with(maker).with(called).with(count);
    let part = Entity::new("Part", "part", vec![int("id"), int("call_id"), int("person_id"), int("role")])
        .door_all("default", &[]);
    Catalog::new([person, call, part], 1)
}

fn text(dialect: Dialect, entity: &str, params: Json) -> String {
    planned(dialect, entity, &GetRequest::from_json(params.as_object().unwrap()).unwrap())
}

fn planned(dialect: Dialect, entity: &str, request: &GetRequest) -> String {
    let catalog = catalog();
    let mut actor = Actor::system("test");
    actor.contact_id = Some(7);
    let clock = Clock::at(jiff::Timestamp::UNIX_EPOCH, jiff::tz::TimeZone::UTC, 0, (1, 1));
    let context = Context {
        catalog: &catalog,
        lookup: &Names,
        clock: &clock,
        actor: &actor,
        verb: Verb::View,
        checked: true,
        dialect,
        searches: 0,
    };
    query::plan(&context, entity, request).unwrap().rows.unwrap().text
}

#[test]
fn a_condition_on_linked_records_asks_those_records() {
    let sqlite = |condition: Json| text(Dialect::Sqlite, "Call", json!({"select": ["id"], "where": [condition]}));
    let all = r#"SELECT t0."id" FROM "call" AS t0 WHERE "#;
    let among = r#"t0."id" IN (SELECT s1."call_id" FROM "part" AS s1 WHERE s1."role" = ?1 AND "#;
    for condition in [json!(["maker", "=", "user_contact_id"]), json!(["called", "CONTAINS", 7])] {
        let sql = sqlite(condition);
        assert!(sql.starts_with(&format!("{all}({among}s1.\"person_id\"")), "{sql}");
    }
    let sql = sqlite(json!(["called", "NOT CONTAINS", 7]));
    assert!(sql.starts_with(&format!("{all}NOT ({among}")), "{sql}");
    let sql = sqlite(json!(["called", "IS NULL"]));
    assert!(sql.starts_with(&format!("{all}NOT ({among}s1.\"person_id\" IS NOT NULL")), "{sql}");
}

#[test]
fn values_that_many_records_hold_are_asked_for_row_by_row() {
    let params = json!({"select": ["id"], "where": [["called", "CONTAINS", 7]], "limit": 5});
    let mut request = GetRequest::from_json(params.as_object().unwrap()).unwrap();
    for dialect in [Dialect::Sqlite, Dialect::Postgres] {
        request.one_by_one = vec![8];
        assert!(planned(dialect, "Call", &request).contains(r#"t0."id" IN (SELECT"#));
        request.one_by_one = vec![8, 7];
        let told = planned(dialect, "Call", &request);
        let one = r#"(SELECT 1 FROM "part" AS s1 WHERE s1."role" = "#;
        assert!(told.contains(one) && told.contains(r#"s1."call_id" = t0."id""#), "{told}");
    }
}

#[test]
fn linked_records_are_read_one_or_all() {
    let [sqlite, postgres] = [Dialect::Sqlite, Dialect::Postgres]
        .map(|dialect| text(dialect, "Call", json!({"select": ["maker", "called", "maker.name"]})));
    assert!(sqlite.contains(r#"AND s4."call_id" = t0."id" ORDER BY s4."id" LIMIT 1)"#), "{sqlite}");
    assert!(sqlite.contains(r#"group_concat(s5."person_id", ',' ORDER BY s5."id")"#), "{sqlite}");
    assert!(sqlite.contains(r#"LEFT JOIN "person" AS t1 ON t1."id" = (SELECT s3."person_id""#), "{sqlite}");
    assert!(postgres.contains(r#"string_agg(s5."person_id"::text, ',' ORDER BY s5."id")"#), "{postgres}");
    let counted = text(Dialect::Sqlite, "Call", json!({"select": ["count"]}));
    assert!(counted.contains(" UNION SELECT "), "{counted}");
}

#[test]
fn a_filter_may_leave_records_out() {
    let sql = text(Dialect::Sqlite, "Person", json!({"select": ["id"], "where": [["calls", "IN", [4]]]}));
    let expected = r#"SELECT t0."id" FROM "person" AS t0 WHERE NOT (t0."id" IN (SELECT s1."person_id" FROM "part" AS s1 WHERE s1."call_id" = ?1)) ORDER BY t0."id""#;
    assert_eq!(sql, expected);
}
