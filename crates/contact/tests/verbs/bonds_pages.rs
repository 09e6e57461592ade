//! The pages of relationships, groups and tags, called as the server calls them.

use schema::{Actor, PermissionSet};
use serde_json::{Value as Json, json};

use super::{World, world};
use crate::pages::{administrator, ask, listed};

fn staff() -> Actor {
    let permissions = ["access CiviCRM", "view all contacts", "edit all contacts"];
    let set = PermissionSet::of(permissions, &std::collections::HashMap::new());
    Actor { permissions: std::sync::Arc::new(set), ..administrator() }
}

fn kind(w: &World, name: &str) -> i64 {
    w.get("RelationshipType", &["id"], json!([["name_a_b", "=", name]]))[0]["id"].as_i64().unwrap()
}

fn claire(w: &World) -> i64 {
    w.save("Contact", json!({"first_name": "Claire", "last_name": "Morel"})).unwrap()
}

#[test]
fn a_relationship_is_made_by_a_name_and_reads_as_a_sentence() {
    let w = world();
    let (claire, boss) = (claire(&w), administrator());
    w.save("Contact", json!({"organization_name": "Mairie de Lyon"})).unwrap();
    let path = format!("/contacts/{claire}/relationships");
    let form = format!("kind={}-a&who=Mairie+de+Lyon&start_date=2019-01-01", kind(&w, "Employee of"));
    let made = ask(&w, &boss, &path, Some(&form)).unwrap();
    assert_eq!((made.status, made.text.as_str()), (303, path.as_str()));
    let page = ask(&w, &boss, &path, None).unwrap().text;
    assert!(page.contains("Salarié de") && page.contains("Mairie de Lyon</a> depuis 2019"), "{page}");
    assert_eq!(w.one("Contact", claire, &["employer_id.display_name"])["employer_id.display_name"], "Mairie de Lyon");
    let again = ask(&w, &boss, &path, Some(&form)).unwrap();
    assert!(again.status == 422 && again.text.contains("Ce lien existe déjà"));
}

#[test]
fn an_unknown_other_is_made_on_the_way_and_oneself_is_refused() {
    let w = world();
    let (claire, boss) = (claire(&w), administrator());
    let path = format!("/contacts/{claire}/relationships");
    let form = format!("kind={}-b&who=Lila+Morel", kind(&w, "Child of"));
    let unsure = ask(&w, &boss, &path, Some(&form)).unwrap();
    assert!(unsure.status == 422 && unsure.text.contains("name=\"make\" value=\"Individual\""));
    assert!(!unsure.text.contains("name=\"make\" value=\"Organization\""), "a child is a person");
    assert_eq!(ask(&w, &boss, &path, Some(&format!("{form}&make=Individual"))).unwrap().status, 303);
    let lila = w.get("Contact", &["id", "last_name"], json!([["first_name", "=", "Lila"]]));
    assert_eq!(lila[0]["last_name"], "Morel");
    let own = format!("kind={}-b&who=x&contact={claire}", kind(&w, "Child of"));
    assert_eq!(ask(&w, &boss, &path, Some(&own)).unwrap().status, 422);
}

#[test]
fn a_relationship_ends_today_and_lies_in_the_past_then() {
    let w = world();
    let (claire, boss) = (claire(&w), administrator());
    let org = w.save("Contact", json!({"organization_name": "Mairie"})).unwrap();
    w.update("Contact", claire, json!({"employer_id": org})).unwrap();
    let id = w.get("Relationship", &["id"], json!([["contact_id_a", "=", claire]]))[0]["id"].clone();
    let path = format!("/contacts/{claire}/relationships");
    assert_eq!(ask(&w, &boss, &format!("{path}/{id}/end"), Some("")).unwrap().status, 303);
    assert_eq!(w.one("Contact", claire, &["employer_id"])["employer_id"], Json::Null);
    assert!(ask(&w, &boss, &path, None).unwrap().text.contains("is-past"));
    assert_eq!(ask(&w, &boss, &format!("{path}/{id}/delete"), Some("")).unwrap().status, 303);
    assert!(w.get("Relationship", &["id"], json!([["contact_id_a", "=", claire]])).is_empty());
}

