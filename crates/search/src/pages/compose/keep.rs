//! What is made of a question: a saved search with its display, a group, a file.

use contact::pages::phrases::Lang;
use kit::{Reply, Visit};
use serde_json::{Map, Value as Json, json};
use store::{As, Error, Result, Tx};

use super::page;
use super::state::State;
use super::{answer, words};
use crate::display::SearchDisplay;
use crate::export::{Export, Format, choose};
use crate::run::Question;
use crate::run::cells::For;

fn object(json: Json) -> Map<String, Json> {
    match json {
        Json::Object(map) => map,
        _ => Map::new(),
    }
}

/// `/search/save`: keeps the question under its name; the same search again, or a new one.
pub fn save(visit: &mut Visit<'_>) -> Result<Reply> {
    let state = visit.form.get("s").and_then(State::parse).filter(|_| visit.is_post);
    let Some(state) = state else { return Ok(Reply::Redirect("/search".to_owned())) };
    let lang = Lang::new(visit.locale);
    let label = visit.form.text("label").unwrap_or_default().to_owned();
    let same = visit.form.text("as") == Some("same");
    if label.is_empty() {
        let kept = state.id.map(|id| visit.read(|tx| Ok(page::kept(tx, id)?.1))).transpose()?;
        return page::show(visit, &state, kept, &[("label", lang.text("compose-label-missing").to_owned())]);
    }
    let form = visit.form.clone();
    let pin = form.has("pin");
    let saved = visit.write(|tx| {
        let words = form.text("description").unwrap_or_default().to_owned();
        let (label, words) = match state.id.filter(|_| same) {
            Some(id) => untouched(tx, &lang, id, (label.clone(), words))?,
            None => (label.clone(), words),
        };
        let mut values = object(json!({
            "label": label, "api_entity": state.entity, "api_params": state.params,
            "description": Some(words).filter(|words| !words.is_empty()), "expires_date": form.text("expires"),
        }));
        match state.id.filter(|_| same) {
            Some(id) => drop(values.insert("id".to_owned(), json!(id))),
            None => drop(values.insert("name".to_owned(), json!(free_name(tx, &label)?))),
        }
        let id = tx.save("SavedSearch", values, As::Actor)?.id;
        show_as(tx, &lang, &state, id, &label)?;
        if pin {
            crate::dashboard::pin(tx, id)?;
        }
        Ok((id, tx.transaction_id()))
    });
    match saved {
        Ok((id, transaction)) => {
            visit.say("said-search-saved", transaction);
            Ok(Reply::Redirect(if pin { "/dashboard".to_owned() } else { format!("/search/{id}") }))
        }
        Err(Error::Invalid(problems)) => {
            let words = problems.first().map(|one| one.problem.text(&one.field)).unwrap_or_default();
            let kept = state.id.map(|id| visit.read(|tx| Ok(page::kept(tx, id)?.1))).transpose()?;
            page::show(visit, &state, kept, &[("label", words)])
        }
        Err(error) => Err(error),
    }
}

/// The words as they are stored, where what was typed is nothing but their translation.
fn untouched(tx: &mut Tx<'_>, lang: &Lang, id: i64, typed: (String, String)) -> Result<(String, String)> {
    let (search, kept, _) = page::kept(tx, id)?;
    let stored = (kept.label, kept.description);
    let shown = crate::report::said(lang, &search.name, stored.0.clone(), stored.1.clone());
    Ok(if shown == typed { stored } else { typed })
}

/// A machine name that no search has yet.
fn free_name(tx: &Tx<'_>, label: &str) -> Result<String> {
    let base = store::machine_name(label);
    let taken = |name: &str| -> Result<bool> {
        Ok(!tx.find_by::<contact::saved_search::SavedSearch>("name", name)?.is_empty())
    };
    if !taken(&base)? {
        return Ok(base);
    }
    for number in 2..1000 {
        let name = format!("{base}_{number}");
        if !taken(&name)? {
            return Ok(name);
        }
    }
    Err(Error::Conflict("There are too many searches of this name.".to_owned()))
}

/// The display of a search, made or changed so that it shows what the question shows.
pub fn show_as(tx: &mut Tx<'_>, lang: &Lang, state: &State, search: i64, label: &str) -> Result<i64> {
    let shape = answer::display(tx, lang, state)?;
    let mut existing = tx.find_by::<SearchDisplay>("saved_search_id", search)?;
    existing.retain(|(_, display)| page::draws(display));
    let (kind, drawn) = drawn(&state.shown);
    let before = existing.first().and_then(|(_, display)| display.settings.clone());
    let mut settings = before
        .and_then(|text| serde_json::from_str::<Json>(&text).ok())
        .and_then(|json| json.as_object().cloned())
        .unwrap_or_default();
    let columns = merged(settings.get("columns"), shape.settings.get("columns"));
    settings.insert("columns".to_owned(), columns);
    settings.entry("limit".to_owned()).or_insert_with(|| json!(50));
    settings.shift_remove("chartType");
    if let Some(drawn) = drawn {
        settings.insert("chartType".to_owned(), json!(drawn));
    }
    let mut values = object(json!({"type": kind, "settings": settings, "label": label}));
    match existing.first() {
        Some((id, _)) => drop(values.insert("id".to_owned(), json!(id))),
        None => {
            values.insert("saved_search_id".to_owned(), json!(search));
            values.insert("name".to_owned(), json!(format!("search_{search}")));
        }
    }
    Ok(tx.save("SearchDisplay", values, As::Actor)?.id)
}

