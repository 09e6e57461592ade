//! A few figures about a record, side by side under its name.

use maud::{Markup, html};

/// One figure with its label and a note.
#[derive(Clone, Debug)]
pub struct Figure<'a> {
    pub label: &'a str,
    pub value: Markup,
    pub note: Option<&'a str>,
}

/// The row of figures.
pub fn glance(figures: &[Figure<'_>]) -> Markup {
    html! {
        @if !figures.is_empty() {
            dl.facts.glance {
                @for figure in figures {
                    div {
                        dt { (figure.label) }
                        dd { (figure.value) @if let Some(note) = figure.note { " " small { (note) } } }
                    }
                }
            }
        }
    }
}
