//! Accounts: who may sign in, tied to a contact.

use jiff::civil::DateTime;
use schema::{Default, Entity, OptionSource};

#[derive(Clone, Debug, Entity)]
#[entity(
    "User",
    "civicrm_uf_match",
    label_field("username"),
    path("add", "civicrm/admin/user"),
    path("update", "civicrm/admin/user/#?User1=[id]"),
    door_all("default", &["access CiviCRM"]),
    door_all("save", &["access CiviCRM"]),
    door_all("create", &["cms:administer users"]),
    door_all("delete", &["cms:administer users"]),
    door_all("sendPasswordResetEmail", &["cms:administer users"]),
    door_all("login", &["access password resets"]),
    door_all("passwordReset", &["access password resets"]),
    door_all("requestPasswordResetEmail", &["access password resets"]),
    policy(schema::account::own_account),
    with(crate::access::roles_field()),
    unique("UI_username", &["username"]),
    unique("UI_uf_name_domain_id", &["uf_name", "domain_id"]),
    unique("UI_contact_domain_id", &["contact_id", "domain_id"]),
    index("I_civicrm_uf_match_uf_id", &["uf_id"])
)]
pub struct User {
    #[field(readonly, input("Number"))]
    pub id: i64,
    #[field(default_by(Default::CurrentDomain), options(OptionSource::table("Domain", "name").source()), references("Domain"), input("EntityRef"))]
    pub domain_id: i64,
    #[field(default(0_i64), input("Number"))]
    pub uf_id: i64,
    #[field(input("Email"), input_attr("maxlength", 255))]
    pub uf_name: Option<String>,
    #[field(references("Contact"), input("EntityRef"), input_attr("filter", "{'contact_type': 'Individual'}"))]
    pub contact_id: Option<i64>,
    #[field(text(60), input("Text"), input_attr("maxlength", 60))]
    pub username: String,
    #[field(text(128), readonly, secret, default(""), any_permission(&["administer CiviCRM", "cms:administer users"]), input_attr("maxlength", 128))]
    pub hashed_password: String,
    #[field(timestamp, default_by(Default::Now))]
    pub when_created: Option<DateTime>,
    #[field(timestamp)]
    pub when_last_accessed: Option<DateTime>,
    #[field(timestamp)]
    pub when_updated: Option<DateTime>,
    #[field(default(true), input("CheckBox"))]
    pub is_active: bool,
    #[field(text(32), options(OptionSource::Named("getTimeZones")), input("Select"), input_attr("maxlength", 32))]
    pub timezone: Option<String>,
    #[field(
        text(5),
        options(OptionSource::Named("getPreferredLanguages")),
        input("Select"),
        input_attr("maxlength", 5)
    )]
    pub language: Option<String>,
    #[field(readonly, secret, any_permission(&["administer CiviCRM", "cms:administer users"]), input_attr("maxlength", 255))]
    pub password_reset_token: Option<String>,
}
