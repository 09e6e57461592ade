//! The second factor: codes that an authenticator application counts from a shared secret and the time (RFC 6238), and
//! recovery codes for whoever has lost it.

use hmac::{Hmac, Mac};
use qrcode::{Color, QrCode};
use schema::Value;
use sha1::Sha1;
use store::{Error, Result, Site, Tx, secret, statement};

use super::tables::{Device, Recovery, Totp};
use super::{insert, mark, moved, now, token};

/// Seconds for which a code holds (RFC 6238, 5.2).
const STEP: i64 = 30;
/// How many steps a clock may be off, either way.
const DRIFT: i64 = 1;
/// Bytes of the shared secret: the length of the digest (RFC 4226, 4).
const SEED: usize = 20;
const RECOVERY_CODES: usize = 10;
/// Seconds for which a browser is remembered.
pub const REMEMBERED: i64 = 30 * 86_400;
const BASE32: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// The six digits at a step (RFC 4226, 5.3).
fn code(seed: &[u8], step: i64) -> String {
    let Ok(mut mac) = Hmac::<Sha1>::new_from_slice(seed) else { return String::new() };
    mac.update(&step.to_be_bytes());
    let digest = mac.finalize().into_bytes();
    let at = usize::from(digest[19] & 0x0f);
    let four = [digest[at] & 0x7f, digest[at + 1], digest[at + 2], digest[at + 3]];
    format!("{:06}", u32::from_be_bytes(four) % 1_000_000)
}

/// The step at which these digits are right, near this moment and after the last one that was used.
fn step_of(seed: &[u8], digits: &str, seconds: i64, last: i64) -> Option<i64> {
    if seed.is_empty() {
        // Sealed under another key: nobody knows its codes, so none is right.
        return None;
    }
    let given: String = digits.chars().filter(char::is_ascii_digit).collect();
    let here = seconds.div_euclid(STEP);
    let steps = (here - DRIFT..=here + DRIFT).filter(|step| *step > last);
    // All of them are compared, so that the time says nothing.
    steps.fold(None, |found, step| if token::equal(&code(seed, step), &given) { Some(step) } else { found })
}

/// The secret as people type it and applications read it (RFC 4648, 6).
fn base32(bytes: &[u8]) -> String {
    let mut out = String::new();
    for chunk in bytes.chunks(5) {
        let mut block = [0_u8; 8];
        block[3..3 + chunk.len()].copy_from_slice(chunk);
        let bits = u64::from_be_bytes(block);
        let letters = (chunk.len() * 8).div_ceil(5);
        out.extend((0..letters).map(|n| char::from(BASE32[((bits >> (35 - 5 * n)) & 31) as usize])));
    }
    out
}

/// The secret under the site's key, bound to its account, so that no row can stand for another.
fn sealed(site: &Site, user_id: i64, bytes: &[u8]) -> Result<String> {
    mail::sealed::seal(site, &place(user_id), &secret::hex(bytes))
}

fn place(user_id: i64) -> String {
    format!("second factor {user_id}")
}

fn unsealed(site: &Site, user_id: i64, text: &str) -> Vec<u8> {
    if text.len() == 2 * SEED {
        return unsealed_before(site, user_id, text);
    }
    mail::sealed::unseal(site, &place(user_id), text).map(|hex| from_hex(&hex)).unwrap_or_default()
}

/// The form in which the first release kept it: as long as the secret itself, without a tag.
fn unsealed_before(site: &Site, user_id: i64, text: &str) -> Vec<u8> {
    let key = secret::derive(site.secret(), "second factor", &user_id.to_be_bytes());
    from_hex(text).iter().zip(key).map(|(byte, key)| byte ^ key).collect()
}

fn from_hex(text: &str) -> Vec<u8> {
    let digit = |at: usize| text.get(at..at + 2).and_then(|pair| u8::from_str_radix(pair, 16).ok());
    (0..text.len()).step_by(2).filter_map(digit).collect()
}

/// A second factor that is being set up.
#[derive(Clone, Debug)]
pub struct Setup {
    /// To be typed where no camera is.
    pub secret: String,
    /// The picture that an application reads: so many squares wide, and the outline of the dark ones (SVG path data).
    pub width: usize,
    pub outline: String,
}

