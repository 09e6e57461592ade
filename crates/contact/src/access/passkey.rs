//! Passkeys (Web Authentication, levels 2 and 3): a device signs a challenge with a key that never leaves it, after it has
//! made sure of its owner. That is two factors at once: neither password nor code is asked beside it.
//!
//! No attestation is asked for: whoever is signed in says which key is theirs. A challenge is a signed moment, so that
//! nothing is written for visitors; when it is answered it is written down, and answers nothing a second time.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::signature::{ECDSA_P256_SHA256_ASN1, ED25519, RSA_PKCS1_2048_8192_SHA256, UnparsedPublicKey};
use schema::Value;
use serde_json::Value as Json;
use sha2::{Digest, Sha256};
use store::{Error, Problem, Result, Site, Tx, secret, statement};

use super::sign_in::{Outcome, TRIES};
use super::tables::Passkey;
use super::{insert, mark, moved, now, session, sign_in, token, trace};

/// Seconds in which a challenge is to be answered.
const PATIENCE: i64 = 5 * 60;
const PURPOSE: &str = "passkey challenge";
/// COSE's numbers of the algorithms that are taken: ECDSA on P-256, Ed25519, RSA with SHA-256.
pub const ALGORITHMS: [i64; 3] = [-7, -8, -257];
/// A person was there, and the device made sure who it was (section 6.1).
const PRESENT: u8 = 0x01;
const VERIFIED: u8 = 0x04;
const ATTESTED: u8 = 0x40;
/// An account has no more keys than this.
const MOST: usize = 20;

/// What a browser sends back, each in base64url.
#[derive(Clone, Copy, Debug, Default)]
pub struct Sent<'a> {
    pub client_data: &'a str,
    pub authenticator_data: &'a str,
    /// Of a sign-in.
    pub credential: &'a str,
    pub signature: &'a str,
    /// Of a new key: as SubjectPublicKeyInfo, with COSE's number of its algorithm.
    pub public_key: &'a str,
    pub algorithm: i64,
}

/// A fresh challenge, in base64url.
///
/// # Errors
/// Fails when the system gives no random bytes.
pub fn challenge(tx: &Tx<'_>) -> Result<String> {
    let said = format!("{}.{}", seconds(tx), token::random()?);
    let signed = format!("{said}.{}", token::digest(tx.site(), PURPOSE, &said));
    Ok(URL_SAFE_NO_PAD.encode(signed))
}

fn seconds(tx: &Tx<'_>) -> i64 {
    now(tx).to_zoned(jiff::tz::TimeZone::UTC).map_or(0, |zoned| zoned.timestamp().as_second())
}

fn is_ours(site: &Site, challenge: &[u8], now: i64) -> bool {
    let Some((said, digest)) = std::str::from_utf8(challenge).ok().and_then(|text| text.rsplit_once('.')) else {
        return false;
    };
    let moment = said.split_once('.').and_then(|(at, _)| at.parse::<i64>().ok());
    token::equal(digest, &token::digest(site, PURPOSE, said))
        && moment.is_some_and(|at| (at..=at + PATIENCE).contains(&now))
}

/// The name by which devices know an account: it says nothing about it.
pub fn handle(site: &Site, user_id: i64) -> String {
    URL_SAFE_NO_PAD.encode(secret::derive(site.secret(), "passkey handle", &user_id.to_be_bytes()))
}

/// Bytes in base64url, as browsers send them.
fn bytes(text: &str) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(text.trim_end_matches('=')).ok().filter(|bytes| bytes.len() <= 8192)
}

/// What was asked, where, and of whom: the part of an answer that the browser vouches for.
struct Client {
    challenge: Vec<u8>,
    /// The host that the key was made for.
    host: String,
    digest: [u8; 32],
}

