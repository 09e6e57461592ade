//! Files on activities, as the thread counts them.

use std::collections::HashMap;

use contact::pages::rows::{ask, int};
use serde_json::json;
use store::{Result, Tx};

pub use crate::attachment::TABLE;

/// How many files hang on each of these activities.
///
/// # Errors
/// The database's own failure.
pub fn counts(tx: &Tx<'_>, ids: &[i64]) -> Result<HashMap<i64, i64>> {
    let mut all = HashMap::new();
    if ids.is_empty() || tx.catalog().entity("EntityFile").is_none() {
        return Ok(all);
    }
    let clauses = json!([["entity_table", "=", TABLE], ["entity_id", "IN", ids]]);
    for row in ask(tx, "EntityFile", &["entity_id"], clauses, &[], 1_000)? {
        *all.entry(int(&row, "entity_id").unwrap_or(0)).or_insert(0) += 1;
    }
    Ok(all)
}
