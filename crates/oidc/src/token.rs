//! What a provider says about somebody (OpenID Connect Core 1.0, 2 and 3.1.3.7; RFC 7515 to 7518): read only after its
//! signature and all that it says about itself were checked. Pure.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::signature::{ECDSA_P256_SHA256_FIXED, RSA_PKCS1_2048_8192_SHA256, RsaPublicKeyComponents, UnparsedPublicKey};
use serde_json::{Map, Value as Json};

/// Clocks differ by so many seconds.
const LEEWAY: i64 = 60;
/// What was said longer ago was not said in answer to us.
const OLDEST: i64 = 600;
/// Longer texts are no tokens.
const LONGEST: usize = 64 << 10;

/// What is expected of a token.
#[derive(Clone, Copy, Debug)]
pub struct Expected<'a> {
    pub issuer: &'a str,
    pub client_id: &'a str,
    pub nonce: &'a str,
    /// Seconds since 1970.
    pub now: i64,
}

/// Why a token does not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    Malformed,
    /// Neither RS256 nor ES256: above all not `none`, and no algorithm with a shared secret.
    Algorithm,
    /// None of the provider's keys.
    Key,
    Signature,
    Issuer,
    /// Said to another site.
    Audience,
    Expired,
    /// Said long ago, or in the future.
    Age,
    /// Said in answer to another browser.
    Nonce,
    Subject,
}

/// Who somebody is at the provider.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Claims {
    pub subject: String,
    pub email: Option<String>,
    pub email_verified: bool,
    pub given_name: Option<String>,
    pub family_name: Option<String>,
    pub name: Option<String>,
}

impl Claims {
    /// The claims in a checked token, or in an answer about its subject.
    pub fn of(said: &Map<String, Json>) -> Claims {
        let text = |name: &str| {
            let text = said.get(name)?.as_str()?.trim();
            (!text.is_empty() && text.len() <= 255 && !text.chars().any(char::is_control)).then(|| text.to_owned())
        };
        Claims {
            subject: text("sub").unwrap_or_default(),
            email: text("email"),
            // Some providers write it as a text.
            email_verified: said.get("email_verified").is_some_and(|v| *v == true || *v == "true"),
            given_name: text("given_name"),
            family_name: text("family_name"),
            name: text("name"),
        }
    }

    /// The address that the provider vouches for.
    pub fn verified_email(&self) -> Option<&str> {
        self.email.as_deref().filter(|_| self.email_verified)
    }
}

/// What a token says, once it is certain who said it, to whom, and when.
///
/// # Errors
/// Why it does not count.
pub fn verified(token: &str, keys: &Map<String, Json>, expected: &Expected<'_>) -> Result<Map<String, Json>, Fault> {
    if token.len() > LONGEST {
        return Err(Fault::Malformed);
    }
    let mut parts = token.split('.');
    let (Some(head), Some(body), Some(signature), None) = (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return Err(Fault::Malformed);
    };
    let header = object(head)?;
    // RFC 7515, 4.1.11: what must be understood and is not known here cannot be passed over.
    if header.contains_key("crit") {
        return Err(Fault::Malformed);
    }
    let signed = token.get(..head.len() + 1 + body.len()).ok_or(Fault::Malformed)?;
    let signature = bytes(signature).ok_or(Fault::Malformed)?;
    check_signature(&header, keys, signed.as_bytes(), &signature)?;
    let said = object(body)?;
    check_claims(&said, expected)?;
    Ok(said)
}

fn bytes(text: &str) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(text).ok()
}

fn object(part: &str) -> Result<Map<String, Json>, Fault> {
    let raw = bytes(part).ok_or(Fault::Malformed)?;
    serde_json::from_slice(&raw).map_err(|_| Fault::Malformed)
}

/// The algorithms that are taken, with the type of key that each needs.
fn key_type(algorithm: &str) -> Option<&'static str> {
    match algorithm {
        "RS256" => Some("RSA"),
        "ES256" => Some("EC"),
        _ => None,
    }
}

fn check_signature(
    header: &Map<String, Json>,
    keys: &Map<String, Json>,
    signed: &[u8],
    signature: &[u8],
) -> Result<(), Fault> {
    let algorithm = header.get("alg").and_then(Json::as_str).unwrap_or_default();
    let kind = key_type(algorithm).ok_or(Fault::Algorithm)?;
    let wanted = header.get("kid").and_then(Json::as_str);
    let all = keys.get("keys").and_then(Json::as_array).map(Vec::as_slice).unwrap_or_default();
    let fits = |key: &&Json| {
        key["kty"] == kind
            && (key["use"].is_null() || key["use"] == "sig")
            && (key["alg"].is_null() || key["alg"] == algorithm)
            && wanted.is_none_or(|wanted| key["kid"] == wanted)
    };
    let mut found = all.iter().filter(fits).peekable();
    if found.peek().is_none() {
        return Err(Fault::Key);
    }
    match found.any(|key| is_signed_with(key, kind, signed, signature)) {
        true => Ok(()),
        false => Err(Fault::Signature),
    }
}

