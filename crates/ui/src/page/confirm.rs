//! A question before something large: what would happen to how many, and a way back that changes nothing.

use crate::part::button::Button;
use crate::part::form::Form;
use crate::part::head::{Head, head};
use crate::{Shell, Ui};
use maud::{Markup, html};

/// The name by which the form says that the answer is yes.
pub const SURE: &str = "sure";

/// What the page shows.
#[derive(Clone, Debug, Default)]
pub struct Confirm<'a> {
    pub title: &'a str,
    pub words: &'a str,
    /// Where the answer is sent, with these values.
    pub action: &'a str,
    pub kept: &'a [(&'a str, &'a str)],
    /// The verb of the button.
    pub label: &'a str,
    /// Takes something away: the button is not the likely next step.
    pub is_loss: bool,
    /// The page that nothing changes on.
    pub back: &'a str,
}

/// The page.
pub fn confirm(ui: &Ui<'_>, shell: &Shell<'_>, view: &Confirm<'_>) -> Markup {
    let yes = Button::submit(view.label);
    let yes = if view.is_loss { yes.final_danger() } else { yes.primary() };
    let content = html! {
        (head(ui, &Head { title: view.title, count: None, intro: Some(view.words) }, None))
        (Form::post(ui.csrf, view.action).render(html! {
            @for (name, value) in view.kept { input type="hidden" name=(name) value=(value); }
            input type="hidden" name=(SURE) value="1";
            div.row { (yes) (Button::link(ui.lang.text("cancel"), view.back).quiet()) }
        }))
    };
    crate::shell::page(ui, shell, content, html! {})
}
