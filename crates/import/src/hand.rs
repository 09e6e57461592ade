//! A file on its way in, from a form or from the command line: looked at, and made ready to be kept.

use std::fs::File;
use std::io::Read;
use std::path::PathBuf;

use file::content;
use kit::Upload;
use store::{Error, Result, Site};
use ui::Locale;

use crate::cards;
use crate::json_list;
use crate::source::encoding::{self, Decoded};
use crate::source::{self, Kind, Unreadable};

/// Cards beyond so many bytes are no address book of an association.
const LARGEST_BOOK: u64 = 64 * 1024 * 1024;

/// Makes a file ready: what Excel calls "Unicode text", the cards of address books and lists of JSON are written anew as text that is
/// kept, and the name gets an ending that fits. Why it cannot be read, where it cannot.
///
/// # Errors
/// The disk's failure.
pub fn ready(site: &Site, upload: Upload, locale: Locale) -> Result<std::result::Result<Upload, Unreadable>> {
    let mut upload = plain(site, upload, locale)?;
    let path = upload.path().to_owned();
    Ok(source::inspect(&|| File::open(&path)).map(|(source, _)| {
        upload.name = named(&upload.name, source.kind);
        upload
    }))
}

/// A temporary file of ours.
///
/// # Errors
/// The disk's failure.
pub fn written(site: &Site, field: &str, name: &str, bytes: &[u8]) -> Result<Upload> {
    let path = place(site)?;
    content::write(&path, bytes).map_err(Error::internal)?;
    Ok(Upload::at(path, field, name, bytes.len() as u64))
}

/// A copy of a file of this machine, as a temporary file of ours.
///
/// # Errors
/// The disk's failure.
pub fn copied(site: &Site, field: &str, from: &std::path::Path) -> Result<Upload> {
    let name = from.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let path = place(site)?;
    let mut source = File::open(from).map_err(Error::internal)?;
    let mut target = File::create(&path).map_err(Error::internal)?;
    let size = std::io::copy(&mut source, &mut target).map_err(Error::internal)?;
    Ok(Upload::at(path, field, name, size))
}

fn place(site: &Site) -> Result<PathBuf> {
    let folder = file::limit::incoming(site);
    std::fs::create_dir_all(&folder).map_err(Error::internal)?;
    // Unique in this process and after its end: nobody else's file is ever written over.
    static COUNT: std::sync::atomic::AtomicU64 = std::sync::atomic::AtomicU64::new(0);
    let number = COUNT.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
    let nanos = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).map_or(0, |since| since.as_nanos());
    Ok(folder.join(format!("import-{}-{nanos}-{number}", std::process::id())))
}

/// Text that is full of zeros may not be kept as it is, and cards are no table.
fn plain(site: &Site, upload: Upload, locale: Locale) -> Result<Upload> {
    let mut start = vec![0; 4096];
    let mut file = File::open(upload.path()).map_err(Error::internal)?;
    let length = file.read(&mut start).map_err(Error::internal)?;
    start.truncate(length);
    if start.starts_with(b"PK\x03\x04") {
        return Ok(upload);
    }
    if cards::are_cards(&start) && upload.size <= LARGEST_BOOK {
        let bytes = std::fs::read(upload.path()).map_err(Error::internal)?;
        return written(site, &upload.field, &stemmed(&upload.name), cards::table(&bytes, locale).as_bytes());
    }
    if json_list::is_list(&start) && upload.size <= LARGEST_BOOK {
        let bytes = std::fs::read(upload.path()).map_err(Error::internal)?;
        // What is no list of records after all is told to be damaged or no table.
        if let Some(table) = json_list::table(&bytes) {
            return written(site, &upload.field, &stemmed(&upload.name), table.as_bytes());
        }
    }
    let mut rest = File::open(upload.path()).map_err(Error::internal)?;
    let encoding = encoding::guess(&mut rest, &start).map_err(Error::internal)?;
    if !encoding.starts_with("UTF-16") {
        return Ok(upload);
    }
    let text = Decoded::new(File::open(upload.path()).map_err(Error::internal)?, encoding);
    let path = place(site)?;
    let size = without_zeros(text, &path).map_err(Error::internal)?;
    Ok(Upload::at(path, upload.field.clone(), upload.name.clone(), size))
}

/// The name of the table that was made of a file.
fn stemmed(name: &str) -> String {
    format!("{}.csv", name.rsplit_once('.').map_or(name, |(stem, _)| stem))
}

fn without_zeros(mut text: impl Read, path: &std::path::Path) -> std::io::Result<u64> {
    let mut target = std::io::BufWriter::new(File::create(path)?);
    let (mut piece, mut size) = (vec![0; 64 * 1024], 0);
    loop {
        let length = text.read(&mut piece)?;
        if length == 0 {
            std::io::Write::flush(&mut target)?;
            return Ok(size);
        }
        let kept: Vec<u8> = piece.iter().take(length).copied().filter(|byte| *byte != 0).collect();
        size += kept.len() as u64;
        std::io::Write::write_all(&mut target, &kept)?;
    }
}

/// The name with an ending that fits what the file is.
fn named(name: &str, kind: Kind) -> String {
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
    let fits: &[&str] = match kind {
        Kind::Delimited => &["csv", "tsv", "txt"],
        Kind::Workbook => &["xlsx"],
        Kind::OpenDocument => &["ods"],
    };
    let ending = ending.to_lowercase();
    match fits.contains(&ending.as_str()) {
        true => name.to_owned(),
        false => format!("{stem}.{}", fits.first().copied().unwrap_or("csv")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_tells_what_the_file_is() {
        assert_eq!(named("Liste.CSV", Kind::Delimited), "Liste.CSV");
        assert_eq!(named("liste.xlsm", Kind::Workbook), "liste.xlsx");
        assert_eq!(named("liste", Kind::Delimited), "liste.csv");
    }
}
