//! Displays: what running a saved search through one answers, and who may.

use serde_json::{Value as Json, json};

use super::{World, person, refusal, world};

/// Three people of one town, a saved search of them, and a display of it.
fn staged(world: &World, settings: Json) -> i64 {
    for (first, nick, born) in [("Ada", "x", "1990-03-04"), ("Bo", "", "2001-05-06"), ("Cléa", "y", "2010-07-08")] {
        let values = json!({"first_name": first, "last_name": "Prune", "nick_name": nick, "birth_date": born});
        world.save("Contact", values).unwrap();
    }
    let params = json!({
        "version": 4, "select": ["id", "first_name", "nick_name", "birth_date"],
        "where": [["last_name", "=", "Prune"]], "orderBy": {"id": "ASC"},
    });
    let values = json!({"name": "prunes", "label": "Prunes", "api_entity": "Contact", "api_params": params});
    let search = world.save("SavedSearch", values).unwrap();
    let values = json!({
        "name": "all", "label": "All", "saved_search_id": search, "type": "table", "settings": settings,
    });
    world.save("SearchDisplay", values).unwrap();
    search
}

fn columns() -> Json {
    json!({"columns": [{"type": "field", "key": "first_name", "label": "First"}], "sort": [["first_name", "DESC"]]})
}

fn run(world: &World, more: Json) -> Vec<Json> {
    world.call("SearchDisplay", "run", asked(more))
}

fn asked(more: Json) -> Json {
    let mut given = json!({"savedSearch": "prunes", "display": "all"});
    given.as_object_mut().unwrap().extend(more.as_object().cloned().unwrap());
    given
}

fn names(rows: &[Json]) -> Vec<&str> {
    rows.iter().map(|row| row["data"]["first_name"].as_str().unwrap()).collect()
}

#[test]
fn rows_come_in_the_order_of_the_display_with_their_cells() {
    let world = world();
    staged(&world, columns());
    let rows = run(&world, json!({}));
    assert_eq!(names(&rows), ["Cléa", "Bo", "Ada"]);
    assert_eq!(rows[0]["columns"], json!([{"val": "Cléa"}]));
    assert!(rows[0]["key"].is_i64());
}

#[test]
fn pages_counts_and_keys_are_asked_for_by_return() {
    let world = world();
    let mut settings = columns();
    settings["limit"] = json!(2);
    staged(&world, settings);
    assert_eq!(names(&run(&world, json!({"return": "page:2"}))), ["Ada"]);
    let actor = schema::Actor::system("test");
    let (values, count) = world.call_by(&actor, "SearchDisplay", "run", asked(json!({"return": "row_count"}))).unwrap();
    assert_eq!((values.len(), count), (0, 3));
    assert_eq!(run(&world, json!({"return": "id"})).len(), 3);
}

#[test]
fn filters_take_the_operator_that_fits_or_the_one_they_name() {
    let world = world();
    staged(&world, columns());
    assert_eq!(names(&run(&world, json!({"filters": {"first_name": "cle"}}))), ["Cléa"]);
    assert_eq!(names(&run(&world, json!({"filters": {"first_name": ["Ada", "Bo"]}}))), ["Bo", "Ada"]);
    assert_eq!(names(&run(&world, json!({"filters": {"birth_date": {">": "2005-01-01"}}}))), ["Cléa"]);
    assert_eq!(names(&run(&world, json!({"filters": {"first_name,nick_name": "x"}}))), ["Ada"]);
    assert_eq!(run(&world, json!({"filters": {"first_name": ""}})).len(), 3);
}

#[test]
fn a_filter_or_an_order_that_the_search_does_not_know_is_refused() {
    let world = world();
    staged(&world, columns());
    let actor = schema::Actor::system("test");
    for more in [json!({"filters": {"gender_id": 1}}), json!({"sort": [["gender_id", "ASC"]]}), json!({"return": "x"})]
    {
        refusal(world.call_by(&actor, "SearchDisplay", "run", asked(more)));
    }
}

#[test]
fn tokens_links_styles_and_icons_follow_the_row() {
    let world = world();
    let column = json!({
        "type": "field", "key": "first_name", "label": "First", "rewrite": "[first_name] ([nick_name])",
        "cssRules": [["strong", "nick_name", "=", "y"]],
        "icons": [{"icon": "fa-star", "side": "left", "if": ["nick_name", "IS NOT EMPTY"]}],
        "link": {"path": "", "entity": "Contact", "action": "view", "text": ""},
    });
    let empty = json!({"type": "field", "key": "nick_name", "label": "Nick", "empty_value": "none of [first_name]"});
    staged(&world, json!({"columns": [column, empty], "cssRules": [["bg-info", "first_name", "=", "Bo"]]}));
    let rows = run(&world, json!({}));
    let id = rows[0]["key"].as_i64().unwrap();
    assert_eq!(rows[0]["columns"][0]["val"], "Ada (x)");
    assert_eq!(rows[0]["columns"][0]["links"][0]["url"], json!(format!("/civicrm/contact/view?reset=1&cid={id}")));
    assert_eq!(rows[0]["columns"][0]["icons"], json!([{"class": "fa-star", "side": "left"}]));
    assert_eq!(rows[1]["columns"][1]["val"], "none of Bo");
    assert_eq!(rows[1]["cssClass"], "bg-info");
    assert_eq!(rows[2]["columns"][0]["cssClass"], "strong");
}

