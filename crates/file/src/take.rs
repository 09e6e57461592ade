//! Taking a file in: looked at, cleaned and in the store, before any row speaks of it.

use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};

use kit::Upload;
use schema::Actor;
use store::{Error, Site, Tx, statement};
use ui::Locale;

use crate::content::{self, Digest, Store};
use crate::kind::{self, Kind};
use crate::limit::Limits;
use crate::name;
use crate::picture::{self, Bad, Crop, Drawn};
use crate::scan::{self, Verdict};

/// A file that is in the store, and in no row yet: hand it to [`crate::attach`]. Left alone, it goes by itself.
#[derive(Clone, Debug)]
pub struct Taken {
    /// Clean, with the ending of its kind.
    pub name: String,
    pub kind: &'static Kind,
    pub size: u64,
    pub digest: Digest,
}

/// Why a file was not taken.
#[derive(Debug)]
pub enum Why {
    Empty,
    /// Larger than so many megabytes.
    TooLarge(i64),
    /// No kind that is taken, or one thing under the name of another.
    Kind,
    /// A picture that cannot be drawn.
    Broken,
    /// A picture of too many pixels.
    TooManyPixels,
    /// A virus, by its name where that is known.
    Infected(String),
    /// The scanner does not answer.
    NotScanned,
    /// The site's files are as large as they may be.
    Full,
    /// Our fault.
    Fault(Error),
}

/// A file that was not taken.
#[derive(Debug)]
pub struct Refused {
    pub name: String,
    pub why: Why,
}

impl Refused {
    /// What to tell whoever sent it.
    pub fn words(&self, locale: Locale) -> String {
        let name = self.name.as_str();
        match &self.why {
            Why::Empty => locale.with("file-refused-empty", &[("name", name.into())]),
            Why::TooLarge(most) => {
                locale.with("file-refused-large", &[("name", name.into()), ("most", (*most).into())])
            }
            Why::Kind => locale.with("file-refused-kind", &[("name", name.into())]),
            Why::Broken => locale.with("file-refused-broken", &[("name", name.into())]),
            Why::TooManyPixels => locale.with("file-refused-pixels", &[("name", name.into())]),
            Why::Infected(virus) => {
                locale.with("file-refused-virus", &[("name", name.into()), ("virus", virus.as_str().into())])
            }
            Why::NotScanned => locale.with("file-refused-unscanned", &[("name", name.into())]),
            Why::Full => locale.with("file-refused-full", &[("name", name.into())]),
            Why::Fault(_) => locale.with("file-refused-fault", &[("name", name.into())]),
        }
    }

    /// The key of what is said of it in general.
    pub fn key(&self) -> &'static str {
        match &self.why {
            Why::Empty => "problem-file-empty",
            Why::TooLarge(_) => "problem-file-large",
            Why::Kind => "problem-file-kind",
            Why::Broken | Why::TooManyPixels => "problem-file-picture",
            Why::Infected(_) | Why::NotScanned => "problem-file-virus",
            Why::Full => "problem-file-full",
            Why::Fault(_) => "problem-file-fault",
        }
    }
}

/// In the API's answers: beside the field `content`.
impl From<Refused> for Error {
    fn from(refused: Refused) -> Error {
        let (key, text) = (refused.key(), refused.words(Locale::best(Some("en"), None)));
        match refused.why {
            Why::Fault(error) => error,
            _ => Error::rule("content", key, text),
        }
    }
}

/// Takes in the files of a form that were sent under this name of a field. All of them or none.
///
/// Do it before the transaction that writes the rows: looking through a file takes time.
///
/// ```ignore
/// let taken = match file::take(visit.site, &visit.uploads, "files") {
///     Ok(taken) => taken,
///     Err(refused) => return form(visit, Some(refused.words(visit.locale))), // 422
/// };
/// visit.write(|tx| file::attach(tx, "civicrm_note", id, &taken))?;
/// ```
///
/// # Errors
/// Tells which file is not taken, and why.
pub fn take(site: &Site, uploads: &[Upload], field: &str) -> Result<Vec<Taken>, Refused> {
    sent(uploads, field).map(|upload| one(site, upload, &Purpose::Keep)).collect()
}

/// Takes in the first of a form's files under this name as a photo: a square part of a picture. None where none was sent.
///
/// # Errors
/// Tells why it is not taken.
pub fn take_photo(site: &Site, uploads: &[Upload], field: &str, crop: Option<Crop>) -> Result<Option<Taken>, Refused> {
    sent(uploads, field).next().map(|upload| one(site, upload, &Purpose::Photo(crop))).transpose()
}

/// An input in which nothing was chosen is sent without a name.
fn sent<'u>(uploads: &'u [Upload], field: &str) -> impl Iterator<Item = &'u Upload> {
    uploads.iter().filter(move |upload| upload.field == field && !(upload.name.is_empty() && upload.size == 0))
}

