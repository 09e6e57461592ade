//! The words of the program in other languages, for parts that know no component.

use schema::{Entity, OptionItem, OptionSource};

/// What an entity is called.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Titles {
    pub one: Option<String>,
    pub many: Option<String>,
}

/// Says what the program ships in the language of a tag such as `fr_FR`; nothing where it has no words of its own or
/// somebody has written others.
#[derive(Clone, Copy)]
pub struct Translator {
    /// What an entity is called.
    pub entity: fn(language: &str, entity: &str) -> Titles,
    /// What a field is called.
    pub field: fn(language: &str, entity: &Entity, field: &str) -> Option<String>,
    /// The label of a choice.
    pub option: fn(language: &str, source: &OptionSource, item: &OptionItem) -> Option<String>,
}
