//! Work that goes on by itself: how far it is, what came of it, and the list of one's own.

use crate::part::Tone;
use crate::part::button::Button;
use crate::part::chip::Status;
use crate::part::crumbs::{Crumb, crumbs};
use crate::part::empty::empty;
use crate::part::form::Form;
use crate::part::head::{Head, head};
use crate::part::icon::Icon;
use crate::part::notice::notice;
use crate::part::table::{Column, Role, Row, Table, table};
use crate::{Shell, Ui};
use maud::{Markup, Render, html};

/// How far a piece of work is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Open,
    Done,
    Failed,
    Cancelled,
}

impl State {
    fn tone(self) -> Tone {
        match self {
            State::Open => Tone::Honey,
            State::Done => Tone::Leaf,
            State::Failed => Tone::Brick,
            State::Cancelled => Tone::Stone,
        }
    }
}

/// A piece of work.
#[derive(Clone, Debug)]
pub struct JobPage<'a> {
    pub title: &'a str,
    pub state: State,
    /// What came of it, or how it stands, in a sentence.
    pub words: &'a str,
    pub progress: i64,
    /// 0 where nobody knows how much there is.
    pub total: i64,
    /// Its own address.
    pub here: &'a str,
    pub all: &'a str,
    pub cancel: Option<&'a str>,
    pub undo: Option<&'a str>,
    /// Where its result is seen: label and address; the first is the likely next step.
    pub links: Vec<(&'a str, &'a str)>,
}

/// The id of the part that looks again by itself.
const PART: &str = "job";

/// The page of one piece of work.
pub fn job(ui: &Ui<'_>, shell: &Shell<'_>, view: &JobPage<'_>) -> Markup {
    let way = [Crumb { label: &ui.lang.text("jobs"), href: Some(view.all) }, Crumb { label: view.title, href: None }];
    let open = view.state == State::Open;
    let target = format!("#{PART}");
    let content = html! {
        (crumbs(ui, &way, None))
        (head(ui, &Head { title: view.title, ..Head::default() }, None))
        div.job id=(PART) hx-get=[open.then_some(view.here)] hx-trigger=[open.then_some("every 1500ms")]
            hx-target=[open.then_some(&target)] hx-select=[open.then_some(&target)] hx-swap=[open.then_some("outerHTML")] {
            @if open { (going_on(ui, view)) } @else { (over(ui, view)) }
        }
    };
    crate::shell::page(ui, shell, content, html! {})
}

fn going_on(ui: &Ui<'_>, view: &JobPage<'_>) -> Markup {
    let values = [("done", view.progress.into()), ("total", view.total.into())];
    html! {
        p aria-live="polite" {
            @if view.total > 0 { (ui.lang.with("job-progress", &values)) } @else { (view.words) }
        }
        @if view.total > 0 {
            progress.job-bar value=(view.progress) max=(view.total) aria-label=(view.title) { (view.progress) }
        } @else {
            progress.job-bar aria-label=(view.title) {}
        }
        p.faint { (ui.lang.text("job-leave")) }
        div.row {
            (Button::link(ui.lang.text("job-look"), view.here).small().icon(Icon::ArrowClockwise))
            @if let Some(href) = view.cancel {
                (Form::post(ui.csrf, href).render(html! { (Button::submit(ui.lang.text("job-cancel")).small().quiet()) }))
            }
        }
    }
}

fn over(ui: &Ui<'_>, view: &JobPage<'_>) -> Markup {
    let icon = match view.state {
        State::Done => Icon::CheckBold,
        State::Failed => Icon::WarningCircle,
        _ => Icon::Prohibit,
    };
    html! {
        (notice(view.state.tone(), icon, html! { (view.words) }, None))
        div.row {
            @for (at, (label, href)) in view.links.iter().enumerate() {
                @let button = Button::link(*label, *href);
                (if at == 0 { button.primary() } else { button })
            }
            @if let Some(href) = view.undo {
                (Form::post(ui.csrf, href).render(html! {
                    (Button::submit(ui.lang.text("job-undo")).icon(Icon::ArrowCounterClockwise))
                }))
            }
        }
    }
}

/// A line of the list.
#[derive(Clone, Debug)]
pub struct JobLine<'a> {
    pub id: &'a str,
    pub href: &'a str,
    pub title: &'a str,
    pub state: State,
    pub state_label: &'a str,
    pub words: &'a str,
    pub when: &'a str,
}

/// The list of one's own pieces of work.
pub fn jobs(ui: &Ui<'_>, shell: &Shell<'_>, lines: &[JobLine<'_>]) -> Markup {
    let (title, what, state, when) =
        (ui.lang.text("jobs"), ui.lang.text("job-what"), ui.lang.text("job-state"), ui.lang.text("job-when"));
    let columns = vec![
        Column { label: &what, role: Role::Main, ..Column::default() },
        Column { label: &state, role: Role::Mark, ..Column::default() },
        Column { label: &when, role: Role::End, priority: 2, ..Column::default() },
    ];
    let rows = lines.iter().map(|line| Row {
        id: line.id,
        name: line.title,
        cells: vec![
            html! { span { a href=(line.href) { (line.title) } @if !line.words.is_empty() { br; small.faint { (line.words) } } } },
            Status::On(line.state.tone(), line.state_label).render(),
            html! { span.faint { (line.when) } },
        ],
        ticked: false,
    });
    let listed = Table { caption: &title, columns, rows: rows.collect(), ..Table::default() };
    let content = html! {
        (head(ui, &Head { title: &title, count: None, intro: Some(&ui.lang.text("jobs-intro")) }, None))
        @if lines.is_empty() { (empty(&ui.lang.text("jobs-none"), &ui.lang.text("jobs-none-help"), html! {})) }
        @else { (table(ui, &listed)) }
    };
    crate::shell::page(ui, shell, content, html! {})
}
