//! The quality of the data: what could be mended, how much of it, and what mending would do.

use crate::part::Tone;
use crate::part::bulk::WHOLE;
use crate::part::button::Button;
use crate::part::crumbs::{Crumb, crumbs};
use crate::part::empty::empty;
use crate::part::form::Form;
use crate::part::head::{Head, head};
use crate::part::icon::Icon;
use crate::part::table::{Column, Role, Row, Table, table};
use crate::part::tabs::{Tab, tabs};
use crate::part::timeline::Cell;
use crate::{Shell, Ui};
use maud::{Markup, html};

/// One thing that is looked at.
#[derive(Clone, Debug)]
pub struct Check<'a> {
    pub icon: Icon,
    pub label: &'a str,
    pub words: &'a str,
    pub count: i64,
    pub href: &'a str,
    pub tone: Tone,
}

/// The overview.
pub fn quality(ui: &Ui<'_>, shell: &Shell<'_>, views: &[Tab<'_>], checks: &[Check<'_>]) -> Markup {
    let (title, intro) = (ui.lang.text("quality-title"), ui.lang.text("quality-intro"));
    let content = html! {
        (head(ui, &Head { title: &title, count: None, intro: Some(&intro) }, None))
        (tabs(ui, &ui.lang.text("duplicates-views"), views))
        ul.quality {
            @for check in checks {
                li.card {
                    (Cell { icon: check.icon, tone: check.tone, large: false })
                    span { a href=(check.href) { (check.label) } small { (check.words) } }
                    b.n { @if check.count == 0 { (Icon::Check) } @else { (ui.lang.number(check.count)) } }
                }
            }
        }
    };
    crate::shell::page(ui, shell, content, html! {})
}

/// A contact of the list, with what would become of it.
#[derive(Clone, Debug)]
pub struct Fault<'a> {
    /// What its tick sends.
    pub id: &'a str,
    pub name: &'a str,
    pub href: &'a str,
    pub before: &'a str,
    /// None where only people can mend it.
    pub after: Option<&'a str>,
}

/// What the page of one check shows.
#[derive(Clone, Debug)]
pub struct Faults<'a> {
    pub title: &'a str,
    pub words: &'a str,
    pub count: i64,
    pub faults: Vec<Fault<'a>>,
    /// The address that mends the ticked ones.
    pub mend: Option<&'a str>,
    pub mend_label: &'a str,
    pub next: Option<&'a str>,
}

/// The contacts of one check.
pub fn faults(ui: &Ui<'_>, shell: &Shell<'_>, view: &Faults<'_>) -> Markup {
    let quality = ui.lang.text("quality-title");
    let way = [Crumb { label: &quality, href: Some("/quality") }, Crumb { label: view.title, href: None }];
    let title = Head { title: view.title, count: Some(view.count).filter(|count| *count > 0), intro: Some(view.words) };
    let content = html! {
        (crumbs(ui, &way, None))
        (head(ui, &title, None))
        @if view.faults.is_empty() {
            (empty(&ui.lang.text("quality-clean"), &ui.lang.text("quality-clean-help"), html! {
                (Button::link(ui.lang.text("quality-back"), "/quality"))
            }))
        } @else if let Some(action) = view.mend {
            (Form::post(ui.csrf, action).class("stack").render(html! {
                (listing(ui, view))
                (end(ui, view))
            }))
        } @else {
            (listing(ui, view))
            (end(ui, view))
        }
    };
    crate::shell::page(ui, shell, content, html! {})
}

fn end(ui: &Ui<'_>, view: &Faults<'_>) -> Markup {
    html! {
        div.row {
            @if view.mend.is_some() {
                (Button::submit(view.mend_label).primary().icon(Icon::Check))
                @if view.next.is_some() {
                    label.check {
                        input type="checkbox" name=(WHOLE) value="1";
                        span { (ui.lang.with("quality-all", &[("count", view.count.into())])) }
                    }
                }
            }
            @if let Some(next) = view.next { (Button::link(ui.lang.text("page-next"), next).icon(Icon::ArrowRight)) }
        }
    }
}

fn listing(ui: &Ui<'_>, view: &Faults<'_>) -> Markup {
    let (name, before, after) =
        (ui.lang.text("column-name"), ui.lang.text("quality-before"), ui.lang.text("quality-after"));
    let mends = view.mend.is_some();
    let mut columns = vec![
        Column { label: &name, role: Role::Main, ..Column::default() },
        Column { label: &before, role: Role::More, ..Column::default() },
    ];
    if mends {
        columns.push(Column { label: &after, role: Role::More, ..Column::default() });
    }
    let rows = view.faults.iter().map(|fault| {
        let mut cells = vec![html! { a href=(fault.href) { (fault.name) } }, html! { (fault.before) }];
        if mends {
            cells.push(html! { b { (fault.after.unwrap_or("–")) } });
        }
        Row { id: fault.id, name: fault.name, cells, ticked: fault.after.is_some() }
    });
    let tick = mends.then_some("id");
    table(ui, &Table { caption: view.title, columns, rows: rows.collect(), tick, dense: true })
}
