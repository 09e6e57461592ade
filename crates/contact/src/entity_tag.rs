//! Which record bears which tag.

use schema::{Entity, OptionSource};

/// A tag on a record.
#[derive(Clone, Debug, Entity)]
#[entity(
    "EntityTag",
    "civicrm_entity_tag",
    searchable("bridge"),
    kind("EntityBridge"),
    bridge("entity_id", "tag_id"),
    door_all("default", &["access CiviCRM"]),
    unique("UI_entity_id_entity_table_tag_id", &["entity_id", "entity_table", "tag_id"])
)]
pub struct EntityTag {
    #[field(readonly, title("Entity Tag ID"), input("Number"))]
    pub id: i64,
    #[field(text(64), title("Entity Table"), default("civicrm_contact"), option_group("tag_used_for"), suffixes(&["name", "label", "description"]), input("Select"))]
    pub entity_table: Option<String>,
    #[field(title("Entity ID"), references_by("entity_table"), guards, input("EntityRef"))]
    pub entity_id: i64,
    #[field(title("Tag ID"), options(OptionSource::table("Tag", "label").name("name").description("description").color("color").source()), belongs_to("Tag"), input("Select"), input_attr("control_field", "entity_table"))]
    pub tag_id: i64,
}
