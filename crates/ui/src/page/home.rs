//! Home: a letter, then a desk.

use crate::part::button::Button;
use crate::part::head::section_head;
use crate::part::icon::Icon;
use crate::part::timeline::Cell;
use crate::part::{Tone, avatar};
use crate::{Shell, Ui};
use maud::{Markup, html};

/// Something that waits, with the button that does it.
#[derive(Clone, Debug)]
pub struct Task<'a> {
    pub icon: Icon,
    pub tone: Tone,
    pub title: &'a str,
    pub words: &'a str,
    pub action: &'a str,
    pub href: &'a str,
}

/// One line of what happened lately.
#[derive(Clone, Debug)]
pub struct Event<'a> {
    /// The hour as it is shown.
    pub time: &'a str,
    pub words: Markup,
    /// A sum, a place, a word at the end of the line.
    pub end: &'a str,
}

/// The events of a day.
#[derive(Clone, Debug)]
pub struct Day<'a> {
    /// Nothing above the first day, which the section's title names.
    pub heading: &'a str,
    pub events: Vec<Event<'a>>,
}

/// A contact that was opened lately.
#[derive(Clone, Debug)]
pub struct Recent<'a> {
    pub avatar: avatar::Avatar<'a>,
    pub name: &'a str,
    pub href: &'a str,
    pub line: &'a str,
}

/// What the page shows.
#[derive(Clone, Debug, Default)]
pub struct Home<'a> {
    /// How the reader is called.
    pub given_name: &'a str,
    /// One or two sentences under the greeting: the day, what waits.
    pub letter: &'a str,
    pub tasks: Vec<Task<'a>>,
    pub days: Vec<Day<'a>>,
    pub history: Option<&'a str>,
    pub recent: Vec<Recent<'a>>,
    /// Charts and the like, on the right.
    pub figures: Vec<Markup>,
}

/// The page.
pub fn home(ui: &Ui<'_>, shell: &Shell<'_>, view: &Home<'_>) -> Markup {
    let greeting = if view.given_name.is_empty() {
        ui.lang.text("home-hello").into_owned()
    } else {
        ui.lang.with("home-hello-name", &[("name", view.given_name.into())])
    };
    let content = html! {
        header.hello { h1 { (greeting) } p { (crate::lang::raised(view.letter)) } }
        div.desk {
            div { (tasks(ui, &view.tasks)) (feed(ui, view)) }
            div { @for figure in &view.figures { (figure) } (recent(ui, &view.recent)) }
        }
    };
    crate::shell::page(ui, shell, content, html! {})
}

fn tasks(ui: &Ui<'_>, tasks: &[Task<'_>]) -> Markup {
    html! {
        @if !tasks.is_empty() {
            section aria-labelledby="todo" {
                (section_head("todo", &ui.lang.text("home-todo"), None))
                ul.todo {
                    @for (index, task) in tasks.iter().enumerate() {
                        li {
                            (Cell { icon: task.icon, tone: task.tone, large: true })
                            span { b { (task.title) } span.quiet { (task.words) } }
                            @let button = Button::link(task.action, task.href);
                            (if index == 0 { button.primary() } else { button })
                        }
                    }
                }
            }
        }
    }
}

fn feed(ui: &Ui<'_>, view: &Home<'_>) -> Markup {
    let link = view.history.map(|href| html! { a href=(href) { (ui.lang.text("history")) } });
    html! {
        section aria-labelledby="since" {
            (section_head("since", &ui.lang.text("home-lately"), link))
            @if view.days.iter().all(|day| day.events.is_empty()) { p.quiet { (ui.lang.text("home-nothing-yet")) } }
            @else {
                ul.feed {
                    @for day in &view.days {
                        @if !day.heading.is_empty() { li.day { (crate::lang::raised(day.heading)) } }
                        @for event in &day.events {
                            li { time { (event.time) } span { (event.words) } span.faint { (event.end) } }
                        }
                    }
                }
            }
        }
    }
}

fn recent(ui: &Ui<'_>, recent: &[Recent<'_>]) -> Markup {
    html! {
        @if !recent.is_empty() {
            section aria-labelledby="recent" {
                (section_head("recent", &ui.lang.text("home-recent"), None))
                ul.links {
                    @for one in recent {
                        li { (one.avatar) span { a href=(one.href) { (one.name) } small { (one.line) } } }
                    }
                }
            }
        }
    }
}
