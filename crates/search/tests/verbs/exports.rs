//! Files of what a search finds.

use search::export::{Export, Format};
use search::run::cells::For;
use search::run::{Question, Search, default_display};
use serde_json::json;
use ui::Locale;

use super::{World, world};

fn file(world: &World, format: Format, language: &str) -> Vec<u8> {
    let system = schema::Actor::system("test");
    let mut out = Vec::new();
    world
        .site
        .read(&system, |tx| {
            let params = json!({
                "select": ["first_name", "gender_id", "birth_date"], "where": [["last_name", "=", "Étoile"]],
                "orderBy": {"first_name": "ASC"},
            });
            let search = Search {
                id: None,
                name: String::new(),
                label: "Étoiles".to_owned(),
                entity: "Contact".to_owned(),
                params: params.as_object().cloned().unwrap(),
            };
            let display = default_display(tx, &search)?;
            let question = Question::whole(search, display);
            let locale = Locale::best(Some(language), None);
            Export { question, format, locale, whom: For::People }.write(tx, &mut out)
        })
        .unwrap();
    out
}

fn staged() -> World {
    let world = world();
    for (first, gender) in [("=cmd()", 1), ("Zoé; \"la\" grande", 2)] {
        let values = json!({
            "first_name": first, "last_name": "Étoile", "gender_id": gender, "birth_date": "1990-03-04",
        });
        world.save("Contact", values).unwrap();
    }
    world
}

#[test]
fn a_csv_file_runs_nothing_and_says_choices_in_words() {
    let world = staged();
    let text = String::from_utf8(file(&world, Format::Csv(';'), "fr")).unwrap();
    let lines: Vec<&str> = text.split("\r\n").collect();
    assert!(lines[0].starts_with('\u{feff}'));
    assert_eq!(lines[1], "\"'=cmd()\";Femme;1990-03-04");
    assert_eq!(lines[2], "\"Zoé; \"\"la\"\" grande\";Homme;1990-03-04");
    assert_eq!(lines.len(), 4);
}

#[test]
fn json_keeps_plain_values_under_their_keys() {
    let world = staged();
    let rows: serde_json::Value = serde_json::from_slice(&file(&world, Format::Json, "en")).unwrap();
    assert_eq!(rows[0]["first_name"], "=cmd()");
    assert_eq!(rows[1]["gender_id"], 2);
}

#[test]
fn sheets_are_archives_that_begin_as_their_kind_does() {
    let world = staged();
    assert!(file(&world, Format::Xlsx, "en").starts_with(b"PK"));
    assert!(file(&world, Format::Ods, "en")[30..].starts_with(b"mimetypeapplication/vnd.oasis"));
}

/// Two who live together as a household, and one alone; the household's number.
fn housed(world: &World) -> i64 {
    let home = world.save("Contact", json!({"contact_type": "Household", "household_name": "Les Foyers"})).unwrap();
    let kind =
        world.get("RelationshipType", &["id"], json!([["name_a_b", "=", "Household Member of"]]))[0]["id"].clone();
    for first in ["Ada", "Bo", "Cy"] {
        let id = world.save("Contact", json!({"first_name": first, "last_name": "Foyer"})).unwrap();
        let street = if first == "Cy" { "2 rue" } else { "1 rue" };
        let address = json!({"contact_id": id, "street_address": street, "city": "Die", "location_type_id": 1});
        world.save("Address", address).unwrap();
        if first != "Cy" {
            let tie = json!({"contact_id_a": id, "contact_id_b": home, "relationship_type_id": kind});
            world.save("Relationship", tie).unwrap();
        }
    }
    home
}

fn merged(world: &World, merge: &str) -> String {
    let system = schema::Actor::system("test");
    let mut out = Vec::new();
    let read = world.site.read(&system, |tx| {
        let params =
            json!({"select": ["display_name"], "where": [["last_name", "=", "Foyer"]], "orderBy": {"id": "ASC"}});
        let search = Search {
            id: None,
            name: String::new(),
            label: "Foyers".to_owned(),
            entity: "Individual".to_owned(),
            params: params.as_object().cloned().unwrap(),
        };
        let mut display = default_display(tx, &search)?;
        display.settings.insert("merge".to_owned(), json!(merge));
        let question = Question::whole(search, display);
        let locale = Locale::best(Some("en"), None);
        Export { question, format: Format::Csv(','), locale, whom: For::People }.write(tx, &mut out)
    });
    read.unwrap();
    String::from_utf8(out).unwrap().lines().skip(1).map(|line| format!("{line};")).collect()
}

#[test]
fn a_household_stands_for_its_members_and_an_address_for_those_who_live_there() {
    let world = world();
    housed(&world);
    assert_eq!(merged(&world, "household"), "Les Foyers;Cy Foyer;");
    assert_eq!(merged(&world, "address"), "\"Ada Foyer, Bo Foyer\";Cy Foyer;");
    assert_eq!(merged(&world, ""), "Ada Foyer;Bo Foyer;Cy Foyer;");
}

#[test]
fn a_regular_export_writes_its_file_and_sends_it() {
    let world = world();
    let contact = world.save("Contact", json!({"first_name": "Re", "last_name": "Gular"})).unwrap();
    let params = json!({"select": ["first_name"], "where": [["last_name", "=", "Gular"]]});
    let values = json!({"label": "Regular", "api_entity": "Contact", "api_params": params});
    let search = world.save("SavedSearch", values).unwrap();
    let (system, one) = (schema::Actor::system("test"), |search| search::schedule::Regular {
        search,
        rhythm: search::schedule::Rhythm::Daily,
        format: "csv".to_owned(),
        language: "fr".to_owned(),
        contact,
        mail: vec!["tresor@example.org".to_owned()],
        only_rows: true,
    });
    let written = search::schedule::deliver(&world.site, &system, &one(search), "2026-11-22").unwrap();
    assert!(written);
    let files = search::schedule::files(&world.site, search, contact);
    assert_eq!(files, ["2026-11-22.csv"]);
    let bytes = search::schedule::file(&world.site, search, contact, "2026-11-22.csv").unwrap();
    assert!(String::from_utf8(bytes).unwrap().contains("Re"));
    let sent = world.site.read(&system, |tx| mail::outbox::waiting(tx)).unwrap();
    assert_eq!(sent, 1);
    let params = json!({"select": ["first_name"], "where": [["last_name", "=", "Nobody of this name"]]});
    let values = json!({"label": "Empty", "api_entity": "Contact", "api_params": params});
    let empty = world.save("SavedSearch", values).unwrap();
    assert!(!search::schedule::deliver(&world.site, &system, &one(empty), "2026-11-22").unwrap());
    assert!(search::schedule::files(&world.site, empty, contact).is_empty());
}
