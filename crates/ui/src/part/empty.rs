//! A place with nothing in it yet, and the step that fills it.

use maud::{Markup, PreEscaped, html};

const COMB: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../assets/img/comb.svg"));

/// The small comb that empty places and errors show.
pub fn comb() -> Markup {
    PreEscaped(COMB.to_string())
}

/// An empty place: a title, a sentence, one or two ways to begin.
pub fn empty(title: &str, words: &str, actions: Markup) -> Markup {
    html! {
        div.empty.chart {
            (comb())
            h2 { (title) }
            p { (words) }
            div.row { (actions) }
        }
    }
}
