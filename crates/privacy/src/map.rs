//! Every record that is about one person, found through the declarations: what refers to the contact, and what hangs on
//! that in turn.

use std::collections::HashSet;
use std::sync::Arc;

use query::Cell;
use schema::{Entity, Field, OnDelete, Value};
use store::{Result, Tx, statement};

use crate::class::{Class, Map};

/// A record about the person.
#[derive(Clone, Debug)]
pub struct Held {
    pub entity: Arc<Entity>,
    pub id: i64,
    /// It is about others too: a meeting of several.
    pub is_shared: bool,
}

/// Records that lead to what they tie the person to: the entity, the key to follow, where it leads.
const BRIDGES: [(&str, &str, &str); 2] =
    [("ActivityContact", "activity_id", "Activity"), ("EntityFile", "file_id", "File")];

/// The role of those whom an activity concerns.
const TARGET: i64 = 3;

/// More records than this nobody has.
const MOST: usize = 200_000;

/// All records about a contact: itself first, then by entity.
///
/// # Errors
/// The database's own failure.
pub fn about(tx: &Tx<'_>, classes: &Map, contact: i64) -> Result<Vec<Held>> {
    let catalog = tx.catalog().clone();
    let mut all = Vec::new();
    let mut seen: HashSet<(String, i64)> = HashSet::new();
    let mut take = |all: &mut Vec<Held>, entity: &Arc<Entity>, id: i64, is_shared: bool| {
        if all.len() < MOST && seen.insert((entity.name.to_string(), id)) {
            all.push(Held { entity: entity.clone(), id, is_shared });
        }
    };
    if let Some(entity) = catalog.entity("Contact") {
        take(&mut all, entity, contact, false);
    }
    for entity in catalog.entities().filter(|entity| is_table(entity) && entity.name != "Contact") {
        for field in entity.columns().filter(|field| classes.of(entity, field) == Class::Subject) {
            for id in pointing(tx, entity, field, contact, "civicrm_contact")? {
                take(&mut all, entity, id, false);
            }
        }
    }
    let mut at = 0;
    while at < all.len() {
        let held = all[at].clone();
        at += 1;
        for (entity, id, is_shared) in beyond(tx, classes, &held, contact)? {
            take(&mut all, &entity, id, is_shared);
        }
    }
    Ok(all)
}

/// Whether records of this entity lie in a table of their own. What is made of other records goes when these do.
fn is_table(entity: &Entity) -> bool {
    entity.stored && entity.preset.is_none() && !entity.derived
}

