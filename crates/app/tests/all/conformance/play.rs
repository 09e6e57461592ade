//! Plays a case: sends its steps, fills in what earlier steps have saved, compares the answers.

use regex::Regex;
use serde_json::{Map, Value as Json, json};
use testkit::TestApp;
use testkit::http::{Answer, Client, encode};

use super::compare;

const API: &str = "/civicrm/ajax/api4";
/// Placeholders that stand for a kind of value and are compared, not filled in.
const MATCHERS: [&str; 9] =
    ["any", "absent", "any:int", "any:num", "any:bool", "any:str", "any:list", "any:date", "any:datetime"];

/// The lines by which a case fails; none if it holds.
pub fn run(case: &Json, app: &TestApp) -> Vec<String> {
    let mut saved = Map::new();
    saved.insert("run".to_owned(), json!(token()));
    saved.insert("key".to_owned(), json!(app.key));
    let mut client = app.client();
    for (number, step) in case["steps"].as_array().into_iter().flatten().enumerate() {
        let played = play(step, &mut saved, &mut client, &app.key);
        let lines = played.unwrap_or_else(|problem| vec![problem]);
        if !lines.is_empty() {
            let what = match step["http"]["path"].as_str() {
                Some(path) => path.to_owned(),
                None => format!(
                    "{}.{}",
                    step["entity"].as_str().unwrap_or_default(),
                    step["action"].as_str().unwrap_or_default()
                ),
            };
            let mut all = vec![format!("step {} {what}", number + 1)];
            all.extend(lines.into_iter().take(8));
            return all;
        }
    }
    Vec::new()
}

fn play(step: &Json, saved: &mut Map<String, Json>, client: &mut Client, key: &str) -> Result<Vec<String>, String> {
    let mut sent = step.clone();
    if let Some(members) = sent.as_object_mut() {
        members.remove("expect");
    }
    let sent = fill(&sent, saved)?;
    let answer = send(&sent, saved, client, key)?;
    let expect = fill(step.get("expect").unwrap_or(&json!({"status": 200})), saved)?;
    let lines = compare::check(&expect, &answer);
    if let (true, Some(name)) = (lines.is_empty(), step["save"].as_str()) {
        let body = answer.json();
        let kept = match (step.get("http"), body.get("values")) {
            (None, Some(values)) => values.clone(),
            _ => body,
        };
        saved.insert(name.to_owned(), kept);
    }
    Ok(lines)
}

fn send(step: &Json, saved: &Map<String, Json>, client: &mut Client, key: &str) -> Result<Answer, String> {
    let credential = || credential(step, saved, key);
    let raw = match step.get("http") {
        Some(http) => {
            let mut http = http.clone();
            if step.get("as").is_some() {
                let mut headers = credential()?;
                headers.extend(http["headers"].as_object().cloned().unwrap_or_default());
                http["headers"] = Json::Object(headers);
            }
            http
        }
        None => {
            let mut form = json!({"params": step.get("params").cloned().unwrap_or_else(|| json!({}))});
            if let Some(index) = step.get("index").filter(|index| !index.is_null()) {
                form["index"] = index.clone();
            }
            let mut headers = credential()?;
            headers.insert("X-Requested-With".to_owned(), json!("XMLHttpRequest"));
            json!({
                "path": format!("{API}/{}/{}", text(&step["entity"]), text(&step["action"])),
                "form": form,
                "headers": headers,
            })
        }
    };
    request(&raw, client)
}

fn request(raw: &Json, client: &mut Client) -> Result<Answer, String> {
    let mut path = text(&raw["path"]);
    let mut headers: Vec<(String, String)> =
        raw["headers"].as_object().into_iter().flatten().map(|(name, value)| (name.clone(), text(value))).collect();
    if let Some(query) = raw["query"].as_object() {
        path = format!("{path}?{}", form(query));
    }
    let mut body = raw["body"].as_str().map(str::to_owned);
    let mut default = |kind: &str| {
        if !headers.iter().any(|(name, _)| name == "Content-Type") {
            headers.push(("Content-Type".to_owned(), kind.to_owned()));
        }
    };
    if let Some(fields) = raw["form"].as_object() {
        default("application/x-www-form-urlencoded");
        body = Some(form(fields));
    } else if let Some(json) = raw.get("json") {
        default("application/json");
        body = Some(json.to_string());
    }
    let headers: Vec<(&str, &str)> = headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let method = raw["method"].as_str().unwrap_or("POST");
    // A POST without a body says so.
    let bytes = body.as_deref().map(str::as_bytes).or((method == "POST").then_some(b""));
    client.send(method, &path, &headers, bytes).map_err(|error| error.to_string())
}

