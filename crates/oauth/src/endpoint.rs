//! What sites ask of this one behind people's backs: tokens, their end, who somebody is, and how this site is spoken with.
//! Nothing here knows HTTP but by numbers and names: the edge reads requests and writes answers.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use contact::access::{forgotten, sign_in};
use kit::Fields;
use schema::Actor;
use serde_json::{Map, Value as Json, json};
use store::{Result, Site, Tx};

use crate::client;
use crate::grant::{self, Exchange, Pair};
use crate::identity::{self, Key, Occasion};
use crate::scope;
use crate::tables::Client;

/// What a site sends.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    pub form: &'a Fields,
    /// The header `Authorization`.
    pub authorization: Option<&'a str>,
    /// Where it was sent from.
    pub remote: &'a str,
}

/// What it is told.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    pub status: u16,
    pub body: Json,
    /// The header `WWW-Authenticate`.
    pub challenge: Option<&'static str>,
}

impl Answer {
    fn good(body: Json) -> Answer {
        Answer { status: 200, body, challenge: None }
    }

    /// An error in the words of RFC 6749, section 5.2.
    fn error(status: u16, error: &str, words: &str) -> Answer {
        Answer { status, body: json!({"error": error, "error_description": words}), challenge: None }
    }
}

/// Where sites send people, and where they ask.
pub const AUTHORIZE: &str = "/oauth/authorize";
pub const TOKEN: &str = "/oauth/token";
pub const REVOKE: &str = "/oauth/revoke";
pub const USERINFO: &str = "/oauth/userinfo";
pub const METADATA: &str = "/.well-known/oauth-authorization-server";
/// The same, where OpenID Connect Discovery 1.0 looks for it.
pub const DISCOVERY: &str = "/.well-known/openid-configuration";
pub const KEYS: &str = "/oauth/keys";

/// What is told of somebody, as far as the scope goes.
const CLAIMS: [&str; 14] = [
    "iss",
    "sub",
    "aud",
    "exp",
    "iat",
    "auth_time",
    "nonce",
    "name",
    "given_name",
    "family_name",
    "preferred_username",
    "locale",
    "roles",
    "email",
];

/// The public keys, by which sites check who has signed in.
///
/// # Errors
/// The database's own failure.
pub fn keys(site: &Site) -> Result<Answer> {
    identity::keys(site).map(Answer::good)
}

/// How this site is spoken with (RFC 8414, OpenID Connect Discovery 1.0); None while it does not know its own address.
///
/// # Errors
/// The database's own failure.
pub fn metadata(site: &Site) -> Result<Option<Answer>> {
    let address = site.read(&Actor::system("oauth"), |tx| issuer(tx))?;
    Ok(address.map(|issuer| {
        let at = |path: &str| format!("{issuer}{path}");
        Answer::good(json!({
            "issuer": issuer,
            "authorization_endpoint": at(AUTHORIZE),
            "token_endpoint": at(TOKEN),
            "revocation_endpoint": at(REVOKE),
            "userinfo_endpoint": at(USERINFO),
            "scopes_supported": scope::ALL,
            "response_types_supported": ["code"],
            "response_modes_supported": ["query"],
            "grant_types_supported": ["authorization_code", "refresh_token"],
            "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post", "none"],
            "revocation_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post", "none"],
            "code_challenge_methods_supported": ["S256"],
            "authorization_response_iss_parameter_supported": true,
            "jwks_uri": at(KEYS),
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["ES256"],
            "claims_supported": CLAIMS,
            "claims_parameter_supported": false,
            "request_parameter_supported": false,
            "request_uri_parameter_supported": false,
            "prompt_values_supported": ["none", "login", "consent"],
        }))
    }))
}

/// The site's own address, by which it is known to others.
pub(crate) fn issuer(tx: &Tx<'_>) -> Result<Option<String>> {
    let address = forgotten::address(tx)?;
    Ok(Some(address.trim_end_matches('/').to_owned()).filter(|address| !address.is_empty()))
}

