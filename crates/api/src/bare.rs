//! Parameters that stand bare in a query string: `limit=2&select[]=id`.

use kit::Registry;
use schema::Catalog;
use serde_json::{Map, Value as Json};

use crate::offered::known;
use crate::parameter::Declared;

/// How deep brackets may be nested.
const DEEPEST: usize = 16;

/// The pairs of a query string as the parameters of a call: those that the action declares, in their type; others are
/// left out. `params`, `index` and what belongs to routing and signing in are the server's own.
pub fn bare_params<'p>(
    registry: &Registry,
    catalog: &Catalog,
    entity: &str,
    action: &str,
    pairs: impl IntoIterator<Item = (&'p str, &'p str)>,
) -> Map<String, Json> {
    let Ok(found) = known(registry, catalog, entity, action) else { return Map::new() };
    let given = nested(pairs);
    found.work.with_parameters(&found.entity, |groups| {
        let declared = |name: &str| groups.iter().flat_map(|group| group.iter()).find(|d| d.name == name);
        given.into_iter().filter_map(|(name, value)| Some((name.clone(), cast(declared(&name)?, value)))).collect()
    })
}

/// Text as the declared type, where it can be read so.
fn cast(declared: &Declared, value: Json) -> Json {
    let Json::String(text) = &value else { return value };
    for ty in declared.types {
        match (*ty, text.as_str()) {
            ("int", text) => {
                if let Ok(n) = text.parse::<i64>() {
                    return Json::from(n);
                }
            }
            ("bool", "1" | "true") => return Json::Bool(true),
            ("bool", "0" | "false" | "") => return Json::Bool(false),
            ("array", text) if text.starts_with(['[', '{']) => {
                if let Ok(json) = serde_json::from_str(text) {
                    return json;
                }
            }
            _ => {}
        }
    }
    value
}

/// Names and values with brackets in the names, as a tree: `a[b][]=1` is `{"a": {"b": ["1"]}}`.
pub fn nested<'p>(pairs: impl IntoIterator<Item = (&'p str, &'p str)>) -> Map<String, Json> {
    let mut tree = Map::new();
    for (name, value) in pairs {
        let Some((first, steps)) = steps(name) else { continue };
        let mut at = tree.entry(first).or_insert(Json::Null);
        for step in steps {
            if !at.is_object() {
                *at = Json::Object(Map::new());
            }
            let Json::Object(members) = at else { break };
            let key = if step.is_empty() { members.len().to_string() } else { step.to_owned() };
            at = members.entry(key).or_insert(Json::Null);
        }
        *at = Json::from(value);
    }
    tree.into_iter().map(|(name, value)| (name, listed(value))).collect()
}

/// `a[b][c]` is `a`, then `b` and `c`; None for brackets that do not close, or too many.
fn steps(name: &str) -> Option<(&str, Vec<&str>)> {
    let Some((first, rest)) = name.split_once('[') else { return Some((name, Vec::new())) };
    let inner = rest.strip_suffix(']')?;
    let steps: Vec<&str> = inner.split("][").collect();
    (steps.len() <= DEEPEST).then_some((first, steps))
}

/// Objects whose keys are 0, 1, 2 … are lists.
fn listed(value: Json) -> Json {
    let Json::Object(members) = value else { return value };
    let in_order = members.keys().enumerate().all(|(at, key)| *key == at.to_string());
    match in_order && !members.is_empty() {
        true => members.into_iter().map(|(_, value)| listed(value)).collect(),
        false => Json::Object(members.into_iter().map(|(key, value)| (key, listed(value))).collect()),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn brackets_make_lists_and_objects() {
        let pairs = [
            ("select[]", "id"),
            ("select[]", "name"),
            ("orderBy[name]", "ASC"),
            ("where[0][0]", "id"),
            ("where[0][1]", "="),
            ("where[0][2]", "5"),
        ];
        let expected = json!({
            "select": ["id", "name"], "orderBy": {"name": "ASC"}, "where": [["id", "=", "5"]],
        });
        assert_eq!(Json::Object(nested(pairs)), expected);
    }

    #[test]
    fn brackets_that_do_not_close_or_never_end_are_left_out() {
        let deep = format!("a{}", "[x]".repeat(40));
        assert_eq!(Json::Object(nested([("a[b", "1"), (deep.as_str(), "1"), ("c", "2")])), json!({"c": "2"}));
    }

    #[test]
    fn texts_become_what_the_parameter_is_declared_as() {
        let [_, _, _, limit, _] = &crate::parameter::LISTED;
        assert_eq!(cast(limit, json!("5")), json!(5));
        assert_eq!(cast(limit, json!("x")), json!("x"));
        let [_, _, _, debug] = &crate::parameter::COMMON;
        assert_eq!(cast(debug, json!("1")), json!(true));
    }
}
