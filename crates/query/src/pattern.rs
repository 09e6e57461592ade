//! Patterns: LIKE with its wildcards, and regular expressions that both databases understand alike.

use regex::{Regex, RegexBuilder};
use schema::fold::fold;

/// How long a pattern may be, in bytes.
const MAX_LENGTH: usize = 4_000;

/// One part of a LIKE pattern.
#[derive(Clone, Debug, PartialEq)]
enum Part {
    Text(String),
    One,
    Any,
}

/// A LIKE pattern, its texts folded.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Pattern {
    parts: Vec<Part>,
}

impl Pattern {
    /// Reads a pattern; None when it is too long.
    pub fn read(text: &str) -> Option<Pattern> {
        if text.len() > MAX_LENGTH {
            return None;
        }
        let mut parts = Vec::new();
        let mut literal = String::new();
        let mut chars = text.chars();
        while let Some(c) = chars.next() {
            let wildcard = match c {
                '%' => Part::Any,
                '_' => Part::One,
                '\\' => {
                    literal.push(chars.next().unwrap_or('\\'));
                    continue;
                }
                c => {
                    literal.push(c);
                    continue;
                }
            };
            flush(&mut literal, &mut parts);
            if wildcard != Part::Any || parts.last() != Some(&Part::Any) {
                parts.push(wildcard);
            }
        }
        flush(&mut literal, &mut parts);
        Some(Pattern { parts })
    }

    /// The text that the pattern is, when it has no wildcards.
    pub fn exact(&self) -> Option<&str> {
        match self.parts.as_slice() {
            [] => Some(""),
            [Part::Text(text)] => Some(text),
            _ => None,
        }
    }

    /// The text that matches begin with, and the first text behind all that begin so; whether nothing else is asked.
    pub fn prefix(&self) -> Option<(&str, String, bool)> {
        match self.parts.as_slice() {
            [Part::Text(text), rest @ ..] if !rest.is_empty() => Some((text, successor(text)?, rest == [Part::Any])),
            _ => None,
        }
    }

    /// The pattern for SQL, its texts escaped by `\`.
    pub fn sql(&self) -> String {
        let mut sql = String::new();
        for part in &self.parts {
            match part {
                Part::Any => sql.push('%'),
                Part::One => sql.push('_'),
                Part::Text(text) => text.chars().for_each(|c| {
                    if matches!(c, '%' | '_' | '\\') {
                        sql.push('\\');
                    }
                    sql.push(c);
                }),
            }
        }
        sql
    }

    /// Whether a folded text matches.
    pub fn matches(&self, folded: &str) -> bool {
        let pattern: Vec<Option<char>> = self
            .parts
            .iter()
            .flat_map(|part| match part {
                Part::Text(text) => text.chars().map(Some).collect(),
                Part::One => vec![Some('\0')],
                Part::Any => vec![None],
            })
            .collect();
        wild(&pattern, &folded.chars().collect::<Vec<_>>())
    }
}

/// Greedy matching with one point to come back to: linear in pattern times text.
fn wild(pattern: &[Option<char>], text: &[char]) -> bool {
    let (mut p, mut t) = (0, 0);
    let mut back: Option<(usize, usize)> = None;
    while t < text.len() {
        match pattern.get(p) {
            Some(None) => {
                back = Some((p + 1, t));
                p += 1;
            }
            Some(Some(c)) if *c == '\0' || text.get(t) == Some(c) => {
                p += 1;
                t += 1;
            }
            _ => match &mut back {
                Some((after, from)) => {
                    *from += 1;
                    (p, t) = (*after, *from);
                }
                None => return false,
            },
        }
    }
    pattern.iter().skip(p).all(Option::is_none)
}

fn flush(literal: &mut String, parts: &mut Vec<Part>) {
    if !literal.is_empty() {
        parts.push(Part::Text(fold(literal).into_owned()));
        literal.clear();
    }
}

/// The first text, by code points, behind all texts that begin with this one.
fn successor(text: &str) -> Option<String> {
    let mut head = text.to_owned();
    while let Some(last) = head.pop() {
        let next = match last {
            '\u{D7FF}' => Some('\u{E000}'),
            last => char::from_u32(u32::from(last) + 1),
        };
        if let Some(next) = next {
            head.push(next);
            return Some(head);
        }
    }
    None
}

/// Compiles a regular expression; None when it cannot be read, or not by both databases alike.
pub(crate) fn regexp(pattern: &str, binary: bool) -> Option<Regex> {
    let foreign = pattern.match_indices("(?").any(|(at, _)| !pattern[at..].starts_with("(?:"));
    if pattern.len() > MAX_LENGTH || foreign || pattern.contains("\\p") || pattern.contains("\\P") {
        return None;
    }
    RegexBuilder::new(pattern).case_insensitive(!binary).size_limit(1 << 20).build().ok()
}

/// The same pattern in the words of PostgreSQL.
pub(crate) fn postgres_regexp(pattern: &str) -> String {
    let mut text = String::with_capacity(pattern.len());
    let mut chars = pattern.chars();
    while let Some(c) = chars.next() {
        text.push(c);
        if c == '\\' {
            text.extend(chars.next().map(|c| match c {
                'b' => 'y',
                'B' => 'Y',
                'z' => 'Z',
                c => c,
            }));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{Pattern, regexp, successor};

    fn matches(pattern: &str, text: &str) -> bool {
        Pattern::read(pattern).is_some_and(|p| p.matches(&schema::fold::fold(text)))
    }

    #[test]
    fn wildcards_stand_for_any_text_and_for_one_letter() {
        assert!(matches("a%", "Ada"));
        assert!(matches("_o", "Bo"));
        assert!(!matches("A", "Ada"));
        assert!(matches("50\\% off\\_x", "50% off_x"));
        assert!(!matches("50\\%", "50% off"));
        assert!(matches("%a%a%", "banana"));
        assert!(!matches("%x", "banana"));
    }

    #[test]
    fn a_prefix_gives_a_range() {
        let pattern = Pattern::read("Abc%").expect("short");
        assert_eq!(pattern.prefix(), Some(("abc", "abd".to_owned(), true)));
        assert_eq!(Pattern::read("Ab%c").and_then(|p| p.prefix().map(|x| x.2)), Some(false));
        assert_eq!(Pattern::read("%c").and_then(|p| p.prefix().map(|x| x.2)), None);
        assert_eq!(successor("a\u{10FFFF}"), Some("b".to_owned()));
        assert_eq!(successor("\u{10FFFF}"), None);
    }

    #[test]
    fn regular_expressions_that_only_one_database_knows_are_refused() {
        assert!(regexp("^[ab]", false).is_some());
        assert!(regexp("(?:x|y)", true).is_some());
        assert!(regexp("(?P<n>x)", true).is_none());
        assert!(regexp("(a)\\1", true).is_none());
        assert!(regexp("(", true).is_none());
    }
}
