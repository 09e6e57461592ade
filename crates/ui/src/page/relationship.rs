//! Relationships of a contact: as sentences, as a small graph, and the form that makes or changes one.

use crate::Ui;
use crate::part::avatar::Avatar;
use crate::part::button::Button;
use crate::part::empty::empty;
use crate::part::field::{Field, field};
use crate::part::form::Form;
use crate::part::icon::Icon;
use crate::part::lookup::{Lookup, lookup};
use crate::part::menu;
use maud::{Markup, html};

/// A relationship as the page tells it.
#[derive(Clone, Debug)]
pub struct Bond<'a> {
    pub id: &'a str,
    pub avatar: Avatar<'a>,
    /// "Salariée de Mairie de Lyon depuis 2019", the name a link.
    pub sentence: Markup,
    /// The name of the other, for the names of buttons.
    pub name: &'a str,
    /// The description, permissions, custom fields.
    pub lines: Vec<&'a str>,
    /// The page with its notes, and how many there are.
    pub notes: (&'a str, i64),
    pub edit: Option<&'a str>,
    pub end: Option<&'a str>,
    pub delete: Option<&'a str>,
    /// Its form, open in its place.
    pub editor: Option<Editor<'a>>,
}

/// The form of a relationship.
#[derive(Clone, Debug)]
pub struct Editor<'a> {
    pub title: &'a str,
    pub action: &'a str,
    pub close: &'a str,
    /// What stands first: the kind, for a new one.
    pub kind: Option<Field<'a>>,
    pub who: Option<Lookup<'a>>,
    /// Several have this name: number, avatar, name, place.
    pub several: Vec<(&'a str, Avatar<'a>, &'a str, &'a str)>,
    /// Nobody has this name: what kind of contact may be made, with the value that is sent.
    pub make: Vec<(&'a str, &'a str)>,
    pub dates: Vec<Field<'a>>,
    pub more: Vec<Field<'a>>,
    /// The fields that the site itself has added.
    pub custom: Option<Markup>,
    /// Whether the further fields stand open.
    pub open: bool,
}

/// The section of a contact's page.
#[derive(Clone, Debug)]
pub struct Bonds<'a> {
    pub current: Vec<Bond<'a>>,
    pub past: Vec<Bond<'a>>,
    /// The page with the form of a new one.
    pub add: Option<&'a str>,
    pub adding: Option<Editor<'a>>,
    pub graph: Option<Graph<'a>>,
}

/// The section.
pub fn bonds(ui: &Ui<'_>, view: &Bonds<'_>) -> Markup {
    let nothing = view.current.is_empty() && view.past.is_empty() && view.adding.is_none();
    html! {
        div.section-head {
            h2 { (ui.lang.text("relationships")) }
            @if let Some(href) = view.add.filter(|_| view.adding.is_none()) {
                (Button::link(ui.lang.text("relationship-add"), href).small().icon(Icon::PlusBold).key("n"))
            }
        }
        @if let Some(form) = &view.adding { (editor(ui, form)) }
        @if nothing { (empty(&ui.lang.text("relationships-none"), &ui.lang.text("relationships-none-help"), html! {})) }
        @if !view.current.is_empty() { ul.tied { @for bond in &view.current { (one(ui, bond)) } } }
        @if let Some(graph) = &view.graph { (drawn(ui, graph)) }
        @if !view.past.is_empty() {
            h3 { (ui.lang.text("relationships-past")) }
            ul.tied.is-past { @for bond in &view.past { (one(ui, bond)) } }
        }
    }
}

fn one(ui: &Ui<'_>, bond: &Bond<'_>) -> Markup {
    if let Some(form) = &bond.editor {
        return html! { li id={ "bond-" (bond.id) } { (editor(ui, form)) } };
    }
    let name = [("name", bond.name.into())];
    let (href, notes) = bond.notes;
    html! {
        li id={ "bond-" (bond.id) } {
            (bond.avatar)
            span.say {
                (bond.sentence)
                @for line in &bond.lines { small { (line) } }
                @if notes > 0 { small { a href=(href) { (ui.lang.with("relationship-notes", &[("count", notes.into())])) } } }
            }
            span.ends {
                @if notes == 0 && bond.edit.is_some() {
                    (Button::link(ui.lang.with("relationship-note-add", &name), href).quiet().small().square().icon(Icon::Note))
                }
                @if let Some(href) = bond.edit {
                    (Button::link(ui.lang.with("relationship-edit", &name), href).quiet().small().square().icon(Icon::PencilSimple))
                }
                @if bond.end.or(bond.delete).is_some() {
                    (menu::menu(&ui.lang.with("choice-more", &name), Icon::DotsThreeBold, true, None, html! {
                        @if let Some(href) = bond.end {
                            li { (Form::post(ui.csrf, href).render(html! { button type="submit" { (Icon::LinkBreak) (ui.lang.text("relationship-end")) } })) }
                        }
                        @if let Some(href) = bond.delete {
                            li { (Form::post(ui.csrf, href).render(html! { button type="submit" { (Icon::Trash) (ui.lang.text("relationship-delete")) } })) }
                        }
                    }))
                }
            }
        }
    }
}

