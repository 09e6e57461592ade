//! Which totals a transaction has touched: read from the changes that it leaves in history, whatever made them.

use std::collections::BTreeSet;

use serde_json::Value as Json;
use store::history::Recorded;
use store::{Result, Tx};

use super::{Total, all, numbers, renew};

/// At the end of a transaction: renews the totals that its changes count for.
pub(crate) fn follow(tx: &mut Tx<'_>) -> Result<()> {
    let totals = all(tx.catalog());
    let Some(transaction) = tx.transaction_id().filter(|_| !totals.is_empty()) else { return Ok(()) };
    let changes = tx.changes(transaction)?;
    for total in &totals {
        let holders: Vec<i64> = touched(tx, total, &changes)?.into_iter().collect();
        renew::some(tx, total, &holders)?;
    }
    Ok(())
}

/// The holders whose total may be another now.
fn touched(tx: &Tx<'_>, total: &Total, changes: &[Recorded]) -> Result<BTreeSet<i64>> {
    let (mut holders, mut counted) = (BTreeSet::new(), BTreeSet::new());
    for change in changes {
        let records = records(tx, change)?;
        if change.entity == total.counted.name {
            counted.extend(&records);
        }
        if change.entity == total.holder.name && change.action.starts_with("create") {
            holders.extend(&records);
        }
        if change.entity == total.set.name {
            holders.extend(said(change, "entity_id"));
            // Written by somebody all the same: it is put right.
            if change.after.contains_key(total.field.name.as_ref()) {
                holders.extend(numbers(tx, &total.set.table, "entity_id", "id", &records)?);
            }
        }
        for way in total.ways.iter().filter(|way| way.entity == change.entity) {
            holders.extend(said(change, &way.holder));
            holders.extend(keys(tx, change, &way.holder)?);
            // What a change leaves as it is stands in the row alone.
            if let Some(tie) = tx.catalog().entity(&way.entity) {
                holders.extend(numbers(tx, &tie.table, column(tie, &way.holder), "id", &records)?);
            }
        }
        counted.extend(described(tx, total, change, &records)?);
    }
    let counted: Vec<i64> = counted.into_iter().collect();
    for way in &total.ways {
        if let Some(asked) = tx.catalog().entity(&way.entity) {
            let (holder, number) = (column(asked, &way.holder), column(asked, way.number()));
            holders.extend(numbers(tx, &asked.table, holder, number, &counted)?);
        }
    }
    Ok(holders)
}

fn column<'e>(entity: &'e schema::Entity, field: &'e str) -> &'e str {
    entity.field(field).map_or(field, schema::Field::column)
}

/// The records of a change; an entry for a whole set names them beside.
fn records(tx: &Tx<'_>, change: &Recorded) -> Result<Vec<i64>> {
    if change.record_id != 0 {
        return Ok(vec![change.record_id]);
    }
    Ok(tx.members(change.id)?.into_iter().map(|(record, _)| record).collect())
}

/// The keys in which the records of a set differ, where this is that field.
fn keys(tx: &Tx<'_>, change: &Recorded, field: &str) -> Result<Vec<i64>> {
    let differ = change.after.get("*").or_else(|| change.before.get("*")).and_then(Json::as_str);
    if change.record_id != 0 || differ != Some(field) {
        return Ok(Vec::new());
    }
    Ok(tx.members(change.id)?.into_iter().map(|(_, key)| key).collect())
}

/// A number that a change names, as it was and as it is.
fn said<'c>(change: &'c Recorded, field: &str) -> impl Iterator<Item = i64> + use<'c> {
    let field = field.to_owned();
    [&change.before, &change.after].into_iter().filter_map(move |side| side.get(&field).and_then(Json::as_i64))
}

/// The counted records that a change of their own custom fields speaks of.
fn described(tx: &Tx<'_>, total: &Total, change: &Recorded, records: &[i64]) -> Result<Vec<i64>> {
    let of_counted = |entity: &schema::Entity| {
        let key = entity.field("entity_id").and_then(|field| field.references.as_ref());
        key.is_some_and(|key| key.entity == total.counted.name)
    };
    let set = tx.catalog().entity(&change.entity).filter(|e| e.types.iter().any(|kind| kind == "CustomValue"));
    let Some(set) = set.filter(|set| of_counted(set)) else { return Ok(Vec::new()) };
    let mut found: Vec<i64> = said(change, "entity_id").collect();
    found.extend(numbers(tx, &set.table, "entity_id", "id", records)?);
    Ok(found)
}
