//! The choices of fields in the reader's language. A shipped label is translated until an administrator edits it.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use schema::{OptionItem, OptionList, OptionSource, Value};
use store::{Result, Tx};

use crate::data::{self, Table};

/// A choice as a form shows it.
#[derive(Clone, Debug)]
pub struct Pick {
    pub value: String,
    pub label: String,
    pub item: OptionItem,
}

type Shipped = HashMap<(&'static str, &'static str), &'static str>;

/// The English labels that the program ships, as they stand in the database until somebody edits them.
fn shipped() -> &'static Shipped {
    static ALL: OnceLock<Shipped> = OnceLock::new();
    ALL.get_or_init(|| {
        let mut all = Shipped::new();
        for line in data::option_values().lines() {
            if let (Some(group), Some(name), Some(label)) = (line.text("group"), line.text("name"), line.text("label"))
            {
                all.insert((group, name), label);
            }
        }
        let tables: [(&'static str, &'static Table, &str, &str); 10] = [
            ("Country", data::countries(), "iso_code", "name"),
            ("StateProvince", data::provinces(), "id", "name"),
            ("ContactType", data::contact_types(), "name", "label"),
            ("LocationType", data::location_types(), "name", "display_name"),
            ("Group", data::groups(), "name", "title"),
            ("Tag", data::tags(), "name", "label"),
            ("DedupeRuleGroup", data::dedupe_rule_groups(), "name", "title"),
            ("Role", data::roles(), "name", "label"),
            ("RelationshipType", data::relationship_types(), "name_a_b", "label_a_b"),
            ("RelationshipType", data::relationship_types(), "name_b_a", "label_b_a"),
        ];
        for (entity, table, key, label) in tables {
            for line in table.lines() {
                if let (Some(key), Some(label)) = (line.text(key), line.text(label)) {
                    all.insert((entity, key), label);
                }
            }
        }
        all
    })
}

/// The label of a row in the reader's language.
pub fn translated(code: &str, of: &str, key: &str, stored: &str) -> String {
    let untouched = shipped().get(&(of, key)).is_some_and(|label| *label == stored);
    let known = untouched.then(|| data::label(code, of, key)).flatten();
    known.unwrap_or(stored).to_owned()
}

/// What a search that comes with the program is called in the reader's language, and what it tells; None for any other,
/// and for one that somebody has renamed.
pub fn packaged(locale: ui::Locale, name: &str, label: &str) -> Option<(String, String)> {
    let key = format!("view-report-{}", name.strip_prefix("report_")?.replace('_', "-"));
    let stored = locale.has(&key) && ui::Locale::best(Some("en"), None).text(&key) == label;
    stored.then(|| (locale.text(&key).into_owned(), locale.text(&format!("{key}-words")).into_owned()))
}

fn key_text(id: &Value) -> String {
    match id {
        Value::Int(n) => n.to_string(),
        Value::Text(text) => text.clone(),
        other => other.to_json().to_string(),
    }
}

/// The label of a choice in the reader's language.
pub fn label(code: &str, source: &OptionSource, item: &OptionItem) -> String {
    match source {
        OptionSource::Group { name, .. } => translated(code, name, &item.name, &item.label),
        OptionSource::Table(table) => {
            let key = match table.entity.as_ref() {
                "StateProvince" | "ContactType" => key_text(&item.id),
                _ => item.name.clone(),
            };
            translated(code, &table.entity, &key, &item.label)
        }
        _ => item.label.clone(),
    }
}

fn list(tx: &Tx<'_>, entity: &str, field: &str) -> Result<Option<(OptionSource, Arc<OptionList>)>> {
    let entity = tx.entity(entity)?;
    let Some(field) = entity.field(field) else { return Ok(None) };
    let Some(source) = field.options.clone() else { return Ok(None) };
    Ok(tx.options(&entity, field)?.map(|list| (source, list)))
}

/// The label of what a record keeps in a field; the value itself where it is no choice any more.
pub fn label_of(tx: &Tx<'_>, code: &str, entity: &str, field: &str, value: &str) -> Result<String> {
    if value.is_empty() {
        return Ok(String::new());
    }
    let found = list(tx, entity, field)?;
    let named = found.and_then(|(source, list)| list.by_key(value).map(|item| label(code, &source, item)));
    Ok(named.unwrap_or_else(|| value.to_owned()))
}

/// The one choice that a record keeps in a field: the others of a long list are not looked at.
pub fn chosen(tx: &Tx<'_>, code: &str, entity: &str, field: &str, value: &str) -> Result<Option<Pick>> {
    if value.is_empty() {
        return Ok(None);
    }
    let found = list(tx, entity, field)?;
    let pick = |source: &OptionSource, item: &OptionItem| Pick {
        value: key_text(&item.id),
        label: label(code, source, item),
        item: item.clone(),
    };
    Ok(found.and_then(|(source, list)| list.by_key(value).map(|item| pick(&source, item))))
}

/// The choices that can be chosen, and the chosen one although it cannot any more.
pub fn choices(tx: &Tx<'_>, code: &str, entity: &str, field: &str, chosen: &str) -> Result<Vec<Pick>> {
    let Some((source, list)) = list(tx, entity, field)? else { return Ok(Vec::new()) };
    let kept = |item: &&OptionItem| item.is_active || key_text(&item.id) == chosen;
    let option =
        |item: &OptionItem| Pick { value: key_text(&item.id), label: label(code, &source, item), item: item.clone() };
    Ok(list.items.iter().filter(kept).map(option).collect())
}

/// The choices of an option group that no field names.
///
/// # Errors
/// The database's own failure.
pub fn of_group(tx: &Tx<'_>, code: &str, group: &str) -> Result<Vec<Pick>> {
    let clauses = serde_json::json!([["option_group_id:name", "=", group], ["is_active", "=", true]]);
    let rows =
        super::rows::ask(tx, "OptionValue", &["value", "name", "label", "weight"], clauses, &[("weight", "ASC")], 0)?;
    let pick = |row: super::rows::Row| {
        let (value, name, label) = (super::rows::written(&row, "value"), row.get("name"), row.get("label"));
        let text = |value: Option<&serde_json::Value>| value.map(super::rows::plain).unwrap_or_default();
        let item = OptionItem { name: text(name), label: text(label), is_active: true, ..OptionItem::default() };
        Pick { label: translated(code, group, &item.name, &item.label), value, item }
    };
    Ok(rows.into_iter().map(pick).collect())
}

/// The same, sorted as people read them: long lists such as countries.
pub fn sorted(mut all: Vec<Pick>) -> Vec<Pick> {
    all.sort_by(|a, b| schema::fold::compare(&a.label, &b.label));
    all
}

/// What another field's value leaves of the choices: the provinces of a country.
pub fn fitting(all: Vec<Pick>, other: &str) -> Vec<Pick> {
    all.into_iter().filter(|option| key_text(&option.item.depends) == other).collect()
}

#[cfg(test)]
mod tests {
    use super::translated;

    #[test]
    fn an_edited_label_is_shown_as_it_was_edited() {
        assert_eq!(translated("fr", "gender", "Female", "Female"), "Femme");
        assert_eq!(translated("fr", "gender", "Female", "Lady"), "Lady");
        assert_eq!(translated("en", "gender", "Female", "Female"), "Female");
    }
}
