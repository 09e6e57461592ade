//! The small marks of each language: no-break spaces, curly apostrophes, raised letters.

use maud::{Markup, html};

const NO_BREAK: char = '\u{a0}';
const NARROW_NO_BREAK: char = '\u{202f}';

/// Sets a language file: translators type plain keys, readers see proper typography.
pub(crate) fn set(code: &str, source: &str) -> String {
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

/// The words that French shortens before a vowel, as translators write them: short and full.
const SHORTENED: [(&str, &str, &str); 3] = [("d’/de ", "d’", "de "), ("l’/la ", "l’", "la "), ("l’/le ", "l’", "le ")];

/// French drops the vowel of "de", "la" and "le" before another: translators write `d'/de { $name }`, and the name's
/// first letter chooses when it takes its place.
pub(super) fn elide(html: &mut String, next: &str) {
    let Some((written, short, full)) = SHORTENED.iter().find(|(written, ..)| html.ends_with(written)) else { return };
    html.truncate(html.len() - written.len());
    html.push_str(if silent(next) { short } else { full });
}

/// The same in a sentence that is whole already.
pub(super) fn elided(text: String) -> String {
    let first = SHORTENED.iter().filter_map(|(written, ..)| Some(text.find(written)? + written.len())).min();
    let Some((before, after)) = first.and_then(|at| text.split_at_checked(at)) else { return text };
    let mut out = before.to_owned();
    elide(&mut out, after);
    out + &elided(after.to_owned())
}

/// Whether a piece of markup begins with a letter that "de" is shortened before.
fn silent(html: &str) -> bool {
    let mut inside_tag = false;
    let first = html.chars().find(|letter| {
        let text = !inside_tag && *letter != '<';
        inside_tag = *letter == '<' || (inside_tag && *letter != '>');
        text
    });
    first
        .and_then(|letter| letter.to_lowercase().next())
        .is_some_and(|letter| "aàâäeéèêëiîïoôöuùûühœæ".contains(letter))
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

#[cfg(test)]
mod tests {
    use super::elide;

    fn joined(name: &str) -> String {
        let mut html = String::from("le téléphone d’/de ");
        elide(&mut html, name);
        html + name
    }

    #[test]
    fn a_whole_sentence_is_shortened_in_the_same_way() {
        assert_eq!(super::elided("Nombre d’/de activités".to_owned()), "Nombre d’activités");
        assert_eq!(super::elided("Nombre d’/de personnes".to_owned()), "Nombre de personnes");
        assert_eq!(super::elided("Rien".to_owned()), "Rien");
        assert_eq!(super::elided("l’/la âge et l’/la ville d’/de Anne".to_owned()), "l’âge et la ville d’Anne");
    }

    #[test]
    fn de_loses_its_vowel_before_another() {
        assert_eq!(
            joined("<a href=\"/contacts/1\">Amadou Diallo</a>"),
            "le téléphone d’<a href=\"/contacts/1\">Amadou Diallo</a>"
        );
        assert_eq!(joined("Hélène Roux"), "le téléphone d’Hélène Roux");
        assert_eq!(joined("<b>Claire</b>"), "le téléphone de <b>Claire</b>");
        assert_eq!(joined(""), "le téléphone de ");
    }
}
