//! A site with what its components registered, opened and brought up to date.

use std::fs::{File, OpenOptions};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use kit::Registry;
use schema::Actor;
use store::{Error, Location, Result, Site};

/// Which database holds the data.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Database {
    /// A file in the data folder.
    #[default]
    Embedded,
    /// PostgreSQL, by its URL.
    Server(String),
}

impl Database {
    /// Reads the setting: `sqlite` or a PostgreSQL URL.
    ///
    /// # Errors
    /// Tells what is accepted.
    pub fn parse(text: &str) -> std::result::Result<Database, String> {
        match text {
            "sqlite" => Ok(Database::Embedded),
            url if url.starts_with("postgres://") || url.starts_with("postgresql://") => {
                Ok(Database::Server(url.to_owned()))
            }
            _ => Err("give `sqlite` or a URL such as postgres://user:password@host/database".to_owned()),
        }
    }

    /// Where the store finds it.
    pub fn location(&self, data: &Path) -> Location {
        match self {
            Database::Embedded => Location::File(database_file(data)),
            Database::Server(url) => Location::Server(url.clone()),
        }
    }
}

/// The embedded database of a data folder.
pub fn database_file(data: &Path) -> PathBuf {
    data.join("ruche.db")
}

/// An open site. Cloning is cheap; all clones are the same.
#[derive(Clone)]
pub struct House {
    pub site: Site,
    pub registry: Arc<Registry>,
    pub database: Database,
    /// Held while the program works on the data, so that nobody replaces it meanwhile.
    _presence: Arc<File>,
}

impl House {
    /// Opens a site as it is, tables untouched.
    ///
    /// # Errors
    /// Fails when the folder or the database cannot be opened, or is being restored.
    pub fn open(data: &Path, database: &Database) -> Result<House> {
        make_private(data)?;
        let presence = presence(data)?;
        presence.try_lock_shared().map_err(|_| Error::Conflict("This data folder is being restored.".to_owned()))?;
        let mut registry = crate::components::registry();
        let mut model = std::mem::take(&mut registry.model);
        if let Some(scan) = crate::config::scan(data).map_err(Error::Request)? {
            model.settings.insert(file::SCAN_SETTING.to_owned(), scan.into());
        }
        if let Some(bucket) = crate::config::files(data).map_err(Error::Request)? {
            model.private.insert(file::STORE_SETTING.to_owned(), bucket);
        }
        let site = Site::open(&database.location(data), data, model)?;
        Ok(House { site, registry: Arc::new(registry), database: database.clone(), _presence: Arc::new(presence) })
    }

    /// Opens a site and makes it ready: missing migrations are run (a verified backup first), and what
    /// components start with is planted.
    ///
    /// # Errors
    /// As [`House::open`], and whatever a migration or the backup fails with.
    pub fn open_ready(data: &Path, database: &Database) -> Result<House> {
        let house = House::open(data, database)?;
        house.bring_up_to_date()?;
        Ok(house)
    }

    /// Runs missing migrations and plants what components start with; gives the backup that was taken, if one was.
    ///
    /// # Errors
    /// Nothing is migrated when the backup fails.
    pub fn bring_up_to_date(&self) -> Result<Option<PathBuf>> {
        let newest = self.site.model().migrations.last().map_or(0, |migration| migration.number);
        let current = self.site.schema_version()?;
        let backup = match current > 0 && current < newest {
            true => Some(self.backup_before(newest)?),
            false => None,
        };
        self.site.migrate()?;
        self.site.write(&Actor::system("installation"), "installation", |tx| kit::plant(tx, &self.registry.seeds))?;
        Ok(backup)
    }

    fn backup_before(&self, version: i64) -> Result<PathBuf> {
        let folder = self.site.data().join("backups");
        make_private(&folder)?;
        let at = jiff::Timestamp::now().strftime("%Y%m%dT%H%M%SZ");
        let target = folder.join(format!("before-migration-{version}-{at}.tar"));
        crate::archive::backup(self, &target)?;
        Ok(target)
    }

    /// The files of the site: attachments, images.
    pub fn files(data: &Path) -> PathBuf {
        data.join("files")
    }
}

/// The file whose lock says that somebody works here.
pub(crate) fn presence(data: &Path) -> Result<File> {
    let path = data.join("ruche.lock");
    let options = OpenOptions::new().create(true).truncate(false).write(true).open(&path);
    options.map_err(|e| Error::Request(format!("{}: {e}", path.display())))
}

/// Makes a folder that only its owner may enter.
pub(crate) fn make_private(folder: &Path) -> Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder).map_err(|e| Error::Request(format!("{}: {e}", folder.display())))
}
