//! What e-mails, phones, addresses and the like of one contact have in common: exactly one is primary, one at most is
//! for billing, and the contact knows that it has changed.

use std::collections::{BTreeMap, BTreeSet};

use schema::access::Policy;
use schema::{Actor, Record, Rule, Value, Verb};
use serde_json::{Map, json};
use store::{As, Change, Result, Tx, statement};

/// Whose they are.
const CONTACT: &str = crate::contact::Contact::NAME;

/// A record that a contact has several of, one of them primary.
pub trait Located: Record {
    /// Whose it is; none for those of events.
    fn contact_id(&self) -> Option<i64>;
    /// Whether it is the primary one.
    fn primary(&mut self) -> &mut bool;
    /// Whether it is the one for billing; None for kinds that know no billing.
    fn billing(&mut self) -> Option<&mut bool>;
}

macro_rules! located {
    ($record:ty, billing) => {
        located!(@ $record, |record| Some(&mut record.is_billing));
    };
    ($record:ty) => {
        located!(@ $record, |_record| None);
    };
    (@ $record:ty, |$it:ident| $billing:expr) => {
        impl crate::location::Located for $record {
            fn contact_id(&self) -> Option<i64> {
                self.contact_id
            }
            fn primary(&mut self) -> &mut bool {
                &mut self.is_primary
            }
            fn billing(&mut self) -> Option<&mut bool> {
                let $it = self;
                $billing
            }
        }
    };
}
pub(crate) use located;

/// Visitors see none that belong to nobody; apart from that the contact decides, by the field's guard.
pub const POLICY: Policy = |actor: &Actor, _verb: Verb| match actor.may("access CiviCRM") {
    true => Rule::Everything,
    false => Rule::Among {
        field: "contact_id".into(),
        entity: "Contact".into(),
        column: "id".into(),
        rule: Box::new(Rule::Everything),
    },
};

/// Before: the first one of a contact becomes primary, and the only one stays so.
///
/// # Errors
/// The database's own failure.
pub fn keep_a_primary<R: Located>(tx: &mut Tx<'_>, change: &mut Change<R>) -> Result<()> {
    let Some(contact) = change.after.contact_id() else { return Ok(()) };
    // The contact's row is written first, so that of two that arrive at once the second waits for the first.
    crate::contact::touch(tx, contact)?;
    if !*change.after.primary() && flagged::<R>(tx, contact, "is_primary", change.id)?.is_empty() {
        *change.after.primary() = true;
    }
    Ok(())
}

/// Before, for many at once: as [`keep_a_primary`] for each, in order.
///
/// # Errors
/// The database's own failure.
pub fn keep_primaries<R: Located>(tx: &mut Tx<'_>, changes: &mut [Change<R>]) -> Result<()> {
    let mut owners = owners(changes);
    // A contact that was made a moment ago has none, and is as new as it can be.
    owners.retain(|contact| !tx.is_newborn(CONTACT, *contact, R::NAME, 0));
    crate::contact::touch_many(tx, &owners)?;
    let mut primary = flagged_of_many::<R>(tx, &owners, "is_primary")?;
    for change in changes {
        let Some(contact) = change.after.contact_id() else { continue };
        let ids = primary.entry(contact).or_default();
        // New ones have no number yet: each of them is another.
        ids.retain(|id| *id == 0 || *id != change.id);
        if ids.is_empty() {
            *change.after.primary() = true;
        }
        if *change.after.primary() {
            ids.push(change.id);
        }
    }
    Ok(())
}

fn owners<R: Located>(changes: &[Change<R>]) -> Vec<i64> {
    let all: BTreeSet<i64> = changes.iter().filter_map(|change| change.after.contact_id()).collect();
    all.into_iter().collect()
}

/// After: all others step back from what this one has just become.
///
/// # Errors
/// The database's own failure.
pub fn demote_others<R: Located + Clone>(tx: &mut Tx<'_>, change: &Change<R>) -> Result<()> {
    let mut record = change.after.clone();
    let mut before = change.before.clone();
    let owner = record.contact_id();
    let old_owner = before.as_ref().and_then(Located::contact_id);
    if let Some(old) = old_owner.filter(|_| old_owner != owner) {
        promote::<R>(tx, old)?;
        // For its new owner it is a new one.
        before = None;
    }
    let Some(contact) = owner else { return Ok(()) };
    let was_primary = before.as_mut().is_some_and(|record| *record.primary());
    let was_billing = before.as_mut().and_then(Located::billing).is_some_and(|billing| *billing);
    if *record.primary() && !was_primary {
        step_back::<R>(tx, contact, "is_primary", change.id)?;
    }
    if record.billing().is_some_and(|billing| *billing) && !was_billing {
        step_back::<R>(tx, contact, "is_billing", change.id)?;
    }
    Ok(())
}

/// After, for many at once: as [`demote_others`] for each; of those that a contact gets together the last one stands.
///
/// # Errors
/// The database's own failure.
pub fn demote_all_others<R: Located + Clone>(tx: &mut Tx<'_>, changes: &[Change<R>]) -> Result<()> {
    let moved = |change: &Change<R>| {
        change.before.as_ref().is_some_and(|before| before.contact_id() != change.after.contact_id())
    };
    if changes.iter().any(moved) {
        return changes.iter().try_for_each(|change| demote_others(tx, change));
    }
    stand_alone(tx, changes, "is_primary", |record| *record.primary())?;
    stand_alone(tx, changes, "is_billing", |record| record.billing().is_some_and(|billing| *billing))
}

