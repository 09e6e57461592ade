//! Merging as somebody chooses: what stays behind, where ways of reaching are put, who stays; and what is merged unasked.

use std::collections::{BTreeMap, BTreeSet};

use dedupe::batch::{self, Stays};
use dedupe::listed;
use dedupe::matching;
use dedupe::merge::{self, Choices, Mode, Plan};
use kit::Work;
use schema::Actor;
use serde_json::{Value as Json, json};
use store::{As, Result, Tx};

use super::{World, person, world};

fn write<T>(world: &World, work: impl FnOnce(&mut Tx<'_>) -> Result<T>) -> T {
    world.site.write(&Actor::system("test"), "test", work).unwrap()
}

fn ada(world: &World, more: Json) -> i64 {
    let mut values = json!({"first_name": "Ada", "last_name": "Byron"});
    for (name, value) in more.as_object().unwrap() {
        values[name] = value.clone();
    }
    world.save("Contact", values).unwrap()
}

fn is_gone(world: &World, id: i64) -> bool {
    world.one("Contact", id, &["is_deleted"]) == Json::Null
        || world.one("Contact", id, &["is_deleted"])["is_deleted"] == true
}

fn of(world: &World, entity: &str, field: &str, contact: i64) -> usize {
    world.get(entity, &["id"], json!([[field, "=", contact]])).len()
}

#[test]
fn what_is_left_stays_with_the_one_that_goes_and_an_undo_gives_both_back() {
    let world = world();
    let (keep, other, third) = (ada(&world, json!({})), ada(&world, json!({})), ada(&world, json!({})));
    let group = world.save("Group", json!({"title": "Choir"})).unwrap();
    world.save("GroupContact", json!({"group_id": group, "contact_id": other})).unwrap();
    let note = json!({"entity_table": "civicrm_contact", "entity_id": other, "note": "Hi"});
    let note = world.save("Note", note).unwrap();
    let bond = json!({"contact_id_a": other, "contact_id_b": third, "relationship_type_id": 4});
    world.save("Relationship", bond).unwrap();
    let history = of(&world, "SubscriptionHistory", "contact_id", other);
    let transaction = write(&world, |tx| {
        let left = BTreeSet::from(["GroupContact".to_owned(), "Relationship".to_owned()]);
        merge::merge(tx, keep, other, &Choices { left, ..Choices::default() })?;
        Ok(tx.transaction_id().unwrap())
    });
    assert_eq!(world.one("Note", note, &["entity_id"]), json!({"entity_id": keep}));
    assert_eq!(
        (of(&world, "GroupContact", "contact_id", keep), of(&world, "GroupContact", "contact_id", other)),
        (0, 1)
    );
    assert_eq!(of(&world, "SubscriptionHistory", "contact_id", other), history, "what tells of places goes with them");
    assert_eq!(of(&world, "Relationship", "contact_id_a", keep), 0);
    assert_eq!(of(&world, "Relationship", "contact_id_a", other), 1);
    write(&world, |tx| tx.undo(transaction, As::Program));
    assert!(!is_gone(&world, other));
    assert_eq!(world.one("Note", note, &["entity_id"]), json!({"entity_id": other}));
}

#[test]
fn a_way_is_added_at_another_place_or_put_in_the_place_of_one() {
    let world = world();
    let keep = ada(&world, json!({"email_primary.email": "old@example.org", "phone_primary.phone": "01 00 00 00 00"}));
    let other = ada(&world, json!({"email_primary.email": "new@example.org", "phone_primary.phone": "02 00 00 00 00"}));
    let way = |entity: &str, contact: i64| {
        world.get(entity, &["id"], json!([["contact_id", "=", contact]]))[0]["id"].as_i64().unwrap()
    };
    let (own, email) = (way("Email", keep), ("Email".to_owned(), way("Email", other)));
    let phone = ("Phone".to_owned(), way("Phone", other));
    let transaction = write(&world, |tx| {
        let plan = Plan::of(tx, keep, other)?;
        let choices = Choices {
            instead: BTreeMap::from([(email.clone(), own)]),
            places: BTreeMap::from([(phone.clone(), 2)]),
            ..plan.proposed()
        };
        merge::merge(tx, keep, other, &choices)?;
        Ok(tx.transaction_id().unwrap())
    });
    let emails = |contact: i64| world.get("Email", &["email", "is_primary"], json!([["contact_id", "=", contact]]));
    assert_eq!(emails(keep), [json!({"email": "new@example.org", "is_primary": true})]);
    assert_eq!(
        emails(other),
        [json!({"email": "old@example.org", "is_primary": true})],
        "what was replaced is not lost"
    );
    let phones = world.get("Phone", &["phone", "location_type_id", "is_primary"], json!([["contact_id", "=", keep]]));
    assert_eq!(phones.len(), 2);
    assert_eq!(phones[1], json!({"phone": "02 00 00 00 00", "location_type_id": 2, "is_primary": false}));
    write(&world, |tx| tx.undo(transaction, As::Program));
    assert_eq!(emails(keep), [json!({"email": "old@example.org", "is_primary": true})]);
    assert_eq!(emails(other), [json!({"email": "new@example.org", "is_primary": true})]);
}

#[test]
fn whoever_has_an_account_stays_then_the_sites_own_organisation_then_the_older_record() {
    let world = world();
    let (one, two) = (ada(&world, json!({})), ada(&world, json!({})));
    let suited = |one, other| world.site.read(&Actor::system("test"), |tx| merge::suited(tx, one, other)).unwrap();
    assert_eq!(suited(one, two), (one, two));
    assert_eq!(suited(two, one), (one, two));
    world.save("User", json!({"contact_id": two, "username": "ada", "uf_name": "ada@example.org"})).unwrap();
    assert_eq!(suited(one, two), (two, one));
    let firm = world.save("Contact", json!({"contact_type": "Organization", "organization_name": "Double"})).unwrap();
    let own = world.get("Domain", &["contact_id"], json!([]))[0]["contact_id"].as_i64().unwrap();
    assert_eq!(suited(firm, own), (own, firm));
}

/// Does the piece of work that was queued last, to its end.
fn work_off(world: &World) -> Json {
    let mut payload = String::new();
    world
        .site
        .read(&Actor::system("test"), |tx| {
            let text =
                r#"SELECT "payload" FROM "ruche_job" WHERE "kind" = 'merge duplicates' ORDER BY "id" DESC LIMIT 1"#;
            tx.rows(&store::statement(text, Vec::new()), |row| {
                payload = store::owned(row.cell(0)).as_text().unwrap_or_default().to_owned();
                Ok(())
            })
        })
        .unwrap();
    let mut work = Work { payload: serde_json::from_str(&payload).unwrap(), ..Work::default() };
    loop {
        write(world, |tx| batch::run(tx, &mut work));
        if work.position.is_none() {
            return serde_json::from_str(&work.result.unwrap()).unwrap();
        }
    }
}

fn nightly(world: &World) -> i64 {
    write(world, |tx| batch::nightly(tx, &mut Work::default()));
    let mut count = 0;
    world
        .site
        .read(&Actor::system("test"), |tx| {
            let text = r#"SELECT count(*) FROM "ruche_job" WHERE "kind" = 'merge duplicates'"#;
            count = tx.one(&store::statement(text, Vec::new()))?.and_then(|count| count.as_int()).unwrap_or(0);
            Ok(())
        })
        .unwrap();
    count
}

#[test]
fn what_a_rule_finds_is_merged_at_night_once_somebody_says_so() {
    let world = world();
    let same = json!({"email_primary.email": "ada@example.org"});
    let (one, two) = (ada(&world, same.clone()), ada(&world, same));
    let differs =
        |title: &str| json!({"email_primary.email": "b@example.org", "first_name": "Anne", "job_title": title});
    let (three, four) = (ada(&world, differs("Miller")), ada(&world, differs("Baker")));
    assert_eq!(nightly(&world), 0, "nothing is merged unasked");
    let rule = world.get("DedupeRuleGroup", &["id"], json!([["name", "=", "IndividualUnsupervised"]]));
    let rule = rule[0]["id"].clone();
    write(&world, |tx| {
        tx.set_setting(batch::REGULARLY, Some(&json!(true)))?;
        tx.set_setting(batch::RULE, Some(&rule))
    });
    world.save("User", json!({"contact_id": two, "username": "ada", "uf_name": "ada@example.org"})).unwrap();
    assert_eq!(nightly(&world), 1);
    let told = work_off(&world);
    assert_eq!((told["merged"].clone(), told["skipped"].as_array().unwrap().len()), (json!(1), 1), "{told}");
    assert!(is_gone(&world, one) && !is_gone(&world, two), "whoever has an account stays");
    assert!(!is_gone(&world, three) && !is_gone(&world, four), "contradictions are left alone");
}

#[test]
fn the_job_of_the_older_api_merges_what_a_rule_finds_in_a_group() {
    let world = world();
    let same = json!({"email_primary.email": "ada@example.org"});
    let (one, two) = (ada(&world, same.clone()), ada(&world, same));
    let other = json!({"email_primary.email": "b@example.org", "first_name": "Anne"});
    let (three, four) = (ada(&world, other.clone()), ada(&world, other));
    let group = world.save("Group", json!({"title": "Choir"})).unwrap();
    world.save("GroupContact", json!({"group_id": group, "contact_id": two})).unwrap();
    let job = world.registry.filled::<kit::Older>().iter().find(|one| one.entity == "Job").unwrap();
    let params = json!({"gid": group, "mode": "safe", "auto_flip": 1}).as_object().cloned().unwrap();
    let stranger = person(Some(one), &["access CiviCRM"]);
    assert!(world.site.write(&stranger, "test", |tx| (job.run)(tx, "process_batch_merge", &params)).is_err());
    let told = write(&world, |tx| (job.run)(tx, "process_batch_merge", &params)).unwrap();
    assert_eq!(told[0]["pairs"], json!(1));
    work_off(&world);
    assert!(is_gone(&world, two) && !is_gone(&world, one));
    assert!(!is_gone(&world, three) && !is_gone(&world, four), "they are in no group");
    assert!(write(&world, |tx| (job.run)(tx, "execute", &params)).is_none());
}

#[test]
fn ticked_pairs_are_merged_in_the_order_that_was_chosen() {
    let world = world();
    let (one, two) = (ada(&world, json!({})), ada(&world, json!({})));
    write(&world, |tx| batch::queue(tx, &[(two, one)], Mode::Safe, Stays::First));
    work_off(&world);
    assert!(is_gone(&world, one) && !is_gone(&world, two));
}

#[test]
fn what_a_rule_has_found_is_kept_until_it_looks_again() {
    let world = world();
    let same = json!({"email_primary.email": "ada@example.org"});
    let (one, two) = (ada(&world, same.clone()), ada(&world, same.clone()));
    let group = world.save("Group", json!({"title": "Choir"})).unwrap();
    let found = |group: Option<i64>| {
        let listed = world.site.read(&Actor::system("test"), |tx| {
            let rules = matching::rules(tx, &json!("Individual.Unsupervised"))?;
            listed::listed(tx, &rules, group)
        });
        let listed = listed.unwrap();
        (listed.pairs.iter().map(|pair| (pair.one, pair.other)).collect::<Vec<_>>(), listed.is_cut)
    };
    let forget = || {
        let done = world.site.read(&Actor::system("test"), |tx| {
            listed::forget(tx, &matching::rules(tx, &json!("Individual.Unsupervised"))?, None)
        });
        done.unwrap();
    };
    assert_eq!(found(None), (vec![(one, two)], false));
    assert_eq!(found(Some(group)).0, []);
    let three = ada(&world, same);
    assert_eq!(found(None).0.len(), 1, "as it was found");
    forget();
    assert_eq!(found(None).0, [(one, two), (one, three), (two, three)]);
    write(&world, |tx| tx.set_setting(listed::LIMIT, Some(&json!(2))));
    assert_eq!(found(None), (vec![(one, two), (one, three)], true));
}
