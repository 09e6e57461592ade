//! The composer's pages, called as the server calls them.

use kit::{Fields, Reply, Visit};
use schema::Actor;
use serde_json::json;
use store::Result;

use super::{World, person, world};

/// What a page answered: its status and its text, or where it leads.
struct Answer {
    status: u16,
    text: String,
}

fn reply(world: &World, actor: &Actor, path: &str) -> Result<Reply> {
    answer(world, actor, path, None)
}

fn ask(world: &World, actor: &Actor, path: &str, form: Option<&str>) -> Result<Answer> {
    Ok(match answer(world, actor, path, form)? {
        Reply::Html(markup) => Answer { status: 200, text: markup.into_string() },
        Reply::Status(status, markup) => Answer { status, text: markup.into_string() },
        Reply::Redirect(to) => Answer { status: 303, text: to },
        Reply::File { bytes, .. } => Answer { status: 200, text: String::from_utf8(bytes).unwrap() },
        Reply::Stream { feed, .. } => {
            let mut bytes = Vec::new();
            (feed.0)(&mut bytes).unwrap();
            Answer { status: 200, text: String::from_utf8_lossy(&bytes).into_owned() }
        }
        _ => Answer { status: 200, text: String::new() },
    })
}

fn answer(world: &World, actor: &Actor, path: &str, form: Option<&str>) -> Result<Reply> {
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let fits = |pattern: &str| {
        let (wanted, have): (Vec<&str>, Vec<&str>) = (pattern.split('/').collect(), path.split('/').collect());
        let mut captured = Vec::new();
        for (want, part) in wanted.iter().zip(&have) {
            match want.starts_with('{') {
                true => captured.push((*part).to_owned()),
                false if want == part => {}
                false => return None,
            }
        }
        (wanted.len() == have.len()).then_some(captured)
    };
    let (page, captures) = world
        .registry
        .pages
        .iter()
        .find_map(|page| Some((page, fits(page.path)?)))
        .unwrap_or_else(|| panic!("no page {path}"));
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
    (page.show)(&mut visit)
}

/// Somebody with a contact who may do everything.
fn boss(world: &World) -> Actor {
    let id = world.save("Contact", json!({"first_name": "Léa", "last_name": "Chef"})).unwrap();
    Actor { name: "lea".to_owned(), contact_id: Some(id), ..Actor::system("test") }
}

fn town(world: &World) {
    let employer =
        world.save("Contact", json!({"organization_name": "Boulangerie", "contact_type": "Organization"})).unwrap();
    world.save("Address", json!({"contact_id": employer, "city": "Die", "location_type_id": 1})).unwrap();
    for name in ["Ada", "Bo", "Clé"] {
        let values = json!({"first_name": name, "last_name": "Mie", "employer_id": employer});
        world.save("Contact", values).unwrap();
    }
    let alone =
        world.save("Contact", json!({"organization_name": "Épicerie", "contact_type": "Organization"})).unwrap();
    world.save("Contact", json!({"first_name": "Do", "last_name": "Sel", "employer_id": alone})).unwrap();
}

/// The address under a link that holds these words.
fn link(html: &str, words: &str) -> String {
    let at = html.find(words).unwrap_or_else(|| panic!("no {words}"));
    let before = &html[..at];
    let from = before.rfind(" href=\"/search").unwrap() + 7;
    before[from..].split('"').next().unwrap().replace("&amp;", "&")
}

fn state_of(href: &str) -> String {
    href.split("s=").nth(1).unwrap().split('&').next().unwrap().to_owned()
}

