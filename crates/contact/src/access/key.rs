//! API keys: shown once, kept as digests, written by clients as `Contact.api_key`.

use schema::Value;
use schema::account::writes_keys;
use serde_json::Value as Json;
use store::{Change, Error, Problem, Result, Tx, statement};

use super::tables::ApiKey;
use super::{insert, mark, now, token};
use crate::contact::Contact;
use crate::user::User;

/// The purpose that digests of keys are bound to.
pub(super) const PURPOSE: &str = "api key";
/// Shorter keys could be guessed.
const LEAST: usize = 12;

/// The key that the caller wrote never reaches the column; `given` keeps it for the answer alone.
pub(super) fn keep_out_of_column(tx: &mut Tx<'_>, change: &mut Change<Contact>) -> Result<()> {
    change.after.api_key = None;
    let Some(given) = change.given.get("api_key") else { return Ok(()) };
    if !writes_keys(tx.actor(), change.id) {
        return Err(Error::Forbidden("The permission 'edit api keys' is needed to write API keys.".to_owned()));
    }
    for (account, _) in tx.find_by::<User>("contact_id", change.id)? {
        // Whoever knows a key of somebody else acts as they do.
        super::check_no_stronger(tx, account)?;
    }
    match given {
        Json::Null => Ok(()),
        Json::String(text) if text.is_empty() => Ok(()),
        Json::String(text) if text.len() < LEAST || text.len() > 128 || !text.chars().all(|c| c.is_ascii_graphic()) => {
            let words = format!("An API key has {LEAST} to 128 letters, digits and signs.");
            Err(Error::rule("api_key", "problem-api-key", words))
        }
        Json::String(_) => Ok(()),
        _ => Err(Error::rule("api_key", "problem-api-key", "An API key is a text.")),
    }
}

/// The key that the caller wrote replaces the one written so before.
pub(super) fn store_given(tx: &mut Tx<'_>, change: &Change<Contact>) -> Result<()> {
    match change.given.get("api_key") {
        Some(Json::String(key)) if !key.is_empty() => put(tx, change.id, None, key),
        Some(_) => remove(tx, change.id, None),
        None => Ok(()),
    }
}

/// Makes a key for a contact under a name, instead of the one of that name. This is the only moment that it is seen.
///
/// # Errors
/// The database's own failure.
pub fn create(tx: &mut Tx<'_>, contact_id: i64, name: &str) -> Result<String> {
    let key = token::random()?;
    put(tx, contact_id, Some(name), &key)?;
    Ok(key)
}

/// A key to be made by its owner.
#[derive(Clone, Copy, Debug)]
pub struct NewKey<'a> {
    pub name: &'a str,
    /// Whether it may only look.
    pub reads_only: bool,
    pub days: Option<i64>,
}

/// Makes a key as its owner wants it. This is the only moment that it is seen.
///
/// # Errors
/// `Invalid` beside `name`, `Forbidden` to whoever may have no keys.
pub fn make(tx: &mut Tx<'_>, contact_id: i64, new: &NewKey<'_>) -> Result<String> {
    if !writes_keys(tx.actor(), contact_id) {
        return Err(Error::Forbidden("The permission 'edit own api keys' is needed to make API keys.".to_owned()));
    }
    let name = new.name.trim();
    if name.is_empty() {
        return Err(Error::field("name", Problem::Required));
    }
    if name.chars().count() > 64 {
        return Err(Error::field("name", Problem::TooLong { max: 64 }));
    }
    let key = create(tx, contact_id, name)?;
    let expires = new.days.map(|days| Value::DateTime(super::moved(now(tx), days.clamp(1, 3_650) * 86_400)));
    let scope = if new.reads_only { Value::from("read") } else { Value::Null };
    let text = format!(
        r#"UPDATE "ruche_api_key" SET "scope" = {}, "expires" = {} WHERE "contact_id" = {} AND "name" = {}"#,
        mark(tx, 1),
        mark(tx, 2),
        mark(tx, 3),
        mark(tx, 4)
    );
    tx.execute(&statement(text, vec![scope, expires.unwrap_or(Value::Null), contact_id.into(), name.into()]))?;
    Ok(key)
}

/// The keys of a contact, newest first.
///
/// # Errors
/// The database's own failure.
pub fn all(tx: &Tx<'_>, contact_id: i64) -> Result<Vec<(i64, ApiKey)>> {
    let mut keys = tx.find_by::<ApiKey>("contact_id", contact_id)?;
    keys.reverse();
    Ok(keys)
}

/// Takes one key of a contact out of use.
///
/// # Errors
/// The database's own failure.
pub fn end(tx: &mut Tx<'_>, contact_id: i64, id: i64) -> Result<()> {
    let text =
        format!(r#"DELETE FROM "ruche_api_key" WHERE "contact_id" = {} AND "id" = {}"#, mark(tx, 1), mark(tx, 2));
    tx.execute(&statement(text, vec![contact_id.into(), id.into()])).map(|_| ())
}

fn put(tx: &mut Tx<'_>, contact_id: i64, name: Option<&str>, key: &str) -> Result<()> {
    remove(tx, contact_id, name)?;
    let entity = tx.entity("RucheApiKey")?;
    let values = [
        ("contact_id", contact_id.into()),
        ("name", Value::from(name)),
        ("digest", token::digest(tx.site(), PURPOSE, key).into()),
        ("created", Value::DateTime(now(tx))),
    ];
    insert(tx, &entity, &values).map_err(|error| match error {
        Error::Internal(text) => Error::Internal(text),
        // Two contacts with one key would be one another.
        _ => Error::field("api_key", Problem::Taken),
    })
}

fn remove(tx: &Tx<'_>, contact_id: i64, name: Option<&str>) -> Result<()> {
    let (condition, mut binds) = match name {
        Some(name) => (format!(r#""name" = {}"#, mark(tx, 2)), vec![name.into()]),
        None => (r#""name" IS NULL"#.to_owned(), Vec::new()),
    };
    binds.insert(0, contact_id.into());
    let text = format!(r#"DELETE FROM "ruche_api_key" WHERE "contact_id" = {} AND {condition}"#, mark(tx, 1));
    tx.execute(&statement(text, binds)).map(|_| ())
}
