//! Mending carelessly written data.

use dedupe::quality::{self, Check};
use schema::Actor;
use serde_json::json;

use super::world;

#[test]
fn what_is_mended_is_what_was_shown() {
    let world = world();
    let ada = world
        .save("Contact", json!({"first_name": "ADA", "last_name": "DE LA TOUR", "email_primary.email": "ada@gmial.com", "phone_primary.phone": "0639980012"}))
        .unwrap();
    let shown = |check: Check| world.site.read(&Actor::system("test"), |tx| quality::faults(tx, check, 0, 10)).unwrap();
    for (check, after) in [
        (Check::EmailMalformed, "ada@gmail.com"),
        (Check::PhoneFormat, "06 39 98 00 12"),
        (Check::NameCapitals, "Ada de La Tour"),
    ] {
        let found = shown(check);
        assert_eq!(found.len(), 1, "{check:?}: {found:?}");
        assert_eq!(found[0].contact, ada);
        let expected = if check == Check::NameCapitals { "Ada De La Tour" } else { after };
        assert_eq!(found[0].after.as_deref(), Some(expected));
        world.site.write(&Actor::system("test"), "test", |tx| quality::mend(tx, check, found[0].id)).unwrap();
        assert!(shown(check).is_empty(), "{check:?}");
    }
    let read = world.one("Contact", ada, &["first_name", "email_primary.email", "phone_primary.phone"]);
    let expected =
        json!({"first_name": "Ada", "email_primary.email": "ada@gmail.com", "phone_primary.phone": "06 39 98 00 12"});
    assert_eq!(read, expected);
}

#[test]
fn what_is_missing_is_counted() {
    let world = world();
    let ada = world.save("Contact", json!({"first_name": "Ada"})).unwrap();
    world.save("Address", json!({"contact_id": ada, "city": "Crest"})).unwrap();
    let count = |check: Check| world.site.read(&Actor::system("test"), |tx| quality::count(tx, check)).unwrap();
    assert_eq!(count(Check::EmailMissing), 1);
    assert_eq!(count(Check::PostcodeMissing), 1);
    world.discard("Contact", ada).unwrap();
    assert_eq!(count(Check::EmailMissing), 0);
    assert_eq!(count(Check::PostcodeMissing), 0);
}
