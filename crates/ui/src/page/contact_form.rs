//! The full form of a contact: sections, repeated ways to reach, errors beside their fields.

use crate::part::Tone;
use crate::part::avatar::{Avatar, who};
use crate::part::button::Button;
use crate::part::crumbs::{Crumb, crumbs};
use crate::part::field::{Field, Widget, field};
use crate::part::form::{Fault, Form, faults, section};
use crate::part::head::{Head, head};
use crate::part::icon::Icon;
use crate::part::notice::notice;
use crate::{Shell, Ui};
use maud::{Markup, html};

/// The name of the buttons that reshape the form instead of saving it.
pub const DO: &str = "do";

/// The id of the form, which those buttons swap.
pub const FORM: &str = "contact-form";

/// One entry of a repeated group: an e-mail, a phone, an address.
#[derive(Clone, Debug)]
pub struct Entry<'a> {
    /// Its number in the names of its fields.
    pub index: usize,
    pub fields: Vec<Field<'a>>,
    /// The one that is used first.
    pub primary: bool,
    /// Just added by a button: takes the focus.
    pub fresh: bool,
}

/// Fields that repeat.
#[derive(Clone, Debug)]
pub struct Repeat<'a> {
    /// `email`, `phone`, `address`: in the names of the buttons and of the choice of the primary one.
    pub name: &'a str,
    pub entries: Vec<Entry<'a>>,
    /// "Ajouter un e-mail".
    pub add: &'a str,
    /// Names an entry for readers: "E-mail 2".
    pub noun: &'a str,
}

/// What a section holds.
#[derive(Clone, Debug)]
pub enum Content<'a> {
    Fields(Vec<Field<'a>>),
    Repeat(Repeat<'a>),
}

/// A part of the form under its own title.
#[derive(Clone, Debug)]
pub struct Section<'a> {
    pub id: &'a str,
    pub title: &'a str,
    pub intro: Option<&'a str>,
    pub content: Vec<Content<'a>>,
}

/// Somebody who may be the same.
#[derive(Clone, Debug)]
pub struct Duplicate<'a> {
    pub avatar: Avatar<'a>,
    pub name: &'a str,
    pub href: &'a str,
    /// "même téléphone · Nyons".
    pub why: &'a str,
}

/// What the page shows.
#[derive(Clone, Debug)]
pub struct ContactForm<'a> {
    pub way: Vec<Crumb<'a>>,
    pub title: &'a str,
    pub intro: Option<&'a str>,
    pub action: &'a str,
    pub cancel: &'a str,
    /// The version that was read; none for a new contact.
    pub version: Option<&'a str>,
    pub faults: Vec<Fault<'a>>,
    pub duplicates: Vec<Duplicate<'a>>,
    pub sections: Vec<Section<'a>>,
    /// "Créer le contact", "Enregistrer".
    pub save: &'a str,
}

fn carries_files(section: &Section<'_>) -> bool {
    let brings = |fields: &[Field<'_>]| fields.iter().any(|field| matches!(field.widget, Widget::File(_)));
    let has = |content: &Content<'_>| match content {
        Content::Fields(fields) => brings(fields),
        Content::Repeat(repeat) => repeat.entries.iter().any(|entry| brings(&entry.fields)),
    };
    section.content.iter().any(has)
}

/// The page.
pub fn contact_form(ui: &Ui<'_>, shell: &Shell<'_>, view: &ContactForm<'_>) -> Markup {
    let mut form = Form::post(ui.csrf, view.action).id(FORM).class("sheet");
    if let Some(version) = view.version {
        form = form.version(version);
    }
    if view.sections.iter().any(carries_files) {
        form = form.upload();
    }
    let content = html! {
        @if !view.way.is_empty() { (crumbs(ui, &view.way, None)) }
        (head(ui, &Head { title: view.title, count: None, intro: view.intro }, None))
        (form.render(html! {
            // Enter in a field saves; without this first button it would press "add another".
            button.sr type="submit" tabindex="-1" aria-hidden="true" {}
            (faults(ui, &view.faults))
            (duplicates(ui, view))
            @for part in &view.sections { (one_section(ui, view, part)) }
            (bar(ui, view))
        }))
    };
    crate::shell::page(ui, shell, content, html! {})
}

