//! The files of a contact: a section of the page.

mod document;

use std::collections::BTreeSet;

use file::{Attachment, Refused};
use kit::{Registry, Reply, Visit};
use maud::{Markup, html};
use schema::Verb;
use serde_json::json;
use store::{Error, Result, Tx};
use ui::part::button::Button;
use ui::part::field::{Field, field};
use ui::part::files::{Chooser, chooser};
use ui::part::form::Form;
use ui::{Icon, Ui};

use super::contact;
use super::phrases::Lang;
use super::rows::{self, text};
use super::slots;

/// The table that holds the files of contacts.
pub(super) const TABLE: &str = "civicrm_contact";

/// The name that files are sent under.
const FILES: &str = "files";

/// The section and its pages.
pub(super) fn register(registry: &mut Registry) {
    let door = contact::door();
    registry
        .fill(slots::Section { name: "files", label: "files-title", door: door.clone(), count })
        .upload_page("/contacts/{id}/files", door.clone(), section)
        .upload_page("/contacts/{id}/files/{file}/edit", door.clone(), document::edit)
        .page("/contacts/{id}/files/{file}/remove", door, remove);
}

/// The photo is a file too, and is seen elsewhere.
fn count(tx: &Tx<'_>, id: i64) -> Result<i64> {
    if tx.catalog().entity("EntityFile").is_none() {
        return Ok(0);
    }
    let photo = i64::from(photo_of(tx, id)?.is_some());
    Ok((file::count(tx, TABLE, id)? - photo).max(0))
}

/// The file that is the contact's photo.
///
/// # Errors
/// The database's own failure.
pub(super) fn photo_of(tx: &Tx<'_>, id: i64) -> Result<Option<i64>> {
    let contact = rows::ask(
        tx,
        "Contact",
        &["image_URL"],
        json!([["id", "=", id], ["is_deleted", "IN", [true, false]]]),
        &[],
        1,
    )?;
    let number = |url: &str| url.strip_prefix("/files/")?.split('/').next()?.parse().ok();
    let Some(photo) = contact.first().and_then(|row| number(text(row, "image_URL"))) else { return Ok(None) };
    let tie = json!([["entity_table", "=", TABLE], ["entity_id", "=", id], ["file_id", "=", photo]]);
    Ok((rows::count(tx, "EntityFile", tie)? > 0).then_some(photo))
}

/// `/contacts/{id}/files`
fn section(visit: &mut Visit<'_>) -> Result<Reply> {
    let id = visit.id(0)?;
    if !visit.is_post {
        return Ok(Reply::Html(show(visit, id, None)?));
    }
    if !visit.read(|tx| rows::may(tx, id, Verb::Edit))? {
        return Err(Error::Forbidden("edit this contact".to_owned()));
    }
    let taken = match file::take(visit.site, &visit.uploads, FILES) {
        Ok(taken) => taken,
        Err(Refused { why: file::Why::Fault(error), .. }) => return Err(error),
        Err(refused) => return Ok(Reply::Status(422, show(visit, id, Some(&refused.words(visit.locale)))?)),
    };
    if taken.is_empty() {
        let words = visit.locale.text("files-none-chosen").into_owned();
        return Ok(Reply::Status(422, show(visit, id, Some(&words))?));
    }
    let known = document::typed(&visit.form);
    let kept = visit.write(|tx| {
        for file in file::attach(tx, TABLE, id, &taken)? {
            document::keep(tx, file, &known)?;
        }
        Ok(tx.transaction_id())
    });
    let transaction = match kept {
        Ok(transaction) => transaction,
        // Of all that is written here, the description alone is the visitor's own words.
        Err(Error::Invalid(errors)) => {
            let words: Vec<String> = errors.iter().map(|one| one.problem.text(&one.field)).collect();
            return Ok(Reply::Status(422, show(visit, id, Some(&words.join(" ")))?));
        }
        Err(error) => return Err(error),
    };
    visit.say(if taken.len() == 1 { "said-file-added" } else { "said-files-added" }, transaction);
    Ok(Reply::Redirect(format!("/contacts/{id}/files")))
}

/// `/contacts/{id}/files/{file}/remove`
fn remove(visit: &mut Visit<'_>) -> Result<Reply> {
    let (id, file) = (visit.id(0)?, visit.id(1)?);
    let back = format!("/contacts/{id}/files");
    if !visit.is_post {
        return Ok(Reply::Redirect(back));
    }
    let transaction = visit.write(|tx| {
        file::detach(tx, TABLE, id, file)?;
        Ok(tx.transaction_id())
    })?;
    visit.say("said-file-removed", transaction);
    Ok(Reply::Redirect(back))
}

/// What the section reads.
struct Held {
    files: Vec<Attachment>,
    may_edit: bool,
    most: i64,
}

impl Held {
    /// The folders that there are, by name.
    fn folders(&self) -> Vec<&str> {
        let all: BTreeSet<&str> = self.files.iter().filter_map(|one| one.folder.as_deref()).collect();
        all.into_iter().collect()
    }
}

fn held(tx: &Tx<'_>, id: i64) -> Result<Held> {
    let photo = photo_of(tx, id)?;
    let mut files = file::attachments(tx, TABLE, id)?;
    files.retain(|one| Some(one.id) != photo);
    let alive = rows::one(tx, "Contact", &["id"], id)?.is_some();
    Ok(Held {
        files,
        may_edit: alive && rows::may(tx, id, Verb::Edit)?,
        most: file::limit::Limits::of(tx)?.megabytes(),
    })
}

fn show(visit: &Visit<'_>, id: i64, error: Option<&str>) -> Result<Markup> {
    let lang = Lang::new(visit.locale);
    let held = visit.read(|tx| held(tx, id))?;
    let ui = visit.ui();
    let list = document::listed(&ui, &lang, &held, &format!("/contacts/{id}/files"));
    let form = held.may_edit.then(|| sending(&ui, &lang, visit, &held, id, error));
    let content = html! {
        h2.sr { (lang.text("files-title")) }
        @if !held.files.is_empty() { (list) } @else if form.is_some() { p.files-intro { (lang.text("files-empty-words")) } }
        @if let Some(form) = form { (form) } @else if held.files.is_empty() { (list) }
    };
    contact::section(visit, &lang, id, "files", content)
}

fn sending(ui: &Ui<'_>, lang: &Lang, visit: &Visit<'_>, held: &Held, id: i64, error: Option<&str>) -> Markup {
    let accept = file::kind::accepted();
    let input = Chooser {
        name: FILES,
        label: lang.text("files-add"),
        accept: &accept,
        several: true,
        required: true,
        help: Some(lang.with("files-help", &[("most", held.most.into())])),
        error,
        crops: false,
    };
    let words = lang.text("files-description-help");
    let description = Field {
        placeholder: Some(words),
        optional: true,
        max_length: Some(255),
        ..Field::text("description", lang.text("files-description"), visit.form.get("description").unwrap_or_default())
    };
    let action = format!("/contacts/{id}/files");
    let more = ["folder", "valid_until"].iter().any(|name| visit.form.text(name).is_some());
    Form::post(ui.csrf, &action).upload().class("files-form stack").render(html! {
        (chooser(ui, &input))
        details.files-more open[more] {
            summary { (lang.text("files-more")) }
            div.fields { @for one in document::fields(lang, &visit.form, &held.folders()) { (field(ui, &one)) } }
        }
        div.files-end {
            (field(ui, &description))
            (Button::submit(lang.text("files-add-button")).icon(Icon::UploadSimple))
        }
    })
}
