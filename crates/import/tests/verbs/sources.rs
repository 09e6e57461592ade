//! Where lists come from, and how they are kept for the next time: searches, JSON, templates, schedules.

use std::io::{Read, Write};
use std::net::TcpListener;

use import::recognise::Goal;
use import::setup::Stage;
use import::start::{self, Wish};
use import::{fetch, found, regular, template, work};
use schema::Actor;
use serde_json::{Value as Json, json};
use store::{Error, Result};

use super::importing::{done, handed, setup};
use super::{World, world};
use crate::world::person;

fn as_system<T>(world: &World, work: impl FnOnce(&mut store::Tx<'_>) -> Result<T>) -> Result<T> {
    world.site.write(&Actor::system("test"), "test", work)
}

#[test]
fn what_a_search_finds_becomes_a_list_with_what_its_reader_may_see() {
    let world = world();
    world.ada();
    let params = json!({"version": 4, "select": ["first_name", "last_name"], "where": [["last_name", "=", "Byron"]]});
    let search = json!({"label": "Les Byron", "api_entity": "Individual", "api_params": params});
    let search = world.save("SavedSearch", search).unwrap();
    let (label, text) = as_system(&world, |tx| found::of_search(tx, search)).unwrap();
    assert_eq!(label, "Les Byron");
    assert!(text.starts_with("\"first_name\",\"last_name\"") && text.contains("\"Ada\",\"Byron\""), "{text}");
    // Somebody who sees no contacts finds nobody, whoever has saved the search.
    let stranger = person(Some(1), &["access CiviCRM", "import contacts"]);
    let refused = world.site.read(&stranger, |tx| found::of_search(tx, search));
    assert!(matches!(refused, Err(Error::Request(_) | Error::NotFound(_) | Error::Forbidden(_))), "{refused:?}");
    // Secrets are not asked for by anyone.
    let secrets = json!({"select": ["password"]}).as_object().cloned().unwrap();
    assert!(as_system(&world, |tx| found::of_query(tx, "User", &secrets)).is_err());
    let given = json!({"name": "byron", "query": {"entity": "Contact", "select": ["first_name"], "where": [["last_name", "=", "Byron"]]}});
    let started = world.call("UserJob", "startImport", given).unwrap();
    assert_eq!(started[0]["columns"], json!({"first_name": "first_name"}));
}

fn template_of(world: &World, label: &str) -> i64 {
    let id = handed(world, "Truc;Mail;Nom\nMimi;m@example.org;Morel\n");
    setup(world, id, |setup| setup.goals[0] = Goal::field("nick_name"));
    as_system(world, |tx| {
        let setup = work::load(tx, id)?;
        template::keep(tx, &setup, label)
    })
    .unwrap()
}

#[test]
fn a_template_is_kept_renamed_lent_used_and_deleted() {
    let world = world();
    let known = template_of(&world, "Salon");
    assert_eq!(template_of(&world, "Salon"), known, "the same name is the same template");
    as_system(&world, |tx| template::rename(tx, known, "Salon du livre")).unwrap();
    // The columns stand in another order, and one is new.
    let wish = Wish { entity: String::new(), template: Some(known) };
    let started = as_system(&world, |tx| {
        let taken = file::take_bytes(tx, "b.csv", b"Nom;Truc;Ville\nRey;Zozo;Nyons\n").map_err(Error::from)?;
        let id = start::start_as(tx, &taken, &wish)?;
        work::load(tx, id)
    });
    let fields: Vec<String> = started.unwrap().goals.into_iter().map(|goal| goal.field).collect();
    assert_eq!(fields, ["last_name", "nick_name", "address.city"]);

    let ada = world.ada();
    let clerk = person(Some(ada), &["access CiviCRM", "import contacts", "view all contacts"]);
    let seen = |world: &World| -> Vec<String> {
        let all = world.site.read(&clerk, |tx| template::all(tx)).unwrap();
        all.into_iter().map(|one| one.label).collect()
    };
    assert!(seen(&world).is_empty());
    as_system(&world, |tx| template::share(tx, known)).unwrap();
    assert_eq!(seen(&world), ["Salon du livre"]);
    let theirs = world.site.write(&clerk, "test", |tx| template::rename(tx, known, "À moi"));
    assert!(theirs.is_err(), "what was lent stays its owner's");
    as_system(&world, |tx| template::unshare(tx, known)).unwrap();
    assert!(seen(&world).is_empty());
    as_system(&world, |tx| template::delete(tx, known)).unwrap();
    assert!(as_system(&world, |tx| template::find(tx, known)).is_err());
}

#[test]
fn as_many_rows_are_brought_in_at_once_as_the_site_has_set() {
    let world = world();
    let id = handed(&world, "Prénom;Nom\nA;Un\nB;Deux\nC;Trois\n");
    setup(&world, id, |setup| setup.ask_about_likeness = false);
    done(&world, id, work::REHEARSE);
    as_system(&world, |tx| tx.set_setting(work::BATCH, Some(&json!(2)))).unwrap();
    as_system(&world, |tx| work::begin(tx, id, work::IMPORT)).unwrap();
    let mut piece = kit::Work { payload: json!({"import": id}), ..kit::Work::default() };
    let count = || world.get("Contact", &["id"], json!([["last_name", "IN", ["Un", "Deux", "Trois"]]])).len();
    as_system(&world, |tx| work::run(tx, &mut piece)).unwrap();
    assert_eq!(count(), 2);
    as_system(&world, |tx| work::run(tx, &mut piece)).unwrap();
    assert_eq!(count(), 3);
}

/// Answers one request after the other with this file.
fn served(answers: Vec<&'static str>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let place = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        for answer in answers {
            let (mut stream, _) = listener.accept().unwrap();
            let mut request = [0; 4096];
            let _ = stream.read(&mut request);
            let head =
                format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{answer}", answer.len());
            stream.write_all(head.as_bytes()).unwrap();
        }
    });
    format!("http://{place}/liste.csv?key=secret")
}