fn is_signed_with(key: &Json, kind: &str, signed: &[u8], signature: &[u8]) -> bool {
    let part = |name: &str| key[name].as_str().and_then(bytes);
    if kind == "RSA" {
        let (Some(n), Some(e)) = (part("n"), part("e")) else { return false };
        let components = RsaPublicKeyComponents { n: &n, e: &e };
        return components.verify(&RSA_PKCS1_2048_8192_SHA256, signed, signature).is_ok();
    }
    let (Some(x), Some(y)) = (part("x"), part("y")) else { return false };
    if key["crv"] != "P-256" || x.len() != 32 || y.len() != 32 {
        return false;
    }
    // An uncompressed point (SEC 1, 2.3.3).
    let point = [&[4], x.as_slice(), y.as_slice()].concat();
    UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, point).verify(signed, signature).is_ok()
}

fn check_claims(said: &Map<String, Json>, expected: &Expected<'_>) -> Result<(), Fault> {
    let is = |name: &str, wanted: &str| said.get(name).and_then(Json::as_str) == Some(wanted);
    let moment = |name: &str| said.get(name).and_then(Json::as_f64).map(|at| at as i64);
    let audience = match said.get("aud") {
        Some(Json::String(one)) => vec![one.as_str()],
        Some(Json::Array(all)) => all.iter().filter_map(Json::as_str).collect(),
        _ => Vec::new(),
    };
    let to_us = audience.contains(&expected.client_id)
        && (audience.len() == 1 || is("azp", expected.client_id))
        && (!said.contains_key("azp") || is("azp", expected.client_id));
    let said_at = moment("iat").unwrap_or(i64::MIN / 2);
    match () {
        () if !is("iss", expected.issuer) => Err(Fault::Issuer),
        () if !to_us => Err(Fault::Audience),
        () if moment("exp").is_none_or(|until| until <= expected.now - LEEWAY) => Err(Fault::Expired),
        () if moment("nbf").is_some_and(|from| from > expected.now + LEEWAY) => Err(Fault::Age),
        () if !(expected.now - OLDEST..=expected.now + LEEWAY).contains(&said_at) => Err(Fault::Age),
        () if expected.nonce.is_empty() || !is("nonce", expected.nonce) => Err(Fault::Nonce),
        () if Claims::of(said).subject.is_empty() => Err(Fault::Subject),
        () => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use ring::rand::SystemRandom;
    use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair};
    use serde_json::json;

    use super::*;

    const NOW: i64 = 1_800_000_000;

    struct Signer {
        pair: EcdsaKeyPair,
        random: SystemRandom,
    }

    impl Signer {
        fn new() -> Signer {
            let random = SystemRandom::new();
            let pkcs8 = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random).unwrap();
            let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, pkcs8.as_ref(), &random).unwrap();
            Signer { pair, random }
        }

        fn key(&self, kid: &str) -> Json {
            let point = self.pair.public_key().as_ref();
            let [x, y] = [&point[1..33], &point[33..]].map(|part| URL_SAFE_NO_PAD.encode(part));
            json!({"kty": "EC", "crv": "P-256", "use": "sig", "kid": kid, "x": x, "y": y})
        }

        fn sign(&self, header: &Json, said: &Json) -> String {
            let signed = [header, said].map(|part| URL_SAFE_NO_PAD.encode(part.to_string())).join(".");
            let signature = self.pair.sign(&self.random, signed.as_bytes()).unwrap();
            format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature))
        }
    }

    fn said() -> Json {
        json!({
            "iss": "https://id.example.org", "aud": "ruche", "sub": "42", "nonce": "n1", "iat": NOW - 5, "exp": NOW + 300,
            "email": "ada@example.org", "email_verified": true,
        })
    }

    fn keys(all: &[Json]) -> Map<String, Json> {
        json!({"keys": all}).as_object().unwrap().clone()
    }

    fn expected() -> Expected<'static> {
        Expected { issuer: "https://id.example.org", client_id: "ruche", nonce: "n1", now: NOW }
    }

    fn outcome(said: &Json) -> Result<(), Fault> {
        let signer = Signer::new();
        let token = signer.sign(&json!({"alg": "ES256", "kid": "a"}), said);
        verified(&token, &keys(&[signer.key("a")]), &expected()).map(|_| ())
    }

    #[test]
    fn a_token_that_was_signed_for_us_just_now_counts() {
        assert_eq!(outcome(&said()), Ok(()));
        let mut several = said();
        several["aud"] = json!(["other", "ruche"]);
        several["azp"] = json!("ruche");
        assert_eq!(outcome(&several), Ok(()));
    }

    #[test]
    fn everything_that_a_token_says_about_itself_is_checked() {
        for (name, value, fault) in [
            ("iss", json!("https://evil.example"), Fault::Issuer),
            ("iss", json!("https://id.example.org/"), Fault::Issuer),
            ("aud", json!("other"), Fault::Audience),
            ("aud", json!(["ruche", "other"]), Fault::Audience),
            ("aud", json!([]), Fault::Audience),
            ("aud", Json::Null, Fault::Audience),
            ("azp", json!("other"), Fault::Audience),
            ("exp", json!(NOW - 61), Fault::Expired),
            ("exp", json!("soon"), Fault::Expired),
            ("exp", Json::Null, Fault::Expired),
            ("iat", json!(NOW - 601), Fault::Age),
            ("iat", json!(NOW + 61), Fault::Age),
            ("iat", Json::Null, Fault::Age),
            ("nbf", json!(NOW + 61), Fault::Age),
            ("nonce", json!("n2"), Fault::Nonce),
            ("nonce", Json::Null, Fault::Nonce),
            ("sub", json!(""), Fault::Subject),
            ("sub", json!(42), Fault::Subject),
        ] {
            let mut changed = said();
            changed[name] = value.clone();
            assert_eq!(outcome(&changed), Err(fault), "{name}: {value}");
        }
    }

    #[test]
    fn only_the_providers_own_keys_and_two_algorithms_count() {
        let (signer, other) = (Signer::new(), Signer::new());
        let look =
            |header: Json, all: &[Json]| verified(&signer.sign(&header, &said()), &keys(all), &expected()).map(|_| ());
        let es = || json!({"alg": "ES256", "kid": "a"});
        assert_eq!(look(es(), &[other.key("b"), signer.key("a")]), Ok(()));
        assert_eq!(look(json!({"alg": "ES256"}), &[other.key("b"), signer.key("a")]), Ok(()), "no kid: any key");
        assert_eq!(look(es(), &[other.key("a")]), Err(Fault::Signature));
        assert_eq!(look(es(), &[signer.key("b")]), Err(Fault::Key));
        assert_eq!(look(es(), &[]), Err(Fault::Key));
        for algorithm in ["none", "None", "HS256", "RS512", ""] {
            assert_eq!(look(json!({"alg": algorithm, "kid": "a"}), &[signer.key("a")]), Err(Fault::Algorithm));
        }
        // A key of the one kind does not check the other's signatures.
        assert_eq!(look(json!({"alg": "RS256", "kid": "a"}), &[signer.key("a")]), Err(Fault::Key));
        let mut for_secrets = signer.key("a");
        for_secrets["use"] = json!("enc");
        assert_eq!(look(es(), &[for_secrets]), Err(Fault::Key));
        let mut of_another = signer.key("a");
        of_another["alg"] = json!("ES512");
        assert_eq!(look(es(), &[of_another]), Err(Fault::Key));
        let mut curve = signer.key("a");
        curve["crv"] = json!("secp256k1");
        assert_eq!(look(es(), &[curve]), Err(Fault::Signature));
        assert_eq!(look(json!({"alg": "ES256", "kid": "a", "crit": ["x"]}), &[signer.key("a")]), Err(Fault::Malformed));
    }

    #[test]
    fn a_changed_token_and_what_is_none_are_refused() {
        let signer = Signer::new();
        let all = keys(&[signer.key("a")]);
        let token = signer.sign(&json!({"alg": "ES256", "kid": "a"}), &said());
        let mut evil = said();
        evil["sub"] = json!("1");
        let (head, rest) = token.split_once('.').unwrap();
        let (_, signature) = rest.split_once('.').unwrap();
        let swapped = format!("{head}.{}.{signature}", URL_SAFE_NO_PAD.encode(evil.to_string()));
        assert_eq!(verified(&swapped, &all, &expected()), Err(Fault::Signature));
        assert_eq!(verified(&format!("{head}.{rest}.x"), &all, &expected()), Err(Fault::Malformed));
        for none in ["", ".", "..", "a.b", "a.b.c", &format!("{head}..{signature}"), &"x".repeat(LONGEST + 1)] {
            assert!(verified(none, &all, &expected()).is_err(), "{none:.20}");
        }
        let stripped = token.rsplit_once('.').map(|(signed, _)| format!("{signed}.")).unwrap();
        assert_eq!(verified(&stripped, &all, &expected()), Err(Fault::Signature));
        let empty = Expected { nonce: "", ..expected() };
        assert_eq!(verified(&token, &all, &empty), Err(Fault::Nonce));
    }

    #[test]
    fn an_address_counts_only_when_the_provider_vouches_for_it() {
        let of = |json: Json| Claims::of(json.as_object().unwrap());
        assert_eq!(of(json!({"email": "a@b.example", "email_verified": true})).verified_email(), Some("a@b.example"));
        assert_eq!(of(json!({"email": "a@b.example", "email_verified": "true"})).verified_email(), Some("a@b.example"));
        for claims in [
            json!({"email": "a@b.example"}),
            json!({"email": "a@b.example", "email_verified": false}),
            json!({"email": "a@b.example", "email_verified": "no"}),
            json!({"email": "a@b.example", "email_verified": 1}),
            json!({"email_verified": true}),
            json!({"email": "a\n@b.example", "email_verified": true}),
        ] {
            assert_eq!(of(claims.clone()).verified_email(), None, "{claims}");
        }
    }
}
