//! Calls from outside: each is one transaction, chains included, and its answer a finished body.

use kit::{Registry, Rows};
use schema::{Actor, Catalog};
use serde_json::{Map, Value as Json};
use store::{Error, Result, Site, Tx};

use crate::action;
use crate::answer::{self, Answer};
use crate::chain;
use crate::index::Index;
use crate::offered::{Generic, Work, known};
use crate::parameter::{check_depth, is_nothing};
use crate::run::{admit, run};

/// How many calls one multi-call may hold.
const MOST_CALLS: usize = 1_000;

/// One call: what of what, how, and the form of its answer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Call {
    pub entity: String,
    pub action: String,
    pub params: Map<String, Json>,
    pub index: Option<Index>,
}

/// Answers a call. Reading calls see one consistent state; others change all they say, or nothing. `source` names the
/// way in for history.
pub fn call(registry: &Registry, site: &Site, actor: &Actor, source: &str, call: Call) -> Answer {
    match body(registry, site, actor, source, call) {
        Ok(body) => Answer { status: 200, body },
        Err(error) => answer::failure(&error),
    }
}

/// Answers several calls, `[entity, action, params?, index?]` each, in a list or under the same keys: in order, each
/// in a transaction of its own. The status is 200 if any succeeded, else that of the first failure.
pub fn multi(registry: &Registry, site: &Site, actor: &Actor, source: &str, calls: &Json) -> Answer {
    let links = chain::links(calls);
    let is_list = !calls.is_object();
    if !(calls.is_array() || calls.is_object()) || links.len() > MOST_CALLS {
        let text = format!("Parameter \"calls\" is a list or an object of {MOST_CALLS} calls at most.");
        return answer::failure(&Error::Request(text));
    }
    let mut out = vec![if is_list { b'[' } else { b'{' }];
    let (mut first_failure, mut any) = (None, false);
    for (at, (key, link)) in links.iter().enumerate() {
        if at > 0 {
            out.push(b',');
        }
        if !is_list {
            answer::write(&mut out, &Json::from(key.as_str()));
            out.push(b':');
        }
        let one = match call_of(link) {
            Ok(one) => call(registry, site, actor, source, one),
            Err(error) => answer::failure(&error),
        };
        any |= one.status == 200;
        first_failure = first_failure.or((one.status != 200).then_some(one.status));
        out.extend_from_slice(&one.body);
    }
    out.push(if is_list { b']' } else { b'}' });
    Answer { status: if any { 200 } else { first_failure.unwrap_or(200) }, body: out }
}

/// Whether a call, or any in its chain, may change something: then it may not come by GET. What cannot be told before
/// it runs counts as a change.
pub fn changes_anything(registry: &Registry, catalog: &Catalog, call: &Call) -> bool {
    let own = known(registry, catalog, &call.entity, &call.action).is_ok_and(|found| found.work.writes());
    own || call.params.get("chain").is_some_and(|chain| chain_changes(registry, catalog, chain))
}

fn chain_changes(registry: &Registry, catalog: &Catalog, chain: &Json) -> bool {
    chain::links(chain).into_iter().any(|(_, link)| match call_of(link) {
        Ok(call) if call.entity.starts_with('$') || call.action.starts_with('$') => true,
        Ok(call) => {
            let hidden = call.params.get("chain").is_some_and(|inner| inner.as_str().is_some());
            hidden || changes_anything(registry, catalog, &call)
        }
        // Params that are filled in from the row may hold a chain of their own.
        Err(_) => true,
    })
}

/// A call as it stands in chains and multi-calls: `[entity, action, params?, index?]`.
///
/// # Errors
/// `Request` for anything else.
pub(crate) fn call_of(link: &Json) -> Result<Call> {
    let wrong = || Error::Request("A call is a list of entity, action, params and index.".to_owned());
    let Json::Array(parts) = link else { return Err(wrong()) };
    let text = |at: usize| parts.get(at).and_then(Json::as_str).map(str::to_owned).ok_or_else(wrong);
    let params = match parts.get(2) {
        Some(Json::Object(map)) => map.clone(),
        Some(other) if !is_nothing(other) => return Err(wrong()),
        _ => Map::new(),
    };
    let index = parts.get(3).map(Index::from_json).transpose()?.flatten();
    Ok(Call { entity: text(0)?, action: text(1)?, params, index })
}

fn body(registry: &Registry, site: &Site, actor: &Actor, source: &str, call: Call) -> Result<Vec<u8>> {
    check_depth(&call.params)?;
    match changes_anything(registry, &site.catalog(), &call) {
        true => site.write(actor, source, |tx| answered(registry, tx, call)),
        false => site.read(actor, |tx| answered(registry, tx, call)),
    }
}

/// The body of the answer to a call.
fn answered(registry: &Registry, tx: &mut Tx<'_>, call: Call) -> Result<Vec<u8>> {
    let found = known(registry, tx.catalog(), &call.entity, &call.action)?;
    let (entity, action) = (found.entity.clone(), found.work.name());
    let mut out = Vec::with_capacity(1024);
    out.extend_from_slice(br#"{"values":"#);
    let plain = call.index.is_none() && call.params.get("chain").is_none_or(is_nothing);
    if plain && entity.stored && matches!(found.work, Work::Generic(Generic::Get)) {
        let (_, request) = admit(registry, tx, found, call.params)?;
        let language = request.language.clone();
        let (counts, debug) = language.spoken_by(tx, |tx| action::get::stream(tx, &request, &mut out))?;
        answer::finish(&mut out, &entity.name, action, &[], &debug, counts);
        return Ok(out);
    }
    let index = call.index.clone();
    let (outcome, remove) = run(registry, tx, call, chain::Nesting::outermost(&chain::Nesting::budget()))?;
    let values = match (outcome.rows, &index) {
        (Rows::Object(object), _) => Json::Object(object),
        (Rows::Values { values, .. }, _) => Json::Array(values),
        (Rows::List(rows), None) => rows.into_iter().map(Json::Object).collect(),
        (Rows::List(rows), Some(index)) => index.shape(rows, remove.as_deref())?,
    };
    answer::write(&mut out, &values);
    answer::finish(&mut out, &entity.name, action, &outcome.extras, &outcome.debug, outcome.counts);
    Ok(out)
}
