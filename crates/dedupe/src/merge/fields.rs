//! The fields of two records, one beside the other, and which of two values is the better one.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::civil::DateTime;
use schema::fold::fold;
use schema::{Entity, Field, FieldType, Row, Value};
use serde_json::{Map, Value as Json, json};
use store::{As, Result, Tx, statement};

use super::resolve::{Resolvers, Times, care, contains, is_refusal};

/// Which of the two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    Keep,
    Other,
}

/// Why a value is the better one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The other one says nothing.
    OnlyOne,
    /// It has accents and capitals where they belong.
    BetterWritten,
    /// It says more.
    Fuller,
    /// A wish not to be disturbed is kept.
    Refusal,
    /// Its record was changed last.
    Newer,
    /// Its record was made first.
    Older,
    /// The other is a pet form of it.
    Formal,
    /// There is no reason to change it.
    Stays,
}

/// A field in which the two differ.
#[derive(Clone, Debug)]
pub struct Difference {
    /// How choices name it.
    pub key: String,
    pub entity: String,
    pub field: String,
    pub keep: Value,
    pub other: Value,
    pub proposed: Side,
    pub reason: Reason,
    /// Both say something, and not the same.
    pub conflict: bool,
}

/// Fields that follow from others, or say how a record came to be: never a matter of choice.
const OWN: [&str; 9] = [
    "id",
    "contact_type",
    "is_deleted",
    "email_greeting_id",
    "postal_greeting_id",
    "addressee_id",
    "communication_style_id",
    "primary_contact_id",
    "source",
];

/// A row of each of the two.
struct Sheets {
    entity: Arc<Entity>,
    keep: Row,
    other: Row,
}

/// The fields in which two contacts differ: their own, and those of sets that a contact has once.
///
/// # Errors
/// The database's own failure.
pub fn compare(tx: &Tx<'_>, keep: i64, other: i64, resolvers: &Resolvers) -> Result<Vec<Difference>> {
    let (one, two) = (moments(tx, keep)?, moments(tx, other)?);
    let times = Times { created: (one.0, two.0), changed: (one.1, two.1) };
    let mut found = Vec::new();
    for sheets in sheets(tx, keep, other)? {
        let fields = sheets.entity.fields.iter().enumerate();
        for (at, field) in fields.filter(|(_, field)| is_compared(&sheets.entity, field)) {
            let value = |row: &Row| row.get(at).cloned().unwrap_or_default();
            let values = (value(&sheets.keep), value(&sheets.other));
            found.extend(difference(&sheets.entity, field, values, times, resolvers));
        }
    }
    Ok(found)
}

/// When a contact was made and changed.
fn moments(tx: &Tx<'_>, id: i64) -> Result<(Option<DateTime>, Option<DateTime>)> {
    let contact = tx.find::<contact::contact::Contact>(id)?;
    Ok(contact.map_or((None, None), |contact| (contact.created_date, contact.modified_date)))
}

fn sheets(tx: &Tx<'_>, keep: i64, other: i64) -> Result<Vec<Sheets>> {
    let catalog = tx.catalog().clone();
    let mut found = Vec::new();
    for entity in catalog.entities() {
        let ids = if entity.name == "Contact" {
            (Some(keep), Some(other))
        } else if is_single_set(entity) {
            (record_of(tx, entity, keep)?, record_of(tx, entity, other)?)
        } else {
            continue;
        };
        let empty = || vec![Value::Null; entity.fields.len()];
        let load = |id: Option<i64>| id.map_or(Ok(None), |id| tx.load(entity, id));
        let (one, two) = (load(ids.0)?, load(ids.1)?);
        if two.is_some() {
            found.push(Sheets {
                entity: entity.clone(),
                keep: one.unwrap_or_else(empty),
                other: two.unwrap_or_else(empty),
            });
        }
    }
    Ok(found)
}

/// A custom set that a contact has once.
pub(crate) fn is_single_set(entity: &Entity) -> bool {
    let is_custom = entity.types.iter().any(|kind| kind == "CustomValue");
    let of_contact = entity.field("entity_id").and_then(|field| field.references.as_ref());
    is_custom && entity.internal && of_contact.is_some_and(|reference| reference.entity == "Contact")
}

