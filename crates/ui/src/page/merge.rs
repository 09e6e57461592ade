//! Merging two contacts: field by field, the better value proposed, with the reason.

use crate::part::Tone;
use crate::part::avatar::Avatar;
use crate::part::button::Button;
use crate::part::crumbs::{Crumb, crumbs};
use crate::part::form::Form;
use crate::part::head::{Head, head};
use crate::part::icon::Icon;
use crate::part::notice::notice;
use crate::{Shell, Ui};
use maud::{Markup, html};

/// One of the two.
#[derive(Clone, Debug)]
pub struct Party<'a> {
    pub avatar: Avatar<'a>,
    pub name: &'a str,
    pub href: &'a str,
    pub line: &'a str,
}

/// A field in which they differ.
#[derive(Clone, Debug)]
pub struct Line<'a> {
    /// The name that the choice sends.
    pub name: &'a str,
    pub label: &'a str,
    pub keep: &'a str,
    pub other: &'a str,
    pub takes_other: bool,
    pub reason: &'a str,
    /// Both say something, and not the same.
    pub conflict: bool,
}

/// A way of reaching them.
#[derive(Clone, Debug)]
pub struct Way<'a> {
    /// What its tick sends.
    pub id: &'a str,
    pub words: &'a str,
    pub note: &'a str,
    /// Of the one that goes: can be taken along.
    pub theirs: bool,
    pub ticked: bool,
    pub primary: bool,
    /// Where it is put, where there is a choice.
    pub put: Option<Put<'a>>,
}

/// Where a way is put: beside the others, at one place or another, or instead of one of them.
#[derive(Clone, Debug)]
pub struct Put<'a> {
    /// The name that the choice sends.
    pub name: &'a str,
    /// Value and words.
    pub choices: Vec<(&'a str, &'a str)>,
    pub chosen: &'a str,
}

/// Records of one kind that refer to the one that goes.
#[derive(Clone, Debug)]
pub struct Along<'a> {
    /// What its tick sends.
    pub kind: &'a str,
    /// What they are and how many: "Activities: 3".
    pub words: &'a str,
    pub ticked: bool,
}

/// The ways of one kind.
#[derive(Clone, Debug)]
pub struct Ways<'a> {
    pub label: &'a str,
    /// The name under which the primary one is sent; none for kinds without.
    pub primary: Option<&'a str>,
    pub ways: Vec<Way<'a>>,
}

/// What the page shows.
#[derive(Clone, Debug)]
pub struct Merge<'a> {
    pub keep: Party<'a>,
    pub other: Party<'a>,
    pub keep_id: &'a str,
    pub other_id: &'a str,
    pub version: &'a str,
    pub swap: &'a str,
    pub lines: Vec<Line<'a>>,
    pub ways: Vec<Ways<'a>>,
    pub along: Vec<Along<'a>>,
    /// Why it was not done.
    pub problem: Option<&'a str>,
}

/// The page.
pub fn merge(ui: &Ui<'_>, shell: &Shell<'_>, view: &Merge<'_>) -> Markup {
    let title = ui.lang.text("merge-title");
    let duplicates = ui.lang.text("duplicates-title");
    let way = [Crumb { label: &duplicates, href: Some("/duplicates") }, Crumb { label: &title, href: None }];
    let intro = ui.lang.with("merge-intro", &[("keep", view.keep.name.into()), ("other", view.other.name.into())]);
    let content = html! {
        (crumbs(ui, &way, None))
        (head(ui, &Head { title: &title, count: None, intro: Some(&intro) }, None))
        @if let Some(problem) = view.problem { (notice(Tone::Brick, Icon::WarningCircle, html! { (problem) }, None)) }
        (Form::post(ui.csrf, "/merge").class("merge").version(view.version).render(html! {
            input type="hidden" name="keep" value=(view.keep_id);
            input type="hidden" name="other" value=(view.other_id);
            (parties(ui, view))
            @if view.lines.is_empty() { p.quiet { (ui.lang.text("merge-no-difference")) } }
            @else { (lines(ui, view)) }
            @if !view.ways.is_empty() { (ways(ui, view)) }
            (along(ui, view))
            div.merge-end {
                (Button::submit(ui.lang.text("merge-do")).primary().big().icon(Icon::ArrowsMerge))
                (Button::submit(ui.lang.text("duplicates-not")).quiet().name("not", pair(view)).action("/duplicates/not"))
                span.quiet { (ui.lang.text("merge-can-be-undone")) }
            }
        }))
    };
    crate::shell::page(ui, shell, content, html! {})
}

