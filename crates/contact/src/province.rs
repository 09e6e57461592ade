//! Provinces and counties of countries.

use schema::{Entity, OptionSource};

/// A first-level part of a country.
#[derive(Clone, Debug, Entity)]
#[entity(
    "StateProvince",
    "civicrm_state_province",
    label_field("name"),
    searchable("secondary"),
    door_all("get", &["access CiviCRM"]),
    door_all("meta", &["access CiviCRM"]),
    door_all("default", &["administer CiviCRM"]),
    unique("UI_name_country_id", &["name", "country_id"])
)]
pub struct StateProvince {
    #[field(readonly, input("Number"))]
    pub id: i64,
    #[field(text(64), input("Text"), usage(&["import", "export", "duplicate_matching"]))]
    pub name: Option<String>,
    #[field(text(4), input("Text"))]
    pub abbreviation: Option<String>,
    #[field(references("Country"), input("EntityRef"))]
    pub country_id: i64,
    #[field(default(true), input("CheckBox"))]
    pub is_active: bool,
}

/// A part of a province.
#[derive(Clone, Debug, Entity)]
#[entity(
    "County",
    "civicrm_county",
    door_all("get", &["access CiviCRM"]),
    door_all("default", &["administer CiviCRM data"]),
    label_field("name"),
    searchable("secondary"),
    unique("UI_name_state_id", &["name", "state_province_id"])
)]
pub struct County {
    #[field(readonly, input("Number"))]
    pub id: i64,
    #[field(text(64), input("Text"), usage(&["import", "export", "duplicate_matching"]))]
    pub name: Option<String>,
    #[field(text(4), input("Text"))]
    pub abbreviation: Option<String>,
    #[field(options(OptionSource::table("StateProvince", "name").abbr("abbreviation").source()), references("StateProvince"), input("EntityRef"))]
    pub state_province_id: i64,
    #[field(default(true), input("CheckBox"))]
    pub is_active: bool,
}
