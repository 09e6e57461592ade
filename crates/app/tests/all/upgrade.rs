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
