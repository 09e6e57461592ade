//! Chains of v3: `api.Email.get` among the parameters runs for each row, with the row's id put in.

use serde_json::{Map, Value as Json};
use store::{Result, Tx};

use super::{Request, known, name, run, value};

/// Entity and action of a chained call, from its key: `api.Email.get`, `api_email_get`.
pub(super) fn target(key: &str) -> Option<(&str, &str)> {
    let rest = key.strip_prefix("api.").or_else(|| key.strip_prefix("api_"))?;
    // Names have underscores of their own; the action is what stands behind the last mark.
    let (entity, action) = match rest.split_once('.') {
        Some((entity, action)) => (entity, action.split('.').next().unwrap_or(action)),
        None => rest.rsplit_once('_')?,
    };
    (!entity.is_empty() && !action.is_empty()).then_some((entity, action))
}

/// Runs the chained calls for each row; their answers stand in the row under their keys.
pub(super) fn apply(tx: &mut Tx<'_>, request: &Request<'_>, rows: &mut [Map<String, Json>]) -> Result<()> {
    let links: Vec<(&String, &Json)> = request.params.iter().filter(|(key, _)| target(key).is_some()).collect();
    if links.is_empty() || rows.is_empty() {
        return Ok(());
    }
    for row in rows {
        for (key, params) in &links {
            let answer = match params {
                Json::Array(several) => {
                    let answers = several.iter().map(|params| link(tx, request, row, key, params));
                    Json::Array(answers.collect::<Result<_>>()?)
                }
                one => link(tx, request, row, key, one)?,
            };
            row.insert((*key).clone(), answer);
        }
    }
    Ok(())
}

fn link(tx: &mut Tx<'_>, request: &Request<'_>, row: &Map<String, Json>, key: &str, params: &Json) -> Result<Json> {
    let Some((entity, action)) = target(key) else { return Ok(Json::Null) };
    let mut given = match params {
        Json::Object(map) => map.iter().map(|(key, item)| (key.clone(), filled(item, row))).collect(),
        _ => Map::new(),
    };
    let mut call = known(request.registry, tx.catalog(), entity, action, Map::new(), request.nesting.next()?)?;
    inherit(tx, request, &call, row, &mut given)?;
    call.params = given;
    run(tx, &call)
}

/// What a chained call knows of its row: the row's id under the name by which the other entity refers to it, or the
/// id of the other entity where the row has it.
fn inherit(
    tx: &Tx<'_>,
    request: &Request<'_>,
    call: &Request<'_>,
    row: &Map<String, Json>,
    given: &mut Map<String, Json>,
) -> Result<()> {
    let (parent, child) = (tx.entity(&request.entity)?, tx.entity(&call.entity)?);
    let Some(id) = row.get("id").cloned() else { return Ok(()) };
    let base = |entity: &schema::Entity| entity.preset.as_ref().map_or(entity.name.clone(), |p| p.entity.clone());
    if base(&parent) == base(&child) {
        given.entry("id").or_insert(id);
    } else if let Some(other) = row.get(&name::own_key(&child)).filter(|other| value::is_set(Some(other))) {
        given.entry("id").or_insert(other.clone());
    } else {
        let key = name::own_key(&parent);
        if child.field(&key).is_some() {
            given.entry(key).or_insert(id.clone());
        }
        if child.field("entity_id").is_some() && child.field("entity_table").is_some() {
            given.entry("entity_table").or_insert(Json::from(&*parent.table));
            given.entry("entity_id").or_insert(id);
        }
    }
    given.entry("sequential").or_insert(Json::from(1));
    Ok(())
}

/// The JSON with every text `$value.name` replaced by what the row has there.
fn filled(json: &Json, row: &Map<String, Json>) -> Json {
    match json {
        Json::String(text) => match text.strip_prefix("$value.") {
            Some(path) => within(row, path).unwrap_or(json).clone(),
            None => json.clone(),
        },
        Json::Array(items) => items.iter().map(|item| filled(item, row)).collect(),
        Json::Object(map) => map.iter().map(|(key, item)| (key.clone(), filled(item, row))).collect(),
        other => other.clone(),
    }
}

/// What a path leads to; names within it may have dots of their own (`api.Email.get.values.0.id`).
fn within<'r>(row: &'r Map<String, Json>, path: &str) -> Option<&'r Json> {
    if let Some(value) = row.get(path) {
        return Some(value);
    }
    path.match_indices('.').find_map(|(dot, _)| {
        let rest = &path[dot + 1..];
        match row.get(&path[..dot])? {
            Json::Object(map) => within(map, rest),
            Json::Array(items) => {
                let (at, rest) = rest.split_once('.').map_or((rest, None), |(at, rest)| (at, Some(rest)));
                let item = items.get(at.parse::<usize>().ok()?)?;
                rest.map_or(Some(item), |rest| within(item.as_object()?, rest))
            }
            _ => None,
        }
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn keys_of_chained_calls_are_read_in_both_spellings() {
        assert_eq!(target("api.Email.get"), Some(("Email", "get")));
        assert_eq!(target("api.LineItem.create.1"), Some(("LineItem", "create")));
        assert_eq!(target("api_line_item_get"), Some(("line_item", "get")));
        assert_eq!(target("api_key"), None);
        assert_eq!(target("apikey.x.y"), None);
    }

    #[test]
    fn values_of_the_row_and_of_earlier_answers_are_put_in() {
        let row = json!({"id": "5", "api.Email.get": {"values": [{"id": "7"}]}});
        let row = row.as_object().unwrap();
        assert_eq!(filled(&json!(["$value.id", "$value.nosuch"]), row), json!(["5", "$value.nosuch"]));
        assert_eq!(filled(&json!("$value.api.Email.get.values.0.id"), row), json!("7"));
    }
}
