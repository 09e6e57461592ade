//! Why a request cannot be planned.

/// A mistake in the request, in words for its author, or a door that is closed to them.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum PlanError {
    /// The request is wrong (400).
    #[error("{0}")]
    Invalid(String),
    /// The caller may not ask this (403).
    #[error("{0}")]
    Forbidden(String),
}

/// What planning gives.
pub type Result<T> = std::result::Result<T, PlanError>;

/// Shorthand for a wrong request.
pub fn invalid<T>(message: impl Into<String>) -> Result<T> {
    Err(PlanError::Invalid(message.into()))
}
