//! E-mail addresses of contacts.

use jiff::civil::DateTime;
use schema::{Entity, OptionSource};

#[derive(Clone, Debug, Entity)]
#[entity(
    "Email",
    "civicrm_email",
    door_all("default", &[]),
    label_field("email"),
    searchable("secondary"),
    icon("fa-envelope-o"),
    index("index_location_type", &["location_type_id"]),
    index("UI_email", &["email"]),
    index("index_is_primary", &["is_primary"]),
    index("index_is_billing", &["is_billing"])
)]
pub struct Email {
    #[field(readonly, input("Number"))]
    pub id: i64,
    #[field(belongs_to("Contact"), guards, input("EntityRef"))]
    pub contact_id: Option<i64>,
    #[field(options(OptionSource::table("LocationType", "display_name").name("name").abbr("vcard_name").description("description").source()), input("Select"))]
    pub location_type_id: Option<i64>,
    #[field(text(254), input("Email"), input_attr("size", "30"), usage(&["import", "export", "duplicate_matching"]))]
    pub email: Option<String>,
    #[field(default(false), input("Radio"))]
    pub is_primary: bool,
    #[field(default(false), input("CheckBox"))]
    pub is_billing: bool,
    #[field(default(0_i64), options(OptionSource::Named("emailOnHoldOptions")), input("Select"), usage(&["export"]))]
    pub on_hold: i64,
    #[field(default(false), input("CheckBox"), usage(&["export"]))]
    pub is_bulkmail: bool,
    #[field(readonly, input("Select Date"), input_attr("format_type", "activityDateTime"))]
    pub hold_date: Option<DateTime>,
    #[field(input("Select Date"), input_attr("format_type", "activityDateTime"))]
    pub reset_date: Option<DateTime>,
    #[field(long_text, input("TextArea"), usage(&["import", "export", "duplicate_matching"]))]
    pub signature_text: Option<String>,
    #[field(long_text, input("TextArea"), usage(&["import", "export", "duplicate_matching"]))]
    pub signature_html: Option<String>,
}
