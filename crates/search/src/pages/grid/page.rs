//! A grid as a page: a table of inputs that works as one plain form.

use contact::pages::frame::{self, Page};
use contact::pages::phrases::Lang;
use kit::Visit;
use maud::{Markup, html};
use store::Result;
use ui::Icon;
use ui::part::Tone;
use ui::part::button::Button;
use ui::part::form::Form;
use ui::part::head::{Head, head};
use ui::part::notice::notice;

use super::MOST;
use super::column::Column;
use super::line::{Line, Lines};
use super::save::Wrongs;
use crate::compose::words::About;

/// What the page shows.
pub struct Sheet<'a> {
    pub title: &'a str,
    pub intro: &'a str,
    pub action: &'a str,
    pub columns: &'a [Column],
    pub lines: &'a Lines,
    pub wrongs: &'a Wrongs,
    /// Whether a draft is kept of what was typed; None where there are no drafts.
    pub draft: Option<bool>,
    pub submit: &'a str,
    pub back: &'a str,
    /// What the form carries along.
    pub kept: &'a [(String, String)],
    /// The other displays of the search: addresses and what they are called, and which is open.
    pub tabs: &'a [(String, String, bool)],
}

/// Does what a button says: `more`, `down-3`, `drop-7`.
pub fn step(lines: &mut Lines, said: &str, more: usize, width: usize) {
    let number = |text: &str| text.parse::<usize>().ok();
    match said.split_once('-') {
        None if said == "more" => lines.grow(more, width),
        Some(("down", at)) => {
            if let Some(at) = number(at) {
                lines.copy_down(at);
            }
        }
        Some(("drop", at)) => {
            if let Some(at) = number(at) {
                lines.drop_line(at);
            }
        }
        _ => {}
    }
}

/// The page.
///
/// # Errors
/// The database's own failure.
pub fn sheet(visit: &Visit<'_>, lang: &Lang, view: &Sheet<'_>) -> Result<Markup> {
    sheet_with(visit, lang, view, &[])
}

/// The page with a choice of columns: path, words, whether it is shown.
///
/// # Errors
/// The database's own failure.
pub fn sheet_with(visit: &Visit<'_>, lang: &Lang, view: &Sheet<'_>, more: &[(&str, &str, bool)]) -> Result<Markup> {
    let page = Page { title: view.title, place: "/search", narrow: false };
    frame::show(visit, lang, page, |ui, shell| {
        let state = html! {
            p.quiet.grid-state id="grid-state" role="status" {
                @if view.draft == Some(true) { (Icon::Check) " " (lang.text("grid-draft-kept")) }
            }
        };
        let inside = html! {
            // Enter keeps what is typed; without this first button it would press the first arrow.
            button.sr type="submit" name="do" value="draft" tabindex="-1" aria-hidden="true" {}
            input type="hidden" name="rows" value=(view.lines.all.len());
            @for at in &view.lines.copied { input type="hidden" name="copied" value=(at); }
            @for (name, value) in view.kept { input type="hidden" name=(name) value=(value); }
            @if view.columns.is_empty() { p.quiet { (lang.text("grid-no-columns")) } }
            @else { (table(lang, view)) }
            @if view.draft.is_some() { (state) }
            div.row.design-done {
                (Button::submit(view.submit).primary().name("do", "save"))
                @if view.draft.is_some() && view.lines.all.len() < MOST { (Button::submit(lang.text("grid-more")).name("do", "more").icon(Icon::Plus)) }
                @if view.draft == Some(true) { (Button::submit(lang.text("grid-clear")).name("do", "clear").quiet()) }
                a.btn.is-quiet href=(view.back) { (lang.text("cancel")) }
            }
        };
        let wrong = (!view.wrongs.is_empty()).then(|| {
            let words = lang.with("grid-wrong", &[("count", (view.wrongs.len() as i64).into())]);
            notice(Tone::Brick, Icon::WarningCircle, html! { (words) }, None)
        });
        let content = html! {
            (head(ui, &Head { title: view.title, count: None, intro: Some(view.intro) }, None))
            @if view.tabs.len() > 1 { nav.tabs.is-small aria-label=(lang.text("compose-draw")) { @for (href, label, open) in view.tabs {
                a href=(href) aria-current=[open.then_some("page")] { (label) }
            } } }
            @if let Some(wrong) = wrong { (wrong) }
            @if !more.is_empty() { (choice(ui, lang, view, more)) }
            (Form::post(ui.csrf, view.action).id("grid").class("stack").render(inside))
        };
        ui::shell::page(ui, shell, content, html! {})
    })
}

/// Which columns the grid has.
fn choice(ui: &ui::Ui<'_>, lang: &Lang, view: &Sheet<'_>, more: &[(&str, &str, bool)]) -> Markup {
    html! {
        details.design-more { summary { (lang.text("grid-columns")) }
            (Form::post(ui.csrf, view.action).class("stack").render(html! {
                input type="hidden" name="rows" value=(view.lines.all.len());
                @for (row, line) in view.lines.all.iter().enumerate() { @if let Some(id) = line.id { input type="hidden" name=(format!("id-{row}")) value=(id); } }
                ul.check-list { @for (path, label, shown) in more {
                    li { label.check { input type="checkbox" name="column" value=(path) checked[*shown]; span { (label) } } }
                } }
                div.row { (Button::submit(lang.text("grid-columns-do")).name("do", "columns").small()) }
            }))
        }
    }
}