/// Name and secret of the site that asks (RFC 6749, section 2.3.1).
fn credentials(asked: &Asked<'_>) -> Option<(String, Option<String>)> {
    if let Some(header) = asked.authorization {
        let (scheme, rest) = header.trim().split_once(' ')?;
        if !scheme.eq_ignore_ascii_case("basic") {
            return None;
        }
        let text = String::from_utf8(STANDARD.decode(rest.trim()).ok()?).ok()?;
        let (name, secret) = text.split_once(':')?;
        let plain = |text: &str| {
            let pair = form_urlencoded::parse(text.as_bytes()).next();
            pair.map(|(name, _)| name.into_owned()).unwrap_or_default()
        };
        return Some((plain(name), Some(plain(secret)).filter(|secret| !secret.is_empty())));
    }
    let name = asked.form.text("client_id")?.to_owned();
    Some((name, asked.form.text("client_secret").map(str::to_owned)))
}

/// The site that asks, where it has proved who it is; else what it is told.
fn proved(tx: &mut Tx<'_>, asked: &Asked<'_>) -> Result<std::result::Result<(i64, Client), Answer>> {
    let refused = || Answer {
        challenge: Some("Basic realm=\"oauth\""),
        ..Answer::error(401, "invalid_client", "The client is unknown, or its secret is wrong.")
    };
    let Some((key, secret)) = credentials(asked) else { return Ok(Err(refused())) };
    let counted = format!("oauth {key}");
    if sign_in::recent_failures(tx, &counted, asked.remote)? >= sign_in::TRIES {
        return Ok(Err(Answer::error(429, "invalid_client", "Too many wrong tries: wait a quarter of an hour.")));
    }
    match client::known(tx, &key)? {
        Some((id, client)) if client::proves(tx, &client, secret.as_deref()) => Ok(Ok((id, client))),
        _ => {
            sign_in::note_failure(tx, &counted, asked.remote)?;
            Ok(Err(refused()))
        }
    }
}

/// Exchanges a code or a refresh token for tokens.
///
/// # Errors
/// The database's own failure.
pub fn token(site: &Site, asked: &Asked<'_>) -> Result<Answer> {
    // Before the transaction: the key may have to be made.
    let key = identity::key(site)?;
    site.write(&Actor::system("oauth"), "oauth", |tx| {
        let (id, client) = match proved(tx, asked)? {
            Ok(known) => known,
            Err(answer) => return Ok(answer),
        };
        let mut identity = None;
        let text = |name: &str| asked.form.text(name);
        let pair = match text("grant_type") {
            Some("authorization_code") => {
                let (Some(code), Some(address)) = (text("code"), text("redirect_uri")) else {
                    return Ok(Answer::error(400, "invalid_request", "code and redirect_uri are needed."));
                };
                let pair = grant::exchange(tx, id, &Exchange { code, address, verifier: text("code_verifier") })?;
                if let Some(pair) = &pair {
                    identity = said(tx, &key, &client, pair, code)?;
                }
                pair
            }
            Some("refresh_token") => {
                let Some(given) = text("refresh_token") else {
                    return Ok(Answer::error(400, "invalid_request", "refresh_token is needed."));
                };
                grant::refresh(tx, &client, id, given, text("scope").unwrap_or_default())?
            }
            Some(_) => return Ok(Answer::error(400, "unsupported_grant_type", "Codes and refresh tokens are taken.")),
            None => return Ok(Answer::error(400, "invalid_request", "grant_type is needed.")),
        };
        Ok(match pair {
            Some(pair) => told(pair, identity),
            None => Answer::error(400, "invalid_grant", "It does not hold: it was used, has run out, or is another's."),
        })
    })
}

fn told(pair: Pair, identity: Option<String>) -> Answer {
    let mut said = json!({
        "access_token": pair.access, "token_type": "Bearer", "expires_in": grant::ACCESS,
        "refresh_token": pair.refresh, "scope": pair.scope,
    });
    if let Some(token) = identity {
        said["id_token"] = json!(token);
    }
    Answer::good(said)
}

