//! Mail over protected connections: TLS at once and after a greeting, certificates of an authority of one's own, and
//! strangers.

use correspondence::{authority, inbox};
use mail::outbox::{SENT, WAITING};
use schema::Actor;
use serde_json::{Value as Json, json};

use super::delivery::{queue, set_up, state, step, system};
use super::{World, world};
use crate::post::Post;
use crate::sink::{Guard, Sink};
use crate::tls;

/// The site trusts the authority that has signed the servers of these tests.
fn trusting(w: &World) {
    std::fs::write(w.site.data().join(authority::FILE), tls::AUTHORITY).unwrap();
}

fn protected(w: &World, guard: Guard, protection: &str) -> Sink {
    let sink = Sink::guarded(guard);
    set_up(w, &sink, json!({"smtpEncryption": protection}));
    sink
}

#[test]
fn a_letter_goes_out_over_tls_at_once_and_after_a_greeting() {
    for (guard, protection) in [(Guard::Tls, "tls"), (Guard::StartTls, "starttls")] {
        let w = world();
        trusting(&w);
        let sink = protected(&w, guard, protection);
        let id = queue(&w, "ada@example.org", "Bonjour");
        step(&w);
        assert_eq!(state(&w, id), (SENT.to_owned(), 0, String::new()), "{protection}");
        assert_eq!(sink.kept().len(), 1);
    }
}

#[test]
fn a_server_with_the_certificate_of_a_stranger_gets_nothing() {
    for (guard, protection) in [(Guard::Tls, "tls"), (Guard::StartTls, "starttls")] {
        let w = world();
        let sink = protected(&w, guard, protection);
        let id = queue(&w, "ada@example.org", "Bonjour");
        step(&w);
        let (state, tries, error) = state(&w, id);
        assert_eq!((state.as_str(), tries), (WAITING, 1), "{protection}");
        assert!(error.contains("nobody whom this machine trusts"), "{protection}: {error}");
        assert!(sink.kept().is_empty());
    }
}

#[test]
fn a_certificate_for_another_name_is_refused() {
    let w = world();
    trusting(&w);
    let sink = Sink::guarded(Guard::Tls);
    // The same server under a name that its certificate does not have.
    set_up(&w, &sink, json!({"smtpEncryption": "tls", "smtpServer": "localhost"}));
    let id = queue(&w, "ada@example.org", "Bonjour");
    step(&w);
    let (state, _, error) = state(&w, id);
    assert_eq!(state, WAITING);
    assert!(error.contains("another name"), "{error}");
    assert!(sink.kept().is_empty());
}

#[test]
fn a_server_that_offers_no_protection_after_the_greeting_gets_nothing() {
    let w = world();
    trusting(&w);
    let sink = protected(&w, Guard::None, "starttls");
    let id = queue(&w, "ada@example.org", "Bonjour");
    step(&w);
    assert_eq!(state(&w, id).0, WAITING);
    assert!(sink.kept().is_empty(), "{:?}", state(&w, id));
}

const LETTER: &str = "From: Ada <ada@example.org>\nTo: courrier@asso.example\nSubject: Bonjour\n\
    Message-ID: <tls@example.org>\nDate: Mon, 5 Jan 2026 10:00:00 +0100\n\nVoici.\n";

fn fetched(w: &World, post: &Post) -> Vec<Json> {
    let values = json!({"name": "Courrier", "protocol": "1", "server": "127.0.0.1", "port": post.port, "is_ssl": true,
        "username": "me", "password": "ri\"ght", "localpart": "courrier", "domain": "asso.example"});
    w.save("MailSettings", values).unwrap();
    inbox::step(&w.site, &w.registry).unwrap();
    w.get_by(&Actor::system("test"), "Activity", &["subject"], json!([])).unwrap()
}

#[test]
fn a_mailbox_is_read_over_tls_and_a_strangers_is_not() {
    let (w, post) = (world(), Post::guarded(LETTER));
    trusting(&w);
    assert_eq!(fetched(&w, &post), [json!({"subject": "Bonjour"})]);
    assert_eq!(post.seen(), 1);
    let (w, post) = (world(), Post::guarded(LETTER));
    assert!(fetched(&w, &post).is_empty());
    assert_eq!(post.seen(), 0);
    let trouble = w
        .site
        .read(&system(), |tx| {
            let (id, _) = inbox::mailbox::all(tx)?.into_iter().find(|(_, row)| row.is_ssl).unwrap();
            inbox::mailbox::trouble(tx, id)
        })
        .unwrap();
    assert!(trouble.as_deref().is_some_and(|said| said.contains("nobody whom this machine trusts")), "{trouble:?}");
}
