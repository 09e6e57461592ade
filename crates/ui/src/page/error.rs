//! Pages for what went wrong: what happened, what was kept, where to go on.

use crate::part::button::Button;
use crate::part::empty::comb;
use crate::part::icon::Icon;
use crate::{Door, Shell, Ui};
use maud::{Markup, html};

/// What went wrong, by what the reader can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// 403.
    Forbidden,
    /// 404.
    NotFound,
    /// 409 without two versions to choose from.
    Conflict,
    /// 400, 413, 422: the request cannot be understood or is too large.
    Refused,
    /// 429 and 503.
    Busy,
    /// 500.
    Fault,
}

/// What the page shows.
#[derive(Clone, Debug)]
pub struct ErrorPage<'a> {
    pub kind: Kind,
    /// What was saved, which right is missing: one sentence.
    pub detail: Option<&'a str>,
    /// A short reference that finds the matching line of the log.
    pub reference: Option<&'a str>,
    /// The same page again.
    pub retry: Option<&'a str>,
    /// Where to go on: label and address.
    pub back: Option<(&'a str, &'a str)>,
}

/// The title of a kind and the sentence under it.
pub fn words(ui: &Ui<'_>, kind: Kind) -> (std::borrow::Cow<'static, str>, std::borrow::Cow<'static, str>) {
    let text = |key: &str| ui.lang.text(key);
    match kind {
        Kind::Forbidden => (text("error-forbidden"), text("error-forbidden-help")),
        Kind::NotFound => (text("error-not-found"), text("error-not-found-help")),
        Kind::Conflict => (text("error-conflict"), text("error-conflict-help")),
        Kind::Refused => (text("error-refused"), text("error-refused-help")),
        Kind::Busy => (text("error-busy"), text("error-busy-help")),
        Kind::Fault => (text("error-fault"), text("error-fault-help")),
    }
}

/// The page inside the frame.
pub fn error(ui: &Ui<'_>, shell: &Shell<'_>, view: &ErrorPage<'_>) -> Markup {
    crate::shell::page(ui, shell, content(ui, view), html! {})
}

/// The page for readers who are not signed in.
pub fn error_outside(ui: &Ui<'_>, view: &ErrorPage<'_>) -> Markup {
    let (title, _) = words(ui, view.kind);
    crate::shell::door(ui, &Door { title: &title, home: "/", toasts: &[] }, content(ui, view))
}

fn content(ui: &Ui<'_>, view: &ErrorPage<'_>) -> Markup {
    let (title, help) = words(ui, view.kind);
    let again = view.retry.map(|href| Button::link(ui.lang.text("error-retry"), href).icon(Icon::ArrowClockwise));
    let back = view.back.map(|(label, href)| Button::link(label, href));
    let (first, second) = match (again, back) {
        (Some(again), back) => (Some(again.primary()), back),
        (None, back) => (back.map(Button::primary), None),
    };
    html! {
        div.empty.chart.is-error {
            (comb())
            h1 { (title) }
            p { (help) @if let Some(detail) = view.detail { " " (detail) } }
            div.row { @if let Some(first) = first { (first) } @if let Some(second) = second { (second) } }
            @if let Some(reference) = view.reference {
                p.faint { small { (ui.lang.rich("error-reference", &[("reference", html! { b { (reference) } }.into())])) } }
            }
        }
    }
}