/// The type of a display that shows so, and the drawing that it names.
pub fn drawn(shown: &str) -> (&str, Option<&str>) {
    match shown {
        kind @ ("table" | "list" | "grid" | "tree" | "batch" | "entity") => (kind, None),
        kind => ("chart-kit", Some(kind)),
    }
}

/// The columns of the question; what was set for one of them before stays.
fn merged(before: Option<&Json>, now: Option<&Json>) -> Json {
    let old = before.and_then(Json::as_array).cloned().unwrap_or_default();
    let new = now.and_then(Json::as_array).cloned().unwrap_or_default();
    let known = |column: &Json| old.iter().find(|one| one.get("key") == column.get("key")).cloned();
    new.into_iter().map(|column| known(&column).unwrap_or(column)).collect()
}

/// `/search/group`: a group that always holds what the search finds.
pub fn group(visit: &mut Visit<'_>) -> Result<Reply> {
    let Some(id) = visit.form.int("id").filter(|_| visit.is_post) else {
        return Ok(Reply::Redirect("/search".to_owned()));
    };
    let (made, transaction) = visit.write(|tx| {
        let (search, kept, _) = page::kept(tx, id)?;
        let values = object(
            json!({"title": free_title(tx, &search.label)?, "saved_search_id": id, "description": kept.description}),
        );
        Ok((tx.save("Group", values, As::Actor)?.id, tx.transaction_id()))
    })?;
    visit.say("said-search-grouped", transaction);
    Ok(Reply::Redirect(format!("/groups/{made}")))
}

fn free_title(tx: &Tx<'_>, label: &str) -> Result<String> {
    let taken = |title: &str| contact::pages::rows::count(tx, "Group", json!([["title", "=", title]]));
    let mut title = label.to_owned();
    let mut number = 2;
    while taken(&title)? > 0 && number < 100 {
        title = format!("{label} ({number})");
        number += 1;
    }
    Ok(title)
}

/// `/search/export`: the question of the address as a file.
pub fn export(visit: &mut Visit<'_>) -> Result<Reply> {
    let state = visit.query.get("s").and_then(State::parse);
    let format = visit.query.text("format").and_then(Format::named);
    let (Some(state), Some(format)) = (state, format) else {
        return Err(Error::NotFound("a question and a format".to_owned()));
    };
    let lang = Lang::new(visit.locale);
    let question = visit.read(|tx| {
        let mut shape = answer::display(tx, &lang, &state)?;
        shape.label = match state.id {
            Some(id) => page::kept(tx, id)?.1.label,
            None => words::many(&lang, &*tx.entity(&state.entity)?).to_owned(),
        };
        let mut question = Question::whole(state.search(), shape);
        choose::chosen(tx, &mut question, &visit.query)?;
        crate::view::page::label_columns(tx, &lang, &mut question)?;
        Ok(question)
    })?;
    let export = Export { question, format, locale: visit.locale, whom: For::People };
    let (name, content_type) = (export.file_name(), export.format.content_type());
    Ok(Reply::Stream { name, content_type, feed: export.feed(visit.site, visit.actor) })
}

/// So many contacts of a list go into one file: what one condition may name. Searches have no limit.
const PICKED: i64 = 10_000;

/// `/search/contacts`: the ticked contacts of a list as a spreadsheet.
pub fn contacts(visit: &mut Visit<'_>) -> Result<Reply> {
    if !visit.is_post {
        return Ok(Reply::Redirect("/contacts".to_owned()));
    }
    let lang = Lang::new(visit.locale);
    let question = visit.read(|tx| {
        let ids = contact::pages::list::picked(tx, &visit.form, false, PICKED)?;
        let mut state = crate::report::Report::named("contacts-detail").map(crate::report::Report::state);
        let state = state.as_mut().ok_or_else(|| Error::NotFound("contacts-detail".to_owned()))?;
        state.add("where", json!(["id", "IN", ids]));
        let mut shape = answer::display(tx, &lang, state)?;
        words::many(&lang, &*tx.entity(&state.entity)?).clone_into(&mut shape.label);
        let question = Question::whole(state.search(), shape);
        question.prepare(tx)?;
        Ok(question)
    })?;
    let export = Export { question, format: Format::Xlsx, locale: visit.locale, whom: For::People };
    let (name, content_type) = (export.file_name(), export.format.content_type());
    Ok(Reply::Stream { name, content_type, feed: export.feed(visit.site, visit.actor) })
}
