//! The public pages of lists, and what staff set up for them.

mod confirm;
mod leave;
mod messages;
mod preferences;
mod settings;
mod sign_up;

use contact::pages::phrases::Lang;
use contact::pages::slots::{GroupDeed, Settings};
use kit::{Registry, Reply, Visit};
use maud::{Markup, html};
use schema::{Actor, Requirement};
use store::{Result, Tx};
use ui::Icon;
use ui::part::Tone;
use ui::part::notice::notice;

use crate::letter;

/// How lists are chosen on a public page, in the history.
pub(crate) const WAY: &str = "web";

/// Everything that people see. Paths are matched in this order.
pub(crate) fn register(registry: &mut Registry) {
    let editing = || Requirement::all(&["access CiviCRM", "edit groups"]);
    let administering = || Requirement::all(&["access CiviCRM", "administer CiviCRM"]);
    registry
        .page("/subscribe", Requirement::anyone(), sign_up::page)
        .page("/subscribe/confirm/{token}", Requirement::anyone(), confirm::page)
        .page("/preferences", Requirement::anyone(), preferences::page)
        .page("/preferences/link", Requirement::anyone(), preferences::link)
        .signed_page("/unsubscribe/{token}", Requirement::anyone(), leave::page)
        .page("/groups/{id}/messages", editing(), messages::page)
        .page("/settings/subscriptions", administering(), settings::page)
        .fill(GroupDeed { label: "subscription-messages", href: "/groups/{id}/messages", door: editing() })
        .fill(Settings {
            group: "settings-site",
            label: "subscription-title",
            words: "subscription-settings-words",
            icon: Icon::EnvelopeSimple,
            tone: Tone::Leaf,
            href: "/settings/subscriptions",
            door: administering(),
        });
}

/// What visitors of these pages do is done by the program on their behalf.
fn program() -> Actor {
    Actor::system("subscription")
}

fn read<T>(visit: &Visit<'_>, work: impl FnOnce(&mut Tx<'_>) -> Result<T>) -> Result<T> {
    visit.site.read(&program(), work)
}

fn write<T>(visit: &Visit<'_>, work: impl FnOnce(&mut Tx<'_>) -> Result<T>) -> Result<T> {
    visit.site.write(&program(), WAY, work)
}

/// A public page with its heading.
fn public(visit: &Visit<'_>, lang: &Lang, title: &str, intro: &str, content: Markup) -> Result<Markup> {
    let organisation = read(visit, |tx| letter::organisation(tx))?;
    let ui = ui::Ui { keys: false, ..visit.ui() };
    let _ = lang;
    let whole = html! {
        div { h1 { (title) } @if !intro.is_empty() { p { (intro) } } }
        (content)
    };
    Ok(ui::shell::public(&ui, title, &organisation, whole))
}

/// A public page that says one thing.
fn said(visit: &Visit<'_>, lang: &Lang, status: u16, title: &str, words: &str, more: Markup) -> Result<Reply> {
    let content = html! { @if more.clone().into_string().is_empty() {} @else { div.pub-form { (more) } } };
    Ok(Reply::Status(status, public(visit, lang, title, words, content)?))
}

/// Says that a link does not hold, and offers a new one.
fn spent(visit: &Visit<'_>, lang: &Lang) -> Result<Reply> {
    let more = preferences::asking(visit, lang, None);
    said(visit, lang, 410, lang.text("subscription-spent"), lang.text("subscription-spent-words"), more)
}

/// Says that somebody has sent too many forms.
fn wait(visit: &Visit<'_>, lang: &Lang) -> Result<Reply> {
    said(visit, lang, 429, lang.text("subscription-wait"), lang.text("subscription-wait-words"), html! {})
}

fn done(words: &str) -> Markup {
    notice(Tone::Leaf, Icon::Check, html! { (words) }, None)
}
