//! A file on its way in: as a form has brought it, pasted or chosen, made ready to be kept.

use std::fs::File;
use std::io::Read;
use std::path::PathBuf;

use contact::pages::phrases::Lang;
use file::content;
use kit::{Upload, Visit};
use store::{Error, Result};

use crate::source::encoding::{self, Decoded};
use crate::source::{self, Kind};
use crate::start;

use super::unreadable;

/// The names of the form's fields.
pub(super) const FILE: &str = "file";
pub(super) const TEXT: &str = "text";

/// Takes what the form brought and makes an import of it; words for the sender where it cannot be.
pub(super) fn take(visit: &Visit<'_>, lang: &Lang) -> Result<std::result::Result<i64, String>> {
    let Some(upload) = upload(visit, lang)? else {
        return Ok(Err(lang.text("import-nothing-handed").to_owned()));
    };
    if upload.too_large {
        return Ok(Err(lang.text("import-too-large").to_owned()));
    }
    let mut upload = in_utf8(visit, upload)?;
    let path = upload.path().to_owned();
    let kind = match source::inspect(&|| File::open(&path)) {
        Ok((source, _)) => source.kind,
        Err(why) => return Ok(Err(unreadable::words(lang, &why).to_owned())),
    };
    upload.name = named(&upload.name, kind);
    let taken = match file::take(visit.site, std::slice::from_ref(&upload), FILE) {
        Ok(taken) => taken,
        Err(refused) => return Ok(Err(refused.words(visit.locale))),
    };
    let Some(taken) = taken.first() else { return Ok(Err(lang.text("import-nothing-handed").to_owned())) };
    visit.write(|tx| start::start(tx, taken)).map(Ok)
}

/// The file that was chosen, or the pasted text as one.
fn upload(visit: &Visit<'_>, lang: &Lang) -> Result<Option<Upload>> {
    let chosen =
        visit.uploads.iter().find(|upload| upload.field == FILE && !(upload.name.is_empty() && upload.size == 0));
    if let Some(chosen) = chosen {
        return Ok(Some(chosen.clone()));
    }
    let Some(text) = visit.form.text(TEXT) else { return Ok(None) };
    let name = format!("{}.csv", lang.text("import-pasted"));
    written(visit, &name, text.as_bytes()).map(Some)
}

/// A temporary file of ours.
fn written(visit: &Visit<'_>, name: &str, bytes: &[u8]) -> Result<Upload> {
    let path = place(visit)?;
    content::write(&path, bytes).map_err(Error::internal)?;
    Ok(Upload::at(path, FILE, name, bytes.len() as u64))
}

fn place(visit: &Visit<'_>) -> Result<PathBuf> {
    let folder = file::limit::incoming(visit.site);
    std::fs::create_dir_all(&folder).map_err(Error::internal)?;
    // Unique in this process and after its end: nobody else's file is ever written over.
    static COUNT: std::sync::atomic::AtomicU64 = std::sync::atomic::AtomicU64::new(0);
    let number = COUNT.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
    let nanos = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).map_or(0, |since| since.as_nanos());
    Ok(folder.join(format!("import-{}-{nanos}-{number}", std::process::id())))
}

/// What Excel calls "Unicode text" is full of zeros, which files that are kept may not hold: it is written anew.
fn in_utf8(visit: &Visit<'_>, upload: Upload) -> Result<Upload> {
    let mut start = vec![0; 4096];
    let mut file = File::open(upload.path()).map_err(Error::internal)?;
    let length = file.read(&mut start).map_err(Error::internal)?;
    start.truncate(length);
    let encoding = match start.starts_with(b"PK\x03\x04") {
        true => "UTF-8",
        false => encoding::guess(&mut file, &start).map_err(Error::internal)?,
    };
    if !encoding.starts_with("UTF-16") {
        return Ok(upload);
    }
    let file = File::open(upload.path()).map_err(Error::internal)?;
    let mut text = Vec::new();
    Decoded::new(file, encoding).read_to_end(&mut text).map_err(Error::internal)?;
    text.retain(|byte| *byte != 0);
    written(visit, &upload.name, &text)
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