fn pair(view: &Merge<'_>) -> String {
    format!("{}-{}", view.keep_id, view.other_id)
}

fn parties(ui: &Ui<'_>, view: &Merge<'_>) -> Markup {
    let party = |party: &Party<'_>, role: &str, tone: &str| {
        html! {
            div.merge-party.card.(tone) {
                span.tag.(tone) { (role) }
                span.who { (party.avatar) span { a href=(party.href) { (party.name) } small { (party.line) } } }
            }
        }
    };
    html! {
        div.merge-parties {
            (party(&view.keep, &ui.lang.text("merge-stays"), "is-leaf"))
            (Button::link(ui.lang.text("merge-swap"), view.swap).square().icon(Icon::ArrowsDownUp))
            (party(&view.other, &ui.lang.text("merge-goes"), "is-stone"))
        }
    }
}

fn lines(ui: &Ui<'_>, view: &Merge<'_>) -> Markup {
    let choice = |line: &Line<'_>, value: &str, words: &str, on: bool| {
        html! {
            label.merge-value {
                input type="radio" name=(line.name) value=(value) checked[on];
                span { @if words.is_empty() { i.quiet { (ui.lang.text("merge-nothing")) } } @else { (words) } }
            }
        }
    };
    html! {
        section.merge-part aria-labelledby="merge-fields" {
            h2 id="merge-fields" { (ui.lang.text("merge-fields")) }
            ul.merge-lines {
                @for line in &view.lines {
                    li.is-conflict[line.conflict] {
                        fieldset {
                            legend { (line.label) }
                            (choice(line, "keep", line.keep, !line.takes_other))
                            (choice(line, "other", line.other, line.takes_other))
                            small.merge-reason { (line.reason) }
                        }
                    }
                }
            }
        }
    }
}

fn ways(ui: &Ui<'_>, view: &Merge<'_>) -> Markup {
    html! {
        section.merge-part aria-labelledby="merge-ways" {
            h2 id="merge-ways" { (ui.lang.text("merge-ways")) }
            p.quiet { (ui.lang.text("merge-ways-help")) }
            div.merge-ways {
                @for kind in &view.ways {
                    fieldset {
                        legend { (kind.label) }
                        @for way in &kind.ways { (way_line(ui, kind, way)) }
                    }
                }
            }
        }
    }
}

fn way_line(ui: &Ui<'_>, kind: &Ways<'_>, way: &Way<'_>) -> Markup {
    let label = ui.lang.with("merge-primary", &[("way", way.words.into())]);
    html! {
        div.merge-way {
            @if way.theirs {
                label.check {
                    input type="checkbox" name="way" value=(way.id) checked[way.ticked];
                    span { (way.words) small { (way.note) } }
                }
                @if let Some(put) = &way.put { (place(ui, way, put)) }
            } @else {
                span.check { (Icon::Check) span { (way.words) small { (way.note) } } }
            }
            @if let Some(name) = kind.primary.filter(|_| kind.ways.len() > 1) {
                label.merge-first title=(label) {
                    input type="radio" name=(name) value=(way.id) checked[way.primary] aria-label=(label);
                    (ui.lang.text("merge-first"))
                }
            }
        }
    }
}

fn place(ui: &Ui<'_>, way: &Way<'_>, put: &Put<'_>) -> Markup {
    let label = ui.lang.with("merge-put", &[("way", way.words.into())]);
    html! {
        select.select.merge-put name=(put.name) aria-label=(label) {
            @for (value, words) in &put.choices {
                option value=(value) selected[*value == put.chosen] { (words) }
            }
        }
    }
}

fn along(ui: &Ui<'_>, view: &Merge<'_>) -> Markup {
    html! {
        section.merge-part aria-labelledby="merge-along" {
            h2 id="merge-along" { (ui.lang.text("merge-along")) }
            @if view.along.is_empty() { p.quiet { (ui.lang.text("merge-along-nothing")) } }
            @else {
                p.quiet { (ui.lang.text("merge-along-help")) }
                ul.merge-along {
                    @for one in &view.along {
                        li {
                            input type="hidden" name="kind" value=(one.kind);
                            label.check { input type="checkbox" name="along" value=(one.kind) checked[one.ticked]; span { (one.words) } }
                        }
                    }
                }
            }
        }
    }
}
