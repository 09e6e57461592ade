//! Full text: what the index finds, for whom, and how it keeps up with history.

use activity::word_index::Held;
use jiff::ToSpan;
use jiff::civil::Date;
use schema::Actor;
use search::text::{everywhere, follow};
use serde_json::json;
use store::As;

use super::{World, person, world};

/// Runs the job until it has nothing left to do.
fn keep(world: &World) {
    let mut work = kit::Work::default();
    loop {
        world.site.write(&Actor::system("full_text"), "full_text", |tx| follow::step(tx, &mut work)).unwrap();
        if work.position.is_none() {
            return;
        }
    }
}

fn found(world: &World, actor: &Actor, asked: &str) -> Vec<String> {
    let shelves = world.site.read(actor, |tx| everywhere(tx, asked)).unwrap();
    shelves.into_iter().flat_map(|shelf| shelf.hits).map(|hit| hit.name).collect()
}

fn all(world: &World, asked: &str) -> Vec<String> {
    found(world, &Actor::system("test"), asked)
}

fn contact(world: &World, first: &str, last: &str) -> i64 {
    world.save("Contact", json!({"first_name": first, "last_name": last})).unwrap()
}

#[test]
fn accents_beginnings_parts_and_slips_are_found_in_this_order() {
    let world = world();
    for last in ["Étang", "Étangberger", "Vieilétang", "Etagn", "Autre"] {
        contact(&world, "Zo", last);
    }
    keep(&world);
    assert_eq!(all(&world, "ETANG"), ["Zo Étang", "Zo Étangberger"]);
    assert_eq!(all(&world, "etangberg zo"), ["Zo Étangberger"]);
    assert_eq!(all(&world, "ieilétang"), ["Zo Vieilétang"]);
    assert_eq!(all(&world, "etnag"), ["Zo Étang"]);
    assert!(all(&world, "zzzzzz").is_empty() && all(&world, "  -' ").is_empty());
}

#[test]
fn what_has_just_been_written_is_found_before_the_job_has_run_and_after() {
    let world = world();
    keep(&world);
    let id = contact(&world, "Brin", "Dherbe");
    assert_eq!(all(&world, "dherbe"), ["Brin Dherbe"]);
    keep(&world);
    assert_eq!(all(&world, "dherbe"), ["Brin Dherbe"]);
    world.save("Contact", json!({"id": id, "last_name": "Cresson"})).unwrap();
    assert!(all(&world, "dherbe").is_empty());
    assert_eq!(all(&world, "cresson"), ["Brin Cresson"]);
    keep(&world);
    assert!(all(&world, "dherbe").is_empty());
    let email = json!({"contact_id": id, "email": "persil@exemple.fr", "location_type_id": 1});
    world.save("Email", email).unwrap();
    keep(&world);
    assert_eq!(all(&world, "persil"), ["Brin Cresson"]);
}

#[test]
fn the_bin_undoing_and_sets_are_followed() {
    let world = world();
    let system = Actor::system("test");
    let id = contact(&world, "Ami", "Perdu");
    keep(&world);
    let gone = world
        .site
        .write(&system, "test", |tx| {
            tx.save("Contact", json!({"id": id, "is_deleted": true}).as_object().cloned().unwrap(), As::Actor)?;
            Ok(tx.transaction_id())
        })
        .unwrap()
        .unwrap();
    keep(&world);
    assert!(all(&world, "perdu").is_empty());
    world.site.write(&system, "test", |tx| tx.undo(gone, As::Actor)).unwrap();
    keep(&world);
    assert_eq!(all(&world, "perdu"), ["Ami Perdu"]);
}

#[test]
fn nobody_finds_by_what_they_may_not_see() {
    let world = world();
    let own = contact(&world, "Nuage", "Visible");
    contact(&world, "Nuage", "Caché");
    let note =
        json!({"entity_table": "civicrm_contact", "entity_id": own, "subject": "Tonnerre", "note": "<b>éclair</b>"});
    world.save("Note", note).unwrap();
    for kept in [false, true] {
        if kept {
            keep(&world);
        }
        assert_eq!(all(&world, "nuage").len(), 2);
        assert_eq!(all(&world, "eclair"), ["Tonnerre"]);
        let nobody = person(Some(own), &["access CiviCRM"]);
        assert!(found(&world, &nobody, "caché").is_empty());
        assert!(found(&world, &nobody, "cahcé").is_empty());
        let outsider = person(None, &[]);
        assert!(found(&world, &outsider, "nuage").is_empty() && found(&world, &outsider, "eclair").is_empty());
    }
}

