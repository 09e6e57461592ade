//! What waits for somebody who looks after data protection, on the home page.

use contact::pages::phrases::Lang;
use contact::pages::slots::Wait;
use kit::Visit;
use store::Result;
use ui::Icon;
use ui::part::Tone;

use crate::permission::{ACCESS, ADMINISTER};
use crate::{incident, request, retention};

/// Requests to answer, contacts to decide about, breaches that are open.
pub fn waiting(visit: &Visit<'_>, lang: &Lang) -> Result<Vec<Wait>> {
    if !visit.actor.may(ACCESS) {
        return Ok(Vec::new());
    }
    let administers = visit.actor.may(ADMINISTER);
    let (requests, due, incidents) = visit.read(|tx| {
        let incidents = if administers { incident::open(tx)? } else { 0 };
        Ok((request::open(tx)?, retention::waiting(tx)?, incidents))
    })?;
    let wait = |icon, tone, title: &str, words: &str, action: &str, href: &str| Wait {
        icon,
        tone,
        title: title.to_owned(),
        words: words.to_owned(),
        action: lang.text(action).to_owned(),
        href: href.to_owned(),
    };
    let mut all = Vec::new();
    if incidents > 0 {
        let title = lang.with("privacy-wait-incidents", &[("count", incidents.into())]);
        let words = lang.text("privacy-wait-incidents-words");
        all.push(wait(
            Icon::Warning,
            Tone::Brick,
            title,
            words,
            "privacy-look-incidents",
            "/settings/privacy/incidents",
        ));
    }
    if requests > 0 {
        let title = lang.with("privacy-wait-requests", &[("count", requests.into())]);
        let words = lang.text("privacy-wait-requests-words");
        all.push(wait(
            Icon::ShieldCheck,
            Tone::Honey,
            title,
            words,
            "privacy-look-requests",
            "/settings/privacy/requests",
        ));
    }
    if due > 0 {
        let title = lang.with("privacy-wait-due", &[("count", due.into())]);
        let words = lang.text("privacy-wait-due-words");
        all.push(wait(Icon::Clock, Tone::Stone, title, words, "privacy-look-due", "/settings/privacy/retention"));
    }
    Ok(all)
}
