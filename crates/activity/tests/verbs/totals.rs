//! Calculated custom fields: totals that follow whatever is done with the records which they count.

use kit::Work;
use schema::Actor;
use serde_json::{Value as Json, json};
use store::{As, Result};

use super::{World, world};

fn someone(w: &World, name: &str) -> i64 {
    w.save("Contact", json!({"first_name": name})).unwrap()
}

fn set(w: &World) -> i64 {
    w.save("CustomGroup", json!({"title": "Totals", "extends": "Individual"})).unwrap()
}

fn total(w: &World, set: i64, label: &str, data: &str, formula: Json) -> Result<i64> {
    let html = if data == "Date" { "Select Date" } else { "Text" };
    let time = (data == "Date").then_some(2);
    w.save(
        "CustomField",
        json!({"custom_group_id": set, "label": label, "data_type": data, "html_type": html, "time_format": time,
            "is_searchable": true, "formula": formula}),
    )
}

fn shown(w: &World, contact: i64, field: &str) -> Json {
    let path = format!("Totals.{field}");
    w.one("Contact", contact, &[&path])[&path].clone()
}

fn meeting(w: &World, with: &[i64], minutes: i64, date: &str) -> i64 {
    let source = with[0];
    w.save(
        "Activity",
        json!({"activity_type_id": 1, "subject": "Board", "source_contact_id": source, "target_contact_id": with,
            "activity_date_time": date, "duration": minutes, "status_id": 2}),
    )
    .unwrap()
}

