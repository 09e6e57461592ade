//! Numbers that are derived from recorded data alone: asked for once, until something new is recorded.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use query::Dialect;
use schema::{Rule, Verb};

use crate::error::Result;
use crate::tx::{Tx, statement};

/// More numbers than this are not kept.
const MOST: usize = 200;
/// On PostgreSQL a change may be seen after one with a higher number: nothing is believed for longer.
const BRIEFLY: Duration = Duration::from_secs(1);
/// Against whatever changes tables without saying so.
const LONG: Duration = Duration::from_secs(60);

/// What was found, by question.
#[derive(Default)]
pub(crate) struct Counted(Mutex<HashMap<String, Known>>);

#[derive(Clone, Copy)]
struct Known {
    number: i64,
    /// The last change that was recorded when it was found.
    mark: i64,
    at: Instant,
}

impl Tx<'_> {
    /// The number that `ask` finds among the records of this entity that the actor may view. `key` holds everything else
    /// that the number depends on beside recorded data.
    ///
    /// # Errors
    /// Gives back what `ask` fails with, or the database's own failure.
    pub fn counted(&self, entity: &str, key: &str, ask: impl FnOnce() -> Result<i64>) -> Result<i64> {
        let Some((key, mark)) = self.kept_as(entity, key)? else { return ask() };
        if let Some(number) = self.kept_number(&key, mark) {
            return Ok(number);
        }
        let number = ask()?;
        self.keep(key, number, mark);
        Ok(number)
    }

    /// The number that `ask` finds, where no later change can make it another one.
    ///
    /// # Errors
    /// Gives back what `ask` fails with.
    pub fn counted_once(&self, key: &str, ask: impl FnOnce() -> Result<i64>) -> Result<i64> {
        let key = format!("once {} {} {key}", self.site.epoch(), self.domain());
        let known = self.site.counted().0.lock().unwrap_or_else(PoisonError::into_inner).get(&key).copied();
        if let Some(known) = known {
            return Ok(known.number);
        }
        let number = ask()?;
        // A transaction that is still open may not last.
        if !self.is_writable() {
            self.keep(key, number, 0);
        }
        Ok(number)
    }

    fn keep(&self, key: String, number: i64, mark: i64) {
        let mut kept = self.site.counted().0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= MOST {
            kept.clear();
        }
        kept.insert(key, Known { number, mark, at: Instant::now() });
    }

    /// The number that [`Tx::counted`] would answer without asking; None where it would ask.
    ///
    /// # Errors
    /// The database's own failure.
    pub fn already_counted(&self, entity: &str, key: &str) -> Result<Option<i64>> {
        Ok(self.kept_as(entity, key)?.and_then(|(key, mark)| self.kept_number(&key, mark)))
    }

    /// Under which name a number is kept, and the last change that was recorded; None where it is not to be kept.
    fn kept_as(&self, entity: &str, key: &str) -> Result<Option<(String, i64)>> {
        if self.is_writable() {
            return Ok(None);
        }
        let declared = self.entity(entity)?;
        let actor = self.actor();
        let asker = match schema::access::rule_for(&declared, actor, Verb::View) {
            Rule::Everything => String::new(),
            // What somebody may see depends on who they are, on what they hold, and on what has ended by today.
            _ => format!("{:?} {:?} {:?} {}", actor.contact_id, actor.user_id, actor.permissions, self.clock().today()),
        };
        let last = statement(r#"SELECT max("id") FROM "ruche_transaction""#, Vec::new());
        let mark = self.one(&last)?.and_then(|id| id.as_int()).unwrap_or(0);
        Ok(Some((format!("{entity} {} {} {asker} {key}", self.site.epoch(), self.domain()), mark)))
    }

    fn kept_number(&self, key: &str, mark: i64) -> Option<i64> {
        let lasts = if self.dialect() == Dialect::Postgres { BRIEFLY } else { LONG };
        let kept = self.site.counted().0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.get(key).filter(|known| known.mark == mark && known.at.elapsed() < lasts).map(|known| known.number)
    }
}