fn one_section(ui: &Ui<'_>, view: &ContactForm<'_>, part: &Section<'_>) -> Markup {
    section(
        part.id,
        part.title,
        part.intro,
        html! {
            @for content in &part.content {
                @match content {
                    Content::Fields(fields) => { div.fields { @for one in fields { (field(ui, one)) } } }
                    Content::Repeat(repeat) => { (repeated(ui, view, repeat)) }
                }
            }
        },
    )
}

fn repeated(ui: &Ui<'_>, view: &ContactForm<'_>, repeat: &Repeat<'_>) -> Markup {
    html! {
        div.repeat {
            @for (position, entry) in repeat.entries.iter().enumerate() { (one_entry(ui, view, repeat, position, entry)) }
            (reshape(view, Button::submit(repeat.add).small(), format!("add-{}", repeat.name)).icon(Icon::Plus))
        }
    }
}

fn one_entry(ui: &Ui<'_>, view: &ContactForm<'_>, repeat: &Repeat<'_>, position: usize, entry: &Entry<'_>) -> Markup {
    let number = [("noun", repeat.noun.into()), ("number", (position + 1).into())];
    let remove = Button::submit(ui.lang.with("repeat-remove", &number)).quiet().small().square();
    html! {
        fieldset.entry data-fresh[entry.fresh] {
            legend.sr { (ui.lang.with("repeat-entry", &number)) }
            div.fields { @for one in &entry.fields { (field(ui, one)) } }
            div.entry-end {
                @if repeat.entries.len() > 1 {
                    label.check {
                        input type="radio" name={ (repeat.name) "_primary" } value=(entry.index) checked[entry.primary];
                        span { (ui.lang.text("primary")) }
                    }
                } @else { input type="hidden" name={ (repeat.name) "_primary" } value=(entry.index); }
                (reshape(view, remove, format!("remove-{}-{}", repeat.name, entry.index)).icon(Icon::Trash))
            }
        }
    }
}

/// A button that sends the form to be shown again with one entry more or less, in its place.
fn reshape<'a>(view: &ContactForm<'a>, button: Button<'a>, what: String) -> Button<'a> {
    let target = format!("#{FORM}");
    button
        .name(DO, what)
        .unchecked()
        .data("hx-post", view.action)
        .data("hx-target", target.clone())
        .data("hx-select", target)
        .data("hx-swap", "outerHTML")
}

fn duplicates(ui: &Ui<'_>, view: &ContactForm<'_>) -> Markup {
    if view.duplicates.is_empty() {
        return html! {};
    }
    let list = html! {
        b { (ui.lang.with("duplicates", &[("count", view.duplicates.len().into())])) }
        ul.links.stack {
            @for (index, one) in view.duplicates.iter().enumerate() {
                li.row {
                    (who(one.avatar, one.href, html! { (one.name) }, Some(html! { (one.why) })))
                    @let button = Button::link(ui.lang.text("duplicate-open"), one.href).small();
                    span.push { (if index == 0 { button.primary() } else { button }) }
                }
            }
        }
    };
    notice(Tone::Honey, Icon::Users, list, None)
}

/// Save and cancel, always in sight. With a likely duplicate, saving is the plain button.
fn bar(ui: &Ui<'_>, view: &ContactForm<'_>) -> Markup {
    let save = if view.duplicates.is_empty() {
        Button::submit(view.save).primary()
    } else {
        Button::submit(ui.lang.text("create-anyway")).name(DO, "create-anyway")
    };
    html! {
        div.form-bar {
            (save)
            (Button::link(ui.lang.text("cancel"), view.cancel).quiet())
            span.push.faint aria-hidden="true" { kbd { "Ctrl ↵" } }
        }
    }
}
