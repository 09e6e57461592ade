//! Settings, the site's own row, and the lists of permissions and parts.

use serde_json::json;

use super::{refusal, world};
use crate::pages::{administrator, ask};

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
fn the_domain_tells_the_version_and_stays() {
    let w = world();
    let rows = w.get("Domain", &["id", "version", "contact_id"], json!([["is_active", "=", true]]));
    assert_eq!(rows, [json!({"id": 1, "version": env!("CARGO_PKG_VERSION"), "contact_id": 1})]);
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
    // The site's own address and its backups are told of as long as it lives in a test.
    let names = |w: &super::World| -> Vec<String> {
        let rows = w.call("System", "check", json!({"select": ["name"]})).unwrap();
        let names = rows.iter().filter_map(|row| row["name"].as_str());
        names.filter(|name| name.starts_with("checkDomain")).map(str::to_owned).collect()
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

#[test]
fn the_usual_currency_is_among_those_that_are_offered() {
    let w = world();
    let offered = || {
        let conditions = json!([["option_group_id:name", "=", "currencies_enabled"], ["is_active", "=", true]]);
        let rows = w.get("OptionValue", &["value", "is_default"], conditions);
        let code = |row: &serde_json::Value| row["value"].as_str().unwrap_or_default().to_owned();
        let usual: Vec<String> = rows.iter().filter(|row| row["is_default"] == true).map(code).collect();
        let mut all: Vec<String> = rows.iter().map(code).collect();
        all.sort();
        (all.join(" "), usual.join(" "))
    };
    let send = |form: &str| ask(&w, &administrator(), "/settings/currencies", Some(form)).unwrap();
    let sent = "defaultCurrency=EUR&currencies_enabled=CHF&currencies_enabled=GBP";
    assert_eq!(send(sent).status, 303);
    assert_eq!(offered(), ("CHF EUR GBP".to_owned(), "EUR".to_owned()));
    let setting = w.call("Setting", "get", json!({"select": ["defaultCurrency"]})).unwrap();
    assert_eq!(setting[0]["value"], "EUR");
    // The form says it where the association says where it is, too.
    assert_eq!(ask(&w, &administrator(), "/settings/site", Some("defaultCurrency=XPF")).unwrap().status, 303);
    assert_eq!(offered(), ("CHF EUR GBP XPF".to_owned(), "XPF".to_owned()));
    assert_eq!(send("defaultCurrency=NON&currencies_enabled=EUR").status, 422);
    assert_eq!(send("defaultCurrency=EUR&currencies_enabled=NON").status, 422);
}

#[test]
fn a_site_that_begins_in_french_greets_in_french_and_begins_its_week_on_monday() {
    let w = world();
    let id = w.save("Contact", json!({"first_name": "Ada", "last_name": "Perrin"})).unwrap();
    let greeting = || w.get("Contact", &["email_greeting_display"], json!([["id", "=", id]]))[0].clone();
    let week = || w.call("Setting", "get", json!({"select": ["weekBegins"]})).unwrap()[0]["value"].clone();
    assert_eq!(greeting()["email_greeting_display"], "Dear Ada");
    let step = |name: &str, form: &str| {
        let path = format!("/start/{name}");
        assert_eq!(ask(&w, &administrator(), &path, Some(form)).unwrap().status, 303);
    };
    step("language", "lcMessages=fr_FR");
    assert_eq!(week(), json!(1));
    assert_eq!(greeting()["email_greeting_display"], "Bonjour Ada");
    let country = |code: &str| w.get("Country", &["id"], json!([["iso_code", "=", code]]))[0]["id"].clone();
    let place =
        |code: &str| format!("defaultContactCountry={}&timezone=UTC&defaultCurrency=EUR&fiscal_month=1", country(code));
    step("country", &place("US"));
    assert_eq!(week(), json!(0));
    step("country", &place("FR"));
    assert_eq!(week(), json!(1));
}

#[test]
fn a_type_of_contact_has_the_icon_that_was_chosen() {
    let w = world();
    let send = |form: &str| ask(&w, &administrator(), "/settings/lists/ContactType?add=1", Some(form)).unwrap();
    assert_eq!(send("label=Helper&parent_id=1&icon=fa-star").status, 303);
    let icon = || w.get("ContactType", &["id", "icon"], json!([["label", "=", "Helper"]]))[0].clone();
    assert_eq!(icon()["icon"], "fa-star");
    assert_eq!(send("label=Other&parent_id=1&icon=fa-nothing").status, 422);
    let edit = format!("/settings/lists/ContactType?edit={}", icon()["id"]);
    // What the form cannot draw stays as the API wrote it.
    w.save("ContactType", json!({"id": icon()["id"], "icon": "fa-leaf"})).unwrap();
    ask(&w, &administrator(), &edit, Some("label=Helper&icon=")).unwrap();
    assert_eq!(icon()["icon"], "fa-leaf");
    ask(&w, &administrator(), &edit, Some("label=Helper&icon=fa-wrench")).unwrap();
    assert_eq!(icon()["icon"], "fa-wrench");
}
