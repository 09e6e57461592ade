//! Naming colleagues in texts: who learns of it, where, and how.

use contact::access::administrator::{self, NewAccount};
use contact::pages::phrases::Lang;
use follow::mention::{BY_MAIL, Mention};
use follow::{stream, tell};
use schema::Actor;
use serde_json::json;
use store::statement;
use ui::Locale;

use super::{World, person, world};

const STAFF: [&str; 4] = ["access CiviCRM", "view all contacts", "edit all contacts", "view all activities"];

/// Somebody with an account; their contact.
fn colleague(world: &World, user: &str, first: &str, last: &str, role: &str) -> i64 {
    let program = Actor::system("test");
    let email = format!("{user}@example.org");
    let new = NewAccount { username: user, role, email: Some(&email), ..NewAccount::default() };
    let made = world.site.write(&program, "test", |tx| administrator::add(tx, &new)).unwrap();
    world.update("Contact", made.contact_id, json!({"first_name": first, "last_name": last})).unwrap();
    made.contact_id
}

fn mentions(world: &World, actor: &Actor) -> Vec<(String, String, String)> {
    let lang = Lang::new(Locale::spoken("en").unwrap());
    let found = world.site.read(actor, |tx| stream::mentions(tx, &world.registry, &lang, false, 20)).unwrap();
    found.into_iter().map(|one| (one.who, one.place, one.words)).collect()
}

fn outbox(world: &World) -> Vec<(i64, String)> {
    let text = r#"SELECT "contact_id", "subject" FROM "ruche_outbox" ORDER BY "id""#;
    let mut all = Vec::new();
    world
        .site
        .read(&Actor::system("test"), |tx| {
            tx.rows(&statement(text, Vec::new()), |row| {
                if let (query::Cell::Int(contact), query::Cell::Text(subject)) = (row.cell(0), row.cell(1)) {
                    all.push((contact, subject.to_owned()));
                }
                Ok(())
            })
        })
        .unwrap();
    all
}

#[test]
fn whoever_is_named_in_a_note_or_an_activity_sees_it_as_long_as_they_see_the_record() {
    let world = world();
    let ada = colleague(&world, "ada", "Ada", "King", "admin");
    let noe = colleague(&world, "noe", "Noé", "Le Goff", "admin");
    let subject = world.save("Contact", json!({"contact_type": "Organization", "organization_name": "Mill"})).unwrap();
    let writer = person(Some(noe), &STAFF);
    let note = json!({"entity_id": subject, "note": "@Ada King please call, says @noe"});
    let note = world.save_by(&writer, "Note", note).unwrap();
    let details = "<p>For <b>@ada</b>&nbsp;!</p>";
    let activity = json!({"activity_type_id:name": "Meeting", "details": details, "source_contact_id": noe, "target_contact_id": [subject]});
    world.save_by(&writer, "Activity", activity).unwrap();
    let reader = person(Some(ada), &STAFF);
    let all = mentions(&world, &reader);
    assert_eq!(all.len(), 2, "{all:?}");
    assert_eq!((all[1].0.as_str(), all[1].1.as_str()), ("Noé Le Goff", "Mill"));
    assert!(all[1].2.contains("please call"));
    assert!(mentions(&world, &writer).is_empty(), "nobody names themselves");
    assert!(mentions(&world, &person(Some(ada), &["access CiviCRM", "view my contact"])).is_empty());
    // A note for its author alone names nobody any more, and a text without the name neither.
    world.update("Note", note, json!({"privacy": "1"})).unwrap();
    assert_eq!(mentions(&world, &reader).len(), 1);
}

