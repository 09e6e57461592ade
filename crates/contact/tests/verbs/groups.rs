//! Groups: members by hand, groups in groups, and the history of it all.

use contact::group_contact;
use contact::group_nesting::{Asked, Reason, is_in, reasons};
use query::GetRequest;
use schema::Actor;
use serde_json::{Value as Json, json};
use store::As;

use super::{World, person, refusal, world};

fn people(w: &World) -> Vec<i64> {
    w.save_all("Contact", &[json!({"first_name": "Ada"}), json!({"first_name": "Bo"}), json!({"first_name": "Cy"})])
}

fn group(w: &World, title: &str) -> i64 {
    w.save("Group", json!({"title": title})).unwrap()
}

fn join(w: &World, group: i64, contact: i64, status: &str) -> i64 {
    w.save("GroupContact", json!({"group_id": group, "contact_id": contact, "status": status})).unwrap()
}

fn found(w: &World, operator: &str, groups: Json) -> Vec<Json> {
    let rows = w.get(
        "Contact",
        &["first_name"],
        json!([["first_name", "IN", ["Ada", "Bo", "Cy"]], ["groups", operator, groups]]),
    );
    rows.into_iter().map(|row| row["first_name"].clone()).collect()
}

#[test]
fn the_filter_finds_members_and_its_negation_the_others() {
    let w = world();
    let p = people(&w);
    let g = group(&w, "G");
    w.save("GroupContact", json!({"group_id": g, "contact_id": p[0]})).unwrap();
    join(&w, g, p[1], "Removed");
    assert_eq!(found(&w, "IN", json!([g])), ["Ada"]);
    assert_eq!(found(&w, "NOT IN", json!([g])), ["Bo", "Cy"]);
    assert_eq!(w.one("Group", g, &["contact_count"])["contact_count"], 1);
    let name = w.one("Group", g, &["name"])["name"].clone();
    assert_eq!(name, "Group_G");
    let by_name = w.get("Contact", &["first_name"], json!([["groups:name", "IN", [name]]]));
    assert_eq!(by_name, [json!({"first_name": "Ada"})]);
    let individuals = w.get("Individual", &["first_name"], json!([["groups", "IN", [g]]]));
    assert_eq!(individuals, [json!({"first_name": "Ada"})]);
}

#[test]
fn a_contact_has_one_place_in_a_group_and_each_change_is_written_down() {
    let w = world();
    let p = people(&w);
    let g = group(&w, "G");
    let place = join(&w, g, p[0], "Added");
    refusal(w.save("GroupContact", json!({"group_id": g, "contact_id": p[0], "status": "Added"})));
    w.update("GroupContact", place, json!({"status": "Removed", "method": "Web", "tracking": "page 7"})).unwrap();
    w.update("GroupContact", place, json!({"status": "Removed"})).unwrap();
    let history = w.get("SubscriptionHistory", &["status", "method", "tracking"], json!([["group_id", "=", g]]));
    assert_eq!(
        history,
        [
            json!({"status": "Added", "method": "API", "tracking": null}),
            json!({"status": "Removed", "method": "Web", "tracking": "page 7"}),
        ]
    );
    let system = Actor::system("test");
    let request = GetRequest {
        select: vec!["id".into(), "g.title".into(), "g.status".into()],
        join: vec![json!(["Group AS g", "INNER", "GroupContact"])],
        ..GetRequest::default()
    };
    let rows = w.site.read(&system, |tx| tx.get("Contact", &request, As::Actor)).unwrap().rows;
    assert_eq!(Json::from(rows), json!([{"id": p[0], "g.title": "G", "g.status": "Removed"}]));
    w.delete("GroupContact", place).unwrap();
    w.delete("Group", g).unwrap();
    assert!(w.get("SubscriptionHistory", &["id"], json!([["group_id", "=", g]])).is_empty());
}

#[test]
fn members_of_a_group_within_are_members_unless_taken_out_above() {
    let w = world();
    let p = people(&w);
    let top = group(&w, "Top");
    let below = w.save("Group", json!({"title": "Below", "parents": [top]})).unwrap();
    let deepest = w.save("Group", json!({"title": "Deepest", "parents:name": ["Group_Below"]})).unwrap();
    join(&w, below, p[0], "Added");
    join(&w, deepest, p[1], "Added");
    join(&w, top, p[2], "Added");
    assert_eq!(found(&w, "IN", json!([top])), ["Ada", "Bo", "Cy"]);
    assert_eq!(found(&w, "IN", json!([below])), ["Ada", "Bo"]);
    join(&w, top, p[1], "Removed");
    assert_eq!(found(&w, "IN", json!([top])), ["Ada", "Cy"]);
    assert_eq!(found(&w, "NOT IN", json!([top])), ["Bo"]);
    assert_eq!(w.one("Group", top, &["children"])["children"], json!([below.to_string()]));
    assert_eq!(
        w.get("GroupNesting", &["child_group_id"], json!([["parent_group_id", "=", below]])),
        [json!({"child_group_id": deepest})]
    );
    assert!(refusal(w.update("Group", top, json!({"parents": [deepest]}))).contains("within itself"));
    w.delete("Group", below).unwrap();
    assert_eq!(w.one("Group", deepest, &["parents"])["parents"], Json::Null);
    assert_eq!(w.one("Group", top, &["children"])["children"], Json::Null);
    assert_eq!(found(&w, "IN", json!([top])), ["Cy"]);
}

