//! `Job` of API v3, as far as it is about duplicates: the pairs of a rule are queued to be merged.

use kit::Older;
use serde_json::{Map, Value as Json, json};
use store::{Error, Result, Tx, state};

use crate::batch::{self, Stays};
use crate::merge::Mode;
use crate::{listed, matching};

pub(crate) const JOB: Older = Older { entity: "Job", run };

/// The rule of callers who name none.
const USUAL: &str = "Individual.Unsupervised";

type Row = Map<String, Json>;

fn run(tx: &mut Tx<'_>, action: &str, params: &Row) -> Result<Option<Vec<Row>>> {
    match action {
        "process_batch_merge" => merge(tx, params).map(Some),
        _ => Ok(None),
    }
}

/// Looks for the pairs of a rule, among everybody or in a group, and queues them: each is merged in a transaction of its
/// own, so that each can be undone alone.
fn merge(tx: &mut Tx<'_>, params: &Row) -> Result<Vec<Row>> {
    let int = |name: &str| params.get(name).and_then(|json| state::scalar(json).as_int()).filter(|id| *id > 0);
    let mode = match params.get("mode").and_then(Json::as_str) {
        None | Some("" | "safe") => Mode::Safe,
        Some("aggressive") => Mode::Aggressive,
        Some(_) => return Err(Error::Request("Parameter \"mode\" is safe or aggressive.".to_owned())),
    };
    let flips = params.get("auto_flip").is_none_or(|json| state::scalar(json).is_true());
    let rules = matching::rules(tx, &int("rule_group_id").map_or_else(|| json!(USUAL), |id| json!(id)))?;
    batch::check(tx, mode)?;
    listed::forget(tx, &rules, int("gid"))?;
    let found = listed::listed(tx, &rules, int("gid"))?.pairs;
    let pairs: Vec<(i64, i64)> = found.iter().map(|pair| (pair.one, pair.other)).collect();
    let job = match pairs.is_empty() {
        true => None,
        false => Some(batch::queue(tx, &pairs, mode, if flips { Stays::Suited } else { Stays::First })?),
    };
    let told = [("job_id", json!(job)), ("pairs", json!(pairs.len()))];
    Ok(vec![told.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()])
}