fn table(lang: &Lang, view: &Sheet<'_>) -> Markup {
    let old = view.lines.all.iter().any(|line| line.id.is_some());
    let autosave = view.draft.is_some();
    html! {
        div.scroll-x role="region" tabindex="0" aria-label=(view.title)
            hx-post=[autosave.then_some(view.action)] hx-trigger=[autosave.then_some("change delay:800ms")] hx-vals=[autosave.then_some("{\"do\":\"draft\"}")]
            hx-include=[autosave.then_some("closest form")] hx-target=[autosave.then_some("#grid-state")] hx-select=[autosave.then_some("#grid-state")]
            hx-swap=[autosave.then_some("outerHTML")] hx-push-url=[autosave.then_some("false")] {
            table.grid.is-dense.entry-grid data-grid {
                thead { tr {
                    th.fit scope="col" { @if old { (lang.text("grid-record")) } @else { span.sr { (lang.text("grid-line")) } } }
                    @for (at, column) in view.columns.iter().enumerate() {
                        th scope="col" {
                            span.row { span { (column.label) @if column.required && !old { " *" } }
                                button.btn.is-quiet.is-small type="submit" name="do" value=(format!("down-{at}")) title=(lang.text("grid-down")) aria-label=(lang.with("grid-down-of", &[("what", column.label.as_str().into())])) { (Icon::CaretDown) } }
                        }
                    }
                    th.fit scope="col" { span.sr { (lang.text("grid-drop")) } }
                } }
                tbody { @for (row, line) in view.lines.all.iter().enumerate() {
                    tr {
                        th.fit scope="row" {
                            @if let Some(id) = line.id { input type="hidden" name=(format!("id-{row}")) value=(id); input type="hidden" name=(format!("name-{row}")) value=(line.name); (line.name) }
                            @else { (row + 1) }
                        }
                        @for (at, column) in view.columns.iter().enumerate() {
                            @let wrong = view.wrongs.get(&(row, at));
                            td.is-wrong[wrong.is_some()] {
                                @for text in line.before.get(at).into_iter().flatten() { input type="hidden" name=(format!("b-{row}-{at}")) value=(text); }
                                (cell(lang, column, line, row, at, wrong.is_some()))
                                @if let Some(words) = wrong { span.error id=(format!("e-{row}-{at}")) { (words) } }
                            }
                        }
                        td.fit { button.btn.is-quiet.is-small type="submit" name="do" value=(format!("drop-{row}")) aria-label=(lang.with("grid-drop-line", &[("number", ((row + 1) as i64).into())])) { (Icon::X) } }
                    }
                } }
            }
        }
    }
}

/// The input of a cell.
fn cell(lang: &Lang, column: &Column, line: &Line, row: usize, at: usize, wrong: bool) -> Markup {
    let name = format!("c-{row}-{at}");
    let list = format!("s-{row}-{at}");
    let label = lang.keep(format!("{}, {}", column.label, row + 1));
    let invalid = wrong.then_some("true");
    let about = wrong.then(|| format!("e-{row}-{at}"));
    let texts = line.cells.get(at).map(Vec::as_slice).unwrap_or_default();
    let first = texts.first().map_or("", String::as_str);
    let has = |value: &str| texts.iter().any(|text| text == value);
    match column.about {
        _ if column.is_contact => html! {
            input.input name=(name) value=(first) list=(list) placeholder=(lang.text("pick-name")) aria-label=(label) aria-invalid=[invalid] aria-describedby=[about] autocomplete="off"
                hx-get=(format!("/contacts/suggest?field={name}")) hx-trigger="input changed delay:250ms" hx-target=(format!("#{list}")) hx-swap="innerHTML" hx-push-url="false";
            datalist id=(list) {}
        },
        About::YesNo | About::Choice | About::Choices if !column.choices.is_empty() => html! {
            select.select.is-small name=(name) multiple[column.about == About::Choices] aria-label=(label) aria-invalid=[invalid] aria-describedby=[about] {
                @if column.about != About::Choices { option value="" {} }
                @for (value, words) in &column.choices { option value=(value) selected[has(value)] { (words) } }
            }
        },
        About::Day => {
            html! { input.input type="date" name=(name) value=(first) aria-label=(label) aria-invalid=[invalid] aria-describedby=[about]; }
        }
        About::Number => {
            html! { input.input type="text" inputmode="decimal" name=(name) value=(first) aria-label=(label) aria-invalid=[invalid] aria-describedby=[about]; }
        }
        _ => {
            html! { input.input name=(name) value=(first) aria-label=(label) aria-invalid=[invalid] aria-describedby=[about]; }
        }
    }
}
