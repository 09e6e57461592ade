//! Migrations against declarations, on both databases; and the files of steps.

use std::fs;

use testkit::postgres::PrivatePostgres;

use super::steps::{Step, list, read, schema_file, text, write};
use super::*;

fn entities() -> Vec<Entity> {
    product::registry().model.entities
}

#[test]
fn migrations_sum_to_the_declarations_on_sqlite() {
    let steps = read(&root()).unwrap();
    let migrated = described(&entities(), &steps).unwrap();
    let declared = described(&entities(), &[declared(&entities())]).unwrap();
    assert!(declared.len() > 100);
    assert_eq!(without(&migrated, &declared), [""; 0], "only in the migrations");
    assert_eq!(without(&declared, &migrated), [""; 0], "only in the declarations: cargo xtask migration NAME");
}

#[test]
fn migrations_sum_to_the_declarations_on_postgresql() {
    let server = PrivatePostgres::shared();
    let described = |steps: &[Step]| {
        let url = server.database();
        let folder = Folder::new().unwrap();
        let lines = described_at(&Location::Server(url.clone()), &folder, &entities(), steps).unwrap();
        server.remove(&url);
        lines
    };
    let migrated = described(&read(&root()).unwrap());
    let declared = described(&[declared(&entities())]);
    assert!(declared.len() > 100);
    assert_eq!(without(&migrated, &declared), [""; 0], "only in the migrations");
    assert_eq!(without(&declared, &migrated), [""; 0], "only in the declarations: cargo xtask migration NAME");
}

#[test]
fn the_written_schema_is_what_is_declared() {
    let all = declared(&entities());
    for (dialect, declared) in [(Dialect::Sqlite, all.sqlite), (Dialect::Postgres, all.postgres)] {
        let file = schema_file(dialect);
        let written = text(&root(), &file).unwrap();
        assert!(written == declared, "{file} is out of date: cargo xtask migration NAME");
    }
}

#[test]
fn the_program_carries_every_step() {
    let steps = read(&root()).unwrap();
    let carried = product::registry().model.migrations;
    let known: Vec<(i64, &str)> = carried.iter().map(|step| (step.number, step.name)).collect();
    assert_eq!(known, steps.iter().map(|step| (step.number, step.name.as_str())).collect::<Vec<_>>());
}

#[test]
fn steps_are_numbered_and_named_for_files() {
    let first = Step::next(&[], "first", String::new(), String::new()).unwrap();
    assert_eq!(first.number, 1);
    assert_eq!(Step::next(&[first], "second_2", String::new(), String::new()).unwrap().number, 2);
    for name in ["", "Add notes", "../x"] {
        assert!(Step::next(&[], name, String::new(), String::new()).is_err(), "{name}");
    }
}

#[test]
fn a_step_comes_back_from_its_files() {
    let folder = Folder::new().unwrap();
    let step = Step::next(&[], "bees", "SELECT 1;\n".to_owned(), "SELECT 2;\n".to_owned()).unwrap();
    write(folder.path(), &step).unwrap();
    assert_eq!(read(folder.path()).unwrap(), std::slice::from_ref(&step));
    assert!(list(&[step]).contains("include_str!(\"../../../migrations/postgres/0001_bees.sql\")"));
}

#[test]
fn a_gap_between_steps_is_refused() {
    let folder = Folder::new().unwrap();
    let first = Step::next(&[], "bees", String::new(), String::new()).unwrap();
    let second = Step::next(&[first], "honey", String::new(), String::new()).unwrap();
    write(folder.path(), &second).unwrap();
    assert!(read(folder.path()).unwrap_err().contains("no step 0001"));
}

#[test]
fn a_step_for_one_database_alone_is_refused() {
    let folder = Folder::new().unwrap();
    write(folder.path(), &Step::next(&[], "bees", String::new(), String::new()).unwrap()).unwrap();
    fs::remove_file(folder.path().join("migrations/postgres/0001_bees.sql")).unwrap();
    assert!(read(folder.path()).unwrap_err().contains("postgres/0001_bees.sql"));
}
