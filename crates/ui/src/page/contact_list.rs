//! The list of contacts: views as tabs, conditions as chips, a row for each.

use super::columns::{self, Columns, Keep, Views, views};
use super::create::opener;
use crate::part::avatar::{Avatar, Kind, who};
use crate::part::bulk::{self, bulk};
use crate::part::button::Button;
use crate::part::chip::{Filter, filters};
use crate::part::empty::empty;
use crate::part::field::{Field, field};
use crate::part::form::Form;
use crate::part::head::{Head, head};
use crate::part::icon::Icon;
use crate::part::paging::{Paging, paging};
use crate::part::search_box::{SearchBox, search_box};
use crate::part::table::{self, Column, Role, Row, Table};
use crate::part::tabs::{Tab, tabs};
use crate::{Shell, Ui};
use maud::{Markup, html};

/// A contact of the list.
#[derive(Clone, Debug)]
pub struct ContactRow<'a> {
    pub id: &'a str,
    pub href: &'a str,
    pub kind: Kind,
    pub photo: Option<&'a str>,
    /// The name as one says it.
    pub name: &'a str,
    /// The end of the name that the list is sorted by: stands in bold.
    pub family: &'a str,
    /// What a phone shows under the name.
    pub line: &'a str,
    /// One cell for each column after the name.
    pub cells: Vec<Markup>,
}

/// A way to narrow the list: fields that add a condition.
#[derive(Clone, Debug)]
pub struct Narrow<'a> {
    pub action: &'a str,
    /// The conditions that stay, as hidden inputs.
    pub kept: &'a [(&'a str, &'a str)],
    pub fields: Vec<Field<'a>>,
}

/// What the page shows.
#[derive(Clone, Debug)]
pub struct ContactList<'a> {
    pub title: &'a str,
    pub count: Option<i64>,
    pub views: Vec<Tab<'a>>,
    pub search: SearchBox<'a>,
    pub filters: Vec<Filter<'a>>,
    pub narrow: Option<Narrow<'a>>,
    /// The list without any condition.
    pub all: &'a str,
    /// The name comes first; its sorting link is this column's.
    pub name_column: Column<'a>,
    pub columns: Vec<Column<'a>>,
    pub rows: Vec<ContactRow<'a>>,
    pub paging: Paging<'a>,
    pub actions: Vec<bulk::Action<'a>>,
    /// The list's own conditions, sent with a bulk action so that "all" means this list.
    pub conditions: &'a [(&'a str, &'a str)],
    pub create: Option<&'a str>,
    pub export: Option<&'a str>,
    pub import: Option<&'a str>,
    pub trash: Option<&'a str>,
}

/// What a list may offer beside its rows.
#[derive(Clone, Debug, Default)]
pub struct Extras<'a> {
    /// The choice of columns, above the list.
    pub columns: Option<Columns<'a>>,
    /// Keeps the shown list as a view, at the end of the tabs.
    pub keep: Option<Keep<'a>>,
    /// The page where views are put in order.
    pub manage_views: Option<&'a str>,
    /// Columns stay on narrow screens, and the table scrolls sideways.
    pub stay: bool,
    /// Where a live group is made from the list's conditions.
    pub group: Option<&'a str>,
    /// Offers to print the list.
    pub print: bool,
    /// Answers the button of a new contact with a dialog.
    pub create_dialog: Option<&'a str>,
    /// A dialog that is open over the list.
    pub open: Option<Markup>,
}

/// The page.
pub fn contact_list(ui: &Ui<'_>, shell: &Shell<'_>, view: &ContactList<'_>) -> Markup {
    contact_list_with(ui, shell, view, &Extras::default())
}

/// The page with the choice of columns, the keeping of views, and the dialog of a new contact.
pub fn contact_list_with(ui: &Ui<'_>, shell: &Shell<'_>, view: &ContactList<'_>, extras: &Extras<'_>) -> Markup {
    let asked = !view.filters.is_empty() || !view.search.value.is_empty();
    let title = Head { title: view.title, count: view.count.filter(|count| *count > 0), intro: None };
    let content = html! {
        (super::contact::on_paper(ui, shell))
        (head(ui, &title, Some(actions(ui, view, extras))))
        @if !view.views.is_empty() { (tabs_of(ui, view, extras)) }
        @if asked || !view.rows.is_empty() { (tools(ui, view, extras)) }
        @if view.rows.is_empty() { (nothing(ui, view, asked)) } @else { (rows(ui, view, extras)) }
    };
    crate::shell::page(ui, shell, content, extras.open.clone().unwrap_or_default())
}

fn tabs_of(ui: &Ui<'_>, view: &ContactList<'_>, extras: &Extras<'_>) -> Markup {
    match &extras.keep {
        None => tabs(ui, &ui.lang.text("list-views"), &view.views),
        keep => views(ui, &Views { tabs: view.views.clone(), keep: keep.clone(), manage: extras.manage_views }),
    }
}

