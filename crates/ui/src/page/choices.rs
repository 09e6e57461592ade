//! A list that administrators keep: choices of a field, location types, contact types, kept views.

use super::columns::{Ends, ORDER, arrows};
use crate::part::Tone;
use crate::part::button::Button;
use crate::part::chip::Tag;
use crate::part::crumbs::{Crumb, crumbs};
use crate::part::empty::empty;
use crate::part::field::{Field, field};
use crate::part::form::Form;
use crate::part::head::{Head, head};
use crate::part::icon::Icon;
use crate::part::menu;
use crate::part::timeline::Cell;
use crate::{Shell, Ui};
use maud::{Markup, Render, html};

/// The id of the form that keeps the order; the lines stand outside of it, for they hold forms of their own.
const SORT: &str = "choices-order";

/// The form of one choice, open in its place.
#[derive(Clone, Debug)]
pub struct Editor<'a> {
    pub fields: Vec<Field<'a>>,
    pub action: &'a str,
    /// The version that was read; none for a new one.
    pub version: Option<&'a str>,
}

/// One choice of the list.
#[derive(Clone, Debug, Default)]
pub struct ChoiceLine<'a> {
    pub id: &'a str,
    pub label: &'a str,
    /// Its description, or the value that is stored.
    pub note: &'a str,
    pub icon: Option<(Icon, Tone)>,
    /// The one that new records get.
    pub is_default: bool,
    pub is_active: bool,
    /// Part of the program: it can be renamed, not thrown away.
    pub is_reserved: bool,
    /// How many records use it, as it is shown: "14 fiches".
    pub used: Option<&'a str>,
    /// The page with this line open.
    pub edit: Option<&'a str>,
    pub make_default: Option<&'a str>,
    /// Where activating an inactive one, or resting an active one, is sent.
    pub toggle: Option<&'a str>,
    pub delete: Option<&'a str>,
    pub editor: Option<Editor<'a>>,
}

/// What the page shows.
#[derive(Clone, Debug, Default)]
pub struct Choices<'a> {
    pub way: Vec<Crumb<'a>>,
    pub title: &'a str,
    pub intro: Option<&'a str>,
    pub lines: Vec<ChoiceLine<'a>>,
    /// Where the order is sent: `order=<id>` for each line, and `do=up-<id>` or `do=down-<id>` from a button.
    /// None where the list has no order of its own.
    pub order: Option<&'a str>,
    /// The page with an empty form at the end.
    pub add: Option<&'a str>,
    pub adding: Option<Editor<'a>>,
    /// The page with every form closed.
    pub here: &'a str,
}

/// The page.
pub fn choices(ui: &Ui<'_>, shell: &Shell<'_>, view: &Choices<'_>) -> Markup {
    let (title, help) = (ui.lang.text("choices-none"), ui.lang.text("choices-none-help"));
    choices_or(ui, shell, view, (&title, &help))
}

/// The page of a list that says something else when it is empty: a title and a sentence.
pub fn choices_or(ui: &Ui<'_>, shell: &Shell<'_>, view: &Choices<'_>, none: (&str, &str)) -> Markup {
    let count = i64::try_from(view.lines.len()).ok().filter(|count| *count > 0);
    let editing = view.adding.is_some() || view.lines.iter().any(|line| line.editor.is_some());
    let add = view
        .add
        .filter(|_| !editing)
        .map(|href| Button::link(ui.lang.text("choice-add"), href).primary().icon(Icon::PlusBold).key("n").render());
    let content = html! {
        (crumbs(ui, &view.way, None))
        (head(ui, &Head { title: view.title, count, intro: view.intro }, add))
        @if view.lines.is_empty() && view.adding.is_none() {
            (empty(none.0, none.1, html! {}))
        }
        @if let Some(action) = view.order { (order(ui, action)) }
        ol.made.sortable.choices data-sortable=[view.order.map(|_| SORT)] {
            @for (index, line) in view.lines.iter().enumerate() {
                (one(ui, view, line, Ends { first: index == 0, last: index + 1 == view.lines.len() }))
            }
            @if let Some(editor) = &view.adding {
                li.open { div.inside { h2 { (ui.lang.text("choice-new")) } (editing_form(ui, view, editor)) } }
            }
        }
    };
    crate::shell::page(ui, shell, content, html! {})
}

