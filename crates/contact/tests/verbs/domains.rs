//! Several sites on one database: their settings, their people, and what each is kept from.

use schema::Actor;
use serde_json::{Value as Json, json};
use store::Site;

use super::{World, person, refusal, world};

const STAFF: [&str; 5] =
    ["access CiviCRM", "add contacts", "edit groups", "delete contacts", "edit all contacts in domain"];

/// A second site, kept apart by a group.
struct Scene {
    w: World,
    site: i64,
    group: i64,
}

fn system() -> Actor {
    Actor::system("test")
}

fn set(site: &Site, domain: i64, name: &str, value: Json) {
    site.write(&system(), "test", |tx| tx.set_setting_of(domain, name, Some(&value))).unwrap();
}

fn scene() -> Scene {
    let w = world();
    let own = w.save("Contact", json!({"contact_type": "Organization", "organization_name": "Lyon"})).unwrap();
    let site = w.save("Domain", json!({"name": "Lyon", "contact_id": own})).unwrap();
    let group = w.save("Group", json!({"title": "People of Lyon"})).unwrap();
    set(&w.site, site, "multisite_is_enabled", json!(1));
    set(&w.site, site, "domain_group_id", json!(group));
    set(&w.site, site, "ruche_address", json!("https://lyon.example.org"));
    Scene { w, site, group }
}

/// The same world seen from another of its sites.
fn at(scene: &Scene, work: impl FnOnce(&World)) {
    let mut there = scene.w.again();
    there.site = scene.w.site.at(scene.site);
    work(&there);
}

fn names(w: &World, actor: &Actor) -> Vec<Json> {
    let rows = w.get_by(actor, "Contact", &["first_name"], json!([["first_name", "IS NOT NULL"]])).unwrap();
    rows.into_iter().map(|row| row["first_name"].clone()).collect()
}

#[test]
fn a_site_is_made_named_and_removed_and_the_main_one_stays() {
    let w = world();
    let second = w.save("Domain", json!({"name": "  Lyon "})).unwrap();
    assert_eq!(w.one("Domain", second, &["name", "version"])["name"], "Lyon");
    assert!(refusal(w.save("Domain", json!({"name": "Lyon"}))).contains("name"));
    refusal(w.save("Domain", json!({"name": " "})));
    let rows = w.get("Domain", &["id", "is_active"], json!([]));
    assert_eq!(rows, [json!({"id": 1, "is_active": true}), json!({"id": second, "is_active": false})]);
    let here = w.get("Domain", &["id"], json!([["is_active", "=", true]]));
    assert_eq!(here, [json!({"id": 1})]);
    assert_eq!(w.get("Domain", &["id"], json!([["id", "=", "current_domain"]])), [json!({"id": 1})]);
    set(&w.site, second, "lcMessages", json!("fr_FR"));
    w.delete("Domain", second).unwrap();
    assert_eq!(w.get("Setting", &["name"], json!([["domain_id", "=", second]])), [] as [Json; 0]);
    refusal(w.delete("Domain", 1));
}

#[test]
fn a_site_with_accounts_is_not_removed() {
    let s = scene();
    let someone = s.w.ada();
    let account = json!({"username": "ada", "contact_id": someone, "domain_id": s.site});
    s.w.save("User", account).unwrap();
    assert!(refusal(s.w.delete("Domain", s.site)).contains("still needs it"));
}

#[test]
fn settings_of_two_sites_are_never_mixed_up() {
    let s = scene();
    let (main, there) = (s.w.site.clone(), s.w.site.at(s.site));
    let read = |site: &Site, name: &str| site.read(&system(), |tx| tx.setting(name)).unwrap();
    set(&main, 1, "defaultCurrency", json!("EUR"));
    assert_eq!(read(&there, "defaultCurrency"), "EUR", "what a site has not set follows the main one");
    set(&main, s.site, "defaultCurrency", json!("CHF"));
    for _ in 0..3 {
        assert_eq!((read(&main, "defaultCurrency"), read(&there, "defaultCurrency")), (json!("EUR"), json!("CHF")));
    }
    set(&main, 1, "multisite_is_enabled", json!(1));
    set(&main, s.site, "multisite_is_enabled", json!(0));
    main.write(&system(), "test", |tx| tx.set_setting_of(s.site, "multisite_is_enabled", None)).unwrap();
    assert_eq!(read(&there, "multisite_is_enabled"), "0", "one site says nothing of another");
    set(&main, 1, "timezone", json!("Europe/Paris"));
    set(&main, s.site, "timezone", json!("America/Guadeloupe"));
    let hour = |site: &Site| site.read(&system(), |tx| Ok(tx.clock().zone.iana_name().map(str::to_owned))).unwrap();
    assert_eq!(hour(&main).as_deref(), Some("Europe/Paris"));
    assert_eq!(hour(&there).as_deref(), Some("America/Guadeloupe"));
    assert_eq!(hour(&main).as_deref(), Some("Europe/Paris"));
    let second = s.w.second();
    assert_eq!(read(&second.at(s.site), "defaultCurrency"), "CHF", "another process sees the same");
}

