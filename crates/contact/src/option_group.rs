//! Lists of choices that an administrator may change.

use schema::{Entity, ListFormat, OptionSource};

#[derive(Clone, Debug, Entity)]
#[entity(
    "OptionGroup",
    "civicrm_option_group",
    door_all("get", &["access CiviCRM"]),
    door_all("default", &["administer CiviCRM data"]),
    label_field("title"),
    searchable("secondary"),
    kind("ManagedEntity"),
    path("add", "civicrm/admin/options?action=add&reset=1"),
    path("update", "civicrm/admin/options?action=update&reset=1&id=[id]"),
    unique("UI_name", &["name"])
)]
pub struct OptionGroup {
    #[field(readonly, input("Number"), usage(&["import"]))]
    pub id: i64,
    #[field(text(64), input("Text"))]
    pub name: String,
    #[field(localizable, input("Text"), usage(&["import"]))]
    pub title: Option<String>,
    #[field(long_text, localizable, input("Text"), usage(&["import"]))]
    pub description: Option<String>,
    #[field(text(128), options(OptionSource::Named("dataTypes")), input("Select"), usage(&["import"]))]
    pub data_type: Option<String>,
    #[field(default(true), input("CheckBox"))]
    pub is_reserved: bool,
    #[field(default(true), input("CheckBox"))]
    pub is_active: bool,
    #[field(default(false), input("CheckBox"))]
    pub is_locked: bool,
    #[field(text(128), default("name,label,description"), options(OptionSource::Named("optionValueFields")), list(ListFormat::Comma), input("Select"))]
    pub option_value_fields: Vec<String>,
}
