//! Custom sets on a contact's page: blocks that are edited on their spot, tabs of their own, tables of several records.

use kit::{Reply, Visit};
use maud::{Markup, html};
use schema::Verb;
use serde_json::{Map, Value as Json, json};
use store::{As, Error, Result, Tx};
use ui::Icon;
use ui::page::contact::BlockOrForm;
use ui::part::block::{Block, Editing, Fact, editing};
use ui::part::button::Button;
use ui::part::empty::empty;
use ui::part::form::Form;
use ui::part::head::section_head;
use ui::part::tabs::Tab;

use super::super::contact;
use super::super::form::{self, Errors};
use super::super::past;
use super::super::phrases::Lang;
use super::super::rows::{self, Row, flag, text};
use super::clash;
use super::fields::{Sheet, block_id};
use super::set::{self, Set};
use super::words;

/// A label and its value, if there is any.
type Line = (String, Option<Markup>);

/// What the page of a contact shows of its sets.
#[derive(Default)]
pub(in super::super) struct Shown {
    blocks: Vec<(Set, Vec<Line>)>,
    /// With the number of records, or of answers.
    tabs: Vec<(Set, i64)>,
}

/// The sets of a contact, by its type and subtypes.
fn sets(tx: &Tx<'_>, row: &Row) -> Result<Vec<Set>> {
    let mut all = set::of(tx, text(row, "contact_type"), &rows::texts(row, "contact_sub_type"))?;
    all.retain(|set| !set.fields.is_empty());
    Ok(all)
}

/// Reads them.
///
/// # Errors
/// The database's own failure.
pub(in super::super) fn shown(tx: &Tx<'_>, lang: &Lang, row: &Row) -> Result<Shown> {
    let id = rows::id(row);
    let mut found = Shown::default();
    for set in sets(tx, row)? {
        if set.is_multiple {
            let count = rows::count(tx, &entity(&set), json!([["entity_id", "=", id]]))?;
            found.tabs.push((set, count));
            continue;
        }
        let lines = lines(tx, lang, &set, id)?;
        match set.is_tab {
            true => found.tabs.push((set, lines.iter().filter(|(_, value)| value.is_some()).count() as i64)),
            false => found.blocks.push((set, lines)),
        }
    }
    Ok(found)
}

fn entity(set: &Set) -> String {
    format!("Custom_{}", set.name)
}

/// The fields that the visitor sees, with their values in words.
fn lines(tx: &Tx<'_>, lang: &Lang, set: &Set, contact: i64) -> Result<Vec<Line>> {
    let select: Vec<&str> = set.fields.iter().map(|field| field.path.as_str()).collect();
    let clauses = json!([["id", "=", contact], ["is_deleted", "IN", [true, false]]]);
    let found = rows::ask(tx, "Contact", &select, clauses, &[], 1)?;
    let Some(row) = found.first() else { return Ok(Vec::new()) };
    let seen = set.fields.iter().filter(|field| row.contains_key(&field.path));
    seen.map(|field| {
        let value = row.get(&field.path).unwrap_or(&Json::Null);
        Ok((field.label.clone(), words::shown(tx, lang, field, value)?))
    })
    .collect()
}

impl Shown {
    /// The blocks, one of them open where `edited` holds its form.
    pub(in super::super) fn blocks<'a>(
        &'a self,
        lang: &'a Lang,
        contact: i64,
        may_edit: bool,
        edited: Option<&(i64, Markup)>,
    ) -> Vec<BlockOrForm<'a>> {
        let one = |(set, lines): &'a (Set, Vec<Line>)| match edited.filter(|(id, _)| *id == set.id) {
            Some((_, form)) => Some(BlockOrForm::Edited(form.clone())),
            None if lines.is_empty() => None,
            None => Some(BlockOrForm::Read(block(lang, set, lines, contact, may_edit))),
        };
        self.blocks.iter().filter_map(one).collect()
    }

    /// The tabs.
    pub(in super::super) fn tabs<'a>(&'a self, lang: &'a Lang, contact: i64, current: Option<&str>) -> Vec<Tab<'a>> {
        let one = |(set, count): &'a (Set, i64)| {
            let name = section_name(set);
            Tab {
                label: &set.title,
                href: lang.keep(format!("/contacts/{contact}/{name}")),
                count: Some(*count).filter(|count| set.is_multiple && *count > 0),
                current: current == Some(name.as_str()),
            }
        };
        self.tabs.iter().map(one).collect()
    }
}

