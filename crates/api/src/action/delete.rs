//! `delete`: deletes the records that meet the conditions, or puts them in the bin.

use query::GetRequest;
use schema::Entity;
use serde_json::{Map, Value as Json};
use store::{As, Error, Result, Tx};

use super::chosen;
use super::update::order_and_limit;
use crate::answer::Outcome;
use crate::parameter::items;
use crate::run::Request;

/// Deletes what is chosen among the rows that the caller may see; one of them that may not be deleted refuses all.
///
/// # Errors
/// Whatever the store refuses with.
pub(crate) fn run(tx: &mut Tx<'_>, request: &Request<'_>) -> Result<Outcome> {
    let wanted = GetRequest { where_: items(&request.params, "where"), ..order_and_limit(&request.params)? };
    let ids = chosen(tx, &request.entity, wanted)?;
    let how = match request.params.get("useTrash").and_then(Json::as_bool) {
        Some(true) => How::Trash,
        _ => How::Purge,
    };
    Ok(Outcome::rows(delete_all(tx, &request.entity, &ids, how)?))
}

/// What becomes of deleted records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum How {
    /// They go to the bin, where the entity has one.
    Trash,
    /// They are gone.
    Purge,
}

/// Deletes these records; answers their ids.
pub(super) fn delete_all(tx: &mut Tx<'_>, entity: &Entity, ids: &[i64], how: How) -> Result<Vec<Map<String, Json>>> {
    for id in ids {
        let result = match how {
            How::Trash => tx.discard(&entity.name, *id, As::Actor),
            How::Purge => tx.delete(&entity.name, *id, As::Actor),
        };
        match result {
            // It belonged to one that was deleted before it, and went along.
            Err(Error::NotFound(_)) if is_gone(tx, entity, *id)? => {}
            result => result?,
        }
    }
    Ok(ids.iter().map(|id| Map::from_iter([("id".to_owned(), Json::from(*id))])).collect())
}

fn is_gone(tx: &Tx<'_>, entity: &Entity, id: i64) -> Result<bool> {
    Ok(tx.load(entity, id)?.is_none())
}