#[test]
fn employers_with_several_people_are_found_and_drawn_without_typing_a_field_name() {
    let world = world();
    town(&world);
    let boss = boss(&world);
    let begun = ask(&world, &boss, "/search/new?preset=employers", None).unwrap();
    assert_eq!(begun.status, 303);
    let page = ask(&world, &boss, &begun.text, None).unwrap().text;
    assert!(page.contains("Boulangerie") && page.contains("Épicerie") && page.contains("Die"));
    assert!(page.contains("Nombre de personnes"));
    let keep = ask(&world, &boss, &link(&page, "ne garder que"), None).unwrap().text;
    assert!(keep.contains("Ne garder que les groupes avec"));
    let added = format!("/search/new?s={}&do=add&at=having&f=count_id&o=%3E&v=2", state_of(&begun.text));
    let narrowed = ask(&world, &boss, &added, None).unwrap();
    let page = ask(&world, &boss, &narrowed.text, None).unwrap().text;
    assert!(page.contains("Boulangerie") && !page.contains("Épicerie"));
    let drawn = ask(&world, &boss, &link(&page, ">Barres<"), None).unwrap();
    let page = ask(&world, &boss, &drawn.text, None).unwrap().text;
    assert!(page.contains("<svg") && page.contains("Boulangerie, Die"));
    let form = format!("s={}&label=Employeurs&pin=1&as=new", state_of(&drawn.text));
    assert_eq!(ask(&world, &boss, "/search/save", Some(&form)).unwrap().text, "/dashboard");
    let board = ask(&world, &boss, "/dashboard", None).unwrap().text;
    assert!(board.contains("Employeurs") && board.contains("Boulangerie, Die"));
}

#[test]
fn a_search_without_a_name_is_asked_for_one() {
    let world = world();
    let boss = boss(&world);
    let begun = ask(&world, &boss, "/search/new?preset=contacts", None).unwrap();
    let form = format!("s={}&label=", state_of(&begun.text));
    let answer = ask(&world, &boss, "/search/save", Some(&form)).unwrap();
    assert_eq!(answer.status, 422);
    assert!(answer.text.contains("Donnez un nom"));
}

#[test]
fn every_beginning_and_every_report_can_be_asked() {
    let world = world();
    town(&world);
    let boss = boss(&world);
    for preset in search::pages::compose::presets::PRESETS {
        let begun = ask(&world, &boss, &format!("/search/new?preset={}", preset.name), None).unwrap();
        let page = ask(&world, &boss, &begun.text, None).unwrap().text;
        assert!(!page.contains("pas de réponse"), "{}: {}", preset.name, wrong(&page));
    }
    for report in search::pages::report::REPORTS {
        let page = ask(&world, &boss, &format!("/reports/{}", report.name), None);
        assert!(page.is_ok(), "{}: {:?}", report.name, page.err());
        ask(&world, &boss, &format!("/reports/{}/export?format=xlsx", report.name), None).unwrap();
    }
}

fn wrong(page: &str) -> String {
    page.split("pas de réponse").nth(1).unwrap_or_default().chars().take(400).collect()
}

#[test]
fn the_funnel_tells_how_many_each_condition_leaves() {
    let world = world();
    town(&world);
    let boss = boss(&world);
    let state = json!({"e": "Individual", "p": {"select": ["display_name"],
        "where": [["last_name", "=", "Mie"], ["first_name", "=", "Ada"]]}, "d": "table"});
    let path = format!("/search/new?s={}", search::pages::compose::state::encoded(&state.to_string()));
    let page = ask(&world, &boss, &path, None).unwrap().text;
    let funnel = page.split("class=\"funnel\"").nth(1).unwrap().split("</ul>").next().unwrap();
    let counts: Vec<&str> = funnel.split("<b>").skip(1).map(|part| part.split('<').next().unwrap()).collect();
    assert_eq!(&counts[1..], ["3", "1"]);
    assert!(
        page.contains("<p>Personnes dont le nom est ") && page.contains(" et le prénom est "),
        "a sentence says it"
    );
}

/// The sentence under the title of a question in French.
fn said(world: &World, conditions: serde_json::Value) -> String {
    let state = json!({"e": "Individual", "p": {"select": ["display_name"], "where": conditions}, "d": "table"});
    let path = format!("/search/new?s={}", search::pages::compose::state::encoded(&state.to_string()));
    let page = ask(world, &boss(world), &path, None).unwrap().text;
    page.split("<p>Personnes").nth(1).unwrap().split("</p>").next().unwrap().to_owned()
}

