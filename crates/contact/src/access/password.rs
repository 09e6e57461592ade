//! Passwords: what is accepted, and how they are kept (argon2id; OWASP Password Storage, ASVS 5.0.0 6.2 and 11.4).

use std::sync::{LazyLock, Mutex, PoisonError};

use argon2::password_hash::{PasswordHasher, PasswordVerifier, SaltString};
use argon2::{Algorithm, Argon2, Params, PasswordHash, Version};
use schema::Value;
use store::{Error, Result, Tx, statement};

use super::{insert, mark, now};

/// The least number of characters.
pub const LEAST: usize = 10;
/// Longer texts are no passwords but attacks on the hash.
const MOST: usize = 256;
/// One hash takes 19 MiB; a crowd at the door must not take all memory. A limit of the machine, not of a site.
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());
/// Checked where there is no account, so that the answer takes as long as for one.
static NOBODY: LazyLock<String> = LazyLock::new(|| hash("nobody has this password").unwrap_or_default());
/// The most frequent passwords of ten characters and more, as people choose them everywhere.
const COMMON: &str = include_str!("common_passwords.txt");

/// Whether a password may be chosen by this user.
///
/// # Errors
/// Tells what is wrong with it.
pub fn check(password: &str, username: &str) -> Result<()> {
    let length = password.chars().count();
    let folded = schema::fold::fold(password);
    let is_common = COMMON.lines().any(|line| line == folded.as_ref());
    let is_name = !username.is_empty() && folded == schema::fold::fold(username);
    let same = password.chars().next().is_some_and(|first| password.chars().all(|c| c == first));
    let problem = match length {
        n if n < LEAST => Some(("problem-password-short", format!("A password has at least {LEAST} characters."))),
        n if n > MOST => Some(("problem-password-long", format!("A password has at most {MOST} characters."))),
        _ if is_common || is_name || same => {
            Some(("problem-password-common", "This password is too easy to guess.".to_owned()))
        }
        _ => None,
    };
    problem.map_or(Ok(()), |(key, text)| Err(Error::rule("password", key, text)))
}

/// The same here, where the names of the association and of the program are guessed first (ASVS 5.0.0-6.2.11).
///
/// # Errors
/// Tells what is wrong with it; otherwise the database's own failure.
pub fn check_here(tx: &Tx<'_>, password: &str, username: &str) -> Result<()> {
    check(password, username)?;
    let mut words = vec!["ruche".to_owned(), "civicrm".to_owned(), "password".to_owned(), "motdepasse".to_owned()];
    words.extend(username.split(['@', '.', '-', '_']).map(str::to_owned));
    tx.rows(&statement(r#"SELECT "name" FROM "civicrm_domain""#, Vec::new()), |row| {
        let name = store::owned(row.cell(0)).as_text().unwrap_or_default().to_owned();
        words.extend(name.split(|c: char| !c.is_alphanumeric()).map(str::to_owned));
        Ok(())
    })?;
    match is_of_words(password, &words) {
        true => Err(Error::rule("password", "problem-password-common", "This password is too easy to guess.")),
        false => Ok(()),
    }
}

/// Whether next to nothing is left of a password without these words, and what people put around them.
pub(super) fn is_of_words(password: &str, words: &[String]) -> bool {
    let folded = schema::fold::fold(password);
    let mut left: String = folded.chars().filter(|c| c.is_alphanumeric()).collect();
    let mut all: Vec<String> = words.iter().map(|word| schema::fold::fold(word).into_owned()).collect();
    all.retain(|word| word.chars().count() > 2);
    all.sort_by_key(|word| std::cmp::Reverse(word.len()));
    let before = left.len();
    for word in &all {
        left = left.replace(word.as_str(), "");
    }
    left.len() < before && left.chars().filter(|c| c.is_alphabetic()).count() < 4
}

/// The argon2id hash of a password, in PHC string format. Takes some 20 ms: never within a writing transaction
/// that others wait for, where it can be helped.
///
/// # Errors
/// Fails when the system gives no random bytes.
pub fn hash(password: &str) -> Result<String> {
    let mut salt = [0_u8; 16];
    getrandom::fill(&mut salt).map_err(Error::internal)?;
    let salt = SaltString::encode_b64(&salt).map_err(Error::internal)?;
    let _turn = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    Ok(argon2()?.hash_password(password.as_bytes(), &salt).map_err(Error::internal)?.to_string())
}

/// Whether the password is the one in the hash; without a hash it takes as long and says no.
pub fn verify(password: &str, hash: Option<&str>) -> bool {
    let parsed = PasswordHash::new(hash.unwrap_or(&NOBODY));
    let text = if password.len() > MOST * 4 { "" } else { password };
    let _turn = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    match (parsed, argon2()) {
        (Ok(parsed), Ok(argon2)) => argon2.verify_password(text.as_bytes(), &parsed).is_ok() && hash.is_some(),
        _ => false,
    }
}

/// 19 MiB, two passes, one lane: the OWASP recommendation.
fn argon2() -> Result<Argon2<'static>> {
    let params = Params::new(19 * 1024, 2, 1, None).map_err(Error::internal)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

/// The hash of an account's password; None where it has none.
///
/// # Errors
/// The database's own failure.
pub fn of_user(tx: &Tx<'_>, user_id: i64) -> Result<Option<String>> {
    let text = format!(r#"SELECT "password_hash" FROM "ruche_credential" WHERE "user_id" = {}"#, mark(tx, 1));
    Ok(tx.one(&statement(text, vec![user_id.into()]))?.and_then(|value| value.as_text().map(str::to_owned)))
}

/// Gives an account this password hash; all its sessions and links end.
///
/// # Errors
/// The database's own failure.
pub fn set(tx: &mut Tx<'_>, user_id: i64, hash: &str) -> Result<()> {
    let forget = format!(r#"DELETE FROM "ruche_credential" WHERE "user_id" = {}"#, mark(tx, 1));
    tx.execute(&statement(forget, vec![user_id.into()]))?;
    let entity = tx.entity("RucheCredential")?;
    let changed = Value::DateTime(now(tx));
    insert(tx, &entity, &[("user_id", user_id.into()), ("password_hash", hash.into()), ("changed", changed)])?;
    super::session::end_all(tx, user_id)?;
    super::link::end_all(tx, user_id)
}
