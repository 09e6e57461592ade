//! Merging: what comes along, what is refused, where the old number leads.

use std::collections::BTreeSet;

use dedupe::merge::{self, Choices, Mode, Plan};
use schema::Actor;
use serde_json::{Value as Json, json};

use super::{World, person, refusal, world};

fn two(world: &World, one: Json, other: Json) -> (i64, i64) {
    let make = |more: Json| {
        let mut values = json!({"contact_type": "Individual", "first_name": "Ada", "last_name": "Byron"});
        for (name, value) in more.as_object().unwrap() {
            values[name] = value.clone();
        }
        world.save("Contact", values).unwrap()
    };
    (make(one), make(other))
}

fn merge(world: &World, keep: i64, other: i64, mode: &str) -> store::Result<Vec<Json>> {
    world.call("Contact", "mergeDuplicates", json!({"contactId": keep, "duplicateId": other, "mode": mode}))
}

#[test]
fn the_survivor_gets_what_the_other_has_and_the_other_goes_to_the_bin() {
    let world = world();
    let (keep, other) = two(&world, json!({}), json!({"nick_name": "Countess", "external_identifier": "A1"}));
    let note =
        world.save("Note", json!({"entity_table": "civicrm_contact", "entity_id": other, "note": "Hi"})).unwrap();
    let answer = merge(&world, keep, other, "safe").unwrap();
    assert_eq!(answer[0]["merged"], json!([{"main_id": keep, "other_id": other}]));
    let kept = world.one("Contact", keep, &["nick_name", "external_identifier"]);
    assert_eq!(kept, json!({"nick_name": "Countess", "external_identifier": "A1"}));
    assert_eq!(world.one("Note", note, &["entity_id"]), json!({"entity_id": keep}));
    let gone = world.get("Contact", &["nick_name"], json!([["id", "=", other], ["is_deleted", "=", true]]));
    assert_eq!(gone, [json!({"nick_name": "Countess"})]);
}

#[test]
fn safe_mode_leaves_contradictions_alone_and_aggressive_mode_keeps_the_survivors_word() {
    let world = world();
    let (keep, other) = two(&world, json!({"job_title": "Miller"}), json!({"job_title": "Baker"}));
    let answer = merge(&world, keep, other, "safe").unwrap();
    assert_eq!(answer[0]["skipped"], json!([{"main_id": keep, "other_id": other}]));
    assert_eq!(world.one("Contact", other, &["is_deleted"]), json!({"is_deleted": false}));
    let answer = merge(&world, keep, other, "aggressive").unwrap();
    assert_eq!(answer[0]["skipped"], json!([]));
    assert_eq!(world.one("Contact", keep, &["job_title"]), json!({"job_title": "Miller"}));
}

#[test]
fn choices_decide_field_by_field() {
    let world = world();
    let (keep, other) =
        two(&world, json!({"job_title": "Miller", "nick_name": "A"}), json!({"job_title": "Baker", "nick_name": "B"}));
    world
        .site
        .write(&Actor::system("test"), "test", |tx| {
            let choices = Choices { taken: BTreeSet::from(["job_title".to_owned()]), ..Choices::default() };
            merge::merge(tx, keep, other, &choices)
        })
        .unwrap();
    let kept = world.one("Contact", keep, &["job_title", "nick_name"]);
    assert_eq!(kept, json!({"job_title": "Baker", "nick_name": "A"}));
}

#[test]
fn ways_of_reaching_are_kept_both_and_the_same_ones_once() {
    let world = world();
    let (keep, other) = two(
        &world,
        json!({"email_primary.email": "ada@example.org", "phone_primary.phone": "06 39 98 00 12"}),
        json!({"email_primary.email": "ADA@example.org", "phone_primary.phone": "+33 6 39 98 00 12"}),
    );
    world.save("Email", json!({"contact_id": other, "email": "work@example.org"})).unwrap();
    world.save("Phone", json!({"contact_id": other, "phone": "04 75 00 00 00"})).unwrap();
    merge(&world, keep, other, "safe").unwrap();
    let emails = world.get("Email", &["email", "is_primary"], json!([["contact_id", "=", keep]]));
    let expected = [
        json!({"email": "ada@example.org", "is_primary": true}),
        json!({"email": "work@example.org", "is_primary": false}),
    ];
    assert_eq!(emails, expected);
    assert_eq!(world.get("Phone", &["phone"], json!([["contact_id", "=", keep]])).len(), 2);
}

#[test]
fn an_address_on_hold_stays_so_whichever_record_knew_it() {
    let world = world();
    let (keep, other) = two(
        &world,
        json!({"email_primary.email": "ada@example.org"}),
        json!({"email_primary.email": "ada@example.org"}),
    );
    let held = world.get("Email", &["id"], json!([["contact_id", "=", other]]));
    world.update("Email", held[0]["id"].as_i64().unwrap(), json!({"on_hold": 2})).unwrap();
    merge(&world, keep, other, "safe").unwrap();
    assert_eq!(world.get("Email", &["on_hold"], json!([["contact_id", "=", keep]])), [json!({"on_hold": 2})]);
}

