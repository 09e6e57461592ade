//! `migration NAME`: what the declarations have and the migrations so far do not, written as the next step.
//!
//! ```text
//! migrations/{sqlite,postgres}/NNNN_name.sql   one step each, forward only
//! migrations/{sqlite,postgres}/schema.sql      the whole declared schema, to read and to compare
//! crates/app/src/migrations.rs                 the list of steps that the program carries
//! ```

mod steps;
#[cfg(test)]
mod tests;

use query::Dialect;
use schema::{Catalog, Entity};
use steps::Step;
use store::{Location, Migration, Model, Site, ddl, drift};

use crate::folder::Folder;
use crate::{product, root};

/// What becomes of the steps that are there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Past {
    Keep,
    /// They are thrown away: only while no database in use has run them.
    Forget,
}

/// Writes the next step, the schema and the list of steps; or says that nothing is missing.
///
/// # Errors
/// Refuses a name that cannot be part of a file name; otherwise what went wrong with files or SQL.
pub fn run(name: &str, past: Past) -> Result<(), String> {
    let root = root();
    let old = steps::read(&root)?;
    let mut steps = if past == Past::Forget { Vec::new() } else { old.clone() };
    let entities = product::registry().model.entities;
    let catalog = Catalog::new(entities.iter().cloned(), 1);
    let lines = described(&entities, &steps)?;
    let [sqlite, postgres] = [Dialect::Sqlite, Dialect::Postgres].map(|d| drift::additions(&catalog, &lines, d));
    if sqlite.is_empty() && postgres.is_empty() {
        println!("The migrations have all that is declared.");
    } else {
        let step = Step::next(&steps, name, script(&sqlite), script(&postgres))?;
        println!("migrations/{{sqlite,postgres}}/{:04}_{}.sql: {} statements", step.number, step.name, sqlite.len());
        steps::write(&root, &step)?;
        steps.push(step);
    }
    for step in old.iter().filter(|old| !steps.iter().any(|step| step.is_same_file(old))) {
        steps::remove(&root, step)?;
    }
    steps::write_list(&root, &steps)?;
    for dialect in [Dialect::Sqlite, Dialect::Postgres] {
        steps::write_schema(&root, dialect, &script(&ddl::create_all(&catalog, dialect)))?;
    }
    tell_what_remains(&entities, &steps)
}

/// What was removed or changed needs a hand: it is named.
fn tell_what_remains(entities: &[Entity], steps: &[Step]) -> Result<(), String> {
    let migrated = described(entities, steps)?;
    let declared = described(entities, &[declared(entities)])?;
    let (gone, missing) = (without(&migrated, &declared), without(&declared, &migrated));
    for line in &gone {
        println!("only in the migrations:   {line}");
    }
    for line in &missing {
        println!("only in the declarations: {line}");
    }
    match gone.len() + missing.len() {
        0 => Ok(()),
        count => Err(format!("{count} differences remain; complete the new step by hand, for both databases")),
    }
}

fn without(all: &[String], others: &[String]) -> Vec<String> {
    all.iter().filter(|line| !others.contains(line)).cloned().collect()
}

/// One step that makes all tables as they are declared.
fn declared(entities: &[Entity]) -> Step {
    let catalog = Catalog::new(entities.iter().cloned(), 1);
    let all = |dialect| script(&ddl::create_all(&catalog, dialect));
    let (sqlite, postgres) = (all(Dialect::Sqlite), all(Dialect::Postgres));
    Step { number: 1, name: "declared".to_owned(), sqlite, postgres }
}

/// What stands in an empty SQLite database after these steps.
fn described(entities: &[Entity], steps: &[Step]) -> Result<Vec<String>, String> {
    if steps.is_empty() {
        return Ok(Vec::new());
    }
    let folder = Folder::new()?;
    described_at(&Location::File(folder.path().join("steps.sqlite")), &folder, entities, steps)
}

/// What stands in an empty database after these steps.
fn described_at(
    location: &Location,
    folder: &Folder,
    entities: &[Entity],
    steps: &[Step],
) -> Result<Vec<String>, String> {
    let model = Model { entities: entities.to_vec(), migrations: leaked(steps), ..Model::default() };
    let site = Site::open(location, folder.path(), model).map_err(|e| e.to_string())?;
    site.migrate().map_err(|e| e.to_string())?;
    site.describe().map_err(|e| e.to_string())
}

/// Steps as the program carries them: for as long as it runs.
fn leaked(steps: &[Step]) -> &'static [Migration] {
    let text = |text: &str| -> &'static str { String::leak(text.to_owned()) };
    let step = |step: &Step| Migration {
        number: step.number,
        name: text(&step.name),
        sqlite: text(&step.sqlite),
        postgres: text(&step.postgres),
    };
    Vec::leak(steps.iter().map(step).collect())
}

/// Statements as a file of SQL.
fn script(statements: &[String]) -> String {
    statements.iter().map(|statement| format!("{statement};\n")).collect()
}