/// Somebody with an account who may have files fetched.
fn keeper(world: &World) -> Actor {
    let contact = world.save("Contact", json!({"first_name": "Nadia", "last_name": "Keeper"})).unwrap();
    let user = world.save("User", json!({"contact_id": contact, "username": "nadia", "is_active": true})).unwrap();
    let role = world.get("Role", &["id"], json!([["name", "IN", ["admin", "administrator"]]]));
    world.save("UserRole", json!({"user_id": user, "role_id": role[0]["id"]})).unwrap();
    world.site.read(&Actor::system("test"), |tx| contact::access::actor_of_user(tx, user)).unwrap().unwrap().actor
}

fn scheduled(world: &World, keeper: &Actor, kind: &str, place: &str) -> Result<i64> {
    let id = handed(world, "Nom;Mail\nMorel;m@example.org\n");
    let template = world.site.write(keeper, "test", |tx| {
        let setup = work::load(tx, id)?;
        template::keep(tx, &setup, "Caisse")
    })?;
    world.save_by(
        keeper,
        "ImportSchedule",
        json!({"label": "Caisse", "template_id": template, "kind": kind, "place": place}),
    )
}

#[test]
fn a_file_at_an_address_is_fetched_rehearsed_and_brought_in_and_the_same_one_not_twice() {
    let world = world();
    let keeper = keeper(&world);
    let list = "Nom;Mail\nRey;rey@example.org\n";
    let place = served(vec![list, list]);
    assert!(scheduled(&world, &keeper, "address", &place).is_err(), "a private address is refused");
    as_system(&world, |tx| tx.set_setting(fetch::PRIVATE, Some(&json!(true)))).unwrap();
    let schedule = scheduled(&world, &keeper, "address", &place).unwrap();
    assert!(regular::step(&world.site, &world.registry).unwrap());
    let row = world.one("ImportSchedule", schedule, &["last_import_id", "trouble"]);
    assert_eq!(row["trouble"], Json::Null, "{row}");
    let import = row["last_import_id"].as_i64().unwrap();
    // What the queue does: the rehearsal, which lets the import follow.
    let mut piece = kit::Work { payload: json!({"import": import}), ..kit::Work::default() };
    while world.site.write(&keeper, "test", |tx| work::rehearse(tx, &mut piece)).is_ok() && piece.position.is_some() {}
    let stage = as_system(&world, |tx| Ok(work::load(tx, import)?.stage)).unwrap();
    assert_eq!(stage, Stage::Importing);
    let mut piece = kit::Work { payload: json!({"import": import}), ..kit::Work::default() };
    while world.site.write(&keeper, "test", |tx| work::run(tx, &mut piece)).is_ok() && piece.position.is_some() {}
    assert_eq!(world.get("Contact", &["last_name"], json!([["last_name", "=", "Rey"]])).len(), 1);

    assert!(!regular::step(&world.site, &world.registry).unwrap(), "nothing is due");
    assert_eq!(regular::now(&world.site, schedule).unwrap(), Ok(None), "the same file");
    // Nobody answers any more.
    let gone = regular::now(&world.site, schedule).unwrap().unwrap_err();
    assert_eq!(gone.key, "import-trouble-silent");
    let trouble = world.one("ImportSchedule", schedule, &["trouble"])["trouble"].as_str().unwrap().to_owned();
    assert!(!trouble.contains("secret"), "{trouble}");
}

