//! A site of an earlier day, opened by today's program.

use ruche::{Database, House};
use schema::Actor;
use store::Site;

use crate::command_line::Scratch;
use crate::sure;

/// A site as the first version left it: the first tables, and what its components started with.
fn old_site(data: &std::path::Path, database: &Database) {
    sure(std::fs::create_dir_all(data));
    let mut registry = ruche::components::registry();
    let mut model = std::mem::take(&mut registry.model);
    model.migrations = &model.migrations[..1];
    let site = sure(Site::open(&database.location(data), data, model));
    sure(site.migrate());
    let first = ["RelationshipType", "Group", "Tag", "Domain"];
    let seeds = registry.seeds.iter().filter(|seed| first.contains(&seed.entity));
    for seed in seeds {
        sure(site.write(&Actor::system("test"), "test", |tx| (seed.fill)(tx)));
    }
    // Notes on activities came later.
    let text = format!(r#"DELETE FROM "civicrm_option_value" WHERE {NOTES}"#);
    sure(site.write(&Actor::system("test"), "test", |tx| tx.execute(&store::statement(text.as_str(), Vec::new()))));
}

/// The choice that notes may stand on activities.
const NOTES: &str = r#""value" = 'civicrm_activity' AND "option_group_id" =
    (SELECT "id" FROM "civicrm_option_group" WHERE "name" = 'note_used_for')"#;

fn count(house: &House, table: &str) -> i64 {
    let text = format!(r#"SELECT count(*) FROM "{table}""#);
    let count = sure(house.site.read(&Actor::system("test"), |tx| tx.one(&store::statement(text, Vec::new()))));
    count.and_then(|count| count.as_int()).unwrap_or_default()
}

fn an_older_site_is_brought_up_to_date(data: &std::path::Path, database: &Database) {
    old_site(data, database);
    let house = sure(House::open(data, database));
    let types = count(&house, "civicrm_relationship_type");
    let backup = sure(house.bring_up_to_date());
    assert!(backup.is_some_and(|file| file.is_file()), "a backup is taken before the tables change");
    let newest = house.site.model().migrations.last().map_or(0, |migration| migration.number);
    assert_eq!(sure(house.site.schema_version()), newest);
    assert_eq!(count(&house, "civicrm_relationship_type"), types, "nothing is planted twice");
    assert!(count(&house, "civicrm_dedupe_rule_group") > 0, "a component that arrived later brings its rows");
    assert!(count(&house, "civicrm_dedupe_rule") > 0);
    let notes = format!(r#"SELECT count(*) FROM "civicrm_option_value" WHERE {NOTES}"#);
    let notes =
        sure(house.site.read(&Actor::system("test"), |tx| tx.one(&store::statement(notes.as_str(), Vec::new()))));
    assert_eq!(notes.and_then(|count| count.as_int()), Some(1), "a choice that came later is planted on older sites");
}

/// Rows of an import of the time when each row bore its transaction: two steps, one row that was refused and one that was
/// taken back.
const ROWS: [(i64, &str, Option<i64>); 6] = [
    (2, "done", Some(71)),
    (3, "done", Some(71)),
    (4, "refused", None),
    (5, "done", Some(72)),
    (6, "undone", Some(72)),
    (7, "done", Some(72)),
];

fn imports_of_an_older_site_can_still_be_taken_back_step_by_step(data: &std::path::Path, database: &Database) {
    sure(std::fs::create_dir_all(data));
    let older = |migrations: usize| {
        let mut model = ruche::components::registry().model;
        model.migrations = &model.migrations[..migrations];
        sure(Site::open(&database.location(data), data, model))
    };
    let site = older(7);
    sure(site.migrate());
    let put = |text: String| {
        sure(site.write(&Actor::system("test"), "test", |tx| tx.execute(&store::statement(text.as_str(), Vec::new()))));
    };
    put(r#"INSERT INTO "civicrm_user_job" ("id", "created_date", "job_type") VALUES (1, '2026-11-01 10:00:00', 'contact_import')"#.to_owned());
    for (line, state, transaction) in ROWS {
        let transaction = transaction.map_or("NULL".to_owned(), |id| id.to_string());
        put(format!(
            r#"INSERT INTO "ruche_import_row" ("user_job_id", "line", "cells", "state", "transaction_id") VALUES (1, {line}, '[]', '{state}', {transaction})"#
        ));
    }
    drop(site);
    let site = older(8);
    assert_eq!(sure(site.migrate()), [8]);
    let mut steps = Vec::new();
    let text =
        r#"SELECT "user_job_id", "transaction_id", "after", "last" FROM "ruche_import_step" ORDER BY "transaction_id""#;
    sure(site.read(&Actor::system("test"), |tx| {
        tx.rows(&store::statement(text, Vec::new()), |row| {
            steps.push([0, 1, 2, 3].map(|at| store::owned(row.cell(at)).as_int()));
            Ok(())
        })
    }));
    let step = |of: [i64; 4]| of.map(Some);
    assert_eq!(steps, [step([1, 71, 1, 3]), step([1, 72, 4, 7])], "what was taken back is within, and stays so");
}

fn what_was_deleted_stays_deleted(data: &std::path::Path, database: &Database) {
    let house = sure(House::open_ready(data, database));
    let emptied = |tx: &mut store::Tx<'_>| {
        tx.execute(&store::statement(r#"DELETE FROM "civicrm_dedupe_rule""#, Vec::new()))?;
        tx.execute(&store::statement(r#"DELETE FROM "civicrm_dedupe_rule_group""#, Vec::new()))
    };
    sure(house.site.write(&Actor::system("test"), "test", emptied));
    drop(house);
    let again = sure(House::open_ready(data, database));
    assert_eq!(count(&again, "civicrm_dedupe_rule_group"), 0);
}

#[test]
fn an_older_site_on_sqlite_is_brought_up_to_date() {
    let folder = Scratch::new("upgrade");
    an_older_site_is_brought_up_to_date(&folder.0, &Database::Embedded);
    what_was_deleted_stays_deleted(&folder.0, &Database::Embedded);
}

#[test]
fn an_older_site_on_postgresql_is_brought_up_to_date() {
    let database = Database::Server(testkit::postgres::PrivatePostgres::shared().database());
    let folder = Scratch::new("upgrade-postgres");
    an_older_site_is_brought_up_to_date(&folder.0, &database);
    what_was_deleted_stays_deleted(&folder.0, &database);
}

#[test]
fn imports_of_an_older_site_on_sqlite_can_still_be_taken_back() {
    let folder = Scratch::new("upgrade-imports");
    imports_of_an_older_site_can_still_be_taken_back_step_by_step(&folder.0, &Database::Embedded);
}

#[test]
fn imports_of_an_older_site_on_postgresql_can_still_be_taken_back() {
    let database = Database::Server(testkit::postgres::PrivatePostgres::shared().database());
    let folder = Scratch::new("upgrade-imports-postgres");
    imports_of_an_older_site_can_still_be_taken_back_step_by_step(&folder.0, &database);
}
