//! `get`: reads rows, straight into the answer where nothing more is to be done with them.

use query::{GetRequest, Plan};
use schema::Verb;
use serde_json::{Map, Value as Json, json};
use store::{As, Result, Tx};

use crate::answer::{Counts, Outcome};
use crate::listing;
use crate::run::Request;

/// Writes the rows into the answer, as a JSON list.
///
/// # Errors
/// `Request` and `Forbidden` of the planner, or the database's own failure.
pub(crate) fn stream(tx: &mut Tx<'_>, request: &Request<'_>, out: &mut Vec<u8>) -> Result<(Counts, Json)> {
    let wanted = GetRequest::from_json(&request.params)?;
    let plan = tx.plan(&request.entity.name, &wanted, As::Actor, Verb::View)?;
    out.push(b'[');
    let fetched = tx.get_into(&plan, out)?;
    out.push(b']');
    let counts = counts(tx, &plan, &wanted, fetched)?;
    Ok((counts, debug(tx, request, &plan)))
}

/// The rows as a tree, for indexes and chains.
///
/// # Errors
/// As [`stream`].
pub(crate) fn run(tx: &mut Tx<'_>, request: &Request<'_>) -> Result<Outcome> {
    let wanted = GetRequest::from_json(&request.params)?;
    if !request.entity.stored {
        return from_code(tx, request, &wanted);
    }
    let plan = tx.plan(&request.entity.name, &wanted, As::Actor, Verb::View)?;
    let mut rows: Vec<Map<String, Json>> = Vec::new();
    if let Some(statement) = &plan.rows {
        tx.rows(statement, |row| {
            rows.push(plan.row_json(&|at| row.cell(at), tx.clock()));
            Ok(())
        })?;
    }
    let counts = counts(tx, &plan, &wanted, Counts::of(rows.len()).fetched)?;
    let debug = debug(tx, request, &plan);
    Ok(Outcome { counts, debug, ..Outcome::rows(rows) })
}

fn from_code(tx: &mut Tx<'_>, request: &Request<'_>, wanted: &GetRequest) -> Result<Outcome> {
    match request.registry.arrays.get(request.entity.name.as_ref()) {
        Some(make) => {
            let rows = make(tx)?;
            listing::listed(tx, rows, wanted)
        }
        None => Ok(Outcome::rows(Vec::new())),
    }
}

/// The numbers of an answer, as the protocol counts: a page that is not full tells the total by itself.
fn counts(tx: &Tx<'_>, plan: &Plan, wanted: &GetRequest, fetched: i64) -> Result<Counts> {
    let asked = wanted.wants_count();
    if wanted.only_count() {
        let total = tx.count(plan)?.unwrap_or(0);
        return Ok(Counts { count: total, fetched: 0, matched: Some(total) });
    }
    if wanted.limit == 0 || fetched < wanted.limit {
        let count = fetched.saturating_add(wanted.offset);
        return Ok(Counts { count, fetched, matched: asked.then_some(count) });
    }
    let matched = if asked { tx.count(plan)? } else { None };
    Ok(Counts { count: matched.unwrap_or(fetched), fetched, matched })
}

/// What was asked of the database and what was left out of it, for callers who may know.
fn debug(tx: &Tx<'_>, request: &Request<'_>, plan: &Plan) -> Json {
    let wanted = request.params.get("debug").and_then(Json::as_bool) == Some(true);
    if !wanted || !tx.actor().may("view debug output") {
        return Json::Null;
    }
    let statements: Vec<&str> = plan.rows.iter().chain(&plan.count).map(|statement| statement.text.as_str()).collect();
    json!({
        "actionClass": "get",
        "sql": statements,
        "undefined_fields": plan.undefined,
        "unauthorized_fields": plan.unauthorized,
    })
}
