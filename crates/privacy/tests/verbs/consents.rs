//! Consents: written once, with their proof; and the one answer to whether somebody may be reached.

use privacy::{Channel, Reason, check};
use schema::Actor;
use serde_json::{Value as Json, json};
use store::Error;

use super::{World, person, refusal, world};

fn camille(w: &World) -> i64 {
    let id = w.save("Contact", json!({"first_name": "Camille", "last_name": "Morel", "preferred_language": "fr_FR"}));
    let id = id.unwrap();
    w.save("Email", json!({"contact_id": id, "email": "camille@example.org"})).unwrap();
    id
}

fn purpose(w: &World, name: &str) -> i64 {
    w.get("ProcessingPurpose", &["id"], json!([["name", "=", name]]))[0]["id"].as_i64().unwrap()
}

fn reasons(w: &World, contact: i64, channel: Channel, purpose: Option<&str>) -> Vec<Reason> {
    w.site.read(&Actor::system("test"), |tx| check(tx, contact, channel, purpose)).unwrap().reasons
}

#[test]
fn a_new_site_knows_what_associations_keep_data_for() {
    let w = world();
    let all = w.get("ProcessingPurpose", &["name", "legal_basis", "channels"], json!([]));
    assert_eq!(all.len(), 7);
    assert_eq!(all[0], json!({"name": "members", "legal_basis": "contract", "channels": null}));
    assert_eq!(all[2], json!({"name": "newsletter", "legal_basis": "consent", "channels": ["email"]}));
    assert_eq!(w.get("RetentionRule", &["id"], json!([])).len(), 6);
}

#[test]
fn the_newsletter_goes_out_between_a_yes_and_its_withdrawal() {
    let w = world();
    let (id, letter) = (camille(&w), purpose(&w, "newsletter"));
    let ask = || reasons(&w, id, Channel::Mailing, Some("newsletter"));
    assert_eq!(ask(), [Reason::NoConsent]);
    w.save("Consent", json!({"contact_id": id, "purpose_id": letter, "status": "given", "source": "paper"})).unwrap();
    assert_eq!(ask(), []);
    w.save("Consent", json!({"contact_id": id, "purpose_id": letter, "status": "withdrawn", "channel": "sms"}))
        .unwrap();
    assert_eq!(ask(), [], "another channel was meant");
    w.save("Consent", json!({"contact_id": id, "purpose_id": letter, "status": "withdrawn"})).unwrap();
    assert_eq!(ask(), [Reason::ConsentWithdrawn]);
    assert_eq!(reasons(&w, id, Channel::Email, None), [], "a personal message is something else");
}

#[test]
fn a_consent_knows_the_words_that_were_agreed_to_and_until_when_it_holds() {
    let w = world();
    let (id, letter) = (camille(&w), purpose(&w, "newsletter"));
    let text =
        |words: &str| w.save("ConsentText", json!({"purpose_id": letter, "language": "fr", "text": words})).unwrap();
    text("J'accepte de recevoir la lettre.");
    let second = text("J'accepte de recevoir la lettre mensuelle.");
    let given =
        json!({"contact_id": id, "purpose_id": letter, "status": "given", "consent_date": "2026-01-31 10:00:00"});
    let consent = w.save("Consent", given).unwrap();
    let row = w.one("Consent", consent, &["text_id", "text_id.version", "text_digest", "expiry_date"]);
    let digest = privacy::consent::digest("J'accepte de recevoir la lettre mensuelle.");
    assert_eq!(
        row,
        json!({"text_id": second, "text_id.version": 2, "text_digest": digest, "expiry_date": "2029-01-31"})
    );
    let changed = w.update("ConsentText", second, json!({"text": "Autre chose."}));
    assert!(refusal(changed).contains("add a new version"));
    assert!(matches!(w.delete("ConsentText", second), Err(Error::Conflict(_))));
    assert!(matches!(w.delete("ProcessingPurpose", letter), Err(Error::Conflict(_))));
}

#[test]
fn what_somebody_has_said_is_not_rewritten() {
    let w = world();
    let (id, letter) = (camille(&w), purpose(&w, "newsletter"));
    let consent = w.save("Consent", json!({"contact_id": id, "purpose_id": letter, "status": "given"})).unwrap();
    assert!(refusal(w.update("Consent", consent, json!({"status": "refused"}))).contains("not rewritten"));
    let future = json!({"contact_id": id, "purpose_id": letter, "status": "given", "consent_date": "2999-01-01"});
    assert!(refusal(w.save("Consent", future)).contains("future"));
}

