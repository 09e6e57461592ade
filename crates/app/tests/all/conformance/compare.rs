//! Compares an answer with what a case expects.

use serde_json::{Map, Value as Json};
use testkit::http::Answer;

use super::play::is_like;

/// Keys of an expectation that are no members of the body.
const OPTIONS: [&str; 9] =
    ["status", "error", "message_like", "absent", "json", "text_like", "content_type", "unordered", "partial"];

/// The lines by which an answer differs from what is expected.
pub fn check(expect: &Json, answer: &Answer) -> Vec<String> {
    let mut lines = Vec::new();
    let text = answer.text();
    let body = answer.json();
    let start: String = text.chars().take(300).collect();
    if let Some(status) = expect["status"].as_u64().filter(|status| *status != u64::from(answer.status)) {
        lines.push(format!("status: want {status}, got {}: {start}", answer.status));
    }
    if expect["error"].as_bool().is_some_and(|error| error != body.get("error_message").is_some()) {
        lines.push(format!("error: want {}, got {start}", expect["error"]));
    }
    let message = body["error_message"].as_str().unwrap_or_default();
    for (key, got) in [("message_like", message), ("text_like", text.as_str())] {
        if let Some(pattern) = expect[key].as_str().filter(|pattern| !is_like(pattern, got)) {
            lines.push(format!("{key}: want {pattern:?}, got {start}"));
        }
    }
    let kind = answer.header("content-type").unwrap_or_default();
    if let Some(want) = expect["content_type"].as_str().filter(|want| !kind.starts_with(want)) {
        lines.push(format!("content_type: want {want}, got {kind}"));
    }
    for key in expect["absent"].as_array().into_iter().flatten().filter_map(Json::as_str) {
        if body.get(key).is_some() {
            lines.push(format!("{key}: should be absent"));
        }
    }
    let options = Options {
        partial: expect["partial"].as_bool().unwrap_or(false),
        unordered: expect["unordered"].as_bool().unwrap_or(false),
    };
    if let Some(json) = expect.get("json") {
        differences(json, &body, options, "json", &mut lines);
    }
    for (key, want) in expect.as_object().into_iter().flatten().filter(|(key, _)| !OPTIONS.contains(&key.as_str())) {
        match body.get(key) {
            Some(got) => differences(want, got, options, key, &mut lines),
            None => lines.push(format!("{key}: missing from the answer: {start}")),
        }
    }
    lines
}

#[derive(Clone, Copy)]
struct Options {
    partial: bool,
    unordered: bool,
}

/// Adds one line for each place where `got` is not what is wanted.
fn differences(want: &Json, got: &Json, options: Options, path: &str, lines: &mut Vec<String>) {
    if let Some(hole) = want.as_str().and_then(|text| text.strip_prefix("{{")).and_then(|rest| rest.strip_suffix("}}"))
    {
        if !fits(hole, got) {
            lines.push(format!("{path}: want {hole}, got {}", brief(got)));
        }
        return;
    }
    match (want, got) {
        (Json::Object(want), Json::Object(got)) => objects(want, got, options, path, lines),
        (Json::Array(want), Json::Array(got)) if want.len() != got.len() => {
            lines.push(format!(
                "{path}: want {} items, got {}: {}",
                want.len(),
                got.len(),
                brief(&Json::Array(got.clone()))
            ));
        }
        (Json::Array(want), Json::Array(got)) if options.unordered => any_order(want, got, options, path, lines),
        (Json::Array(want), Json::Array(got)) => {
            for (at, (item, other)) in want.iter().zip(got).enumerate() {
                differences(item, other, options, &format!("{path}.{at}"), lines);
            }
        }
        (Json::Number(a), Json::Number(b)) if a.as_f64() == b.as_f64() => {}
        (want, got) if want == got => {}
        (want, got) => lines.push(format!("{path}: want {}, got {}", brief(want), brief(got))),
    }
}

fn objects(want: &Map<String, Json>, got: &Map<String, Json>, options: Options, path: &str, lines: &mut Vec<String>) {
    for (key, value) in want {
        match (value.as_str(), got.get(key)) {
            (Some("{{absent}}"), Some(other)) => {
                lines.push(format!("{path}.{key}: should be absent, got {}", brief(other)))
            }
            (Some("{{absent}}"), None) => {}
            (_, None) => lines.push(format!("{path}.{key}: missing, want {}", brief(value))),
            (_, Some(other)) => differences(value, other, options, &format!("{path}.{key}"), lines),
        }
    }
    if !options.partial {
        for (key, value) in got.iter().filter(|(key, _)| !want.contains_key(*key)) {
            lines.push(format!("{path}.{key}: not expected, got {}", brief(value)));
        }
    }
}

fn any_order(want: &[Json], got: &[Json], options: Options, path: &str, lines: &mut Vec<String>) {
    let mut left: Vec<&Json> = got.iter().collect();
    for (at, item) in want.iter().enumerate() {
        let hit = left.iter().position(|other| {
            let mut found = Vec::new();
            differences(item, other, options, "", &mut found);
            found.is_empty()
        });
        match hit {
            Some(hit) => {
                left.remove(hit);
            }
            None => lines.push(format!("{path}.{at}: nothing equals {}", brief(item))),
        }
    }
}

/// Whether a value is of the kind that a matcher names.
fn fits(matcher: &str, got: &Json) -> bool {
    let text_like = |pattern: &str| got.as_str().is_some_and(|text| is_like(&format!("^(?:{pattern})$"), text));
    match matcher {
        "any" => true,
        "absent" => false,
        "any:int" => got.is_i64() || got.is_u64(),
        "any:num" => got.is_number(),
        "any:bool" => got.is_boolean(),
        "any:str" => got.is_string(),
        "any:list" => got.is_array(),
        "any:date" => text_like(r"\d{4}-\d\d-\d\d"),
        "any:datetime" => text_like(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d"),
        other => {
            other.strip_prefix("like:").is_some_and(|pattern| got.as_str().is_some_and(|text| is_like(pattern, text)))
        }
    }
}

fn brief(value: &Json) -> String {
    let text = value.to_string();
    match text.char_indices().nth(300) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text,
    }
}
