//! Several pairs merged one after the other, each in a transaction of its own so that each can be undone alone.

use kit::Work;
use serde_json::{Value as Json, json};
use store::{Error, Result, Tx, statement};

use crate::matching;
use crate::merge::{self, Mode};
use crate::score::SURE;

/// The name of the job.
pub const JOB: &str = "merge duplicates";

/// The setting that lets sure pairs be merged every night.
pub const REGULARLY: &str = "ruche_merge_regularly";

/// The setting that holds the rule by which they are found every night; 0 for likeness.
pub const RULE: &str = "ruche_merge_rule";

/// So many are merged in one night.
const NIGHTLY: i64 = 500;

/// Who of a pair stays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stays {
    /// The first.
    First,
    /// Whoever [`merge::suited`] takes for the better one.
    Suited,
}

/// Queues pairs to be merged; gives the number of the job.
///
/// # Errors
/// `Forbidden` where the actor may not.
pub fn queue(tx: &mut Tx<'_>, pairs: &[(i64, i64)], mode: Mode, stays: Stays) -> Result<i64> {
    check(tx, mode)?;
    let payload = json!({
        "pairs": pairs.iter().map(|(keep, other)| json!([keep, other])).collect::<Vec<_>>(),
        "forced": mode == Mode::Aggressive,
        "flips": stays == Stays::Suited,
    });
    kit::job::queue(tx, JOB, &payload, i64::try_from(pairs.len()).unwrap_or(0))
}

/// Whether the actor may merge in this way.
///
/// # Errors
/// `Forbidden` where they may not.
pub(crate) fn check(tx: &Tx<'_>, mode: Mode) -> Result<()> {
    let actor = tx.actor();
    let forces = mode == Mode::Aggressive;
    match actor.may("merge duplicate contacts") && (!forces || actor.may("force merge duplicate contacts")) {
        true => Ok(()),
        false => Err(Error::Forbidden("merge these contacts".to_owned())),
    }
}

/// The job: one pair a step.
///
/// # Errors
/// The database's own failure.
pub fn run(tx: &mut Tx<'_>, work: &mut Work) -> Result<()> {
    let pairs = work.payload.get("pairs").and_then(Json::as_array).cloned().unwrap_or_default();
    let forced = work.payload.get("forced").and_then(Json::as_bool).unwrap_or(false);
    let mode = if forced { Mode::Aggressive } else { Mode::Safe };
    let flips = work.payload.get("flips").and_then(Json::as_bool).unwrap_or(false);
    let mut so_far = work.position.take().unwrap_or_else(|| json!({"at": 0, "merged": 0, "skipped": [], "undo": []}));
    let at = so_far["at"].as_u64().and_then(|at| usize::try_from(at).ok()).unwrap_or(0);
    if let Some([keep, other]) = pairs.get(at).and_then(Json::as_array).map(Vec::as_slice) {
        let (keep, other) = (keep.as_i64().unwrap_or(0), other.as_i64().unwrap_or(0));
        let (keep, other) = if flips { merge::suited(tx, keep, other)? } else { (keep, other) };
        match one(tx, keep, other, mode)? {
            true => {
                so_far["merged"] = json!(so_far["merged"].as_i64().unwrap_or(0) + 1);
                if let (Some(all), Some(id)) = (so_far["undo"].as_array_mut(), tx.transaction_id()) {
                    all.push(json!(id));
                }
            }
            false => so_far["skipped"].as_array_mut().into_iter().for_each(|all| all.push(json!([keep, other]))),
        }
    }
    so_far["at"] = json!(at + 1);
    work.total = i64::try_from(pairs.len()).unwrap_or(0);
    work.progress = i64::try_from(at + 1).unwrap_or(0).min(work.total);
    if at + 1 < pairs.len() {
        work.position = Some(so_far);
    } else {
        work.result = Some(so_far.to_string());
    }
    Ok(())
}

/// Merges a pair; tells false where it is to be left alone: a conflict, or one of them gone meanwhile.
fn one(tx: &mut Tx<'_>, keep: i64, other: i64, mode: Mode) -> Result<bool> {
    match merge::check(tx, keep, other).and_then(|()| merge::Plan::of(tx, keep, other)) {
        Ok(plan) if mode == Mode::Safe && plan.conflicts().next().is_some() => Ok(false),
        Ok(_) => merge::automatically(tx, keep, other, mode),
        Err(Error::NotFound(_) | Error::Conflict(_) | Error::Forbidden(_)) => Ok(false),
        Err(error) => Err(error),
    }
}

/// The nightly job, for sites that want it: pairs that are almost certain, or those that a rule finds.
///
/// # Errors
/// The database's own failure.
pub fn nightly(tx: &mut Tx<'_>, _work: &mut Work) -> Result<()> {
    if !store::state::scalar(&tx.setting(REGULARLY)?).is_true() {
        return Ok(());
    }
    let rule = store::state::scalar(&tx.setting(RULE)?).as_int().filter(|rule| *rule > 0);
    let pairs = match rule {
        Some(rule) => match matching::rules(tx, &json!(rule)) {
            Ok(rules) => {
                matching::pairs(tx, &rules, None, NIGHTLY)?.iter().map(|pair| (pair.one, pair.other)).collect()
            }
            // A rule that is gone finds nobody.
            Err(Error::Request(_)) => Vec::new(),
            Err(error) => return Err(error),
        },
        None => certain(tx)?,
    };
    if !pairs.is_empty() {
        queue(tx, &pairs, Mode::Safe, Stays::Suited)?;
    }
    Ok(())
}

fn certain(tx: &Tx<'_>) -> Result<Vec<(i64, i64)>> {
    let text = format!(
        r#"SELECT p."contact_id1", p."contact_id2" FROM "ruche_duplicate_pair" p WHERE p."score" >= {} AND NOT EXISTS
(SELECT 1 FROM "civicrm_dedupe_exception" e WHERE e."contact_id1" = p."contact_id1" AND e."contact_id2" = p."contact_id2")
ORDER BY p."score" DESC, p."id" LIMIT {NIGHTLY}"#,
        tx.placeholder(1)
    );
    let mut pairs = Vec::new();
    tx.rows(&statement(text, vec![i64::from(SURE).into()]), |row| {
        if let (query::Cell::Int(one), query::Cell::Int(other)) = (row.cell(0), row.cell(1)) {
            pairs.push((one, other));
        }
        Ok(())
    })?;
    Ok(pairs)
}