#[test]
fn a_minor_does_not_consent_alone() {
    let w = world();
    let letter = purpose(&w, "newsletter");
    let child = w.save("Contact", json!({"first_name": "Lou", "birth_date": "2020-05-01"})).unwrap();
    let mother = camille(&w);
    w.save("Email", json!({"contact_id": child, "email": "lou@example.org"})).unwrap();
    let given = |more: Json| {
        let mut values = json!({"contact_id": child, "purpose_id": letter, "status": "given"});
        values.as_object_mut().unwrap().extend(more.as_object().cloned().unwrap());
        w.save("Consent", values)
    };
    assert!(refusal(given(json!({}))).contains("guardian"));
    assert!(refusal(given(json!({"guardian_id": child}))).contains("guardian"));
    given(json!({"guardian_id": mother})).unwrap();
    assert_eq!(reasons(&w, child, Channel::Mailing, Some("newsletter")), []);
}

#[test]
fn wishes_bounces_death_and_the_bin_each_say_no() {
    let w = world();
    let id = camille(&w);
    w.update("Contact", id, json!({"do_not_email": true, "is_opt_out": true, "do_not_trade": true})).unwrap();
    assert_eq!(reasons(&w, id, Channel::Mailing, None), [Reason::DoNotEmail, Reason::OptedOut]);
    assert_eq!(reasons(&w, id, Channel::Sharing, None), [Reason::DoNotTrade]);
    assert_eq!(reasons(&w, id, Channel::Letter, None), [Reason::NoAddress]);
    assert_eq!(reasons(&w, id, Channel::Sms, None), [Reason::NoAddress]);
    w.update("Contact", id, json!({"do_not_email": false, "is_opt_out": false, "is_deceased": true})).unwrap();
    let email = w.get("Email", &["id"], json!([["contact_id", "=", id]]))[0]["id"].as_i64().unwrap();
    w.update("Email", email, json!({"on_hold": 1})).unwrap();
    assert_eq!(reasons(&w, id, Channel::Email, None), [Reason::Deceased, Reason::OnHold]);
    w.update("Contact", id, json!({"is_deleted": true})).unwrap();
    assert!(reasons(&w, id, Channel::Email, None).contains(&Reason::InBin));
    assert_eq!(reasons(&w, 999_999, Channel::Email, None), [Reason::Missing]);
}

#[test]
fn an_objection_and_a_restriction_are_heard() {
    let w = world();
    let (id, appeals) = (camille(&w), purpose(&w, "appeals"));
    w.save("Address", json!({"contact_id": id, "street_address": "1 rue des Lilas", "city": "Nyons"})).unwrap();
    assert_eq!(reasons(&w, id, Channel::Letter, Some("appeals")), []);
    w.save("Consent", json!({"contact_id": id, "purpose_id": appeals, "status": "refused"})).unwrap();
    assert_eq!(reasons(&w, id, Channel::Letter, Some("appeals")), [Reason::Objected]);
    assert_eq!(reasons(&w, id, Channel::Letter, Some("donations")), []);
    let request = w.save("SubjectRequest", json!({"contact_id": id, "kind": "restriction", "state": "done"})).unwrap();
    assert_eq!(reasons(&w, id, Channel::Letter, None), [Reason::Restricted]);
    w.update("SubjectRequest", request, json!({"state": "cancelled"})).unwrap();
    assert_eq!(reasons(&w, id, Channel::Letter, None), []);
}

#[test]
fn the_check_of_many_answers_in_their_order() {
    let w = world();
    let (one, other) = (camille(&w), camille(&w));
    w.update("Contact", one, json!({"is_opt_out": true})).unwrap();
    let asked = [other, 424_242, one];
    let told =
        w.site.read(&Actor::system("test"), |tx| privacy::check_many(tx, &asked, Channel::Mailing, None)).unwrap();
    let told: Vec<(i64, bool)> = told.iter().map(|verdict| (verdict.contact_id, verdict.is_allowed())).collect();
    assert_eq!(told, [(other, true), (424_242, false), (one, false)]);
    let unknown = w.site.read(&Actor::system("test"), |tx| check(tx, one, Channel::Mailing, Some("nonsense")));
    assert!(matches!(unknown, Err(Error::NotFound(_))));
}

