//! When a field is shown, and when it must be filled in: conditions on what other fields of the same record hold.
//!
//! They are kept as the API writes `where`: `{"show":[["Skills.Craft","=","loom"]],"require":[["OR",[…]]]}`. A form with
//! scripts follows them while one types (`assets/js/condition.js` says the same); the server has the last word.

use rust_decimal::Decimal;
use schema::fold::fold;
use serde_json::{Value as Json, json};

/// The conditions of one field. An empty list says nothing: always shown, never required for their sake.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Conditions {
    pub show: Vec<Json>,
    pub require: Vec<Json>,
}

/// The operators that conditions know.
pub const OPERATORS: [&str; 12] =
    ["=", "!=", ">", ">=", "<", "<=", "IN", "NOT IN", "CONTAINS", "NOT CONTAINS", "IS EMPTY", "IS NOT EMPTY"];

/// Conditions within conditions: beyond this nobody understands them.
const DEEPEST: usize = 8;

impl Conditions {
    /// Reads what the field keeps; nothing where it is not sound.
    pub fn read(text: &str) -> Option<Conditions> {
        let json: Json = serde_json::from_str(text).ok()?;
        let all = json.as_object()?;
        let list = |name: &str| match all.get(name) {
            None | Some(Json::Null) => Some(Vec::new()),
            Some(Json::Array(items)) => items.iter().all(|one| is_sound(one, 0)).then(|| items.clone()),
            Some(_) => None,
        };
        let known = all.keys().all(|name| matches!(name.as_str(), "show" | "require"));
        known.then(|| Some(Conditions { show: list("show")?, require: list("require")? }))?
    }

    /// As the field keeps them; None where there are none.
    pub fn written(&self) -> Option<String> {
        let mut all = serde_json::Map::new();
        for (name, list) in [("show", &self.show), ("require", &self.require)] {
            if !list.is_empty() {
                all.insert(name.to_owned(), json!(list));
            }
        }
        (!all.is_empty()).then(|| Json::Object(all).to_string())
    }

    pub fn is_empty(&self) -> bool {
        self.show.is_empty() && self.require.is_empty()
    }

    /// The fields that they speak of.
    pub fn fields(&self) -> Vec<&str> {
        let mut found = Vec::new();
        self.show.iter().chain(&self.require).for_each(|one| collect(one, &mut found));
        found
    }

    /// The same with each comparison as `change` says: renamed, or settled.
    pub fn map(&self, change: &dyn Fn(&[Json]) -> Json) -> Conditions {
        let list = |all: &[Json]| all.iter().map(|one| mapped(one, change)).collect();
        Conditions { show: list(&self.show), require: list(&self.require) }
    }

    /// Whether the field is shown, by what others hold.
    pub fn shown(&self, held: &dyn Fn(&str) -> Vec<String>) -> bool {
        self.show.iter().all(|one| holds(one, held))
    }

    /// Whether the field must be filled in, beside what it says of itself.
    pub fn required(&self, held: &dyn Fn(&str) -> Vec<String>) -> bool {
        !self.require.is_empty() && self.require.iter().all(|one| holds(one, held))
    }
}

/// The comparisons of a group, if it is one.
fn group(one: &Json) -> Option<(&str, &[Json])> {
    let name = one.get(0)?.as_str()?;
    let inner = one.get(1)?.as_array()?;
    matches!(name, "AND" | "OR" | "NOT").then_some((name, inner))
}

fn is_sound(one: &Json, depth: usize) -> bool {
    if let Some((_, inner)) = group(one) {
        return depth < DEEPEST && inner.iter().all(|one| is_sound(one, depth + 1));
    }
    let Some(parts) = one.as_array() else { return false };
    let plain = |json: &Json| !json.is_object() && !json.is_array();
    let right = match parts.get(2) {
        Some(Json::Array(items)) => items.iter().all(plain),
        Some(Json::Object(_)) => false,
        _ => true,
    };
    let text = |at: usize| parts.get(at).and_then(Json::as_str);
    right && text(0).is_some_and(|name| !name.is_empty()) && text(1).is_some_and(|name| OPERATORS.contains(&name))
}

fn collect<'j>(one: &'j Json, found: &mut Vec<&'j str>) {
    match group(one) {
        Some((_, inner)) => inner.iter().for_each(|one| collect(one, found)),
        None => found.extend(one.get(0).and_then(Json::as_str)),
    }
}

fn mapped(one: &Json, change: &dyn Fn(&[Json]) -> Json) -> Json {
    match (group(one), one.as_array()) {
        (Some((name, inner)), _) => json!([name, inner.iter().map(|one| mapped(one, change)).collect::<Vec<_>>()]),
        (None, Some(parts)) => change(parts),
        _ => one.clone(),
    }
}

