//! Asking, confirming, choosing and leaving, and what letters and links say.

use contact::pages::phrases::Lang;
use schema::Actor;
use serde_json::{Value as Json, json};
use store::Tx;
use subscription::ask::{self, Typed};
use subscription::brake::{self, Brake};
use subscription::{expire, link};

use super::{World, world};
use crate::world::FORGOTTEN;

fn french() -> Lang {
    Lang::new(ui::Locale::spoken("fr").unwrap())
}

fn web<T>(w: &World, work: impl FnOnce(&mut Tx<'_>) -> store::Result<T>) -> T {
    w.site.write(&Actor::system("subscription"), "web", work).unwrap()
}

fn set(w: &World, name: &str, value: &str) {
    web(w, |tx| tx.set_setting(name, Some(&json!(value))));
}

fn list(w: &World, title: &str, visibility: &str) -> i64 {
    let values = json!({"title": title, "group_type:name": ["Mailing List"], "visibility": visibility});
    w.save("Group", values).unwrap()
}

fn public(w: &World, title: &str) -> i64 {
    list(w, title, "Public Pages")
}

fn asks(w: &World, address: &str, lists: &[i64]) {
    let typed = Typed {
        address: address.to_owned(),
        first_name: "Ada".to_owned(),
        lists: lists.to_vec(),
        remote: "192.0.2.7".to_owned(),
        ..Typed::default()
    };
    web(w, |tx| ask::subscribe(tx, &french(), &typed));
}

/// The letters that wait, oldest first: kind, address, text.
fn letters(w: &World) -> Vec<(String, String, String)> {
    let mut all = Vec::new();
    web(w, |tx| {
        let text = r#"SELECT "kind", "address", "body" FROM "ruche_outbox" ORDER BY "id""#;
        tx.rows(&store::statement(text, Vec::new()), |row| {
            let text = |at| store::owned(row.cell(at)).as_text().unwrap_or_default().to_owned();
            all.push((text(0), text(1), text(2)));
            Ok(())
        })
    });
    all
}

/// What stands behind the last confirming link.
fn token(w: &World) -> String {
    let letters = letters(w);
    let text = letters.iter().rev().find(|(kind, ..)| kind == "subscription_confirm").map(|(_, _, text)| text).unwrap();
    text.lines().find_map(|line| line.split_once("/subscribe/confirm/")).unwrap().1.to_owned()
}

fn confirms(w: &World) -> Option<usize> {
    let token = token(w);
    web(w, |tx| match link::confirmed(tx, &token)? {
        Some((contact, groups)) => Ok(Some(ask::confirm(tx, &french(), contact, &groups, "192.0.2.7")?.len())),
        None => Ok(None),
    })
}

fn status(w: &World, group: i64) -> Vec<Json> {
    w.get("GroupContact", &["status"], json!([["group_id", "=", group]]))
        .into_iter()
        .map(|row| row["status"].clone())
        .collect()
}

fn tags_of(w: &World, contact: i64) -> usize {
    w.get("EntityTag", &["tag_id"], json!([["entity_table", "=", "civicrm_contact"], ["entity_id", "=", contact]]))
        .len()
}

#[test]
fn whoever_asks_waits_until_they_have_confirmed_and_is_welcomed_then() {
    let w = world();
    let news = public(&w, "La lettre");
    asks(&w, "ada@example.org", &[news]);
    assert_eq!(status(&w, news), ["Pending"]);
    let people = w.get(
        "Contact",
        &["id", "first_name", "preferred_language"],
        json!([["email_primary.email", "=", "ada@example.org"]]),
    );
    assert_eq!(
        (people.len(), &people[0]["first_name"], &people[0]["preferred_language"]),
        (1, &json!("Ada"), &json!("fr_FR"))
    );
    let contact = people[0]["id"].as_i64().unwrap();
    assert_eq!(tags_of(&w, contact), 1);
    assert_eq!(confirms(&w), Some(1));
    assert_eq!(status(&w, news), ["Added"]);
    assert_eq!(tags_of(&w, contact), 0);
    let letters = letters(&w);
    let kinds: Vec<&str> = letters.iter().map(|(kind, ..)| kind.as_str()).collect();
    assert_eq!(kinds, ["subscription_confirm", "subscription_welcome"]);
    assert!(letters[0].2.contains("La lettre") && letters[1].2.contains("/unsubscribe/"), "{letters:?}");
    let history = w.get("SubscriptionHistory", &["status", "method"], json!([["group_id", "=", news]]));
    assert_eq!(history, [json!({"status": "Pending", "method": "Web"}), json!({"status": "Added", "method": "Email"})]);
}

#[test]
fn an_old_letter_brings_nobody_back_and_a_changed_one_does_nothing() {
    let w = world();
    let (news, other) = (public(&w, "La lettre"), public(&w, "Les sorties"));
    asks(&w, "ada@example.org", &[news]);
    let token = token(&w);
    let contact: i64 = token.split('.').next().unwrap().parse().unwrap();
    let changed = token.replacen(&format!(".{news}."), &format!(".{other}."), 1);
    assert_eq!(web(&w, |tx| link::confirmed(tx, &changed)), None);
    assert_eq!(web(&w, |tx| link::confirmed(tx, "")), None);
    assert_eq!(confirms(&w), Some(1));
    web(&w, |tx| ask::leave(tx, &french(), contact, news, "192.0.2.7"));
    assert_eq!(status(&w, news), ["Removed"]);
    assert_eq!(confirms(&w), Some(0));
    assert_eq!(status(&w, news), ["Removed"]);
}

#[test]
fn whoever_is_in_already_gets_their_choices_and_no_second_record() {
    let w = world();
    let news = public(&w, "La lettre");
    let values =
        json!({"first_name": "Grace", "email_primary.email": "grace@example.org", "preferred_language": "en_GB"});
    let grace = w.save("Contact", values).unwrap();
    w.save("GroupContact", json!({"group_id": news, "contact_id": grace, "status": "Added"})).unwrap();
    asks(&w, "GRACE@example.org", &[news]);
    let letters = letters(&w);
    assert_eq!(letters.len(), 1);
    assert_eq!(letters[0].0, "subscription_choices");
    assert!(letters[0].2.contains("already") && letters[0].2.contains("cs="), "{}", letters[0].2);
    assert_eq!(w.get("Contact", &["first_name"], json!([["email_primary.email", "=", "grace@example.org"]])).len(), 1);
    assert_eq!(tags_of(&w, grace), 0);
}

#[test]
fn lists_that_are_not_public_cannot_be_asked_for() {
    let w = world();
    let board = list(&w, "Le bureau", "User and User Admin Only");
    asks(&w, "ada@example.org", &[board]);
    assert!(status(&w, board).is_empty() && letters(&w).is_empty());
}

#[test]
fn a_site_may_do_without_the_confirmation() {
    let w = world();
    set(&w, subscription::CONFIRMS, "0");
    let news = public(&w, "La lettre");
    asks(&w, "ada@example.org", &[news]);
    assert_eq!(status(&w, news), ["Added"]);
    assert_eq!(letters(&w).iter().map(|(kind, ..)| kind.as_str()).collect::<Vec<_>>(), ["subscription_welcome"]);
}

#[test]
fn one_page_brings_lists_and_takes_them_away() {
    let w = world();
    let (news, trips) = (public(&w, "La lettre"), public(&w, "Les sorties"));
    let ada = w.save("Contact", json!({"first_name": "Ada", "email_primary.email": "ada@example.org"})).unwrap();
    w.save("GroupContact", json!({"group_id": news, "contact_id": ada, "status": "Added"})).unwrap();
    web(&w, |tx| ask::choose(tx, &french(), ada, &[trips], "192.0.2.7"));
    assert_eq!((status(&w, news), status(&w, trips)), (vec![json!("Removed")], vec![json!("Added")]));
    set(&w, subscription::CONFIRMS_ADDING, "1");
    web(&w, |tx| ask::choose(tx, &french(), ada, &[news, trips], "192.0.2.7"));
    assert_eq!(status(&w, news), ["Pending"]);
    assert_eq!(confirms(&w), Some(1));
    assert_eq!(status(&w, news), ["Added"]);
}

#[test]
fn leaving_a_list_that_a_search_fills_lasts() {
    let w = world();
    let request = json!({"version": 4, "where": [["first_name", "=", "Ada"]]});
    let search =
        w.save("SavedSearch", json!({"label": "All Adas", "api_entity": "Contact", "api_params": request})).unwrap();
    let values = json!({"title": "Les Ada", "group_type:name": ["Mailing List"], "visibility": "Public Pages", "saved_search_id": search});
    let group = w.save("Group", values).unwrap();
    let ada = w.save("Contact", json!({"first_name": "Ada"})).unwrap();
    let inside = |w: &World| w.get("Contact", &["id"], json!([["groups", "IN", [group]]])).len();
    assert_eq!(inside(&w), 1);
    let path = web(&w, |tx| link::leaving(tx, ada, group));
    let token = path.trim_start_matches("/unsubscribe/").to_owned();
    assert_eq!(web(&w, |tx| link::left(tx, &token)), Some((ada, group)));
    assert_eq!(web(&w, |tx| link::left(tx, &token.replacen('.', ".1", 1))), None);
    web(&w, |tx| ask::leave(tx, &french(), ada, group, "192.0.2.7"));
    assert_eq!(inside(&w), 0);
}

#[test]
fn a_list_says_its_own_words_in_the_readers_language() {
    let w = world();
    let news = public(&w, "La lettre");
    w.save("SubscriptionMessage", json!({"group_id": news, "language": "fr", "welcome_text": "Bienvenue chez nous !"}))
        .unwrap();
    w.save("SubscriptionMessage", json!({"group_id": news, "language": "en", "welcome_text": "Hello there!"})).unwrap();
    asks(&w, "ada@example.org", &[news]);
    assert_eq!(confirms(&w), Some(1));
    assert!(letters(&w)[1].2.starts_with("Bienvenue chez nous !"));
}

#[test]
fn nobody_is_written_to_without_end() {
    let w = world();
    let take = |address: &str, remote: &str| web(&w, |tx| brake::take(tx, address, remote));
    let answers: Vec<Brake> = (0..6).map(|_| take("ada@example.org", "192.0.2.7")).collect();
    assert_eq!(answers[4..], [Brake::Go, Brake::Silent]);
    assert_eq!(take("Ada@Example.org ", "192.0.2.8"), Brake::Silent);
    let many: Vec<Brake> = (0..30).map(|n| take(&format!("n{n}@example.org"), "192.0.2.9")).collect();
    assert!(many.iter().all(|one| *one == Brake::Go));
    assert_eq!(take("grace@example.org", "192.0.2.9"), Brake::Wait);
}

#[test]
fn a_link_is_sent_to_known_addresses_alone() {
    let w = world();
    w.save("Contact", json!({"first_name": "Ada", "email_primary.email": "ada@example.org"})).unwrap();
    web(&w, |tx| ask::send_choices(tx, &french(), "nobody@example.org"));
    assert!(letters(&w).is_empty());
    web(&w, |tx| ask::send_choices(tx, &french(), "ada@example.org"));
    assert_eq!(letters(&w).len(), 1);
}

/// The requests are so many days old.
fn age(w: &World, days: i64) {
    web(w, |tx| {
        let then = tx.clock().to_utc(tx.clock().now).saturating_sub(jiff::SignedDuration::from_hours(24 * days));
        let text = format!(r#"UPDATE "civicrm_subscription_history" SET "date" = {}"#, tx.placeholder(1));
        tx.execute(&store::statement(text, vec![schema::Value::DateTime(then)])).map(drop)
    });
}

/// Whom the nightly job has found to be known for nothing else.
fn expires(w: &World) -> Vec<i64> {
    let before = FORGOTTEN.with(|all| all.borrow().len());
    let actor = Actor::system("subscription_expire");
    let mut work = kit::Work::default();
    w.site.write(&actor, "job", |tx| (expire::JOB.run)(tx, &mut work)).unwrap();
    FORGOTTEN.with(|all| all.borrow()[before..].to_vec())
}

#[test]
fn who_never_confirms_is_forgotten_and_who_is_known_otherwise_stays() {
    let w = world();
    let (news, other) = (public(&w, "La lettre"), public(&w, "Les sorties"));
    asks(&w, "ada@example.org", &[news, other]);
    let ada: i64 = token(&w).split('.').next().unwrap().parse().unwrap();
    asks(&w, "bo@example.org", &[news]);
    let bo: i64 = token(&w).split('.').next().unwrap().parse().unwrap();
    let member = w.save("Contact", json!({"first_name": "Cleo", "email_primary.email": "cleo@example.org"})).unwrap();
    w.save("Email", json!({"contact_id": member, "email": "cleo@example.org"})).unwrap();
    asks(&w, "cleo@example.org", &[news]);
    // Somebody of the office has looked after Bo since.
    w.save("Contact", json!({"id": bo, "last_name": "Martin"})).unwrap();
    let waiting = w.save("Contact", json!({"first_name": "Dan"})).unwrap();
    w.save("GroupContact", json!({"group_id": other, "contact_id": waiting, "status": "Pending"})).unwrap();
    age(&w, 29);
    assert!(expires(&w).is_empty());
    assert_eq!(status(&w, news).len(), 3);
    age(&w, 31);
    assert_eq!(expires(&w), [ada]);
    assert!(status(&w, news).is_empty());
    assert_eq!(status(&w, other), ["Pending"], "whom the office has put there waits on");
    assert_eq!(confirms(&w), Some(0), "an old link finds nothing to confirm");
    assert!(expires(&w).is_empty());
}

#[test]
fn a_site_may_keep_requests_and_forgets_none_whose_link_still_holds() {
    let w = world();
    let news = public(&w, "La lettre");
    asks(&w, "ada@example.org", &[news]);
    age(&w, 400);
    set(&w, expire::DAYS, "0");
    assert!(expires(&w).is_empty());
    age(&w, 10);
    set(&w, expire::DAYS, "1");
    assert!(expires(&w).is_empty());
    age(&w, 15);
    assert_eq!(expires(&w).len(), 1);
}

fn way_out(w: &World, contact: i64, list: i64) -> Option<mail::leaving::WayOut> {
    web(w, |tx| mail::leaving::way_out(tx, contact, list))
}

#[test]
fn letters_to_a_list_carry_the_way_out_of_it_for_those_who_are_in_it() {
    let w = world();
    let (news, staff) = (public(&w, "La lettre"), list(&w, "Équipe", "User and User Admin Only"));
    let access = w.save("Group", json!({"title": "Bureau", "group_type:name": ["Access Control"]})).unwrap();
    let values = json!({"first_name": "Ada", "preferred_language": "fr_FR"});
    let (ada, bo) = (w.save("Contact", values).unwrap(), w.save("Contact", json!({"first_name": "Bo"})).unwrap());
    for group in [news, staff, access] {
        w.save("GroupContact", json!({"group_id": group, "contact_id": ada, "status": "Added"})).unwrap();
    }
    assert_eq!(way_out(&w, ada, news), None, "a site that does not know its address can give none");
    set(&w, "ruche_address", "https://crm.example.org");
    let way = way_out(&w, ada, news).unwrap();
    assert!(way.words.contains("La lettre") && way.words.starts_with("Vous recevez"), "{}", way.words);
    let token = way.address.strip_prefix("https://crm.example.org/unsubscribe/").unwrap();
    assert_eq!(web(&w, |tx| link::left(tx, token)), Some((ada, news)));
    assert!(way_out(&w, ada, staff).is_some(), "a list of the office is left the same way");
    assert_eq!(way_out(&w, ada, access), None, "nobody leaves what gives them access");
    assert_eq!(way_out(&w, bo, news), None);
    web(&w, |tx| ask::leave(tx, &french(), ada, news, "192.0.2.7"));
    assert_eq!(way_out(&w, ada, news), None);
}
