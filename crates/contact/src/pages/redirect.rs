//! Addresses that people have bookmarked in CiviCRM lead to the same thing here.

use kit::{Reply, Visit};
use store::Result;

use super::address::href;

/// `/civicrm/contact/view` with `cid`, and `/civicrm/contact/add` for changing one.
pub(super) fn view(visit: &mut Visit<'_>) -> Result<Reply> {
    let id = visit.query.int("cid").filter(|id| *id > 0);
    Ok(Reply::Redirect(id.map_or_else(|| "/contacts".to_owned(), |id| format!("/contacts/{id}"))))
}

/// `/civicrm/contact/add`: a new contact of the type `ct`, or changes of the one in `cid`.
pub(super) fn add(visit: &mut Visit<'_>) -> Result<Reply> {
    let id = visit.query.int("cid").filter(|id| *id > 0);
    let kind = visit.query.text("ct").unwrap_or_default();
    Ok(Reply::Redirect(
        id.map_or_else(|| href("/contacts/new", &[("type", kind)]), |id| format!("/contacts/{id}/edit")),
    ))
}

/// `/civicrm/contact/search` and its relatives.
pub(super) fn search(visit: &mut Visit<'_>) -> Result<Reply> {
    let asked = visit.query.text("sort_name").or_else(|| visit.query.text("q")).unwrap_or_default();
    Ok(Reply::Redirect(href("/contacts", &[("q", asked)])))
}

/// `/civicrm` and `/civicrm/dashboard`.
pub(super) fn home(_visit: &mut Visit<'_>) -> Result<Reply> {
    Ok(Reply::Redirect("/".to_owned()))
}
