//! The list of all activities, narrowed.

use jiff::ToSpan;
use schema::{Actor, Value};
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

#[test]
fn somebody_who_takes_part_in_nearly_everything_is_listed_as_anybody_is() {
    const ALL: i64 = 10_300;
    let w = world();
    let someone = |name: &str| {
        w.save("Contact", json!({"contact_type": "Individual", "first_name": name, "last_name": "Prune"})).unwrap()
    };
    let (ada, bo) = (someone("Ada"), someone("Bo"));
    let start = jiff::civil::date(2020, 1, 1).at(9, 0, 0, 0);
    let first = w.save("Activity", json!({"activity_type_id": 1, "source_contact_id": bo})).unwrap() + 1;
    // Ada takes part in all but the newest two, Bo does every thousandth; every fifth is done.
    w.site
        .write(&Actor::system("test"), "test", |tx| {
            let (mut activities, mut links) = (Vec::new(), Vec::new());
            for at in 0..ALL {
                let (id, status) = (first + at, if at % 5 == 0 { 2_i64 } else { 1 });
                let day = start.saturating_add(at.hours());
                activities.push(vec![id.into(), 1_i64.into(), Value::DateTime(day), status.into()]);
                if at < ALL - 2 {
                    links.push(vec![id.into(), ada.into(), 3_i64.into()]);
                }
                if at % 1000 == 0 {
                    links.push(vec![id.into(), bo.into(), 1_i64.into()]);
                }
            }
            tx.seed("Activity", &["id", "activity_type_id", "activity_date_time", "status_id"], &activities)?;
            tx.seed("ActivityContact", &["activity_id", "contact_id", "record_type_id"], &links)
        })
        .unwrap();
    let reader = person(Some(ada), &["access CiviCRM", "view all contacts", "view all activities"]);
    let shown = |path: &str| {
        let text = page(&w, &reader, path, None).unwrap().text;
        let listed = |id: &i64| text.contains(&format!("/activities/{id}\""));
        (0..ALL).filter(|at| listed(&(first + at))).collect::<Vec<_>>()
    };
    let newest = ALL - 52..ALL - 2;
    assert_eq!(shown(&format!("/activities?with={ada}")), newest.clone().collect::<Vec<_>>());
    assert_eq!(shown(&format!("/contacts/{ada}/activities")), newest.collect::<Vec<_>>());
    assert_eq!(shown(&format!("/activities?with={ada}&sort=old")), (0..50).collect::<Vec<_>>());
    let open = (0..ALL).filter(|at| at % 5 != 0).take(50).collect::<Vec<_>>();
    assert_eq!(shown(&format!("/activities?with={ada}&status=open&sort=old")), open);
    let both = (0..ALL).step_by(1000).collect::<Vec<_>>();
    assert_eq!(shown(&format!("/activities?with={ada}&who={bo}")), both, "through the one who takes part in few");
    assert_eq!(shown(&format!("/activities?with={ada}&from=2020-01-02&to=2020-01-02")), (15..39).collect::<Vec<_>>());
}
