//! Notes on pages: on a contact, and through the same functions on any record that takes them.

use jiff::civil::DateTime;
use kit::{Registry, Reply, Visit};
use maud::{Markup, html};
use schema::Verb;
use serde_json::{Map, Value as Json, json};
use std::collections::HashMap;
use store::{As, Error, Result, Tx};
use ui::Icon;
use ui::page::note::{Attached, Note, Notes, notes};
use ui::page::settings::{Section as Part, SettingsForm, settings_form};
use ui::part::Tone;
use ui::part::avatar::{Avatar, Kind};
use ui::part::crumbs::Crumb;
use ui::part::field::{Field, Widget};

use super::address::local;
use super::contact as page;
use super::frame::{self, Page};
use super::list::name;
use super::phrases::Lang;
use super::rows::{self, Row, ask, text};
use super::slots::{Moment, Moments, NoteHome, Section};

/// The name of the section in paths.
const SECTION: &str = "notes";
/// The table of contacts, as notes name it.
const CONTACT: &str = "civicrm_contact";
/// The table of notes, on which replies are.
const NOTE: &str = "civicrm_note";
/// So many notes are shown.
const MOST: i64 = 200;

const SELECT: [&str; 9] =
    ["id", "entity_id", "contact_id", "subject", "note", "note_date", "created_date", "modified_date", "privacy"];

pub(super) fn register(registry: &mut Registry) {
    registry
        .upload_page("/contacts/{id}/notes", page::door(), section)
        .upload_page("/notes/add", page::door(), add)
        .page("/notes/{id}/edit", page::door(), edit)
        .upload_page("/notes/{id}/reply", page::door(), reply)
        .page("/notes/{id}/delete", page::door(), delete)
        .fill(NoteHome { table: CONTACT, home: contact_home })
        .fill(Moments(moments))
        .fill(Section { name: SECTION, label: "notes", door: page::door(), count });
}

/// How many notes on a contact the visitor may see.
fn count(tx: &Tx<'_>, contact: i64) -> Result<i64> {
    rows::count(tx, "Note", json!([["entity_table", "=", CONTACT], ["entity_id", "=", contact]]))
}

/// The notes on a contact, for its thread.
fn moments(tx: &mut Tx<'_>, lang: &Lang, contact: i64, most: i64) -> Result<Vec<Moment>> {
    let clauses = json!([["entity_table", "=", CONTACT], ["entity_id", "=", contact]]);
    let found = ask(tx, "Note", &SELECT, clauses, &[("note_date", "DESC"), ("id", "DESC")], most.min(100))?;
    let authors = authors(tx, &found)?;
    let moment = |row: &Row| {
        let subject = text(row, "subject");
        let title = if subject.is_empty() { lang.text("note-moment") } else { subject };
        let private = text(row, "privacy") == crate::note::AUTHOR_ONLY;
        Some(Moment {
            at: rows::moment(text(row, "note_date"))?,
            icon: if private { Icon::LockSimple } else { Icon::Note },
            tone: Tone::Stone,
            title: html! {
                a.entry-link href={ "/contacts/" (contact) "/notes#note-" (rows::id(row)) } { b { (title) } }
                @if let Some(author) = author(lang, &authors, row) { " " span.quiet { (lang.with("moment-by", &[("who", author.into())])) } }
            },
            text: Some(shortened(text(row, "note"))).filter(|words| !words.is_empty()),
            note: private.then(|| lang.text("note-is-private").to_owned()),
            end: None,
            end_note: None,
            next: false,
            of: ("Note", rows::id(row)),
        })
    };
    Ok(found.iter().filter_map(moment).collect())
}

/// The beginning of a note, in one line.
fn shortened(words: &str) -> String {
    const MOST: usize = 280;
    let line = words.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(MOST) {
        Some((at, _)) => format!("{}…", line[..at].trim_end()),
        None => line,
    }
}

