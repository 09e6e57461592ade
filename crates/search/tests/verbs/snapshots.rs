//! Searches kept as entities: filled, followed, and read by nobody who could not read what they hold.

use query::GetRequest;
use schema::{Actor, Catalog};
use serde_json::{Value as Json, json};
use store::{As, Result};

use super::{World, person, refusal, world};

/// Three people, and a search of them kept as the entity `SK_prunes`; gives the search and the display.
fn kept(world: &World, params: Json, columns: &[&str]) -> Result<(i64, i64)> {
    for (first, gender) in [("Ada", 1), ("Bo", 2), ("Cléa", 1)] {
        let values =
            json!({"first_name": first, "last_name": "Prune", "gender_id": gender, "birth_date": "1990-03-04"});
        world.save("Contact", values)?;
    }
    let search = world.save(
        "SavedSearch",
        json!({"name": "prunes", "label": "Prunes", "api_entity": "Individual", "api_params": params}),
    )?;
    let columns: Vec<Json> = columns.iter().map(|key| json!({"type": "field", "key": key})).collect();
    let display = json!({
        "name": "prunes", "label": "Prunes", "saved_search_id": search, "type": "entity", "settings": {"columns": columns},
    });
    Ok((search, world.save("SearchDisplay", display)?))
}

fn plain() -> Json {
    json!({
        "select": ["id", "first_name", "gender_id:label", "employer_id.display_name", "birth_date"],
        "where": [["last_name", "=", "Prune"]], "orderBy": {"first_name": "ASC"},
    })
}

const COLUMNS: [&str; 5] = ["id", "first_name", "gender_id:label", "employer_id.display_name", "birth_date"];

fn rows(world: &World, actor: &Actor, request: &Json) -> Result<Vec<Json>> {
    let request = GetRequest::from_json(request.as_object().unwrap())?;
    let found = world.site.read(actor, |tx| tx.get("SK_prunes", &request, As::Actor))?;
    Ok(found.rows.into_iter().map(Json::Object).collect())
}

fn system() -> Actor {
    Actor::system("test")
}

fn refresh(world: &World) {
    world.call_by(&system(), "SK_", "refresh", json!({"display": "SK_prunes"})).unwrap();
}

#[test]
fn what_a_search_finds_is_an_entity_with_the_names_that_clients_know() {
    let world = world();
    kept(&world, plain(), &COLUMNS).unwrap();
    let asked =
        json!({"select": ["id", "first_name", "gender_id:label", "birth_date"], "where": [["first_name", "!=", "Bo"]]});
    let found = rows(&world, &system(), &asked).unwrap();
    let ada = world.get("Individual", &["id"], json!([["first_name", "=", "Ada"]]))[0]["id"].clone();
    assert_eq!(
        found[0],
        json!({"id": ada, "first_name": "Ada", "gender_id:label": "Female", "birth_date": "1990-03-04"})
    );
    assert_eq!(found.len(), 2);
    let catalog = world.site.catalog();
    let names: Vec<&str> =
        catalog.entity("SK_prunes").unwrap().fields.iter().map(|field| field.name.as_ref()).collect();
    assert_eq!(names[..6], ["_row", "id", "first_name", "gender_id", "employer_id_display_name", "birth_date"]);
}

#[test]
fn an_entity_stays_as_it_was_until_it_is_made_anew() {
    let world = world();
    kept(&world, plain(), &COLUMNS).unwrap();
    let count = || rows(&world, &system(), &json!({"select": ["_row"]})).unwrap().len();
    world.save("Contact", json!({"first_name": "Dan", "last_name": "Prune"})).unwrap();
    assert_eq!(count(), 3);
    refresh(&world);
    assert_eq!(count(), 4);
    let (dates, _) = world.call_by(&system(), "SK_", "getRefreshDate", json!({"display": "SK_prunes"})).unwrap();
    assert!(dates[0]["refresh_date"].is_string());
}

#[test]
fn nobody_reads_through_an_entity_what_they_could_not_read_themselves() {
    let world = world();
    kept(&world, plain(), &COLUMNS).unwrap();
    let all = json!({"select": ["first_name"]});
    let sees = |permissions: &[&str], contact| rows(&world, &person(contact, permissions), &all).unwrap().len();
    assert_eq!(sees(&["access CiviCRM", "view all contacts"], None), 3);
    assert_eq!(sees(&["access CiviCRM"], None), 0);
    let ada = world.get("Individual", &["id"], json!([["first_name", "=", "Ada"]]))[0]["id"].as_i64();
    assert_eq!(sees(&["access CiviCRM", "view my contact"], ada), 1);
    // Who has gone to the bin since is not read by those who may not look there.
    world.site.write(&system(), "test", |tx| tx.discard("Contact", ada.unwrap_or(0), As::Actor)).unwrap();
    assert_eq!(sees(&["access CiviCRM", "view all contacts"], None), 2);
    let guard = json!({"select": ["first_name"], "where": [["_key_0", ">", 0]]});
    refusal(rows(&world, &system(), &guard));
}

