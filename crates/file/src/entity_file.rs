//! Which record holds which file: whoever may see the one may see the other.

use std::sync::Arc;

use schema::{Entity, Field, OptionItem, Row, Value};
use serde_json::{Map, Value as Json, json};
use store::{As, Change, Result, Tx};

use crate::file::{File, holders};

/// A file of a record.
#[derive(Clone, Debug, Entity)]
#[entity(
    "EntityFile",
    "civicrm_entity_file",
    searchable("bridge"),
    kind("EntityBridge"),
    bridge("entity_id", "file_id"),
    door_all("default", &["access CiviCRM"]),
    unique("UI_entity_id_entity_table_file_id", &["entity_id", "entity_table", "file_id"])
)]
pub struct EntityFile {
    #[field(readonly, title("Entity File ID"), input("Number"))]
    pub id: i64,
    #[field(text(64), required, title("Entity Table"), options(holders()), suffixes(&["name", "label"]), input("Select"))]
    pub entity_table: String,
    #[field(required, title("Entity ID"), references_by("entity_table"), guards, input("EntityRef"))]
    pub entity_id: i64,
    #[field(required, title("File ID"), label("File"), belongs_to("File"), input("EntityRef"))]
    pub file_id: i64,
}

/// The tables of records that may hold files.
const HOLDERS: [&str; 25] = [
    "civicrm_activity",
    "civicrm_campaign",
    "civicrm_case",
    "civicrm_contact",
    "civicrm_contribution",
    "civicrm_contribution_page",
    "civicrm_contribution_recur",
    "civicrm_domain",
    "civicrm_event",
    "civicrm_financial_trxn",
    "civicrm_grant",
    "civicrm_group",
    "civicrm_mailing",
    "civicrm_membership",
    "civicrm_msg_template",
    "civicrm_note",
    "civicrm_participant",
    "civicrm_pcp",
    "civicrm_pledge",
    "civicrm_product",
    "civicrm_relationship",
    "civicrm_saved_search",
    "civicrm_survey",
    "civicrm_user_job",
    "ruche_outbox",
];

/// Those of the holders that the site has, and the sets of custom fields with a file among them.
///
/// # Errors
/// None of its own.
pub fn holding(tx: &Tx<'_>) -> Result<Vec<OptionItem>> {
    let known = HOLDERS.iter().filter_map(|table| tx.catalog().by_table(table));
    let sets = tx.catalog().entities().filter(|entity| is_set(entity) && entity.fields.iter().any(names_file));
    let item = |entity: &Arc<Entity>| OptionItem {
        id: Value::Text(entity.table.to_string()),
        name: entity.name.to_string(),
        is_active: true,
        label: entity.title.to_string(),
        ..OptionItem::default()
    };
    Ok(known.chain(sets).map(item).collect())
}

fn is_set(entity: &Entity) -> bool {
    entity.types.iter().any(|kind| kind == "CustomValue")
}

fn names_file(field: &Field) -> bool {
    field.is_column() && field.references.as_ref().is_some_and(|reference| reference.entity == "File")
}

/// After the record of a custom set was written: it holds the files that its fields name, and no longer those that they
/// named before. So whoever may see the record may see them, and what nobody names any more goes.
///
/// # Errors
/// As any write.
pub fn hold_named(tx: &mut Tx<'_>, entity: &Entity, change: &Change<Row>) -> Result<()> {
    if !is_set(entity) {
        return Ok(());
    }
    let named = |row: &Row| -> Vec<i64> {
        let pairs = entity.fields.iter().zip(row).filter(|(field, _)| names_file(field));
        pairs.filter_map(|(_, value)| value.as_int()).collect()
    };
    let (before, after) = (change.before.as_ref().map(named).unwrap_or_default(), named(&change.after));
    for file in after.iter().filter(|file| !before.contains(file)) {
        if tie_of(tx, entity, change.id, *file)?.is_none() {
            let tie = json!({"entity_table": entity.table, "entity_id": change.id, "file_id": file});
            tx.save("EntityFile", object(tie), As::Program)?;
        }
    }
    for file in before.iter().filter(|file| !after.contains(file)) {
        if let Some(tie) = tie_of(tx, entity, change.id, *file)? {
            tx.delete("EntityFile", tie, As::Program)?;
        }
    }
    Ok(())
}

fn tie_of(tx: &Tx<'_>, entity: &Entity, id: i64, file: i64) -> Result<Option<i64>> {
    let ties = tx.find_by::<EntityFile>("file_id", file)?;
    let own = |(_, tie): &(i64, EntityFile)| tie.entity_id == id && tie.entity_table == entity.table;
    Ok(ties.into_iter().find(own).map(|(id, _)| id))
}

fn object(json: Json) -> Map<String, Json> {
    if let Json::Object(map) = json { map } else { Map::new() }
}

/// After the last tie of a file went: the file goes too, lest nobody but the machine knows of it.
///
/// # Errors
/// The database's own failure.
pub fn let_go(tx: &mut Tx<'_>, _id: i64, tie: &EntityFile) -> Result<()> {
    let going = tx.find::<File>(tie.file_id)?.is_none_or(|file| file.content_hash.is_none());
    if going || !tx.find_by::<EntityFile>("file_id", tie.file_id)?.is_empty() {
        return Ok(());
    }
    tx.delete("File", tie.file_id, As::Program)
}
