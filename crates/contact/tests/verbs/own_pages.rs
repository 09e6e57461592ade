//! The page of sites, and the page of somebody who has an account without working here.

use schema::Actor;
use serde_json::json;

use crate::pages::{administrator, ask};
use crate::world::{World, person};

fn member(contact: i64) -> Actor {
    person(Some(contact), &["*authenticated*", "view my contact", "edit my contact"])
}

#[test]
fn a_site_is_added_changed_and_removed_on_its_page() {
    let w = World::on_sqlite();
    let boss = administrator();
    assert_eq!(ask(&w, &boss, "/settings/multisite/new", None).unwrap().status, 200);
    let form = "name=Lyon&description=Antenne&address=https://lyon.example.org/&lcMessages=fr_FR&apart=1&group=";
    let made = ask(&w, &boss, "/settings/multisite/new", Some(form)).unwrap();
    assert_eq!((made.status, made.text.as_str()), (303, "/settings/multisite"));
    let rows = w.get("Domain", &["id", "name", "contact_id.display_name"], json!([["id", ">", 1]]));
    let id = rows[0]["id"].as_i64().unwrap();
    assert_eq!(rows[0]["contact_id.display_name"], "Lyon");
    let list = ask(&w, &boss, "/settings/multisite", None).unwrap().text;
    assert!(list.contains("https://lyon.example.org") && list.contains("À part") && list.contains("Antenne"), "{list}");
    let form = ask(&w, &boss, &format!("/settings/multisite/{id}"), None).unwrap().text;
    assert!(form.contains("value=\"https://lyon.example.org\""), "{form}");
    let same = ask(&w, &boss, "/settings/multisite/new", Some("name=Nice&address=https://lyon.example.org")).unwrap();
    assert_eq!(same.status, 422, "two sites cannot have one address");
    assert_eq!(w.get("Domain", &["id"], json!([])).len(), 2, "nothing of it is kept");
    let bad = ask(&w, &boss, "/settings/multisite/new", Some("name=Nice&address=nice")).unwrap();
    assert_eq!(bad.status, 422);
    let gone = ask(&w, &boss, &format!("/settings/multisite/{id}/remove"), Some("")).unwrap();
    assert_eq!(gone.status, 303);
    assert_eq!(w.get("Domain", &["id"], json!([])).len(), 1);
}

