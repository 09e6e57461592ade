//! Committee lists: looked through, brought in at once, taken back in one gesture.

use serde_json::json;

use super::offices::{association, boss, office, someone, staff, terms};
use super::{page, world};

const LIST: &str = "Claire Morel;Présidente;12/04/2024;2027%0AMalik Benali;Trésorier;2022";

#[test]
fn a_list_is_shown_before_anything_changes_then_brought_in_and_undone() {
    let w = world();
    let body = association(&w);
    let claire = someone(&w, "Claire", "Morel");
    let path = format!("/contacts/{body}/offices/list");
    let looked = page(&w, &staff(), &path, Some(&format!("list={LIST}"))).unwrap();
    assert_eq!(looked.status, 200, "{}", looked.text);
    assert!(
        looked.text.contains("2 lignes") && looked.text.contains(&format!("value=\"{claire}\" selected")),
        "{}",
        looked.text
    );
    assert!(terms(&w, body).is_empty());
    let brought = page(&w, &staff(), &path, Some(&format!("list={LIST}&go=1"))).unwrap();
    assert_eq!(brought.status, 303, "{}", brought.text);
    let malik = w.get("Contact", &["id"], json!([["last_name", "=", "Benali"]]))[0]["id"].as_i64().unwrap();
    let expected = [
        json!({"contact_id_a": claire, "start_date": "2024-04-12", "end_date": "2027-12-31"}),
        json!({"contact_id_a": malik, "start_date": "2022-01-01", "end_date": null}),
    ];
    assert_eq!(terms(&w, body), expected);
    let again = page(&w, &staff(), &path, Some(&format!("list={LIST}&go=1"))).unwrap();
    assert_eq!((again.status, again.undo), (303, None), "a list that is there already changes nothing");
    w.site.write(&staff(), "test", |tx| tx.undo(brought.undo.unwrap(), store::As::Actor)).unwrap();
    assert!(terms(&w, body).is_empty());
    assert!(w.get("Contact", &["id"], json!([["last_name", "=", "Benali"]])).is_empty());
}

#[test]
fn two_of_one_name_and_unknown_offices_wait_for_a_decision() {
    let w = world();
    let body = association(&w);
    let (one, _) = (someone(&w, "Claire", "Morel"), someone(&w, "Claire", "Morel"));
    let path = format!("/contacts/{body}/offices/list");
    let list = "list=Claire Morel;Présidente%0AZoé Rey;Référente jardin";
    let refused = page(&w, &boss(), &path, Some(&format!("{list}&go=1"))).unwrap();
    assert!(refused.status == 422 && refused.text.contains("attendent votre décision"), "{}", refused.text);
    assert!(refused.text.contains("Nouveau mandat : Référente jardin") || refused.text.contains("Référente jardin"));
    assert!(terms(&w, body).is_empty());
    let decided = format!("{list}&go=1&who-1={one}&office-1={}&who-2=new&office-2=make", office(&w, "Chair of"));
    assert_eq!(page(&w, &boss(), &path, Some(&decided)).unwrap().status, 303);
    assert_eq!(terms(&w, body).len(), 2);
    let shown = page(&w, &boss(), &format!("/contacts/{body}/offices"), None).unwrap().text;
    assert!(shown.contains("Référente jardin"), "{shown}");
}

#[test]
fn a_line_is_left_out_and_a_later_list_gives_last_days() {
    let w = world();
    let body = association(&w);
    let claire = someone(&w, "Claire", "Morel");
    let path = format!("/contacts/{body}/offices/list");
    let list = "list=Claire Morel;Présidente;2024%0AZoé Rey;Secrétaire&go=1&who-2=skip";
    assert_eq!(page(&w, &staff(), &path, Some(list)).unwrap().status, 303);
    assert_eq!(terms(&w, body), [json!({"contact_id_a": claire, "start_date": "2024-01-01", "end_date": null})]);
    let later = "list=Claire Morel;Présidente;2024;30/06/2026&go=1";
    assert_eq!(page(&w, &staff(), &path, Some(later)).unwrap().status, 303);
    assert_eq!(
        terms(&w, body),
        [json!({"contact_id_a": claire, "start_date": "2024-01-01", "end_date": "2026-06-30"})]
    );
    for (bad, words) in [("list=", "Collez une liste"), ("list=%20", "Collez une liste")] {
        let refused = page(&w, &staff(), &path, Some(bad)).unwrap();
        assert!(refused.status == 422 && refused.text.contains(words), "{}", refused.text);
    }
}
