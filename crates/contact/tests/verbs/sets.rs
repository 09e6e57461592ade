//! Many contacts at once: into groups and out of them, tags on and off, and the way back.

use contact::group_contact::{self, ADDED, REMOVED};
use contact::{entity_tag, tag};
use schema::Actor;
use serde_json::{Value as Json, json};
use store::As;

use super::{World, world};

const MANY: usize = 150;

fn people(w: &World) -> Vec<i64> {
    let all: Vec<Json> = (0..MANY).map(|n| json!({"first_name": format!("P{n}")})).collect();
    w.save_all("Contact", &all)
}

fn write(w: &World, work: impl FnOnce(&mut store::Tx<'_>) -> store::Result<u64>) -> (u64, i64) {
    let done = w.site.write(&Actor::system("test"), "page", |tx| {
        let count = work(tx)?;
        Ok((count, tx.transaction_id().unwrap_or(0)))
    });
    done.unwrap()
}

fn undo(w: &World, transaction: i64) -> i64 {
    let done = w.site.write(&Actor::system("test"), "page", |tx| {
        tx.undo(transaction, As::Actor)?;
        Ok(tx.transaction_id().unwrap_or(0))
    });
    done.unwrap()
}

fn places(w: &World, group: i64, status: &str) -> usize {
    w.get("GroupContact", &["id"], json!([["group_id", "=", group], ["status", "=", status]])).len()
}

#[test]
fn many_come_into_a_group_at_once_and_all_of_it_can_be_undone_and_redone() {
    let w = world();
    let p = people(&w);
    let g = w.save("Group", json!({"title": "G"})).unwrap();
    w.save("GroupContact", json!({"group_id": g, "contact_id": p[0]})).unwrap();
    w.save("GroupContact", json!({"group_id": g, "contact_id": p[1], "status": "Removed"})).unwrap();
    let (count, first) = write(&w, |tx| group_contact::place(tx, g, &p, ADDED, As::Actor));
    assert_eq!(count, MANY as u64 - 1);
    assert_eq!(places(&w, g, "Added"), MANY);
    let told = w.get("SubscriptionHistory", &["status"], json!([["group_id", "=", g]]));
    assert_eq!(told.len(), MANY + 1, "each change is told once");
    let back = undo(&w, first);
    assert_eq!((places(&w, g, "Added"), places(&w, g, "Removed")), (1, 1));
    undo(&w, back);
    assert_eq!(places(&w, g, "Added"), MANY);
}

#[test]
fn what_changed_since_is_not_undone() {
    let w = world();
    let p = people(&w);
    let g = w.save("Group", json!({"title": "G"})).unwrap();
    let (_, first) = write(&w, |tx| group_contact::place(tx, g, &p, ADDED, As::Actor));
    write(&w, |tx| group_contact::place(tx, g, &p[..3], REMOVED, As::Actor));
    let undone = w.site.write(&Actor::system("test"), "page", |tx| tx.undo(first, As::Actor));
    assert!(matches!(undone, Err(store::Error::Conflict(_))));
    assert_eq!(places(&w, g, "Added"), MANY - 3);
}

#[test]
fn a_tag_goes_on_many_and_off_again_with_its_way_back() {
    let w = world();
    let p = people(&w);
    let t = w.save("Tag", json!({"label": "Marché", "name": "marche"})).unwrap();
    let (count, _) = write(&w, |tx| entity_tag::tag(tx, t, "civicrm_contact", &p, As::Actor));
    assert_eq!(count, MANY as u64);
    let bearing = |w: &World| w.get("Contact", &["id"], json!([["tags", "IN", [t]]])).len();
    assert_eq!(bearing(&w), MANY);
    let (gone, off) = write(&w, |tx| entity_tag::untag(tx, t, "civicrm_contact", &p[10..], As::Actor));
    assert_eq!((gone, bearing(&w)), (MANY as u64 - 10, 10));
    undo(&w, off);
    assert_eq!(bearing(&w), MANY);
}

#[test]
fn merging_two_tags_moves_what_they_stick_to_and_can_be_undone() {
    let w = world();
    let p = people(&w);
    let [a, b] = ["a", "b"].map(|name| w.save("Tag", json!({"label": name, "name": name})).unwrap());
    let child = w.save("Tag", json!({"label": "c", "name": "c", "parent_id": a})).unwrap();
    write(&w, |tx| entity_tag::tag(tx, a, "civicrm_contact", &p, As::Actor));
    write(&w, |tx| entity_tag::tag(tx, b, "civicrm_contact", &p[..5], As::Actor));
    let (_, merged) = write(&w, |tx| tag::merge(tx, a, b).map(|()| 0));
    let bearing = |t: i64| w.get("EntityTag", &["id"], json!([["tag_id", "=", t]])).len();
    assert_eq!((bearing(a), bearing(b)), (0, MANY));
    assert!(w.get("Tag", &["id"], json!([["id", "=", a]])).is_empty());
    assert_eq!(w.one("Tag", child, &["parent_id"])["parent_id"], b);
    undo(&w, merged);
    assert_eq!((bearing(a), bearing(b)), (MANY, 5));
    assert_eq!(w.one("Tag", child, &["parent_id"])["parent_id"], a);
}

#[test]
fn a_live_group_that_looks_for_itself_is_refused() {
    let w = world();
    let search = json!({"select": ["id"], "where": [["first_name", "=", "P1"]]});
    let search = w.save("SavedSearch", json!({"label": "s", "api_entity": "Contact", "api_params": search})).unwrap();
    let g = w.save("Group", json!({"title": "G", "saved_search_id": search})).unwrap();
    let circle = json!({"select": ["id"], "where": [["groups", "IN", [g]]]});
    assert!(w.update("SavedSearch", search, json!({"api_params": circle})).is_err());
    assert_eq!(w.get("Contact", &["id"], json!([["groups", "IN", [g]]])).len(), 0);
}

#[test]
fn what_is_no_object_of_parameters_is_refused_and_never_a_fault() {
    let w = world();
    for nonsense in [json!("plain words"), json!(["a", "b"]), json!(7)] {
        let search = json!({"label": "s", "api_entity": "Contact", "api_params": nonsense});
        assert!(matches!(w.save("SavedSearch", search), Err(store::Error::Invalid(_))), "{nonsense}");
    }
    let old = w.save("SavedSearch", json!({"label": "old", "form_values": "plain words"})).unwrap();
    assert!(w.update("SavedSearch", old, json!({"label": "still there"})).is_ok());
}