/// Where scripts run the order is sent quietly, and the page stays as it is.
fn order(ui: &Ui<'_>, action: &str) -> Markup {
    html! {
        form id=(SORT) action=(action) method="post" hx-post=(action) hx-swap="none" hx-select-oob="#toasts" {
            input type="hidden" name=(crate::Csrf::FIELD) value=(ui.csrf.0);
        }
    }
}

fn one(ui: &Ui<'_>, view: &Choices<'_>, line: &ChoiceLine<'_>, ends: Ends) -> Markup {
    html! {
        li.open[line.editor.is_some()].resting[!line.is_active] {
            div.bar {
                @if view.order.is_some() {
                    span.grip aria-hidden="true" { (Icon::DotsSixVertical) }
                    input type="hidden" name=(ORDER) value=(line.id) form=(SORT);
                }
                @if let Some((icon, tone)) = line.icon { (Cell { icon, tone, large: false }) }
                span.name { b { (line.label) } @if !line.note.is_empty() { " " span.faint { (line.note) } } }
                (words(ui, line))
                @if view.order.is_some() { (arrows(ui, line.id, line.label, ends, Some(SORT))) }
                (tools(ui, line))
            }
            @if let Some(editor) = &line.editor { div.inside { (editing_form(ui, view, editor)) } }
        }
    }
}

fn words(ui: &Ui<'_>, line: &ChoiceLine<'_>) -> Markup {
    html! {
        span.row.push {
            @if line.is_default { (Tag::of(Tone::Honey, &ui.lang.text("choice-default"))) }
            @if !line.is_active { (Tag::of(Tone::Stone, &ui.lang.text("choice-resting"))) }
            @if line.is_reserved {
                @let words = ui.lang.text("choice-reserved");
                span.faint.lock title=(words) { (Icon::LockSimple) span.sr { (words) } }
            }
            @if let Some(used) = line.used { small.faint { (used) } }
        }
    }
}

fn tools(ui: &Ui<'_>, line: &ChoiceLine<'_>) -> Markup {
    let post = |href: &str, icon: Icon, words: &str| {
        html! { li { (Form::post(ui.csrf, href).render(html! { button type="submit" { (icon) (words) } })) } }
    };
    let toggle = if line.is_active { ui.lang.text("choice-rest") } else { ui.lang.text("choice-wake") };
    let items = html! {
        @if let Some(href) = line.make_default { (post(href, Icon::Star, &ui.lang.text("choice-make-default"))) }
        @if let Some(href) = line.toggle {
            (post(href, if line.is_active { Icon::EyeSlash } else { Icon::Eye }, &toggle))
        }
        @if let Some(href) = line.delete { (post(href, Icon::Trash, &ui.lang.text("choice-delete"))) }
    };
    let name = [("name", line.label.into())];
    html! {
        span.ends {
        @if let Some(href) = line.edit.filter(|_| line.editor.is_none()) {
            (Button::link(ui.lang.with("choice-edit", &name), href).quiet().small().square().icon(Icon::PencilSimple))
        }
        @if line.make_default.or(line.toggle).or(line.delete).is_some() {
            (menu::menu(&ui.lang.with("choice-more", &name), Icon::DotsThreeBold, true, None, items))
        }
        }
    }
}

fn editing_form(ui: &Ui<'_>, view: &Choices<'_>, editor: &Editor<'_>) -> Markup {
    let form = Form::post(ui.csrf, editor.action).class("stack");
    let form = match editor.version {
        Some(version) => form.version(version),
        None => form,
    };
    form.render(html! {
        div.fields { @for one in &editor.fields { (field(ui, one)) } }
        div.row {
            (Button::submit(ui.lang.text("save")).primary().small())
            (Button::link(ui.lang.text("cancel"), view.here).quiet().small())
        }
    })
}
