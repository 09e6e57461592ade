//! What a merge leaves behind: two activities, by which the old number still leads to the one that stayed.

use query::Cell;
use serde_json::{Map, json};
use store::{Result, Tx, statement};

use activity::activity::COMPLETED;
use activity::activity_contact::TARGET;

/// "Contact Merged": on the one that stayed.
pub const MERGED: i64 = 51;
/// "Contact Deleted by Merge": on the one that went.
pub const DELETED: i64 = 52;

/// Writes both down.
///
/// # Errors
/// As any write.
pub fn leave(tx: &mut Tx<'_>, keep: i64, other: i64, name: &str) -> Result<()> {
    let made_by = tx.actor().contact_id;
    let subject = |text: String| text.chars().take(255).collect::<String>();
    let mut record = |kind: i64, contact: i64, subject: String, parent: Option<i64>| {
        let mut values = Map::new();
        values.insert("activity_type_id".to_owned(), json!(kind));
        values.insert("subject".to_owned(), json!(subject));
        values.insert("status_id".to_owned(), json!(COMPLETED));
        values.insert("source_contact_id".to_owned(), json!(made_by.unwrap_or(contact)));
        values.insert("target_contact_id".to_owned(), json!([contact]));
        if let Some(parent) = parent {
            values.insert("parent_id".to_owned(), json!(parent));
        }
        activity::record(tx, values)
    };
    let merged = record(MERGED, keep, subject(format!("Contact {other} ({name}) was merged into this one.")), None)?;
    record(DELETED, other, subject(format!("Merged into contact {keep} and moved to the bin.")), Some(merged))?;
    Ok(())
}

/// The contact into which this one was merged last, over as many merges as there were; None where it was not, or where
/// it was brought back.
///
/// # Errors
/// The database's own failure.
pub fn survivor(tx: &Tx<'_>, id: i64) -> Result<Option<i64>> {
    let mut seen = vec![id];
    let mut at = id;
    while is_deleted(tx, at)? {
        let Some(next) = successor(tx, at)?.filter(|next| !seen.contains(next)) else { return Ok(None) };
        seen.push(next);
        at = next;
    }
    Ok((at != id).then_some(at))
}

/// An old checksum leads to the survivor of the merge.
///
/// # Errors
/// The database's own failure.
pub fn lead(tx: &mut Tx<'_>, sought: &contact::checksum::Sought) -> Result<()> {
    if sought.successor.get().is_none() {
        sought.successor.set(survivor(tx, sought.contact)?);
    }
    Ok(())
}

fn is_deleted(tx: &Tx<'_>, id: i64) -> Result<bool> {
    Ok(tx.find::<contact::contact::Contact>(id)?.is_some_and(|contact| contact.is_deleted))
}

fn successor(tx: &Tx<'_>, id: i64) -> Result<Option<i64>> {
    Ok(linked(tx, id, DELETED)?.last().copied())
}

/// The contacts that were merged into this one, as far as their trace is there.
///
/// # Errors
/// The database's own failure.
pub fn predecessors(tx: &Tx<'_>, id: i64) -> Result<Vec<i64>> {
    let mut found = linked(tx, id, MERGED)?;
    found.sort_unstable();
    found.dedup();
    let mut gone = Vec::new();
    for one in found {
        if is_deleted(tx, one)? {
            gone.push(one);
        }
    }
    Ok(gone)
}

/// From a contact through its activity of this kind to the contact of the activity at the other end, oldest first.
fn linked(tx: &Tx<'_>, contact: i64, kind: i64) -> Result<Vec<i64>> {
    let (near, far) = match kind {
        DELETED => (r#"a."id""#, r#"a."parent_id""#),
        _ => (r#"a."parent_id""#, r#"a."id""#),
    };
    let text = format!(
        r#"SELECT f."contact_id" FROM "civicrm_activity_contact" n
JOIN "civicrm_activity" a ON {near} = n."activity_id" AND a."activity_type_id" = {DELETED} AND a."is_deleted" = 0
JOIN "civicrm_activity_contact" f ON f."activity_id" = {far} AND f."record_type_id" = {TARGET}
WHERE n."contact_id" = {} AND n."record_type_id" = {TARGET} ORDER BY a."id""#,
        tx.placeholder(1)
    );
    crate::sql::ids(tx, &text, vec![contact.into()])
}

/// Whether this part in an activity is that of the one who went in the trace of a merge.
pub(crate) fn is_of(tx: &Tx<'_>, activity_contact: i64, contact: i64) -> Result<bool> {
    let text = format!(
        r#"SELECT 1 FROM "civicrm_activity_contact" c JOIN "civicrm_activity" a ON a."id" = c."activity_id"
WHERE c."id" = {} AND c."contact_id" = {} AND c."record_type_id" = {TARGET} AND a."activity_type_id" = {DELETED}"#,
        tx.placeholder(1),
        tx.placeholder(2)
    );
    Ok(!crate::sql::ids(tx, &text, vec![activity_contact.into(), contact.into()])?.is_empty())
}

/// The merge that this transaction was, if it was one: who stayed and who went.
///
/// # Errors
/// The database's own failure.
pub fn merge_of(tx: &Tx<'_>, transaction: i64) -> Result<Option<(i64, i64)>> {
    for change in tx.changes(transaction)? {
        let kind = change.after.get("activity_type_id").and_then(serde_json::Value::as_i64);
        if change.entity == "Activity" && change.action == "create" && kind == Some(DELETED) {
            let text = format!(
                r#"SELECT k."contact_id", g."contact_id" FROM "civicrm_activity" a
JOIN "civicrm_activity_contact" g ON g."activity_id" = a."id" AND g."record_type_id" = {TARGET}
JOIN "civicrm_activity_contact" k ON k."activity_id" = a."parent_id" AND k."record_type_id" = {TARGET}
WHERE a."id" = {}"#,
                tx.placeholder(1)
            );
            let mut found = None;
            tx.rows(&statement(text, vec![change.record_id.into()]), |row| {
                if let (Cell::Int(keep), Cell::Int(other)) = (row.cell(0), row.cell(1)) {
                    found = Some((keep, other));
                }
                Ok(())
            })?;
            return Ok(found);
        }
    }
    Ok(None)
}
