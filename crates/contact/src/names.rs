//! Names and greetings from templates such as `{contact.last_name}{, }{contact.first_name}`. Pure.

/// One piece of a template.
#[derive(Debug, PartialEq)]
enum Piece<'t> {
    /// `{contact.first_name}`: the part after the dot.
    Token(&'t str),
    /// `{, }`: written only between two pieces that have something to say.
    Separator(&'t str),
    /// Text as it stands.
    Literal(&'t str),
}

/// Fills in a template; `value` knows the token by the part after `contact.` (`prefix_id:label`).
///
/// Blanks that an empty token leaves behind go: never two in a row, none at the ends.
pub fn fill<T: AsRef<str>>(template: &str, value: &dyn Fn(&str) -> Option<T>) -> String {
    let mut text = String::new();
    let mut waiting: Option<&str> = None;
    for piece in pieces(template) {
        match piece {
            Piece::Separator(separator) => {
                // Of two separators around an empty token the first one stays: `Doe, Jr.`
                if !text.is_empty() {
                    waiting.get_or_insert(separator);
                }
            }
            Piece::Literal(literal) => {
                text.push_str(waiting.take().unwrap_or(""));
                text.push_str(literal);
            }
            Piece::Token(token) => {
                if let Some(part) = value(token).filter(|part| !part.as_ref().trim().is_empty()) {
                    text.push_str(waiting.take().unwrap_or(""));
                    text.push_str(part.as_ref().trim());
                }
            }
        }
    }
    collapse(&text)
}

/// Fills in a template of several lines; lines that stay empty go.
pub fn fill_lines<T: AsRef<str>>(template: &str, value: &dyn Fn(&str) -> Option<T>) -> Vec<String> {
    template.lines().map(|line| fill(line, value)).filter(|line| !line.is_empty()).collect()
}

fn pieces(template: &str) -> Vec<Piece<'_>> {
    let mut found = Vec::new();
    let mut rest = template;
    while let Some(open) = rest.find('{') {
        let Some(length) = rest[open..].find('}') else { break };
        if open > 0 {
            found.push(Piece::Literal(&rest[..open]));
        }
        let inner = &rest[open + 1..open + length];
        found.push(match inner.trim().strip_prefix("contact.") {
            Some(token) => Piece::Token(token),
            None => Piece::Separator(inner),
        });
        rest = &rest[open + length + 1..];
    }
    if !rest.is_empty() {
        found.push(Piece::Literal(rest));
    }
    found
}

/// No two blanks in a row, none at the ends and none before a comma.
fn collapse(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").replace(" ,", ",")
}

/// The text cut to so many characters.
pub fn cut(text: &str, max: usize) -> String {
    match text.char_indices().nth(max) {
        Some((at, _)) => text[..at].trim_end().to_owned(),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DISPLAY: &str =
        "{contact.prefix_id:label}{ }{contact.first_name}{ }{contact.last_name}{ }{contact.suffix_id:label}";
    const SORT: &str = "{contact.last_name}{, }{contact.first_name}{ }{contact.suffix_id:label}";

    fn with(template: &str, parts: &[(&str, &str)]) -> String {
        let value = |token: &str| parts.iter().find(|(name, _)| *name == token).map(|(_, text)| (*text).to_owned());
        fill(template, &value)
    }

    #[test]
    fn separators_stand_only_between_parts_that_are_there() {
        let all =
            [("prefix_id:label", "Dr."), ("first_name", "Ada"), ("last_name", "Byron"), ("suffix_id:label", "Jr.")];
        assert_eq!(with(DISPLAY, &all), "Dr. Ada Byron Jr.");
        assert_eq!(with(SORT, &all), "Byron, Ada Jr.");
        assert_eq!(with(SORT, &[("first_name", "Ada")]), "Ada");
        assert_eq!(with(SORT, &[("last_name", "Byron")]), "Byron");
        assert_eq!(with(DISPLAY, &[("last_name", "Byron")]), "Byron");
        assert_eq!(with(SORT, &[("last_name", "Byron"), ("suffix_id:label", "Jr.")]), "Byron, Jr.");
        assert_eq!(with(SORT, &[]), "");
    }

    #[test]
    fn blanks_within_a_name_are_tidied() {
        assert_eq!(with(DISPLAY, &[("first_name", " Ada  K. "), ("last_name", "Byron")]), "Ada K. Byron");
    }

    #[test]
    fn a_greeting_keeps_its_words_and_drops_what_is_missing() {
        let greeting = "Dear {contact.prefix_id:label} {contact.first_name} {contact.last_name}";
        assert_eq!(with(greeting, &[("first_name", "Ada"), ("last_name", "Byron")]), "Dear Ada Byron");
        assert_eq!(with("Dear {contact.first_name},", &[]), "Dear,");
    }

    #[test]
    fn a_brace_without_its_partner_is_plain_text() {
        assert_eq!(with("a { b", &[]), "a { b");
    }

    #[test]
    fn long_names_are_cut_at_a_character() {
        assert_eq!(cut("éèàü", 2), "éè");
        assert_eq!(cut("ab", 2), "ab");
    }

    #[test]
    fn empty_lines_go() {
        let value = |token: &str| (token == "city").then(|| "Paris".to_owned());
        assert_eq!(fill_lines("{contact.street}\n{contact.city}{, }{contact.province}", &value), ["Paris"]);
    }
}
