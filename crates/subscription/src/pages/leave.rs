//! `/unsubscribe/{token}`: out of one list, by the link that every letter of it carries. Whoever follows it is asked;
//! mail programs that offer a button of their own send a POST, which does it at once (RFC 8058).

use contact::pages::phrases::Lang;
use kit::{Reply, Visit};
use maud::html;
use store::Result;
use ui::part::button::Button;
use ui::part::form::Form;

use super::{public, read, said, spent, write};
use crate::{ask, link, list};

/// `/unsubscribe/{token}`
pub(super) fn page(visit: &mut Visit<'_>) -> Result<Reply> {
    let token = visit.captures.first().cloned().unwrap_or_default();
    let found = read(visit, |tx| match link::left(tx, &token)? {
        Some((contact, group)) => Ok(Some((contact, group, ask::spoken(tx, contact)?))),
        None => Ok(None),
    })?;
    let Some((contact, group, spoken)) = found else { return spent(visit, &Lang::new(visit.locale)) };
    visit.locale = spoken.map_or(visit.locale, |lang| lang.locale);
    let lang = Lang::new(visit.locale);
    let found = read(visit, |tx| list::one(tx, &lang, group))?;
    let name = found.as_ref().map_or("", |list| list.title.as_str());
    let title = lang.with("subscription-leave-title", &[("list", name.into())]);
    if !visit.is_post {
        let content = html! {
            div.pub-form { (Form::post(visit.ui().csrf, visit.path).render(html! {
                div.row { (Button::submit(lang.text("subscription-leave")).primary().big().wide()) }
                p.pub-small { a href="/preferences" { (lang.text("subscription-change")) } }
            })) }
        };
        return Ok(Reply::Html(public(visit, &lang, title, lang.text("subscription-leave-words"), content)?));
    }
    let remote = visit.remote.to_owned();
    write(visit, |tx| ask::leave(tx, &lang, contact, group, &remote))?;
    let more = html! { p.pub-small { a href="/preferences" { (lang.text("subscription-change")) } } };
    let words = lang.with("subscription-left-words", &[("list", name.into())]);
    said(visit, &lang, 200, lang.text("subscription-left"), words, more)
}
