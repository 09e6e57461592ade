//! Who takes part in an activity, and as what.

use std::collections::BTreeSet;

use contact::contact::Contact;
use contact::pages::rows;
use schema::{Entity, Value, Verb};
use serde_json::{Map, Value as Json, json};
use store::{As, Change, Error, Problem, Result, Tx, statement};

use crate::activity::Activity;
use crate::notice;
use mail::outbox;

/// Is to do it.
pub const ASSIGNEE: i64 = 1;
/// Has made it, or written it down.
pub const SOURCE: i64 = 2;
/// Is concerned.
pub const TARGET: i64 = 3;

/// The roles under the names by which an activity is written.
pub(crate) const ROLES: [(&str, i64); 3] =
    [("source_contact_id", SOURCE), ("target_contact_id", TARGET), ("assignee_contact_id", ASSIGNEE)];

/// A contact in a role of an activity.
#[derive(Clone, Debug, Entity)]
#[entity(
    "ActivityContact",
    "civicrm_activity_contact",
    searchable("bridge"),
    kind("EntityBridge"),
    bridge("activity_id", "contact_id"),
    door_all("default", &["access CiviCRM"]),
    unique("UI_activity_contact", &["contact_id", "activity_id", "record_type_id"]),
    index("index_record_type", &["activity_id", "record_type_id"]),
    index("index_role", &["contact_id", "record_type_id", "activity_id"])
)]
pub struct ActivityContact {
    #[field(readonly, title("Activity Contact ID"), input("Number"))]
    pub id: i64,
    #[field(title("Activity ID"), belongs_to("Activity"), guards, input("EntityRef"))]
    pub activity_id: i64,
    #[field(title("Contact ID"), belongs_to("Contact"), input("EntityRef"), usage(&["import", "export", "duplicate_matching"]))]
    pub contact_id: i64,
    #[field(title("Activity Contact Type"), option_group("activity_contacts"), suffixes(&["name", "label", "description"]), input("Select"))]
    pub record_type_id: Option<i64>,
}

/// Whom these activities concern, each contact with the activity, in the order of the activities; as far as the actor sees
/// both.
///
/// # Errors
/// The database's own failure.
pub fn concerned(tx: &Tx<'_>, activities: &[i64]) -> Result<Vec<(i64, i64)>> {
    let clauses = json!([["id", "IN", activities], ["is_deleted", "=", false], ["is_test", "=", false]]);
    let order = [("activity_date_time", "DESC"), ("id", "DESC")];
    let found = rows::ask(tx, "Activity", &["id", "target_contact_id"], clauses, &order, 0)?;
    let mut pairs = Vec::new();
    for row in &found {
        let targets = row.get("target_contact_id").and_then(Json::as_array).into_iter().flatten();
        pairs.extend(targets.filter_map(Json::as_i64).map(|contact| (contact, rows::id(row))));
    }
    let asked: BTreeSet<i64> = pairs.iter().map(|(contact, _)| *contact).collect();
    let seen = rows::ask(tx, "Contact", &["id"], json!([["id", "IN", asked], ["is_deleted", "=", false]]), &[], 0)?;
    let seen: BTreeSet<i64> = seen.iter().map(rows::id).collect();
    pairs.retain(|(contact, _)| seen.contains(contact));
    Ok(pairs)
}

/// After an activity: the contacts that the caller has named take the place of those that were there.
///
/// # Errors
/// Refuses contacts that do not exist, and an activity that nobody has made.
pub fn link(tx: &mut Tx<'_>, change: &Change<Activity>) -> Result<()> {
    for (name, role) in ROLES {
        let Some(contacts) = named(tx, &change.given, name)? else { continue };
        if role == SOURCE && contacts.len() != 1 {
            let problem = if contacts.is_empty() { Problem::Required } else { Problem::NotANumber };
            return Err(Error::field(name, problem));
        }
        let added = replace(tx, change.id, role, &contacts, name)?;
        if role == ASSIGNEE {
            notice::assigned(tx, change, &added)?;
        }
    }
    Ok(())
}

/// After, for many at once: as [`link`] for each.
///
/// # Errors
/// As [`link`], for the first that is refused.
pub fn link_many(tx: &mut Tx<'_>, changes: &[Change<Activity>]) -> Result<()> {
    let plain: Option<Vec<Vec<(usize, i64)>>> = changes.iter().map(plain).collect();
    let Some(plain) = plain else { return changes.iter().try_for_each(|change| link(tx, change)) };
    let named: BTreeSet<i64> = plain.iter().flatten().map(|(_, contact)| *contact).collect();
    let known = nameable(tx, named.into_iter().collect())?;
    let (mut links, mut told) = (Vec::new(), Vec::new());
    for (change, own) in changes.iter().zip(plain) {
        for (role, contact) in &own {
            let (name, role) = ROLES[*role];
            if !known.contains(contact) {
                return Err(Error::field(name, Problem::NoSuchRecord));
            }
            let values = [("activity_id", change.id), ("contact_id", *contact), ("record_type_id", role)];
            links.push(values.into_iter().map(|(name, id)| (name.to_owned(), json!(id))).collect());
        }
        let assigned = own.iter().filter(|(role, _)| ROLES[*role].1 == ASSIGNEE).map(|(_, contact)| *contact);
        told.push((change, assigned.collect::<Vec<_>>()));
    }
    tx.save_many("ActivityContact", links, As::Program)?;
    told.into_iter().try_for_each(|(change, assigned)| notice::assigned(tx, change, &assigned))
}

