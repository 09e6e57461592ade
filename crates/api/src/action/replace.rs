//! `replace`: makes the records that meet the conditions equal to a given set.

use std::collections::HashSet;

use query::GetRequest;
use serde_json::{Map, Value as Json};
use store::{Result, Tx};

use super::delete::{How, delete_all};
use super::save::{recognise, records, save_door, written_all};
use super::update::order_and_limit;
use super::{check_door, chosen, id_in};
use crate::answer::Outcome;
use crate::parameter::{items, object, texts};
use crate::run::Request;

/// Saves the records and deletes what meets the conditions beside them.
///
/// # Errors
/// Whatever the writes refuse with; then nothing is changed.
pub(crate) fn run(tx: &mut Tx<'_>, request: &Request<'_>) -> Result<Outcome> {
    let where_ = items(&request.params, "where");
    let mut defaults = object(&request.params, "defaults")?;
    defaults.extend(equalities(&where_));
    let wanted = GetRequest { where_, ..order_and_limit(&request.params)? };
    let existing = chosen(tx, &request.entity, wanted)?;
    let mut records = records(request, &defaults)?;
    let fields = texts(&request.params, "match");
    for record in &mut records {
        recognise(tx, &request.entity, record, &fields)?;
        save_door(tx, &request.entity, record)?;
    }
    let kept: HashSet<i64> = records.iter().filter_map(|record| record.get("id").and_then(id_in)).collect();
    let surplus: Vec<i64> = existing.into_iter().filter(|id| !kept.contains(id)).collect();
    if !surplus.is_empty() {
        check_door(tx, &request.entity, "delete")?;
    }
    // The surplus goes first, so that a new record may take over a value that must be unique.
    let deleted = delete_all(tx, &request.entity, &surplus, How::Trash)?;
    let mut outcome = written_all(tx, request, records)?;
    outcome.extras.push(("deleted", deleted.into_iter().map(Json::Object).collect()));
    Ok(outcome)
}

/// What the conditions say outright holds for new records too.
fn equalities(where_: &[Json]) -> Map<String, Json> {
    let pair = |item: &Json| match item.as_array().map(Vec::as_slice) {
        Some([Json::String(field), Json::String(operator), value]) if operator == "=" && field != "id" => {
            Some((field.clone(), value.clone()))
        }
        _ => None,
    };
    where_.iter().filter_map(pair).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn only_plain_equalities_become_values() {
        let Json::Array(where_) =
            json!([["contact_id", "=", 5], ["email", "LIKE", "a%"], ["OR", [["x", "=", 1]]], ["a", "=", "b", true]])
        else {
            return;
        };
        assert_eq!(Json::Object(equalities(&where_)), json!({"contact_id": 5}));
    }
}
