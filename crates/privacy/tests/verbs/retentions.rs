//! For how long things are kept: exactly what is due is found, and nothing else is touched.

use privacy::retention::{self, RetentionRule};
use schema::Actor;
use serde_json::{Value as Json, json};
use store::statement;

use super::{World, refusal, world};

fn system() -> Actor {
    Actor::system("test")
}

/// A contact that has been there, and untouched, since a day.
fn since(w: &World, name: &str, day: &str) -> i64 {
    let id = w.save("Contact", json!({"last_name": name})).unwrap();
    let text = format!(
        r#"UPDATE "civicrm_contact" SET "created_date" = '{day} 00:00:00', "modified_date" = '{day} 00:00:00' WHERE "id" = {id}"#
    );
    w.site.write(&system(), "test", |tx| tx.execute(&statement(text, Vec::new()))).unwrap();
    id
}

fn rule(w: &World, name: &str) -> (i64, RetentionRule) {
    w.site.read(&system(), |tx| tx.find_by::<RetentionRule>("name", name)).unwrap().remove(0)
}

fn due(w: &World, name: &str) -> Vec<i64> {
    let (_, rule) = rule(w, name);
    w.site.read(&system(), |tx| retention::due(tx, &rule, 100)).unwrap()
}

fn activity(w: &World, contact: i64, day: &str) {
    let author = w.get("Domain", &["contact_id"], json!([]))[0]["contact_id"].as_i64().unwrap();
    let values = json!({"activity_type_id": 1, "activity_date_time": day, "source_contact_id": author, "target_contact_id": [contact]});
    w.save("Activity", values).unwrap();
}

#[test]
fn only_those_with_whom_nothing_happened_for_three_years_are_due() {
    let w = world();
    let silent = since(&w, "Silent", "2015-01-01");
    let old_exchange = since(&w, "Old", "2015-01-01");
    activity(&w, old_exchange, "2016-01-01 10:00:00");
    let recent = since(&w, "Recent", "2015-01-01");
    activity(&w, recent, "2026-01-01 10:00:00");
    let noted = since(&w, "Noted", "2015-01-01");
    w.save("Note", json!({"entity_table": "civicrm_contact", "entity_id": noted, "note": "Called."})).unwrap();
    w.save("Contact", json!({"last_name": "New"})).unwrap();
    assert_eq!(due(&w, "inactive"), [silent, old_exchange]);
    let (_, found) = rule(&w, "inactive");
    assert_eq!(w.site.read(&system(), |tx| retention::count(tx, &found)).unwrap(), 2);
}

#[test]
fn an_exception_keeps_somebody_until_its_day() {
    let w = world();
    let silent = since(&w, "Silent", "2015-01-01");
    let (id, _) = rule(&w, "inactive");
    let exception =
        w.save("RetentionException", json!({"rule_id": id, "contact_id": silent, "until_date": "2999-01-01"})).unwrap();
    assert!(due(&w, "inactive").is_empty());
    w.update("RetentionException", exception, json!({"until_date": "2020-01-01"})).unwrap();
    assert_eq!(due(&w, "inactive"), [silent]);
}

#[test]
fn the_night_only_counts_where_a_rule_proposes_and_acts_where_it_says_so() {
    let w = world();
    let silent = since(&w, "QZSILENT", "2015-01-01");
    let night = |w: &World| {
        let mut work = kit::Work::default();
        for _ in 0..40 {
            w.site.write(&system(), "test", |tx| retention::nightly(tx, &mut work)).unwrap();
            if work.position.is_none() {
                return work.progress;
            }
        }
        panic!("it never ends");
    };
    assert_eq!(night(&w), 0);
    assert_eq!(w.one("Contact", silent, &["last_name"]), json!({"last_name": "QZSILENT"}));
    let (id, found) = rule(&w, "inactive");
    assert_eq!(found.last_count, Some(1));
    assert_eq!(w.site.read(&system(), |tx| retention::waiting(tx)).unwrap(), 1);
    w.update("RetentionRule", id, json!({"action": "anonymise"})).unwrap();
    assert_eq!(night(&w), 1);
    assert_eq!(
        w.one("Contact", silent, &["last_name", "is_deleted"]),
        json!({"last_name": format!("Anonymous {silent}"), "is_deleted": true})
    );
    assert_eq!(rule(&w, "inactive").1.last_count, Some(0));
    assert_eq!(night(&w), 0, "whoever was forgotten is not due again");
}

#[test]
fn what_lay_long_in_the_bin_goes_for_good_with_its_history() {
    let w = world();
    let id = since(&w, "QZBIN", "2015-01-01");
    let text = format!(r#"UPDATE "civicrm_contact" SET "is_deleted" = 1 WHERE "id" = {id}"#);
    w.site.write(&system(), "test", |tx| tx.execute(&statement(text, Vec::new()))).unwrap();
    let (rule_id, _) = rule(&w, "bin");
    w.update("RetentionRule", rule_id, json!({"action": "delete"})).unwrap();
    let (_, found) = rule(&w, "bin");
    assert_eq!(w.site.write(&system(), "test", |tx| retention::carry_out(tx, &found, 10)).unwrap(), 1);
    assert!(w.get("Contact", &["id"], json!([["id", "=", id], ["is_deleted", "IN", [true, false]]])).is_empty());
    let text = format!(r#"SELECT COUNT(*) FROM "ruche_change" WHERE "owner_id" = {id} AND "before" LIKE '%QZBIN%'"#);
    let kept = w.site.read(&system(), |tx| tx.one(&statement(text, Vec::new()))).unwrap().unwrap();
    assert_eq!(kept.as_int(), Some(0));
}

#[test]
fn old_rows_of_the_program_are_cleared_and_new_ones_stay() {
    let w = world();
    let put = |at: &str| {
        let text =
            format!(r#"INSERT INTO "ruche_login" ("account", "address", "at") VALUES ('a', '192.0.2.1', '{at}')"#);
        w.site.write(&system(), "test", |tx| tx.execute(&statement(text, Vec::new()))).unwrap();
    };
    put("2020-01-01 00:00:00");
    put("2026-11-20 00:00:00");
    let (_, found) = rule(&w, "attempts");
    assert_eq!(w.site.read(&system(), |tx| retention::count(tx, &found)).unwrap(), 1);
    assert_eq!(w.site.write(&system(), "test", |tx| retention::carry_out(tx, &found, 10)).unwrap(), 1);
    assert_eq!(w.site.read(&system(), |tx| retention::count(tx, &found)).unwrap(), 0);
}

#[test]
fn a_rule_does_only_what_fits_what_it_finds() {
    let w = world();
    let make = |values: Json| w.save("RetentionRule", values);
    assert!(refusal(make(json!({"title": "x", "kind": "inactive", "action": "delete"}))).contains("fit"));
    assert!(refusal(make(json!({"title": "x", "kind": "outbox", "action": "anonymise"}))).contains("fit"));
    assert!(make(json!({"title": "x", "kind": "bin", "action": "delete", "period": 0})).is_err());
    assert!(make(json!({"title": "x", "kind": "bin", "action": "delete", "period": 30, "unit": "day"})).is_ok());
}
