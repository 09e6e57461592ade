//! The index of words for lists that are narrowed by what somebody types.

use std::collections::BTreeSet;

use activity::word_index::Held;
use contact::pages::rows;
use jiff::ToSpan;
use jiff::civil::Date;
use serde_json::json;
use store::{As, Result, Tx};

use super::index::{self, Wanted};
use super::{KINDS, Kind, follow, words};

/// Changes that the index may not know yet and are looked through beside it.
const FRESH: i64 = 1_000;

/// A word that so many go on is looked up by its beginning, not by each of them.
const GO_ON: usize = 100;
/// Of so many known words one may be a part; of more it says nothing.
const HOLD: usize = 500;

/// What is known of the activities that hold what was typed, those counted that have changed since the index was written.
/// The last word may go on, unless too many do; it may be a part of words where none begins so. None where the index is
/// not ready or far behind, or says nothing. Words that most activities hold are left to whoever reads what was found.
///
/// # Errors
/// The database's own failure.
pub fn activities(tx: &Tx<'_>, typed: &str, most: usize) -> Result<Option<Held>> {
    let mut typed = words(typed);
    let (Some(at), Some(last)) = (KINDS.iter().position(|kind| kind.entity == "Activity"), typed.pop()) else {
        return Ok(None);
    };
    if !follow::is_ready(tx)? {
        return Ok(None);
    }
    let Some(fresh) = follow::all_fresh(tx, FRESH)? else { return Ok(None) };
    let index = Index { tx, kind: &KINDS[at], most };
    let mut wanted: Vec<Wanted> = typed.into_iter().map(Wanted::Whole).collect();
    if let Some(mut found) = index.held(wanted.clone(), &last)? {
        found.extend(&fresh[at]);
        return Ok(Some(Held::By(found)));
    }
    wanted.extend(index.meant(&last)?);
    index.within(&wanted, &fresh[at])
}

/// The first day of a month that is counted from year 0.
fn first_day(month: i64) -> Option<Date> {
    Date::new(i16::try_from(month.div_euclid(12)).ok()?, i8::try_from(month.rem_euclid(12)).ok()? + 1, 1).ok()
}

/// The index as it is asked here: of more than `most` it only says that there are more.
struct Index<'t, 'c> {
    tx: &'t Tx<'c>,
    kind: &'static Kind,
    most: usize,
}

impl Index<'_, '_> {
    /// The days between which all records stand that hold these words, and those that have changed; None where the words
    /// say nothing.
    fn within(&self, wanted: &[Wanted], fresh: &BTreeSet<i64>) -> Result<Option<Held>> {
        if wanted.is_empty() {
            return Ok(None);
        }
        let mut months = index::months(self.tx, wanted)?;
        if months.is_empty() {
            return Ok(Some(Held::By(fresh.iter().copied().collect())));
        }
        let date = self.kind.narrowed.unwrap_or("id");
        let clauses = json!([["id", "IN", fresh]]);
        let changed = rows::request(&[date], clauses, Vec::new(), 0);
        let changed = self.tx.get(self.kind.entity, &changed, As::Program)?.rows;
        months.extend(changed.iter().filter_map(|row| follow::month(rows::text(row, date))));
        let (first, last) = (months.first().copied(), months.last().copied());
        let days = first.and_then(first_day).zip(last.and_then(|last| first_day(last + 1)));
        // A day more on both sides: the site's time zone may have been another when the index was written.
        Ok(days.map(|(first, end)| Held::Within(first.saturating_sub(1.day()), end)))
    }

    fn few(&self, wanted: &[Wanted]) -> Result<Option<Vec<i64>>> {
        let most = i64::try_from(self.most).unwrap_or(0);
        Ok(match index::exceeds(self.tx, self.kind, wanted, most)? {
            true => None,
            false => Some(index::matches(self.tx, self.kind, wanted, i64::MAX, most)?),
        })
    }

    /// The records that hold these words and one that the last can mean. A word that most records hold is not looked up
    /// together with others: that would go through all of them.
    fn held(&self, mut wanted: Vec<Wanted>, last: &str) -> Result<Option<Vec<i64>>> {
        match self.meant(last)? {
            Some(Wanted::OneOf(none)) if none.is_empty() => return Ok(Some(Vec::new())),
            meant => wanted.extend(meant),
        }
        // What so many words begin with is held by many records, and asking for it would go through the lists of all of
        // these words.
        wanted.retain(|word| !matches!(word, Wanted::Begins(_)));
        let mut rare = Vec::new();
        for word in &wanted {
            rare.extend(self.few(std::slice::from_ref(word))?.map(|found| (word.clone(), found)));
        }
        if rare.len() > 1 {
            let words: Vec<Wanted> = rare.into_iter().map(|(word, _)| word).collect();
            return self.few(&words);
        }
        if let Some((_, found)) = rare.pop() {
            return Ok(Some(found));
        }
        let whole = self.few(&[Wanted::Whole(last.to_owned())])?.filter(|found| !found.is_empty());
        match whole {
            None if wanted.len() > 1 => self.few(&wanted),
            whole => Ok(whole),
        }
    }

    /// What the last word can stand for; None where it says nothing.
    fn meant(&self, last: &str) -> Result<Option<Wanted>> {
        let begun = index::beginning(self.tx, last, GO_ON + 1)?;
        Ok(match begun.len() {
            0 => {
                let parts = index::holding(self.tx, last, HOLD + 1)?;
                (parts.len() <= HOLD).then_some(Wanted::OneOf(parts))
            }
            some if some <= GO_ON => Some(Wanted::OneOf(begun)),
            _ => Some(Wanted::Begins(last.to_owned())),
        })
    }
}