#[test]
fn a_question_reads_as_french() {
    let world = world();
    let known = json!([["address_primary.city", "IS NOT EMPTY"], ["last_name", "IS NOT EMPTY"]]);
    assert_eq!(said(&world, known), " dont la ville est renseignée et le nom est renseigné.");
    assert_eq!(
        said(&world, json!([["do_not_phone", "=", true]])),
        " dont la case «\u{a0}Ne pas appeler\u{a0}» est cochée."
    );
    let but = json!([["first_name", "CONTAINS", "a"], ["NOT", [["birth_date", "IS EMPTY"]]]]);
    assert_eq!(said(&world, but), " dont le prénom contient «\u{a0}a\u{a0}», sauf si la date de naissance est vide.");
}

#[test]
fn a_group_made_of_a_search_holds_what_it_finds() {
    let world = world();
    town(&world);
    let boss = boss(&world);
    let params = json!({"select": ["display_name"], "where": [["last_name", "=", "Mie"]]});
    let id =
        world.save("SavedSearch", json!({"label": "Mies", "api_entity": "Individual", "api_params": params})).unwrap();
    ask(&world, &boss, "/search/group", Some(&format!("id={id}"))).unwrap();
    let group = world.get("Group", &["id"], json!([["saved_search_id", "=", id]]))[0]["id"].clone();
    assert_eq!(world.get("Contact", &["id"], json!([["groups", "IN", [group]]])).len(), 3);
}

#[test]
fn people_without_rights_see_an_empty_answer_and_keep_nothing() {
    let world = world();
    town(&world);
    let begun = ask(&world, &boss(&world), "/search/new?preset=contacts", None).unwrap();
    let nobody = person(None, &["access CiviCRM"]);
    let page = ask(&world, &nobody, &begun.text, None).unwrap().text;
    assert!(!page.contains("Boulangerie") && !page.contains("Garder cette recherche") && !page.contains("SELECT"));
}

#[test]
fn a_view_is_filtered_edited_and_exported() {
    let world = world();
    town(&world);
    let boss = boss(&world);
    let params = json!({"select": ["first_name", "last_name"], "where": [["last_name", "=", "Mie"]], "orderBy": {"first_name": "ASC"}});
    let id =
        world.save("SavedSearch", json!({"label": "Mies", "api_entity": "Individual", "api_params": params})).unwrap();
    let settings = json!({"columns": [
        {"type": "field", "key": "first_name", "editable": true, "tally": {"fn": "COUNT"}}, {"type": "field", "key": "last_name"},
    ]});
    let values = json!({"label": "Mies", "saved_search_id": id, "type": "table", "settings": settings});
    world.save("SearchDisplay", values).unwrap();
    let page = ask(&world, &boss, &format!("/view/{id}?f:first_name=ad"), None).unwrap().text;
    assert!(page.contains("Ada") && !page.contains(">Bo<"));
    let row = world.get("Individual", &["id"], json!([["first_name", "=", "Ada"]]))[0]["id"].clone();
    let form = format!("row={row}&key=first_name&value=Adèle");
    ask(&world, &boss, &format!("/view/{id}/cell"), Some(&form)).unwrap();
    let file = ask(&world, &boss, &format!("/view/{id}/export?format=csv-fr"), None).unwrap().text;
    assert!(file.contains("Adèle;Mie"), "{file}");
    let form = format!("id={row}&field=nick_name&for=nick_name&value=Dédé&sure=1");
    ask(&world, &boss, &format!("/view/{id}/task?do=update"), Some(&form)).unwrap();
    assert_eq!(world.get("Individual", &["nick_name"], json!([["id", "=", row]]))[0]["nick_name"], "Dédé");
}

#[test]
fn one_box_finds_in_spite_of_accents_and_slips_and_shows_nobody_else() {
    let world = world();
    town(&world);
    let boss = boss(&world);
    let note = json!({"entity_table": "civicrm_contact", "entity_id": boss.contact_id, "subject": "Bénévolat", "note": "au marché"});
    world.save("Note", note).unwrap();
    let page = ask(&world, &boss, "/find?q=benevolat", None).unwrap().text;
    assert!(page.contains("Bénévolat"));
    assert!(ask(&world, &boss, "/find?q=boulangrie", None).unwrap().text.contains("Boulangerie"));
    let nobody = person(None, &["access CiviCRM"]);
    assert!(!ask(&world, &nobody, "/find?q=boulangerie", None).unwrap().text.contains("href=\"/contacts/"));
}

