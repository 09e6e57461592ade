//! Instant messaging names of contacts.

use schema::{Default, Entity, OptionSource};

use crate::location::{POLICY, located};

/// A name in an instant messaging service.

#[derive(Clone, Debug, Entity)]
#[entity(
    "IM",
    "civicrm_im",
    door_all("get", &[]),
    door_any("default", &["access CiviCRM", "edit all contacts", "edit my contact"]),
    policy(POLICY),
    label_field("name"),
    searchable("secondary"),
    icon("fa-comments-o"),
    index("UI_provider_id", &["provider_id"]),
    index("index_contact_id_is_primary", &["contact_id", "is_primary"])
)]
pub struct IM {
    #[field(readonly, input("Number"))]
    pub id: i64,
    #[field(belongs_to("Contact"), guards, input("EntityRef"))]
    pub contact_id: Option<i64>,
    #[field(default_by(Default::DefaultOption), options(OptionSource::table("LocationType", "display_name").name("name").abbr("vcard_name").description("description").source()), input("Select"))]
    pub location_type_id: Option<i64>,
    #[field(text(64), input("Text"), usage(&["import", "export", "duplicate_matching"]))]
    pub name: Option<String>,
    #[field(option_group("instant_messenger_service"), suffixes(&["name", "label", "description"]), input("Select"))]
    pub provider_id: Option<i64>,
    #[field(default(false), input("Radio"))]
    pub is_primary: bool,
    #[field(default(false), input("CheckBox"))]
    pub is_billing: bool,
}

located!(IM, billing);
