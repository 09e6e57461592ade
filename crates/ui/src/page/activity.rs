//! The page of an activity, and the box above a contact's thread that logs one in two clicks.

use crate::page::contact::{Does, MenuEntry};
use crate::part::Tone;
use crate::part::avatar::{Avatar, who};
use crate::part::block::{Block, Fact, block};
use crate::part::button::Button;
use crate::part::chip::{Status, Tag};
use crate::part::crumbs::{Crumb, crumbs};
use crate::part::field::{Choice, Field, Widget, Width, field};
use crate::part::form::Form;
use crate::part::head::section_head;
use crate::part::icon::Icon;
use crate::part::menu;
use crate::part::notice::notice;
use crate::part::timeline::{Cell, Entry, Year, thread};
use crate::{Shell, Ui};
use maud::{Markup, html};

/// The id of the form whose buttons stand anywhere on the page: "done" in the thread.
pub const TICK: &str = "tick";

/// The box above the thread.
#[derive(Clone, Debug)]
pub struct QuickLog<'a> {
    pub action: &'a str,
    /// Value, label and icon of each kind; one click on it logs.
    pub kinds: &'a [(&'a str, &'a str, Icon)],
    /// Who may be given the follow-up.
    pub colleagues: &'a [Choice<'a>],
    /// The reader's own number among them.
    pub own: &'a str,
}

/// The box: words, the kinds, and what is rarely needed behind a fold.
pub fn quick_log(ui: &Ui<'_>, log: &QuickLog<'_>) -> Markup {
    let inside = html! {
        textarea.says name="words" rows="2" aria-label=(ui.lang.text("thread-write")) placeholder=(ui.lang.text("thread-ask")) data-grows {}
        div.kinds {
            @for (value, label, icon) in log.kinds {
                (Button::submit(*label).quiet().small().icon(*icon).name("kind", *value))
            }
            (more(ui, log))
        }
    };
    html! {
        (Form::post(ui.csrf, log.action).class("note-box").draft("thread").render(inside))
        (Form::post(ui.csrf, log.action).id(TICK).render(html! {}))
    }
}

fn more(ui: &Ui<'_>, log: &QuickLog<'_>) -> Markup {
    let (minutes, when) = (ui.lang.text("activity-minutes"), ui.lang.text("activity-when"));
    let (next, next_at, who) =
        (ui.lang.text("activity-next-what"), ui.lang.text("activity-next-when"), ui.lang.text("activity-next-who"));
    let help = ui.lang.text("activity-when-help");
    html! {
        details.log-more {
            summary.btn.is-quiet.is-small { (Icon::CaretDown) (ui.lang.text("activity-log-more")) }
            div.fields {
                (field(ui, &Field::text("duration", &minutes, "").widget(Widget::Number("1")).width(Width::Third)))
                (field(ui, &Field { help: Some(&help), ..Field::text("at", &when, "").widget(Widget::DateTime).width(Width::TwoThirds) }))
                h3.fields-head { (ui.lang.text("activity-next")) }
                (field(ui, &Field::text("next", &next, "").width(Width::Full)))
                (field(ui, &Field::text("next_at", &next_at, "").widget(Widget::Date).width(Width::Half)))
                @if !log.colleagues.is_empty() {
                    (field(ui, &Field::text("next_who", &who, log.own).widget(Widget::Select(log.colleagues)).width(Width::Half)))
                }
            }
        }
    }
}

/// Somebody who takes part.
#[derive(Clone, Debug)]
pub struct Part<'a> {
    pub avatar: Avatar<'a>,
    pub name: &'a str,
    pub href: &'a str,
}

/// Those in one role.
#[derive(Clone, Debug)]
pub struct Role<'a> {
    pub label: &'a str,
    pub parts: Vec<Part<'a>>,
    /// How many more there are.
    pub rest: i64,
}

/// The series that an activity belongs to.
#[derive(Clone, Debug)]
pub struct Series<'a> {
    /// "Toutes les 2 semaines, jusqu'au 3 mars".
    pub words: &'a str,
    /// The dates with their pages; the current one has none.
    pub dates: Vec<(&'a str, Option<&'a str>)>,
}

/// What the page shows.
#[derive(Clone, Debug)]
pub struct ActivityPage<'a> {
    pub way: Vec<Crumb<'a>>,
    pub title: &'a str,
    pub cell: (Icon, Tone),
    pub kind: &'a str,
    /// Where and when, in a line.
    pub line: &'a str,
    pub status: (Tone, &'a str),
    pub tags: Vec<Tag<'a>>,
    pub actions: Vec<Button<'a>>,
    /// Small forms beside the title, such as the one that follows it.
    pub controls: Markup,
    /// Marks it done, for those who may.
    pub done: Option<&'a str>,
    pub menu: Vec<MenuEntry<'a>>,
    /// In the bin: the words, and where it is brought back.
    pub trashed: Option<(&'a str, Option<&'a str>)>,
    pub roles: Vec<Role<'a>>,
    pub facts: Vec<Fact<'a>>,
    /// Rebuilt from known tags.
    pub details: Option<Markup>,
    pub series: Option<Series<'a>>,
    /// What it follows and what follows from it.
    pub linked: Vec<Entry<'a>>,
    /// Blocks of other components: files, custom fields.
    pub asides: Vec<Markup>,
    /// What was changed, newest first.
    pub past: Vec<Entry<'a>>,
}