#[test]
fn sums_over_records_are_for_those_who_see_everything() {
    let world = world();
    let params = json!({
        "select": ["gender_id", "COUNT(id) AS how_many"], "where": [["last_name", "=", "Prune"]], "groupBy": ["gender_id"],
    });
    kept(&world, params, &["gender_id", "how_many"]).unwrap();
    let all = json!({"select": ["gender_id", "how_many"], "orderBy": {"how_many": "DESC"}});
    assert_eq!(rows(&world, &system(), &all).unwrap()[0], json!({"gender_id": 1, "how_many": 2}));
    let secretary = person(None, &["access CiviCRM", "view all contacts"]);
    assert!(rows(&world, &secretary, &all).unwrap().is_empty());
}

#[test]
fn an_entity_is_joined_and_counted_like_any_other() {
    let world = world();
    kept(&world, plain(), &COLUMNS).unwrap();
    let request = json!({
        "select": ["display_name", "p.birth_date"], "join": [["SK_prunes AS p", "INNER", ["p.id", "=", "id"]]],
        "where": [["first_name", "=", "Bo"]],
    });
    let request = GetRequest::from_json(request.as_object().unwrap()).unwrap();
    let found = world.site.read(&system(), |tx| tx.get("Individual", &request, As::Actor)).unwrap();
    assert_eq!(found.rows[0]["p.birth_date"], "1990-03-04");
    let led = rows(&world, &system(), &json!({"select": ["id.last_name"], "limit": 1})).unwrap();
    assert_eq!(led[0]["id.last_name"], "Prune");
}

#[test]
fn a_search_that_asks_something_else_makes_its_entity_anew() {
    let world = world();
    let (search, display) = kept(&world, plain(), &COLUMNS).unwrap();
    let mut params = plain();
    params["where"] = json!([["last_name", "=", "Prune"], ["first_name", "=", "Ada"]]);
    world.save("SavedSearch", json!({"id": search, "api_params": params})).unwrap();
    assert_eq!(rows(&world, &system(), &json!({"select": ["first_name"]})).unwrap().len(), 1);
    let undone = world
        .site
        .write(&system(), "test", |tx| {
            tx.delete("SearchDisplay", display, As::Actor)?;
            Ok(tx.transaction_id())
        })
        .unwrap();
    assert!(world.site.catalog().entity("SK_prunes").is_none());
    world.site.write(&system(), "test", |tx| tx.undo(undone.unwrap(), As::Actor)).unwrap();
    assert_eq!(rows(&world, &system(), &json!({"select": ["first_name"]})).unwrap().len(), 1);
}

#[test]
fn an_entity_is_made_by_those_who_administer_searches_under_a_name_of_its_own() {
    let world = world();
    let (search, _) = kept(&world, plain(), &COLUMNS).unwrap();
    let again = |name: &str| {
        json!({"name": name, "label": "Again", "saved_search_id": search, "type": "entity",
               "settings": {"columns": [{"type": "field", "key": "first_name"}]}})
    };
    let maker = person(None, &["access CiviCRM", "view all contacts", "manage own search_kit"]);
    refusal(world.save_by(&maker, "SearchDisplay", again("other")));
    refusal(world.save("SearchDisplay", again("Prunes")));
    refusal(world.save("SearchDisplay", again("it's")));
    let nothing = json!({"name": "none", "label": "None", "saved_search_id": search, "type": "entity",
                         "settings": {"columns": []}});
    refusal(world.save("SearchDisplay", nothing));
}

#[test]
fn what_hangs_on_an_entity_stops_nobody_from_deleting_and_undoing() {
    let world = world();
    kept(&world, plain(), &COLUMNS).unwrap();
    let bo = world.get("Individual", &["id"], json!([["first_name", "=", "Bo"]]))[0]["id"].as_i64().unwrap();
    world
        .site
        .write(&system(), "test", |tx| {
            tx.discard("Contact", bo, As::Actor)?;
            tx.delete("Contact", bo, As::Actor)
        })
        .unwrap();
    refresh(&world);
    assert_eq!(rows(&world, &system(), &json!({"select": ["first_name"]})).unwrap().len(), 2);
    let catalog: &Catalog = &world.site.catalog();
    assert!(catalog.references_to("Contact").all(|(entity, _)| entity.name != "SK_prunes"));
}

#[test]
fn a_column_is_called_in_every_language_as_what_it_was_filled_from_until_somebody_names_it() {
    let world = world();
    let (_, display) = kept(&world, plain(), &["id", "first_name", "birth_date"]).unwrap();
    let columns = json!([
        {"type": "field", "key": "id"}, {"type": "field", "key": "first_name", "label": "Prénom"},
        {"type": "field", "key": "birth_date", "label": "Jour de fête"},
    ]);
    let values = json!({"id": display, "settings": {"columns": columns}}).as_object().cloned().unwrap();
    world.site.write(&system(), "test", |tx| tx.save("SearchDisplay", values, As::Actor)).unwrap();
    let catalog = world.site.catalog();
    let entity = catalog.entity("SK_prunes").unwrap();
    let called = |code: &str, field: &str| {
        let lang = contact::pages::phrases::Lang::new(ui::Locale::best(Some(code), None));
        search::compose::words::field(&lang, entity, entity.field(field).unwrap()).to_owned()
    };
    assert_eq!(
        (called("fr", "first_name"), called("en", "first_name")),
        ("Prénom".to_owned(), "First name".to_owned())
    );
    assert_eq!(
        (called("fr", "birth_date"), called("en", "birth_date")),
        ("Jour de fête".to_owned(), "Jour de fête".to_owned())
    );
}
