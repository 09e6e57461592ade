//! Contacts: type, names, greetings, employer, language, death.

use serde_json::{Value as Json, json};

use super::{person, refusal, world};

#[test]
fn the_type_follows_from_the_name_given() {
    let w = world();
    let ids = w.save_all(
        "Contact",
        &[json!({"first_name": "A"}), json!({"organization_name": "O"}), json!({"household_name": "H"})],
    );
    let kinds: Vec<_> = ids.iter().map(|id| w.one("Contact", *id, &["contact_type"])["contact_type"].clone()).collect();
    assert_eq!(kinds, ["Individual", "Organization", "Household"]);
    let refused = refusal(w.save("Contact", json!({"contact_type": "Robot", "first_name": "R"})));
    assert!(refused.contains("contact_type"), "{refused}");
}

#[test]
fn presets_fix_the_type() {
    let w = world();
    let id = w.save("Household", json!({"household_name": "The Byrons"})).unwrap();
    assert_eq!(w.one("Contact", id, &["contact_type"]), json!({"contact_type": "Household"}));
    assert_eq!(w.get("Individual", &["id"], json!([["id", "=", id]])), Vec::<serde_json::Value>::new());
}

#[test]
fn names_are_put_together_and_follow_their_parts() {
    let w = world();
    let id = w
        .save("Contact", json!({"first_name": "Ada", "middle_name": "K", "last_name": "Byron", "prefix_id:name": "Dr.", "suffix_id:name": "Jr."}))
        .unwrap();
    let names = ["display_name", "sort_name", "addressee_display", "email_greeting_display"];
    assert_eq!(
        w.one("Contact", id, &names),
        json!({"display_name": "Dr. Ada Byron Jr.", "sort_name": "Byron, Ada Jr.",
               "addressee_display": "Dr. Ada K Byron Jr.", "email_greeting_display": "Dear Ada"})
    );
    w.update("Contact", id, json!({"first_name": "Eve", "prefix_id": null})).unwrap();
    assert_eq!(
        w.one("Contact", id, &names),
        json!({"display_name": "Eve Byron Jr.", "sort_name": "Byron, Eve Jr.",
               "addressee_display": "Eve K Byron Jr.", "email_greeting_display": "Dear Eve"})
    );
}

#[test]
fn another_format_gives_other_names() {
    let w = world();
    let format = "{contact.last_name}{ }{contact.first_name}{ (}{contact.nick_name}";
    w.call("Setting", "set", json!({"values": {"display_name_format": format}})).unwrap();
    let id = w.save("Contact", json!({"first_name": "Ada", "last_name": "Byron", "nick_name": "A"})).unwrap();
    assert_eq!(w.one("Contact", id, &["display_name"]), json!({"display_name": "Byron Ada (A"}));
}

#[test]
fn households_and_organisations_are_greeted_in_their_own_way() {
    let w = world();
    let house = w.save("Contact", json!({"household_name": "The Byrons"})).unwrap();
    let house = w.one("Contact", house, &["email_greeting_display", "addressee_display"]);
    assert_eq!(house, json!({"email_greeting_display": "Dear The Byrons", "addressee_display": "The Byrons"}));
    let firm = w.save("Contact", json!({"organization_name": "Acme"})).unwrap();
    let firm = w.one("Contact", firm, &["email_greeting_id", "email_greeting_display", "addressee_display"]);
    assert_eq!(firm, json!({"email_greeting_id": null, "email_greeting_display": null, "addressee_display": "Acme"}));
}

#[test]
fn a_customized_greeting_is_kept_as_written() {
    let w = world();
    let by_name =
        json!({"first_name": "Ada", "email_greeting_id:name": "Customized", "email_greeting_custom": "Hey you"});
    let id = w.save("Contact", by_name).unwrap();
    assert_eq!(w.one("Contact", id, &["email_greeting_display"]), json!({"email_greeting_display": "Hey you"}));
    let id =
        w.save("Contact", json!({"first_name": "Bo", "postal_greeting_custom": "Yo {contact.first_name}"})).unwrap();
    let read = w.one("Contact", id, &["postal_greeting_id:name", "postal_greeting_display"]);
    assert_eq!(read, json!({"postal_greeting_id:name": "Customized", "postal_greeting_display": "Yo Bo"}));
    w.update("Contact", id, json!({"postal_greeting_id": 1})).unwrap();
    let read = w.one("Contact", id, &["postal_greeting_custom", "postal_greeting_display"]);
    assert_eq!(read, json!({"postal_greeting_custom": null, "postal_greeting_display": "Dear Bo"}));
}

