//! The program's own words in the language that a call of the API asks for.

use kit::{Titles, Translator};
use schema::{Entity, OptionItem, OptionSource};
use ui::Locale;

use crate::data;
use crate::pages::labels;

/// What the program ships is written in it; asked for it, what is stored is told.
const WRITTEN_IN: &str = "en";

/// What the registry gets.
pub(crate) const TRANSLATOR: Translator = Translator { entity, field, option };

fn other(language: &str) -> Option<Locale> {
    Locale::spoken(language).filter(|locale| locale.code() != WRITTEN_IN)
}

fn entity(language: &str, name: &str) -> Titles {
    let Some(locale) = other(language) else { return Titles::default() };
    let key = format!("filter-many-{name}");
    let many = locale.has(&key).then(|| with_capital(&locale.text(&key)));
    Titles { one: data::label(locale.code(), "ContactType", name).map(str::to_owned), many }
}

fn with_capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}

fn field(language: &str, entity: &Entity, name: &str) -> Option<String> {
    let locale = other(language)?;
    let base = entity.preset.as_ref().map_or(&entity.name, |preset| &preset.entity);
    let own = |of: &str| Some(format!("filter-name-{of}-{name}")).filter(|key| locale.has(key));
    let words =
        locale.field(base, name).or_else(|| own(&entity.name).or_else(|| own(base)).map(|key| locale.text(&key)));
    words.map(std::borrow::Cow::into_owned)
}

fn option(language: &str, source: &OptionSource, item: &OptionItem) -> Option<String> {
    let label = labels::label(other(language)?.code(), source, item);
    (label != item.label).then_some(label)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entities_are_called_in_french_where_they_have_a_name() {
        let titles = |one: &str, many: &str| Titles { one: Some(one.to_owned()), many: Some(many.to_owned()) };
        assert_eq!(entity("fr_FR", "Household"), titles("Foyer", "Foyers"));
        assert_eq!(entity("en_GB", "Household"), Titles::default());
        assert_eq!(entity("de_DE", "Household"), Titles::default());
        assert_eq!(entity("fr", "NoSuchThing"), Titles::default());
    }
}
