//! Rule groups: which likenesses, weighed and added up, make two contacts duplicates.

use schema::{Entity, OptionSource};
use store::{Change, Error, Result, Tx};

use crate::rule::Rule;

/// For public forms and imports, where nobody looks on.
pub const UNSUPERVISED: &str = "Unsupervised";
/// For entry by hand, where somebody is warned.
pub const SUPERVISED: &str = "Supervised";
/// For looking through the whole database.
pub const GENERAL: &str = "General";

const USES: &[(&str, &str, &str)] =
    &[(UNSUPERVISED, UNSUPERVISED, UNSUPERVISED), (SUPERVISED, SUPERVISED, SUPERVISED), (GENERAL, GENERAL, GENERAL)];

/// Rules that belong together: contacts whose matching rules weigh the threshold or more are duplicates.
#[derive(Clone, Debug, Entity)]
#[entity(
    "DedupeRuleGroup",
    "civicrm_dedupe_rule_group",
    label_field("title"),
    searchable("none"),
    door_any("get", &["administer dedupe rules", "merge duplicate contacts", "access CiviCRM"]),
    door_all("default", &["administer dedupe rules"]),
    unique("UI_name", &["name"])
)]
pub struct DedupeRuleGroup {
    #[field(readonly, title("Rule Group ID"), input("Number"))]
    pub id: i64,
    #[field(text(12), title("Contact Type"), options(OptionSource::table("ContactType", "label").key("name").icon("icon").where_null("parent_id").source()), input("Select"))]
    pub contact_type: Option<String>,
    #[field(title("Threshold"), required, input("Text"))]
    pub threshold: i64,
    #[field(text(12), title("Length"), required, options(OptionSource::Fixed(USES)), input("Radio"))]
    pub used: String,
    #[field(text(255), title("Name"), input("Text"))]
    pub name: Option<String>,
    #[field(text(255), title("Title"), input("Text"))]
    pub title: Option<String>,
    #[field(title("Reserved?"), default(false), input("CheckBox"))]
    pub is_reserved: bool,
}

/// Before: a group has a name, and one of a type stands alone in its use.
///
/// # Errors
/// Refuses a threshold that everybody would reach.
pub fn settle(tx: &mut Tx<'_>, change: &mut Change<DedupeRuleGroup>) -> Result<()> {
    let group = &mut change.after;
    if group.threshold < 1 {
        return Err(Error::rule("threshold", "problem-dedupe-threshold", "The threshold is at least 1."));
    }
    if group.name.as_deref().is_none_or(|name| name.trim().is_empty()) {
        let base = store::machine_name(group.title.as_deref().unwrap_or("rule"));
        let mut name = base.clone();
        let mut number = 1;
        while !tx.find_by::<DedupeRuleGroup>("name", name.as_str())?.is_empty() {
            number += 1;
            name = format!("{base}_{number}");
        }
        group.name = Some(name);
    }
    Ok(())
}

/// After: of the supervised and the unsupervised uses, each type has one group; the one before becomes a general one.
///
/// # Errors
/// The database's own failure.
pub fn stand_alone(tx: &mut Tx<'_>, change: &Change<DedupeRuleGroup>) -> Result<()> {
    let own = &change.after;
    if own.used == GENERAL {
        return Ok(());
    }
    for (id, other) in tx.find_by::<DedupeRuleGroup>("used", own.used.as_str())? {
        if id != change.id && other.contact_type == own.contact_type {
            let values = [("id", serde_json::json!(id)), ("used", serde_json::json!(GENERAL))];
            let values = values.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
            tx.save("DedupeRuleGroup", values, store::As::Program)?;
        }
    }
    Ok(())
}

/// Before a deletion: what the program relies on stays; the rules of the others go along.
///
/// # Errors
/// `Conflict` for reserved groups and those in use.
pub fn guard_deletion(tx: &mut Tx<'_>, id: i64, group: &DedupeRuleGroup) -> Result<()> {
    if group.is_reserved || group.used != GENERAL {
        let text = "This rule is in use. Give its use to another rule first.";
        return Err(Error::Conflict(text.to_owned()));
    }
    for (rule, _) in tx.find_by::<Rule>("dedupe_rule_group_id", id)? {
        tx.delete("DedupeRule", rule, store::As::Program)?;
    }
    Ok(())
}
