//! Activities and the contacts that take part in them.

use query::GetRequest;
use schema::Actor;
use serde_json::{Value as Json, json};
use store::As;

use super::{World, page, person, refusal, world};

fn people(w: &World) -> [i64; 3] {
    ["Ada", "Bo", "Cy"].map(|name| w.save("Contact", json!({"first_name": name, "external_identifier": name})).unwrap())
}

fn meeting(w: &World, mut values: Json) -> i64 {
    values["activity_type_id:name"] = json!("Meeting");
    w.save("Activity", values).unwrap()
}

const CONTACTS: [&str; 3] = ["source_contact_id", "target_contact_id", "assignee_contact_id"];

#[test]
fn an_activity_knows_its_source_its_targets_and_its_assignees() {
    let w = world();
    let [ada, bo, cy] = people(&w);
    let id = meeting(&w, json!({"source_contact_id": ada, "target_contact_id": [cy, bo], "assignee_contact_id": bo}));
    let contacts = json!({"source_contact_id": ada, "target_contact_id": [cy, bo], "assignee_contact_id": [bo]});
    assert_eq!(w.one("Activity", id, &CONTACTS), contacts);
    let counts =
        w.one("Activity", id, &["target_contact_count", "assignee_contact_count", "source_contact_id.first_name"]);
    assert_eq!(
        counts,
        json!({"target_contact_count": 2, "assignee_contact_count": 1, "source_contact_id.first_name": "Ada"})
    );
    let rows = w.get(
        "ActivityContact",
        &["contact_id", "record_type_id:name"],
        json!([["activity_id", "=", id], ["contact_id", "=", bo]]),
    );
    let roles = [
        json!({"contact_id": bo, "record_type_id:name": "Activity Targets"}),
        json!({"contact_id": bo, "record_type_id:name": "Activity Assignees"}),
    ];
    assert_eq!(rows, roles);
    w.update("Activity", id, json!({"target_contact_id": [ada], "subject": "New"})).unwrap();
    let contacts = json!({"source_contact_id": ada, "target_contact_id": [ada], "assignee_contact_id": [bo]});
    assert_eq!(w.one("Activity", id, &CONTACTS), contacts);
    w.update("Activity", id, json!({"target_contact_id": [], "assignee_contact_id": null})).unwrap();
    let contacts = json!({"source_contact_id": ada, "target_contact_id": null, "assignee_contact_id": null});
    assert_eq!(w.one("Activity", id, &CONTACTS), contacts);
    w.delete("Activity", id).unwrap();
    assert!(w.get("ActivityContact", &["id"], json!([["activity_id", "=", id]])).is_empty());
}

#[test]
fn other_programs_name_contacts_by_their_own_numbers() {
    let w = world();
    let [ada, bo, cy] = people(&w);
    let id = meeting(
        &w,
        json!({"source_contact_id.external_identifier": "Ada", "target_contact_id.external_identifier": ["Bo", "Cy"]}),
    );
    let contacts = json!({"source_contact_id": ada, "target_contact_id": [bo, cy], "assignee_contact_id": null});
    assert_eq!(w.one("Activity", id, &CONTACTS), contacts);
    let unknown = json!({"activity_type_id": 1, "source_contact_id.external_identifier": "Nobody"});
    assert!(refusal(w.save("Activity", unknown)).contains("external_identifier"));
    refusal(w.save("Activity", json!({"activity_type_id": 1, "source_contact_id": 4_000_000})));
    let own = person(Some(bo), &["access CiviCRM"]);
    let id =
        w.save_by(&own, "Activity", json!({"activity_type_id": 1, "source_contact_id": "user_contact_id"})).unwrap();
    assert_eq!(w.one("Activity", id, &["source_contact_id"])["source_contact_id"], bo);
}

#[test]
fn a_type_and_a_source_must_be_given() {
    let w = world();
    let [ada, ..] = people(&w);
    let missing = refusal(w.save("Activity", json!({"subject": "x"})));
    assert!(missing.contains("activity_type_id") && missing.contains("source_contact_id"), "{missing}");
    assert!(refusal(w.save("Activity", json!({"source_contact_id": ada}))).contains("activity_type_id"));
    assert!(refusal(w.save("Activity", json!({"activity_type_id": 1}))).contains("source_contact_id"));
    let id = meeting(&w, json!({"source_contact_id": ada}));
    assert!(refusal(w.update("Activity", id, json!({"source_contact_id": null}))).contains("source_contact_id"));
}

