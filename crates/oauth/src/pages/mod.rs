//! The pages: where people allow a site, where they take it back, and where administrators register sites.

mod authorize;
mod clients;
mod connected;

use contact::pages::phrases::Lang;
use contact::pages::slots::Settings;
use kit::Registry;
use maud::{Markup, html};
use schema::Requirement;
use schema::permission::{ALL, AUTHENTICATED};
use ui::Icon;
use ui::part::Tone;

use crate::endpoint::AUTHORIZE;
use crate::scope;

/// Everything that people see of it.
pub(crate) fn register(registry: &mut Registry) {
    let signed_in = || Requirement::all(&[AUTHENTICATED]);
    // Whoever registers a site decides who may act as anybody who trusts it.
    let door = || Requirement::all(&[ALL]);
    registry
        // Visitors are asked to sign in; a site that wants nobody to be asked is told so, at its own address.
        .page(AUTHORIZE, Requirement::anyone(), authorize::page)
        .page(connected::PATH, signed_in(), connected::page)
        .page(clients::PATH, door(), clients::list)
        .page("/settings/sites/{id}", door(), clients::edit)
        .page("/settings/sites/{id}/{act}", door(), clients::act)
        .fill(Settings {
            group: "settings-me",
            label: "connected-title",
            words: "connected-words",
            icon: Icon::LinkSimple,
            tone: Tone::Sky,
            href: connected::PATH,
            door: Requirement::all(&["access CiviCRM"]),
        })
        .fill(Settings {
            group: "settings-access",
            label: "oauth-title",
            words: "oauth-words",
            icon: Icon::Globe,
            tone: Tone::Sky,
            href: clients::PATH,
            door: door(),
        });
}

/// What a scope means, in a sentence.
fn words_of<'a>(lang: &'a Lang, one: &str) -> &'a str {
    match one {
        scope::OPENID => lang.text("oauth-scope-openid"),
        scope::PROFILE => lang.text("oauth-scope-profile"),
        scope::EMAIL => lang.text("oauth-scope-email"),
        scope::READ => lang.text("oauth-scope-read"),
        _ => lang.text("oauth-scope-api"),
    }
}

/// What a list of scopes means.
fn meant(lang: &Lang, scopes: &str) -> Markup {
    html! { ul { @for one in scopes.split_whitespace() { li { (words_of(lang, one)) } } } }
}
