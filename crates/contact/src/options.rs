//! Choices that stand in no table of their own.

use kit::Registry;
use schema::{OptionItem, Record, Value};
use store::{Result, Tx};

use crate::contact::Contact;
use crate::data;

/// All of them, under the names that fields ask for.
pub(crate) fn register(registry: &mut Registry) {
    registry
        .options("pmf", mail_formats)
        .options("emailOnHoldOptions", holds)
        .options("getTimeZones", time_zones)
        .options("getPreferredLanguages", languages)
        .options("permissions", permissions)
        .options("dataTypes", data_types)
        .options("optionValueFields", option_value_fields);
}

fn item(id: impl Into<Value>, name: &str, label: &str) -> OptionItem {
    OptionItem {
        id: id.into(),
        name: name.to_owned(),
        label: label.to_owned(),
        is_active: true,
        ..OptionItem::default()
    }
}

fn same(text: &str) -> OptionItem {
    item(text, text, text)
}

fn mail_formats(_tx: &Tx<'_>) -> Result<Vec<OptionItem>> {
    Ok(["Text", "HTML", "Both"].map(same).into())
}

fn holds(_tx: &Tx<'_>) -> Result<Vec<OptionItem>> {
    Ok(vec![
        item(0, "No", "No"),
        item(1, "On Hold Bounce", "On Hold Bounce"),
        item(2, "On Hold Opt Out", "On Hold Opt Out"),
    ])
}

fn time_zones(_tx: &Tx<'_>) -> Result<Vec<OptionItem>> {
    Ok(data::time_zones().lines().filter_map(|line| line.text("name")).map(same).collect())
}

/// The languages that an administrator offers, as for contacts.
fn languages(tx: &Tx<'_>) -> Result<Vec<OptionItem>> {
    let entity = tx.entity(Contact::NAME)?;
    let list = match entity.field("preferred_language") {
        Some(field) => tx.options(&entity, field)?,
        None => None,
    };
    Ok(list.map(|list| list.items.iter().filter(|item| item.is_active).cloned().collect()).unwrap_or_default())
}

fn permissions(_tx: &Tx<'_>) -> Result<Vec<OptionItem>> {
    let lines = data::permissions().lines().filter(|line| line.text("name") != Some(schema::permission::ALWAYS_ALLOW));
    let option = |line: data::Line<'_>| {
        let name = line.text("name").unwrap_or_default();
        OptionItem {
            description: line.text("description").map(str::to_owned),
            ..item(name, name, line.text("title").unwrap_or(name))
        }
    };
    Ok(lines.map(option).collect())
}

fn data_types(_tx: &Tx<'_>) -> Result<Vec<OptionItem>> {
    Ok(vec![
        item("Integer", "Integer", "Whole number"),
        item("String", "String", "Text"),
        item("Float", "Float", "Number"),
        item("Money", "Money", "Amount"),
        item("Date", "Date", "Date"),
        item("Timestamp", "Timestamp", "Time"),
        item("Boolean", "Boolean", "Yes or no"),
    ])
}

fn option_value_fields(_tx: &Tx<'_>) -> Result<Vec<OptionItem>> {
    Ok(vec![
        item("name", "name", "Name"),
        item("label", "label", "Label"),
        item("description", "description", "Description"),
        item("icon", "icon", "Icon"),
        item("color", "color", "Color"),
        item("grouping", "grouping", "Grouping"),
    ])
}
