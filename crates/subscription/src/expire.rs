//! Those who never confirm: after some days their request is forgotten, and whoever came by the public page alone and
//! has left no other trace is forgotten with it.

use std::collections::BTreeMap;

use contact::group_contact::{self, NeverConfirmed, PENDING};
use kit::{Job, Work};
use query::Cell;
use schema::Value;
use schema::fold::fold;
use serde_json::json;
use store::{As, Result, Tx, statement};

use crate::link;

/// The setting: after so many days a request that nobody has confirmed is forgotten; 0 keeps it.
pub const DAYS: &str = "subscription_pending_days";
/// How many days where nobody has said otherwise.
pub const USUAL: i64 = 30;
/// So many requests are forgotten in one step.
const STEP: i64 = 200;
/// How the public page is called in the history; see `pages`.
const WAY: &str = crate::pages::WAY;

/// The nightly job.
pub const JOB: Job = Job {
    name: "subscription_expire",
    description: "Forgets requests for lists that nobody has confirmed.",
    every: Some(24 * 60 * 60),
    run,
};

/// After so many days; None where requests are kept.
///
/// # Errors
/// The database's own failure.
pub fn days(tx: &Tx<'_>) -> Result<Option<i64>> {
    let days = store::state::scalar(&tx.setting(DAYS)?).as_int().unwrap_or(USUAL);
    // A link that still holds must find what it confirms.
    Ok((days > 0).then(|| days.max(link::DAYS)))
}

fn run(tx: &mut Tx<'_>, work: &mut Work) -> Result<()> {
    let Some(days) = days(tx)? else { return Ok(()) };
    let mut lists: BTreeMap<i64, Vec<i64>> = BTreeMap::new();
    let due = due(tx, days)?;
    for (list, contact) in &due {
        lists.entry(*contact).or_default().push(*list);
    }
    for (contact, lists) in lists {
        // What is forgotten leaves a trace itself.
        let alone = came_alone(tx, contact)?;
        for list in lists {
            group_contact::forget(tx, list, &[contact], As::Program)?;
        }
        if alone {
            tx.publish(&NeverConfirmed { contact_id: contact })?;
        }
    }
    work.progress += due.len() as i64;
    work.position = (due.len() as i64 == STEP).then(|| json!(work.progress));
    Ok(())
}

/// Lists and contacts: asked for on the public page that long ago, and nothing since.
fn due(tx: &Tx<'_>, days: i64) -> Result<Vec<(i64, i64)>> {
    let now = tx.clock().to_utc(tx.clock().now);
    let before = now.saturating_sub(jiff::SignedDuration::from_hours(24 * days));
    let latest = |column: &str| {
        format!(
            r#"(SELECT h."{column}" FROM "civicrm_subscription_history" h WHERE h."contact_id" = g."contact_id"
                AND h."group_id" = g."group_id" ORDER BY h."id" DESC LIMIT 1)"#
        )
    };
    let text = format!(
        r#"SELECT g."group_id", g."contact_id" FROM "civicrm_group_contact" g WHERE {} = {} AND {} = {} AND {} < {}
           ORDER BY g."contact_id" LIMIT {STEP}"#,
        query::fold_expression(tx.dialect(), r#"g."status""#),
        tx.placeholder(1),
        latest("method"),
        tx.placeholder(2),
        latest("date"),
        tx.placeholder(3)
    );
    let mut all = Vec::new();
    let binds = vec![fold(PENDING).into_owned().into(), "Web".into(), Value::DateTime(before)];
    tx.rows(&statement(text, binds), |row| {
        if let (Cell::Int(list), Cell::Int(contact)) = (row.cell(0), row.cell(1)) {
            all.push((list, contact));
        }
        Ok(())
    })?;
    Ok(all)
}

/// Whether the public page alone has ever touched this contact: then nobody but the page knows of them.
fn came_alone(tx: &Tx<'_>, contact: i64) -> Result<bool> {
    let one = tx.placeholder(1);
    let none = |text: &str, binds: Vec<Value>| -> Result<bool> { Ok(tx.one(&statement(text, binds))?.is_none()) };
    let entity = query::fold_expression(tx.dialect(), r#"c."owner_entity""#);
    let changes = format!(
        r#"SELECT 1 FROM "ruche_change" c JOIN "ruche_transaction" t ON t."id" = c."transaction_id"
           WHERE {entity} = 'contact' AND c."owner_id" = {one} AND t."source""#
    );
    let born = format!(r#"{changes} = '{WAY}' AND c."action" = 'create' AND c."record_id" = {one} LIMIT 1"#);
    let others = format!(r#"{changes} <> '{WAY}' LIMIT 1"#);
    let sets = format!(r#"SELECT 1 FROM "ruche_change_row" WHERE "owner_id" = {one} LIMIT 1"#);
    let steps = format!(
        r#"SELECT 1 FROM "civicrm_subscription_history" WHERE "contact_id" = {one} AND "status" <> '{PENDING}' LIMIT 1"#
    );
    let binds = || vec![Value::Int(contact)];
    if none(&born, binds())? || !none(&others, binds())? || !none(&sets, binds())? || !none(&steps, binds())? {
        return Ok(false);
    }
    match tx.catalog().entity("ActivityContact").map(|entity| entity.table.clone()) {
        Some(table) => none(&format!(r#"SELECT 1 FROM "{table}" WHERE "contact_id" = {one} LIMIT 1"#), binds()),
        None => Ok(true),
    }
}
