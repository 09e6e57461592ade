//! Entities that only the older API knows: a component answers for them itself.

use store::{Result, Tx};

use crate::filler::Told;

/// Does an action (in lower case) and gives its rows; None for an action that there is not.
pub type OlderFn = fn(&mut Tx<'_>, action: &str, params: &Told) -> Result<Option<Vec<Told>>>;

/// An entity of API v3 that has no counterpart in v4.
#[derive(Clone, Copy)]
pub struct Older {
    pub entity: &'static str,
    pub run: OlderFn,
}
