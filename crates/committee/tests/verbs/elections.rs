//! Elections: candidates, votes, and the result that opens the terms.

use serde_json::{Value as Json, json};

use super::offices::{association, office, reader, someone, staff, term, terms};
use super::{World, page, world};

/// A general meeting on 1 April 2026.
fn election(w: &World, body: i64) -> i64 {
    let form = "title=AG+2026&held_on=2026-04-01&start_date=&end_date=&ends_running=1&notes=";
    let made = page(w, &staff(), &format!("/contacts/{body}/offices/elections/new"), Some(form)).unwrap();
    assert_eq!(made.status, 303, "{}", made.text);
    made.text.rsplit('/').next().unwrap().parse().unwrap()
}

fn stands(w: &World, election: i64, contact: i64, office: i64) -> i64 {
    let values = json!({"election_id": election, "contact_id": contact, "relationship_type_id": office});
    w.save("CommitteeCandidate", values).unwrap()
}

#[test]
fn the_result_opens_the_terms_and_ends_those_that_run() {
    let w = world();
    let body = association(&w);
    let (claire, malik) = (someone(&w, "Claire", "Morel"), someone(&w, "Malik", "Benali"));
    let chair = office(&w, "Chair of");
    w.save("CommitteeSeat", json!({"contact_id": body, "relationship_type_id": chair, "term_months": 24})).unwrap();
    term(&w, (malik, body), chair, "2024-04-01", None);
    let id = election(&w, body);
    let path = format!("/contacts/{body}/offices/elections/{id}");
    let add = |who: &str| page(&w, &staff(), &path, Some(&format!("do=add&who={who}&office={chair}"))).unwrap();
    assert_eq!(add("Claire+Morel").status, 303);
    assert_eq!(add("Malik+Benali").status, 303);
    assert_eq!(add("Malik+Benali").status, 422, "nobody stands twice for an office");
    assert_eq!(add("Personne+Ici").status, 422);
    let all = w.get("CommitteeCandidate", &["id"], json!([]));
    let of = |at: usize| all[at]["id"].as_i64().unwrap();
    let votes = format!("registered=80&voters=52&blank=2&votes-{}=31&votes-{}=19", of(0), of(1));
    assert_eq!(page(&w, &staff(), &path, Some(&format!("{votes}&do=tally"))).unwrap().status, 303);
    assert_eq!(w.one("CommitteeCandidate", of(0), &["is_elected"])["is_elected"], true);
    let closing = format!("{votes}&elected-{}=1&do=close", of(0));
    let closed = page(&w, &staff(), &path, Some(&closing)).unwrap();
    assert_eq!(closed.status, 303, "{}", closed.text);
    let expected = [
        json!({"contact_id_a": malik, "start_date": "2024-04-01", "end_date": "2026-03-31"}),
        json!({"contact_id_a": claire, "start_date": "2026-04-01", "end_date": "2028-03-31"}),
    ];
    assert_eq!(terms(&w, body), expected);
    let shown = page(&w, &reader(), &path, None).unwrap().text;
    for words in ["52 votants sur 80 inscrits (65", "31 voix", "élu·e", "proclamée"] {
        assert!(shown.contains(words), "{words}: {shown}");
    }
    assert_eq!(
        page(&w, &staff(), &path, Some("voters=60")).unwrap().status,
        422,
        "a result that stands is not touched"
    );
    w.site.write(&staff(), "test", |tx| tx.undo(closed.undo.unwrap(), store::As::Actor)).unwrap();
    assert_eq!(terms(&w, body), [json!({"contact_id_a": malik, "start_date": "2024-04-01", "end_date": null})]);
    assert_eq!(w.one("CommitteeElection", id, &["is_closed"])["is_closed"], false);
}

