//! A menu that opens under its button, without script.

use super::icon::Icon;
use maud::{Markup, html};

/// A `details` menu. `items` are `li` elements; a square menu shows its icon alone.
pub fn menu(label: &str, icon: Icon, square: bool, title: Option<&str>, items: Markup) -> Markup {
    html! {
        details.menu {
            summary.btn.is-square[square].is-small[!square].is-quiet[!square]
                aria-label=[square.then_some(label)] title=[square.then_some(label)] {
                (icon) @if !square { (label) }
            }
            div {
                @if let Some(title) = title { h2 { (title) } }
                ul { (items) }
            }
        }
    }
}

/// One entry of a menu that leads somewhere.
pub fn entry(label: &str, icon: Icon, href: &str) -> Markup {
    html! { li { a href=(href) { (icon) (label) } } }
}
