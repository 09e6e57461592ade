//! Forgetting: nothing of the person is left anywhere, what must stay stays, others are untouched.

use privacy::erase::{self, Fate, Hindrance, Why};
use query::Cell;
use schema::Actor;
use serde_json::json;
use store::{Error, statement};

use super::dossiers::marked;
use super::{World, world};

fn system() -> Actor {
    Actor::system("test")
}

/// Every place in the database where the mark stands: each text column of each table is looked at.
fn left(w: &World, mark: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mark = mark.to_lowercase();
    w.site
        .read(&system(), |tx| {
            let catalog = tx.catalog().clone();
            for entity in catalog.entities().filter(|entity| entity.stored && entity.preset.is_none()) {
                for field in entity.columns() {
                    let text = format!(r#"SELECT CAST("{}" AS text) FROM "{}""#, field.column(), entity.table);
                    tx.rows(&statement(text, Vec::new()), |row| {
                        if let Cell::Text(text) = row.cell(0)
                            && text.to_lowercase().contains(&mark)
                        {
                            found.push(format!("{}.{}: {text}", entity.name, field.name));
                        }
                        Ok(())
                    })?;
                }
            }
            Ok(())
        })
        .unwrap();
    found
}

fn forget(w: &World, id: i64) {
    let contents = w.site.write(&system(), "test", |tx| erase::now(tx, id)).unwrap().expect("it is possible");
    erase::purge(&w.site, &contents).unwrap();
}

#[test]
fn nothing_of_the_person_is_left_in_any_column_of_any_table() {
    let w = world();
    let one = marked(&w, "QZONE");
    let other = marked(&w, "QZOTHER");
    w.update("Contact", one, json!({"last_name": "QZONE-renamed"})).unwrap();
    let email = w.get("Email", &["id"], json!([["contact_id", "=", one]]))[0]["id"].as_i64().unwrap();
    w.update("Email", email, json!({"email": "qzone-new@example.org"})).unwrap();
    w.delete("Email", email).unwrap();
    let set = w.save("CustomGroup", json!({"title": "Santé", "extends": "Individual"})).unwrap();
    let field = json!({"custom_group_id": set, "label": "Allergies", "data_type": "String", "html_type": "Text"});
    w.save("CustomField", field).unwrap();
    w.update("Contact", one, json!({"Sant_.Allergies": "QZONE-nuts"}))
        .or_else(|_| w.update("Contact", one, json!({"Santé.Allergies": "QZONE-nuts"})))
        .unwrap();
    let others = left(&w, "qzother").len();
    assert!(left(&w, "qzone").len() > 20);
    forget(&w, one);
    assert_eq!(left(&w, "qzone"), Vec::<String>::new());
    assert_eq!(left(&w, "qzother").len(), others, "somebody else is untouched");
    let binned = w.get(
        "Contact",
        &["display_name", "do_not_email", "is_opt_out", "birth_date"],
        json!([["id", "=", one], ["is_deleted", "=", true]]),
    );
    assert_eq!(
        binned,
        [
            json!({"display_name": format!("Anonymous {one}"), "do_not_email": true, "is_opt_out": true, "birth_date": null})
        ]
    );
    assert!(w.one("Contact", other, &["last_name"])["last_name"] == "QZOTHER-last");
}

#[test]
fn what_was_written_about_several_people_stays_without_the_one() {
    let w = world();
    let (one, other) = (marked(&w, "QZONE"), marked(&w, "QZOTHER"));
    let author = w.get("Domain", &["contact_id"], json!([]))[0]["contact_id"].as_i64().unwrap();
    let meeting = json!({
        "activity_type_id": 1, "subject": "Committee", "details": "We met.",
        "source_contact_id": author, "target_contact_id": [one, other],
    });
    let meeting = w.save("Activity", meeting).unwrap();
    forget(&w, one);
    assert_eq!(
        w.one("Activity", meeting, &["subject", "details"]),
        json!({"subject": "Committee", "details": "We met."})
    );
    let targets =
        w.get("ActivityContact", &["contact_id"], json!([["activity_id", "=", meeting], ["record_type_id", "=", 3]]));
    assert_eq!(targets, [json!({"contact_id": other})]);
}

#[test]
fn consents_stay_as_proof_and_the_erasure_itself_is_written_down() {
    let w = world();
    let one = marked(&w, "QZONE");
    let letter = w.get("ProcessingPurpose", &["id"], json!([["name", "=", "newsletter"]]))[0]["id"].clone();
    let consent = json!({"contact_id": one, "purpose_id": letter, "status": "given", "proof": "QZONE-mail", "ip_address": "192.0.2.7"});
    let consent = w.save("Consent", consent).unwrap();
    forget(&w, one);
    let row = w.site.read(&system(), |tx| tx.find::<privacy::consent::Consent>(consent)).unwrap().unwrap();
    assert_eq!((row.status.as_deref(), row.proof, row.ip_address), (Some("given"), None, None));
    let found = w.site.read(&system(), |tx| privacy::request::is_erased(tx, one)).unwrap();
    assert!(found);
    let again = w.site.write(&system(), "test", |tx| erase::now(tx, one)).unwrap();
    assert!(again.is_none(), "once is enough");
}

#[test]
fn the_plan_tells_what_goes_what_is_emptied_and_what_stays() {
    let w = world();
    let one = marked(&w, "QZONE");
    let plan = w.site.read(&system(), |tx| erase::plan(tx, one)).unwrap();
    let fate =
        |name: &str| plan.fates.iter().find(|(entity, ..)| entity.name == name).map(|(_, fate, count)| (*fate, *count));
    assert_eq!(fate("Contact"), Some((Fate::Empty, 1)));
    assert_eq!(fate("Email"), Some((Fate::Delete, 1)));
    assert_eq!(fate("Note"), Some((Fate::Delete, 2)));
    assert_eq!(fate("Activity"), Some((Fate::Empty, 1)));
    assert_eq!(fate("ActivityContact"), Some((Fate::Keep(Why::Figures), 1)));
    assert!(plan.changes >= 7 && plan.hindrance.is_none());
}

#[test]
fn history_forgets_and_undo_brings_nothing_back() {
    let w = world();
    let one = marked(&w, "QZONE");
    let email = w.get("Email", &["id"], json!([["contact_id", "=", one]]))[0]["id"].as_i64().unwrap();
    let deleted = w
        .site
        .write(&system(), "test", |tx| {
            tx.delete("Email", email, store::As::Actor)?;
            Ok(tx.transaction_id())
        })
        .unwrap()
        .unwrap();
    forget(&w, one);
    let undone = w.site.write(&system(), "test", |tx| tx.undo(deleted, store::As::Program));
    assert!(matches!(undone, Err(Error::Conflict(_))), "{undone:?}");
    assert!(left(&w, "qzone").is_empty());
}

#[test]
fn the_association_itself_is_not_forgotten() {
    let w = world();
    let own = w.get("Domain", &["contact_id"], json!([]))[0]["contact_id"].as_i64().unwrap();
    let plan = w.site.read(&system(), |tx| erase::plan(tx, own)).unwrap();
    assert_eq!(plan.hindrance, Some(Hindrance::OwnOrganisation));
    assert!(w.site.write(&system(), "test", |tx| erase::now(tx, own)).unwrap().is_none());
}

#[test]
fn an_erasure_waits_in_the_bin_and_can_be_called_off() {
    let w = world();
    let one = marked(&w, "QZONE");
    let day = w.site.write(&system(), "test", |tx| erase::schedule(tx, one, 7)).unwrap();
    let check =
        |w: &World| w.site.read(&system(), |tx| privacy::check(tx, one, privacy::Channel::Email, None)).unwrap();
    assert!(check(&w).reasons.contains(&privacy::Reason::Restricted));
    assert_eq!(w.one("Contact", one, &["is_deleted"]), json!({"is_deleted": true}));
    let run = |w: &World| w.site.write(&system(), "test", |tx| erase::due(tx, &mut kit::Work::default())).unwrap();
    run(&w);
    assert!(!left(&w, "qzone").is_empty(), "its day has not come: {day}");
    assert!(w.site.write(&system(), "test", |tx| erase::call_off(tx, one)).unwrap());
    assert_eq!(w.one("Contact", one, &["last_name"]), json!({"last_name": "QZONE-last"}));
    assert!(check(&w).is_allowed());
    w.site.write(&system(), "test", |tx| erase::schedule(tx, one, 7)).unwrap();
    w.site
        .write(&system(), "test", |tx| {
            let text = r#"UPDATE "ruche_subject_request" SET "due_date" = '2020-01-01' WHERE "state" = 'waiting'"#;
            tx.execute(&statement(text, Vec::new()))
        })
        .unwrap();
    run(&w);
    assert_eq!(left(&w, "qzone"), Vec::<String>::new());
}

#[test]
fn many_are_forgotten_by_a_job_in_steps() {
    let w = world();
    let ids: Vec<i64> =
        (0..13).map(|n| w.save("Contact", json!({"last_name": format!("QZMANY{n}")})).unwrap()).collect();
    let mut work = kit::Work { payload: json!({"ids": ids, "days": 0}), ..kit::Work::default() };
    for _ in 0..4 {
        w.site.write(&system(), "test", |tx| erase::many(tx, &mut work)).unwrap();
        if work.position.is_none() {
            break;
        }
    }
    assert_eq!((work.progress, work.position), (13, None));
    assert!(left(&w, "qzmany").is_empty());
}

#[test]
fn whoever_an_older_backup_brings_back_is_forgotten_again() {
    let w = world();
    let one = marked(&w, "QZONE");
    forget(&w, one);
    // As after putting back a backup from before: the person is there, and nothing knows of the erasure.
    w.site
        .write(&system(), "test", |tx| {
            tx.execute(&statement(r#"DELETE FROM "ruche_subject_request""#, Vec::new()))?;
            let text = format!(r#"UPDATE "civicrm_contact" SET "last_name" = 'QZONE-back' WHERE "id" = {one}"#);
            tx.execute(&statement(text, Vec::new()))
        })
        .unwrap();
    w.site.write(&system(), "test", |tx| erase::again(tx, &mut kit::Work::default())).unwrap();
    assert!(left(&w, "qzone").is_empty());
}

#[test]
fn the_chain_over_history_still_holds_after_somebody_was_forgotten() {
    let w = world();
    let one = marked(&w, "QZONE");
    w.site.write(&system(), "test", |tx| tx.seal()).unwrap();
    forget(&w, one);
    w.site.write(&system(), "test", |tx| tx.seal()).unwrap();
    let checked = w.site.read(&system(), |tx| tx.check_chain(0, 100)).unwrap();
    assert!(checked.faults.is_empty() && checked.erased > 0, "{checked:?}");
}

#[test]
fn who_has_never_confirmed_and_is_known_for_nothing_else_is_forgotten_history_included() {
    let w = world();
    let id = w.save("Contact", json!({"first_name": "Zenobie", "last_name": "Quillfeather"})).unwrap();
    w.save("Email", json!({"contact_id": id, "email": "zenobie@example.net"})).unwrap();
    let event = contact::group_contact::NeverConfirmed { contact_id: id };
    w.site.write(&system(), "job", |tx| tx.publish(&event)).unwrap();
    assert!(w.site.read(&system(), |tx| privacy::request::is_erased(tx, id)).unwrap());
    assert!(w.get("Email", &["id"], json!([["contact_id", "=", id]])).is_empty());
    assert_eq!(left(&w, "Quillfeather"), Vec::<String>::new());
    assert_eq!(left(&w, "zenobie"), Vec::<String>::new());
}