#[test]
fn a_question_that_takes_too_long_is_given_up() {
    let world = world();
    let system = Actor::system("test");
    let slow =
        "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 1000000000) SELECT COUNT(*) FROM n";
    let started = std::time::Instant::now();
    let answer = world
        .site
        .ask(&system, "test", std::time::Duration::from_millis(200), |tx| tx.one(&store::statement(slow, Vec::new())));
    assert!(answer.unwrap().is_none());
    assert!(started.elapsed() < std::time::Duration::from_secs(5));
    assert_eq!(
        world
            .site
            .read(&system, |tx| tx.one(&store::statement("SELECT 1", Vec::new())))
            .unwrap()
            .and_then(|v| v.as_int()),
        Some(1)
    );
}

#[test]
fn ticked_contacts_become_a_spreadsheet() {
    let world = world();
    town(&world);
    let boss = boss(&world);
    let id = world.get("Individual", &["id"], json!([["first_name", "=", "Ada"]]))[0]["id"].clone();
    let file = ask(&world, &boss, "/search/contacts", Some(&format!("id={id}"))).unwrap();
    assert!(file.status == 200 && file.text.starts_with("PK"));
}

#[test]
fn a_step_is_taken_back_from_the_page() {
    let world = world();
    town(&world);
    let boss = boss(&world);
    let begun = ask(&world, &boss, "/search/new?preset=employers", None).unwrap().text;
    let drawn = ask(&world, &boss, &format!("{begun}&do=draw&v=pie"), None).unwrap().text;
    let page = ask(&world, &boss, &drawn, None).unwrap().text;
    let back = ask(&world, &boss, &link(&page, "Annuler la dernière étape"), None).unwrap().text;
    assert_eq!(state_of(&back), state_of(&begun));
    assert!(!ask(&world, &boss, &back, None).unwrap().text.contains("Annuler la dernière étape"));
}

#[test]
fn ties_are_alternatives_and_are_told_as_such() {
    let world = world();
    town(&world);
    let boss = boss(&world);
    let ada = world.get("Individual", &["id"], json!([["first_name", "=", "Ada"]]))[0]["id"].clone();
    let bo = world.get("Individual", &["id"], json!([["first_name", "=", "Bo"]]))[0]["id"].clone();
    for address in ["a@exemple.fr", "b@exemple.fr"] {
        world.save("Email", json!({"contact_id": ada, "email": address, "location_type_id": 1})).unwrap();
    }
    world.save("Phone", json!({"contact_id": bo, "phone": "0611223344", "location_type_id": 1})).unwrap();
    let mut state = search::compose::state::State::about("Individual", &["first_name"]);
    state.tie_or("Email", "contact_id", "IS NOT EMPTY");
    state.tie_or("Phone", "contact_id", "IS NOT EMPTY");
    let page = ask(&world, &boss, &state.href(), None).unwrap().text;
    assert!(page.contains("Ada") && page.contains("Bo") && !page.contains("Clé<"), "{}", wrong(&page));
    assert!(page.contains("2 résultats"), "who has two addresses counts once");
    assert!(page.contains("on connaît des "), "a sentence says it");
}

#[test]
fn columns_are_computed_and_rows_put_together_by_month() {
    let world = world();
    town(&world);
    let boss = boss(&world);
    let begun = search::compose::state::State::about("Individual", &["first_name"]).href();
    for (step, shown) in [
        ("do=compute&f=first_name&fn=UPPER", "ADA"),
        ("do=compute&f=first_name&fn=INITIAL", "Initiale de prénom"),
        ("do=formula&f=id&o=%2A&g=2", "id_times_2"),
        ("do=bucket&f=created_date&fn=YEAR_MONTH", "Mois de"),
        ("do=params&p=%7B%22select%22%3A%5B%22last_name%22%5D%7D", "Mie"),
    ] {
        let next = ask(&world, &boss, &format!("{begun}&{step}"), None).unwrap().text;
        let page = ask(&world, &boss, &next, None).unwrap().text;
        assert!(page.to_lowercase().contains(&shown.to_lowercase()), "{step}: {}", wrong(&page));
    }
}

