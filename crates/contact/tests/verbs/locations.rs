//! E-mails, phones and their like: one primary each, one at most for billing.

use serde_json::{Value as Json, json};

use super::{World, refusal, world};

fn emails(w: &World, contact: i64) -> Vec<Json> {
    w.get("Email", &["email", "is_primary"], json!([["contact_id", "=", contact]]))
}

fn email(text: &str, primary: bool) -> Json {
    json!({"email": text, "is_primary": primary})
}

#[test]
fn the_first_is_primary_and_the_second_is_not() {
    let w = world();
    let ada = w.ada();
    w.save_all(
        "Email",
        &[json!({"contact_id": ada, "email": "a@x.org"}), json!({"contact_id": ada, "email": "b@x.org"})],
    );
    assert_eq!(emails(&w, ada), [email("a@x.org", true), email("b@x.org", false)]);
}

#[test]
fn one_that_becomes_primary_demotes_the_others() {
    let w = world();
    let ada = w.ada();
    let ids = w.save_all(
        "Email",
        &[json!({"contact_id": ada, "email": "a@x.org"}), json!({"contact_id": ada, "email": "b@x.org"})],
    );
    w.update("Email", ids[1], json!({"is_primary": true})).unwrap();
    assert_eq!(emails(&w, ada), [email("a@x.org", false), email("b@x.org", true)]);
    w.save("Email", json!({"contact_id": ada, "email": "c@x.org", "is_primary": true})).unwrap();
    assert_eq!(emails(&w, ada), [email("a@x.org", false), email("b@x.org", false), email("c@x.org", true)]);
    w.update("Email", ids[0], json!({"is_primary": false})).unwrap();
    assert_eq!(emails(&w, ada)[2], email("c@x.org", true));
}

#[test]
fn the_only_one_stays_primary_and_a_deleted_one_is_replaced() {
    let w = world();
    let ada = w.ada();
    let first = w.save("Email", json!({"contact_id": ada, "email": "a@x.org"})).unwrap();
    w.update("Email", first, json!({"is_primary": false})).unwrap();
    assert_eq!(emails(&w, ada), [email("a@x.org", true)]);
    w.save("Email", json!({"contact_id": ada, "email": "b@x.org"})).unwrap();
    w.delete("Email", first).unwrap();
    assert_eq!(emails(&w, ada), [email("b@x.org", true)]);
}

#[test]
fn an_email_that_changes_hands_leaves_a_primary_behind() {
    let w = world();
    let (ada, bo) = (w.ada(), w.save("Contact", json!({"first_name": "Bo"})).unwrap());
    let ids = w.save_all(
        "Email",
        &[json!({"contact_id": ada, "email": "a@x.org"}), json!({"contact_id": ada, "email": "b@x.org"})],
    );
    w.update("Email", ids[0], json!({"contact_id": bo})).unwrap();
    assert_eq!(emails(&w, ada), [email("b@x.org", true)]);
    assert_eq!(emails(&w, bo), [email("a@x.org", true)]);
}

#[test]
fn phones_keep_their_digits_and_one_primary() {
    let w = world();
    let ada = w.ada();
    w.save_all(
        "Phone",
        &[
            json!({"contact_id": ada, "phone": "(0) 12-34 x5"}),
            json!({"contact_id": ada, "phone": "222", "is_primary": true}),
        ],
    );
    let phones =
        w.get("Phone", &["phone_numeric", "is_primary", "location_type_id:name"], json!([["contact_id", "=", ada]]));
    assert_eq!(
        phones,
        [
            json!({"phone_numeric": "012345", "is_primary": false, "location_type_id:name": "Home"}),
            json!({"phone_numeric": "222", "is_primary": true, "location_type_id:name": "Home"})
        ]
    );
}

#[test]
fn what_must_be_given_is_asked_for() {
    let w = world();
    let ada = w.ada();
    assert!(refusal(w.save("Email", json!({"contact_id": ada}))).contains("email"));
    assert!(refusal(w.save("Email", json!({"contact_id": ada, "email": ""}))).contains("email"));
    assert!(refusal(w.save("Phone", json!({"contact_id": ada}))).contains("phone"));
    refusal(w.save("Email", json!({"contact_id": ada, "email": "a@x.org\nBcc: all"})));
    refusal(w.save("Email", json!({"contact_id": 999_999_999, "email": "x@example.org"})));
}

