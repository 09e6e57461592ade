//! Whether an activity is still to be done: statuses by their class, whatever an association calls them.

use schema::Value;
use store::{Result, Tx};

/// Where an activity stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Open,
    Done,
    /// Cancelled, nobody reached, not needed.
    Dropped,
}

/// The statuses with their classes.
///
/// # Errors
/// The database's own failure.
pub fn all(tx: &Tx<'_>) -> Result<Vec<(i64, State)>> {
    let entity = tx.entity("Activity")?;
    let Some(field) = entity.field("status_id") else { return Ok(Vec::new()) };
    let Some(list) = tx.options(&entity, field)? else { return Ok(Vec::new()) };
    let class = |filter: i64| match filter {
        1 => State::Done,
        2 => State::Dropped,
        _ => State::Open,
    };
    let number = |value: &Value| match value {
        Value::Int(number) => Some(*number),
        Value::Text(text) => text.parse().ok(),
        _ => None,
    };
    Ok(list.items.iter().filter_map(|item| Some((number(&item.id)?, class(item.filter)))).collect())
}

/// Where activities of this status stand.
///
/// # Errors
/// The database's own failure.
pub fn of(tx: &Tx<'_>, status: i64) -> Result<State> {
    Ok(all(tx)?.into_iter().find(|(id, _)| *id == status).map_or(State::Open, |(_, state)| state))
}

/// Whether activities of this status are still to be done.
///
/// # Errors
/// The database's own failure.
pub fn is_open(tx: &Tx<'_>, status: i64) -> Result<bool> {
    Ok(of(tx, status)? == State::Open)
}

/// The statuses of what is still to be done.
///
/// # Errors
/// The database's own failure.
pub fn open(tx: &Tx<'_>) -> Result<Vec<i64>> {
    Ok(all(tx)?.into_iter().filter(|(_, state)| *state == State::Open).map(|(id, _)| id).collect())
}