fn section_name(set: &Set) -> String {
    format!("set/{}", set.id)
}

fn block<'a>(lang: &'a Lang, set: &'a Set, lines: &'a [Line], contact: i64, may_edit: bool) -> Block<'a> {
    let facts: Vec<Fact<'a>> = facts(lines);
    let edit = may_edit && set.fields.iter().any(|field| field.is_entered());
    let plain = Block {
        id: lang.keep(block_id(set)),
        title: &set.title,
        edit: edit.then(|| lang.keep(format!("/contacts/{contact}/{}", section_name(set)))),
        empty: edit.then(|| lang.text("block-empty")),
        ..Block::default()
    };
    match set.is_collapsed && !facts.is_empty() {
        true => {
            let count = [("count", facts.len().into())];
            let more = html! {
                details.more-facts {
                    summary { (lang.with("custom-answers", &count)) }
                    dl { @for fact in &facts { dt { (fact.label) } dd { (fact.value) } } }
                }
            };
            Block { more: Some(more), ..plain }
        }
        false => Block { facts, ..plain },
    }
}

fn facts(lines: &[Line]) -> Vec<Fact<'_>> {
    lines.iter().filter_map(|(label, value)| Some(Fact { label, value: value.clone()? })).collect()
}

/// What a page of a set works with.
struct Open {
    lang: Lang,
    contact: i64,
    set: Set,
    may_edit: bool,
}

fn open(visit: &Visit<'_>) -> Result<Open> {
    let lang = Lang::new(visit.locale);
    let (contact, wanted) = (visit.id(0)?, visit.id(1)?);
    visit.read(|tx| {
        let clauses = json!([["id", "=", contact], ["is_deleted", "IN", [true, false]]]);
        let select = ["id", "contact_type", "contact_sub_type", "is_deleted"];
        let row = rows::ask(tx, "Contact", &select, clauses, &[], 1)?.into_iter().next();
        let row = row.ok_or_else(|| Error::NotFound(format!("contact {contact}")))?;
        let set = sets(tx, &row)?.into_iter().find(|set| set.id == wanted);
        let set = set.ok_or_else(|| Error::NotFound(format!("set {wanted} of contact {contact}")))?;
        let may_edit = !flag(&row, "is_deleted") && rows::may(tx, contact, Verb::Edit)?;
        Ok(Open { lang, contact, set, may_edit })
    })
}

/// `/contacts/{id}/set/{set}`: a block open for editing, or the section of a tab.
pub(super) fn show(visit: &mut Visit<'_>) -> Result<Reply> {
    let open = open(visit)?;
    if visit.is_post {
        return post(visit, &open);
    }
    let editing = !open.set.is_tab || visit.query.has("edit") || visit.query.has("add") || visit.query.has("copy");
    if editing && !open.may_edit {
        return Err(Error::Forbidden("edit this contact".to_owned()));
    }
    if !editing {
        return Ok(Reply::Html(section(visit, &open, None)?));
    }
    let sheet = visit.read(|tx| sheet(tx, &open, record(visit), visit.query.int("copy")))?;
    let version = visit.read(|tx| past::version(tx, open.contact))?;
    Ok(Reply::Html(form_page(visit, &open, &sheet, &Errors::new(), version)?))
}

/// The record of a set with several that the address names.
fn record(visit: &Visit<'_>) -> Option<i64> {
    visit.query.int("edit")
}

fn sheet(tx: &Tx<'_>, open: &Open, record: Option<i64>, copied: Option<i64>) -> Result<Sheet> {
    let set = open.set.clone();
    if !set.is_multiple {
        return Sheet::of(tx, &open.lang, vec![set], "Contact", Some(open.contact));
    }
    for id in record.iter().chain(&copied) {
        own_record(tx, open, *id)?;
    }
    match (record, copied) {
        (Some(record), _) => Sheet::of_set(tx, &open.lang, set, Some(record)),
        (None, Some(copied)) => Ok(Sheet::of_set(tx, &open.lang, set, Some(copied))?.anew()),
        (None, None) => Sheet::of_set(tx, &open.lang, set, None),
    }
}

/// Refuses a record of somebody else.
fn own_record(tx: &Tx<'_>, open: &Open, id: i64) -> Result<()> {
    let found = rows::ask(tx, &entity(&open.set), &["entity_id"], json!([["id", "=", id]]), &[], 1)?;
    match found.first().and_then(|row| rows::int(row, "entity_id")) {
        Some(contact) if contact == open.contact => Ok(()),
        _ => Err(Error::NotFound(format!("record {id}"))),
    }
}