#[test]
fn a_mention_goes_with_the_text_and_comes_back_with_it() {
    let world = world();
    let ada = colleague(&world, "ada", "Ada", "King", "admin");
    let noe = colleague(&world, "noe", "Noé", "Le Goff", "admin");
    let writer = person(Some(noe), &STAFF);
    let note = world.save_by(&writer, "Note", json!({"entity_id": ada, "note": "@ada"})).unwrap();
    let count = || {
        let program = Actor::system("test");
        world.site.read(&program, |tx| Ok(tx.find_by::<Mention>("contact_id", ada)?.len())).unwrap()
    };
    assert_eq!(count(), 1);
    world.save_by(&writer, "Note", json!({"id": note, "note": "nobody"})).unwrap();
    assert_eq!(count(), 0);
    let made = world.site.write(&writer, "test", |tx| {
        let values = json!({"entity_id": ada, "note": "@ada again"});
        tx.save("Note", values.as_object().cloned().unwrap(), store::As::Actor)?;
        Ok(tx.transaction_id())
    });
    assert_eq!(count(), 1);
    world.site.write(&writer, "test", |tx| tx.undo(made.unwrap().unwrap(), store::As::Actor)).unwrap();
    assert_eq!(count(), 0, "undone with the note");
}

#[test]
fn an_e_mail_tells_those_alone_who_want_it_and_may_see_the_record() {
    let world = world();
    let ada = colleague(&world, "ada", "Ada", "King", "admin");
    let noe = colleague(&world, "noe", "Noé", "Le Goff", "admin");
    let narrow = world
        .save(
            "Role",
            json!({"name": "narrow", "label": "Narrow", "permissions": ["access CiviCRM", "view my contact"]}),
        )
        .unwrap();
    let paul = colleague(&world, "paul", "Paul", "Roux", "narrow");
    assert!(narrow > 0);
    for contact in [ada, paul] {
        let text = format!(
            r#"INSERT INTO "civicrm_setting" ("value", "contact_id", "name", "domain_id", "is_domain") VALUES ('true', {contact}, '{BY_MAIL}', 1, 0)"#
        );
        world.site.write(&Actor::system("test"), "test", |tx| tx.execute(&statement(text, Vec::new()))).unwrap();
    }
    let writer = person(Some(noe), &STAFF);
    world.save_by(&writer, "Note", json!({"entity_id": noe, "note": "@ada, @paul and @noe"})).unwrap();
    let before = outbox(&world).len();
    tell::run(&world.site, &world.registry).unwrap();
    assert_eq!(outbox(&world).len(), before, "not before a minute has passed");
    tell::run_until(&world.site, &world.registry, 5).unwrap();
    let told: Vec<(i64, String)> = outbox(&world).split_off(before);
    assert_eq!(told, [(ada, "Noé Le Goff names you: Noé Le Goff".to_owned())]);
    tell::run_until(&world.site, &world.registry, 5).unwrap();
    assert_eq!(outbox(&world).len(), before + 1, "once");
}

#[test]
fn nobody_makes_mentions_for_others_and_each_marks_their_own_as_seen() {
    let world = world();
    let ada = colleague(&world, "ada", "Ada", "King", "admin");
    let noe = colleague(&world, "noe", "Noé", "Le Goff", "admin");
    let writer = person(Some(noe), &STAFF);
    world.save_by(&writer, "Note", json!({"entity_id": noe, "note": "@ada"})).unwrap();
    let forged = json!({"contact_id": ada, "entity_table": "civicrm_contact", "entity_id": noe});
    assert!(world.save_by(&writer, "Mention", forged).is_err());
    let reader = person(Some(ada), &STAFF);
    let id = world.get_by(&reader, "Mention", &["id"], json!([])).unwrap()[0]["id"].as_i64().unwrap();
    assert!(world.save_by(&writer, "Mention", json!({"id": id, "seen_date": "2026-01-01 10:00:00"})).is_err());
    world.save_by(&reader, "Mention", json!({"id": id, "seen_date": "2026-01-01 10:00:00"})).unwrap();
    assert!(world.get_by(&writer, "Mention", &["id"], json!([])).unwrap().is_empty());
}
