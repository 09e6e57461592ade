//! The numbers of those who were forgotten, in a file beside the database: when an older backup is put back, they are
//! forgotten again.

use std::collections::BTreeSet;
use std::fs::OpenOptions;
use std::io::{ErrorKind, Write};
use std::path::PathBuf;

use kit::Work;
use serde_json::{Value as Json, json};
use store::{Error, Result, Site, Tx, statement};

/// The name of the job that forgets again.
pub const JOB: &str = "privacy forget again";

/// So many are looked at in one step.
const STEP: usize = 50;

fn path(site: &Site) -> PathBuf {
    site.data().join("forgotten.txt")
}

/// Adds a number, before the transaction ends: to forget somebody twice does no harm, to remember them does.
pub(super) fn write(site: &Site, contact: i64) -> Result<()> {
    let mut options = OpenOptions::new();
    options.create(true).append(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path(site)).map_err(Error::internal)?;
    file.write_all(format!("{contact} {}\n", site_mark(site)).as_bytes()).map_err(Error::internal)?;
    file.sync_data().map_err(Error::internal)
}

/// Tells this site from another one whose database was put here: numbers mean other people there.
fn site_mark(site: &Site) -> String {
    let digest = store::secret::derive(site.secret(), "forgotten contacts", b"");
    store::secret::hex(digest.get(..8).unwrap_or_default())
}

fn read(site: &Site) -> Result<Vec<i64>> {
    let text = match std::fs::read_to_string(path(site)) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(Error::internal(error)),
    };
    let mark = site_mark(site);
    let own = |line: &str| {
        let (id, of) = line.split_once(' ')?;
        id.parse::<i64>().ok().filter(|_| of == mark)
    };
    Ok(text.lines().filter_map(own).collect::<BTreeSet<_>>().into_iter().collect())
}

/// The job: whoever is in the file and in the database by name is forgotten again.
///
/// # Errors
/// The database's or the disk's own failure.
pub fn again(tx: &mut Tx<'_>, work: &mut Work) -> Result<()> {
    let done = work.position.as_ref().and_then(Json::as_i64).unwrap_or(0);
    let ids: Vec<i64> = read(tx.site())?.into_iter().filter(|id| *id > done).take(STEP).collect();
    for id in &ids {
        let text = format!(r#"SELECT 1 FROM "civicrm_contact" WHERE "id" = {}"#, tx.placeholder(1));
        if tx.one(&statement(text, vec![(*id).into()]))?.is_some() && super::now(tx, *id)?.is_some() {
            work.progress += 1;
        }
    }
    work.position = ids.last().filter(|_| ids.len() == STEP).map(|id| json!(id));
    Ok(())
}
