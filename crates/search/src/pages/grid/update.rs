//! Records that are there already, changed in a grid: those ticked in a search or among contacts.

use contact::pages::list;
use contact::pages::phrases::Lang;
use contact::pages::rows;
use kit::{Reply, Visit};
use serde_json::{Map, Value as Json, json};
use store::{Error, Result, Tx};

use super::MOST;
use super::column::Column;
use super::enter;
use super::line::{Line, Lines};
use super::page::{self, Sheet};
use super::save::{self, Wrongs};
use crate::compose::state::encoded;
use crate::run::item;
use crate::view::task;

/// The page for ticked contacts.
pub const CONTACTS: &str = "/search/grid";

/// What the grid of contacts shows unless other columns are chosen.
const USUAL: [&str; 6] = [
    "first_name",
    "last_name",
    "email_primary.email",
    "phone_primary.phone",
    "address_primary.postal_code",
    "address_primary.city",
];
/// What else can be chosen for contacts.
const MORE: [&str; 16] = [
    "prefix_id",
    "nick_name",
    "organization_name",
    "household_name",
    "job_title",
    "gender_id",
    "birth_date",
    "source",
    "preferred_language",
    "external_identifier",
    "address_primary.street_address",
    "address_primary.country_id",
    "do_not_mail",
    "do_not_email",
    "do_not_phone",
    "is_opt_out",
];

/// The records with what stands in their cells, in the order of the ids; those that cannot be seen are left out.
///
/// # Errors
/// The database's own failure.
pub fn read(tx: &Tx<'_>, entity: &str, columns: &[Column], ids: &[i64]) -> Result<Vec<Line>> {
    let label = tx.entity(entity)?.label_field.clone();
    let mut select: Vec<&str> = vec!["id"];
    select.extend(columns.iter().map(|column| column.path.as_str()));
    select.extend(label.as_deref());
    let found = rows::ask(tx, entity, &select, json!([["id", "IN", ids]]), &[], 0)?;
    let names = names(tx, columns, &found)?;
    let line = |id: &i64| {
        let row = found.iter().find(|row| rows::id(row) == *id)?;
        let cells: Vec<Vec<String>> =
            columns.iter().map(|one| one.texts(row.get(&one.path).unwrap_or(&Json::Null), &names)).collect();
        let name = label.as_deref().map(|label| rows::text(row, label).to_owned()).unwrap_or_default();
        Some(Line { id: Some(*id), name, before: cells.clone(), cells })
    };
    Ok(ids.iter().filter_map(line).collect())
}

/// The names of the contacts that stand in cells, by their numbers.
fn names(tx: &Tx<'_>, columns: &[Column], found: &[rows::Row]) -> Result<Map<String, Json>> {
    let cells =
        columns.iter().filter(|one| one.is_contact).flat_map(|one| found.iter().filter_map(|row| row.get(&one.path)));
    let mut ids: Vec<i64> = Vec::new();
    for cell in cells {
        match cell {
            Json::Array(all) => ids.extend(all.iter().filter_map(Json::as_i64)),
            one => ids.extend(one.as_i64()),
        }
    }
    if ids.is_empty() {
        return Ok(Map::new());
    }
    let people = rows::ask(tx, "Contact", &["id", "display_name"], json!([["id", "IN", ids]]), &[], 0)?;
    Ok(people.iter().map(|row| (rows::id(row).to_string(), json!(rows::text(row, "display_name")))).collect())
}

/// The records that a form means: those of its lines once there are some, else the ticked.
fn ids_of(form: &kit::Fields) -> Vec<i64> {
    let count = form.int("rows").unwrap_or(0).clamp(0, MOST as i64);
    (0..count).filter_map(|row| form.int(&format!("id-{row}"))).collect()
}

/// `/view/{name}/grid`: the ticked rows of a search.
pub fn of_search(visit: &mut Visit<'_>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    let name = visit.captures.first().cloned().unwrap_or_default();
    let back = task::here(visit, "", "");
    if !visit.is_post {
        return Ok(Reply::Redirect(back));
    }
    let action = task::here(visit, "/grid", "");
    let form = visit.form.clone();
    let query = visit.query.clone();
    let (entity, columns, ids) = visit.read(|tx| {
        let picked = task::picked(tx, &name, &query, &form)?;
        let (question, _) = crate::view::page::question(tx, &name, query.text("display"))?;
        let entity = tx.entity(&picked.prepared.entity)?;
        let items = item::items(tx, &entity.name, &question.search.params);
        let columns = enter::columns(tx, &lang, &entity, &items, &question.display.settings)?;
        let ids = if form.has("rows") { ids_of(&form) } else { picked.ids };
        Ok((entity.name.to_string(), columns, ids))
    })?;
    let place = Place { entity, columns, action, back, kept: Vec::new(), more: Vec::new() };
    change(visit, &lang, place, ids)
}

