//! Series, messages to those who are assigned, private addresses, rich text.

use activity::feed;
use activity::recurring_entity::{self, Scope};
use activity::repeat::{Rule, Unit};
use mail::outbox;
use schema::Actor;
use serde_json::{Value as Json, json};
use store::{As, Result};

use super::{World, person, refusal, world};

fn system() -> Actor {
    Actor::system("test")
}

fn contact(w: &World, name: &str) -> i64 {
    w.save("Contact", json!({"first_name": name, "preferred_language": "en_GB"})).unwrap()
}

fn meeting(w: &World, by: i64, at: &str) -> i64 {
    let values = json!({"activity_type_id": 1, "subject": "Board", "source_contact_id": by, "target_contact_id": [by],
        "activity_date_time": at, "duration": 60});
    w.save("Activity", values).unwrap()
}

fn weekly() -> Rule {
    Rule { every: 1, unit: Unit::Week, count: Some(3), ..Rule::default() }
}

fn series(w: &World, id: i64) -> Vec<i64> {
    w.site
        .write(&system(), "test", |tx| {
            let first = "2030-01-07T18:30:00".parse().unwrap();
            recurring_entity::repeat(tx, id, &weekly(), &weekly().times(first))
        })
        .unwrap()
}

/// The messages with their states, oldest first.
fn messages(w: &World) -> Vec<(i64, String, String)> {
    let mut all = Vec::new();
    w.site
        .read(&system(), |tx| {
            let text = r#"SELECT "contact_id", "state", "subject" FROM "ruche_outbox" ORDER BY "id""#;
            tx.rows(&store::statement(text, Vec::new()), |row| {
                let text =
                    |at| if let query::Cell::Text(text) = row.cell(at) { text.to_owned() } else { String::new() };
                if let query::Cell::Int(contact) = row.cell(0) {
                    all.push((contact, text(1), text(2)));
                }
                Ok(())
            })
        })
        .unwrap();
    all
}

#[test]
fn a_series_is_made_of_planned_copies_with_the_same_people() {
    let w = world();
    let ada = contact(&w, "Ada");
    let id = meeting(&w, ada, "2030-01-07 18:30:00");
    let made = series(&w, id);
    assert_eq!(made.len(), 3);
    let last = w.one(
        "Activity",
        made[2],
        &["subject", "duration", "activity_date_time", "status_id:name", "target_contact_id", "source_contact_id"],
    );
    let expected = json!({"subject": "Board", "duration": 60, "activity_date_time": "2030-01-28 18:30:00",
        "status_id:name": "Scheduled", "target_contact_id": [ada], "source_contact_id": ada});
    assert_eq!(last, expected);
    w.site
        .read(&system(), |tx| {
            assert_eq!(recurring_entity::series_of(tx, made[1])?, Some(id));
            assert_eq!(recurring_entity::rule_of(tx, id)?, Some(weekly()));
            assert_eq!(recurring_entity::others(tx, made[0], Scope::One)?, Vec::<i64>::new());
            assert_eq!(recurring_entity::others(tx, made[0], Scope::Following)?, [made[1], made[2]]);
            assert_eq!(recurring_entity::others(tx, made[0], Scope::All)?, [id, made[1], made[2]]);
            Ok(())
        })
        .unwrap();
    let again = w.site.write(&system(), "test", |tx| recurring_entity::repeat(tx, made[0], &weekly(), &[]));
    assert!(refusal(again).contains("series"));
}

#[test]
fn what_is_deleted_or_in_the_bin_is_no_part_of_its_series_any_more() {
    let w = world();
    let ada = contact(&w, "Ada");
    let id = meeting(&w, ada, "2030-01-07 18:30:00");
    let made = series(&w, id);
    w.delete("Activity", made[0]).unwrap();
    w.update("Activity", made[1], json!({"is_deleted": true})).unwrap();
    let others = w.site.read(&system(), |tx| recurring_entity::others(tx, id, Scope::All)).unwrap();
    assert_eq!(others, [made[2]]);
}

#[test]
fn undoing_a_series_leaves_the_first_one_alone() {
    let w = world();
    let ada = contact(&w, "Ada");
    let id = meeting(&w, ada, "2030-01-07 18:30:00");
    let first = "2030-01-07T18:30:00".parse().unwrap();
    let transaction = w
        .site
        .write(&system(), "test", |tx| {
            recurring_entity::repeat(tx, id, &weekly(), &weekly().times(first))?;
            Ok(tx.transaction_id().unwrap())
        })
        .unwrap();
    w.site.write(&system(), "test", |tx| tx.undo(transaction, As::Actor)).unwrap();
    assert_eq!(w.get("Activity", &["id"], json!([])), [json!({"id": id})]);
}

#[test]
fn whoever_is_assigned_is_told_once_and_in_their_language() {
    let w = world();
    let (ada, bo) = (contact(&w, "Ada"), contact(&w, "Bo"));
    let cy = w.save("Contact", json!({"first_name": "Cy", "preferred_language": "fr_FR"})).unwrap();
    w.save("Email", json!({"contact_id": cy, "email": "cy@example.org"})).unwrap();
    let author =
        person(Some(ada), &["access CiviCRM", "view all contacts", "edit all contacts", "view all activities"]);
    let values = json!({"activity_type_id": 14, "subject": "Stand", "source_contact_id": ada,
        "activity_date_time": "2999-01-01", "assignee_contact_id": [ada, bo, cy]});
    let id = w.save_by(&author, "Activity", values).unwrap();
    let told = messages(&w);
    let waiting = |contact: i64, words: &str| (contact, "waiting".to_owned(), words.to_owned());
    assert_eq!(told, [waiting(bo, "To do: Stand"), waiting(cy, "À faire\u{a0}: Stand")]);
    w.save_by(&author, "Activity", json!({"id": id, "subject": "Stand 2", "assignee_contact_id": [bo, cy]})).unwrap();
    assert_eq!(messages(&w).len(), 2);
    let count = w.site.read(&system(), |tx| outbox::waiting(tx)).unwrap();
    assert_eq!(count, 2);
}

