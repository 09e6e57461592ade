//! New records entered in a grid: the page of a display of this type. What is typed is kept as a draft until it is saved.

use contact::pages::phrases::Lang;
use kit::{Reply, Visit};
use serde_json::{Map, Value as Json};
use store::{Error, Result, Tx};

use super::column::{self, Column};
use super::line::Lines;
use super::page::{self, Sheet};
use super::save::{self, Wrongs};
use super::{KIND, draft};
use crate::compose::state::encoded;
use crate::compose::words;
use crate::run::item::{self, Item};
use crate::run::{Question, cells};

/// So many empty lines a grid starts with, and grows by.
const LINES: usize = 10;

/// What is entered, and where.
pub struct Entry {
    pub entity: String,
    pub columns: Vec<Column>,
    fixed: Map<String, Json>,
    display: i64,
    search: i64,
    title: String,
    action: String,
}

/// What a display of this type lets one enter.
///
/// # Errors
/// `Forbidden` for records that the visitor may not add, `Request` for a display without a column to type into.
pub fn entry_of(tx: &Tx<'_>, lang: &Lang, question: &Question, name: &str) -> Result<Entry> {
    let entity = tx.entity(&question.search.entity)?;
    let open = entity.stored && !entity.read_only && entity.door("create").met_by(&tx.actor().permissions);
    if !open {
        return Err(Error::Forbidden(format!("You may not add {}.", entity.title_plural)));
    }
    let items = item::items(tx, &entity.name, &question.search.params);
    let columns = columns(tx, lang, &entity, &items, &question.display.settings)?;
    Ok(Entry {
        fixed: column::fixed(tx, &entity, &question.search.params, &columns),
        entity: entity.name.to_string(),
        columns,
        display: question.display.id.unwrap_or(0),
        search: question.search.id.unwrap_or(0),
        title: question.display.label.clone(),
        action: format!("/view/{name}/entry?display={}", encoded(&question.display.name)),
    })
}

/// The columns of a display that can be typed into.
///
/// # Errors
/// The database's own failure.
pub fn columns(
    tx: &Tx<'_>,
    lang: &Lang,
    entity: &schema::Entity,
    items: &[Item],
    settings: &Map<String, Json>,
) -> Result<Vec<Column>> {
    let mut all: Vec<Column> = Vec::new();
    for shown in cells::columns(settings) {
        let text = |name: &str| shown.get(name).and_then(Json::as_str).filter(|text| !text.is_empty());
        let Some(item) = items.iter().find(|item| Some(item.key.as_str()) == text("key")) else { continue };
        let own = text("label").filter(|label| *label != item.title());
        let label = own.map_or_else(|| words::column(lang, tx.catalog(), &[], entity, item), str::to_owned);
        let made = Column::of(tx, lang, entity, item, &label)?;
        all.extend(made.filter(|made| !all.iter().any(|other| other.path == made.path)));
    }
    Ok(all)
}

/// The grid of a display, as it stands on the display's own page.
///
/// # Errors
/// As [`entry_of`].
pub fn show(visit: &Visit<'_>, lang: &Lang, question: &Question, name: &str) -> Result<Reply> {
    let (entry, kept) = visit.read(|tx| {
        let entry = entry_of(tx, lang, question, name)?;
        let kept = draft::kept(tx, entry.display, entry.columns.len())?;
        Ok((entry, kept))
    })?;
    let width = entry.columns.len();
    let is_draft = kept.is_some();
    let mut lines = kept.unwrap_or_else(|| Lines::empty(LINES, width));
    if lines.all.is_empty() {
        lines = Lines::empty(LINES, width);
    }
    Ok(Reply::Html(render(visit, lang, &entry, &lines, &Wrongs::new(), is_draft)?))
}

/// `/view/{name}/entry`: what was typed is kept, changed by a step, or saved.
pub fn entry(visit: &mut Visit<'_>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    let name = visit.captures.first().cloned().unwrap_or_default();
    let display = visit.query.text("display").map(str::to_owned);
    let back = format!("/view/{name}?display={}", encoded(display.as_deref().unwrap_or_default()));
    if !visit.is_post {
        return Ok(Reply::Redirect(back));
    }
    let entry = visit.read(|tx| {
        let (question, _) = crate::view::page::question(tx, &name, display.as_deref())?;
        match question.display.kind == KIND {
            true => entry_of(tx, &lang, &question, &name),
            false => Err(Error::NotFound("a grid for new records".to_owned())),
        }
    })?;
    let mut lines = Lines::read(&visit.form, entry.columns.len());
    let said = visit.form.text("do").unwrap_or_default().to_owned();
    if said == "save" {
        return saved(visit, &lang, &entry, lines, back);
    }
    if said == "clear" {
        lines = Lines::empty(LINES, entry.columns.len());
    }
    page::step(&mut lines, &said, LINES, entry.columns.len());
    visit.write(|tx| draft::keep(tx, entry.display, &lines))?;
    Ok(Reply::Html(render(visit, &lang, &entry, &lines, &Wrongs::new(), !lines.is_empty())?))
}

fn saved(visit: &mut Visit<'_>, lang: &Lang, entry: &Entry, lines: Lines, back: String) -> Result<Reply> {
    let mut wrongs = Wrongs::new();
    let written = visit.write(|tx| {
        let (done, found) = save::save(tx, lang, &entry.entity, &entry.columns, &entry.fixed, &lines)?;
        wrongs = found;
        if !wrongs.is_empty() {
            // Everything or nothing: what was written of the other lines goes back too.
            return Err(Error::Conflict("some lines were refused".to_owned()));
        }
        draft::drop_draft(tx, entry.display)?;
        Ok((done, tx.transaction_id()))
    });
    match written {
        Ok((0, _)) => {
            visit.say("said-nothing", None);
            Ok(Reply::Redirect(back))
        }
        Ok((_, transaction)) => {
            visit.say("said-rows-entered", transaction);
            Ok(Reply::Redirect(back))
        }
        Err(Error::Conflict(_)) if !wrongs.is_empty() => {
            visit.write(|tx| draft::keep(tx, entry.display, &lines))?;
            Ok(Reply::Status(422, render(visit, lang, entry, &lines, &wrongs, true)?))
        }
        Err(error) => Err(error),
    }
}

fn render(
    visit: &Visit<'_>,
    lang: &Lang,
    entry: &Entry,
    lines: &Lines,
    wrongs: &Wrongs,
    is_draft: bool,
) -> Result<maud::Markup> {
    let (many, tabs) = visit.read(|tx| {
        let tab = |one: crate::display::SearchDisplay| {
            let open = one.id == entry.display;
            (format!("/view/{}?display={}", entry.search, encoded(&one.name)), one.label, open)
        };
        let tabs: Vec<_> = crate::compose::list::displays(tx, entry.search)?.into_iter().map(tab).collect();
        Ok((words::many(lang, &*tx.entity(&entry.entity)?).to_owned(), tabs))
    })?;
    let view = Sheet {
        title: &entry.title,
        intro: lang.with("grid-enter-intro", &[("what", many.as_str().into())]),
        action: &entry.action,
        columns: &entry.columns,
        lines,
        wrongs,
        draft: Some(is_draft),
        submit: lang.text("grid-save"),
        back: "/search",
        kept: &[],
        tabs: &tabs,
    };
    page::sheet(visit, lang, &view)
}
