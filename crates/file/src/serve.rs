//! `/files/{id}/{name}`: the bytes, for whoever may see a record that holds them.

use std::io::Read;

use kit::{Body, Reply, Stored, Visit};
use schema::Requirement;
use store::{Error, Result};

use crate::attach::{self, Found, address};
use crate::content::{self, Digest, Store};
use crate::picture;

/// How long a browser shows a picture without asking again, in seconds.
const FRESH: u32 = 600;

/// Whoever is let in at all; the record that holds the file decides the rest.
pub(crate) fn door() -> Requirement {
    Requirement::all(&["access CiviCRM"])
}

/// The file. `?size=64` makes a small square of a picture.
pub(crate) fn file(visit: &mut Visit<'_>) -> Result<Reply> {
    let id = visit.id(0)?;
    let gone = || Error::NotFound(format!("file {id}"));
    let found = visit.read(|tx| attach::find(tx, id))?.ok_or_else(gone)?;
    reply(visit, &found, id)
}

/// The bytes of a file that the visitor may have.
pub(crate) fn reply(visit: &Visit<'_>, found: &Found, id: i64) -> Result<Reply> {
    let gone = || Error::NotFound(format!("file {id}"));
    let digest = found.digest.clone().ok_or_else(gone)?;
    let store = content::of(visit.site);
    let (bytes, length) = store.open(&digest).map_err(Error::internal)?.ok_or_else(gone)?;
    let small = visit.query.int("size") == Some(i64::from(picture::SMALL));
    match found.kind.filter(|kind| kind.is_picture && small) {
        None => Ok(Reply::Stored(stored(found, &digest, Body::File(bytes, length)))),
        Some(kind) => {
            let drawn = picture::smaller(bytes, kind, picture::SMALL).map_err(|_| gone())?;
            let mut small = stored(found, &digest, Body::Bytes(drawn.bytes));
            small.content_type = drawn.kind.content_type;
            small.etag.push_str("-64");
            Ok(Reply::Stored(small))
        }
    }
}

fn stored(found: &Found, digest: &Digest, body: Body) -> Stored {
    // Pictures of our own drawing are pixels and nothing else. Everything else is kept, not shown.
    let inline = found.kind.is_some_and(|kind| kind.is_picture);
    Stored {
        name: found.name.clone(),
        content_type: found.kind.map_or("application/octet-stream", |kind| kind.content_type),
        body,
        etag: digest.as_str().get(..32).unwrap_or_default().to_owned(),
        inline,
        fresh: if inline { FRESH } else { 0 },
    }
}

/// `/civicrm/file?id=…`, as older links have it.
pub(crate) fn redirect(visit: &mut Visit<'_>) -> Result<Reply> {
    let id = visit.query.int("id").ok_or_else(|| Error::NotFound(visit.path.to_owned()))?;
    let found = visit.read(|tx| attach::find(tx, id))?;
    let found = found.ok_or_else(|| Error::NotFound(format!("file {id}")))?;
    Ok(Reply::Redirect(address(id, &found.name)))
}

/// The bytes of a file that the actor may see, for mails and documents; None where there is none.
///
/// # Errors
/// The database's or the disk's own failure.
pub fn read(tx: &store::Tx<'_>, id: i64) -> Result<Option<(Found, Vec<u8>)>> {
    let Some(found) = attach::find(tx, id)? else { return Ok(None) };
    let Some(digest) = &found.digest else { return Ok(None) };
    let Some((mut file, _)) = content::of(tx.site()).open(digest).map_err(Error::internal)? else { return Ok(None) };
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes).map_err(Error::internal)?;
    Ok(Some((found, bytes)))
}
