//! What nobody refers to any more goes, after a time in which deleting can be undone.

use std::collections::HashSet;
use std::time::{Duration, SystemTime};

use kit::Work;
use store::{Error, Result, Tx, owned, statement};

use crate::content::{self, Digest, Store};
use crate::limit::Limits;

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// Looks at every content: those that a file refers to are as good as new, others go once they are old. So content is
/// kept for the time of grace after the last day on which a file referred to it, and at least for a day after it came.
///
/// # Errors
/// The database's or the disk's own failure.
pub fn clean(tx: &mut Tx<'_>, work: &mut Work) -> Result<()> {
    let limits = Limits::of(tx)?;
    let store = content::of(tx.site());
    // What a backup has listed it must find: the next turn is soon enough.
    let Some(_alone) = content::alone(tx.site()).map_err(Error::internal)? else { return Ok(()) };
    let used = used(tx)?;
    let days = u32::try_from(limits.grace.max(1)).unwrap_or(u32::MAX);
    let before = SystemTime::now().checked_sub(DAY.saturating_mul(days)).unwrap_or(SystemTime::UNIX_EPOCH);
    let mut gone = 0;
    for digest in store.all().map_err(Error::internal)? {
        if used.contains(digest.as_str()) {
            store.touch(&digest).map_err(Error::internal)?;
        } else if store.remove(&digest, before).map_err(Error::internal)? {
            gone += 1;
        }
    }
    sweep(&limits)?;
    work.result = (gone > 0).then(|| format!("{gone} contents removed"));
    Ok(())
}

/// The contents that files refer to.
fn used(tx: &Tx<'_>) -> Result<HashSet<String>> {
    let text = r#"SELECT DISTINCT "content_hash" FROM "civicrm_file" WHERE "content_hash" IS NOT NULL"#;
    let mut found = HashSet::new();
    tx.rows(&statement(text, Vec::new()), |row| {
        found.extend(owned(row.cell(0)).as_text().and_then(Digest::parse).map(|digest| digest.as_str().to_owned()));
        Ok(())
    })?;
    Ok(found)
}

/// Uploads that were cut off, by a fallen line or a program that was ended.
fn sweep(limits: &Limits) -> Result<()> {
    let Ok(entries) = std::fs::read_dir(&limits.incoming) else { return Ok(()) };
    let old = SystemTime::now().checked_sub(DAY).unwrap_or(SystemTime::UNIX_EPOCH);
    for entry in entries {
        let entry = entry.map_err(Error::internal)?;
        let data = entry.metadata().map_err(Error::internal)?;
        if data.is_file() && data.modified().map_err(Error::internal)? < old {
            std::fs::remove_file(entry.path()).map_err(Error::internal)?;
        }
    }
    Ok(())
}
