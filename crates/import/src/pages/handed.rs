//! A file as a form has brought it, pasted or chosen, becomes an import.

use contact::pages::phrases::Lang;
use kit::{Upload, Visit};
use store::Result;

use crate::{hand, start};

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
    let upload = match hand::ready(visit.site, upload, visit.locale)? {
        Ok(upload) => upload,
        Err(why) => return Ok(Err(unreadable::words(lang, &why).to_owned())),
    };
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
    hand::written(visit.site, FILE, &name, text.as_bytes()).map(Some)
}
