//! The input in which a cell is edited: that of its field.

use contact::pages::phrases::Lang;
use maud::{Markup, html};
use serde_json::Value as Json;
use store::{Result, Tx};

use crate::compose::words::{self, About};
use crate::run::item::Item;
use crate::run::style;

/// What a cell that is being edited needs to know.
#[derive(Clone, Debug)]
pub struct Widget {
    about: About,
    choices: Vec<(String, String)>,
}

impl Widget {
    /// The widget of a column; one for text where nothing more is known of it.
    ///
    /// # Errors
    /// The database's own failure.
    pub fn of(tx: &Tx<'_>, lang: &Lang, item: &Item) -> Result<Widget> {
        let Some(target) = &item.target else { return Ok(Widget { about: About::Text, choices: Vec::new() }) };
        let mut target = target.clone();
        // The value that is written is the choice itself, not its words.
        target.suffix = None;
        Ok(Widget { about: About::of(&target.field), choices: words::choices(tx, lang, &target)? })
    }

    /// The input, with the value that stands there.
    pub fn input(&self, value: &Json, label: &str, form: &str) -> Markup {
        let now: Vec<String> = match value {
            Json::Array(all) => all.iter().map(|one| style::plain(Some(one))).collect(),
            one => vec![style::plain(Some(one))],
        };
        let has = |value: &str, label: &str| now.iter().any(|one| one == value || one == label);
        match self.about {
            About::YesNo | About::Choice | About::Choices if !self.choices.is_empty() => html! {
                select.select.is-small name="value" multiple[self.about == About::Choices] aria-label=(label) autofocus form=(form) {
                    @if self.about == About::Choice { option value="" {} }
                    @for (value, words) in &self.choices { option value=(value) selected[has(value, words)] { (words) } }
                }
            },
            About::Day => html! {
                input.input type="date" name="value" value=(now.first().map_or("", |day| day.get(..10).unwrap_or(day))) aria-label=(label) autofocus form=(form);
            },
            About::Number => html! {
                input.input type="text" inputmode="decimal" name="value" value=(now.join(", ")) aria-label=(label) autofocus form=(form);
            },
            _ => html! { input.input name="value" value=(now.join(", ")) aria-label=(label) autofocus form=(form); },
        }
    }
}