/// Makes a secret, or shows the one that waits for its first code.
///
/// # Errors
/// `Conflict` where the account has a second factor already.
pub fn set_up(tx: &mut Tx<'_>, user_id: i64, username: &str, organisation: &str) -> Result<Setup> {
    let seed = match row(tx, user_id)? {
        Some((_, row)) if row.confirmed.is_some() => {
            return Err(Error::Conflict("The second factor is set up already.".to_owned()));
        }
        Some((_, row)) => unsealed(tx.site(), user_id, &row.seed),
        None => {
            let mut seed = [0_u8; SEED];
            getrandom::fill(&mut seed).map_err(Error::internal)?;
            let kept = sealed(tx.site(), user_id, &seed)?;
            let entity = tx.entity("RucheTotp")?;
            insert(tx, &entity, &[("user_id", user_id.into()), ("seed", kept.into()), ("last_step", 0_i64.into())])?;
            seed.to_vec()
        }
    };
    let typed = base32(&seed);
    let link = format!(
        "otpauth://totp/{0}:{1}?secret={typed}&issuer={0}&algorithm=SHA1&digits=6&period=30",
        encoded(organisation),
        encoded(username)
    );
    let picture = QrCode::new(link.as_bytes()).map_err(Error::internal)?;
    let width = picture.width();
    let dark = picture.to_colors().into_iter().enumerate().filter(|(_, color)| *color == Color::Dark);
    let outline = dark.map(|(at, _)| format!("M{} {}h1v1h-1z", at % width, at / width)).collect();
    Ok(Setup { secret: typed, width, outline })
}

