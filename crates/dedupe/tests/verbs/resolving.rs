//! What settles contradictions without asking, as the site has set it.

use dedupe::batch;
use dedupe::merge::resolve::{Resolver, Resolvers};
use dedupe::merge::{self, Mode, Plan};
use schema::Actor;
use serde_json::{Value as Json, json};

use super::{World, world};

fn two(world: &World, one: Json, other: Json) -> (i64, i64) {
    let make = |mut values: Json| {
        values["contact_type"] = json!("Individual");
        values["last_name"] = json!("Byron");
        world.save("Contact", values).unwrap()
    };
    (make(one), make(other))
}

fn switch(world: &World, on: &[Resolver], off: &[Resolver]) {
    let done = world.site.write(&Actor::system("test"), "test", |tx| {
        let mut all = Resolvers::of(tx, "Individual")?;
        for (one, is_on) in &mut all.0 {
            *is_on = (*is_on || on.contains(one)) && !off.contains(one);
        }
        all.keep(tx, "Individual")
    });
    done.unwrap();
}

fn merged(world: &World, keep: i64, other: i64) -> bool {
    world.site.write(&Actor::system("test"), "test", |tx| merge::automatically(tx, keep, other, Mode::Safe)).unwrap()
}

#[test]
fn a_pet_name_gives_way_to_the_name_and_becomes_the_nickname() {
    let world = world();
    let (keep, other) = two(&world, json!({"first_name": "Bob"}), json!({"first_name": "Robert"}));
    assert!(!merged(&world, keep, other), "two first names are a contradiction");
    switch(&world, &[Resolver::Nickname], &[]);
    let plan = world.site.read(&Actor::system("test"), |tx| Plan::of(tx, keep, other)).unwrap();
    assert_eq!(plan.conflicts().count(), 0);
    assert!(plan.proposed().taken.contains("first_name"));
    assert!(merged(&world, keep, other));
    let kept = world.one("Contact", keep, &["first_name", "nick_name"]);
    assert_eq!(kept, json!({"first_name": "Robert", "nick_name": "Bob"}));
}

#[test]
fn safe_batches_merge_what_the_switches_settle_and_leave_the_rest() {
    let world = world();
    let (keep, other) = two(
        &world,
        json!({"first_name": "Jean Pierre", "job_title": "Meunier"}),
        json!({"first_name": "Jean-Pierre", "job_title": "Meunier"}),
    );
    let (third, fourth) = two(
        &world,
        json!({"first_name": "Jean Pierre", "job_title": "Meunier"}),
        json!({"first_name": "Jean-Pierre", "job_title": "Boulanger"}),
    );
    switch(&world, &[Resolver::Signs], &[]);
    let run = world.site.write(&Actor::system("test"), "test", |tx| {
        let pairs = json!({"pairs": [[keep, other], [third, fourth]], "forced": false});
        let mut work = kit::Work { payload: pairs, ..kit::Work::default() };
        batch::run(tx, &mut work)?;
        batch::run(tx, &mut work)?;
        Ok(work.result.unwrap_or_default())
    });
    let told: Json = serde_json::from_str(&run.unwrap()).unwrap();
    assert_eq!((&told["merged"], &told["skipped"]), (&json!(1), &json!([[third, fourth]])));
    assert_eq!(world.one("Contact", keep, &["first_name"]), json!({"first_name": "Jean-Pierre"}));
    // Moments are kept to the second.
    std::thread::sleep(std::time::Duration::from_millis(1_100));
    world.update("Contact", fourth, json!({"job_title": "Boulangère"})).unwrap();
    switch(&world, &[Resolver::Newest], &[]);
    assert!(merged(&world, third, fourth), "the record that was changed last is believed");
    assert_eq!(world.one("Contact", third, &["job_title"]), json!({"job_title": "Boulangère"}));
}

#[test]
fn what_is_switched_off_waits_for_somebody() {
    let world = world();
    let (keep, other) = two(
        &world,
        json!({"first_name": "Ada", "job_title": "MEUNIER"}),
        json!({"first_name": "Ada", "job_title": "Meunier", "nick_name": "A"}),
    );
    switch(&world, &[], &[Resolver::Care, Resolver::Filled]);
    let plan = world.site.read(&Actor::system("test"), |tx| Plan::of(tx, keep, other)).unwrap();
    let fields: Vec<&str> = plan.conflicts().map(|one| one.field.as_str()).collect();
    assert_eq!(fields, ["nick_name", "job_title"]);
    assert!(plan.proposed().taken.contains("job_title"), "the better one is still proposed");
    assert!(!merged(&world, keep, other));
}

#[test]
fn the_newest_address_becomes_the_main_one_and_the_older_is_kept() {
    let world = world();
    let place = |city: &str| json!({"first_name": "Ada", "address_primary.city": city});
    let (keep, other) = two(&world, place("Nyons"), place("Valence"));
    switch(&world, &[Resolver::NewestAddress], &[]);
    assert!(merged(&world, keep, other));
    let found = world.get("Address", &["city", "is_primary"], json!([["contact_id", "=", keep]]));
    let expected = [json!({"city": "Nyons", "is_primary": false}), json!({"city": "Valence", "is_primary": true})];
    assert_eq!(found, expected);
    // The survivor's own, where it is newer, stays the main one.
    let (keep, other) = two(&world, place("Crest"), place("Die"));
    let own = world.get("Address", &["id"], json!([["contact_id", "=", keep]]))[0]["id"].as_i64().unwrap();
    world.update("Address", own, json!({"city": "Crest-Nord"})).unwrap();
    assert!(merged(&world, keep, other));
    let found = world.get("Address", &["city"], json!([["contact_id", "=", keep], ["is_primary", "=", true]]));
    assert_eq!(found, [json!({"city": "Crest-Nord"})]);
}