#[test]
fn a_group_needs_a_title_and_has_a_name_of_its_own() {
    let w = world();
    assert!(refusal(w.save("Group", json!({"name": "x"}))).contains("frontend_title"));
    let id = w.save("Group", json!({"frontend_title": "Friends"})).unwrap();
    let row = w.one("Group", id, &["title", "frontend_title", "visibility", "is_active", "is_hidden"]);
    let expected = json!({"title": "Friends", "frontend_title": "Friends", "visibility": "User and User Admin Only", "is_active": true, "is_hidden": false});
    assert_eq!(row, expected);
    let other = w.save("Group", json!({"title": "Friends!"})).unwrap();
    let again = w.save("Group", json!({"title": "Friends?"})).unwrap();
    assert_ne!(w.one("Group", other, &["name"]), w.one("Group", again, &["name"]));
    refusal(w.save("Group", json!({"title": "Friends"})));
    let typed = w.save("Group", json!({"title": "T", "group_type:name": ["Mailing List", "Access Control"]})).unwrap();
    assert_eq!(
        w.one("Group", typed, &["group_type:name"])["group_type:name"],
        json!(["Mailing List", "Access Control"])
    );
}

#[test]
fn members_are_changed_by_those_who_may_edit_groups_and_the_contact() {
    let w = world();
    let p = people(&w);
    let g = group(&w, "G");
    let place = json!({"group_id": g, "contact_id": p[0]});
    let staff = person(None, &["access CiviCRM", "view all contacts", "edit all contacts"]);
    refusal(w.save_by(&staff, "GroupContact", place.clone()));
    let herself = person(Some(p[0]), &["access CiviCRM", "edit my contact"]);
    refusal(w.save_by(&herself, "GroupContact", place.clone()));
    let keeper = person(None, &["access CiviCRM", "edit all contacts", "edit groups"]);
    w.save_by(&keeper, "GroupContact", place).unwrap();
    refusal(w.save_by(&keeper, "Group", json!({"title": "R", "is_reserved": true})));
    refusal(w.save_by(&staff, "Group", json!({"id": g, "title": "H"})));
    assert_eq!(w.get_by(&herself, "GroupContact", &["group_id"], json!([])).unwrap(), [json!({"group_id": g})]);
    let other = person(Some(p[1]), &["access CiviCRM", "edit my contact"]);
    assert!(w.get_by(&other, "GroupContact", &["id"], json!([])).unwrap().is_empty());
}

#[test]
fn several_contacts_are_placed_at_once_and_the_group_says_why() {
    let w = world();
    let p = people(&w);
    let top = group(&w, "Top");
    let below = w.save("Group", json!({"title": "Below", "parents": [top]})).unwrap();
    join(&w, top, p[0], "Removed");
    join(&w, top, p[1], "Added");
    let system = Actor::system("test");
    let place = |group: i64, contacts: &[i64]| {
        w.site.write(&system, "page", |tx| group_contact::place(tx, group, contacts, "Added", As::Actor)).unwrap()
    };
    assert_eq!(place(top, &[p[0], p[1], p[2], p[2]]), 2);
    assert_eq!(found(&w, "IN", json!([top])), ["Ada", "Bo", "Cy"]);
    assert_eq!(place(below, &[p[0]]), 1);
    let why = |contact: i64| w.site.read(&system, |tx| reasons(tx, top, contact)).unwrap();
    assert_eq!(why(p[0]), [Reason::ByHand("Added".to_owned()), Reason::Within(below)]);
    let history = w.get("SubscriptionHistory", &["method"], json!([["contact_id", "=", p[2]]]));
    assert_eq!(history, [json!({"method": "Admin"})]);
}

#[test]
fn many_groups_asked_at_once_say_what_each_says_alone() {
    let w = world();
    let p = people(&w);
    let live = |title: &str, params: Json| {
        let search = json!({"label": title, "api_entity": "Contact", "api_params": params});
        let search = w.save("SavedSearch", search).unwrap();
        w.save("Group", json!({"title": title, "saved_search_id": search})).unwrap()
    };
    let ada = live("Ada", json!({"version": 4, "where": [["first_name", "=", "Ada"]]}));
    let bo = live("Bo", json!({"version": 4, "where": [["first_name", "=", "Bo"]]}));
    // The first of all is one contact, whoever is asked about.
    let first = live(
        "First",
        json!({"version": 4, "where": [["first_name", "IN", ["Ada", "Bo"]]], "orderBy": {"id": "ASC"}, "limit": 1}),
    );
    let within = w.save("Group", json!({"title": "Within", "parents": [group(&w, "Above")]})).unwrap();
    join(&w, within, p[1], "Added");
    let above = w.get("Group", &["id"], json!([["title", "=", "Above"]]))[0]["id"].as_i64().unwrap();
    let waits = live("Waits", json!({"version": 4, "where": [["first_name", "=", "Bo"]]}));
    join(&w, waits, p[1], "Pending");
    let out = live("Out", json!({"version": 4, "where": [["first_name", "=", "Bo"]]}));
    join(&w, out, p[1], "Removed");
    let all = [ada, bo, first, within, above, waits, out];
    for contact in &p {
        let (one, many) = w
            .site
            .read(&Actor::system("test"), |tx| {
                let mut asked = Asked::read(tx, &all, *contact)?;
                let many = all.iter().map(|group| asked.is_in(tx, *group)).collect::<store::Result<Vec<bool>>>()?;
                let one = all.iter().map(|group| is_in(tx, *group, *contact)).collect::<store::Result<Vec<bool>>>()?;
                Ok((one, many))
            })
            .unwrap();
        assert_eq!(one, many, "{contact}");
        let expected = if *contact == p[1] {
            [false, true, false, true, true, true, false]
        } else {
            [*contact == p[0], false, *contact == p[0], false, false, false, false]
        };
        assert_eq!(many, expected, "{contact}");
    }
}
