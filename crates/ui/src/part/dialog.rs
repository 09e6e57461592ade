//! Native dialogs: centred on a desk, a sheet from the bottom on a phone.

use super::button::Button;
use super::icon::Icon;
use crate::Ui;
use maud::{Markup, html};

/// A dialog of a page.
#[derive(Clone, Debug, Default)]
pub struct Dialog<'a> {
    pub id: &'a str,
    pub title: &'a str,
    pub intro: Option<&'a str>,
    pub wide: bool,
    /// Sent open: an answer that needs a choice. Works without script as part of the page.
    pub open: bool,
}

/// The dialog with its body and the row of its buttons.
pub fn dialog(ui: &Ui<'_>, dialog: &Dialog<'_>, body: Markup, footer: Option<Markup>) -> Markup {
    let title_id = format!("{}-title", dialog.id);
    let close = Button::act(ui.lang.text("close")).quiet().square().icon(Icon::X).data("data-closes", "");
    html! {
        dialog.is-wide[dialog.wide] id=(dialog.id) aria-labelledby=(title_id) open[dialog.open] data-modal[dialog.open] {
            header {
                div {
                    h2 id=(title_id) { (dialog.title) }
                    @if let Some(intro) = dialog.intro { p { (intro) } }
                }
                (close)
            }
            div.body { (body) }
            @if let Some(footer) = footer { footer { (footer) } }
        }
    }
}

/// The button that leaves a dialog without doing anything.
pub fn cancel<'a>(ui: &Ui<'_>) -> Button<'a> {
    Button::act(ui.lang.text("cancel")).quiet().data("data-closes", "")
}
