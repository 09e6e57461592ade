//! Relationships: who fits where, both ends of one row, and what contacts keep of them.

use serde_json::{Value as Json, json};

use super::{World, person, refusal, world};

fn two(w: &World) -> (i64, i64) {
    let ids = w.save_all("Contact", &[json!({"first_name": "Ada"}), json!({"first_name": "Bo"})]);
    (ids[0], ids[1])
}

fn organisation(w: &World, name: &str) -> i64 {
    w.save("Contact", json!({"organization_name": name})).unwrap()
}

fn child(a: i64, b: i64) -> Json {
    json!({"contact_id_a": a, "contact_id_b": b, "relationship_type_id:name": "Child of"})
}

#[test]
fn a_relationship_is_seen_from_both_ends() {
    let w = world();
    let (ada, bo) = two(&w);
    let id = w.save("Relationship", child(ada, bo)).unwrap();
    let select =
        ["near_contact_id", "far_contact_id", "near_relation:label", "far_relation", "orientation", "is_current"];
    assert_eq!(
        w.get("RelationshipCache", &select, json!([["relationship_id", "=", id]])),
        [
            json!({"near_contact_id": ada, "far_contact_id": bo, "near_relation:label": "Child of", "far_relation": "Parent of", "orientation": "a_b", "is_current": true}),
            json!({"near_contact_id": bo, "far_contact_id": ada, "near_relation:label": "Parent of", "far_relation": "Child of", "orientation": "b_a", "is_current": true}),
        ]
    );
    w.update("Relationship", id, json!({"is_active": false, "description": "D", "is_permission_a_b": 1})).unwrap();
    let select = ["is_active", "is_current", "description", "permission_near_to_far", "permission_far_to_near:name"];
    assert_eq!(
        w.get("RelationshipCache", &select, json!([["relationship_id", "=", id]])),
        [
            json!({"is_active": false, "is_current": false, "description": "D", "permission_near_to_far": 1, "permission_far_to_near:name": "None"}),
            json!({"is_active": false, "is_current": false, "description": "D", "permission_near_to_far": 0, "permission_far_to_near:name": "View and update"}),
        ]
    );
    w.delete("Relationship", id).unwrap();
    assert!(w.get("RelationshipCache", &["id"], json!([["relationship_id", "=", id]])).is_empty());
}

#[test]
fn the_same_relationship_is_not_made_twice() {
    let w = world();
    let (ada, bo) = two(&w);
    let id = w.save("Relationship", child(ada, bo)).unwrap();
    assert_eq!(w.save("Relationship", child(ada, bo)).unwrap(), id);
    assert_ne!(w.save("Relationship", child(bo, ada)).unwrap(), id);
    let spouse = |a, b| json!({"contact_id_a": a, "contact_id_b": b, "relationship_type_id:name": "Spouse of"});
    let wed = w.save("Relationship", spouse(ada, bo)).unwrap();
    assert_eq!(w.save("Relationship", spouse(bo, ada)).unwrap(), wed);
    let mut earlier = spouse(ada, bo);
    earlier["start_date"] = json!("1990-01-01");
    assert_ne!(w.save("Relationship", earlier).unwrap(), wed);
}

#[test]
fn contacts_and_dates_that_do_not_fit_are_refused() {
    let w = world();
    let (ada, bo) = two(&w);
    let org = organisation(&w, "Org");
    assert!(refusal(w.save("Relationship", child(org, ada))).contains("Individual"));
    let mut backwards = child(ada, bo);
    backwards["start_date"] = json!("2020-01-02");
    backwards["end_date"] = json!("2020-01-01");
    assert!(refusal(w.save("Relationship", backwards)).contains("before it begins"));
    refusal(w.save("Relationship", json!({"contact_id_a": ada, "contact_id_b": bo})));
}

#[test]
fn only_what_both_contacts_open_is_shown() {
    let w = world();
    let (ada, bo) = two(&w);
    w.save("Relationship", child(ada, bo)).unwrap();
    let herself = person(Some(ada), &["access CiviCRM", "view my contact"]);
    assert!(w.get_by(&herself, "Relationship", &["id"], json!([])).unwrap().is_empty());
    assert!(w.get_by(&herself, "RelationshipCache", &["id"], json!([])).unwrap().is_empty());
    refusal(w.save_by(&herself, "Relationship", child(bo, ada)));
    let staff = person(None, &["access CiviCRM", "view all contacts"]);
    assert_eq!(w.get_by(&staff, "Relationship", &["id"], json!([])).unwrap().len(), 1);
}

