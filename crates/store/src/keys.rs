//! Where keys lead, found once for many records: those that are written together mostly have the same keys.

use schema::{Entity, FieldType, OptionSource, Value};
use serde_json::{Map, Value as Json};

use crate::coerce;
use crate::error::{FieldError, Result};
use crate::resolve::{Assignments, writable};
use crate::tx::{As, Tx};

/// The keys of the last record, with where each of them leads; what was chosen by its name before.
#[derive(Default)]
pub(crate) struct Keys {
    names: Vec<String>,
    /// Whether that record was a new one.
    is_new: bool,
    /// None where only [`Tx::resolve`] can tell.
    ways: Option<Vec<Way>>,
    chosen: Vec<(usize, String, Value)>,
}

/// Where a key leads.
#[derive(Clone, Copy)]
enum Way {
    /// To nothing that the caller may write.
    Nowhere,
    /// To a column.
    Column(usize),
    /// To a column whose value is one of a list, by the name of the choice.
    Choice(usize),
}

impl Way {
    fn column(self) -> Option<usize> {
        match self {
            Way::Nowhere => None,
            Way::Column(at) | Way::Choice(at) => Some(at),
        }
    }
}

impl Keys {
    /// Looks where the keys of a record lead, unless they are those of the last one.
    pub(crate) fn lead_from(&mut self, tx: &Tx<'_>, entity: &Entity, given: &Map<String, Json>, by: (As, bool)) {
        let is_same = self.names.len() == given.len() && self.names.iter().zip(given.keys()).all(|(a, b)| a == b);
        if is_same && self.is_new == by.1 {
            return;
        }
        self.names = given.keys().cloned().collect();
        self.is_new = by.1;
        let ways: Option<Vec<Way>> = self.names.iter().map(|key| way(tx, entity, key, by)).collect();
        // Of two keys for one column it is not the later one that counts.
        let columns: Vec<usize> = ways.iter().flatten().filter_map(|way| way.column()).collect();
        self.ways = ways.filter(|_| columns.iter().enumerate().all(|(n, at)| !columns[..n].contains(at)));
    }

    /// What a record's keys resolve to, as [`Tx::resolve`] has it; None where it has to be asked.
    pub(crate) fn assignments(
        &mut self,
        tx: &Tx<'_>,
        entity: &Entity,
        given: &Map<String, Json>,
    ) -> Result<Option<Assignments>> {
        let Some(ways) = &self.ways else { return Ok(None) };
        let mut found = Assignments::default();
        found.values.reserve(ways.len());
        for (way, (key, json)) in ways.iter().zip(given) {
            let (at, value) = match *way {
                Way::Nowhere => continue,
                // `user_contact_id` and the like.
                Way::Column(at) if json.is_string() && entity.fields[at].references.is_some() => return Ok(None),
                Way::Column(at) => (at, coerce::from_json(&entity.fields[at], json, tx.clock())),
                Way::Choice(at) => match json.as_str().filter(|name| !name.is_empty()) {
                    Some(name) => match chosen(&mut self.chosen, tx, entity, at, name)? {
                        Some(value) => (at, Ok(value)),
                        None => return Ok(None),
                    },
                    None => return Ok(None),
                },
            };
            match value {
                Ok(value) => drop(found.values.insert(at, value)),
                Err(problem) => found.errors.push(FieldError { field: key.clone(), problem }),
            }
        }
        Ok(Some(found))
    }
}

fn way(tx: &Tx<'_>, entity: &Entity, key: &str, by: (As, bool)) -> Option<Way> {
    if key.contains('.') {
        return None;
    }
    match key.split_once(':') {
        None => Some(writable(entity, key, tx, by).map_or(Way::Nowhere, |(at, _)| Way::Column(at))),
        Some((name, "name")) => {
            let (at, field) = writable(entity, name, tx, by)?;
            let depends = matches!(&field.options, Some(OptionSource::Table(table)) if table.depends_on.is_some());
            let plain = field.options.is_some() && field.ty == FieldType::Int && field.list.is_none() && !depends;
            plain.then_some(Way::Choice(at))
        }
        Some(_) => None,
    }
}

/// The value of a choice by its name; None where there is none, or where it is no number.
fn chosen(
    known: &mut Vec<(usize, String, Value)>,
    tx: &Tx<'_>,
    entity: &Entity,
    at: usize,
    name: &str,
) -> Result<Option<Value>> {
    if let Some((_, _, value)) = known.iter().find(|(of, text, _)| *of == at && text == name) {
        return Ok(Some(value.clone()));
    }
    let Some(field) = entity.fields.get(at) else { return Ok(None) };
    let Some(list) = tx.options(entity, field)? else { return Ok(None) };
    let value = list.matching("name", name).next().map(|option| option.id.clone());
    let value = value.filter(|value| matches!(value, Value::Int(_)));
    // Of lists as long as those of the world's towns few are remembered.
    if let Some(value) = value.as_ref().filter(|_| known.len() < 64) {
        known.push((at, name.to_owned(), value.clone()));
    }
    Ok(value)
}
