//! Households that stand for their members, permissions that reach further, and one contact among live groups.

use contact::household;
use schema::Actor;
use serde_json::{Value as Json, json};

use super::{World, person, world};

fn named(w: &World, first: &str) -> i64 {
    w.save("Contact", json!({"first_name": first, "last_name": "Martin"})).unwrap()
}

fn kind(w: &World, name: &str) -> i64 {
    w.get("RelationshipType", &["id"], json!([["name_a_b", "=", name]]))[0]["id"].as_i64().unwrap()
}

fn tied(w: &World, a: i64, name: &str, b: i64) -> i64 {
    let values = json!({"contact_id_a": a, "contact_id_b": b, "relationship_type_id": kind(w, name)});
    w.save("Relationship", values).unwrap()
}

fn household(w: &World, name: &str) -> i64 {
    w.save("Contact", json!({"contact_type": "Household", "household_name": name})).unwrap()
}

#[test]
fn a_household_stands_once_for_those_who_live_in_it() {
    let w = world();
    let (ada, bob, eve) = (named(&w, "Ada"), named(&w, "Bob"), named(&w, "Eve"));
    let (first, second) = (household(&w, "Martin"), household(&w, "Martin-Durand"));
    tied(&w, ada, "Household Member of", first);
    tied(&w, ada, "Head of Household for", second);
    tied(&w, bob, "Household Member of", second);
    let gone = tied(&w, eve, "Household Member of", second);
    w.update("Relationship", gone, json!({"is_active": false})).unwrap();
    let merged = w.site.read(&Actor::system("test"), |tx| household::merged(tx, &[eve, ada, bob])).unwrap();
    assert_eq!(merged, [eve, second]);
    let stranger = person(Some(eve), &["access CiviCRM", "view my contact"]);
    assert!(w.site.read(&stranger, |tx| household::standing_for(tx, &[ada, bob])).unwrap().is_empty());
}

#[test]
fn members_get_the_address_of_their_household_and_keep_what_they_had() {
    let w = world();
    let (ada, home) = (named(&w, "Ada"), household(&w, "Martin"));
    let address = w.save("Address", json!({"contact_id": home, "location_type_id": 1, "city": "Lyon"})).unwrap();
    w.save("Address", json!({"contact_id": ada, "location_type_id": 1, "city": "Brest"})).unwrap();
    tied(&w, ada, "Household Member of", home);
    let share = || w.site.write(&Actor::system("test"), "test", |tx| household::share(tx, home, &[ada])).unwrap();
    assert_eq!((share(), share()), (1, 0));
    let cities = |w: &World| w.get("Address", &["city", "is_primary", "master_id"], json!([["contact_id", "=", ada]]));
    assert_eq!(
        cities(&w),
        [
            json!({"city": "Brest", "is_primary": false, "master_id": null}),
            json!({"city": "Lyon", "is_primary": true, "master_id": address})
        ]
    );
    w.update("Address", address, json!({"city": "Nantes"})).unwrap();
    assert_eq!(cities(&w)[1]["city"], "Nantes");
}

#[test]
fn permissions_reach_one_step_further_where_the_site_wants_it() {
    let w = world();
    let (ada, bob, eve) = (named(&w, "Ada"), named(&w, "Bob"), named(&w, "Eve"));
    for (a, b) in [(ada, bob), (bob, eve)] {
        let values = json!({"contact_id_a": a, "contact_id_b": b, "relationship_type_id": kind(&w, "Supervised by"), "is_permission_a_b": 2});
        w.save("Relationship", values).unwrap();
    }
    let actor = person(Some(ada), &["access CiviCRM", "view my contact"]);
    let seen = || -> Vec<Json> {
        let rows = w.get_by(&actor, "Contact", &["first_name"], json!([["last_name", "=", "Martin"]])).unwrap();
        rows.into_iter().map(|row| row["first_name"].clone()).collect()
    };
    assert_eq!(seen(), ["Ada", "Bob"]);
    w.site
        .write(&Actor::system("test"), "test", |tx| tx.set_setting("secondDegRelPermissions", Some(&json!(true))))
        .unwrap();
    assert_eq!(seen(), ["Ada", "Bob", "Eve"]);
    assert!(w.save_by(&actor, "Contact", json!({"id": eve, "first_name": "Eva"})).is_err());
}

#[test]
fn one_contact_is_asked_about_in_every_kind_of_group() {
    let w = world();
    let (ada, bob) = (named(&w, "Ada"), named(&w, "Bob"));
    let live = |title: &str, request: Json| -> i64 {
        let search =
            w.save("SavedSearch", json!({"label": title, "api_entity": "Contact", "api_params": request})).unwrap();
        w.save("Group", json!({"title": title, "saved_search_id": search})).unwrap()
    };
    let adas = live("Adas", json!({"version": 4, "where": [["first_name", "=", "Ada"]]}));
    let newest =
        live("Newest", json!({"version": 4, "select": ["id"], "where": [["last_name", "=", "Martin"]], "limit": 1}));
    let alike = live("Alike", json!({"version": 4, "where": [["groups", "IN", [adas]]]}));
    let parent = w.save("Group", json!({"title": "Parent"})).unwrap();
    w.update("Group", adas, json!({"parents": [parent]})).unwrap();
    let hand = w.save("Group", json!({"title": "By hand"})).unwrap();
    w.save("GroupContact", json!({"group_id": hand, "contact_id": bob, "status": "Added"})).unwrap();
    let is_in = |contact: i64, group: i64| {
        let alone = w.get("Contact", &["id"], json!([["id", "=", contact], ["groups", "IN", [group]]])).len() == 1;
        let not = w.get("Contact", &["id"], json!([["id", "=", contact], ["groups", "NOT IN", [group]]])).len() == 1;
        assert_ne!(alone, not);
        let all = w.get("Contact", &["id"], json!([["groups", "IN", [group]]]));
        assert_eq!(alone, all.iter().any(|row| row["id"] == contact), "{contact} in {group}");
        alone
    };
    for (group, inside) in
        [(adas, [true, false]), (alike, [true, false]), (parent, [true, false]), (hand, [false, true])]
    {
        assert_eq!([is_in(ada, group), is_in(bob, group)], inside, "{group}");
    }
    // A search that takes only the first few is asked whole.
    assert!(!(is_in(ada, newest) && is_in(bob, newest)));
    w.save("GroupContact", json!({"group_id": parent, "contact_id": ada, "status": "Removed"})).unwrap();
    assert!(!is_in(ada, parent) && is_in(ada, adas));
}