#[test]
fn contacts_of_all_pages_are_handed_on_as_the_search_finds_them() {
    let world = world();
    town(&world);
    let boss = boss(&world);
    let params = json!({"select": ["first_name"], "where": [["last_name", "=", "Mie"]]});
    let id =
        world.save("SavedSearch", json!({"label": "Mies", "api_entity": "Individual", "api_params": params})).unwrap();
    let path = format!("/view/{id}/hand?to=/tags/put&f:first_name=ad");
    let page = ask(&world, &boss, &path, Some("whole=1")).unwrap().text;
    assert_eq!(page.matches("name=\"id\"").count(), 1, "the filter of the address counts");
    assert!(page.contains("action=\"/tags/put\"") && !page.contains("name=\"whole\""));
    let elsewhere = ask(&world, &boss, &format!("/view/{id}/hand?to=/sign-out"), Some("whole=1")).unwrap();
    assert_eq!(elsewhere.status, 303, "only tasks are handed anything");
    let task = format!("/view/{id}/task?do=update&f:first_name=ad");
    ask(&world, &boss, &task, Some("whole=1&field=nick_name&for=nick_name&value=Dede&sure=1")).unwrap();
    assert_eq!(world.get("Individual", &["id"], json!([["nick_name", "=", "Dede"]])).len(), 1);
}

#[test]
fn a_map_has_a_pin_for_each_place_and_a_pdf_is_one() {
    let world = world();
    let contact = world.save("Contact", json!({"first_name": "Zoë", "last_name": "Lefèvre-Šimůnek"})).unwrap();
    let home =
        json!({"contact_id": contact, "location_type_id": 1, "city": "Die", "geo_code_1": 44.75, "geo_code_2": 5.37});
    world.save("Address", home).unwrap();
    let boss = boss(&world);
    let begun = search::compose::state::State::about("Contact", &["display_name"]).href();
    let drawn = ask(&world, &boss, &format!("{begun}&do=draw&v=map"), None).unwrap().text;
    let page = ask(&world, &boss, &drawn, None).unwrap().text;
    assert_eq!(page.matches("<circle").count(), 1, "{}", wrong(&page));
    assert!(page.contains("Šimůnek</title>"));
    let export = drawn.replace("/search/new?", "/search/export?format=pdf&");
    let Reply::Stream { feed, content_type, .. } = reply(&world, &boss, &export).unwrap() else { panic!("no file") };
    let mut bytes = Vec::new();
    (feed.0)(&mut bytes).unwrap();
    assert!(content_type == "application/pdf" && bytes.starts_with(b"%PDF-"));
}

#[test]
fn a_regular_export_is_kept_per_person() {
    let world = world();
    town(&world);
    let boss = boss(&world);
    let params = json!({"select": ["first_name"]});
    let id =
        world.save("SavedSearch", json!({"label": "Tous", "api_entity": "Individual", "api_params": params})).unwrap();
    let path = format!("/search/{id}/about");
    ask(&world, &boss, &path, Some("do=regular&rhythm=weekly&format=xlsx")).unwrap();
    let kept = world.site.read(&boss, |tx| search::schedule::own(tx, id)).unwrap().unwrap();
    assert_eq!((kept.rhythm, kept.format.as_str()), (search::schedule::Rhythm::Weekly, "xlsx"));
    assert!(ask(&world, &boss, &path, None).unwrap().text.contains("selected>Chaque semaine"));
    ask(&world, &boss, &path, Some("do=regular&rhythm=&format=xlsx")).unwrap();
    assert!(world.site.read(&boss, |tx| search::schedule::own(tx, id)).unwrap().is_none());
    assert!(ask(&world, &boss, &format!("/search/{id}/files/..%2F..%2Fsecret.key"), None).is_err());
}

#[test]
fn packaged_reports_are_saved_searches_too() {
    let world = world();
    let reports = world.get("SavedSearch", &["name"], json!([["name", "LIKE", "report_%"]]));
    assert_eq!(reports.len(), search::report::REPORTS.len());
    let rows = world.call("SearchDisplay", "run", json!({"savedSearch": "report_contacts_by_type"}));
    assert!(!rows.is_empty());
}

