//! Many records entered or changed at once.

use contact::pages::phrases::Lang;
use schema::Actor;
use search::grid::column::{self, Column};
use search::grid::draft;
use search::grid::line::{Line, Lines};
use search::grid::save::{self, Wrongs};
use search::grid::update;
use serde_json::{Map, Value as Json, json};
use store::{Error, Tx};
use ui::Locale;

use super::{World, person, world};

fn lang() -> Lang {
    Lang::new(Locale::best(Some("en"), None))
}

fn columns(tx: &Tx<'_>, entity: &str, paths: &[&str]) -> Vec<Column> {
    let entity = tx.entity(entity).unwrap();
    paths.iter().filter_map(|path| Column::at(tx, &lang(), &entity, path).unwrap()).collect()
}

fn lines(rows: &[&[&str]]) -> Lines {
    let cells = |row: &&[&str]| row.iter().map(|text| vec![(*text).to_owned()]).collect();
    Lines { all: rows.iter().map(|row| Line { cells: cells(row), ..Line::default() }).collect(), ..Lines::default() }
}

/// Saves as the page does: everything, or nothing.
fn saved(
    world: &World,
    actor: &Actor,
    entity: &str,
    paths: &[&str],
    fixed: Json,
    lines: &Lines,
) -> std::result::Result<usize, Wrongs> {
    let mut wrongs = Wrongs::new();
    let fixed: Map<String, Json> = fixed.as_object().cloned().unwrap();
    let done = world.site.write(actor, "page", |tx| {
        let columns = columns(tx, entity, paths);
        let (done, found) = save::save(tx, &lang(), entity, &columns, &fixed, lines)?;
        wrongs = found;
        if wrongs.is_empty() { Ok(done) } else { Err(Error::Conflict(String::new())) }
    });
    match done {
        Ok(done) => Ok(done),
        Err(Error::Conflict(_)) => Err(wrongs),
        Err(error) => panic!("{error:?}"),
    }
}

const PEOPLE: [&str; 4] = ["first_name", "last_name", "email_primary.email", "birth_date"];

#[test]
fn lines_become_records_and_empty_ones_nothing() {
    let world = world();
    let typed =
        lines(&[&["Ada", "Ligne", "ada@example.org", "1990-03-04"], &["", " ", "", ""], &["Bo", "Ligne", "", ""]]);
    let done = saved(&world, &Actor::system("test"), "Individual", &PEOPLE, json!({"source": "Fair"}), &typed);
    assert_eq!(done, Ok(2));
    let found =
        world.get("Individual", &["first_name", "email_primary.email", "source"], json!([["last_name", "=", "Ligne"]]));
    assert_eq!(found[0], json!({"first_name": "Ada", "email_primary.email": "ada@example.org", "source": "Fair"}));
    assert_eq!(found.len(), 2);
}

#[test]
fn one_wrong_cell_saves_nothing_and_says_where() {
    let world = world();
    let typed = lines(&[&["Ada", "Ligne", "", "1990-03-04"], &["Bo", "Ligne", "", "no day at all"]]);
    let wrongs = saved(&world, &Actor::system("test"), "Individual", &PEOPLE, json!({}), &typed).unwrap_err();
    assert_eq!(wrongs.keys().copied().collect::<Vec<_>>(), [(1, 3)]);
    assert!(world.get("Individual", &["id"], json!([["last_name", "=", "Ligne"]])).is_empty());
}

#[test]
fn contacts_are_typed_by_their_names() {
    let world = world();
    let ada = world.save("Contact", json!({"first_name": "Ada", "last_name": "Ligne"})).unwrap();
    let paths = ["activity_type_id", "subject", "source_contact_id", "target_contact_id"];
    let typed = lines(&[&["1", "Met", "Ada Ligne", "Ada Ligne"]]);
    assert_eq!(saved(&world, &Actor::system("test"), "Activity", &paths, json!({}), &typed), Ok(1));
    let found = world.get("Activity", &["source_contact_id"], json!([["subject", "=", "Met"]]));
    assert_eq!(found[0]["source_contact_id"], json!(ada));
    let typed = lines(&[&["1", "Met", "Nobody Atall", ""]]);
    let wrongs = saved(&world, &Actor::system("test"), "Activity", &paths, json!({}), &typed).unwrap_err();
    assert!(wrongs.contains_key(&(0, 2)));
}

