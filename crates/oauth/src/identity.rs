//! Who has signed in, said to a site in a token that it can check itself (OpenID Connect Core 1.0, section 2): signed with
//! ECDSA over P-256 (ES256, RFC 7518), by a key of this site that is made when it is first needed.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use jiff::tz::TimeZone;
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair};
use schema::Actor;
use serde_json::{Map, Value as Json, json};
use sha2::{Digest, Sha256};
use store::{Error, Result, Site, Tx};

/// The name under which the key is sealed.
const KEY: &str = "oauth_signing_key";
/// What codes carry along is sealed under.
const CARRIED: &str = "oauth_carried";
/// Seconds for which a token counts: a site reads it at once.
pub const LASTS: i64 = 600;
/// Longer ones are no numbers used once.
pub const LONGEST_NONCE: usize = 255;

/// What a token will say that the site's exchange does not bring: it travels in the code, sealed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Occasion {
    /// What the site wants to find again.
    pub nonce: Option<String>,
    /// When somebody signed in, in seconds since 1970.
    pub since: Option<i64>,
}

impl Occasion {
    /// As letters that fit into addresses.
    ///
    /// # Errors
    /// Fails when the system gives no random bytes.
    pub fn sealed(&self, site: &Site) -> Result<String> {
        let sealed = mail::sealed::seal(site, CARRIED, &json!([self.nonce, self.since]).to_string())?;
        Ok(sealed.replace('+', "-").replace('/', "_"))
    }

    /// What was sealed; nothing where it was not sealed here.
    pub fn unsealed(site: &Site, sealed: &str) -> Occasion {
        let plain = mail::sealed::unseal(site, CARRIED, &sealed.replace('-', "+").replace('_', "/"));
        let json: Json = plain.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default();
        Occasion { nonce: json[0].as_str().map(str::to_owned), since: json[1].as_i64() }
    }
}

/// The key with which this site signs.
pub struct Key(EcdsaKeyPair);

impl Key {
    fn read(kept: &str) -> Option<Key> {
        let bytes = STANDARD_NO_PAD.decode(kept).ok()?;
        EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &bytes, &SystemRandom::new()).ok().map(Key)
    }

    /// The two halves of the public point (SEC 1, 2.3.3).
    fn halves(&self) -> [String; 2] {
        let point = self.0.public_key().as_ref();
        [1..33, 33..65].map(|part| URL_SAFE_NO_PAD.encode(point.get(part).unwrap_or_default()))
    }

    /// Its digest is its name (RFC 7638).
    fn name(&self) -> String {
        let [x, y] = self.halves();
        let text = format!(r#"{{"crv":"P-256","kty":"EC","x":"{x}","y":"{y}"}}"#);
        URL_SAFE_NO_PAD.encode(Sha256::digest(text.as_bytes()))
    }

    /// The public half, as sites read it (RFC 7517).
    fn public(&self) -> Json {
        let [x, y] = self.halves();
        json!({"kty": "EC", "crv": "P-256", "use": "sig", "alg": "ES256", "kid": self.name(), "x": x, "y": y})
    }

    /// What is said, signed (RFC 7515).
    fn sign(&self, said: &Json) -> Result<String> {
        let header = json!({"alg": "ES256", "kid": self.name(), "typ": "JWT"});
        let signed = [&header, said].map(|part| URL_SAFE_NO_PAD.encode(part.to_string())).join(".");
        let signature = self.0.sign(&SystemRandom::new(), signed.as_bytes());
        let signature = signature.map_err(|_| Error::internal("a token could not be signed"))?;
        Ok(format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature)))
    }
}

fn kept(tx: &Tx<'_>) -> Result<Option<Key>> {
    Ok(mail::sealed::told(tx, KEY)?.and_then(|kept| Key::read(&kept)))
}

/// The key of this site; the first who asks makes it.
///
/// # Errors
/// The database's own failure, or no random bytes.
pub fn key(site: &Site) -> Result<Key> {
    let program = Actor::system("oauth");
    if let Some(key) = site.read(&program, |tx| kept(tx))? {
        return Ok(key);
    }
    let made = site.write(&program, "oauth", |tx| {
        if kept(tx)?.is_none() {
            let new = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &SystemRandom::new());
            let new = new.map_err(|_| Error::internal("a key could not be made"))?;
            mail::sealed::keep(tx, KEY, &STANDARD_NO_PAD.encode(new))?;
        }
        kept(tx)
    });
    match made {
        Ok(Some(key)) => Ok(key),
        Ok(None) => Err(Error::internal("the key that was just made cannot be read")),
        // Somebody else may have made it in the same moment.
        Err(error) => site.read(&program, |tx| kept(tx))?.ok_or(error),
    }
}

/// The public keys, by which sites check what is said here (RFC 7517, section 5).
///
/// # Errors
/// As `key`.
pub fn keys(site: &Site) -> Result<Json> {
    Ok(json!({"keys": [key(site)?.public()]}))
}

/// A token that says to one site who has signed in.
///
/// # Errors
/// Fails where nothing can be signed.
pub fn token(
    key: &Key,
    (issuer, audience): (&str, &str),
    about: Map<String, Json>,
    now: i64,
    on: &Occasion,
) -> Result<String> {
    let mut said = about;
    for (name, value) in
        [("iss", json!(issuer)), ("aud", json!(audience)), ("iat", json!(now)), ("exp", json!(now + LASTS))]
    {
        said.insert(name.to_owned(), value);
    }
    if let Some(nonce) = &on.nonce {
        said.insert("nonce".to_owned(), json!(nonce));
    }
    if let Some(since) = on.since {
        said.insert("auth_time".to_owned(), json!(since));
    }
    key.sign(&Json::Object(said))
}

/// A moment as tables keep it, in seconds since 1970.
pub(crate) fn seconds(at: jiff::civil::DateTime) -> i64 {
    at.to_zoned(TimeZone::UTC).map_or(0, |zoned| zoned.timestamp().as_second())
}
