//! The ways of reaching two people who are one: all are kept, those that are the same once.

use schema::fold::fold;
use schema::{Entity, Row, Value};
use serde_json::{Map, Value as Json, json};
use store::{As, Result, Tx};

use crate::merge::{Choices, Plan};
use crate::sql::ids;

/// The entities, and the fields that make two records the same.
const KINDS: [(&str, &[&str]); 6] = [
    ("Email", &["email"]),
    ("Phone", &["phone"]),
    ("Address", &["street_address", "supplemental_address_1", "postal_code", "city"]),
    ("Website", &["url"]),
    ("IM", &["name", "provider_id"]),
    ("OpenID", &["openid"]),
];

/// An address, a number and the like of one of the two.
#[derive(Clone, Debug)]
pub struct Way {
    pub entity: &'static str,
    pub id: i64,
    pub owner: i64,
    pub row: Row,
    pub is_primary: bool,
    pub location_type: Option<i64>,
    /// The one of the survivor that is the same.
    pub same_as: Option<i64>,
}

impl Way {
    /// The value of a field.
    pub fn value(&self, entity: &Entity, field: &str) -> Value {
        entity.position(field).and_then(|at| self.row.get(at)).cloned().unwrap_or_default()
    }
}

/// The ways of both, the survivor's first.
///
/// # Errors
/// The database's own failure.
pub fn compare(tx: &Tx<'_>, keep: i64, other: i64) -> Result<Vec<Way>> {
    let mut found = Vec::new();
    for (name, fields) in KINDS {
        let entity = tx.entity(name)?;
        let own = of(tx, name, &entity, keep)?;
        let theirs = of(tx, name, &entity, other)?;
        let keys: Vec<(i64, String)> = own.iter().map(|way| (way.id, key(way, &entity, fields))).collect();
        found.extend(own);
        found.extend(theirs.into_iter().map(|way| {
            let own = key(&way, &entity, fields);
            Way { same_as: keys.iter().find(|(_, key)| *key == own).map(|(id, _)| *id), ..way }
        }));
    }
    Ok(found)
}

fn of(tx: &Tx<'_>, name: &'static str, entity: &Entity, contact: i64) -> Result<Vec<Way>> {
    let text =
        format!(r#"SELECT "id" FROM "{}" WHERE "contact_id" = {} ORDER BY "id""#, entity.table, tx.placeholder(1));
    let mut found = Vec::new();
    for id in ids(tx, &text, vec![contact.into()])? {
        let Some(row) = tx.load(entity, id)? else { continue };
        let mut way =
            Way { entity: name, id, owner: contact, row, is_primary: false, location_type: None, same_as: None };
        way.is_primary = way.value(entity, "is_primary").is_true();
        way.location_type = way.value(entity, "location_type_id").as_int();
        found.push(way);
    }
    Ok(found)
}

/// The address that was written last, where it belongs to the other and is not the survivor's too: it becomes the main
/// one.
///
/// # Errors
/// The database's own failure.
pub fn newest_address(tx: &Tx<'_>, keep: i64, ways: &[Way]) -> Result<Option<(String, i64)>> {
    let mut newest: Option<(i64, &Way)> = None;
    for way in ways.iter().filter(|way| way.entity == "Address") {
        let written = written(tx, way)?;
        if newest.is_none_or(|(known, _)| written > known) {
            newest = Some((written, way));
        }
    }
    let theirs = newest.filter(|(_, way)| way.owner != keep && way.same_as.is_none());
    Ok(theirs.map(|(_, way)| (way.entity.to_owned(), way.id)))
}

/// The number of the last change of a record in history: numbers grow with time.
fn written(tx: &Tx<'_>, way: &Way) -> Result<i64> {
    let text = format!(
        r#"SELECT coalesce(max("id"), 0) FROM "ruche_change" WHERE "entity" = {} AND "record_id" = {}"#,
        tx.placeholder(1),
        tx.placeholder(2)
    );
    crate::sql::number(tx, &text, vec![way.entity.into(), way.id.into()])
}

/// What makes a way the same as another: its text folded, of numbers the last nine digits, of pages without what comes
/// before the name.
fn key(way: &Way, entity: &Entity, fields: &[&str]) -> String {
    let parts = fields.iter().map(|field| match way.value(entity, field) {
        Value::Text(text) => match way.entity {
            "Phone" => digits(&text),
            "Website" => page(&text),
            _ => fold(text.trim()).split([' ', ',']).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" "),
        },
        other => other.to_json().to_string(),
    });
    parts.collect::<Vec<_>>().join("|")
}

fn digits(text: &str) -> String {
    let all: Vec<char> = text.chars().filter(char::is_ascii_digit).collect();
    all[all.len().saturating_sub(9)..].iter().collect()
}

fn page(text: &str) -> String {
    let folded = fold(text.trim()).into_owned();
    let bare = folded.trim_start_matches("https://").trim_start_matches("http://").trim_start_matches("www.");
    bare.trim_end_matches('/').to_owned()
}

