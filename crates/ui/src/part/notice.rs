//! A word to the reader, set into the page.

use super::Tone;
use super::icon::Icon;
use maud::{Markup, html};

/// A notice; `role` is `status` for news that came with the page, `alert` for what stops one.
pub fn notice(tone: Tone, icon: Icon, words: Markup, actions: Option<Markup>) -> Markup {
    let role = if tone == Tone::Brick { "alert" } else { "status" };
    html! {
        div.notice.(tone.class().unwrap_or("is-stone")) role=(role) {
            (icon)
            div { (words) }
            @if let Some(actions) = actions { span.row { (actions) } }
        }
    }
}