/// `/search/grid`: the ticked contacts of a list.
pub fn of_contacts(visit: &mut Visit<'_>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    if !visit.is_post {
        return Ok(Reply::Redirect("/contacts".to_owned()));
    }
    let form = visit.form.clone();
    let chosen: Vec<String> = form.all("column").map(str::to_owned).collect();
    let (columns, more, ids) = visit.read(|tx| {
        let entity = tx.entity("Contact")?;
        let wanted: Vec<&str> = match chosen.is_empty() {
            true => USUAL.to_vec(),
            false => USUAL.iter().chain(&MORE).copied().filter(|path| chosen.iter().any(|one| one == path)).collect(),
        };
        let mut columns = Vec::new();
        for path in &wanted {
            columns.extend(Column::at(tx, &lang, &entity, path)?);
        }
        let mut more = Vec::new();
        for path in USUAL.iter().chain(&MORE) {
            let made = Column::at(tx, &lang, &entity, path)?;
            more.extend(made.map(|made| ((*path).to_owned(), made.label, wanted.contains(path))));
        }
        let ids = match form.has("rows") {
            true => ids_of(&form),
            false => list::picked(tx, &form, false, MOST as i64 + 1)?,
        };
        Ok((columns, more, ids))
    })?;
    let kept = chosen.into_iter().map(|path| ("column".to_owned(), path)).collect();
    let place = Place {
        entity: "Contact".to_owned(),
        columns,
        action: CONTACTS.to_owned(),
        back: "/contacts".to_owned(),
        kept,
        more,
    };
    change(visit, &lang, place, ids)
}

/// Where a grid stands, and what it changes.
struct Place {
    entity: String,
    columns: Vec<Column>,
    action: String,
    back: String,
    /// What its form carries along.
    kept: Vec<(String, String)>,
    /// Columns that can be chosen: path, words, whether it is shown.
    more: Vec<(String, String, bool)>,
}

fn change(visit: &mut Visit<'_>, lang: &Lang, place: Place, ids: Vec<i64>) -> Result<Reply> {
    if ids.is_empty() {
        visit.say("said-nobody-ticked", None);
        return Ok(Reply::Redirect(place.back));
    }
    let open = visit.site.catalog().entity(&place.entity).is_some_and(|entity| {
        entity.stored && !entity.read_only && entity.door("update").met_by(&visit.actor.permissions)
    });
    if !open || place.columns.is_empty() {
        visit.say("said-grid-nothing", None);
        return Ok(Reply::Redirect(place.back));
    }
    if ids.len() > MOST {
        visit.say("said-grid-too-many", None);
        return Ok(Reply::Redirect(place.back));
    }
    let width = place.columns.len();
    let said = visit.form.text("do").unwrap_or_default().to_owned();
    let opened = !visit.form.has("rows") || said == "columns";
    let mut lines = match opened {
        true => Lines { all: visit.read(|tx| read(tx, &place.entity, &place.columns, &ids))?, ..Lines::default() },
        false => Lines::read(&visit.form, width),
    };
    if said == "save" {
        return saved(visit, lang, &place, &lines);
    }
    page::step(&mut lines, &said, 0, width);
    Ok(Reply::Html(render(visit, lang, &place, &lines, &Wrongs::new())?))
}

fn saved(visit: &mut Visit<'_>, lang: &Lang, place: &Place, lines: &Lines) -> Result<Reply> {
    let mut wrongs = Wrongs::new();
    let written = visit.write(|tx| {
        let (done, found) = save::save(tx, lang, &place.entity, &place.columns, &Map::new(), lines)?;
        wrongs = found;
        match wrongs.is_empty() {
            true => Ok((done, tx.transaction_id())),
            false => Err(Error::Conflict("some lines were refused".to_owned())),
        }
    });
    match written {
        Ok((done, transaction)) => {
            visit.say(if done == 0 { "said-nothing" } else { "said-records-changed" }, transaction);
            Ok(Reply::Redirect(place.back.clone()))
        }
        Err(Error::Conflict(_)) if !wrongs.is_empty() => {
            Ok(Reply::Status(422, render(visit, lang, place, lines, &wrongs)?))
        }
        Err(error) => Err(error),
    }
}

fn render(visit: &Visit<'_>, lang: &Lang, place: &Place, lines: &Lines, wrongs: &Wrongs) -> Result<maud::Markup> {
    let count = lines.all.len() as i64;
    let view = Sheet {
        title: lang.text("task-grid"),
        intro: lang.with("grid-change-intro", &[("count", count.into())]),
        action: &place.action,
        columns: &place.columns,
        lines,
        wrongs,
        draft: None,
        submit: lang.with("view-task-update-do", &[("count", count.into())]),
        back: &place.back,
        kept: &place.kept,
        tabs: &[],
    };
    let more: Vec<(&str, &str, bool)> =
        place.more.iter().map(|(path, label, shown)| (path.as_str(), label.as_str(), *shown)).collect();
    page::sheet_with(visit, lang, &view, &more)
}

/// The address of the grid for the ticked rows of a search.
pub fn href(name: &str, here: &str) -> String {
    format!("/view/{}/grid?{here}", encoded(name))
}
