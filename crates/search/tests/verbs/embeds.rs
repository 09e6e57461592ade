//! Displays outside the frame: for everybody, and on the pages of contacts.

use contact::pages::phrases::Lang;
use search::pages::public::{show, tab};
use serde_json::{Value as Json, json};
use ui::Locale;

use super::{World, person, refusal, world};

fn display(world: &World, settings: Json, bypass: bool) -> (i64, i64) {
    let params = json!({"select": ["first_name", "nick_name"], "where": [["last_name", "=", "Prune"]]});
    let search = world
        .save(
            "SavedSearch",
            json!({"name": "prunes", "label": "Prunes", "api_entity": "Contact", "api_params": params}),
        )
        .unwrap();
    let values = json!({
        "name": "annuaire", "label": "Annuaire", "saved_search_id": search, "type": "table", "settings": settings,
        "acl_bypass": bypass,
    });
    (search, world.save("SearchDisplay", values).unwrap())
}

fn is_open(world: &World, name: &str) -> bool {
    world.site.read(&schema::Actor::system("test"), |tx| Ok(show::open(tx, name).is_ok())).unwrap()
}

#[test]
fn a_display_is_closed_until_it_is_made_public() {
    let world = world();
    let (_, id) = display(&world, json!({"columns": [{"key": "first_name"}]}), false);
    assert!(!is_open(&world, "annuaire"));
    let settings = json!({"columns": [{"key": "first_name"}], "public": true});
    let maker = person(None, &["access CiviCRM", "view all contacts", "manage own search_kit"]);
    refusal(world.save_by(&maker, "SearchDisplay", json!({"id": id, "settings": settings})));
    world.save("SearchDisplay", json!({"id": id, "settings": settings})).unwrap();
    assert!(is_open(&world, "annuaire") && !is_open(&world, "other"));
}

#[test]
fn what_everybody_reads_is_changed_by_those_who_may_see_everything() {
    let world = world();
    let (search, _) = display(&world, json!({"columns": [{"key": "first_name"}], "public": true}), true);
    let values = json!({"id": search, "api_params": {"select": ["first_name", "UPPER(first_name) AS shout"]}});
    let administrator =
        person(None, &["access CiviCRM", "view all contacts", "manage own search_kit", "administer search_kit"]);
    refusal(world.save_by(&administrator, "SavedSearch", values.clone()));
    world.save_by(&administrator, "SavedSearch", json!({"id": search, "label": "Prunes"})).unwrap();
    world.save("SavedSearch", values).unwrap();
}

#[test]
fn a_display_is_a_tab_of_those_whom_it_concerns() {
    let world = world();
    let ada = world.save("Contact", json!({"first_name": "Ada", "last_name": "Prune"})).unwrap();
    let bo = world.save("Contact", json!({"first_name": "Bo", "last_name": "Poire"})).unwrap();
    display(&world, json!({"columns": [{"key": "first_name"}], "contact_tab": "id"}), false);
    let lang = Lang::new(Locale::best(Some("fr"), None));
    let tabs = |contact: i64| {
        let reader = person(None, &["access CiviCRM", "view all contacts"]);
        world.site.read(&reader, |tx| tab::tabs(tx, &lang, contact)).unwrap()
    };
    assert_eq!(tabs(ada)[0].label, "Annuaire");
    assert_eq!((tabs(ada)[0].count, tabs(bo)[0].count), (Some(1), Some(0)));
    let catalog = world.site.catalog();
    assert_eq!(tab::ways(&catalog, "Contact").first().map(String::as_str), Some("id"));
    assert!(tab::ways(&catalog, "Activity").iter().any(|way| way == "target_contact_id"));
}