#[test]
fn an_index_can_be_built_anew_while_it_is_asked() {
    let world = world();
    contact(&world, "Pré", "Vert");
    keep(&world);
    world.site.write(&Actor::system("test"), "test", |tx| follow::rebuild(tx)).unwrap();
    assert_eq!(all(&world, "vert"), ["Pré Vert"]);
    keep(&world);
    assert_eq!(all(&world, "vert"), ["Pré Vert"]);
}

#[test]
fn a_list_of_activities_is_narrowed_by_the_index_wherever_it_can_tell() {
    let world = world();
    let who = contact(&world, "Ana", "Prado");
    let note = |subject: &str| {
        let values = json!({"activity_type_id:name": "Meeting", "source_contact_id": who, "subject": subject});
        world.save("Activity", values).unwrap()
    };
    let told = |typed: &str, most: usize| {
        let found = world.site.read(&Actor::system("test"), |tx| search::text::narrow::activities(tx, typed, most));
        found.unwrap()
    };
    let narrowed = |typed: &str, most: usize| match told(typed, most) {
        Some(Held::By(found)) => Some(found),
        _ => None,
    };
    // Where several write at once, what came last is looked through as well until all are done.
    let holds =
        |typed: &str, all: &[i64]| narrowed(typed, 10).is_some_and(|found| all.iter().all(|id| found.contains(id)));
    let (first, second) = (note("Réunion du bureau"), note("Réunions de quartier"));
    assert_eq!(told("reunion", 10), None, "there is no index yet");
    keep(&world);
    assert!(holds("RÉUNION", &[first, second]));
    assert!(holds("reunion du bur", &[first]));
    let whole = narrowed("reunion", 1).unwrap_or_default();
    assert!(whole.contains(&first), "more begin so than can be looked at: those that hold the word itself");
    assert_eq!(narrowed("reunion", 0), None, "of these there are too many as well");
    assert!(holds("ureau", &[first]), "no word begins so, but one holds it");
    for nothing in ["zzzz", "zz", "9"] {
        assert!(narrowed(nothing, 10).is_some_and(|found| found.is_empty() || world.site.is_postgres()), "{nothing}");
    }
    let today = world.site.read(&Actor::system("test"), |tx| Ok(tx.clock().today())).unwrap();
    let within =
        |typed: &str, day: Date| matches!(told(typed, 0), Some(Held::Within(from, to)) if from < day && day < to);
    assert!(within("reunion", today) && within("r", today), "of too many it is known in which months they are");
    let year = |date: Date, years: i64| date.saturating_add(years.years());
    assert!(!within("reunion", year(today, 1)) && !within("reunion", year(today, -1)));
    world.save("Activity", json!({"id": first, "activity_date_time": year(today, -2).to_string()})).unwrap();
    assert!(within("reunion", year(today, -2)), "of what has just been moved as well");
    keep(&world);
    assert!(within("reunion", year(today, -2)) && within("reunion bureau", today));
    let twelfth = note("Salle 12");
    note("Salle 13");
    keep(&world);
    assert_eq!(narrowed("1", 1), None, "more begin so than can be looked at, and none is the word itself");
    assert!(holds("2", &[twelfth]), "parts of numbers are known too");
    assert!(narrowed("salle 12", 1).is_some_and(|found| found.contains(&twelfth)), "many have a room, one the number");
    let third = note("Rien de tel");
    assert!(holds("bureau", &[first, third]), "what the index has not read of counts too");
    keep(&world);
    let found = narrowed("rien de tel", 10);
    assert!(holds("rien de tel", &[third]) && (found == Some(vec![third]) || world.site.is_postgres()), "{found:?}");
}