/// A saved search of people of one family, as an administrator made it.
fn kept_search(world: &World) -> i64 {
    for (first, nick) in [("Ada", "x"), ("Bo", "")] {
        world.save("Contact", json!({"first_name": first, "last_name": "Display", "nick_name": nick})).unwrap();
    }
    let params = json!({
        "select": ["id", "first_name", "nick_name"], "where": [["last_name", "=", "Display"]], "orderBy": {"id": "ASC"},
    });
    world.save("SavedSearch", json!({"label": "Kept", "api_entity": "Individual", "api_params": params})).unwrap()
}

#[test]
fn a_display_is_put_together_and_tried_before_it_is_kept() {
    let world = world();
    let boss = boss(&world);
    let id = kept_search(&world);
    let path = format!("/search/{id}/display");
    assert!(ask(&world, &boss, &path, None).unwrap().text.contains("Ada"));
    let form = "new=1&label=Cartes&kind=grid&column=1&column=0&show-0=1&show-1=1&label-0=Pr%C3%A9nom&rewrite-0=%5Bfirst_name%5D+D.\
                &style-0-look=bg-warning&style-0-if=nick_name&style-0-op=IS+NOT+EMPTY&limit=25&button-0=Ajouter&button-path-0=javascript%3Ax";
    let tried = ask(&world, &boss, &path, Some(form)).unwrap();
    assert!(tried.text.contains("Ada D.") && tried.text.contains("bg-warning"), "{}", tried.text);
    assert!(!tried.text.contains("href=\"javascript"), "a button runs nothing");
    assert!(world.get("SearchDisplay", &["id"], json!([["saved_search_id", "=", id]])).is_empty());
    let done = ask(&world, &boss, &path, Some(&format!("{form}&do=save"))).unwrap();
    assert_eq!(done.status, 303);
    let shown = ask(&world, &boss, &done.text, None).unwrap();
    assert!(shown.text.contains("Ada D.") && shown.text.contains("view-cards"));
    let kept = world.get("SearchDisplay", &["type", "settings"], json!([["saved_search_id", "=", id]]));
    assert_eq!(kept[0]["type"], "grid");
    assert_eq!(kept[0]["settings"]["columns"][0]["key"], "nick_name");
    let nobody = person(None, &["access CiviCRM", "manage own search_kit"]);
    assert!(ask(&world, &nobody, &path, Some(&format!("{form}&do=save"))).is_err());
}

#[test]
fn rows_are_put_into_an_order_of_ones_own_where_the_display_says_so() {
    let world = world();
    let boss = boss(&world);
    let params = json!({"select": ["id", "label", "weight"], "where": [["option_group_id:name", "=", "gender"]]});
    let values = json!({"label": "Genders", "api_entity": "OptionValue", "api_params": params});
    let search = world.save("SavedSearch", values).unwrap();
    let columns = json!([{"type": "field", "key": "label"}, {"type": "field", "key": "weight"}]);
    let mut display = json!({
        "name": "own", "label": "Own", "saved_search_id": search, "type": "table", "settings": {"columns": columns},
    });
    let id = world.save("SearchDisplay", display.clone()).unwrap();
    let rows = world.get("OptionValue", &["id"], json!([["option_group_id:name", "=", "gender"]]));
    let ids: Vec<i64> = rows.iter().filter_map(|row| row["id"].as_i64()).collect();
    let form: String = ids.iter().rev().map(|id| format!("row={id}&")).collect();
    let path = format!("/view/{search}/order");
    assert!(ask(&world, &boss, &path, Some(&form)).is_err(), "no display says so yet");
    display["id"] = json!(id);
    display["settings"]["draggable"] = json!("weight");
    world.save("SearchDisplay", display).unwrap();
    ask(&world, &boss, &path, Some(&form)).unwrap();
    let weights = || {
        let rows = world.get("OptionValue", &["weight"], json!([["option_group_id:name", "=", "gender"]]));
        rows.iter().filter_map(|row| row["weight"].as_i64()).collect::<Vec<i64>>()
    };
    let now = weights();
    assert!(now.windows(2).all(|pair| pair[0] > pair[1]), "{now:?}");
    let nobody = person(None, &["access CiviCRM"]);
    let back: String = ids.iter().map(|id| format!("row={id}&")).collect();
    // Refused, or nothing of it is theirs to see: nothing moves.
    let _ = ask(&world, &nobody, &path, Some(&back));
    assert_eq!(weights(), now);
}

