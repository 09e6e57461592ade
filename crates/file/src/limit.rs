//! How large files may be, one alone and all together, and what looks through them.

use std::path::PathBuf;

use serde_json::Value as Json;
use store::{Result, Site, Tx};

/// The largest file, in megabytes, where the setting says nothing sensible.
const FILE: u64 = 20;
/// No setting makes files larger than this, in megabytes: they are hashed and scanned while somebody waits.
const LARGEST: u64 = 500;
/// How many days what nobody refers to any more is kept, so that deleting it can be undone.
const GRACE: u64 = 30;
const MEGABYTE: u64 = 1024 * 1024;

/// The settings in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The largest file, in bytes.
    pub file: u64,
    /// All files together, in bytes; None where the disk alone is the limit.
    pub all: Option<u64>,
    /// Days that unused content is kept.
    pub grace: u64,
    /// What looks for viruses, as the machine's owner has set it; see [`crate::scan`].
    pub scan: Option<String>,
    /// Where files lie until they are accepted.
    pub incoming: PathBuf,
}

impl Limits {
    /// The settings as they are now.
    ///
    /// # Errors
    /// The database's own failure.
    pub fn of(tx: &Tx<'_>) -> Result<Limits> {
        let number = |name: &str| -> Result<Option<u64>> { Ok(whole(&tx.setting(name)?)) };
        let file = number("maxFileSize")?.filter(|size| *size > 0).unwrap_or(FILE).min(LARGEST);
        let all = number("file_quota")?.filter(|size| *size > 0);
        Ok(Limits {
            file: file * MEGABYTE,
            all: all.map(|size| size.saturating_mul(MEGABYTE)),
            grace: number("file_grace_days")?.unwrap_or(GRACE),
            scan: scan_command(tx.site()),
            incoming: incoming(tx.site()),
        })
    }

    /// The largest file in whole megabytes, as people are told.
    pub fn megabytes(&self) -> i64 {
        i64::try_from(self.file / MEGABYTE).unwrap_or(i64::MAX)
    }
}

/// Beside the store, on the same disk, and in no backup.
pub fn incoming(site: &Site) -> PathBuf {
    site.data().join("incoming")
}

/// Taken from what the program was started with alone: whoever administers the site over the web must not be able to
/// name a program that this machine runs.
fn scan_command(site: &Site) -> Option<String> {
    let text = site.model().settings.get(crate::SCAN_SETTING)?.as_str()?.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

fn whole(json: &Json) -> Option<u64> {
    json.as_u64().or_else(|| json.as_str()?.trim().parse().ok())
}