/// Brings the chosen ones along, and sets the primary ones.
///
/// # Errors
/// As any write.
pub fn bring(tx: &mut Tx<'_>, plan: &Plan, choices: &Choices) -> Result<()> {
    let chosen = |way: &Way| choices.ways.contains(&(way.entity.to_owned(), way.id));
    for way in plan.ways.iter().filter(|way| way.owner == plan.other) {
        match (chosen(way), replaced(plan, choices, way), way.same_as) {
            (true, Some(own), _) => replace(tx, plan, way, own)?,
            (true, None, _) => add(tx, plan, choices, way)?,
            (false, _, Some(own)) if way.entity == "Email" => keep_hold(tx, way, own)?,
            _ => {}
        }
    }
    for (entity, id) in &choices.primary {
        let way = plan.ways.iter().find(|way| way.entity == entity && way.id == *id);
        if way.is_some_and(|way| way.owner == plan.keep || chosen(way)) {
            tx.save(entity, change(*id, &[("is_primary", json!(true))]), As::Program)?;
        }
    }
    Ok(())
}

/// The way of the survivor in whose place this one is put.
fn replaced<'p>(plan: &'p Plan, choices: &Choices, way: &Way) -> Option<&'p Way> {
    let own = *choices.instead.get(&(way.entity.to_owned(), way.id))?;
    plan.ways.iter().find(|one| one.entity == way.entity && one.id == own && one.owner == plan.keep)
}

/// Puts a way beside those of the survivor.
fn add(tx: &mut Tx<'_>, plan: &Plan, choices: &Choices, way: &Way) -> Result<()> {
    let mut values = change(way.id, &[("contact_id", json!(plan.keep))]);
    if has(tx, way, "is_primary")? {
        values.insert("is_primary".to_owned(), json!(false));
    }
    if is_billing(tx, way)? && plan.ways.iter().any(|own| own.owner == plan.keep && own.entity == way.entity) {
        values.insert("is_billing".to_owned(), json!(false));
    }
    let place = choices.places.get(&(way.entity.to_owned(), way.id));
    if let Some(place) = place.filter(|place| way.location_type != Some(**place)) {
        values.insert("location_type_id".to_owned(), json!(place));
    }
    tx.save(way.entity, values, As::Program).map(|_| ())
}

/// Puts a way where one of the survivor's stands, at its location and with its marks; that one goes with the other
/// record, and is not lost.
fn replace(tx: &mut Tx<'_>, plan: &Plan, way: &Way, own: &Way) -> Result<()> {
    let mut values = change(way.id, &[("contact_id", json!(plan.keep))]);
    let mut given_up = change(own.id, &[("contact_id", json!(plan.other))]);
    for mark in ["is_primary", "is_billing"] {
        if has(tx, way, mark)? {
            values.insert(mark.to_owned(), json!(false));
            given_up.insert(mark.to_owned(), json!(false));
        }
    }
    let place = if way.entity == "Website" { "website_type_id" } else { "location_type_id" };
    let entity = tx.entity(way.entity)?;
    let is_billing = is_billing(tx, own)?;
    if let Some(place_id) = own.value(&entity, place).as_int() {
        values.insert(place.to_owned(), json!(place_id));
    }
    tx.save(way.entity, values, As::Program)?;
    let marks = [("is_primary", own.is_primary), ("is_billing", is_billing)];
    let marks: Vec<(&str, Json)> =
        marks.into_iter().filter(|(_, on)| *on).map(|(name, _)| (name, json!(true))).collect();
    if !marks.is_empty() {
        tx.save(way.entity, change(way.id, &marks), As::Program)?;
    }
    tx.save(way.entity, given_up, As::Program).map(|_| ())
}

fn has(tx: &Tx<'_>, way: &Way, field: &str) -> Result<bool> {
    Ok(tx.entity(way.entity)?.field(field).is_some())
}

fn is_billing(tx: &Tx<'_>, way: &Way) -> Result<bool> {
    let entity = tx.entity(way.entity)?;
    Ok(entity.field("is_billing").is_some() && way.value(&entity, "is_billing").is_true())
}

/// An address that does not take letters any more, or whose owner wants none, stays so whichever record knew it.
fn keep_hold(tx: &mut Tx<'_>, way: &Way, own: i64) -> Result<()> {
    let entity = tx.entity("Email")?;
    let theirs = way.value(&entity, "on_hold").as_int().unwrap_or(0);
    let held = tx.load(&entity, own)?.and_then(|row| row.get(entity.position("on_hold")?)?.as_int()).unwrap_or(0);
    if theirs > held {
        tx.save("Email", change(own, &[("on_hold", json!(theirs))]), As::Program)?;
    }
    Ok(())
}

fn change(id: i64, more: &[(&str, Json)]) -> Map<String, Json> {
    let mut values = Map::new();
    values.insert("id".to_owned(), json!(id));
    values.extend(more.iter().map(|(name, value)| ((*name).to_owned(), value.clone())));
    values
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_number_is_written_in_many_ways() {
        assert_eq!(digits("06 39 98 00 12"), digits("+33 6 39 98 00 12"));
        assert_ne!(digits("06 39 98 00 12"), digits("06 39 98 00 13"));
    }

    #[test]
    fn one_page_has_many_addresses() {
        assert_eq!(page("https://www.Example.org/"), page("example.org"));
        assert_ne!(page("example.org/a"), page("example.org/b"));
    }
}
