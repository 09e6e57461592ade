//! The request that a page answers: its language, its tokens, its day.

use crate::lang::Locale;
use jiff::civil::Date;

/// The token that a form sends back to prove that this site wrote it.
#[derive(Clone, Copy, Debug)]
pub struct Csrf<'a>(pub &'a str);

impl Csrf<'_> {
    /// The name of the hidden input.
    pub const FIELD: &'static str = "csrf";
}

/// Light, dark, or what the reader's system says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    #[default]
    System,
    Light,
    Dark,
}

impl Theme {
    /// The value kept in preferences and cookies.
    pub fn name(self) -> &'static str {
        match self {
            Theme::System => "system",
            Theme::Light => "light",
            Theme::Dark => "dark",
        }
    }

    /// The theme of a kept value; anything unknown is the system's.
    pub fn named(name: &str) -> Theme {
        match name {
            "light" => Theme::Light,
            "dark" => Theme::Dark,
            _ => Theme::System,
        }
    }
}

/// What every part of a page may need to know. Passed first, everywhere.
#[derive(Clone, Copy, Debug)]
pub struct Ui<'a> {
    pub lang: Locale,
    pub csrf: Csrf<'a>,
    /// The nonce of this answer's Content-Security-Policy.
    pub nonce: &'a str,
    pub theme: Theme,
    /// Single-key shortcuts; some readers switch them off (WCAG 2.1.4).
    pub keys: bool,
    /// Today in the reader's time zone.
    pub today: Date,
}
