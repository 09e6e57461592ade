//! Custom fields of addresses, numbers and groups on the forms of these things; and what references let in.

use serde_json::{Value as Json, json};

use super::{World, refusal, world};
use crate::pages::{administrator, ask};

fn set(w: &World, extends: &str, name: &str) -> i64 {
    w.save("CustomGroup", json!({"title": name, "name": name, "extends": extends})).unwrap()
}

fn field(w: &World, set: i64, name: &str, more: Json) -> i64 {
    let mut values =
        json!({"custom_group_id": set, "label": name, "name": name, "data_type": "String", "html_type": "Text"});
    for (name, value) in more.as_object().unwrap() {
        values[name] = value.clone();
    }
    w.save("CustomField", values).unwrap()
}

/// Somebody with an e-mail and an address.
fn ada(w: &World) -> (i64, i64, i64) {
    let ada = w.ada();
    let email = w.save("Email", json!({"contact_id": ada, "email": "ada@example.org", "is_primary": true})).unwrap();
    let address =
        w.save("Address", json!({"contact_id": ada, "street_address": "1 rue du Lac", "city": "Annecy"})).unwrap();
    (ada, email, address)
}

fn version(html: &str) -> &str {
    html.split("name=\"version\" value=\"").nth(1).unwrap().split('"').next().unwrap()
}

#[test]
fn the_fields_of_an_address_are_asked_in_its_line_and_read_under_it() {
    let w = world();
    let access = set(&w, "Address", "Access");
    field(&w, access, "Code", json!({}));
    field(&w, access, "Lift", json!({"data_type": "Boolean", "html_type": "CheckBox"}));
    let (ada, email, address) = ada(&w);
    let boss = administrator();
    let path = format!("/contacts/{ada}/edit/ways");
    let page = ask(&w, &boss, &path, None).unwrap().text;
    let name = format!("address-{}-Access.Code", address * 2);
    assert!(page.contains(&format!("name=\"{name}\"")), "{page}");
    assert!(!page.contains(&format!("name=\"email-{}-Access.Code\"", email * 2)), "an e-mail has no door");
    let form = format!(
        "version={}&email-{e}-email=ada%40example.org&email_primary={e}&address-{a}-street_address=1+rue+du+Lac\
         &address-{a}-city=Annecy&address_primary={a}&{name}=A123&address-{a}-Access.Lift=1",
        version(&page),
        e = email * 2,
        a = address * 2
    );
    assert_eq!(ask(&w, &boss, &path, Some(&form)).unwrap().status, 303);
    let stored = w.one("Address", address, &["Access.Code", "Access.Lift", "city"]);
    assert_eq!(stored, json!({"Access.Code": "A123", "Access.Lift": true, "city": "Annecy"}));
    let read = ask(&w, &boss, &format!("/contacts/{ada}"), None).unwrap().text;
    assert!(read.contains("A123") && read.contains("Code"), "{read}");
}

#[test]
fn a_new_line_brings_its_fields_along_and_an_empty_one_is_left_out() {
    let w = world();
    let kept = set(&w, "Phone", "Line");
    field(&w, kept, "Hours", json!({"is_required": true}));
    field(&w, kept, "Loud", json!({"data_type": "Boolean", "html_type": "CheckBox"}));
    let boss = administrator();
    // The line for a number that nobody has typed asks for nothing.
    let form = "first_name=Ada&last_name=Byron&phone-1-phone=&phone_primary=1&phone-1-Line.Hours=&phone-1-Line.Loud=0";
    let page = ask(&w, &boss, "/contacts/new/full?type=Individual", None).unwrap().text;
    let input = page.split("name=\"phone-1-Line.Hours\"").nth(1).unwrap().split('>').next().unwrap();
    assert!(!input.contains("required"), "{input}");
    assert_eq!(ask(&w, &boss, "/contacts/new/full?type=Individual", Some(form)).unwrap().status, 303);
    assert!(w.get("Phone", &["id"], json!([])).is_empty());
    let missing = form.replace("phone-1-phone=", "phone-1-phone=0450").replace("Byron", "Lovelace");
    let refused = ask(&w, &boss, "/contacts/new/full?type=Individual", Some(&missing)).unwrap();
    assert_eq!(refused.status, 422);
    assert!(refused.text.contains("href=\"#f-phone-1-Line-Hours\"") || refused.text.contains("phone-1-Line.Hours"));
    let whole = missing.replace("Line.Hours=", "Line.Hours=evenings");
    assert_eq!(ask(&w, &boss, "/contacts/new/full?type=Individual", Some(&whole)).unwrap().status, 303);
    let stored = w.get("Phone", &["phone", "Line.Hours"], json!([]));
    assert_eq!(stored, [json!({"phone": "0450", "Line.Hours": "evenings"})]);
}

