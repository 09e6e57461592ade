//! The small marks of each language: no-break spaces, curly apostrophes, raised letters.

use maud::{Markup, html};

const NO_BREAK: char = '\u{a0}';
const NARROW_NO_BREAK: char = '\u{202f}';

/// Sets a language file: translators type plain keys, readers see proper typography.
pub(super) fn set(code: &str, source: &str) -> String {
    let curly = source.replace('\'', "’");
    if code == "fr" { french(&curly) } else { curly }
}

/// No-break spaces before `: ; ! ? € % »` and after `«`.
fn french(source: &str) -> String {
    let mut out = String::with_capacity(source.len() + 64);
    let mut letters = source.chars().peekable();
    while let Some(letter) = letters.next() {
        let after_opening = letter == ' ' && out.ends_with('«');
        match (letter, letters.peek()) {
            (' ', Some(';' | '!' | '?')) => out.push(NARROW_NO_BREAK),
            (' ', Some(':' | '€' | '%' | '»')) => out.push(NO_BREAK),
            _ if after_opening => out.push(NO_BREAK),
            _ => out.push(letter),
        }
    }
    out
}

/// A date or an ordinal with its raised letters: `1er` becomes 1<sup>er</sup>.
pub fn raised(text: &str) -> Markup {
    match text.split_once("1er") {
        Some((before, after))
            if !before.ends_with(|c: char| c.is_ascii_digit()) && !after.starts_with(char::is_alphabetic) =>
        {
            html! { (before) "1" sup { "er" } (after) }
        }
        _ => html! { (text) },
    }
}
