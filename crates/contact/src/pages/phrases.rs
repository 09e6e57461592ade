//! The reader's language, and a place where the texts of a page live until it is sent.

use std::cell::{Cell, OnceCell};

use ui::{Locale, Value};

/// How many texts one piece of the place holds.
const PIECE: usize = 256;

/// Texts that stay where they are as long as this does.
struct Kept {
    slots: Box<[OnceCell<String>]>,
    used: Cell<usize>,
    more: OnceCell<Box<Kept>>,
}

impl Kept {
    fn new() -> Kept {
        Kept { slots: (0..PIECE).map(|_| OnceCell::new()).collect(), used: Cell::new(0), more: OnceCell::new() }
    }

    fn keep(&self, text: String) -> &str {
        let mut here = self;
        while here.used.get() == PIECE {
            here = here.more.get_or_init(|| Box::new(Kept::new()));
        }
        let at = here.used.get();
        here.used.set(at + 1);
        here.slots[at].get_or_init(|| text)
    }
}

/// A locale whose sentences can be borrowed by the views of a page.
pub struct Lang {
    pub locale: Locale,
    kept: Kept,
}

impl Lang {
    pub fn new(locale: Locale) -> Lang {
        Lang { locale, kept: Kept::new() }
    }

    /// BCP 47 tag.
    pub fn code(&self) -> &'static str {
        self.locale.code()
    }

    /// Keeps a text for the page.
    pub fn keep(&self, text: impl Into<String>) -> &str {
        self.kept.keep(text.into())
    }

    /// A message without arguments.
    pub fn text(&self, key: &str) -> &str {
        self.keep(self.locale.text(key).into_owned())
    }

    /// A message with arguments.
    pub fn with(&self, key: &str, values: &[(&str, Value<'_>)]) -> &str {
        self.keep(self.locale.with(key, values))
    }

    /// The label of a declared field; its machine name in words where the languages have none.
    pub fn field(&self, entity: &str, field: &str) -> &str {
        match self.locale.field(entity, field) {
            Some(label) => self.keep(label.into_owned()),
            None => self.keep(field.trim_end_matches("_id").replace('_', " ")),
        }
    }

    /// A day given as `2026-11-19`, in words; nothing for what is none.
    pub fn date(&self, text: &str) -> &str {
        match text.parse::<jiff::civil::Date>() {
            Ok(date) => self.keep(self.locale.date(date)),
            Err(_) => "",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_stay_where_they_are_however_many_come() {
        let kept = Kept::new();
        let all: Vec<&str> = (0..3 * PIECE).map(|n| kept.keep(n.to_string())).collect();
        assert!(all.iter().enumerate().all(|(n, text)| *text == n.to_string()));
    }
}
