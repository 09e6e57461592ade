//! Every piece of the design in every state, for those who build pages.

use kit::{Reply, Visit};
use store::Result;

use super::frame::{self, Page};
use super::phrases::Lang;

/// `/dev/ui`
pub(super) fn show(visit: &mut Visit<'_>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    let page = Page { title: lang.text("gallery-title"), place: "/settings", narrow: false };
    Ok(Reply::Html(frame::show(visit, &lang, page, ui::page::gallery::gallery)?))
}
