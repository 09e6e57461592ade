//! One row for several contacts: for a household in the place of its members, or for all who live at one address, whose
//! names and greetings then stand together.

use std::collections::{HashMap, HashSet};

use query::GetRequest;
use schema::fold::fold;
use serde_json::{Map, Value as Json, json};
use store::{As, Result, Tx};

use crate::run::Prepared;

/// What is taken together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Merge {
    Household,
    Address,
}

/// Where a display keeps it.
pub const SETTING: &str = "merge";
/// So many contacts are named in one question.
const STEP: usize = 1_000;
/// Fields of which those of all who share a row are said, one after the other.
const SPOKEN: [&str; 4] = ["display_name", "addressee_display", "postal_greeting_display", "email_greeting_display"];
/// Kinds of relationships that put somebody into a household.
const BELONGS: [&str; 2] = ["Household Member of", "Head of Household for"];

impl Merge {
    /// What a display's settings ask for.
    pub fn of(settings: &Map<String, Json>) -> Option<Merge> {
        Merge::named(settings.get(SETTING)?.as_str()?)
    }

    /// The one of this name.
    pub fn named(name: &str) -> Option<Merge> {
        match name {
            "household" => Some(Merge::Household),
            "address" => Some(Merge::Address),
            _ => None,
        }
    }
}

/// The contacts of which each gets a row, in their order, with those who share it.
#[derive(Debug, Default, PartialEq)]
pub struct Rows {
    pub ids: Vec<i64>,
    shared: HashMap<i64, Vec<Map<String, Json>>>,
}

impl Rows {
    /// The contacts that a search finds, put together.
    ///
    /// # Errors
    /// What the planner refuses, or the database's own failure.
    pub fn of(tx: &Tx<'_>, prepared: &Prepared, merge: Merge) -> Result<Rows> {
        let mut found: Vec<i64> = Vec::new();
        let mut seen = HashSet::new();
        for id in prepared.ids(tx)?.iter().filter_map(Json::as_i64) {
            if seen.insert(id) {
                found.push(id);
            }
        }
        match merge {
            Merge::Household => Ok(Rows { ids: housed(&found, &households(tx, &found)?), shared: HashMap::new() }),
            Merge::Address => addressed(tx, &found),
        }
    }

    /// What stands in a column of a row that several share; None where it is the row's own.
    pub fn spoken(&self, id: i64, key: &str) -> Option<String> {
        let all = self.shared.get(&id).filter(|_| SPOKEN.contains(&key))?;
        let said: Vec<&str> = all.iter().filter_map(|one| one.get(key)?.as_str()).filter(|s| !s.is_empty()).collect();
        (!said.is_empty()).then(|| together(&said))
    }
}

/// "Dear Ada", "Dear Bo" become "Dear Ada, Bo"; "Cher Bo", "Chère Ada" stay whole.
fn together(all: &[&str]) -> String {
    let mut kept: Vec<&str> = Vec::new();
    for one in all {
        if !kept.contains(one) {
            kept.push(one);
        }
    }
    let first = kept.first().and_then(|one| one.split_once(' ')).map_or("", |(word, _)| word);
    let shared = kept.len() > 1
        && !first.is_empty()
        && kept.iter().all(|one| one.split_once(' ').is_some_and(|(word, rest)| word == first && !rest.is_empty()));
    match shared {
        true => {
            let rest: Vec<&str> = kept.iter().filter_map(|one| Some(one.split_once(' ')?.1)).collect();
            format!("{first} {}", rest.join(", "))
        }
        false => kept.join(", "),
    }
}

/// Each household once, where its first member stood.
fn housed(found: &[i64], households: &HashMap<i64, i64>) -> Vec<i64> {
    let mut seen = HashSet::new();
    let stands = found.iter().map(|id| households.get(id).copied().unwrap_or(*id));
    stands.filter(|id| seen.insert(*id)).collect()
}

