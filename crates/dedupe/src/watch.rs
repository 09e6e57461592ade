//! Whatever changes how a contact is compared puts it into the queue.

use std::collections::BTreeSet;

use contact::address::Address;
use contact::contact::Contact;
use contact::email::Email;
use contact::phone::Phone;
use kit::Registry;
use serde_json::{Value as Json, json};
use store::{Change, Result, Tx, history::Undone, statement};

/// The hooks.
pub(crate) fn register(registry: &mut Registry) {
    registry
        .after_saves::<Contact>(contact_saved, contacts_saved)
        .after_delete::<Contact>(|tx, id, _| enqueue(tx, Some(id)))
        .after_saves::<Email>(
            |tx, change| saved(tx, change, |email| email.contact_id),
            |tx, changes| many_saved(tx, changes, |email| email.contact_id),
        )
        .after_delete::<Email>(|tx, _, gone| enqueue(tx, gone.contact_id))
        .after_saves::<Phone>(
            |tx, change| saved(tx, change, |phone| phone.contact_id),
            |tx, changes| many_saved(tx, changes, |phone| phone.contact_id),
        )
        .after_delete::<Phone>(|tx, _, gone| enqueue(tx, gone.contact_id))
        .after_saves::<Address>(
            |tx, change| saved(tx, change, |address| address.contact_id),
            |tx, changes| many_saved(tx, changes, |address| address.contact_id),
        )
        .after_delete::<Address>(|tx, _, gone| enqueue(tx, gone.contact_id))
        .on::<Undone>(undone);
}

fn enqueue(tx: &mut Tx<'_>, contact: Option<i64>) -> Result<()> {
    let Some(contact) = contact else { return Ok(()) };
    let text = format!(r#"INSERT INTO "ruche_duplicate_queue" ("contact_id") VALUES ({})"#, tx.placeholder(1));
    tx.send(statement(text, vec![contact.into()]))
}

fn enqueue_all(tx: &mut Tx<'_>, contacts: &BTreeSet<i64>) -> Result<()> {
    if contacts.is_empty() {
        return Ok(());
    }
    let text = format!(r#"INSERT INTO "ruche_duplicate_queue" ("contact_id") SELECT * FROM {} AS l"#, tx.listed(1));
    tx.send(statement(text, vec![json!(contacts).to_string().into()]))
}

fn contact_saved(tx: &mut Tx<'_>, change: &Change<Contact>) -> Result<()> {
    if looks_the_same(change) { Ok(()) } else { enqueue(tx, Some(change.id)) }
}

fn contacts_saved(tx: &mut Tx<'_>, changes: &[Change<Contact>]) -> Result<()> {
    let others = changes.iter().filter(|change| !looks_the_same(change));
    enqueue_all(tx, &others.map(|change| change.id).collect())
}

/// Whether nothing by which contacts are compared has changed.
fn looks_the_same(change: &Change<Contact>) -> bool {
    let names = |c: &'_ Contact| {
        [&c.first_name, &c.middle_name, &c.last_name, &c.nick_name, &c.household_name, &c.organization_name]
            .map(|name| name.clone().unwrap_or_default())
    };
    change.before.as_ref().is_some_and(|before| {
        let (old, new) = (before, &change.after);
        names(old) == names(new)
            && (old.birth_date, old.suffix_id, old.is_deleted) == (new.birth_date, new.suffix_id, new.is_deleted)
    })
}

fn many_saved<R>(tx: &mut Tx<'_>, changes: &[Change<R>], owner: fn(&R) -> Option<i64>) -> Result<()> {
    let both = |change: &Change<R>| [change.before.as_ref().and_then(owner), owner(&change.after)];
    let mut owners: BTreeSet<i64> = changes.iter().flat_map(both).flatten().collect();
    // A contact that was made in this transaction waits already.
    owners.retain(|contact| !tx.is_newborn("Contact", *contact, "Contact", 0));
    enqueue_all(tx, &owners)
}

fn saved<R>(tx: &mut Tx<'_>, change: &Change<R>, owner: fn(&R) -> Option<i64>) -> Result<()> {
    let (before, after) = (change.before.as_ref().and_then(owner), owner(&change.after));
    if before != after {
        enqueue(tx, before)?;
    }
    enqueue(tx, after)
}

/// An undo writes rows as they were, past all hooks.
fn undone(tx: &mut Tx<'_>, event: &Undone) -> Result<()> {
    let mut contacts = Vec::new();
    for change in tx.changes(event.transaction)? {
        match change.entity.as_str() {
            "Contact" => contacts.push(change.record_id),
            "Email" | "Phone" | "Address" => {
                let owner = |row: &serde_json::Map<String, Json>| row.get("contact_id").and_then(Json::as_i64);
                contacts.extend(owner(&change.before));
                contacts.extend(owner(&change.after));
                // What was made or deleted tells whose it was; of a change only what differs is known.
                if change.action != "update" {
                    continue;
                }
                if let Some(row) = tx.load(&*tx.entity(&change.entity)?, change.record_id)? {
                    let entity = tx.entity(&change.entity)?;
                    contacts.extend(entity.position("contact_id").and_then(|at| row.get(at)?.as_int()));
                }
            }
            _ => {}
        }
    }
    enqueue_all(tx, &contacts.into_iter().collect())
}
