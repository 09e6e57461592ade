//! `/subscribe/confirm/{token}`: the second half of asking. A button does it: programs that open every link of a letter
//! confirm nothing.

use contact::pages::phrases::Lang;
use kit::{Reply, Visit};
use maud::html;
use store::Result;
use ui::part::button::Button;
use ui::part::form::Form;

use super::{public, read, said, spent, write};
use crate::{ask, link, list};

/// `/subscribe/confirm/{token}`
pub(super) fn page(visit: &mut Visit<'_>) -> Result<Reply> {
    let token = visit.captures.first().cloned().unwrap_or_default();
    let found = read(visit, |tx| match link::confirmed(tx, &token)? {
        Some((contact, groups)) => Ok(Some((contact, groups, ask::spoken(tx, contact)?))),
        None => Ok(None),
    })?;
    let Some((contact, groups, spoken)) = found else { return spent(visit, &Lang::new(visit.locale)) };
    visit.locale = spoken.map_or(visit.locale, |lang| lang.locale);
    let lang = Lang::new(visit.locale);
    if !visit.is_post {
        let lists = read(visit, |tx| list::public(tx, &lang))?;
        let content = html! {
            div.pub-form { (Form::post(visit.ui().csrf, visit.path).render(html! {
                ul { @for list in lists.iter().filter(|list| groups.contains(&list.id)) { li { b { (list.title) } } } }
                div.row { (Button::submit(lang.text("subscription-confirm")).primary().big().wide()) }
            })) }
        };
        let words = lang.text("subscription-confirm-words");
        return Ok(Reply::Html(public(visit, &lang, lang.text("subscription-confirm-title"), words, content)?));
    }
    let remote = visit.remote.to_owned();
    let lists = write(visit, |tx| ask::confirm(tx, &lang, contact, &groups, &remote))?;
    if lists.is_empty() {
        return spent(visit, &lang);
    }
    let more = html! {
        ul { @for list in &lists { li { b { (list.title) } @if !list.words.is_empty() { " – " (list.words) } } } }
        p.pub-small { (lang.text("subscription-any-time")) " " a href="/preferences" { (lang.text("subscription-change")) } }
    };
    said(visit, &lang, 200, lang.text("subscription-welcome"), lang.text("subscription-welcome-words"), more)
}
