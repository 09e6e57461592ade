//! Words in millions of activities are looked up rather than read for: whoever keeps an index of words offers it here.

use jiff::civil::Date;
use kit::Registry;
use store::{Result, Tx};

/// What an index knows of the activities that hold some words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Held {
    /// Their numbers, and those of a few more perhaps.
    By(Vec<i64>),
    /// They are many. All of them stand between these days, both included.
    Within(Date, Date),
}

/// The activities that hold what was typed, whose last word may go on: at most so many by number. None where the index
/// cannot tell.
pub type FindWords = fn(&Tx<'_>, typed: &str, most: usize) -> Result<Option<Held>>;

/// An index of the words in activities.
#[derive(Clone, Copy)]
pub struct WordIndex(pub FindWords);

/// So many are looked at one by one; a question holds 10,000 at most, and what has just changed comes to them.
const MOST: usize = 5_000;

/// What the index knows; None where nobody keeps one.
///
/// # Errors
/// The database's own failure.
pub fn look_up(registry: &Registry, tx: &Tx<'_>, typed: &str) -> Result<Option<Held>> {
    match registry.filled::<WordIndex>().first() {
        Some(WordIndex(find)) if !typed.is_empty() => find(tx, typed, MOST),
        _ => Ok(None),
    }
}
