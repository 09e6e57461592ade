//! Domains that are kept apart: each has a group of contacts. Whoever is recorded there becomes a member of it, groups
//! that are made there lie within it, and some people see its members alone.

use std::collections::BTreeSet;

use kit::Registry;
use schema::{Rule, Value, Verb};
use serde_json::{Map, Value as Json, json};
use store::{As, Change, Error, Result, Tx};

use crate::contact::Contact;
use crate::group::Group;
use crate::group_contact::ADDED;
use crate::group_nesting::{self, Nesting};

/// Whether the domain is kept apart.
pub const APART: &str = "multisite_is_enabled";
/// Its group.
pub const GROUP: &str = "domain_group_id";
/// Whether an e-mail address stands for one person in each domain.
pub const OWN_ADDRESSES: &str = "uniq_email_per_site";
/// What those who look after all domains decide of each of them.
pub const SETTINGS: [&str; 2] = [APART, GROUP];

/// Sees the contacts of the domain in which they work.
pub const VIEW: &str = "view all contacts in domain";
/// Changes them.
pub const EDIT: &str = "edit all contacts in domain";

pub(crate) fn register(registry: &mut Registry) {
    registry.after_save::<Contact>(join).before_save::<Group>(lie_within).after_save::<Group>(belong);
}

/// The group of the domain in which this happens; None where it is not kept apart.
///
/// # Errors
/// The database's own failure.
pub fn group(tx: &Tx<'_>) -> Result<Option<i64>> {
    group_of(tx, tx.domain())
}

/// The group of a domain; None where it is not kept apart.
///
/// # Errors
/// The database's own failure.
pub fn group_of(tx: &Tx<'_>, domain: i64) -> Result<Option<i64>> {
    let settings = tx.settings_of(domain)?;
    let read = |name: &str| settings.get(name).map(store::state::scalar).unwrap_or(Value::Null);
    if !is_on(&read(APART)) {
        return Ok(None);
    }
    Ok(whole(&read(GROUP)).filter(|id| *id > 0))
}

fn is_on(value: &Value) -> bool {
    value.is_true() || value.as_text() == Some("1")
}

fn whole(value: &Value) -> Option<i64> {
    value.as_int().or_else(|| value.as_text()?.trim().parse().ok())
}

/// What working in a domain opens of the contacts.
///
/// # Errors
/// The database's own failure.
pub fn granted(tx: &Tx<'_>, verb: Verb) -> Result<Rule> {
    let actor = tx.actor();
    let may = actor.may(EDIT) || verb == Verb::View && actor.may(VIEW);
    match if may { group(tx)? } else { None } {
        Some(group) => group_nesting::kept_members(tx, group),
        None => Ok(Rule::Nothing),
    }
}

/// After a contact is made: it is in the group of the domain.
fn join(tx: &mut Tx<'_>, change: &Change<Contact>) -> Result<()> {
    if !change.is_new() {
        return Ok(());
    }
    match group(tx)? {
        Some(group) => {
            // By hand is how a search of the group could not let go of it.
            let place = json!({"group_id": group, "contact_id": change.id, "status": ADDED});
            tx.save("GroupContact", object(place), As::Program).map(|_| ())
        }
        None => Ok(()),
    }
}

/// Before a group is made: it lies within the group of the domain. And nobody who sees one domain alone brings into it
/// what lies outside.
fn lie_within(tx: &mut Tx<'_>, change: &mut Change<Group>) -> Result<()> {
    guard(tx, change)?;
    if change.is_new()
        && change.after.parents.is_empty()
        && let Some(group) = group(tx)?
    {
        change.after.parents = vec![group.to_string()];
    }
    Ok(())
}

/// After a group is made: it belongs to the organisation of the domain.
fn belong(tx: &mut Tx<'_>, change: &Change<Group>) -> Result<()> {
    if !change.is_new() || group(tx)?.is_none() {
        return Ok(());
    }
    match super::organisation(tx)? {
        Some(organisation) => {
            let row = json!({"group_id": change.id, "organization_id": organisation});
            tx.save("GroupOrganization", object(row), As::Program).map(|_| ())
        }
        None => Ok(()),
    }
}

/// The members of a domain's group, and of those within it, are the people of the domain: whoever sees them alone must
/// not make others members by changing what the groups are.
fn guard(tx: &Tx<'_>, change: &Change<Group>) -> Result<()> {
    let actor = tx.actor();
    if actor.permissions.is_everything() || actor.may("view all contacts") {
        return Ok(());
    }
    let groups = groups_of_all(tx)?;
    if groups.is_empty() {
        return Ok(());
    }
    let before = change.before.as_ref();
    let old = before.map(|group| group.parents.clone()).unwrap_or_default();
    let is_new_parent = |parent: &&String| !old.contains(parent);
    let added: BTreeSet<i64> =
        change.after.parents.iter().filter(is_new_parent).filter_map(|text| text.trim().parse().ok()).collect();
    let nesting = Nesting::read(tx)?;
    let within: BTreeSet<i64> = groups.iter().flat_map(|group| nesting.tree(*group)).collect();
    let brings = !change.is_new() && added.iter().any(|parent| within.contains(parent));
    let search =
        groups.contains(&change.id) && before.map(|group| group.saved_search_id) != Some(change.after.saved_search_id);
    // A new group is empty, unless others are said to lie within it, which they say themselves.
    match brings || search {
        true => Err(Error::Forbidden("Whoever sees one site alone cannot bring other groups into it.".to_owned())),
        false => Ok(()),
    }
}

/// The groups of all domains that are kept apart.
fn groups_of_all(tx: &Tx<'_>) -> Result<BTreeSet<i64>> {
    let domains = tx.setting_of_each(GROUP)?;
    let mut found = BTreeSet::new();
    for (domain, _) in domains {
        found.extend(group_of(tx, domain)?);
    }
    Ok(found)
}

/// Whether a contact is one of the domain's own people, wherever that matters; everyone is where it is not kept apart.
///
/// # Errors
/// The database's own failure.
pub fn is_own(tx: &Tx<'_>, contact: i64) -> Result<bool> {
    if !is_on(&store::state::scalar(&tx.setting(OWN_ADDRESSES)?)) {
        return Ok(true);
    }
    match group(tx)? {
        Some(group) => group_nesting::is_in(tx, group, contact),
        None => Ok(true),
    }
}

fn object(json: Json) -> Map<String, Json> {
    match json {
        Json::Object(map) => map,
        _ => Map::new(),
    }
}
