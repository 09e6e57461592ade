//! A message to oneself: whether mail goes out, told at once.

use contact::pages::frame::{self, Page};
use contact::pages::phrases::Lang;
use kit::{Reply, Visit};
use mail::{Message, To, Weight};
use maud::html;
use store::Result;
use ui::Icon;
use ui::page::accounts::{Sheet, sheet};
use ui::part::Tone;
use ui::part::button::Button;
use ui::part::crumbs::Crumb;
use ui::part::notice::notice;

use crate::deliver;
use crate::transport::Outcome;

/// The kind of these messages.
const KIND: &str = "test";

/// `/settings/mail/test`
pub(super) fn send(visit: &mut Visit<'_>) -> Result<Reply> {
    let to = match visit.actor.contact_id {
        Some(contact) => visit.read(|tx| mail::reach::address_of(tx, contact))?,
        None => None,
    };
    let (true, Some(to)) = (visit.is_post, to) else { return Ok(Reply::Redirect("/settings/mail".to_owned())) };
    let lang = Lang::new(visit.locale);
    let contact = visit.actor.contact_id.unwrap_or_default();
    let message = Message {
        weight: Weight::Service,
        ..Message::new(KIND, To::ContactAt(contact, &to), lang.text("mail-test-subject"), lang.text("mail-test-text"))
    };
    let id = visit.write(|tx| mail::queue(tx, &message))?;
    let outcome = deliver::deliver_now(visit.site, visit.registry, id)?;
    let (tone, icon, words, said) = match &outcome {
        Some(Outcome::Sent) => (Tone::Leaf, Icon::Check, "mail-test-sent", ""),
        Some(Outcome::Later(said)) => (Tone::Brick, Icon::WarningCircle, "mail-test-later", said.as_str()),
        Some(Outcome::Refused(said)) => (Tone::Brick, Icon::WarningCircle, "mail-test-refused", said.as_str()),
        Some(Outcome::Unsure(said)) => (Tone::Honey, Icon::WarningCircle, "mail-test-unsure", said.as_str()),
        None => (Tone::Honey, Icon::WarningCircle, "mail-test-not", ""),
    };
    if outcome.as_ref().is_some_and(|one| *one != Outcome::Sent) {
        // A try that failed is told here and now; it is not to arrive hours later.
        visit.write(|tx| deliver::cancel(tx, id))?;
    }
    let title = lang.text("mail-test");
    let page = Page { title, place: "/settings", narrow: true };
    let markup = frame::show(visit, &lang, page, |ui, shell| {
        let way = vec![
            Crumb { label: lang.text("settings-title"), href: Some("/settings") },
            Crumb { label: lang.text("mail-settings"), href: Some("/settings/mail") },
            Crumb { label: title, href: None },
        ];
        let view = Sheet { way, title, intro: None, count: None };
        let told = html! {
            p { b { (lang.with(words, &[("address", to.as_str().into())])) } }
            @if !said.is_empty() { p { (lang.text("mail-server-said")) " " q { (said) } } }
            @if let Some(hint) = hint(said) { p { (lang.text(hint)) } }
        };
        sheet(
            ui,
            shell,
            &view,
            None,
            html! {
                (notice(tone, icon, told, None))
                div.row { (Button::link(lang.text("mail-settings"), "/settings/mail")) (Button::link(lang.text("outbox"), "/settings/outbox").quiet()) }
            },
        )
    })?;
    Ok(Reply::Html(markup))
}

/// What to do about the commonest troubles.
fn hint(said: &str) -> Option<&'static str> {
    let said = said.to_ascii_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| said.contains(word));
    if said.is_empty() {
        None
    } else if has(&["535", "authentication", "credential"]) {
        Some("mail-hint-password")
    } else if has(&["certificate", "tls", "handshake", "starttls"]) {
        Some("mail-hint-tls")
    } else if has(&["timed out", "refused", "lookup", "resolve", "unreachable", "name or service"]) {
        Some("mail-hint-server")
    } else {
        None
    }
}
