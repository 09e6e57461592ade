//! Writing to contacts: who gets it, what they get, what their records keep.

use std::collections::HashMap;

use correspondence::write::{self, Letter};
use mail::Gate;
use schema::Actor;
use serde_json::{Value as Json, json};
use store::{Error, Result};

use super::delivery::{set_up, state, step, system};
use super::{World, person, refusal, world};
use crate::sink::Sink;

fn contact(w: &World, name: &str, more: Json) -> i64 {
    let mut values = json!({"first_name": name, "last_name": "Martin", "preferred_language": "fr_FR"});
    for (name, value) in more.as_object().unwrap() {
        values[name] = value.clone();
    }
    let id = w.save("Contact", values).unwrap();
    let email = format!("{}@example.org", name.to_lowercase());
    w.save("Email", json!({"contact_id": id, "email": email})).unwrap();
    id
}

fn writer(w: &World) -> Actor {
    let own = contact(w, "Wanda", json!({}));
    person(Some(own), &["access CiviCRM", "view all contacts", "edit all contacts", "view all activities"])
}

fn letter(to: &[i64]) -> Letter {
    Letter {
        to: to.to_vec(),
        subject: "Bonjour {contact.first_name}".to_owned(),
        html: "<p>Cher {contact.first_name}, <b>venez</b> !<script>alert(1)</script></p>".to_owned(),
        ..Letter::default()
    }
}

fn send(w: &World, actor: &Actor, letter: &Letter) -> Result<write::Written> {
    w.site.write(actor, "test", |tx| write::send(tx, w.registry.filled::<Gate>(), letter))
}

/// Nobody calls it back any more.
fn ripen(w: &World) {
    let text = r#"UPDATE "ruche_outbox" SET "next_try" = NULL WHERE "state" = 'waiting'"#;
    w.site.write(&system(), "test", |tx| tx.execute(&store::statement(text, Vec::new())).map(drop)).unwrap();
}

#[test]
fn each_reader_gets_a_letter_of_their_own_and_each_record_keeps_it() {
    let (w, sink) = (world(), Sink::start());
    set_up(&w, &sink, json!({}));
    let actor = writer(&w);
    let (ada, bo) = (contact(&w, "Ada", json!({})), contact(&w, "Bo", json!({})));
    let mut asked = letter(&[ada, bo]);
    asked.cc = vec!["copy@example.org".to_owned()];
    let written = send(&w, &actor, &asked).unwrap();
    assert_eq!((written.messages.len(), written.activities.len()), (2, 2));
    step(&w);
    assert!(sink.kept().is_empty(), "it can still be called back");
    ripen(&w);
    step(&w);
    let kept = sink.kept();
    assert_eq!(kept.len(), 2);
    assert_eq!(kept[0].to, ["RCPT TO:<ada@example.org>", "RCPT TO:<copy@example.org>"]);
    assert_eq!(kept[1].to, ["RCPT TO:<bo@example.org>"]);
    assert!(kept[1].text.contains("Subject: Bonjour Bo") && !kept[1].text.contains("alert"), "{}", kept[1].text);
    assert!(kept[1].text.contains("multipart/alternative") && !kept[1].text.contains("Auto-Submitted"));
    let fields = ["activity_type_id:name", "subject", "status_id:name", "target_contact_id", "source_contact_id"];
    let row = w.one("Activity", written.activities[0], &fields);
    let expected = json!({"activity_type_id:name": "Email", "subject": "Bonjour Ada", "status_id:name": "Completed",
        "target_contact_id": [ada], "source_contact_id": actor.contact_id});
    assert_eq!(row, expected);
    let details = w.one("Activity", written.activities[0], &["details"])["details"].to_string();
    assert!(details.contains("Cher Ada") && details.contains("copy@example.org"), "{details}");
}