#[test]
fn whoever_may_edit_a_contact_writes_consents_down_and_nobody_takes_them_away() {
    let w = world();
    let (id, letter) = (camille(&w), purpose(&w, "newsletter"));
    let editor = person(None, &["access CiviCRM", "view all contacts", "edit all contacts"]);
    let viewer = person(None, &["access CiviCRM", "view all contacts"]);
    let values = json!({"contact_id": id, "purpose_id": letter, "status": "given"});
    assert!(w.save_by(&viewer, "Consent", values.clone()).is_err());
    let consent = w.save_by(&editor, "Consent", values).unwrap();
    assert_eq!(w.get_by(&viewer, "Consent", &["status"], json!([])).unwrap(), [json!({"status": "given"})]);
    let entity = w.site.catalog().entity("Consent").cloned().unwrap();
    assert!(!entity.door("delete").met_by(&Actor::system("test").permissions));
    assert!(!entity.door("update").met_by(&editor.permissions));
    let nobody = person(None, &["access CiviCRM"]);
    assert!(w.get_by(&nobody, "Consent", &["status"], json!([["id", "=", consent]])).unwrap().is_empty());
    w.save("SubjectRequest", json!({"contact_id": id, "kind": "access"})).unwrap();
    assert!(w.get_by(&editor, "SubjectRequest", &["id"], json!([])).unwrap().is_empty(), "for those who answer them");
}

#[test]
fn marks_on_custom_fields_are_data_of_article_nine() {
    let w = world();
    let set = w.save("CustomGroup", json!({"name": "Sante", "title": "Santé", "extends": "Individual"})).unwrap();
    let field = json!({"custom_group_id": set, "name": "Allergies", "label": "Allergies", "data_type": "String", "html_type": "Text"});
    let field = w.save("CustomField", field).unwrap();
    w.save("SensitiveMark", json!({"custom_group_id": set, "custom_field_id": field, "category": "health"})).unwrap();
    let twice = json!({"custom_group_id": set, "custom_field_id": field, "category": "religion"});
    assert!(w.save("SensitiveMark", twice).is_err());
    let marked = w.site.read(&Actor::system("test"), |tx| privacy::mark::all(tx)).unwrap();
    let categories: Vec<&String> = marked.values().collect();
    assert_eq!(categories, ["health"]);
    // From now on it takes a permission of its own to see it.
    let id = w.save("Individual", json!({"first_name": "Zoé", "Sante.Allergies": "nuts"})).unwrap();
    let usual = ["access CiviCRM", "view all contacts", "edit all contacts", "access all custom data"];
    let (staff, nurse) = (person(None, &usual), person(None, &[&usual[..], &["access sensitive data"]].concat()));
    let told = |actor: &Actor| {
        let found = w.get_by(actor, "Individual", &["id", "Sante.Allergies"], json!([["id", "=", id]])).unwrap();
        found[0]["Sante.Allergies"].clone()
    };
    let by = |actor: &Actor| w.get_by(actor, "Contact", &["id"], json!([["Sante.Allergies", "=", "nuts"]])).is_ok();
    assert_eq!((told(&nurse), by(&nurse)), (json!("nuts"), true));
    assert_eq!((told(&staff), by(&staff)), (json!(null), false));
    w.save_by(&staff, "Individual", json!({"id": id, "Sante.Allergies": "none"})).unwrap();
    assert_eq!(told(&nurse), "nuts", "what one may not see one does not write");
    let mark =
        w.get_by(&Actor::system("test"), "SensitiveMark", &["id"], json!([])).unwrap()[0]["id"].as_i64().unwrap();
    let gone = w.site.write(&Actor::system("test"), "test", |tx| {
        tx.delete("SensitiveMark", mark, store::As::Program)?;
        Ok(tx.transaction_id())
    });
    assert_eq!(told(&staff), "nuts");
    let back = gone.unwrap().unwrap();
    w.site.write(&Actor::system("test"), "test", |tx| tx.undo(back, store::As::Program).map(|_| ())).unwrap();
    assert_eq!(told(&staff), json!(null), "undoing counts too");
}

