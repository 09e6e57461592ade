//! OpenID addresses of contacts, kept for existing databases.

use schema::{Default, Entity, OptionSource};

use crate::location::{POLICY, located};

/// An OpenID address.

#[derive(Clone, Debug, Entity)]
#[entity(
    "OpenID",
    "civicrm_openid",
    door_all("get", &[]),
    door_any("default", &["access CiviCRM", "edit all contacts", "edit my contact"]),
    policy(POLICY),
    searchable("secondary"),
    icon("fa-openid"),
    unique("UI_openid", &["openid"])
)]
pub struct OpenID {
    #[field(readonly, input("Number"))]
    pub id: i64,
    #[field(belongs_to("Contact"), guards, input("EntityRef"))]
    pub contact_id: Option<i64>,
    #[field(default_by(Default::DefaultOption), options(OptionSource::table("LocationType", "display_name").name("name").abbr("vcard_name").description("description").source()), input("Select"))]
    pub location_type_id: Option<i64>,
    #[field(input("Url"), usage(&["import", "export", "duplicate_matching"]))]
    pub openid: Option<String>,
    #[field(default(false), input("CheckBox"))]
    pub allowed_to_login: bool,
    #[field(default(false), input("Radio"))]
    pub is_primary: bool,
}

located!(OpenID);
