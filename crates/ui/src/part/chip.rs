//! Small words: tags, statuses, flags, filters.

use super::Tone;
use super::icon::Icon;
use crate::Ui;
use maud::{Markup, Render, html};

/// A word on a tinted ground.
#[derive(Clone, Debug)]
pub struct Tag<'a> {
    pub label: &'a str,
    pub tone: Tone,
    pub icon: Option<Icon>,
    pub href: Option<&'a str>,
}

impl<'a> Tag<'a> {
    pub fn of(tone: Tone, label: &'a str) -> Self {
        Tag { label, tone, icon: None, href: None }
    }
}

impl Render for Tag<'_> {
    fn render(&self) -> Markup {
        let inside = html! { @if let Some(icon) = self.icon { (icon) } (self.label) };
        html! {
            @if let Some(href) = self.href { a.tag.(self.tone.class().unwrap_or("is-stone")) href=(href) { (inside) } }
            @else { span.tag.(self.tone.class().unwrap_or("is-stone")) { (inside) } }
        }
    }
}

/// A dot in the shape of a cell and the word for it.
#[derive(Clone, Copy, Debug)]
pub enum Status<'a> {
    /// Where a thing stands.
    On(Tone, &'a str),
    /// Never, nothing, not yet.
    Off(&'a str),
}

impl Render for Status<'_> {
    fn render(&self) -> Markup {
        match self {
            Status::On(tone, label) => html! { span.status.(tone.class().unwrap_or("is-stone")) { (label) } },
            Status::Off(label) => html! { span.status.is-off { (label) } },
        }
    }
}

/// A wish that must not be overlooked: do not phone, do not mail.
#[derive(Clone, Copy, Debug)]
pub struct Flag<'a> {
    pub icon: Icon,
    pub label: &'a str,
}

impl Render for Flag<'_> {
    fn render(&self) -> Markup {
        html! { span.flag { (self.icon) (self.label) } }
    }
}

/// One condition of a list, as a piece of a sentence: "ont l'étiquette **Bénévole**".
#[derive(Clone, Debug)]
pub struct Filter<'a> {
    /// The words, the value in bold.
    pub words: Markup,
    /// The words without markup, for the name of the cross.
    pub plain: &'a str,
    /// The list without this condition.
    pub without: &'a str,
    /// Where the condition is changed.
    pub change: Option<&'a str>,
}

/// The conditions of a list, each with a cross that takes it away.
pub fn filters(ui: &Ui<'_>, filters: &[Filter<'_>], add: Markup) -> Markup {
    html! {
        div.filters role="group" aria-label=(ui.lang.text("filters")) {
            @for filter in filters {
                span.filter {
                    @if let Some(change) = filter.change { a href=(change) { span { (filter.words) } } }
                    @else { span { span { (filter.words) } } }
                    a.cross href=(filter.without) aria-label=(ui.lang.with("filter-remove", &[("filter", filter.plain.into())])) {
                        (Icon::XBold)
                    }
                }
            }
            (add)
        }
    }
}
