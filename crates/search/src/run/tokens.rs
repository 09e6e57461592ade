//! Texts with holes: `[first_name] of [city]`, filled from the row.

use serde_json::Value as Json;

/// The names in a text's square brackets.
pub fn names(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some((_, behind)) = rest.split_once('[') {
        let Some((name, after)) = behind.split_once(']') else { break };
        if !name.is_empty() && !name.contains('[') {
            found.push(name.to_owned());
        }
        rest = after;
    }
    found
}

/// The text with every hole filled; what `value` does not know stays empty.
pub fn fill(text: &str, value: impl Fn(&str) -> String) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once('[') {
        out.push_str(before);
        match behind.split_once(']') {
            Some((name, after)) if !name.is_empty() && !name.contains('[') => {
                out.push_str(&value(name));
                rest = after;
            }
            _ => {
                out.push('[');
                rest = behind;
            }
        }
    }
    out.push_str(rest);
    out
}

/// The names in all texts of a column that have holes.
pub fn in_column(column: &Json) -> Vec<String> {
    let mut found = Vec::new();
    for key in ["rewrite", "title", "label", "empty_value", "alt"] {
        if let Some(text) = column.get(key).and_then(Json::as_str) {
            found.extend(names(text));
        }
    }
    found.extend(column.pointer("/image/alt").and_then(Json::as_str).map(names).unwrap_or_default());
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holes_are_filled_and_nothing_else() {
        let value = |name: &str| if name == "a" { "1".to_owned() } else { String::new() };
        assert_eq!(fill("x [a] y [b] z", value), "x 1 y  z");
        assert_eq!(fill("[] [ a", value), "[] [ a");
        assert_eq!(names("[a] and [b.c:label]"), ["a", "b.c:label"]);
    }

    #[test]
    fn what_is_filled_in_is_not_filled_again() {
        assert_eq!(fill("[a]", |_| "[b]".to_owned()), "[b]");
    }
}
