//! Displays as pages: what a saved search finds as a table, a list, cards, a chart, a calendar, a pivot.

pub mod batch;
pub mod draw;
pub mod map;
pub mod page;
pub mod shapes;
pub mod task;

use kit::Registry;
use maud::{Markup, html};
use schema::Requirement;

use crate::compose::words;
use crate::run::cells::{Cell, Line};
use crate::run::item::Item;

/// A row of a table: its first cell leads to the record.
pub fn row(ui: &ui::Ui<'_>, line: &Line, heads: &[(String, Item)], entity: &str) -> Markup {
    html! {
        tr class=[Some(line.class.as_str()).filter(|class| !class.is_empty())] {
            @for (at, (cell, (_, item))) in line.cells.iter().zip(heads).enumerate() {
                @let class = if words::is_measure(item) { "money m-end" } else { "" };
                @if at == 0 { th scope="row" class=(format!("m-main {}", cell.class)) { (linked(ui, cell, line, entity)) } }
                @else { td class=(format!("{class} {}", cell.class)) { (inside(ui, cell)) } }
            }
        }
    }
}

/// The words of a cell, led to the record's own page where the cell has no link.
pub fn linked(ui: &ui::Ui<'_>, cell: &Cell, line: &Line, entity: &str) -> Markup {
    let href = line.id.and_then(|id| record(entity, id));
    match href.filter(|_| cell.links.is_empty() && !cell.words.is_empty()) {
        Some(href) => html! { a href=(href) { (cell.words) } },
        None => inside(ui, cell),
    }
}

/// The page of a record.
pub fn record(entity: &str, id: i64) -> Option<String> {
    match entity {
        "Contact" | "Individual" | "Organization" | "Household" => Some(format!("/contacts/{id}")),
        "Activity" => Some(format!("/activities/{id}")),
        _ => None,
    }
}

/// The words of a cell with its links.
pub fn inside(_: &ui::Ui<'_>, cell: &Cell) -> Markup {
    let text =
        |link: &serde_json::Value, name: &str| link.get(name).and_then(|v| v.as_str()).unwrap_or_default().to_owned();
    match cell.links.as_slice() {
        [] => html! { span title=[Some(cell.title.as_str()).filter(|title| !title.is_empty())] { (cell.words) } },
        [only] if text(only, "text").is_empty() => html! { a href=(text(only, "url")) { (cell.words) } },
        all => html! {
            @if !cell.words.is_empty() { (cell.words) " " }
            @for link in all { a.btn.is-small href=(text(link, "url")) { (text(link, "text")) } " " }
        },
    }
}

/// Signs the pages into the registry.
pub fn register(registry: &mut Registry) {
    let inside = || Requirement::all(&["access CiviCRM"]);
    registry
        .page("/view/{name}", inside(), page::show)
        .page("/view/{name}/export", inside(), page::export)
        .page("/view/{name}/chart.svg", inside(), page::svg)
        .page("/view/{name}/cell", inside(), page::cell)
        .page("/view/{name}/task", inside(), task::task)
        .page("/view/{name}/hand", inside(), task::hand);
    batch::register(registry);
}
