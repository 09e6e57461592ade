//! Postal addresses of contacts.

use schema::{Entity, OptionSource};

#[derive(Clone, Debug, Entity)]
#[entity(
    "Address",
    "civicrm_address",
    door_all("default", &[]),
    searchable("secondary"),
    search_fields(&["street_address", "city"]),
    icon("fa-map-marker"),
    index("index_location_type", &["location_type_id"]),
    index("index_is_primary", &["is_primary"]),
    index("index_is_billing", &["is_billing"]),
    index("index_street_name", &["street_name"]),
    index("index_city", &["city"]),
    index("index_geo_code_1_geo_code_2", &["geo_code_1", "geo_code_2"])
)]
pub struct Address {
    #[field(readonly, input("Number"), usage(&["export"]))]
    pub id: i64,
    #[field(belongs_to("Contact"), guards, input("EntityRef"))]
    pub contact_id: Option<i64>,
    #[field(options(OptionSource::table("LocationType", "display_name").name("name").abbr("vcard_name").description("description").source()), input("Select"))]
    pub location_type_id: Option<i64>,
    #[field(default(false), input("Radio"))]
    pub is_primary: bool,
    #[field(default(false), input("CheckBox"))]
    pub is_billing: bool,
    #[field(text(96), input("Text"), usage(&["import", "export", "duplicate_matching"]))]
    pub street_address: Option<String>,
    #[field(input("Text"), usage(&["export"]))]
    pub street_number: Option<i64>,
    #[field(text(8), input("Text"), usage(&["export"]))]
    pub street_number_suffix: Option<String>,
    #[field(text(8), input("Text"))]
    pub street_number_predirectional: Option<String>,
    #[field(text(64), input("Text"), usage(&["export"]))]
    pub street_name: Option<String>,
    #[field(text(8), input("Text"))]
    pub street_type: Option<String>,
    #[field(text(8), input("Text"))]
    pub street_number_postdirectional: Option<String>,
    #[field(text(16), input("Text"), usage(&["export"]))]
    pub street_unit: Option<String>,
    #[field(text(96), input("Text"), usage(&["import", "export", "duplicate_matching"]))]
    pub supplemental_address_1: Option<String>,
    #[field(text(96), input("Text"), usage(&["import", "export", "duplicate_matching"]))]
    pub supplemental_address_2: Option<String>,
    #[field(text(96), input("Text"), usage(&["import", "export", "duplicate_matching"]))]
    pub supplemental_address_3: Option<String>,
    #[field(text(64), input("Text"), usage(&["import", "export", "duplicate_matching"]))]
    pub city: Option<String>,
    #[field(options(OptionSource::table("County", "name").abbr("abbreviation").depends_on("state_province_id", "state_province_id").source()), suffixes(&["label", "abbr"]), references("County"), input("ChainSelect"), input_attr("control_field", "state_province_id"), usage(&["import", "duplicate_matching"]))]
    pub county_id: Option<i64>,
    #[field(options(OptionSource::table("StateProvince", "name").abbr("abbreviation").depends_on("country_id", "country_id").source()), suffixes(&["label", "abbr"]), references("StateProvince"), input("ChainSelect"), input_attr("control_field", "country_id"), usage(&["import", "duplicate_matching"]))]
    pub state_province_id: Option<i64>,
    #[field(text(12), input("Text"), input_attr("size", "3"), usage(&["import", "export", "duplicate_matching"]))]
    pub postal_code_suffix: Option<String>,
    #[field(text(64), input("Text"), input_attr("size", "6"), usage(&["import", "export", "duplicate_matching"]))]
    pub postal_code: Option<String>,
    #[field(text(32), deprecated, input("Text"))]
    pub usps_adc: Option<String>,
    #[field(options(OptionSource::table("Country", "name").name("iso_code").abbr("iso_code").source()), suffixes(&["label", "abbr"]), references("Country"), input("Select"), usage(&["import", "duplicate_matching"]))]
    pub country_id: Option<i64>,
    #[field(input("Text"), input_attr("size", "9"), usage(&["import", "export", "duplicate_matching"]))]
    pub geo_code_1: Option<f64>,
    #[field(input("Text"), input_attr("size", "9"), usage(&["import", "export", "duplicate_matching"]))]
    pub geo_code_2: Option<f64>,
    #[field(default(false), input("CheckBox"), usage(&["export"]))]
    pub manual_geo_code: bool,
    #[field(text(8), input("Text"))]
    pub timezone: Option<String>,
    #[field(input("Text"), usage(&["import", "export", "duplicate_matching"]))]
    pub name: Option<String>,
    #[field(references("Address"), input("EntityRef"), usage(&["import", "export", "duplicate_matching"]))]
    pub master_id: Option<i64>,
}