#[test]
fn a_place_that_somebody_names_is_noted_where_it_lies() {
    let world = world();
    let boss = boss(&world);
    let ada = world.save("Contact", json!({"first_name": "Ada", "last_name": "Near"})).unwrap();
    let values =
        json!({"contact_id": ada, "city": "Die", "location_type_id": 1, "geo_code_1": 44.7536, "geo_code_2": 5.3703});
    world.save("Address", values).unwrap();
    let state = r#"{"e":"Individual","p":{"select":["display_name"]},"d":"table"}"#;
    let step = ask(
        &world,
        &boss,
        &format!("/search/new?s={}&do=add&f=address_primary.proximity&o=%3C%3D&v=10&v=km&v=Die", encoded(state)),
        None,
    )
    .unwrap();
    assert_eq!(step.status, 303);
    assert!(step.text.contains("44.7536"), "{}", step.text);
    let shown = ask(&world, &boss, &step.text, None).unwrap().text;
    assert!(shown.contains("Ada Near") && shown.contains("10"), "{shown}");
}

fn encoded(text: &str) -> String {
    text.bytes().map(|b| format!("%{b:02X}")).collect()
}

#[test]
fn sets_of_columns_are_kept_under_a_name_and_taken_for_files() {
    let world = world();
    let boss = boss(&world);
    world.save("Contact", json!({"first_name": "Ada", "last_name": "Set", "nick_name": "Lovely"})).unwrap();
    let wide =
        r#"{"e":"Individual","p":{"select":["first_name","nick_name"],"where":[["last_name","=","Set"]]},"d":"table"}"#;
    let form = format!("s={}&column=nick_name&label=Surnoms", encoded(wide));
    assert_eq!(ask(&world, &boss, "/search/file", Some(&form)).unwrap().status, 303);
    assert!(ask(&world, &boss, &format!("/search/file?s={}", encoded(wide)), None).unwrap().text.contains("Surnoms"));
    let file = format!("/search/export?s={}&format=csv&set=Surnoms", encoded(wide));
    let text = ask(&world, &boss, &file, None).unwrap().text;
    assert!(text.contains("Lovely") && !text.contains("Ada"), "{text}");
    let whole = ask(&world, &boss, &file.replace("Surnoms", "whole"), None).unwrap().text;
    assert!(whole.contains("Ada") && whole.lines().next().unwrap().split(',').count() > 30, "{whole}");
}

#[test]
fn ranges_are_made_without_writing_conditions() {
    let world = world();
    let boss = boss(&world);
    let form = "label=Taille&entity=Individual&field=age_years&range-0=jeunes&below-0=30&range-1=autres&do=save";
    assert_eq!(ask(&world, &boss, "/search/segments", Some(form)).unwrap().status, 303);
    let kept = world.get("SearchSegment", &["label", "entity_name"], json!([]));
    assert_eq!(kept, [json!({"label": "Taille", "entity_name": "Individual"})]);
    let refused = ask(&world, &boss, "/search/segments", Some("label=&do=save")).unwrap();
    assert_eq!(refused.status, 422);
}

#[test]
fn tiles_are_dragged_to_their_place_on_ones_own_board() {
    let world = world();
    let boss = boss(&world);
    let id = kept_search(&world);
    ask(&world, &boss, "/dashboard/pin", Some(&format!("id={id}"))).unwrap();
    let own = json!([["contact_id", "=", boss.contact_id]]);
    let row = world.get("DashboardContact", &["id"], own.clone())[0]["id"].clone();
    ask(&world, &boss, "/dashboard/tile", Some(&format!("do=order&spot={row}:1"))).unwrap();
    assert_eq!(world.get("DashboardContact", &["column_no"], own), [json!({"column_no": 1})]);
    let tile = ask(&world, &boss, &format!("/dashboard/tile?search={id}"), None).unwrap().text;
    assert!(tile.contains("Ada") && !tile.contains("<html"), "a tile alone");
    let other = person(None, &["access CiviCRM"]);
    assert!(ask(&world, &other, "/dashboard/tile", Some(&format!("do=order&spot={row}:0"))).is_err());
}