#[test]
fn files_of_a_folder_are_brought_in_one_after_the_other_and_laid_aside() {
    let world = world();
    let keeper = keeper(&world);
    assert!(scheduled(&world, &keeper, "folder", "../etc").is_err());
    let schedule = scheduled(&world, &keeper, "folder", "caisse").unwrap();
    assert_eq!(regular::now(&world.site, schedule).unwrap(), Ok(None), "an empty folder is no trouble");
    let folder = fetch::folder(&world.site, "caisse");
    for (name, text) in [
        ("1.csv", "Nom;Mail\nUn;un@example.org\n"),
        ("2.csv", "%PDF-1.4 nothing"),
        ("3.csv", "Nom;Mail\nTrois;trois@example.org\n"),
    ] {
        std::fs::write(folder.join(name), text).unwrap();
        let old = std::time::SystemTime::now() - std::time::Duration::from_secs(60);
        std::fs::File::options().append(true).open(folder.join(name)).unwrap().set_modified(old).unwrap();
    }
    assert!(regular::now(&world.site, schedule).unwrap().unwrap().is_some());
    assert_eq!(regular::now(&world.site, schedule).unwrap().unwrap_err().key, "import-trouble-file");
    assert!(regular::now(&world.site, schedule).unwrap().unwrap().is_some());
    let left: Vec<_> =
        std::fs::read_dir(&folder).unwrap().filter(|one| one.as_ref().unwrap().path().is_file()).collect();
    assert!(left.is_empty());
    assert_eq!(std::fs::read_dir(folder.join("done")).unwrap().count(), 3);
}

#[test]
fn a_template_is_found_by_its_label_and_knows_which_of_its_columns_a_file_lacks() {
    let world = world();
    let id = handed(&world, "Prénom;Nom;Mail\nClaire;Morel;claire@example.org\n");
    let kept = as_system(&world, |tx| template::keep(tx, &work::load(tx, id)?, "Salon")).unwrap();
    assert_eq!(as_system(&world, |tx| template::named(tx, "Salon")).unwrap(), kept);
    assert!(matches!(as_system(&world, |tx| template::named(tx, "Autre")), Err(Error::Request(_))));
    let header = ["NOM".to_owned(), "Ville".to_owned()];
    let missing = as_system(&world, |tx| Ok(template::missing(&template::find(tx, kept)?, &header))).unwrap();
    assert_eq!(missing, ["Prénom", "Mail"]);
}
