//! The text of statements, for both databases.

mod common;

use common::{World, everyone};
use query::{Dialect, GetRequest};
use serde_json::{Value as Json, json};

fn texts(entity: &str, params: Json) -> [String; 2] {
    [Dialect::Sqlite, Dialect::Postgres].map(|dialect| World::new(dialect).text(entity, params.clone()))
}

fn sqlite(entity: &str, params: Json) -> String {
    World::new(Dialect::Sqlite).text(entity, params)
}

#[test]
fn a_row_by_id_is_nothing_but_that() {
    let [sqlite, postgres] = texts("Country", json!({"where": [["id", "=", 1]]}));
    assert_eq!(
        sqlite,
        r#"SELECT t0."id", t0."name", t0."code" FROM "country" AS t0 WHERE t0."id" = ?1 ORDER BY t0."id""#
    );
    assert_eq!(
        postgres,
        r#"SELECT t0."id", t0."name", t0."code" FROM "country" AS t0 WHERE t0."id" = $1::bigint ORDER BY t0."id""#
    );
}

#[test]
fn texts_use_the_index_on_their_folded_form() {
    let [sqlite, postgres] = texts(
        "Country",
        json!({
            "select": ["id"], "where": [["name", "LIKE", "Fr%"]], "orderBy": {"name": "DESC"}, "limit": 5
        }),
    );
    assert_eq!(
        sqlite,
        r#"SELECT t0."id" FROM "country" AS t0 WHERE (ruche_fold(t0."name") >= ?1 AND ruche_fold(t0."name") < ?2) ORDER BY ruche_fold(t0."name") DESC, t0."id" DESC LIMIT ?3"#
    );
    assert_eq!(
        postgres,
        r#"SELECT t0."id" FROM "country" AS t0 WHERE ((ruche_fold(t0."name") COLLATE "C") >= $1::text AND (ruche_fold(t0."name") COLLATE "C") < $2::text) ORDER BY (ruche_fold(t0."name") COLLATE "C") DESC NULLS LAST, t0."id" DESC LIMIT $3::bigint"#
    );
}

