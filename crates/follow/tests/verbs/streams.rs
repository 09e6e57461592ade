//! Following records: what is told of them, and that nothing is told of what is out of sight.

use contact::pages::phrases::Lang;
use follow::{follow as following, stream};
use schema::Actor;
use serde_json::json;
use ui::Locale;

use super::{World, person, refusal, world};

const STAFF: [&str; 3] = ["access CiviCRM", "view all contacts", "view all activities"];

fn lang() -> Lang {
    Lang::new(Locale::spoken("en").unwrap())
}

fn contact(world: &World, name: &str) -> i64 {
    world.save("Contact", json!({"contact_type": "Individual", "first_name": name, "last_name": "King"})).unwrap()
}

fn begin(world: &World, actor: &Actor, table: &str, id: i64) {
    world.site.write(actor, "test", |tx| following::begin(tx, table, id)).unwrap();
}

/// What is told: the record, the words, the details.
fn told(world: &World, actor: &Actor) -> Vec<(String, String, String)> {
    let lang = lang();
    let events = world.site.read(actor, |tx| {
        let followed = stream::followed(tx, &world.registry, &lang)?;
        stream::events(tx, &lang, &followed)
    });
    events.unwrap().into_iter().map(|event| (event.record.0, event.words, event.detail)).collect()
}

fn holds(all: &[(String, String, String)], record: &str, part: &str) -> bool {
    all.iter().any(|(name, words, detail)| name == record && (words.contains(part) || detail.contains(part)))
}

#[test]
fn what_others_change_in_a_followed_contact_is_told() {
    let world = world();
    let (me, ada, noe) = (contact(&world, "Ines"), contact(&world, "Ada"), contact(&world, "Noe"));
    let actor = person(Some(me), &STAFF);
    begin(&world, &actor, "civicrm_contact", ada);
    world.update("Contact", ada, json!({"job_title": "Gardener"})).unwrap();
    world.save("Phone", json!({"contact_id": ada, "phone": "0102030405"})).unwrap();
    world.update("Contact", noe, json!({"job_title": "Baker"})).unwrap();
    let note = world.save("Note", json!({"entity_id": ada, "note": "Has a new garden"})).unwrap();
    world.save("Note", json!({"entity_table": "civicrm_note", "entity_id": note, "note": "Lovely"})).unwrap();
    world
        .save(
            "Activity",
            json!({"activity_type_id:name": "Meeting", "subject": "Seeds", "source_contact_id": noe, "target_contact_id": [ada]}),
        )
        .unwrap();
    let all = told(&world, &actor);
    for part in ["Gardener", "0102030405", "Has a new garden", "Lovely", "Seeds"] {
        assert!(holds(&all, "Ada King", part), "{part}: {all:?}");
    }
    assert!(!all.iter().any(|(_, words, detail)| format!("{words}{detail}").contains("Baker")), "{all:?}");
}

#[test]
fn ones_own_deeds_and_the_records_of_others_are_not_told() {
    let world = world();
    let (me, other, ada) = (contact(&world, "Ines"), contact(&world, "Paul"), contact(&world, "Ada"));
    let editing = ["access CiviCRM", "view all contacts", "edit all contacts"];
    let (actor, colleague) = (person(Some(me), &editing), person(Some(other), &editing));
    begin(&world, &actor, "civicrm_contact", ada);
    world.save_by(&actor, "Contact", json!({"id": ada, "job_title": "Baker"})).unwrap();
    let all = told(&world, &actor);
    assert!(!holds(&all, "Ada King", "Baker"), "{all:?}");
    world.save_by(&colleague, "Contact", json!({"id": ada, "job_title": "Gardener"})).unwrap();
    assert!(holds(&told(&world, &actor), "Ada King", "Gardener"));
    assert!(told(&world, &colleague).is_empty());
    assert_eq!(world.get_by(&colleague, "Follow", &["entity_id"], json!([])).unwrap(), [] as [serde_json::Value; 0]);
    assert_eq!(world.get_by(&actor, "Follow", &["entity_id"], json!([])).unwrap(), [json!({"entity_id": ada})]);
}

