//! Lists of activities: all of them, page by page; one's own tasks by their day; those of one contact.

use crate::part::button::Button;
use crate::part::chip::{Filter, Status, filters};
use crate::part::empty::empty;
use crate::part::field::{Field, field};
use crate::part::form::Form;
use crate::part::head::{Head, head, section_head};
use crate::part::icon::Icon;
use crate::part::notice::notice;
use crate::part::search_box::{SearchBox, search_box};
use crate::part::table::{Column, Role, Row, Table, table};
use crate::part::tabs::{Tab, tabs};
use crate::part::timeline::Cell;
use crate::part::{Tone, bulk};
use crate::{Shell, Ui};
use maud::{Markup, html};

/// One activity in a list.
#[derive(Clone, Debug)]
pub struct Line<'a> {
    pub id: &'a str,
    pub href: &'a str,
    pub cell: (Icon, Tone),
    pub title: &'a str,
    /// Its type, where the title does not say it.
    pub kind: &'a str,
    /// With whom, as links.
    pub with: Markup,
    pub by: Markup,
    pub day: &'a str,
    pub machine_day: &'a str,
    pub status: (Tone, &'a str),
    pub late: bool,
    /// Marks it done, or open again.
    pub tick: Option<&'a str>,
    pub done: bool,
}

/// The ways through a list whose length nobody counts.
#[derive(Clone, Debug, Default)]
pub struct Steps<'a> {
    pub newest: Option<&'a str>,
    pub newer: Option<&'a str>,
    pub older: Option<&'a str>,
    pub oldest: Option<&'a str>,
}

/// What the page of all activities shows.
#[derive(Clone, Debug)]
pub struct ActivityList<'a> {
    pub title: &'a str,
    /// How many there are, where that is soon told.
    pub count: Option<i64>,
    pub views: Vec<Tab<'a>>,
    pub search: SearchBox<'a>,
    pub filters: Vec<Filter<'a>>,
    pub kept: &'a [(&'a str, &'a str)],
    pub fields: Vec<Field<'a>>,
    /// The same question where it can be asked more closely.
    pub refined: &'a str,
    pub rows: Vec<Line<'a>>,
    pub steps: Steps<'a>,
    /// The same list the other way round, and whether it begins with the newest.
    pub turned: &'a str,
    pub newest_first: bool,
    pub create: Option<&'a str>,
    pub calendar: &'a str,
    pub all: &'a str,
    pub actions: Vec<bulk::Action<'a>>,
    pub back: &'a str,
}

/// All activities.
pub fn activity_list(ui: &Ui<'_>, shell: &Shell<'_>, view: &ActivityList<'_>) -> Markup {
    let asked = !view.filters.is_empty() || !view.search.value.is_empty();
    let actions = html! {
        (Button::link(ui.lang.text("calendar"), view.calendar).icon(Icon::CalendarDots))
        @if let Some(href) = view.create {
            (Button::link(ui.lang.text("activity-new"), href).primary().icon(Icon::PlusBold).key("n"))
        }
    };
    let content = html! {
        (head(ui, &Head { title: view.title, count: view.count, intro: None }, Some(actions)))
        (tabs(ui, &ui.lang.text("list-views"), &view.views))
        div.list-tools {
            (search_box(&view.search))
            (filters(ui, &view.filters, narrow(ui, view)))
        }
        @if view.rows.is_empty() { (nothing(ui, view, asked)) } @else { (rows(ui, view)) }
    };
    crate::shell::page(ui, shell, content, html! {})
}

fn narrow(ui: &Ui<'_>, view: &ActivityList<'_>) -> Markup {
    let inside = html! {
        @for (name, value) in view.kept { input type="hidden" name=(name) value=(value); }
        div.fields { @for one in &view.fields { (field(ui, one)) } }
        (Button::submit(ui.lang.text("filter-apply")).small().wide())
        p.hint { a href=(view.refined) { (ui.lang.text("activities-refine")) } }
    };
    html! {
        details.menu.is-filter {
            summary.filter-add data-key="f" { (Icon::Plus) (ui.lang.text("filter-add")) " " kbd aria-hidden="true" { "F" } }
            div { (Form::get("/activities").class("stack").render(inside)) }
        }
    }
}