/// The contact's record of a set, where it has one.
pub(crate) fn record_of(tx: &Tx<'_>, entity: &Entity, contact: i64) -> Result<Option<i64>> {
    let text = format!(r#"SELECT "id" FROM "{}" WHERE "entity_id" = {}"#, entity.table, tx.placeholder(1));
    Ok(tx.one(&statement(text, vec![contact.into()]))?.and_then(|id| id.as_int()))
}

fn is_compared(entity: &Entity, field: &Field) -> bool {
    let plain = field.is_column() && !field.secret && !field.readonly && !field.deprecated;
    plain && !(entity.name == "Contact" && OWN.contains(&field.name.as_ref())) && field.name != "entity_id"
}

fn difference(
    entity: &Entity,
    field: &Field,
    (keep, other): (Value, Value),
    times: Times,
    resolvers: &Resolvers,
) -> Option<Difference> {
    if keep == other || keep.is_blank() && other.is_blank() {
        return None;
    }
    let settled = resolvers.settle(field, &keep, &other, times);
    let (proposed, reason) = settled.unwrap_or_else(|| better(field, &keep, &other, times.changed));
    let name = &field.name;
    let key = if entity.name == "Contact" { name.to_string() } else { format!("{}.{name}", entity.name) };
    Some(Difference {
        key,
        entity: entity.name.to_string(),
        field: name.to_string(),
        keep,
        other,
        proposed,
        reason,
        conflict: settled.is_none(),
    })
}

/// The better of two different values where none of the ways that are on can tell: what is proposed, and somebody looks.
fn better(field: &Field, keep: &Value, other: &Value, changed: (Option<DateTime>, Option<DateTime>)) -> (Side, Reason) {
    let side = |other: bool| if other { Side::Other } else { Side::Keep };
    if keep.is_blank() || other.is_blank() {
        return (side(keep.is_blank()), Reason::OnlyOne);
    }
    match (keep, other) {
        (Value::Bool(_), Value::Bool(yes)) if is_refusal(&field.name) => (side(*yes), Reason::Refusal),
        (Value::List(one), Value::List(two)) => {
            let more = two.iter().any(|item| !one.contains(item));
            (side(more), if more { Reason::Fuller } else { Reason::Stays })
        }
        (Value::Text(one), Value::Text(two)) if fold(one.trim()) == fold(two.trim()) => {
            let more = care(two) > care(one);
            (side(more), if care(two) == care(one) { Reason::Stays } else { Reason::BetterWritten })
        }
        (Value::Text(one), Value::Text(two)) if contains(two, one) => (Side::Other, Reason::Fuller),
        (Value::Text(one), Value::Text(two)) if contains(one, two) => (Side::Keep, Reason::Fuller),
        _ => match changed {
            (Some(one), Some(two)) if two > one => (Side::Other, Reason::Newer),
            (Some(one), Some(two)) if one > two => (Side::Keep, Reason::Newer),
            _ => (Side::Keep, Reason::Stays),
        },
    }
}

/// The values that the survivor gets, by entity.
pub struct Chosen {
    values: Vec<(String, Map<String, Json>)>,
    /// A value that no two may have: the other gives it up first.
    given_up: Vec<String>,
}

/// What these choices come to.
///
/// # Errors
/// The database's own failure.
pub fn chosen(tx: &Tx<'_>, plan: &super::Plan, taken: &BTreeSet<String>) -> Result<Chosen> {
    let catalog = tx.catalog().clone();
    let mut chosen = Chosen { values: Vec::new(), given_up: Vec::new() };
    for difference in plan.differences.iter().filter(|difference| taken.contains(&difference.key)) {
        let Some(entity) = catalog.entity(&difference.entity) else { continue };
        let Some(field) = entity.field(&difference.field) else { continue };
        let json = match (&difference.keep, &difference.other) {
            // Of two lists, everything.
            (Value::List(one), Value::List(two)) => {
                let more = two.iter().filter(|item| !one.contains(item));
                Json::Array(one.iter().chain(more).map(Value::to_json).collect())
            }
            _ => given(tx, field, &difference.other),
        };
        let unique = entity.indexes.iter().any(|index| index.unique && index.columns == [field.name.clone()]);
        if unique && entity.name == "Contact" {
            chosen.given_up.push(difference.field.clone());
        }
        chosen.put(&difference.entity, &difference.field, json);
    }
    if let Some(nick) = nickname(tx, plan, taken)? {
        chosen.put("Contact", "nick_name", json!(nick));
    }
    Ok(chosen)
}

impl Chosen {
    fn put(&mut self, entity: &str, field: &str, value: Json) {
        let at = self.values.iter().position(|(name, _)| name == entity);
        let at = at.unwrap_or_else(|| {
            self.values.push((entity.to_owned(), Map::new()));
            self.values.len() - 1
        });
        self.values[at].1.insert(field.to_owned(), value);
    }
}

/// The pet form of a first name that gives way to the name: it is what somebody is called, where nothing else is known.
fn nickname(tx: &Tx<'_>, plan: &super::Plan, taken: &BTreeSet<String>) -> Result<Option<String>> {
    let pet = plan.differences.iter().find(|one| one.reason == Reason::Formal && one.key == "first_name");
    let Some(pet) = pet.filter(|one| taken.contains(&one.key) == (one.proposed == Side::Other)) else {
        return Ok(None);
    };
    let known = plan.differences.iter().any(|one| one.key == "nick_name");
    let own = tx.find::<contact::contact::Contact>(plan.keep)?.and_then(|contact| contact.nick_name);
    if known || own.is_some_and(|name| !name.trim().is_empty()) {
        return Ok(None);
    }
    let given_up = if pet.proposed == Side::Other { &pet.keep } else { &pet.other };
    Ok(given_up.as_text().map(str::to_owned))
}

/// A value as a caller would give it: moments in the site's zone.
fn given(tx: &Tx<'_>, field: &Field, value: &Value) -> Json {
    match field.ty {
        FieldType::Timestamp => store::coerce::to_json(field, value, tx.clock()),
        _ => value.to_json(),
    }
}

/// Writes them.
///
/// # Errors
/// As any write.
pub fn write(tx: &mut Tx<'_>, keep: i64, other: i64, chosen: Chosen) -> Result<()> {
    if !chosen.given_up.is_empty() {
        let mut values: Map<String, Json> = chosen.given_up.iter().map(|field| (field.clone(), Json::Null)).collect();
        values.insert("id".to_owned(), json!(other));
        tx.save("Contact", values, As::Program)?;
    }
    for (name, mut values) in chosen.values {
        if name == "Contact" {
            values.insert("id".to_owned(), json!(keep));
        } else {
            let entity = tx.entity(&name)?;
            match record_of(tx, &entity, keep)? {
                Some(id) => values.insert("id".to_owned(), json!(id)),
                None => values.insert("entity_id".to_owned(), json!(keep)),
            };
        }
        tx.save(&name, values, As::Program)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn propose(field: &str, keep: impl Into<Value>, other: impl Into<Value>) -> (Side, Reason) {
        let field = Field::new(field.to_owned(), FieldType::Text { max: 64 });
        let day = |day: &str| day.parse().ok();
        better(&field, &keep.into(), &other.into(), (day("2026-01-01T00:00:00"), day("2025-01-01T00:00:00")))
    }

    #[test]
    fn a_value_beats_none() {
        assert_eq!(propose("nick_name", "", "Mimi"), (Side::Other, Reason::OnlyOne));
    }

    #[test]
    fn care_in_writing_beats_capitals() {
        assert_eq!(propose("last_name", "LEFEVRE", "Lefèvre"), (Side::Other, Reason::BetterWritten));
        assert_eq!(propose("last_name", "Lefèvre", "lefevre"), (Side::Keep, Reason::BetterWritten));
    }

    #[test]
    fn a_fuller_name_beats_an_initial() {
        assert_eq!(propose("first_name", "M.", "Marie"), (Side::Other, Reason::Fuller));
        assert_eq!(propose("first_name", "Marie-Claude", "Marie"), (Side::Keep, Reason::Fuller));
    }

    #[test]
    fn a_refusal_is_kept() {
        assert_eq!(propose("do_not_email", false, true), (Side::Other, Reason::Refusal));
        assert_eq!(propose("do_not_email", true, false), (Side::Keep, Reason::Refusal));
    }

    #[test]
    fn otherwise_the_newer_record_is_believed() {
        assert_eq!(propose("job_title", "Boulanger", "Meunier"), (Side::Keep, Reason::Newer));
    }
}
