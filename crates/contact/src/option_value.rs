//! The choices of an option group.

use schema::{Entity, OptionSource};

#[derive(Clone, Debug, Entity)]
#[entity(
    "OptionValue",
    "civicrm_option_value",
    door_all("get", &["access CiviCRM"]),
    door_all("default", &["administer CiviCRM data"]),
    label_field("label"),
    searchable("secondary"),
    order_by("weight"),
    kind("ManagedEntity"),
    kind("SortableEntity"),
    path("update", "civicrm/admin/options/[option_group_id:name]?reset=1&action=update&id=[id]"),
    path("delete", "civicrm/admin/options/[option_group_id:name]?reset=1&action=delete&id=[id]"),
    index("index_option_group_id_value", &["value", "option_group_id"]),
    index("index_option_group_id_name", &["name", "option_group_id"])
)]
pub struct OptionValue {
    #[field(readonly, input("Number"), usage(&["import"]))]
    pub id: i64,
    #[field(options(OptionSource::table("OptionGroup", "title").name("name").source()), belongs_to("OptionGroup"), input("Select"), usage(&["import"]))]
    pub option_group_id: i64,
    #[field(text(512), localizable, input("Text"), usage(&["import"]))]
    pub label: String,
    #[field(text(512), input("Text"), usage(&["import"]))]
    pub value: String,
    #[field(input("Text"), usage(&["import", "export", "duplicate_matching"]))]
    pub name: Option<String>,
    #[field(input("Text"))]
    pub grouping: Option<String>,
    #[field(default(0_i64), input("Number"))]
    pub filter: Option<i64>,
    #[field(default(false), input("CheckBox"))]
    pub is_default: Option<bool>,
    #[field(input("Number"))]
    pub weight: i64,
    #[field(long_text, localizable, input("TextArea"), input_attr("rows", 8), input_attr("cols", 60), usage(&["import"]))]
    pub description: Option<String>,
    #[field(default(false), input("CheckBox"))]
    pub is_optgroup: Option<bool>,
    #[field(default(false), input("CheckBox"))]
    pub is_reserved: Option<bool>,
    #[field(default(true), input("CheckBox"))]
    pub is_active: Option<bool>,
    #[field(options(OptionSource::table("Component", "name").source()), references("Component"), input("Select"))]
    pub component_id: Option<i64>,
    #[field(deprecated, options(OptionSource::table("Domain", "name").source()), references("Domain"), input("EntityRef"))]
    pub domain_id: Option<i64>,
    #[field(option_group("visibility"), input("Select"))]
    pub visibility_id: Option<i64>,
    #[field(input("Text"))]
    pub icon: Option<String>,
    #[field(input("Text"))]
    pub color: Option<String>,
}