fn editor(ui: &Ui<'_>, form: &Editor<'_>) -> Markup {
    let inside = html! {
        @if !form.title.is_empty() { h3 { (form.title) } }
        div.fields {
            @if let Some(kind) = &form.kind { (field(ui, kind)) }
            @if let Some(who) = &form.who { (lookup(who)) }
        }
        @if !form.several.is_empty() {
            fieldset.checks {
                legend { (ui.lang.text("pick-several")) }
                @for (id, avatar, name, line) in &form.several {
                    label.check {
                        input type="radio" name="contact" value=(id);
                        span.row { (avatar) span { (name) @if !line.is_empty() { small { (line) } } } }
                    }
                }
            }
        }
        @if !form.make.is_empty() {
            fieldset.checks {
                legend { (ui.lang.text("relationship-make")) }
                @for (at, (value, label)) in form.make.iter().enumerate() {
                    label.check { input type="radio" name="make" value=(value) checked[at == 0]; span { (label) } }
                }
            }
        }
        div.fields { @for one in &form.dates { (field(ui, one)) } }
        @if !form.more.is_empty() {
            details.more open[form.open] {
                summary { (ui.lang.text("relationship-more")) }
                div.fields { @for one in &form.more { (field(ui, one)) } }
            }
        }
        @if let Some(custom) = &form.custom { (custom) }
        div.row {
            (Button::submit(ui.lang.text("save")).primary().small())
            (Button::link(ui.lang.text("cancel"), form.close).quiet().small())
        }
    };
    let made = Form::post(ui.csrf, form.action).class("stack tag-editor");
    // What the site asks besides may be a file.
    if form.custom.is_some() { made.upload().render(inside) } else { made.render(inside) }
}

/// A contact of the graph.
#[derive(Clone, Debug)]
pub struct Node<'a> {
    pub x: f64,
    pub y: f64,
    pub initials: &'a str,
    pub name: &'a str,
    /// What it is to the one it hangs on.
    pub words: &'a str,
    /// None for the contact itself.
    pub href: Option<&'a str>,
    /// `is-person`, `is-org`, `is-house`.
    pub class: &'static str,
    /// Two steps away.
    pub far: bool,
    /// Where the line to it begins.
    pub from: (f64, f64),
}

/// The contacts around one, two steps far.
#[derive(Clone, Debug)]
pub struct Graph<'a> {
    pub title: &'a str,
    pub nodes: Vec<Node<'a>>,
    pub width: f64,
    pub height: f64,
}

fn drawn(ui: &Ui<'_>, graph: &Graph<'_>) -> Markup {
    let number = |n: f64| format!("{n:.0}");
    html! {
        figure.chart.network {
            figcaption { b { (ui.lang.text("relationship-graph")) } }
            svg.graph viewBox={ "0 0 " (number(graph.width)) " " (number(graph.height)) } role="group" aria-label=(graph.title) {
                g aria-hidden="true" {
                    @for node in &graph.nodes {
                        @if node.href.is_some() {
                            g.far[node.far] {
                                line x1=(number(node.from.0)) y1=(number(node.from.1)) x2=(number(node.x)) y2=(number(node.y)) {}
                            }
                        }
                    }
                }
                @for node in graph.nodes.iter().rev() { (dot(node)) }
            }
        }
    }
}

fn dot(node: &Node<'_>) -> Markup {
    let radius = if node.far { 13.0 } else { 19.0 };
    let number = |n: f64| format!("{n:.0}");
    let shape = html! {
        circle cx=(number(node.x)) cy=(number(node.y)) r=(number(radius)) {}
        text.ini x=(number(node.x)) y=(number(node.y + 4.0)) aria-hidden="true" { (node.initials) }
        text x=(number(node.x)) y=(number(node.y + radius + 13.0)) { (node.name) }
        @if !node.words.is_empty() { text.rel x=(number(node.x)) y=(number(node.y + radius + 25.0)) { (node.words) } }
    };
    html! {
        @match node.href {
            Some(href) => { a class=(node.class) href=(href) { title { (node.name) @if !node.words.is_empty() { ", " (node.words) } } (shape) } }
            None => { g class={ (node.class) " is-self" } { (shape) } }
        }
    }
}
