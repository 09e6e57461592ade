//! Who sits on a body: terms, seats, committees, and who sees and changes them.

use schema::Actor;
use serde_json::{Value as Json, json};

use super::{World, page, person, world};

pub(super) fn boss() -> Actor {
    Actor { name: "lea".to_owned(), ..Actor::system("test") }
}

pub(super) fn staff() -> Actor {
    person(None, &["access CiviCRM", "view all contacts", "edit all contacts", "add contacts", "delete contacts"])
}

pub(super) fn reader() -> Actor {
    person(None, &["access CiviCRM", "view all contacts"])
}

/// An association with the usual offices.
pub(super) fn association(w: &World) -> i64 {
    let id = w.save("Contact", json!({"contact_type": "Organization", "organization_name": "Les Ruches"})).unwrap();
    assert_eq!(page(w, &boss(), &format!("/contacts/{id}/offices/kinds"), Some("usual=1")).unwrap().status, 303);
    id
}

pub(super) fn someone(w: &World, first: &str, last: &str) -> i64 {
    w.save("Contact", json!({"first_name": first, "last_name": last})).unwrap()
}

pub(super) fn office(w: &World, name: &str) -> i64 {
    w.get("RelationshipType", &["id"], json!([["name_a_b", "=", name]]))[0]["id"].as_i64().unwrap()
}

pub(super) fn term(w: &World, (person, body): (i64, i64), office: i64, from: &str, to: Option<&str>) -> i64 {
    let values = json!({
        "contact_id_a": person, "contact_id_b": body, "relationship_type_id": office, "start_date": from, "end_date": to,
    });
    w.save("Relationship", values).unwrap()
}

/// The terms of a body: who, from when, until when.
pub(super) fn terms(w: &World, body: i64) -> Vec<Json> {
    let select = ["contact_id_a", "start_date", "end_date"];
    w.get("Relationship", &select, json!([["contact_id_b", "=", body]]))
}

fn day(w: &World, days: i64) -> String {
    let today = w.site.read(&boss(), |tx| Ok(tx.clock().today())).unwrap();
    today.saturating_add(jiff::Span::new().days(days)).to_string()
}

#[test]
fn a_body_shows_who_sits_what_is_vacant_and_who_sat_before() {
    let w = world();
    let body = association(&w);
    let (claire, malik) = (someone(&w, "Claire", "Morel"), someone(&w, "Malik", "Benali"));
    let (chair, treasurer) = (office(&w, "Chair of"), office(&w, "Treasurer of"));
    term(&w, (malik, body), chair, "2018-01-01", Some("2021-12-31"));
    term(&w, (claire, body), chair, "2022-01-01", Some(&day(&w, 30)));
    let path = format!("/contacts/{body}/offices");
    let seats = format!("seats-{chair}=1&months-{chair}=36&seats-{treasurer}=2&months-{treasurer}=");
    assert_eq!(page(&w, &staff(), &format!("{path}/seats"), Some(&seats)).unwrap().status, 303);
    let shown = page(&w, &staff(), &path, None).unwrap().text;
    for words in
        ["Président·e", "Claire Morel", "bientôt à terme", "2 sièges vacants", "Un mandat passé", "Malik Benali"]
    {
        assert!(shown.contains(words), "{words}: {shown}");
    }
    let then = page(&w, &staff(), &format!("{path}?on=2020-06-01"), None).unwrap().text;
    let sitting = then.split("<div class=\"offices\">").nth(1).unwrap().split("</section></div>").next().unwrap();
    assert!(sitting.contains("Malik Benali") && !sitting.contains("Claire Morel"), "{sitting}");
    let own = page(&w, &staff(), &format!("/contacts/{claire}/offices"), None).unwrap().text;
    assert!(own.contains("Les Ruches") && own.contains("Président·e"), "{own}");
}

#[test]
fn seats_are_kept_by_the_api_too_and_refuse_what_cannot_be() {
    let w = world();
    let body = association(&w);
    let chair = office(&w, "Chair of");
    let values = json!({"contact_id": body, "relationship_type_id": chair, "seats": 0});
    assert!(w.save("CommitteeSeat", values).is_err());
    let refused = page(
        &w,
        &staff(),
        &format!("/contacts/{body}/offices/seats"),
        Some(&format!("seats-{chair}=1&months-{chair}=9999")),
    );
    let refused = refused.unwrap();
    assert!(refused.status == 422 && refused.text.contains("Entre 1 et 600 mois"), "{}", refused.text);
    assert!(w.get("CommitteeSeat", &["id"], json!([])).is_empty(), "nothing of a refused form is kept");
    let path = format!("/contacts/{body}/offices/seats");
    page(&w, &staff(), &path, Some(&format!("seats-{chair}=3"))).unwrap();
    assert_eq!(
        w.get("CommitteeSeat", &["seats", "term_months"], json!([])),
        [json!({"seats": 3, "term_months": null})]
    );
    page(&w, &staff(), &path, Some(&format!("seats-{chair}="))).unwrap();
    assert!(w.get("CommitteeSeat", &["id"], json!([])).is_empty());
}

