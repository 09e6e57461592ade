//! What is done with many records of a search: as a job, and handed to the tasks of contacts.

use schema::Actor;
use search::view::batch::{Batch, Deed, JOB};
use serde_json::{Value as Json, json};

use super::{World, person, world};

fn people(world: &World, count: usize) -> Vec<i64> {
    let save = |n| world.save("Contact", json!({"first_name": format!("P{n}"), "last_name": "Lot"})).unwrap();
    (0..count).map(save).collect()
}

fn batch(ids: Vec<i64>, deed: Deed, value: Json) -> Batch {
    Batch {
        entity: "Individual".to_owned(),
        deed,
        field: "nick_name".to_owned(),
        value,
        ids,
        view: "/view/1".to_owned(),
    }
}

/// Runs a queued batch as this actor until it ends; tells what it did, and in which transactions.
fn run(world: &World, actor: &Actor, batch: &Batch) -> (i64, Vec<i64>) {
    let job = world.registry.jobs.iter().find(|job| job.name == JOB).unwrap();
    let mut work = kit::Work { payload: batch.json(), ..kit::Work::default() };
    loop {
        world.site.write(actor, JOB, |tx| (job.run)(tx, &mut work)).unwrap();
        if work.position.is_none() {
            break;
        }
    }
    let told: Json = serde_json::from_str(work.result.as_deref().unwrap()).unwrap();
    let steps = told["transactions"].as_array().unwrap().iter().filter_map(Json::as_i64).collect();
    assert_eq!(work.progress, batch.ids.len() as i64);
    (told["count"].as_i64().unwrap(), steps)
}

#[test]
fn many_records_change_in_steps_that_can_be_taken_back() {
    let world = world();
    let ids = people(&world, 230);
    let system = Actor::system("test");
    let (count, steps) = run(&world, &system, &batch(ids, Deed::Update, json!("Lo")));
    assert_eq!((count, steps.len()), (230, 2));
    let called = || world.get("Individual", &["id"], json!([["nick_name", "=", "Lo"]])).len();
    assert_eq!(called(), 230);
    for step in steps.iter().rev() {
        world.site.write(&system, "test", |tx| tx.undo(*step, store::As::Actor)).unwrap();
    }
    assert_eq!(called(), 0);
}

#[test]
fn what_is_refused_for_one_leaves_the_others_alone() {
    let world = world();
    let ids = people(&world, 3);
    let own = person(Some(ids[1]), &["access CiviCRM", "edit my contact", "view all contacts"]);
    let (count, _) = run(&world, &own, &batch(ids, Deed::Update, json!("Moi")));
    assert_eq!(count, 1);
    assert_eq!(
        world.get("Individual", &["first_name"], json!([["nick_name", "=", "Moi"]])),
        [json!({"first_name": "P1"})]
    );
}

#[test]
fn nobody_does_by_a_job_what_they_may_not_do_at_all() {
    let world = world();
    let ids = people(&world, 1);
    let nobody = person(None, &["access CiviCRM"]);
    let mut secret = batch(ids, Deed::Update, json!("x"));
    secret.field = "api_key".to_owned();
    assert!(world.site.read(&Actor::system("test"), |tx| secret.check(tx)).is_err());
    secret.deed = Deed::Delete;
    assert!(world.site.read(&nobody, |tx| secret.check(tx)).is_err());
    secret.entity = "Setting".to_owned();
    assert!(world.site.read(&nobody, |tx| secret.check(tx)).is_err());
}

#[test]
fn several_wishes_are_changed_together_and_nothing_that_is_not_written() {
    let world = world();
    let ids = people(&world, 2);
    let system = Actor::system("test");
    let (count, _) =
        run(&world, &system, &batch(ids.clone(), Deed::Fill, json!({"do_not_email": true, "is_opt_out": true})));
    assert_eq!(count, 2);
    assert_eq!(
        world.get("Individual", &["id"], json!([["do_not_email", "=", true], ["is_opt_out", "=", true]])).len(),
        2
    );
    let secret = batch(ids, Deed::Fill, json!({"api_key": "x"}));
    assert!(world.site.read(&system, |tx| secret.check(tx)).is_err());
}

#[test]
fn an_activity_is_made_with_each() {
    let world = world();
    let ids = people(&world, 3);
    let own = ids[0];
    let mut each = batch(ids, Deed::Act, json!({"activity_type_id": 1, "subject": "Fair", "source_contact_id": own}));
    each.entity = "Activity".to_owned();
    each.field = "target_contact_id".to_owned();
    let (count, steps) = run(&world, &Actor::system("test"), &each);
    assert_eq!((count, steps.len()), (3, 1));
    assert_eq!(world.get("Activity", &["id"], json!([["subject", "=", "Fair"]])).len(), 3);
}

#[test]
fn everything_goes_into_one_archive_without_secrets() {
    use contact::pages::phrases::Lang;
    let world = world();
    people(&world, 2);
    let mut out = Vec::new();
    let lang = Lang::new(ui::Locale::best(Some("fr"), None));
    world.site.read(&Actor::system("test"), |tx| search::export::whole::write(tx, &lang, &mut out)).unwrap();
    assert_eq!(&out[..4], b"PK\x03\x04");
    let names = String::from_utf8_lossy(&out).into_owned();
    for name in ["README.txt", "fields.csv", "tables/Contact.csv", "tables/Activity.csv"] {
        assert!(names.contains(name), "{name}");
    }
    // What each column means is kept unpacked: no secret is among them.
    assert!(
        names.contains("Contact,first_name,")
            && !names.contains("User,hashed_password")
            && !names.contains("Contact,api_key")
    );
}
