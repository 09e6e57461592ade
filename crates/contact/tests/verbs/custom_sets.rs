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

/// What the one process has done to a field: its name, whether it is there now, and since when.
type Done = std::sync::Mutex<Vec<(String, bool, Instant)>>;

/// A second, and what a question itself takes on a busy machine.
const STALE: Duration = Duration::from_millis(1_000);

#[test]
fn another_process_sees_new_fields_within_a_second_and_never_fails() {
    let w = world();
    let set = set(&w, "Shared");
    field(&w, set, "First", json!({}));
    let ada = w.save("Contact", json!({"first_name": "Ada", "Shared.First": "x"})).unwrap();
    let other = w.second();
    let end = Instant::now() + Duration::from_secs(4);
    let done = Done::default();
    let read = || {
        let request = GetRequest {
            select: vec!["id".to_owned(), "custom.*".to_owned()],
            where_: vec![json!(["id", "=", ada])],
            ..GetRequest::default()
        };
        other.read(&system(), |tx| tx.get("Contact", &request, As::Actor))
    };
    let checked = std::thread::scope(|scope| {
        let reader = scope.spawn(|| {
            let (mut count, mut checked) = (0, 0);
            while Instant::now() < end {
                let (asked, known) = (Instant::now(), done.lock().unwrap().clone());
                let found = read();
                assert!(found.is_ok(), "{:?}", found.err());
                let row = &found.unwrap().rows[0];
                for (name, there, _) in known.iter().filter(|(.., since)| asked.duration_since(*since) > STALE) {
                    assert_eq!(row.contains_key(&format!("Shared.{name}")), *there, "{name} is out of date");
                    checked += 1;
                }
                let values = json!({"id": ada, "Shared.First": format!("v{count}")});
                let written = other
                    .write(&system(), "test", |tx| tx.save("Contact", values.as_object().cloned().unwrap(), As::Actor));
                assert!(written.is_ok(), "{:?}", written.err());
                count += 1;
            }
            assert!(count > 10, "only {count} questions were asked meanwhile");
            checked
        });
        let tell = |name: &str, there: bool| {
            let mut done = done.lock().unwrap();
            done.retain(|(known, ..)| known != name);
            done.push((name.to_owned(), there, Instant::now()));
        };
        let mut number = 0;
        while Instant::now() < end {
            number += 1;
            let name = format!("n{number}");
            let id = field(&w, set, &name, json!({"is_searchable": true}));
            tell(&name, true);
            w.update("CustomField", id, json!({"data_type": "Memo", "html_type": "TextArea"})).unwrap();
            if number % 2 == 0 {
                // Until it is told that it is gone, nobody expects anything of it.
                done.lock().unwrap().retain(|(known, ..)| *known != name);
                w.delete("CustomField", id).unwrap();
                tell(&name, false);
            }
            std::thread::sleep(Duration::from_millis(40));
        }
        reader.join().unwrap()
    });
    assert!(checked > 10, "only {checked} fields were looked for");
}

/// The custom fields of a person's form, as the page works with them.
fn sheet(w: &World, contact: Option<i64>, form: &str) -> Result<serde_json::Map<String, Json>> {
    let lang = contact::pages::phrases::Lang::new(ui::Locale::best(Some("en"), None));
    w.site.write(&system(), "page", |tx| {
        let mut sheet = contact::pages::custom::Sheet::read(tx, &lang, "Individual", &[], contact)?;
        sheet.typed(&kit::Fields::parse(form));
        sheet.changes(tx)
    })
}

fn driving(w: &World) -> i64 {
    let set = set(w, "Skills");
    field(w, set, "Drives", json!({"data_type": "Boolean", "html_type": "Radio"}));
    let only = json!([["Skills.Drives", "=", 1]]);
    field(w, set, "Licence", json!({"conditions": {"show": only, "require": only}}));
    set
}

#[test]
fn a_field_must_be_filled_in_where_another_says_so() {
    let w = world();
    driving(&w);
    let missing = sheet(&w, None, "Skills.Drives=1&Skills.Licence=").unwrap_err();
    let store::Error::Invalid(errors) = missing else { panic!("{missing}") };
    assert_eq!(errors.iter().map(|one| one.field.as_str()).collect::<Vec<_>>(), ["Skills.Licence"]);
    assert_eq!(sheet(&w, None, "Skills.Drives=1&Skills.Licence=B").unwrap()["Skills.Licence"], "B");
    assert!(sheet(&w, None, "Skills.Drives=0&Skills.Licence=").is_ok());
}

#[test]
fn a_field_that_is_not_shown_keeps_its_value() {
    let w = world();
    driving(&w);
    let ada = w.save("Contact", json!({"first_name": "Ada", "Skills.Drives": true, "Skills.Licence": "B"})).unwrap();
    // A browser sends no field that is not shown; one without scripts sends what it was shown.
    let changes = sheet(&w, Some(ada), "Skills.Drives=0").unwrap();
    assert_eq!(Json::Object(changes), json!({"Skills.Drives": "0"}));
    assert!(sheet(&w, Some(ada), "Skills.Drives=1&Skills.Licence=").is_err());
}