#[test]
fn making_a_site_is_undone_and_so_is_removing_it() {
    let w = World::on_sqlite();
    let boss = administrator();
    let last =
        || w.site.read(&boss, |tx| tx.one(&store::statement(r#"SELECT max("id") FROM "ruche_transaction""#, vec![])));
    let undo = || {
        let id = last().unwrap().and_then(|id| id.as_int()).unwrap();
        ask(&w, &boss, &format!("/history/{id}/undo"), Some("")).unwrap()
    };
    ask(&w, &boss, "/settings/multisite/new", Some("name=Lyon&address=https://lyon.example.org")).unwrap();
    let id = w.get("Domain", &["id"], json!([["name", "=", "Lyon"]]))[0]["id"].as_i64().unwrap();
    ask(&w, &boss, &format!("/settings/multisite/{id}/remove"), Some("")).unwrap();
    undo();
    let back = w.get("Setting", &["value"], json!([["domain_id", "=", id], ["name", "=", "ruche_address"]]));
    assert_eq!(back, [json!({"value": "\"https://lyon.example.org\""})]);
    assert_eq!(w.site.read(&boss, |tx| contact::domain::of_host(tx, Some("lyon.example.org"))).unwrap(), id);
}

#[test]
fn sites_are_looked_after_at_the_main_one() {
    let mut w = World::on_sqlite();
    let id = w.save("Domain", json!({"name": "Lyon"})).unwrap();
    w.site = w.site.at(id);
    let keeper = person(None, &["access CiviCRM", "administer CiviCRM", "administer CiviCRM data"]);
    for path in ["/settings/multisite", "/settings/multisite/new", "/settings/multisite/1"] {
        assert!(ask(&w, &keeper, path, None).is_err(), "{path}");
    }
    let page = ask(&w, &keeper, "/settings/site", None).unwrap().text;
    assert!(page.contains("value=\"Lyon\""), "the site's own name is its keepers'");
}

/// Mum, who looks after her child and may see her neighbour; somebody else; and an association where she sits.
struct Family {
    w: World,
    mum: i64,
    child: i64,
    neighbour: i64,
    stranger: i64,
}

fn family() -> Family {
    let w = World::on_sqlite();
    let new = |name: &str| w.save("Contact", json!({"first_name": name, "last_name": "Zola"})).unwrap();
    let (mum, child, neighbour, stranger) = (new("Mum"), new("Child"), new("Neighbour"), new("Stranger"));
    let body = w.save("Contact", json!({"contact_type": "Organization", "organization_name": "Bureau"})).unwrap();
    let tie = |a: i64, b: i64, kind: i64, permission: i64| {
        let row = json!({"contact_id_a": a, "contact_id_b": b, "relationship_type_id": kind, "is_permission_b_a": permission});
        w.save("Relationship", row).unwrap()
    };
    let kind =
        |name: &str| w.get("RelationshipType", &["id"], json!([["name_a_b", "=", name]]))[0]["id"].as_i64().unwrap();
    tie(child, mum, kind("Child of"), 1);
    tie(neighbour, mum, kind("Child of"), 2);
    tie(stranger, mum, kind("Child of"), 0);
    let row = json!({"contact_id_a": mum, "contact_id_b": body, "relationship_type_id": kind("Employee of")});
    w.save("Relationship", row).unwrap();
    Family { w, mum, child, neighbour, stranger }
}

#[test]
fn a_member_sees_their_own_page_and_those_who_trust_them() {
    let f = family();
    let page = ask(&f.w, &member(f.mum), "/me", None).unwrap().text;
    assert!(page.contains("Bienvenue, Mum"), "{page}");
    assert!(page.contains(&format!("/me/contacts/{}", f.child)) && page.contains("vous pouvez modifier"));
    assert!(page.contains(&format!("/me/contacts/{}", f.neighbour)));
    assert!(page.contains("Bureau"), "where somebody sits is theirs to know");
    assert!(!page.contains("Stranger"), "{page}");
    for (id, open) in [(f.child, true), (f.neighbour, true), (f.stranger, false)] {
        assert_eq!(ask(&f.w, &member(f.mum), &format!("/me/contacts/{id}"), None).is_ok(), open, "{id}");
    }
}

#[test]
fn a_member_changes_what_they_may_and_nothing_else() {
    let f = family();
    let mum = member(f.mum);
    let version = |id: i64| {
        let page = ask(&f.w, &mum, &format!("/me/contacts/{id}/edit"), None).unwrap().text;
        page.split("name=\"version\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned()
    };
    let edit = format!("/me/contacts/{}/edit", f.child);
    let old = version(f.child);
    let form = format!("version={old}&first_name=Kid&email_primary.email=kid@example.org&is_deleted=1&do_not_mail=1");
    assert_eq!(ask(&f.w, &mum, &edit, Some(&form)).unwrap().status, 303);
    let row = f.w.one("Contact", f.child, &["first_name", "email_primary.email", "is_deleted", "do_not_mail"]);
    let wanted = json!({"first_name": "Kid", "email_primary.email": "kid@example.org", "is_deleted": false, "do_not_mail": false});
    assert_eq!(row, wanted, "inputs that are not offered are not taken");
    let late = ask(&f.w, &mum, &edit, Some(&format!("version={old}&first_name=Late"))).unwrap();
    assert_eq!(late.status, 409);
    let wrong = format!("version={}&email_primary.email=nowhere", version(f.child));
    let wrong = ask(&f.w, &mum, &edit, Some(&wrong)).unwrap();
    assert_eq!(wrong.status, 422, "{}", wrong.text);
    assert!(ask(&f.w, &mum, &format!("/me/contacts/{}/edit", f.neighbour), Some("version=0&first_name=No")).is_err());
    assert_eq!(f.w.one("Contact", f.neighbour, &["first_name"])["first_name"], "Neighbour");
    let own = format!("version={}&first_name=Maman", version(f.mum));
    assert_eq!(ask(&f.w, &mum, &format!("/me/contacts/{}/edit", f.mum), Some(&own)).unwrap().text, "/me");
}

#[test]
fn the_second_degree_is_shown_where_the_site_has_it() {
    let f = family();
    let toy = f.w.save("Contact", json!({"first_name": "Further"})).unwrap();
    let kind = f.w.get("RelationshipType", &["id"], json!([["name_a_b", "=", "Child of"]]))[0]["id"].clone();
    let row =
        json!({"contact_id_a": toy, "contact_id_b": f.child, "relationship_type_id": kind, "is_permission_b_a": 2});
    f.w.save("Relationship", row).unwrap();
    let shows = || ask(&f.w, &member(f.mum), "/me", None).unwrap().text.contains("Further");
    assert!(!shows());
    let on = |tx: &mut store::Tx<'_>| tx.set_setting("secondDegRelPermissions", Some(&json!(true)));
    f.w.site.write(&Actor::system("test"), "test", on).unwrap();
    assert!(shows());
}

#[test]
fn an_account_without_a_contact_is_told_so() {
    let w = World::on_sqlite();
    let nobody = person(None, &["*authenticated*"]);
    let page = ask(&w, &nobody, "/me", None).unwrap();
    assert!(page.status == 200 && page.text.contains("relié"), "{}", page.text);
}

#[test]
fn the_site_chooses_what_stands_on_the_page_of_a_member() {
    let f = family();
    let boss = administrator();
    let page = || ask(&f.w, &member(f.mum), "/me", None).unwrap().text;
    let shown = || (page().contains("id=\"me-people\""), page().contains("id=\"me-lists\""));
    assert_eq!(shown(), (true, true), "a new site shows both");
    let form = ask(&f.w, &boss, "/settings/display", None).unwrap().text;
    assert!(form.contains("Mes contacts et organisations") && !form.contains("Promesses de don"), "{form}");
    ask(&f.w, &boss, "/settings/display", Some("user_dashboard_options=&user_dashboard_options=5")).unwrap();
    assert_eq!(shown(), (true, false));
    ask(&f.w, &boss, "/settings/display", Some("user_dashboard_options=&user_dashboard_options=1")).unwrap();
    assert_eq!(shown(), (false, true));
    let kept = f.w.site.read(&boss, |tx| tx.setting("user_dashboard_options")).unwrap();
    assert_eq!(kept, json!(["1", "2", "3", "4", "7", "8"]), "what no component here has stays as it was");
    assert!(page().contains("id=\"me-own\""), "one's own details are always there");
}