#[test]
fn who_may_see_everything_gets_no_conditions_for_it() {
    assert_eq!(sqlite("Note", json!({"select": ["id"]})), r#"SELECT t0."id" FROM "note" AS t0 ORDER BY t0."id""#);
    assert_eq!(
        sqlite("Email", json!({"select": ["person_id.name"], "where": [["id", "=", 1]]})),
        r#"SELECT t0."id", t1."name" FROM "email" AS t0 LEFT JOIN "person" AS t1 ON t1."id" = t0."person_id" WHERE t0."id" = ?1 ORDER BY t0."id""#
    );
}

#[test]
fn every_table_carries_its_access_rule() {
    let mut world = World::new(Dialect::Sqlite);
    world.actor = everyone("somebody", &[]);
    assert_eq!(
        world.text("Email", json!({"select": ["person_id.name"], "where": [["id", "=", 1]]})),
        r#"SELECT t0."id", t1."name" FROM "email" AS t0 LEFT JOIN "person" AS t1 ON t1."id" = t0."person_id" AND t1."id" = ?1 WHERE t0."id" = ?2 AND (t0."person_id" IS NULL OR EXISTS (SELECT 1 FROM "person" AS s1 WHERE s1."id" = t0."person_id" AND s1."id" = ?3)) ORDER BY t0."id""#
    );
    world.checked = false;
    assert!(!world.text("Email", json!({"select": ["id"]})).contains("EXISTS"));
}

#[test]
fn the_number_of_rows_joins_only_what_changes_it() {
    let world = World::new(Dialect::Sqlite);
    let params = json!({"select": ["row_count", "person_id.name"], "where": [["email", "IS NOT NULL"]]});
    let count = world.plan("Email", &params).unwrap().count.unwrap();
    assert_eq!(count.text, r#"SELECT COUNT(*) FROM "email" AS t0 WHERE t0."email" IS NOT NULL"#);
}

#[test]
fn bridges_and_their_target_are_joined_as_one() {
    let text = sqlite(
        "Person",
        json!({
            "select": ["id"], "where": [["id", "=", 1]], "join": [["Group AS g", "LEFT", "GroupPerson", ["g.status", "=", "\"Added\""]]]
        }),
    );
    assert_eq!(
        text,
        r#"SELECT t0."id" FROM "person" AS t0 LEFT JOIN ("group_person" AS t2 JOIN "grp" AS t1 ON t1."id" = t2."group_id") ON t2."person_id" = t0."id" AND ruche_fold(t2."status") = ?1 WHERE t0."id" = ?2 ORDER BY t0."id""#
    );
}

#[test]
fn moments_are_compared_in_utc() {
    let world = World::new(Dialect::Sqlite);
    let params = json!({"select": ["id"], "where": [["id", ">", 0], ["created", ">=", "2024-05-15 02:00:00"], ["is_deleted", "=", 0]]});
    let rows = world.plan("Person", &params).unwrap().rows.unwrap();
    assert!(rows.text.contains(r#"t0."created" >= ?2"#), "{}", rows.text);
    assert_eq!(rows.binds[1].to_json(), "2024-05-15 00:00:00");
}

#[test]
fn groups_are_ordered_by_the_least_label_of_options_that_are_rows() {
    let world = World::new(Dialect::Sqlite);
    let text = world.text(
        "Address",
        json!({"select": ["COUNT(*) AS n"], "groupBy": ["city"], "orderBy": {"country_id:label": "ASC"}}),
    );
    assert!(text.contains("ORDER BY MIN(ruche_fold((SELECT"), "{text}");
}

#[test]
fn groups_of_what_a_joined_record_says_are_sorted_on_sqlite() {
    let by = |path: &str, more: Json| {
        let mut params = json!({"select": ["COUNT(*) AS n"], "groupBy": [path]});
        params.as_object_mut().unwrap().extend(more.as_object().cloned().unwrap());
        texts("Person", params)
    };
    let [on_sqlite, on_postgres] = by("boss_id.name", json!({}));
    assert!(on_sqlite.contains(r#"GROUP BY +ruche_fold(t1."name")"#), "{on_sqlite}");
    assert!(!on_postgres.contains("GROUP BY +"), "{on_postgres}");
    // The first groups are found along the index; an own field's index may hold all that is asked.
    let [first, _] = by("boss_id.name", json!({"orderBy": {"boss_id.name": "ASC"}, "limit": 5}));
    assert!(first.contains(r#"GROUP BY ruche_fold(t1."name")"#), "{first}");
    let [own, _] = by("name", json!({}));
    assert!(own.contains(r#"GROUP BY ruche_fold(t0."name")"#), "{own}");
}

#[test]
fn a_join_that_only_asks_for_a_partner_stops_at_the_first() {
    let text = sqlite(
        "Person",
        json!({"select": ["id"], "join": [["Email AS e", "INNER", ["e.person_id", "=", "id"]]], "groupBy": ["id"]}),
    );
    assert!(text.contains(r#"EXISTS (SELECT 1 FROM "email" AS t1 WHERE (t1."person_id" = t0."id"))"#), "{text}");
    assert!(!text.contains("GROUP BY"), "{text}");
}

#[test]
fn what_nearly_every_row_meets_is_said_to_sqlite() {
    let [sqlite, postgres] = texts("Person", json!({"select": ["id"]}));
    assert!(sqlite.contains(r#"likelihood(t0."is_deleted" = 0, 0.97)"#), "{sqlite}");
    assert!(postgres.contains(r#"t0."is_deleted" = 0"#) && !postgres.contains("likelihood"), "{postgres}");
}

#[test]
fn nothing_is_looked_up_in_the_index_of_a_text() {
    let [on_sqlite, on_postgres] = texts("Person", json!({"select": ["id"], "where": [["nick", "IS NULL"]]}));
    assert!(on_sqlite.contains(r#"ruche_fold(t0."nick") IS NULL"#), "{on_sqlite}");
    assert!(on_postgres.contains(r#"(ruche_fold(t0."nick") COLLATE "C") IS NULL"#), "{on_postgres}");
    let unindexed = sqlite("Person", json!({"select": ["id"], "where": [["name", "IS NULL"]]}));
    assert!(unindexed.contains(r#"t0."name" IS NULL"#), "{unindexed}");
}

#[test]
fn a_page_along_the_keys_needs_no_index_of_what_is_left_out() {
    let kept_away = r#"likelihood(+t0."is_deleted" = 0, 0.97)"#;
    let text = |where_: Json, limit: i64| {
        sqlite("Person", json!({"select": ["id"], "where": where_, "orderBy": {"id": "ASC"}, "limit": limit}))
    };
    assert!(text(json!([["name", "IS NULL"]]), 5).contains(kept_away));
    assert!(text(json!([["name", "IS NULL"], ["is_deleted", "=", false]]), 5).contains(kept_away));
    // All of them are wanted, or the index that begins with it finds what is asked for.
    assert!(!text(json!([["name", "IS NULL"]]), 0).contains(kept_away));
    assert!(!text(json!([["nick", "=", "Ann"]]), 5).contains(kept_away));
    assert!(!text(json!([["OR", [["nick", "=", "Ann"], ["name", "=", "Ann"]]]]), 5).contains(kept_away));
}

#[test]
fn who_knows_that_many_match_reads_along_the_order() {
    let params = json!({
        "select": ["id"], "where": [["name", "LIKE", "A%"], ["nick", "=", "Ann"], ["boss_id.name", "=", "Bob"]],
        "orderBy": {"name": "ASC"}, "limit": 5,
    });
    let mut request = GetRequest::from_json(params.as_object().unwrap()).unwrap();
    request.along = true;
    let text =
        |dialect, request: &GetRequest| World::new(dialect).plan_of("Person", request).unwrap().rows.unwrap().text;
    let sqlite = text(Dialect::Sqlite, &request);
    // Its own order keeps its index; what is only tested on the way does not begin the search.
    assert!(sqlite.contains(r#"(ruche_fold(t0."name") >= ?"#), "{sqlite}");
    assert!(sqlite.contains(r#"+ruche_fold(t0."nick") = ?"#), "{sqlite}");
    assert!(sqlite.contains(r#"+ruche_fold(t1."name") = ?"#) && !sqlite.contains("> 0"), "{sqlite}");
    let told = text(Dialect::Postgres, &request);
    request.along = false;
    assert_eq!(told, text(Dialect::Postgres, &request));
}

#[test]
fn sqlite_is_told_which_joined_records_must_be_there() {
    let there = "+t1.\"id\" > 0";
    let text = |where_: serde_json::Value| sqlite("Email", json!({"select": ["id"], "where": where_}));
    for needs in [
        json!([["person_id.name", "=", "Ann"]]),
        json!([["AND", [["person_id.name", "LIKE", "A%"]]]]),
        json!([["person_id.name", "IS NOT NULL"]]),
    ] {
        assert!(text(needs.clone()).contains(there), "{needs}");
    }
    for does_without in [
        json!([["person_id.name", "IS NULL"]]),
        json!([["person_id.name", "!=", "Ann"]]),
        json!([["person_id.name", "=", ""]]),
        json!([["OR", [["person_id.name", "=", "Ann"], ["id", "=", 1]]]]),
    ] {
        assert!(!text(does_without.clone()).contains(there), "{does_without}");
    }
    let [_, postgres] = texts("Email", json!({"select": ["id"], "where": [["person_id.name", "=", "Ann"]]}));
    assert!(!postgres.contains("> 0"), "{postgres}");
}

#[test]
fn an_order_by_what_no_option_has_is_left_out() {
    let [_, postgres] = texts("Person", json!({"select": ["id"], "orderBy": {"gender_id:icon": "DESC"}}));
    assert!(!postgres.contains("NULL DESC"), "{postgres}");
}
