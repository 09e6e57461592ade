//! Creating and changing records.

use rust_decimal::Decimal;
use serde_json::json;
use store::{As, Error, FieldError, Problem};

use crate::world::{editor, everywhere, map, with_permissions};

#[test]
fn a_record_comes_back_as_it_was_saved() {
    everywhere(|world| {
        let saved =
            world.save("Person", json!({"name": "Zoé", "balance": "12.30", "gender_id:name": "female"})).unwrap();
        let person = world.person(saved.id).unwrap();
        assert!(saved.created);
        assert_eq!(person.name.as_deref(), Some("Zoé"));
        assert_eq!(person.shout.as_deref(), Some("ZOÉ"), "hooks run before writing");
        assert_eq!(person.balance, Some(Decimal::new(1230, 2)));
        assert_eq!(person.gender_id, Some(1));
        assert!(!person.is_deleted);
    });
}

#[test]
fn every_wrong_field_is_named_and_nothing_is_written() {
    everywhere(|world| {
        let wrong = json!({"name": "x".repeat(21), "balance": "much", "gender_id:label": "Robot"});
        let Err(Error::Invalid(errors)) = world.save("Person", wrong) else { panic!("accepted") };
        let at = |field: &str| errors.iter().find(|e| e.field == field).map(|e| e.problem.clone());
        assert_eq!(at("name"), Some(Problem::TooLong { max: 20 }));
        assert_eq!(at("balance"), Some(Problem::NotANumber));
        assert_eq!(at("gender_id:label"), Some(Problem::UnknownOption { text: "Robot".to_owned() }));
        assert!(world.person(1).is_none());
    });
}

#[test]
fn what_is_required_must_be_given_once_and_not_emptied_later() {
    everywhere(|world| {
        let missing = FieldError { field: "name".to_owned(), problem: Problem::Required };
        let Err(Error::Invalid(errors)) = world.save("Person", json!({"code": "A"})) else { panic!("accepted") };
        assert_eq!(errors, std::slice::from_ref(&missing));
        let id = world.save("Person", json!({"name": "Ada"})).unwrap().id;
        let Err(Error::Invalid(errors)) = world.save("Person", json!({"id": id, "name": ""})) else {
            panic!("emptied")
        };
        assert_eq!(errors, [missing]);
    });
}

#[test]
fn a_rule_of_the_entity_refuses_by_name() {
    everywhere(|world| {
        let refused = world.save("Person", json!({"name": "Nobody"}));
        assert!(matches!(refused, Err(Error::Invalid(errors)) if errors[0].problem.key() == "problem-nobody"));
    });
}

#[test]
fn uniqueness_ignores_case_and_accents() {
    everywhere(|world| {
        world.save("Person", json!({"name": "A", "code": "Été"})).unwrap();
        assert!(matches!(world.save("Person", json!({"name": "B", "code": "ETE"})), Err(Error::Conflict(_))));
        world.save("Person", json!({"name": "C"})).unwrap();
        world.save("Person", json!({"name": "D"})).unwrap();
    });
}

#[test]
fn a_referred_record_is_found_by_its_column() {
    everywhere(|world| {
        let friend = world.save("Person", json!({"name": "Hélène"})).unwrap().id;
        let saved = world.save("Person", json!({"name": "Bo", "friend_id.name": "helene"})).unwrap();
        assert_eq!(world.person(saved.id).unwrap().friend_id, Some(friend));
        let Err(Error::Invalid(errors)) = world.save("Person", json!({"name": "Bo", "friend_id.name": "No"})) else {
            panic!("accepted")
        };
        assert_eq!(errors[0].problem, Problem::NoSuchRecord);
    });
}

#[test]
fn the_primary_record_is_written_through_changed_and_deleted() {
    everywhere(|world| {
        let id = world.save("Person", json!({"name": "Ada", "email_primary.email": "ada@example.org"})).unwrap().id;
        assert_eq!(world.mails(), 1);
        world.save("Person", json!({"id": id, "email_primary.email": "new@example.org"})).unwrap();
        assert_eq!(world.mails(), 1);
        world.save("Person", json!({"id": id, "email_primary.email": null})).unwrap();
        assert_eq!(world.mails(), 0);
    });
}

