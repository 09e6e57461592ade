//! A box to search a list by a few letters.

use super::form::Form;
use super::icon::Icon;
use maud::{Markup, html};

/// A search in a list, sent as a plain GET form; `kept` are the other parameters of the address.
#[derive(Clone, Debug)]
pub struct SearchBox<'a> {
    pub action: &'a str,
    pub name: &'a str,
    pub value: &'a str,
    /// Names the box for readers and stands in it while it is empty.
    pub label: &'a str,
    pub kept: &'a [(&'a str, &'a str)],
}

/// The box; `/` puts the focus in it.
pub fn search_box(search: &SearchBox<'_>) -> Markup {
    let inside = html! {
        @for (name, value) in search.kept { input type="hidden" name=(name) value=(value); }
        label.with-icon {
            (Icon::MagnifyingGlass)
            span.sr { (search.label) }
            input.input type="search" name=(search.name) value=(search.value) placeholder=(search.label)
                autocomplete="off" spellcheck="false" enterkeyhint="search" data-key="/";
        }
    };
    Form::get(search.action).class("search-box").render(inside)
}