fn authors(tx: &Tx<'_>, notes: &[Row]) -> Result<HashMap<i64, Row>> {
    let mut ids: Vec<i64> = notes.iter().filter_map(|row| rows::int(row, "contact_id")).collect();
    ids.sort_unstable();
    ids.dedup();
    let fields = ["id", "display_name", "first_name", "last_name", "contact_type"];
    let clauses = json!([["id", "IN", ids], ["is_deleted", "IN", [true, false]]]);
    let found = if ids.is_empty() { Vec::new() } else { ask(tx, "Contact", &fields, clauses, &[], 0)? };
    Ok(found.into_iter().map(|row| (rows::id(&row), row)).collect())
}

fn author<'a>(lang: &'a Lang, authors: &HashMap<i64, Row>, row: &Row) -> Option<&'a str> {
    let known = rows::int(row, "contact_id").and_then(|id| authors.get(&id))?;
    Some(lang.keep(name(lang, known).to_owned()))
}

/// One note as it was read, with what belongs to it.
struct Read {
    row: Row,
    files: Vec<file::Attachment>,
    may_edit: bool,
    replies: Vec<Read>,
}

/// The notes on a record with their replies, newest first.
fn read(tx: &mut Tx<'_>, table: &str, id: i64) -> Result<Vec<Read>> {
    let on = json!([["entity_table", "=", table], ["entity_id", "=", id]]);
    let found = ask(tx, "Note", &SELECT, on, &[("note_date", "DESC"), ("id", "DESC")], MOST)?;
    let ids: Vec<i64> = found.iter().map(rows::id).collect();
    let mut replies = if ids.is_empty() {
        Vec::new()
    } else {
        let on = json!([["entity_table", "=", NOTE], ["entity_id", "IN", ids]]);
        ask(tx, "Note", &SELECT, on, &[("id", "ASC")], MOST * 5)?
    };
    let mut all = Vec::new();
    for row in found {
        let id = rows::id(&row);
        let own;
        (own, replies) = replies.into_iter().partition(|reply: &Row| rows::int(reply, "entity_id") == Some(id));
        let own: Result<Vec<Read>> = own.into_iter().map(|reply| whole(tx, reply, Vec::new())).collect();
        let own = own?;
        all.push(whole(tx, row, own)?);
    }
    Ok(all)
}

fn whole(tx: &mut Tx<'_>, row: Row, replies: Vec<Read>) -> Result<Read> {
    let id = rows::id(&row);
    let entity = tx.entity("Note")?;
    Ok(Read { files: file::attachments(tx, NOTE, id)?, may_edit: tx.may(&entity, id, Verb::Edit)?, row, replies })
}

/// What was typed and refused.
#[derive(Default)]
struct Typed {
    /// The note that it replies to; a new note where None.
    on: Option<i64>,
    words: String,
    error: Option<String>,
}

/// The notes on a record, with the form for those who may add one; `back` is the page that it stands on.
///
/// # Errors
/// The database's own failure.
pub fn thread(visit: &Visit<'_>, lang: &Lang, table: &str, id: i64, back: &str) -> Result<Markup> {
    shown(visit, lang, (table, id), back, &Typed::default())
}

fn shown(visit: &Visit<'_>, lang: &Lang, (table, id): (&str, i64), back: &str, typed: &Typed) -> Result<Markup> {
    let (all, authors, may_add, today) = visit.read(|tx| {
        let all = read(tx, table, id)?;
        let rows: Vec<Row> = all
            .iter()
            .flat_map(|one| std::iter::once(&one.row).chain(one.replies.iter().map(|reply| &reply.row)))
            .cloned()
            .collect();
        Ok((all, authors(tx, &rows)?, may_add(tx, table, id)?, tx.clock().today()))
    })?;
    let number = id.to_string();
    let accept = file::kind::accepted();
    let view = Notes {
        notes: all.iter().map(|one| note(lang, &authors, one, may_add.then_some(typed), today)).collect(),
        add: may_add.then_some("/notes/add"),
        hidden: vec![("entity_table", table), ("entity_id", &number), ("back", back)],
        accept: &accept,
        typed: if typed.on.is_none() { &typed.words } else { "" },
        error: typed.error.as_deref().filter(|_| typed.on.is_none()),
    };
    Ok(notes(&visit.ui(), &view))
}

