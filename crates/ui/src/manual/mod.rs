//! The manual: a page for each task of a volunteer, in every language, carried in the binary.

pub mod markup;

use crate::lang;
use std::sync::LazyLock;

/// A page of the manual.
#[derive(Clone, Debug)]
pub struct Topic {
    /// The last part of its address, the same in every language.
    pub name: &'static str,
    /// Its marks and words, with the typography of its language.
    pub source: String,
}

impl Topic {
    pub fn title(&self) -> &str {
        markup::title(&self.source)
    }

    pub fn summary(&self) -> &str {
        markup::summary(&self.source)
    }
}

/// In the order in which one learns.
macro_rules! topics {
    ($code:literal) => {
        topics!(
            $code: "first-steps", "find", "add", "households", "groups", "edit", "bin", "history", "following", "lists", "fields", "searches", "import", "duplicates", "print", "privacy",
            "keyboard", "settings", "mail", "sites", "own-page", "api-key"
        )
    };
    ($code:literal: $($name:literal),*) => {
        LazyLock::new(|| vec![$(Topic {
            name: $name,
            source: lang::set($code, include_str!(concat!($code, "/", $name, ".md"))),
        }),*])
    };
}

static EN: LazyLock<Vec<Topic>> = topics!("en");
static FR: LazyLock<Vec<Topic>> = topics!("fr");

/// The pages in a language (BCP 47 tag); English where it has none.
pub fn topics(code: &str) -> &'static [Topic] {
    match code {
        "fr" => &FR,
        _ => &EN,
    }
}

/// The page of an address.
pub fn topic(code: &str, name: &str) -> Option<&'static Topic> {
    topics(code).iter().find(|topic| topic.name == name)
}

/// A page that holds what was asked.
#[derive(Clone, Debug)]
pub struct Found {
    pub topic: &'static Topic,
    /// The line where it stands.
    pub excerpt: String,
}

/// The pages that hold every word asked for, titles first; accents and capitals do not matter.
pub fn find(code: &str, asked: &str) -> Vec<Found> {
    let words: Vec<String> = folded(asked).split_whitespace().map(str::to_string).collect();
    let mut found: Vec<(bool, Found)> = topics(code)
        .iter()
        .filter_map(|topic| {
            let text = markup::plain(&topic.source);
            let whole = folded(&text);
            let all = words.iter().all(|word| whole.contains(word.as_str()));
            let holds = |line: &&str| words.iter().any(|word| folded(line).contains(word.as_str()));
            let in_title = words.iter().any(|word| folded(topic.title()).contains(word.as_str()));
            let excerpt = text.lines().skip(1).find(holds).unwrap_or(topic.summary()).to_string();
            all.then_some((!in_title, Found { topic, excerpt }))
        })
        .collect();
    found.sort_by_key(|(later, _)| *later);
    found.into_iter().map(|(_, found)| found).collect()
}

/// Small letters without accents.
fn folded(text: &str) -> String {
    let plain = |c: char| match c {
        'à' | 'â' | 'ä' => 'a',
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'î' | 'ï' => 'i',
        'ô' | 'ö' => 'o',
        'ù' | 'û' | 'ü' => 'u',
        'ç' => 'c',
        '’' => '\'',
        other => other,
    };
    text.to_lowercase().chars().map(plain).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_has_the_same_pages_with_as_many_headings() {
        for (english, french) in EN.iter().zip(FR.iter()) {
            assert_eq!(english.name, french.name);
            let count = |topic: &Topic| markup::headings(&topic.source).len();
            assert_eq!(count(english), count(french), "{}", english.name);
        }
        assert_eq!(EN.len(), FR.len());
    }

    #[test]
    fn every_page_begins_with_a_title_and_a_summary() {
        for topic in EN.iter().chain(FR.iter()) {
            assert!(topic.source.starts_with("# "), "{}", topic.name);
            assert!(topic.summary().len() > 20 && !topic.summary().starts_with('#'), "{}", topic.name);
        }
    }

    #[test]
    fn links_between_pages_lead_to_pages() {
        for (code, pages) in [("en", &EN), ("fr", &FR)] {
            for page in pages.iter() {
                for rest in page.source.split("](/help/").skip(1) {
                    let name = rest.split([')', '#']).next().unwrap_or_default();
                    assert!(topic(code, name).is_some(), "{code}/{}: {name}", page.name);
                }
            }
        }
    }

    #[test]
    fn a_search_ignores_accents_and_puts_titles_first() {
        let names = |code, asked| find(code, asked).iter().map(|found| found.topic.name).collect::<Vec<_>>();
        assert_eq!(names("fr", "historique")[0], "history");
        assert_eq!(names("fr", "cle api")[0], "api-key");
        assert_eq!(names("en", "BIN")[0], "bin");
        assert!(names("en", "zzzz").is_empty());
        assert_eq!(find("en", "").len(), EN.len());
    }
}
