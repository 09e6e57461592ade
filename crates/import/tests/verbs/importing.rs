//! A list comes in, is looked at, and goes out again.

use import::recognise::Goal;
use import::rows::{self, state};
use import::setup::{Always, Mode, Setup};
use import::{start, work};
use kit::Work;
use schema::Actor;
use serde_json::{Value as Json, json};
use store::{Result, Tx};

use super::{World, world};

const LIST: &str = "Nom complet;Mail;Tél. portable;CP;Commune;Né(e) le;Obs.;Groupe;Employeur\n\
MOREL Claire;claire.morel@example.org;0639981427;26110;NYONS;15/11/1958;vue au stand;Salon;Mairie de Nyons\n\
REY Paul;paul.rey@example.org;06 11 22 33 44;26110;Nyons;03/02/1960;;Salon;Mairie de Nyons\n\
;sans.nom;;;;;;;\n\
VIAL Gérard;gerard@example.org;;26200;Montélimar;31/02/1950;;;\n";

fn write<T>(world: &World, work: impl FnOnce(&mut Tx<'_>) -> Result<T>) -> T {
    world.site.write(&Actor::system("test"), "test", work).unwrap()
}

/// Hands a list in.
pub fn handed(world: &World, text: &str) -> i64 {
    write(world, |tx| {
        let taken = file::take_bytes(tx, "salon.csv", text.as_bytes()).map_err(store::Error::from)?;
        start::start(tx, &taken)
    })
}

/// Does a piece of work to its end, each step in a transaction of its own.
pub fn done(world: &World, id: i64, kind: &str) {
    write(world, |tx| work::begin(tx, id, kind).map(|_| ()));
    let mut piece = Work { payload: json!({"import": id}), ..Work::default() };
    loop {
        one_step(world, kind, &mut piece);
        if piece.position.is_none() {
            return;
        }
    }
}

/// Does one step as the program does it: thinking and writing on two threads.
fn one_step(world: &World, kind: &str, piece: &mut Work) {
    let done = world.site.write_apart(&Actor::system("test"), "test", |tx| match kind {
        work::REHEARSE => work::rehearse(tx, piece),
        work::IMPORT => work::run(tx, piece),
        _ => work::undo(tx, piece),
    });
    done.unwrap();
}

pub fn setup(world: &World, id: i64, change: impl FnOnce(&mut Setup)) {
    write(world, |tx| {
        let mut setup = work::load(tx, id)?;
        change(&mut setup);
        work::keep(tx, id, &setup)
    });
}

fn states(world: &World, id: i64) -> Vec<(i64, String)> {
    let all = world.site.read(&Actor::system("test"), |tx| rows::after(tx, id, 0, &[], 100)).unwrap();
    all.into_iter().map(|row| (row.line, row.state)).collect()
}

/// Everything that an import may touch, as it stands.
fn everything(world: &World) -> Vec<Vec<Json>> {
    let all = ["Contact", "Email", "Phone", "Address", "Note", "Group", "GroupContact", "Relationship", "Website"];
    all.iter()
        .map(|entity| {
            let mut rows = world.get(entity, &["*"], json!([]));
            for row in &mut rows {
                row.as_object_mut().unwrap().shift_remove("modified_date");
            }
            rows
        })
        .collect()
}

#[test]
fn a_list_of_strangers_is_rehearsed_brought_in_and_taken_back() {
    let world = world();
    let before = everything(&world);
    let id = handed(&world, LIST);
    done(&world, id, work::REHEARSE);
    assert_eq!(everything(&world), before, "a rehearsal writes nothing");
    let expected = [(2, state::CREATE), (3, state::CREATE), (4, state::ERROR), (5, state::ERROR)];
    assert_eq!(states(&world, id), expected.map(|(line, state)| (line, state.to_owned())));

    done(&world, id, work::IMPORT);
    let select = [
        "first_name",
        "last_name",
        "birth_date",
        "email_primary.email",
        "phone_primary.phone",
        "phone_primary.phone_type_id:name",
        "address_primary.city",
        "address_primary.postal_code",
        "employer_id.organization_name",
    ];
    let claire = world.get("Contact", &select, json!([["last_name", "=", "Morel"]]));
    let expected = json!({
        "first_name": "Claire",
        "last_name": "Morel",
        "birth_date": "1958-11-15",
        "email_primary.email": "claire.morel@example.org",
        "phone_primary.phone": "0639981427",
        "phone_primary.phone_type_id:name": "Mobile",
        "address_primary.city": "NYONS",
        "address_primary.postal_code": "26110",
        "employer_id.organization_name": "Mairie de Nyons",
    });
    assert_eq!(claire, [expected]);
    let employers = world.get(
        "Contact",
        &["id"],
        json!([["organization_name", "=", "Mairie de Nyons"], ["contact_type", "=", "Organization"]]),
    );
    assert_eq!(employers.len(), 1, "an employer is made once");
    let members = world.get("GroupContact", &["id"], json!([["group_id.title", "=", "Salon"]]));
    assert_eq!(members.len(), 2);

    done(&world, id, work::UNDO);
    assert!(everything(&world) == before, "everything is as it was");
}

#[test]
fn who_is_known_is_found_and_changed_as_the_mode_says() {
    let world = world();
    let known =
        json!({"first_name": "Claire", "last_name": "Morel", "email_primary.email": "Claire.Morel@example.org"});
    let claire = world.save("Contact", known).unwrap();
    let list =
        "Prénom;Nom;Mail;Profession;CP;Ville\nClaire;Morel-Dupont;claire.morel@example.org;Apicultrice;26110;Nyons\n";
    let job = |mode: Mode| {
        let id = handed(&world, list);
        setup(&world, id, |setup| setup.mode = mode);
        done(&world, id, work::REHEARSE);
        id
    };
    let skipped = job(Mode::Skip);
    assert_eq!(states(&world, skipped), [(2, state::SKIP.to_owned())]);
    let filled = job(Mode::Fill);
    done(&world, filled, work::IMPORT);
    let select = ["last_name", "job_title", "address_primary.city"];
    let now = world.one("Contact", claire, &select);
    assert_eq!((&now["last_name"], &now["job_title"]), (&json!("Morel"), &json!("Apicultrice")));
    assert_eq!(now["address_primary.city"], "Nyons");
    let updated = job(Mode::Update);
    let row = world.site.read(&Actor::system("test"), |tx| rows::at(tx, updated, 2)).unwrap();
    assert_eq!(row.changes(), [("Contact.last_name".to_owned(), json!("Morel"), json!("Morel-Dupont"))]);
    done(&world, updated, work::IMPORT);
    assert_eq!(world.one("Contact", claire, &["last_name"])["last_name"], "Morel-Dupont");
    assert_eq!(states(&world, job(Mode::Update)), [(2, state::UNCHANGED.to_owned())]);
    assert_eq!(world.get("Email", &["id"], json!([["contact_id", "=", claire]])).len(), 1);
}

#[test]
fn one_person_on_two_lines_becomes_one_contact() {
    let world = world();
    let list =
        "Prénom;Nom;Mail;Portable\nClaire;Morel;c@example.org;0611111111\nClaire;Morel;c@example.org;0622222222\n";
    let id = handed(&world, list);
    done(&world, id, work::REHEARSE);
    assert_eq!(states(&world, id), [(2, state::CREATE.to_owned()), (3, state::UPDATE.to_owned())]);
    done(&world, id, work::IMPORT);
    assert_eq!(world.get("Contact", &["id"], json!([["last_name", "=", "Morel"]])).len(), 1);
}

#[test]
fn people_organisations_and_households_stand_in_one_list_with_tags_of_their_own() {
    let world = world();
    let before = everything(&world);
    let list = "Type de contact;Prénom;Nom;Mail;Étiquette\n\
        Particulier;Claire;Morel;claire@example.org;Bénévole, Marché\n\
        Organisation;;Boulangerie Vial;pain@example.org;Marché\n\
        Foyer;;Famille Rey;rey@example.org;\n\
        ;Paul;Roux;paul@example.org;Bénévole\n\
        Lutin;;Vert;vert@example.org;\n";
    let id = handed(&world, list);
    done(&world, id, work::REHEARSE);
    let found: Vec<String> = states(&world, id).into_iter().map(|(_, state)| state).collect();
    assert_eq!(found, [state::CREATE, state::CREATE, state::CREATE, state::CREATE, state::ERROR]);
    done(&world, id, work::IMPORT);
    let mails = ["claire@example.org", "pain@example.org", "rey@example.org", "paul@example.org"];
    let kinds = world.get(
        "Contact",
        &["contact_type", "display_name", "tags:label"],
        json!([["email_primary.email", "IN", mails]]),
    );
    let kinds: Vec<(&str, &str)> = kinds
        .iter()
        .map(|row| (row["contact_type"].as_str().unwrap(), row["display_name"].as_str().unwrap()))
        .collect();
    let expected = [
        ("Individual", "Claire Morel"),
        ("Organization", "Boulangerie Vial"),
        ("Household", "Famille Rey"),
        ("Individual", "Paul Roux"),
    ];
    assert_eq!(kinds, expected);
    let tagged = |label: &str| world.get("EntityTag", &["entity_id"], json!([["tag_id.label", "=", label]])).len();
    assert_eq!((tagged("Bénévole"), tagged("Marché")), (2, 2), "each row has its own tags");
    // Once more: everybody is known, each by the rules for what they are.
    let again = handed(&world, list);
    done(&world, again, work::REHEARSE);
    let found: Vec<String> = states(&world, again).into_iter().map(|(_, state)| state).collect();
    assert_eq!(found[..4], [state::UNCHANGED; 4]);
    done(&world, id, work::UNDO);
    assert!(everything(&world) == before, "everything is as it was");
}

#[test]
fn history_of_an_import_is_whole_and_sealed() {
    let world = world();
    let mut list = String::from("Prénom;Nom;Mail;Portable\n");
    for at in 0..120 {
        list.push_str(&format!("Claire;Morel{at};claire.{at}@example.org;06{at:08}\n"));
    }
    let id = handed(&world, &list);
    setup(&world, id, |setup| setup.ask_about_likeness = false);
    done(&world, id, work::REHEARSE);
    done(&world, id, work::IMPORT);
    let last = write(&world, |tx| {
        while tx.seal()? {}
        tx.check_chain(0, i64::MAX)
    });
    assert_eq!(last.faults, []);
    let transaction = world.site.read(&Actor::system("test"), |tx| rows::at(tx, id, 2)).unwrap().transaction.unwrap();
    let changes = world.site.read(&Actor::system("test"), |tx| tx.changes(transaction)).unwrap();
    let made =
        |entity: &str| changes.iter().filter(|change| change.entity == entity && change.action == "create").count();
    assert_eq!((made("Contact"), made("Email"), made("Phone")), (120, 120, 120));
    assert_eq!(changes[0].after["first_name"], "Claire");
    done(&world, id, work::UNDO);
    assert!(world.get("Contact", &["id"], json!([["last_name", "LIKE", "Morel%"]])).is_empty());
}

#[test]
fn what_has_been_changed_since_stays_when_an_import_is_taken_back() {
    let world = world();
    let id = handed(&world, "Prénom;Nom;Mail\nClaire;Morel;c@example.org\nPaul;Rey;p@example.org\n");
    done(&world, id, work::REHEARSE);
    done(&world, id, work::IMPORT);
    let claire = world.get("Contact", &["id"], json!([["last_name", "=", "Morel"]]))[0]["id"].as_i64().unwrap();
    world.update("Contact", claire, json!({"job_title": "Trésorière"})).unwrap();
    done(&world, id, work::UNDO);
    assert_eq!(
        world.get("Contact", &["last_name"], json!([["last_name", "IN", ["Morel", "Rey"]]])),
        [json!({"last_name": "Morel"})]
    );
    assert_eq!(
        world.get("Email", &["email"], json!([["contact_id", "=", claire]])),
        [json!({"email": "c@example.org"})]
    );
    assert_eq!(states(&world, id), [(2, state::KEPT.to_owned()), (3, state::UNDONE.to_owned())]);
}

#[test]
fn a_row_that_rules_refuse_fails_alone() {
    let world = world();
    let taken = json!({"first_name": "Paul", "last_name": "Rey", "external_identifier": "A1"});
    world.save("Contact", taken).unwrap();
    let id = handed(&world, "Matricule;Prénom;Nom\nA2;Claire;Morel\nA3;Anne;Roux\n");
    done(&world, id, work::REHEARSE);
    // Between the rehearsal and the import somebody takes the number of one of them, and hides.
    let late =
        world.save("Contact", json!({"first_name": "Zoé", "last_name": "Blanc", "external_identifier": "A2"})).unwrap();
    world.discard("Contact", late).unwrap();
    done(&world, id, work::IMPORT);
    let found = states(&world, id);
    assert_eq!(found[1].1, state::DONE);
    assert_ne!(found[0].1, state::NEW);
    assert_eq!(world.get("Contact", &["id"], json!([["last_name", "=", "Roux"]])).len(), 1);
    let total: usize = found.len();
    assert_eq!(total, 2, "every row is accounted for");
}

/// Does one step as a program would that is killed before its transaction ends.
fn killed(world: &World, kind: &str, piece: &Work) {
    let mut piece = piece.clone();
    let cut = world.site.write_apart(&Actor::system("test"), "test", |tx| {
        match kind {
            work::REHEARSE => work::rehearse(tx, &mut piece)?,
            work::IMPORT => work::run(tx, &mut piece)?,
            _ => work::undo(tx, &mut piece)?,
        }
        Err::<(), _>(store::Error::Conflict("killed".to_owned()))
    });
    assert!(cut.is_err());
}

#[test]
fn an_import_that_is_cut_short_goes_on_with_no_row_missing_and_none_doubled() {
    const ROWS: usize = 620;
    let world = world();
    let mut list = String::from("Prénom;Nom;Mail\n");
    for at in 0..ROWS {
        list.push_str(&format!("Claire;Morel{at};claire.{at}@example.org\n"));
    }
    let id = handed(&world, &list);
    setup(&world, id, |setup| setup.ask_about_likeness = false);
    for kind in [work::REHEARSE, work::IMPORT, work::UNDO] {
        let mut job = write(&world, |tx| work::begin(tx, id, kind));
        let mut piece = Work { payload: json!({"import": id}), ..Work::default() };
        for step in 0.. {
            killed(&world, kind, &piece);
            one_step(&world, kind, &mut piece);
            if piece.position.is_none() {
                break;
            }
            // Once in the middle the queue is lost as well: the work is begun anew from the page.
            if step == 1 {
                job = write(&world, |tx| {
                    kit::job::cancel(tx, job)?;
                    work::begin(tx, id, kind)
                });
                piece = Work { payload: json!({"import": id}), ..Work::default() };
            }
        }
        let count = world.get("Contact", &["id"], json!([["last_name", "LIKE", "Morel%"]])).len();
        let mails = world.get("Email", &["id"], json!([["email", "LIKE", "claire.%"]])).len();
        let expected = if kind == work::IMPORT { ROWS } else { 0 };
        assert_eq!((count, mails), (expected, expected), "after {kind}");
    }
    let tally = world.site.read(&Actor::system("test"), |tx| rows::division(tx, id)).unwrap();
    assert_eq!((tally.total, tally.undone), (620, 620));
}

#[test]
fn a_doubt_is_decided_and_a_cell_is_mended_on_the_spot() {
    let world = world();
    let mail = "couple@example.org";
    for name in ["Claire", "Paul"] {
        world.save("Contact", json!({"first_name": name, "last_name": "Rey", "email_primary.email": mail})).unwrap();
    }
    let id = handed(&world, "Prénom;Nom;Mail;Né(e) le\nPaul;Rey;couple@example.org;31/02/1950\n");
    done(&world, id, work::REHEARSE);
    assert_eq!(states(&world, id), [(2, state::ERROR.to_owned())]);
    write(&world, |tx| {
        let row = rows::at(tx, id, 2)?;
        let cells = json!(["Paul", "Rey", mail, "28/02/1950"]).to_string();
        rows::set(tx, row.id, "cells", schema::Value::Text(cells))?;
        work::look_again(tx, id, 2)
    });
    let row = world.site.read(&Actor::system("test"), |tx| rows::at(tx, id, 2)).unwrap();
    assert_eq!((row.state.as_str(), row.others().len()), (state::DOUBT, 2));
    write(&world, |tx| {
        rows::set(tx, row.id, "decided_id", schema::Value::Int(row.others()[1]))?;
        work::look_again(tx, id, 2)
    });
    assert_eq!(states(&world, id), [(2, state::UPDATE.to_owned())]);
    done(&world, id, work::IMPORT);
    let born = world.get("Contact", &["first_name"], json!([["birth_date", "=", "1950-02-28"]]));
    assert_eq!(born, [json!({"first_name": "Paul"})]);
    let tally = world.site.read(&Actor::system("test"), |tx| rows::division(tx, id)).unwrap();
    assert_eq!((tally.total, tally.updated, tally.created), (1, 1, 0));
}

#[test]
fn a_file_of_the_same_shape_is_read_as_the_last_one_was() {
    let world = world();
    let first = handed(&world, "Nom;Truc\nMorel;un\n");
    setup(&world, first, |setup| setup.goals[1] = import::recognise::Goal::field("nick_name"));
    done(&world, first, work::REHEARSE);
    // With the reasons at its end, as the list of refused rows has them.
    let second = handed(&world, "Nom;Truc;Motif (Ruche)\nRey;deux;raison\n");
    let goals = world.site.read(&Actor::system("test"), |tx| work::load(tx, second)).unwrap().goals;
    let fields: Vec<&str> = goals.iter().map(|goal| goal.field.as_str()).collect();
    assert_eq!(fields, ["last_name", "nick_name", ""]);
}

#[test]
fn what_every_row_has_in_common_is_said_once_and_a_filled_cell_comes_first() {
    let world = world();
    let id = handed(&world, "Prénom;Nom;Mail;Origine\nAda;Byron;ada@example.org;\nPaul;Rey;paul@example.org;Stand\n");
    setup(&world, id, |setup| {
        let goal = setup.header.iter().position(|name| name == "Origine").unwrap();
        setup.goals[goal] = Goal::field("source");
        let always = |field: &str, value: &str| Always { goal: Goal::field(field), value: value.to_owned() };
        setup.always = vec![always("source", "Salon 2026"), always("address.country_id", "Belgique")];
    });
    done(&world, id, work::REHEARSE);
    done(&world, id, work::IMPORT);
    let select = ["first_name", "source", "address_primary.country_id.iso_code"];
    let found = world.get("Contact", &select, json!([["last_name", "IN", ["Byron", "Rey"]]]));
    let expected = [("Ada", "Salon 2026"), ("Paul", "Stand")].map(
        |(name, source)| json!({"first_name": name, "source": source, "address_primary.country_id.iso_code": "BE"}),
    );
    assert_eq!(found, expected);
}
