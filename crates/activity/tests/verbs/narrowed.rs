//! The list of all activities, narrowed.

use serde_json::json;

use super::{page, person, world};

#[test]
fn the_list_is_narrowed_by_who_takes_part_by_tag_priority_days_and_files() {
    let w = world();
    let ada =
        w.save("Contact", json!({"contact_type": "Individual", "first_name": "Ada", "last_name": "Prune"})).unwrap();
    let bo = w.save("Contact", json!({"contact_type": "Individual", "first_name": "Bo", "last_name": "Noix"})).unwrap();
    let made = |subject: &str, target: i64, priority: i64, day: &str| {
        let values = json!({
            "activity_type_id": 1, "subject": subject, "source_contact_id": ada, "target_contact_id": [target],
            "priority_id": priority, "activity_date_time": format!("{day} 10:00:00"),
        });
        w.save("Activity", values).unwrap()
    };
    let first = made("Un bilan", bo, 1, "2026-03-01");
    made("Une visite", ada, 2, "2026-04-01");
    let tag = w.save("Tag", json!({"name": "suivi", "label": "Suivi", "used_for": ["civicrm_activity"]})).unwrap();
    w.save("EntityTag", json!({"entity_table": "civicrm_activity", "entity_id": first, "tag_id": tag})).unwrap();
    let reader = person(Some(ada), &["access CiviCRM", "view all contacts", "view all activities"]);
    let shows = |query: &str| {
        let shown = page(&w, &reader, &format!("/activities?{query}"), None).unwrap().text;
        (shown.contains("Un bilan"), shown.contains("Une visite"))
    };
    assert_eq!(shows(""), (true, true));
    assert_eq!(shows(&format!("with={bo}")), (true, false));
    assert_eq!(shows("with=Nobody"), (false, false));
    assert_eq!(shows(&format!("tag={tag}")), (true, false));
    assert_eq!(shows("priority=1&period=all"), (true, false));
    assert_eq!(shows("from=2026-03-15"), (false, true));
    assert_eq!(shows("to=2026-03-15"), (true, false));
    assert_eq!(shows("files=1"), (false, false));
    let named = page(&w, &reader, "/activities?with=Bo+Noix&priority=1", None).unwrap();
    assert_eq!((named.status, named.text.contains(&format!("with={bo}"))), (303, true), "{}", named.text);
    let shown = page(&w, &reader, &format!("/activities?with={bo}"), None).unwrap().text;
    assert!(
        shown.contains("/search/new?s=") && shown.contains("all_contact_id"),
        "the composer takes the question over"
    );
}
