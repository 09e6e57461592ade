//! The steps as files: read, checked, written.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::Path;

use query::Dialect;

/// The list of steps that the program carries, below the root.
const LIST: &str = "crates/app/src/migrations.rs";

/// One step of the tables' history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    pub number: i64,
    pub name: String,
    pub sqlite: String,
    pub postgres: String,
}

impl Step {
    /// The step after these.
    ///
    /// # Errors
    /// Refuses a name of anything but small letters, digits and `_`.
    pub fn next(steps: &[Step], name: &str, sqlite: String, postgres: String) -> Result<Step, String> {
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        if name.is_empty() || !name.chars().all(plain) {
            return Err(format!("{name:?}: a migration's name is made of small letters, digits and _"));
        }
        let number = steps.last().map_or(0, |step| step.number) + 1;
        Ok(Step { number, name: name.to_owned(), sqlite, postgres })
    }

    /// Whether both are written in the same place.
    pub fn is_same_file(&self, other: &Step) -> bool {
        (self.number, &self.name) == (other.number, &other.name)
    }

    fn file(&self, dialect: Dialect) -> String {
        format!("{}/{:04}_{}.sql", folder(dialect), self.number, self.name)
    }
}

fn folder(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::Sqlite => "migrations/sqlite",
        Dialect::Postgres => "migrations/postgres",
    }
}

/// All steps, in order.
///
/// # Errors
/// When a number is missing or a step is not written for both databases.
pub fn read(root: &Path) -> Result<Vec<Step>, String> {
    let mut found = BTreeMap::new();
    for dialect in [Dialect::Sqlite, Dialect::Postgres] {
        for entry in fs::read_dir(root.join(folder(dialect))).into_iter().flatten().flatten() {
            if let Some((number, name)) = named(&entry.file_name().to_string_lossy()) {
                found.insert(number, name.to_owned());
            }
        }
    }
    let mut steps = Vec::new();
    for (at, (number, name)) in (1..).zip(found) {
        if number != at {
            return Err(format!("migrations: there is no step {at:04}"));
        }
        let mut step = Step { number, name, sqlite: String::new(), postgres: String::new() };
        step.sqlite = text(root, &step.file(Dialect::Sqlite))?;
        step.postgres = text(root, &step.file(Dialect::Postgres))?;
        steps.push(step);
    }
    Ok(steps)
}

/// `0007_add_notes.sql` is step 7, add_notes.
fn named(file: &str) -> Option<(i64, &str)> {
    let (number, name) = file.strip_suffix(".sql")?.split_once('_')?;
    Some((number.parse().ok()?, name))
}

/// Writes a step for both databases.
///
/// # Errors
/// When a file cannot be written.
pub fn write(root: &Path, step: &Step) -> Result<(), String> {
    put(root, &step.file(Dialect::Sqlite), &step.sqlite)?;
    put(root, &step.file(Dialect::Postgres), &step.postgres)
}

/// Removes a step.
///
/// # Errors
/// When a file cannot be removed.
pub fn remove(root: &Path, step: &Step) -> Result<(), String> {
    [Dialect::Sqlite, Dialect::Postgres].iter().try_for_each(|dialect| {
        let file = step.file(*dialect);
        fs::remove_file(root.join(&file)).map_err(|e| format!("{file}: {e}"))
    })
}

/// Writes the whole declared schema.
///
/// # Errors
/// When the file cannot be written.
pub fn write_schema(root: &Path, dialect: Dialect, schema: &str) -> Result<(), String> {
    put(root, &schema_file(dialect), schema)
}

/// Writes the list of steps that the program carries.
///
/// # Errors
/// When the file cannot be written.
pub fn write_list(root: &Path, steps: &[Step]) -> Result<(), String> {
    put(root, LIST, &list(steps))
}

pub(super) fn schema_file(dialect: Dialect) -> String {
    format!("{}/schema.sql", folder(dialect))
}

/// The list as Rust.
pub(super) fn list(steps: &[Step]) -> String {
    let mut rust = String::from(
        "//! The migrations of the database, in order. Written by `cargo xtask migration NAME`, never changed once released.\n\n\
         use store::Migration;\n\n\
         /// One line for each file pair in `migrations/`.\n\
         pub const MIGRATIONS: &[Migration] = &[",
    );
    for (at, step) in steps.iter().enumerate() {
        let [sqlite, postgres] = [Dialect::Sqlite, Dialect::Postgres].map(|dialect| step.file(dialect));
        let (number, name) = (step.number, &step.name);
        let _ = write!(
            rust,
            "{}Migration {{\n    number: {number},\n    name: \"{name}\",\n    \
             sqlite: include_str!(\"../../../{sqlite}\"),\n    postgres: include_str!(\"../../../{postgres}\"),\n}}",
            if at == 0 { "" } else { ", " }
        );
    }
    rust.push_str("];\n");
    rust
}

pub(super) fn text(root: &Path, file: &str) -> Result<String, String> {
    fs::read_to_string(root.join(file)).map_err(|e| format!("{file}: {e}"))
}

/// Writes only what differs, so that nothing is rebuilt for nothing.
fn put(root: &Path, file: &str, content: &str) -> Result<(), String> {
    if text(root, file).is_ok_and(|old| old == content) {
        return Ok(());
    }
    let path = root.join(file);
    let folder = path.parent().unwrap_or(root);
    fs::create_dir_all(folder).and_then(|()| fs::write(&path, content)).map_err(|e| format!("{file}: {e}"))
}
