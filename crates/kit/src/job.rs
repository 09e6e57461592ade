//! Work that is done later or regularly, outside any request.

use store::{Result, Tx};

/// A kind of job. `run` gets a transaction of its own; what it does and that it was done are committed together.
#[derive(Clone, Copy, Debug)]
pub struct Job {
    /// The machine name (`cleanup`).
    pub name: &'static str,
    /// What it does, in a sentence.
    pub description: &'static str,
    /// Every so many seconds; None for work that is only queued.
    pub every: Option<u64>,
    pub run: fn(&mut Tx<'_>, &mut Work) -> Result<()>,
}

/// The piece of work in hand.
#[derive(Clone, Debug, Default)]
pub struct Work {
    pub id: i64,
    /// What was queued with it.
    pub payload: serde_json::Value,
    /// Where the last step stopped; None at the start. Set it to be called again, in a new transaction.
    pub position: Option<serde_json::Value>,
    pub progress: i64,
    pub total: i64,
    /// What to tell at the end.
    pub result: Option<String>,
}
