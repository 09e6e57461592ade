//! What an address, a phone or an e-mail is for: home, work, billing.

use schema::Entity;

#[derive(Clone, Debug, Entity)]
#[entity(
    "LocationType",
    "civicrm_location_type",
    door_all("get", &["access CiviCRM"]),
    door_all("default", &["administer CiviCRM data"]),
    label_field("display_name"),
    searchable("secondary"),
    path("add", "civicrm/admin/locationType/edit?action=add&reset=1"),
    path("update", "civicrm/admin/locationType/edit?action=update&id=[id]&reset=1"),
    path("delete", "civicrm/admin/locationType/edit?action=delete&id=[id]&reset=1"),
    path("browse", "civicrm/admin/locationType"),
    unique("UI_name", &["name"])
)]
pub struct LocationType {
    #[field(readonly, input("Number"))]
    pub id: i64,
    #[field(text(64), input("Text"))]
    pub name: String,
    #[field(text(64), localizable, input("Text"))]
    pub display_name: String,
    #[field(text(64), input("Text"))]
    pub vcard_name: Option<String>,
    #[field(input("Text"))]
    pub description: Option<String>,
    #[field(default(false), input("CheckBox"))]
    pub is_reserved: bool,
    #[field(default(true), input("CheckBox"))]
    pub is_active: bool,
    #[field(default(false), input("CheckBox"))]
    pub is_default: bool,
}