/// The lines of these records as a page opens them.
fn opened(world: &World, ids: &[i64]) -> Lines {
    let all = world.site.read(&Actor::system("test"), |tx| {
        let columns = columns(tx, "Contact", &PEOPLE);
        update::read(tx, "Contact", &columns, ids)
    });
    Lines { all: all.unwrap(), ..Lines::default() }
}

#[test]
fn what_is_changed_in_a_grid_is_written_and_nothing_else() {
    let world = world();
    let ids: Vec<i64> = ["Ada", "Bo"]
        .map(|first| world.save("Contact", json!({"first_name": first, "last_name": "Ligne"})).unwrap())
        .to_vec();
    let mut typed = opened(&world, &ids);
    typed.all[1].cells[2] = vec!["bo@example.org".to_owned()];
    assert_eq!(saved(&world, &Actor::system("test"), "Contact", &PEOPLE, json!({}), &typed), Ok(1));
    let found = world.get("Individual", &["email_primary.email"], json!([["last_name", "=", "Ligne"]]));
    assert_eq!(found, [json!({"email_primary.email": null}), json!({"email_primary.email": "bo@example.org"})]);
}

#[test]
fn what_somebody_else_has_changed_meanwhile_is_not_overwritten() {
    let world = world();
    let id = world.save("Contact", json!({"first_name": "Ada", "last_name": "Ligne"})).unwrap();
    let mut typed = opened(&world, &[id]);
    world.save("Contact", json!({"id": id, "first_name": "Adèle"})).unwrap();
    typed.all[0].cells[1] = vec!["Trait".to_owned()];
    assert_eq!(saved(&world, &Actor::system("test"), "Contact", &PEOPLE, json!({}), &typed), Ok(1));
    typed = opened(&world, &[id]);
    world.save("Contact", json!({"id": id, "first_name": "Adélaïde"})).unwrap();
    typed.all[0].cells[0] = vec!["Ada".to_owned()];
    let wrongs = saved(&world, &Actor::system("test"), "Contact", &PEOPLE, json!({}), &typed).unwrap_err();
    assert!(wrongs[&(0, 0)].contains("Adélaïde"));
}

#[test]
fn nobody_changes_in_a_grid_what_they_may_not_change() {
    let world = world();
    let ids = [world.save("Contact", json!({"first_name": "Ada", "last_name": "Ligne"})).unwrap()];
    let mut typed = opened(&world, &ids);
    typed.all[0].cells[0] = vec!["X".to_owned()];
    let reader = person(None, &["access CiviCRM", "view all contacts"]);
    assert!(saved(&world, &reader, "Contact", &PEOPLE, json!({}), &typed).is_err());
}

#[test]
fn what_a_search_says_of_all_its_records_is_given_to_new_ones() {
    let world = world();
    world
        .site
        .read(&Actor::system("test"), |tx| {
            let entity = tx.entity("Activity")?;
            let columns = columns(tx, "Activity", &["subject"]);
            let params = json!({"where": [
                ["activity_type_id:name", "=", "Phone Call"], ["subject", "=", "x"], ["id", "=", 3], ["duration", ">", 5],
                ["status_id", "IN", [2]],
            ]});
            let fixed = column::fixed(tx, &entity, params.as_object().unwrap(), &columns);
            assert_eq!(Json::Object(fixed), json!({"activity_type_id:name": "Phone Call", "status_id": 2}));
            Ok(())
        })
        .unwrap();
}

#[test]
fn a_draft_is_kept_for_whoever_typed_it() {
    let world = world();
    let me = world.save("Contact", json!({"first_name": "Ada", "last_name": "Ligne"})).unwrap();
    let values =
        json!({"name": "s", "label": "S", "api_entity": "Individual", "api_params": {"select": ["first_name"]}});
    let search = world.save("SavedSearch", values).unwrap();
    let values = json!({"name": "d", "label": "D", "saved_search_id": search, "type": "batch", "settings": {}});
    let display = world.save("SearchDisplay", values).unwrap();
    let actor = person(Some(me), &["access CiviCRM"]);
    world.site.write(&actor, "page", |tx| draft::keep(tx, display, &lines(&[&["Cléa"]]))).unwrap();
    let kept = |actor: &Actor| world.site.read(actor, |tx| draft::kept(tx, display, 1)).unwrap();
    assert_eq!(kept(&actor).unwrap().all[0].cells[0], ["Cléa"]);
    assert!(kept(&person(None, &["access CiviCRM"])).is_none());
    world.site.write(&actor, "page", |tx| draft::keep(tx, display, &Lines::empty(3, 1))).unwrap();
    assert!(kept(&actor).is_none());
}
