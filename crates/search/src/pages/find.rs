//! `/find`: one box over everything, and what the palette finds beside contacts. Every question is asked as the visitor.

use contact::pages::frame::{self, Page};
use contact::pages::phrases::Lang;
use contact::pages::rows::{Row, id, text};
use contact::pages::slots::{Finder, Finding};
use kit::{Registry, Reply, Visit};
use maud::html;
use schema::Requirement;
use serde_json::json;
use store::Result;
use ui::Icon;
use ui::part::Tone;
use ui::part::empty::empty;
use ui::part::head::{Head, head};
use ui::part::notice::notice;
use ui::part::search_box::{SearchBox, search_box};

use crate::compose::answer::PATIENCE;
use crate::text::{Hit, Shelf, everywhere, follow};

/// Looks for a limited time, and only as long as the visitor asks for nothing else; None where it was given up.
fn look(visit: &Visit<'_>, asked: &str) -> Result<Option<Vec<Shelf>>> {
    let key = format!("find {:?} {}", visit.actor.user_id, visit.session.unwrap_or(visit.remote));
    visit.site.ask(visit.actor, &key, PATIENCE, |tx| everywhere(tx, asked))
}

/// `/find`
pub fn show(visit: &mut Visit<'_>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    let asked: String = visit.query.text("q").unwrap_or_default().chars().take(200).collect();
    let found = look(visit, &asked)?;
    let late = found.is_none();
    let shelves = found.unwrap_or_default();
    let title = lang.text("find-title");
    let page = Page { title, place: "/search", narrow: true };
    let markup = frame::show(visit, &lang, page, |ui, shell| {
        let content = html! {
            (head(ui, &Head { title, count: None, intro: Some(lang.text("find-intro")) }, None))
            (search_box(&SearchBox { action: "/find", name: "q", value: &asked, label: lang.text("find-box"), kept: &[] }))
            @if late { (notice(Tone::Honey, Icon::Clock, html! { (lang.text("find-too-slow")) }, None)) }
            @else if !asked.is_empty() && shelves.is_empty() { (empty(lang.text("find-none"), lang.text("find-none-words"), html! {})) }
            @for shelf in &shelves {
                section.find-shelf { h2 { (lang.text(shelf.title)) }
                    ul.view-list { @for hit in &shelf.hits { li { (shelf.icon) " " a href=(hit.href) { (ui::part::palette::marked(&hit.name, &asked)) } @if !hit.line.is_empty() { span.quiet { (hit.line) } } } } }
                }
            }
        };
        ui::shell::page(ui, shell, content, html! {})
    })?;
    Ok(Reply::Html(markup))
}

/// As long as the index is being built, only a small site can be read through while somebody types.
fn is_quick(tx: &store::Tx<'_>) -> Result<bool> {
    const SMALL: i64 = 10_000;
    if follow::is_ready(tx)? {
        return Ok(true);
    }
    let text = format!(r#"SELECT count(*) FROM (SELECT 1 FROM "civicrm_activity" LIMIT {SMALL}) AS few"#);
    let few = tx.one(&store::statement(text, Vec::new()))?.and_then(|count| count.as_int());
    Ok(few.is_some_and(|count| count < SMALL))
}

/// What the palette finds beside contacts: activities, notes, files.
fn others(visit: &Visit<'_>, _: &Lang, asked: &str) -> Result<Vec<Finding>> {
    if asked.chars().count() < 3 || !visit.read(|tx| is_quick(tx))? {
        return Ok(Vec::new());
    }
    let shelves = look(visit, asked)?.unwrap_or_default();
    let far = shelves.into_iter().filter(|shelf| shelf.title != "find-contacts");
    let finding = |icon: Icon, hit: Hit| Finding {
        icon,
        name: hit.name,
        line: Some(hit.line).filter(|line| !line.is_empty()),
        href: hit.href,
    };
    Ok(far.flat_map(|shelf| shelf.hits.into_iter().take(3).map(move |hit| finding(shelf.icon, hit))).take(6).collect())
}

/// The saved searches that fit, in the palette.
fn saved(visit: &Visit<'_>, lang: &Lang, asked: &str) -> Result<Vec<Finding>> {
    if asked.chars().count() < 2 {
        return Ok(Vec::new());
    }
    let clauses = json!([["label", "CONTAINS", asked], ["api_entity", "IS NOT EMPTY"]]);
    let found = visit.read(|tx| {
        contact::pages::rows::ask(
            tx,
            "SavedSearch",
            &["id", "name", "label", "description"],
            clauses,
            &[("label", "ASC")],
            5,
        )
    })?;
    let one = |row: &Row| {
        let (label, words) = (text(row, "label").to_owned(), text(row, "description").to_owned());
        let (name, line) = crate::report::said(lang, text(row, "name"), label, words);
        let line = Some(line).filter(|line| !line.is_empty());
        Finding { icon: Icon::MagnifyingGlass, name, line, href: format!("/view/{}", id(row)) }
    };
    Ok(found.iter().map(one).collect())
}

/// Signs the box into the registry.
pub fn register(registry: &mut Registry) {
    registry
        .page("/find", Requirement::all(&["access CiviCRM"]), show)
        .fill(Finder { title: "find-elsewhere", find: others })
        .fill(Finder { title: "find-searches", find: saved });
}
