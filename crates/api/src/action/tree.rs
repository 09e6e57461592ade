//! Rows of an entity that is a tree: parents before children, with their depth and the number that hangs below.

use std::collections::{HashMap, HashSet};

use crate::entity::primary_key;
use query::GetRequest;
use schema::Entity;
use serde_json::{Map, Value as Json};

/// How deep a row stands; 0 at the top.
const DEPTH: &str = "_depth";
/// How many rows hang below one.
const BELOW: &str = "_descendents";

type Row = Map<String, Json>;

/// Whether a request wants the rows of a tree.
pub(super) fn is_asked(entity: &Entity, wanted: &GetRequest) -> bool {
    entity.parent_field.is_some() && wanted.select.iter().any(|item| item == DEPTH || item == BELOW)
}

/// The request for all rows of the tree, as the database can answer it.
pub(super) fn whole(entity: &Entity, wanted: &GetRequest) -> GetRequest {
    let mut select: Vec<String> =
        wanted.select.iter().filter(|item| *item != DEPTH && *item != BELOW && *item != "row_count").cloned().collect();
    select.extend(entity.parent_field.iter().map(ToString::to_string));
    select.extend(table_field(entity).map(str::to_owned));
    select.push("id".to_owned());
    GetRequest { select, limit: 0, offset: 0, ..wanted.clone() }
}

/// The request for all that the tree tells of a row, to be cut afterwards.
pub(super) fn everything() -> GetRequest {
    let select = ["*", DEPTH, BELOW].map(str::to_owned).to_vec();
    GetRequest { select, ..GetRequest::default() }
}

/// The rows in the order of the tree, each order among children being that of the rows; rows whose parent is not
/// there are left out.
pub(super) fn ordered(entity: &Entity, wanted: &GetRequest, rows: Vec<Row>) -> Vec<Row> {
    let parent_field = entity.parent_field.as_deref().unwrap_or_default();
    let own = primary_key(entity).first().copied().unwrap_or("id");
    let key = |json: Option<&Json>| json.filter(|json| !json.is_null()).map(text);
    let there: HashSet<String> = rows.iter().filter_map(|row| key(row.get(own))).collect();
    let mut children: HashMap<Option<String>, Vec<usize>> = HashMap::new();
    for (at, row) in rows.iter().enumerate() {
        children.entry(parent(entity, parent_field, row, &there)).or_default().push(at);
    }
    let asked = |name: &str| wanted.select.iter().any(|item| item == name);
    let shows_table = table_field(entity).is_none_or(|name| asked(name) || asked("*"));
    let (shows_parent, shows_depth, shows_below) = (asked(parent_field) || asked("*"), asked(DEPTH), asked(BELOW));
    let mut rows: Vec<Option<Row>> = rows.into_iter().map(Some).collect();
    let mut ordered: Vec<(Row, i64)> = Vec::with_capacity(rows.len());
    // A stack of rows still to be placed, the next one last; no row can come twice, so loops end.
    let mut open: Vec<(usize, i64)> = children.get(&None).into_iter().flatten().rev().map(|at| (*at, 0)).collect();
    while let Some((at, depth)) = open.pop() {
        let Some(row) = rows.get_mut(at).and_then(Option::take) else { continue };
        let below = children.get(&key(row.get(own))).into_iter().flatten().rev();
        open.extend(below.map(|at| (*at, depth + 1)));
        ordered.push((row, depth));
    }
    let depths: Vec<i64> = ordered.iter().map(|(_, depth)| *depth).collect();
    let finish = |(at, (mut row, depth)): (usize, (Row, i64))| {
        if !shows_parent {
            row.shift_remove(parent_field);
        }
        if let (false, Some(name)) = (shows_table, table_field(entity)) {
            row.shift_remove(name);
        }
        if shows_depth {
            row.insert(DEPTH.to_owned(), Json::from(depth));
        }
        if shows_below {
            let below = depths.iter().skip(at + 1).take_while(|other| **other > depth).count();
            row.insert(BELOW.to_owned(), Json::from(below));
        }
        row
    };
    ordered.into_iter().enumerate().map(finish).collect()
}

/// The field that names the table which the parent's key leads to, where it may lead to several.
fn table_field(entity: &Entity) -> Option<&str> {
    entity.field(entity.parent_field.as_deref()?)?.dynamic_reference.as_deref()
}

/// A key as it compares, however it is written.
fn text(json: &Json) -> String {
    json.as_str().map_or_else(|| json.to_string(), str::to_owned)
}

/// The key of a row's parent; None for a row that stands at the top. Of several parents it is the first that is there.
fn parent(entity: &Entity, parent_field: &str, row: &Row, there: &HashSet<String>) -> Option<String> {
    if let Some(name) = table_field(entity)
        && row.get(name).and_then(Json::as_str) != Some(entity.table.as_ref())
    {
        return None;
    }
    match row.get(parent_field)? {
        Json::Null => None,
        Json::Array(all) => {
            let mut keys = all.iter().map(text);
            keys.clone().find(|key| there.contains(key)).or_else(|| keys.next())
        }
        one => Some(text(one)),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn children_follow_their_parents_and_orphans_are_left_out() {
        let entity = Entity::new("Label", "label", Vec::new()).parent_field("parent_id");
        let rows: Vec<Row> = [
            json!({"id": 3, "parent_id": 1}),
            json!({"id": 1, "parent_id": null}),
            json!({"id": 4, "parent_id": 3}),
            json!({"id": 2, "parent_id": null}),
            json!({"id": 6, "parent_id": 5}),
            json!({"id": 8, "parent_id": 8}),
        ]
        .iter()
        .filter_map(|row| row.as_object().cloned())
        .collect();
        let wanted = GetRequest { select: vec!["id".into(), DEPTH.into(), BELOW.into()], ..GetRequest::default() };
        let told: Vec<String> =
            ordered(&entity, &wanted, rows).into_iter().map(|row| Json::Object(row).to_string()).collect();
        assert_eq!(
            told,
            [
                r#"{"id":1,"_depth":0,"_descendents":2}"#,
                r#"{"id":3,"_depth":1,"_descendents":1}"#,
                r#"{"id":4,"_depth":2,"_descendents":0}"#,
                r#"{"id":2,"_depth":0,"_descendents":0}"#,
            ]
        );
    }

    #[test]
    fn of_several_parents_the_first_that_is_there_counts() {
        let entity = Entity::new("Label", "label", Vec::new()).parent_field("parents");
        let rows: Vec<Row> = [
            json!({"id": 1, "parents": null}),
            json!({"id": 2, "parents": ["9", "1"]}),
            json!({"id": 3, "parents": ["9"]}),
            json!({"id": 4, "parents": []}),
        ]
        .iter()
        .filter_map(|row| row.as_object().cloned())
        .collect();
        let wanted = GetRequest { select: vec!["id".into(), DEPTH.into()], ..GetRequest::default() };
        let told: Vec<String> =
            ordered(&entity, &wanted, rows).into_iter().map(|row| Json::Object(row).to_string()).collect();
        assert_eq!(told, [r#"{"id":1,"_depth":0}"#, r#"{"id":2,"_depth":1}"#, r#"{"id":4,"_depth":0}"#]);
    }
}