fn done(w: &World, work: impl FnOnce(&mut store::Tx<'_>) -> Result<()>) -> i64 {
    let made = w.site.write(&Actor::system("test"), "test", |tx| {
        work(tx)?;
        Ok(tx.transaction_id())
    });
    made.unwrap().unwrap()
}

#[test]
fn totals_follow_activities_that_come_change_and_go() {
    let w = world();
    let (ada, bob) = (someone(&w, "Ada"), someone(&w, "Bob"));
    let old = meeting(&w, &[ada], 30, "2026-01-05 18:00:00");
    let set = set(&w);
    total(&w, set, "Count", "Int", json!({"entity": "Activity"})).unwrap();
    total(&w, set, "Minutes", "Int", json!({"entity": "Activity", "function": "SUM", "field": "duration"})).unwrap();
    let field = "activity_date_time";
    total(&w, set, "Latest", "Date", json!({"entity": "Activity", "function": "MAX", "field": field})).unwrap();
    total(&w, set, "First", "Date", json!({"entity": "Activity", "function": "MIN", "field": field})).unwrap();
    total(&w, set, "Subject", "Memo", json!({"entity": "Activity", "function": "LAST", "field": "subject"})).unwrap();
    total(&w, set, "Held", "Int", json!({"entity": "Activity", "where": [["status_id:name", "=", "Completed"]]}))
        .unwrap();
    assert_eq!(
        (shown(&w, ada, "Count"), shown(&w, bob, "Count")),
        (json!(1), json!(0)),
        "what was there before counts"
    );
    assert_eq!(shown(&w, ada, "Latest"), "2026-01-05 18:00:00");

    // Whoever has two roles in one activity counts it once.
    let new = meeting(&w, &[ada, bob], 45, "2026-03-01 10:00:00");
    assert_eq!((shown(&w, ada, "Count"), shown(&w, ada, "Minutes")), (json!(2), json!(75)));
    assert_eq!((shown(&w, bob, "Minutes"), shown(&w, bob, "Subject")), (json!(45), json!("Board")));
    assert_eq!(shown(&w, ada, "First"), "2026-01-05 18:00:00");

    w.update("Activity", new, json!({"duration": 60, "status_id": 1, "activity_date_time": "2025-12-01 09:00:00"}))
        .unwrap();
    assert_eq!(
        (shown(&w, bob, "Minutes"), shown(&w, bob, "Held"), shown(&w, ada, "Held")),
        (json!(60), json!(0), json!(1))
    );
    assert_eq!(shown(&w, ada, "First"), "2025-12-01 09:00:00");
    w.update("Activity", new, json!({"target_contact_id": [ada]})).unwrap();
    assert_eq!(shown(&w, bob, "Count"), 0, "not with them any more");

    // The bin, deletion, and the way back.
    w.update("Activity", old, json!({"is_deleted": true})).unwrap();
    assert_eq!(shown(&w, ada, "Count"), 1);
    let gone = done(&w, |tx| tx.delete("Activity", new, As::Actor));
    assert_eq!((shown(&w, ada, "Count"), shown(&w, ada, "Latest")), (json!(0), Json::Null));
    done(&w, |tx| tx.undo(gone, As::Actor));
    assert_eq!((shown(&w, ada, "Count"), shown(&w, ada, "Minutes")), (json!(1), json!(60)));
}

#[test]
fn totals_are_searched_sorted_and_written_by_nobody() {
    let w = world();
    let set = set(&w);
    total(
        &w,
        set,
        "Count",
        "Int",
        json!({"entity": "Activity", "roles": [["record_type_id:name", "IN", ["Activity Targets"]]]}),
    )
    .unwrap();
    let people: Vec<i64> = ["Ada", "Bob", "Cyd"].iter().map(|name| someone(&w, name)).collect();
    meeting(&w, &[people[0], people[1]], 10, "2026-01-05 18:00:00");
    meeting(&w, &[people[1]], 10, "2026-01-06 18:00:00");
    let ids = |conditions: Json| -> Vec<i64> {
        let both = json!([["id", "IN", people], conditions]);
        w.get("Contact", &["id"], both).iter().filter_map(|row| row["id"].as_i64()).collect()
    };
    assert_eq!(ids(json!(["Totals.Count", ">=", 1])), people[..2]);
    assert_eq!(ids(json!(["Totals.Count", "=", 0])), people[2..], "new people count from nought");
    w.update("Contact", people[1], json!({"Totals.Count": 99, "last_name": "Kept"})).unwrap();
    assert_eq!(shown(&w, people[1], "Count"), 2, "what somebody writes there is put right");
}

#[test]
fn totals_of_relationships_notes_and_custom_fields_of_what_is_counted() {
    let w = world();
    let set = set(&w);
    let kinds = w.save("CustomGroup", json!({"title": "Kinds", "extends": "Activity"})).unwrap();
    w.save(
        "CustomField",
        json!({"custom_group_id": kinds, "label": "Hours", "data_type": "Float", "html_type": "Text"}),
    )
    .unwrap();
    total(&w, set, "Bonds", "Int", json!({"entity": "Relationship", "where": [["is_active", "=", true]]})).unwrap();
    total(&w, set, "Notes", "Int", json!({"entity": "Note"})).unwrap();
    total(&w, set, "Short", "Int", json!({"entity": "Activity", "where": [["Kinds.Hours", "<", 1]]})).unwrap();
    let (ada, bob) = (someone(&w, "Ada"), someone(&w, "Bob"));
    let bond =
        w.save("Relationship", json!({"relationship_type_id": 4, "contact_id_a": ada, "contact_id_b": bob})).unwrap();
    assert_eq!((shown(&w, ada, "Bonds"), shown(&w, bob, "Bonds")), (json!(1), json!(1)), "either end counts");
    w.update("Relationship", bond, json!({"is_active": false})).unwrap();
    assert_eq!((shown(&w, ada, "Bonds"), shown(&w, bob, "Bonds")), (json!(0), json!(0)));
    let note = w.save("Note", json!({"entity_table": "civicrm_contact", "entity_id": ada, "note": "x"})).unwrap();
    assert_eq!(shown(&w, ada, "Notes"), 1);
    w.delete("Note", note).unwrap();
    assert_eq!(shown(&w, ada, "Notes"), 0);
    let one = meeting(&w, &[ada], 10, "2026-01-05 18:00:00");
    assert_eq!(shown(&w, ada, "Short"), 0);
    w.update("Activity", one, json!({"Kinds.Hours": 0.5})).unwrap();
    assert_eq!(shown(&w, ada, "Short"), 1);
}

#[test]
fn a_total_of_a_period_is_renewed_when_the_day_changes() {
    let w = world();
    let set = set(&w);
    let formula = json!({"entity": "Activity", "period": "this.year"});
    total(&w, set, "Year", "Int", formula).unwrap();
    let ada = someone(&w, "Ada");
    meeting(&w, &[ada], 10, "2001-01-05 18:00:00");
    meeting(&w, &[ada], 10, "now");
    assert_eq!(shown(&w, ada, "Year"), 1);
    // As if the night had not been counted yet.
    let table = w.one("CustomGroup", set, &["table_name"])["table_name"].as_str().unwrap().to_owned();
    let column = w.get("CustomField", &["column_name"], json!([["label", "=", "Year"]]))[0]["column_name"]
        .as_str()
        .unwrap()
        .to_owned();
    let spoil = || {
        let text = format!(r#"UPDATE "{table}" SET "{column}" = 7"#);
        w.site.write(&Actor::system("test"), "test", |tx| tx.execute(&store::statement(text, Vec::new()))).unwrap();
    };
    let registry = kit::Registry::of(&[custom::register]);
    let job = registry.jobs.iter().find(|job| job.name == "custom_totals").unwrap();
    let work = || {
        let mut work = Work::default();
        loop {
            w.site.write(&Actor::system("test"), "job", |tx| (job.run)(tx, &mut work)).unwrap();
            if work.position.is_none() {
                break;
            }
        }
    };
    spoil();
    work();
    assert_eq!(shown(&w, ada, "Year"), 1);
    spoil();
    work();
    assert_eq!(shown(&w, ada, "Year"), 7, "once a day is enough");
}

#[test]
fn two_people_who_count_at_once_both_count() {
    let w = world();
    let set = set(&w);
    total(&w, set, "Count", "Int", json!({"entity": "Activity"})).unwrap();
    let ada = someone(&w, "Ada");
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                (0..5).for_each(|_| {
                    meeting(&w, &[ada], 10, "2026-01-05 18:00:00");
                })
            });
        }
    });
    assert_eq!(shown(&w, ada, "Count"), 20);
}

