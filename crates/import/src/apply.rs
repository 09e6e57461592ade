//! A plan becomes records, through the same rules as everything else.

use serde_json::{Map, Value as Json, json};
use store::{As, Error, Result, Tx};

use crate::plan::{Plan, Write, by_name};
use crate::setup::Setup;

/// Writes a plan down; gives the contact.
///
/// # Errors
/// What the rules of the records refuse with.
pub fn apply(tx: &mut Tx<'_>, setup: &Setup, plan: &Plan, known: Option<i64>) -> Result<i64> {
    let mut contact = known;
    for write in &plan.writes {
        match write {
            Write::Save("Contact", values) => {
                let saved = tx.save("Contact", values.clone(), As::Actor)?;
                contact = Some(saved.id);
            }
            other => one(tx, setup, other, contact.ok_or_else(|| Error::internal("a row without a contact"))?)?,
        }
    }
    contact.ok_or_else(|| Error::internal("a row without a contact"))
}

fn one(tx: &mut Tx<'_>, setup: &Setup, write: &Write, contact: i64) -> Result<()> {
    match write {
        Write::Save(entity, values) => {
            let mut values = values.clone();
            if !values.contains_key("id") {
                values.insert("contact_id".to_owned(), json!(contact));
            }
            tx.save(entity, values, As::Actor).map(|_| ())
        }
        Write::Note(note) => {
            let values = json!({"entity_table": "civicrm_contact", "entity_id": contact, "note": note});
            save(tx, "Note", values).map(|_| ())
        }
        Write::Tag(tag) => {
            let id = match tag.as_str() {
                Some(name) => {
                    named(tx, setup, "Tag", "label", name, json!({"label": name, "used_for": ["civicrm_contact"]}))?
                }
                None => tag.as_i64(),
            };
            match id {
                Some(id) => {
                    let values = json!({"entity_table": "civicrm_contact", "entity_id": contact, "tag_id": id});
                    save(tx, "EntityTag", values).map(|_| ())
                }
                None => Ok(()),
            }
        }
        Write::Group(group) => {
            let id = match group.as_str() {
                Some(name) => named(tx, setup, "Group", "title", name, json!({"title": name}))?,
                None => group.as_i64(),
            };
            match id {
                Some(id) => save(tx, "GroupContact", json!({"group_id": id, "contact_id": contact, "status": "Added"}))
                    .map(|_| ()),
                None => Ok(()),
            }
        }
        Write::Employer(name) => {
            let values = json!({"contact_type": "Organization", "organization_name": name});
            match related(tx, setup, "organization_name", name, values)? {
                Some(employer) => save(tx, "Contact", json!({"id": contact, "employer_id": employer})).map(|_| ()),
                None => Ok(()),
            }
        }
        Write::Household(name) => {
            let values = json!({"contact_type": "Household", "household_name": name});
            let Some(household) = related(tx, setup, "household_name", name, values)? else { return Ok(()) };
            let values = json!({
                "contact_id_a": contact,
                "contact_id_b": household,
                "relationship_type_id.name_a_b": "Household Member of",
            });
            save(tx, "Relationship", values).map(|_| ())
        }
    }
}

/// An organisation or a household of this name: the one that is there, or a new one.
fn related(tx: &mut Tx<'_>, setup: &Setup, field: &str, name: &str, values: Json) -> Result<Option<i64>> {
    // People carry the name of their employer in the same field.
    let kind = if field == "organization_name" { "Organization" } else { "Household" };
    let clauses = json!([["is_deleted", "=", false], ["contact_type", "=", kind]]);
    match by_name(tx, "Contact", field, name, clauses)? {
        Some(id) => Ok(Some(id)),
        None if setup.make_missing => save(tx, "Contact", values).map(Some),
        None => Ok(None),
    }
}

fn named(tx: &mut Tx<'_>, setup: &Setup, entity: &str, field: &str, name: &str, values: Json) -> Result<Option<i64>> {
    match by_name(tx, entity, field, name, json!([]))? {
        Some(id) => Ok(Some(id)),
        None if setup.make_missing => save(tx, entity, values).map(Some),
        None => Ok(None),
    }
}

fn save(tx: &mut Tx<'_>, entity: &str, values: Json) -> Result<i64> {
    let values: Map<String, Json> = match values {
        Json::Object(values) => values,
        _ => Map::new(),
    };
    Ok(tx.save(entity, values, As::Actor)?.id)
}
