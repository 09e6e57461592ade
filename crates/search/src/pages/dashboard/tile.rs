//! One tile of a board: a search in little, with the way to the whole.

use contact::pages::phrases::Lang;
use kit::Visit;
use maud::{Markup, html};
use store::Result;

use crate::compose::answer::PATIENCE;
use crate::view::page::{self, Shown};
use crate::view::{draw, map, shapes};

/// So many rows of a table stand on a tile, so many in a chart.
const ROWS: i64 = 8;
const DRAWN: i64 = 12;
const PINNED: i64 = 500;

/// The tile of a search; None where the visitor may not see it any more.
///
/// # Errors
/// The database's own failure.
pub fn tile(visit: &Visit<'_>, lang: &Lang, search: i64) -> Result<Option<(String, Markup)>> {
    let key = format!("tile {search} {:?}", visit.actor.user_id);
    let asked = visit.site.ask(visit.actor, &key, PATIENCE, |tx| {
        let (question, label) = page::question(tx, &search.to_string(), None)?;
        let most = match question.display.kind.as_str() {
            "table" | "list" | "grid" => ROWS,
            "map" => PINNED,
            _ => DRAWN,
        };
        let (label, _) = crate::report::said(lang, &question.search.name, label, String::new());
        Ok((label, page::run(tx, lang, &question, most, 0)?))
    });
    match asked {
        Ok(Some((label, shown))) => Ok(Some((label, inside(visit, lang, &shown)))),
        Ok(None) => Ok(Some((String::new(), html! { p.quiet { (lang.text("compose-too-slow")) } }))),
        Err(store::Error::Internal(cause)) => Err(store::Error::Internal(cause)),
        Err(_) => Ok(None),
    }
}

fn inside(visit: &Visit<'_>, lang: &Lang, shown: &Shown) -> Markup {
    let ui = visit.ui();
    let entity = shown.prepared.entity.as_str();
    if shown.lines.is_empty() {
        return html! { p.quiet { (lang.text("compose-nothing")) } };
    }
    match shown.kind.as_str() {
        "pivot" => shapes::pivot(lang, &shown.lines, &shown.heads),
        "tree" => shapes::tree(&ui, &shown.lines, entity),
        "map" => map::map(lang, &shown.lines, &shown.heads, entity),
        "calendar" => shapes::calendar(&ui, lang, &shown.lines, &shown.heads, entity, ui.today),
        "table" | "grid" => html! {
            table.grid.is-dense {
                thead { tr { @for (label, _) in shown.heads.iter().take(3) { th scope="col" { (label) } } } }
                tbody { @for line in &shown.lines { tr {
                    @for (at, cell) in line.cells.iter().take(3).enumerate() {
                        td { @if at == 0 { (crate::view::linked(&ui, cell, line, entity)) } @else { (cell.words) } }
                    }
                } } }
            }
        },
        "list" => shapes::list(&ui, &shown.lines, entity),
        kind => draw::drawing(lang, kind, &draw::series(&shown.heads, &shown.lines), shown.count).unwrap_or_default(),
    }
}