#[test]
fn a_breach_is_told_within_three_days_where_people_run_a_risk() {
    let w = world();
    let breach = json!({"title": "Lost laptop", "nature": "confidentiality", "risk": "risk", "found_date": "2026-11-20 10:00:00"});
    let id = w.save("PrivacyIncident", breach).unwrap();
    let deadline = |w: &World| {
        let found =
            w.site.read(&Actor::system("test"), |tx| tx.find::<privacy::incident::PrivacyIncident>(id)).unwrap();
        privacy::incident::deadline(&found.unwrap()).map(|at| at.to_string())
    };
    assert_eq!(deadline(&w).as_deref(), Some("2026-11-23T10:00:00"));
    w.update("PrivacyIncident", id, json!({"authority_date": "2026-11-21 10:00:00"})).unwrap();
    assert_eq!(deadline(&w), None);
    let before = w.update("PrivacyIncident", id, json!({"happened_date": "2026-11-30 10:00:00"}));
    assert!(refusal(before).contains("before it happened"));
}

#[test]
fn whoever_agreed_to_older_words_is_asked_again() {
    let w = world();
    let letter = purpose(&w, "newsletter");
    let words = |text: &str, language: &str| {
        w.save("ConsentText", json!({"purpose_id": letter, "language": language, "text": text})).unwrap()
    };
    let again = || {
        let all = w.site.read(&Actor::system("test"), |tx| privacy::consent::outdated(tx, letter));
        all.unwrap().into_iter().map(|one| (one.contact_id, one.version)).collect::<Vec<_>>()
    };
    let says = |who: i64, status: &str| {
        w.save("Consent", json!({"contact_id": who, "purpose_id": letter, "status": status})).unwrap();
    };
    let [before, first, second, no, english] = [(); 5].map(|()| camille(&w));
    let known = again();
    says(before, "given");
    words("Nous vous écrivons.", "fr");
    w.update("Contact", english, json!({"preferred_language": "en_US"})).unwrap();
    words("We write to you.", "en");
    for who in [first, second, no, english] {
        says(who, "given");
    }
    let older = again();
    words("Nous vous écrivons chaque mois.", "fr");
    says(second, "given");
    says(no, "withdrawn");
    let now: Vec<(i64, Option<i64>)> = again().into_iter().filter(|one| !known.contains(one)).collect();
    assert!(now.iter().any(|(who, _)| *who == first), "{now:?}");
    for other in [second, no, english] {
        assert!(now.iter().all(|(who, _)| *who != other), "{other} in {now:?}");
    }
    assert!(older.iter().all(|(who, _)| *who != first), "{older:?}");
    assert!(now.iter().any(|(who, _)| *who == before), "whoever was shown other words, or none, is asked: {now:?}");
    w.update("Contact", first, json!({"is_deleted": true})).unwrap();
    assert!(again().iter().all(|(who, _)| *who != first), "nobody in the bin is asked");
}

#[test]
fn what_people_choose_on_their_own_is_a_consent_in_two_halves() {
    use contact::group_contact::{ListsChosen, Step};
    let w = world();
    let id = camille(&w);
    let chose = |step: Step| {
        let event =
            ListsChosen { contact_id: id, lists: vec!["La lettre".to_owned()], step, remote: "192.0.2.7".to_owned() };
        w.site.write(&Actor::system("subscription"), "web", |tx| tx.publish(&event)).unwrap();
    };
    let said = || {
        let select = ["status", "source", "proof", "ip_address"];
        w.get("Consent", &select, json!([["contact_id", "=", id]])).pop().unwrap()
    };
    let ask = || reasons(&w, id, Channel::Mailing, Some("newsletter"));
    chose(Step::Asked);
    assert_eq!(said(), json!({"status": "asked", "source": "form", "proof": "La lettre", "ip_address": "192.0.2.7"}));
    assert_eq!(ask(), [Reason::NoConsent]);
    chose(Step::Confirmed);
    assert_eq!((said()["status"].clone(), said()["source"].clone()), (json!("given"), json!("link")));
    assert_eq!(ask(), []);
    chose(Step::Left);
    assert_eq!(ask(), [Reason::ConsentWithdrawn]);
}
