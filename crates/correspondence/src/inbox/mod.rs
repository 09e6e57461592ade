//! The errand `fetch_mail`: what arrives in the mailboxes is filed on the records of those who wrote it and whom it is
//! for.

pub mod filing;
mod imap;
pub mod mailbox;

use std::path::{Path, PathBuf};

use kit::Registry;
use schema::Actor;
use store::{Result, Site};

use imap::{Account, LARGEST};
pub use mailbox::trouble;
use mailbox::{IMAP, MAILDIR, MailSettings};

use crate::authority;
use filing::file;

/// So many messages are read in one step.
const STEP: usize = 20;

fn system() -> Actor {
    Actor::system("fetch_mail")
}

/// One step over all mailboxes; tells whether more may wait. What is wrong with one mailbox keeps no other waiting: it
/// is told beside it.
///
/// # Errors
/// The database's own failure.
pub fn step(site: &Site, _registry: &Registry) -> Result<bool> {
    let all = site.read(&system(), |tx| mailbox::all(tx))?;
    let mut more = false;
    for (id, row) in all {
        let result = read(site, id, &row);
        more |= matches!(result, Ok(count) if count == STEP);
        note(site, id, result)?;
    }
    Ok(more)
}

/// Reads one mailbox now; tells whether it could be read.
///
/// # Errors
/// The database's own failure.
pub fn read_and_note(site: &Site, id: i64, row: &MailSettings) -> Result<bool> {
    note(site, id, read(site, id, row))
}

/// Keeps what went wrong, or that nothing does any more.
fn note(site: &Site, id: i64, result: std::io::Result<usize>) -> Result<bool> {
    let words = result.err().map(|error| mail::address::one_line(&error.to_string(), 500));
    if site.read(&system(), |tx| trouble(tx, id))? != words {
        site.write(&system(), "fetch_mail", |tx| mailbox::keep_trouble(tx, id, words.as_deref()))?;
    }
    Ok(words.is_none())
}

fn read(site: &Site, id: i64, row: &MailSettings) -> std::io::Result<usize> {
    match row.protocol.as_deref() {
        Some(IMAP) => by_imap(site, id, row),
        Some(MAILDIR) => from_folder(site, id, row),
        _ => Ok(0),
    }
}

fn filed(site: &Site, id: i64, row: &MailSettings, bytes: &[u8]) -> std::io::Result<()> {
    let filed = site.write(&system(), "fetch_mail", |tx| file(tx, id, row, bytes));
    filed.map(drop).map_err(std::io::Error::other)
}

fn by_imap(site: &Site, id: i64, row: &MailSettings) -> std::io::Result<usize> {
    let password = site.read(&system(), |tx| mailbox::password(tx, id)).map_err(std::io::Error::other)?;
    let password = password.unwrap_or_default();
    let usual = if row.is_ssl { 993 } else { 143 };
    let own = authority::own(site.data());
    let account = Account {
        server: row.server.as_deref().unwrap_or_default(),
        port: row.port.and_then(|port| u16::try_from(port).ok()).unwrap_or(usual),
        is_tls: row.is_ssl,
        username: row.username.as_deref().unwrap_or_default(),
        password: &password,
        folder: row.source.as_deref().filter(|folder| !folder.is_empty()).unwrap_or("INBOX"),
        authority: own.as_deref(),
    };
    let mut open = imap::open(&account)?;
    let unread = open.unread(STEP)?;
    for uid in &unread {
        if let Some(bytes) = open.fetch(*uid)? {
            filed(site, id, row, &bytes)?;
        }
        // Filed first, marked then: after a crash it comes again, and is known by its id.
        open.mark(*uid)?;
    }
    open.close();
    Ok(unread.len())
}

/// Where a Maildir of this name lies.
pub fn folder(site: &Site, name: &str) -> PathBuf {
    site.data().join("mailboxes").join(name)
}

fn from_folder(site: &Site, id: i64, row: &MailSettings) -> std::io::Result<usize> {
    let folder = folder(site, row.source.as_deref().unwrap_or_default());
    for part in ["new", "cur", "tmp"] {
        std::fs::create_dir_all(folder.join(part))?;
    }
    let mut names: Vec<PathBuf> = std::fs::read_dir(folder.join("new"))?.flatten().map(|entry| entry.path()).collect();
    names.sort();
    names.truncate(STEP);
    for path in &names {
        let kind = std::fs::symlink_metadata(path)?;
        if kind.is_file() && kind.len() <= LARGEST as u64 {
            filed(site, id, row, &std::fs::read(path)?)?;
        }
        seen(&folder, path)?;
    }
    Ok(names.len())
}

/// A message that was read lies in `cur`, with the flag of what was seen.
fn seen(folder: &Path, path: &Path) -> std::io::Result<()> {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let name = if name.contains(":2,") { name } else { format!("{name}:2,S") };
    std::fs::rename(path, folder.join("cur").join(name))
}
