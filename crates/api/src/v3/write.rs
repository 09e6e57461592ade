//! `create`, `delete`, `replace` and `setvalue`.

use std::sync::Arc;

use schema::Entity;
use serde_json::{Map, Value as Json, json};
use store::{Error, Result, Tx};

use super::get::v4;
use super::{Request, chain, contact, missing, name, query, row, value};

/// Makes a record, or changes the one whose id is given; answers it whole.
pub(super) fn create(tx: &mut Tx<'_>, request: &Request<'_>) -> Result<Json> {
    let entity = tx.entity(&request.entity)?;
    let mut values = values(tx, &entity, &request.params)?;
    let id = values.shift_remove("id").filter(|id| !matches!(id, Json::Null)).filter(|id| id.as_str() != Some(""));
    let written = match &id {
        Some(id) => {
            let id = value::int(id).ok_or_else(|| Error::Request("id is not a valid integer".to_owned()))?;
            changed(tx, request, id, values)?
        }
        None if request.action == "update" => return Err(missing("id")),
        None => {
            let given = |name: &str| values.get(name).is_some_and(|value| value::is_set(Some(value)));
            if contact::is_contact(&entity) && entity.preset.is_none() && !given("contact_type") {
                return Err(missing("contact_type"));
            }
            v4(tx, request, "create", json!({"values": values}))?.0
        }
    };
    let mut rows = whole(tx, &entity, written)?;
    chain::apply(tx, request, &mut rows)?;
    Ok(row::answer(rows, &request.params))
}

fn changed(
    tx: &mut Tx<'_>,
    request: &Request<'_>,
    id: i64,
    values: Map<String, Json>,
) -> Result<Vec<Map<String, Json>>> {
    if values.is_empty() {
        return Ok(vec![Map::from_iter([("id".to_owned(), Json::from(id))])]);
    }
    let rows = v4(tx, request, "update", json!({"values": values, "where": [["id", "=", id]]}))?.0;
    match rows.is_empty() {
        true => Err(Error::NotFound(format!("There is no {} {id}.", request.entity))),
        false => Ok(rows),
    }
}

/// The values of v4: known names alone, options by id.
fn values(tx: &Tx<'_>, entity: &Entity, params: &Map<String, Json>) -> Result<Map<String, Json>> {
    let mut values = Map::new();
    for (key, given) in params.iter().filter(|(key, _)| !query::is_reserved(key) || *key == "api_key") {
        let Some(path) = name::path(tx.catalog(), entity, key) else { continue };
        let value = match name::field_at(tx.catalog(), entity, &path) {
            Some((owner, field)) if !path.contains(':') => value::option_id(tx, owner, field, given)?,
            _ => given.clone(),
        };
        // `null` as a word is how v3 empties a field.
        values.insert(path, if value.as_str() == Some("null") { Json::Null } else { value });
    }
    Ok(values)
}

/// Records that have just been written, as far as their writer may see them.
fn whole(tx: &Tx<'_>, entity: &Arc<Entity>, written: Vec<Map<String, Json>>) -> Result<Vec<Map<String, Json>>> {
    let ids: Vec<i64> = written.iter().filter_map(|row| row.get("id").and_then(value::int)).collect();
    if !entity.door("get").met_by(&tx.actor().permissions) {
        return Ok(written.iter().map(row::whole).collect());
    }
    let mut fresh = crate::action::fresh(tx, entity, &ids, &["*".to_owned()])?;
    if fresh.len() != written.len() {
        fresh = written.clone();
    }
    let told = |(fresh, written): (&Map<String, Json>, &Map<String, Json>)| {
        let mut row = row::whole(fresh);
        // The key that its caller has just sent is told back.
        for (name, value) in row::whole(written).into_iter().filter(|(name, _)| !name.contains('.')) {
            row.entry(name).or_insert(value);
        }
        row
    };
    Ok(fresh.iter().zip(&written).map(told).collect())
}

/// Deletes a record, or puts it in the bin.
pub(super) fn delete(tx: &mut Tx<'_>, request: &Request<'_>) -> Result<Json> {
    let entity = tx.entity(&request.entity)?;
    let own_key = name::own_key(&entity);
    let own = entity.field(&own_key).is_none().then(|| request.params.get(&own_key)).flatten();
    let given = request.params.get("id").or(own).ok_or_else(|| missing("id"))?;
    let id = value::int(given).ok_or_else(|| Error::Request("id is not a valid integer".to_owned()))?;
    let mut params = json!({"where": [["id", "=", id]]});
    let purge = value::is_set(request.params.get("skip_undelete"));
    if let (true, Json::Object(members)) = (entity.trash, &mut params) {
        members.insert("useTrash".to_owned(), Json::Bool(!purge));
    }
    let (rows, _) = v4(tx, request, "delete", params)?;
    match rows.is_empty() {
        true => Err(Error::NotFound(format!("There is no {} {id}.", request.entity))),
        false => Ok(json!({"is_error": 0, "version": 3, "count": 1, "values": 1})),
    }
}

/// Makes the records that meet the filters equal to `values`.
pub(super) fn replace(tx: &mut Tx<'_>, request: &Request<'_>) -> Result<Json> {
    let entity = tx.entity(&request.entity)?;
    let Some(Json::Array(given)) = request.params.get("values") else { return Err(missing("values")) };
    let empty = Map::new();
    let records: Vec<Json> = given
        .iter()
        .map(|record| values(tx, &entity, record.as_object().unwrap_or(&empty)).map(Json::Object))
        .collect::<Result<_>>()?;
    let mut filters = request.params.clone();
    filters.shift_remove("values");
    let where_: Vec<Json> = query::conditions(tx, &entity, &filters)?;
    let spoken = where_.iter().filter(|item| item.get(0).and_then(Json::as_str) != Some("is_deleted")).count();
    if spoken == 0 {
        return Err(Error::Request("A replace needs a filter.".to_owned()));
    }
    let rows = match records.is_empty() {
        true => {
            v4(tx, request, "delete", json!({"where": where_}))?;
            Vec::new()
        }
        false => v4(tx, request, "replace", json!({"where": where_, "records": records}))?.0,
    };
    let rows = whole(tx, &entity, rows)?;
    Ok(row::answer(rows, &request.params))
}

/// Changes one field of one record.
pub(super) fn set_value(tx: &mut Tx<'_>, request: &Request<'_>) -> Result<Json> {
    let entity = tx.entity(&request.entity)?;
    let id = request.params.get("id").and_then(value::int).ok_or_else(|| missing("id"))?;
    let field = request.params.get("field").and_then(Json::as_str).ok_or_else(|| missing("field"))?;
    let given = request.params.get("value").cloned().ok_or_else(|| missing("value"))?;
    if name::path(tx.catalog(), &entity, field).is_none() {
        return Err(Error::Request(format!("field {field} unset or not existing")));
    }
    let values = values(tx, &entity, &Map::from_iter([(field.to_owned(), given.clone())]))?;
    changed(tx, request, id, values)?;
    let row = json!({"id": id.to_string(), field: value::text(&given)});
    Ok(row::answer(row.as_object().cloned().into_iter().collect(), &request.params))
}