#[test]
fn a_live_group_is_made_of_a_list_and_follows_its_contacts() {
    let w = world();
    let boss = administrator();
    let one = w.save("Contact", json!({"first_name": "Ada", "do_not_phone": true})).unwrap();
    let two = w.save("Contact", json!({"first_name": "Bo"})).unwrap();
    let form = "title=Sans+appel&flag=do_not_phone&is_active=1&visibility=User+and+User+Admin+Only";
    let made = ask(&w, &boss, "/groups/new/live?flag=do_not_phone", Some(form)).unwrap();
    assert_eq!(made.status, 303, "{}", made.text);
    let path = made.text.clone();
    assert_eq!(listed(&ask(&w, &boss, &path, None).unwrap().text), [one]);
    w.update("Contact", two, json!({"do_not_phone": true})).unwrap();
    assert_eq!(listed(&ask(&w, &boss, &path, None).unwrap().text), [one, two]);
    assert_eq!(ask(&w, &boss, &format!("{path}/contacts/{one}/remove"), Some("")).unwrap().status, 303);
    let page = ask(&w, &boss, &format!("{path}?why={one}"), None).unwrap().text;
    assert_eq!(listed(&page), [two]);
    assert!(page.contains("Retrait à la main") && page.contains("Laisser la règle décider"), "{page}");
    assert_eq!(listed(&ask(&w, &boss, &format!("{path}?place=removed"), None).unwrap().text), [one]);
    assert_eq!(listed(&ask(&w, &boss, &format!("{path}?place=rule"), None).unwrap().text), [two]);
    assert_eq!(ask(&w, &boss, &format!("{path}/contacts/{one}/forget"), Some("")).unwrap().status, 303);
    assert_eq!(listed(&ask(&w, &boss, &path, None).unwrap().text), [one, two]);
}

#[test]
fn ticked_contacts_go_into_a_group_and_the_whole_list_out_again() {
    let w = world();
    let boss = administrator();
    let all = w.save_all("Contact", &[json!({"first_name": "Ada"}), json!({"first_name": "Bo"})]);
    let g = w.save("Group", json!({"title": "G"})).unwrap();
    let ticked = format!("id={}&id={}", all[0], all[1]);
    let asked = ask(&w, &boss, "/groups/add", Some(&ticked)).unwrap();
    assert!(asked.status == 200 && asked.text.contains("2 fiches sont concernées"), "{}", asked.text);
    assert_eq!(ask(&w, &boss, "/groups/add", Some(&format!("{ticked}&target={g}"))).unwrap().status, 303);
    assert_eq!(w.one("Group", g, &["contact_count"])["contact_count"], 2);
    let out = ask(&w, &boss, "/groups/in/remove", Some(&format!("whole=1&group={g}&in_group={g}"))).unwrap();
    assert_eq!(out.text, format!("/groups/{g}"));
    assert_eq!(w.one("Group", g, &["contact_count"])["contact_count"], 0);
    let chip = ask(&w, &boss, &format!("/contacts?group={g}"), None).unwrap().text;
    assert!(chip.contains("sont dans"), "{chip}");
}

#[test]
fn a_tag_is_typed_onto_a_contact_and_made_where_there_is_none() {
    let w = world();
    let (claire, boss) = (claire(&w), administrator());
    let path = format!("/contacts/{claire}/tags");
    assert_eq!(ask(&w, &boss, &path, Some("tag=March%C3%A9+de+No%C3%ABl")).unwrap().status, 303);
    let tag = w.get("Tag", &["id", "used_for"], json!([["label", "=", "Marché de Noël"]]))[0].clone();
    let page = ask(&w, &boss, &format!("/contacts/{claire}"), None).unwrap().text;
    assert!(page.contains("Marché de Noël") && page.contains("Ôter l’étiquette"), "chips stand in the head");
    let refused = ask(&w, &staff(), &path, Some("tag=Neuve")).unwrap();
    assert!(refused.status == 422 && refused.text.contains("n’existe pas"));
    assert_eq!(listed(&ask(&w, &boss, &format!("/contacts?tag={}", tag["id"]), None).unwrap().text), [claire]);
    assert_eq!(ask(&w, &boss, &path, Some(&format!("remove={}", tag["id"]))).unwrap().status, 303);
    assert!(w.get("EntityTag", &["id"], json!([["tag_id", "=", tag["id"]]])).is_empty());
}

#[test]
fn groups_are_changed_by_those_with_the_permission_alone() {
    let w = world();
    let (claire, g) = (claire(&w), w.save("Group", json!({"title": "G"})).unwrap());
    let act = format!("/groups/{g}/contacts/{claire}/add");
    assert!(ask(&w, &staff(), &act, Some("")).is_err());
    assert!(w.get("GroupContact", &["id"], json!([["group_id", "=", g]])).is_empty());
    let page = ask(&w, &staff(), &format!("/groups/{g}"), None).unwrap().text;
    assert!(!page.contains(&format!("/groups/{g}/edit")) && !page.contains("add-line"));
}

