//! Light, dark, or as the system says: at once where scripts run, by the button elsewhere.

use super::button::Button;
use super::form::Form;
use super::icon::Icon;
use crate::{Theme, Ui};
use maud::{Markup, html};

/// The choice, saved by a form sent to `action` under the name `theme`.
pub fn theme(ui: &Ui<'_>, action: &str) -> Markup {
    let choices = [
        (Theme::System, ui.lang.text("theme-system"), Icon::CircleHalf),
        (Theme::Light, ui.lang.text("theme-light"), Icon::Sun),
        (Theme::Dark, ui.lang.text("theme-dark"), Icon::Moon),
    ];
    Form::post(ui.csrf, action).class("row").render(html! {
        fieldset.pick {
            legend.sr { (ui.lang.text("theme")) }
            @for (theme, label, icon) in &choices {
                label {
                    input type="radio" name="theme" value=(theme.name()) checked[*theme == ui.theme] data-theme-choice;
                    (icon) (label)
                }
            }
        }
        (Button::submit(ui.lang.text("save")).small())
    })
}
