//! What a condition is about, as the subject of its sentence: "la ville", "le champ « Charte »". Which words a
//! language puts before a label, and how the verb follows, stands in its messages.

use contact::pages::phrases::Lang;

use super::words::{About, small};

/// A label within a sentence.
pub struct Subject {
    pub text: String,
    /// What the language knows of the label's first word, for the verb that follows; `x` where it knows nothing.
    pub kind: String,
}

/// The subject that a label becomes.
pub fn of(lang: &Lang, label: &str, about: About) -> Subject {
    let kind = match about {
        About::YesNo => "box",
        _ => lang.with("compose-word", &[("word", first_word(label).as_str().into())]),
    };
    // Several words of a language are spoken of as such only where several values are meant.
    let kind = if kind.ends_with('p') && about != About::Choices { "x" } else { kind };
    let what = small(label);
    let parts = [("kind", kind.into()), ("what", what.as_str().into()), ("label", label.into())];
    Subject { text: lang.with("compose-subject", &parts).to_owned(), kind: kind.to_owned() }
}

/// The word that the article goes with, plain; none where the label is a way through several records.
fn first_word(label: &str) -> String {
    if label.contains('›') {
        return String::new();
    }
    let plain = schema::fold::fold(label);
    let mut words = plain.split(|c: char| !c.is_alphanumeric() && c != '-');
    words.next().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(code: &str, label: &str, about: About) -> String {
        let locale = ui::Locale::best(Some(code), None);
        of(&Lang::new(locale), label, about).text
    }

    #[test]
    fn french_labels_have_their_article() {
        assert_eq!(said("fr", "Ville", About::Text), "la ville");
        assert_eq!(said("fr", "Âge", About::Number), "l’âge");
        assert_eq!(said("fr", "Jours avant l’anniversaire", About::Number), "le nombre de jours avant l’anniversaire");
        assert_eq!(said("fr", "Étiquettes", About::Choices), "les étiquettes");
    }

    #[test]
    fn what_no_language_knows_is_quoted() {
        assert_eq!(said("fr", "Charte signée", About::Day), "le champ «\u{a0}Charte signée\u{a0}»");
        assert_eq!(said("fr", "Employeur › Ville", About::Text), "le champ «\u{a0}Employeur › Ville\u{a0}»");
        assert_eq!(said("fr", "Ne pas appeler", About::YesNo), "la case «\u{a0}Ne pas appeler\u{a0}»");
        assert_eq!(said("en", "Do not phone", About::YesNo), "box “Do not phone”");
    }

    #[test]
    fn english_labels_follow_as_they_are() {
        assert_eq!(said("en", "Town", About::Text), "town");
        assert_eq!(said("en", "Days until the birthday", About::Number), "number of days until the birthday");
    }
}