/// The records whose key is this one, in the table that they name where they name one.
fn pointing(tx: &Tx<'_>, entity: &Entity, field: &Field, key: i64, table: &str) -> Result<Vec<i64>> {
    let mut text = format!(r#"SELECT "id" FROM "{}" WHERE "{}" = {}"#, entity.table, field.column(), tx.placeholder(1));
    let mut binds: Vec<Value> = vec![key.into()];
    if let Some(by) = field.dynamic_reference.as_deref().and_then(|name| entity.field(name)) {
        text.push_str(&format!(r#" AND "{}" = {}"#, by.column(), tx.placeholder(2)));
        binds.push(table.into());
    }
    text.push_str(r#" ORDER BY "id""#);
    numbers(tx, text, binds)
}

fn numbers(tx: &Tx<'_>, text: String, binds: Vec<Value>) -> Result<Vec<i64>> {
    let mut ids = Vec::new();
    tx.rows(&statement(text, binds), |row| {
        if let Cell::Int(id) = row.cell(0) {
            ids.push(id);
        }
        Ok(())
    })?;
    Ok(ids)
}

/// What a record about the person leads to: what it ties them to, and what belongs to it.
fn beyond(tx: &Tx<'_>, classes: &Map, held: &Held, contact: i64) -> Result<Vec<(Arc<Entity>, i64, bool)>> {
    let mut found = Vec::new();
    let bridge = BRIDGES.iter().find(|(name, ..)| held.entity.name == *name);
    if let Some((_, key, to)) = bridge {
        let entity = tx.catalog().entity(to).cloned();
        if let (Some(entity), Some(id)) = (entity, int_of(tx, held, key)?)
            && let Some(is_shared) = concerns(tx, &entity, id, contact)?
        {
            found.push((entity, id, is_shared));
        }
        return Ok(found);
    }
    // What hangs on a record of several people is not this person's alone.
    if held.entity.name == "Contact" || held.is_shared {
        return Ok(found);
    }
    let catalog = tx.catalog().clone();
    for entity in catalog.entities().filter(|entity| is_table(entity)) {
        for field in entity.columns() {
            let belongs = field
                .references
                .as_ref()
                .is_some_and(|to| to.entity == held.entity.name && to.on_delete == OnDelete::Cascade);
            // A record that names somebody else is about them.
            let mut subjects = entity.columns().filter(|one| classes.of(entity, one) == Class::Subject);
            let names_another = subjects.any(|one| one.name != field.name);
            if (belongs || field.dynamic_reference.is_some()) && !names_another {
                for id in pointing(tx, entity, field, held.id, &held.entity.table)? {
                    found.push((entity.clone(), id, false));
                }
            }
        }
    }
    Ok(found)
}

fn int_of(tx: &Tx<'_>, held: &Held, field: &str) -> Result<Option<i64>> {
    let Some(column) = held.entity.field(field) else { return Ok(None) };
    let text =
        format!(r#"SELECT "{}" FROM "{}" WHERE "id" = {}"#, column.column(), held.entity.table, tx.placeholder(1));
    Ok(tx.one(&statement(text, vec![held.id.into()]))?.and_then(|value| value.as_int()))
}

/// Whether the record at the end of a bridge is about the contact: None where it is not, else whether it is about
/// others too.
fn concerns(tx: &Tx<'_>, entity: &Entity, id: i64, contact: i64) -> Result<Option<bool>> {
    if entity.name != "Activity" {
        let text = format!(r#"SELECT COUNT(*) FROM "civicrm_entity_file" WHERE "file_id" = {}"#, tx.placeholder(1));
        let holders = tx.one(&statement(text, vec![id.into()]))?.and_then(|count| count.as_int());
        return Ok(Some(holders > Some(1)));
    }
    let text = format!(
        r#"SELECT "contact_id" FROM "civicrm_activity_contact" WHERE "activity_id" = {} AND "record_type_id" = {TARGET}"#,
        tx.placeholder(1)
    );
    let targets = numbers(tx, text, vec![id.into()])?;
    let others = targets.iter().any(|target| *target != contact);
    Ok(match (targets.contains(&contact), others) {
        (true, others) => Some(others),
        // Written down by them about nobody else: their own.
        (false, false) => Some(false),
        (false, true) => None,
    })
}

/// How many records the person has made or changed, by entity: theirs is the deed, not what stands there.
///
/// # Errors
/// The database's own failure.
pub fn made_by(tx: &Tx<'_>, classes: &Map, contact: i64) -> Result<Vec<(Arc<Entity>, i64)>> {
    let catalog = tx.catalog().clone();
    let mut all = Vec::new();
    for entity in catalog.entities().filter(|entity| is_table(entity)) {
        let mut keys = entity.columns().filter(|field| {
            classes.of(entity, field) == Class::Actor && field.ty == schema::FieldType::Int && field.list.is_none()
        });
        let Some(key) = keys.next() else { continue };
        let text =
            format!(r#"SELECT COUNT(*) FROM "{}" WHERE "{}" = {}"#, entity.table, key.column(), tx.placeholder(1));
        let count = tx.one(&statement(text, vec![contact.into()]))?.and_then(|count| count.as_int()).unwrap_or(0);
        if count > 0 {
            all.push((entity.clone(), count));
        }
    }
    Ok(all)
}
