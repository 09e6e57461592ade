//! `get`: reads rows, straight into the answer where nothing more is to be done with them.

use kit::Rows;
use query::{GetRequest, Plan};
use schema::Verb;
use serde_json::{Map, Value as Json, json};
use store::{As, Error, Result, Tx};

use super::{tree, wants_debug};
use crate::answer::{Counts, Outcome};
use crate::filled;
use crate::listing;
use crate::run::Request;

/// Writes the rows into the answer, as a JSON list.
///
/// # Errors
/// `Request` and `Forbidden` of the planner, or the database's own failure.
pub(crate) fn stream(tx: &mut Tx<'_>, request: &Request<'_>, out: &mut Vec<u8>) -> Result<(Counts, Json)> {
    let wanted = wanted(tx, request)?;
    refuse_internal(tx, &wanted)?;
    if tree::is_asked(&request.entity, &wanted) {
        let (rows, counts) = branches(tx, request, &wanted)?;
        crate::answer::write(out, &rows.into_iter().map(Json::Object).collect());
        return Ok((counts, Json::Null));
    }
    if let Some(asked) = filled::asked(request.registry, &request.entity, &wanted) {
        let (rows, matched) = asked.rows(tx)?;
        let counts = counts(&wanted, Counts::of(rows.len()).fetched, || Ok(matched))?;
        crate::answer::write(out, &rows.into_iter().map(Json::Object).collect());
        return Ok((counts, Json::Null));
    }
    let plan = tx.plan(&request.entity.name, &wanted, As::Actor, Verb::View)?;
    out.push(b'[');
    let fetched = tx.get_into(&plan, out)?;
    out.push(b']');
    let counts = counts(&wanted, fetched, || tx.count(&plan))?;
    Ok((counts, if wants_debug(tx, request) { debug(&plan) } else { Json::Null }))
}

/// The rows as a tree, for indexes and chains.
///
/// # Errors
/// As [`stream`].
pub(crate) fn run(tx: &mut Tx<'_>, request: &Request<'_>) -> Result<Outcome> {
    let wanted = wanted(tx, request)?;
    if !request.entity.stored {
        return from_code(tx, request, &wanted);
    }
    refuse_internal(tx, &wanted)?;
    if tree::is_asked(&request.entity, &wanted) {
        let (rows, counts) = branches(tx, request, &wanted)?;
        return Ok(Outcome { counts, ..Outcome::rows(rows) });
    }
    if let Some(asked) = filled::asked(request.registry, &request.entity, &wanted) {
        let (rows, matched) = asked.rows(tx)?;
        let counts = counts(&wanted, Counts::of(rows.len()).fetched, || Ok(matched))?;
        return Ok(Outcome { counts, ..Outcome::rows(rows) });
    }
    let found = tx.get(&request.entity.name, &wanted, As::Actor)?;
    let counts = counts(&wanted, Counts::of(found.rows.len()).fetched, || Ok(found.matched))?;
    let debug = match wants_debug(tx, request) {
        true => debug(&tx.plan(&request.entity.name, &wanted, As::Actor, Verb::View)?),
        false => Json::Null,
    };
    Ok(Outcome { counts, debug, ..Outcome::rows(found.rows) })
}

/// What is asked for, with the fields written out that components derive.
fn wanted(tx: &Tx<'_>, request: &Request<'_>) -> Result<GetRequest> {
    let mut written = None;
    for derived in request.registry.filled::<kit::Derived>() {
        let params = written.as_ref().unwrap_or(&request.params);
        written = (derived.written_out)(tx, &request.entity.name, params)?.or(written);
    }
    Ok(GetRequest::from_json(written.as_ref().unwrap_or(&request.params))?)
}

/// What the program keeps for itself does not exist for callers, in joins neither.
fn refuse_internal(tx: &Tx<'_>, wanted: &GetRequest) -> Result<()> {
    // The entity stands first, a bridge third.
    let names = wanted.join.iter().flat_map(|join| [join.get(0), join.get(2)]).flatten().filter_map(Json::as_str);
    for name in names.map(|text| text.split(' ').next().unwrap_or(text)) {
        if tx.catalog().entity(name).is_some_and(|entity| entity.internal) {
            return Err(Error::NotFound(crate::offered::nowhere(name, "get")));
        }
    }
    Ok(())
}

