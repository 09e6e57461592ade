//! Option groups and their values, contact types, location types.

use serde_json::json;

use super::{refusal, world};

#[test]
fn options_number_and_name_themselves() {
    let w = world();
    let group = w.save("OptionGroup", json!({"name": "shades", "title": "Shades"})).unwrap();
    let ids = w.save_all(
        "OptionValue",
        &[
            json!({"option_group_id": group, "label": "Two Words"}),
            json!({"option_group_id:name": "shades", "label": "Off", "is_active": false}),
        ],
    );
    let read = |id| w.one("OptionValue", id, &["name", "value", "weight", "is_active"]);
    assert_eq!(read(ids[0]), json!({"name": "Two_Words", "value": "1", "weight": 1, "is_active": true}));
    assert_eq!(read(ids[1]), json!({"name": "Off", "value": "2", "weight": 2, "is_active": false}));
    let defaults = w.one("OptionGroup", group, &["is_active", "is_reserved", "is_locked"]);
    assert_eq!(defaults, json!({"is_active": true, "is_reserved": true, "is_locked": false}));
    refusal(w.save("OptionGroup", json!({"name": "shades", "title": "Again"})));
    refusal(w.save("OptionValue", json!({"option_group_id": group, "label": "X", "value": "2"})));
    w.delete("OptionGroup", group).unwrap();
    assert!(w.get("OptionValue", &["id"], json!([["id", "IN", ids]])).is_empty());
}

#[test]
fn a_group_may_be_named_by_its_title() {
    let w = world();
    let group = w.save("OptionGroup", json!({"title": "My Shades"})).unwrap();
    assert_eq!(w.one("OptionGroup", group, &["name"]), json!({"name": "My_Shades"}));
    refusal(w.save("OptionGroup", json!({"description": "nothing"})));
}

#[test]
fn one_option_alone_is_the_default() {
    let w = world();
    let group = w.save("OptionGroup", json!({"name": "shades", "title": "Shades"})).unwrap();
    let ids = w.save_all(
        "OptionValue",
        &[json!({"option_group_id": group, "label": "A"}), json!({"option_group_id": group, "label": "B"})],
    );
    w.update("OptionValue", ids[0], json!({"is_default": true})).unwrap();
    w.update("OptionValue", ids[1], json!({"is_default": true})).unwrap();
    assert_eq!(w.one("OptionValue", ids[0], &["is_default"]), json!({"is_default": false}));
    assert_eq!(w.one("OptionValue", ids[1], &["is_default"]), json!({"is_default": true}));
}

#[test]
fn a_new_gender_is_at_once_an_option_of_contacts() {
    let w = world();
    w.save("OptionValue", json!({"option_group_id:name": "gender", "label": "Gx", "name": "gx"})).unwrap();
    let id = w.save("Contact", json!({"first_name": "Ada", "gender_id:name": "gx"})).unwrap();
    assert_eq!(
        w.one("Contact", id, &["gender_id", "gender_id:label"]),
        json!({"gender_id": 4, "gender_id:label": "Gx"})
    );
}

#[test]
fn shipped_groups_and_reserved_options_stay() {
    let w = world();
    let group = w.get("OptionGroup", &["id"], json!([["name", "=", "gender"]]))[0]["id"].as_i64().unwrap();
    refusal(w.delete("OptionGroup", group));
    refusal(w.update("OptionGroup", group, json!({"name": "sex"})));
    let conditions = json!([["option_group_id:name", "=", "email_greeting"], ["name", "=", "Customized"]]);
    let reserved = w.get("OptionValue", &["id"], conditions)[0]["id"].as_i64().unwrap();
    refusal(w.delete("OptionValue", reserved));
    refusal(w.update("OptionValue", reserved, json!({"value": "99"})));
    w.update("OptionValue", reserved, json!({"label": "My own"})).unwrap();
}

#[test]
fn the_basic_types_are_shipped_and_stay() {
    let w = world();
    let types = w.get("ContactType", &["id", "name", "parent_id", "is_active"], json!([]));
    assert_eq!(types[0], json!({"id": 1, "name": "Individual", "parent_id": null, "is_active": true}));
    assert_eq!(types.len(), 3);
    refusal(w.delete("ContactType", 1));
    refusal(w.update("ContactType", 1, json!({"name": "Human"})));
    w.update("ContactType", 1, json!({"label": "Human"})).unwrap();
    refusal(w.save("ContactType", json!({"label": "Robot"})));
}

#[test]
fn a_subtype_in_use_keeps_its_name() {
    let w = world();
    let id =
        w.save("ContactType", json!({"name": "Stu_dent", "label": "Student", "parent_id:name": "Individual"})).unwrap();
    let other =
        w.save("ContactType", json!({"name": "StuXdent", "label": "Other", "parent_id:name": "Individual"})).unwrap();
    refusal(w.save("ContactType", json!({"label": "Below", "parent_id": id})));
    let ada = w.save("Contact", json!({"first_name": "Ada", "contact_sub_type": "StuXdent"})).unwrap();
    refusal(w.delete("ContactType", other));
    refusal(w.update("ContactType", other, json!({"name": "Pupil"})));
    w.delete("ContactType", id).unwrap();
    w.delete("Contact", ada).unwrap();
    w.delete("ContactType", other).unwrap();
}

#[test]
fn there_is_always_one_default_location_type() {
    let w = world();
    refusal(w.update("LocationType", 1, json!({"is_default": false})));
    refusal(w.delete("LocationType", 1));
    w.update("LocationType", 2, json!({"is_default": true})).unwrap();
    assert_eq!(w.get("LocationType", &["id"], json!([["is_default", "=", true]])), [json!({"id": 2})]);
    let email = w.save("Email", json!({"contact_id": w.ada(), "email": "a@x.org"})).unwrap();
    assert_eq!(w.one("Email", email, &["location_type_id:name"]), json!({"location_type_id:name": "Work"}));
    let own = w.save("LocationType", json!({"display_name": "Summer House"})).unwrap();
    assert_eq!(w.one("LocationType", own, &["name", "is_active"]), json!({"name": "Summer_House", "is_active": true}));
    w.delete("LocationType", own).unwrap();
}

#[test]
fn numbering_goes_on_behind_the_shipped_rows() {
    let w = world();
    let last = w.get("OptionValue", &["id"], json!([])).len() as i64;
    let id = w.save("OptionValue", json!({"option_group_id:name": "gender", "label": "Gx"})).unwrap();
    assert_eq!(id, last + 1);
    assert!(w.ada() > 1);
}
