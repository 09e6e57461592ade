//! The index of words for lists that are narrowed by what somebody types.

use store::{Result, Tx};

use super::index::{self, Wanted};
use super::{KINDS, Kind, follow, words};

/// Changes that the index may not know yet and are looked through beside it.
const FRESH: i64 = 1_000;

/// A word that so many go on is looked up by its beginning, not by each of them.
const GO_ON: usize = 100;
/// Of so many known words one may be a part; of more it says nothing.
const HOLD: usize = 500;

/// The activities that hold what was typed, and those that have changed since the index was written. The last word may go
/// on, unless too many do; it may be a part of words where none begins so. None where the index is not ready or far
/// behind, or knows of more than `most`. Words that most activities hold are left to whoever reads what was found.
///
/// # Errors
/// The database's own failure.
pub fn activities(tx: &Tx<'_>, typed: &str, most: usize) -> Result<Option<Vec<i64>>> {
    let mut typed = words(typed);
    let (Some(at), Some(last)) = (KINDS.iter().position(|kind| kind.entity == "Activity"), typed.pop()) else {
        return Ok(None);
    };
    if !follow::is_ready(tx)? {
        return Ok(None);
    }
    let index = Index { tx, kind: &KINDS[at], most };
    let Some(mut found) = index.held(typed.into_iter().map(Wanted::Whole).collect(), &last)? else { return Ok(None) };
    let Some(fresh) = follow::all_fresh(tx, FRESH)? else { return Ok(None) };
    found.extend(&fresh[at]);
    Ok(Some(found))
}

/// The index as it is asked here: of more than `most` it only says that there are more.
struct Index<'t, 'c> {
    tx: &'t Tx<'c>,
    kind: &'static Kind,
    most: usize,
}

impl Index<'_, '_> {
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
