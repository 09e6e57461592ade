//! The parameter `language`: in whose words labels and titles are told.

use kit::{Registry, Titles, Translator};
use schema::{Entity, Field};
use serde_json::{Map, Value as Json};
use store::Tx;

use crate::parameter::text;

/// The language that a call asks for, and who knows its words.
#[derive(Clone, Default)]
pub(crate) struct Language {
    tag: String,
    translators: Vec<Translator>,
}

impl Language {
    /// The language of a call; one without words where it names none.
    pub fn of(registry: &Registry, params: &Map<String, Json>) -> Language {
        match text(params, "language") {
            Some(tag) if !tag.is_empty() => {
                Language { tag: tag.to_owned(), translators: registry.filled::<Translator>().to_vec() }
            }
            _ => Language::default(),
        }
    }

    /// Does this while the labels of choices are those of the language.
    pub fn spoken_by<R>(&self, tx: &mut Tx<'_>, work: impl FnOnce(&mut Tx<'_>) -> R) -> R {
        if self.translators.is_empty() {
            return work(tx);
        }
        let own = self.clone();
        tx.speak(Some(Box::new(move |source, item| {
            own.translators.iter().find_map(|words| (words.option)(&own.tag, source, item))
        })));
        let result = work(tx);
        tx.speak(None);
        result
    }

    /// What a field is called, if the language has a name for it.
    pub fn field(&self, entity: &Entity, field: &Field) -> Option<String> {
        self.translators.iter().find_map(|words| (words.field)(&self.tag, entity, &field.name))
    }

    /// What an entity is called, where the language has names for it.
    pub fn entity(&self, name: &str) -> Titles {
        self.translators.iter().fold(Titles::default(), |known, words| {
            let more = (words.entity)(&self.tag, name);
            Titles { one: known.one.or(more.one), many: known.many.or(more.many) }
        })
    }
}