#[test]
fn whoever_has_no_name_goes_by_the_email() {
    let w = world();
    let id =
        w.save("Contact", json!({"contact_type": "Individual", "email_primary.email": " a@example.org "})).unwrap();
    let names = ["display_name", "sort_name"];
    assert_eq!(w.one("Contact", id, &names), json!({"display_name": "a@example.org", "sort_name": "a@example.org"}));
    w.update("Contact", id, json!({"email_primary.email": "b@example.org"})).unwrap();
    assert_eq!(w.one("Contact", id, &names)["display_name"], "b@example.org");
    w.update("Contact", id, json!({"last_name": "Byron"})).unwrap();
    assert_eq!(w.one("Contact", id, &names)["display_name"], "Byron");
    w.update("Contact", id, json!({"last_name": null})).unwrap();
    assert_eq!(w.one("Contact", id, &names)["display_name"], "b@example.org");
    w.update("Contact", id, json!({"email_primary.email": null})).unwrap();
    assert_eq!(w.one("Contact", id, &names)["display_name"], json!(null));
}

#[test]
fn subtypes_belong_to_the_type() {
    let w = world();
    w.save("ContactType", json!({"label": "Sub S", "parent_id:name": "Individual"})).unwrap();
    let id = w.save("Contact", json!({"first_name": "Ada", "contact_sub_type": ["Sub_S", "Sub_S"]})).unwrap();
    assert_eq!(
        w.one("Contact", id, &["contact_sub_type", "contact_sub_type:label"]),
        json!({"contact_sub_type": ["Sub_S"], "contact_sub_type:label": ["Sub S"]})
    );
    let refused = refusal(w.save("Contact", json!({"organization_name": "O", "contact_sub_type": ["Sub_S"]})));
    assert_eq!(refused, "The Contact Sub Type does not match the Contact type for this record");
    w.update("Contact", id, json!({"contact_sub_type": null})).unwrap();
    assert_eq!(w.one("Contact", id, &["contact_sub_type"]), json!({"contact_sub_type": null}));
}

#[test]
fn an_employer_is_another_contact_and_an_organisation() {
    let w = world();
    let firm = w.save("Contact", json!({"organization_name": "Acme"})).unwrap();
    let ada = w.save("Contact", json!({"first_name": "Ada", "employer_id": firm})).unwrap();
    assert_eq!(w.one("Contact", ada, &["organization_name"]), json!({"organization_name": "Acme"}));
    w.update("Contact", firm, json!({"organization_name": "Acme & Co"})).unwrap();
    assert_eq!(w.one("Contact", ada, &["organization_name"]), json!({"organization_name": "Acme & Co"}));
    assert!(refusal(w.update("Contact", firm, json!({"employer_id": firm}))).contains("own employer"));
    assert!(refusal(w.save("Contact", json!({"first_name": "Bo", "employer_id": ada}))).contains("organization"));
    refusal(w.save("Contact", json!({"first_name": "Bo", "employer_id": 999_999})));
    w.update("Contact", ada, json!({"employer_id": null})).unwrap();
    assert_eq!(w.one("Contact", ada, &["organization_name"]), json!({"organization_name": null}));
    w.update("Contact", ada, json!({"employer_id": firm})).unwrap();
    w.delete("Contact", firm).unwrap();
    assert_eq!(
        w.one("Contact", ada, &["employer_id", "organization_name"]),
        json!({"employer_id": null, "organization_name": null})
    );
}

#[test]
fn whoever_has_a_date_of_death_is_dead() {
    let w = world();
    let id = w
        .save("Contact", json!({"first_name": "Ada", "birth_date": "1815-12-10", "deceased_date": "1852-11-27"}))
        .unwrap();
    assert_eq!(w.one("Contact", id, &["is_deceased"]), json!({"is_deceased": true}));
    w.update("Contact", id, json!({"is_deceased": false})).unwrap();
    assert_eq!(
        w.one("Contact", id, &["is_deceased", "deceased_date"]),
        json!({"is_deceased": false, "deceased_date": null})
    );
    refusal(w.update("Contact", id, json!({"deceased_date": "1800-01-01"})));
}

#[test]
fn a_new_contact_gets_language_times_and_a_secret() {
    let w = world();
    let id = w.ada();
    let row = w.one("Contact", id, &["preferred_language", "created_date", "modified_date", "hash"]);
    assert_eq!(row["preferred_language"], "en_US");
    assert!(row["created_date"].is_string() && row["modified_date"].is_string());
    assert!(row.get("hash").is_none(), "the hash is never read");
}