#[test]
fn an_email_on_hold_carries_the_date() {
    let w = world();
    let id = w.save("Email", json!({"contact_id": w.ada(), "email": "a@x.org", "on_hold": 1})).unwrap();
    let row = w.one("Email", id, &["on_hold:label", "hold_date", "reset_date"]);
    assert_eq!(row["on_hold:label"], "On Hold Bounce");
    assert!(row["hold_date"].is_string() && row["reset_date"].is_null());
    w.update("Email", id, json!({"on_hold": 0})).unwrap();
    let row = w.one("Email", id, &["hold_date", "reset_date"]);
    assert!(row["hold_date"].is_null() && row["reset_date"].is_string());
}

#[test]
fn one_email_at_most_is_for_mass_mailings() {
    let w = world();
    let ada = w.ada();
    let bulk = |text: &str| json!({"contact_id": ada, "email": text, "is_bulkmail": true});
    w.save_all("Email", &[bulk("a@x.org"), bulk("b@x.org")]);
    let flags = w.get("Email", &["is_bulkmail"], json!([["contact_id", "=", ada]]));
    assert_eq!(flags, [json!({"is_bulkmail": false}), json!({"is_bulkmail": true})]);
}

#[test]
fn messengers_and_websites_are_kept() {
    let w = world();
    let ada = w.ada();
    let im = w.save("IM", json!({"contact_id": ada, "name": "ada", "provider_id:name": "Skype"})).unwrap();
    assert_eq!(w.one("IM", im, &["name", "is_primary"]), json!({"name": "ada", "is_primary": true}));
    let site = w
        .save("Website", json!({"contact_id": ada, "url": "https://example.org", "website_type_id:name": "Work"}))
        .unwrap();
    assert_eq!(w.one("Website", site, &["website_type_id:name"]), json!({"website_type_id:name": "Work"}));
    refusal(w.save("Website", json!({"contact_id": ada, "url": "JavaScript:alert(1)"})));
    let openid = w.save("OpenID", json!({"contact_id": ada, "openid": "https://me.example.org"})).unwrap();
    assert_eq!(w.one("OpenID", openid, &["is_primary"]), json!({"is_primary": true}));
}

#[test]
fn a_contact_is_written_with_its_primary_email_phone_and_address() {
    let w = world();
    let values = json!({"first_name": "Ada", "email_primary.email": "a@x.org", "email_primary.location_type_id:name": "Work",
        "phone_primary.phone": "555", "address_primary.city": "Rome", "address_primary.country_id:name": "IT", "im_primary.name": "ada"});
    let ada = w.save("Contact", values).unwrap();
    let select = [
        "email_primary.email",
        "email_primary.location_type_id:name",
        "phone_primary.phone",
        "address_primary.city",
        "address_primary.country_id:label",
        "im_primary.name",
    ];
    assert_eq!(
        w.one("Contact", ada, &select),
        json!({"email_primary.email": "a@x.org", "email_primary.location_type_id:name": "Work", "phone_primary.phone": "555",
            "address_primary.city": "Rome", "address_primary.country_id:label": "Italy", "im_primary.name": "ada"})
    );
    let id = w.get("Email", &["id"], json!([["contact_id", "=", ada]]))[0]["id"].clone();
    w.update("Contact", ada, json!({"email_primary.email": "b@x.org"})).unwrap();
    assert_eq!(
        w.get("Email", &["id", "email"], json!([["contact_id", "=", ada]])),
        [json!({"id": id, "email": "b@x.org"})]
    );
    assert_eq!(w.one("Contact", ada, &["email_primary"]), json!({"email_primary": id}));
    w.update("Contact", ada, json!({"email_primary.email": null})).unwrap();
    assert!(emails(&w, ada).is_empty());
}

#[test]
fn the_contact_knows_that_its_email_changed() {
    let w = world();
    let ada = w.ada();
    w.site
        .write(&schema::Actor::system("test"), "test", |tx| {
            let text = r#"UPDATE "civicrm_contact" SET "modified_date" = '2001-02-03 04:05:06'"#;
            tx.execute(&store::statement(text, Vec::new()))
        })
        .unwrap();
    let email = w.save("Email", json!({"contact_id": ada, "email": "a@x.org"})).unwrap();
    let after = w.one("Contact", ada, &["modified_date"])["modified_date"].clone();
    assert_ne!(after, "2001-02-03 04:05:06");
    assert!(email > 0);
}