/// Reads what the browser says, and looks whether it was asked by this site (section 7.2, steps 10 to 14).
fn client(sent: &Sent<'_>, kind: &str, address: &str) -> Option<Client> {
    let raw = bytes(sent.client_data)?;
    let said: Json = serde_json::from_slice(&raw).ok()?;
    let origin = said["origin"].as_str()?;
    let fine = said["type"] == kind && said["crossOrigin"] != true && is_origin(origin, address);
    let host = origin.split_once("://")?.1.split(':').next()?.to_owned();
    let challenge = bytes(said["challenge"].as_str()?)?;
    fine.then(|| Client { challenge, host, digest: Sha256::digest(&raw).into() })
}

/// The origin of the site's own address; on a machine of one's own, where no address is set, `localhost`.
fn is_origin(origin: &str, address: &str) -> bool {
    if !address.is_empty() {
        let scheme = address.find("://").map_or(0, |at| at + 3);
        let end = address[scheme..].find('/').map_or(address.len(), |at| scheme + at);
        return origin.eq_ignore_ascii_case(&address[..end]);
    }
    let rest = origin.strip_prefix("http://localhost");
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(':') && rest[1..].bytes().all(|b| b.is_ascii_digit()))
}

/// The device's own part of an answer (section 6.1).
struct Device {
    raw: Vec<u8>,
    counter: i64,
}

fn device(sent: &Sent<'_>, host: &str, flags: u8) -> Option<Device> {
    let raw = bytes(sent.authenticator_data)?;
    let (for_host, rest) = raw.split_at_checked(32)?;
    let (own, counter) = (*rest.first()?, rest.get(1..5)?.try_into().ok()?);
    let expected: [u8; 32] = Sha256::digest(host.as_bytes()).into();
    let fine = for_host == expected && own & flags == flags;
    fine.then(|| Device { counter: i64::from(u32::from_be_bytes(counter)), raw })
}

/// The identifier of a new key, from behind the fixed parts (section 6.5.1).
fn credential_of(raw: &[u8]) -> Option<&[u8]> {
    let rest = raw.get(37 + 16..)?;
    let length = usize::from(u16::from_be_bytes(rest.get(..2)?.try_into().ok()?));
    rest.get(2..2 + length).filter(|id| !id.is_empty() && id.len() <= 1023)
}

/// The key inside a SubjectPublicKeyInfo, as the verification of its algorithm takes it.
fn inner_key(algorithm: i64, spki: &[u8]) -> Option<Vec<u8>> {
    // RFC 5480, 8410 and 3279: the identifier of the algorithm, then the key as a bit string.
    let (identifier, wanted): (&[u8], _) = match algorithm {
        -7 => (&[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07], Some(65)),
        -8 => (&[0x2b, 0x65, 0x70], Some(32)),
        -257 => (&[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00], None),
        _ => return None,
    };
    let at = spki.windows(identifier.len()).position(|part| part == identifier)? + identifier.len();
    let rest = spki.get(at..)?;
    let (tag, length) = (*rest.first()?, *rest.get(1)?);
    let start = match length {
        0..=0x7f => 2,
        0x81 => 3,
        0x82 => 4,
        _ => return None,
    };
    let key = rest.get(start + 1..)?;
    let whole = tag == 0x03 && rest.get(start) == Some(&0) && wanted.is_none_or(|wanted| key.len() == wanted);
    whole.then(|| key.to_vec())
}

fn is_signed(key: &Passkey, device: &Device, client: &Client, signature: &[u8]) -> bool {
    let Some(public) = bytes(&key.public_key) else { return false };
    let said = [device.raw.as_slice(), &client.digest].concat();
    match key.algorithm {
        -7 => UnparsedPublicKey::new(&ECDSA_P256_SHA256_ASN1, public).verify(&said, signature).is_ok(),
        -8 => UnparsedPublicKey::new(&ED25519, public).verify(&said, signature).is_ok(),
        -257 => UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, public).verify(&said, signature).is_ok(),
        _ => false,
    }
}

fn address(tx: &Tx<'_>) -> Result<String> {
    Ok(tx.setting(crate::status::ADDRESS_SETTING)?.as_str().unwrap_or_default().to_owned())
}

