//! The ways to reach a contact while they are edited on their spot: one group of repeated inputs for each kind.

use super::contact_form::{DO, Repeat};
use crate::Ui;
use crate::part::button::Button;
use crate::part::field::field;
use crate::part::icon::Icon;
use maud::{Markup, html};

/// One group. Its buttons send the form that it stands in, which comes back with an entry more or less.
pub fn ways(ui: &Ui<'_>, repeat: &Repeat<'_>, has_primary: bool) -> Markup {
    html! {
        div.repeat {
            @if !repeat.entries.is_empty() { h3 { (repeat.noun) } }
            @for (position, entry) in repeat.entries.iter().enumerate() {
                @let number = [("noun", repeat.noun.into()), ("number", (position + 1).into())];
                fieldset.entry data-fresh[entry.fresh] {
                    legend.sr { (ui.lang.with("repeat-entry", &number)) }
                    div.fields { @for one in &entry.fields { (field(ui, one)) } }
                    div.entry-end {
                        @if has_primary && repeat.entries.len() > 1 {
                            label.check {
                                input type="radio" name={ (repeat.name) "_primary" } value=(entry.index) checked[entry.primary];
                                span { (ui.lang.text("primary")) }
                            }
                        } @else if has_primary {
                            input type="hidden" name={ (repeat.name) "_primary" } value=(entry.index);
                        }
                        (Button::submit(ui.lang.with("repeat-remove", &number)).quiet().small().square().icon(Icon::Trash)
                            .name(DO, format!("remove-{}-{}", repeat.name, entry.index)).unchecked())
                    }
                }
            }
            (Button::submit(repeat.add).quiet().small().icon(Icon::Plus).name(DO, format!("add-{}", repeat.name)).unchecked())
        }
    }
}
