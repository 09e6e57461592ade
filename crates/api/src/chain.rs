//! Chains: further calls for each row of an answer, in the same transaction, with values of the row put in.

use std::cell::Cell;

use kit::{Registry, Rows};
use serde_json::{Map, Value as Json};
use store::{Error, Result, Tx};

use crate::call::call_of;
use crate::index;
use crate::run::run;

/// How deep chains may be nested.
const DEEPEST: u32 = 16;
/// How many calls one call may chain, rows times links at every depth.
const MOST_CALLS: u32 = 100_000;

/// Where in a chain a call stands, and how many more the whole may hold.
#[derive(Clone, Copy)]
pub(crate) struct Nesting<'c> {
    depth: u32,
    left: &'c Cell<u32>,
}

impl<'c> Nesting<'c> {
    /// How many calls a whole chain may hold.
    pub fn budget() -> Cell<u32> {
        Cell::new(MOST_CALLS)
    }

    /// The call that came from outside.
    pub fn outermost(left: &'c Cell<u32>) -> Nesting<'c> {
        Nesting { depth: 0, left }
    }

    /// One call further down.
    ///
    /// # Errors
    /// `Request` when there are too many, or too deep.
    pub fn next(self) -> Result<Nesting<'c>> {
        if self.depth >= DEEPEST {
            return Err(Error::Request(format!("Chains may be nested {DEEPEST} deep at most.")));
        }
        match self.left.get().checked_sub(1) {
            Some(left) => self.left.set(left),
            None => return Err(Error::Request(format!("A call may chain {MOST_CALLS} others at most."))),
        }
        Ok(Nesting { depth: self.depth + 1, left: self.left })
    }
}

/// Runs the chain for each row, in order; what the calls answer is put into the row.
///
/// # Errors
/// The failure of any call, which undoes everything.
pub(crate) fn apply(
    registry: &Registry,
    tx: &mut Tx<'_>,
    rows: &mut [Map<String, Json>],
    chain: &Json,
    nesting: Nesting<'_>,
) -> Result<()> {
    let links = links(chain);
    if links.is_empty() || rows.is_empty() {
        return Ok(());
    }
    for row in rows {
        for (name, link) in &links {
            let link = filled(link, row);
            let call = call_of(&link)?;
            let index = call.index.clone();
            let (outcome, remove) = run(registry, tx, call, nesting.next()?)?;
            let value = match outcome.rows {
                Rows::List(list) => index::chained(index.as_ref(), list, remove.as_deref())?,
                Rows::Object(object) => Json::Object(object),
                Rows::Values { values, .. } => Json::Array(values),
            };
            row.insert(name.clone(), value);
        }
    }
    Ok(())
}

/// The links of a chain with their names.
pub(crate) fn links(chain: &Json) -> Vec<(String, &Json)> {
    match chain {
        Json::Object(map) => map.iter().map(|(name, link)| (name.clone(), link)).collect(),
        Json::Array(items) => items.iter().enumerate().map(|(at, link)| (at.to_string(), link)).collect(),
        _ => Vec::new(),
    }
}

/// The JSON with every text `$name` replaced by the row's value of that name; what leads nowhere, or to null, stays.
fn filled(json: &Json, row: &Map<String, Json>) -> Json {
    match json {
        Json::String(text) => match text.strip_prefix('$').filter(|path| !path.is_empty()) {
            Some(path) => value_at(row, path).filter(|value| !value.is_null()).unwrap_or(json).clone(),
            None => json.clone(),
        },
        Json::Array(items) => items.iter().map(|item| filled(item, row)).collect(),
        Json::Object(map) => map.iter().map(|(key, item)| (key.clone(), filled(item, row))).collect(),
        other => other.clone(),
    }
}

/// The value under this name; where there is none, what a path through earlier answers leads to.
fn value_at<'r>(row: &'r Map<String, Json>, path: &str) -> Option<&'r Json> {
    row.get(path).or_else(|| {
        let (first, rest) = path.split_once('.')?;
        rest.split('.').try_fold(row.get(first)?, |value, step| match value {
            Json::Array(items) => items.get(step.parse::<usize>().ok()?),
            Json::Object(map) => map.get(step),
            _ => None,
        })
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn fill(json: Json) -> Json {
        let row = json!({"id": 7, "contact_id.first_name": "Ada", "nick": null, "email": [{"id": 3}]});
        filled(&json, row.as_object().unwrap())
    }

    #[test]
    fn values_of_the_row_are_put_in_at_any_depth_with_their_types() {
        let given = json!({"where": [["id", "=", "$id"]], "values": {"name": "$contact_id.first_name"}});
        assert_eq!(fill(given), json!({"where": [["id", "=", 7]], "values": {"name": "Ada"}}));
    }

    #[test]
    fn a_path_leads_into_the_answers_of_earlier_links() {
        assert_eq!(fill(json!("$email.0.id")), json!(3));
        assert_eq!(fill(json!("$email.1.id")), json!("$email.1.id"));
    }

    #[test]
    fn chains_end_in_depth_and_in_number() {
        let left = Nesting::budget();
        let mut nesting = Nesting::outermost(&left);
        for _ in 0..DEEPEST {
            nesting = nesting.next().unwrap();
        }
        assert!(nesting.next().is_err());
        let left = Cell::new(1);
        let nesting = Nesting::outermost(&left);
        assert!(nesting.next().is_ok() && nesting.next().is_err());
    }

    #[test]
    fn what_leads_nowhere_or_to_null_stays_as_it_is() {
        assert_eq!(fill(json!(["$nosuch", "$nick", "$", "cost $id"])), json!(["$nosuch", "$nick", "$", "cost $id"]));
        assert_eq!(fill(json!({"$id": 1})), json!({"$id": 1}));
    }
}