#[test]
fn an_actor_writes_only_what_their_rule_allows() {
    everywhere(|world| {
        let me = world.save("Person", json!({"name": "Me"})).unwrap().id;
        let other = world.save("Person", json!({"name": "Other"})).unwrap().id;
        let actor = with_permissions(&["view all"], Some(me));
        let write = |values| world.site.write(&actor, "test", |tx| tx.save("Person", map(values), As::Actor));
        write(json!({"id": me, "name": "Myself"})).unwrap();
        assert!(matches!(write(json!({"id": other, "name": "Hacked"})), Err(Error::Forbidden(_))));
        assert_eq!(world.person(other).unwrap().name.as_deref(), Some("Other"));
        let mail = |person: i64| {
            let values = map(json!({"person_id": person, "email": "m@example.org"}));
            world.site.write(&actor, "test", |tx| tx.save("Mail", values, As::Actor))
        };
        mail(me).unwrap();
        assert!(matches!(mail(other), Err(Error::Forbidden(_))));
        assert_eq!(world.mails(), 1);
    });
}

#[test]
fn a_key_to_an_unseen_record_is_refused_like_a_key_to_none() {
    everywhere(|world| {
        let me = world.save("Person", json!({"name": "Me"})).unwrap().id;
        let other = world.save("Person", json!({"name": "Other"})).unwrap().id;
        let actor = with_permissions(&[], Some(me));
        let befriend = |friend: i64| {
            let values = map(json!({"id": me, "friend_id": friend}));
            world.site.write(&actor, "test", |tx| tx.save("Person", values, As::Actor)).unwrap_err().to_string()
        };
        assert_eq!(befriend(other), befriend(other + 1000));
        assert_eq!(world.person(me).unwrap().friend_id, None);
    });
}

#[test]
fn a_secret_field_is_not_writable_by_an_actor() {
    everywhere(|world| {
        let values = map(json!({"name": "Eve", "hash": "stolen"}));
        let id = world.site.write(&editor(), "test", |tx| tx.save("Person", values, As::Actor)).unwrap().id;
        assert_eq!(world.person(id).unwrap().hash, None);
    });
}

#[test]
fn a_failing_transaction_leaves_nothing() {
    everywhere(|world| {
        let result = world.site.write(&editor(), "test", |tx| {
            tx.save("Person", map(json!({"name": "First"})), As::Program)?;
            tx.save("Person", map(json!({"name": "Nobody"})), As::Program)
        });
        assert!(result.is_err());
        assert!(world.person(1).is_none());
    });
}

#[test]
fn moments_are_kept_in_utc_and_told_in_the_zone_of_the_site() {
    everywhere(|world| {
        world.site.write(&editor(), "test", |tx| tx.set_setting("timezone", Some(&json!("Europe/Paris")))).unwrap();
        let times = json!({"name": "Ada", "seen": "2026-07-01 00:30", "party": "2026-07-01 00:30"});
        let id = world.save("Person", times).unwrap().id;
        let person = world.person(id).unwrap();
        assert_eq!(person.seen, Some(jiff::civil::date(2026, 6, 30).at(22, 30, 0, 0)));
        assert_eq!(person.party, Some(jiff::civil::date(2026, 7, 1).at(0, 30, 0, 0)));
        let request = query::GetRequest {
            select: ["seen", "party", "MONTH(seen) AS month"].map(str::to_owned).to_vec(),
            where_: vec![json!(["seen", "=", "2026-07-01"])],
            ..query::GetRequest::default()
        };
        let found = world.site.read(&editor(), |tx| tx.get("Person", &request, As::Program)).unwrap();
        let told = json!({"id": id, "seen": "2026-07-01 00:30:00", "party": "2026-07-01 00:30:00", "month": 7});
        assert_eq!(json!(found.rows), json!([told]));
    });
}
