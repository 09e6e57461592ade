//! Letters on paper to those whom activities concern.

use kit::{Fields, Reply, Visit};
use schema::Actor;
use serde_json::json;

use super::{World, person, world};

/// What the page of letters answers to this form: a status with its text, or a file.
fn sent(world: &World, actor: &Actor, form: &str) -> (u16, Vec<u8>) {
    let path = "/search/activity-letters";
    let page = world.registry.pages.iter().find(|page| page.path == path).unwrap();
    let mut visit = Visit {
        registry: &world.registry,
        site: &world.site,
        actor,
        locale: ui::Locale::best(Some("fr"), None),
        is_post: true,
        path,
        captures: Vec::new(),
        query: Fields::default(),
        form: Fields::parse(form),
        uploads: Vec::new(),
        csrf: "token",
        nonce: "nonce",
        theme: ui::Theme::System,
        flash: None,
        kept: Fields::default(),
        target: None,
        session: None,
        remote: "127.0.0.1",
        origin: "http://localhost:8080",
        set_cookies: Vec::new(),
    };
    match (page.show)(&mut visit).unwrap() {
        Reply::Html(markup) => (200, markup.into_string().into_bytes()),
        Reply::Status(status, markup) => (status, markup.into_string().into_bytes()),
        Reply::File { bytes, .. } => (200, bytes),
        Reply::Redirect(to) => (303, to.into_bytes()),
        _ => (500, Vec::new()),
    }
}

#[test]
fn those_whom_ticked_activities_concern_get_a_letter_for_each_and_their_records_keep_it() {
    let world = world();
    let save = |name: &str| {
        let ada = world.save("Contact", json!({"first_name": name, "last_name": "Lettre"})).unwrap();
        let place = json!({"contact_id": ada, "street_address": "1 rue du Port", "city": "Die", "location_type_id": 1});
        world.save("Address", place).unwrap();
        ada
    };
    let (ada, bo) = (save("Ada"), save("Bo"));
    let meeting = json!({
        "activity_type_id": 1, "subject": "Assemblée", "source_contact_id": ada, "target_contact_id": [ada, bo],
    });
    let id = world.save("Activity", meeting).unwrap();
    let writer =
        person(Some(ada), &["access CiviCRM", "view all contacts", "edit all contacts", "view all activities"]);
    let said = |(status, bytes): (u16, Vec<u8>)| (status, String::from_utf8_lossy(&bytes).into_owned());
    let (status, form) = said(sent(&world, &writer, &format!("id={id}")));
    assert!(status == 200 && form.contains("2 lettres") && form.contains("{activity.subject}"), "{form}");
    let text = |words: &str| format!("id={id}&go=1&note=1&subject=Suite&text={words}");
    let (status, form) = said(sent(&world, &writer, &text("{activity.nothing}")));
    assert!(status == 422 && form.contains("nothing"), "{form}");
    let (status, file) = sent(&world, &writer, &text("{contact.first_name},+{activity.subject}"));
    assert!(status == 200 && file.starts_with(b"%PDF-"));
    let kept =
        world.get("Activity", &["target_contact_id"], json!([["activity_type_id:name", "=", "Print PDF Letter"]]));
    assert_eq!(kept, [json!({"target_contact_id": [ada]}), json!({"target_contact_id": [bo]})]);
    let stranger = person(None, &["access CiviCRM"]);
    assert_eq!(said(sent(&world, &stranger, &format!("id={id}"))), (303, "/activities".to_owned()));
}
