//! Which roles of the access lists somebody has, at this moment.

use std::collections::{BTreeMap, BTreeSet};

use query::GetRequest;
use serde_json::json;
use store::{As, Result, Tx, statement};

use super::list::GROUPS;
use crate::group_contact::ADDED;
use crate::group_nesting::Nesting;

/// The role that everybody has, signed in or not.
pub const EVERYONE: i64 = 0;
/// The role that a new site gives to the group of administrators.
pub const ADMINISTRATOR: i64 = 1;
/// The role that everybody has who is signed in.
pub const AUTHENTICATED: i64 = 2;

/// The groups that give each role, as they are switched on.
///
/// # Errors
/// The database's own failure.
pub fn groups_of_roles(tx: &Tx<'_>) -> Result<BTreeMap<i64, BTreeSet<i64>>> {
    let mut roles: BTreeMap<i64, BTreeSet<i64>> = BTreeMap::new();
    assigned(tx, GROUPS, |role, group| {
        roles.entry(role).or_default().insert(group);
    })?;
    Ok(roles)
}

fn assigned(tx: &Tx<'_>, table: &str, mut each: impl FnMut(i64, i64)) -> Result<()> {
    let text = format!(
        r#"SELECT "acl_role_id", "entity_id" FROM "civicrm_acl_entity_role" WHERE "is_active" = 1 AND "entity_table" = {}"#,
        tx.placeholder(1)
    );
    tx.rows(&statement(text, vec![table.into()]), |row| {
        let int = |at| store::owned(row.cell(at)).as_int();
        if let (Some(role), Some(entity)) = (int(0), int(1)) {
            each(role, entity);
        }
        Ok(())
    })
}

/// The roles that this contact has; of nobody, those of visitors.
///
/// # Errors
/// The database's own failure.
pub fn roles_held(tx: &Tx<'_>, contact: Option<i64>) -> Result<BTreeSet<i64>> {
    let mut held = BTreeSet::from([EVERYONE]);
    let Some(contact) = contact else { return Ok(held) };
    held.insert(AUTHENTICATED);
    assigned(tx, "civicrm_contact", |role, one| {
        if one == contact {
            held.insert(role);
        }
    })?;
    let given = groups_of_roles(tx)?;
    let groups: BTreeSet<i64> = given.values().flatten().copied().collect();
    if groups.is_empty() {
        return Ok(held);
    }
    let within = groups_with(tx, contact, &groups)?;
    held.extend(given.iter().filter(|(_, groups)| !groups.is_disjoint(&within)).map(|(role, _)| *role));
    Ok(held)
}

/// Those of the groups that the contact is in, be it by hand, through a group within, or through a search.
fn groups_with(tx: &Tx<'_>, contact: i64, groups: &BTreeSet<i64>) -> Result<BTreeSet<i64>> {
    let mut within = BTreeSet::new();
    let text = format!(
        r#"SELECT "group_id" FROM "civicrm_group_contact" WHERE "contact_id" = {} AND "status" = {}"#,
        tx.placeholder(1),
        tx.placeholder(2)
    );
    tx.rows(&statement(text, vec![contact.into(), ADDED.into()]), |row| {
        within.extend(store::owned(row.cell(0)).as_int().filter(|group| groups.contains(group)));
        Ok(())
    })?;
    let nesting = Nesting::read(tx)?;
    let mut searched = BTreeSet::new();
    let text = r#"SELECT "id" FROM "civicrm_group" WHERE "saved_search_id" IS NOT NULL"#;
    tx.rows(&statement(text, Vec::new()), |row| {
        searched.extend(store::owned(row.cell(0)).as_int());
        Ok(())
    })?;
    for group in groups {
        let simple = nesting.children(*group).next().is_none() && !searched.contains(group);
        if simple || within.contains(group) {
            continue;
        }
        let request = GetRequest {
            select: vec!["id".to_owned()],
            where_: vec![json!(["id", "=", contact]), json!(["groups", "IN", [group]])],
            limit: 1,
            ..GetRequest::default()
        };
        if !tx.get("Contact", &request, As::Program)?.rows.is_empty() {
            within.insert(*group);
        }
    }
    Ok(within)
}
