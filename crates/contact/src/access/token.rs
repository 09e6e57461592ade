//! Secrets made by chance, and their keyed digests: a stolen database lets nobody in.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use store::{Error, Result, Site, secret};

/// 192 bits of chance as 32 letters that fit into URLs, headers and cookies.
///
/// # Errors
/// Fails when the system gives no random bytes.
pub fn random() -> Result<String> {
    let mut bytes = [0_u8; 24];
    getrandom::fill(&mut bytes).map_err(Error::internal)?;
    Ok(URL_SAFE_NO_PAD.encode(bytes))
}

/// What the tables keep of a secret: 64 hexadecimal digits that only this site can compute, for one purpose.
pub fn digest(site: &Site, purpose: &str, secret_text: &str) -> String {
    secret::hex(&secret::derive(site.secret(), purpose, secret_text.as_bytes()))
}

/// The key that API v3 clients send beside their own (`key=…`), the same for all of a site.
pub fn site_key(site: &Site) -> String {
    secret::hex(secret::derive(site.secret(), "site key", b"").get(..16).unwrap_or_default())
}

/// Whether two secrets are equal, in a time that does not tell where they differ.
pub fn equal(a: &str, b: &str) -> bool {
    use subtle::ConstantTimeEq;
    a.as_bytes().ct_eq(b.as_bytes()).into()
}

/// A token for forms of this session. Each one differs, so that compressed pages do not give it away.
///
/// # Errors
/// Fails when the system gives no random bytes.
pub fn form_token(site: &Site, session: &str) -> Result<String> {
    let salt = random()?;
    Ok(format!("{salt}.{}", form_mac(site, session, &salt)))
}

/// Whether this token was made for forms of this session.
pub fn form_token_fits(site: &Site, session: &str, token: &str) -> bool {
    token.split_once('.').is_some_and(|(salt, mac)| equal(mac, &form_mac(site, session, salt)))
}

fn form_mac(site: &Site, session: &str, salt: &str) -> String {
    digest(site, "form", &format!("{session}\n{salt}"))
}
