//! `get`, `getsingle`, `getvalue` and `getcount`.

use std::sync::Arc;

use kit::Rows;
use schema::Entity;
use serde_json::{Map, Value as Json, json};
use store::{Error, Result, Tx};

use super::{Request, chain, query, row};
use crate::call::Call;
use crate::run;

/// Runs a call of v4 within the transaction; its rows.
pub(super) fn v4(
    tx: &mut Tx<'_>,
    request: &Request<'_>,
    action: &str,
    params: Json,
) -> Result<(Vec<Map<String, Json>>, crate::answer::Outcome)> {
    let params = params.as_object().cloned().unwrap_or_default();
    let call = Call { entity: request.entity.clone(), action: action.to_owned(), params, index: None };
    let (mut outcome, _) = run::run(request.registry, tx, call, request.nesting)?;
    let rows = match &mut outcome.rows {
        Rows::List(rows) => std::mem::take(rows),
        Rows::Object(object) => vec![std::mem::take(object)],
        Rows::Values { values, .. } => values.iter().filter_map(|value| value.as_object().cloned()).collect(),
    };
    Ok((rows, outcome))
}

/// The rows that a call asks for, under the names of v3.
fn rows(tx: &mut Tx<'_>, request: &Request<'_>, limit: i64, offset: i64) -> Result<Vec<Map<String, Json>>> {
    let entity: Arc<Entity> = tx.entity(&request.entity)?;
    let wanted = query::wanted(tx, &entity, &request.params);
    let mut select = vec!["id".to_owned()];
    match &wanted {
        Some(wanted) => select.extend(wanted.iter().map(|(_, path)| path.clone())),
        None => select.push("*".to_owned()),
    }
    let params = json!({
        "select": select,
        "where": query::conditions(tx, &entity, &request.params)?,
        "orderBy": query::order(tx, &entity, &request.params)?,
        "limit": limit,
        "offset": offset,
    });
    let (found, _) = v4(tx, request, "get", params)?;
    Ok(found
        .iter()
        .map(|found| match &wanted {
            Some(wanted) => row::renamed(&entity, found, wanted),
            None => row::whole(found),
        })
        .collect())
}

/// Rows by id, or in a list, each with what its chain has answered.
pub(super) fn get(tx: &mut Tx<'_>, request: &Request<'_>) -> Result<Json> {
    let (limit, offset) = query::page(&request.params);
    let mut rows = rows(tx, request, limit, offset)?;
    chain::apply(tx, request, &mut rows)?;
    Ok(row::answer(rows, &request.params))
}

/// The one row there is.
fn only(tx: &mut Tx<'_>, request: &Request<'_>) -> Result<Map<String, Json>> {
    let mut rows = rows(tx, request, 2, 0)?;
    match rows.len() {
        1 => Ok(rows.swap_remove(0)),
        0 => Err(Error::Request(format!("Expected one {} but found 0", request.entity))),
        _ => {
            let count = number(tx, request)?;
            Err(Error::Request(format!("Expected one {} but found {count}", request.entity)))
        }
    }
}

/// The one row there is, bare.
pub(super) fn single(tx: &mut Tx<'_>, request: &Request<'_>) -> Result<Json> {
    let mut rows = vec![only(tx, request)?];
    chain::apply(tx, request, &mut rows)?;
    let mut row = rows.pop().unwrap_or_default();
    row.insert("is_error".to_owned(), Json::from(0));
    Ok(Json::Object(row))
}

/// One field of the one row there is.
pub(super) fn value(tx: &mut Tx<'_>, request: &Request<'_>) -> Result<Json> {
    let name = match request.params.get("return") {
        Some(Json::String(name)) => name.trim().to_owned(),
        Some(Json::Array(names)) => names.first().and_then(Json::as_str).unwrap_or_default().to_owned(),
        _ => String::new(),
    };
    if name.is_empty() {
        return Err(super::missing("return"));
    }
    let row = only(tx, request)?;
    match row.get(&name) {
        Some(value) => Ok(json!({"result": value, "is_error": 0})),
        None => Err(Error::Request(format!("field {name} unset or not existing"))),
    }
}

fn number(tx: &mut Tx<'_>, request: &Request<'_>) -> Result<i64> {
    let entity = tx.entity(&request.entity)?;
    let where_ = query::conditions(tx, &entity, &request.params)?;
    let (_, outcome) = v4(tx, request, "get", json!({"select": ["row_count"], "where": where_}))?;
    Ok(outcome.counts.count)
}

/// How many rows there are.
pub(super) fn count(tx: &mut Tx<'_>, request: &Request<'_>) -> Result<Json> {
    Ok(json!({"result": number(tx, request)?, "is_error": 0}))
}
