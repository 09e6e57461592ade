//! How many contacts a list holds, and the ways from one page of it to another.

use kit::{Reply, Visit};
use query::GetRequest;
use serde_json::{Value as Json, json};
use store::{As, Result, Tx};
use ui::part::paging::{self, PageLink, Paging};

use super::asked::{Asked, At, Window};
use super::list::Found;
use super::phrases::Lang;
use super::preference;
use super::rows::request;

/// More contacts than these are counted once the page is shown. From about as many on, the first page of a million is
/// found sooner along the list than by sorting what an index gives.
pub(super) const SOON: i64 = 5_000;
/// The same for who may see a part of the contacts: of each one it is asked whether it belongs to that part.
const SOON_AMONG: i64 = 1_000;

/// How many contacts the list holds.
///
/// # Errors
/// The database's own failure.
pub(super) fn count(tx: &Tx<'_>, asked: &Asked, clauses: Vec<Json>) -> Result<i64> {
    let request = counting(asked, clauses);
    let ask = || Ok(tx.get("Contact", &request, As::Actor)?.matched.unwrap_or(0));
    // Who is in a group may change with nothing written down.
    match asked.group.is_empty() {
        true => tx.counted("Contact", &json!(request.where_).to_string(), ask),
        false => ask(),
    }
}

/// How many contacts the list holds, where that is known or soon found; None where a page should not wait for it.
pub(super) fn count_soon(tx: &Tx<'_>, asked: &Asked, clauses: Vec<Json>) -> Result<Option<i64>> {
    let request = counting(asked, clauses);
    if let Some(known) = tx.already_counted("Contact", &json!(request.where_).to_string())? {
        return Ok(Some(known));
    }
    let most = if tx.actor().may("view all contacts") { SOON } else { SOON_AMONG };
    let some = tx.some("Contact", &request, As::Actor, most + 1)?;
    Ok((some <= most).then_some(some))
}

fn counting(asked: &Asked, clauses: Vec<Json>) -> GetRequest {
    GetRequest { join: asked.joins(), ..request(&["row_count"], Json::Array(clauses), Vec::new(), 0) }
}

/// `/contacts/counted`: how many contacts the list holds, for a page that did not wait for it.
pub(super) fn counted(visit: &mut Visit<'_>) -> Result<Reply> {
    let asked = Asked::of(&visit.query);
    let total = visit.read(|tx| {
        let clauses = asked.clauses(tx)?;
        count(tx, &asked, clauses)
    })?;
    let lang = Lang::new(visit.locale);
    let shown = |name: &str| visit.query.int(name).unwrap_or(0);
    let (first, size) = (shown("first"), visit.read(|tx| preference::rows(tx))?);
    let pages = pages(&lang, &asked, "/contacts", (first, size), total);
    let view = Paging { first, last: shown("to"), total: Some(total), pages, ..Paging::default() };
    Ok(Reply::Html(paging::whereabouts(&visit.ui(), &view, shown("top") == 1)))
}

/// The first page, the last one and the one that begins `from`, of pages of so many rows.
fn pages<'a>(lang: &'a Lang, asked: &Asked, path: &str, (from, size): (i64, i64), total: i64) -> Vec<PageLink<'a>> {
    let to = |window: &Window| lang.keep(asked.page(path, window, Some(total)));
    let size = size.max(1);
    let (last, current) = ((total + size - 1) / size, (from - 1) / size + 1);
    let mut pages = Vec::new();
    if last > 1 {
        pages.push(PageLink { number: 1, href: to(&Window::default()), current: current == 1 });
        if current > 1 && current < last {
            pages.push(PageLink { number: current, href: "", current: true });
        }
        let end = Window { at: At::End, from: 1 };
        pages.push(PageLink { number: last, href: to(&end), current: current == last });
    }
    for page in pages.iter_mut().filter(|page| page.current) {
        page.href = "#main";
    }
    pages
}

/// Where in the list one is, and the ways on.
pub fn pager<'a>(lang: &'a Lang, asked: &Asked, path: &str, found: &Found) -> Paging<'a> {
    let to = |window: &Window| lang.keep(asked.page(path, window, found.total));
    let count = found.rows.len() as i64;
    let pages = match found.total {
        Some(total) => pages(lang, asked, path, (found.from, found.size), total),
        None => Vec::new(),
    };
    let (first, shown) = (if count == 0 { 0 } else { found.from }, found.from + count - 1);
    Paging {
        first,
        last: shown,
        total: found.total,
        counted: found.is_counted_later.then(|| lang.keep(asked.counted(first, shown))),
        previous: found.before.as_ref().map(&to),
        next: found.after.as_ref().map(&to),
        pages,
    }
}
