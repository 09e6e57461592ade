//! The three kinds of contacts and the subtypes that an organisation adds to them.

use schema::{Entity, OptionSource};

#[derive(Clone, Debug, Entity)]
#[entity(
    "ContactType",
    "civicrm_contact_type",
    door_all("get", &["access CiviCRM"]),
    door_all("default", &["administer CiviCRM data"]),
    label_field("label"),
    searchable("secondary"),
    kind("ManagedEntity"),
    path("add", "civicrm/admin/options/subtype/edit?action=add&reset=1"),
    path("update", "civicrm/admin/options/subtype/edit?action=update&id=[id]&reset=1"),
    path("delete", "civicrm/admin/options/subtype/edit?action=delete&id=[id]&reset=1"),
    path("browse", "civicrm/admin/options/subtype"),
    unique("contact_type", &["name"])
)]
pub struct ContactType {
    #[field(readonly, input("Number"))]
    pub id: i64,
    #[field(text(64), input("Text"))]
    pub name: String,
    #[field(text(64), localizable, input("Text"))]
    pub label: Option<String>,
    #[field(long_text, localizable, input("TextArea"), input_attr("rows", 2), input_attr("cols", 60))]
    pub description: Option<String>,
    #[field(named("image_URL"), input("Text"))]
    pub image_url: Option<String>,
    #[field(input("Text"))]
    pub icon: Option<String>,
    #[field(options(OptionSource::table("ContactType", "label").where_null("parent_id").source()), references("ContactType"), input("Select"))]
    pub parent_id: Option<i64>,
    #[field(default(true), input("CheckBox"))]
    pub is_active: bool,
    #[field(default(false), input("CheckBox"))]
    pub is_reserved: bool,
}
