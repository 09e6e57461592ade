//! Custom fields that hold data of article 9 (health, beliefs, opinions …): marked one by one or by their set. They are
//! seen and written by whoever holds a permission of its own, beside what opens their set.

use std::collections::BTreeMap;

use query::Cell;
use schema::{Entity, Kind, OptionSource};
use store::history::Undone;
use store::{Change, Error, Problem, Result, Tx, statement};

use crate::permission::SENSITIVE;

/// The special categories of article 9, and offences (article 10): value, name, label.
pub const CATEGORIES: &[(&str, &str, &str)] = &[
    ("health", "health", "Health"),
    ("religion", "religion", "Religious or philosophical beliefs"),
    ("politics", "politics", "Political opinions"),
    ("union", "union", "Trade union membership"),
    ("origin", "origin", "Racial or ethnic origin"),
    ("sexuality", "sexuality", "Sex life or sexual orientation"),
    ("genetics", "genetics", "Genetic data"),
    ("biometrics", "biometrics", "Biometric data"),
    ("offences", "offences", "Offences and convictions"),
    ("social", "social", "Social difficulties"),
];

/// One mark: on a field, or on a whole set.
#[derive(Clone, Debug, Entity)]
#[entity(
    "SensitiveMark",
    "ruche_sensitive_mark",
    title("Sensitive Mark", "Sensitive Marks"),
    searchable("none"),
    door_all("get", &["access GDPR"]),
    door_all("default", &["administer GDPR"])
)]
pub struct SensitiveMark {
    #[field(readonly)]
    pub id: i64,
    #[field(belongs_to("CustomGroup"))]
    pub custom_group_id: i64,
    /// The field; the whole set where there is none.
    #[field(belongs_to("CustomField"))]
    pub custom_field_id: Option<i64>,
    #[field(text(16), required, options(OptionSource::Fixed(CATEGORIES)))]
    pub category: Option<String>,
}

/// Before: one mark a field, and of that set.
///
/// # Errors
/// Refuses a second mark, and a field of another set.
pub fn settle(tx: &mut Tx<'_>, change: &mut Change<SensitiveMark>) -> Result<()> {
    let mark = &change.after;
    if let Some(id) = mark.custom_field_id {
        let field = tx.find::<custom::field::CustomField>(id)?;
        if field.is_none_or(|field| field.custom_group_id != mark.custom_group_id) {
            return Err(Error::field("custom_field_id", Problem::NoSuchRecord));
        }
    }
    let others = tx.find_by::<SensitiveMark>("custom_group_id", mark.custom_group_id)?;
    let taken = others.iter().any(|(id, other)| *id != change.id && other.custom_field_id == mark.custom_field_id);
    if taken { Err(Error::field("custom_field_id", Problem::Taken)) } else { Ok(()) }
}

/// After: who sees which field has changed.
///
/// # Errors
/// The database's own failure.
pub fn follow(tx: &mut Tx<'_>, _: &Change<SensitiveMark>) -> Result<()> {
    tx.redeclare()
}

/// The same after a mark was taken away.
///
/// # Errors
/// The database's own failure.
pub fn follow_gone(tx: &mut Tx<'_>, _: i64, _: &SensitiveMark) -> Result<()> {
    tx.redeclare()
}

/// The same after a transaction with marks was undone.
///
/// # Errors
/// The database's own failure.
pub fn follow_undone(tx: &mut Tx<'_>, undone: &Undone) -> Result<()> {
    let text = format!(
        r#"SELECT 1 FROM "ruche_change" WHERE "transaction_id" = {} AND "entity" = 'SensitiveMark' LIMIT 1"#,
        tx.placeholder(1)
    );
    match tx.one(&statement(text, vec![undone.transaction.into()]))? {
        Some(_) => tx.redeclare(),
        None => Ok(()),
    }
}

/// Closes the marked fields to whoever may not see sensitive data.
///
/// # Errors
/// The database's own failure.
pub fn close(tx: &Tx<'_>, entities: &mut Vec<Entity>) -> Result<()> {
    let marked = all(tx)?;
    if marked.is_empty() {
        return Ok(());
    }
    for entity in entities {
        let is_set = entity.name.starts_with("Custom_");
        for field in &mut entity.fields {
            let key = match field.name.split_once('.') {
                Some((set, name)) if field.kind == Kind::Custom => (format!("Custom_{set}"), name.to_owned()),
                _ if is_set => (entity.name.to_string(), field.name.to_string()),
                _ => continue,
            };
            if marked.contains_key(&key) {
                field.permission = field.permission.clone().and_any(&[SENSITIVE]);
                field.fill_permission = field.fill_permission.take().map(|fill| fill.and_any(&[SENSITIVE]));
            }
        }
    }
    Ok(())
}

/// The marked fields with their categories, by entity (`Custom_…`) and field. A mark on a field goes before that of its
/// set.
///
/// # Errors
/// The database's own failure.
pub fn all(tx: &Tx<'_>) -> Result<BTreeMap<(String, String), String>> {
    let text = r#"SELECT g."name", f."name", m."category" FROM "ruche_sensitive_mark" m
        JOIN "civicrm_custom_group" g ON g."id" = m."custom_group_id"
        JOIN "civicrm_custom_field" f ON f."custom_group_id" = g."id"
             AND (m."custom_field_id" IS NULL OR m."custom_field_id" = f."id")
        ORDER BY CASE WHEN m."custom_field_id" IS NULL THEN 0 ELSE 1 END, m."id""#;
    let mut found = BTreeMap::new();
    tx.rows(&statement(text, Vec::new()), |row| {
        if let (Cell::Text(set), Cell::Text(field), Cell::Text(category)) = (row.cell(0), row.cell(1), row.cell(2)) {
            found.insert((format!("Custom_{set}"), field.to_owned()), category.to_owned());
        }
        Ok(())
    })?;
    Ok(found)
}