/// A condition that always holds, or never: for what is known already.
pub fn settled(holds: bool) -> Json {
    json!([if holds { "AND" } else { "OR" }, []])
}

/// Whether one condition holds.
pub fn holds(one: &Json, held: &dyn Fn(&str) -> Vec<String>) -> bool {
    match group(one) {
        Some(("OR", inner)) => inner.iter().any(|one| holds(one, held)),
        Some(("NOT", inner)) => !inner.iter().all(|one| holds(one, held)),
        Some((_, inner)) => inner.iter().all(|one| holds(one, held)),
        None => {
            let text = |at: usize| one.get(at).and_then(Json::as_str).unwrap_or_default();
            met(&held(text(0)), text(1), one.get(2).unwrap_or(&Json::Null))
        }
    }
}

fn met(held: &[String], operator: &str, right: &Json) -> bool {
    let right: Vec<String> =
        right.as_array().map_or(std::slice::from_ref(right), Vec::as_slice).iter().map(word).collect();
    let is = || held.iter().any(|one| right.iter().any(|other| compare(one, other).is_eq()));
    let any = |fits: fn(std::cmp::Ordering) -> bool| {
        right.first().is_some_and(|other| held.iter().any(|one| fits(compare(one, other))))
    };
    match operator {
        "=" | "IN" | "CONTAINS" => is(),
        "!=" | "NOT IN" | "NOT CONTAINS" => !is(),
        ">" => any(std::cmp::Ordering::is_gt),
        ">=" => any(std::cmp::Ordering::is_ge),
        "<" => any(std::cmp::Ordering::is_lt),
        "<=" => any(std::cmp::Ordering::is_le),
        "IS EMPTY" => held.is_empty(),
        _ => !held.is_empty(),
    }
}

fn word(json: &Json) -> String {
    match json {
        Json::Null => String::new(),
        Json::Bool(on) => u8::from(*on).to_string(),
        Json::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// Numbers as numbers, everything else as people compare texts.
fn compare(a: &str, b: &str) -> std::cmp::Ordering {
    let number = |text: &str| text.replace([' ', '\u{a0}', '\u{202f}'], "").replace(',', ".").parse::<Decimal>().ok();
    match (number(a), number(b)) {
        (Some(a), Some(b)) => a.cmp(&b),
        _ => fold(a.trim()).cmp(&fold(b.trim())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Conditions {
        Conditions::read(text).unwrap_or_default()
    }

    #[test]
    fn a_field_is_shown_by_what_another_holds() {
        let when = of(r#"{"show":[["Skills.Craft","=","loom"]],"require":[["Skills.Years",">=",10]]}"#);
        let held = |craft: &'static str, years: &'static str| {
            move |name: &str| match name {
                "Skills.Craft" => vec![craft.to_owned(), "else".to_owned()],
                _ => Some(years.to_owned()).filter(|text| !text.is_empty()).into_iter().collect(),
            }
        };
        assert!(when.shown(&held("Loom", "")) && !when.shown(&held("wheel", "")));
        assert!(when.required(&held("", "10,0")) && !when.required(&held("", "9")) && !when.required(&held("", "")));
        assert_eq!(when.fields(), ["Skills.Craft", "Skills.Years"]);
        assert_eq!(of(&when.written().unwrap_or_default()), when);
    }

    #[test]
    fn groups_and_settled_conditions_are_read_as_where_is() {
        let nobody = |_: &str| Vec::new();
        let any = of(r#"{"show":[["OR",[["a","=",1],["b","IS EMPTY"]]]]}"#);
        assert!(any.shown(&nobody));
        assert!(!of(r#"{"show":[["NOT",[["b","IS EMPTY"]]]]}"#).shown(&nobody));
        assert!(holds(&settled(true), &nobody) && !holds(&settled(false), &nobody));
        assert!(!Conditions::default().required(&nobody), "no condition asks for nothing");
        let renamed = any.map(&|parts| json!([format!("seen.{}", word(&parts[0])), parts[1]]));
        assert_eq!(renamed.fields(), ["seen.a", "seen.b"]);
    }

    #[test]
    fn what_is_no_condition_is_not_read() {
        for text in ["[]", "{\"hide\":[]}", "{\"show\":[[\"a\",\"~\",1]]}", "{\"show\":[[\"a\",\"=\",{}]]}", "x"] {
            assert_eq!(Conditions::read(text), None, "{text}");
        }
    }
}