#[test]
fn groups_tags_and_parts_in_activities_are_united() {
    let world = world();
    let (keep, other) = two(&world, json!({}), json!({}));
    let group = world.save("Group", json!({"title": "Choir"})).unwrap();
    let second = world.save("Group", json!({"title": "Board"})).unwrap();
    world.save("GroupContact", json!({"group_id": group, "contact_id": keep, "status": "Removed"})).unwrap();
    world.save("GroupContact", json!({"group_id": group, "contact_id": other})).unwrap();
    world.save("GroupContact", json!({"group_id": second, "contact_id": other})).unwrap();
    let tag = world.save("Tag", json!({"label": "Helper", "used_for": ["civicrm_contact"]})).unwrap();
    for contact in [keep, other] {
        let values = json!({"entity_table": "civicrm_contact", "entity_id": contact, "tag_id": tag});
        world.save("EntityTag", values).unwrap();
    }
    let activity = world
        .save(
            "Activity",
            json!({"activity_type_id": 1, "source_contact_id": other, "target_contact_id": [keep, other]}),
        )
        .unwrap();
    merge(&world, keep, other, "safe").unwrap();
    let places = world.get("GroupContact", &["group_id", "status"], json!([["contact_id", "=", keep]]));
    let expected = [json!({"group_id": group, "status": "Added"}), json!({"group_id": second, "status": "Added"})];
    assert_eq!(places, expected);
    let tags = json!([["entity_id", "=", keep], ["entity_table", "=", "civicrm_contact"]]);
    assert_eq!(world.get("EntityTag", &["tag_id"], tags).len(), 1);
    let parts =
        world.get("ActivityContact", &["contact_id", "record_type_id"], json!([["activity_id", "=", activity]]));
    assert_eq!(parts.len(), 2);
    assert!(parts.iter().all(|part| part["contact_id"] == keep));
}

#[test]
fn nobody_relates_to_themselves_and_nothing_is_said_twice() {
    let world = world();
    let (keep, other) = two(&world, json!({}), json!({}));
    let spouse = world.save("Contact", json!({"first_name": "William", "last_name": "King"})).unwrap();
    let tie = |a: i64, b: i64, kind: i64| {
        world.save("Relationship", json!({"contact_id_a": a, "contact_id_b": b, "relationship_type_id": kind})).unwrap()
    };
    tie(keep, other, 4);
    tie(keep, spouse, 2);
    tie(other, spouse, 2);
    let child = tie(other, spouse, 1);
    merge(&world, keep, other, "safe").unwrap();
    let left = world.get("Relationship", &["id", "contact_id_a", "relationship_type_id"], json!([]));
    assert_eq!(left.len(), 2, "{left:?}");
    assert!(left.iter().all(|row| row["contact_id_a"] == keep));
    assert!(left.iter().any(|row| row["id"] == child));
    let ends = world.get("RelationshipCache", &["near_contact_id"], json!([["near_contact_id", "=", other]]));
    assert!(ends.is_empty());
}

#[test]
fn those_who_work_for_a_merged_organisation_work_for_the_one_that_stays() {
    let world = world();
    let make = |name: &str| world.save("Contact", json!({"contact_type": "Organization", "organization_name": name}));
    let (keep, other) = (make("Moulin").unwrap(), make("Moulin").unwrap());
    let ada = world.save("Contact", json!({"first_name": "Ada", "employer_id": other})).unwrap();
    merge(&world, keep, other, "safe").unwrap();
    assert_eq!(world.one("Contact", ada, &["employer_id"]), json!({"employer_id": keep}));
}

#[test]
fn custom_sets_come_along() {
    let world = world();
    let set = |title: &str, several: bool| {
        let values =
            json!({"title": title, "name": title, "extends": "Individual", "is_multiple": several, "style": "Inline"});
        let set = world.save("CustomGroup", values).unwrap();
        let field = json!({"custom_group_id": set, "label": "Level", "name": "level", "data_type": "String", "html_type": "Text"});
        world.save("CustomField", field).unwrap();
    };
    set("Skills", false);
    set("Courses", true);
    let (keep, other) = two(&world, json!({}), json!({"Skills.level": "good"}));
    let course = world.save("Custom_Courses", json!({"entity_id": other, "level": "one"})).unwrap();
    merge(&world, keep, other, "safe").unwrap();
    assert_eq!(world.one("Contact", keep, &["Skills.level"]), json!({"Skills.level": "good"}));
    assert_eq!(world.one("Custom_Courses", course, &["entity_id"]), json!({"entity_id": keep}));
}

