//! The index of words for lists that are narrowed by what somebody types.

use store::{Result, Tx};

use super::index::{self, Wanted};
use super::{KINDS, follow, words};

/// Changes that the index may not know yet and are looked through beside it.
const FRESH: i64 = 1_000;

/// The activities that hold what was typed, and those that have changed since the index was written. The last word may go
/// on, unless too many do; it may be a part of words where none begins so. None where the index is not ready or far
/// behind, or knows of more than `most`.
///
/// # Errors
/// The database's own failure.
pub fn activities(tx: &Tx<'_>, typed: &str, most: usize) -> Result<Option<Vec<i64>>> {
    let mut typed = words(typed);
    let Some(at) = KINDS.iter().position(|kind| kind.entity == "Activity").filter(|_| !typed.is_empty()) else {
        return Ok(None);
    };
    if !follow::is_ready(tx)? {
        return Ok(None);
    }
    let last = typed.pop().unwrap_or_default();
    let held = |last: Wanted| {
        let wanted: Vec<Wanted> = typed.iter().cloned().map(Wanted::Whole).chain([last]).collect();
        index::matches(tx, &KINDS[at], &wanted, i64::MAX, i64::try_from(most).unwrap_or(0) + 1)
    };
    let begun = held(Wanted::Begins(last.clone()))?;
    let mut found = match begun.len() {
        0 if !index::is_learnt(&last) => return Ok(None),
        0 => match holding(tx, &last)? {
            parts if parts.is_empty() => begun,
            parts => held(Wanted::OneOf(parts))?,
        },
        some if some <= most => begun,
        _ => match held(Wanted::Whole(last))? {
            whole if whole.is_empty() => return Ok(None),
            whole => whole,
        },
    };
    if found.len() > most {
        return Ok(None);
    }
    let Some(fresh) = follow::all_fresh(tx, FRESH)? else { return Ok(None) };
    found.extend(&fresh[at]);
    Ok(Some(found))
}

/// The known words of which this one is a part.
fn holding(tx: &Tx<'_>, part: &str) -> Result<Vec<String>> {
    Ok(index::like(tx, part)?.into_iter().filter(|word| word.contains(part)).collect())
}
