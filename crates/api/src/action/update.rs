//! `update`: changes the records that meet the conditions.

use query::GetRequest;
use serde_json::{Map, Value as Json, json};
use store::{As, Error, Result, Tx};

use super::{chosen, fresh, has_id, id_in, reloaded};
use crate::answer::Outcome;
use crate::parameter::{items, object, with_aside};
use crate::run::Request;
use crate::written;

/// Changes what is chosen among the rows that the caller may see; one of them that may not be changed refuses all.
///
/// # Errors
/// `Request` without conditions or against the id in them, and whatever the write refuses with.
pub(crate) fn run(tx: &mut Tx<'_>, request: &Request<'_>) -> Result<Outcome> {
    let mut values = object(&request.params, "values")?;
    let where_ = conditions(request, &values)?;
    values.shift_remove("id");
    let wanted = GetRequest { where_, ..order_and_limit(&request.params)? };
    let ids = chosen(tx, &request.entity, wanted)?;
    let reload = reloaded(&request.params)?;
    let mut rows = Vec::with_capacity(ids.len());
    for id in &ids {
        let mut record = Map::with_capacity(values.len() + 1);
        record.insert("id".to_owned(), Json::from(*id));
        record.extend(values.iter().map(|(name, value)| (name.clone(), value.clone())));
        let saved =
            tx.save(&request.entity.name, with_aside(&request.entity, &request.params, record.clone()), As::Actor)?;
        if reload.is_none() {
            rows.push(written::row(tx, &saved, &record));
        }
    }
    if let Some(select) = reload {
        rows = fresh(tx, &request.entity, &ids, &select)?;
    }
    Ok(Outcome::rows(rows))
}

/// Order, limit and offset of a call that chooses rows to change.
pub(super) fn order_and_limit(params: &Map<String, Json>) -> Result<GetRequest> {
    let keys = ["orderBy", "limit", "offset"];
    let part = keys.iter().filter_map(|key| Some(((*key).to_owned(), params.get(*key)?.clone()))).collect();
    Ok(GetRequest::from_json(&part)?)
}

/// The conditions; an id among the values is one of them.
fn conditions(request: &Request<'_>, values: &Map<String, Json>) -> Result<Vec<Json>> {
    let mut where_ = items(&request.params, "where");
    if has_id(values) {
        let own = values.get("id").and_then(id_in);
        let clause = |item: &&Json| item.get(0).and_then(Json::as_str) == Some("id");
        match where_.iter().find(clause) {
            None => where_.push(json!(["id", "=", values.get("id")])),
            Some(item) => {
                let same = item.get(1).and_then(Json::as_str) == Some("=") && item.get(2).and_then(id_in) == own;
                if !same || own.is_none() {
                    let text = format!("Cannot update the id of an existing {}.", request.entity.name);
                    return Err(Error::Request(text));
                }
            }
        }
    }
    match where_.is_empty() {
        true => {
            let text = "Parameter \"where\" is required unless primary keys are supplied in values.";
            Err(Error::Request(text.to_owned()))
        }
        false => Ok(where_),
    }
}