fn note<'a>(
    lang: &'a Lang,
    authors: &HashMap<i64, Row>,
    one: &'a Read,
    reply: Option<&'a Typed>,
    today: jiff::civil::Date,
) -> Note<'a> {
    let row = &one.row;
    let id = rows::id(row);
    let who = author(lang, authors, row).unwrap_or_else(|| lang.text("history-program"));
    let when = |field: &str| rows::moment(text(row, field)).unwrap_or_default();
    let (written, changed): (DateTime, DateTime) = (when("created_date"), when("modified_date"));
    let day = lang.locale.date(when("note_date").date());
    let mut line = lang.locale.with("note-by", &[("who", who.into()), ("when", day.into())]);
    if changed.duration_since(written).as_secs() > 60 {
        let when = lang.locale.relative(changed.date(), today);
        line = format!("{line} · {}", lang.locale.with("note-changed", &[("when", when.into())]));
    }
    let to = |what: &str| lang.keep(format!("/notes/{id}/{what}"));
    Note {
        id: lang.keep(id.to_string()),
        author: Avatar::of(Kind::Person, who),
        line: lang.keep(line),
        title: text(row, "subject"),
        words: text(row, "note"),
        private: text(row, "privacy") == crate::note::AUTHOR_ONLY,
        files: one.files.iter().map(|file| Attached { href: file.href(), name: &file.name }).collect(),
        edit: one.may_edit.then(|| to("edit")),
        delete: one.may_edit.then(|| to("delete")),
        reply: reply.map(|_| to("reply")),
        refused: reply
            .filter(|typed| typed.on == Some(id))
            .and_then(|typed| Some((typed.words.as_str(), typed.error.as_deref()?))),
        // Answers to answers stand beside each other.
        replies: one.replies.iter().map(|reply| note(lang, authors, reply, None, today)).collect(),
    }
}

/// Whether the visitor may add a note to the record: whoever may edit it, or see it and add notes.
fn may_add(tx: &mut Tx<'_>, table: &str, id: i64) -> Result<bool> {
    let Some(entity) = tx.catalog().by_table(table).cloned() else { return Ok(false) };
    let verb = if tx.actor().may(crate::note::ADDING) { Verb::View } else { Verb::Edit };
    tx.may(&entity, id, verb)
}

/// `/contacts/{id}/notes`
fn section(visit: &mut Visit<'_>) -> Result<Reply> {
    let contact = visit.id(0)?;
    let lang = Lang::new(visit.locale);
    let back = visit.path.to_owned();
    let content = shown(visit, &lang, (CONTACT, contact), &back, &Typed::default())?;
    Ok(Reply::Html(page::section(visit, &lang, contact, SECTION, content)?))
}

/// The page to go back to.
fn back(visit: &Visit<'_>) -> String {
    local(visit.form.get("back")).map_or_else(|| "/contacts".to_owned(), str::to_owned)
}

/// `/notes/add`
fn add(visit: &mut Visit<'_>) -> Result<Reply> {
    if !visit.is_post {
        return Ok(Reply::Redirect("/contacts".to_owned()));
    }
    let form = visit.form.clone();
    let (table, id) = (form.text("entity_table").unwrap_or(CONTACT).to_owned(), form.int("entity_id").unwrap_or(0));
    let taken = file::take(visit.site, &visit.uploads, "files");
    let words = form.get("note").unwrap_or_default().trim().to_owned();
    let error = match (&taken, words.is_empty()) {
        (Err(refused), _) => Some(refused.words(visit.locale)),
        (_, true) => Some(visit.locale.text("said-note-empty").into_owned()),
        _ => None,
    };
    let (Ok(taken), None) = (taken, &error) else {
        return refused(visit, &table, id, Typed { on: None, words, error });
    };
    let values = json!({
        "entity_table": table,
        "entity_id": id,
        "note": words,
        "subject": form.text("subject"),
        "privacy": if form.get("privacy") == Some("1") { crate::note::AUTHOR_ONLY } else { crate::note::OPEN },
    });
    let transaction = visit.write(|tx| {
        let saved = tx.save("Note", object(values), As::Actor)?.id;
        if !taken.is_empty() {
            file::attach(tx, NOTE, saved, &taken)?;
        }
        Ok(tx.transaction_id())
    })?;
    visit.say("said-note-kept", transaction);
    Ok(Reply::Redirect(back(visit)))
}

