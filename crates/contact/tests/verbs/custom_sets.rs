//! Custom sets and fields while the site runs: every kind of value, changes of kind and place, and the way back.

use std::time::{Duration, Instant};

use kit::Work;
use query::GetRequest;
use schema::Actor;
use serde_json::{Value as Json, json};
use store::{As, Result};

use super::{World, refusal, world};

fn system() -> Actor {
    Actor::system("test")
}

fn set(w: &World, title: &str) -> i64 {
    w.save("CustomGroup", json!({"title": title, "extends": "Individual"})).unwrap()
}

fn field(w: &World, set: i64, label: &str, more: Json) -> i64 {
    let mut values = json!({"custom_group_id": set, "label": label, "data_type": "String", "html_type": "Text"});
    for (name, value) in more.as_object().unwrap() {
        values[name] = value.clone();
    }
    w.save("CustomField", values).unwrap()
}

/// Does something, and gives the number of the transaction that it was.
fn done(w: &World, work: impl FnOnce(&mut store::Tx<'_>) -> Result<()>) -> i64 {
    let made = w.site.write(&system(), "test", |tx| {
        work(tx)?;
        Ok(tx.transaction_id())
    });
    made.unwrap().unwrap()
}

fn change(w: &World, entity: &'static str, values: Json) -> i64 {
    done(w, |tx| tx.save(entity, values.as_object().cloned().unwrap(), As::Actor).map(|_| ()))
}

fn undo(w: &World, transaction: i64) -> i64 {
    done(w, |tx| tx.undo(transaction, As::Actor))
}

fn value(w: &World, contact: i64, path: &str) -> Json {
    w.one("Contact", contact, &[path])[path].clone()
}

#[test]
fn a_deleted_field_comes_back_with_its_values() {
    let w = world();
    let set = set(&w, "Skills");
    let id = field(&w, set, "Craft", json!({"is_searchable": true}));
    let ada = w.save("Contact", json!({"first_name": "Ada", "Skills.Craft": "Loom"})).unwrap();
    let gone = done(&w, |tx| tx.delete("CustomField", id, As::Actor));
    assert!(w.site.catalog().entity("Contact").unwrap().field("Skills.Craft").is_none());
    let back = undo(&w, gone);
    assert_eq!(value(&w, ada, "Skills.Craft"), "Loom");
    undo(&w, back);
    assert!(w.site.catalog().entity("Contact").unwrap().field("Skills.Craft").is_none());
}

#[test]
fn a_deleted_set_comes_back_with_its_fields_and_values() {
    let w = world();
    let set = set(&w, "Skills");
    field(&w, set, "Craft", json!({}));
    let ada = w.save("Contact", json!({"first_name": "Ada", "Skills.Craft": "Loom"})).unwrap();
    let gone = done(&w, |tx| tx.delete("CustomGroup", set, As::Actor));
    assert!(w.get("CustomField", &["id"], json!([["custom_group_id", "=", set]])).is_empty());
    undo(&w, gone);
    assert_eq!(value(&w, ada, "Skills.Craft"), "Loom");
}

#[test]
fn making_a_field_can_be_undone_and_redone() {
    let w = world();
    let set = set(&w, "Skills");
    let made = change(
        &w,
        "CustomField",
        json!({
            "custom_group_id": set, "label": "Level", "data_type": "String", "html_type": "Select",
            "option_values": {"1": "Low", "2": "High"},
        }),
    );
    let undone = undo(&w, made);
    assert!(w.site.catalog().entity("Contact").unwrap().field("Skills.Level").is_none());
    undo(&w, undone);
    let ada = w.save("Contact", json!({"first_name": "Ada", "Skills.Level:label": "High"})).unwrap();
    assert_eq!(value(&w, ada, "Skills.Level"), "2");
}

#[test]
fn the_values_of_a_deleted_field_go_after_the_time_of_grace() {
    let w = world();
    let set = set(&w, "Skills");
    let id = field(&w, set, "Craft", json!({"is_searchable": true}));
    let ada = w.save("Contact", json!({"first_name": "Ada", "Skills.Craft": "Loom"})).unwrap();
    let gone = done(&w, |tx| tx.delete("CustomField", id, As::Actor));
    let clean = || {
        let job = w.registry.jobs.iter().find(|job| job.name == "custom_cleanup").unwrap();
        w.site.write(&system(), "job", |tx| (job.run)(tx, &mut Work::default())).unwrap();
    };
    clean();
    let undone = undo(&w, gone);
    assert_eq!(value(&w, ada, "Skills.Craft"), "Loom", "a young column stays");
    undo(&w, undone);
    w.site
        .write(&system(), "test", |tx| {
            tx.execute(&store::statement(
                r#"UPDATE "ruche_custom_remains" SET "since" = '2001-01-01 00:00:00'"#,
                Vec::new(),
            ))
        })
        .unwrap();
    clean();
    let left = w
        .site
        .read(&system(), |tx| tx.one(&store::statement(r#"SELECT count(*) FROM "ruche_custom_remains""#, Vec::new())));
    assert_eq!(left.unwrap().and_then(|v| v.as_int()), Some(0));
}

#[test]
fn a_field_moves_with_its_values_and_back() {
    let w = world();
    let (from, to) = (set(&w, "Skills"), set(&w, "Training"));
    let id = field(&w, from, "Craft", json!({"is_searchable": true}));
    field(&w, to, "Other", json!({}));
    let people: Vec<i64> = (0..5)
        .map(|n| w.save("Contact", json!({"first_name": "Ada", "Skills.Craft": format!("c{n}")})).unwrap())
        .collect();
    w.update("Contact", people[0], json!({"Training.Other": "x"})).unwrap();
    let moved = change(&w, "CustomField", json!({"id": id, "custom_group_id": to}));
    assert_eq!(value(&w, people[0], "Training.Craft"), "c0");
    assert_eq!(value(&w, people[4], "Training.Craft"), "c4");
    assert_eq!(value(&w, people[0], "Training.Other"), "x");
    w.update("Contact", people[1], json!({"Training.Craft": "new"})).unwrap();
    undo(&w, moved);
    assert_eq!(value(&w, people[1], "Skills.Craft"), "new", "what was written meanwhile comes along");
    assert_eq!(value(&w, people[2], "Skills.Craft"), "c2");
    let other = w.save("CustomGroup", json!({"title": "Events", "extends": "Organization"})).unwrap();
    refusal(w.update("CustomField", id, json!({"custom_group_id": other})));
}

#[test]
fn a_field_changes_its_kind_where_all_values_allow_it() {
    let w = world();
    let set = set(&w, "Skills");
    let id = field(&w, set, "Years", json!({}));
    let ada = w.save("Contact", json!({"first_name": "Ada", "Skills.Years": "12"})).unwrap();
    let bob = w.save("Contact", json!({"first_name": "Bob", "Skills.Years": "many"})).unwrap();
    let said = refusal(w.update("CustomField", id, json!({"data_type": "Int"})));
    assert!(said.contains("'many' (1)"), "{said}");
    assert_eq!(value(&w, ada, "Skills.Years"), "12");
    w.update("Contact", bob, json!({"Skills.Years": "3"})).unwrap();
    let changed = change(&w, "CustomField", json!({"id": id, "data_type": "Int"}));
    assert_eq!(value(&w, ada, "Skills.Years"), 12);
    assert_eq!(w.get("Contact", &["id"], json!([["Skills.Years", ">", 10]])).len(), 1);
    w.update("Contact", bob, json!({"Skills.Years": 4})).unwrap();
    undo(&w, changed);
    assert_eq!(value(&w, ada, "Skills.Years"), "12");
    assert_eq!(value(&w, bob, "Skills.Years"), "4");
}

#[test]
fn values_change_between_all_kinds_that_can_hold_them() {
    let w = world();
    let set = set(&w, "Kinds");
    let steps: [(&str, &str, i64, Json); 8] = [
        ("String", "Text", 0, json!("2026-03-01")),
        ("Date", "Select Date", 0, json!("2026-03-01")),
        ("Memo", "TextArea", 0, json!("2026-03-01")),
        ("String", "CheckBox", 1, json!(["2026-03-01"])),
        ("String", "Text", 0, json!("7")),
        ("Int", "Text", 0, json!(7)),
        ("Money", "Text", 0, json!(7)),
        ("Float", "Text", 0, json!(7)),
    ];
    let id = field(&w, set, "It", json!({}));
    let ada = w.save("Contact", json!({"first_name": "Ada", "Kinds.It": "2026-03-01"})).unwrap();
    for (at, (data, html, several, expected)) in steps.iter().enumerate() {
        w.update("CustomField", id, json!({"data_type": data, "html_type": html, "serialize": several})).unwrap();
        if at == 4 {
            w.update("Contact", ada, json!({"Kinds.It": "7"})).unwrap();
        }
        assert_eq!(value(&w, ada, "Kinds.It"), *expected, "{data}");
    }
}

/// Data type, input, several, the value as sent, as answered, and another that is greater or otherwise.
fn kinds(contact: i64) -> Vec<(&'static str, &'static str, i64, Json, Json)> {
    let mut all: Vec<(&str, &str, i64, Json, Json)> = Vec::new();
    for html in ["Text", "Select", "Radio", "Autocomplete-Select", "Hidden"] {
        all.push(("String", html, 0, json!("b"), json!("b")));
    }
    for html in ["CheckBox", "Select", "Autocomplete-Select"] {
        all.push(("String", html, 1, json!(["a", "b"]), json!(["a", "b"])));
    }
    for html in ["Text", "Select", "Radio"] {
        all.push(("Int", html, 0, json!(2), json!(2)));
        all.push(("Float", html, 0, json!(2.5), json!(2.5)));
        all.push(("Money", html, 0, json!("2.50"), json!(2.5)));
    }
    for html in ["TextArea", "RichTextEditor"] {
        all.push(("Memo", html, 0, json!("b"), json!("b")));
    }
    for html in ["Toggle", "Radio", "CheckBox", "Select"] {
        all.push(("Boolean", html, 0, json!(true), json!(true)));
    }
    all.push(("Date", "Select Date", 0, json!("2026-02-03"), json!("2026-02-03")));
    all.push(("Link", "Link", 0, json!("https://b.example"), json!("https://b.example")));
    all.push(("Country", "Select", 0, json!(1076), json!(1076)));
    all.push(("Country", "Autocomplete-Select", 1, json!([1076]), json!([1076])));
    all.push(("StateProvince", "Select", 0, json!(1000), json!(1000)));
    all.push(("ContactReference", "Autocomplete-Select", 0, json!(contact), json!(contact)));
    all.push(("ContactReference", "Autocomplete-Select", 1, json!([contact]), json!([contact])));
    all.push(("EntityReference", "Autocomplete-Select", 0, json!(1), json!(1)));
    all
}

#[test]
fn every_kind_of_field_is_written_read_and_searched() {
    let w = world();
    let set = set(&w, "All");
    let zoe = w.save("Contact", json!({"first_name": "Zoe"})).unwrap();
    for (at, (data, html, several, sent, expected)) in kinds(zoe).into_iter().enumerate() {
        let name = format!("f{at}");
        let choices = matches!(html, "Select" | "Radio" | "CheckBox" | "Autocomplete-Select");
        let mut more = json!({"name": name, "data_type": data, "html_type": html, "serialize": several,
            "is_searchable": at % 2 == 0, "fk_entity": (data == "EntityReference").then_some("LocationType")});
        match data {
            "String" if choices => more["option_values"] = json!({"a": "First", "b": "Second"}),
            "Int" if choices => more["option_values"] = json!({"1": "First", "2": "Second"}),
            "Float" | "Money" if choices => more["option_values"] = json!({"1.5": "First", "2.5": "Second"}),
            _ => {}
        }
        field(&w, set, &name, more);
        let path = format!("All.{name}");
        let says = format!("{data}/{html}/{several}");
        let mut values = json!({"first_name": "Ada"});
        values[&path] = sent.clone();
        let ada = w.save("Contact", values).unwrap();
        let bob = w.save("Contact", json!({"first_name": "Bob"})).unwrap();
        assert_eq!(value(&w, ada, &path), expected, "{says}");
        assert!(value(&w, bob, &path).is_null() || value(&w, bob, &path) == json!(false), "{says}");
        let one = if several > 0 { expected[0].clone() } else { expected.clone() };
        let found = |clause: Json| -> Vec<i64> {
            let both = json!([["id", "IN", [ada, bob]], clause]);
            w.get("Contact", &["id"], both).iter().filter_map(|row| row["id"].as_i64()).collect()
        };
        match several > 0 {
            true => assert_eq!(found(json!([path, "CONTAINS", one])), [ada], "{says} CONTAINS"),
            false => {
                assert_eq!(found(json!([path, "=", one])), [ada], "{says} =");
                assert_eq!(found(json!([path, "IN", [one]])), [ada], "{says} IN");
                let other = found(json!([path, "!=", one]));
                assert!(!other.contains(&ada), "{says} !=");
                if !matches!(data, "Boolean" | "Memo") {
                    assert_eq!(found(json!([path, ">=", one])), [ada], "{says} >=");
                    assert_eq!(found(json!([path, "<=", one])), [ada], "{says} <=");
                    assert_eq!(found(json!([path, "BETWEEN", [one, one]])), [ada], "{says} BETWEEN");
                }
            }
        }
        assert_eq!(found(json!([path, "IS NOT EMPTY"])), [ada], "{says} IS NOT EMPTY");
        assert_eq!(found(json!([path, "IS NULL"])), [bob], "{says} IS NULL");
        if matches!(data, "String" | "Int") && choices {
            let label = w.one("Contact", ada, &[&format!("{path}:label")])[&format!("{path}:label")].clone();
            let wanted = if several > 0 { json!(["First", "Second"]) } else { json!("Second") };
            assert_eq!(label, wanted, "{says} :label");
            let word = if several > 0 { "CONTAINS" } else { "=" };
            assert_eq!(found(json!([format!("{path}:label"), word, "Second"])), [ada], "{says} by label");
            let mut values = json!({"first_name": "Cyd"});
            values[&format!("{path}:label")] = wanted;
            let cyd = w.save("Contact", values).unwrap();
            assert_eq!(value(&w, cyd, &path), expected, "{says} written by label");
        }
    }
}

#[test]
fn a_multiple_set_is_an_entity_of_its_own() {
    let w = world();
    let set = w
        .save(
            "CustomGroup",
            json!({"title": "Stays", "extends": "Contact", "is_multiple": true, "style": "Tab with table"}),
        )
        .unwrap();
    field(&w, set, "Place", json!({}));
    let ada = w.ada();
    let one = w.save("Custom_Stays", json!({"entity_id": ada, "Place": "Nyons"})).unwrap();
    w.save("Custom_Stays", json!({"entity_id": ada, "Place": "Die"})).unwrap();
    assert_eq!(w.get("Custom_Stays", &["Place"], json!([["entity_id", "=", ada]])).len(), 2);
    w.delete("Custom_Stays", one).unwrap();
    assert_eq!(w.get("Custom_Stays", &["Place"], json!([["entity_id", "=", ada]])), [json!({"Place": "Die"})]);
}

#[test]
fn another_process_sees_new_fields_within_a_second_and_never_fails() {
    let w = world();
    let set = set(&w, "Shared");
    field(&w, set, "First", json!({}));
    let ada = w.save("Contact", json!({"first_name": "Ada", "Shared.First": "x"})).unwrap();
    let other = w.second();
    let end = Instant::now() + Duration::from_secs(4);
    let read = |site: &store::Site, path: &str| {
        let request = GetRequest {
            select: vec!["id".to_owned(), "custom.*".to_owned(), path.to_owned()],
            where_: vec![json!(["id", "=", ada])],
            ..GetRequest::default()
        };
        site.read(&system(), |tx| tx.get("Contact", &request, As::Actor))
    };
    std::thread::scope(|scope| {
        let reader = scope.spawn(|| {
            let mut count = 0;
            while Instant::now() < end {
                let found = read(&other, "display_name");
                assert!(found.is_ok(), "{:?}", found.err());
                let values = json!({"id": ada, "Shared.First": format!("v{count}")});
                let written = other
                    .write(&system(), "test", |tx| tx.save("Contact", values.as_object().cloned().unwrap(), As::Actor));
                assert!(written.is_ok(), "{:?}", written.err());
                count += 1;
            }
            count
        });
        let mut number = 0;
        while Instant::now() < end {
            number += 1;
            let id = field(&w, set, &format!("n{number}"), json!({"is_searchable": true}));
            w.update("CustomField", id, json!({"data_type": "Memo", "html_type": "TextArea"})).unwrap();
            if number % 2 == 0 {
                w.delete("CustomField", id).unwrap();
            }
            std::thread::sleep(Duration::from_millis(40));
        }
        assert!(reader.join().unwrap() > 0);
    });
    field(&w, set, "Last", json!({}));
    let since = Instant::now();
    while !read(&other, "Shared.Last").is_ok_and(|found| found.rows[0].contains_key("Shared.Last")) {
        assert!(since.elapsed() < Duration::from_secs(1), "the other process did not notice the new field");
        std::thread::sleep(Duration::from_millis(50));
    }
}