/// Who takes part in a new activity where that was sent as plain numbers: the place of the role, and the contact. None
/// where it needs looking at.
fn plain(change: &Change<Activity>) -> Option<Vec<(usize, i64)>> {
    if !change.is_new() {
        return None;
    }
    let mut found = Vec::new();
    for (at, (name, role)) in ROLES.iter().enumerate() {
        let is_looked_up = |key: &String| key.strip_prefix(name).is_some_and(|rest| rest.starts_with('.'));
        if change.given.keys().any(is_looked_up) {
            return None;
        }
        let Some(json) = change.given.get(*name) else { continue };
        let contacts: Vec<i64> = items(json).iter().map(Json::as_i64).collect::<Option<_>>()?;
        if *role == SOURCE && contacts.len() != 1 {
            return None;
        }
        for contact in contacts {
            if !found.contains(&(at, contact)) {
                found.push((at, contact));
            }
        }
    }
    Some(found)
}

/// Those of these contacts that are there and that the actor may name.
fn nameable(tx: &mut Tx<'_>, contacts: Vec<i64>) -> Result<BTreeSet<i64>> {
    let entity = tx.entity("Contact")?;
    let text = format!(r#"SELECT "id" FROM "{}" WHERE "id" {}"#, entity.table, tx.among(1));
    let mut there = BTreeSet::new();
    tx.rows(&statement(text, vec![Value::Text(json!(contacts).to_string())]), |row| {
        there.extend(store::owned(row.cell(0)).as_int());
        Ok(())
    })?;
    if schema::access::rule_for(&entity, tx.actor(), Verb::View) == schema::Rule::Everything {
        return Ok(there);
    }
    let met = tx.met(&entity, &there.iter().copied().collect::<Vec<_>>(), Verb::View)?;
    for contact in there.clone() {
        if !met.contains(&contact) && !tx.may_name(&entity, contact)? {
            there.remove(&contact);
        }
    }
    Ok(there)
}

/// The contacts under a key, in their order; None where the key was not sent.
fn named(tx: &mut Tx<'_>, given: &Map<String, Json>, name: &str) -> Result<Option<Vec<i64>>> {
    let is_named = |key: &str| key.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
    let Some((key, json)) = given.iter().find(|(key, _)| is_named(key)) else { return Ok(None) };
    let column = key.strip_prefix(name).unwrap_or_default();
    let mut contacts = Vec::new();
    for item in items(json) {
        let lookup: Map<String, Json> = [(format!("contact_id{column}"), item)].into_iter().collect();
        let found = match tx.given_value("ActivityContact", &lookup, "contact_id") {
            Err(Error::Invalid(mut errors)) => {
                let problem = errors.pop().map_or(Problem::NoSuchRecord, |error| error.problem);
                return Err(Error::field(key.as_str(), problem));
            }
            other => other?.as_ref().and_then(Value::as_int),
        };
        let Some(contact) = found else { return Err(Error::field(key.as_str(), Problem::NoSuchRecord)) };
        if !contacts.contains(&contact) {
            contacts.push(contact);
        }
    }
    Ok(Some(contacts))
}

/// The single values in what was sent: a list, one value, or several with commas between.
fn items(json: &Json) -> Vec<Json> {
    match json {
        Json::Array(items) => items.iter().flat_map(self::items).collect(),
        Json::Object(items) => items.values().flat_map(self::items).collect(),
        Json::Null => Vec::new(),
        Json::String(text) => {
            text.split(',').map(str::trim).filter(|part| !part.is_empty()).map(|part| json!(part)).collect()
        }
        one => vec![one.clone()],
    }
}

/// Writes who has a role; gives those who did not have it before.
fn replace(tx: &mut Tx<'_>, activity: i64, role: i64, contacts: &[i64], name: &str) -> Result<Vec<i64>> {
    let mut there = Vec::new();
    for (row, link) in tx.find_by::<ActivityContact>("activity_id", activity)? {
        if link.record_type_id != Some(role) {
            continue;
        }
        match contacts.contains(&link.contact_id) {
            true => there.push(link.contact_id),
            false => {
                tx.delete("ActivityContact", row, As::Program)?;
                outbox::call_back(tx, ("Activity", activity), Some(link.contact_id))?;
            }
        }
    }
    let added: Vec<i64> = contacts.iter().copied().filter(|contact| !there.contains(contact)).collect();
    for contact in &added {
        // A contact that the actor may not see is told from none by nothing.
        let entity = tx.entity("Contact")?;
        if tx.find::<Contact>(*contact)?.is_none() || !tx.may_name(&entity, *contact)? {
            return Err(Error::field(name, Problem::NoSuchRecord));
        }
        let values = [("activity_id", activity), ("contact_id", *contact), ("record_type_id", role)];
        let values = values.into_iter().map(|(name, id)| (name.to_owned(), json!(id))).collect();
        tx.save("ActivityContact", values, As::Program)?;
    }
    Ok(added)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contacts_come_as_a_list_as_one_or_with_commas_between() {
        assert_eq!(items(&json!([1, "2"])), [json!(1), json!("2")]);
        assert_eq!(items(&json!("3, 4")), [json!("3"), json!("4")]);
        assert_eq!(items(&json!(5)), [json!(5)]);
        assert!(items(&json!("")).is_empty());
        assert!(items(&Json::Null).is_empty());
    }
}