fn post(visit: &mut Visit<'_>, open: &Open) -> Result<Reply> {
    let record = record(visit);
    let read_at = visit.form.int("version").unwrap_or(0);
    let mut sheet = visit.read(|tx| sheet(tx, open, record, None))?;
    let before = sheet.clone();
    sheet.typed(&visit.form);
    sheet.take_files(visit)?;
    if !open.set.is_multiple || record.is_some() {
        let is_choice = visit.form.has(clash::CHOSEN);
        let clash = visit.read(|tx| {
            if is_choice {
                clash::choose(tx, &open.lang, &visit.form, &before, &mut sheet)?;
                return Ok(clash::Clash::default());
            }
            clash::since(tx, &open.lang, (past::CONTACT, open.contact), read_at, &before, &mut sheet)
        })?;
        if !clash.fields.is_empty() {
            let both = clash::markup(visit, &open.lang, &clash, &sheet, visit.path, open.contact);
            return Ok(Reply::Status(409, place(visit, open, both)?));
        }
    }
    let result = visit.write(|tx| {
        save(tx, open, record, &sheet)?;
        Ok(tx.transaction_id())
    });
    match form::field_errors(result)? {
        Ok(None) => visit.say("said-nothing", None),
        Ok(transaction) => visit.say("said-saved", transaction),
        Err(errors) => {
            let errors = form::errors(&open.lang, &errors);
            return Ok(Reply::Status(422, form_page(visit, open, &sheet, &errors, read_at)?));
        }
    }
    Ok(Reply::Redirect(back(open)))
}

fn back(open: &Open) -> String {
    match open.set.is_tab {
        true => format!("/contacts/{}/{}", open.contact, section_name(&open.set)),
        false => format!("/contacts/{}", open.contact),
    }
}

fn save(tx: &mut Tx<'_>, open: &Open, record: Option<i64>, sheet: &Sheet) -> Result<()> {
    let mut values: Map<String, Json> = sheet.changes(tx)?;
    if values.is_empty() && (record.is_some() || !open.set.is_multiple) {
        return Ok(());
    }
    if !open.set.is_multiple {
        values.insert("id".to_owned(), json!(open.contact));
        return tx.save("Contact", values, As::Actor).map(|_| ());
    }
    match record {
        Some(id) => values.insert("id".to_owned(), json!(id)),
        None => values.insert("entity_id".to_owned(), json!(open.contact)),
    };
    tx.save(&entity(&open.set), values, As::Actor).map(|_| ())
}

/// `/contacts/{id}/set/{set}/{record}/delete`
pub(super) fn delete(visit: &mut Visit<'_>) -> Result<Reply> {
    let open = open(visit)?;
    let id = visit.id(2)?;
    if visit.is_post && open.set.is_multiple {
        let transaction = visit.write(|tx| {
            own_record(tx, &open, id)?;
            tx.delete(&entity(&open.set), id, As::Actor)?;
            Ok(tx.transaction_id())
        })?;
        visit.say("said-deleted", transaction);
    }
    Ok(Reply::Redirect(back(&open)))
}

/// The form of a set on its spot.
fn form_page(visit: &Visit<'_>, open: &Open, sheet: &Sheet, errors: &Errors, version: i64) -> Result<Markup> {
    let (lang, ui) = (&open.lang, visit.ui());
    let version = version.to_string();
    let query = match record(visit) {
        Some(id) if open.set.is_multiple => format!("?edit={id}"),
        _ if open.set.is_multiple => "?add=1".to_owned(),
        _ => String::new(),
    };
    let action = format!("/contacts/{}/{}{query}", open.contact, section_name(&open.set));
    let view = Editing {
        id: lang.keep(block_id(&open.set)),
        title: &open.set.title,
        action: &action,
        cancel: lang.keep(back(open)),
        version: &version,
        upload: sheet.has_files(),
    };
    let inputs = sheet.inputs(lang, errors);
    let fields = html! {
        @for set in &sheet.sets {
            @if !set.help_before.is_empty() { p.hint { (set.help_before) } }
            div.fields { @for one in inputs.fields(set) { (ui::part::field::field(&ui, &one)) } }
            @if !set.help_after.is_empty() { p.hint { (set.help_after) } }
        }
    };
    place(visit, open, editing(&ui, &view, fields))
}