/// The rows of a tree: sorted first, then cut to the page.
fn branches(tx: &Tx<'_>, request: &Request<'_>, wanted: &GetRequest) -> Result<(Vec<Map<String, Json>>, Counts)> {
    let found = tx.get(&request.entity.name, &tree::whole(&request.entity, wanted), As::Actor)?;
    let all = tree::ordered(&request.entity, wanted, found.rows);
    let total = Counts::of(all.len()).count;
    let skip = usize::try_from(wanted.offset).unwrap_or(usize::MAX);
    let take = if wanted.limit > 0 { usize::try_from(wanted.limit).unwrap_or(usize::MAX) } else { usize::MAX };
    let rows: Vec<_> = all.into_iter().skip(skip).take(take).collect();
    let counts = counts(wanted, Counts::of(rows.len()).fetched, || Ok(Some(total)))?;
    Ok((rows, counts))
}

fn from_code(tx: &mut Tx<'_>, request: &Request<'_>, wanted: &GetRequest) -> Result<Outcome> {
    let Some(make) = request.registry.arrays.get(request.entity.name.as_ref()) else {
        return Ok(Outcome::rows(Vec::new()));
    };
    let mut rows = make(tx)?;
    if request.entity.name == "Entity" {
        crate::entity::call_in(&request.language, &mut rows);
    }
    listing::add_suffixes(tx, &request.entity, &mut rows, wanted)?;
    if tree::is_asked(&request.entity, wanted) {
        let all = GetRequest { select: Vec::new(), limit: 0, offset: 0, ..wanted.clone() };
        let Rows::List(chosen) = listing::listed(rows, &all)?.rows else { return Ok(Outcome::rows(Vec::new())) };
        let rows = tree::ordered(&request.entity, &tree::everything(), chosen);
        return listing::listed(rows, &GetRequest { where_: Vec::new(), order_by: Vec::new(), ..wanted.clone() });
    }
    let mut outcome = listing::listed(rows, wanted)?;
    if let (true, Rows::List(rows)) = (wanted.select.is_empty(), &mut outcome.rows) {
        // What was added for conditions alone is not shown.
        rows.iter_mut().for_each(|row| row.retain(|name, _| !name.contains(':')));
    }
    Ok(outcome)
}

/// The numbers of an answer, as the protocol counts: a page that is not full tells the total by itself.
fn counts(wanted: &GetRequest, fetched: i64, total: impl FnOnce() -> Result<Option<i64>>) -> Result<Counts> {
    let asked = wanted.wants_count();
    if wanted.only_count() {
        let total = total()?.unwrap_or(0);
        return Ok(Counts { count: total, fetched: 0, matched: Some(total) });
    }
    if wanted.limit == 0 || fetched < wanted.limit {
        let count = fetched.saturating_add(wanted.offset);
        return Ok(Counts { count, fetched, matched: asked.then_some(count) });
    }
    let matched = if asked { total()? } else { None };
    Ok(Counts { count: matched.unwrap_or(fetched), fetched, matched })
}

/// What was asked of the database and what was left out of it, for callers who may know.
fn debug(plan: &Plan) -> Json {
    let statements: Vec<&str> = plan.rows.iter().chain(&plan.count).map(|statement| statement.text.as_str()).collect();
    json!({
        "actionClass": "get",
        "sql": statements,
        "undefined_fields": plan.undefined_fields,
        "unauthorized_fields": plan.unauthorized_fields,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counted(limit: i64, offset: i64, select: &[&str], fetched: i64) -> (i64, i64, Option<i64>) {
        let select = select.iter().map(ToString::to_string).collect();
        let wanted = GetRequest { limit, offset, select, ..GetRequest::default() };
        let counts = counts(&wanted, fetched, || Ok(Some(10))).unwrap();
        (counts.count, counts.fetched, counts.matched)
    }

    #[test]
    fn counts_of_ten_rows_are_as_recorded() {
        assert_eq!(counted(3, 0, &[], 3), (3, 3, None));
        assert_eq!(counted(3, 0, &["id", "row_count"], 3), (10, 3, Some(10)));
        assert_eq!(counted(20, 0, &[], 10), (10, 10, None));
        assert_eq!(counted(3, 9, &[], 1), (10, 1, None));
        assert_eq!(counted(3, 50, &[], 0), (50, 0, None));
        assert_eq!(counted(0, 0, &["row_count"], 0), (10, 0, Some(10)));
    }
}
