//! Everything that refers to the one that goes is pointed to the one that stays, whatever component it belongs to: the
//! catalog knows all references.

use std::collections::BTreeSet;

use contact::group_contact::{ADDED, GroupContact};
use contact::relationship::Relationship;
use schema::{Entity, Value};
use serde_json::{Map, json};
use store::{As, Result, Tx};

use crate::merge::fields::is_single_set;
use crate::merge::trace;
use crate::sql::{ids, mark};

/// Entities whose records have rules of their own for being brought along.
const ELSEWHERE: [&str; 11] = [
    "Contact",
    "Email",
    "Phone",
    "Address",
    "Website",
    "IM",
    "OpenID",
    "User",
    "Relationship",
    "DedupeException",
    // Follows from relationships.
    "RelationshipCache",
];

/// A column that may hold the contact.
struct Column {
    entity: std::sync::Arc<Entity>,
    field: String,
    /// The field that says what the column refers to, where that differs from record to record.
    table_field: Option<String>,
}

/// The kind that an entity's records are chosen by: what tells how a place in a group came about goes where the place
/// goes.
pub fn kind(entity: &str) -> &str {
    if entity == "SubscriptionHistory" { "GroupContact" } else { entity }
}

/// Brings along everything but these kinds, which stay with the one that goes.
///
/// # Errors
/// As any write.
pub fn bring(tx: &mut Tx<'_>, keep: i64, other: i64, left: &BTreeSet<String>) -> Result<()> {
    if !left.contains("Relationship") {
        relationships(tx, keep, other)?;
        colleagues(tx, keep, other)?;
    }
    exceptions(tx, keep, other)?;
    for column in columns(tx).into_iter().filter(|column| !left.contains(kind(&column.entity.name))) {
        for id in records(tx, &column, other)? {
            bring_one(tx, &column, id, keep, other)?;
        }
    }
    Ok(())
}

/// How many records of each kind refer to a contact, by the name of their entity.
///
/// # Errors
/// The database's own failure.
pub fn count(tx: &Tx<'_>, contact: i64) -> Result<Vec<(String, i64)>> {
    let mut found: Vec<(String, i64)> = Vec::new();
    let mut add = |name: &str, count: i64| match found.iter_mut().find(|(known, _)| known == name) {
        Some((_, sum)) => *sum += count,
        None if count > 0 => found.push((name.to_owned(), count)),
        None => {}
    };
    for column in columns(tx).into_iter().filter(|column| kind(&column.entity.name) == column.entity.name) {
        let count = records(tx, &column, contact)?.len();
        add(&column.entity.name, i64::try_from(count).unwrap_or(i64::MAX));
    }
    for field in ["contact_id_a", "contact_id_b"] {
        let found = tx.find_by::<Relationship>(field, contact)?.len();
        add("Relationship", i64::try_from(found).unwrap_or(i64::MAX));
    }
    Ok(found)
}

fn columns(tx: &Tx<'_>) -> Vec<Column> {
    let catalog = tx.catalog().clone();
    let moves = |entity: &Entity| {
        let own = ELSEWHERE.contains(&entity.name.as_ref()) || entity.internal || is_single_set(entity);
        entity.preset.is_none() && entity.stored && !own
    };
    let fixed = catalog.references_to("Contact").filter(|(entity, _)| moves(entity)).map(|(entity, field)| Column {
        entity: entity.clone(),
        field: field.name.to_string(),
        table_field: None,
    });
    let mut found: Vec<Column> = fixed.collect();
    for entity in catalog.entities().filter(|entity| moves(entity)) {
        for field in entity.fields.iter().filter(|field| field.is_column()) {
            if let Some(table_field) = &field.dynamic_reference {
                let (field, table_field) = (field.name.to_string(), Some(table_field.to_string()));
                found.push(Column { entity: entity.clone(), field, table_field });
            }
        }
    }
    found
}

