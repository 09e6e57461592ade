//! Access lists: who sees and changes whom through them.

use contact::acl;
use schema::Actor;
use serde_json::json;

use super::{World, person, world};

/// A few people, a group of the first two, and somebody who has the role 7.
struct Scene {
    w: World,
    people: Vec<i64>,
    group: i64,
    reader: Actor,
}

fn scene(permissions: &[&str]) -> Scene {
    let w = world();
    let names = ["Ada", "Bo", "Cy", "Di"];
    let people: Vec<i64> = names.iter().map(|name| w.save("Contact", json!({"first_name": name})).unwrap()).collect();
    let reader = w.save("Contact", json!({"first_name": "Reader"})).unwrap();
    let group = w.save("Group", json!({"title": "Choir"})).unwrap();
    let team = w.save("Group", json!({"title": "Team"})).unwrap();
    for contact in &people[..2] {
        w.save("GroupContact", json!({"group_id": group, "contact_id": contact})).unwrap();
    }
    w.save("GroupContact", json!({"group_id": team, "contact_id": reader})).unwrap();
    w.save("ACLEntityRole", json!({"acl_role_id": 7, "entity_table": "civicrm_group", "entity_id": team})).unwrap();
    Scene { reader: person(Some(reader), permissions), w, people, group }
}

impl Scene {
    fn line(&self, operation: &str, group: Option<i64>, deny: bool, priority: i64) -> i64 {
        let values = json!({
            "name": "line", "entity_id": 7, "operation": operation, "object_table": "civicrm_group",
            "object_id": group, "deny": deny, "priority": priority,
        });
        self.w.save("ACL", values).unwrap()
    }

    /// The first letters of those whom the reader sees.
    fn seen(&self) -> String {
        self.seen_by(&self.reader)
    }

    fn seen_by(&self, actor: &Actor) -> String {
        let conditions = json!([["id", "IN", self.people]]);
        let rows = self.w.get_by(actor, "Contact", &["first_name"], conditions).unwrap();
        rows.iter().filter_map(|row| row["first_name"].as_str()?.chars().next()).collect()
    }

    fn may_rename(&self, at: usize) -> bool {
        let values = json!({"id": self.people[at], "nick_name": "renamed"});
        self.w.save_by(&self.reader, "Contact", values).is_ok()
    }
}

#[test]
fn a_role_sees_the_groups_that_a_list_gives_it_and_nobody_else_does() {
    let s = scene(&["access CiviCRM"]);
    assert_eq!(s.seen(), "");
    let line = s.line("View", Some(s.group), false, 0);
    assert_eq!(s.seen(), "AB");
    assert_eq!(s.seen_by(&person(Some(s.people[3]), &["access CiviCRM"])), "");
    assert_eq!(s.seen_by(&person(None, &[])), "");
    assert!(!s.may_rename(0));
    s.w.update("ACL", line, json!({"is_active": false})).unwrap();
    assert_eq!(s.seen(), "");
}

#[test]
fn what_hangs_on_contacts_follows_them() {
    let s = scene(&["access CiviCRM"]);
    for contact in &s.people {
        s.w.save("Email", json!({"contact_id": contact, "email": format!("{contact}@example.org")})).unwrap();
    }
    s.line("View", Some(s.group), false, 0);
    let emails = s.w.get_by(&s.reader, "Email", &["contact_id"], json!([])).unwrap();
    assert_eq!(emails, [json!({"contact_id": s.people[0]}), json!({"contact_id": s.people[1]})]);
    let places = s.w.get_by(&s.reader, "Group", &["contact_count"], json!([["id", "=", s.group]])).unwrap();
    assert_eq!(places, [json!({"contact_count": 2})]);
    let team = s.w.get_by(&s.reader, "Group", &["contact_count"], json!([["title", "=", "Team"]])).unwrap();
    assert_eq!(team, [json!({"contact_count": 0})]);
}

#[test]
fn a_denial_takes_back_unless_something_higher_allows() {
    let s = scene(&["access CiviCRM"]);
    let secret = s.w.save("Group", json!({"title": "Secret"})).unwrap();
    s.w.save("GroupContact", json!({"group_id": secret, "contact_id": s.people[1]})).unwrap();
    s.line("View", None, false, 0);
    assert_eq!(s.seen(), "ABCD");
    let denial = s.line("View", Some(secret), true, 0);
    assert_eq!(s.seen(), "ACD");
    s.line("Edit", Some(s.group), false, 9);
    assert_eq!(s.seen(), "ABCD");
    assert!(s.may_rename(0) && s.may_rename(1) && !s.may_rename(2));
    s.w.update("ACL", denial, json!({"priority": 10})).unwrap();
    assert_eq!(s.seen(), "ACD");
    assert!(!s.may_rename(1));
}

