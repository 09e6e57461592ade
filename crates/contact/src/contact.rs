//! The people, households and organisations that everything else is about.

use jiff::civil::{Date, DateTime};
use schema::{Default, Entity, ListFormat, OptionSource};

#[derive(Clone, Debug, Entity)]
#[entity(
    "Contact",
    "civicrm_contact",
    label_field("display_name"),
    searchable("primary"),
    order_by("sort_name"),
    search_fields(&["sort_name"]),
    icon("fa-address-book-o"),
    path("add", "civicrm/contact/add?reset=1&ct=[contact_type]"),
    path("view", "civicrm/contact/view?reset=1&cid=[id]"),
    path("update", "civicrm/contact/add?reset=1&action=update&cid=[id]"),
    path("delete", "civicrm/contact/view/delete?reset=1&delete=1&cid=[id]"),
    door_all("create", &["access CiviCRM", "add contacts"]),
    door_all("delete", &["access CiviCRM", "delete contacts"]),
    door_all("get", &[]),
    door_all("getMergedTo", &[]),
    door_all("getMergedFrom", &[]),
    door_all("update", &[]),
    door_all("duplicatecheck", &["access CiviCRM"]),
    door_all("merge", &["merge duplicate contacts"]),
    door_all("meta", &["access CiviCRM"]),
    door_all("default", &["administer CiviCRM"]),
    door_all("validateChecksum", &[]),
    unique("UI_external_identifier", &["external_identifier"]),
    index("index_contact_type", &["contact_type"]),
    index("index_organization_name", &["organization_name"]),
    index("index_contact_sub_type", &["contact_sub_type"]),
    index("index_first_name", &["first_name"]),
    index("index_last_name", &["last_name"]),
    index("index_sort_name", &["sort_name"]),
    index("index_preferred_communication_method", &["preferred_communication_method"]),
    index("index_hash", &["hash"]),
    index("index_api_key", &["api_key"]),
    index("UI_prefix", &["prefix_id"]),
    index("UI_suffix", &["suffix_id"]),
    index("index_communication_style_id", &["communication_style_id"]),
    index("UI_gender", &["gender_id"]),
    index("index_is_deceased", &["is_deceased"]),
    index("index_household_name", &["household_name"]),
    index("index_is_deleted_sort_name", &["is_deleted", "sort_name", "id"]),
    index("index_created_date", &["created_date"]),
    index("index_modified_date", &["modified_date"])
)]
pub struct Contact {
    #[field(readonly, input("Number"), usage(&["import", "export", "duplicate_matching"]))]
    pub id: i64,
    #[field(text(64), readonly, options(OptionSource::table("ContactType", "label").key("name").icon("icon").where_null("parent_id").source()), input("Select"), usage(&["export"]))]
    pub contact_type: Option<String>,
    #[field(text(64), input("Text"), input_attr("size", "8"), usage(&["import", "export", "duplicate_matching"]))]
    pub external_identifier: Option<String>,
    #[field(text(128), readonly, input("Text"), input_attr("size", "30"), usage(&["export"]))]
    pub display_name: Option<String>,
    #[field(text(128), only_for("contact_type", "Organization"), input("Text"), input_attr("size", "30"), usage(&["import", "export", "duplicate_matching"]))]
    pub organization_name: Option<String>,
    #[field(options(OptionSource::table("ContactType", "label").key("name").icon("icon").where_not_null("parent_id").source()), list(ListFormat::Bookend), input("Select"), input_attr("multiple", true), input_attr("control_field", "contact_type"), usage(&["import", "export", "duplicate_matching"]))]
    pub contact_sub_type: Vec<String>,
    #[field(text(64), only_for("contact_type", "Individual"), input("Text"), input_attr("size", "30"), usage(&["import", "export", "duplicate_matching"]))]
    pub first_name: Option<String>,
    #[field(text(64), only_for("contact_type", "Individual"), input("Text"), input_attr("size", "30"), usage(&["import", "export", "duplicate_matching"]))]
    pub middle_name: Option<String>,
    #[field(text(64), only_for("contact_type", "Individual"), input("Text"), input_attr("size", "30"), usage(&["import", "export", "duplicate_matching"]))]
    pub last_name: Option<String>,
    #[field(default(false), input("CheckBox"), usage(&["import", "export", "duplicate_matching"]))]
    pub do_not_email: bool,
    #[field(default(false), input("CheckBox"), usage(&["import", "export", "duplicate_matching"]))]
    pub do_not_phone: bool,
    #[field(default(false), input("CheckBox"), usage(&["import", "export", "duplicate_matching"]))]
    pub do_not_mail: bool,
    #[field(default(false), input("CheckBox"), usage(&["import", "export", "duplicate_matching"]))]
    pub do_not_sms: bool,
    #[field(default(false), input("CheckBox"), usage(&["import", "export", "duplicate_matching"]))]
    pub do_not_trade: bool,
    #[field(default(false), input("CheckBox"), usage(&["import", "export", "duplicate_matching"]))]
    pub is_opt_out: bool,
    #[field(text(32), input("Text"), usage(&["import", "export", "duplicate_matching"]))]
    pub legal_identifier: Option<String>,
    #[field(text(128), readonly, input("Text"), input_attr("size", "30"), usage(&["duplicate_matching", "export"]))]
    pub sort_name: Option<String>,
    #[field(text(128), input("Text"), input_attr("size", "30"), usage(&["import", "export", "duplicate_matching"]))]
    pub nick_name: Option<String>,
    #[field(text(128), only_for("contact_type", "Organization"), input("Text"), input_attr("size", "30"), usage(&["import", "export", "duplicate_matching"]))]
    pub legal_name: Option<String>,
    #[field(named("image_URL"), long_text, input("File"), input_attr("size", "30"), usage(&["import", "export", "duplicate_matching"]))]
    pub image_url: Option<String>,
    #[field(option_group("preferred_communication_method"), list(ListFormat::Bookend), input("Select"), input_attr("multiple", true), usage(&["import", "export", "duplicate_matching"]))]
    pub preferred_communication_method: Vec<String>,
    #[field(text(5), options(OptionSource::group_by_name("languages")), input("Select"), usage(&["import", "export", "duplicate_matching"]))]
    pub preferred_language: Option<String>,
    #[field(text(32), readonly, secret, usage(&["export"]))]
    pub hash: Option<String>,
    #[field(text(32), readonly, secret, any_permission(&["administer CiviCRM", "edit api keys"]))]
    pub api_key: Option<String>,
    #[field(input("Text"), input_attr("size", "30"), usage(&["import", "export", "duplicate_matching"]))]
    pub source: Option<String>,
    #[field(option_group("individual_prefix"), only_for("contact_type", "Individual"), input("Select"), usage(&["import", "export", "duplicate_matching"]))]
    pub prefix_id: Option<i64>,
    #[field(option_group("individual_suffix"), only_for("contact_type", "Individual"), input("Select"), usage(&["import", "export", "duplicate_matching"]))]
    pub suffix_id: Option<i64>,
    #[field(text(64), only_for("contact_type", "Individual"), input("Text"), usage(&["import", "export", "duplicate_matching"]))]
    pub formal_title: Option<String>,
    #[field(option_group("communication_style"), input("Select"), usage(&["import", "export", "duplicate_matching"]))]
    pub communication_style_id: Option<i64>,
    #[field(option_group("email_greeting"), input("Select"), usage(&["export"]))]
    pub email_greeting_id: Option<i64>,
    #[field(text(128), input("Text"), usage(&["import", "duplicate_matching"]))]
    pub email_greeting_custom: Option<String>,
    #[field(readonly)]
    pub email_greeting_display: Option<String>,
    #[field(option_group("postal_greeting"), input("Select"), usage(&["export"]))]
    pub postal_greeting_id: Option<i64>,
    #[field(text(128), input("Text"), usage(&["import", "duplicate_matching"]))]
    pub postal_greeting_custom: Option<String>,
    #[field(readonly)]
    pub postal_greeting_display: Option<String>,
    #[field(option_group("addressee"), input("Select"), usage(&["export"]))]
    pub addressee_id: Option<i64>,
    #[field(text(128), input("Text"), usage(&["import", "duplicate_matching"]))]
    pub addressee_custom: Option<String>,
    #[field(readonly)]
    pub addressee_display: Option<String>,
    #[field(only_for("contact_type", "Individual"), input("Text"), input_attr("size", "30"), usage(&["import", "export", "duplicate_matching"]))]
    pub job_title: Option<String>,
    #[field(option_group("gender"), only_for("contact_type", "Individual"), input("Select"), usage(&["import", "export", "duplicate_matching"]))]
    pub gender_id: Option<i64>,
    #[field(only_for("contact_type", "Individual"), input("Select Date"), input_attr("format_type", "birth"), usage(&["import", "export", "duplicate_matching"]))]
    pub birth_date: Option<Date>,
    #[field(default(false), input("CheckBox"), usage(&["import", "export", "duplicate_matching"]))]
    pub is_deceased: bool,
    #[field(input("Select Date"), input_attr("format_type", "birth"), usage(&["import", "export", "duplicate_matching"]))]
    pub deceased_date: Option<Date>,
    #[field(text(128), only_for("contact_type", "Household"), input("Text"), input_attr("size", "30"), usage(&["import", "export", "duplicate_matching"]))]
    pub household_name: Option<String>,
    #[field(readonly, references("Contact"), only_for("contact_type", "Household"))]
    pub primary_contact_id: Option<i64>,
    #[field(text(8), only_for("contact_type", "Organization"), input("Text"), usage(&["import", "export", "duplicate_matching"]))]
    pub sic_code: Option<String>,
    #[field(deprecated, input("Text"))]
    pub user_unique_id: Option<String>,
    #[field(references("Contact"), only_for("contact_type", "Individual"), input("EntityRef"), input_attr("filter", "{'contact_type': 'Organization'}"), usage(&["export"]))]
    pub employer_id: Option<i64>,
    #[field(default(false), input("CheckBox"), usage(&["export"]))]
    pub is_deleted: bool,
    #[field(timestamp, readonly, input("Select Date"), input_attr("format_type", "activityDateTime"), usage(&["export"]))]
    pub created_date: Option<DateTime>,
    #[field(timestamp, readonly, default_by(Default::Touched), input("Select Date"), input_attr("format_type", "activityDateTime"), usage(&["export"]))]
    pub modified_date: Option<DateTime>,
    #[field(text(8), deprecated, default("Both"), options(OptionSource::Named("pmf")), input("Select"))]
    pub preferred_mail_format: Option<String>,
}
