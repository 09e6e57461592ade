//! Somebody was faster: both versions, field by field, so that nothing is lost.

use crate::part::avatar::{Avatar, Kind};
use crate::part::button::Button;
use crate::part::form::Form;
use crate::{Shell, Ui};
use maud::{Markup, html};

/// A field in both versions.
#[derive(Clone, Debug)]
pub struct Versus<'a> {
    pub label: &'a str,
    /// The name that the chosen value is sent under.
    pub name: &'a str,
    pub theirs: &'a str,
    pub yours: &'a str,
    /// Only they changed it, so theirs is proposed.
    pub only_theirs: bool,
}

/// What the page shows.
#[derive(Clone, Debug)]
pub struct Conflict<'a> {
    /// Who was faster.
    pub who: &'a str,
    pub reader: &'a str,
    /// When they saved, as it is shown.
    pub when: &'a str,
    pub fields: Vec<Versus<'a>>,
    pub action: &'a str,
    /// The version that holds theirs: the choice is saved on top of it.
    pub version: &'a str,
    /// The rest of what was typed, as hidden inputs.
    pub rest: &'a [(&'a str, &'a str)],
    /// The record as they left it.
    pub keep_theirs: &'a str,
}

/// The page, answered with status 409.
pub fn conflict(ui: &Ui<'_>, shell: &Shell<'_>, view: &Conflict<'_>) -> Markup {
    let inside = html! {
        @for (name, value) in view.rest { input type="hidden" name=(name) value=(value); }
        (table(ui, view))
        div.form-bar {
            (Button::submit(ui.lang.text("conflict-keep-choice")).primary())
            (Button::link(ui.lang.with("conflict-keep-theirs", &[("who", view.who.into())]), view.keep_theirs))
        }
    };
    let content = html! {
        header.page-head {
            div {
                h1 { (ui.lang.with("conflict-title", &[("who", view.who.into())])) }
                p { (ui.lang.text("conflict-intro")) }
            }
        }
        (Form::post(ui.csrf, view.action).version(view.version).class("sheet card").render(inside))
    };
    crate::shell::page(ui, shell, content, html! {})
}

/// The same on the spot of the block that was being edited, for those whose script swaps the block alone.
pub fn conflict_in_block(ui: &Ui<'_>, view: &Conflict<'_>, id: &str) -> Markup {
    let inside = html! {
        @for (name, value) in view.rest { input type="hidden" name=(name) value=(value); }
        (table(ui, view))
        div.done {
            (Button::submit(ui.lang.text("conflict-keep-choice")).primary().small())
            (Button::link(ui.lang.with("conflict-keep-theirs", &[("who", view.who.into())]), view.keep_theirs).quiet().small())
        }
    };
    html! {
        section.block.is-editing id=(id) aria-labelledby={ (id) "-clash" } {
            header { h2 id={ (id) "-clash" } { (ui.lang.with("conflict-title", &[("who", view.who.into())])) } }
            p { (ui.lang.text("conflict-intro")) }
            (Form::post(ui.csrf, view.action).version(view.version).render(inside))
        }
    }
}

fn table(ui: &Ui<'_>, view: &Conflict<'_>) -> Markup {
    let side = |name: &str, shown: &str, line: &str| {
        html! { th scope="col" { span.who { (Avatar::of(Kind::Person, name)) span { b { (shown) } small { (line) } } } } }
    };
    html! {
        table.versus {
            thead {
                tr {
                    td {}
                    (side(view.who, view.who, &ui.lang.with("conflict-saved", &[("when", view.when.into())])))
                    (side(view.reader, &ui.lang.text("conflict-you"), &ui.lang.text("conflict-unsaved")))
                }
            }
            tbody { @for field in &view.fields { (row(ui, field)) } }
        }
    }
}

fn row(ui: &Ui<'_>, field: &Versus<'_>) -> Markup {
    let empty = ui.lang.text("conflict-empty");
    let choice = |value: &str, chosen: bool| {
        html! {
            td {
                label {
                    input type="radio" name=(field.name) value=(value) checked[chosen];
                    span.quiet[value.is_empty()] { @if value.is_empty() { (empty) } @else { (value) } }
                }
            }
        }
    };
    html! {
        tr {
            th scope="row" { (field.label) }
            @if field.theirs == field.yours {
                td.same colspan="2" {
                    (ui.lang.with("conflict-same", &[("value", if field.theirs.is_empty() { empty.clone().into() } else { field.theirs.into() })]))
                    input type="hidden" name=(field.name) value=(field.theirs);
                }
            } @else { (choice(field.theirs, field.only_theirs)) (choice(field.yours, !field.only_theirs)) }
        }
    }
}