#[test]
fn whoever_loses_sight_of_a_record_sees_nothing_of_it() {
    let world = world();
    let (me, ada) = (contact(&world, "Ines"), contact(&world, "Ada"));
    begin(&world, &person(Some(me), &STAFF), "civicrm_contact", ada);
    world.update("Contact", ada, json!({"job_title": "Gardener"})).unwrap();
    assert!(!told(&world, &person(Some(me), &STAFF)).is_empty());
    let narrow = person(Some(me), &["access CiviCRM", "view my contact"]);
    assert!(told(&world, &narrow).is_empty());
    let followed = world.site.read(&narrow, |tx| stream::followed(tx, &world.registry, &lang())).unwrap();
    assert!(followed.is_empty());
    let result = world.site.write(&narrow, "test", |tx| following::begin(tx, "civicrm_contact", 1));
    assert!(refusal(result).contains("entity_id"));
}

#[test]
fn parts_that_are_closed_are_left_out() {
    let world = world();
    let (me, other, ada) = (contact(&world, "Ines"), contact(&world, "Paul"), contact(&world, "Ada"));
    let actor = person(Some(me), &STAFF);
    begin(&world, &actor, "civicrm_contact", ada);
    let author = person(Some(other), &["access CiviCRM", "view all contacts", "edit all contacts"]);
    let secret = json!({"entity_id": ada, "note": "Between us", "privacy": "1"});
    world.save_by(&author, "Note", secret).unwrap();
    world
        .save("Activity", json!({"activity_type_id:name": "Meeting", "subject": "Closed", "source_contact_id": other, "target_contact_id": [ada]}))
        .unwrap();
    let few = person(Some(me), &["access CiviCRM", "view all contacts"]);
    let all = told(&world, &few);
    assert!(!holds(&all, "Ada King", "Between us") && !holds(&all, "Ada King", "Closed"), "{all:?}");
    assert!(holds(&told(&world, &actor), "Ada King", "Closed"));
}

#[test]
fn a_followed_group_tells_who_comes_and_goes() {
    let world = world();
    let (me, ada) = (contact(&world, "Ines"), contact(&world, "Ada"));
    let group = world.save("Group", json!({"title": "Choir"})).unwrap();
    let actor = person(Some(me), &STAFF);
    begin(&world, &actor, "civicrm_group", group);
    let place = world.save("GroupContact", json!({"group_id": group, "contact_id": ada, "status": "Added"})).unwrap();
    assert!(holds(&told(&world, &actor), "Choir", "Ada King joined"), "{:?}", told(&world, &actor));
    world.update("GroupContact", place, json!({"status": "Removed"})).unwrap();
    assert!(holds(&told(&world, &actor), "Choir", "Ada King left"));
}

#[test]
fn following_is_for_oneself_once_and_ends() {
    let world = world();
    let (me, other, ada) = (contact(&world, "Ines"), contact(&world, "Paul"), contact(&world, "Ada"));
    let actor = person(Some(me), &STAFF);
    let values = json!({"contact_id": other, "entity_table": "civicrm_contact", "entity_id": ada});
    refusal(world.save_by(&actor, "Follow", values));
    refusal(world.save_by(&actor, "Follow", json!({"entity_table": "civicrm_email", "entity_id": 1})));
    let mine = json!({"entity_table": "civicrm_contact", "entity_id": ada});
    world.save_by(&actor, "Follow", mine.clone()).unwrap();
    refusal(world.save_by(&actor, "Follow", mine));
    begin(&world, &actor, "civicrm_contact", ada);
    world.site.write(&actor, "test", |tx| following::end(tx, "civicrm_contact", ada)).unwrap();
    assert!(world.get_by(&actor, "Follow", &["id"], json!([])).unwrap().is_empty());
    begin(&world, &actor, "civicrm_contact", ada);
    world.site.write(&Actor::system("test"), "test", |tx| tx.delete("Contact", ada, store::As::Program)).unwrap();
    let count =
        world.site.read(&Actor::system("test"), |tx| Ok(tx.find_by::<following::Follow>("entity_id", ada)?.len()));
    assert_eq!(count.unwrap(), 0, "nobody follows what is gone");
}
