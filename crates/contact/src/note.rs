//! Notes: what people write down about contacts and other records, and about notes.

use jiff::civil::DateTime;
use schema::{Actor, Default, Entity, Rule, Verb};
use store::{Result, Tx, statement};

use crate::option_group::OptionGroup;
use crate::option_value::OptionValue;

/// Privacy: for whoever sees the record.
pub const OPEN: &str = "0";
/// Privacy: for the author alone.
pub const AUTHOR_ONLY: &str = "1";

/// Lets whoever sees a record add a note to it, although they may not edit the record.
pub const ADDING: &str = "add contact notes";

/// A note on a record. A note on a note is a comment; it goes with the note.
#[derive(Clone, Debug, Entity)]
#[entity(
    "Note",
    "civicrm_note",
    label_field("subject"),
    search_fields(&["subject", "note"]),
    searchable("secondary"),
    icon("fa-sticky-note"),
    parent_field("entity_id"),
    policy(policy),
    added_by(ADDING),
    door_all("default", &["access CiviCRM"]),
    path("add", "civicrm/note?reset=1&action=add&entity_table=[entity_table]&entity_id=[entity_id]"),
    path("view", "civicrm/note?reset=1&action=view&id=[id]"),
    path("update", "civicrm/note?reset=1&action=update&id=[id]"),
    path("delete", "civicrm/note?reset=1&action=delete&id=[id]"),
    index("index_entity", &["entity_table", "entity_id"])
)]
pub struct Note {
    #[field(readonly, title("Note ID"), input("Number"))]
    pub id: i64,
    #[field(text(64), title("Note Entity"), default("civicrm_contact"), option_group("note_used_for"), suffixes(&["name", "label", "description"]), input("Select"))]
    pub entity_table: String,
    #[field(title("Note Entity ID"), references_by("entity_table"), guards, input("EntityRef"))]
    pub entity_id: i64,
    #[field(long_text, required, input("TextArea"), input_attr("rows", 4), input_attr("cols", 60), usage(&["import", "export", "duplicate_matching"]))]
    pub note: Option<String>,
    #[field(
        title("Created By Contact ID"),
        default_by(Default::CurrentContact),
        references("Contact"),
        input("EntityRef")
    )]
    pub contact_id: Option<i64>,
    #[field(timestamp, default_by(Default::Now), input("Select Date"), input_attr("format_type", "activityDateTime"))]
    pub note_date: DateTime,
    #[field(
        timestamp,
        readonly,
        default_by(Default::Now),
        input("Select Date"),
        input_attr("format_type", "activityDateTime")
    )]
    pub created_date: DateTime,
    #[field(
        timestamp,
        readonly,
        default_by(Default::Touched),
        input("Select Date"),
        input_attr("format_type", "activityDateTime")
    )]
    pub modified_date: DateTime,
    #[field(input("Text"), input_attr("size", "60"))]
    pub subject: Option<String>,
    #[field(default("0"), option_group("note_privacy"), suffixes(&["name", "label", "description"]), input("Select"))]
    pub privacy: String,
}

/// Sites made before notes could stand on activities get the choice that says so.
///
/// # Errors
/// The database's own failure.
pub fn allow_on_activities(tx: &mut Tx<'_>) -> Result<()> {
    const TABLE: &str = "civicrm_activity";
    let Some((group, _)) = tx.find_by::<OptionGroup>("name", "note_used_for")?.into_iter().next() else {
        return Ok(());
    };
    let known = tx.find_by::<OptionValue>("option_group_id", group)?;
    if known.iter().any(|(_, one)| one.value == TABLE) {
        return Ok(());
    }
    // The list is locked, for people: what the program itself can do has grown.
    let text = format!(
        r#"INSERT INTO "civicrm_option_value" ("option_group_id", "value", "name", "label", "weight") VALUES ({}, {}, {}, {}, {})"#,
        tx.placeholder(1),
        tx.placeholder(2),
        tx.placeholder(3),
        tx.placeholder(4),
        tx.placeholder(5)
    );
    let binds = vec![group.into(), TABLE.into(), "Activity".into(), "Activities".into(), 7.into()];
    tx.execute(&statement(text, binds)).map(drop)
}

/// Whoever sees the record sees its notes, but for those that are their author's alone.
fn policy(actor: &Actor, _verb: Verb) -> Rule {
    if actor.may("view all notes") {
        return Rule::Everything;
    }
    let own = actor.contact_id.map_or(Rule::Nothing, |id| Rule::Is("contact_id".into(), id.into()));
    Rule::Is("privacy".into(), OPEN.into()).or(own)
}
