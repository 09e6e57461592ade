//! The photo of a contact, or its logo: changed and taken away.

use file::picture::Crop;
use file::{Refused, Taken};
use kit::{Fields, Registry, Reply, Visit};
use maud::Markup;
use schema::Verb;
use serde_json::{Value as Json, json};
use store::{As, Error, Result, Tx};
use ui::page::photo::{self as page, FILE, Photo};
use ui::part::avatar::Kind;
use ui::part::crumbs::Crumb;

use super::contact;
use super::files::{TABLE, photo_of};
use super::frame::{self, Page};
use super::list;
use super::phrases::Lang;
use super::rows::{self, text};

/// The page and what takes the photo away.
pub(super) fn register(registry: &mut Registry) {
    registry.upload_page("/contacts/{id}/photo", contact::door(), change).page(
        "/contacts/{id}/photo/remove",
        contact::door(),
        remove,
    );
}

/// `/contacts/{id}/photo`
fn change(visit: &mut Visit<'_>) -> Result<Reply> {
    let id = visit.id(0)?;
    may_edit(visit, id)?;
    if !visit.is_post {
        return Ok(Reply::Html(show(visit, id, None)?));
    }
    let taken = match sent(visit, FILE)? {
        Ok(taken) => taken,
        Err(words) => return Ok(Reply::Status(422, show(visit, id, Some(&words))?)),
    };
    let Some(taken) = taken else {
        let words = visit.locale.text("files-none-chosen").into_owned();
        return Ok(Reply::Status(422, show(visit, id, Some(&words))?));
    };
    let transaction = visit.write(|tx| {
        replace(tx, id, taken)?;
        Ok(tx.transaction_id())
    })?;
    visit.say("said-photo-kept", transaction);
    Ok(Reply::Redirect(format!("/contacts/{id}")))
}

/// The picture that came in an input of the form, drawn anew as a square; words where it cannot be taken.
///
/// # Errors
/// The store's own failure.
pub(super) fn sent(visit: &Visit<'_>, input: &str) -> Result<std::result::Result<Option<Taken>, String>> {
    match file::take_photo(visit.site, &visit.uploads, input, crop(&visit.form)) {
        Ok(taken) => Ok(Ok(taken)),
        Err(Refused { why: file::Why::Fault(error), .. }) => Err(error),
        Err(refused) => Ok(Err(refused.words(visit.locale))),
    }
}

/// Gives a contact this picture; the one before goes.
///
/// # Errors
/// The database's own failure, and whatever a rule refuses.
pub(super) fn replace(tx: &mut Tx<'_>, id: i64, mut taken: Taken) -> Result<()> {
    taken.name = format!("photo.{}", taken.kind.ending());
    let before = photo_of(tx, id)?;
    let files = file::attach(tx, TABLE, id, std::slice::from_ref(&taken))?;
    keep(tx, id, files.first().map(|file| file::address(*file, &taken.name)))?;
    if let Some(before) = before {
        file::detach(tx, TABLE, id, before)?;
    }
    Ok(())
}

/// `/contacts/{id}/photo/remove`
fn remove(visit: &mut Visit<'_>) -> Result<Reply> {
    let id = visit.id(0)?;
    if !visit.is_post {
        return Ok(Reply::Redirect(format!("/contacts/{id}/photo")));
    }
    may_edit(visit, id)?;
    let transaction = visit.write(|tx| {
        let before = photo_of(tx, id)?;
        keep(tx, id, None)?;
        if let Some(before) = before {
            file::detach(tx, TABLE, id, before)?;
        }
        Ok(tx.transaction_id())
    })?;
    visit.say("said-photo-removed", transaction);
    Ok(Reply::Redirect(format!("/contacts/{id}")))
}

fn keep(tx: &mut Tx<'_>, id: i64, address: Option<String>) -> Result<()> {
    let values = json!({"id": id, "image_URL": address.map_or(Json::Null, Json::from)});
    tx.save("Contact", values.as_object().cloned().unwrap_or_default(), As::Actor).map(|_| ())
}

fn may_edit(visit: &Visit<'_>, id: i64) -> Result<()> {
    match visit.read(|tx| Ok((rows::one(tx, "Contact", &["id"], id)?.is_some(), rows::may(tx, id, Verb::Edit)?)))? {
        (false, _) => Err(Error::NotFound(format!("contact {id}"))),
        (true, false) => Err(Error::Forbidden("edit this contact".to_owned())),
        (true, true) => Ok(()),
    }
}

/// The square that was chosen; the middle of the picture where none was.
fn crop(form: &Fields) -> Option<Crop> {
    let part = |name: &str| form.text(name)?.parse::<f64>().ok();
    Some(Crop { left: part("photo_left")?, top: part("photo_top")?, side: part("photo_side")? })
}

const SELECT: [&str; 6] = ["id", "display_name", "first_name", "last_name", "contact_type", "image_URL"];

fn show(visit: &Visit<'_>, id: i64, error: Option<&str>) -> Result<Markup> {
    let lang = Lang::new(visit.locale);
    let (row, most) =
        visit.read(|tx| Ok((rows::one(tx, "Contact", &SELECT, id)?, file::limit::Limits::of(tx)?.megabytes())))?;
    let row = row.ok_or_else(|| Error::NotFound(format!("contact {id}")))?;
    let name = list::name(&lang, &row);
    let (action, back) = (format!("/contacts/{id}/photo"), format!("/contacts/{id}"));
    let remove = format!("{action}/remove");
    let view = Photo {
        way: vec![
            Crumb { label: lang.text("contacts"), href: Some("/contacts") },
            Crumb { label: name, href: Some(&back) },
        ],
        kind: Kind::of(text(&row, "contact_type")),
        name,
        photo: list::photo(&row),
        action: &action,
        remove: Some(&remove),
        cancel: &back,
        most: u32::try_from(most).unwrap_or(u32::MAX),
        error,
    };
    let page = Page { title: name, place: "/contacts", narrow: true };
    frame::show(visit, &lang, page, |ui, shell| page::photo(ui, shell, &view))
}
