//! Calls that name a language are answered in it.

use serde_json::{Value as Json, json};
use testkit::{Engine, TestApp};

fn on_each_engine(test: fn(&TestApp)) {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        test(&TestApp::start(engine));
    }
}

fn labels(app: &TestApp, language: Json) -> Vec<Json> {
    let asked = json!({
        "select": ["gender_id:label", "gender_id:name", "prefix_id:label"],
        "where": [["last_name", "=", "Perrin"]],
        "language": language,
    });
    app.rows("Contact", "get", &asked)
}

#[test]
fn labels_are_told_and_found_in_the_language_that_is_asked() {
    on_each_engine(|app| {
        let values = json!({
            "contact_type": "Individual", "first_name": "Ada", "last_name": "Perrin",
            "gender_id:name": "Female", "prefix_id:name": "Mrs.",
        });
        app.rows("Contact", "create", &json!({"values": values, "language": "fr_FR"}));
        let row = |gender: &str, prefix: &str| json!({"gender_id:label": gender, "gender_id:name": "Female", "prefix_id:label": prefix});
        let seen = |language: Json| {
            let mut rows = labels(app, language);
            rows[0].as_object_mut().map(|row| row.shift_remove("id"));
            rows
        };
        assert_eq!(seen(json!("fr_FR")), [row("Femme", "Mme")]);
        // The next call starts anew.
        assert_eq!(seen(Json::Null), [row("Female", "Mrs.")]);
        assert_eq!(seen(json!("de_DE")), [row("Female", "Mrs.")]);
        let by_label = |label: &str, language: Json| {
            let asked = json!({"where": [["gender_id:label", "=", label]], "select": ["id"], "language": language});
            app.rows("Contact", "get", &asked).len()
        };
        assert_eq!((by_label("Femme", json!("fr_FR")), by_label("Femme", Json::Null)), (1, 0));
        // What was written in French was kept in the site's own words.
        let names =
            app.rows("Contact", "get", &json!({"select": ["display_name"], "where": [["last_name", "=", "Perrin"]]}));
        assert_eq!(names[0]["display_name"], "Mrs. Ada Perrin");
    });
}

#[test]
fn fields_and_entities_have_titles_in_the_language_that_is_asked() {
    on_each_engine(|app| {
        let field = |language: Json| {
            let asked = json!({
                "where": [["name", "=", "gender_id"]], "select": ["title", "label", "options"],
                "loadOptions": true, "language": language,
            });
            app.rows("Individual", "getFields", &asked)
        };
        let options = |words: [&str; 3]| json!({"1": words[0], "2": words[1], "3": words[2]});
        let french = options(["Femme", "Homme", "Autre"]);
        assert_eq!(field(json!("fr_FR")), [json!({"title": "Genre", "label": "Genre", "options": french})]);
        assert_eq!(field(json!("en_GB"))[0]["options"]["1"], "Female");
        let entity = |language: Json| {
            let asked = json!({"where": [["name", "=", "Household"]], "select": ["title", "title_plural"], "language": language});
            app.rows("Entity", "get", &asked)
        };
        assert_eq!(entity(json!("fr_FR")), [json!({"title": "Foyer", "title_plural": "Foyers"})]);
        assert_eq!(entity(Json::Null), [json!({"title": "Household", "title_plural": "Households"})]);
        // What an association has worded itself stays.
        let values = json!({"label": "Women"});
        let where_ = json!([["option_group_id:name", "=", "gender"], ["name", "=", "Female"]]);
        app.rows("OptionValue", "update", &json!({"values": values, "where": where_}));
        assert_eq!(field(json!("fr_FR"))[0]["options"]["1"], "Women");
    });
}