/// Takes in bytes that came otherwise than by a form. `tx` is only read.
///
/// # Errors
/// Tells why they are not taken.
pub fn take_bytes(tx: &Tx<'_>, name: &str, bytes: &[u8]) -> Result<Taken, Refused> {
    let refuse = |why| Refused { name: name::clean(name), why };
    let fault = |error: Error| refuse(Why::Fault(error));
    let limits = Limits::of(tx).map_err(fault)?;
    let path = place(&limits).map_err(fault)?;
    content::write(&path, bytes).map_err(|error| fault(disk(&path, &error)))?;
    let upload = Upload::at(path, "content", name, bytes.len() as u64);
    let used = used(tx).map_err(fault)?;
    settled(tx.site(), &upload, &Purpose::Keep, &limits, used).map_err(refuse)
}

/// Takes in a file that whoever runs this machine hands in: what people may send does not limit it.
///
/// # Errors
/// Tells why it is not taken.
pub fn take_local(site: &Site, upload: &Upload) -> Result<Taken, Refused> {
    let refuse = |why| Refused { name: name::clean(&upload.name), why };
    let known = site.read(&Actor::system("upload"), |tx| Limits::of(tx)).map_err(|error| refuse(Why::Fault(error)))?;
    let limits = Limits { file: u64::MAX, all: None, ..known };
    settled(site, upload, &Purpose::Keep, &limits, 0).map_err(refuse)
}

/// What a file is taken for.
enum Purpose {
    Keep,
    Photo(Option<Crop>),
}

fn one(site: &Site, upload: &Upload, purpose: &Purpose) -> Result<Taken, Refused> {
    let refuse = |why| Refused { name: name::clean(&upload.name), why };
    let known = site.read(&Actor::system("upload"), |tx| Ok((Limits::of(tx)?, used(tx)?)));
    let (limits, used) = known.map_err(|error| refuse(Why::Fault(error)))?;
    settled(site, upload, purpose, &limits, used).map_err(refuse)
}

fn settled(site: &Site, upload: &Upload, purpose: &Purpose, limits: &Limits, used: u64) -> Result<Taken, Why> {
    let fault = |error: std::io::Error| Why::Fault(disk(upload.path(), &error));
    if upload.too_large || upload.size > limits.file {
        return Err(Why::TooLarge(limits.megabytes()));
    }
    if upload.size == 0 {
        return Err(Why::Empty);
    }
    if limits.all.is_some_and(|all| used.saturating_add(upload.size) > all) {
        return Err(Why::Full);
    }
    let (stem, ending) = name::parts(&upload.name);
    let mut file = File::open(upload.path()).map_err(fault)?;
    let found = kind::sniff(&mut file, &ending).map_err(fault)?.ok_or(Why::Kind)?;
    scanned(limits, upload.path())?;
    let drawn = match (purpose, found.is_picture) {
        (Purpose::Photo(crop), true) => Some(picture::square(file, found, *crop)),
        (Purpose::Photo(_), false) => return Err(Why::Kind),
        (Purpose::Keep, true) => Some(picture::redraw(file, found)),
        (Purpose::Keep, false) => None,
    };
    let store = content::of(site);
    match drawn.transpose().map_err(why)? {
        Some(Drawn { bytes, kind }) => {
            let path = place(limits).map_err(Why::Fault)?;
            content::write(&path, &bytes).map_err(fault)?;
            let size = bytes.len() as u64;
            let drawn = Upload::at(path, "", "", size);
            let digest = store.take(drawn.path()).map_err(fault)?;
            Ok(Taken { name: name::joined(&stem, kind.ending()), kind, size, digest })
        }
        None => {
            let digest = store.take(upload.path()).map_err(fault)?;
            Ok(Taken { name: name::joined(&stem, &ending), kind: found, size: upload.size, digest })
        }
    }
}

fn scanned(limits: &Limits, path: &Path) -> Result<(), Why> {
    match limits.scan.as_deref().map(|how| scan::look(how, path)) {
        None | Some(Verdict::Clean) => Ok(()),
        Some(Verdict::Infected(virus)) => Err(Why::Infected(virus)),
        Some(Verdict::Failed(cause)) => {
            // The owner of the machine has to learn of it; the log of the program is where they look.
            let _ = writeln!(std::io::stderr(), "the virus scanner does not answer: {cause}");
            Err(Why::NotScanned)
        }
    }
}

fn why(bad: Bad) -> Why {
    match bad {
        Bad::TooLarge => Why::TooManyPixels,
        Bad::Broken => Why::Broken,
    }
}

/// What all files of the site have together, in bytes.
fn used(tx: &Tx<'_>) -> Result<u64, Error> {
    let text = r#"SELECT CAST(coalesce(sum("file_size"), 0) AS bigint) FROM "civicrm_file""#;
    let sum = tx.one(&statement(text, Vec::new()))?.and_then(|sum| sum.as_int());
    Ok(sum.and_then(|sum| u64::try_from(sum).ok()).unwrap_or(0))
}

/// A path of its own for bytes on their way into the store.
fn place(limits: &Limits) -> Result<PathBuf, Error> {
    let mut name = [0_u8; 16];
    getrandom::fill(&mut name).map_err(Error::internal)?;
    Ok(limits.incoming.join(store::secret::hex(&name)))
}

fn disk(path: &Path, error: &std::io::Error) -> Error {
    Error::internal(format!("{}: {error}", path.display()))
}
