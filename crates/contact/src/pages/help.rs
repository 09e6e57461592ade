//! Help: the manual that the program carries, found by a few words and read page by page.

use kit::{Reply, Visit};
use store::{Error, Result};
use ui::manual;
use ui::page::help as page;

use super::frame::{self, Page};
use super::phrases::Lang;

/// `/help`: the list of pages, or those that hold what was asked.
pub(super) fn home(visit: &mut Visit<'_>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    let asked: String = visit.query.text("q").unwrap_or_default().chars().take(100).collect();
    let found = if asked.is_empty() { Vec::new() } else { manual::find(lang.code(), &asked) };
    let frame = Page { title: lang.text("help"), place: page::HOME, narrow: false };
    let markup = frame::show(visit, &lang, frame, |ui, shell| page::help(ui, shell, &asked, &found))?;
    Ok(Reply::Html(markup))
}

/// `/help/{topic}`
pub(super) fn topic(visit: &mut Visit<'_>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    let name = visit.captures.first().map(String::as_str).unwrap_or_default();
    let topic = manual::topic(lang.code(), name).ok_or_else(|| Error::NotFound(visit.path.to_owned()))?;
    let frame = Page { title: topic.title(), place: page::HOME, narrow: false };
    let picture = |file: &str| ui::assets::picture(lang.code(), file);
    let markup = frame::show(visit, &lang, frame, |ui, shell| page::topic(ui, shell, topic, picture))?;
    Ok(Reply::Html(markup))
}
