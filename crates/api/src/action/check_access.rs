//! `checkAccess`: tells whether the caller may do something with a record.

use schema::{Entity, Verb};
use serde_json::{Map, Value as Json, json};
use store::{Error, Result, Tx};

use super::{has_id, id_in};
use crate::answer::Outcome;
use crate::offered::known;
use crate::parameter::{object, text};
use crate::run::Request;

/// Answers one row, `access`.
///
/// # Errors
/// `NotFound` for an action that the entity has not.
pub(crate) fn run(tx: &mut Tx<'_>, request: &Request<'_>) -> Result<Outcome> {
    let action = text(&request.params, "action").unwrap_or_default();
    let values = object(&request.params, "values")?;
    let found = known(request.registry, tx.catalog(), &request.entity.name, action)?;
    let open = found.work.door(&found.entity).met_by(&tx.actor().permissions);
    let access = open && may(tx, &request.entity, found.work.name(), &values)?;
    let row = json!({"access": access});
    Ok(Outcome::rows(row.as_object().cloned().into_iter().collect()))
}

/// Whether the rules of the record let the caller; of a new one, the rules of what it would belong to.
pub(crate) fn may(tx: &mut Tx<'_>, entity: &Entity, action: &str, values: &Map<String, Json>) -> Result<bool> {
    if !entity.stored {
        return Ok(true);
    }
    let verb = match action {
        "create" | "save" | "update" => Verb::Edit,
        "delete" | "replace" => Verb::Delete,
        _ => Verb::View,
    };
    match values.get("id").and_then(id_in) {
        Some(id) => allowed(tx.check_rule(entity, id, verb)),
        None if has_id(values) => Ok(false),
        None if verb == Verb::Edit => may_belong(tx, entity, values),
        None => Ok(true),
    }
}

fn may_belong(tx: &mut Tx<'_>, entity: &Entity, values: &Map<String, Json>) -> Result<bool> {
    let catalog = tx.catalog().clone();
    for field in entity.fields.iter().filter(|field| field.guards) {
        let Some(id) = values.get(field.name.as_ref()).and_then(id_in) else { continue };
        let owner = match (&field.references, &field.dynamic_reference) {
            (Some(reference), _) => catalog.entity(&reference.entity),
            (None, Some(table)) => {
                values.get(table.as_ref()).and_then(Json::as_str).and_then(|table| catalog.by_table(table))
            }
            (None, None) => None,
        };
        if let Some(owner) = owner
            && !allowed(tx.check_rule(owner, id, Verb::Edit))?
        {
            return Ok(false);
        }
    }
    Ok(true)
}

fn allowed(result: Result<()>) -> Result<bool> {
    match result {
        Ok(()) => Ok(true),
        Err(Error::Forbidden(_) | Error::NotFound(_)) => Ok(false),
        Err(error) => Err(error),
    }
}
