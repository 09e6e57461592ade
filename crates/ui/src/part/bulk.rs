//! The dark bar that comes with the first tick and says what can be done with the ticked.

use super::icon::Icon;
use crate::Ui;
use crate::lang::Part;
use maud::{Markup, html};

/// One thing to do with the ticked rows: a submit button of the list's form.
#[derive(Clone, Debug)]
pub struct Action<'a> {
    pub label: &'a str,
    pub icon: Icon,
    /// Where the form is sent by this button.
    pub href: &'a str,
}

/// The name of the tick that takes every row of the list, other pages included.
pub const WHOLE: &str = "whole";

/// So many things stand in the bar itself; the others open from its last button.
const SHOWN: usize = 4;

/// The bar. It stands inside the form of the list and shows while a row is ticked. `total` is the number of rows of the
/// whole list, None where nobody has counted them.
pub fn bulk(ui: &Ui<'_>, total: Option<i64>, actions: &[Action<'_>]) -> Markup {
    let count = html! { b data-count { "0" } };
    let counted: Markup = match total {
        Some(total) => ui.lang.rich("bulk-count", &[("count", count.into()), ("total", Part::Value(total.into()))]),
        None => ui.lang.rich("bulk-some", &[("count", count.into())]),
    };
    let whole = match total {
        Some(total) => ui.lang.with("bulk-whole", &[("total", total.into())]),
        None => ui.lang.text("bulk-whole-found").into_owned(),
    };
    // What the bar counts once the whole list is taken: a number that the script writes, or a word.
    let counted_whole = match total {
        Some(total) => total.to_string(),
        None => ui.lang.text("bulk-all").into_owned(),
    };
    let (first, others) = actions.split_at(if actions.len() > SHOWN + 1 { SHOWN } else { actions.len() });
    let button = |action: &Action<'_>| {
        html! {
            button type="submit" formaction=(action.href) aria-label=(action.label) {
                (action.icon) span.lbl { (action.label) }
            }
        }
    };
    html! {
        div.bulk role="toolbar" aria-label=(ui.lang.text("bulk")) {
            span.n aria-live="polite" {
                (counted)
            }
            label.whole hidden {
                input type="checkbox" name=(WHOLE) value="1" data-whole=(counted_whole);
                (whole)
            }
            @for action in first { (button(action)) }
            @if !others.is_empty() {
                details.bulk-more {
                    summary { (Icon::CaretUp) (ui.lang.text("more")) }
                    div { @for action in others { (button(action)) } }
                }
            }
            button type="button" data-none aria-label=(ui.lang.text("bulk-none")) { (Icon::X) }
        }
    }
}
