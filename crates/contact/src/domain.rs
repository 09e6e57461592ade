//! The site itself, as existing clients know it.

use schema::{Entity, ListFormat};
use store::{Change, Error, Result, Tx};

/// The site: one row, for clients that look for its version and its own organisation.

#[derive(Clone, Debug, Entity)]
#[entity(
    "Domain",
    "civicrm_domain",
    door_all("get", &["access CiviCRM"]),
    door_all("default", &["administer CiviCRM data"]),
    searchable("none"),
    unique("UI_name", &["name"])
)]
pub struct Domain {
    #[field(readonly, input("Number"))]
    pub id: i64,
    #[field(text(64), input("Text"))]
    pub name: Option<String>,
    #[field(input("Text"))]
    pub description: Option<String>,
    #[field(text(32), input("Text"))]
    pub version: Option<String>,
    #[field(references("Contact"), input("EntityRef"))]
    pub contact_id: Option<i64>,
    #[field(long_text, list(ListFormat::Trimmed), input("TextArea"))]
    pub locales: Vec<String>,
    #[field(long_text, list(ListFormat::Php), input("TextArea"))]
    pub locale_custom_strings: Vec<String>,
    /// Whether this is the domain that the caller works in: always, there is one.
    #[field(readonly, default(true))]
    pub is_active: bool,
}

/// Before: there is one site, and its organisation is a contact.
///
/// # Errors
/// Refuses a second row.
pub fn settle(_tx: &mut Tx<'_>, change: &mut Change<Domain>) -> Result<()> {
    change.after.is_active = true;
    match change.is_new() {
        true => Err(Error::Conflict("There is one domain.".to_owned())),
        false => Ok(()),
    }
}

/// Before a deletion: the site stays.
///
/// # Errors
/// `Conflict`, always.
pub fn guard_deletion(_tx: &mut Tx<'_>, _id: i64, _gone: &Domain) -> Result<()> {
    Err(Error::Conflict("The domain cannot be deleted.".to_owned()))
}