fn stand_alone<R: Located + Clone>(
    tx: &mut Tx<'_>,
    changes: &[Change<R>],
    flag: &str,
    is_set: fn(&mut R) -> bool,
) -> Result<()> {
    let (mut became, mut records) = (BTreeMap::new(), BTreeMap::new());
    for change in changes {
        *records.entry(change.after.contact_id()).or_insert(0) += 1;
        let was = change.before.clone().is_some_and(|mut record| is_set(&mut record));
        if let Some(contact) = change.after.contact_id().filter(|_| !was && is_set(&mut change.after.clone())) {
            became.insert(contact, change.id);
        }
    }
    // What is the first and only one of a contact stands alone.
    let is_only = |contact: i64| records.get(&Some(contact)) == Some(&1) && tx.is_newborn(CONTACT, contact, R::NAME, 1);
    became.retain(|contact, _| !is_only(*contact));
    if became.is_empty() {
        return Ok(());
    }
    let flagged = flagged_of_many::<R>(tx, &became.keys().copied().collect::<Vec<_>>(), flag)?;
    for (contact, ids) in flagged {
        let others = ids.into_iter().filter(|id| became.get(&contact) != Some(id));
        others.collect::<Vec<_>>().into_iter().try_for_each(|id| set::<R>(tx, id, flag, false))?;
    }
    Ok(())
}

/// After a deletion: another one takes its place.
///
/// # Errors
/// The database's own failure.
pub fn promote_another<R: Located>(tx: &mut Tx<'_>, _id: i64, gone: &R) -> Result<()> {
    let Some(contact) = gone.contact_id() else { return Ok(()) };
    crate::contact::touch(tx, contact)?;
    promote::<R>(tx, contact)
}

fn promote<R: Located>(tx: &mut Tx<'_>, contact: i64) -> Result<()> {
    if !flagged::<R>(tx, contact, "is_primary", 0)?.is_empty() {
        return Ok(());
    }
    match of_contact::<R>(tx, contact)?.first() {
        Some(next) => set::<R>(tx, *next, "is_primary", true),
        None => Ok(()),
    }
}

/// Takes a flag off all records of the contact but one.
///
/// # Errors
/// The database's own failure.
pub fn step_back<R: Record>(tx: &mut Tx<'_>, contact: i64, flag: &str, but: i64) -> Result<()> {
    flagged::<R>(tx, contact, flag, but)?.into_iter().try_for_each(|id| set::<R>(tx, id, flag, false))
}

fn set<R: Record>(tx: &mut Tx<'_>, id: i64, flag: &str, value: bool) -> Result<()> {
    let values: Map<_, _> = [("id".to_owned(), json!(id)), (flag.to_owned(), json!(value))].into_iter().collect();
    tx.save(R::NAME, values, As::Program).map(|_| ())
}

/// The contact's records whose flag is set, without one.
fn flagged<R: Record>(tx: &Tx<'_>, contact: i64, flag: &str, but: i64) -> Result<Vec<i64>> {
    let condition = format!(r#" AND "{flag}" = 1 AND "id" <> {}"#, tx.placeholder(2));
    ids::<R>(tx, &condition, vec![contact.into(), but.into()])
}

/// The records of these contacts whose flag is set, by contact.
fn flagged_of_many<R: Record>(tx: &Tx<'_>, contacts: &[i64], flag: &str) -> Result<BTreeMap<i64, Vec<i64>>> {
    if contacts.is_empty() {
        return Ok(BTreeMap::new());
    }
    let entity = tx.entity(R::NAME)?;
    let text = format!(
        r#"SELECT "contact_id", "id" FROM "{}" WHERE "contact_id" {} AND "{flag}" = 1 ORDER BY "id""#,
        entity.table,
        tx.among(1)
    );
    let mut found: BTreeMap<i64, Vec<i64>> = BTreeMap::new();
    tx.rows(&statement(text, vec![Value::Text(json!(contacts).to_string())]), |row| {
        if let (Some(contact), Some(id)) = (store::owned(row.cell(0)).as_int(), store::owned(row.cell(1)).as_int()) {
            found.entry(contact).or_default().push(id);
        }
        Ok(())
    })?;
    Ok(found)
}

fn of_contact<R: Record>(tx: &Tx<'_>, contact: i64) -> Result<Vec<i64>> {
    ids::<R>(tx, "", vec![contact.into()])
}

fn ids<R: Record>(tx: &Tx<'_>, condition: &str, binds: Vec<Value>) -> Result<Vec<i64>> {
    let entity = tx.entity(R::NAME)?;
    let text = format!(
        r#"SELECT "id" FROM "{}" WHERE "contact_id" = {}{condition} ORDER BY "id""#,
        entity.table,
        tx.placeholder(1)
    );
    let mut found = Vec::new();
    tx.rows(&statement(text, binds), |row| {
        found.extend(store::owned(row.cell(0)).as_int());
        Ok(())
    })?;
    Ok(found)
}
