//! The way that led here, and the neighbours in the list one came from.

use super::button::Button;
use super::icon::Icon;
use crate::Ui;
use maud::{Markup, html};

/// A place on the way; the last one has no address.
#[derive(Clone, Debug)]
pub struct Crumb<'a> {
    pub label: &'a str,
    pub href: Option<&'a str>,
}

/// The previous and the next record of the list.
#[derive(Clone, Copy, Debug, Default)]
pub struct Neighbours<'a> {
    pub previous: Option<&'a str>,
    pub next: Option<&'a str>,
}

/// The way back, with the neighbours at its end if a list was left to come here.
pub fn crumbs(ui: &Ui<'_>, way: &[Crumb<'_>], neighbours: Option<Neighbours<'_>>) -> Markup {
    html! {
        nav.crumbs aria-label=(ui.lang.text("crumbs")) {
            @for (index, crumb) in way.iter().enumerate() {
                @if index > 0 { (Icon::CaretRight) }
                @if let Some(href) = crumb.href { a href=(href) { (crumb.label) } } @else { span { (crumb.label) } }
            }
            @if let Some(neighbours) = neighbours {
                span.push.btn-set {
                    (step(ui.lang.text("neighbour-previous"), neighbours.previous, Icon::CaretUp, "k"))
                    (step(ui.lang.text("neighbour-next"), neighbours.next, Icon::CaretDown, "j"))
                }
            }
        }
    }
}

fn step(label: std::borrow::Cow<'static, str>, href: Option<&str>, icon: Icon, key: &'static str) -> Markup {
    let button = Button::link(label, href.unwrap_or_default()).square().small().quiet().icon(icon).key(key);
    html! { (button.disabled(href.is_none())) }
}
