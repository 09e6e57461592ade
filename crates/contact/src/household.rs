//! Households and their members: who stands for whom in letters and exports, and the address that they share.

use std::collections::HashMap;

use query::GetRequest;
use serde_json::{Map, Value as Json, json};
use store::{As, Error, Result, Tx};

use crate::address::Address;

/// The ways in which somebody belongs to a household, the first before the second.
pub const TIES: [&str; 2] = ["Head of Household for", "Household Member of"];

/// So many contacts are asked about at once.
const STEP: usize = 5_000;

/// The household that stands for each of these contacts, where they live in one that the actor sees: for letters and
/// exports with one item a household. Of several, the one that they head, then the oldest.
///
/// # Errors
/// The database's own failure.
pub fn standing_for(tx: &Tx<'_>, contacts: &[i64]) -> Result<HashMap<i64, i64>> {
    let mut all: HashMap<i64, (usize, i64)> = HashMap::new();
    for some in contacts.chunks(STEP) {
        let request = GetRequest {
            select: ["near_contact_id", "far_contact_id", "near_relation"].map(str::to_owned).to_vec(),
            where_: vec![
                json!(["near_contact_id", "IN", some]),
                json!(["near_relation", "IN", TIES]),
                json!(["is_current", "=", true]),
                json!(["far_contact_id.contact_type", "=", "Household"]),
                json!(["far_contact_id.is_deleted", "=", false]),
            ],
            ..GetRequest::default()
        };
        for row in tx.get("RelationshipCache", &request, As::Actor)?.rows {
            let int = |name: &str| row.get(name).and_then(Json::as_i64);
            let relation = row.get("near_relation").and_then(Json::as_str).unwrap_or_default();
            let (Some(member), Some(household)) = (int("near_contact_id"), int("far_contact_id")) else { continue };
            let rank = (TIES.iter().position(|tie| *tie == relation).unwrap_or(TIES.len()), household);
            let known = all.entry(member).or_insert(rank);
            *known = rank.min(*known);
        }
    }
    Ok(all.into_iter().map(|(member, (_, household))| (member, household)).collect())
}

/// One item a household: each contact's place in a list is taken by its household, which stands there once.
///
/// # Errors
/// The database's own failure.
pub fn merged(tx: &Tx<'_>, contacts: &[i64]) -> Result<Vec<i64>> {
    let households = standing_for(tx, contacts)?;
    let mut seen = std::collections::HashSet::new();
    let stands = contacts.iter().map(|contact| households.get(contact).copied().unwrap_or(*contact));
    Ok(stands.filter(|contact| seen.insert(*contact)).collect())
}

/// The address that a household lives at: its primary one, unless it is somebody else's itself.
///
/// # Errors
/// The database's own failure.
pub fn address(tx: &Tx<'_>, household: i64) -> Result<Option<i64>> {
    let all = tx.find_by::<Address>("contact_id", household)?;
    let own = all.iter().find(|(_, address)| address.is_primary).or(all.first());
    Ok(own.map(|(id, address)| address.master_id.unwrap_or(*id)))
}

/// Whether a contact has this address, as its own or shared.
///
/// # Errors
/// The database's own failure.
pub fn shares(tx: &Tx<'_>, contact: i64, address: i64) -> Result<bool> {
    let all = tx.find_by::<Address>("contact_id", contact)?;
    Ok(all.iter().any(|(id, own)| *id == address || own.master_id == Some(address)))
}

/// Gives members the address of their household, as their first one; what they had stays beside it. Tells how many had it
/// not yet.
///
/// # Errors
/// `NotFound` where the household has no address; else as any write.
pub fn share(tx: &mut Tx<'_>, household: i64, members: &[i64]) -> Result<usize> {
    let master = address(tx, household)?.ok_or_else(|| Error::NotFound(format!("an address of {household}")))?;
    let place = tx.find::<Address>(master)?.and_then(|address| address.location_type_id);
    let mut count = 0;
    for member in members {
        if shares(tx, *member, master)? {
            continue;
        }
        let values = [
            ("contact_id", json!(member)),
            ("master_id", json!(master)),
            ("location_type_id", json!(place)),
            ("is_primary", json!(true)),
        ];
        let values: Map<String, Json> = values.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        tx.save("Address", values, As::Actor)?;
        count += 1;
    }
    Ok(count)
}