/// The page.
pub fn activity(ui: &Ui<'_>, shell: &Shell<'_>, view: &ActivityPage<'_>) -> Markup {
    let content = html! {
        (crumbs(ui, &view.way, None))
        @if let Some((words, restore)) = view.trashed { (banner(ui, words, restore)) }
        (header(ui, view))
        div.two {
            div {
                @for role in view.roles.iter().filter(|role| !role.parts.is_empty()) { (people(ui, role)) }
                (facts(ui, view))
                @if let Some(series) = &view.series { (dates(ui, series)) }
            }
            section {
                @match &view.details {
                    Some(details) => { div.prose { (details) } }
                    None => { p.faint { (ui.lang.text("activity-no-details")) } }
                }
                @for aside in &view.asides { (aside) }
                @if !view.linked.is_empty() {
                    (section_head("linked", &ui.lang.text("activity-linked"), None))
                    (plain_thread(&view.linked))
                }
                @if !view.past.is_empty() {
                    details.past { summary { (ui.lang.text("history")) } (plain_thread(&view.past)) }
                }
            }
        }
    };
    crate::shell::page(ui, shell, content, html! {})
}

fn plain_thread(entries: &[Entry<'_>]) -> Markup {
    html! { div.thread-plain { (thread(&[Year { title: "", summary: "", entries: entries.to_vec() }])) } }
}

fn banner(ui: &Ui<'_>, words: &str, restore: Option<&str>) -> Markup {
    let restore = restore.map(|href| {
        Form::post(ui.csrf, href).render(html! {
            (Button::submit(ui.lang.text("restore")).small().icon(Icon::ArrowCounterClockwise))
        })
    });
    html! { div.banner { (notice(Tone::Brick, Icon::Trash, html! { (words) }, restore)) } }
}

fn header(ui: &Ui<'_>, view: &ActivityPage<'_>) -> Markup {
    html! {
        header.id-head #id-head {
            (Cell { icon: view.cell.0, tone: view.cell.1, large: true })
            div {
                h1 { (view.title) }
                p.sub { (view.kind) @if !view.line.is_empty() { span.dot { "·" } (crate::lang::raised(view.line)) } }
                div.words { (Status::On(view.status.0, view.status.1)) @for tag in &view.tags { (tag) } }
            }
            div.actions {
                @if let Some(href) = view.done {
                    (Form::post(ui.csrf, href).render(html! {
                        (Button::submit(ui.lang.text("activity-done")).primary().icon(Icon::Check))
                    }))
                }
                (view.controls)
                @for action in &view.actions { (action) }
                @if !view.menu.is_empty() { (more_menu(ui, &view.menu)) }
            }
        }
    }
}

fn more_menu(ui: &Ui<'_>, entries: &[MenuEntry<'_>]) -> Markup {
    let items = html! {
        @for entry in entries {
            @if entry.does == Does::Post {
                li { (Form::post(ui.csrf, entry.href).render(html! { button type="submit" { (entry.icon) (entry.label) } })) }
            } @else { (menu::entry(entry.label, entry.icon, entry.href)) }
        }
    };
    menu::menu(&ui.lang.text("more-actions"), Icon::DotsThreeBold, true, None, items)
}

fn people(ui: &Ui<'_>, role: &Role<'_>) -> Markup {
    html! {
        section.block {
            header { h2 { (role.label) } }
            ul.links {
                @for one in &role.parts { li { (who(one.avatar, one.href, html! { (one.name) }, None)) } }
            }
            @if role.rest > 0 { p.faint { (ui.lang.with("ties-more", &[("count", role.rest.into())])) } }
        }
    }
}

fn facts(ui: &Ui<'_>, view: &ActivityPage<'_>) -> Markup {
    let title = ui.lang.text("activity-facts");
    block(ui, &Block { id: "facts", title: &title, facts: view.facts.clone(), ..Block::default() })
}

fn dates(ui: &Ui<'_>, series: &Series<'_>) -> Markup {
    html! {
        section.block aria-labelledby="series" {
            header { h2 id="series" { (ui.lang.text("activity-series")) } }
            p.quiet { (series.words) }
            ul.dates {
                @for (label, href) in &series.dates {
                    li { @match href { Some(href) => { a href=(href) { (label) } } None => { b { (label) } } } }
                }
            }
        }
    }
}