#[test]
fn an_external_identifier_is_unique() {
    let w = world();
    w.save("Contact", json!({"first_name": "Ada", "external_identifier": "X1"})).unwrap();
    refusal(w.save("Contact", json!({"first_name": "Bo", "external_identifier": "X1"})));
    w.save("Contact", json!({"first_name": "Cy", "external_identifier": ""})).unwrap();
    w.save("Contact", json!({"first_name": "Di", "external_identifier": ""})).unwrap();
}

#[test]
fn long_names_are_refused_and_composed_ones_cut() {
    let w = world();
    refusal(w.save("Contact", json!({"first_name": "A".repeat(65)})));
    let id = w.save("Contact", json!({"first_name": "A".repeat(64), "last_name": "B".repeat(64)})).unwrap();
    assert_eq!(w.one("Contact", id, &["display_name"])["display_name"].as_str().unwrap().len(), 128);
}

#[test]
fn people_see_and_change_what_they_may() {
    let w = world();
    let (ada, bo) = (w.ada(), w.save("Contact", json!({"first_name": "Bo"})).unwrap());
    let email = w.save("Email", json!({"contact_id": ada, "email": "ada@example.org"})).unwrap();
    let everybody = json!([["id", "IN", [ada, bo]]]);
    let seen = |actor: &schema::Actor| w.get_by(actor, "Contact", &["id"], everybody.clone()).unwrap().len();
    let reader = person(None, &["access CiviCRM", "view all contacts"]);
    let oneself = person(Some(ada), &["view my contact", "edit my contact"]);
    let outsider = person(Some(bo), &["access CiviCRM"]);
    let visitor = person(None, &[]);
    assert_eq!([seen(&reader), seen(&oneself), seen(&outsider), seen(&visitor)], [2, 1, 0, 0]);
    let emails =
        |actor: &schema::Actor| w.get_by(actor, "Email", &["email"], json!([["id", "=", email]])).unwrap().len();
    assert_eq!([emails(&reader), emails(&oneself), emails(&outsider), emails(&visitor)], [1, 1, 0, 0]);
    refusal(w.save_by(&reader, "Contact", json!({"id": ada, "nick_name": "x"})));
    refusal(w.save_by(&outsider, "Email", json!({"contact_id": ada, "email": "x@example.org"})));
    refusal(w.save_by(&oneself, "Contact", json!({"id": bo, "nick_name": "x"})));
    w.save_by(&oneself, "Contact", json!({"id": ada, "nick_name": "x"})).unwrap();
    w.save_by(&oneself, "Email", json!({"contact_id": ada, "email": "x@example.org"})).unwrap();
}

#[test]
fn what_belongs_to_nobody_is_hidden_from_visitors() {
    let w = world();
    let id = w.save("Email", json!({"email": "hall@example.org"})).unwrap();
    assert_eq!(w.one("Email", id, &["email", "contact_id"]), json!({"email": "hall@example.org", "contact_id": null}));
    let visitor = person(None, &[]);
    assert!(w.get_by(&visitor, "Email", &["email"], json!([])).unwrap().is_empty());
}

#[test]
fn a_checksum_stands_for_one_contact_until_its_hash_changes() {
    let w = world();
    let (ada, bo) = (w.ada(), w.save("Contact", json!({"first_name": "Bo"})).unwrap());
    let signed = w.call("Contact", "getChecksum", json!({"contactId": ada})).unwrap();
    let checksum = signed[0]["checksum"].as_str().unwrap().to_owned();
    assert!(checksum.ends_with("_168"), "{checksum}");
    let valid = |contact: i64, checksum: &str| {
        w.call("Contact", "validateChecksum", json!({"contactId": contact, "checksum": checksum})).unwrap()[0]["valid"]
            .clone()
    };
    assert_eq!(valid(ada, &checksum), true);
    assert_eq!(valid(bo, &checksum), false);
    assert_eq!(valid(ada, &checksum.replace("_168", "_169")), false);
    assert_eq!(valid(ada, ""), false);
    w.discard("Contact", ada).unwrap();
    assert_eq!(valid(ada, &checksum), false);
}

#[test]
fn a_long_list_of_numbers_finds_what_a_short_one_does() {
    let w = world();
    let (ada, bo) = (w.ada(), w.save("Contact", json!({"first_name": "Bo"})).unwrap());
    let long: Vec<i64> = [ada, bo].into_iter().chain(1_000_000..1_000_500).collect();
    let found = |operator: &str, list: Json| {
        let both = json!([["id", operator, list], ["first_name", "IN", ["Ada", "Bo"]]]);
        w.get("Contact", &["id"], both).len()
    };
    assert_eq!(found("IN", json!(long)), 2);
    assert_eq!(found("NOT IN", json!(long)), 0);
    assert_eq!(found("NOT IN", json!([bo])), found("NOT IN", json!(&long[1..])));
}
