//! Lists of what is no contact: exchanges, lines of custom sets, ties; inserted, updated, and taken back.

use import::recognise::Goal;
use import::rows::{self, state};
use import::setup::{Always, Mode, Records};
use import::start::{self, Wish};
use import::work;
use schema::Actor;
use serde_json::{Value as Json, json};

use super::importing::{done, setup};
use super::{World, world};

fn handed(world: &World, entity: &str, text: &str) -> i64 {
    let wish = Wish { entity: entity.to_owned(), template: None };
    let started = world.site.write(&Actor::system("test"), "test", |tx| {
        let taken = file::take_bytes(tx, "liste.csv", text.as_bytes()).map_err(store::Error::from)?;
        start::start_as(tx, &taken, &wish)
    });
    started.unwrap()
}

fn rows_of(world: &World, id: i64) -> Vec<rows::ImportedRow> {
    world.site.read(&Actor::system("test"), |tx| rows::after(tx, id, 0, &[], 100)).unwrap()
}

fn states(world: &World, id: i64) -> Vec<String> {
    rows_of(world, id).into_iter().map(|row| row.state).collect()
}

fn faults(world: &World, id: i64) -> Vec<String> {
    rows_of(world, id).into_iter().flat_map(|row| row.faults()).map(|(_, key, _)| key).collect()
}

fn claire(world: &World) -> i64 {
    let values = json!({"first_name": "Claire", "last_name": "Morel", "email_primary.email": "claire@example.org",
                        "external_identifier": "A1"});
    world.save("Contact", values).unwrap()
}

#[test]
fn exchanges_come_in_with_whom_they_were_had_and_go_out_again() {
    let world = world();
    let claire = claire(&world);
    let ada = world.ada();
    let list = format!(
        "Mail;Type;Objet;Date;Durée;Notes;Confié à\n\
         claire@example.org;Meeting;Accueil;15/11/2026 14:30;45;Très bien;{ada}\n\
         claire@example.org;Phone Call;Relance;16/11/2026;;;\n\
         inconnu@example.org;Meeting;Personne;16/11/2026;;;\n\
         claire@example.org;Rien de tel;Faux;16/11/2026;;;\n"
    );
    let id = handed(&world, "Activity", &list);
    let goals = world.site.read(&Actor::system("test"), |tx| work::load(tx, id)).unwrap();
    let fields: Vec<&str> = goals.goals.iter().map(|goal| goal.field.as_str()).collect();
    let expected = [
        "email",
        "record.activity_type_id",
        "record.subject",
        "record.activity_date_time",
        "record.duration",
        "record.details",
        "record.assignee_contact_id",
    ];
    assert_eq!(fields, expected);
    assert_eq!(goals.subject, "target_contact_id");
    done(&world, id, work::REHEARSE);
    assert_eq!(states(&world, id), [state::CREATE, state::CREATE, state::ERROR, state::ERROR]);
    assert_eq!(faults(&world, id), ["import-fault-unknown", "import-fault-choice"]);
    assert!(
        world.get("Activity", &["id"], json!([["subject", "=", "Accueil"]])).is_empty(),
        "a rehearsal writes nothing"
    );

    done(&world, id, work::IMPORT);
    let select =
        ["activity_date_time", "duration", "details", "target_contact_id", "assignee_contact_id", "source_contact_id"];
    let found = world.get("Activity", &select, json!([["subject", "=", "Accueil"]]));
    let expected = json!({
        "activity_date_time": "2026-11-15 14:30:00", "duration": 45, "details": "Très bien",
        "target_contact_id": [claire], "assignee_contact_id": [ada], "source_contact_id": claire,
    });
    assert_eq!(found, [expected]);
    let tally = world.site.read(&Actor::system("test"), |tx| rows::division(tx, id)).unwrap();
    assert_eq!((tally.created, tally.updated, tally.refused), (2, 0, 2));
    let row = &rows_of(&world, id)[0];
    assert_eq!((row.contact, row.how.as_str()), (Some(claire), "rule"));
    assert!(row.record.is_some());

    done(&world, id, work::UNDO);
    assert!(world.get("Activity", &["id"], json!([["target_contact_id", "CONTAINS", claire]])).is_empty());
    assert_eq!(world.one("Contact", claire, &["first_name"]), json!({"first_name": "Claire"}));
}

