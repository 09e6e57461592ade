//! What one person has chosen for themselves, and what they looked at lately: settings of their own contact.
//!
//! These are no records of the association, so they leave no history.

use jiff::civil::DateTime;
use kit::Visit;
use schema::Actor;
use serde_json::{Value as Json, json};
use store::{Result, Tx, statement};

/// The contacts that somebody opened lately, newest first.
const RECENT: &str = "ruche_recent_contacts";

/// So many of them are kept.
const RECENT_KEPT: usize = 20;

/// The columns of the list of contacts.
pub(super) const COLUMNS: &str = "ruche_contact_columns";

/// What this person chose under this name; null where nothing was.
pub(super) fn read(tx: &Tx<'_>, contact_id: Option<i64>, name: &str) -> Result<Json> {
    let Some(contact) = contact_id else { return Ok(Json::Null) };
    let text = format!(
        r#"SELECT "value" FROM "civicrm_setting" WHERE "contact_id" = {} AND "name" = {} AND "domain_id" = 1"#,
        tx.placeholder(1),
        tx.placeholder(2)
    );
    let found = tx.one(&statement(text, vec![contact.into(), name.into()]))?;
    Ok(found.and_then(|value| serde_json::from_str(value.as_text()?).ok()).unwrap_or(Json::Null))
}

/// Keeps what this person chose.
pub(super) fn write(visit: &Visit<'_>, name: &str, value: &Json) -> Result<()> {
    let Some(contact) = visit.actor.contact_id else { return Ok(()) };
    visit.site.write(&Actor::system("preferences"), "page", |tx| put(tx, contact, name, value))
}

fn put(tx: &Tx<'_>, contact: i64, name: &str, value: &Json) -> Result<()> {
    let now: DateTime = tx.clock().to_utc(tx.clock().now);
    let update = format!(
        r#"UPDATE "civicrm_setting" SET "value" = {}, "created_date" = {} WHERE "contact_id" = {} AND "name" = {} AND "domain_id" = 1"#,
        tx.placeholder(1),
        tx.placeholder(2),
        tx.placeholder(3),
        tx.placeholder(4)
    );
    let binds = vec![value.to_string().into(), schema::Value::DateTime(now), contact.into(), name.into()];
    if tx.execute(&statement(update, binds.clone()))? > 0 {
        return Ok(());
    }
    let insert = format!(
        r#"INSERT INTO "civicrm_setting" ("value", "created_date", "contact_id", "name", "domain_id", "is_domain") VALUES ({}, {}, {}, {}, 1, 0)"#,
        tx.placeholder(1),
        tx.placeholder(2),
        tx.placeholder(3),
        tx.placeholder(4)
    );
    tx.execute(&statement(insert, binds)).map(|_| ())
}

/// The contacts that this person opened lately, newest first.
pub(super) fn recent(tx: &Tx<'_>, contact_id: Option<i64>) -> Result<Vec<i64>> {
    let list = read(tx, contact_id, RECENT)?;
    Ok(list.as_array().into_iter().flatten().filter_map(Json::as_i64).collect())
}

/// Notes that a contact was opened. Looking again at the newest one changes nothing.
pub(super) fn opened(visit: &Visit<'_>, before: &[i64], id: i64) -> Result<()> {
    if before.first() == Some(&id) {
        return Ok(());
    }
    let mut ids = vec![id];
    ids.extend(before.iter().copied().filter(|other| *other != id).take(RECENT_KEPT - 1));
    write(visit, RECENT, &json!(ids))
}