#[test]
fn what_cannot_be_counted_is_refused_in_words() {
    let w = world();
    let set = set(&w);
    for (data, formula) in [
        ("Int", json!({"entity": "Nothing"})),
        ("Int", json!({"entity": "Country"})),
        ("Int", json!({"entity": "Activity", "function": "SUM", "field": "subject"})),
        ("String", json!({"entity": "Activity"})),
        ("Int", json!({"entity": "Activity", "where": [["nothing", "=", 1]]})),
        ("Int", json!({"entity": "Activity", "where": [["campaign_id.title", "=", "x"]]})),
        ("Int", json!({"entity": "Activity", "period": "this.year", "having": []})),
        ("Int", json!(["Activity"])),
    ] {
        let refused = total(&w, set, "Odd", data, formula.clone()).expect_err(&formula.to_string());
        assert!(matches!(refused, store::Error::Invalid(_)), "{formula}: {refused}");
    }
    let several =
        w.save("CustomGroup", json!({"title": "Lines", "extends": "Individual", "is_multiple": true})).unwrap();
    total(&w, several, "Odd", "Int", json!({"entity": "Activity"})).unwrap_err();
    // Its kind follows the formula.
    let id = total(&w, set, "Count", "Int", json!({"entity": "Activity"})).unwrap();
    let values = json!({"formula": {"entity": "Activity", "function": "MAX", "field": "activity_date_time"},
        "data_type": "Date", "html_type": "Select Date", "time_format": 2});
    let ada = someone(&w, "Ada");
    meeting(&w, &[ada], 10, "2026-01-05 18:00:00");
    w.update("CustomField", id, values).unwrap();
    assert_eq!(shown(&w, ada, "Count"), "2026-01-05 18:00:00");
}
