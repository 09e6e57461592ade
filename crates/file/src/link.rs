//! Links to a file that hold for an hour, for programs that show or fetch it without a session of their own.
//!
//! `/files/12/MARK/minutes.pdf`, where the mark is the moment of signing and a keyed digest (HMAC-SHA-256) over it, the
//! file's number and what it contains: another content makes the link worthless.

use jiff::Timestamp;
use kit::{Reply, Visit};
use schema::Actor;
use store::{Error, Result, Tx, secret};
use subtle::ConstantTimeEq;

use crate::attach;
use crate::file::File;
use crate::serve;

const PURPOSE: &str = "file link";
/// How long a link holds, in seconds.
const LIFE: i64 = 60 * 60;

/// A link to the file for whoever holds it; None where there is no such file. Whether its reader may have one is asked
/// before.
///
/// # Errors
/// The database's own failure.
pub fn sign(tx: &Tx<'_>, id: i64) -> Result<Option<String>> {
    let Some(file) = tx.find::<File>(id)? else { return Ok(None) };
    let Some(hash) = file.content_hash else { return Ok(None) };
    let now = Timestamp::now().as_second();
    let mark = digest(tx.site().secret(), id, &hash, now);
    let plain = attach::address(id, file.file_name.as_deref().unwrap_or("file"));
    let (folder, name) = plain.rsplit_once('/').unwrap_or((&plain, "file"));
    Ok(Some(format!("{folder}/{now}-{mark}/{name}")))
}

/// `/files/{id}/{mark}/{name}`: the bytes, for whoever holds a link that was signed within the hour.
pub(crate) fn follow(visit: &mut Visit<'_>) -> Result<Reply> {
    let id = visit.id(0)?;
    let gone = || Error::NotFound(format!("file {id}"));
    let mark = visit.captures.get(1).cloned().unwrap_or_default();
    let system = Actor::system("file link");
    let found = visit.site.read(&system, |tx| {
        let hash = tx.find::<File>(id)?.and_then(|file| file.content_hash);
        let holds = hash.is_some_and(|hash| holds(tx.site().secret(), id, &hash, &mark, Timestamp::now().as_second()));
        if holds { attach::find(tx, id) } else { Ok(None) }
    })?;
    serve::reply(visit, &found.ok_or_else(gone)?, id)
}

fn digest(key: &[u8; 32], id: i64, hash: &str, at: i64) -> String {
    let whole = secret::hex(&secret::derive(key, PURPOSE, format!("{id}_{hash}_{at}").as_bytes()));
    whole.get(..32).unwrap_or_default().to_owned()
}

fn holds(key: &[u8; 32], id: i64, hash: &str, mark: &str, now: i64) -> bool {
    let Some((at, mark)) = mark.split_once('-') else { return false };
    let Ok(at) = at.parse::<i64>() else { return false };
    let fresh = at <= now.saturating_add(60) && now.saturating_sub(at) <= LIFE;
    fresh && digest(key, id, hash, at).as_bytes().ct_eq(mark.as_bytes()).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_holds_for_an_hour_and_for_one_content_of_one_file() {
        let key = [7; 32];
        let mark = |at: i64| format!("{at}-{}", digest(&key, 12, "abc", at));
        assert!(holds(&key, 12, "abc", &mark(1_000), 1_000));
        assert!(holds(&key, 12, "abc", &mark(1_000), 1_000 + LIFE));
        assert!(!holds(&key, 12, "abc", &mark(1_000), 1_001 + LIFE));
        assert!(!holds(&key, 12, "abc", &mark(9_000), 1_000), "signed in the future");
        assert!(!holds(&key, 13, "abc", &mark(1_000), 1_000));
        assert!(!holds(&key, 12, "abd", &mark(1_000), 1_000));
        assert!(!holds(&[8; 32], 12, "abc", &mark(1_000), 1_000));
        assert!(!holds(&key, 12, "abc", &mark(1_000).replace("1000-", "1001-"), 1_001));
        assert!(!holds(&key, 12, "abc", "", 1_000) && !holds(&key, 12, "abc", "1000-", 1_000));
    }
}
