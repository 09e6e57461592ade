//! What the API tells of a group beyond its row: how many members it has now, and what the groups above and within it
//! are called.

use std::collections::BTreeMap;

use kit::Filler;
use query::GetRequest;
use serde_json::{Map, Value as Json, json};
use store::{As, Result, Tx};

/// The database counts who was added by hand; for groups with a search or with others within that is not all.
pub(crate) const FILLER: Filler = Filler {
    entity: "Group",
    fields: &[
        "contact_count",
        "parents.name",
        "parents.title",
        "parents.frontend_title",
        "children.name",
        "children.title",
        "children.frontend_title",
    ],
    needs: &["saved_search_id", "parents", "children"],
    fill,
};

fn fill(tx: &mut Tx<'_>, asked: &[&'static str], rows: &mut [Map<String, Json>]) -> Result<()> {
    let mut names: BTreeMap<i64, Map<String, Json>> = BTreeMap::new();
    if asked.iter().any(|field| field.contains('.')) {
        names = all_names(tx)?;
    }
    for row in rows {
        for field in asked {
            if let Some((list, name)) = field.split_once('.') {
                let told = ids(row, list).into_iter().filter_map(|id| names.get(&id)?.get(name).cloned()).collect();
                row.insert((*field).to_owned(), Json::Array(told));
            }
        }
        let found = row.get("saved_search_id").is_some_and(|search| !search.is_null());
        let id = row.get("id").and_then(Json::as_i64);
        if let Some(id) = id.filter(|_| asked.contains(&"contact_count") && (found || !ids(row, "children").is_empty())) {
            row.insert("contact_count".to_owned(), json!(members(tx, id)?));
        }
    }
    Ok(())
}

/// The numbers in a list such as `parents`.
fn ids(row: &Map<String, Json>, list: &str) -> Vec<i64> {
    let items = row.get(list).and_then(Json::as_array).map(Vec::as_slice).unwrap_or_default();
    items.iter().filter_map(|item| item.as_i64().or_else(|| item.as_str()?.parse().ok())).collect()
}

fn all_names(tx: &Tx<'_>) -> Result<BTreeMap<i64, Map<String, Json>>> {
    let select = ["id", "name", "title", "frontend_title"].map(str::to_owned).to_vec();
    let found = tx.get("Group", &GetRequest { select, ..GetRequest::default() }, As::Actor)?;
    Ok(found.rows.into_iter().filter_map(|row| Some((row.get("id")?.as_i64()?, row))).collect())
}

/// How many members the actor may see now: found and added, without those removed by hand and those in the bin.
///
/// # Errors
/// The database's own failure.
pub fn members(tx: &Tx<'_>, group: i64) -> Result<i64> {
    let request = GetRequest {
        select: vec!["row_count".to_owned()],
        where_: vec![json!(["groups", "IN", [group]])],
        ..GetRequest::default()
    };
    Ok(tx.get("Contact", &request, As::Actor)?.matched.unwrap_or(0))
}
