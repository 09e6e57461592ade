//! A file as a form has brought it, pasted or chosen, becomes an import.

use contact::pages::phrases::Lang;
use kit::{Upload, Visit};
use store::{Error, Result};

use crate::start::Wish;
use crate::{found, hand, start};

use super::unreadable;

/// The names of the form's fields.
pub(super) const FILE: &str = "file";
pub(super) const TEXT: &str = "text";

/// Takes what the form brought and makes an import of it; words for the sender where it cannot be.
pub(super) fn take(visit: &Visit<'_>, lang: &Lang) -> Result<std::result::Result<i64, String>> {
    let upload = match (upload(visit, lang)?, visit.form.int("search")) {
        (Some(upload), _) => upload,
        (None, Some(search)) => match searched(visit, lang, search)? {
            Ok(upload) => upload,
            Err(words) => return Ok(Err(words)),
        },
        (None, None) => return Ok(Err(lang.text("import-nothing-handed").to_owned())),
    };
    if upload.too_large {
        return Ok(Err(lang.text("import-too-large").to_owned()));
    }
    let upload = match hand::ready(visit.site, upload, visit.locale)? {
        Ok(upload) => upload,
        Err(why) => return Ok(Err(unreadable::words(lang, &why).to_owned())),
    };
    let taken = match file::take(visit.site, std::slice::from_ref(&upload), FILE) {
        Ok(taken) => taken,
        Err(refused) => return Ok(Err(refused.words(visit.locale))),
    };
    let Some(taken) = taken.first() else { return Ok(Err(lang.text("import-nothing-handed").to_owned())) };
    let wish = Wish {
        entity: visit.form.text("kind").unwrap_or_default().to_owned(),
        template: visit.form.int("template").filter(|id| *id > 0),
    };
    visit.write(|tx| start::start_as(tx, taken, &wish)).map(Ok)
}

/// What a saved search finds, as a list; words where it finds nothing.
fn searched(visit: &Visit<'_>, lang: &Lang, id: i64) -> Result<std::result::Result<Upload, String>> {
    match visit.read(|tx| found::of_search(tx, id)) {
        Ok((label, text)) => {
            let name: String = label.chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).take(80).collect();
            hand::written(visit.site, FILE, &format!("{name}.csv"), text.as_bytes()).map(Ok)
        }
        Err(Error::Request(_)) => Ok(Err(lang.text("import-search-nothing").to_owned())),
        Err(Error::Forbidden(_) | Error::NotFound(_)) => Ok(Err(lang.text("import-search-closed").to_owned())),
        Err(other) => Err(other),
    }
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
    hand::written(visit.site, FILE, &name, text.as_bytes()).map(Some)
}
