//! Notes and the replies to them, with the form that adds one.

use crate::Ui;
use crate::part::Tone;
use crate::part::avatar::{Avatar, Size};
use crate::part::button::Button;
use crate::part::chip::Tag;
use crate::part::field::{Field, Widget, field};
use crate::part::form::Form;
use crate::part::head::section_head;
use crate::part::icon::Icon;
use maud::{Markup, html};

/// A file of a note.
#[derive(Clone, Debug)]
pub struct Attached<'a> {
    pub href: String,
    pub name: &'a str,
}

/// A note.
#[derive(Clone, Debug)]
pub struct Note<'a> {
    pub id: &'a str,
    pub author: Avatar<'a>,
    /// "Malik Benali, 3 mars 2026".
    pub line: &'a str,
    pub title: &'a str,
    pub words: &'a str,
    pub private: bool,
    pub files: Vec<Attached<'a>>,
    pub edit: Option<&'a str>,
    pub delete: Option<&'a str>,
    pub reply: Option<&'a str>,
    /// What was typed as a reply to it and not taken, and why.
    pub refused: Option<(&'a str, &'a str)>,
    pub replies: Vec<Note<'a>>,
}

/// What the section shows.
#[derive(Clone, Debug)]
pub struct Notes<'a> {
    pub notes: Vec<Note<'a>>,
    /// Where a new one is sent, for those who may.
    pub add: Option<&'a str>,
    /// Sent with every form: what the note is on, and the page to come back to.
    pub hidden: Vec<(&'a str, &'a str)>,
    pub accept: &'a str,
    /// What was typed and not taken, and why.
    pub typed: &'a str,
    pub error: Option<&'a str>,
}

/// The section.
pub fn notes(ui: &Ui<'_>, view: &Notes<'_>) -> Markup {
    html! {
        (section_head("notes", &ui.lang.text("notes"), None))
        @if let Some(action) = view.add { (form(ui, view, action)) }
        @if view.notes.is_empty() { p.quiet { (ui.lang.text("note-none")) } }
        ol.notes { @for note in &view.notes { li { (one(ui, view, note)) } } }
    }
}

fn hidden(view: &Notes<'_>) -> Markup {
    html! { @for (name, value) in &view.hidden { input type="hidden" name=(name) value=(value); } }
}

fn form(ui: &Ui<'_>, view: &Notes<'_>, action: &str) -> Markup {
    let (words, title) = (ui.lang.text("note-words"), ui.lang.text("note-title"));
    let (private, help, files) =
        (ui.lang.text("note-private"), ui.lang.text("note-private-help"), ui.lang.text("note-files"));
    let inside = html! {
        (hidden(view))
        (field(ui, &Field { error: view.error, ..Field::text("note", &words, view.typed).widget(Widget::LongText(3)).required() }))
        details.log-more {
            summary.btn.is-quiet.is-small { (Icon::CaretDown) (title) ", " (files) }
            div.fields {
                (field(ui, &Field::text("subject", &title, "")))
                (field(ui, &Field::text("files", &files, "").widget(Widget::File(view.accept))))
                (field(ui, &Field { help: Some(&help), ..Field::text("privacy", &private, "").widget(Widget::Checkbox) }))
            }
        }
        div.row { (Button::submit(ui.lang.text("note-keep")).primary().small()) }
    };
    Form::post(ui.csrf, action).upload().class("note-form stack").draft("note").render(inside)
}

fn one(ui: &Ui<'_>, view: &Notes<'_>, note: &Note<'_>) -> Markup {
    html! {
        article.note id={ "note-" (note.id) } {
            (note.author.size(Size::Small))
            div {
                header {
                    @if !note.title.is_empty() { h3 { (note.title) } }
                    small { (note.line) }
                    @if note.private { (Tag { icon: Some(Icon::LockSimple), ..Tag::of(Tone::Plum, &ui.lang.text("note-is-private")) }) }
                }
                p.note-words { @for (at, line) in note.words.lines().enumerate() { @if at > 0 { br; } (line) } }
                @if !note.files.is_empty() {
                    ul.attached { @for file in &note.files { li { (Icon::Paperclip) a href=(file.href) hx-boost="false" { (file.name) } } } }
                }
                div.note-tools {
                    @if let Some(href) = note.edit { (Button::link(ui.lang.text("note-edit"), href).quiet().small().square().icon(Icon::PencilSimple)) }
                    @if let Some(href) = note.delete {
                        (Form::post(ui.csrf, href).render(html! {
                            (hidden(view))
                            (Button::submit(ui.lang.text("note-delete")).quiet().small().square().icon(Icon::Trash))
                        }))
                    }
                }
                @for reply in &note.replies { (one(ui, view, reply)) }
                @if let Some(href) = note.reply { (reply(ui, view, note, href)) }
            }
        }
    }
}

/// The inputs of a reply carry the number of its note: there are several on a page.
fn reply(ui: &Ui<'_>, view: &Notes<'_>, note: &Note<'_>, action: &str) -> Markup {
    let (words, files) = (ui.lang.text("note-reply-words"), ui.lang.text("note-files"));
    let (name, attached) = (format!("note-{}", note.id), format!("files-{}", note.id));
    let (typed, error) = note.refused.unzip();
    let field_of = Field { hidden_label: true, error, ..Field::text(&name, &words, typed.unwrap_or_default()) };
    html! {
        details.note-reply open[note.refused.is_some()] {
            summary.btn.is-quiet.is-small { (Icon::ArrowElbowDownLeft) (ui.lang.text("note-reply")) }
            (Form::post(ui.csrf, action).upload().class("stack").render(html! {
                (hidden(view))
                (field(ui, &field_of.widget(Widget::LongText(2)).required()))
                (field(ui, &Field::text(&attached, &files, "").widget(Widget::File(view.accept))))
                div.row { (Button::submit(ui.lang.text("note-reply-send")).small()) }
            }))
        }
    }
}