#[test]
fn the_employer_and_the_relationship_stay_in_step() {
    let w = world();
    let (org, other) = (organisation(&w, "Org"), organisation(&w, "Other"));
    let ada = w.save("Contact", json!({"first_name": "Ada", "employer_id": org})).unwrap();
    let jobs = |w: &World| w.get("Relationship", &["contact_id_b", "is_active"], json!([["contact_id_a", "=", ada]]));
    assert_eq!(jobs(&w), [json!({"contact_id_b": org, "is_active": true})]);
    w.update("Contact", ada, json!({"employer_id": other})).unwrap();
    assert_eq!(
        jobs(&w),
        [json!({"contact_id_b": org, "is_active": false}), json!({"contact_id_b": other, "is_active": true})]
    );
    assert_eq!(w.one("Contact", ada, &["organization_name"])["organization_name"], "Other");
    let current = w.get("Relationship", &["id"], json!([["contact_id_a", "=", ada], ["is_active", "=", true]]));
    w.update("Relationship", current[0]["id"].as_i64().unwrap(), json!({"is_active": false})).unwrap();
    assert_eq!(w.one("Contact", ada, &["employer_id"])["employer_id"], Json::Null);
    let job = json!({"contact_id_a": ada, "contact_id_b": org, "relationship_type_id:name": "Employee of"});
    let again = w.save("Relationship", job).unwrap();
    assert_eq!(w.one("Contact", ada, &["employer_id"])["employer_id"], org);
    w.delete("Relationship", again).unwrap();
    assert_eq!(w.one("Contact", ada, &["employer_id"])["employer_id"], Json::Null);
}

#[test]
fn the_head_of_a_household_is_its_primary_contact() {
    let w = world();
    let ada = w.ada();
    let home = w.save("Contact", json!({"household_name": "Byron"})).unwrap();
    let head = json!({"contact_id_a": ada, "contact_id_b": home, "relationship_type_id:name": "Head of Household for"});
    let id = w.save("Relationship", head).unwrap();
    assert_eq!(w.one("Contact", home, &["primary_contact_id"])["primary_contact_id"], ada);
    w.update("Relationship", id, json!({"end_date": "2020-01-01"})).unwrap();
    assert_eq!(w.one("Contact", home, &["primary_contact_id"])["primary_contact_id"], Json::Null);
}

#[test]
fn the_daily_job_ends_what_is_over() {
    let w = world();
    let (ada, bo) = two(&w);
    let mut old = child(ada, bo);
    old["end_date"] = json!("2020-01-01");
    let old = w.save("Relationship", old).unwrap();
    let current = w.save("Relationship", child(bo, ada)).unwrap();
    let job = w.registry.jobs.iter().find(|job| job.name == "disable_expired_relationships").unwrap();
    let mut work = kit::Work::default();
    w.site.write(&schema::Actor::system("test"), "job", |tx| (job.run)(tx, &mut work)).unwrap();
    assert_eq!((work.progress, work.position), (1, None));
    assert_eq!(w.one("Relationship", old, &["is_active"])["is_active"], false);
    assert_eq!(w.one("Relationship", current, &["is_active"])["is_active"], true);
}

#[test]
fn a_type_of_ones_own_takes_its_labels_from_its_names_and_can_be_renamed() {
    let w = world();
    let (ada, bo) = two(&w);
    let kind = w.save("RelationshipType", json!({"name_a_b": "Mentor of", "name_b_a": "Pupil of"})).unwrap();
    assert_eq!(w.one("RelationshipType", kind, &["label_b_a"])["label_b_a"], "Pupil of");
    let values = json!({"contact_id_a": ada, "contact_id_b": bo, "relationship_type_id": kind});
    let id = w.save("Relationship", values).unwrap();
    w.update("RelationshipType", kind, json!({"name_a_b": "Guide of"})).unwrap();
    let names = w.get("RelationshipCache", &["near_relation"], json!([["relationship_id", "=", id]]));
    assert_eq!(names, [json!({"near_relation": "Guide of"}), json!({"near_relation": "Pupil of"})]);
    let employee = w.get("RelationshipType", &["id"], json!([["name_a_b", "=", "Employee of"]]));
    let employee = employee[0]["id"].as_i64().unwrap();
    refusal(w.update("RelationshipType", employee, json!({"name_a_b": "x"})));
    refusal(w.delete("RelationshipType", employee));
}

#[test]
fn a_relationship_may_open_the_other_side() {
    let w = world();
    let (ada, bo) = two(&w);
    let id = w.save("Relationship", child(ada, bo)).unwrap();
    let herself = person(Some(ada), &["view my contact", "edit my contact"]);
    let seen = |w: &World| w.get_by(&herself, "Contact", &["id"], json!([])).unwrap();
    let rename = |w: &World| w.save_by(&herself, "Contact", json!({"id": bo, "nick_name": "B"}));
    assert_eq!(seen(&w), [json!({"id": ada})]);
    refusal(rename(&w));
    w.update("Relationship", id, json!({"is_permission_a_b:name": "View only"})).unwrap();
    assert_eq!(seen(&w), [json!({"id": ada}), json!({"id": bo})]);
    refusal(rename(&w));
    w.update("Relationship", id, json!({"is_permission_a_b": 1})).unwrap();
    rename(&w).unwrap();
    let himself = person(Some(bo), &["view my contact", "edit my contact"]);
    assert_eq!(w.get_by(&himself, "Contact", &["id"], json!([])).unwrap(), [json!({"id": bo})]);
    w.update("Relationship", id, json!({"is_active": false})).unwrap();
    assert_eq!(seen(&w), [json!({"id": ada})]);
    w.update("Relationship", id, json!({"is_active": true})).unwrap();
    w.call("RelationshipCache", "rebuild", json!({})).unwrap();
    assert_eq!(w.get("RelationshipCache", &["id"], json!([["relationship_id", "=", id]])).len(), 2);
}
