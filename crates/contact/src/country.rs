//! Countries and the regions of the world.

use schema::{Entity, OptionSource};

/// A region of the world.
#[derive(Clone, Debug, Entity)]
#[entity(
    "WorldRegion",
    "civicrm_worldregion",
    door_all("get", &["access CiviCRM"]),
    door_all("default", &["administer CiviCRM data"]),
    searchable("none")
)]
pub struct WorldRegion {
    #[field(readonly, input("Number"))]
    pub id: i64,
    #[field(text(128), input("Text"), usage(&["export"]))]
    pub name: Option<String>,
}

/// A country or territory by ISO 3166-1.
#[derive(Clone, Debug, Entity)]
#[entity(
    "Country",
    "civicrm_country",
    door_all("get", &["access CiviCRM"]),
    door_all("default", &["administer CiviCRM data"]),
    label_field("name"),
    searchable("secondary"),
    icon("fa-globe"),
    unique("UI_name_iso_code", &["name", "iso_code"])
)]
pub struct Country {
    #[field(readonly, input("Number"))]
    pub id: i64,
    #[field(text(64), input("Text"), usage(&["import", "export", "duplicate_matching"]))]
    pub name: Option<String>,
    #[field(text(2), input("Text"))]
    pub iso_code: Option<String>,
    #[field(text(4), input("Text"))]
    pub country_code: Option<String>,
    #[field(references("AddressFormat"), input("EntityRef"))]
    pub address_format_id: Option<i64>,
    #[field(text(4), input("Text"))]
    pub idd_prefix: Option<String>,
    #[field(text(4), input("Text"))]
    pub ndd_prefix: Option<String>,
    #[field(options(OptionSource::table("WorldRegion", "name").source()), references("WorldRegion"), input("Select"))]
    pub region_id: i64,
    #[field(default(false), input("CheckBox"))]
    pub is_province_abbreviated: bool,
    #[field(default(true), input("CheckBox"))]
    pub is_active: bool,
}
