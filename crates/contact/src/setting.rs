//! Settings of the site.

use jiff::civil::DateTime;
use schema::{Entity, ListFormat, OptionSource};

#[derive(Clone, Debug, Entity)]
#[entity(
    "Setting",
    "civicrm_setting",
    searchable("none"),
    unique("index_domain_contact_name", &["domain_id", "contact_id", "name"])
)]
pub struct Setting {
    #[field(readonly, input("Number"))]
    pub id: i64,
    #[field(input("Text"))]
    pub name: Option<String>,
    #[field(long_text, list(ListFormat::Php), input("TextArea"))]
    pub value: Vec<String>,
    #[field(options(OptionSource::table("Domain", "name").source()), belongs_to("Domain"), input("EntityRef"))]
    pub domain_id: Option<i64>,
    #[field(belongs_to("Contact"), input("EntityRef"))]
    pub contact_id: Option<i64>,
    #[field(default(false), input("CheckBox"))]
    pub is_domain: bool,
    #[field(options(OptionSource::table("Component", "name").source()), references("Component"), input("Select"))]
    pub component_id: Option<i64>,
    #[field(input("Select Date"))]
    pub created_date: Option<DateTime>,
    #[field(references("Contact"), input("EntityRef"))]
    pub created_id: Option<i64>,
}
