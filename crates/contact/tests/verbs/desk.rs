//! Pages around the list: kept views, cards of an address book, what forms ask, what is asked before it is done.

use schema::Actor;
use serde_json::json;

use crate::pages::{administrator, ask, listed};
use crate::world::{World, person};

/// Somebody with a contact of their own and these permissions.
fn colleague(world: &World, permissions: &[&'static str]) -> Actor {
    let id = world.save("Contact", json!({"first_name": "Malik", "last_name": "Adam"})).unwrap();
    person(Some(id), permissions)
}

/// The transaction that the page offers to undo.
fn undo_of(cookies: &[String]) -> String {
    cookies.iter().find_map(|cookie| cookie.strip_prefix("flash=")?.split(['.', ';']).nth(1)).unwrap().to_owned()
}

#[test]
fn a_view_keeps_its_conditions_and_comes_back_after_it_was_thrown_away() {
    let world = World::on_sqlite();
    let me = colleague(&world, &["access CiviCRM", "view all contacts"]);
    let household =
        world.save("Contact", json!({"contact_type": "Household", "household_name": "Foyer Roux"})).unwrap();
    let kept = ask(&world, &me, "/contacts/views", Some("type=Household&sort=-name&view_name=Nos+foyers")).unwrap();
    assert_eq!(kept.status, 303);
    assert!(kept.text.starts_with("/contacts?type=Household&sort=-name&view="), "{}", kept.text);
    let page = ask(&world, &me, &kept.text, None).unwrap();
    assert_eq!(listed(&page.text), [household]);
    assert!(page.text.contains("aria-current=\"page\">Nos foyers"));
    let other = colleague(&world, &["access CiviCRM", "view all contacts"]);
    assert!(!ask(&world, &other, "/contacts", None).unwrap().text.contains("Nos foyers"));

    let id = kept.text.rsplit('=').next().unwrap().to_owned();
    let refused = ask(&world, &other, &format!("/contacts/views/{id}/delete"), Some(""));
    assert!(refused.is_err());
    let gone = ask(&world, &me, &format!("/contacts/views/{id}/delete"), Some("")).unwrap();
    assert!(!ask(&world, &me, "/contacts", None).unwrap().text.contains("Nos foyers"));
    let undo = format!("/history/{}/undo", undo_of(&gone.cookies));
    assert_eq!(ask(&world, &me, &undo, Some("")).unwrap().status, 303);
    assert!(ask(&world, &me, "/contacts", None).unwrap().text.contains("Nos foyers"));
}

#[test]
fn only_some_keep_views_for_everybody() {
    let world = World::on_sqlite();
    let me = colleague(&world, &["access CiviCRM", "view all contacts"]);
    let sent = Some("city=Nyons&view_name=Nyons&view_shared=1");
    assert!(matches!(ask(&world, &me, "/contacts/views", sent), Err(store::Error::Forbidden(_))));
    let keeper = colleague(&world, &["access CiviCRM", "view all contacts", "administer CiviCRM data"]);
    assert_eq!(ask(&world, &keeper, "/contacts/views", sent).unwrap().status, 303);
    assert!(ask(&world, &me, "/contacts", None).unwrap().text.contains("view="));
    let nameless = ask(&world, &keeper, "/contacts/views", Some("city=Nyons&view_name=+")).unwrap();
    assert_eq!(nameless.status, 422);
}

#[test]
fn the_next_contact_is_the_next_of_the_list_that_one_came_from() {
    let world = World::on_sqlite();
    let save = |name: &str, city: &str| {
        let id = world.save("Contact", json!({"first_name": "A", "last_name": name})).unwrap();
        world.save("Address", json!({"contact_id": id, "city": city, "location_type_id": 1})).unwrap();
        id
    };
    let (first, _, third) = (save("Arnaud", "Nyons"), save("Brun", "Die"), save("Colin", "Nyons"));
    let page = ask(&world, &administrator(), &format!("/contacts/{first}?city=Nyons"), None).unwrap();
    assert!(page.text.contains(&format!("/contacts/{third}?city=Nyons\"")));
    let turned = ask(&world, &administrator(), &format!("/contacts/{third}?city=Nyons&sort=-name"), None).unwrap();
    assert!(turned.text.contains(&format!("/contacts/{first}?city=Nyons&amp;sort=-name\"")));
}

#[test]
fn looking_at_a_contact_writes_nothing_but_a_cookie() {
    let world = World::on_sqlite();
    let ada = world.ada();
    let me = colleague(&world, &["access CiviCRM", "view all contacts"]);
    let count = || {
        let text = r#"SELECT (SELECT count(*) FROM "civicrm_setting") + (SELECT count(*) FROM "ruche_transaction")"#;
        world.site.read(&administrator(), |tx| tx.one(&store::statement(text, Vec::new()))).unwrap()
    };
    let before = count();
    let page = ask(&world, &me, &format!("/contacts/{ada}"), None).unwrap();
    assert_eq!(count(), before);
    let cookie = format!("recent={}.{ada};", me.contact_id.unwrap());
    assert!(page.cookies.iter().any(|set| set.starts_with(&cookie)), "{:?}", page.cookies);
}

const CARDS: &str = "BEGIN:VCARD%0AVERSION:3.0%0AN:Roux;H%C3%A9l%C3%A8ne;;;%0AEMAIL;TYPE=home:helene@example.org%0AORG:Mairie+de+Nyons%0ANOTE:Vient+le+samedi%0AEND:VCARD%0ABEGIN:VCARD%0AFN:Ada+Byron%0AEND:VCARD";

#[test]
fn cards_are_looked_at_before_they_become_contacts() {
    let world = World::on_sqlite();
    world.ada();
    let shown = ask(&world, &administrator(), "/contacts/vcards", Some(&format!("text={CARDS}"))).unwrap();
    assert_eq!(shown.status, 200);
    assert!(shown.text.contains("Hélène Roux") && shown.text.contains("même nom"));
    let boxes: Vec<&str> =
        shown.text.split("name=\"card\"").skip(1).filter_map(|part| part.split('>').next()).collect();
    assert!(boxes[0].contains("checked") && !boxes[1].contains("checked"));
    assert!(world.get("Contact", &["id"], json!([["last_name", "=", "Roux"]])).is_empty());

    let made =
        ask(&world, &administrator(), "/contacts/vcards", Some(&format!("text={CARDS}&do=create&card=0"))).unwrap();
    assert_eq!(made.status, 303);
    let found = world.get("Contact", &["id", "employer_id.display_name"], json!([["last_name", "=", "Roux"]]));
    assert_eq!(found[0]["employer_id.display_name"], json!("Mairie de Nyons"));
    let id = found[0]["id"].as_i64().unwrap();
    assert_eq!(
        world.get("Email", &["email"], json!([["contact_id", "=", id]])),
        [json!({"email": "helene@example.org"})]
    );
    assert_eq!(world.get("Note", &["note"], json!([["entity_id", "=", id]])), [json!({"note": "Vient le samedi"})]);
    assert_eq!(world.get("Contact", &["id"], json!([["last_name", "=", "Byron"]])).len(), 1);

    let nothing = ask(&world, &administrator(), "/contacts/vcards", Some("text=bonjour")).unwrap();
    assert_eq!(nothing.status, 422);
    let file = ask(&world, &administrator(), "/contacts/vcard", Some(&format!("id={id}"))).unwrap();
    assert!(file.text.contains("FN:") && file.text.contains("helene@example.org"));
}

#[test]
fn forms_offer_the_countries_that_the_site_wants() {
    let world = World::on_sqlite();
    let sent = "pinnedContactCountries=1020&countryLimit=1076&countryLimit=1020&address_options=1&address_options=10";
    assert_eq!(ask(&world, &administrator(), "/settings/addresses", Some(sent)).unwrap().status, 303);
    let form = "contact_type=Individual&first_name=Ada&do=add-address";
    let page = ask(&world, &administrator(), "/contacts/new/full?type=Individual", Some(form)).unwrap();
    let select = page.text.split("name=\"address-1-country_id\"").nth(1).unwrap();
    let options: Vec<&str> = select.split("</select>").next().unwrap().split("<option value=\"").skip(1).collect();
    let values: Vec<&str> = options.iter().filter_map(|part| part.split('"').next()).collect();
    assert_eq!(values, ["", "1020", "1076"]);
    assert!(!page.text.contains("address-1-city"));
    let wrong = ask(&world, &administrator(), "/settings/addresses", Some("countryLimit=zzz")).unwrap();
    assert_eq!(wrong.status, 422);
}

#[test]
fn an_undo_of_many_contacts_says_first_how_many() {
    let world = World::on_sqlite();
    let ids: Vec<i64> = (0..100)
        .map(|n| world.save("Contact", json!({"first_name": format!("P{n}"), "last_name": "Brun"})).unwrap())
        .collect();
    let form: Vec<String> = ids.iter().map(|id| format!("id={id}")).collect();
    let thrown = ask(&world, &administrator(), "/contacts/trash", Some(&form.join("&"))).unwrap();
    let undo = format!("/history/{}/undo", undo_of(&thrown.cookies));
    let asked = ask(&world, &administrator(), &undo, Some("back=%2Fcontacts")).unwrap();
    assert_eq!(asked.status, 200);
    assert!(asked.text.contains("100"));
    let left = || world.get("Contact", &["id"], json!([["last_name", "=", "Brun"], ["is_deleted", "=", false]])).len();
    assert_eq!(left(), 0);
    assert_eq!(ask(&world, &administrator(), &undo, Some("back=%2Fcontacts&sure=1")).unwrap().status, 303);
    assert_eq!(left(), 100);
}

#[test]
fn messaging_names_and_the_place_of_invoices_are_kept() {
    let world = World::on_sqlite();
    let ada = world.ada();
    let sent = "version=999999&email-1-email=ada%40example.org&email-1-is_billing=1&email_primary=1&im-1-name=ada.b&im_primary=1";
    let saved = ask(&world, &administrator(), &format!("/contacts/{ada}/edit/ways"), Some(sent)).unwrap();
    assert_eq!(saved.status, 303);
    assert_eq!(world.get("Email", &["is_billing"], json!([["contact_id", "=", ada]])), [json!({"is_billing": true})]);
    assert_eq!(world.get("IM", &["name"], json!([["contact_id", "=", ada]])), [json!({"name": "ada.b"})]);
    let page = ask(&world, &administrator(), &format!("/contacts/{ada}"), None).unwrap();
    assert!(page.text.contains("ada.b") && page.text.contains("facturation"));
}

#[test]
fn a_french_site_greets_in_french() {
    let world = World::on_sqlite();
    assert_eq!(
        ask(&world, &administrator(), "/settings/site", Some("name=Ruche&lcMessages=fr_FR")).unwrap().status,
        303
    );
    let id = world.save("Contact", json!({"first_name": "Zoé", "last_name": "Brun"})).unwrap();
    assert_eq!(world.one("Contact", id, &["email_greeting_display"])["email_greeting_display"], json!("Bonjour Zoé"));
}

#[test]
fn help_is_found_by_a_word_and_read() {
    let world = World::on_sqlite();
    let found = ask(&world, &administrator(), "/help?q=corbeille", None).unwrap();
    assert!(found.text.contains("/help/bin"));
    let page = ask(&world, &administrator(), "/help/find", None).unwrap();
    assert!(page.text.contains("<figure>") && page.text.contains("/assets/help-fr-contacts-"));
    assert!(ask(&world, &administrator(), "/help/nothing", None).is_err());
}