#[test]
fn whoever_is_not_known_is_made_in_the_same_row_and_once() {
    let world = world();
    let list = "Prénom;Nom;Mail;Type;Objet\n\
                Paul;Rey;paul@example.org;Meeting;Un\n\
                Paul;Rey;paul@example.org;Meeting;Deux\n";
    let id = handed(&world, "Activity", list);
    setup(&world, id, |setup| {
        setup.make_people = true;
        setup.mode = Mode::Update;
    });
    done(&world, id, work::REHEARSE);
    assert_eq!(states(&world, id), [state::CREATE, state::CREATE]);
    done(&world, id, work::IMPORT);
    let people = world.get("Contact", &["id"], json!([["last_name", "=", "Rey"]]));
    assert_eq!(people.len(), 1);
    let paul = people[0]["id"].as_i64().unwrap();
    let select = ["subject", "target_contact_id"];
    let found = world.get("Activity", &select, json!([["target_contact_id", "CONTAINS", paul]]));
    assert_eq!(found.len(), 2);
    done(&world, id, work::UNDO);
    assert!(world.get("Contact", &["id"], json!([["last_name", "=", "Rey"]])).is_empty());
}

#[test]
fn records_named_by_their_number_are_updated_and_what_was_before_comes_back() {
    let world = world();
    let claire = claire(&world);
    let save = |subject: &str| {
        let values = json!({"activity_type_id:name": "Meeting", "subject": subject, "source_contact_id": claire,
                            "target_contact_id": [claire]});
        world.save("Activity", values).unwrap()
    };
    let (one, two) = (save("Avant"), save("Pareil"));
    let list = format!("Activity ID;Objet\n{one};Après\n{two};Pareil\n999999;Perdu\n");
    let id = handed(&world, "Activity", &list);
    done(&world, id, work::REHEARSE);
    assert_eq!(states(&world, id), [state::UPDATE, state::UNCHANGED, state::ERROR]);
    assert_eq!(faults(&world, id), ["import-fault-record"]);
    done(&world, id, work::IMPORT);
    let select = ["subject", "target_contact_id"];
    assert_eq!(world.one("Activity", one, &select), json!({"subject": "Après", "target_contact_id": [claire]}));
    let tally = world.site.read(&Actor::system("test"), |tx| rows::division(tx, id)).unwrap();
    assert_eq!((tally.created, tally.updated, tally.unchanged), (0, 1, 1));
    done(&world, id, work::UNDO);
    assert_eq!(world.one("Activity", one, &["subject"]), json!({"subject": "Avant"}));

    // Whoever only adds refuses rows that name a record, and the other way round.
    let id = handed(&world, "Activity", &list);
    setup(&world, id, |setup| setup.records = Records::Insert);
    done(&world, id, work::REHEARSE);
    assert_eq!(faults(&world, id)[0], "import-fault-record-known");
    let id = handed(&world, "Activity", "Mail;Type\nclaire@example.org;Meeting\n");
    setup(&world, id, |setup| setup.records = Records::Update);
    done(&world, id, work::REHEARSE);
    assert_eq!(faults(&world, id), ["import-fault-record-unnamed"]);
}

fn courses(world: &World) {
    let values =
        json!({"title": "Formations", "name": "Courses", "extends": "Individual", "is_multiple": true, "style": "Tab"});
    let set = world.save("CustomGroup", values).unwrap();
    for (label, name, kind) in [("Intitulé", "what", "String"), ("Heures", "hours", "Int"), ("Le", "day", "Date")] {
        let html = if kind == "Date" { "Select Date" } else { "Text" };
        let field = json!({"custom_group_id": set, "label": label, "name": name, "data_type": kind, "html_type": html});
        world.save("CustomField", field).unwrap();
    }
}

#[test]
fn lines_of_a_custom_set_come_in_by_identifier_and_are_counted() {
    let world = world();
    courses(&world);
    let claire = claire(&world);
    let list =
        "N° adhérent;Intitulé;Heures;Le\nA1;Secourisme;7;15/11/2026\nA1;Compta;3;16/11/2026\nZ9;Rien;1;16/11/2026\n";
    let id = handed(&world, "Custom_Courses", list);
    done(&world, id, work::REHEARSE);
    assert_eq!(states(&world, id), [state::CREATE, state::CREATE, state::ERROR]);
    done(&world, id, work::IMPORT);
    let found = world.get("Custom_Courses", &["entity_id", "what", "hours", "day"], json!([]));
    let expected = [
        json!({"entity_id": claire, "what": "Secourisme", "hours": 7, "day": "2026-11-15"}),
        json!({"entity_id": claire, "what": "Compta", "hours": 3, "day": "2026-11-16"}),
    ];
    assert_eq!(found, expected);
    let job = world.get("UserJob", &["job_type"], json!([["id", "=", id]]));
    assert_eq!(job, [json!({"job_type": "custom_field_import"})]);
    done(&world, id, work::UNDO);
    assert!(world.get("Custom_Courses", &["id"], json!([])).is_empty());
}

