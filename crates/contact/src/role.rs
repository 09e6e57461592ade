//! Roles: what accounts may do.

use schema::{Entity, ListFormat, OptionSource};

#[derive(Clone, Debug, Entity)]
#[entity(
    "Role",
    "civicrm_role",
    label_field("label"),
    kind("ManagedEntity"),
    path("add", "civicrm/admin/role"),
    path("update", "civicrm/admin/role#?Role1=[id]"),
    door_all("default", &["cms:administer users"])
)]
pub struct Role {
    #[field(readonly, input("Number"))]
    pub id: i64,
    #[field(text(60), input("Text"), input_attr("maxlength", 60))]
    pub name: String,
    #[field(text(128), input("Text"), input_attr("maxlength", 128))]
    pub label: String,
    #[field(long_text, options(OptionSource::Named("permissions")), list(ListFormat::Bookend), input("Select"))]
    pub permissions: Vec<String>,
    #[field(default(true), input("CheckBox"))]
    pub is_active: bool,
}

#[derive(Clone, Debug, Entity)]
#[entity(
    "UserRole",
    "civicrm_user_role",
    searchable("bridge"),
    kind("EntityBridge"),
    door_all("default", &["cms:administer users"])
)]
pub struct UserRole {
    #[field(readonly, input("Number"))]
    pub id: i64,
    #[field(belongs_to("User"), input("EntityRef"))]
    pub user_id: Option<i64>,
    #[field(belongs_to("Role"), input("EntityRef"))]
    pub role_id: Option<i64>,
}
