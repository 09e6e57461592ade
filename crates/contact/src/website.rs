//! Web sites of contacts.

use schema::Entity;

#[derive(Clone, Debug, Entity)]
#[entity(
    "Website",
    "civicrm_website",
    door_all("default", &[]),
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
    #[field(option_group("website_type"), input("Select"))]
    pub website_type_id: Option<i64>,
}