#[test]
fn a_tally_takes_columns_together_over_all_rows() {
    let world = world();
    let settings = json!({"limit": 1, "columns": [
        {"type": "field", "key": "first_name", "tally": {"fn": "COUNT"}},
        {"type": "field", "key": "birth_date", "tally": {"fn": "MIN"}},
    ]});
    staged(&world, settings);
    assert_eq!(run(&world, json!({"return": "tally"})), [json!({"first_name": 3, "birth_date": "1990-03-04"})]);
}

#[test]
fn rows_are_those_that_the_caller_may_see() {
    let world = world();
    staged(&world, columns());
    let nobody = person(None, &["access CiviCRM"]);
    let (rows, _) = world.call_by(&nobody, "SearchDisplay", "run", asked(json!({}))).unwrap();
    assert!(rows.is_empty());
    let inline = json!({"savedSearch": {"api_entity": "Contact", "api_params": {"select": ["first_name"]}}});
    refusal(world.call_by(&nobody, "SearchDisplay", "run", inline));
}

#[test]
fn a_display_shows_everything_only_to_those_who_may_see_everything() {
    let world = world();
    let search = staged(&world, columns());
    let maker = person(None, &["access CiviCRM", "administer search_kit", "manage own search_kit"]);
    let bypass = json!({
        "name": "open", "label": "Open", "saved_search_id": search, "type": "table", "acl_bypass": true,
    });
    refusal(world.save_by(&maker, "SearchDisplay", bypass.clone()));
    world.save("SearchDisplay", bypass).unwrap();
    let given = json!({"savedSearch": "prunes", "display": "open"});
    refusal(world.call_by(&maker, "SearchDisplay", "run", given));
}

#[test]
fn a_search_is_changed_by_who_made_it_and_by_those_who_administer_searches() {
    let world = world();
    let made = world.save("Contact", json!({"first_name": "Ma", "last_name": "Ker"})).unwrap();
    let other = world.save("Contact", json!({"first_name": "Ot", "last_name": "Her"})).unwrap();
    let rights = ["access CiviCRM", "view all contacts", "manage own search_kit"];
    let maker = person(Some(made), &rights);
    let values = json!({"label": "Mine", "api_entity": "Contact", "api_params": {"select": ["id"]}});
    let id = world.save_by(&maker, "SavedSearch", values).unwrap();
    world.save_by(&maker, "SavedSearch", json!({"id": id, "label": "Still mine"})).unwrap();
    refusal(world.save_by(&person(Some(other), &rights), "SavedSearch", json!({"id": id, "label": "Theirs"})));
    world.save("SavedSearch", json!({"id": id, "label": "Administered"})).unwrap();
}

#[test]
fn a_search_shared_with_a_role_is_seen_by_that_role_alone() {
    let world = world();
    let id = staged(&world, columns());
    let role = world.save("Role", json!({"name": "board", "label": "Board", "permissions": []})).unwrap();
    world
        .site
        .write(&schema::Actor::system("test"), "test", |tx| {
            let values = json!({"saved_search_id": id, "role_id": role}).as_object().cloned().unwrap();
            tx.save("SavedSearchRole", values, store::As::Program).map(|_| ())
        })
        .unwrap();
    let outside = person(None, &["access CiviCRM"]);
    assert!(world.get_by(&outside, "SavedSearch", &["label"], json!([["id", "=", id]])).unwrap().is_empty());
    assert_eq!(world.get("SavedSearch", &["label"], json!([["id", "=", id]])).len(), 1);
}

#[test]
fn a_cell_is_edited_in_place_where_the_display_allows_it() {
    let world = world();
    let settings = json!({"columns": [
        {"type": "field", "key": "first_name", "editable": true}, {"type": "field", "key": "nick_name"},
    ]});
    staged(&world, settings);
    let id = run(&world, json!({}))[0]["key"].clone();
    let edit = |column: &str| asked(json!({"rowKey": id, "colKey": column, "values": {column: "Adèle"}}));
    let rows = world.call("SearchDisplay", "inlineEdit", edit("first_name"));
    assert_eq!(rows[0]["columns"][0]["val"], "Adèle");
    let actor = schema::Actor::system("test");
    refusal(world.call_by(&actor, "SearchDisplay", "inlineEdit", edit("nick_name")));
    let reader = person(None, &["access CiviCRM", "view all contacts"]);
    refusal(world.call_by(&reader, "SearchDisplay", "inlineEdit", edit("first_name")));
}

