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
