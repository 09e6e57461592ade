//! Contacts that somebody may add because access lists say so: they stand in the group of the line from the beginning.

use schema::PermissionSet;
use schema::acl::{Act, is_open};
use schema::permission::add_to_group;
use serde_json::{Map, Value as Json, json};
use store::{As, Change, Result, Tx};

use super::granted::lines_for;
use super::list::GROUPS;
use crate::contact::Contact;
use crate::group_contact::ADDED;

/// The permission that opens adding contacts wherever.
const ADD: &str = "add contacts";

/// The permissions to add contacts that access lists give this contact; none to whoever may add contacts anyway.
///
/// # Errors
/// The database's own failure.
pub fn granted(tx: &Tx<'_>, contact: Option<i64>, held: &PermissionSet) -> Result<Vec<String>> {
    if held.has(ADD) {
        return Ok(Vec::new());
    }
    let mut lines = lines_for(tx, GROUPS, contact)?;
    lines.retain(|line| line.concerns(Act::Create));
    // No group has this number: what is open there is open to all contacts, in whichever group.
    if is_open(&lines, 0, Act::Create) {
        return Ok(vec![ADD.to_owned()]);
    }
    let mut groups: Vec<i64> = lines.iter().filter_map(|line| line.object).collect();
    groups.sort_unstable();
    groups.dedup();
    groups.retain(|group| is_open(&lines, *group, Act::Create));
    let opened = if groups.is_empty() { Vec::new() } else { vec![ADD.to_owned()] };
    Ok(opened.into_iter().chain(groups.into_iter().map(add_to_group)).collect())
}

/// After a contact is made by somebody who may add to certain groups alone: it is in all of them.
///
/// # Errors
/// The database's own failure.
pub fn join(tx: &mut Tx<'_>, change: &Change<Contact>) -> Result<()> {
    if !change.is_new() {
        return Ok(());
    }
    for group in tx.actor().permissions.groups_for_new() {
        let place = json!({"group_id": group, "contact_id": change.id, "status": ADDED});
        let place: Map<String, Json> = place.as_object().cloned().unwrap_or_default();
        tx.save("GroupContact", place, As::Program)?;
    }
    Ok(())
}
