//! What happened at the door: signing in, invitations, looking with other eyes. Kept for a year, for administrators.

use schema::Value;
use store::{Result, Tx};

use super::tables::Trace;
use super::{insert, now};

/// Seconds for which traces are kept.
pub const KEPT: i64 = 366 * 86_400;

/// Writes down what was done to an account, and by whom.
///
/// # Errors
/// The database's own failure.
pub fn note(tx: &Tx<'_>, act: &str, user_id: i64, address: &str) -> Result<()> {
    let entity = tx.entity("RucheTrace")?;
    let cut = |text: &str, most: usize| text.chars().filter(|c| !c.is_control()).take(most).collect::<String>();
    let values = [
        ("at", Value::DateTime(now(tx))),
        ("act", act.into()),
        ("actor", cut(&tx.actor().name, 128).into()),
        ("user_id", user_id.into()),
        ("address", cut(address, 64).into()),
    ];
    insert(tx, &entity, &values)
}

/// What was done to an account lately, the latest first.
///
/// # Errors
/// The database's own failure.
pub fn of(tx: &Tx<'_>, user_id: i64, most: usize) -> Result<Vec<Trace>> {
    let all = tx.find_by::<Trace>("user_id", user_id)?;
    Ok(all.into_iter().rev().take(most).map(|(_, trace)| trace).collect())
}
