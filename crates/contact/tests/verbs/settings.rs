//! Settings, the site's own row, and the lists of permissions and parts.

use serde_json::json;

use super::{refusal, world};

#[test]
fn a_setting_is_written_read_and_reverted() {
    let w = world();
    let get = || w.call("Setting", "get", json!({"select": ["search_autocomplete_count"]})).unwrap();
    let row = |value: i64| vec![json!({"name": "search_autocomplete_count", "value": value, "domain_id": 1})];
    assert_eq!(get(), row(15));
    assert_eq!(w.call("Setting", "set", json!({"values": {"search_autocomplete_count": 17}})).unwrap(), row(17));
    assert_eq!(get(), row(17));
    w.call("Setting", "revert", json!({"select": ["search_autocomplete_count"]})).unwrap();
    assert_eq!(get(), row(15));
}

#[test]
fn settings_keep_the_type_of_their_value() {
    let w = world();
    let rows = w.call("Setting", "get", json!({"select": ["lcMessages", "weekBegins", "fiscalYearStart"]})).unwrap();
    let values: Vec<_> = rows.iter().map(|row| row["value"].clone()).collect();
    assert_eq!(values, [json!("en_US"), json!("0"), json!({"M": 1, "d": 1})]);
    w.call("Setting", "set", json!({"values": {"countryLimit": ["1228"], "languageLimit": null}})).unwrap();
    let rows = w.call("Setting", "get", json!({"select": ["countryLimit", "languageLimit"]})).unwrap();
    assert_eq!((&rows[0]["value"], &rows[1]["value"]), (&json!(["1228"]), &json!(null)));
}

#[test]
fn an_unknown_setting_is_refused() {
    let w = world();
    let words = "Unknown settings for domain 1: nosuch";
    assert_eq!(refusal(w.call("Setting", "get", json!({"select": ["nosuch"]}))), words);
    assert_eq!(refusal(w.call("Setting", "set", json!({"values": {"nosuch": 1, "weekBegins": 1}}))), words);
    refusal(w.call("Setting", "set", json!({"values": {"timezone": "Mars/Olympus"}})));
    let all = w.call("Setting", "get", json!({})).unwrap();
    assert!(all.len() > 150);
    for secret in ["site_key", "civicrm_db_name", "civicrm_db_password"] {
        assert!(all.iter().all(|row| row["name"] != secret));
    }
}

#[test]
fn settings_are_described() {
    let w = world();
    let asked = json!({"where": [["name", "=", "search_autocomplete_count"]], "select": ["name", "title"]});
    let rows = w.call("Setting", "getFields", asked).unwrap();
    assert_eq!(rows, [json!({"name": "search_autocomplete_count", "title": "Search Autocomplete Count"})]);
}

#[test]
fn the_domain_tells_the_version_and_is_the_only_one() {
    let w = world();
    let rows = w.get("Domain", &["id", "version", "contact_id"], json!([["is_active", "=", true]]));
    assert_eq!(rows, [json!({"id": 1, "version": env!("CARGO_PKG_VERSION"), "contact_id": 1})]);
    refusal(w.save("Domain", json!({"name": "Second"})));
    refusal(w.delete("Domain", 1));
}

#[test]
fn the_site_can_be_given_its_name() {
    let w = world();
    w.site.write(&schema::Actor::system("test"), "test", |tx| contact::seed::name_site(tx, "Les Abeilles")).unwrap();
    assert_eq!(w.one("Contact", 1, &["display_name"]), json!({"display_name": "Les Abeilles"}));
    assert_eq!(w.one("Domain", 1, &["name"]), json!({"name": "Les Abeilles"}));
}

#[test]
fn permissions_and_parts_are_listed() {
    let w = world();
    let list = |name: &str| w.site.read(&schema::Actor::system("test"), |tx| (w.registry.arrays[name])(tx)).unwrap();
    let edit = list("Permission").into_iter().find(|row| row["name"] == "edit all contacts").unwrap();
    assert_eq!(edit["group"], "civicrm");
    assert_eq!(edit["implies"], json!(["view all contacts", "edit my contact"]));
    let part = list("Extension").into_iter().find(|row| row["key"] == "civi_contribute").unwrap();
    assert_eq!(part["status"], "installed");
    assert_eq!(w.registry.permissions.iter().filter(|p| p.name == "edit all contacts").count(), 1);
}

#[test]
fn shipped_places_are_there() {
    let w = world();
    let conditions = json!([["country_id.iso_code", "=", "US"], ["abbreviation", "=", "TX"]]);
    let texas = w.get("StateProvince", &["name", "country_id.name", "country_id.region_id:label"], conditions);
    let region = "America South, Central, North and Caribbean";
    assert_eq!(
        texas,
        [json!({"name": "Texas", "country_id.name": "United States", "country_id.region_id:label": region})]
    );
}

#[test]
fn the_site_says_what_is_left_to_do() {
    let w = world();
    let names = |w: &super::World| -> Vec<serde_json::Value> {
        w.call("System", "check", json!({"select": ["name"]})).unwrap().iter().map(|row| row["name"].clone()).collect()
    };
    assert_eq!(names(&w), ["checkDomainNameEmail", "checkDomainEmail"]);
    w.site.write(&schema::Actor::system("test"), "test", |tx| contact::seed::name_site(tx, "Les Abeilles")).unwrap();
    w.save("Email", json!({"contact_id": 1, "email": "bonjour@example.org"})).unwrap();
    assert!(names(&w).is_empty());
    assert!(w.call("System", "flush", json!({})).unwrap().is_empty());
}

#[test]
fn the_shipped_roles_are_there() {
    let w = world();
    let roles = w.get("Role", &["name", "permissions"], json!([]));
    let names: Vec<_> = roles.iter().map(|role| role["name"].clone()).collect();
    assert_eq!(names, ["everyone", "admin", "staff"]);
    assert_eq!(roles[1]["permissions"], json!(["all CiviCRM permissions and ACLs"]));
}