#[test]
fn nested_groups_and_groups_that_a_search_fills_give_their_members_too() {
    let s = scene(&["access CiviCRM"]);
    let top = s.w.save("Group", json!({"title": "Top"})).unwrap();
    s.w.update("Group", s.group, json!({"parents": [top]})).unwrap();
    s.line("View", Some(top), false, 0);
    assert_eq!(s.seen(), "AB");
    let search = json!({
        "label": "C", "api_entity": "Contact",
        "api_params": {"version": 4, "select": ["id"], "where": [["first_name", "LIKE", "C%"]]},
    });
    let search = s.w.save("SavedSearch", search).unwrap();
    let live = s.w.save("Group", json!({"title": "Live", "saved_search_id": search})).unwrap();
    s.line("View", Some(live), false, 0);
    assert_eq!(s.seen(), "ABC");
    s.w.update("Contact", s.people[3], json!({"first_name": "Cora"})).unwrap();
    assert_eq!(s.seen(), "ABCC");
}

#[test]
fn the_roles_of_everybody_and_of_whoever_is_signed_in_need_no_group() {
    let s = scene(&["access CiviCRM"]);
    let give = |role: i64, group: i64| {
        let values =
            json!({"entity_id": role, "operation": "View", "object_table": "civicrm_group", "object_id": group});
        s.w.save("ACL", values).unwrap()
    };
    let line = give(acl::AUTHENTICATED, s.group);
    assert_eq!(s.seen_by(&person(Some(s.people[3]), &["access CiviCRM"])), "AB");
    assert_eq!(s.seen_by(&person(None, &[])), "");
    s.w.update("ACL", line, json!({"entity_id": acl::EVERYONE})).unwrap();
    assert_eq!(s.seen_by(&person(None, &[])), "AB");
}

#[test]
fn deleting_needs_the_permission_and_a_list_that_lets_one_change() {
    let bin = |s: &Scene, at: usize| {
        s.w.site.write(&s.reader, "test", |tx| tx.discard("Contact", s.people[at], store::As::Actor))
    };
    let s = scene(&["access CiviCRM"]);
    s.line("All", Some(s.group), false, 0);
    assert!(bin(&s, 0).is_err());
    let s = scene(&["access CiviCRM", "delete contacts"]);
    s.line("All", Some(s.group), false, 0);
    assert!(bin(&s, 0).is_ok() && bin(&s, 2).is_err());
}

#[test]
fn a_group_takes_its_lines_and_its_roles_along_and_undo_brings_them_back() {
    let s = scene(&["access CiviCRM"]);
    s.line("View", Some(s.group), false, 0);
    s.w.delete("Group", s.group).unwrap();
    assert!(s.w.get("ACL", &["id"], json!([])).is_empty());
    let team = s.w.get("Group", &["id"], json!([["title", "=", "Team"]]))[0]["id"].as_i64().unwrap();
    s.w.delete("Group", team).unwrap();
    assert!(s.w.get("ACLEntityRole", &["id"], json!([])).is_empty());
}

#[test]
fn a_large_group_is_looked_at_from_each_contact_and_gives_the_same() {
    let s = scene(&["access CiviCRM"]);
    // More places than are collected first; most of them of contacts that nobody looks at here.
    let sum = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2100)";
    let fill = [
        format!(
            r#"INSERT INTO "civicrm_contact" ("id", "contact_type", "first_name", "do_not_email", "do_not_phone", "do_not_mail", "do_not_sms", "do_not_trade", "is_opt_out", "is_deceased", "is_deleted") {sum} SELECT i + 100000, 'Individual', 'Many', 0, 0, 0, 0, 0, 0, 0, 0 FROM n"#
        ),
        format!(
            r#"INSERT INTO "civicrm_group_contact" ("group_id", "contact_id", "status") SELECT {}, "id", 'Added' FROM "civicrm_contact" WHERE "first_name" = 'Many'"#,
            s.group
        ),
    ];
    s.w.site
        .write(&Actor::system("test"), "test", |tx| {
            fill.iter().try_for_each(|text| {
                // SQLite wants the list of columns before WITH only in its own order; both read this one.
                tx.execute(&store::statement(text.as_str(), Vec::new())).map(|_| ())
            })
        })
        .unwrap();
    s.line("View", Some(s.group), false, 0);
    assert_eq!(s.seen(), "AB");
    let denied = s.w.save("Group", json!({"title": "Denied"})).unwrap();
    s.w.save("GroupContact", json!({"group_id": denied, "contact_id": s.people[0]})).unwrap();
    s.line("View", Some(denied), true, 0);
    assert_eq!(s.seen(), "B");
}

#[test]
fn a_line_that_makes_no_sense_is_refused() {
    let s = scene(&[]);
    for values in [
        json!({"entity_id": 7, "operation": "Fly", "object_table": "civicrm_group"}),
        json!({"entity_id": 7, "operation": "View", "object_table": "civicrm_contact"}),
        json!({"entity_id": 7, "operation": "View", "object_table": "civicrm_group", "object_id": 99_999}),
        json!({"operation": "View", "object_table": "civicrm_group"}),
        json!({"entity_id": 7, "operation": "View"}),
    ] {
        assert!(s.w.save("ACL", values.clone()).is_err(), "{values}");
    }
    let everybody = json!({"acl_role_id": 0, "entity_table": "civicrm_group", "entity_id": s.group});
    assert!(s.w.save("ACLEntityRole", everybody).is_err());
}