#[test]
fn what_lies_ahead_is_scheduled_and_the_rest_is_done() {
    let w = world();
    let [ada, ..] = people(&w);
    let now = meeting(&w, json!({"source_contact_id": ada}));
    let select = ["status_id:name", "priority_id:name", "is_deleted", "is_test", "is_current_revision"];
    let defaults = json!({"status_id:name": "Completed", "priority_id:name": "Normal", "is_deleted": false, "is_test": false, "is_current_revision": true});
    assert_eq!(w.one("Activity", now, &select), defaults);
    assert!(w.one("Activity", now, &["activity_date_time"])["activity_date_time"].is_string());
    let ahead = meeting(&w, json!({"source_contact_id": ada, "activity_date_time": "2999-01-01"}));
    assert_eq!(w.one("Activity", ahead, &["status_id:name"])["status_id:name"], "Scheduled");
    let said = meeting(
        &w,
        json!({"source_contact_id": ada, "status_id:label": "Cancelled", "duration": 45, "parent_id": now}),
    );
    assert_eq!(
        w.one("Activity", said, &["status_id:name", "duration"]),
        json!({"status_id:name": "Cancelled", "duration": 45})
    );
    assert!(refusal(w.update("Activity", now, json!({"parent_id": said}))).contains("follow from itself"));
    refusal(w.update("Activity", now, json!({"duration": -1})));
}

#[test]
fn activities_are_found_by_their_contacts() {
    let w = world();
    let [ada, bo, cy] = people(&w);
    let one = meeting(&w, json!({"source_contact_id": ada, "target_contact_id": [bo, cy]}));
    let two = meeting(&w, json!({"source_contact_id": bo, "target_contact_id": [cy]}));
    let three = meeting(&w, json!({"source_contact_id": bo}));
    let find = |condition: Json| -> Vec<i64> {
        w.get("Activity", &["id"], json!([condition])).iter().filter_map(|row| row["id"].as_i64()).collect()
    };
    assert_eq!(find(json!(["source_contact_id", "=", bo])), [two, three]);
    assert_eq!(find(json!(["source_contact_id", "!=", bo])), [one]);
    assert_eq!(find(json!(["source_contact_id", "IN", [ada, cy]])), [one]);
    assert_eq!(find(json!(["target_contact_id", "CONTAINS", cy])), [one, two]);
    assert_eq!(find(json!(["target_contact_id", "CONTAINS", [bo, cy]])), [one]);
    assert_eq!(find(json!(["target_contact_id", "CONTAINS ONE OF", [bo, ada]])), [one]);
    assert_eq!(find(json!(["target_contact_id", "NOT CONTAINS", bo])), [two, three]);
    assert_eq!(find(json!(["target_contact_id", "=", cy])), [two]);
    assert_eq!(find(json!(["target_contact_id", "IS EMPTY"])), [three]);
    assert_eq!(find(json!(["target_contact_id", "IS NOT NULL"])), [one, two]);
    assert_eq!(find(json!(["all_contact_id", "CONTAINS", bo])), [one, two, three]);
    assert_eq!(find(json!(["target_contact_count", ">", 1])), [one]);
    assert_eq!(find(json!(["source_contact_id.first_name", "=", "bo"])), [two, three]);
    let own = person(Some(cy), &["access CiviCRM"]);
    let mine =
        w.get_by(&own, "Activity", &["id"], json!([["target_contact_id", "CONTAINS", "user_contact_id"]])).unwrap();
    assert_eq!(mine, [json!({"id": one}), json!({"id": two})]);
}

#[test]
fn contacts_are_joined_over_the_bridge() {
    let w = world();
    let [ada, bo, _] = people(&w);
    let id = meeting(&w, json!({"source_contact_id": ada, "target_contact_id": [bo], "subject": "S"}));
    let request = GetRequest {
        select: vec!["c.first_name".into(), "c.record_type_id:name".into()],
        where_: vec![json!(["id", "=", id])],
        join: vec![json!(["Contact AS c", "INNER", "ActivityContact", ["id", "=", "c.activity_id"]])],
        order_by: vec![("c.id".to_owned(), "ASC".to_owned())],
        ..GetRequest::default()
    };
    let rows = w.site.read(&Actor::system("test"), |tx| tx.get("Activity", &request, As::Actor)).unwrap().rows;
    let expected = json!([
        {"id": id, "c.first_name": "Ada", "c.record_type_id:name": "Activity Source"},
        {"id": id, "c.first_name": "Bo", "c.record_type_id:name": "Activity Targets"},
    ]);
    assert_eq!(Json::from(rows), expected);
    let grouped = GetRequest {
        select: vec!["source_contact_id".into(), "COUNT(id) AS n".into()],
        group_by: vec!["source_contact_id".into()],
        ..GetRequest::default()
    };
    let rows = w.site.read(&Actor::system("test"), |tx| tx.get("Activity", &grouped, As::Actor)).unwrap().rows;
    assert_eq!(Json::from(rows), json!([{"source_contact_id": ada, "n": 1}]));
}

