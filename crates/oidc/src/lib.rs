//! Signing in by an account that people have elsewhere: the association's provider (OpenID Connect Core 1.0) or its LDAP
//! directory says who somebody is, this site decides whether they come in.
//!
//! Of OpenID Connect only the authorization code flow with PKCE (RFC 7636) is spoken. What the provider says counts when its signature
//! fits one of its published keys and it was said to this site, in answer to this browser, just now.

pub mod account;
pub mod directory;
pub mod flow;
pub mod http;
mod pages;
pub mod provider;
mod tables;
pub mod token;

use contact::pages::slots;
use kit::Registry;
use schema::{Requirement, permission};
use ui::Icon;
use ui::part::Tone;

use tables::{Directory, Identity, Provider};

/// Everything that concerns signing in by a provider.
pub fn register(registry: &mut Registry) {
    // Whoever names the provider decides who everybody is: that is for those alone who may do everything.
    let door = || Requirement::all(&[permission::ALL]);
    registry
        .entity::<Provider>()
        .entity::<Identity>()
        .entity::<Directory>()
        .page(pages::directory::ENTER, Requirement::anyone(), pages::directory::sign_in)
        .page(pages::directory::PATH, door(), pages::directory::settings)
        .fill(slots::Entrance { href: pages::directory::ENTER, label: pages::directory::entrance })
        .page("/sign-in/provider", Requirement::anyone(), pages::begin)
        .page("/sign-in/provider/back", Requirement::anyone(), pages::back)
        .page("/settings/provider", door(), pages::settings)
        .fill(slots::Entrance { href: "/sign-in/provider", label: pages::entrance })
        .fill(slots::Settings {
            group: "settings-access",
            label: "provider-title",
            words: "provider-words",
            icon: Icon::IdentificationCard,
            tone: Tone::Sky,
            href: "/settings/provider",
            door: door(),
        })
        .fill(slots::Settings {
            group: "settings-access",
            label: "directory-title",
            words: "directory-words",
            icon: Icon::AddressBook,
            tone: Tone::Sky,
            href: pages::directory::PATH,
            door: door(),
        });
}
