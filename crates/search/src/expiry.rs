//! Saved searches that were to be useful until a day: afterwards they go, unless something still rests on them.

use contact::pages::rows;
use contact::saved_search::SavedSearch;
use kit::{Job, Registry, Work};
use serde_json::json;
use store::{As, Result, Tx};

/// So many searches go at once.
const MOST: i64 = 200;

/// The job: searches whose day has passed, if no group is filled by them and no board shows them.
fn step(tx: &mut Tx<'_>, _: &mut Work) -> Result<()> {
    crate::grid::draft::forget_old(tx)?;
    let today = tx.clock().today().to_string();
    let found = rows::ask(tx, "SavedSearch", &["id"], json!([["expires_date", "<", today]]), &[("id", "ASC")], MOST)?;
    for id in found.iter().map(rows::id) {
        let groups = rows::count(tx, "Group", json!([["saved_search_id", "=", id]]))?;
        let tiles = crate::dashboard::pins(tx, id)?;
        if groups == 0 && tiles == 0 && tx.find::<SavedSearch>(id)?.is_some() {
            // History keeps it: it can be taken back.
            tx.delete("SavedSearch", id, As::Program)?;
        }
    }
    Ok(())
}

/// Signs the job into the registry.
pub fn register(registry: &mut Registry) {
    registry.job(Job {
        name: "expired_searches",
        description: "Deletes saved searches whose day has passed, unless a group or a board rests on them.",
        every: Some(24 * 60 * 60),
        run: step,
    });
}
