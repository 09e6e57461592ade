//! The form of an activity: people by their names, rich text, and the one that follows.

use crate::part::button::Button;
use crate::part::crumbs::{Crumb, crumbs};
use crate::part::field::{Field, Widget, field, input_id};
use crate::part::form::{Fault, Form, faults, section};
use crate::part::head::{Head, head};
use crate::part::icon::Icon;
use crate::{Shell, Ui};
use maud::{Markup, html};

/// Somebody who can be chosen.
#[derive(Clone, Debug)]
pub struct Named<'a> {
    pub id: &'a str,
    pub name: &'a str,
    /// Tells two of the same name apart.
    pub line: &'a str,
}

/// The contacts in a role: those chosen, and a box that finds more by name.
#[derive(Clone, Debug)]
pub struct People<'a> {
    pub name: &'a str,
    pub label: &'a str,
    pub chosen: Vec<Named<'a>>,
    /// Found by what was typed, to be ticked.
    pub found: Vec<Named<'a>>,
    pub typed: &'a str,
    pub help: Option<&'a str>,
    pub error: Option<&'a str>,
    /// One alone.
    pub single: bool,
}

/// What a part of the form holds.
#[derive(Clone, Debug)]
pub enum Content<'a> {
    Fields(Vec<Field<'a>>),
    People(Box<People<'a>>),
    Rich(Rich<'a>),
    /// Made by another component.
    Markup(Markup),
}

/// Text with bold words, lists and links.
#[derive(Clone, Debug)]
pub struct Rich<'a> {
    pub name: &'a str,
    pub label: &'a str,
    /// As it is written without script.
    pub text: &'a str,
    /// The same with its tags, rebuilt from known ones.
    pub html: Markup,
    pub error: Option<&'a str>,
}

/// A part of the form.
#[derive(Clone, Debug)]
pub struct Section<'a> {
    pub id: &'a str,
    pub title: &'a str,
    pub intro: Option<&'a str>,
    pub content: Vec<Content<'a>>,
}

/// What the page shows.
#[derive(Clone, Debug)]
pub struct ActivityForm<'a> {
    pub way: Vec<Crumb<'a>>,
    pub title: &'a str,
    pub action: &'a str,
    pub cancel: &'a str,
    pub version: Option<&'a str>,
    /// Kept as they are.
    pub hidden: Vec<(&'a str, &'a str)>,
    pub faults: Vec<Fault<'a>>,
    pub sections: Vec<Section<'a>>,
    pub save: &'a str,
    /// The form carries files.
    pub upload: bool,
}

/// The page.
pub fn activity_form(ui: &Ui<'_>, shell: &Shell<'_>, view: &ActivityForm<'_>) -> Markup {
    let mut form = Form::post(ui.csrf, view.action).class("sheet");
    if let Some(version) = view.version {
        form = form.version(version);
    }
    if view.upload {
        form = form.upload();
    }
    let content = html! {
        (crumbs(ui, &view.way, None))
        (head(ui, &Head { title: view.title, ..Head::default() }, None))
        (form.render(html! {
            button.sr type="submit" tabindex="-1" aria-hidden="true" {}
            @for (name, value) in &view.hidden { input type="hidden" name=(name) value=(value); }
            (faults(ui, &view.faults))
            @for part in &view.sections { (one_section(ui, part)) }
            div.form-bar {
                (Button::submit(view.save).primary())
                (Button::link(ui.lang.text("cancel"), view.cancel).quiet())
            }
        }))
    };
    crate::shell::page(ui, shell, content, html! {})
}

fn one_section(ui: &Ui<'_>, part: &Section<'_>) -> Markup {
    let inside = html! {
        @for content in &part.content {
            @match content {
                Content::Fields(fields) => { div.fields { @for one in fields { (field(ui, one)) } } }
                Content::People(one) => { (people(ui, one)) }
                Content::Rich(one) => { (rich(ui, one)) }
                Content::Markup(markup) => { (markup) }
            }
        }
    };
    section(part.id, part.title, part.intro, inside)
}

/// The box of a role.
pub fn people(ui: &Ui<'_>, view: &People<'_>) -> Markup {
    let id = input_id(view.name);
    let target = format!("#{id}-found");
    html! {
        fieldset.field.people.has-error[view.error.is_some()] data-people data-single[view.single] {
            legend { (view.label) }
            div.people-chosen { @for one in &view.chosen { (choice(view, one, Some(true))) } }
            label.with-icon {
                (Icon::MagnifyingGlass)
                span.sr { (ui.lang.with("people-add", &[("role", view.label.into())])) }
                input.input type="search" id=(id) name={ (view.name) "_add" } value=(view.typed) autocomplete="off"
                    placeholder=(ui.lang.text("people-ask")) spellcheck="false"
                    aria-invalid=[view.error.map(|_| "true")]
                    hx-get={ "/activities/people?field=" (view.name) @if view.single { "&single=1" } }
                    hx-trigger="input changed delay:200ms" hx-target=(target) hx-swap="innerHTML" hx-sync="this:replace";
            }
            div.people-found id={ (id) "-found" } aria-live="polite" { (found(view)) }
            @if let Some(error) = view.error { span.error { (Icon::WarningCircle) (error) } }
            @if let Some(help) = view.help { span.hint { (help) } }
        }
    }
}

/// Those found by what was typed.
pub fn found(view: &People<'_>) -> Markup {
    html! { @for one in &view.found { (choice(view, one, None)) } }
}

fn choice(view: &People<'_>, one: &Named<'_>, on: Option<bool>) -> Markup {
    let kind = if view.single { "radio" } else { "checkbox" };
    html! {
        label.person {
            input type=(kind) name=(view.name) value=(one.id) checked[on == Some(true)];
            span { (one.name) @if !one.line.is_empty() { small { (one.line) } } }
        }
    }
}

/// The editor: a plain text area, which a script turns into one that shows the tags.
fn rich(ui: &Ui<'_>, view: &Rich<'_>) -> Markup {
    let tool = |act: &str, label: &str, sign: Markup| {
        html! { button type="button" data-act=(act) aria-label=(ui.lang.text(label)) title=(ui.lang.text(label)) { (sign) } }
    };
    html! {
        div.field.rich data-rich data-link=(ui.lang.text("rich-link-ask")) {
            (field(ui, &Field { error: view.error, ..Field::text(view.name, view.label, view.text).widget(Widget::LongText(6)) }))
            input type="hidden" name={ (view.name) "_format" } value="text";
            template { (view.html) }
            div.rich-tools role="toolbar" aria-label=(ui.lang.text("rich-tools")) hidden {
                (tool("bold", "rich-bold", html! { b { "B" } }))
                (tool("italic", "rich-italic", html! { i { "I" } }))
                (tool("insertUnorderedList", "rich-list", html! { (Icon::List) }))
                (tool("createLink", "rich-link", html! { (Icon::LinkSimple) }))
                (tool("removeFormat", "rich-plain", html! { (Icon::X) }))
            }
        }
    }
}