#[test]
fn tags_are_made_moved_and_merged_on_their_page() {
    let w = world();
    let boss = administrator();
    assert_eq!(ask(&w, &boss, "/tags?set=1", Some("label=Ateliers")).unwrap().status, 303);
    let set = w.get("Tag", &["id"], json!([["is_tagset", "=", true]]))[0]["id"].clone();
    let form = format!("label=Couture&parent_id={set}&color=%23ff8800&used_for=civicrm_contact");
    assert_eq!(ask(&w, &boss, "/tags?add=0", Some(&form)).unwrap().status, 303);
    let page = ask(&w, &boss, "/tags", None).unwrap().text;
    assert!(page.contains("Ateliers") && page.contains("Couture") && page.contains("#ff8800"));
    let couture = w.get("Tag", &["id"], json!([["label", "=", "Couture"]]))[0]["id"].clone();
    assert_eq!(ask(&w, &boss, &format!("/tags?edit={couture}"), Some("label=")).unwrap().status, 422);
    let volunteer = w.get("Tag", &["id"], json!([["name", "=", "Volunteer"]]))[0]["id"].clone();
    let merged = ask(&w, &boss, &format!("/tags/{couture}/merge"), Some(&format!("target={volunteer}"))).unwrap();
    assert_eq!(merged.status, 303);
    assert!(w.get("Tag", &["id"], json!([["id", "=", couture]])).is_empty());
}

#[test]
fn a_relationship_has_notes_of_its_own() {
    let w = world();
    let (claire, boss) = (claire(&w), administrator());
    let zoe = w.save("Contact", json!({"first_name": "Zoé", "last_name": "Rey"})).unwrap();
    let values = json!({"contact_id_a": claire, "contact_id_b": zoe, "relationship_type_id": kind(&w, "Sibling of")});
    let tie = w.save("Relationship", values).unwrap();
    let path = format!("/contacts/{claire}/relationships/{tie}/notes");
    let note = format!("entity_table=civicrm_relationship&entity_id={tie}&note=Ne+se+parlent+plus&back={path}");
    let kept = ask(&w, &boss, "/notes/add", Some(&note)).unwrap();
    assert_eq!((kept.status, kept.text.as_str()), (303, path.as_str()));
    assert!(ask(&w, &boss, &path, None).unwrap().text.contains("Ne se parlent plus"));
    let list = ask(&w, &boss, &format!("/contacts/{claire}/relationships"), None).unwrap().text;
    assert!(list.contains(&path) && list.contains("1 note"), "{list}");
    assert_eq!(w.get("Note", &["note"], json!([["entity_table", "=", "civicrm_contact"]])).len(), 0);
    let empty = format!("entity_table=civicrm_relationship&entity_id={tie}&note=&back={path}");
    assert_eq!(ask(&w, &boss, "/notes/add", Some(&empty)).unwrap().status, 422);
    assert!(ask(&w, &staff(), &path, None).unwrap().text.contains("Ne se parlent plus"));
}

#[test]
fn several_contacts_are_tied_to_one_at_once() {
    let w = world();
    let (claire, boss) = (claire(&w), administrator());
    let zoe = w.save("Contact", json!({"first_name": "Zoé", "last_name": "Rey"})).unwrap();
    let town = w.save("Contact", json!({"organization_name": "Mairie de Lyon"})).unwrap();
    let club = w.save("Contact", json!({"organization_name": "Club"})).unwrap();
    let volunteer = kind(&w, "Volunteer for");
    let ticked = format!("id={claire}&id={zoe}&id={club}");
    let asked = ask(&w, &boss, "/relationships/add", Some(&ticked)).unwrap();
    assert!(asked.status == 200 && asked.text.contains("3 contacts"), "{}", asked.text);
    let nobody = format!("{ticked}&go=1&kind={volunteer}-a&who=Personne");
    assert_eq!(ask(&w, &boss, "/relationships/add", Some(&nobody)).unwrap().status, 422);
    let form = format!("{ticked}&go=1&kind={volunteer}-a&who=Mairie+de+Lyon&start_date=2026-01-01");
    assert_eq!(ask(&w, &boss, "/relationships/add", Some(&form)).unwrap().status, 303);
    let ties = || w.get("Relationship", &["contact_id_a"], json!([["contact_id_b", "=", town]]));
    // An organisation is nobody's volunteer.
    assert_eq!(ties(), [json!({"contact_id_a": claire}), json!({"contact_id_a": zoe})]);
    assert_eq!(ask(&w, &boss, "/relationships/add", Some(&form)).unwrap().status, 303);
    assert_eq!(ties().len(), 2, "a second time ties nobody twice");
}
