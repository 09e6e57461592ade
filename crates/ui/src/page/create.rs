//! A new contact with the least that is needed, as a page and as a dialog over the list one is in.

use crate::part::Tone;
use crate::part::avatar::{Avatar, Kind, who};
use crate::part::button::Button;
use crate::part::dialog::{self, Dialog};
use crate::part::field::{Field, Widget, field};
use crate::part::form::{Fault, Form, faults};
use crate::part::head::{Head, head};
use crate::part::icon::Icon;
use crate::part::notice::notice;
use crate::{Shell, Ui};
use maud::{Markup, html};

/// The ids that the parts of the page find each other by.
pub const DIALOG: &str = "create";
pub const FORM: &str = "create-form";
const WATCHED: &str = "create-watched";
const FOUND: &str = "create-found";
const SAVE: &str = "create-save";

/// The name of the kind that was chosen.
pub const KIND: &str = "contact_type";

/// The name and the value of the button that creates in spite of a likely duplicate.
pub const DO: (&str, &str) = ("do", "create-anyway");

/// Why somebody may be the same.
#[derive(Clone, Debug)]
pub struct Reason<'a> {
    /// "même téléphone", "prénom proche".
    pub words: &'a str,
    /// Hardly a coincidence: stands out.
    pub strong: bool,
}

/// Somebody who may be the same, likeliest first.
#[derive(Clone, Debug)]
pub struct Likeness<'a> {
    pub kind: Kind,
    pub name: &'a str,
    pub photo: Option<&'a str>,
    pub href: &'a str,
    pub reasons: Vec<Reason<'a>>,
    /// The town, to tell two of one name apart.
    pub place: &'a str,
}

/// What the page shows.
#[derive(Clone, Debug, Default)]
pub struct Create<'a> {
    /// The chosen kind's machine name.
    pub kind: &'a str,
    /// The fields of the name for each kind that may be created: machine name, fields.
    pub kinds: Vec<(Kind, Vec<Field<'a>>)>,
    /// E-mail, phone: the same for all kinds.
    pub ways: Vec<Field<'a>>,
    pub faults: Vec<Fault<'a>>,
    pub likenesses: Vec<Likeness<'a>>,
    /// Where it is sent.
    pub action: &'a str,
    /// Answers what was typed so far with [`likenesses`].
    pub check: &'a str,
    /// The full form.
    pub full: Option<&'a str>,
    /// Where "cancel" leads without script.
    pub cancel: &'a str,
}

/// A link to the page of a new contact that opens it as a dialog where scripts run:
/// `in_dialog` answers with [`create_dialog`].
pub fn opener<'a>(button: Button<'a>, in_dialog: &'a str) -> Button<'a> {
    button
        .data("hx-get", in_dialog)
        .data("hx-target", "body")
        .data("hx-swap", "beforeend")
        .data("hx-select", "#create")
        .data("hx-push-url", "false")
}

/// The plain page.
pub fn create(ui: &Ui<'_>, shell: &Shell<'_>, view: &Create<'_>) -> Markup {
    let (title, intro) = (ui.lang.text("contact-new"), ui.lang.text("form-new-intro"));
    let content = html! {
        (head(ui, &Head { title: &title, count: None, intro: Some(&intro) }, None))
        div.card.create-card {
            (form(ui, view))
            div.form-bar {
                (save(ui, !view.likenesses.is_empty(), Swap::InPlace))
                (Button::link(ui.lang.text("cancel"), view.cancel).quiet())
                (full(ui, view))
            }
        }
    };
    crate::shell::page(ui, shell, content, html! {})
}

/// The dialog alone, as an answer to [`opener`]; it goes away when it is closed.
pub fn create_dialog(ui: &Ui<'_>, view: &Create<'_>) -> Markup {
    let (title, intro) = (ui.lang.text("contact-new"), ui.lang.text("form-new-intro"));
    let sheet = Dialog { id: DIALOG, title: &title, intro: Some(&intro), open: true, ..Dialog::default() };
    let footer = html! {
        (save(ui, !view.likenesses.is_empty(), Swap::InPlace))
        (full(ui, view))
        span.push {}
        (dialog::cancel(ui))
    };
    dialog::dialog(ui, &sheet, form(ui, view), Some(footer))
}