#[test]
fn conditions_go_by_fields_of_the_record_and_of_other_sets() {
    let w = world();
    let (skills, more) = (set(&w, "Skills"), set(&w, "More"));
    let craft = field(&w, skills, "Craft", json!({}));
    field(&w, more, "Since", json!({"conditions": {"require": [["Skills.Craft", "IS NOT EMPTY"]]}}));
    field(
        &w,
        more,
        "Name",
        json!({"conditions": {"require": [["OR", [["gender_id", "=", 1], ["Skills.Craft", "=", "none"]]]]}}),
    );
    let ada = w.save("Contact", json!({"first_name": "Ada", "Skills.Craft": "Loom"})).unwrap();
    let missing = sheet(&w, Some(ada), "More.Since=&More.Name=").unwrap_err().to_string();
    assert!(!missing.is_empty());
    assert!(sheet(&w, Some(ada), "More.Since=2020&More.Name=").is_ok());
    assert!(sheet(&w, Some(ada), "More.Since=2020&More.Name=&gender_id=1").is_err(), "what the same form says counts");
    // Conditions follow a field that moves.
    w.update("CustomField", craft, json!({"custom_group_id": more})).unwrap();
    assert!(sheet(&w, Some(ada), "More.Since=").is_err());
    assert!(sheet(&w, Some(ada), "More.Since=2020").is_ok());
    // One that is gone asks for nothing.
    w.delete("CustomField", craft).unwrap();
    let bob = w.save("Contact", json!({"first_name": "Bob"})).unwrap();
    assert!(sheet(&w, Some(bob), "More.Since=2020").is_ok());
}

#[test]
fn conditions_that_make_no_sense_are_refused() {
    let w = world();
    let set = set(&w, "Skills");
    field(&w, set, "Craft", json!({}));
    for conditions in [
        json!({"show": [["Skills.Nothing", "=", 1]]}),
        json!({"show": [["Skills.Odd", "=", 1]]}),
        json!({"hide": [["Skills.Craft", "=", 1]]}),
        json!({"show": [["Skills.Craft", "SOUNDS LIKE", 1]]}),
    ] {
        let values = json!({"custom_group_id": set, "label": "Odd", "data_type": "String", "html_type": "Text", "conditions": conditions});
        let refused = w.save("CustomField", values).expect_err("no sense");
        assert!(matches!(refused, store::Error::Invalid(_)), "{refused}");
    }
}

#[test]
fn a_set_of_several_lines_has_room_for_as_many_as_it_says() {
    let w = world();
    let values = json!({"title": "Stays", "extends": "Contact", "is_multiple": true, "max_multiple": 2, "style": "Tab with table"});
    let set = w.save("CustomGroup", values).unwrap();
    field(&w, set, "Place", json!({}));
    let ada = w.ada();
    let stay = |place: &str| w.save("Custom_Stays", json!({"entity_id": ada, "Place": place}));
    let one = stay("Nyons").unwrap();
    stay("Die").unwrap();
    refusal(stay("Gap"));
    w.delete("Custom_Stays", one).unwrap();
    stay("Gap").unwrap();
}

#[test]
fn keys_in_lists_lead_to_whom_the_writer_sees() {
    let w = world();
    let set = set(&w, "Circle");
    let several = json!({"data_type": "ContactReference", "html_type": "Autocomplete-Select", "serialize": 1});
    field(&w, set, "Friends", several);
    let (ada, secret) = (w.ada(), w.save("Contact", json!({"first_name": "Secret"})).unwrap());
    let permissions = ["access CiviCRM", "view my contact", "edit my contact", "access all custom data"];
    let actor = super::person(Some(ada), &permissions);
    assert!(w.save_by(&actor, "Contact", json!({"id": ada, "Circle.Friends": [secret]})).is_err());
    w.save_by(&actor, "Contact", json!({"id": ada, "Circle.Friends": [ada]})).unwrap();
    w.update("Contact", ada, json!({"Circle.Friends": [secret]})).unwrap();
    // What somebody else has put there may stay.
    w.save_by(&actor, "Contact", json!({"id": ada, "Circle.Friends": [secret, ada]})).unwrap();
}

#[test]
fn a_field_names_its_set_and_its_list_by_their_machine_names() {
    let w = world();
    let set = set(&w, "Skills");
    let own = |label: &str, more: Json| {
        let mut values = json!({"label": label, "data_type": "String", "html_type": "Text"});
        for (name, value) in more.as_object().unwrap() {
            values[name] = value.clone();
        }
        w.save("CustomField", values)
    };
    for (label, more) in [
        ("By suffix", json!({"custom_group_id:name": "Skills"})),
        ("By join", json!({"custom_group_id.name": "Skills"})),
        ("By label", json!({"custom_group_id:label": "Skills"})),
    ] {
        let id = own(label, more).unwrap();
        assert_eq!(w.one("CustomField", id, &["custom_group_id"])["custom_group_id"], set, "{label}");
    }
    let listed = json!({"custom_group_id.name": "Skills", "html_type": "Select", "option_group_id.name": "gender"});
    let id = own("Listed", listed).unwrap();
    let row = w.one("CustomField", id, &["option_group_id:name", "custom_group_id:name"]);
    assert_eq!(row, json!({"option_group_id:name": "gender", "custom_group_id:name": "Skills"}));
    refusal(own("Lost", json!({"custom_group_id:name": "Nowhere"})));
    refusal(own("Lost", json!({"custom_group_id.name": "Nowhere"})));
    let ada = w.save("Contact", json!({"first_name": "Ada", "Skills.Listed:name": "Female"})).unwrap();
    assert_eq!(value(&w, ada, "Skills.Listed:label"), "Female");
}