/// A form where its set stands: among the blocks, or in the section.
fn place(visit: &Visit<'_>, open: &Open, form: Markup) -> Result<Markup> {
    match open.set.is_tab {
        true => section(visit, open, Some(form)),
        false => contact::with_set(visit, open.contact, (open.set.id, form)),
    }
}

fn section(visit: &Visit<'_>, open: &Open, form: Option<Markup>) -> Result<Markup> {
    let content = match (form, open.set.is_multiple) {
        (Some(form), false) => form,
        (Some(form), true) => html! { (form) (table(visit, open)?) },
        (None, true) => table(visit, open)?,
        (None, false) => {
            let lines = visit.read(|tx| lines(tx, &open.lang, &open.set, open.contact))?;
            let edit = format!("/contacts/{}/{}?edit=1", open.contact, section_name(&open.set));
            let may_edit = open.may_edit && open.set.fields.iter().any(|field| field.is_entered());
            ui::part::block::block(
                &visit.ui(),
                &Block {
                    id: open.lang.keep(block_id(&open.set)),
                    title: &open.set.title,
                    facts: facts(&lines),
                    edit: may_edit.then_some(edit.as_str()),
                    empty: Some(open.lang.text("block-empty")),
                    ..Block::default()
                },
            )
        }
    };
    contact::section(visit, &open.lang, open.contact, &section_name(&open.set), content)
}

/// So many records of a set are shown.
const MOST: i64 = 500;

/// The records of a set that may have several.
fn table(visit: &Visit<'_>, open: &Open) -> Result<Markup> {
    let (lang, set) = (&open.lang, &open.set);
    let mut columns: Vec<&set::Custom> = set.fields.iter().filter(|field| field.in_table).collect();
    if columns.is_empty() {
        columns = set.fields.iter().collect();
    }
    let found: Vec<(i64, Vec<Option<Markup>>)> = visit.read(|tx| {
        let mut select: Vec<&str> = vec!["id"];
        select.extend(columns.iter().map(|field| field.path.as_str()));
        let clauses = json!([["entity_id", "=", open.contact]]);
        let found = rows::ask(tx, &entity(set), &select, clauses, &[("id", "ASC")], MOST)?;
        let line = |row: &Row| {
            let cell =
                |field: &&set::Custom| words::shown(tx, lang, field, row.get(&field.path).unwrap_or(&Json::Null));
            Ok((rows::id(row), columns.iter().map(cell).collect::<Result<Vec<_>>>()?))
        };
        found.iter().map(line).collect()
    })?;
    let ui = visit.ui();
    let base = format!("/contacts/{}/{}", open.contact, section_name(set));
    let full = set.most.is_some_and(|most| found.len() as i64 >= most);
    let add = format!("{base}?add=1");
    let adding = visit.query.has("add") || visit.query.has("copy") || visit.query.has("edit");
    let button = (open.may_edit && !full && !adding).then(|| {
        let button = Button::link(lang.text("custom-record-add"), &add).icon(Icon::Plus).small();
        html! { (if found.is_empty() { button.primary() } else { button }) }
    });
    Ok(html! {
        section.custom-records {
            (section_head("custom-records", &set.title, button))
            @if found.is_empty() { (empty(lang.text("custom-no-records"), lang.text("custom-no-records-help"), html! {})) }
            @else {
                div.table-wrap { table.table {
                    caption.sr { (set.title) }
                    thead { tr {
                        @for column in &columns { th scope="col" { (column.label) } }
                        @if open.may_edit { th scope="col" { span.sr { (lang.text("custom-record-tools")) } } }
                    } }
                    tbody { @for (id, cells) in &found { tr {
                        @for cell in cells { td { @if let Some(cell) = cell { (cell) } } }
                        @if open.may_edit { td.end { (tools(&ui, lang, &base, *id, full)) } }
                    } } }
                } }
            }
        }
    })
}

fn tools(ui: &ui::Ui<'_>, lang: &Lang, base: &str, id: i64, full: bool) -> Markup {
    let quiet = |words: &'static str, href: String, icon: Icon| {
        Button::link(lang.text(words), lang.keep(href)).quiet().small().square().icon(icon)
    };
    html! {
        span.row {
            (quiet("custom-record-edit", format!("{base}?edit={id}"), Icon::PencilSimple))
            @if !full { (quiet("custom-record-copy", format!("{base}?copy={id}"), Icon::Copy)) }
            (Form::post(ui.csrf, &format!("{base}/{id}/delete")).render(html! {
                (Button::submit(lang.text("custom-record-delete")).quiet().small().square().icon(Icon::Trash))
            }))
        }
    }
}
