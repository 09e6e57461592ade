//! The way to the provider and back. What the browser must bring back is sealed in a cookie of its own: an answer that
//! another browser asked for counts for nothing.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use contact::access::token::{equal, random};
use serde_json::{Map, Value as Json, json};
use sha2::{Digest, Sha256};
use store::{Result, Site};

use crate::http::{self, Failure};
use crate::provider::{self, Settings};
use crate::token::{self, Claims, Expected};

/// The cookie in which a browser keeps what it has asked.
pub const COOKIE: &str = "oidc";
/// Seconds in which people sign in over there.
pub const PATIENCE: i64 = 600;
/// The path to which the provider sends people back.
pub const BACK: &str = "/sign-in/provider/back";

/// What a browser has asked, and must bring back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    pub state: String,
    pub nonce: String,
    /// RFC 7636: whoever catches the code cannot use it without this.
    pub verifier: String,
    /// Where the reader wanted to go.
    pub next: String,
    /// Seconds since 1970.
    pub until: i64,
}

impl Asked {
    /// A new question.
    ///
    /// # Errors
    /// Fails when the system gives no random bytes.
    pub fn new(next: &str, now: i64) -> Result<Asked> {
        Ok(Asked {
            state: random()?,
            nonce: random()?,
            verifier: random()? + &random()?,
            next: next.to_owned(),
            until: now + PATIENCE,
        })
    }

    /// As the browser keeps it: it can neither read nor change it.
    ///
    /// # Errors
    /// Fails when the system gives no random bytes.
    pub fn sealed(&self, site: &Site) -> Result<String> {
        let parts = json!([self.state, self.nonce, self.verifier, self.next, self.until]);
        mail::sealed::seal(site, COOKIE, &parts.to_string())
    }

    /// What the browser brings back, where it fits the answer's state and is not too old.
    pub fn brought(site: &Site, kept: &str, state: &str, now: i64) -> Option<Asked> {
        let json: Json = serde_json::from_str(&mail::sealed::unseal(site, COOKIE, kept)?).ok()?;
        let text = |at: usize| json[at].as_str().map(str::to_owned);
        let asked =
            Asked { state: text(0)?, nonce: text(1)?, verifier: text(2)?, next: text(3)?, until: json[4].as_i64()? };
        (equal(&asked.state, state) && now <= asked.until).then_some(asked)
    }
}

/// The address at the provider to which a browser is sent.
///
/// # Errors
/// What was wrong, for the log.
pub fn departure(settings: &Settings, asked: &Asked, address: &str) -> std::result::Result<String, Failure> {
    let described = provider::describe(&settings.issuer)?;
    let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(asked.verifier.as_bytes()));
    let query = form_urlencoded::Serializer::new(String::new())
        .append_pair("response_type", "code")
        .append_pair("client_id", &settings.client_id)
        .append_pair("redirect_uri", &format!("{address}{BACK}"))
        .append_pair("scope", "openid profile email")
        .append_pair("state", &asked.state)
        .append_pair("nonce", &asked.nonce)
        .append_pair("code_challenge", &challenge)
        .append_pair("code_challenge_method", "S256")
        .finish();
    let joint = if described.authorization.contains('?') { '&' } else { '?' };
    Ok(format!("{}{joint}{query}", described.authorization))
}

/// Who has come back with this code.
///
/// # Errors
/// What was wrong, for the log.
pub fn arrival(
    settings: &Settings,
    secret: &str,
    asked: &Asked,
    code: &str,
    address: &str,
    now: i64,
) -> std::result::Result<Claims, Failure> {
    let described = provider::describe(&settings.issuer)?;
    let back = format!("{address}{BACK}");
    let mut form = vec![
        ("grant_type", "authorization_code"),
        ("code", code),
        ("redirect_uri", back.as_str()),
        ("code_verifier", asked.verifier.as_str()),
        ("client_id", settings.client_id.as_str()),
    ];
    let basic = (!secret.is_empty() && !described.secret_in_form).then(|| basic(&settings.client_id, secret));
    if basic.is_none() && !secret.is_empty() {
        form.push(("client_secret", secret));
    }
    let answer = http::post(&described.token, &form, basic.as_deref())?;
    let text = |name: &str| answer.get(name).and_then(Json::as_str);
    let keys = http::get(&described.keys, None)?;
    let expected = Expected { issuer: &settings.issuer, client_id: &settings.client_id, nonce: &asked.nonce, now };
    let said = token::verified(text("id_token").unwrap_or_default(), &keys, &expected)
        .map_err(|fault| format!("{}: the token does not count: {fault:?}", settings.issuer))?;
    let claims = Claims::of(&said);
    match (&described.userinfo, text("access_token")) {
        (Some(url), Some(access)) if claims.email.is_none() => more(claims, &http::get(url, Some(access))?),
        _ => Ok(claims),
    }
}

/// What the provider tells beside the token; it must speak of the same person (Core, 5.3.2).
fn more(claims: Claims, said: &Map<String, Json>) -> std::result::Result<Claims, Failure> {
    let told = Claims::of(said);
    if told.subject != claims.subject {
        return Err("the provider speaks of somebody else".to_owned());
    }
    Ok(Claims {
        email: told.email,
        email_verified: told.email_verified,
        given_name: claims.given_name.or(told.given_name),
        family_name: claims.family_name.or(told.family_name),
        name: claims.name.or(told.name),
        subject: claims.subject,
    })
}

/// RFC 6749, 2.3.1: name and secret are written as in forms before they are put together.
fn basic(client_id: &str, secret: &str) -> String {
    let written = |text: &str| form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
    STANDARD.encode(format!("{}:{}", written(client_id), written(secret)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn name_and_secret_are_written_as_in_forms() {
        assert_eq!(STANDARD.decode(basic("ruche", "a:b c%")).unwrap(), b"ruche:a%3Ab+c%25");
    }

    #[test]
    fn what_is_told_beside_the_token_is_about_the_same_person() {
        let claims = || Claims { subject: "42".into(), name: Some("Ada".into()), ..Claims::default() };
        let said = |json: Json| json.as_object().unwrap().clone();
        let told = said(json!({"sub": "42", "email": "a@b.example", "email_verified": true, "name": "Other"}));
        let known = more(claims(), &told).unwrap();
        assert_eq!((known.verified_email(), known.name.as_deref()), (Some("a@b.example"), Some("Ada")));
        assert!(more(claims(), &said(json!({"sub": "43", "email": "a@b.example", "email_verified": true}))).is_err());
        assert!(more(claims(), &said(json!({"email": "a@b.example"}))).is_err());
    }

    #[test]
    fn each_question_differs_and_its_verifier_is_long_enough() {
        let (a, b) = (Asked::new("/", 0).unwrap(), Asked::new("/", 0).unwrap());
        assert!(a.state != b.state && a.nonce != b.nonce && a.verifier != b.verifier && a.state != a.nonce);
        assert!((43..=128).contains(&a.verifier.len()) && a.until == PATIENCE);
    }
}