/// Text as it may stand in a URL (RFC 3986, 2.3).
fn encoded(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    text.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

fn row(tx: &Tx<'_>, user_id: i64) -> Result<Option<(i64, Totp)>> {
    Ok(tx.find_by::<Totp>("user_id", user_id)?.into_iter().next())
}

/// Whether the account signs in with two factors.
///
/// # Errors
/// The database's own failure.
pub fn is_on(tx: &Tx<'_>, user_id: i64) -> Result<bool> {
    Ok(row(tx, user_id)?.is_some_and(|(_, row)| row.confirmed.is_some()))
}

/// The first code proves that the application has the secret; gives the recovery codes, which are seen only now.
///
/// # Errors
/// `Invalid` beside `code` for a wrong one.
pub fn confirm(tx: &mut Tx<'_>, user_id: i64, digits: &str) -> Result<Vec<String>> {
    let wrong = || Error::rule("code", "problem-second-factor", "This code is not right, or no longer.");
    let (id, row) = row(tx, user_id)?.filter(|(_, row)| row.confirmed.is_none()).ok_or_else(wrong)?;
    let seed = unsealed(tx.site(), user_id, &row.seed);
    let step = step_of(&seed, digits, seconds(tx), row.last_step).ok_or_else(wrong)?;
    note_step(tx, id, step)?;
    let text = format!(r#"UPDATE "ruche_totp" SET "confirmed" = {} WHERE "id" = {}"#, mark(tx, 1), mark(tx, 2));
    tx.execute(&statement(text, vec![Value::DateTime(now(tx)), id.into()]))?;
    new_recovery_codes(tx, user_id)
}

/// The code that the account's application shows now: what tests of the whole program enter.
///
/// # Errors
/// The database's own failure.
#[doc(hidden)]
pub fn now_for_tests(tx: &Tx<'_>, user_id: i64) -> Result<String> {
    let seed = row(tx, user_id)?.map(|(_, row)| unsealed(tx.site(), user_id, &row.seed)).unwrap_or_default();
    Ok(code(&seed, seconds(tx).div_euclid(STEP)))
}

/// Whether this code of the application, or this recovery code, is right; either is used up by it.
///
/// # Errors
/// The database's own failure.
pub fn accept(tx: &mut Tx<'_>, user_id: i64, given: &str) -> Result<bool> {
    let Some((id, row)) = row(tx, user_id)?.filter(|(_, row)| row.confirmed.is_some()) else { return Ok(false) };
    let seed = unsealed(tx.site(), user_id, &row.seed);
    if let Some(step) = step_of(&seed, given, seconds(tx), row.last_step) {
        note_step(tx, id, step)?;
        return Ok(true);
    }
    let digest = recovery_digest(tx.site(), given);
    for (id, code) in tx.find_by::<Recovery>("user_id", user_id)? {
        if token::equal(&code.digest, &digest) {
            let text = format!(r#"DELETE FROM "ruche_recovery" WHERE "id" = {}"#, mark(tx, 1));
            return Ok(tx.execute(&statement(text, vec![id.into()]))? == 1);
        }
    }
    Ok(false)
}

/// Takes the second factor away, with its recovery codes and the browsers that are remembered.
///
/// # Errors
/// The database's own failure.
pub fn end(tx: &mut Tx<'_>, user_id: i64) -> Result<()> {
    for table in ["ruche_totp", "ruche_recovery", "ruche_device"] {
        let text = format!(r#"DELETE FROM "{table}" WHERE "user_id" = {}"#, mark(tx, 1));
        tx.execute(&statement(text, vec![user_id.into()]))?;
    }
    Ok(())
}

/// How many recovery codes are left.
///
/// # Errors
/// The database's own failure.
pub fn codes_left(tx: &Tx<'_>, user_id: i64) -> Result<usize> {
    Ok(tx.find_by::<Recovery>("user_id", user_id)?.len())
}

/// Remembers a browser; gives the secret that it keeps.
///
/// # Errors
/// The database's own failure.
pub fn remember(tx: &mut Tx<'_>, user_id: i64) -> Result<String> {
    let kept = token::random()?;
    let entity = tx.entity("RucheDevice")?;
    let values = [
        ("user_id", user_id.into()),
        ("digest", token::digest(tx.site(), "device", &kept).into()),
        ("expires", Value::DateTime(moved(now(tx), REMEMBERED))),
    ];
    insert(tx, &entity, &values)?;
    Ok(kept)
}

/// Whether the account has signed in with both factors from this browser lately.
///
/// # Errors
/// The database's own failure.
pub fn is_remembered(tx: &Tx<'_>, user_id: i64, kept: &str) -> Result<bool> {
    let (digest, at) = (token::digest(tx.site(), "device", kept), now(tx));
    let devices = tx.find_by::<Device>("user_id", user_id)?;
    Ok(devices.iter().any(|(_, device)| device.expires > at && token::equal(&device.digest, &digest)))
}

fn new_recovery_codes(tx: &mut Tx<'_>, user_id: i64) -> Result<Vec<String>> {
    let entity = tx.entity("RucheRecovery")?;
    let mut codes = Vec::with_capacity(RECOVERY_CODES);
    for _ in 0..RECOVERY_CODES {
        let mut bytes = [0_u8; 10];
        getrandom::fill(&mut bytes).map_err(Error::internal)?;
        let letters = base32(&bytes).to_lowercase();
        let code = [&letters[..4], &letters[4..8], &letters[8..12], &letters[12..16]].join("-");
        let digest = recovery_digest(tx.site(), &code);
        insert(tx, &entity, &[("user_id", user_id.into()), ("digest", digest.into())])?;
        codes.push(code);
    }
    Ok(codes)
}

fn recovery_digest(site: &Site, code: &str) -> String {
    let plain: String = code.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_lowercase();
    token::digest(site, "recovery", &plain)
}

fn note_step(tx: &mut Tx<'_>, id: i64, step: i64) -> Result<()> {
    let text = format!(r#"UPDATE "ruche_totp" SET "last_step" = {} WHERE "id" = {}"#, mark(tx, 1), mark(tx, 2));
    tx.execute(&statement(text, vec![step.into(), id.into()])).map(|_| ())
}

fn seconds(tx: &Tx<'_>) -> i64 {
    now(tx).to_zoned(jiff::tz::TimeZone::UTC).map_or(0, |zoned| zoned.timestamp().as_second())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_those_of_rfc_6238() {
        // RFC 6238, appendix B; the last six of its eight digits.
        let seed = b"12345678901234567890";
        for (seconds, digits) in [(59, "287082"), (1_111_111_109, "081804"), (20_000_000_000, "353130")] {
            assert_eq!(code(seed, seconds / STEP), digits);
        }
    }

    #[test]
    fn a_code_holds_a_little_before_and_after_and_never_twice() {
        let seed = b"12345678901234567890";
        let step = 1_111_111_109 / STEP;
        for off in [-STEP, 0, STEP] {
            assert_eq!(step_of(seed, "081 804", 1_111_111_109 + off, 0), Some(step));
        }
        assert_eq!(step_of(seed, "081804", 1_111_111_109 + 2 * STEP, 0), None);
        assert_eq!(step_of(seed, "081804", 1_111_111_109, step), None);
    }

    #[test]
    fn secrets_are_written_as_rfc_4648_says() {
        assert_eq!(base32(b"foobar"), "MZXW6YTBOI");
        assert_eq!(base32(b"12345678901234567890"), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
    }
}
