//! The bin: what was thrown away, and the way back.

use super::contact_list::{ContactRow, listing};
use crate::part::bulk::{self, bulk};
use crate::part::button::Button;
use crate::part::crumbs::{Crumb, crumbs};
use crate::part::empty::empty;
use crate::part::form::Form;
use crate::part::head::{Head, head};
use crate::part::icon::Icon;
use crate::part::paging::{Paging, paging};
use crate::part::table::{Column, Role, table};
use crate::{Shell, Ui};
use maud::{Markup, html};

/// A contact in the bin.
#[derive(Clone, Debug)]
pub struct Thrown<'a> {
    pub contact: ContactRow<'a>,
    /// When, and by whom, as it is shown.
    pub when: &'a str,
    pub by: &'a str,
    /// Where one restore is sent.
    pub restore: Option<&'a str>,
}

/// What the page shows.
#[derive(Clone, Debug)]
pub struct Trash<'a> {
    /// The list of contacts that are not in the bin.
    pub contacts: &'a str,
    pub thrown: Vec<Thrown<'a>>,
    pub paging: Paging<'a>,
    /// Where a restore of many is sent.
    pub restore: Option<&'a str>,
    /// Where a deletion for good is sent, for those who may.
    pub delete: Option<&'a str>,
}

/// The page.
pub fn trash(ui: &Ui<'_>, shell: &Shell<'_>, view: &Trash<'_>) -> Markup {
    let (title, intro) = (ui.lang.text("trash"), ui.lang.text("trash-intro"));
    let (contacts, here) = (ui.lang.text("contacts"), ui.lang.text("trash"));
    let way = [Crumb { label: &contacts, href: Some(view.contacts) }, Crumb { label: &here, href: None }];
    let content = html! {
        (crumbs(ui, &way, None))
        (head(ui, &Head { title: &title, count: view.paging.total.filter(|total| *total > 0), intro: Some(&intro) }, None))
        @if view.thrown.is_empty() {
            (empty(&ui.lang.text("trash-none"), &ui.lang.text("trash-none-help"), html! {
                (Button::link(ui.lang.text("contacts-back"), view.contacts))
            }))
        } @else { (rows(ui, view)) }
    };
    crate::shell::page(ui, shell, content, html! {})
}

fn rows(ui: &Ui<'_>, view: &Trash<'_>) -> Markup {
    let (name, when, by, restore) =
        (ui.lang.text("column-name"), ui.lang.text("trash-when"), ui.lang.text("trash-by"), ui.lang.text("restore"));
    let (final_deletion, caption) = (ui.lang.text("delete-for-good"), ui.lang.text("trash"));
    let actions_label = ui.lang.text("more-actions");
    let mut actions = Vec::new();
    if let Some(href) = view.restore {
        actions.push(bulk::Action { label: &restore, icon: Icon::ArrowCounterClockwise, href });
    }
    if let Some(href) = view.delete {
        actions.push(bulk::Action { label: &final_deletion, icon: Icon::Trash, href });
    }
    let contacts: Vec<ContactRow<'_>> = view.thrown.iter().map(|thrown| row(&restore, thrown)).collect();
    let columns = [
        Column { label: &when, ..Column::default() },
        Column { label: &by, priority: 2, ..Column::default() },
        Column { label: &actions_label, role: Role::Action, hidden_label: true, ..Column::default() },
    ];
    let listed =
        listing(&caption, &Column { label: &name, ..Column::default() }, &columns, &contacts, !actions.is_empty());
    let total = view.paging.total;
    let list = html! {
        (table(ui, &listed))
        (paging(ui, &view.paging, false))
        @if !actions.is_empty() { (bulk(ui, total, &actions)) }
    };
    match actions.first() {
        Some(first) => Form::post(ui.csrf, first.href).data("data-selection").render(list),
        None => list,
    }
}

fn row<'a>(restore: &str, thrown: &Thrown<'a>) -> ContactRow<'a> {
    let button = thrown.restore.map(|href| {
        html! { (Button::submit(restore).small().action(href).icon(Icon::ArrowCounterClockwise)) }
    });
    ContactRow {
        cells: vec![html! { (thrown.when) }, html! { (thrown.by) }, button.unwrap_or_default()],
        ..thrown.contact.clone()
    }
}
