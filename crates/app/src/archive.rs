//! Backups: database, files and secret key in one tar file, with checksums, read back before they count as done.

use std::fs::File;
use std::io::{BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use std::process::Command;

use schema::Actor;
use serde_json::{Map, Value as Json, json};
use sha2::{Digest, Sha256};
use store::{Error, Location, Model, Result, Site, Tx, statement};

use crate::house::{Database, House, database_file, make_private, presence};

const MANIFEST: &str = "manifest.json";
const SQLITE: &str = "ruche.db";
const POSTGRES: &str = "ruche.pgdump";
const KEY: &str = "secret.key";
const FORMAT: u64 = 1;

/// Writes a backup of a running site into `target` and reads it back.
///
/// # Errors
/// Names what could not be copied or verified; an unfinished file is removed.
pub fn backup(house: &House, target: &Path) -> Result<()> {
    let work = Scratch::beside(target)?;
    let data = house.site.data();
    // The database is copied first: what it speaks of is in the store by then, and stays there while this is held.
    let _contents = file::content::hold(data).map_err(at(data))?;
    let (name, copy) = copy_database(house, &work.0)?;
    let mut sources = vec![(name.to_owned(), copy), (KEY.to_owned(), data.join(KEY))];
    collect(&House::files(data), "files", &mut sources)?;
    if data.join("ruche.toml").exists() {
        sources.push(("ruche.toml".to_owned(), data.join("ruche.toml")));
    }
    let unfinished = work.0.join("backup.tar");
    write_tar(&unfinished, &sources, house)?;
    let checked = work.0.join("checked");
    unpack(&unfinished, &checked)?;
    verify_database(house.site.is_postgres(), &checked)?;
    std::fs::rename(&unfinished, target).map_err(at(target))
}

/// Puts a backup in the place of a site's data. What was there before is moved aside, into the folder that is told.
///
/// # Errors
/// Nothing is changed when the backup is damaged, is of the other kind of database, or a program is at work.
pub fn restore(data: &Path, database: &Database, source: &Path) -> Result<Option<PathBuf>> {
    make_private(data)?;
    let lock = presence(data)?;
    lock.try_lock().map_err(|_| Error::Conflict("Ruche is at work on this data folder: stop it first.".to_owned()))?;
    let work = Scratch::beside(&data.join("restore"))?;
    let unpacked = work.0.join("unpacked");
    unpack(source, &unpacked)?;
    let is_postgres = *database != Database::Embedded;
    let wanted = if is_postgres { POSTGRES } else { SQLITE };
    if !unpacked.join(wanted).exists() {
        let words = "The backup holds the other kind of database: give the --database that it was made of.";
        return Err(Error::Request(words.to_owned()));
    }
    verify_database(is_postgres, &unpacked)?;
    if let Database::Server(url) = database {
        restore_server(url, &unpacked.join(POSTGRES))?;
    }
    let aside = move_aside(data)?;
    for name in [SQLITE, KEY, "files", "ruche.toml"] {
        let from = unpacked.join(name);
        if from.exists() {
            let to = if name == SQLITE { database_file(data) } else { data.join(name) };
            std::fs::rename(&from, &to).map_err(at(&to))?;
        }
    }
    Ok(aside)
}

/// The beginning and the end of the names of backups in a folder that is rotated.
const PREFIX: &str = "ruche-";
const SUFFIX: &str = ".tar";

/// A file of this moment in a folder, which is made where there is none.
///
/// # Errors
/// The folder's own failure.
pub fn name_in(folder: &Path) -> Result<PathBuf> {
    make_private(folder)?;
    let at = jiff::Timestamp::now().strftime("%Y%m%dT%H%M%SZ");
    Ok(folder.join(format!("{PREFIX}{at}{SUFFIX}")))
}

/// The backups of a folder, the newest first: their names are their moments.
fn all_in(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut names = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(at(folder))? {
        let name = entry.map_err(at(folder))?.file_name().to_string_lossy().into_owned();
        let moment = name.strip_prefix(PREFIX).and_then(|rest| rest.strip_suffix(SUFFIX));
        if moment.is_some_and(|moment| moment.len() == 16 && moment.ends_with('Z')) {
            names.push(name);
        }
    }
    names.sort_unstable_by(|a, b| b.cmp(a));
    Ok(names.into_iter().map(|name| folder.join(name)).collect())
}

/// The newest backup of a folder.
///
/// # Errors
/// The folder's own failure.
pub fn newest(folder: &Path) -> Result<Option<PathBuf>> {
    Ok(all_in(folder)?.into_iter().next())
}

/// Removes all but the newest backups of a folder; tells which. Other files stay.
///
/// # Errors
/// The folder's own failure.
pub fn rotate(folder: &Path, keep: usize) -> Result<Vec<PathBuf>> {
    let old: Vec<PathBuf> = all_in(folder)?.into_iter().skip(keep.max(1)).collect();
    for file in &old {
        std::fs::remove_file(file).map_err(at(file))?;
    }
    Ok(old)
}

/// Restores a backup into a folder of its own, opens the site there, and says what is in it. Nothing else is touched; a
/// dump of PostgreSQL is read through, since a server to put it on is not ours to choose.
///
/// # Errors
/// Names what is damaged or missing.
pub fn trial(database: &Database, source: &Path) -> Result<String> {
    let scratch = Scratch::beside(&std::env::temp_dir().join("trial"))?;
    let data = scratch.0.join("data");
    if *database != Database::Embedded {
        unpack(source, &data)?;
        verify_database(true, &data)?;
        return Ok("Its dump and its files are whole.".to_owned());
    }
    restore(&data, database, source)?;
    let house = House::open_ready(&data, database)?;
    let system = Actor::system("trial");
    let mut faults = 0;
    let mut after = Some(0);
    while let Some(from) = after {
        let part = house.site.read(&system, |tx| tx.check_chain(from, 100))?;
        faults += part.faults.len();
        after = part.next;
    }
    if faults > 0 {
        return Err(Error::Request(format!("Its history does not hold in {faults} places.")));
    }
    let count = statement(r#"SELECT count(*) FROM "civicrm_contact""#, Vec::new());
    let contacts = house.site.read(&system, |tx| tx.one(&count))?.and_then(|n| n.as_int()).unwrap_or(0);
    Ok(format!("It holds {contacts} contacts, and its history is whole."))
}

/// A folder for unfinished work, removed however the work ends.
struct Scratch(PathBuf);

impl Scratch {
    fn beside(target: &Path) -> Result<Scratch> {
        let parent = target.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let folder = parent.join(format!(".ruche-{}-{}", std::process::id(), jiff::Timestamp::now().as_microsecond()));
        make_private(&folder)?;
        Ok(Scratch(folder))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn copy_database(house: &House, folder: &Path) -> Result<(&'static str, PathBuf)> {
    match &house.database {
        Database::Embedded => {
            let copy = folder.join(SQLITE);
            house.site.copy_database(&copy)?;
            Ok((SQLITE, copy))
        }
        Database::Server(url) => {
            let copy = folder.join(POSTGRES);
            let mut dump = Command::new("pg_dump");
            dump.args(["--format=custom", "--no-owner", "--no-privileges", "--file"])
                .arg(&copy)
                .arg("--dbname")
                .arg(url);
            run(dump, "pg_dump")?;
            Ok((POSTGRES, copy))
        }
    }
}

fn restore_server(url: &str, dump: &Path) -> Result<()> {
    let mut restore = Command::new("pg_restore");
    restore.args(["--clean", "--if-exists", "--no-owner", "--single-transaction", "--dbname"]).arg(url).arg(dump);
    run(restore, "pg_restore")
}

fn run(mut command: Command, name: &str) -> Result<()> {
    let output = command.output().map_err(|e| {
        Error::Request(format!(
            "{name} is needed for a PostgreSQL database and cannot be run ({e}): install PostgreSQL's client programs."
        ))
    })?;
    match output.status.success() {
        true => Ok(()),
        false => Err(Error::Request(format!("{name}: {}", String::from_utf8_lossy(&output.stderr).trim()))),
    }
}

/// All files below a folder, by the names that they have in the archive.
fn collect(folder: &Path, name: &str, out: &mut Vec<(String, PathBuf)>) -> Result<()> {
    if !folder.is_dir() {
        return Ok(());
    }
    for entry in std::fs::read_dir(folder).map_err(at(folder))? {
        let entry = entry.map_err(at(folder))?;
        let inner = format!("{name}/{}", entry.file_name().to_string_lossy());
        match entry.file_type().map_err(at(folder))? {
            kind if kind.is_dir() => collect(&entry.path(), &inner, out)?,
            kind if kind.is_file() => out.push((inner, entry.path())),
            _ => {}
        }
    }
    Ok(())
}

fn write_tar(target: &Path, sources: &[(String, PathBuf)], house: &House) -> Result<()> {
    let mut sums = Map::new();
    for (name, path) in sources {
        sums.insert(name.clone(), Json::from(checksum(path)?));
    }
    let manifest = json!({
        "format": FORMAT,
        "made_by": env!("CARGO_PKG_VERSION"),
        "made_at": jiff::Timestamp::now().to_string(),
        "schema": house.site.schema_version()?,
        "sha256": sums,
    });
    let file = File::create(target).map_err(at(target))?;
    let mut tar = tar::Builder::new(BufWriter::new(file));
    let text = manifest.to_string();
    let mut header = tar::Header::new_gnu();
    header.set_size(text.len() as u64);
    header.set_mode(0o600);
    tar.append_data(&mut header, MANIFEST, text.as_bytes()).map_err(at(target))?;
    for (name, path) in sources {
        tar.append_path_with_name(path, name).map_err(at(path))?;
    }
    let mut out = tar.into_inner().map_err(at(target))?;
    out.flush().map_err(at(target))?;
    out.get_ref().sync_all().map_err(at(target))
}

/// Unpacks an archive and compares every file with its checksum.
fn unpack(source: &Path, folder: &Path) -> Result<()> {
    make_private(folder)?;
    let file = File::open(source).map_err(at(source))?;
    let mut archive = tar::Archive::new(BufReader::new(file));
    archive.set_preserve_permissions(false);
    // Names that lead out of the folder are left out by `unpack`, and then missed below.
    archive.unpack(folder).map_err(at(source))?;
    let damaged = |what: &str| Error::Request(format!("{}: this is no sound backup: {what}", source.display()));
    let text = std::fs::read_to_string(folder.join(MANIFEST)).map_err(|_| damaged("it has no manifest"))?;
    let manifest: Json = serde_json::from_str(&text).map_err(|_| damaged("its manifest cannot be read"))?;
    if manifest["format"].as_u64() != Some(FORMAT) {
        return Err(damaged("its format is unknown to this program"));
    }
    let sums = manifest["sha256"].as_object().ok_or_else(|| damaged("its manifest cannot be read"))?;
    for (name, sum) in sums {
        let plain = !name.contains("..") && !name.starts_with('/');
        if !plain || checksum(&folder.join(name)).ok().as_deref() != sum.as_str() {
            return Err(damaged(&format!("{name} is damaged")));
        }
    }
    Ok(())
}

/// Asks the database's own checks.
fn verify_database(is_postgres: bool, folder: &Path) -> Result<()> {
    if is_postgres {
        let mut list = Command::new("pg_restore");
        list.arg("--list").arg(folder.join(POSTGRES));
        return run(list, "pg_restore");
    }
    // A site of no entities: enough to ask, and it leaves the copy as it is.
    let copy = Site::open(&Location::File(folder.join(SQLITE)), folder, Model::default())?;
    let version = copy.schema_version()?;
    let check = |tx: &mut Tx<'_>| tx.one(&statement("PRAGMA integrity_check", Vec::new()));
    let word = copy.read(&Actor::system("backup"), check)?;
    match word.as_ref().and_then(|word| word.as_text()).unwrap_or_default() {
        "ok" if version > 0 => Ok(()),
        "ok" => Err(Error::Request("The backup holds an empty database.".to_owned())),
        word => Err(Error::Request(format!("The copy of the database is damaged: {word}"))),
    }
}

/// Moves what a restore replaces into a folder of its own; None where there was nothing.
fn move_aside(data: &Path) -> Result<Option<PathBuf>> {
    let names = [SQLITE, "ruche.db-wal", "ruche.db-shm", KEY, "files"];
    if !names.iter().any(|name| data.join(name).exists()) {
        return Ok(None);
    }
    let aside = data.join(format!("replaced-{}", jiff::Timestamp::now().strftime("%Y%m%dT%H%M%SZ")));
    make_private(&aside)?;
    for name in names {
        let from = data.join(name);
        if from.exists() {
            std::fs::rename(&from, aside.join(name)).map_err(at(&from))?;
        }
    }
    Ok(Some(aside))
}

fn checksum(path: &Path) -> Result<String> {
    let mut file = File::open(path).map_err(at(path))?;
    let mut digest = Sha256::new();
    let mut buffer = vec![0_u8; 1 << 16];
    loop {
        match file.read(&mut buffer).map_err(at(path))? {
            0 => break,
            n => digest.update(buffer.get(..n).unwrap_or_default()),
        }
    }
    Ok(store::secret::hex(&digest.finalize()))
}

fn at(path: &Path) -> impl Fn(std::io::Error) -> Error + '_ {
    move |error| Error::Request(format!("{}: {error}", path.display()))
}