/// The section again, with what is wrong beside what was typed.
fn refused(visit: &mut Visit<'_>, table: &str, id: i64, typed: Typed) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    if table != CONTACT {
        return Ok(Reply::Status(422, alone(visit, &lang, (table, id), &typed)?));
    }
    let content = shown(visit, &lang, (CONTACT, id), &format!("/contacts/{id}/notes"), &typed)?;
    Ok(Reply::Status(422, page::section(visit, &lang, id, SECTION, content)?))
}

/// The notes on a record on a page of their own.
fn alone(visit: &Visit<'_>, lang: &Lang, (table, id): (&str, i64), typed: &Typed) -> Result<Markup> {
    let home = visit.read(|tx| home(visit, tx, lang, table, id))?;
    let (href, name) = home.ok_or_else(|| Error::NotFound(format!("{table} {id}")))?;
    let content = shown(visit, lang, (table, id), &href, typed)?;
    let way = [Crumb { label: &name, href: Some(&href) }, Crumb { label: lang.text("notes"), href: None }];
    let page = Page { title: lang.text("notes"), place: "/contacts", narrow: true };
    frame::show(visit, lang, page, |ui, shell| {
        ui::shell::page(ui, shell, html! { (ui::part::crumbs::crumbs(ui, &way, None)) (content) }, html! {})
    })
}

/// `/notes/{id}/reply`
fn reply(visit: &mut Visit<'_>) -> Result<Reply> {
    let id = visit.id(0)?;
    if !visit.is_post {
        return Ok(Reply::Redirect(back(visit)));
    }
    let words =
        [format!("note-{id}"), "note".to_owned()].iter().find_map(|name| visit.form.text(name).map(str::to_owned));
    let words = words.unwrap_or_default();
    let taken = file::take(visit.site, &visit.uploads, &format!("files-{id}"));
    let error = match (&taken, words.is_empty()) {
        (Err(refused), _) => Some(refused.words(visit.locale)),
        (_, true) => Some(visit.locale.text("said-note-empty").into_owned()),
        _ => None,
    };
    let (Ok(taken), None) = (taken, &error) else {
        let (table, above) = visit.read(|tx| {
            let row = rows::one(tx, "Note", &["entity_table", "entity_id"], id)?;
            let row = row.ok_or_else(|| Error::NotFound(format!("note {id}")))?;
            Ok((text(&row, "entity_table").to_owned(), rows::int(&row, "entity_id").unwrap_or(0)))
        })?;
        return refused(visit, &table, above, Typed { on: Some(id), words, error });
    };
    let transaction = visit.write(|tx| {
        let values = json!({"entity_table": NOTE, "entity_id": id, "note": words});
        let saved = tx.save("Note", object(values), As::Actor)?.id;
        if !taken.is_empty() {
            file::attach(tx, NOTE, saved, &taken)?;
        }
        Ok(tx.transaction_id())
    })?;
    visit.say("said-note-replied", transaction);
    Ok(Reply::Redirect(back(visit)))
}

/// `/notes/{id}/delete`
fn delete(visit: &mut Visit<'_>) -> Result<Reply> {
    let id = visit.id(0)?;
    if visit.is_post {
        let transaction = visit.write(|tx| {
            tx.delete("Note", id, As::Actor)?;
            Ok(tx.transaction_id())
        })?;
        visit.say("said-note-deleted", transaction);
    }
    Ok(Reply::Redirect(back(visit)))
}

/// Where the note is read with what it is on, and what that is called; of an answer, where the note is.
fn home_of(visit: &Visit<'_>, tx: &Tx<'_>, lang: &Lang, row: &Row) -> Result<Option<(String, String)>> {
    let mut table = text(row, "entity_table").to_owned();
    let mut id = rows::int(row, "entity_id").unwrap_or(0);
    if table == NOTE {
        let Some(above) = rows::one(tx, "Note", &["entity_table", "entity_id"], id)? else { return Ok(None) };
        table = text(&above, "entity_table").to_owned();
        id = rows::int(&above, "entity_id").unwrap_or(0);
    }
    home(visit, tx, lang, &table, id)
}

