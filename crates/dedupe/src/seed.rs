//! The rules that a new site starts with.

use contact::data;
use schema::Value;
use store::{Result, Tx};

/// Puts them into an empty database.
///
/// # Errors
/// The database's own failure.
pub fn seed(tx: &mut Tx<'_>) -> Result<()> {
    let groups: Vec<Vec<Value>> = data::dedupe_rule_groups()
        .lines()
        .map(|line| {
            vec![
                line.int("id").into(),
                line.text("contact_type").into(),
                line.int("threshold").into(),
                line.text("used").into(),
                line.text("name").into(),
                line.text("title").into(),
                Value::Bool(line.is("is_reserved")),
            ]
        })
        .collect();
    let columns = ["id", "contact_type", "threshold", "used", "name", "title", "is_reserved"];
    tx.seed("DedupeRuleGroup", &columns, &groups)?;
    let rules: Vec<Vec<Value>> = data::dedupe_rules()
        .lines()
        .map(|line| {
            vec![
                line.int("id").into(),
                line.int("dedupe_rule_group_id").into(),
                line.text("rule_table").into(),
                line.text("rule_field").into(),
                line.int("rule_weight").into(),
            ]
        })
        .collect();
    tx.seed("DedupeRule", &["id", "dedupe_rule_group_id", "rule_table", "rule_field", "rule_weight"], &rules)
}
