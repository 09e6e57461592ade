//! Files as documents: in folders, until a day, in versions; and the page on which that is changed.

use kit::{Fields, Reply, Visit};
use maud::{Markup, html};
use schema::Verb;
use serde_json::{Map, Value as Json, json};
use store::{As, Error, Result, Tx};
use ui::Ui;
use ui::page::settings::{Section, SettingsForm, settings_form};
use ui::part::crumbs::Crumb;
use ui::part::empty::empty;
use ui::part::field::{Field, Widget, Width, input_id};
use ui::part::files::{FileRow, files, size};
use ui::part::form::Fault;

use super::super::form::{self, Errors};
use super::super::frame::{self, Page};
use super::super::list::called;
use super::super::phrases::Lang;
use super::super::rows;
use super::{Attachment, Held, Refused, TABLE, held};

/// What people say of a file.
const SAID: [&str; 3] = ["description", "folder", "valid_until"];

/// What a form says of a file, as far as it says anything.
pub(super) fn typed(form: &Fields) -> Map<String, Json> {
    let said = SAID.iter().filter(|name| form.has(name));
    said.map(|name| ((*name).to_owned(), json!(form.text(name)))).collect()
}

/// Writes it down. Whoever calls has made sure that the actor may edit the record that holds the file.
pub(super) fn keep(tx: &mut Tx<'_>, file: i64, known: &Map<String, Json>) -> Result<()> {
    if known.values().all(Json::is_null) {
        return Ok(());
    }
    let mut values = known.clone();
    values.insert("id".to_owned(), json!(file));
    tx.save("File", values, As::Program).map(|_| ())
}

/// The inputs beside the description.
pub(super) fn fields<'a>(lang: &'a Lang, form: &Fields, folders: &[&str]) -> Vec<Field<'a>> {
    let value = |name: &str| lang.keep(form.get(name).unwrap_or_default());
    let known = folders.join(", ");
    let help = match folders {
        [] => lang.text("file-folder-help"),
        _ => lang.with("file-folders", &[("folders", known.as_str().into())]),
    };
    vec![
        Field {
            optional: true,
            max_length: Some(100),
            help: Some(help),
            width: Width::Half,
            ..Field::text("folder", lang.text("file-folder"), value("folder"))
        },
        Field {
            optional: true,
            help: Some(lang.text("file-until-help")),
            width: Width::Half,
            ..Field::text("valid_until", lang.text("file-until-label"), value("valid_until")).widget(Widget::Date)
        },
    ]
}

/// The files of a record as lists, one for each folder; `base` is the address below which each is changed.
pub(super) fn listed(ui: &Ui<'_>, lang: &Lang, held: &Held, base: &str) -> Markup {
    if held.files.is_empty() {
        return empty(lang.text("files-empty"), lang.text("files-empty-words"), html! {});
    }
    let replaced: Vec<i64> = held.files.iter().filter_map(|one| one.replaces).collect();
    let newest = |folder: Option<&str>| -> Vec<FileRow<'_>> {
        let own = held.files.iter().filter(|one| one.folder.as_deref() == folder && !replaced.contains(&one.id));
        own.map(|one| row(ui, lang, held, one, base)).collect()
    };
    html! {
        (files(ui, &newest(None)))
        @for folder in held.folders() {
            @let rows = newest(Some(folder));
            @if !rows.is_empty() { h3.files-folder { (folder) } (files(ui, &rows)) }
        }
    }
}

fn row<'a>(ui: &Ui<'_>, lang: &'a Lang, held: &'a Held, one: &'a Attachment, base: &str) -> FileRow<'a> {
    let href = lang.keep(one.href());
    let older = older(held, one).into_iter().map(|older| {
        let line = facts(ui, lang, older).join(" · ");
        (lang.keep(older.href()), older.name.as_str(), lang.keep(line))
    });
    FileRow {
        name: &one.name,
        href,
        picture: one.is_picture().then(|| lang.keep(format!("{href}?size=64"))),
        facts: facts(ui, lang, one),
        description: one.description.as_deref(),
        until: one.valid_until.map(|day| {
            let over = day < ui.today;
            let words = lang.locale.date(day);
            (lang.with(if over { "file-over" } else { "file-until" }, &[("date", words.into())]), over)
        }),
        older: older.collect(),
        edit: held.may_edit.then(|| lang.keep(format!("{base}/{}/edit", one.id))),
        remove: held.may_edit.then(|| lang.keep(format!("{base}/{}/remove", one.id))),
    }
}

/// The versions before this one, newest first.
fn older<'h>(held: &'h Held, one: &Attachment) -> Vec<&'h Attachment> {
    let mut all: Vec<&Attachment> = Vec::new();
    let mut next = one.replaces;
    while let Some(found) = next.and_then(|id| held.files.iter().find(|file| file.id == id)) {
        // Nobody can make a circle by hand; another program might.
        if all.iter().any(|known| known.id == found.id) || found.id == one.id {
            break;
        }
        all.push(found);
        next = found.replaces;
    }
    all
}

