//! One language, ready to speak: a small copyable handle to its words and formats.

use super::files::{Definition, LANGUAGES};
use super::number::FORMATTERS;
use super::typography;
use super::value::{Part, Value};
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use maud::{Markup, PreEscaped};
use std::borrow::Cow;
use std::sync::LazyLock;
use unic_langid::LanguageIdentifier;

/// Where a line of writing begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    LeftToRight,
    RightToLeft,
}

/// A language with its messages parsed.
pub(super) struct Language {
    pub(super) definition: &'static Definition,
    bundle: FluentBundle<FluentResource>,
}

static SPOKEN: LazyLock<Vec<Language>> = LazyLock::new(|| LANGUAGES.iter().map(Language::load).collect());

impl Language {
    fn load(definition: &'static Definition) -> Self {
        let tag: LanguageIdentifier = definition.code.parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![tag]);
        bundle.set_use_isolating(false);
        bundle.set_formatter(FORMATTERS.iter().find(|(code, _)| *code == definition.code).map(|(_, format)| *format));
        for (_, source) in definition.files {
            // A file with an error keeps its sound messages; the law test names the others.
            let resource = FluentResource::try_new(typography::set(definition.code, source))
                .unwrap_or_else(|(resource, _)| resource);
            bundle.add_resource_overriding(resource);
        }
        Language { definition, bundle }
    }
}

/// A language chosen for one reader.
#[derive(Clone, Copy)]
pub struct Locale(pub(super) &'static Language);

impl Locale {
    /// The language of a reader: the one set on the account (`fr`, `fr_FR`, `fr-CA`), else
    /// the best of the browser's `Accept-Language` (RFC 9110 §12.5.4), else English.
    pub fn best(preferred: Option<&str>, accept_language: Option<&str>) -> Locale {
        preferred
            .and_then(Locale::spoken)
            .or_else(|| accepted(accept_language?).into_iter().find_map(Locale::spoken))
            .unwrap_or(Locale(&SPOKEN[0]))
    }

    /// The language of a tag, by its primary subtag.
    pub fn spoken(tag: &str) -> Option<Locale> {
        let primary = tag.split(['-', '_']).next()?.trim().to_ascii_lowercase();
        SPOKEN.iter().find(|language| language.definition.code == primary).map(Locale)
    }

    /// Every language that the product speaks.
    pub fn all() -> impl Iterator<Item = Locale> {
        SPOKEN.iter().map(Locale)
    }

    /// BCP 47 tag.
    pub fn code(self) -> &'static str {
        self.0.definition.code
    }

    /// The language's own name.
    pub fn name(self) -> &'static str {
        self.0.definition.name
    }

    /// The value of `<html dir>`.
    pub fn direction(self) -> &'static str {
        match self.0.definition.direction {
            Direction::LeftToRight => "ltr",
            Direction::RightToLeft => "rtl",
        }
    }

    /// Whether a message exists under this key.
    pub fn has(self, key: &str) -> bool {
        self.0.bundle.has_message(key)
    }

    /// A message without arguments. A missing key shows itself.
    pub fn text(self, key: &str) -> Cow<'static, str> {
        self.format(key, None)
    }

    /// A message with arguments, plurals chosen by the language's rules.
    pub fn with(self, key: &str, values: &[(&str, Value<'_>)]) -> String {
        let mut args = FluentArgs::with_capacity(values.len());
        for (name, value) in values {
            args.set(*name, value.to_fluent());
        }
        typography::elided(self.format(key, Some(&args)).into_owned())
    }

    /// A sentence with markup in it: the words are escaped, the parts of markup stand where
    /// the language puts them.
    pub fn rich(self, key: &str, parts: &[(&str, Part<'_>)]) -> Markup {
        // Private-use characters hold the places while the sentence is made and escaped.
        let mut args = FluentArgs::with_capacity(parts.len());
        let mut places: Vec<(char, &Markup)> = Vec::new();
        for (name, part) in parts {
            match part {
                Part::Value(value) => args.set(*name, value.to_fluent()),
                Part::Markup(markup) => {
                    let place = char::from_u32(0xe000 + places.len() as u32).unwrap_or('\u{e000}');
                    args.set(*name, place.to_string());
                    places.push((place, markup));
                }
            }
        }
        let words = maud::html! { (self.format(key, Some(&args))) }.into_string();
        let mut html = String::with_capacity(words.len() + 64);
        for letter in words.chars() {
            match places.iter().find(|(place, _)| *place == letter) {
                Some((_, markup)) => {
                    typography::elide(&mut html, &markup.0);
                    html.push_str(&markup.0);
                }
                None => html.push(letter),
            }
        }
        PreEscaped(html)
    }

    /// The label of a declared field, if the language files hold one.
    pub fn field(self, entity: &str, field: &str) -> Option<Cow<'static, str>> {
        self.optional(&format!("field-{entity}-{field}"))
    }

    /// The help of a declared field, if the language files hold one.
    pub fn help(self, entity: &str, field: &str) -> Option<Cow<'static, str>> {
        self.optional(&format!("help-{entity}-{field}"))
    }

    /// The label of a shipped option by its group and name, if the language files hold one.
    /// Signs that a key may not have stand as `_`.
    pub fn option(self, group: &str, name: &str) -> Option<Cow<'static, str>> {
        let name: String = name.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect();
        self.optional(&format!("option-{group}-{name}"))
    }

    /// What is wrong with a field, by the key of the problem; a general word for an unknown one.
    pub fn problem(self, key: &str) -> Cow<'static, str> {
        self.optional(key).unwrap_or_else(|| self.text("problem-other"))
    }

    fn optional(self, key: &str) -> Option<Cow<'static, str>> {
        self.has(key).then(|| self.text(key))
    }

    fn format(self, key: &str, args: Option<&FluentArgs<'_>>) -> Cow<'static, str> {
        let bundle = &self.0.bundle;
        match bundle.get_message(key).and_then(|message| message.value()) {
            Some(pattern) => bundle.format_pattern(pattern, args, &mut Vec::new()),
            None => Cow::Owned(key.to_string()),
        }
    }
}

impl std::fmt::Debug for Locale {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Locale({})", self.code())
    }
}

impl PartialEq for Locale {
    fn eq(&self, other: &Self) -> bool {
        self.code() == other.code()
    }
}

/// The tags of an `Accept-Language` header, best first.
fn accepted(header: &str) -> Vec<&str> {
    let mut tags: Vec<(&str, f32)> = header
        .split(',')
        .take(32)
        .filter_map(|item| {
            let (tag, rest) = item.split_once(';').unwrap_or((item, ""));
            let weight = rest.trim().strip_prefix("q=").map_or(Some(1.0), |q| q.parse().ok())?;
            (weight > 0.0).then_some((tag.trim(), weight))
        })
        .collect();
    tags.sort_by(|a, b| b.1.total_cmp(&a.1));
    tags.into_iter().map(|(tag, _)| tag).collect()
}
