//! The rules by which duplicates are found: the list of them, and the form of one.

use crate::part::Tone;
use crate::part::button::Button;
use crate::part::chip::Tag;
use crate::part::crumbs::{Crumb, crumbs};
use crate::part::field::{Field, field};
use crate::part::form::{Fault, Form, faults};
use crate::part::head::{Head, head};
use crate::part::icon::Icon;
use crate::{Shell, Ui};
use maud::{Markup, html};

/// A rule of the list.
#[derive(Clone, Debug)]
pub struct Line<'a> {
    pub href: &'a str,
    pub title: &'a str,
    pub kind: &'a str,
    pub used: &'a str,
    /// "First name 5 · Last name 7 ≥ 20".
    pub words: &'a str,
}

/// The list, with what is merged regularly.
pub fn rules(ui: &Ui<'_>, shell: &Shell<'_>, lines: &[Line<'_>], regularly: &[Field<'_>]) -> Markup {
    let (title, intro, settings) =
        (ui.lang.text("rules-title"), ui.lang.text("rules-intro"), ui.lang.text("settings-title"));
    let way = [Crumb { label: &settings, href: Some("/settings") }, Crumb { label: &title, href: None }];
    let new = Button::link(ui.lang.text("rules-new"), "/settings/duplicates/new").primary().icon(Icon::PlusBold);
    let content = html! {
        (crumbs(ui, &way, None))
        (head(ui, &Head { title: &title, count: None, intro: Some(&intro) }, Some(html! { (new) })))
        ul.pair-lines {
            @for line in lines {
                li {
                    span {
                        a href=(line.href) { b { (line.title) } }
                        br;
                        small.quiet { (line.words) }
                    }
                    span.push { (Tag::of(Tone::Stone, line.kind)) " " (Tag::of(Tone::Sky, line.used)) }
                }
            }
        }
        section.card.pair-regularly {
            (Form::post(ui.csrf, "/settings/duplicates/regularly").class("stack").render(html! {
                @for one in regularly { (field(ui, one)) }
                div.row { (Button::submit(ui.lang.text("rules-batch-save")).small()) }
            }))
        }
    };
    crate::shell::page(ui, shell, content, html! {})
}

/// The form of a rule.
#[derive(Clone, Debug)]
pub struct Rule<'a> {
    pub title: &'a str,
    pub action: &'a str,
    pub fields: Vec<Field<'a>>,
    /// Field, points and first letters, line by line.
    pub lines: Vec<[Field<'a>; 3]>,
    pub faults: Vec<Fault<'a>>,
    pub run: Option<&'a str>,
    pub delete: Option<&'a str>,
}

/// The page of a rule.
pub fn rule(ui: &Ui<'_>, shell: &Shell<'_>, view: &Rule<'_>) -> Markup {
    let (settings, all) = (ui.lang.text("settings-title"), ui.lang.text("rules-title"));
    let way = [
        Crumb { label: &settings, href: Some("/settings") },
        Crumb { label: &all, href: Some("/settings/duplicates") },
        Crumb { label: view.title, href: None },
    ];
    let run =
        view.run.map(|href| html! { (Button::link(ui.lang.text("rules-run"), href).icon(Icon::MagnifyingGlass)) });
    let columns = ui.lang.text("rules-column-fields");
    let content = html! {
        (crumbs(ui, &way, None))
        (head(ui, &Head { title: view.title, count: None, intro: None }, run))
        (faults(ui, &view.faults))
        (Form::post(ui.csrf, view.action).class("stack").render(html! {
            div.fields.rule-facts { @for one in &view.fields { (field(ui, one)) } }
            h2 { (columns) }
            @for line in &view.lines { div.fields.rule-fields { @for one in line { (field(ui, one)) } } }
            div.row { (Button::submit(ui.lang.text("rules-save")).primary()) }
        }))
        @if let Some(action) = view.delete {
            (Form::post(ui.csrf, action).render(html! {
                (Button::submit(ui.lang.text("rules-delete")).quiet().danger().icon(Icon::Trash))
            }))
        }
    };
    crate::shell::page(ui, shell, content, html! {})
}