fn facts<'a>(ui: &Ui<'_>, lang: &'a Lang, one: &'a Attachment) -> Vec<&'a str> {
    let mut facts = vec![lang.keep(size(lang.locale, one.size))];
    if let Some(at) = one.at {
        facts.push(lang.keep(lang.locale.day(at.date(), ui.today)));
    }
    if let Some((_, name)) = &one.by {
        facts.push(lang.with("file-by", &[("name", name.as_str().into())]));
    }
    facts
}

/// `/contacts/{id}/files/{file}/edit`: what is known of a file, and a new version of it.
pub(super) fn edit(visit: &mut Visit<'_>) -> Result<Reply> {
    let (id, file) = (visit.id(0)?, visit.id(1)?);
    let lang = Lang::new(visit.locale);
    let held = visit.read(|tx| match rows::may(tx, id, Verb::Edit)? {
        true => held(tx, id),
        false => Err(Error::Forbidden("edit this contact".to_owned())),
    })?;
    let one = held.files.iter().find(|one| one.id == file).ok_or_else(|| Error::NotFound(format!("file {file}")))?;
    if !visit.is_post {
        return Ok(Reply::Html(asked(visit, &lang, id, &held, one, &stored(one), &Errors::new())?));
    }
    let mut errors = Errors::new();
    let taken = match ::file::take(visit.site, &visit.uploads, super::FILES) {
        Ok(taken) => taken,
        Err(Refused { why: ::file::Why::Fault(error), .. }) => return Err(error),
        Err(refused) => {
            errors.insert(super::FILES.to_owned(), refused.words(visit.locale));
            Vec::new()
        }
    };
    if errors.is_empty() {
        let known = typed(&visit.form);
        let saved = visit.write(|tx| {
            let newest = match taken.first() {
                None => file,
                Some(version) => replaced(tx, id, one, version)?,
            };
            let mut values = known.clone();
            values.insert("id".to_owned(), json!(newest));
            tx.save("File", values, As::Program)?;
            Ok(tx.transaction_id())
        });
        match form::field_errors(saved)? {
            Ok(transaction) => {
                visit.say(if transaction.is_some() { "said-saved" } else { "said-nothing" }, transaction);
                return Ok(Reply::Redirect(format!("/contacts/{id}/files")));
            }
            Err(faults) => errors = form::errors(&lang, &faults),
        }
    }
    let form = visit.form.clone();
    Ok(Reply::Status(422, asked(visit, &lang, id, &held, one, &form, &errors)?))
}

/// A new version beside the old one, in its folder.
fn replaced(tx: &mut Tx<'_>, id: i64, old: &Attachment, version: &::file::Taken) -> Result<i64> {
    let made = ::file::attach(tx, TABLE, id, std::slice::from_ref(version))?;
    let made = made.first().copied().unwrap_or_default();
    let values = json!({"id": made, "replaces_id": old.id, "folder": old.folder});
    tx.save("File", values.as_object().cloned().unwrap_or_default(), As::Program)?;
    Ok(made)
}

fn stored(one: &Attachment) -> Fields {
    let text = |name: &str, value: Option<String>| (name.to_owned(), value.unwrap_or_default());
    Fields(vec![
        text("description", one.description.clone()),
        text("folder", one.folder.clone()),
        text("valid_until", one.valid_until.map(|day| day.to_string())),
    ])
}

fn asked(
    visit: &Visit<'_>,
    lang: &Lang,
    id: i64,
    held: &Held,
    one: &Attachment,
    shown: &Fields,
    errors: &Errors,
) -> Result<Markup> {
    let accept = ::file::kind::accepted();
    let error = |name: &str| errors.get(name).map(String::as_str);
    let back = format!("/contacts/{id}/files");
    let person = visit.read(|tx| rows::one(tx, "Contact", &["id", "display_name", "first_name", "last_name"], id))?;
    let person = person.map(|row| called(&row).to_owned()).unwrap_or_default();
    let mut about = vec![Field {
        error: error("description"),
        optional: true,
        max_length: Some(255),
        ..Field::text(
            "description",
            lang.text("files-description"),
            lang.keep(shown.get("description").unwrap_or_default()),
        )
    }];
    about.extend(
        fields(lang, shown, &held.folders()).into_iter().map(|field| Field { error: error(field.name), ..field }),
    );
    let version = Field {
        error: error(super::FILES),
        help: Some(lang.text("file-version-help")),
        ..Field::text(super::FILES, lang.text("file-version"), "").widget(Widget::File(&accept))
    };
    let faults = errors.iter().map(|(name, message)| Fault {
        input: lang.keep(input_id(name)),
        label: if name == super::FILES { lang.text("file-version") } else { lang.text("files-description") },
        message,
    });
    let section = |id, title, fields| Section { id, title, intro: None, fields, example: None };
    let view = SettingsForm {
        way: vec![
            Crumb { label: lang.text("contacts"), href: Some("/contacts") },
            Crumb { label: &person, href: Some(&back) },
            Crumb { label: &one.name, href: None },
        ],
        title: &one.name,
        action: visit.path,
        cancel: &back,
        faults: faults.collect(),
        upload: true,
        sections: vec![
            section("file-about", lang.text("file-about"), about),
            section("file-version", lang.text("file-version"), vec![version]),
        ],
        ..SettingsForm::default()
    };
    frame::show(visit, lang, Page { title: &one.name, place: "/contacts", narrow: true }, |ui, shell| {
        settings_form(ui, shell, &view)
    })
}
