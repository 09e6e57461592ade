//! Records written as JSON as a table, so that they come in as any other list does: a list of objects, an answer of the
//! API, or one object a line.

use std::collections::HashMap;

use serde_json::{Map, Value as Json};

/// Objects within objects become columns `address.city` down to this depth.
const DEEPEST: usize = 4;

/// Whether a file begins as such lists do.
pub fn is_list(start: &[u8]) -> bool {
    let start = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(start);
    let text = String::from_utf8_lossy(start);
    let text = text.trim_start();
    match text.as_bytes().first() {
        Some(b'{') => text[1..].trim_start().starts_with(['"', '}']),
        Some(b'[') => text[1..].trim_start().starts_with(['{', ']']),
        _ => false,
    }
}

/// The records as delimited text; None where this is no list of records.
pub fn table(bytes: &[u8]) -> Option<String> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    Some(of_records(&records(bytes)?))
}

/// Records as delimited text, whose columns are all that any of them has.
pub fn of_records(records: &[Map<String, Json>]) -> String {
    let mut columns: Vec<String> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    let mut rows: Vec<Vec<(usize, String)>> = Vec::with_capacity(records.len());
    for record in records {
        let mut cells = Vec::new();
        flatten("", record, 1, &mut cells);
        let place = |(name, text): (String, String)| {
            let at = *places.entry(name).or_insert_with_key(|name| {
                columns.push(name.clone());
                columns.len() - 1
            });
            (at, text)
        };
        rows.push(cells.into_iter().map(place).collect());
    }
    let mut text = line(columns.iter().map(String::as_str));
    for row in rows {
        let mut cells = vec![""; columns.len()];
        for (at, cell) in &row {
            cells[*at] = cell;
        }
        text.push_str(&line(cells.into_iter()));
    }
    text
}

fn records(bytes: &[u8]) -> Option<Vec<Map<String, Json>>> {
    match serde_json::from_slice::<Json>(bytes) {
        Ok(Json::Array(items)) => objects(items),
        Ok(Json::Object(mut one)) => match one.remove("values") {
            // An answer of the API: a list, or objects by their ids.
            Some(Json::Array(items)) => objects(items),
            Some(Json::Object(by_id)) => objects(by_id.into_iter().map(|(_, one)| one).collect()),
            _ => Some(vec![one]),
        },
        Ok(_) => None,
        Err(_) => {
            let lines = bytes.split(|byte| *byte == b'\n').filter(|line| !line.trim_ascii().is_empty());
            lines.map(|line| serde_json::from_slice(line).ok()).collect()
        }
    }
}

fn objects(items: Vec<Json>) -> Option<Vec<Map<String, Json>>> {
    let object = |one: Json| if let Json::Object(one) = one { Some(one) } else { None };
    items.into_iter().map(object).collect()
}

fn flatten(before: &str, record: &Map<String, Json>, depth: usize, cells: &mut Vec<(String, String)>) {
    for (name, value) in record {
        let name = format!("{before}{name}");
        match value {
            Json::Object(inner) if depth < DEEPEST => flatten(&format!("{name}."), inner, depth + 1, cells),
            other => cells.push((name, plain(other))),
        }
    }
}

/// A value as a cell: lists with commas, as columns of several choices take them.
fn plain(value: &Json) -> String {
    match value {
        Json::Null => String::new(),
        Json::Bool(yes) => if *yes { "1" } else { "0" }.to_owned(),
        Json::String(text) => text.replace('\0', ""),
        Json::Array(items) if items.iter().all(|item| !item.is_array() && !item.is_object()) => {
            items.iter().map(plain).collect::<Vec<_>>().join(", ")
        }
        other => other.to_string(),
    }
}

fn line<'c>(cells: impl Iterator<Item = &'c str>) -> String {
    let quoted = cells.map(|cell| format!("\"{}\"", cell.replace('"', "\"\"")));
    format!("{}\n", quoted.collect::<Vec<_>>().join(","))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn objects_become_rows_whatever_they_have_in_common() {
        let text = table(br#"[{"first_name":"Ada","tags":["a","b"],"age":36},{"first_name":"B \"B\"","address":{"city":"Nyons"},"ok":true}]"#);
        let expected = "\"first_name\",\"tags\",\"age\",\"address.city\",\"ok\"\n\"Ada\",\"a, b\",\"36\",\"\",\"\"\n\"B \"\"B\"\"\",\"\",\"\",\"Nyons\",\"1\"\n";
        assert_eq!(text.as_deref(), Some(expected));
    }

    #[test]
    fn lines_of_objects_and_answers_of_the_api_are_lists_too() {
        let rows = |text: &str| table(text.as_bytes()).map(|table| table.lines().count());
        assert_eq!(rows("{\"a\":1}\n{\"a\":2}\n"), Some(3));
        assert_eq!(rows(r#"{"version":4,"values":[{"a":1},{"a":2}]}"#), Some(3));
        assert_eq!(rows(r#"{"values":{"7":{"a":1}}}"#), Some(2));
        assert_eq!(rows("[1,2]"), None);
        assert_eq!(rows("{\"a\":1}\nnonsense"), None);
    }

    #[test]
    fn lists_are_known_by_their_first_signs() {
        assert!(is_list(b" [ {\"a\":1}]") && is_list(b"\xef\xbb\xbf{\"a\":1}") && is_list(b"[]"));
        assert!(!is_list(b"[tag] Nom;Mail") && !is_list(b"{x};Nom") && !is_list(b"Nom;Mail") && !is_list(b""));
    }
}