fn nothing(ui: &Ui<'_>, view: &ActivityList<'_>, asked: bool) -> Markup {
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
        &ui.lang.text("activities-none"),
        &ui.lang.text("activities-none-help"),
        html! {
            @if let Some(href) = view.create { (Button::link(ui.lang.text("activity-new"), href).icon(Icon::PlusBold)) }
        },
    )
}

fn rows(ui: &Ui<'_>, view: &ActivityList<'_>) -> Markup {
    let labels = ["activity-column-what", "activity-column-with", "activity-column-by", "activity-column-status"]
        .map(|key| ui.lang.text(key));
    let when = ui.lang.text("activity-column-when");
    let sorted =
        if view.newest_first { crate::part::table::Order::Descending } else { crate::part::table::Order::Ascending };
    let column = |label, role, priority| Column { label, role, priority, ..Column::default() };
    let columns = vec![
        column(&labels[0], Role::Main, 0),
        column(&labels[1], Role::Text, 0),
        column(&labels[2], Role::Text, 3),
        Column { sort: Some(view.turned), sorted: Some(sorted), ..column(&when, Role::Text, 0) },
        column(&labels[3], Role::Mark, 0),
    ];
    let lines = view.rows.iter().map(|line| Row { id: line.id, name: line.title, cells: cells(line), ticked: false });
    let listed = Table {
        caption: view.title,
        columns,
        rows: lines.collect(),
        tick: (!view.actions.is_empty()).then_some("id"),
        ..Table::default()
    };
    let total = view.rows.len() as i64;
    html! {
        @if view.actions.is_empty() { (table(ui, &listed)) (steps(ui, &view.steps)) }
        @else {
            (Form::post(ui.csrf, view.actions[0].href).data("data-selection").render(html! {
                input type="hidden" name="back" value=(view.back);
                (table(ui, &listed))
                (steps(ui, &view.steps))
                (bulk::bulk(ui, Some(total), &view.actions))
            }))
        }
    }
}

fn cells(line: &Line<'_>) -> Vec<Markup> {
    vec![
        html! {
            span.act {
                (Cell { icon: line.cell.0, tone: line.cell.1, large: false })
                span { a href=(line.href) { (line.title) } @if !line.kind.is_empty() { small { (line.kind) } } small.m-only { (line.with) } small.m-only { (line.day) } }
            }
        },
        line.with.clone(),
        line.by.clone(),
        html! { time.late[line.late] datetime=(line.machine_day) { (crate::lang::raised(line.day)) } },
        html! { (Status::On(line.status.0, line.status.1)) },
    ]
}

/// The ways on: to either end, and one page.
pub fn steps(ui: &Ui<'_>, steps: &Steps<'_>) -> Markup {
    if [steps.newest, steps.newer, steps.older, steps.oldest].iter().all(Option::is_none) {
        return html! {};
    }
    let one = |href: Option<&str>, key: &str| {
        href.map(|href| html! { (Button::link(ui.lang.text(key), href.to_owned()).small()) })
    };
    html! {
        nav.pager aria-label=(ui.lang.text("paging")) {
            span.btn-set {
                @for link in [one(steps.newest, "steps-first"), one(steps.newer, "steps-back")].into_iter().flatten() { (link) }
            }
            span.btn-set {
                @for link in [one(steps.older, "steps-on"), one(steps.oldest, "steps-last")].into_iter().flatten() { (link) }
            }
        }
    }
}

/// Tasks of one day or another.
#[derive(Clone, Debug)]
pub struct Group<'a> {
    pub id: &'a str,
    pub title: &'a str,
    pub late: bool,
    pub lines: Vec<Line<'a>>,
    /// How many more there are.
    pub rest: i64,
}

/// What the page of one's own tasks shows.
#[derive(Clone, Debug)]
pub struct Tasks<'a> {
    pub groups: Vec<Group<'a>>,
    pub count: i64,
    pub views: Vec<Tab<'a>>,
    pub create: Option<&'a str>,
    pub back: &'a str,
}

