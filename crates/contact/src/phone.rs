//! Phone numbers of contacts.

use schema::{Default, Entity, OptionSource};
use store::{Change, Result, Tx};

use crate::location::{POLICY, located};

/// A phone number as people write it, and its digits.

#[derive(Clone, Debug, Entity)]
#[entity(
    "Phone",
    "civicrm_phone",
    door_all("get", &[]),
    door_any("default", &["access CiviCRM", "edit all contacts", "edit my contact"]),
    policy(POLICY),
    label_field("phone"),
    searchable("secondary"),
    icon("fa-phone"),
    index("index_contact_id_is_primary", &["contact_id", "is_primary"]),
    sparse("UI_mobile_provider_id", "mobile_provider_id"),
    index("index_phone_numeric", &["phone_numeric"])
)]
pub struct Phone {
    #[field(readonly, input("Number"))]
    pub id: i64,
    #[field(belongs_to("Contact"), guards, input("EntityRef"))]
    pub contact_id: Option<i64>,
    #[field(default_by(Default::DefaultOption), options(OptionSource::table("LocationType", "display_name").name("name").abbr("vcard_name").description("description").source()), input("Select"))]
    pub location_type_id: Option<i64>,
    #[field(default(false), input("Radio"))]
    pub is_primary: bool,
    #[field(default(false), input("CheckBox"))]
    pub is_billing: bool,
    #[field(deprecated, input("Number"))]
    pub mobile_provider_id: Option<i64>,
    #[field(text(32), required, input("Text"), usage(&["import", "export"]))]
    pub phone: Option<String>,
    #[field(text(16), input("Text"), input_attr("size", "4"), usage(&["import", "export", "duplicate_matching"]))]
    pub phone_ext: Option<String>,
    #[field(text(32), readonly, usage(&["duplicate_matching"]))]
    pub phone_numeric: Option<String>,
    #[field(option_group("phone_type"), suffixes(&["name", "label", "description"]), input("Select"), usage(&["export"]))]
    pub phone_type_id: Option<i64>,
}

located!(Phone, billing);

/// Before: the digits alone, by which numbers are found.
///
/// # Errors
/// Never fails.
pub fn settle(_tx: &mut Tx<'_>, change: &mut Change<Phone>) -> Result<()> {
    let phone = &mut change.after;
    let digits = phone.phone.as_ref().map(|text| text.chars().filter(char::is_ascii_digit).collect::<String>());
    phone.phone_numeric = digits.filter(|digits| !digits.is_empty());
    Ok(())
}
