//! Displays as pages: what a saved search finds as a table, a list, cards, a chart, a calendar, a pivot.

pub mod batch;
pub mod design;
pub mod designer;
pub mod draw;
pub mod kept;
pub mod map;
pub mod order;
pub mod page;
pub mod shapes;
pub mod task;
pub mod widget;

use kit::Registry;
use maud::{Markup, html};
use schema::Requirement;
use ui::Icon;
use ui::part::mailbox::mailbox;

use crate::compose::words;
use crate::run::cells::{Cell, Line};
use crate::run::item::Item;

/// How a cell stands: the first one names its row, the only measure ends it, and the others say what they are where a
/// narrow page puts them below.
pub fn stands(at: usize, cell: &Cell, heads: &[(String, Item)]) -> String {
    let measured = |at: usize| heads.get(at).is_some_and(|(_, item)| words::is_measure(item));
    let alone = (0..heads.len()).filter(|at| measured(*at)).count() == 1;
    let empty = cell.words.is_empty() && cell.links.is_empty() && cell.icons.is_empty();
    let place = match (at, measured(at)) {
        (0, true) => "m-main money",
        (0, false) => "m-main",
        (_, true) if alone => "m-end money",
        (_, true) => "m-more money",
        _ => "m-more",
    };
    let look = match (empty, is_number(&cell.words)) {
        (true, _) => "is-blank",
        (_, true) => "is-whole",
        _ => "",
    };
    [place, look, cell.class.as_str()].join(" ").trim_end().to_owned()
}

/// A row of a table: its first cell leads to the record.
pub fn row(ui: &ui::Ui<'_>, line: &Line, heads: &[(String, Item)], entity: &str) -> Markup {
    html! {
        tr class=[Some(line.class.as_str()).filter(|class| !class.is_empty())] {
            @for (at, (cell, (label, _))) in line.cells.iter().zip(heads).enumerate() {
                @if at == 0 { th scope="row" class=(stands(at, cell, heads)) { (linked(ui, cell, line, entity)) } }
                @else { td class=(stands(at, cell, heads)) data-label=(label) { (inside(ui, cell)) } }
            }
        }
    }
}

/// Figures and what stands between them: a telephone number stays on one line.
fn is_number(words: &str) -> bool {
    !words.is_empty() && words.len() < 24 && words.chars().all(|c| c.is_ascii_digit() || " +.()-".contains(c))
}

/// The words of a cell, led to the record's own page where the cell has no link.
pub fn linked(ui: &ui::Ui<'_>, cell: &Cell, line: &Line, entity: &str) -> Markup {
    let href = line.id.and_then(|id| record(entity, id));
    match href.filter(|_| cell.links.is_empty() && !cell.words.is_empty()) {
        Some(href) if cell.icons.is_empty() => html! { a href=(href) { (cell.words) } },
        Some(href) => html! { a href=(href) { (inside(ui, cell)) } },
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
    let icons = |side: &str| {
        let here: Vec<Icon> = cell
            .icons
            .iter()
            .filter(|icon| text(icon, "side") == side)
            .filter_map(|i| icon(&text(i, "class")))
            .collect();
        html! { @for icon in here { (icon) " " } }
    };
    let words = html! { (icons("left")) (mailbox(&cell.words)) (icons("right")) };
    match cell.links.as_slice() {
        [] => html! { span title=[Some(cell.title.as_str()).filter(|title| !title.is_empty())] { (words) } },
        [only] if text(only, "text").is_empty() => html! { a href=(text(only, "url")) { (words) } },
        all => html! {
            @if !cell.words.is_empty() { (cell.words) " " }
            @for link in all { a.btn.is-small href=(text(link, "url")) { (text(link, "text")) } " " }
        },
    }
}

/// The drawing that stands for an icon of clients; none for those that the program does not have.
fn icon(class: &str) -> Option<Icon> {
    Some(match class.split_whitespace().next_back()?.trim_end_matches("-o") {
        "fa-star" => Icon::Star,
        "fa-check" | "fa-check-square" => Icon::Check,
        "fa-exclamation-triangle" | "fa-warning" => Icon::Warning,
        "fa-ban" | "fa-times" => Icon::Prohibit,
        "fa-clock" => Icon::Clock,
        "fa-birthday-cake" => Icon::Cake,
        "fa-phone" => Icon::Phone,
        "fa-envelope" => Icon::EnvelopeSimple,
        "fa-home" => Icon::House,
        "fa-tag" => Icon::Tag,
        "fa-trash" => Icon::Trash,
        "fa-lock" => Icon::LockSimple,
        "fa-user" => Icon::User,
        "fa-users" | "fa-group" => Icon::Users,
        "fa-building" => Icon::Buildings,
        "fa-calendar" => Icon::CalendarBlank,
        _ => return None,
    })
}

/// Signs the pages into the registry.
pub fn register(registry: &mut Registry) {
    let inside = || Requirement::all(&["access CiviCRM"]);
    registry
        .page("/view/{name}", inside(), page::show)
        .page("/view/{name}/export", inside(), page::export)
        .page("/view/{name}/chart.svg", inside(), page::svg)
        .page("/view/{name}/cell", inside(), page::cell)
        .page("/view/{name}/order", inside(), order::order)
        .page("/view/{name}/refresh", inside(), kept::refresh)
        .page("/view/{name}/task", inside(), task::task)
        .page("/view/{name}/hand", inside(), task::hand)
        .page("/search/{id}/display", Requirement::all(&["access CiviCRM", "manage own search_kit"]), designer::show);
    batch::register(registry);
}