#[test]
fn what_somebody_else_wrote_into_an_address_meanwhile_is_not_lost() {
    let w = world();
    let access = set(&w, "Address", "Access");
    field(&w, access, "Code", json!({}));
    field(&w, access, "Floor", json!({}));
    let (ada, email, address) = ada(&w);
    w.update("Address", address, json!({"Access.Code": "old", "Access.Floor": "1"})).unwrap();
    let boss = administrator();
    let path = format!("/contacts/{ada}/edit/ways");
    let page = ask(&w, &boss, &path, None).unwrap().text;
    let form = |code: &str, floor: &str| {
        format!(
            "version={}&email-{e}-email=ada%40example.org&email_primary={e}&address-{a}-street_address=1+rue+du+Lac\
             &address-{a}-city=Annecy&address_primary={a}&address-{a}-Access.Code={code}&address-{a}-Access.Floor={floor}",
            version(&page),
            e = email * 2,
            a = address * 2
        )
    };
    w.update("Address", address, json!({"Access.Code": "new"})).unwrap();
    // Another field of the same set: both stay.
    assert_eq!(ask(&w, &boss, &path, Some(&form("old", "2"))).unwrap().status, 303);
    let both = json!({"Access.Code": "new", "Access.Floor": "2"});
    assert_eq!(w.one("Address", address, &["Access.Code", "Access.Floor"]), both);
    let clash = ask(&w, &boss, &path, Some(&form("mine", "2"))).unwrap();
    assert_eq!(clash.status, 409, "{}", clash.text);
    assert!(clash.text.contains("new") && clash.text.contains("mine"));
}

#[test]
fn the_fields_of_a_group_stand_on_its_form_and_on_its_page() {
    let w = world();
    let more = set(&w, "Group", "Budget");
    field(&w, more, "Sum", json!({"data_type": "Money"}));
    field(&w, more, "Leader", json!({"is_required": true}));
    let boss = administrator();
    let page = ask(&w, &boss, "/groups/new", None).unwrap().text;
    assert!(page.contains("name=\"Budget.Sum\"") && page.contains("name=\"Budget.Leader\""), "{page}");
    let form = "title=Chorale&is_active=1&visibility=User+and+User+Admin+Only&Budget.Sum=120&Budget.Leader=";
    assert_eq!(ask(&w, &boss, "/groups/new", Some(form)).unwrap().status, 422);
    let made = ask(&w, &boss, "/groups/new", Some(&format!("{form}Nora"))).unwrap();
    assert_eq!(made.status, 303, "{}", made.text);
    let id: i64 = made.text.rsplit('/').next().unwrap().parse().unwrap();
    assert_eq!(w.one("Group", id, &["Budget.Leader"])["Budget.Leader"], "Nora");
    let read = ask(&w, &boss, &made.text, None).unwrap().text;
    assert!(read.contains("Leader") && read.contains("Nora") && read.contains("120"), "{read}");
    let again = format!("{}/edit", made.text);
    let form = "title=Chorale&is_active=1&visibility=User+and+User+Admin+Only&Budget.Sum=80&Budget.Leader=Nora";
    assert_eq!(ask(&w, &boss, &again, Some(form)).unwrap().status, 303);
    assert_eq!(w.one("Group", id, &["Budget.Sum"])["Budget.Sum"], 80);
}

