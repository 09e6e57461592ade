//! What a list shows: its columns in the reader's order, and the views that were kept, as tabs.

use crate::part::button::Button;
use crate::part::crumbs::{Crumb, crumbs};
use crate::part::field::{Field, field};
use crate::part::form::Form;
use crate::part::head::{Head, head};
use crate::part::icon::Icon;
use crate::part::tabs::{Tab, tabs};
use crate::{Shell, Ui};
use maud::{Markup, html};

/// The names that the form sends: every column in order, the shown ones, and the button that was pressed.
pub const ORDER: &str = "order";
pub const SHOWN: &str = "column";
pub const DO: &str = "do";
/// Columns stay on narrow screens too, and the list scrolls sideways.
pub const STAY: &str = "stay";

/// A column that a list can show.
#[derive(Clone, Debug)]
pub struct Choosable<'a> {
    /// What is sent.
    pub name: &'a str,
    pub label: &'a str,
    pub shown: bool,
}

/// The columns of a list: the shown ones first, in order, then the others.
#[derive(Clone, Debug, Default)]
pub struct Columns<'a> {
    pub columns: Vec<Choosable<'a>>,
    /// Where the choice is sent. The button `do=up-<name>` or `do=down-<name>` moves one and shows the page again.
    pub action: &'a str,
    /// The conditions of the list that one returns to, as hidden inputs.
    pub kept: &'a [(&'a str, &'a str)],
    /// The same as a page, for those without room for a menu.
    pub page: &'a str,
    /// Columns stay on narrow screens too.
    pub stay: bool,
}

/// The menu above a list.
pub fn menu(ui: &Ui<'_>, view: &Columns<'_>) -> Markup {
    html! {
        details.menu.is-columns {
            summary.btn.is-small.is-quiet { (Icon::Columns) (ui.lang.text("columns")) }
            div { h2 { (ui.lang.text("columns-shown")) } (form(ui, view, Place::Menu)) }
        }
    }
}

/// The page of the same choice.
pub fn columns(ui: &Ui<'_>, shell: &Shell<'_>, way: &[Crumb<'_>], view: &Columns<'_>) -> Markup {
    let (title, intro) = (ui.lang.text("columns"), ui.lang.text("columns-intro"));
    let content = html! {
        (crumbs(ui, way, None))
        (head(ui, &Head { title: &title, count: None, intro: Some(&intro) }, None))
        div.card.columns-card { (form(ui, view, Place::Page)) }
    };
    crate::shell::page(ui, shell, content, html! {})
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Menu,
    Page,
}

fn form(ui: &Ui<'_>, view: &Columns<'_>, place: Place) -> Markup {
    let save = Button::submit(ui.lang.text("columns-apply")).small();
    Form::post(ui.csrf, view.action).class("stack").render(html! {
        // Enter saves; without this first button it would press the first arrow.
        button.sr type="submit" tabindex="-1" aria-hidden="true" {}
        @for (name, value) in view.kept { input type="hidden" name=(name) value=(value); }
        ol.sortable data-sortable {
            @for (index, one) in view.columns.iter().enumerate() { (line(ui, view, index, one)) }
        }
        (field(ui, &Field::text(STAY, &ui.lang.text("columns-stay"), if view.stay { "1" } else { "0" })
            .widget(crate::part::field::Widget::Checkbox)))
        div.row {
            (if place == Place::Page { save.primary() } else { save })
            (Button::submit(ui.lang.text("columns-reset")).small().quiet().name(DO, "reset"))
        }
    })
}

fn line(ui: &Ui<'_>, view: &Columns<'_>, index: usize, one: &Choosable<'_>) -> Markup {
    html! {
        li {
            span.grip aria-hidden="true" { (Icon::DotsSixVertical) }
            input type="hidden" name=(ORDER) value=(one.name);
            label.check { input type="checkbox" name=(SHOWN) value=(one.name) checked[one.shown]; span { (one.label) } }
            (arrows(ui, one.name, one.label, Ends { first: index == 0, last: index + 1 == view.columns.len() }, None))
        }
    }
}

/// Whether a line stands at an end of its list.
#[derive(Clone, Copy, Debug)]
pub struct Ends {
    pub first: bool,
    pub last: bool,
}

/// The two buttons that move a line of a sortable list, by form or, where scripts run, at once.
/// `form` is the id of a form that they stand outside of.
pub fn arrows(ui: &Ui<'_>, name: &str, label: &str, ends: Ends, form: Option<&str>) -> Markup {
    let words = [("name", label.into())];
    let up = Button::submit(ui.lang.with("sort-up", &words)).name(DO, format!("up-{name}"));
    let down = Button::submit(ui.lang.with("sort-down", &words)).name(DO, format!("down-{name}"));
    let (up, down) = match form {
        Some(form) => (up.form(form), down.form(form)),
        None => (up, down),
    };
    html! {
        span.arrows {
            (up.quiet().small().square().icon(Icon::CaretUp).data("data-up", "").disabled(ends.first))
            (down.quiet().small().square().icon(Icon::CaretDown).data("data-down", "").disabled(ends.last))
        }
    }
}

/// The kept views of a list, with a way to keep the one that is shown.
#[derive(Clone, Debug, Default)]
pub struct Views<'a> {
    pub tabs: Vec<Tab<'a>>,
    /// Where the current conditions, columns and sorting are kept as a view.
    pub keep: Option<Keep<'a>>,
    /// The page where views are renamed, put in order and thrown away.
    pub manage: Option<&'a str>,
}

/// The form that keeps a view.
#[derive(Clone, Debug)]
pub struct Keep<'a> {
    pub action: &'a str,
    /// What is kept: conditions, sorting.
    pub kept: &'a [(&'a str, &'a str)],
    /// The reader may keep it for everyone.
    pub for_everyone: bool,
}

/// The tabs with the "+" that keeps a view.
pub fn views(ui: &Ui<'_>, views: &Views<'_>) -> Markup {
    html! {
        div.tab-row {
            (tabs(ui, &ui.lang.text("list-views"), &views.tabs))
            @if let Some(keep) = &views.keep { (keeper(ui, keep, views.manage)) }
        }
    }
}

fn keeper(ui: &Ui<'_>, keep: &Keep<'_>, manage: Option<&str>) -> Markup {
    let (name, everyone, label) = (ui.lang.text("view-name"), ui.lang.text("view-everyone"), ui.lang.text("view-keep"));
    let example = ui.lang.text("view-name-example");
    let inside = html! {
        @for (name, value) in keep.kept { input type="hidden" name=(name) value=(value); }
        (field(ui, &Field { placeholder: Some(&example), max_length: Some(60), ..Field::text("view_name", &name, "").required() }))
        @if keep.for_everyone {
            (field(ui, &Field::text("view_shared", &everyone, "").widget(crate::part::field::Widget::Checkbox)))
        }
        div.row {
            (Button::submit(label.clone()).small())
            @if let Some(href) = manage { a.link.push href=(href) { (ui.lang.text("view-manage")) } }
        }
    };
    html! {
        details.menu.is-view {
            summary.btn.is-small.is-quiet.is-square aria-label=(label) title=(label) { (Icon::Plus) }
            div { (Form::post(ui.csrf, keep.action).class("stack no-star").render(inside)) }
        }
    }
}
