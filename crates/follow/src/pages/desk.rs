//! Following on the home page: what changed in followed records, and mentions that wait to be seen.

use contact::pages::phrases::Lang;
use contact::pages::slots::Wait;
use kit::Visit;
use maud::{Markup, html};
use store::Result;
use ui::Icon;
use ui::part::Tone;
use ui::part::head::section_head;

use super::{PATH, door};
use crate::stream;

/// So many things are told on the home page.
const EVENTS: usize = 5;
/// So many mentions stand there.
const MENTIONS: i64 = 3;
/// Of so many records, those that were chosen last: the home page is opened often.
const RECORDS: usize = 40;

/// The block on the right; None for whoever follows nothing.
pub fn block(visit: &Visit<'_>, lang: &Lang) -> Result<Option<Markup>> {
    if visit.actor.contact_id.is_none() || !door().met_by(&visit.actor.permissions) {
        return Ok(None);
    }
    let (followed, mut events, today) = visit.read(|tx| {
        let mut followed = stream::followed(tx, visit.registry, lang)?;
        followed.truncate(RECORDS);
        let events = stream::events(tx, lang, &followed)?;
        Ok((followed.len(), events, tx.clock().today()))
    })?;
    if followed == 0 {
        return Ok(None);
    }
    events.truncate(EVENTS);
    let link = html! { a href=(PATH) { (lang.text("following-all")) } };
    Ok(Some(html! {
        section aria-labelledby="following" {
            (section_head("following", lang.text("following-title"), Some(link)))
            @if events.is_empty() { p.quiet { (lang.text("following-nothing")) } }
            @else {
                ul.links.following {
                    @for event in &events {
                        li { span {
                            a href=(event.record.1) { (event.record.0) }
                            small { (event.words) " · " (lang.locale.relative(event.at.date(), today)) }
                        } }
                    }
                }
            }
        }
    }))
}

/// Mentions that were not seen.
pub fn waiting(visit: &Visit<'_>, lang: &Lang) -> Result<Vec<Wait>> {
    if visit.actor.contact_id.is_none() || !door().met_by(&visit.actor.permissions) {
        return Ok(Vec::new());
    }
    let mentions = visit.read(|tx| stream::mentions(tx, visit.registry, lang, true, MENTIONS))?;
    let wait = |one: stream::Told| Wait {
        icon: Icon::ChatCircle,
        tone: Tone::Plum,
        title: lang.locale.with("mention-title", &[("who", one.who.into()), ("where", one.place.into())]),
        words: one.words,
        action: lang.text("mention-look").to_owned(),
        href: PATH.to_owned(),
    };
    Ok(mentions.into_iter().map(wait).collect())
}