#[test]
fn a_term_ends_today_and_that_is_undone() {
    let w = world();
    let body = association(&w);
    let claire = someone(&w, "Claire", "Morel");
    let id = term(&w, (claire, body), office(&w, "Chair of"), "2022-01-01", None);
    let path = format!("/contacts/{body}/offices/terms/{id}/end");
    let answer = page(&w, &staff(), &path, Some("")).unwrap();
    assert_eq!(w.one("Relationship", id, &["end_date"])["end_date"], day(&w, 0));
    w.site.write(&staff(), "test", |tx| tx.undo(answer.undo.unwrap(), store::As::Actor)).unwrap();
    assert_eq!(w.one("Relationship", id, &["end_date"])["end_date"], Json::Null);
    assert!(page(&w, &staff(), &format!("/contacts/{body}/offices/terms/99999/end"), Some("")).is_err());
}

#[test]
fn a_committee_belongs_to_its_organisation_and_all_of_them_are_listed() {
    let w = world();
    let body = association(&w);
    let made =
        page(&w, &boss(), &format!("/contacts/{body}/offices/committees"), Some("name=Commission+jardin")).unwrap();
    assert_eq!(made.status, 303);
    let committee: i64 = made.text.split('/').nth(2).unwrap().parse().unwrap();
    let zoe = someone(&w, "Zoé", "Rey");
    term(&w, (zoe, committee), office(&w, "Chair of"), "2024-01-01", Some(&day(&w, 10)));
    let shown = page(&w, &staff(), &format!("/contacts/{body}/offices"), None).unwrap().text;
    assert!(shown.contains("Commission jardin") && shown.contains("Zoé Rey"), "{shown}");
    let own = page(&w, &staff(), &made.text, None).unwrap().text;
    assert!(own.contains("Commission de ") && own.contains("Les Ruches"), "{own}");
    let all = page(&w, &staff(), "/committees", None).unwrap().text;
    assert!(all.contains("Commission jardin") && all.contains("Mandats à terme dans les trois mois"), "{all}");
}

#[test]
fn whoever_may_only_look_changes_nothing() {
    let w = world();
    let body = association(&w);
    let claire = someone(&w, "Claire", "Morel");
    let id = term(&w, (claire, body), office(&w, "Chair of"), "2022-01-01", None);
    let shown = page(&w, &reader(), &format!("/contacts/{body}/offices"), None).unwrap().text;
    assert!(shown.contains("Claire Morel") && !shown.contains("Nouvelle élection"), "{shown}");
    for (path, form) in [
        (format!("/contacts/{body}/offices/terms/{id}/end"), ""),
        (format!("/contacts/{body}/offices/seats"), "seats-1=1"),
        (format!("/contacts/{body}/offices/committees"), "name=X"),
        (format!("/contacts/{body}/offices/elections/new"), "title=AG&held_on=2026-01-01"),
        (format!("/contacts/{body}/offices/kinds"), "usual=1"),
        (format!("/contacts/{body}/offices/list"), "list=Claire+Morel;Trésorier&go=1"),
    ] {
        assert!(page(&w, &reader(), &path, Some(form)).is_err(), "{path}");
    }
    let other = person(None, &["access CiviCRM"]);
    assert!(page(&w, &other, &format!("/contacts/{body}/offices"), None).is_err());
    w.save("CommitteeElection", json!({"contact_id": body, "title": "AG", "held_on": "2026-04-01"})).unwrap();
    let own = json!({"contact_id": body, "title": "Mine", "held_on": "2026-05-01"});
    assert!(w.save_by(&reader(), "CommitteeElection", own).is_err());
    assert_eq!(w.get_by(&reader(), "CommitteeElection", &["title"], json!([])).unwrap(), [json!({"title": "AG"})]);
    assert!(w.get_by(&other, "CommitteeElection", &["title"], json!([])).unwrap().is_empty());
    let listed = page(&w, &other, "/committees", None).unwrap().text;
    assert!(!listed.contains("Claire Morel") && !listed.contains("Les Ruches"), "{listed}");
}
