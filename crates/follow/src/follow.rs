//! Which records somebody follows. It is their own affair: nobody else sees it, and whoever loses sight of a record sees
//! nothing of it any more.

use jiff::civil::DateTime;
use schema::{Actor, Default, Entity, Rule, Verb};
use serde_json::json;
use store::{As, Change, Error, Problem, Result, Tx};

/// The tables whose records can be followed, with the entity's name as history compares it.
pub const TABLES: [(&str, &str, &str); 3] = [
    ("civicrm_contact", "Contact", "contact"),
    ("civicrm_group", "Group", "group"),
    ("civicrm_activity", "Activity", "activity"),
];

/// So many records one person follows at most: a stream of everything tells nothing.
pub const MOST: usize = 300;

/// Somebody follows a record.
#[derive(Clone, Debug, Entity)]
#[entity(
    "Follow",
    "ruche_follow",
    title("Followed Record", "Followed Records"),
    searchable("none"),
    policy(policy),
    door_all("default", &["access CiviCRM"]),
    unique("UI_record", &["contact_id", "entity_table", "entity_id"]),
    index("index_entity", &["entity_table", "entity_id"])
)]
pub struct Follow {
    #[field(readonly)]
    pub id: i64,
    /// Who follows.
    #[field(default_by(Default::CurrentContact), belongs_to("Contact"))]
    pub contact_id: Option<i64>,
    /// The table of the record.
    #[field(text(64))]
    pub entity_table: String,
    #[field(references_by("entity_table"))]
    pub entity_id: i64,
    #[field(timestamp, readonly, default_by(Default::Now))]
    pub created_date: DateTime,
}

/// One's own alone.
fn policy(actor: &Actor, _verb: Verb) -> Rule {
    actor.contact_id.map_or(Rule::Nothing, |id| Rule::Is("contact_id".into(), id.into()))
}

/// Before: one follows for oneself, and what one sees.
///
/// # Errors
/// Refuses other people's following, tables that are not for it, records out of sight, and too many of them.
pub fn settle(tx: &mut Tx<'_>, change: &mut Change<Follow>) -> Result<()> {
    if change.before.is_some() && tx.is_moving() {
        return Ok(());
    }
    let follow = &change.after;
    let Some(owner) = follow.contact_id else { return Err(Error::field("contact_id", Problem::Required)) };
    if tx.actor().contact_id.is_some_and(|own| own != owner) {
        return Err(Error::Forbidden("Everybody follows for themselves.".to_owned()));
    }
    if !TABLES.iter().any(|(table, ..)| *table == follow.entity_table) {
        let words = "Contacts, groups and activities can be followed.";
        return Err(Error::rule("entity_table", "problem-follow-table", words));
    }
    let Some(entity) = tx.catalog().by_table(&follow.entity_table).cloned() else {
        return Err(Error::field("entity_id", Problem::NoSuchRecord));
    };
    let (table, id) = (follow.entity_table.clone(), follow.entity_id);
    if !tx.may(&entity, id, Verb::View)? || tx.load(&entity, id)?.is_none() {
        return Err(Error::field("entity_id", Problem::NoSuchRecord));
    }
    let known = tx.find_by::<Follow>("contact_id", owner)?;
    if known.iter().any(|(other, one)| *other != change.id && one.entity_table == table && one.entity_id == id) {
        return Err(Error::field("entity_id", Problem::Taken));
    }
    if change.is_new() && known.len() >= MOST {
        let words = format!("More than {MOST} records cannot be followed: leave some first.");
        return Err(Error::rule("entity_id", "problem-follow-most", words));
    }
    Ok(())
}

/// The number of the actor's following of a record; None where they do not follow it.
///
/// # Errors
/// The database's own failure.
pub fn own(tx: &Tx<'_>, table: &str, id: i64) -> Result<Option<i64>> {
    let Some(contact) = tx.actor().contact_id else { return Ok(None) };
    let found = tx.find_by::<Follow>("contact_id", contact)?;
    Ok(found.into_iter().find(|(_, one)| one.entity_table == table && one.entity_id == id).map(|(own, _)| own))
}

/// The actor follows a record from now on; nothing happens where they do already.
///
/// # Errors
/// What [`settle`] refuses.
pub fn begin(tx: &mut Tx<'_>, table: &str, id: i64) -> Result<()> {
    if own(tx, table, id)?.is_some() {
        return Ok(());
    }
    let values = json!({"entity_table": table, "entity_id": id});
    tx.save("Follow", values.as_object().cloned().unwrap_or_default(), As::Actor).map(drop)
}

/// The actor follows a record no more.
///
/// # Errors
/// The database's own failure.
pub fn end(tx: &mut Tx<'_>, table: &str, id: i64) -> Result<()> {
    match own(tx, table, id)? {
        Some(known) => tx.delete("Follow", known, As::Actor),
        None => Ok(()),
    }
}