/// The token that says who has signed in, where that was asked for.
fn said(tx: &Tx<'_>, key: &Key, client: &Client, pair: &Pair, code: &str) -> Result<Option<String>> {
    if !scope::has(&pair.scope, scope::OPENID) {
        return Ok(None);
    }
    let (Some(issuer), Some(about)) = (issuer(tx)?, about(tx, pair.user, &pair.scope)?) else { return Ok(None) };
    let occasion = code.split_once('.').map(|(_, sealed)| Occasion::unsealed(tx.site(), sealed)).unwrap_or_default();
    let now = identity::seconds(grant::now(tx));
    identity::token(key, (&issuer, &client.key), about, now, &occasion).map(Some)
}

/// Ends a token (RFC 7009). Whether there was one is told to nobody.
///
/// # Errors
/// The database's own failure.
pub fn revoke(site: &Site, asked: &Asked<'_>) -> Result<Answer> {
    site.write(&Actor::system("oauth"), "oauth", |tx| {
        let id = match proved(tx, asked)? {
            Ok((id, _)) => id,
            Err(answer) => return Ok(answer),
        };
        match asked.form.text("token") {
            Some(given) => grant::revoke(tx, id, given)?,
            None => return Ok(Answer::error(400, "invalid_request", "token is needed.")),
        }
        Ok(Answer::good(json!({})))
    })
}

/// Who somebody is, for the site that holds their access token.
///
/// # Errors
/// The database's own failure.
pub fn userinfo(site: &Site, asked: &Asked<'_>) -> Result<Answer> {
    site.read(&Actor::system("oauth"), |tx| {
        let given = asked.authorization.and_then(|header| header.trim().split_once(' '));
        let given = given.filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer")).map(|(_, token)| token.trim());
        let refused = || Answer {
            challenge: Some("Bearer error=\"invalid_token\""),
            ..Answer::error(401, "invalid_token", "The token does not hold.")
        };
        let Some((user, scope, _)) = given.map(|given| grant::holder(tx, given)).transpose()?.flatten() else {
            return Ok(refused());
        };
        Ok(about(tx, user, &scope)?.map_or_else(refused, |said| Answer::good(Json::Object(said))))
    })
}

/// What the scope tells of an account; None for one that is closed.
fn about(tx: &Tx<'_>, user: i64, scope: &str) -> Result<Option<Map<String, Json>>> {
    let Some(account) = tx.find::<contact::user::User>(user)?.filter(|user| user.is_active) else { return Ok(None) };
    let mut said: Map<String, Json> = Map::new();
    said.insert("sub".to_owned(), json!(user.to_string()));
    if scope::has(scope, scope::PROFILE) {
        let person = account.contact_id.map(|id| tx.find::<contact::contact::Contact>(id)).transpose()?.flatten();
        let mut put = |name: &str, value: Option<String>| {
            if let Some(value) = value.filter(|value| !value.is_empty()) {
                said.insert(name.to_owned(), json!(value));
            }
        };
        put("preferred_username", Some(account.username.clone()));
        put("locale", account.language.clone().map(|tag| tag.replace('_', "-")));
        if let Some(person) = person {
            put("name", person.display_name);
            put("given_name", person.first_name);
            put("family_name", person.last_name);
        }
        let roles: Vec<String> = contact::access::roles_of(tx, user)?
            .into_iter()
            .map(|(_, name, _)| name)
            .filter(|name| name != "everyone")
            .collect();
        said.insert("roles".to_owned(), json!(roles));
    }
    if scope::has(scope, scope::EMAIL)
        && let Some(address) = &account.uf_name
    {
        said.insert("email".to_owned(), json!(address));
    }
    Ok(Some(said))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn name_and_secret_come_by_header_or_by_form() {
        let form = Fields::parse("client_id=abc&client_secret=s");
        let by = |authorization| credentials(&Asked { form: &form, authorization, remote: "" });
        assert_eq!(by(None), Some(("abc".to_owned(), Some("s".to_owned()))));
        let header = format!("Basic {}", STANDARD.encode("a%3Ab:c+d"));
        assert_eq!(by(Some(&header)), Some(("a:b".to_owned(), Some("c d".to_owned()))));
        assert_eq!(by(Some("Bearer x")), None);
        let bare = Fields::parse("client_id=abc");
        let asked = Asked { form: &bare, authorization: None, remote: "" };
        assert_eq!(credentials(&asked), Some(("abc".to_owned(), None)));
    }
}
