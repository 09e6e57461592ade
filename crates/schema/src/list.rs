//! How several values lie in one text column.

use crate::Value;

/// The separator formats that existing databases use; the numbers are those of the API (`serialize`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListFormat {
    /// `␁a␁b␁`: each element stands between separators.
    Bookend = 1,
    /// `a␁b`
    Trimmed = 2,
    /// A JSON document; the only format whose elements may be objects.
    Json = 3,
    /// Called PHP in the API for its history; kept as JSON, never as executable serialisation.
    Php = 4,
    /// `a,b`
    Comma = 5,
}

const SEPARATOR: char = '\u{1}';

impl ListFormat {
    /// The column's text for these elements. Elements keep no separator of the format within them.
    pub fn join(self, items: &[Value]) -> String {
        let texts: Vec<String> = items.iter().map(element_text).collect();
        match self {
            ListFormat::Bookend if texts.is_empty() => String::new(),
            ListFormat::Bookend => {
                let clean: Vec<String> = texts.iter().map(|t| t.replace(SEPARATOR, "")).collect();
                format!("{SEPARATOR}{}{SEPARATOR}", clean.join("\u{1}"))
            }
            ListFormat::Trimmed => texts.iter().map(|t| t.replace(SEPARATOR, "")).collect::<Vec<_>>().join("\u{1}"),
            ListFormat::Comma => texts.iter().map(|t| t.replace(',', "")).collect::<Vec<_>>().join(","),
            ListFormat::Json | ListFormat::Php => {
                serde_json::Value::Array(items.iter().map(Value::to_json).collect()).to_string()
            }
        }
    }

    /// The elements in a column's text, as texts; JSON documents that are no list of scalars give none.
    pub fn split(self, text: &str) -> Vec<String> {
        match self {
            ListFormat::Bookend | ListFormat::Trimmed => parts(text.trim_matches(SEPARATOR), SEPARATOR),
            ListFormat::Comma => parts(text, ','),
            ListFormat::Json | ListFormat::Php => match serde_json::from_str(text) {
                Ok(serde_json::Value::Array(items)) => items.iter().filter_map(json_text).collect(),
                _ => Vec::new(),
            },
        }
    }
}

fn parts(text: &str, separator: char) -> Vec<String> {
    match text {
        "" => Vec::new(),
        _ => text.split(separator).map(str::to_owned).collect(),
    }
}

fn json_text(item: &serde_json::Value) -> Option<String> {
    match item {
        serde_json::Value::String(text) => Some(text.clone()),
        serde_json::Value::Number(n) => Some(n.to_string()),
        serde_json::Value::Bool(b) => Some(u8::from(*b).to_string()),
        _ => None,
    }
}

fn element_text(item: &Value) -> String {
    match item {
        Value::Bool(b) => u8::from(*b).to_string(),
        Value::Text(text) => text.clone(),
        other => match other.to_json() {
            serde_json::Value::String(text) => text,
            json => json.to_string(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_separator_format_gives_back_its_elements() {
        let items = [Value::from("Student"), Value::Int(3)];
        for format in [ListFormat::Bookend, ListFormat::Trimmed, ListFormat::Json, ListFormat::Comma] {
            assert_eq!(format.split(&format.join(&items)), ["Student", "3"], "{format:?}");
        }
        assert_eq!(ListFormat::Bookend.join(&items), "\u{1}Student\u{1}3\u{1}");
    }

    #[test]
    fn an_element_cannot_smuggle_a_second_one_in() {
        let joined = ListFormat::Bookend.join(&[Value::from("a\u{1}b")]);
        assert_eq!(ListFormat::Bookend.split(&joined), ["ab"]);
    }
}
