//! One rule of a group: a field whose equality weighs so much.

use schema::{Catalog, Entity, Field};
use store::{Change, Error, Result, Tx};

/// Two contacts that have the same in this column, up to a length, gain this weight.
#[derive(Clone, Debug, Entity)]
#[entity(
    "DedupeRule",
    "civicrm_dedupe_rule",
    searchable("none"),
    door_any("get", &["administer dedupe rules", "merge duplicate contacts", "access CiviCRM"]),
    door_all("default", &["administer dedupe rules"])
)]
pub struct Rule {
    #[field(readonly, title("Dedupe Rule ID"), input("Number"))]
    pub id: i64,
    #[field(title("Group ID"), required, references("DedupeRuleGroup"), input("EntityRef"))]
    pub dedupe_rule_group_id: i64,
    #[field(text(64), title("Rule Table"), required, input("Text"))]
    pub rule_table: String,
    #[field(text(64), title("Rule Field"), required, input("Text"))]
    pub rule_field: String,
    #[field(title("Rule Length"), input("Text"))]
    pub rule_length: Option<i64>,
    #[field(title("Order"), required, input("Text"))]
    pub rule_weight: i64,
}

/// Where a rule looks: the entity, its field, and the column that tells whose the record is.
pub struct Place {
    pub entity: std::sync::Arc<Entity>,
    pub field: Field,
    pub owner: String,
}

/// The place that a table and a column name, where contacts can be compared by it.
pub fn place(catalog: &Catalog, table: &str, column: &str) -> Option<Place> {
    let entity = catalog.by_table(table)?.clone();
    let field = entity.columns().find(|field| field.column() == column || field.name == column)?.clone();
    if field.secret || field.name == "id" {
        return None;
    }
    let owner = if entity.name == "Contact" {
        "id".to_owned()
    } else {
        let of_contact =
            |field: &&Field| field.guards && field.references.as_ref().is_some_and(|r| r.entity == "Contact");
        entity.columns().find(of_contact)?.column().to_owned()
    };
    Some(Place { entity, field, owner })
}

/// Before: a rule looks at a field that contacts have, and weighs something.
///
/// # Errors
/// Refuses unknown fields.
pub fn settle(tx: &mut Tx<'_>, change: &mut Change<Rule>) -> Result<()> {
    let rule = &change.after;
    if place(tx.catalog(), &rule.rule_table, &rule.rule_field).is_none() {
        let text = "Contacts cannot be compared by this field.";
        return Err(Error::rule("rule_field", "problem-dedupe-field", text));
    }
    if rule.rule_length.is_some_and(|length| length < 1) {
        return Err(Error::rule("rule_length", "problem-dedupe-length", "The length is at least 1."));
    }
    Ok(())
}
