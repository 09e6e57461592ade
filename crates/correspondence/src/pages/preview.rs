//! The letter as its first reader will read it, before it is sent.

use contact::pages::frame::{self, Page};
use contact::pages::phrases::Lang;
use kit::Visit;
use mail::Gate;
use maud::{Markup, html};
use store::Result;
use ui::Icon;
use ui::page::accounts::{Sheet, sheet};
use ui::part::button::Button;
use ui::part::form::Form;

use super::compose::{Around, left_out, way};
use crate::write::{self, Letter, Sender};

/// The page.
pub(super) fn page(visit: &Visit<'_>, lang: &Lang, letter: &Letter, sender: &Sender) -> Result<Markup> {
    let gates = visit.registry.filled::<Gate>();
    let around = visit.read(|tx| Around::read(tx, lang, gates, letter))?;
    let first = around.going().next().map(|one| one.id);
    let filled = match first {
        Some(id) => visit.read(|tx| write::fill(tx, letter, id))?,
        None => write::Filled { subject: letter.subject.clone(), html: letter.html.clone() },
    };
    let way_out = match (first, letter.list) {
        (Some(id), Some(list)) => visit.read(|tx| mail::leaving::way_out(tx, id, list))?,
        _ => None,
    };
    let title = lang.text("letter-preview");
    let count = around.going().count();
    let names: Vec<&str> = around.going().map(|one| one.name.as_str()).collect();
    let row = |label: &str, value: Markup| html! { dt { (label) } dd { (value) } };
    let facts = html! {
        dl.letter-facts {
            (row(lang.text("letter-from"), html! { (sender.written) }))
            (row(lang.text("letter-to"), html! { (names.join(", ")) @if let Some(at) = &letter.at { " " small.faint { (at) } } }))
            @if !letter.cc.is_empty() { (row(lang.text("letter-cc"), html! { (letter.cc.join(", ")) })) }
            @if !letter.bcc.is_empty() { (row(lang.text("letter-bcc"), html! { (letter.bcc.join(", ")) })) }
            (row(lang.text("letter-subject"), html! { b { (filled.subject) } }))
            @if !around.files.is_empty() {
                (row(lang.text("letter-files"), html! { @for (number, (_, name)) in around.files.iter().enumerate() { @if number > 0 { ", " } (name) } }))
            }
        }
    };
    let button = match count {
        1 => lang.text("letter-send"),
        _ => lang.with("letter-send-all", &[("count", count.into())]),
    };
    frame::show(visit, lang, Page { title, place: "/contacts", narrow: true }, |ui, shell| {
        let body = html! {
            (left_out(lang, &around))
            article.letter {
                (facts)
                div.letter-text {
                    (kit::rich_text::shown(&filled.html))
                    @if let Some(way) = &way_out { hr; p.faint { small { (way.words) " " (way.address) } } }
                }
            }
            @if count > 1 { p.hint { (lang.text("letter-preview-each")) } }
            (Form::post(ui.csrf, "/letters/new").class("stack").render(html! {
                (hidden(letter))
                div.row.form-end {
                    (Button::submit(button).primary().icon(Icon::PaperPlaneTilt).name("go", "1"))
                    (Button::submit(lang.text("letter-change")).name("again", "1"))
                }
            }))
        };
        let view = Sheet {
            way: way(lang, &around, title),
            title,
            intro: Some(lang.text("letter-preview-words")),
            count: None,
        };
        sheet(ui, shell, &view, None, body)
    })
}

/// What was written, carried on.
fn hidden(letter: &Letter) -> Markup {
    let one = |name: &str, value: &str| html! { input type="hidden" name=(name) value=(value); };
    html! {
        @for id in &letter.to { (one("to", &id.to_string())) }
        @for id in &letter.files { (one("file", &id.to_string())) }
        @if let Some(at) = &letter.at { (one("at", at)) }
        @if let Some(list) = letter.list { (one("list", &list.to_string())) }
        @for id in &letter.about { (one("about", &id.to_string())) }
        (one("from", &letter.from))
        (one("cc", &letter.cc.join(", ")))
        (one("bcc", &letter.bcc.join(", ")))
        (one("subject", &letter.subject))
        (one("text", &letter.html))
        (one("text_format", "html"))
    }
}
