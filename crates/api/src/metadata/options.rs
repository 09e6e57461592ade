//! The choices of a field as the API lists them.

use schema::{Entity, Field, OptionItem, OptionSource, Value};
use serde_json::{Map, Value as Json};
use store::{Result, Tx, coerce};

use super::Asked;

/// `false` for a field without choices; else `true`, labels by id, or a list of attributes, as `loadOptions` asks.
pub(super) fn told(tx: &Tx<'_>, entity: &Entity, field: &Field, asked: &Asked) -> Result<Json> {
    if field.options.is_none() {
        return Ok(Json::Bool(false));
    }
    if matches!(asked.options, Json::Bool(false) | Json::Null) {
        return Ok(Json::Bool(true));
    }
    let Some(list) = tx.options(entity, field)? else { return Ok(Json::Bool(false)) };
    let within = within(field, asked);
    let fits = |item: &&OptionItem| {
        item.is_active && within.as_ref().is_none_or(|given| key_text(given) == key_text(&item.depends.to_json()))
    };
    let items = list.items.iter().filter(fits);
    let attributes: Vec<&str> = match &asked.options {
        Json::Array(names) => names.iter().filter_map(Json::as_str).collect(),
        _ => Vec::new(),
    };
    if !attributes.is_empty() {
        return Ok(items.map(|item| attributes_of(tx, field, item, &attributes)).collect());
    }
    let labels: Map<String, Json> = items
        .map(|item| (key_text(&coerce::to_json(field, &item.id, tx.clock())), Json::from(item.label.as_str())))
        .collect();
    Ok(if labels.is_empty() { Json::Array(Vec::new()) } else { Json::Object(labels) })
}

fn attributes_of(tx: &Tx<'_>, field: &Field, item: &OptionItem, attributes: &[&str]) -> Json {
    let one = |name: &&str| {
        let value = match *name {
            "id" => coerce::to_json(field, &item.id, tx.clock()),
            other => Json::from(item.attribute(other)),
        };
        ((*name).to_owned(), value)
    };
    Json::Object(attributes.iter().map(one).collect())
}

/// The value that decides which choices fit (of provinces, the country).
fn within(field: &Field, asked: &Asked) -> Option<Json> {
    let Some(OptionSource::Table(table)) = &field.options else { return None };
    let (by, _) = table.depends_on.as_ref()?;
    asked.values.get(by.as_ref()).filter(|value| !value.is_null() && value.as_str() != Some("")).cloned()
}

fn key_text(json: &Json) -> String {
    match json {
        Json::String(text) => text.clone(),
        Json::Bool(yes) => u8::from(*yes).to_string(),
        other => other.to_string(),
    }
}

/// For a key that another field directs: the entities by the table that it may name.
pub(super) fn dynamic_entities(tx: &Tx<'_>, entity: &Entity, field: &Field) -> Result<Json> {
    let Some(by) = field.dynamic_reference.as_deref().and_then(|name| entity.field(name)) else {
        return Ok(Json::Null);
    };
    let Some(list) = tx.options(entity, by)? else { return Ok(Json::Null) };
    let pair = |item: &OptionItem| {
        let Value::Text(table) = &item.id else { return None };
        Some((table.clone(), Json::from(&*tx.catalog().by_table(table)?.name)))
    };
    Ok(Json::Object(list.items.iter().filter_map(pair).collect()))
}