#[test]
fn ties_between_two_contacts_lead_to_both_by_what_they_are_called() {
    let world = world();
    let claire = claire(&world);
    let ada = world.ada();
    let id = handed(
        &world,
        "Relationship",
        "Mail;Lien;Avec\nclaire@example.org;Spouse of;Ada Byron\nclaire@example.org;Spouse of;Personne\n",
    );
    done(&world, id, work::REHEARSE);
    assert_eq!(states(&world, id), [state::CREATE, state::ERROR]);
    assert_eq!(faults(&world, id), ["import-fault-link"]);
    done(&world, id, work::IMPORT);
    let found = world.get("Relationship", &["contact_id_a", "contact_id_b"], json!([]));
    assert_eq!(found, [json!({"contact_id_a": claire, "contact_id_b": ada})]);
}

#[test]
fn what_every_row_has_in_common_fills_records_too() {
    let world = world();
    claire(&world);
    let id = handed(&world, "Activity", "Mail;Objet\nclaire@example.org;Salon\n");
    setup(&world, id, |setup| {
        setup.always = vec![Always { goal: Goal::of_record("activity_type_id"), value: "Meeting".to_owned() }];
    });
    done(&world, id, work::REHEARSE);
    done(&world, id, work::IMPORT);
    let found = world.get("Activity", &["activity_type_id:name"], json!([["subject", "=", "Salon"]]));
    assert_eq!(found, [json!({"activity_type_id:name": "Meeting"})]);
}

#[test]
fn refused_rows_are_tried_again_when_what_stood_in_their_way_is_gone() {
    let world = world();
    let id = handed(&world, "Activity", "Mail;Type;Objet\nclaire@example.org;Meeting;Salon\n");
    done(&world, id, work::REHEARSE);
    done(&world, id, work::IMPORT);
    assert_eq!(states(&world, id), [state::ERROR]);
    claire(&world);
    world.call("ImportRow", "retry", json!({"userJobId": id})).unwrap();
    assert_eq!(states(&world, id), [state::DONE]);
    assert_eq!(world.get("Activity", &["id"], json!([["subject", "=", "Salon"]])).len(), 1);
}

#[test]
fn only_whoever_may_write_such_records_brings_them_in() {
    let world = world();
    let ada = world.ada();
    let clerk = super::super::world::person(
        Some(ada),
        &["access CiviCRM", "import contacts", "edit all contacts", "view all contacts"],
    );
    let wish = Wish { entity: "OptionValue".to_owned(), template: None };
    let refused = world.site.write(&clerk, "test", |tx| {
        let taken = file::take_bytes(tx, "a.csv", b"Label\nX\n").map_err(store::Error::from)?;
        start::start_as(tx, &taken, &wish)
    });
    assert!(matches!(refused, Err(store::Error::Forbidden(_))), "{refused:?}");
    let wish = Wish { entity: "User".to_owned(), template: None };
    let refused = world.site.write(&Actor::system("test"), "test", |tx| {
        let taken = file::take_bytes(tx, "a.csv", b"Label\nX\n").map_err(store::Error::from)?;
        start::start_as(tx, &taken, &wish)
    });
    assert!(refused.is_err(), "accounts are no list");
}

#[test]
fn the_api_hands_in_exchanges_and_answers_with_their_numbers() {
    let world = world();
    let claire = claire(&world);
    let given = json!({
        "name": "salon.json", "entity": "Activity",
        "content": r#"[{"qui":"claire@example.org","quoi":"Accueil"},{"qui":"x@example.org","quoi":"Vide"}]"#,
        "columns": {"qui": "contact.email", "quoi": "subject"}, "always": {"activity_type_id": "Meeting"},
    });
    let started = world.call("UserJob", "startImport", given).unwrap();
    assert_eq!(started[0]["columns"], json!({"qui": "contact.email", "quoi": "subject"}));
    let id = started[0]["id"].as_i64().unwrap();
    world.call("ImportRow", "validate", json!({"userJobId": id})).unwrap();
    let rows: Vec<Json> = world.call("ImportRow", "import", json!({"userJobId": id})).unwrap();
    assert_eq!((rows[0]["_status"].as_str(), rows[1]["_status"].as_str()), (Some("IMPORTED"), Some("ERROR")));
    assert_eq!(rows[0]["_contact_id"], claire);
    let record = rows[0]["_entity_id"].as_i64().unwrap();
    assert_eq!(world.one("Activity", record, &["subject"]), json!({"subject": "Accueil"}));
}
