//! Contacts from an address book: a file or pasted text comes in, and everybody is looked at before anything is written.

use crate::part::avatar::{Avatar, Kind};
use crate::part::button::Button;
use crate::part::chip::Tag;
use crate::part::crumbs::{Crumb, crumbs};
use crate::part::field::{Field, Widget, field};
use crate::part::form::Form;
use crate::part::head::{Head, head};
use crate::part::table::{Column, Role, Row, Table, table};
use crate::part::{Tone, icon::Icon};
use crate::{Shell, Ui};
use maud::{Markup, html};

/// The names that the forms send.
pub const FILE: &str = "file";
pub const TEXT: &str = "text";
pub const CARD: &str = "card";

/// Somebody on a card.
#[derive(Clone, Debug)]
pub struct Somebody<'a> {
    /// The card's place in the text.
    pub id: &'a str,
    pub kind: Kind,
    pub name: &'a str,
    /// E-mail, phone, town: as many as there are.
    pub line: &'a str,
    /// The record that may be the same: its name, its address, and why.
    pub like: Option<(&'a str, &'a str, &'a str)>,
    /// To be created, unless the reader decides otherwise.
    pub ticked: bool,
}

/// Asks for a file or for text.
pub fn ask(ui: &Ui<'_>, shell: &Shell<'_>, way: &[Crumb<'_>], action: &str, error: Option<&str>) -> Markup {
    let (title, intro) = (ui.lang.text("cards-title"), ui.lang.text("cards-intro"));
    let (file, paste, help) =
        (ui.lang.text("cards-file"), ui.lang.text("cards-paste"), ui.lang.text("cards-file-help"));
    let file = Field {
        error,
        help: Some(&help),
        ..Field::text(FILE, &file, "").widget(Widget::File(".vcf,text/vcard,text/x-vcard"))
    };
    let paste = Field::text(TEXT, &paste, "").widget(Widget::LongText(6));
    let content = html! {
        (crumbs(ui, way, None))
        (head(ui, &Head { title: &title, count: None, intro: Some(&intro) }, None))
        (Form::post(ui.csrf, action).class("stack").upload().whole_page().render(html! {
            div.fields { (field(ui, &file)) (field(ui, &paste)) }
            div.row { (Button::submit(ui.lang.text("cards-look")).primary().icon(Icon::Eye)) }
        }))
    };
    crate::shell::page(ui, shell, content, html! {})
}

/// Shows who would be created.
pub fn preview(
    ui: &Ui<'_>,
    shell: &Shell<'_>,
    way: &[Crumb<'_>],
    action: &str,
    text: &str,
    found: &[Somebody<'_>],
) -> Markup {
    let count = i64::try_from(found.len()).ok();
    let (title, intro) = (ui.lang.text("cards-title"), ui.lang.text("cards-preview"));
    let name = ui.lang.text("column-name");
    let (known, ways) = (ui.lang.text("cards-known"), ui.lang.text("ways"));
    let rows = found.iter().map(|one| Row {
        id: one.id,
        name: one.name,
        cells: vec![person(one), html! { (one.line) }, html! { (like(one)) }],
        ticked: one.ticked,
    });
    let listed = Table {
        caption: &title,
        columns: vec![
            Column { label: &name, role: Role::Main, ..Column::default() },
            Column { label: &ways, priority: 2, ..Column::default() },
            Column { label: &known, ..Column::default() },
        ],
        rows: rows.collect(),
        tick: Some(CARD),
        ..Table::default()
    };
    let content = html! {
        (crumbs(ui, way, None))
        (head(ui, &Head { title: &title, count, intro: Some(&intro) }, None))
        (Form::post(ui.csrf, action).class("stack").upload().data("data-selection").render(html! {
            textarea hidden name=(TEXT) { "\n" (text) }
            (table(ui, &listed))
            div.row {
                (Button::submit(ui.lang.text("cards-create")).primary().name("do", "create"))
                (Button::link(ui.lang.text("cancel"), action).quiet())
            }
        }))
    };
    crate::shell::page(ui, shell, content, html! {})
}

fn person(one: &Somebody<'_>) -> Markup {
    // Nobody yet, so nothing to open. A phone shows under the name what stands in columns elsewhere.
    html! {
        span.who {
            (Avatar::of(one.kind, one.name))
            span { b { (one.name) } small { span.m-only { (one.line) " " (like(one)) } } }
        }
    }
}

fn like(one: &Somebody<'_>) -> Markup {
    html! {
        @if let Some((name, href, why)) = one.like {
            a href=(href) target="_blank" rel="noopener" { (name) } " " (Tag::of(Tone::Honey, why))
        }
    }
}
