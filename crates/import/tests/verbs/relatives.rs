//! Rows that name several related contacts, each in columns of their own.

use import::rows::{self, state};
use import::setup::Mode;
use import::work;
use schema::Actor;
use serde_json::{Value as Json, json};

use super::importing::{done, handed, setup};
use super::{World, world};

const FAMILIES: &str = "Prénom;Nom;Mail;Prénom enfant 1;Nom enfant 1;Né(e) le enfant 1;Prénom enfant 2;Nom enfant 2;Né(e) le enfant 2;Conjoint;Email conjoint\n\
Claire;Morel;claire@example.org;Emma;Morel;02/03/2015;Léo;Rey;05/06/2018;Paul Rey;paul@example.org\n\
Paul;Rey;paul@example.org;Emma;Morel;02/03/2015;Léo;Rey;05/06/2018;;\n\
Zoé;Vial;zoe@example.org;;;;;;;;\n";

fn states(world: &World, id: i64) -> Vec<String> {
    let all = world.site.read(&Actor::system("test"), |tx| rows::after(tx, id, 0, &[], 100)).unwrap();
    all.into_iter().map(|row| row.state).collect()
}

fn named(world: &World, first: &str) -> Vec<i64> {
    let found = world.get("Contact", &["id"], json!([["first_name", "=", first], ["is_deleted", "=", false]]));
    found.iter().map(|row| row["id"].as_i64().unwrap()).collect()
}

fn bonds(world: &World) -> Vec<(i64, i64, i64)> {
    let select = ["relationship_type_id", "contact_id_a", "contact_id_b"];
    let int = |json: &Json| json.as_i64().unwrap();
    let found = world.get("Relationship", &select, json!([]));
    found.iter().map(|row| (int(&row[select[0]]), int(&row[select[1]]), int(&row[select[2]]))).collect()
}

fn people(world: &World) -> usize {
    world.get("Contact", &["id"], json!([["contact_type", "=", "Individual"]])).len()
}

#[test]
fn a_row_names_as_many_children_as_it_has_columns_for() {
    let world = world();
    let before = people(&world);
    let id = handed(&world, FAMILIES);
    let fields = world.site.read(&Actor::system("test"), |tx| work::load(tx, id)).unwrap().goals;
    let fields: Vec<&str> = fields.iter().map(|goal| goal.field.as_str()).collect();
    let expected = [
        "first_name",
        "last_name",
        "email",
        "relative.1_b_a.1.first_name",
        "relative.1_b_a.1.last_name",
        "relative.1_b_a.1.birth_date",
        "relative.1_b_a.2.first_name",
        "relative.1_b_a.2.last_name",
        "relative.1_b_a.2.birth_date",
        "relative.2_a_b.1.full_name",
        "relative.2_a_b.1.email",
    ];
    assert_eq!(fields, expected);
    done(&world, id, work::REHEARSE);
    assert_eq!(states(&world, id), [state::CREATE; 3]);
    assert_eq!((people(&world), bonds(&world).len()), (before, 0), "a rehearsal writes nothing");

    done(&world, id, work::IMPORT);
    let one = |first: &str| match named(&world, first)[..] {
        [id] => id,
        ref all => panic!("{first}: {all:?}"),
    };
    let (claire, paul, emma, leo) = (one("Claire"), one("Paul"), one("Emma"), one("Léo"));
    let mut found = bonds(&world);
    found.sort_unstable();
    let mut expected = vec![(1, emma, claire), (1, leo, claire), (1, emma, paul), (1, leo, paul), (2, claire, paul)];
    expected.sort_unstable();
    assert_eq!(found, expected, "each child is there once, and tied to both parents");
    assert_eq!(world.one("Contact", emma, &["birth_date"]), json!({"birth_date": "2015-03-02"}));

    done(&world, id, work::UNDO);
    assert_eq!((people(&world), bonds(&world).len()), (before, 0));
}

#[test]
fn the_same_list_again_changes_nothing_and_a_corrected_one_only_what_differs() {
    let world = world();
    let id = handed(&world, FAMILIES);
    done(&world, id, work::REHEARSE);
    done(&world, id, work::IMPORT);
    let (count, tied) = (people(&world), bonds(&world));
    let again = handed(&world, FAMILIES);
    done(&world, again, work::REHEARSE);
    assert_eq!(states(&world, again), [state::UNCHANGED; 3]);

    let corrected = handed(&world, &FAMILIES.replace("05/06/2018", "06/06/2018"));
    done(&world, corrected, work::REHEARSE);
    done(&world, corrected, work::IMPORT);
    let leo = named(&world, "Léo");
    assert_eq!(leo.len(), 1);
    assert_eq!(world.one("Contact", leo[0], &["birth_date"]), json!({"birth_date": "2018-06-06"}));
    assert_eq!((people(&world), bonds(&world)), (count, tied));

    let kept = handed(&world, &FAMILIES.replace("05/06/2018", "07/06/2018"));
    setup(&world, kept, |setup| setup.mode = Mode::Fill);
    done(&world, kept, work::REHEARSE);
    assert_eq!(states(&world, kept), [state::UNCHANGED; 3], "blanks are filled, and there are none");
}

#[test]
fn a_related_contact_without_a_name_is_a_fault_of_the_row() {
    let world = world();
    let id = handed(&world, "Prénom;Nom;Né(e) le enfant 1;Prénom enfant 1\nClaire;Morel;02/03/2015;\n");
    done(&world, id, work::REHEARSE);
    assert_eq!(states(&world, id), [state::ERROR]);
    let all = world.site.read(&Actor::system("test"), |tx| rows::after(tx, id, 0, &[], 100)).unwrap();
    assert_eq!(all[0].faults()[0].1, "import-fault-relative");
}

#[test]
fn rows_about_people_who_are_known_are_told_apart_for_a_file_of_their_own() {
    let world = world();
    let claire = json!({"first_name": "Claire", "last_name": "Morel", "email_primary.email": "claire@example.org"});
    world.save("Contact", claire).unwrap();
    let id = handed(&world, "Prénom;Nom;Mail\nClaire;Morel;claire@example.org\nPaul;Rey;paul@example.org\n");
    setup(&world, id, |setup| setup.mode = Mode::Skip);
    done(&world, id, work::REHEARSE);
    let known = |world: &World| {
        let all = world.site.read(&Actor::system("test"), |tx| rows::alike(tx, id, 100)).unwrap();
        all.into_iter().map(|row| row.line).collect::<Vec<_>>()
    };
    assert_eq!(known(&world), [2]);
    done(&world, id, work::IMPORT);
    assert_eq!(known(&world), [2]);
}
