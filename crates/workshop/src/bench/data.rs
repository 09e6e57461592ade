//! The site that is measured: sample contacts, made once and kept, and a fresh copy for each run.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use kit::Registry;
use query::Dialect;
use ruche::house::database_file;
use schema::{Actor, Catalog, PermissionSet};
use store::{Location, Site, ddl, statement};
use testkit::postgres::{Durability, PrivatePostgres};

use super::Options;
use super::ask::Material;
use crate::{product, root};

/// How many names the beginnings are taken from.
const PREFIXES: usize = 500;

/// Where a site's files and database are, and the key to its API.
#[derive(Clone, Debug)]
pub struct Place {
    /// Holds the data folder, and beside it what is ours.
    pub folder: PathBuf,
    /// The PostgreSQL URL; None for SQLite.
    pub database: Option<String>,
    pub key: String,
}

/// A site to be measured, open in this process too.
pub struct Prepared {
    pub place: Place,
    pub registry: Registry,
    pub site: Site,
    pub actor: Actor,
    pub material: Material,
    /// Ends with the run.
    _server: Option<PrivatePostgres>,
}

impl Place {
    /// The data folder.
    pub fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    /// How the program is told where the site is.
    pub fn arguments(&self) -> Vec<String> {
        let mut all = vec!["--data".to_owned(), self.data().display().to_string()];
        if let Some(url) = &self.database {
            all.extend(["--database".to_owned(), url.clone()]);
        }
        all
    }

    /// Where the database is.
    pub fn location(&self) -> Location {
        match &self.database {
            Some(url) => Location::Server(url.clone()),
            None => Location::File(database_file(&self.data())),
        }
    }
}

/// Makes the site, unless an earlier run has, and opens it.
///
/// # Errors
/// When the program fails to make it.
pub fn prepare(options: &Options) -> Result<Prepared, String> {
    let (database, server) = match options.database.as_deref() {
        Some("private") => {
            let server = PrivatePostgres::start(Durability::Durable).map_err(|e| format!("PostgreSQL: {e}"))?;
            (Some(server.database()), Some(server))
        }
        other => (other.map(str::to_owned), None),
    };
    let kept = kept_folder(options.contacts, database.as_deref());
    let mut place = Place { folder: kept, database, key: String::new() };
    make(&mut place, options.contacts)?;
    if place.database.is_none() {
        place.folder = copied(&place.folder)?;
    }
    open(place, server)
}

/// One folder for each number of contacts, schema and database.
fn kept_folder(contacts: u64, database: Option<&str>) -> PathBuf {
    let catalog = Catalog::new(product::registry().model.entities, 1);
    let mut hash = DefaultHasher::new();
    (ddl::create_all(&catalog, Dialect::Sqlite), database).hash(&mut hash);
    root().join(format!("target/bench/{contacts}-{:08x}", hash.finish() >> 32))
}

/// Has the program fill an empty site, and keeps the key to it.
fn make(place: &mut Place, contacts: u64) -> Result<(), String> {
    let key = place.folder.join("key");
    if let Ok(found) = fs::read_to_string(&key) {
        place.key = found.trim().to_owned();
        return Ok(());
    }
    println!("making {contacts} contacts in {} …", place.folder.display());
    let _ = fs::remove_dir_all(&place.folder);
    fs::create_dir_all(&place.folder).map_err(|e| format!("{}: {e}", place.folder.display()))?;
    told(place, &["sample", "--contacts", &contacts.to_string()])?;
    place.key = told(place, &["user", "add", "bench", "--role", "administrator", "--api-key"])?.trim().to_owned();
    // Written last: its presence says that all is there.
    fs::write(&key, &place.key).map_err(|e| format!("{}: {e}", key.display()))
}

/// Runs the program on the site; gives what it prints.
fn told(place: &Place, words: &[&str]) -> Result<String, String> {
    let mut command = Command::new(product::binary()?);
    command.args(words).args(place.arguments()).stdin(Stdio::null()).stderr(Stdio::inherit());
    let output = command.output().map_err(|e| format!("ruche {}: {e}", words.join(" ")))?;
    match output.status.success() {
        true => String::from_utf8(output.stdout).map_err(|e| e.to_string()),
        false => Err(format!("ruche {} failed ({})", words.join(" "), output.status)),
    }
}

/// A copy that a run may change.
fn copied(kept: &Path) -> Result<PathBuf, String> {
    let folder = root().join("target/bench/run");
    let _ = fs::remove_dir_all(&folder);
    copy_all(kept, &folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    Ok(folder)
}

fn copy_all(from: &Path, to: &Path) -> std::io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        match entry.file_type()?.is_dir() {
            true => copy_all(&entry.path(), &target)?,
            false => fs::copy(entry.path(), target).map(|_| ())?,
        }
    }
    Ok(())
}

fn open(place: Place, server: Option<PrivatePostgres>) -> Result<Prepared, String> {
    let mut registry = product::registry();
    let model = std::mem::take(&mut registry.model);
    let site = Site::open(&place.location(), &place.data(), model).map_err(|e| e.to_string())?;
    site.migrate().map_err(|e| e.to_string())?;
    let actor = Actor {
        name: "bench".to_owned(),
        contact_id: Some(2),
        user_id: None,
        permissions: PermissionSet::everything().into(),
    };
    let material = material(&site, &actor)?;
    Ok(Prepared { place, registry, site, actor, material, _server: server })
}

/// What is there to be asked for.
fn material(site: &Site, actor: &Actor) -> Result<Material, String> {
    let mut found = Material::default();
    let mut names = Vec::new();
    let all = statement(r#"SELECT "id", "sort_name" FROM "civicrm_contact" WHERE "is_deleted" = 0"#, Vec::new());
    let read = site.read(actor, |tx| {
        tx.rows(&all, |row| {
            if let (query::Cell::Int(id), query::Cell::Text(name)) = (row.cell(0), row.cell(1)) {
                found.ids.push(id);
                names.extend(beginning(name));
            }
            Ok(())
        })
    });
    read.map_err(|e| e.to_string())?;
    let step = (names.len() / PREFIXES).max(1);
    found.prefixes = names.into_iter().step_by(step).collect();
    match found.ids.is_empty() || found.prefixes.is_empty() {
        true => Err("there are no contacts to ask for".to_owned()),
        false => Ok(found),
    }
}

/// The first three letters of a name.
fn beginning(name: &str) -> Option<String> {
    let three: String = name.chars().take(3).collect();
    (three.chars().count() == 3 && three.chars().all(char::is_alphabetic)).then_some(three)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_asked_for_by_their_first_letters() {
        assert_eq!(beginning("Élodie"), Some("Élo".to_owned()));
        assert_eq!(beginning("O'Neil"), None);
        assert_eq!(beginning("Li"), None);
    }
}
