//! What the page of a job says of the work of an import.

use contact::pages::phrases::Lang;
use contact::pages::slots::End;
use kit::{Queued, Visit};
use serde_json::Value as Json;
use store::Result;

use crate::rows::{self, Tally};

fn tally(visit: &Visit<'_>, job: &Queued) -> Result<(i64, Tally)> {
    let id = job.payload.get("import").and_then(Json::as_i64).unwrap_or(0);
    Ok((id, visit.read(|tx| rows::division(tx, id))?))
}

fn end(lang: &Lang, id: i64, words: &str) -> End {
    let link = (lang.text("import-see").to_owned(), format!("/import/{id}"));
    End { words: words.to_owned(), links: vec![link], undo: Vec::new() }
}

pub(super) fn rehearsed(visit: &Visit<'_>, lang: &Lang, job: &Queued) -> Result<End> {
    let (id, tally) = tally(visit, job)?;
    Ok(end(lang, id, lang.with("import-told-rehearsed", &[("count", tally.total.into())])))
}

pub(super) fn imported(visit: &Visit<'_>, lang: &Lang, job: &Queued) -> Result<End> {
    let (id, tally) = tally(visit, job)?;
    let values =
        [("created", tally.created.into()), ("updated", tally.updated.into()), ("refused", tally.refused.into())];
    Ok(end(lang, id, lang.with("import-counted", &values)))
}

pub(super) fn undone(visit: &Visit<'_>, lang: &Lang, job: &Queued) -> Result<End> {
    let (id, tally) = tally(visit, job)?;
    Ok(end(lang, id, lang.with("import-counted-undone", &[("count", tally.undone.into())])))
}