#[test]
fn activities_are_tagged() {
    let w = world();
    let [ada, ..] = people(&w);
    let id = meeting(&w, json!({"source_contact_id": ada}));
    meeting(&w, json!({"source_contact_id": ada}));
    let tag = w.save("Tag", json!({"label": "T", "used_for": ["civicrm_activity"]})).unwrap();
    w.save("EntityTag", json!({"entity_table": "civicrm_activity", "entity_id": id, "tag_id": tag})).unwrap();
    assert_eq!(w.get("Activity", &["id"], json!([["tags", "IN", [tag]]])), [json!({"id": id})]);
    assert!(w.get("Contact", &["id"], json!([["tags", "IN", [tag]]])).is_empty());
    assert_eq!(w.one("Tag", tag, &["used_for:label"])["used_for:label"], json!(["Activities"]));
}

#[test]
fn one_sees_ones_own_activities_and_with_a_permission_those_of_whom_one_sees() {
    let w = world();
    let [ada, bo, cy] = people(&w);
    let hers = meeting(&w, json!({"source_contact_id": ada, "target_contact_id": [bo]}));
    let his = meeting(&w, json!({"source_contact_id": cy}));
    let seen = |actor: &Actor| -> Vec<i64> {
        let rows = w.get_by(actor, "Activity", &["id"], json!([])).unwrap();
        rows.iter().filter_map(|row| row["id"].as_i64()).collect()
    };
    let target = person(Some(bo), &["access CiviCRM", "view my contact"]);
    assert_eq!(seen(&target), [hers]);
    assert_eq!(w.get_by(&target, "ActivityContact", &["activity_id"], json!([])).unwrap().len(), 2);
    assert!(refusal(w.save_by(&target, "Activity", json!({"id": hers, "subject": "x"}))).contains("ACL"));
    let source = person(Some(ada), &["access CiviCRM"]);
    w.save_by(&source, "Activity", json!({"id": hers, "subject": "x"})).unwrap();
    refusal(w.save_by(&source, "Activity", json!({"id": his, "subject": "x"})));
    let staff = person(None, &["access CiviCRM", "view all contacts", "view all activities"]);
    assert_eq!(seen(&staff), [hers, his]);
    refusal(w.save_by(&staff, "Activity", json!({"id": hers, "subject": "y"})));
    let narrow = person(Some(bo), &["access CiviCRM", "view my contact", "view all activities"]);
    assert_eq!(seen(&narrow), [hers]);
    assert!(seen(&person(None, &["access CiviCRM"])).is_empty());
    let editor = person(None, &["access CiviCRM", "edit all contacts", "view all activities"]);
    w.save_by(&editor, "Activity", json!({"id": his, "subject": "y"})).unwrap();
    let stranger = person(None, &["access CiviCRM"]);
    refusal(w.save_by(
        &stranger,
        "ActivityContact",
        json!({"activity_id": hers, "contact_id": cy, "record_type_id": 3}),
    ));
}

#[test]
fn a_status_may_be_kept_to_some_types() {
    let w = world();
    let [ada, ..] = people(&w);
    let value = |group: &str, name: &str| {
        let found =
            w.get("OptionValue", &["id", "value"], json!([["option_group_id:name", "=", group], ["name", "=", name]]));
        (found[0]["id"].as_i64().unwrap(), found[0]["value"].as_str().unwrap().to_owned())
    };
    let (left, _) = value("activity_status", "Left Message");
    let (_, call) = value("activity_type", "Phone Call");
    w.update("OptionValue", left, json!({"grouping": call})).unwrap();
    let of =
        |kind: &str| json!({"source_contact_id": ada, "activity_type_id:name": kind, "status_id:name": "Left Message"});
    let id = w.save("Activity", of("Phone Call")).unwrap();
    assert!(refusal(w.save("Activity", of("Meeting"))).contains("status"));
    assert!(refusal(w.update("Activity", id, json!({"activity_type_id:name": "Meeting"}))).contains("status"));
    // What was recorded before the list was narrowed can still be worked on.
    let (_, meeting) = value("activity_type", "Meeting");
    w.update("OptionValue", left, json!({"grouping": meeting})).unwrap();
    w.update("Activity", id, json!({"subject": "Called twice"})).unwrap();
}

#[test]
fn an_activity_has_room_for_as_many_files_as_the_setting_says_whoever_hangs_them_on_it() {
    let w = world();
    let activity = |w: &World| {
        let values = json!({"activity_type_id": 1, "source_contact_id": w.save("Contact", json!({"first_name": "Ada"})).unwrap()});
        w.save("Activity", values).unwrap()
    };
    let one = activity(&w);
    let hang = |w: &World, on: i64, at: i64| {
        let file = w.save("File", json!({"file_name": format!("{at}.txt"), "content": "a"})).unwrap();
        w.save("EntityFile", json!({"entity_table": "civicrm_activity", "entity_id": on, "file_id": file}))
    };
    for at in 0..100 {
        hang(&w, one, at).unwrap();
    }
    assert!(refusal(hang(&w, one, 100)).contains("no more files"), "100 for programs");
    hang(&w, activity(&w), 0).unwrap();
    let set = |most: i64| {
        w.site.write(&Actor::system("test"), "test", |tx| tx.set_setting("max_attachments_backend", Some(&json!(most))))
    };
    set(0).unwrap();
    hang(&w, one, 101).unwrap();
}

