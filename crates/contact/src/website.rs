//! Web sites of contacts.

use schema::Entity;
use store::{Change, Error, Result, Tx};

use crate::location::POLICY;

/// The address of a web site.

#[derive(Clone, Debug, Entity)]
#[entity(
    "Website",
    "civicrm_website",
    door_all("get", &[]),
    door_any("default", &["access CiviCRM", "edit all contacts", "edit my contact"]),
    policy(POLICY),
    label_field("url"),
    searchable("secondary"),
    icon("fa-desktop"),
    index("UI_website_type_id", &["website_type_id"])
)]
pub struct Website {
    #[field(readonly, input("Number"))]
    pub id: i64,
    #[field(belongs_to("Contact"), guards, input("EntityRef"))]
    pub contact_id: Option<i64>,
    #[field(text(2048), input("Url"), input_attr("size", "45"), usage(&["import", "export", "duplicate_matching"]))]
    pub url: Option<String>,
    #[field(option_group("website_type"), suffixes(&["name", "label", "description"]), input("Select"))]
    pub website_type_id: Option<i64>,
}

/// Before: an address that a page may link to.
///
/// # Errors
/// Refuses addresses that would run a program when followed (`javascript:`).
pub fn settle(tx: &mut Tx<'_>, change: &mut Change<Website>) -> Result<()> {
    if let Some(url) = &change.after.url {
        let scheme = url.split_once(':').map(|(scheme, _)| scheme.trim().to_ascii_lowercase());
        if matches!(scheme.as_deref(), Some("javascript" | "data" | "vbscript")) {
            return Err(Error::rule("url", "problem-website-url", "This is not the address of a web site."));
        }
    }
    match change.after.contact_id {
        Some(contact) => crate::contact::touch(tx, contact),
        None => Ok(()),
    }
}
