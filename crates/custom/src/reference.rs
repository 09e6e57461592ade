//! Which records a field that names records takes: those of a group, of a kind, that meet a condition.

use query::GetRequest;
use schema::{Entity, Field, Value};
use serde_json::{Value as Json, json};
use store::{As, Change, Error, Result, Tx};

/// What a field's filter asks of the records: groups of contacts, or conditions such as `contact_type=Organization`.
pub fn conditions(tx: &Tx<'_>, entity: &str, filter: &str) -> Vec<Json> {
    let Some(known) = tx.catalog().entity(entity) else { return Vec::new() };
    let mut all = Vec::new();
    for (name, value) in filter.split('&').filter_map(|part| part.split_once('=')) {
        match name {
            "action" => {}
            "group" => {
                let ids: Vec<i64> = value.split(',').filter_map(|id| id.parse().ok()).collect();
                all.push(json!(["groups", "IN", ids]));
            }
            name if known.field(name.split([':', '.']).next().unwrap_or(name)).is_some() => {
                all.push(json!([name, "=", value]));
            }
            _ => {}
        }
    }
    all
}

/// After any record of a set is written: what its references name newly is what their filters let in.
///
/// # Errors
/// Refuses a record that the filter leaves out.
pub(crate) fn check(tx: &mut Tx<'_>, entity: &Entity, change: &Change<schema::Row>) -> Result<()> {
    if entity.types.first().is_none_or(|kind| kind != "CustomValue") {
        return Ok(());
    }
    for (at, field) in entity.fields.iter().enumerate() {
        let (Some(filter), Some(reference)) = (filter_of(field), &field.references) else { continue };
        let before = change.before.as_ref().and_then(|row| row.get(at)).map(ids).unwrap_or_default();
        let mut named = change.after.get(at).map(ids).unwrap_or_default();
        named.retain(|id| !before.contains(id));
        named.sort_unstable();
        named.dedup();
        if !named.is_empty() && !are_let_in(tx, &reference.entity, filter, &named)? {
            let text = "The field does not take this record: it is not among those that its filter lets in.";
            return Err(Error::rule(field.name.as_ref(), "problem-reference-filter", text));
        }
    }
    Ok(())
}

fn filter_of(field: &Field) -> Option<&str> {
    let (_, filter) = field.input_attrs.iter().find(|(name, _)| name == "filter")?;
    filter.as_str().filter(|filter| !filter.is_empty())
}

/// The records that a value names.
fn ids(value: &Value) -> Vec<i64> {
    match value {
        Value::List(items) => items.iter().flat_map(ids).collect(),
        Value::Text(text) => text.parse().into_iter().collect(),
        one => one.as_int().into_iter().collect(),
    }
}

fn are_let_in(tx: &Tx<'_>, entity: &str, filter: &str, named: &[i64]) -> Result<bool> {
    let mut where_ = conditions(tx, entity, filter);
    if where_.is_empty() {
        return Ok(true);
    }
    where_.push(json!(["id", "IN", named]));
    let request = GetRequest { select: vec!["row_count".to_owned()], where_, ..GetRequest::default() };
    let found = tx.get(entity, &request, As::Program)?.matched.unwrap_or(0);
    Ok(usize::try_from(found).is_ok_and(|found| found == named.len()))
}