#[test]
fn where_a_part_is_renewed_the_others_stay() {
    let w = world();
    let body = association(&w);
    let member = office(&w, "Board member of");
    let (claire, malik, zoe) =
        (someone(&w, "Claire", "Morel"), someone(&w, "Malik", "Benali"), someone(&w, "Zoé", "Rey"));
    term(&w, (claire, body), member, "2023-04-01", None);
    term(&w, (malik, body), member, "2024-04-01", None);
    let values = json!({"contact_id": body, "title": "AG", "held_on": "2026-04-01", "end_date": "2029-03-31", "ends_running": false});
    let id = w.save("CommitteeElection", values).unwrap();
    for contact in [claire, zoe] {
        let one = stands(&w, id, contact, member);
        w.update("CommitteeCandidate", one, json!({"is_elected": true})).unwrap();
    }
    w.update("CommitteeElection", id, json!({"is_closed": true})).unwrap();
    let expected = [
        json!({"contact_id_a": claire, "start_date": "2023-04-01", "end_date": "2026-03-31"}),
        json!({"contact_id_a": malik, "start_date": "2024-04-01", "end_date": null}),
        json!({"contact_id_a": claire, "start_date": "2026-04-01", "end_date": "2029-03-31"}),
        json!({"contact_id_a": zoe, "start_date": "2026-04-01", "end_date": "2029-03-31"}),
    ];
    assert_eq!(terms(&w, body), expected);
    let term = w.get("CommitteeCandidate", &["relationship_id.start_date"], json!([["contact_id", "=", zoe]]));
    assert_eq!(term[0]["relationship_id.start_date"], "2026-04-01");
}

#[test]
fn an_election_of_the_past_leaves_the_terms_that_came_after_it() {
    let w = world();
    let body = association(&w);
    let chair = office(&w, "Chair of");
    let (claire, malik) = (someone(&w, "Claire", "Morel"), someone(&w, "Malik", "Benali"));
    term(&w, (claire, body), chair, "2024-04-01", None);
    let values = json!({"contact_id": body, "title": "AG 2021", "held_on": "2021-04-01", "end_date": "2024-03-31"});
    let id = w.save("CommitteeElection", values).unwrap();
    let one = stands(&w, id, malik, chair);
    w.update("CommitteeCandidate", one, json!({"votes": 12, "is_elected": true})).unwrap();
    w.update("CommitteeElection", id, json!({"is_closed": true})).unwrap();
    let expected = [
        json!({"contact_id_a": claire, "start_date": "2024-04-01", "end_date": null}),
        json!({"contact_id_a": malik, "start_date": "2021-04-01", "end_date": "2024-03-31"}),
    ];
    assert_eq!(terms(&w, body), expected);
}

#[test]
fn numbers_that_cannot_be_are_refused_beside_their_input() {
    let w = world();
    let body = association(&w);
    let id = election(&w, body);
    let one = stands(&w, id, someone(&w, "Claire", "Morel"), office(&w, "Chair of"));
    let path = format!("/contacts/{body}/offices/elections/{id}");
    let ask = |form: &str| page(&w, &staff(), &path, Some(form)).unwrap();
    let more = ask("registered=10&voters=12&blank=0");
    assert!(more.status == 422 && more.text.contains("Plus de votants que d’inscrits"), "{}", more.text);
    let votes = ask(&format!("registered=20&voters=12&blank=0&votes-{one}=13"));
    assert!(votes.status == 422 && votes.text.contains("Plus de voix que de votants"), "{}", votes.text);
    let nobody = ask("registered=20&voters=12&blank=0&do=close");
    assert!(nobody.status == 422 && nobody.text.contains("Cochez d’abord"), "{}", nobody.text);
    assert_eq!(w.one("CommitteeElection", id, &["voters"])["voters"], Json::Null);
    let dates = "title=AG&held_on=2026-04-01&end_date=2025-01-01";
    assert_eq!(page(&w, &staff(), &format!("{path}/edit"), Some(dates)).unwrap().status, 422);
}

#[test]
fn an_election_is_deleted_and_its_terms_stay() {
    let w = world();
    let body = association(&w);
    let chair = office(&w, "Chair of");
    let id = election(&w, body);
    let one = stands(&w, id, someone(&w, "Claire", "Morel"), chair);
    let drop = format!("/contacts/{body}/offices/elections/{id}/candidates/{one}/drop");
    page(&w, &staff(), &drop, Some("")).unwrap();
    assert!(w.get("CommitteeCandidate", &["id"], json!([])).is_empty());
    let one = stands(&w, id, someone(&w, "Zoé", "Rey"), chair);
    w.update("CommitteeCandidate", one, json!({"is_elected": true})).unwrap();
    w.update("CommitteeElection", id, json!({"is_closed": true})).unwrap();
    page(&w, &staff(), &format!("/contacts/{body}/offices/elections/{id}/delete"), Some("")).unwrap();
    assert!(w.get("CommitteeElection", &["id"], json!([])).is_empty());
    assert_eq!(terms(&w, body).len(), 1);
}
