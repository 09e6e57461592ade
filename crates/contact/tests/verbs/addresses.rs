//! Addresses: shared ones, and places that lie in each other.

use serde_json::json;

use super::{refusal, world};

#[test]
fn one_address_is_primary_and_one_at_most_for_billing() {
    let w = world();
    let ada = w.ada();
    let ids = w.save_all(
        "Address",
        &[
            json!({"contact_id": ada, "city": "A", "is_billing": true}),
            json!({"contact_id": ada, "city": "B", "is_primary": true, "is_billing": true}),
        ],
    );
    let flags = |id| w.one("Address", id, &["is_primary", "is_billing"]);
    assert_eq!(flags(ids[0]), json!({"is_primary": false, "is_billing": false}));
    assert_eq!(flags(ids[1]), json!({"is_primary": true, "is_billing": true}));
    w.delete("Address", ids[1]).unwrap();
    assert_eq!(flags(ids[0]), json!({"is_primary": true, "is_billing": false}));
}

#[test]
fn a_billing_address_through_the_contact_leaves_the_primary_alone() {
    let w = world();
    let ada = w
        .save("Contact", json!({"first_name": "Ada", "address_primary.city": "Home", "address_billing.city": "Bill"}))
        .unwrap();
    let rows = w.get("Address", &["city", "is_primary", "is_billing"], json!([["contact_id", "=", ada]]));
    assert!(rows.contains(&json!({"city": "Bill", "is_primary": false, "is_billing": true})), "{rows:?}");
    assert!(rows.contains(&json!({"city": "Home", "is_primary": true, "is_billing": false})), "{rows:?}");
}

#[test]
fn a_shared_address_follows_its_master() {
    let w = world();
    let (ada, bo) = (w.ada(), w.save("Contact", json!({"first_name": "Bo"})).unwrap());
    let master = w.save("Address", json!({"contact_id": ada, "city": "Oslo", "street_address": "Gate 1"})).unwrap();
    let copy =
        w.save("Address", json!({"contact_id": bo, "master_id": master, "location_type_id:name": "Work"})).unwrap();
    let read = || {
        w.one(
            "Address",
            copy,
            &["contact_id", "city", "street_address", "location_type_id:name", "is_primary", "master_id"],
        )
    };
    assert_eq!(
        read(),
        json!({"contact_id": bo, "city": "Oslo", "street_address": "Gate 1", "location_type_id:name": "Work", "is_primary": true, "master_id": master})
    );
    w.update("Address", master, json!({"city": "Bergen"})).unwrap();
    assert_eq!(read()["city"], "Bergen");
    w.update("Address", copy, json!({"city": "Elsewhere"})).unwrap();
    assert_eq!(read()["city"], "Bergen");
    w.delete("Address", master).unwrap();
    let left = read();
    assert_eq!((&left["city"], &left["master_id"]), (&json!("Bergen"), &json!(null)));
}

#[test]
fn a_shared_address_is_not_shared_further() {
    let w = world();
    let ada = w.ada();
    let make = |values: serde_json::Value| w.save("Address", values);
    let master = make(json!({"contact_id": ada, "city": "Oslo"})).unwrap();
    let copy = make(json!({"contact_id": ada, "master_id": master})).unwrap();
    let other = make(json!({"contact_id": ada, "city": "Rome"})).unwrap();
    refusal(make(json!({"contact_id": ada, "master_id": copy})));
    refusal(w.update("Address", master, json!({"master_id": other})));
    refusal(w.update("Address", master, json!({"master_id": master})));
    refusal(make(json!({"contact_id": ada, "master_id": 999_999})));
}

#[test]
fn a_province_says_its_country() {
    let w = world();
    let ada = w.ada();
    let id =
        w.save("Address", json!({"contact_id": ada, "country_id:name": "CA", "state_province_id:abbr": "ON"})).unwrap();
    let read = |id| w.one("Address", id, &["country_id:abbr", "state_province_id:label"]);
    assert_eq!(read(id), json!({"country_id:abbr": "CA", "state_province_id:label": "Ontario"}));
    let texas = w.get("StateProvince", &["id"], json!([["name", "=", "Texas"]]))[0]["id"].clone();
    let other = w.save("Address", json!({"contact_id": ada, "state_province_id": texas})).unwrap();
    assert_eq!(read(other), json!({"country_id:abbr": "US", "state_province_id:label": "Texas"}));
    let refused =
        refusal(w.save("Address", json!({"contact_id": ada, "country_id:abbr": "CA", "state_province_id": texas})));
    assert!(refused.contains("country"), "{refused}");
    w.update("Address", other, json!({"country_id:abbr": "FR"})).unwrap();
    assert_eq!(read(other), json!({"country_id:abbr": "FR", "state_province_id:label": null}));
}

#[test]
fn coordinates_lie_on_the_earth() {
    let w = world();
    let ada = w.ada();
    w.save("Address", json!({"contact_id": ada, "geo_code_1": 48.1, "geo_code_2": -1.68})).unwrap();
    refusal(w.save("Address", json!({"contact_id": ada, "geo_code_1": 91})));
    refusal(w.save("Address", json!({"contact_id": ada, "geo_code_2": -180.5})));
}