#[test]
fn moments_are_compared_in_the_zone_of_the_site() {
    let s = scene();
    set(&s.w.site, 1, "timezone", json!("Pacific/Kiritimati"));
    set(&s.w.site, s.site, "timezone", json!("Pacific/Pago_Pago"));
    let someone = s.w.ada();
    let told = |site: &Site| {
        let request = query::GetRequest {
            select: vec!["created_date".to_owned()],
            where_: vec![json!(["id", "=", someone])],
            ..Default::default()
        };
        site.read(&system(), |tx| tx.get("Contact", &request, store::As::Program)).unwrap().rows[0]["created_date"]
            .clone()
    };
    let (east, west) = (told(&s.w.site), told(&s.w.site.at(s.site)));
    assert_ne!(east, west, "25 hours lie between the two");
    assert_eq!(told(&s.w.site), east);
}

#[test]
fn calls_name_the_site_whose_settings_they_mean() {
    let s = scene();
    let call = |w: &World, action, parameters| w.call("Setting", action, parameters);
    call(&s.w, "set", json!({"values": {"lcMessages": "fr_FR"}, "domainId": s.site})).unwrap();
    let rows = call(&s.w, "get", json!({"select": ["lcMessages"], "domainId": "all"})).unwrap();
    assert_eq!(rows[1], json!({"name": "lcMessages", "value": "fr_FR", "domain_id": s.site}));
    assert_ne!(rows[0]["value"], "fr_FR");
    at(&s, |there| {
        let rows = call(there, "get", json!({"select": ["lcMessages"]})).unwrap();
        assert_eq!(rows, [json!({"name": "lcMessages", "value": "fr_FR", "domain_id": s.site})]);
    });
    assert!(refusal(call(&s.w, "get", json!({"domainId": 99}))).contains("99"));
    let taken = json!({"values": {"ruche_address": "https://lyon.example.org"}, "domainId": 1});
    refusal(call(&s.w, "set", taken));
}

#[test]
fn those_who_look_after_one_site_leave_the_others_alone() {
    let s = scene();
    let keeper =
        person(None, &["access CiviCRM", "administer CiviCRM", "administer CiviCRM data", "cms:administer users"]);
    let account = json!({"username": "boss", "contact_id": s.w.ada()});
    let boss = s.w.save("User", account).unwrap();
    at(&s, |there| {
        let ask = |action, parameters: Json| {
            let action = &there.registry.actions[&("Setting", action)];
            let parameters = parameters.as_object().cloned().unwrap();
            there.site.write(&keeper, "test", |tx| (action.run)(tx, &parameters)).map(|_| ())
        };
        ask("set", json!({"values": {"lcMessages": "fr_FR"}})).unwrap();
        refusal(ask("set", json!({"values": {"lcMessages": "fr_FR"}, "domainId": 1})));
        refusal(ask("get", json!({"domainId": 1})));
        refusal(ask("get", json!({"domainId": "all"})));
        refusal(ask("set", json!({"values": {"mailing_backend": {"outBound_option": 2}}})));
        refusal(ask("set", json!({"values": {"multisite_is_enabled": 0}})));
        refusal(there.save_by(&keeper, "Domain", json!({"name": "Third"})));
        refusal(there.save_by(&keeper, "Domain", json!({"id": 1, "name": "Mine"})));
        there.save_by(&keeper, "Domain", json!({"id": s.site, "name": "Lyon-Sud"})).unwrap();
        assert_eq!(there.get_by(&keeper, "User", &["id"], json!([])).unwrap(), [] as [Json; 0]);
        refusal(there.save_by(&keeper, "User", json!({"id": boss, "is_active": false})));
        refusal(there.save_by(&keeper, "User", json!({"username": "new", "domain_id": 1})));
    });
}

#[test]
fn whoever_is_recorded_at_a_site_joins_its_group() {
    let s = scene();
    s.w.save("Contact", json!({"first_name": "Elsewhere"})).unwrap();
    at(&s, |there| {
        let new = there.save("Contact", json!({"first_name": "Here"})).unwrap();
        let place = there.get("GroupContact", &["contact_id", "status"], json!([["group_id", "=", s.group]]));
        assert_eq!(place, [json!({"contact_id": new, "status": "Added"})]);
        there.update("Contact", new, json!({"last_name": "Again"})).unwrap();
    });
}