#[test]
fn those_who_want_no_mail_are_named_and_left_out() {
    let w = world();
    set_up(&w, &Sink::start(), json!({}));
    let actor = writer(&w);
    let ada = contact(&w, "Ada", json!({}));
    let shy = contact(&w, "Shy", json!({"do_not_email": true}));
    let dead = contact(&w, "Late", json!({"is_deceased": true}));
    let held = contact(&w, "Held", json!({}));
    let address = w.get("Email", &["id"], json!([["contact_id", "=", held]]))[0]["id"].as_i64().unwrap();
    w.update("Email", address, json!({"on_hold": 1})).unwrap();
    let mute = w.save("Contact", json!({"first_name": "Mute"})).unwrap();
    let written = send(&w, &actor, &letter(&[ada, shy, dead, held, mute, 999_999])).unwrap();
    let expected: HashMap<i64, Vec<&str>> = HashMap::from([
        (shy, vec!["do_not_email"]),
        (dead, vec!["is_deceased"]),
        (held, vec!["on_hold"]),
        (mute, vec!["no_address"]),
        (999_999, vec!["missing"]),
    ]);
    assert_eq!(written.left_out, expected);
    assert_eq!(written.messages.len(), 1);
    assert!(refusal(send(&w, &actor, &letter(&[shy]))).contains("nobody"));
}

#[test]
fn a_wish_that_is_told_after_writing_is_still_heard() {
    let (w, sink) = (world(), Sink::start());
    set_up(&w, &sink, json!({}));
    let ada = contact(&w, "Ada", json!({}));
    let written = send(&w, &writer(&w), &letter(&[ada])).unwrap();
    w.update("Contact", ada, json!({"do_not_email": true})).unwrap();
    ripen(&w);
    step(&w);
    assert!(sink.kept().is_empty());
    assert_eq!(state(&w, written.messages[0]), ("cancelled".to_owned(), 0, "reasons do_not_email".to_owned()));
}

#[test]
fn a_letter_that_is_undone_in_time_is_not_sent_and_one_that_left_cannot_be_undone() {
    let (w, sink) = (world(), Sink::start());
    set_up(&w, &sink, json!({}));
    let (actor, ada) = (writer(&w), contact(&w, "Ada", json!({})));
    let sent = |w: &World| {
        w.site
            .write(&actor, "test", |tx| {
                let written = write::send(tx, &[], &letter(&[ada]))?;
                Ok((written.messages[0], written.activities[0], tx.transaction_id().unwrap()))
            })
            .unwrap()
    };
    let (message, activity, transaction) = sent(&w);
    w.site.write(&system(), "test", |tx| tx.undo(transaction, store::As::Program)).unwrap();
    ripen(&w);
    step(&w);
    assert_eq!(state(&w, message).0, "cancelled");
    assert_eq!(w.one("Activity", activity, &["id"]), Json::Null);
    let (message, activity, transaction) = sent(&w);
    ripen(&w);
    step(&w);
    assert_eq!(state(&w, message).0, "sent");
    assert!(w.site.write(&system(), "test", |tx| tx.undo(transaction, store::As::Program)).is_err());
    assert_ne!(w.one("Activity", activity, &["id"]), Json::Null);
    assert_eq!(sink.kept().len(), 1);
}

#[test]
fn what_is_wrong_stands_beside_its_field() {
    let w = world();
    let (actor, ada) = (writer(&w), contact(&w, "Ada", json!({})));
    let fields = |letter: &Letter| match w.site.read(&actor, |tx| write::check(tx, &[], letter)) {
        Err(store::Error::Invalid(all)) => all.into_iter().map(|one| one.field).collect::<Vec<_>>(),
        other => panic!("{other:?}"),
    };
    let odd = Letter {
        to: vec![ada],
        cc: vec!["a b".to_owned()],
        from: "site:99".to_owned(),
        at: Some("x@y.z".to_owned()),
        ..Letter::default()
    };
    assert_eq!(fields(&odd), ["subject", "text", "cc", "from", "at"]);
    let unknown = Letter { html: "{contact.nothing}".to_owned(), ..letter(&[ada]) };
    assert_eq!(fields(&unknown), ["text"]);
    let many: Vec<i64> = (0..51).map(|number| contact(&w, &format!("N{number}"), json!({}))).collect();
    assert_eq!(fields(&letter(&many)), ["to"]);
}

