//! What things are called on these pages.

use contact::pages::phrases::Lang;
use jiff::civil::DateTime;
use schema::{Entity, Field};
use ui::part::field::Choice;

/// The choices of a declared list of `(value, name, label)`, in the reader's words: keys `option-gdpr-LIST-VALUE`.
pub fn choices<'a>(
    lang: &'a Lang,
    list: &str,
    all: &'static [(&'static str, &'static str, &'static str)],
) -> Vec<Choice<'a>> {
    all.iter().map(|(value, ..)| Choice::of(value, option(lang, list, value))).collect()
}

/// One of them.
pub fn option<'a>(lang: &'a Lang, list: &str, value: &str) -> &'a str {
    let key = format!("option-gdpr-{list}-{value}");
    match lang.locale.has(&key) {
        true => lang.text(&key),
        false => lang.keep(value),
    }
}

/// What the records of an entity are called, many of them.
pub fn many<'a>(lang: &'a Lang, entity: &Entity) -> &'a str {
    for prefix in ["filter-many-", "entity-many-"] {
        let key = format!("{prefix}{}", entity.name);
        if lang.locale.has(&key) {
            return lang.text(&key);
        }
    }
    lang.keep(entity.title_plural.to_string())
}

/// The same at the start of a line.
pub fn many_capital<'a>(lang: &'a Lang, entity: &Entity) -> &'a str {
    let words = many(lang, entity);
    let mut letters = words.chars();
    let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
    lang.keep(format!("{first}{}", letters.as_str()))
}

/// What a field is called; custom ones as the association calls them.
pub fn field<'a>(lang: &'a Lang, entity: &Entity, field: &Field) -> &'a str {
    if crate::class::is_custom(entity) {
        return lang.keep(field.label.as_ref().unwrap_or(&field.title).to_string());
    }
    let key = format!("filter-name-{}-{}", entity.name, field.name);
    match lang.locale.field(&entity.name, &field.name) {
        Some(label) => lang.keep(label.into_owned()),
        None if lang.locale.has(&key) => lang.text(&key),
        None if field.name == "id" => lang.text("privacy-number"),
        // Moments are called alike everywhere.
        None if field.name.ends_with("_date") && lang.locale.field("Contact", &field.name).is_some() => {
            lang.field("Contact", &field.name)
        }
        None => titled(lang, &field.title),
    }
}

/// A title that the program gives a column, in the reader's language where there are words for it.
fn titled<'a>(lang: &'a Lang, title: &str) -> &'a str {
    let words: Vec<String> = title
        .split(|letter: char| !letter.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_ascii_lowercase)
        .collect();
    let key = format!("entity-column-{}", words.join("-"));
    if lang.locale.has(&key) { lang.text(&key) } else { lang.keep(title.to_owned()) }
}

/// A day in words, from text as the API tells it.
pub fn day<'a>(lang: &'a Lang, text: &str) -> &'a str {
    lang.date(text.get(..10).unwrap_or_default())
}

/// A moment in words.
pub fn moment(lang: &Lang, at: DateTime) -> &str {
    let hour = lang.locale.time(at);
    lang.with("privacy-moment", &[("day", lang.locale.date(at.date()).into()), ("hour", hour.into())])
}

/// Words that a person typed, in lines.
pub fn lines(text: &str) -> maud::Markup {
    maud::html! { @for (at, line) in text.lines().enumerate() { @if at > 0 { br; } (line) } }
}
