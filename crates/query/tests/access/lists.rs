//! Rules that name rows elsewhere: when a list is collected, and when each record looks for itself.

use super::*;

#[test]
fn rows_elsewhere_are_collected_or_looked_up_one_by_one() {
    let listed = r#"t0."id" IN (SELECT s1."thing_id" FROM "bridge" AS s1 WHERE s1."group_id" = ?1)"#;
    assert_eq!(thing(among("Bridge", is("group_id", 4_i64))), listed);
    assert_eq!(thing(among("Bridge", Rule::Everything)), r#"t0."id" IN (SELECT s1."thing_id" FROM "bridge" AS s1)"#);
    assert_eq!(thing(not_among("Bridge", is("group_id", 4_i64))), format!("NOT ({listed})"));
    let single = r#"+EXISTS (SELECT 1 FROM "bridge" AS s1 WHERE s1."thing_id" = t0."id" AND s1."group_id" = ?1)"#;
    assert_eq!(thing(pointed("Bridge", is("group_id", 4_i64))), single);
    let bare = r#"+EXISTS (SELECT 1 FROM "bridge" AS s1 WHERE s1."thing_id" = t0."id")"#;
    assert_eq!(thing(pointed("Bridge", Rule::Everything)), bare);
}

#[test]
fn rows_elsewhere_are_collected_for_the_records_asked_for_alone() {
    let asked = |field: &str| {
        let request = json!({"select": ["id"], "where": [[field, "=", 3]]});
        let (verb, dialect) = (Verb::View, Dialect::Sqlite);
        let asked = Asked { entity: "Thing", verb, checked: true, dialect, request: &request };
        plan(&asked).unwrap().rows.unwrap().text
    };
    let few = r#"FROM "bridge" AS s1 WHERE s1."thing_id" IN (?"#;
    set("Thing", among("Bridge", is("group_id", 4_i64)));
    assert!(asked("id").contains(few), "{}", asked("id"));
    assert!(!asked("owner_id").contains(few), "{}", asked("owner_id"));
    // The key of the records asked for says nothing about another field.
    let owned = among("Bridge", is("group_id", 4_i64));
    let Rule::Among { entity, column, rule, .. } = owned else { panic!("it is a list") };
    set("Thing", Rule::Among { field: "owner_id".into(), entity, column, rule });
    assert!(!asked("id").contains(few), "{}", asked("id"));
}

#[test]
fn a_few_records_look_for_themselves_in_a_list_that_an_index_leads_to() {
    let asked = |column: &'static str, conditions: Json| {
        let (field, entity, rule) = ("id".into(), "Bridge".into(), Box::new(is("group_id", 4_i64)));
        set("Person", Rule::Among { field, entity, column: column.into(), rule });
        let request = json!({"select": ["id"], "where": conditions});
        let (entity, verb, dialect) = ("Person", Verb::View, Dialect::Sqlite);
        plan(&Asked { entity, verb, checked: true, dialect, request: &request }).unwrap().rows.unwrap().text
    };
    let (looked_up, collected) = (r#"+EXISTS (SELECT 1 FROM "bridge" AS s1 WHERE "#, r#"t0."id" IN (SELECT s1."#);
    assert!(asked("person_id", json!([["id", "=", 3]])).contains(looked_up));
    assert!(asked("person_id", json!([["name", "=", "x"]])).contains(collected));
    assert!(asked("thing_id", json!([["id", "=", 3]])).contains(collected));
}

#[test]
fn a_count_collects_what_a_page_would_look_up() {
    set("Thing", pointed("Bridge", is("group_id", 4_i64)));
    let request = json!({"select": ["id", "row_count"], "limit": 2});
    let asked = Asked { entity: "Thing", verb: Verb::View, checked: true, dialect: Dialect::Sqlite, request: &request };
    let plan = plan(&asked).unwrap();
    assert!(plan.rows.unwrap().text.contains(r#"WHERE +EXISTS (SELECT 1 FROM "bridge" AS s1 WHERE "#));
    assert!(plan.count.unwrap().text.contains(r#"t0."id" IN (SELECT s1."thing_id" FROM "bridge" AS s1 WHERE "#));
    // Those of one owner are few.
    let request = json!({"select": ["row_count"], "where": [["owner_id", "=", 3]]});
    let asked = Asked { request: &request, ..asked };
    let plan = self::plan(&asked).unwrap();
    assert!(plan.count.unwrap().text.contains(r#"+EXISTS (SELECT 1 FROM "bridge" AS s1 WHERE "#));
}

#[test]
fn who_may_be_seen_is_a_way_in_where_they_are_listed() {
    let visible = |rule: Rule, asked: Json| {
        set("Person", rule);
        set("Thing", through("owner_id", "Person"));
        let request = json!({"select": ["id"], "where": asked});
        let (entity, verb, dialect) = ("Thing", Verb::View, Dialect::Sqlite);
        plan(&Asked { entity, verb, checked: true, dialect, request: &request }).unwrap().rows.unwrap().text
    };
    let listed = || among("Bridge", is("group_id", 4_i64));
    let way_in = r#"t0."owner_id" IN (SELECT "#;
    assert!(visible(listed(), json!([])).contains(way_in), "{}", visible(listed(), json!([])));
    let mine = Rule::Any(vec![is("id", 7_i64), listed()]);
    assert!(visible(mine.clone(), json!([])).contains(r#" OR t0."owner_id" = ?"#), "{}", visible(mine, json!([])));
    // A rule that no list bounds has none, nor have the few rows of one record.
    let open = Rule::Any(vec![listed(), is("name", "x")]);
    assert!(!visible(open.clone(), json!([])).contains(way_in), "{}", visible(open, json!([])));
    assert!(!visible(listed(), json!([["owner_id", "=", 3]])).contains(way_in));
}

#[test]
fn a_list_among_several_rules_or_in_what_access_lists_grant_is_a_way_in() {
    let visible = |rule: Rule| {
        set("Person", rule);
        set("Thing", through("owner_id", "Person"));
        let request = json!({"select": ["id"]});
        let (entity, verb, dialect) = ("Thing", Verb::View, Dialect::Sqlite);
        plan(&Asked { entity, verb, checked: true, dialect, request: &request }).unwrap().rows.unwrap().text
    };
    let listed = || among("Bridge", is("group_id", 4_i64));
    let way_in = r#"t0."owner_id" IN (SELECT "#;
    let both = visible(Rule::All(vec![is("name", "x"), listed()]));
    assert!(both.contains(way_in), "{both}");
    assert!(!visible(Rule::Granted("Person".into())).contains(way_in));
    grant("Person", Verb::View, listed());
    let granted = visible(Rule::Granted("Person".into()));
    assert!(granted.contains(way_in), "{granted}");
    // A list of names is none of the numbers by which the others are known.
    let Rule::Among { entity, column, rule, .. } = listed() else { panic!("it is a list") };
    let named = visible(Rule::Among { field: "name".into(), entity, column, rule });
    assert!(!named.contains(way_in), "{named}");
}

#[test]
fn an_index_that_begins_with_another_column_leads_to_nobody() {
    let asked = |column: &'static str| {
        let (field, entity, rule) = ("id".into(), "Seat".into(), Box::new(Rule::Everything));
        set("Person", Rule::Among { field, entity, column: column.into(), rule });
        let request = json!({"select": ["id"], "where": [["id", "=", 3]]});
        let (entity, verb, dialect) = ("Person", Verb::View, Dialect::Sqlite);
        plan(&Asked { entity, verb, checked: true, dialect, request: &request }).unwrap().rows.unwrap().text
    };
    let looked_up = r#"+EXISTS (SELECT 1 FROM "seat" AS s1 WHERE "#;
    assert!(asked("row").contains(looked_up), "{}", asked("row"));
    assert!(!asked("place").contains(looked_up), "{}", asked("place"));
}

#[test]
fn what_is_left_out_is_passed_over_along_the_keys_of_the_page_alone() {
    let kept = || is("is_deleted", Value::Bool(false));
    let request = json!({"select": ["id"], "orderBy": {"id": "ASC"}, "limit": 5});
    let asked = |entity: &'static str| {
        let (verb, dialect) = (Verb::View, Dialect::Sqlite);
        plan(&Asked { entity, verb, checked: true, dialect, request: &request }).unwrap().rows.unwrap().text
    };
    set("Bin", kept());
    assert!(!asked("Bin").contains(r#"likelihood(t0."is_deleted" = 0"#), "{}", asked("Bin"));
    let (field, entity, column) = ("id".into(), "Bin".into(), "id".into());
    set("Thing", Rule::Among { field, entity, column, rule: Box::new(kept()) });
    assert!(asked("Thing").contains(r#"likelihood(s1."is_deleted" = 0"#), "{}", asked("Thing"));
}
