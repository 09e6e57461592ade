//! The file of a person: everything about them, nothing about others.

use privacy::dossier;
use schema::Actor;
use serde_json::json;

use super::{World, world};

/// A person with something in every corner, each text carrying the mark.
pub fn marked(w: &World, mark: &str) -> i64 {
    let id = w
        .save(
            "Contact",
            json!({
                "first_name": format!("{mark}-first"), "last_name": format!("{mark}-last"), "nick_name": format!("{mark}-nick"),
                "birth_date": "1980-02-03", "source": format!("{mark}-source"), "job_title": format!("{mark}-job"),
                "external_identifier": format!("{mark}-ext"), "legal_identifier": format!("{mark}-legal"),
            }),
        )
        .unwrap();
    w.save("Email", json!({"contact_id": id, "email": format!("{mark}@example.org").to_lowercase()})).unwrap();
    w.save("Phone", json!({"contact_id": id, "phone": "0639980001", "phone_ext": "77"})).unwrap();
    w.save(
        "Address",
        json!({"contact_id": id, "street_address": format!("{mark} rue"), "city": format!("{mark}-city")}),
    )
    .unwrap();
    w.save("Website", json!({"contact_id": id, "url": format!("https://{mark}.example.org").to_lowercase()})).unwrap();
    let note = json!({"entity_table": "civicrm_contact", "entity_id": id, "subject": format!("{mark}-s"), "note": format!("{mark}-note")});
    let note = w.save("Note", note).unwrap();
    w.save("Note", json!({"entity_table": "civicrm_note", "entity_id": note, "note": format!("{mark}-comment")}))
        .unwrap();
    let author = w.get("Domain", &["contact_id"], json!([]))[0]["contact_id"].as_i64().unwrap();
    let activity = json!({
        "activity_type_id": 1, "subject": format!("{mark}-subject"), "details": format!("{mark}-details"),
        "source_contact_id": author, "target_contact_id": [id],
    });
    w.save("Activity", activity).unwrap();
    id
}

#[test]
fn the_file_holds_everything_about_the_person_and_nothing_about_others() {
    let w = world();
    let one = marked(&w, "QZONE");
    let other = marked(&w, "QZOTHER");
    let author = w.get("Domain", &["contact_id"], json!([]))[0]["contact_id"].as_i64().unwrap();
    let meeting = json!({
        "activity_type_id": 1, "subject": "Meeting", "details": "QZOTHER-said-something",
        "source_contact_id": author, "target_contact_id": [one, other],
    });
    w.save("Activity", meeting).unwrap();
    let read = w.site.read(&Actor::system("test"), |tx| dossier::read(tx, one)).unwrap();
    let json = dossier::json(&read);
    let text = json.to_string();
    for part in [
        "first", "last", "nick", "source", "job", "ext", "legal", "city", "s\"", "note", "comment", "subject",
        "details",
    ] {
        assert!(text.contains(&format!("QZONE-{part}")), "{part} is missing: {text}");
    }
    for part in ["qzone@example.org", "0639980001", "QZONE rue", "https://qzone.example.org", "1980-02-03"] {
        assert!(text.contains(part), "{part} is missing");
    }
    assert!(!text.to_lowercase().contains("qzother"), "somebody else is in it: {text}");
    assert_eq!(json["records"]["Activity"].as_array().unwrap().len(), 2);
    assert_eq!(json["contact_id"], one);
    assert!(json["purposes"].as_array().unwrap().len() == 7 && !json["history"].as_array().unwrap().is_empty());
}

#[test]
fn the_file_holds_custom_fields_with_their_labels_and_no_secret() {
    let w = world();
    let one = marked(&w, "QZONE");
    let set = w.save("CustomGroup", json!({"title": "Voile", "extends": "Individual"})).unwrap();
    let field = json!({"custom_group_id": set, "label": "Niveau", "data_type": "String", "html_type": "Select", "option_values": {"a": "Débutant"}});
    w.save("CustomField", field).unwrap();
    w.update("Contact", one, json!({"Voile.Niveau": "a", "gender_id": 1})).unwrap();
    let json = w.site.read(&Actor::system("test"), |tx| Ok(dossier::json(&dossier::read(tx, one)?))).unwrap();
    assert_eq!(json["records"]["Custom_Voile"][0]["Niveau:label"], "Débutant");
    assert_eq!(json["records"]["Contact"][0]["gender_id:label"], "Female");
    let contact = json["records"]["Contact"][0].as_object().unwrap();
    assert!(!contact.contains_key("hash") && !contact.contains_key("api_key"));
}

#[test]
fn handing_the_file_out_is_written_down() {
    let w = world();
    let one = marked(&w, "QZONE");
    let open = w.save("SubjectRequest", json!({"contact_id": one, "kind": "access"})).unwrap();
    assert_eq!(w.one("SubjectRequest", open, &["state"]), json!({"state": "open"}));
    let hand = || w.site.write(&Actor::system("test"), "test", |tx| dossier::note(tx, one, "json")).unwrap();
    hand();
    assert_eq!(w.one("SubjectRequest", open, &["state"]), json!({"state": "done"}));
    hand();
    let all = w.get("SubjectRequest", &["kind", "state"], json!([["contact_id", "=", one]]));
    assert_eq!(all, [json!({"kind": "access", "state": "done"}), json!({"kind": "access", "state": "done"})]);
}
