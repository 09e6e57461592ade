//! The ticked contacts looked at otherwise: on a map, and on paper.

use contact::pages::frame::{self, Page};
use contact::pages::phrases::Lang;
use kit::{Reply, Visit};
use serde_json::json;
use store::{Error, Result};
use ui::part::button::Button;
use ui::part::head::{Head, head};

use super::{nobody, picked};
use crate::compose::{answer, state::State, words};
use crate::export::{Export, Format};
use crate::run::cells::For;
use crate::run::{Question, Search};
use crate::view::page;

/// The map of ticked contacts.
pub const MAP: &str = "/search/map";
/// The list of ticked contacts on paper.
pub const PRINT: &str = "/search/print";
/// So many pins stand on a map.
const PINS: i64 = 5_000;

/// `/search/map`
pub fn map(visit: &mut Visit<'_>) -> Result<Reply> {
    if !visit.is_post {
        return Ok(Reply::Redirect("/contacts".to_owned()));
    }
    let lang = Lang::new(visit.locale);
    let ids = visit.read(|tx| picked(tx, visit))?;
    if ids.is_empty() {
        return Ok(nobody(visit));
    }
    let columns = ["display_name", "address_primary.geo_code_1", "address_primary.geo_code_2"];
    let shown = visit.read(|tx| {
        let mut state = State::about("Contact", &columns);
        "map".clone_into(&mut state.shown);
        state.add("where", json!(["id", "IN", ids]));
        let shape = answer::display(tx, &lang, &state)?;
        let mut shown = page::run(tx, &lang, &Question::whole(state.search(), shape), PINS, 0)?;
        "map".clone_into(&mut shown.kind);
        Ok(shown)
    })?;
    let title = lang.text("task-map");
    let page = Page { title, place: "/contacts", narrow: false };
    let markup = frame::show(visit, &lang, page, |ui, shell| {
        let back = Button::link(lang.text("contacts-back"), "/contacts");
        let content = maud::html! {
            (head(ui, &Head { title, count: Some(shown.count), intro: None }, Some(maud::html! { (back) })))
            (page::body(ui, &lang, visit, &shown, &[], "", "", ui.today))
        };
        ui::shell::page(ui, shell, content, maud::html! {})
    })?;
    Ok(Reply::Html(markup))
}

/// `/search/print`
pub fn print(visit: &mut Visit<'_>) -> Result<Reply> {
    if !visit.is_post {
        return Ok(Reply::Redirect("/contacts".to_owned()));
    }
    let lang = Lang::new(visit.locale);
    let ids = visit.read(|tx| picked(tx, visit))?;
    if ids.is_empty() {
        return Ok(nobody(visit));
    }
    let question = visit.read(|tx| {
        let mut state = crate::report::Report::named("contacts-summary").map(crate::report::Report::state);
        let state = state.as_mut().ok_or_else(|| Error::NotFound("contacts-summary".to_owned()))?;
        state.add("where", json!(["id", "IN", ids]));
        let mut shape = answer::display(tx, &lang, state)?;
        words::many(&lang, &*tx.entity("Contact")?).clone_into(&mut shape.label);
        let mut question = Question::whole(Search { label: shape.label.clone(), ..state.search() }, shape);
        page::label_columns(tx, &lang, &mut question)?;
        Ok(question)
    })?;
    let export = Export { question, format: Format::Pdf, locale: visit.locale, whom: For::People };
    let (name, content_type) = (export.file_name(), export.format.content_type());
    Ok(Reply::Stream { name, content_type, feed: export.feed(visit.site, visit.actor) })
}
