//! Addresses around a place: the filter `proximity`. No address leaves the site: a place that is named is one where
//! somebody lives already.

use query::GetRequest;
use schema::{Rule, Value};
use serde_json::{Value as Json, json};
use store::{As, Result, Tx};

/// Metres in a kilometre and in a mile.
const UNITS: [(&str, f64); 2] = [("km", 1_000.0), ("miles", 1_609.344)];
/// So many addresses tell where a named place lies.
const MOST: i64 = 500;

/// `{"distance": 10, "distance_unit": "km", "geo_code_1": 44.75, "geo_code_2": 5.37}`, or `address` in the place of the
/// coordinates: a town, a postcode, a street with its town, or somebody's name.
///
/// # Errors
/// The database's own failure.
pub fn around(tx: &Tx<'_>, _operator: &str, values: &[Value]) -> Result<Rule> {
    let asked = values.first().and_then(Value::as_text).and_then(|text| serde_json::from_str::<Json>(text).ok());
    let Some(asked) = asked else { return Ok(Rule::Nothing) };
    let number = |name: &str| asked.get(name).and_then(|v| v.as_f64().or_else(|| v.as_str()?.trim().parse().ok()));
    let unit = asked.get("distance_unit").and_then(Json::as_str).unwrap_or("km");
    let unit = UNITS.iter().find(|(name, _)| *name == unit).map(|(_, metres)| *metres);
    let at = match (number("geo_code_1"), number("geo_code_2")) {
        (Some(latitude), Some(longitude)) => Some((latitude, longitude)),
        _ => match asked.get("address").and_then(Json::as_str).map(str::trim).filter(|text| !text.is_empty()) {
            Some(address) => place(tx, address)?,
            None => None,
        },
    };
    let (Some(at), Some(unit), Some(distance)) = (at, unit, number("distance")) else { return Ok(Rule::Nothing) };
    let sound = at.0.abs() <= 90.0 && at.1.abs() <= 180.0 && (0.0..=25_000_000.0).contains(&(distance * unit));
    Ok(match sound {
        true => {
            Rule::Near { latitude: "geo_code_1".into(), longitude: "geo_code_2".into(), at, metres: distance * unit }
        }
        false => Rule::Nothing,
    })
}

/// Where a named place lies, as the addresses that the reader may see tell: their middle.
///
/// # Errors
/// The database's own failure.
pub fn place(tx: &Tx<'_>, text: &str) -> Result<Option<(f64, f64)>> {
    let known = json!(["geo_code_1", "IS NOT NULL"]);
    let (street, town) = text.rsplit_once(',').map_or(("", text), |(street, town)| (street.trim(), town.trim()));
    let (code, city) = match town.split_once(' ') {
        Some((code, city)) if code.bytes().all(|b| b.is_ascii_digit()) => (code, city.trim()),
        _ => ("", town),
    };
    let mut tries = Vec::new();
    if !street.is_empty() {
        tries.push(json!([known, ["street_address", "LIKE", format!("{street}%")], ["city", "=", city]]));
    }
    if !code.is_empty() {
        tries.push(json!([known, ["postal_code", "=", code], ["city", "=", city]]));
    }
    tries.push(json!([known, ["city", "=", city]]));
    tries.push(json!([known, ["postal_code", "=", text]]));
    tries.push(json!([known, ["contact_id.display_name", "=", text], ["is_primary", "=", true]]));
    for clauses in tries {
        if let Some(found) = middle(tx, clauses)? {
            return Ok(Some(found));
        }
    }
    Ok(None)
}

fn middle(tx: &Tx<'_>, clauses: Json) -> Result<Option<(f64, f64)>> {
    let request = GetRequest {
        select: vec!["geo_code_1".to_owned(), "geo_code_2".to_owned()],
        where_: clauses.as_array().cloned().unwrap_or_default(),
        order_by: vec![("id".to_owned(), "ASC".to_owned())],
        limit: MOST,
        ..GetRequest::default()
    };
    // Whoever may read no address knows no place.
    let Ok(found) = tx.get("Address", &request, As::Actor) else { return Ok(None) };
    let number = |row: &serde_json::Map<String, Json>, name: &str| row.get(name).and_then(Json::as_f64);
    let mut all: Vec<(f64, f64)> =
        found.rows.iter().filter_map(|row| Some((number(row, "geo_code_1")?, number(row, "geo_code_2")?))).collect();
    // One wrong address far away must not move a town: the middle one of each counts.
    let at = all.len() / 2;
    all.sort_by(|a, b| a.0.total_cmp(&b.0));
    let latitude = all.get(at).map(|place| place.0);
    all.sort_by(|a, b| a.1.total_cmp(&b.1));
    Ok(latitude.zip(all.get(at).map(|place| place.1)))
}