/// One's own tasks.
pub fn tasks(ui: &Ui<'_>, shell: &Shell<'_>, view: &Tasks<'_>) -> Markup {
    let title = ui.lang.text("tasks");
    let actions = html! {
        @if let Some(href) = view.create { (Button::link(ui.lang.text("task-new"), href).primary().icon(Icon::PlusBold).key("n")) }
    };
    let content = html! {
        (head(ui, &Head { title: &title, count: Some(view.count).filter(|count| *count > 0), intro: None }, Some(actions)))
        (tabs(ui, &ui.lang.text("list-views"), &view.views))
        @if view.groups.iter().all(|group| group.lines.is_empty()) {
            (empty(&ui.lang.text("tasks-none"), &ui.lang.text("tasks-none-help"), html! {
                @if let Some(href) = view.create { (Button::link(ui.lang.text("task-new"), href).icon(Icon::PlusBold)) }
            }))
        }
        @for group in view.groups.iter().filter(|group| !group.lines.is_empty()) {
            section.task-group.is-late[group.late] aria-labelledby=(group.id) {
                (section_head(group.id, group.title, Some(html! { span.n { (ui.lang.number(group.lines.len() as i64 + group.rest)) } })))
                (task_lines(ui, &group.lines, view.back))
                @if group.rest > 0 { p.faint { (ui.lang.with("tasks-more", &[("count", group.rest.into())])) } }
            }
        }
    };
    crate::shell::page(ui, shell, content, html! {})
}

/// Activities with a tick each.
pub fn task_lines(ui: &Ui<'_>, lines: &[Line<'_>], back: &str) -> Markup {
    html! {
        ul.tasks { @for line in lines { (task(ui, line, back)) } }
    }
}

fn task(ui: &Ui<'_>, line: &Line<'_>, back: &str) -> Markup {
    let key = if line.done { "task-reopen" } else { "task-tick" };
    let label = ui.lang.with(key, &[("name", line.title.into())]);
    html! {
        li.is-done[line.done] {
            @if let Some(href) = line.tick {
                (Form::post(ui.csrf, href).class("tick").render(html! {
                    input type="hidden" name="back" value=(back);
                    button type="submit" aria-label=(label) title=(label) aria-pressed=(if line.done { "true" } else { "false" }) { (Icon::CheckBold) }
                }))
            } @else { span.tick { } }
            div.what {
                a href=(line.href) { (line.title) }
                small { @if !line.kind.is_empty() { (line.kind) " · " } (line.with) @if line.done { " · " (line.status.1) } }
            }
            time.late[line.late] datetime=(line.machine_day) { (crate::lang::raised(line.day)) }
        }
    }
}

/// What a contact's section of activities shows.
#[derive(Clone, Debug)]
pub struct OfContact<'a> {
    pub action: &'a str,
    pub fields: Vec<Field<'a>>,
    pub create: Option<&'a str>,
    pub rows: Vec<Line<'a>>,
    pub steps: Steps<'a>,
    pub narrowed: bool,
    /// The site remembers what was chosen: then the form writes it down.
    pub keeps: bool,
    pub back: &'a str,
}

/// The activities of one contact.
pub fn of_contact(ui: &Ui<'_>, view: &OfContact<'_>) -> Markup {
    let add = view
        .create
        .map(|href| html! { (Button::link(ui.lang.text("activity-new"), href).small().icon(Icon::PlusBold)) });
    html! {
        (section_head("activities", &ui.lang.text("activities"), add))
        (if view.keeps { Form::post(ui.csrf, view.action) } else { Form::get(view.action) }.class("narrow-row").render(html! {
            @for one in &view.fields { (field(ui, one)) }
            (Button::submit(ui.lang.text("filter-add")).small())
            @if view.narrowed && view.keeps { (Button::submit(ui.lang.text("list-show-all")).quiet().small().name("all", "1")) }
            @if view.narrowed && !view.keeps { (Button::link(ui.lang.text("list-show-all"), format!("{}?type=&status=", view.action)).quiet().small()) }
        }))
        @if view.rows.is_empty() { (notice(Tone::Stone, Icon::Info, html! { (ui.lang.text(if view.narrowed { "list-no-match" } else { "activities-none-here" })) }, None)) }
        @else { (task_lines(ui, &view.rows, view.back)) (steps(ui, &view.steps)) }
    }
}
