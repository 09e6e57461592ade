//! Where one is in a long list, and the way on. Works by keys as well as by page numbers.

use super::button::Button;
use super::icon::Icon;
use crate::Ui;
use crate::lang::Part;
use maud::{Markup, html};

/// A page that can be jumped to.
#[derive(Clone, Debug)]
pub struct PageLink<'a> {
    pub number: i64,
    pub href: &'a str,
    pub current: bool,
}

/// The window of a list that is shown.
#[derive(Clone, Debug, Default)]
pub struct Paging<'a> {
    /// Position of the first and the last row shown, from 1.
    pub first: i64,
    pub last: i64,
    /// How many rows there are, if that is known.
    pub total: Option<i64>,
    /// Who says how many there are, where that takes longer than the page: asked once the page is there.
    pub counted: Option<&'a str>,
    pub previous: Option<&'a str>,
    pub next: Option<&'a str>,
    /// Numbered pages; a gap in the numbers shows as an ellipsis. Empty for paging by keys.
    pub pages: Vec<PageLink<'a>>,
}

/// The pager; the one above a list is small and leaves the numbers to the one below.
pub fn paging(ui: &Ui<'_>, paging: &Paging<'_>, top: bool) -> Markup {
    let label = ui.lang.text(if top { "paging-top" } else { "paging" });
    html! {
        nav.pager.is-top[top] aria-label=(label) {
            span { (window(ui, paging)) }
            @if !top && !paging.pages.is_empty() { (numbers(ui, &paging.pages)) }
            @if paging.previous.is_some() || paging.next.is_some() {
                span.btn-set {
                    (step(ui.lang.text("page-previous"), paging.previous, Icon::CaretLeft))
                    (step(ui.lang.text("page-next"), paging.next, Icon::CaretRight))
                }
            }
        }
    }
}

fn window(ui: &Ui<'_>, paging: &Paging<'_>) -> Markup {
    let range = html! {
        b { (ui.lang.with("paging-range", &[("first", paging.first.into()), ("last", paging.last.into())])) }
    };
    match (paging.total, paging.counted) {
        (Some(total), _) => window_of(ui, paging.first, paging.last, total),
        (None, Some(href)) => html! {
            span hx-get=(href) hx-trigger="load" hx-swap="innerHTML" hx-push-url="false" { (range) }
        },
        (None, None) => range,
    }
}

/// The rows that are shown, and how many there are.
pub fn window_of(ui: &Ui<'_>, first: i64, last: i64, total: i64) -> Markup {
    let range = html! { b { (ui.lang.with("paging-range", &[("first", first.into()), ("last", last.into())])) } };
    ui.lang.rich("paging-of", &[("range", range.into()), ("total", Part::Value(total.into()))])
}

fn numbers(ui: &Ui<'_>, pages: &[PageLink<'_>]) -> Markup {
    html! {
        span.btn-set {
            @for (index, page) in pages.iter().enumerate() {
                @if index > 0 && page.number > pages[index - 1].number + 1 { span.gap aria-hidden="true" { "…" } }
                a.btn.is-small href=(page.href) aria-current=[page.current.then_some("page")]
                    aria-label=(ui.lang.with("page-number", &[("number", page.number.into())])) {
                    (ui.lang.number(page.number))
                }
            }
        }
    }
}

fn step(label: std::borrow::Cow<'static, str>, href: Option<&str>, icon: Icon) -> Markup {
    let button = Button::link(label, href.unwrap_or_default()).small().square().icon(icon);
    html! { (button.disabled(href.is_none())) }
}
