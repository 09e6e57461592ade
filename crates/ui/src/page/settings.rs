//! Settings: the home that says what each is for, and one shape of form for all of them.

use crate::part::Tone;
use crate::part::button::Button;
use crate::part::chip::Status;
use crate::part::crumbs::{Crumb, crumbs};
use crate::part::field::{Field, field};
use crate::part::form::{Fault, Form, faults, section};
use crate::part::head::{Head, head, section_head};
use crate::part::icon::Icon;
use crate::part::timeline::Cell;
use crate::{Shell, Ui};
use maud::{Markup, html};

/// A page of settings.
#[derive(Clone, Debug)]
pub struct Entry<'a> {
    pub icon: Icon,
    pub tone: Tone,
    pub label: &'a str,
    /// What it is for, in one sentence.
    pub words: &'a str,
    pub href: &'a str,
    /// How it stands: "Français, anglais", "14 choix".
    pub now: Option<&'a str>,
    /// Something is missing before the rest works.
    pub wanted: Option<&'a str>,
}

/// Pages of settings that belong together.
#[derive(Clone, Debug)]
pub struct Group<'a> {
    pub id: &'a str,
    pub title: &'a str,
    pub entries: Vec<Entry<'a>>,
}

/// The home of settings. Only what the reader may change is given.
pub fn settings(ui: &Ui<'_>, shell: &Shell<'_>, groups: &[Group<'_>], own: Option<Markup>) -> Markup {
    let (title, intro) = (ui.lang.text("settings-title"), ui.lang.text("settings-intro"));
    let content = html! {
        (head(ui, &Head { title: &title, count: None, intro: Some(&intro) }, None))
        @if let Some(own) = own {
            section.own aria-labelledby="settings-own" {
                (section_head("settings-own", &ui.lang.text("settings-own"), None))
                (own)
            }
        }
        @for group in groups {
            section.settings-group aria-labelledby=(group.id) {
                (section_head(group.id, group.title, None))
                ul.settings { @for entry in &group.entries { (one(entry)) } }
            }
        }
    };
    crate::shell::page(ui, shell, content, html! {})
}

fn one(entry: &Entry<'_>) -> Markup {
    html! {
        li {
            (Cell { icon: entry.icon, tone: entry.tone, large: true })
            div {
                a href=(entry.href) { (entry.label) }
                p { (entry.words) }
                @if let Some(wanted) = entry.wanted { (Status::On(Tone::Honey, wanted)) }
                @else if let Some(now) = entry.now { small.faint { (now) } }
            }
        }
    }
}

/// What the settings of a section make of real data, renewed while one chooses.
#[derive(Clone, Debug)]
pub struct Example<'a> {
    /// Answers what was chosen so far with [`example`].
    pub check: &'a str,
    /// What it is, and how it would look: "Nom affiché", "Mme Claire Morel".
    pub lines: Vec<(&'a str, &'a str)>,
}

/// Settings that belong together.
#[derive(Clone, Debug)]
pub struct Section<'a> {
    pub id: &'a str,
    pub title: &'a str,
    pub intro: Option<&'a str>,
    pub fields: Vec<Field<'a>>,
    pub example: Option<Example<'a>>,
}

/// A page of settings.
#[derive(Clone, Debug, Default)]
pub struct SettingsForm<'a> {
    pub way: Vec<Crumb<'a>>,
    pub title: &'a str,
    pub intro: Option<&'a str>,
    pub action: &'a str,
    pub cancel: &'a str,
    /// The form carries a file.
    pub upload: bool,
    pub faults: Vec<Fault<'a>>,
    pub sections: Vec<Section<'a>>,
    /// Puts everything back as it was shipped.
    pub reset: Option<&'a str>,
}

/// The form: names and address formats, languages, countries, currency, what a record shows.
pub fn settings_form(ui: &Ui<'_>, shell: &Shell<'_>, view: &SettingsForm<'_>) -> Markup {
    let form = Form::post(ui.csrf, view.action).class("sheet");
    let form = if view.upload { form.upload() } else { form };
    let content = html! {
        (crumbs(ui, &view.way, None))
        (head(ui, &Head { title: view.title, count: None, intro: view.intro }, None))
        (form.render(html! {
            (faults(ui, &view.faults))
            @for part in &view.sections { (one_section(ui, part)) }
            div.form-bar {
                (Button::submit(ui.lang.text("save")).primary())
                (Button::link(ui.lang.text("cancel"), view.cancel).quiet())
                @if let Some(href) = view.reset {
                    span.push { (Button::submit(ui.lang.text("settings-reset")).quiet().action(href).unchecked()) }
                }
            }
        }))
    };
    crate::shell::page(ui, shell, content, html! {})
}

fn one_section(ui: &Ui<'_>, part: &Section<'_>) -> Markup {
    let watched = format!("{}-fields", part.id);
    let fields = html! {
        div.fields id=(watched) { @for one in &part.fields { (field(ui, one)) } }
        @if let Some(live) = &part.example {
            @let from = format!("#{watched}");
            div.well.example aria-live="polite" hx-get=(live.check) hx-include=(from) hx-swap="innerHTML"
                hx-trigger={ "input changed delay:300ms from:" (from) } { (example(ui, &live.lines)) }
        }
    };
    section(part.id, part.title, part.intro, fields)
}

/// The lines of an example, as its check answers them.
pub fn example(ui: &Ui<'_>, lines: &[(&str, &str)]) -> Markup {
    html! {
        h3 { (ui.lang.text("settings-example")) }
        dl { @for (label, value) in lines { dt { (label) } dd { @if value.is_empty() { span.faint { (ui.lang.text("conflict-empty")) } } @else { (value) } } } }
    }
}
