//! What becomes of messages: sent, put off, refused, unclear.

use correspondence::deliver;
use mail::{Message, To, Weight};
use schema::Actor;
use serde_json::{Value as Json, json};

use super::{World, refusal, world};
use crate::sink::Sink;

pub fn system() -> Actor {
    Actor::system("test")
}

/// A site whose mail goes into the sink.
pub fn set_up(w: &World, sink: &Sink, more: Json) {
    let mut backend = json!({"outBound_option": "0", "smtpServer": "127.0.0.1", "smtpPort": sink.port.to_string(),
        "smtpEncryption": "none"});
    for (name, value) in more.as_object().unwrap() {
        backend[name] = value.clone();
    }
    w.site
        .write(&system(), "test", |tx| {
            let kept = mail::backend::accept(tx, &backend)?;
            tx.set_setting("mailing_backend", Some(&kept))
        })
        .unwrap();
    w.save("SiteEmailAddress", json!({"display_name": "L'Asso", "email": "asso@example.org"})).unwrap();
}

pub fn queue(w: &World, to: &str, subject: &str) -> i64 {
    let message = Message::new("test", To::Address { address: to, name: Some("Zoé") }, subject, "Bonjour");
    w.site.write(&system(), "test", |tx| mail::queue(tx, &message)).unwrap()
}

/// State, tries and error.
pub fn state(w: &World, id: i64) -> (String, i64, String) {
    let row = w.site.read(&system(), |tx| tx.find::<mail::outbox::Outbox>(id)).unwrap().unwrap();
    (row.state, row.tries, row.error.unwrap_or_default())
}

pub fn step(w: &World) -> bool {
    deliver::step(&w.site, &w.registry).unwrap()
}

fn force(w: &World, sql: &str) {
    w.site.write(&system(), "test", |tx| tx.execute(&store::statement(sql, Vec::new())).map(drop)).unwrap();
}

#[test]
fn a_message_waits_until_mail_is_set_up_and_is_sent_once() {
    let (w, sink) = (world(), Sink::start());
    let id = queue(&w, "ada@example.org", "Réunion");
    assert!(!step(&w));
    assert_eq!(state(&w, id).0, "waiting");
    set_up(&w, &sink, json!({}));
    step(&w);
    step(&w);
    assert_eq!(state(&w, id), ("sent".to_owned(), 0, String::new()));
    let kept = sink.kept();
    assert_eq!(kept.len(), 1);
    assert_eq!(kept[0].to, ["RCPT TO:<ada@example.org>"]);
    assert!(kept[0].from.starts_with("MAIL FROM:<asso@example.org>"), "{}", kept[0].from);
    for line in ["Subject: =?utf-8?", " <asso@example.org>", "Auto-Submitted: auto-generated"] {
        assert!(kept[0].text.contains(line), "{line}: {}", kept[0].text);
    }
}