fn home(visit: &Visit<'_>, tx: &Tx<'_>, lang: &Lang, table: &str, id: i64) -> Result<Option<(String, String)>> {
    match visit.registry.filled::<NoteHome>().iter().find(|one| one.table == table) {
        Some(known) => (known.home)(tx, lang, id),
        None => Ok(None),
    }
}

fn contact_home(tx: &Tx<'_>, _lang: &Lang, id: i64) -> Result<Option<(String, String)>> {
    let found = rows::one(tx, "Contact", &["id", "display_name", "first_name", "last_name"], id)?;
    Ok(found.map(|row| (format!("/contacts/{id}/notes"), super::list::called(&row).to_owned())))
}

/// `/notes/{id}/edit`
fn edit(visit: &mut Visit<'_>) -> Result<Reply> {
    let id = visit.id(0)?;
    let lang = Lang::new(visit.locale);
    let (row, home) = visit.read(|tx| {
        let mut select = SELECT.to_vec();
        select.push("entity_table");
        let row = rows::one(tx, "Note", &select, id)?.ok_or_else(|| Error::NotFound(format!("note {id}")))?;
        let entity = tx.entity("Note")?;
        tx.check_rule(&entity, id, Verb::Edit)?;
        let home = home_of(visit, tx, &lang, &row)?;
        Ok((row, home))
    })?;
    let to = home.as_ref().map_or_else(|| "/contacts".to_owned(), |(href, _)| href.clone());
    if !visit.is_post {
        return Ok(Reply::Html(form(visit, &lang, &row, home.as_ref(), &to, None)?));
    }
    let words = visit.form.get("note").unwrap_or_default().trim().to_owned();
    if words.is_empty() {
        let error = lang.text("said-note-empty");
        return Ok(Reply::Status(422, form(visit, &lang, &row, home.as_ref(), &to, Some(error))?));
    }
    let values = json!({
        "id": id,
        "note": words,
        "subject": visit.form.text("subject"),
        "privacy": if visit.form.get("privacy") == Some("1") { crate::note::AUTHOR_ONLY } else { crate::note::OPEN },
    });
    let transaction = visit.write(|tx| {
        tx.save("Note", object(values), As::Actor)?;
        Ok(tx.transaction_id())
    })?;
    visit.say(if transaction.is_some() { "said-note-kept" } else { "said-nothing" }, transaction);
    Ok(Reply::Redirect(to))
}

fn form(
    visit: &Visit<'_>,
    lang: &Lang,
    row: &Row,
    home: Option<&(String, String)>,
    back: &str,
    error: Option<&str>,
) -> Result<Markup> {
    let title = match home {
        Some((_, name)) if !name.is_empty() => lang.with("note-edit-of", &[("name", name.into())]),
        _ => lang.text("note-edit"),
    };
    let private = if text(row, "privacy") == crate::note::AUTHOR_ONLY { "1" } else { "0" };
    let fields = vec![
        Field::text("subject", lang.text("note-title"), text(row, "subject")),
        Field {
            error,
            ..Field::text("note", lang.text("note-words"), text(row, "note")).widget(Widget::LongText(8)).required()
        },
        Field {
            help: Some(lang.text("note-private-help")),
            ..Field::text("privacy", lang.text("note-private"), private).widget(Widget::Checkbox)
        },
    ];
    let mut way = vec![Crumb { label: lang.text("contacts"), href: Some("/contacts") }];
    if let Some((_, name)) = home {
        way.push(Crumb { label: name, href: Some(back) });
    }
    way.push(Crumb { label: lang.text("note-edit"), href: None });
    let view = SettingsForm {
        way,
        title,
        action: visit.path,
        cancel: back,
        sections: vec![Part { id: "note", title: lang.text("note-moment"), intro: None, fields, example: None }],
        ..SettingsForm::default()
    };
    let page = Page { title, place: "/contacts", narrow: false };
    frame::show(visit, lang, page, |ui, shell| settings_form(ui, shell, &view))
}

fn object(json: Json) -> Map<String, Json> {
    if let Json::Object(map) = json { map } else { Map::new() }
}
