//! The top of a page: its one title, what it is in a sentence, what one came to do.

use crate::Ui;
use maud::{Markup, html};

/// The title of a page.
#[derive(Clone, Debug, Default)]
pub struct Head<'a> {
    pub title: &'a str,
    /// How many there are, beside the title.
    pub count: Option<i64>,
    /// One sentence under the title.
    pub intro: Option<&'a str>,
}

/// The title with its actions at the end of the line.
pub fn head(ui: &Ui<'_>, head: &Head<'_>, actions: Option<Markup>) -> Markup {
    html! {
        header.page-head {
            div {
                h1 {
                    (head.title)
                    @if let Some(count) = head.count { " " span.n { (ui.lang.number(count)) } }
                }
                @if let Some(intro) = head.intro { p { (intro) } }
            }
            @if let Some(actions) = actions { div.actions { (actions) } }
        }
    }
}

/// The title of a section, with a link or a word at its end.
pub fn section_head(id: &str, title: &str, aside: Option<Markup>) -> Markup {
    html! { div.section-head { h2 id=(id) { (title) } @if let Some(aside) = aside { (aside) } } }
}
