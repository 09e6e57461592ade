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
            (whereabouts(ui, paging, top))
            @if paging.previous.is_some() || paging.next.is_some() {
                span.btn-set {
                    (step(ui.lang.text("page-previous"), paging.previous, Icon::CaretLeft))
                    (step(ui.lang.text("page-next"), paging.next, Icon::CaretRight))
                }
            }
        }
    }
}

/// The rows that are shown, how many there are, and the pages that one can jump to. Where nobody has counted them yet, it
/// asks for itself anew.
pub fn whereabouts(ui: &Ui<'_>, paging: &Paging<'_>, top: bool) -> Markup {
    let asks = paging.counted.filter(|_| paging.total.is_none()).map(|href| format!("{href}&top={}", i64::from(top)));
    html! {
        span hx-get=[&asks] hx-trigger=[asks.as_ref().map(|_| "load")] hx-swap=[asks.as_ref().map(|_| "outerHTML transition:false")]
            hx-push-url=[asks.as_ref().map(|_| "false")] {
            (window(ui, paging))
        }
        @if !top && !paging.pages.is_empty() { (numbers(ui, &paging.pages)) }
    }
}

fn window(ui: &Ui<'_>, paging: &Paging<'_>) -> Markup {
    let range = html! {
        b { (ui.lang.with("paging-range", &[("first", paging.first.into()), ("last", paging.last.into())])) }
    };
    match paging.total {
        Some(total) => ui.lang.rich("paging-of", &[("range", range.into()), ("total", Part::Value(total.into()))]),
        None => range,
    }
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