#[test]
fn ones_own_address_is_offered_where_the_site_allows_it() {
    let w = world();
    set_up(&w, &Sink::start(), json!({}));
    let actor = writer(&w);
    let senders = || w.site.read(&actor, |tx| write::senders(tx)).unwrap();
    let written: Vec<String> = senders().into_iter().map(|one| one.written).collect();
    assert_eq!(written, ["\"L'Asso\" <asso@example.org>", "\"Wanda Martin\" <wanda@example.org>"]);
    w.site.write(&system(), "test", |tx| tx.set_setting("allow_mail_from_logged_in_contact", Some(&json!(0)))).unwrap();
    assert_eq!(senders().len(), 1);
    let ada = contact(&w, "Ada", json!({}));
    let other = Letter { from: "own:1".to_owned(), ..letter(&[ada]) };
    assert!(refusal(send(&w, &actor, &other)).contains("no address to write from"));
}

#[test]
fn whoever_does_not_see_a_contact_cannot_write_to_it() {
    let w = world();
    set_up(&w, &Sink::start(), json!({}));
    let ada = contact(&w, "Ada", json!({}));
    let stranger = person(Some(contact(&w, "Sam", json!({}))), &["access CiviCRM"]);
    let refused = w.site.read(&stranger, |tx| write::refusals(tx, &[], &[ada])).unwrap();
    assert_eq!(refused[&ada], ["missing"]);
}

#[test]
fn an_assignee_gets_an_invitation_where_the_site_wants_it() {
    let (w, sink) = (world(), Sink::start());
    set_up(&w, &sink, json!({}));
    w.site
        .write(&system(), "test", |tx| tx.set_setting("activity_assignee_notification_ics", Some(&json!("1"))))
        .unwrap();
    let (ada, bo) = (contact(&w, "Ada", json!({})), contact(&w, "Bo", json!({})));
    let task = json!({"activity_type_id": 1, "subject": "Bureau", "activity_date_time": "2999-01-01 18:00:00", "duration": 90,
        "source_contact_id": ada, "assignee_contact_id": [bo]});
    w.save("Activity", task).unwrap();
    step(&w);
    let text = sink.kept()[0].text.replace("=\n", "");
    assert!(
        text.contains("text/calendar; method=REQUEST") || text.contains("text/calendar; charset=utf-8; method=REQUEST"),
        "{text}"
    );
    assert!(text.contains("METHOD:REQUEST") && text.contains("asso@example.org"), "{text}");
}

#[test]
fn a_letter_about_activities_names_the_newest_that_concerns_its_reader() {
    let w = world();
    let actor = writer(&w);
    let (ada, bo) = (contact(&w, "Ada", json!({})), contact(&w, "Bo", json!({})));
    let made = |subject: &str, with: i64, day: &str| {
        let values = json!({
            "activity_type_id": 1, "subject": subject, "source_contact_id": actor.contact_id, "target_contact_id": [with],
            "activity_date_time": format!("{day} 10:00:00"),
        });
        w.save("Activity", values).unwrap()
    };
    let about =
        vec![made("Bilan", ada, "2026-01-05"), made("Visite", ada, "2026-03-05"), made("Appel", bo, "2026-02-05")];
    let html = "<p>{contact.first_name} : {activity.subject} {activity.nothing}</p>".to_owned();
    let filled = |letter: &Letter, to| w.site.read(&actor, |tx| write::fill(tx, letter, to)).unwrap().html;
    let sound = Letter { html: html.replace(" {activity.nothing}", ""), about, ..letter(&[ada, bo]) };
    assert!(filled(&sound, ada).contains("Ada : Visite") && filled(&sound, bo).contains("Bo : Appel"));
    let refused = |letter: &Letter| {
        let checked = w.site.read(&actor, |tx| Ok(write::check(tx, &[], letter).err()));
        matches!(checked.unwrap(), Some(Error::Invalid(all)) if all.iter().any(|one| one.field == "text"))
    };
    assert!(refused(&Letter { html, ..sound.clone() }), "a name that is none is refused");
    assert!(refused(&Letter { about: Vec::new(), ..sound.clone() }), "without activities nothing stands for one");
    assert!(!refused(&sound));
}
