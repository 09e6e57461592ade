//! Which record bears which tag.

use std::collections::HashSet;

use schema::{Entity, OptionSource, Value};
use serde_json::{Map, json};
use store::{As, Result, Set, Tx, statement};

/// A tag on a record.
#[derive(Clone, Debug, Entity)]
#[entity(
    "EntityTag",
    "civicrm_entity_tag",
    searchable("bridge"),
    kind("EntityBridge"),
    bridge("entity_id", "tag_id"),
    door_all("default", &["access CiviCRM"]),
    unique("UI_entity_id_entity_table_tag_id", &["entity_id", "entity_table", "tag_id"])
)]
pub struct EntityTag {
    #[field(readonly, title("Entity Tag ID"), input("Number"))]
    pub id: i64,
    #[field(text(64), title("Entity Table"), default("civicrm_contact"), option_group("tag_used_for"), suffixes(&["name", "label", "description"]), input("Select"))]
    pub entity_table: Option<String>,
    #[field(title("Entity ID"), references_by("entity_table"), guards, input("EntityRef"))]
    pub entity_id: i64,
    #[field(title("Tag ID"), options(OptionSource::table("Tag", "label").name("name").description("description").color("color").source()), belongs_to("Tag"), input("Select"), input_attr("control_field", "entity_table"))]
    pub tag_id: i64,
}

/// So many tags are written one by one; more are written as a set.
const FEW: usize = 100;

/// Puts a tag on records of a table; tells how many did not bear it before.
///
/// # Errors
/// As any write.
pub fn tag(tx: &mut Tx<'_>, tag: i64, table: &str, records: &[i64], who: As) -> Result<u64> {
    let bearing = bearing(tx, tag, table, records)?;
    let mut new: Vec<i64> = records.iter().copied().filter(|id| !bearing.contains(id)).collect();
    new.sort_unstable();
    new.dedup();
    if new.len() > FEW {
        return with_set(tx, tag, table, who, &new, |tx, set| tx.insert_many(set, &new));
    }
    for record in &new {
        let values = [("entity_table", json!(table)), ("entity_id", json!(record)), ("tag_id", json!(tag))];
        let values: Map<_, _> = values.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        tx.save("EntityTag", values, who)?;
    }
    Ok(new.len() as u64)
}

/// Takes a tag off records of a table; tells how many bore it.
///
/// # Errors
/// As any deletion.
pub fn untag(tx: &mut Tx<'_>, tag: i64, table: &str, records: &[i64], who: As) -> Result<u64> {
    let mut gone: Vec<i64> = bearing(tx, tag, table, records)?.into_iter().collect();
    gone.sort_unstable();
    if gone.len() > FEW {
        return with_set(tx, tag, table, who, &gone, |tx, set| tx.delete_many(set, &gone));
    }
    for record in &gone {
        let text = format!(
            r#"SELECT "id" FROM "civicrm_entity_tag" WHERE "tag_id" = {} AND "entity_table" = {} AND "entity_id" = {}"#,
            tx.placeholder(1),
            tx.placeholder(2),
            tx.placeholder(3)
        );
        let row = tx.one(&statement(text, vec![tag.into(), table.into(), (*record).into()]))?;
        if let Some(row) = row.and_then(|id| id.as_int()) {
            tx.delete("EntityTag", row, who)?;
        }
    }
    Ok(gone.len() as u64)
}

fn with_set(
    tx: &mut Tx<'_>,
    tag: i64,
    table: &str,
    who: As,
    records: &[i64],
    write: impl FnOnce(&mut Tx<'_>, &Set<'_>) -> Result<u64>,
) -> Result<u64> {
    let same: [(&str, Value); 2] = [("entity_table", table.into()), ("tag_id", tag.into())];
    let set = Set { entity: "EntityTag", key: "entity_id", same: &same };
    if who == As::Actor {
        tx.check_set(&set, records)?;
    }
    write(tx, &set)
}

/// Those of the records that bear the tag.
fn bearing(tx: &Tx<'_>, tag: i64, table: &str, records: &[i64]) -> Result<HashSet<i64>> {
    let text = format!(
        r#"SELECT "entity_id" FROM "civicrm_entity_tag" WHERE "tag_id" = {} AND "entity_table" = {} AND "entity_id" {}"#,
        tx.placeholder(2),
        tx.placeholder(3),
        tx.among(1)
    );
    let mut found = HashSet::new();
    tx.rows(&statement(text, vec![json!(records).to_string().into(), tag.into(), table.into()]), |row| {
        found.extend(store::owned(row.cell(0)).as_int());
        Ok(())
    })?;
    Ok(found)
}
