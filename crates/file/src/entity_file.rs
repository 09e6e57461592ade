//! Which record holds which file: whoever may see the one may see the other.

use schema::{Entity, OptionItem, Value};
use store::{As, Result, Tx};

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
const HOLDERS: [&str; 24] = [
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
];

/// Those of the holders that the site has.
///
/// # Errors
/// None of its own.
pub fn holding(tx: &Tx<'_>) -> Result<Vec<OptionItem>> {
    let known = HOLDERS.iter().filter_map(|table| Some((*table, tx.catalog().by_table(table)?)));
    let item = |(table, entity): (&str, &std::sync::Arc<Entity>)| OptionItem {
        id: Value::Text(table.to_owned()),
        name: entity.name.to_string(),
        is_active: true,
        label: entity.title.to_string(),
        ..OptionItem::default()
    };
    Ok(known.map(item).collect())
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
