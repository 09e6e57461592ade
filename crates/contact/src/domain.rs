//! The site itself, as existing clients know it.

use schema::{Entity, ListFormat};

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
}
