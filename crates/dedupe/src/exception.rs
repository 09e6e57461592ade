//! Pairs of contacts of whom somebody has said that they are two: they are not proposed again.

use schema::Entity;
use serde_json::{Map, json};
use store::{As, Change, Error, Problem, Result, Tx, statement};

/// Two contacts that look alike and are not the same.
#[derive(Clone, Debug, Entity)]
#[entity(
    "DedupeException",
    "civicrm_dedupe_exception",
    searchable("none"),
    door_all("default", &["merge duplicate contacts"]),
    unique("UI_contact_id1_contact_id2", &["contact_id1", "contact_id2"])
)]
pub struct DedupeException {
    #[field(readonly, title("Dedupe Exception ID"), input("Number"))]
    pub id: i64,
    #[field(title("First Dupe Contact ID"), belongs_to("Contact"), guards, input("EntityRef"))]
    pub contact_id1: i64,
    #[field(title("Second Dupe Contact ID"), belongs_to("Contact"), guards, input("EntityRef"))]
    pub contact_id2: i64,
}

/// Before: the smaller number stands first, so that a pair is known once.
///
/// # Errors
/// Refuses a contact with itself.
pub fn settle(_tx: &mut Tx<'_>, change: &mut Change<DedupeException>) -> Result<()> {
    let pair = &mut change.after;
    if pair.contact_id1 == pair.contact_id2 {
        return Err(Error::field("contact_id2", Problem::OutOfRange));
    }
    if pair.contact_id1 > pair.contact_id2 {
        std::mem::swap(&mut pair.contact_id1, &mut pair.contact_id2);
    }
    Ok(())
}

/// Remembers that two contacts are not the same; said twice, it is known once.
///
/// # Errors
/// As any write.
pub fn remember(tx: &mut Tx<'_>, one: i64, other: i64) -> Result<()> {
    if find(tx, one, other)?.is_some() {
        return Ok(());
    }
    let values: Map<_, _> =
        [("contact_id1".to_owned(), json!(one)), ("contact_id2".to_owned(), json!(other))].into_iter().collect();
    tx.save("DedupeException", values, As::Actor).map(|_| ())
}

/// The record that says so, if somebody has.
///
/// # Errors
/// The database's own failure.
pub fn find(tx: &Tx<'_>, one: i64, other: i64) -> Result<Option<i64>> {
    let text = format!(
        r#"SELECT "id" FROM "civicrm_dedupe_exception" WHERE "contact_id1" = {} AND "contact_id2" = {}"#,
        tx.placeholder(1),
        tx.placeholder(2)
    );
    let found = tx.one(&statement(text, vec![one.min(other).into(), one.max(other).into()]))?;
    Ok(found.and_then(|id| id.as_int()))
}
