//! The words of an expression: names and numbers, quoted texts, brackets and commas.

/// One token, with where it began and ended.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Token<'t> {
    Word(&'t str),
    Text(String),
    Open,
    Close,
    Comma,
}

/// The tokens of a text, and whether each touches the one before it. None when a quote is not closed.
pub(crate) fn tokens(text: &str) -> Option<Vec<(Token<'_>, bool)>> {
    let mut found = Vec::new();
    let mut rest = text;
    let mut touches = false;
    loop {
        let trimmed = rest.trim_start();
        touches &= trimmed.len() == rest.len();
        rest = trimmed;
        let Some(first) = rest.chars().next() else { return Some(found) };
        let (token, length) = match first {
            '(' => (Token::Open, 1),
            ')' => (Token::Close, 1),
            ',' => (Token::Comma, 1),
            '"' | '\'' => {
                let length = quoted_length(rest, first)?;
                (Token::Text(unquoted(&rest[1..length - 1], first)), length)
            }
            _ => {
                let ends = |c: char| c.is_whitespace() || matches!(c, '(' | ')' | ',' | '"' | '\'');
                let length = rest.find(ends).unwrap_or(rest.len());
                (Token::Word(&rest[..length]), length)
            }
        };
        found.push((token, touches));
        touches = true;
        rest = &rest[length..];
    }
}

/// The length of the quoted text that this one begins with, quotes included.
fn quoted_length(text: &str, quote: char) -> Option<usize> {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            c if c == quote => return Some(at + 1),
            _ => {}
        }
    }
    None
}

/// The text between quotes, its escaped quotes and backslashes plain.
pub(crate) fn unquoted(inner: &str, quote: char) -> String {
    let mut text = String::with_capacity(inner.len());
    let mut chars = inner.chars().peekable();
    while let Some(c) = chars.next() {
        match chars.peek() {
            Some(next) if c == '\\' && (*next == quote || *next == '\\') => {
                text.push(*next);
                chars.next();
            }
            _ => text.push(c),
        }
    }
    text
}

/// Whether this is how a number is written.
pub(crate) fn is_number(word: &str) -> bool {
    let digits = word.strip_prefix(['-', '+']).unwrap_or(word);
    digits.starts_with(|c: char| c.is_ascii_digit() || c == '.')
        && digits.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'e' | b'E' | b'+' | b'-'))
        && word.parse::<f64>().is_ok_and(f64::is_finite)
}