#[test]
fn people_of_a_site_see_and_change_its_contacts_alone() {
    let s = scene();
    let elsewhere = s.w.save("Contact", json!({"first_name": "Elsewhere"})).unwrap();
    s.w.save("Email", json!({"contact_id": elsewhere, "email": "else@example.org"})).unwrap();
    let staff = person(None, &STAFF);
    let reader = person(None, &["access CiviCRM", "view all contacts in domain"]);
    let mut here = 0;
    at(&s, |there| {
        here = there.save_by(&staff, "Contact", json!({"first_name": "Here"})).unwrap();
        there.save_by(&staff, "Email", json!({"contact_id": here, "email": "here@example.org"})).unwrap();
        assert_eq!(names(there, &staff), ["Here"]);
        assert_eq!(names(there, &reader), ["Here"]);
        let mails = there.get_by(&reader, "Email", &["email"], json!([])).unwrap();
        assert_eq!(mails, [json!({"email": "here@example.org"})]);
        there.save_by(&staff, "Contact", json!({"id": here, "last_name": "Known"})).unwrap();
        refusal(there.save_by(&staff, "Contact", json!({"id": elsewhere, "last_name": "Taken"})));
        refusal(there.save_by(&reader, "Contact", json!({"id": here, "last_name": "No"})));
        let everyone = person(None, &["access CiviCRM", "view all contacts"]);
        assert_eq!(names(there, &everyone), ["Elsewhere", "Here"]);
    });
    assert_eq!(names(&s.w, &staff), [] as [Json; 0], "at a site that is not kept apart they see nobody");
}

#[test]
fn groups_made_at_a_site_lie_within_its_group() {
    let s = scene();
    let staff = person(None, &STAFF);
    let elsewhere = s.w.save("Contact", json!({"first_name": "Elsewhere"})).unwrap();
    let outside = s.w.save("Group", json!({"title": "Everybody"})).unwrap();
    s.w.save("GroupContact", json!({"group_id": outside, "contact_id": elsewhere})).unwrap();
    at(&s, |there| {
        let choir = there.save_by(&staff, "Group", json!({"title": "Choir"})).unwrap();
        assert_eq!(there.one("Group", choir, &["parents"]), json!({"parents": [s.group.to_string()]}));
        let tied = there.get("GroupOrganization", &["organization_id.display_name"], json!([["group_id", "=", choir]]));
        assert_eq!(tied, [json!({"organization_id.display_name": "Lyon"})]);
        // An invited guest of the choir is of the site; whoever is taken out of it is not.
        there.save("GroupContact", json!({"group_id": choir, "contact_id": elsewhere})).unwrap();
        assert_eq!(names(there, &staff), ["Elsewhere"]);
        let place = there.get("GroupContact", &["id"], json!([["group_id", "=", choir]]))[0]["id"].as_i64().unwrap();
        there.delete("GroupContact", place).unwrap();
        assert_eq!(names(there, &staff), [] as [Json; 0]);
    });
}

#[test]
fn nobody_brings_into_a_site_what_lies_outside() {
    let s = scene();
    let staff = person(None, &STAFF);
    s.w.save("Contact", json!({"first_name": "Elsewhere"})).unwrap();
    let outside = s.w.save("Group", json!({"title": "Everybody"})).unwrap();
    let all = json!({"version": 4, "select": ["id"], "where": []});
    let search = s.w.save("SavedSearch", json!({"name": "all", "api_entity": "Contact", "api_params": all})).unwrap();
    at(&s, |there| {
        refusal(there.save_by(&staff, "Group", json!({"id": outside, "parents": [s.group]})));
        refusal(there.save_by(&staff, "Group", json!({"id": s.group, "saved_search_id": search})));
        let smart = there.save("Group", json!({"title": "Smart", "saved_search_id": search})).unwrap();
        assert!(smart > 0);
        assert_eq!(
            names(there, &staff),
            [] as [Json; 0],
            "what a group within looks for does not make people of a site"
        );
    });
}

#[test]
fn the_name_under_which_people_come_tells_the_site() {
    let s = scene();
    let of = |host: &str| s.w.site.read(&system(), |tx| contact::domain::of_host(tx, Some(host))).unwrap();
    assert_eq!(of("lyon.example.org"), s.site);
    assert_eq!(of("LYON.example.org:443"), s.site);
    assert_eq!(of("crm.example.org"), 1);
    assert_eq!(of(""), 1);
    assert_eq!(s.w.site.read(&system(), |tx| contact::domain::of_host(tx, None)).unwrap(), 1);
}

#[test]
fn an_account_is_at_home_at_one_site() {
    let s = scene();
    let account = json!({"username": "ada", "contact_id": s.w.ada(), "domain_id": s.site});
    let ada = s.w.save("User", account).unwrap();
    let admin = json!({"username": "root", "roles:name": ["admin"]});
    let root = s.w.save("User", admin).unwrap();
    let home = |user: i64, domain: i64| {
        s.w.site
            .read(&system(), |tx| Ok(contact::access::actor_of_user(tx, user)?.unwrap().is_at_home(domain)))
            .unwrap()
    };
    assert!(home(ada, s.site) && !home(ada, 1));
    assert!(home(root, s.site) && home(root, 1), "whoever may do everything comes in everywhere");
    let enter = |site: &Site| {
        site.write(&system(), "test", |tx| contact::access::sign_in::proved(tx, ada, "::1", "", None)).unwrap()
    };
    assert_eq!(enter(&s.w.site), contact::access::sign_in::Outcome::Refused);
    assert!(matches!(enter(&s.w.site.at(s.site)), contact::access::sign_in::Outcome::Welcome { .. }));
}