fn records(tx: &Tx<'_>, column: &Column, contact: i64) -> Result<Vec<i64>> {
    let name = |field: &str| column.entity.field(field).map_or(String::new(), |field| field.column().to_owned());
    let mut text =
        format!(r#"SELECT "id" FROM "{}" WHERE "{}" = {}"#, column.entity.table, name(&column.field), mark(tx, 1));
    let mut binds: Vec<Value> = vec![contact.into()];
    if let Some(table_field) = &column.table_field {
        binds.push("civicrm_contact".into());
        text.push_str(&format!(r#" AND "{}" = {}"#, name(table_field), mark(tx, 2)));
    }
    text.push_str(r#" ORDER BY "id""#);
    ids(tx, &text, binds)
}

fn bring_one(tx: &mut Tx<'_>, column: &Column, id: i64, keep: i64, other: i64) -> Result<()> {
    let entity = &column.entity;
    if entity.name == "ActivityContact" && trace::is_of(tx, id, other)? {
        // The trace of an earlier merge tells of the one that went, not of the one that stays.
        return Ok(());
    }
    let Some(rival) = rival(tx, column, id, keep)? else { return point(tx, &entity.name, id, &column.field, keep) };
    if entity.name == "GroupContact" {
        settle_places(tx, rival, id)?;
    }
    tx.delete(&entity.name, id, As::Program)
}

/// The record of the one that stays beside which this one has no room: both would say the same.
fn rival(tx: &Tx<'_>, column: &Column, id: i64, keep: i64) -> Result<Option<i64>> {
    let entity = &column.entity;
    let Some(row) = tx.load(entity, id)? else { return Ok(None) };
    for index in entity.indexes.iter().filter(|index| index.unique && index.columns.iter().any(|c| *c == column.field))
    {
        let mut conditions = Vec::new();
        let mut binds = Vec::new();
        for name in &index.columns {
            let Some(field) = entity.field(name) else { continue };
            let value = match *name == column.field {
                true => Value::Int(keep),
                false => entity.position(name).and_then(|at| row.get(at)).cloned().unwrap_or_default(),
            };
            // What is empty is never equal.
            if value.is_null() {
                conditions.push("1 = 0".to_owned());
                continue;
            }
            binds.push(store::coerce::to_column(field, &value, tx.dialect()));
            conditions.push(format!(r#""{}" = {}"#, field.column(), mark(tx, binds.len())));
        }
        let text = format!(r#"SELECT "id" FROM "{}" WHERE {}"#, entity.table, conditions.join(" AND "));
        if let Some(found) = ids(tx, &text, binds)?.first() {
            return Ok(Some(*found));
        }
    }
    Ok(None)
}

/// Who is in a group under either record is in it.
fn settle_places(tx: &mut Tx<'_>, rival: i64, id: i64) -> Result<()> {
    let status = |tx: &Tx<'_>, id| Ok::<_, store::Error>(tx.find::<GroupContact>(id)?.and_then(|place| place.status));
    let (own, theirs) = (status(tx, rival)?, status(tx, id)?);
    if theirs.as_deref() == Some(ADDED) && own.as_deref() != Some(ADDED) {
        let values: Map<_, _> =
            [("id".to_owned(), json!(rival)), ("status".to_owned(), json!(ADDED))].into_iter().collect();
        tx.save("GroupContact", values, As::Program)?;
    }
    Ok(())
}

/// Points one field of a record to a contact.
///
/// # Errors
/// As any write.
pub fn point(tx: &mut Tx<'_>, entity: &str, id: i64, field: &str, contact: i64) -> Result<()> {
    let values: Map<_, _> = [("id".to_owned(), json!(id)), (field.to_owned(), json!(contact))].into_iter().collect();
    tx.save(entity, values, As::Program).map(|_| ())
}

/// Relationships change ends. Nobody relates to themselves, and what the other one has already is not said twice.
fn relationships(tx: &mut Tx<'_>, keep: i64, other: i64) -> Result<()> {
    for (field, opposite) in [("contact_id_a", "contact_id_b"), ("contact_id_b", "contact_id_a")] {
        for (id, row) in tx.find_by::<Relationship>(field, other)? {
            let far = if field == "contact_id_a" { row.contact_id_b } else { row.contact_id_a };
            let said = tx.find_by::<Relationship>(field, keep)?.into_iter().any(|(_, own)| {
                let own_far = if opposite == "contact_id_b" { own.contact_id_b } else { own.contact_id_a };
                let key = |r: &Relationship| (r.relationship_type_id, r.start_date, r.end_date, r.case_id, r.is_active);
                own_far == far && key(&own) == key(&row)
            });
            if far == keep || far == other || said {
                tx.delete("Relationship", id, As::Program)?;
            } else {
                point(tx, "Relationship", id, field, keep)?;
            }
        }
    }
    Ok(())
}

/// Whoever was said not to be the other one is not the one that stays either.
fn exceptions(tx: &mut Tx<'_>, keep: i64, other: i64) -> Result<()> {
    for field in ["contact_id1", "contact_id2"] {
        for (id, pair) in tx.find_by::<crate::exception::DedupeException>(field, other)? {
            let third = if field == "contact_id1" { pair.contact_id2 } else { pair.contact_id1 };
            if third == keep || crate::exception::find(tx, keep, third)?.is_some() {
                tx.delete("DedupeException", id, As::Program)?;
            } else {
                point(tx, "DedupeException", id, field, keep)?;
            }
        }
    }
    Ok(())
}

/// Those who work for the organisation that goes, and the households whose head it is. Most have followed their
/// relationship; the others have none that says so.
fn colleagues(tx: &mut Tx<'_>, keep: i64, other: i64) -> Result<()> {
    for field in ["employer_id", "primary_contact_id"] {
        for (id, _) in tx.find_by::<contact::contact::Contact>(field, other)? {
            if id == keep || id == other {
                continue;
            }
            point(tx, "Contact", id, field, keep)?;
        }
    }
    Ok(())
}