#[test]
fn a_server_that_says_later_is_asked_later_and_one_that_says_no_is_believed() {
    let (w, sink) = (world(), Sink::start());
    set_up(&w, &sink, json!({}));
    let (grey, bad, good) = (queue(&w, "grey@b.org", "a"), queue(&w, "bad@b.org", "b"), queue(&w, "c@b.org", "c"));
    step(&w);
    let (state_of, tries, error) = state(&w, grey);
    assert_eq!((state_of.as_str(), tries), ("waiting", 1));
    assert!(error.contains("come back later"), "{error}");
    let (state_of, _, error) = state(&w, bad);
    assert!(state_of == "failed" && error.contains("nobody of this name"), "{state_of} {error}");
    assert_eq!(state(&w, good).0, "sent");
    step(&w);
    assert_eq!(state(&w, grey).1, 1, "not before its time");
    force(&w, r#"UPDATE "ruche_outbox" SET "next_try" = '2020-01-01 00:00:00'"#);
    step(&w);
    assert_eq!(state(&w, grey).1, 2);
    force(&w, r#"UPDATE "ruche_outbox" SET "created" = '2020-01-01 00:00:00', "next_try" = NULL"#);
    step(&w);
    assert_eq!(state(&w, grey).0, "failed");
}

#[test]
fn what_may_have_been_sent_is_never_sent_again_by_itself() {
    let (w, sink) = (world(), Sink::start());
    set_up(&w, &sink, json!({}));
    let broken = queue(&w, "drop@b.org", "a");
    step(&w);
    assert_eq!(state(&w, broken).0, "unsure");
    // A crash between the two marks.
    let lost = queue(&w, "ada@b.org", "b");
    force(
        &w,
        &format!(
            r#"UPDATE "ruche_outbox" SET "state" = 'sending', "next_try" = '2020-01-01 00:00:00' WHERE "id" = {lost}"#
        ),
    );
    step(&w);
    step(&w);
    assert_eq!(state(&w, lost).0, "unsure");
    assert_eq!(sink.kept().len(), 1);
    let again = w.site.write(&system(), "test", |tx| deliver::retry(tx, lost)).unwrap();
    assert!(again);
    step(&w);
    assert_eq!(state(&w, lost).0, "sent");
}

#[test]
fn a_message_in_other_hands_is_left_alone() {
    let (w, sink) = (world(), Sink::start());
    set_up(&w, &sink, json!({}));
    let id = queue(&w, "ada@b.org", "a");
    force(&w, r#"UPDATE "ruche_outbox" SET "state" = 'sending', "next_try" = '2999-01-01 00:00:00'"#);
    step(&w);
    assert_eq!(state(&w, id).0, "sending");
    assert!(deliver::deliver_now(&w.site, &w.registry, id).unwrap().is_none());
    assert!(sink.kept().is_empty());
}

#[test]
fn nobody_answering_is_no_fault_of_a_message() {
    let w = world();
    let sink = Sink::start();
    set_up(&w, &sink, json!({"smtpPort": "9"}));
    let ids = [queue(&w, "a@b.org", "a"), queue(&w, "b@b.org", "b")];
    step(&w);
    for id in ids {
        let (state_of, tries, error) = state(&w, id);
        assert_eq!((state_of.as_str(), tries), ("waiting", 1));
        assert!(!error.is_empty());
    }
}

#[test]
fn the_password_is_sealed_and_wrong_ones_are_told() {
    let (w, sink) = (world(), Sink::start());
    set_up(&w, &sink, json!({"smtpAuth": "1", "smtpUsername": "user", "smtpPassword": "wrong"}));
    let id = queue(&w, "ada@b.org", "a");
    step(&w);
    assert!(state(&w, id).2.contains("wrong password"), "{:?}", state(&w, id));
    w.site.write(&system(), "test", |tx| mail::sealed::keep(tx, mail::backend::PASSWORD, "right")).unwrap();
    assert!(deliver::deliver_now(&w.site, &w.registry, id).unwrap().is_some());
    assert_eq!(state(&w, id).0, "sent");
    let setting = w.site.read(&system(), |tx| tx.setting("mailing_backend")).unwrap().to_string();
    assert!(!setting.contains("right") && !setting.contains("smtpPassword"), "{setting}");
    let sealed = w
        .site
        .read(&system(), |tx| tx.one(&store::statement(r#"SELECT "sealed" FROM "ruche_sealed""#, Vec::new())))
        .unwrap();
    assert!(!format!("{sealed:?}").contains("right"));
    assert_eq!(
        w.site.read(&system(), |tx| mail::sealed::told(tx, mail::backend::PASSWORD)).unwrap().as_deref(),
        Some("right")
    );
}

#[test]
fn a_text_that_lets_somebody_in_is_wiped_once_sent() {
    let (w, sink) = (world(), Sink::start());
    set_up(&w, &sink, json!({}));
    let message = Message {
        weight: Weight::Secret,
        ..Message::new("password_reset", To::Address { address: "a@b.org", name: None }, "s", "https://x/secret")
    };
    let id = w.site.write(&system(), "test", |tx| mail::queue(tx, &message)).unwrap();
    step(&w);
    let row = w.site.read(&system(), |tx| tx.find::<mail::outbox::Outbox>(id)).unwrap().unwrap();
    assert_eq!((row.state.as_str(), row.body.as_str()), ("sent", ""));
    assert!(sink.kept()[0].text.contains("https://x/secret"));
}

#[test]
fn what_waited_too_long_before_mail_was_set_up_is_not_sent_all_at_once() {
    let (w, sink) = (world(), Sink::start());
    let id = queue(&w, "ada@b.org", "a");
    force(&w, r#"UPDATE "ruche_outbox" SET "created" = '2020-01-01 00:00:00'"#);
    set_up(&w, &sink, json!({}));
    step(&w);
    assert_eq!(state(&w, id), ("failed".to_owned(), 0, "reasons stale".to_owned()));
    w.site.write(&system(), "test", |tx| deliver::retry(tx, id)).unwrap();
    step(&w);
    assert_eq!(state(&w, id).0, "sent");
}

#[test]
fn mail_goes_into_a_folder_where_somebody_tries_things_out() {
    let (w, sink) = (world(), Sink::start());
    set_up(&w, &sink, json!({"outBound_option": "4"}));
    queue(&w, "ada@b.org", "a");
    step(&w);
    let files: Vec<_> = std::fs::read_dir(w.site.data().join("mail")).unwrap().flatten().collect();
    assert_eq!(files.len(), 1);
    assert!(files[0].file_name().to_string_lossy().ends_with(".eml"));
}

#[test]
fn hostile_words_make_no_headers_and_bad_addresses_are_refused() {
    let (w, sink) = (world(), Sink::start());
    set_up(&w, &sink, json!({}));
    let evil = "Salut\r\nBcc: victim@example.net\r\n\r\nX";
    let message = Message {
        reply_to: Some("\"a\r\nX-Evil: 1\" <r@b.org>".to_owned()),
        cc: vec!["ok@b.org".to_owned(), "v@b.org\r\nBcc: w@b.org".to_owned()],
        ..Message::new(
            "test",
            To::Address { address: "ada@b.org", name: Some("A\r\nX-Evil: 2") },
            evil,
            ".\r\nQUIT\r\n",
        )
    };
    w.site.write(&system(), "test", |tx| mail::queue(tx, &message)).unwrap();
    step(&w);
    let kept = sink.kept();
    assert_eq!(kept[0].to, ["RCPT TO:<ada@b.org>", "RCPT TO:<ok@b.org>"]);
    assert!(
        !kept[0].text.lines().any(|line| line.starts_with("Bcc") || line.starts_with("X-Evil")),
        "{}",
        kept[0].text
    );
    for odd in ["a@b.org\r\nRCPT TO:<x@y.z>", "a@b.org>", "-oQ/tmp@b.org", ""] {
        let message = Message::new("test", To::Address { address: odd, name: None }, "s", "t");
        let result = w.site.write(&system(), "test", |tx| mail::queue(tx, &message));
        assert!(refusal(result).contains("no e-mail address"), "{odd:?}");
    }
}

#[test]
fn one_address_is_the_usual_one() {
    let w = world();
    let first = w.save("SiteEmailAddress", json!({"display_name": "A", "email": "a@b.org"})).unwrap();
    let second = w.save("SiteEmailAddress", json!({"display_name": "B", "email": "b@b.org"})).unwrap();
    let usual = |id: i64| w.one("SiteEmailAddress", id, &["is_default"])["is_default"].clone();
    assert_eq!((usual(first), usual(second)), (json!(true), json!(false)));
    w.update("SiteEmailAddress", second, json!({"is_default": true})).unwrap();
    assert_eq!((usual(first), usual(second)), (json!(false), json!(true)));
    assert!(w.delete("SiteEmailAddress", second).is_err());
    w.delete("SiteEmailAddress", first).unwrap();
    let odd = w.save("SiteEmailAddress", json!({"display_name": "B", "email": "b@b.org\r\nX: 1"}));
    assert!(refusal(odd).contains("no e-mail address"));
}
