//! Whatever changes how a contact is compared puts it into the queue.

use contact::address::Address;
use contact::contact::Contact;
use contact::email::Email;
use contact::phone::Phone;
use kit::Registry;
use serde_json::Value as Json;
use store::{Change, Result, Tx, history::Undone, statement};

/// The hooks.
pub(crate) fn register(registry: &mut Registry) {
    registry
        .after_save::<Contact>(contact_saved)
        .after_delete::<Contact>(|tx, id, _| enqueue(tx, Some(id)))
        .after_save::<Email>(|tx, change| saved(tx, change, |email| email.contact_id))
        .after_delete::<Email>(|tx, _, gone| enqueue(tx, gone.contact_id))
        .after_save::<Phone>(|tx, change| saved(tx, change, |phone| phone.contact_id))
        .after_delete::<Phone>(|tx, _, gone| enqueue(tx, gone.contact_id))
        .after_save::<Address>(|tx, change| saved(tx, change, |address| address.contact_id))
        .after_delete::<Address>(|tx, _, gone| enqueue(tx, gone.contact_id))
        .on::<Undone>(undone);
}

fn enqueue(tx: &mut Tx<'_>, contact: Option<i64>) -> Result<()> {
    let Some(contact) = contact else { return Ok(()) };
    let text = format!(r#"INSERT INTO "ruche_duplicate_queue" ("contact_id") VALUES ({})"#, tx.placeholder(1));
    tx.execute(&statement(text, vec![contact.into()])).map(|_| ())
}

fn contact_saved(tx: &mut Tx<'_>, change: &Change<Contact>) -> Result<()> {
    let seen = |c: &Contact| {
        let names =
            [&c.first_name, &c.middle_name, &c.last_name, &c.nick_name, &c.household_name, &c.organization_name];
        (names.map(Clone::clone), c.birth_date, c.suffix_id, c.is_deleted)
    };
    match &change.before {
        Some(before) if seen(before) == seen(&change.after) => Ok(()),
        _ => enqueue(tx, Some(change.id)),
    }
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
                if let Some(row) = tx.load(&*tx.entity(&change.entity)?, change.record_id)? {
                    let entity = tx.entity(&change.entity)?;
                    contacts.extend(entity.position("contact_id").and_then(|at| row.get(at)?.as_int()));
                }
            }
            _ => {}
        }
    }
    contacts.sort_unstable();
    contacts.dedup();
    contacts.into_iter().try_for_each(|contact| enqueue(tx, Some(contact)))
}
