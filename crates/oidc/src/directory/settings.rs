//! The directory of a site, as administrators have set it up.

use serde_json::{Map, Value as Json, json};
use store::{As, Error, Problem, Result, Tx};

use super::conversation;
use crate::provider::check_role;
use crate::tables::Directory;

/// The name under which the password of the account that looks people up is sealed.
const SECRET: &str = "ldap_bind_password";

/// A directory as it was set up.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// `ldaps://…`, or `ldap://…` where encryption is asked for at once.
    pub url: String,
    /// The entry below which people are.
    pub base: String,
    /// The attribute that holds what people type: `uid`, `mail`, `sAMAccountName`.
    pub attribute: String,
    /// The entry that looks people up; nobody in particular where it is empty.
    pub bind_name: String,
    /// The group that people must be in; all come in where it is empty.
    pub group: String,
    /// Certificates of the association's own authority, in PEM; the machine's list counts too.
    pub authority: String,
    pub label: String,
    /// The role of people who have no account yet; none where only known accounts come in.
    pub role: Option<i64>,
    pub is_active: bool,
}

/// The settings; none where nothing is set up.
///
/// # Errors
/// The database's own failure.
pub fn settings(tx: &Tx<'_>) -> Result<Option<Settings>> {
    Ok(row(tx)?.map(|(_, row)| Settings {
        url: row.url,
        base: row.base,
        attribute: row.attribute,
        bind_name: row.bind_name,
        group: row.group_name,
        authority: row.authority.unwrap_or_default(),
        label: row.label,
        role: row.role_id,
        is_active: row.is_active,
    }))
}

/// The settings of a directory by which people can sign in now.
///
/// # Errors
/// The database's own failure.
pub fn open(tx: &Tx<'_>) -> Result<Option<Settings>> {
    Ok(settings(tx)?.filter(|settings| settings.is_active))
}

fn row(tx: &Tx<'_>) -> Result<Option<(i64, Directory)>> {
    let all = tx.find_by::<Directory>("is_active", true)?.into_iter();
    Ok(all.chain(tx.find_by::<Directory>("is_active", false)?).next())
}

/// The password of the account that looks people up.
///
/// # Errors
/// The database's own failure.
pub fn secret(tx: &Tx<'_>) -> Result<String> {
    Ok(mail::sealed::told(tx, SECRET)?.unwrap_or_default())
}

/// Whether there is such a password.
///
/// # Errors
/// The database's own failure.
pub fn has_secret(tx: &Tx<'_>) -> Result<bool> {
    mail::sealed::is_kept(tx, SECRET)
}

/// Sets a directory up, or changes it. An empty password leaves the one that is kept.
///
/// # Errors
/// `Invalid` beside the field that is wrong.
pub fn keep(tx: &mut Tx<'_>, given: &Settings, secret: &str) -> Result<()> {
    check(given)?;
    if let Some(role) = given.role {
        check_role(tx, role)?;
    }
    let known = row(tx)?;
    let url = given.url.trim();
    if known.as_ref().is_some_and(|(_, known)| known.url != url || known.bind_name != given.bind_name.trim()) {
        // What one directory was trusted with is not handed to another.
        mail::sealed::keep(tx, SECRET, "")?;
    }
    let mut values: Map<String, Json> = Map::new();
    if let Some((id, _)) = known {
        values.insert("id".to_owned(), json!(id));
    }
    for (name, text) in [
        ("url", url),
        ("base", given.base.trim()),
        ("attribute", given.attribute.trim()),
        ("bind_name", given.bind_name.trim()),
        ("group_name", given.group.trim()),
        ("authority", given.authority.trim()),
        ("label", given.label.trim()),
    ] {
        values.insert(name.to_owned(), json!(text));
    }
    values.insert("role_id".to_owned(), json!(given.role));
    values.insert("is_active".to_owned(), json!(given.is_active));
    tx.save("RucheDirectory", values, As::Program)?;
    if !secret.is_empty() {
        mail::sealed::keep(tx, SECRET, secret)?;
    }
    Ok(())
}

fn check(given: &Settings) -> Result<()> {
    let url = given.url.trim();
    if url.len() > 255 || !conversation::is_fit(url) {
        let words = "The address of a directory begins with ldaps:// or ldap://.";
        return Err(Error::rule("url", "problem-directory", words));
    }
    for (field, text, most, needed) in [
        ("base", &given.base, 255, true),
        ("attribute", &given.attribute, 64, true),
        ("label", &given.label, 64, true),
        ("bind_name", &given.bind_name, 255, false),
        ("group", &given.group, 255, false),
    ] {
        match text.trim().chars().count() {
            0 if needed => return Err(Error::field(field, Problem::Required)),
            n if n > most => return Err(Error::field(field, Problem::TooLong { max: most as u32 })),
            _ => {}
        }
    }
    let named = |text: &str| text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '.');
    if !named(given.attribute.trim()) {
        return Err(Error::rule(
            "attribute",
            "problem-directory-attribute",
            "An attribute has letters and digits alone.",
        ));
    }
    let authority = given.authority.trim();
    if !authority.is_empty() && (authority.len() > 65_536 || !conversation::certifies(authority)) {
        return Err(Error::rule("authority", "problem-directory-certificate", "This is no certificate in PEM."));
    }
    Ok(())
}
