//! Web sites that let people in by their account here, and programs that act for them with their leave (OAuth 2.0,
//! RFC 6749): the authorization code flow with PKCE (RFC 7636), refresh tokens that are used once, revocation (RFC 7009),
//! metadata (RFC 8414), and tokens that say who has signed in (OpenID Connect Core 1.0). Of every code and token only a
//! keyed digest is kept.

pub mod client;
pub mod endpoint;
pub mod grant;
pub mod identity;
mod pages;
pub mod scope;
mod tables;

use contact::access::OtherKeys;
use kit::{Job, Registry};

pub use tables::{Client, Code, Grant, Token};

/// Everything that concerns sites that people sign in to by their account here.
pub fn register(registry: &mut Registry) {
    registry
        .entity::<Client>()
        .entity::<Grant>()
        .entity::<Code>()
        .entity::<Token>()
        .fill(OtherKeys(grant::bearer))
        .job(Job {
            name: "oauth_cleanup",
            description: "Forgets codes and tokens that have run out.",
            every: Some(3600),
            run: |tx, _| grant::forget_ended(tx),
        });
    pages::register(registry);
}
