//! How many files an activity holds at most, whoever hangs them on it; forms take fewer, see the pages.

use file::entity_file::EntityFile;
use store::{Change, Error, Result, Tx, statement};

/// The setting: so many files hang on an activity at most; 0 for no limit.
pub const MOST: &str = "max_attachments_backend";

/// The table under which files hang on activities.
pub const TABLE: &str = "civicrm_activity";

/// Before: an activity has room for so many files.
///
/// # Errors
/// Refuses one more.
pub fn settle(tx: &mut Tx<'_>, change: &mut Change<EntityFile>) -> Result<()> {
    let tie = &change.after;
    if !change.is_new() || tie.entity_table != TABLE {
        return Ok(());
    }
    let Some(most) = store::state::scalar(&tx.setting(MOST)?).as_int().filter(|most| *most > 0) else { return Ok(()) };
    let text = format!(
        r#"SELECT COUNT(*) FROM "civicrm_entity_file" WHERE "entity_id" = {} AND {} = {}"#,
        tx.placeholder(1),
        query::fold_expression(tx.dialect(), r#""entity_table""#),
        tx.placeholder(2)
    );
    let held = tx.one(&statement(text, vec![tie.entity_id.into(), TABLE.into()]))?.and_then(|count| count.as_int());
    match held.unwrap_or(0) >= most {
        true => Err(Error::rule("entity_id", "problem-activity-files", "An activity has room for no more files.")),
        false => Ok(()),
    }
}
