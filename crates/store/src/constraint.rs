//! What the database's refusals mean in words.

use crate::error::{Error, Problem};

/// Two records with the same value where only one may be. The message stays the one that clients know.
pub(crate) fn duplicate(cause: &str) -> Error {
    tracing::debug!(cause, "unique key");
    Error::Conflict("DB Error: already exists".to_owned())
}

/// A key that leads nowhere, or a record that others still need.
pub(crate) fn broken_reference(cause: &str) -> Error {
    tracing::debug!(cause, "foreign key");
    Error::Conflict(
        "DB Error: constraint violation: a record that this one refers to does not exist, or is still in use."
            .to_owned(),
    )
}

/// An empty column that must not be.
pub(crate) fn missing(cause: &str) -> Error {
    let column = cause.rsplit('.').next().unwrap_or(cause).trim();
    Error::field(column, Problem::Required)
}