#[test]
fn the_fields_of_a_relationship_stand_on_those_of_its_kind_alone() {
    let w = world();
    let kind = |name: &str| w.get("RelationshipType", &["id"], json!([["name_a_b", "=", name]]))[0]["id"].clone();
    let (volunteer, employee) = (kind("Volunteer for"), kind("Employee of"));
    let values = json!({"title": "Duty", "extends": "Relationship", "extends_entity_column_value": [volunteer]});
    let duty = w.save("CustomGroup", values).unwrap();
    field(&w, duty, "Hours", json!({"data_type": "Int", "html_type": "Text"}));
    let town = w.save("Contact", json!({"organization_name": "Mairie"})).unwrap();
    let tie = |kind: &Json| {
        w.save("Relationship", json!({"contact_id_a": w.ada(), "contact_id_b": town, "relationship_type_id": kind}))
            .unwrap()
    };
    let (one, other) = (tie(&volunteer), tie(&employee));
    let (boss, path) = (administrator(), format!("/contacts/{town}/relationships"));
    let open = |id: i64| ask(&w, &boss, &format!("{path}?edit={id}"), None).unwrap().text;
    assert!(open(one).contains("name=\"Duty.Hours\"") && !open(other).contains("name=\"Duty.Hours\""));
    let sent = ask(&w, &boss, &format!("{path}/{one}/edit"), Some("Duty.Hours=12")).unwrap();
    assert_eq!(sent.status, 303, "{}", sent.text);
    assert_eq!(w.one("Relationship", one, &["Duty.Hours"])["Duty.Hours"], 12);
    assert!(ask(&w, &boss, &path, None).unwrap().text.contains("Hours : 12"));
    assert_eq!(ask(&w, &boss, &format!("{path}/{one}/edit"), Some("Duty.Hours=many")).unwrap().status, 422);
}

#[test]
fn a_reference_takes_what_its_filter_lets_in_whoever_writes() {
    let w = world();
    let (inside, outside) = (w.ada(), w.save("Contact", json!({"first_name": "Bo"})).unwrap());
    let town = w.save("Contact", json!({"organization_name": "Mairie"})).unwrap();
    let group = w.save("Group", json!({"title": "Tutors"})).unwrap();
    w.save("GroupContact", json!({"group_id": group, "contact_id": inside, "status": "Added"})).unwrap();
    let school = set(&w, "Contact", "School");
    let reference = |name: &str, filter: &str, several: i64| {
        let more = json!({"data_type": "ContactReference", "html_type": "Autocomplete-Select", "filter": filter,
            "serialize": several});
        field(&w, school, name, more);
    };
    reference("Tutor", &format!("action=lookup&group={group}"), 0);
    reference("Partners", "action=get&contact_type=Organization", 1);
    let child = w.save("Contact", json!({"first_name": "Cleo", "School.Tutor": inside})).unwrap();
    let refused = w.update("Contact", child, json!({"School.Tutor": outside})).unwrap_err();
    let store::Error::Invalid(faults) = refused else { panic!("{refused}") };
    assert_eq!((faults[0].field.as_str(), faults[0].problem.key()), ("School.Tutor", "problem-reference-filter"));
    refusal(w.save("Contact", json!({"first_name": "Dan", "School.Tutor": outside})));
    w.update("Contact", child, json!({"School.Partners": [town]})).unwrap();
    refusal(w.update("Contact", child, json!({"School.Partners": [town, inside]})));
    // What stands there stays there, whatever became of the group.
    w.update("Group", group, json!({"title": "Former tutors"})).unwrap();
    let place = w.get("GroupContact", &["id"], json!([["contact_id", "=", inside]]))[0]["id"].as_i64().unwrap();
    w.delete("GroupContact", place).unwrap();
    w.update("Contact", child, json!({"School.Tutor": inside, "first_name": "Chloé"})).unwrap();
    assert_eq!(w.one("Contact", child, &["School.Tutor", "School.Partners"])["School.Tutor"], inside);
}
