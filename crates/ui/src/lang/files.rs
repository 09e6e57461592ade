//! The languages that the binary carries, and the files that hold their words.

use super::locale::Direction;

/// What a language is, beside its words.
pub struct Definition {
    /// BCP 47 tag, as written in `<html lang>`.
    pub code: &'static str,
    /// The language's own name.
    pub name: &'static str,
    pub direction: Direction,
    /// Between groups of three digits.
    pub group: char,
    /// Before the cents.
    pub decimal: char,
    /// The currency's sign follows the sum, after a no-break space.
    pub sign_after: bool,
    /// File name and text of each file in `locales/<code>`.
    pub files: &'static [(&'static str, &'static str)],
}

macro_rules! files {
    ($code:literal: $($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!(
            env!("CARGO_MANIFEST_DIR"), "/../../locales/", $code, "/", $name, ".ftl"
        )))),*]
    };
}

/// The first one is spoken when a reader asked for none of them.
pub const LANGUAGES: &[Definition] = &[
    Definition {
        code: "en",
        name: "English",
        direction: Direction::LeftToRight,
        group: ',',
        decimal: '.',
        sign_after: false,
        files: files!("en": "access", "security", "ui", "date", "contact", "privacy", "field", "option", "problem", "sign-in", "home", "error", "gallery", "pages", "history", "create", "settings", "start", "manual", "custom", "activity", "note", "job", "group", "subscription", "tag", "relationship", "committee", "file", "duplicate", "import", "quality", "search", "report", "dashboard", "mail", "follow", "terms", "oauth", "directory", "site", "me"),
    },
    Definition {
        code: "fr",
        name: "Français",
        direction: Direction::LeftToRight,
        group: '\u{a0}',
        decimal: ',',
        sign_after: true,
        files: files!("fr": "access", "security", "ui", "date", "contact", "privacy", "field", "option", "problem", "sign-in", "home", "error", "gallery", "pages", "history", "create", "settings", "start", "manual", "custom", "activity", "note", "job", "group", "subscription", "tag", "relationship", "committee", "file", "duplicate", "import", "quality", "search", "report", "dashboard", "mail", "follow", "terms", "oauth", "directory", "site", "me"),
    },
];
