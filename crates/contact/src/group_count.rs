//! How many members a group has over the API, those that its search finds now and those of the groups within included.

use kit::Filler;
use query::GetRequest;
use serde_json::{Map, Value as Json, json};
use store::{As, Result, Tx};

/// The database counts who was added by hand; for groups with a search or with others within that is not all.
pub(crate) const FILLER: Filler =
    Filler { entity: "Group", fields: &["contact_count"], needs: &["saved_search_id", "children"], fill };

fn fill(tx: &mut Tx<'_>, _asked: &[&'static str], rows: &mut [Map<String, Json>]) -> Result<()> {
    for row in rows {
        let found = row.get("saved_search_id").is_some_and(|search| !search.is_null());
        let within = row.get("children").and_then(Json::as_array).is_some_and(|children| !children.is_empty());
        if let Some(id) = row.get("id").and_then(Json::as_i64).filter(|_| found || within) {
            row.insert("contact_count".to_owned(), json!(members(tx, id)?));
        }
    }
    Ok(())
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