#[test]
fn a_segment_is_shown_and_grouped_by_like_a_field() {
    let world = world();
    staged(&world, columns());
    let items = json!([
        {"label": "grown", "when": [["birth_date", "<", "2005-01-01"]]}, {"label": "young"},
    ]);
    world.save("SearchSegment", json!({"label": "Ages", "entity_name": "Contact", "items": items})).unwrap();
    let params = json!({
        "select": ["segment_Ages", "COUNT(id) AS n"], "where": [["last_name", "=", "Prune"]],
        "groupBy": ["segment_Ages"], "orderBy": {"n": "DESC"},
    });
    let rows =
        world.call("SearchDisplay", "run", json!({"savedSearch": {"api_entity": "Contact", "api_params": params}}));
    let found: Vec<(&str, i64)> = rows
        .iter()
        .map(|row| (row["data"]["segment_Ages"].as_str().unwrap(), row["data"]["n"].as_i64().unwrap()))
        .collect();
    assert_eq!(found, [("grown", 2), ("young", 1)]);
}

#[test]
fn the_usual_display_shows_what_the_search_selects() {
    let world = world();
    staged(&world, columns());
    let rows = world.call("SearchDisplay", "getDefault", json!({"savedSearch": "prunes"}));
    let keys: Vec<&str> =
        rows[0]["settings"]["columns"].as_array().unwrap().iter().map(|c| c["key"].as_str().unwrap()).collect();
    assert_eq!(keys, ["first_name", "nick_name", "birth_date"]);
    let tasks = world.call("SearchDisplay", "getSearchTasks", json!({"savedSearch": "prunes"}));
    assert!(tasks.iter().any(|task| task["name"] == "download") && tasks.iter().any(|task| task["name"] == "delete"));
}

#[test]
fn a_segment_stands_among_the_fields_of_its_entity() {
    let world = world();
    let items = json!([{"label": "all", "when": [["birth_date", "IS NOT NULL"]]}]);
    world.save("SearchSegment", json!({"label": "Ages", "entity_name": "Contact", "items": items})).unwrap();
    let derived = &world.registry.filled::<kit::Derived>()[0];
    let found = world.site.read(&schema::Actor::system("test"), |tx| {
        let fields = (derived.fields)(tx, &*tx.entity("Individual")?)?;
        let asked = json!({"select": ["segment_Ages"]}).as_object().cloned().unwrap();
        let plain = json!({"select": ["id"]}).as_object().cloned().unwrap();
        let written = (derived.written_out)(tx, "Individual", &asked)?;
        assert_eq!((derived.written_out)(tx, "Individual", &plain)?, None);
        Ok((fields[0].name.to_string(), fields[0].title.to_string(), written.unwrap()["select"][0].clone()))
    });
    let (name, title, written) = found.unwrap();
    assert_eq!((name.as_str(), title.as_str()), ("segment_Ages", "Ages"));
    assert!(written.as_str().unwrap().ends_with("AS segment_Ages"));
}

#[test]
fn nearness_is_measured_alike_on_both_databases() {
    let world = world();
    for (first, x, y) in [("Die", 44.7536, 5.3703), ("Crest", 44.7289, 5.0222), ("Paris", 48.8566, 2.3522)] {
        let id = world.save("Contact", json!({"first_name": first, "last_name": "Place"})).unwrap();
        let values = json!({"contact_id": id, "city": first, "location_type_id": 1, "geo_code_1": x, "geo_code_2": y});
        world.save("Address", values).unwrap();
    }
    let near = |value: Json| {
        let clauses = json!([["last_name", "=", "Place"], ["address_primary.proximity", "<=", value]]);
        let rows = world.get("Individual", &["first_name"], clauses);
        rows.iter().map(|row| row["first_name"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let at = |distance: f64, unit: &str| json!({"distance": distance, "distance_unit": unit, "geo_code_1": 44.7536, "geo_code_2": 5.3703});
    // Crest lies 27.6 kilometres west of Die.
    assert_eq!(near(at(27.0, "km")), ["Die"]);
    assert_eq!(near(at(28.0, "km")), ["Die", "Crest"]);
    assert_eq!(near(at(18.0, "miles")), ["Die", "Crest"]);
    assert_eq!(near(json!({"distance": 600, "address": "Die"})).len(), 3);
    assert_eq!(near(json!({"distance": 5, "distance_unit": "parsec", "address": "Die"})), Vec::<String>::new());
    assert_eq!(near(json!({"distance": 5, "address": "Nowhere at all"})), Vec::<String>::new());
}
