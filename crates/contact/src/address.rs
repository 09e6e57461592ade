//! Postal addresses of contacts.

use schema::{Default, Entity, Field, FieldType, OptionSource, Value};
use serde_json::{Map, json};
use store::{As, Change, Error, Problem, Result, Tx, statement};

use crate::location::{POLICY, located};
use crate::province::{County, StateProvince};

/// Where somebody lives, works or gets letters.

#[derive(Clone, Debug, Entity)]
#[entity(
    "Address",
    "civicrm_address",
    door_all("get", &[]),
    door_any("default", &["access CiviCRM", "edit all contacts", "edit my contact"]),
    policy(POLICY),
    searchable("secondary"),
    search_fields(&["street_address", "city"]),
    icon("fa-map-marker"),
    index("index_contact_id_is_primary", &["contact_id", "is_primary"]),
    sparse("index_street_name", "street_name"),
    index("index_city", &["city"]),
    with(proximity()),
    index("index_geo_code_1_geo_code_2", &["geo_code_1", "geo_code_2"])
)]
pub struct Address {
    #[field(readonly, input("Number"), usage(&["export"]))]
    pub id: i64,
    #[field(belongs_to("Contact"), guards, input("EntityRef"))]
    pub contact_id: Option<i64>,
    #[field(default_by(Default::DefaultOption), options(OptionSource::table("LocationType", "display_name").name("name").abbr("vcard_name").description("description").source()), input("Select"))]
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

located!(Address, billing);

/// A condition on the distance from a place.
fn proximity() -> Field {
    Field::new("proximity", FieldType::Bool).title("Address Proximity").filter(&["<="]).input("Location")
}

/// Before: what is shared comes from the master, and places lie in each other.
///
/// # Errors
/// Refuses chains of shared addresses, places that contradict each other, and impossible coordinates.
pub fn settle(tx: &mut Tx<'_>, change: &mut Change<Address>) -> Result<()> {
    follow_master(tx, change)?;
    settle_places(tx, change)?;
    within(change.after.geo_code_1, 90.0, "geo_code_1")?;
    within(change.after.geo_code_2, 180.0, "geo_code_2")
}

/// After: those who share this address.
///
/// # Errors
/// The database's own failure.
pub fn spread(tx: &mut Tx<'_>, change: &Change<Address>) -> Result<()> {
    for copy in copies(tx, change.id)? {
        let values: Map<_, _> = [("id".to_owned(), json!(copy))].into_iter().collect();
        tx.save("Address", values, As::Program)?;
    }
    Ok(())
}

/// After, for many at once: as [`spread`] for each. Nobody shares what is new.
///
/// # Errors
/// The database's own failure.
pub fn spread_many(tx: &mut Tx<'_>, changes: &[Change<Address>]) -> Result<()> {
    changes.iter().filter(|change| !change.is_new()).try_for_each(|change| spread(tx, change))
}

fn follow_master(tx: &mut Tx<'_>, change: &mut Change<Address>) -> Result<()> {
    let Some(id) = change.after.master_id else { return Ok(()) };
    let Some(master) = tx.find::<Address>(id)? else {
        return Err(Error::field("master_id", Problem::NoSuchRecord));
    };
    let chained =
        id == change.id || master.master_id.is_some() || !change.is_new() && !copies(tx, change.id)?.is_empty();
    if chained {
        let text = "An address that is shared itself cannot be shared any further.";
        return Err(Error::rule("master_id", "problem-address-chain", text));
    }
    let own = &change.after;
    change.after = Address {
        id: own.id,
        contact_id: own.contact_id,
        location_type_id: own.location_type_id,
        is_primary: own.is_primary,
        is_billing: own.is_billing,
        master_id: own.master_id,
        ..master
    };
    Ok(())
}

fn copies(tx: &Tx<'_>, master: i64) -> Result<Vec<i64>> {
    let text = format!(r#"SELECT "id" FROM "civicrm_address" WHERE "master_id" = {} ORDER BY "id""#, tx.placeholder(1));
    let mut found = Vec::new();
    tx.rows(&statement(text, vec![Value::Int(master)]), |row| {
        found.extend(store::owned(row.cell(0)).as_int());
        Ok(())
    })?;
    Ok(found)
}

/// The county says the province, the province the country. What no longer fits a new country goes, unless it was
/// sent along with it.
fn settle_places(tx: &mut Tx<'_>, change: &mut Change<Address>) -> Result<()> {
    let (province_given, county_given) = (change.was_given("state_province_id"), change.was_given("county_id"));
    let address = &mut change.after;
    if let Some(id) = address.county_id {
        let county = tx.find::<County>(id)?.ok_or_else(|| Error::field("county_id", Problem::NoSuchRecord))?;
        match address.state_province_id {
            None => address.state_province_id = Some(county.state_province_id),
            Some(province) if province == county.state_province_id => {}
            Some(_) if !county_given => address.county_id = None,
            Some(_) => return Err(misplaced("county_id", "The county does not lie in the state or province.")),
        }
    }
    if let Some(id) = address.state_province_id {
        let unknown = || Error::field("state_province_id", Problem::NoSuchRecord);
        let province = tx.find::<StateProvince>(id)?.ok_or_else(unknown)?;
        match address.country_id {
            None => address.country_id = Some(province.country_id),
            Some(country) if country == province.country_id => {}
            Some(_) if !province_given => (address.state_province_id, address.county_id) = (None, None),
            Some(_) => {
                return Err(misplaced("state_province_id", "The state or province does not lie in the country."));
            }
        }
    }
    Ok(())
}

fn misplaced(field: &str, text: &str) -> Error {
    Error::rule(field, "problem-address-place", text)
}

fn within(degrees: Option<f64>, limit: f64, field: &str) -> Result<()> {
    match degrees {
        Some(n) if n.abs() > limit => Err(Error::field(field, Problem::OutOfRange)),
        _ => Ok(()),
    }
}