/// The household of each of these people, where the reader sees it.
fn households(tx: &Tx<'_>, people: &[i64]) -> Result<HashMap<i64, i64>> {
    let mut all = HashMap::new();
    for step in people.chunks(STEP) {
        let request = GetRequest {
            select: vec!["near_contact_id".to_owned(), "far_contact_id".to_owned()],
            where_: vec![
                json!(["near_contact_id", "IN", step]),
                json!(["far_contact_id.contact_type", "=", "Household"]),
                json!(["far_contact_id.is_deleted", "=", false]),
                json!(["near_relation", "IN", BELONGS]),
                json!(["is_current", "=", true]),
            ],
            order_by: vec![("id".to_owned(), "ASC".to_owned())],
            ..GetRequest::default()
        };
        let number = |row: &Map<String, Json>, name: &str| row.get(name).and_then(Json::as_i64);
        for row in tx.get("RelationshipCache", &request, As::Actor)?.rows {
            if let (Some(person), Some(household)) = (number(&row, "near_contact_id"), number(&row, "far_contact_id")) {
                all.entry(person).or_insert(household);
            }
        }
    }
    Ok(all)
}

/// The first of those who live at one address stands for all of them.
fn addressed(tx: &Tx<'_>, found: &[i64]) -> Result<Rows> {
    const PLACE: [&str; 4] = ["street_address", "supplemental_address_1", "postal_code", "city"];
    let mut select: Vec<String> = SPOKEN.iter().map(|name| (*name).to_owned()).collect();
    select.push("id".to_owned());
    select.extend(PLACE.iter().map(|name| format!("address_primary.{name}")));
    select.push("address_primary.country_id".to_owned());
    let mut rows = Rows::default();
    let mut first_at: HashMap<String, i64> = HashMap::new();
    for step in found.chunks(STEP) {
        let request =
            GetRequest { select: select.clone(), where_: vec![json!(["id", "IN", step])], ..GetRequest::default() };
        let read = tx.get("Contact", &request, As::Actor)?.rows;
        let mut by_id: HashMap<i64, Map<String, Json>> =
            read.into_iter().filter_map(|row| Some((row.get("id")?.as_i64()?, row))).collect();
        for id in step {
            let Some(mut row) = by_id.remove(id) else { continue };
            let part = |name: &str| crate::run::style::plain(row.get(&format!("address_primary.{name}")));
            let street = part("street_address");
            let place = PLACE.iter().map(|name| fold(&part(name)).into_owned()).collect::<Vec<_>>().join("\u{1}");
            let place = format!("{place}\u{1}{}", part("country_id"));
            row.retain(|key, _| SPOKEN.contains(&key.as_str()));
            match first_at.get(&place).filter(|_| !street.is_empty()) {
                Some(first) => rows.shared.entry(*first).or_default().push(row),
                None => {
                    first_at.insert(place, *id);
                    rows.ids.push(*id);
                    rows.shared.insert(*id, vec![row]);
                }
            }
        }
    }
    rows.shared.retain(|_, all| all.len() > 1);
    Ok(rows)
}

/// The request for these contacts alone, whoever found them.
pub fn of_ids(prepared: &Prepared, ids: &[i64]) -> GetRequest {
    GetRequest {
        where_: vec![json!(["id", "IN", ids]), json!(["is_deleted", "=", false])],
        limit: 0,
        offset: 0,
        order_by: Vec::new(),
        join: Vec::new(),
        group_by: Vec::new(),
        having: Vec::new(),
        ..prepared.request.clone()
    }
}

/// Whether rows of this search can be taken together: each of them is one contact, told without joins.
pub fn fits(prepared: &Prepared) -> bool {
    let contacts = matches!(prepared.entity.as_str(), "Contact" | "Individual" | "Organization" | "Household");
    let plain = prepared.items.iter().all(|item| {
        !item.aggregate && !item.target.as_ref().is_some_and(|t| t.steps.iter().any(|(owner, _)| owner.is_empty()))
    });
    let by = &prepared.request.group_by;
    contacts && plain && (by.is_empty() || by == &["id".to_owned()])
}

/// So many contacts at once.
pub fn steps(ids: &[i64]) -> impl Iterator<Item = &[i64]> {
    ids.chunks(STEP)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_household_stands_once_where_its_first_member_stood() {
        let households = HashMap::from([(2, 9), (4, 9)]);
        assert_eq!(housed(&[1, 2, 3, 4, 9, 5], &households), [1, 9, 3, 5]);
    }

    #[test]
    fn greetings_are_said_together() {
        assert_eq!(together(&["Dear Ada", "Dear Bo"]), "Dear Ada, Bo");
        assert_eq!(together(&["Cher Bo", "Chère Ada"]), "Cher Bo, Chère Ada");
        assert_eq!(together(&["Bo", "Bo"]), "Bo");
    }
}