#[test]
fn the_old_number_leads_to_the_survivor_over_several_merges() {
    let world = world();
    let (a, b) = two(&world, json!({}), json!({}));
    let (c, _) = two(&world, json!({}), json!({}));
    merge(&world, b, a, "safe").unwrap();
    merge(&world, c, b, "safe").unwrap();
    let to = |id: i64| world.call("Contact", "getMergedTo", json!({"contactId": id})).unwrap();
    assert_eq!(to(a), [json!({"id": c})]);
    assert_eq!(to(b), [json!({"id": c})]);
    assert!(to(c).is_empty());
    let from = world.call("Contact", "getMergedFrom", json!({"contactId": c})).unwrap();
    assert_eq!(from, [json!({"id": a}), json!({"id": b})]);
    let traces = world.get("Activity", &["parent_id"], json!([["activity_type_id", "=", 52]]));
    assert_eq!(traces.len(), 2);
    assert!(traces.iter().all(|trace| !trace["parent_id"].is_null()));
}

#[test]
fn merging_needs_its_permission_and_both_contacts() {
    let world = world();
    let (keep, other) = two(&world, json!({"job_title": "a"}), json!({"job_title": "b"}));
    let run = |permissions: &[&str], mode: Mode| {
        let actor = person(None, permissions);
        world.site.write(&actor, "test", |tx| merge::automatically(tx, keep, other, mode))
    };
    assert!(refusal(run(&["access CiviCRM", "edit all contacts"], Mode::Safe)).contains("merge duplicate contacts"));
    assert!(run(&["access CiviCRM", "merge duplicate contacts", "view all contacts"], Mode::Safe).is_err());
    assert!(!run(&["access CiviCRM", "merge duplicate contacts", "edit all contacts"], Mode::Safe).unwrap());
}

#[test]
fn the_sites_own_organisation_and_other_types_are_refused() {
    let world = world();
    let other = world.save("Contact", json!({"contact_type": "Organization", "organization_name": "Moulin"})).unwrap();
    assert!(refusal(merge(&world, other, 1, "safe")).contains("own organisation"));
    let (ada, _) = two(&world, json!({}), json!({}));
    assert!(refusal(merge(&world, ada, other, "safe")).contains("same type"));
    assert!(refusal(merge(&world, ada, ada, "safe")).contains("same type"));
}

#[test]
fn two_accounts_are_not_thrown_together_and_one_goes_along() {
    let world = world();
    let (keep, other) = two(&world, json!({}), json!({}));
    let account =
        |contact: i64, name: &str| world.save("User", json!({"contact_id": contact, "username": name})).unwrap();
    let theirs = account(other, "ada");
    let clerk = person(None, &["access CiviCRM", "merge duplicate contacts", "edit all contacts"]);
    let by_clerk = world.site.write(&clerk, "test", |tx| merge::automatically(tx, keep, other, Mode::Safe));
    assert!(refusal(by_clerk).contains("has an account"));
    let own = account(keep, "byron");
    assert!(refusal(merge(&world, keep, other, "safe")).contains("Both have an account"));
    let third = world.save("Contact", json!({"first_name": "Third"})).unwrap();
    world.update("User", own, json!({"contact_id": third})).unwrap();
    merge(&world, keep, other, "safe").unwrap();
    assert_eq!(world.one("User", theirs, &["contact_id"]), json!({"contact_id": keep}));
}

#[test]
fn the_plan_tells_what_contradicts() {
    let world = world();
    let (keep, other) = two(
        &world,
        json!({"last_name": "BYRON", "job_title": "Miller", "do_not_email": false}),
        json!({"job_title": "Baker", "do_not_email": true, "nick_name": "Countess"}),
    );
    let plan = world.site.read(&Actor::system("test"), |tx| Plan::of(tx, keep, other)).unwrap();
    let conflicts: Vec<&str> = plan.conflicts().map(|one| one.field.as_str()).collect();
    assert_eq!(conflicts, ["job_title"]);
    let taken = plan.proposed().taken;
    for field in ["last_name", "do_not_email", "nick_name"] {
        assert!(taken.contains(field), "{field}: {taken:?}");
    }
}

#[test]
fn an_old_checksum_leads_to_the_survivor_until_the_merge_is_undone() {
    let world = world();
    let (keep, other) = two(&world, json!({}), json!({"nick_name": "Countess"}));
    let sum = world.call("Contact", "getChecksum", json!({"contactId": other})).unwrap()[0]["checksum"].clone();
    let shown = |contact: i64, sum: &Json| {
        world.call("Contact", "validateChecksum", json!({"contactId": contact, "checksum": sum})).unwrap()[0].clone()
    };
    assert_eq!(shown(other, &sum), json!({"valid": true}));
    merge(&world, keep, other, "safe").unwrap();
    assert_eq!(shown(other, &sum), json!({"valid": true, "contact_id": keep}));
    assert_eq!(shown(keep, &sum), json!({"valid": false}));
    // Somebody who lies in the bin for another reason has nobody to lead to.
    let alone = world.save("Contact", json!({"first_name": "Zoé"})).unwrap();
    let lost = world.call("Contact", "getChecksum", json!({"contactId": alone})).unwrap()[0]["checksum"].clone();
    world.update("Contact", alone, json!({"is_deleted": true})).unwrap();
    assert_eq!(shown(alone, &lost), json!({"valid": false}));
}
