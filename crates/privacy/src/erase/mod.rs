//! Forgetting a person: what is deleted, what is emptied, what has to stay and why; now, or on a day until which it can
//! be called off. Once done, nothing brings it back: history forgets too.

mod run;
mod tombstone;

use std::sync::Arc;

use schema::Entity;
use store::{Result, Tx, statement};

use crate::class::{Class, Map, is_custom};
use crate::map::{self, Held};

pub use run::{Erased, JOB, MANY, call_off, due, empty_log, forget_history, many, now, purge, schedule, traces};
pub use tombstone::{JOB as TOMBSTONES, again};

/// Why something stays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Why {
    /// Accounting is kept for ten years (code de commerce, article L123-22).
    Accounting,
    /// It proves that people were asked, and that they were forgotten.
    Proof,
    /// It is about other people too.
    Others,
    /// It counts, and names nobody any more.
    Figures,
}

/// What becomes of records.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Fate {
    /// The row goes.
    Delete,
    /// The row stays, without anything about the person.
    Empty,
    /// The row stays as it is, but for words about the person.
    Keep(Why),
}

/// Why a person cannot be forgotten.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hindrance {
    /// It is the association itself.
    OwnOrganisation,
    /// The person has an account here.
    Account,
    /// It was done already.
    Done,
}

/// What erasing one person would do.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Entities with the number of records and what becomes of them.
    pub fates: Vec<(Arc<Entity>, Fate, i64)>,
    /// Entries of history that lose their values.
    pub changes: i64,
    /// How many records of others the person has written: these stay.
    pub made_by: i64,
    pub hindrance: Option<Hindrance>,
}

/// What becomes of a record about the person.
fn fate(classes: &Map, held: &Held) -> Fate {
    let entity = &held.entity;
    match entity.name.as_ref() {
        "Contact" | "RucheImportRow" => Fate::Empty,
        "Consent" | "SubjectRequest" | "RucheView" => Fate::Keep(Why::Proof),
        "Activity" | "File" if held.is_shared => Fate::Keep(Why::Others),
        "Activity" => Fate::Empty,
        "ActivityContact" => Fate::Keep(Why::Figures),
        _ if is_custom(entity) => Fate::Delete,
        _ if entity.columns().any(|field| classes.of(entity, field) == Class::Financial) => Fate::Keep(Why::Accounting),
        _ => Fate::Delete,
    }
}

/// What erasing a contact would do.
///
/// # Errors
/// The database's own failure.
pub fn plan(tx: &Tx<'_>, contact: i64) -> Result<Plan> {
    let classes = Map::read(tx)?;
    let held = map::about(tx, &classes, contact)?;
    let mut fates: Vec<(Arc<Entity>, Fate, i64)> = Vec::new();
    for one in &held {
        let fate = fate(&classes, one);
        match fates.iter_mut().find(|(entity, known, _)| entity.name == one.entity.name && *known == fate) {
            Some((.., count)) => *count += 1,
            None => fates.push((one.entity.clone(), fate, 1)),
        }
    }
    let made_by = map::made_by(tx, &classes, contact)?.iter().map(|(_, count)| count).sum();
    Ok(Plan {
        fates,
        changes: run::changes(tx, contact, &named(&held))?.len() as i64,
        made_by,
        hindrance: hindrance(tx, contact)?,
    })
}

/// Entities and ids alone.
fn named(held: &[Held]) -> Vec<(String, i64)> {
    held.iter().filter(|one| !one.is_shared).map(|one| (one.entity.name.to_string(), one.id)).collect()
}

/// Why a contact cannot be forgotten, where it cannot.
///
/// # Errors
/// The database's own failure.
pub fn hindrance(tx: &Tx<'_>, contact: i64) -> Result<Option<Hindrance>> {
    let points = |table: &str| -> Result<bool> {
        let text = format!(r#"SELECT 1 FROM "{table}" WHERE "contact_id" = {} LIMIT 1"#, tx.placeholder(1));
        Ok(tx.one(&statement(text, vec![contact.into()]))?.is_some())
    };
    Ok(match () {
        () if points("civicrm_domain")? => Some(Hindrance::OwnOrganisation),
        () if points("civicrm_uf_match")? => Some(Hindrance::Account),
        () if crate::request::is_erased(tx, contact)? => Some(Hindrance::Done),
        () => None,
    })
}

/// Whether something of the contact has to stay for accounting.
///
/// # Errors
/// The database's own failure.
pub fn keeps_something(tx: &Tx<'_>, contact: i64) -> Result<bool> {
    let classes = Map::read(tx)?;
    let held = map::about(tx, &classes, contact)?;
    Ok(held.iter().any(|one| fate(&classes, one) == Fate::Keep(Why::Accounting)))
}