#[test]
fn a_message_is_called_back_when_the_task_is_done_given_to_another_or_deleted() {
    let w = world();
    let (ada, bo) = (contact(&w, "Ada"), contact(&w, "Bo"));
    let task = |assignees: Json| json!({"activity_type_id": 14, "subject": "S", "source_contact_id": ada, "activity_date_time": "2999-01-01", "assignee_contact_id": assignees});
    let done = w.save("Activity", task(json!([bo]))).unwrap();
    let given = w.save("Activity", task(json!([bo]))).unwrap();
    let deleted = w.save("Activity", task(json!([bo]))).unwrap();
    let binned = w.save("Activity", task(json!([bo]))).unwrap();
    w.save("Activity", task(json!([bo]))).unwrap();
    w.update("Activity", done, json!({"status_id": 2})).unwrap();
    w.update("Activity", given, json!({"assignee_contact_id": [ada]})).unwrap();
    w.delete("Activity", deleted).unwrap();
    w.update("Activity", binned, json!({"is_deleted": true})).unwrap();
    let states: Vec<(i64, String)> = messages(&w).into_iter().map(|(contact, state, _)| (contact, state)).collect();
    let expected =
        [(bo, "cancelled"), (bo, "cancelled"), (bo, "cancelled"), (bo, "cancelled"), (bo, "waiting"), (ada, "waiting")];
    let expected: Vec<(i64, String)> =
        expected.iter().map(|(contact, state)| (*contact, (*state).to_owned())).collect();
    assert_eq!(states, expected);
}

#[test]
fn nobody_is_told_of_what_is_done_or_while_the_site_does_without() {
    let w = world();
    let (ada, bo) = (contact(&w, "Ada"), contact(&w, "Bo"));
    let past = json!({"activity_type_id": 2, "source_contact_id": ada, "assignee_contact_id": [bo]});
    w.save("Activity", past).unwrap();
    w.site
        .write(&system(), "test", |tx| tx.set_setting("activity_assignee_notification", Some(&json!(false))))
        .unwrap();
    let ahead = json!({"activity_type_id": 2, "source_contact_id": ada, "activity_date_time": "2999-01-01", "assignee_contact_id": [bo]});
    w.save("Activity", ahead).unwrap();
    assert!(messages(&w).is_empty());
}

#[test]
fn what_a_browser_would_run_is_never_stored() {
    let w = world();
    let ada = contact(&w, "Ada");
    let stored = |details: &str| {
        let id =
            w.save("Activity", json!({"activity_type_id": 1, "source_contact_id": ada, "details": details})).unwrap();
        w.one("Activity", id, &["details"])["details"].as_str().unwrap_or_default().to_owned()
    };
    assert_eq!(stored("<p onclick=\"x()\">A<script>alert(1)</script></p>"), "<p>A</p>");
    assert_eq!(stored("Plain & < simple"), "Plain & < simple");
}

#[test]
fn an_address_of_a_calendar_is_known_until_it_ends() {
    let w = world();
    let ada = contact(&w, "Ada");
    let user = w.save("User", json!({"contact_id": ada, "username": "ada", "uf_name": "ada@example.org"})).unwrap();
    let owner = |secret: &str| w.site.read(&system(), |tx| feed::owner(tx, secret)).unwrap();
    let make = || w.site.write(&system(), "test", |tx| feed::create(tx, user)).unwrap();
    let first = make();
    assert_eq!(owner(&first), Some(user));
    assert_eq!(owner("somebody else's"), None);
    let second = make();
    assert_eq!((owner(&first), owner(&second)), (None, Some(user)));
    w.site.write(&system(), "test", |tx| feed::revoke(tx, user)).unwrap();
    assert_eq!(owner(&second), None);
}

#[test]
fn activities_are_created_with_contacts_that_one_may_see() -> Result<()> {
    let w = world();
    let (ada, bo) = (contact(&w, "Ada"), contact(&w, "Bo"));
    w.update("Contact", bo, json!({"external_identifier": "B-1"}))?;
    let staff = person(Some(ada), &["access CiviCRM", "view all contacts"]);
    let values = json!({"activity_type_id:name": "Phone Call", "source_contact_id": "user_contact_id",
        "target_contact_id.external_identifier": "B-1", "assignee_contact_id": [ada, bo]});
    let id = w.save_by(&staff, "Activity", values)?;
    let select = ["source_contact_id", "target_contact_id", "assignee_contact_id"];
    let expected = json!({"source_contact_id": ada, "target_contact_id": [bo], "assignee_contact_id": [ada, bo]});
    assert_eq!(w.one("Activity", id, &select), expected);
    let narrow = person(Some(ada), &["access CiviCRM", "view my contact"]);
    let values = |target: i64| json!({"activity_type_id": 2, "source_contact_id": ada, "target_contact_id": target});
    w.save_by(&narrow, "Activity", values(ada))?;
    // Somebody unseen is refused in the same words as nobody.
    assert_eq!(
        refusal(w.save_by(&narrow, "Activity", values(bo))),
        refusal(w.save_by(&narrow, "Activity", values(4_000_000)))
    );
    Ok(())
}