/// Uses a challenge up; false for one that is not ours, is too old, or was answered before.
fn use_up(tx: &Tx<'_>, challenge: &[u8]) -> Result<bool> {
    if !is_ours(tx.site(), challenge, seconds(tx)) {
        return Ok(false);
    }
    let digest = token::digest(tx.site(), PURPOSE, &URL_SAFE_NO_PAD.encode(challenge));
    let folded = query::fold_expression(tx.dialect(), r#""digest""#);
    let text = format!(r#"SELECT "id" FROM "ruche_challenge" WHERE {folded} = {}"#, mark(tx, 1));
    if tx.one(&statement(text, vec![digest.clone().into()]))?.is_some() {
        return Ok(false);
    }
    let entity = tx.entity("RucheChallenge")?;
    let expires = Value::DateTime(moved(now(tx), 2 * PATIENCE));
    // Of two at once the second is refused by the unique index.
    insert(tx, &entity, &[("digest", digest.into()), ("expires", expires)])?;
    Ok(true)
}

/// Adds a key to an account, under a name.
///
/// # Errors
/// `Invalid` where the answer does not fit what was asked.
pub fn add(tx: &mut Tx<'_>, user_id: i64, name: &str, sent: &Sent<'_>) -> Result<()> {
    let name = name.trim();
    if name.is_empty() {
        return Err(Error::field("passkey", Problem::Required));
    }
    if name.chars().count() > 64 {
        return Err(Error::field("passkey", Problem::TooLong { max: 64 }));
    }
    let wrong = || Error::rule("passkey", "problem-passkey", "This device did not answer as it should.");
    let client = client(sent, "webauthn.create", &address(tx)?).ok_or_else(wrong)?;
    let device = device(sent, &client.host, PRESENT | VERIFIED | ATTESTED).ok_or_else(wrong)?;
    let credential = credential_of(&device.raw).ok_or_else(wrong)?.to_vec();
    let spki = bytes(sent.public_key).ok_or_else(wrong)?;
    let key = inner_key(sent.algorithm, &spki).ok_or_else(wrong)?;
    if !use_up(tx, &client.challenge)? || all(tx, user_id)?.len() >= MOST {
        return Err(wrong());
    }
    let entity = tx.entity("RuchePasskey")?;
    let credential = URL_SAFE_NO_PAD.encode(credential);
    let values = [
        ("user_id", user_id.into()),
        ("name", name.into()),
        ("digest", token::digest(tx.site(), "passkey", &credential).into()),
        ("credential", credential.into()),
        ("algorithm", sent.algorithm.into()),
        ("public_key", URL_SAFE_NO_PAD.encode(key).into()),
        ("counter", device.counter.into()),
        ("created", Value::DateTime(now(tx))),
    ];
    insert(tx, &entity, &values).map_err(|error| match error {
        Error::Internal(text) => Error::Internal(text),
        _ => wrong(),
    })
}

/// The keys of an account, in the order in which they were made.
///
/// # Errors
/// The database's own failure.
pub fn all(tx: &Tx<'_>, user_id: i64) -> Result<Vec<(i64, Passkey)>> {
    tx.find_by::<Passkey>("user_id", user_id)
}

/// Takes a key of an account away.
///
/// # Errors
/// The database's own failure.
pub fn end(tx: &mut Tx<'_>, user_id: i64, id: i64) -> Result<()> {
    let text = format!(r#"DELETE FROM "ruche_passkey" WHERE "user_id" = {} AND "id" = {}"#, mark(tx, 1), mark(tx, 2));
    tx.execute(&statement(text, vec![user_id.into(), id.into()])).map(|_| ())
}

/// Begins a session for whoever holds the key.
///
/// # Errors
/// The database's own failure.
pub fn sign_in(site: &Site, sent: &Sent<'_>, remote: &str, agent: &str) -> Result<Outcome> {
    site.write(&schema::Actor::system("sign in"), "page", |tx| {
        if sign_in::recent_failures(tx, PURPOSE, remote)? >= TRIES {
            return Ok(Outcome::Wait);
        }
        let Some((id, key, counter)) = held(tx, sent)? else {
            sign_in::note_failure(tx, PURPOSE, remote)?;
            return Ok(Outcome::Refused);
        };
        let text = format!(
            r#"UPDATE "ruche_passkey" SET "counter" = {}, "last_used" = {} WHERE "id" = {}"#,
            mark(tx, 1),
            mark(tx, 2),
            mark(tx, 3)
        );
        tx.execute(&statement(text, vec![counter.into(), Value::DateTime(now(tx)), id.into()]))?;
        trace::note(tx, "signed-in", key.user_id, remote)?;
        let secret = session::begin(tx, key.user_id, remote, agent)?;
        Ok(Outcome::Welcome { secret, user_id: key.user_id })
    })
}

/// The key that has signed, with its new count; None where anything does not fit.
fn held(tx: &Tx<'_>, sent: &Sent<'_>) -> Result<Option<(i64, Passkey, i64)>> {
    let Some(client) = client(sent, "webauthn.get", &address(tx)?) else { return Ok(None) };
    let Some(device) = device(sent, &client.host, PRESENT | VERIFIED) else { return Ok(None) };
    let Some(signature) = bytes(sent.signature) else { return Ok(None) };
    let digest = token::digest(tx.site(), "passkey", sent.credential.trim_end_matches('='));
    let Some((id, key)) = tx.find_by::<Passkey>("digest", digest)?.pop() else { return Ok(None) };
    // A key that has counted and does not go on was copied.
    let goes_on = device.counter > key.counter || device.counter == 0 && key.counter == 0;
    if !goes_on || !is_signed(&key, &device, &client, &signature) || !use_up(tx, &client.challenge)? {
        return Ok(None);
    }
    let account = tx.find::<crate::user::User>(key.user_id)?;
    Ok(account.filter(|account| account.is_active).map(|_| (id, key, device.counter)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_answers_of_this_sites_own_pages_count() {
        let site = "https://crm.example.org";
        assert!(
            is_origin("https://crm.example.org", site)
                && is_origin("https://crm.example.org", "https://crm.example.org/x")
        );
        for other in ["http://crm.example.org", "https://evil.example", "https://crm.example.org.evil.example", ""] {
            assert!(!is_origin(other, site), "{other}");
        }
        assert!(is_origin("http://localhost:8080", "") && is_origin("http://localhost", ""));
        for other in ["http://localhost.evil.example", "http://localhost:80@evil.example", "https://crm.example.org"] {
            assert!(!is_origin(other, ""), "{other}");
        }
    }

    #[test]
    fn keys_are_found_in_their_wrapping() {
        let mut p256 = vec![0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06, 0x08];
        p256.extend([0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00]);
        p256.extend([4; 65]);
        assert_eq!(inner_key(-7, &p256), Some(vec![4; 65]));
        let mut ed = vec![0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00];
        ed.extend([9; 32]);
        assert_eq!(inner_key(-8, &ed), Some(vec![9; 32]));
        assert_eq!(inner_key(-7, &ed), None);
        assert_eq!(inner_key(-8, &ed[..ed.len() - 1]), None);
        assert_eq!(inner_key(-999, &ed), None);
    }

    #[test]
    fn a_device_must_have_made_sure_of_its_owner_for_this_host() {
        let made = |host: &str, flags: u8| {
            let mut raw = Sha256::digest(host.as_bytes()).to_vec();
            raw.push(flags);
            raw.extend(7_u32.to_be_bytes());
            URL_SAFE_NO_PAD.encode(raw)
        };
        let look = |data: &str| {
            device(&Sent { authenticator_data: data, ..Sent::default() }, "crm.example.org", PRESENT | VERIFIED)
        };
        assert_eq!(look(&made("crm.example.org", 0x05)).map(|device| device.counter), Some(7));
        assert!(look(&made("crm.example.org", 0x01)).is_none(), "nobody was verified");
        assert!(look(&made("evil.example", 0x05)).is_none());
        assert!(look("AAAA").is_none() && look("not base64!").is_none());
    }
}