/// What the check answers while one types: the likely duplicates, and the button that fits them.
pub fn likenesses(ui: &Ui<'_>, likenesses: &[Likeness<'_>]) -> Markup {
    html! {
        (warning(ui, likenesses))
        (save(ui, !likenesses.is_empty(), Swap::OutOfBand))
    }
}

fn form(ui: &Ui<'_>, view: &Create<'_>) -> Markup {
    let watched = format!("#{WATCHED}");
    let trigger = format!("input changed delay:400ms from:{watched}");
    let mut form = Form::post(ui.csrf, view.action).id(FORM).class("stack create-form");
    if view.ways.iter().any(|field| matches!(field.widget, Widget::File(_))) {
        form = form.upload();
    }
    html! {
        (form.render(html! {
            (faults(ui, &view.faults))
            div.stack id=(WATCHED) {
                (kinds(ui, view))
                @for (kind, names) in &view.kinds {
                    div.fields.of.{ "of-" (kind.contact_type()) } { @for one in names { (field(ui, one)) } }
                }
                div.fields { @for one in &view.ways { (field(ui, one)) } }
            }
            // What is typed is sent by name, without the rest of the form: the token stays out of addresses.
            div id=(FOUND) aria-live="polite" hx-get=(view.check) hx-trigger=(trigger) hx-include=(watched) hx-swap="innerHTML" {
                (warning(ui, &view.likenesses))
            }
        }))
    }
}

/// Radios rather than links: what was typed stays, and the style shows the fields of the chosen kind.
fn kinds(ui: &Ui<'_>, view: &Create<'_>) -> Markup {
    html! {
        @if view.kinds.len() > 1 {
            fieldset.field {
                legend.sr { (ui.lang.text("create-kind")) }
                div.pick {
                    @for (kind, _) in &view.kinds {
                        @let value = kind.contact_type();
                        label {
                            input type="radio" name=(KIND) value=(value) checked[value == view.kind];
                            (kind.icon()) (ui.lang.text(kind.key()))
                        }
                    }
                }
            }
        } @else { input type="hidden" name=(KIND) value=(view.kind); }
    }
}

fn warning(ui: &Ui<'_>, found: &[Likeness<'_>]) -> Markup {
    if found.is_empty() {
        return html! {};
    }
    let list = html! {
        b { (ui.lang.with("duplicates", &[("count", found.len().into())])) }
        ul.links.stack { @for (index, one) in found.iter().enumerate() { (likeness(ui, one, index == 0)) } }
    };
    notice(Tone::Honey, Icon::Users, list, None)
}

fn likeness(ui: &Ui<'_>, one: &Likeness<'_>, first: bool) -> Markup {
    let line = html! {
        @for (index, reason) in one.reasons.iter().enumerate() {
            @if index > 0 { " · " }
            @if reason.strong { mark { (reason.words) } } @else { (reason.words) }
        }
        @if !one.place.is_empty() { @if !one.reasons.is_empty() { " · " } (one.place) }
    };
    let avatar = Avatar::of(one.kind, one.name).photo(one.photo);
    let button = if first {
        let words = match one.kind {
            Kind::Person => ui.lang.text("create-is-person"),
            Kind::Household => ui.lang.text("create-is-household"),
            Kind::Organisation => ui.lang.text("create-is-organisation"),
        };
        Button::link(words, one.href).primary()
    } else {
        Button::link(ui.lang.text("duplicate-open"), one.href)
    };
    html! { li.row { (who(avatar, one.href, html! { (one.name) }, Some(line))) span.push { (button.small()) } } }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Swap {
    InPlace,
    OutOfBand,
}

/// Honey is the likely step: creating, until somebody alike is found.
fn save(ui: &Ui<'_>, alike: bool, swap: Swap) -> Markup {
    let button = if alike {
        Button::submit(ui.lang.text("create-anyway")).name(DO.0, DO.1)
    } else {
        Button::submit(ui.lang.text("form-create")).primary()
    };
    html! { span id=(SAVE) hx-swap-oob=[(swap == Swap::OutOfBand).then_some("true")] { (button.form(FORM)) } }
}

fn full(ui: &Ui<'_>, view: &Create<'_>) -> Markup {
    html! {
        // The full form takes over what was typed.
        @if let Some(href) = view.full {
            (Button::submit(ui.lang.text("create-full")).quiet().form(FORM).action(href).unchecked())
        }
    }
}
