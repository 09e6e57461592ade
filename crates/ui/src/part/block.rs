//! A block of facts, set flat on the page, that is edited on the same spot.

use super::avatar::Avatar;
use super::button::Button;
use super::form::Form;
use super::icon::Icon;
use crate::Ui;
use maud::{Markup, html};

/// One fact: its label and its value.
#[derive(Clone, Debug)]
pub struct Fact<'a> {
    pub label: &'a str,
    pub value: Markup,
}

/// A block of facts.
#[derive(Clone, Debug, Default)]
pub struct Block<'a> {
    /// The id of the section; edits swap it.
    pub id: &'a str,
    pub title: &'a str,
    pub facts: Vec<Fact<'a>>,
    /// Stands under the facts: a list of people, a map link.
    pub more: Option<Markup>,
    /// The page with this block open for editing.
    pub edit: Option<&'a str>,
    /// The page that adds something to it.
    pub add: Option<&'a str>,
    /// What an empty block says; without it an empty block is left out.
    pub empty: Option<&'a str>,
}

/// The block as it is read. The pencil swaps it where htmx runs, and is a plain link elsewhere.
pub fn block(ui: &Ui<'_>, block: &Block<'_>) -> Markup {
    let nothing = block.facts.is_empty() && block.more.is_none();
    if nothing && block.empty.is_none() {
        return html! {};
    }
    let title_id = format!("{}-title", block.id);
    html! {
        section.block id=(block.id) aria-labelledby=(title_id) {
            header {
                h2 id=(title_id) { (block.title) }
                (tools(ui, block))
            }
            @if nothing { p.faint { (block.empty.unwrap_or_default()) } }
            @if !block.facts.is_empty() {
                dl { @for fact in &block.facts { dt { (fact.label) } dd { (fact.value) } } }
            }
            @if let Some(more) = &block.more { (more) }
        }
    }
}

fn tools(ui: &Ui<'_>, block: &Block<'_>) -> Markup {
    let name = [("block", block.title.into())];
    html! {
        @if let Some(href) = block.edit {
            (swapped(Button::link(ui.lang.with("block-edit", &name), href), href, block.id).icon(Icon::PencilSimple).data("data-edit", ""))
        }
        @if let Some(href) = block.add {
            (Button::link(ui.lang.with("block-add", &name), href).quiet().small().square().icon(Icon::Plus))
        }
    }
}

/// A link whose answer replaces the block of that id, and the address stays.
fn swapped<'a>(link: Button<'a>, href: &'a str, id: &str) -> Button<'a> {
    let target = format!("#{id}");
    link.quiet()
        .small()
        .square()
        .data("hx-get", href)
        .data("hx-target", target.clone())
        .data("hx-select", target)
        .data("hx-swap", "outerHTML")
}

/// What the form of an open block needs beside its fields.
#[derive(Clone, Debug)]
pub struct Editing<'a> {
    pub id: &'a str,
    pub title: &'a str,
    /// Where it is saved.
    pub action: &'a str,
    /// The page with the block closed again.
    pub cancel: &'a str,
    /// The version that was read.
    pub version: &'a str,
    /// Whether it carries files.
    pub upload: bool,
}

/// The block while it is edited: the same place, one honey button.
pub fn editing(ui: &Ui<'_>, editing: &Editing<'_>, fields: Markup) -> Markup {
    let target = format!("#{}", editing.id);
    let inside = html! {
        (fields)
        div.done {
            (Button::submit(ui.lang.text("save")).primary().small())
            (Button::link(ui.lang.text("cancel"), editing.cancel).quiet().small().data("data-cancel", "")
                .data("hx-get", editing.cancel).data("hx-target", target.clone())
                .data("hx-select", target).data("hx-swap", "outerHTML"))
            span.faint aria-hidden="true" { kbd { "Ctrl ↵" } }
        }
    };
    let form = Form::post(ui.csrf, editing.action).version(editing.version).swaps(editing.id).draft(editing.id);
    let form = if editing.upload { form.upload() } else { form };
    html! {
        section.block.is-editing id=(editing.id) aria-label=(ui.lang.with("block-editing", &[("block", editing.title.into())])) {
            header { h2 { (editing.title) } }
            (form.render(inside))
        }
    }
}

/// A contact that this one is tied to.
#[derive(Clone, Debug)]
pub struct Tie<'a> {
    pub avatar: Avatar<'a>,
    pub name: &'a str,
    pub href: &'a str,
    pub line: &'a str,
}

/// The list of people and places that a contact is tied to.
pub fn ties(ties: &[Tie<'_>]) -> Markup {
    html! {
        ul.links {
            @for tie in ties {
                li { (tie.avatar) span { a href=(tie.href) { (tie.name) } @if !tie.line.is_empty() { small { (tie.line) } } } }
            }
        }
    }
}
