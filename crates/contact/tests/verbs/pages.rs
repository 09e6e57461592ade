//! The pages of contacts, called as the server calls them.

use kit::{Fields, Reply, Visit};
use schema::Actor;
use serde_json::{Value as Json, json};
use store::Result;

use crate::world::{World, person};

/// What a page answered: its status, its text or where it leads.
#[derive(Debug)]
pub(crate) struct Answer {
    pub status: u16,
    pub text: String,
    pub cookies: Vec<String>,
}

pub(crate) fn ask(world: &World, actor: &Actor, path: &str, form: Option<&str>) -> Result<Answer> {
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let fits = |pattern: &str| {
        let (wanted, have): (Vec<&str>, Vec<&str>) = (pattern.split('/').collect(), path.split('/').collect());
        let same = wanted.len() == have.len();
        let pairs = wanted.iter().zip(&have);
        let mut captured = Vec::new();
        for (want, part) in pairs {
            match want.starts_with('{') {
                true => captured.push((*part).to_owned()),
                false if want == part => {}
                false => return None,
            }
        }
        same.then_some(captured)
    };
    let (page, captures) = world.registry.pages.iter().find_map(|page| Some((page, fits(page.path)?))).unwrap();
    let mut visit = Visit {
        registry: &world.registry,
        site: &world.site,
        actor,
        locale: ui::Locale::best(Some("fr"), None),
        is_post: form.is_some(),
        path,
        captures,
        query: Fields::parse(query),
        form: Fields::parse(form.unwrap_or_default()),
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
    let reply = (page.show)(&mut visit)?;
    let cookies = visit.set_cookies;
    Ok(match reply {
        Reply::Stored(_) => Answer { status: 200, text: String::new(), cookies },
        Reply::Html(markup) => Answer { status: 200, text: markup.into_string(), cookies },
        Reply::Status(status, markup) => Answer { status, text: markup.into_string(), cookies },
        Reply::Redirect(to) => Answer { status: 303, text: to, cookies },
        Reply::File { bytes, .. } => Answer { status: 200, text: String::from_utf8(bytes).unwrap(), cookies },
        Reply::Stream { feed, .. } => {
            let mut bytes = Vec::new();
            (feed.0)(&mut bytes).unwrap();
            Answer { status: 200, text: String::from_utf8(bytes).unwrap(), cookies }
        }
    })
}

pub(crate) fn administrator() -> Actor {
    Actor { name: "lea".to_owned(), contact_id: None, ..Actor::system("test") }
}

/// The addresses of contacts in the order in which a list shows them.
pub(crate) fn listed(html: &str) -> Vec<i64> {
    let table = html.split("<tbody>").nth(1).unwrap_or_default().split("</tbody>").next().unwrap_or_default();
    let mut ids: Vec<i64> = Vec::new();
    for part in table.split("href=\"/contacts/").skip(1) {
        let id: i64 = part.split(['"', '?']).next().and_then(|id| id.parse().ok()).unwrap();
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    ids
}

/// The address that the pager's arrow leads to.
fn arrow(html: &str, label: &str) -> Option<String> {
    let nav = html.split("<nav class=\"pager\"").nth(1)?.split("</nav>").next()?.to_owned();
    let link = nav
        .split("<a ")
        .filter_map(|part| part.split("</a>").next())
        .skip(1)
        .find(|part| part.contains(&format!("aria-label=\"{label}\"")))?
        .to_owned();
    Some(link.split("href=\"").nth(1)?.split('"').next()?.replace("&amp;", "&"))
}

fn version(html: &str) -> String {
    html.split("name=\"version\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned()
}

fn field(world: &World, id: i64, name: &str) -> Json {
    world.one("Contact", id, &[name])[name].clone()
}

/// Many people, some of one name, some with none but an e-mail.
fn crowd(world: &World) {
    let names = ["Martin", "martin", "Étienne", "Etienne", "Zola", "Brun"];
    for n in 0..120 {
        let last = names[n % names.len()];
        world.save("Contact", json!({"first_name": format!("P{}", n % 7), "last_name": last})).unwrap();
    }
}

#[test]
fn a_list_walks_through_every_row_in_order_from_either_end() {
    let world = World::on_sqlite();
    crowd(&world);
    for sort in ["name", "-name", "id", "-id", "-modified", "city"] {
        let mut whole = Vec::new();
        let mut address = format!("/contacts?sort={sort}");
        loop {
            let page = ask(&world, &administrator(), &address, None).unwrap();
            whole.extend(listed(&page.text));
            assert!(whole.len() <= 200, "{sort}: {address}");
            match arrow(&page.text, "Page suivante") {
                Some(next) => address = next,
                None => break,
            }
        }
        let mut sorted = whole.clone();
        sorted.sort_unstable();
        sorted.dedup();
        assert_eq!((whole.len(), sorted.len()), (121, 121), "{sort}");

        let mut back = Vec::new();
        let mut address = format!("/contacts?sort={sort}&last=1");
        loop {
            let page = ask(&world, &administrator(), &address, None).unwrap();
            let mut ids = listed(&page.text);
            ids.extend(std::mem::take(&mut back));
            back = ids;
            assert!(back.len() <= 200, "{sort}: {address}");
            match arrow(&page.text, "Page précédente") {
                Some(previous) => address = previous,
                None => break,
            }
        }
        assert_eq!(back, whole, "{sort}");
    }
}

#[test]
fn a_page_that_did_not_wait_for_the_number_asks_for_it() {
    let world = World::on_sqlite();
    crowd(&world);
    let counted =
        |query: &str| ask(&world, &administrator(), &format!("/contacts/counted?{query}"), None).unwrap().text;
    let below = counted("first=1&to=50");
    assert!(below.contains("1 à 50</b> sur 121"), "{below}");
    assert!(below.contains("last=1") && !below.contains("hx-get"), "{below}");
    let above = counted("first=51&to=100&top=1");
    assert!(above.contains("51 à 100</b> sur 121") && !above.contains("last=1"), "{above}");
    assert!(counted("q=zola&first=1&to=20").contains("sur 20"));
}

#[test]
fn a_search_ignores_accents_and_finds_by_word_e_mail_digits_and_number() {
    let world = World::on_sqlite();
    let helene = world.save("Contact", json!({"first_name": "Hélène", "last_name": "Roux"})).unwrap();
    world.save("Email", json!({"contact_id": helene, "email": "h.roux@example.org"})).unwrap();
    world.save("Phone", json!({"contact_id": helene, "phone": "+33 6 39 98 14 27"})).unwrap();
    world.ada();
    for asked in ["helene", "ROUX", "roux helene", "h.roux@", "06 39 98", "oux", &helene.to_string()] {
        let address = format!("/contacts?q={}", asked.replace(' ', "+"));
        let page = ask(&world, &administrator(), &address, None).unwrap();
        assert_eq!(listed(&page.text), [helene], "{asked}");
        let palette = ask(&world, &administrator(), &address.replace("/contacts", "/palette"), None).unwrap();
        assert_eq!(palette.text.contains(&format!("/contacts/{helene}\"")), asked != "oux", "{asked}");
    }
    let nobody = ask(&world, &administrator(), "/contacts?q=zzz", None).unwrap();
    assert!(nobody.text.contains("Rien ne correspond"));
}

#[test]
fn a_form_with_an_error_comes_back_with_all_that_was_typed() {
    let world = World::on_sqlite();
    let typed = "contact_type=Individual&first_name=Zo%C3%A9&last_name=Brun&email-1-email=zo%01e&phone-1-phone=01+02";
    let page = ask(&world, &administrator(), "/contacts/new", Some(typed)).unwrap();
    assert_eq!(page.status, 422);
    for kept in ["value=\"Zoé\"", "value=\"Brun\"", "value=\"01 02\"", "f-email-1-email-error"] {
        assert!(page.text.contains(kept), "{kept}");
    }
    assert!(world.get("Contact", &["id"], json!([["last_name", "=", "Brun"]])).is_empty());
    let nobody =
        ask(&world, &administrator(), "/contacts/new", Some("contact_type=Household&household_name=+")).unwrap();
    assert_eq!(nobody.status, 422);
    assert!(nobody.text.contains("À remplir"));
}

#[test]
fn a_likely_duplicate_is_shown_before_it_is_made() {
    let world = World::on_sqlite();
    let ada = world.ada();
    let typed = "contact_type=Individual&first_name=ada&last_name=BYRON";
    let warned = ask(&world, &administrator(), "/contacts/new", Some(typed)).unwrap();
    assert_eq!(warned.status, 422);
    assert!(warned.text.contains(&format!("/contacts/{ada}")) && warned.text.contains("même nom"));
    let made = ask(&world, &administrator(), "/contacts/new", Some(&format!("{typed}&do=create-anyway"))).unwrap();
    assert_eq!(made.status, 303);
    assert!(made.cookies[0].starts_with("flash=said-contact-created."));
}

#[test]
fn a_block_saves_its_own_fields_and_nothing_else() {
    let world = World::on_sqlite();
    let ada = world.ada();
    let address = format!("/contacts/{ada}/edit/other");
    let form = ask(&world, &administrator(), &address, None).unwrap();
    assert!(form.text.contains("is-editing") && !form.text.contains("name=\"first_name\""));
    let sent = format!("version={}&source=Salon&first_name=Eve", version(&form.text));
    assert_eq!(ask(&world, &administrator(), &address, Some(&sent)).unwrap().status, 303);
    assert_eq!((field(&world, ada, "source"), field(&world, ada, "first_name")), (json!("Salon"), json!("Ada")));
}

#[test]
fn the_slower_of_two_editors_sees_both_versions_and_chooses() {
    let world = World::on_sqlite();
    let ada = world.ada();
    let address = format!("/contacts/{ada}/edit/other");
    let read_at = version(&ask(&world, &administrator(), &address, None).unwrap().text);
    world.update("Contact", ada, json!({"source": "Salon"})).unwrap();
    let mine = format!("version={read_at}&source=Site&external_identifier=X1");
    let both = ask(&world, &administrator(), &address, Some(&mine)).unwrap();
    assert_eq!(both.status, 409);
    assert!(both.text.contains("Salon") && both.text.contains("Site") && both.text.contains("value=\"X1\""));
    assert_eq!(field(&world, ada, "source"), json!("Salon"));
    let chosen = format!("version={}&source=Site&external_identifier=X1&chosen=1", version(&both.text));
    assert_eq!(ask(&world, &administrator(), &address, Some(&chosen)).unwrap().status, 303);
    assert_eq!((field(&world, ada, "source"), field(&world, ada, "external_identifier")), (json!("Site"), json!("X1")));
}

#[test]
fn what_was_added_meanwhile_is_not_taken_away_by_an_older_form() {
    let world = World::on_sqlite();
    let ada = world.ada();
    let address = format!("/contacts/{ada}/edit/ways");
    let read_at = version(&ask(&world, &administrator(), &address, None).unwrap().text);
    world.save("Email", json!({"contact_id": ada, "email": "new@example.org"})).unwrap();
    let sent = format!("version={read_at}&phone-1-phone=0102030405&phone_primary=1");
    assert_eq!(ask(&world, &administrator(), &address, Some(&sent)).unwrap().status, 303);
    assert_eq!(world.get("Email", &["email"], json!([["contact_id", "=", ada]])).len(), 1);
    let phone = world.get("Phone", &["phone", "is_primary"], json!([["contact_id", "=", ada]]));
    assert_eq!(phone, [json!({"phone": "0102030405", "is_primary": true})]);
    // A second form that knows the e-mail and sends none takes it away.
    let read_at = version(&ask(&world, &administrator(), &address, None).unwrap().text);
    let sent = format!("version={read_at}");
    assert_eq!(ask(&world, &administrator(), &address, Some(&sent)).unwrap().status, 303);
    assert!(world.get("Email", &["email"], json!([["contact_id", "=", ada]])).is_empty());
}

#[test]
fn the_bin_gives_back_and_undo_takes_back() {
    let world = World::on_sqlite();
    let ada = world.ada();
    let thrown = ask(&world, &administrator(), "/contacts/trash", Some(&format!("id={ada}"))).unwrap();
    assert_eq!(field(&world, ada, "is_deleted"), json!(true));
    assert!(!listed(&ask(&world, &administrator(), "/contacts", None).unwrap().text).contains(&ada));
    assert_eq!(listed(&ask(&world, &administrator(), "/trash", None).unwrap().text), [ada]);
    let number = thrown.cookies[0].split(['.', ';']).nth(1).unwrap().to_owned();
    let undone = ask(&world, &administrator(), &format!("/history/{number}/undo"), Some("back=%2Fcontacts")).unwrap();
    assert_eq!((undone.status, undone.text.as_str()), (303, "/contacts"));
    assert_eq!(field(&world, ada, "is_deleted"), json!(false));
    let history = ask(&world, &administrator(), "/history", None).unwrap();
    assert!(history.text.contains("annulé un changement"));
}

#[test]
fn nobody_sees_or_changes_whom_they_may_not() {
    let world = World::on_sqlite();
    let ada = world.ada();
    let guest = person(None, &["access CiviCRM"]);
    assert!(listed(&ask(&world, &guest, "/contacts", None).unwrap().text).is_empty());
    assert!(matches!(ask(&world, &guest, &format!("/contacts/{ada}"), None), Err(store::Error::NotFound(_))));
    assert!(!ask(&world, &guest, "/palette?q=ada", None).unwrap().text.contains("Byron"));
    let reader = person(None, &["access CiviCRM", "view all contacts"]);
    let shown = ask(&world, &reader, &format!("/contacts/{ada}"), None).unwrap();
    assert!(shown.text.contains("Byron") && !shown.text.contains("/edit"));
    let refused = ask(&world, &reader, &format!("/contacts/{ada}/edit"), Some("first_name=Eve"));
    assert!(matches!(refused, Err(store::Error::Forbidden(_))));
}

#[test]
fn every_page_without_parts_in_its_path_can_be_shown() {
    let world = World::on_sqlite();
    let ada = world.ada();
    let paths: Vec<String> = world
        .registry
        .pages
        .iter()
        .map(|page| page.path.replace("/contacts/{id}", &format!("/contacts/{ada}")))
        .filter(|path| !path.contains('{') && !path.starts_with("/sign") && !path.starts_with("/civicrm"))
        .collect();
    assert!(paths.len() > 20);
    // The program's own administrator has no account to look at.
    for path in paths.into_iter().filter(|path| !path.starts_with("/account")) {
        let answer = ask(&world, &administrator(), &path, None);
        assert!(answer.as_ref().is_ok_and(|answer| answer.status == 200 || answer.status == 303), "{path}: {answer:?}");
    }
}

#[test]
fn a_choice_of_a_list_is_renamed_and_its_french_label_steps_back() {
    let world = World::on_sqlite();
    let list = "/settings/lists/LocationType";
    assert!(ask(&world, &administrator(), list, None).unwrap().text.contains("Domicile"));
    let sent = ask(&world, &administrator(), &format!("{list}?edit=1"), Some("label=Chez+soi")).unwrap();
    assert_eq!(sent.status, 303);
    assert!(ask(&world, &administrator(), list, None).unwrap().text.contains("Chez soi"));
    let empty = ask(&world, &administrator(), &format!("{list}?edit=1"), Some("label=+")).unwrap();
    assert_eq!(empty.status, 422);
}
