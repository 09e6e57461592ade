//! Small facts about the site that several processes share: when the last backup was made, whether history holds.

use store::{Result, Tx, statement};

use super::mark;

/// When history was last looked at from end to end, and how many faults there were.
pub const HISTORY_CHECKED: &str = "history_checked";
pub const HISTORY_FAULTS: &str = "history_faults";
/// When a backup was last written and read back, and when one was last put in place for a trial.
pub const BACKUP_MADE: &str = "backup_made";
pub const BACKUP_TRIED: &str = "backup_tried";

/// When somebody was last forgotten, and when what was left of them in the log and in the index of words was removed.
pub const FORGOTTEN: &str = "forgotten";
pub const LOG_EMPTIED: &str = "log_emptied";
pub const WORDS_FORGOTTEN: &str = "words_forgotten";

/// Whether the embedded database was sound when it last looked at itself: 1 or 0.
pub const DATABASE_SOUND: &str = "database_sound";

/// Keeps the present moment as a fact, in seconds since 1970.
///
/// # Errors
/// The database's own failure.
pub fn keep_now(tx: &Tx<'_>, name: &str) -> Result<()> {
    let now = super::now(tx).to_zoned(jiff::tz::TimeZone::UTC).map_or(0, |zoned| zoned.timestamp().as_second());
    keep(tx, name, now)
}

/// Keeps a fact.
///
/// # Errors
/// The database's own failure.
pub fn keep(tx: &Tx<'_>, name: &str, value: i64) -> Result<()> {
    let text = format!(r#"UPDATE "ruche_state" SET "value" = {} WHERE "name" = {}"#, mark(tx, 1), mark(tx, 2));
    if tx.execute(&statement(text, vec![value.into(), name.into()]))? == 0 {
        let text = format!(r#"INSERT INTO "ruche_state" ("name", "value") VALUES ({}, {})"#, mark(tx, 1), mark(tx, 2));
        tx.execute(&statement(text, vec![name.into(), value.into()]))?;
    }
    Ok(())
}

/// A fact that was kept.
///
/// # Errors
/// The database's own failure.
pub fn read(tx: &Tx<'_>, name: &str) -> Result<Option<i64>> {
    let text = format!(r#"SELECT "value" FROM "ruche_state" WHERE "name" = {}"#, mark(tx, 1));
    Ok(tx.one(&statement(text, vec![name.into()]))?.and_then(|value| value.as_int()))
}
