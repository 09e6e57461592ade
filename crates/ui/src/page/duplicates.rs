//! Likely duplicates: pairs side by side, with the reasons in words and the two things to do with each.

use crate::part::Tone;
use crate::part::avatar::Avatar;
use crate::part::button::Button;
use crate::part::chip::Tag;
use crate::part::empty::empty;
use crate::part::field::{Field, field};
use crate::part::form::Form;
use crate::part::head::{Head, head};
use crate::part::icon::Icon;
use crate::part::mailbox::mailbox;
use crate::part::notice::notice;
use crate::part::tabs::{Tab, tabs};
use crate::{Shell, Ui};
use maud::{Markup, html};

/// One of the two.
#[derive(Clone, Debug)]
pub struct Person<'a> {
    pub avatar: Avatar<'a>,
    pub id: &'a str,
    /// Whether it is proposed to stay.
    pub stays: bool,
    pub name: &'a str,
    pub href: &'a str,
    /// When it was made, in words.
    pub since: &'a str,
    /// Label and value; whether the other says something else.
    pub facts: Vec<(&'a str, &'a str, bool)>,
}

/// Two who may be one.
#[derive(Clone, Debug)]
pub struct Pair<'a> {
    /// What its tick sends.
    pub id: &'a str,
    pub people: [Person<'a>; 2],
    /// How likely, in a word.
    pub verdict: (Tone, &'a str),
    /// Why; true for what speaks against.
    pub reasons: Vec<(&'a str, bool)>,
    /// Where they contradict each other, in words; None where nobody asked.
    pub conflicts: Option<Conflicts<'a>>,
}

/// Whether two records contradict each other.
#[derive(Clone, Copy, Debug)]
pub enum Conflicts<'a> {
    None(&'a str),
    Some(&'a str),
}

/// Looking again.
#[derive(Clone, Copy, Debug)]
pub struct Again<'a> {
    pub label: &'a str,
}

/// What the page shows.
#[derive(Clone, Debug)]
pub struct Duplicates<'a> {
    pub title: &'a str,
    pub intro: &'a str,
    pub count: Option<i64>,
    pub views: Vec<Tab<'a>>,
    /// Says that everybody is being compared, or that only some are shown.
    pub news: Option<&'a str>,
    pub narrow: Vec<Field<'a>>,
    /// What says which list it is: name and value.
    pub kept: Vec<(&'a str, &'a str)>,
    pub pairs: Vec<Pair<'a>>,
    /// Back to where the list was narrowed to.
    pub back: &'a str,
    pub may_force: bool,
    pub again: Option<Again<'a>>,
    /// Says what is merged of the whole list, where that can be.
    pub all: Option<&'a str>,
    pub next: Option<&'a str>,
    pub nothing: (&'a str, &'a str),
}

/// The page.
pub fn duplicates(ui: &Ui<'_>, shell: &Shell<'_>, view: &Duplicates<'_>) -> Markup {
    let again = view.again.map(|again| {
        Form::post(ui.csrf, "/duplicates/again").render(html! {
            (kept(view))
            (Button::submit(again.label).quiet().icon(Icon::ArrowClockwise))
        })
    });
    let title = Head { title: view.title, count: view.count, intro: Some(view.intro) };
    let content = html! {
        (head(ui, &title, again))
        (tabs(ui, &ui.lang.text("duplicates-views"), &view.views))
        @if !view.narrow.is_empty() { (narrow(ui, view)) }
        @if let Some(news) = view.news { (notice(Tone::Sky, Icon::Info, html! { (news) }, None)) }
        @if view.pairs.is_empty() { (empty(view.nothing.0, view.nothing.1, html! {})) } @else { (pairs(ui, view)) }
    };
    crate::shell::page(ui, shell, content, html! {})
}

fn narrow(ui: &Ui<'_>, view: &Duplicates<'_>) -> Markup {
    Form::get("/duplicates").class("pair-tools").render(html! {
        @for one in &view.narrow { (field(ui, one)) }
        // Without a tick nothing is shown, which is not the same as not having chosen.
        input type="hidden" name="with" value="none";
        (Button::submit(ui.lang.text("duplicates-show")).small())
    })
}

fn kept(view: &Duplicates<'_>) -> Markup {
    html! { @for (name, value) in &view.kept { input type="hidden" name=(name) value=(value); } }
}

fn pairs(ui: &Ui<'_>, view: &Duplicates<'_>) -> Markup {
    Form::post(ui.csrf, "/duplicates/merge").render(html! {
        input type="hidden" name="back" value=(view.back);
        (kept(view))
        ol.pairs { @for pair in &view.pairs { (one(ui, pair)) } }
        div.pair-bulk {
            (Button::submit(ui.lang.text("duplicates-merge-ticked")).icon(Icon::ArrowsMerge))
            @if view.may_force {
                (Button::submit(ui.lang.text("duplicates-merge-forced")).quiet().action("/duplicates/merge?forced=1"))
            }
            @if let Some(all) = view.all { (Button::submit(all).quiet().action("/duplicates/merge/all")) }
            span.quiet { (ui.lang.text("duplicates-merge-help")) }
            @if let Some(next) = view.next { (Button::link(ui.lang.text("page-next"), next).icon(Icon::ArrowRight)) }
        }
    })
}

fn one(ui: &Ui<'_>, pair: &Pair<'_>) -> Markup {
    let names = [("one", pair.people[0].name.into()), ("other", pair.people[1].name.into())];
    html! {
        li.pair.card {
            header {
                label.check {
                    input type="checkbox" name="pair" value=(pair.id) aria-label=(ui.lang.with("duplicates-tick", &names));
                    (Tag::of(pair.verdict.0, pair.verdict.1))
                }
                ul.pair-why {
                    @for (words, against) in &pair.reasons {
                        li.is-against[*against] { @if *against { (Icon::Minus) } @else { (Icon::Check) } (words) }
                    }
                }
            }
            div.pair-two { @for person in &pair.people { (side(ui, pair, person)) } }
            @match pair.conflicts {
                Some(Conflicts::Some(words)) => { p.pair-conflicts { (Icon::Warning) (words) } }
                Some(Conflicts::None(words)) => { p.pair-conflicts.is-none { (words) } }
                None => {}
            }
            footer {
                (Button::submit(ui.lang.text("duplicates-merge")).primary().small().icon(Icon::ArrowsMerge).name("look", pair.id))
                (Button::submit(ui.lang.text("duplicates-not")).quiet().small().name("not", pair.id).action("/duplicates/not"))
            }
        }
    }
}

fn side(ui: &Ui<'_>, pair: &Pair<'_>, person: &Person<'_>) -> Markup {
    html! {
        div.pair-side {
            label.check.pair-stays {
                input type="radio" name={ "stays-" (pair.id) } value=(person.id) checked[person.stays]
                    aria-label=(ui.lang.with("duplicates-stays", &[("name", person.name.into())]));
                (ui.lang.text("merge-stays"))
            }
            span.who { (person.avatar) span { a href=(person.href) { (person.name) } small { (person.since) } } }
            dl {
                @for (label, value, differs) in &person.facts {
                    div.differs[*differs] { dt { (label) } dd { @if value.is_empty() { "–" } @else { (mailbox(value)) } } }
                }
            }
        }
    }
}

/// Two of whom somebody has said that they are not the same.
#[derive(Clone, Debug)]
pub struct Distinct<'a> {
    pub id: &'a str,
    pub one: (&'a str, &'a str),
    pub other: (&'a str, &'a str),
}

/// The list of those pairs.
pub fn distinct(ui: &Ui<'_>, shell: &Shell<'_>, views: &[Tab<'_>], all: &[Distinct<'_>]) -> Markup {
    let (title, intro) = (ui.lang.text("duplicates-distinct"), ui.lang.text("duplicates-distinct-intro"));
    let title = Head { title: &title, count: None, intro: Some(&intro) };
    let content = html! {
        (head(ui, &title, None))
        (tabs(ui, &ui.lang.text("duplicates-views"), views))
        @if all.is_empty() {
            (empty(&ui.lang.text("duplicates-distinct-none"), &ui.lang.text("duplicates-distinct-none-help"), html! {}))
        } @else {
            ul.pair-lines {
                @for pair in all {
                    li {
                        a href=(pair.one.1) { (pair.one.0) }
                        span.quiet { (ui.lang.text("duplicates-is-not")) }
                        a href=(pair.other.1) { (pair.other.0) }
                        (Form::post(ui.csrf, "/duplicates/distinct").render(html! {
                            (Button::submit(ui.lang.text("duplicates-forget")).quiet().small().name("id", pair.id))
                        }))
                    }
                }
            }
        }
    };
    crate::shell::page(ui, shell, content, html! {})
}
