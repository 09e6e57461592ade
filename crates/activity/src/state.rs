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
    Ok(list.items.iter().filter_map(|item| Some((number(&item.id)?, class(item.filter)))).collect())
}

fn number(value: &Value) -> Option<i64> {
    match value {
        Value::Int(number) => Some(*number),
        Value::Text(text) => text.parse().ok(),
        _ => None,
    }
}

/// Whether a status is for activities of this type: one that is kept to some types names them in its `grouping`.
pub fn is_for(grouping: Option<&str>, kind: &str) -> bool {
    let kept_to = grouping.map(str::trim).filter(|kinds| !kinds.is_empty());
    kept_to.is_none_or(|kinds| kinds.split(',').any(|one| one.trim() == kind))
}

/// Whether activities of a type may have a status.
///
/// # Errors
/// The database's own failure.
pub fn may_have(tx: &Tx<'_>, kind: i64, status: i64) -> Result<bool> {
    let entity = tx.entity("Activity")?;
    let Some(field) = entity.field("status_id") else { return Ok(true) };
    let Some(list) = tx.options(&entity, field)? else { return Ok(true) };
    let item = list.items.iter().find(|item| number(&item.id) == Some(status));
    Ok(item.is_none_or(|item| is_for(item.grouping.as_deref(), &kind.to_string())))
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

#[cfg(test)]
mod tests {
    use super::is_for;

    #[test]
    fn a_status_is_for_every_type_unless_it_names_some() {
        assert!(is_for(None, "1") && is_for(Some(" "), "1"));
        assert!(is_for(Some("1, 12"), "12"));
        assert!(!is_for(Some("1,12"), "2"));
    }
}