#[test]
fn looking_at_the_activities_of_a_contact_writes_nothing_and_choosing_is_remembered_where_the_site_wants_it() {
    let w = world();
    let [ada, bo, _] = people(&w);
    let happened = |subject: &str, kind: i64, day: &str| {
        let values = json!({
            "subject": subject, "activity_type_id": kind, "source_contact_id": ada, "target_contact_id": [bo],
            "activity_date_time": format!("{day} 10:00:00"),
        });
        w.save("Activity", values).unwrap()
    };
    let call = happened("Un appel", 2, "2026-03-01");
    happened("Un rendez-vous", 1, "2025-03-01");
    let reader =
        person(Some(ada), &["access CiviCRM", "view all contacts", "view all activities", "edit all contacts"]);
    let path = format!("/contacts/{bo}/activities");
    let kept = || {
        let count = store::statement(
            r#"SELECT COUNT(*) FROM "civicrm_setting" WHERE "name" = 'ruche_activity_filter'"#,
            Vec::new(),
        );
        w.site.read(&Actor::system("test"), |tx| tx.one(&count)).unwrap().and_then(|count| count.as_int())
    };
    let set = |on: bool| {
        w.site.write(&Actor::system("test"), "test", |tx| {
            tx.set_setting("preserve_activity_tab_filter", Some(&json!(on)))
        })
    };
    set(false).unwrap();
    page(&w, &reader, &path, Some("type=2&status=")).unwrap();
    assert_eq!(kept(), Some(0), "nothing is remembered where the site does not want it");
    set(true).unwrap();
    page(&w, &reader, &format!("{path}?type=2"), None).unwrap();
    assert_eq!(kept(), Some(0), "looking writes nothing");
    let chosen = page(&w, &reader, &path, Some("type=2&status=&from=2026-01-01&to=")).unwrap();
    assert_eq!((chosen.status, chosen.text.clone()), (303, format!("{path}?type=2&from=2026-01-01")));
    assert_eq!(kept(), Some(1));
    let shown = page(&w, &reader, &path, None).unwrap().text;
    assert!(
        shown.contains(&format!("/activities/{call}"))
            && shown.contains("Un appel")
            && !shown.contains("Un rendez-vous"),
        "{shown}"
    );
    page(&w, &reader, &path, Some("all=1&type=2")).unwrap();
    let all = page(&w, &reader, &path, None).unwrap().text;
    assert!(all.contains("Un appel") && all.contains("Un rendez-vous"), "{all}");
    let days = page(&w, &reader, &format!("{path}?to=2025-12-31"), None).unwrap().text;
    assert!(!days.contains("Un appel") && days.contains("Un rendez-vous"), "{days}");
}

#[test]
fn an_activity_is_marked_on_its_form_and_what_came_of_it_written_down() {
    let w = world();
    let ada = w.save("Contact", json!({"contact_type": "Individual", "first_name": "Ada"})).unwrap();
    let keeper =
        person(Some(ada), &["access CiviCRM", "view all contacts", "view all activities", "edit all contacts"]);
    let made = format!(
        "activity_type_id=1&subject=Bilan&activity_date_time=2026-03-01T10:00&source={ada}&status_id=2&is_star=1&is_star=0"
    );
    assert_eq!(page(&w, &keeper, "/activities/new", Some(&made)).unwrap().status, 303);
    let written = || {
        let rows = w.get("Activity", &["id", "is_star", "result"], json!([["subject", "=", "Bilan"]]));
        (rows[0]["id"].clone(), rows[0]["is_star"].clone(), rows[0]["result"].clone())
    };
    let (id, star, result) = written();
    assert_eq!((star, result), (json!(true), json!(null)));
    let path = format!("/activities/{id}");
    assert!(page(&w, &keeper, &path, None).unwrap().text.contains("Important"));
    let form = page(&w, &keeper, &format!("{path}/edit"), None).unwrap().text;
    assert!(form.contains(r#"name="result""#) && form.contains(r#"name="is_star" value="1" checked"#));
    let changed = format!("{made}&result=Trois+promesses").replace("&is_star=1", "");
    assert_eq!(page(&w, &keeper, &format!("{path}/edit"), Some(&changed)).unwrap().status, 303);
    assert_eq!(written(), (id, json!(false), json!("Trois promesses")));
}