fn actions(ui: &Ui<'_>, view: &ContactList<'_>, extras: &Extras<'_>) -> Markup {
    html! {
        @if let Some(href) = view.trash { (Button::link(ui.lang.text("trash"), href).quiet().icon(Icon::Trash)) }
        @if extras.print && !view.rows.is_empty() {
            span.by-script {
                (Button::act(ui.lang.text("action-print")).quiet().square().icon(Icon::Printer).data("data-print", ""))
            }
        }
        @if let Some(href) = view.import { (Button::link(ui.lang.text("import"), href).quiet().icon(Icon::UploadSimple)) }
        @if let Some(href) = view.export { (Button::link(ui.lang.text("export"), href).icon(Icon::Export).download()) }
        @if let Some(href) = view.create {
            @let button = Button::link(ui.lang.text("contact-new"), href).primary().icon(Icon::PlusBold).key("n");
            (match extras.create_dialog { Some(dialog) => opener(button, dialog), None => button })
        }
    }
}

fn tools(ui: &Ui<'_>, view: &ContactList<'_>, extras: &Extras<'_>) -> Markup {
    html! {
        div.list-tools {
            (search_box(&view.search))
            (filters(ui, &view.filters, html! {
                (narrow(ui, view.narrow.as_ref()))
                @if let Some(href) = extras.group.filter(|_| !view.rows.is_empty() || !view.filters.is_empty()) {
                    a.filter-add href=(href) { (Icon::UsersThree) (ui.lang.text("group-live-make")) }
                }
            }))
            @if let Some(columns) = extras.columns.as_ref().filter(|_| !view.rows.is_empty()) { (columns::menu(ui, columns)) }
            @if !view.rows.is_empty() { (paging(ui, &view.paging, true)) }
        }
    }
}

/// The menu that adds a condition.
pub(super) fn narrow(ui: &Ui<'_>, narrow: Option<&Narrow<'_>>) -> Markup {
    let Some(narrow) = narrow else { return html! {} };
    let inside = html! {
        @for (name, value) in narrow.kept { input type="hidden" name=(name) value=(value); }
        div.fields { @for one in &narrow.fields { (field(ui, one)) } }
        (Button::submit(ui.lang.text("filter-apply")).small().wide())
    };
    html! {
        details.menu.is-filter {
            summary.filter-add data-key="f" { (Icon::Plus) (ui.lang.text("filter-add")) " " kbd aria-hidden="true" { "F" } }
            div { (Form::get(narrow.action).class("stack").render(inside)) }
        }
    }
}

fn nothing(ui: &Ui<'_>, view: &ContactList<'_>, asked: bool) -> Markup {
    if asked {
        return empty(
            &ui.lang.text("list-no-match"),
            &ui.lang.text("list-no-match-help"),
            html! {
                (Button::link(ui.lang.text("list-show-all"), view.all))
            },
        );
    }
    empty(
        &ui.lang.text("contacts-none"),
        &ui.lang.text("contacts-none-help"),
        html! {
            @if let Some(href) = view.create { (Button::link(ui.lang.text("contact-new"), href).icon(Icon::PlusBold)) }
            @if let Some(href) = view.import { (Button::link(ui.lang.text("import"), href).icon(Icon::UploadSimple)) }
        },
    )
}

fn rows(ui: &Ui<'_>, view: &ContactList<'_>, extras: &Extras<'_>) -> Markup {
    let listed = listing(view.title, &view.name_column, &view.columns, &view.rows, !view.actions.is_empty());
    let table = if extras.stay { table::sideways } else { table::table };
    let total = view.paging.total.or(view.count);
    html! {
        @if view.actions.is_empty() { (table(ui, &listed)) (paging(ui, &view.paging, false)) }
        @else {
            (Form::post(ui.csrf, view.actions[0].href).data("data-selection").whole_page().render(html! {
                @for (name, value) in view.conditions { input type="hidden" name=(name) value=(value); }
                (table(ui, &listed))
                (paging(ui, &view.paging, false))
                (bulk(ui, total, &view.actions))
            }))
        }
    }
}

/// Contacts as rows of a table: the name first, then the other columns.
pub(super) fn listing<'a>(
    caption: &'a str,
    name: &Column<'a>,
    columns: &[Column<'a>],
    contacts: &[ContactRow<'a>],
    ticks: bool,
) -> Table<'a> {
    let mut all = vec![Column { role: Role::Main, ..name.clone() }];
    all.extend(columns.iter().cloned());
    let rows = contacts.iter().map(|contact| {
        let mut cells = vec![name_cell(contact)];
        cells.extend(contact.cells.iter().cloned());
        Row { id: contact.id, name: contact.name, cells, ticked: false }
    });
    Table { caption, columns: all, rows: rows.collect(), tick: ticks.then_some("id"), dense: false }
}

fn name_cell(contact: &ContactRow<'_>) -> Markup {
    let given = contact.name.strip_suffix(contact.family).filter(|_| !contact.family.is_empty());
    let name = match given {
        Some(given) => html! { (given) b { (contact.family) } },
        None => html! { (contact.name) },
    };
    let avatar = Avatar::of(contact.kind, contact.name).photo(contact.photo);
    let line = (!contact.line.is_empty()).then(|| html! { span.m-only { (contact.line) } });
    who(avatar, contact.href, name, line)
}
