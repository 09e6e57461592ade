//! What is known about the contacts that a piece of a file is about, read with few questions.

use std::collections::{BTreeSet, HashMap};

use contact::pages::rows::{Row, ask, id, int};
use serde_json::json;
use store::{Result, Tx};

use crate::wanted::Wanted;

/// What places a record among others of its kind, and what tells a phone.
const PLACE: [&str; 4] = ["id", "contact_id", "location_type_id:name", "is_primary"];
const PHONE: [&str; 3] = ["phone", "phone_numeric", "phone_type_id:name"];
/// So many contacts are asked about at once.
const AT_ONCE: usize = 500;

/// The contacts and what belongs to them, as far as the rows of the file say something about it.
#[derive(Default)]
pub struct Known {
    contacts: HashMap<i64, Row>,
    belongings: HashMap<(&'static str, i64), Vec<Row>>,
}

impl Known {
    /// Reads what these rows may change about these contacts.
    ///
    /// # Errors
    /// The database's own failure.
    pub fn load(tx: &Tx<'_>, wanted: &[&Wanted], contacts: &BTreeSet<i64>) -> Result<Known> {
        let mut known = Known::default();
        let contacts: Vec<i64> = contacts.iter().copied().collect();
        for chunk in contacts.chunks(AT_ONCE) {
            known.load_chunk(tx, wanted, chunk)?;
        }
        Ok(known)
    }

    fn load_chunk(&mut self, tx: &Tx<'_>, wanted: &[&Wanted], contacts: &[i64]) -> Result<()> {
        let fields = named(wanted.iter().flat_map(|one| one.fields.keys()));
        if !fields.is_empty() {
            let select: Vec<&str> = ["id"].into_iter().chain(fields.iter().map(String::as_str)).collect();
            let found = ask(tx, "Contact", &select, json!([["id", "IN", contacts]]), &[], 0)?;
            self.contacts.extend(found.into_iter().map(|row| (id(&row), row)));
        }
        let parts = named(wanted.iter().flat_map(|one| one.addresses.values().flat_map(|address| address.keys())));
        let mut address = PLACE.to_vec();
        address.extend(parts.iter().map(String::as_str).filter(|part| !PLACE.contains(part)));
        let lists = [
            ("Email", wanted.iter().any(|one| !one.emails.is_empty()), [&PLACE[..], &["email"]].concat()),
            ("Phone", wanted.iter().any(|one| !one.phones.is_empty()), [&PLACE[..], &PHONE].concat()),
            ("Address", !parts.is_empty(), address),
            ("Website", wanted.iter().any(|one| !one.websites.is_empty()), vec!["id", "contact_id", "url"]),
        ];
        for (entity, _, select) in lists.iter().filter(|(_, is_wanted, _)| *is_wanted) {
            let found = ask(tx, entity, select, json!([["contact_id", "IN", contacts]]), &[("id", "ASC")], 0)?;
            for row in found {
                if let Some(contact) = int(&row, "contact_id") {
                    self.belongings.entry((*entity, contact)).or_default().push(row);
                }
            }
        }
        Ok(())
    }

    /// A contact's own fields; None where the actor sees no such contact.
    pub fn contact(&self, id: i64) -> Option<&Row> {
        self.contacts.get(&id)
    }

    /// What a contact has of an entity, by id; nothing where there is no contact yet.
    pub fn of(&self, entity: &'static str, contact: Option<i64>) -> &[Row] {
        contact.and_then(|contact| self.belongings.get(&(entity, contact))).map_or(&[], Vec::as_slice)
    }
}

fn named<'n>(names: impl Iterator<Item = &'n String>) -> BTreeSet<String> {
    names.cloned().collect()
}