fn credential(step: &Json, saved: &Map<String, Json>, key: &str) -> Result<Map<String, Json>, String> {
    let key = match step.get("as").map(text).as_deref() {
        None | Some("admin") => Some(key.to_owned()),
        Some("anon") => None,
        Some(who) => Some(text(&look_up(&format!("{who}.0.api_key"), saved)?)),
    };
    Ok(key.map(|key| ("X-Civi-Auth".to_owned(), json!(format!("Bearer {key}")))).into_iter().collect())
}

fn form(fields: &Map<String, Json>) -> String {
    let texts: Vec<(String, String)> = fields.iter().map(|(name, value)| (name.clone(), text(value))).collect();
    let pairs: Vec<(&str, &str)> = texts.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    encode(&pairs)
}

/// Texts as they are, anything else as JSON.
fn text(json: &Json) -> String {
    json.as_str().map_or_else(|| json.to_string(), str::to_owned)
}

/// A copy with its placeholders replaced; matchers stay.
fn fill(node: &Json, saved: &Map<String, Json>) -> Result<Json, String> {
    Ok(match node {
        Json::Object(members) => {
            let mut filled = Map::new();
            for (name, value) in members {
                filled.insert(fill_text(name, saved)?, fill(value, saved)?);
            }
            Json::Object(filled)
        }
        Json::Array(items) => Json::Array(items.iter().map(|item| fill(item, saved)).collect::<Result<_, _>>()?),
        Json::String(text) => fill_string(text, saved)?,
        other => other.clone(),
    })
}

fn fill_string(text: &str, saved: &Map<String, Json>) -> Result<Json, String> {
    let inner = text.strip_prefix("{{").and_then(|rest| rest.strip_suffix("}}"));
    if let Some(pattern) = inner.and_then(|inner| inner.strip_prefix("like:")) {
        return Ok(json!(format!("{{{{like:{}}}}}", fill_text(pattern, saved)?)));
    }
    match inner.filter(|inner| !inner.contains(['{', '}'])) {
        Some(inner) if MATCHERS.contains(&inner) => Ok(json!(text)),
        Some(inner) => look_up(inner, saved),
        None => Ok(json!(fill_text(text, saved)?)),
    }
}

fn fill_text(text: &str, saved: &Map<String, Json>) -> Result<String, String> {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("{{") {
        let Some((path, after)) = after.split_once("}}").filter(|(path, _)| !path.contains(['{', '}'])) else { break };
        out.push_str(before);
        out.push_str(&self::text(&look_up(path, saved)?));
        rest = after;
    }
    out.push_str(rest);
    Ok(out)
}

/// The value that a placeholder stands for.
fn look_up(path: &str, saved: &Map<String, Json>) -> Result<Json, String> {
    if path == "day" || path.starts_with("day:") {
        let offset = path.get(4..).and_then(|days| days.parse::<i64>().ok()).unwrap_or(0);
        return Ok(json!(day(offset)));
    }
    let missing = || format!("nothing is saved at {{{{{path}}}}}");
    let mut parts = path.split('.');
    let mut value = parts.next().and_then(|name| saved.get(name)).ok_or_else(missing)?;
    for part in parts {
        value = match value {
            Json::Array(items) => part.parse::<usize>().ok().and_then(|at| items.get(at)),
            other => other.get(part),
        }
        .ok_or_else(missing)?;
    }
    Ok(value.clone())
}

fn day(offset: i64) -> String {
    let today = jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date();
    today.saturating_add(jiff::SignedDuration::from_hours(24 * offset)).to_string()
}

/// Letters that no other run uses, without vowels so that they make no words.
fn token() -> String {
    const LETTERS: &[u8] = b"bcdfghjklmnpqrstvwxz";
    let mut bytes = [0_u8; 9];
    let _ = getrandom::fill(&mut bytes);
    bytes.iter().map(|byte| char::from(LETTERS[usize::from(*byte) % LETTERS.len()])).collect()
}

/// Whether a text matches a pattern of the cases.
pub fn is_like(pattern: &str, text: &str) -> bool {
    Regex::new(pattern).is_ok_and(|pattern| pattern.is_match(text))
}
