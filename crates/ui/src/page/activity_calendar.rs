//! The calendar: a month or a week as a table of days, an agenda on a phone.

use crate::part::Tone;
use crate::part::button::Button;
use crate::part::head::{Head, head};
use crate::part::icon::Icon;
use crate::part::tabs::{Tab, tabs};
use crate::{Shell, Ui};
use maud::{Markup, html};

/// One entry of a day.
#[derive(Clone, Debug)]
pub struct Item<'a> {
    pub href: &'a str,
    pub time: &'a str,
    pub title: &'a str,
    pub who: &'a str,
    pub icon: Icon,
    pub tone: Tone,
    pub done: bool,
}

/// A day.
#[derive(Clone, Debug)]
pub struct Day<'a> {
    /// `2026-11-19`.
    pub machine: &'a str,
    pub number: &'a str,
    /// "jeudi 19 novembre".
    pub name: &'a str,
    pub today: bool,
    /// Of another month.
    pub outside: bool,
    pub items: Vec<Item<'a>>,
    /// Where the rest of a full day is shown.
    pub more: Option<&'a str>,
    /// Where something is planned on this day.
    pub add: Option<&'a str>,
}

/// What the page shows.
#[derive(Clone, Debug)]
pub struct Calendar<'a> {
    /// "novembre 2026".
    pub title: &'a str,
    pub previous: &'a str,
    pub next: &'a str,
    pub now: &'a str,
    /// Month or week; mine or all.
    pub views: Vec<Tab<'a>>,
    pub whose: Vec<Tab<'a>>,
    pub weekdays: Vec<&'a str>,
    pub weeks: Vec<Vec<Day<'a>>>,
    pub create: Option<&'a str>,
    pub subscribe: Option<&'a str>,
}

/// The page.
pub fn calendar(ui: &Ui<'_>, shell: &Shell<'_>, view: &Calendar<'_>) -> Markup {
    let actions = html! {
        @if let Some(href) = view.subscribe { (Button::link(ui.lang.text("feed"), href).quiet().icon(Icon::CalendarDots)) }
        @if let Some(href) = view.create { (Button::link(ui.lang.text("activity-new"), href).primary().icon(Icon::PlusBold).key("n")) }
    };
    let step = |key: &str, href: &str, icon| html! { (Button::link(ui.lang.text(key), href.to_owned()).square().small().icon(icon)) };
    let content = html! {
        (head(ui, &Head { title: view.title, ..Head::default() }, Some(actions)))
        (tabs(ui, &ui.lang.text("list-views"), &view.views))
        nav.calendar-tools aria-label=(ui.lang.text("calendar-period")) {
            span.btn-set { (step("calendar-back", view.previous, Icon::CaretLeft)) (step("calendar-on", view.next, Icon::CaretRight)) }
            (Button::link(ui.lang.text("calendar-today"), view.now).small())
            span.pick.push { @for one in &view.whose { a href=(one.href) aria-current=[one.current.then_some("true")] { (one.label) } } }
        }
        table.calendar.is-week[view.weeks.len() == 1] {
            caption.sr { (view.title) }
            thead { tr { @for name in &view.weekdays { th scope="col" { (name) } } } }
            tbody { @for week in &view.weeks { tr { @for one in week { (day(ui, one)) } } } }
        }
        (agenda(ui, view))
    };
    crate::shell::page(ui, shell, content, html! {})
}

fn day(ui: &Ui<'_>, day: &Day<'_>) -> Markup {
    html! {
        td.is-today[day.today].is-outside[day.outside] aria-current=[day.today.then_some("date")] {
            div.day-head {
                time datetime=(day.machine) { span aria-hidden="true" { (day.number) } span.sr { (day.name) } }
                @if let Some(href) = day.add {
                    a.day-add href=(href) aria-label=(ui.lang.with("calendar-add", &[("day", day.name.into())])) { (Icon::Plus) }
                }
            }
            @if !day.items.is_empty() { ul { @for one in &day.items { (item(one)) } } }
            @if let Some(href) = day.more { a.day-more href=(href) { (ui.lang.text("calendar-more")) } }
        }
    }
}

fn item(item: &Item<'_>) -> Markup {
    html! {
        li {
            a.cal-item.is-done[item.done].(item.tone.class().unwrap_or("is-stone")) href=(item.href) title={ (item.time) " " (item.title) @if !item.who.is_empty() { " · " (item.who) } } {
                (item.icon) span.at { (item.time) } " " span { (item.title) }
            }
        }
    }
}

/// The same as a list, which a phone shows instead.
fn agenda(ui: &Ui<'_>, view: &Calendar<'_>) -> Markup {
    let days: Vec<&Day<'_>> = view.weeks.iter().flatten().filter(|day| !day.outside && !day.items.is_empty()).collect();
    html! {
        div.cal-agenda {
            @if days.is_empty() { p.quiet { (ui.lang.text("calendar-empty")) } }
            @for day in days {
                section.is-today[day.today] {
                    h2 { time datetime=(day.machine) { (day.name) } }
                    ul {
                        @for one in &day.items {
                            li {
                                a.cal-item.is-done[one.done].(one.tone.class().unwrap_or("is-stone")) href=(one.href) {
                                    (one.icon) span.at { (one.time) } span { (one.title) @if !one.who.is_empty() { small { (one.who) } } }
                                }
                            }
                        }
                    }
                    @if let Some(href) = day.more { a.day-more href=(href) { (ui.lang.text("calendar-more")) } }
                }
            }
        }
    }
}
