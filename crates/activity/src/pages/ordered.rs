//! The first activities of an order, read in the way that soonest finds them: by status, through the people, or along
//! the dates where somebody takes part in most of all activities.

use contact::pages::rows::{self, Row, request};
use query::GetRequest;
use serde_json::{Value as Json, json};
use store::{As, Result, Tx};

use crate::activity_contact::ROLES;

/// Whoever takes part in more activities than this is not looked up first: then a walk along the dates soon finds enough.
pub(super) const FEW: i64 = 10_000;
/// So many activities are walked along before somebody's own are looked up after all.
const WALKED: i64 = 100_000;
const DATE: &str = "activity_date_time";

/// What is asked for, under conditions, from one end of the dates.
pub(super) struct Ordered<'a> {
    pub select: &'a [&'a str],
    pub clauses: Vec<Json>,
    pub down: bool,
    pub limit: i64,
}

impl Ordered<'_> {
    /// Reads the rows. Several statuses are asked one by one: each has its rows by date in an index, of which the first
    /// few are all that can be among the first.
    ///
    /// # Errors
    /// The database's own failure.
    pub fn read(self, tx: &Tx<'_>) -> Result<Vec<Row>> {
        let busy = busy(tx, &self.clauses)?;
        let several = self.clauses.iter().position(|clause| clause[0] == "status_id" && clause[1] == "IN");
        // Those of one person are few, and found through the person.
        let through_people = self.clauses.iter().filter_map(people).any(|all| !meet(&all, &busy));
        let walks = !busy.is_empty() && !through_people;
        // Nor is each status of somebody's who is busy: of some there may be none, and all would be looked through.
        let apart = !through_people && !walks;
        let (Some(at), true) = (several, apart) else { return self.first(tx, &self.clauses, &busy, walks) };
        let statuses = self.clauses[at][2].as_array().cloned().unwrap_or_default();
        let mut all = Vec::new();
        for status in statuses {
            let mut own = self.clauses.clone();
            own[at] = json!(["status_id", "=", status]);
            all.extend(self.first(tx, &own, &busy, false)?);
        }
        all.sort_by_cached_key(|row| (rows::text(row, DATE).to_owned(), rows::id(row)));
        if self.down {
            all.reverse();
        }
        all.truncate(usize::try_from(self.limit).unwrap_or(0));
        Ok(all)
    }

    fn first(&self, tx: &Tx<'_>, clauses: &[Json], busy: &[i64], walks: bool) -> Result<Vec<Row>> {
        if walks && let Some(rows) = self.walked(tx, clauses, busy)? {
            return Ok(rows);
        }
        // Who is looked up first is not asked for one by one, unless somebody else is.
        let one_by_one = if walks { Vec::new() } else { busy.to_vec() };
        Ok(tx.get("Activity", &GetRequest { one_by_one, ..self.asked(clauses.to_vec()) }, As::Actor)?.rows)
    }

    /// What a walk along the dates finds that asks each activity for the people; None where it would lead too far.
    fn walked(&self, tx: &Tx<'_>, clauses: &[Json], busy: &[i64]) -> Result<Option<Vec<Row>>> {
        let others = clauses.iter().filter(|clause| people(clause).is_none()).cloned().collect();
        let along = clauses.iter().any(|clause| clause[1] == "IN");
        let far = GetRequest { select: vec![DATE.to_owned()], limit: 1, offset: WALKED, along, ..self.asked(others) };
        let far = tx.get("Activity", &far, As::Program)?.rows;
        let mut near = clauses.to_vec();
        near.extend(far.first().map(|row| json!([DATE, if self.down { ">=" } else { "<=" }, rows::text(row, DATE)])));
        let asked = GetRequest { one_by_one: busy.to_vec(), along, ..self.asked(near) };
        let found = tx.get("Activity", &asked, As::Actor)?.rows;
        Ok((far.is_empty() || found.len() as i64 >= self.limit).then_some(found))
    }

    fn asked(&self, clauses: Vec<Json>) -> GetRequest {
        let way = if self.down { "DESC" } else { "ASC" };
        let order = [DATE, "id"].map(|key| (key.to_owned(), way.to_owned()));
        request(self.select, Json::Array(clauses), order.to_vec(), self.limit)
    }
}

/// A contact, and the part that they take; any where there is none.
type Part = (i64, Option<i64>);

/// The contacts that a clause asks for, if it asks for contacts: one, or any of several.
fn people(clause: &Json) -> Option<Vec<Part>> {
    match clause[0].as_str()? {
        "OR" => {
            let all: Option<Vec<Vec<Part>>> = clause[1].as_array()?.iter().map(people).collect();
            all.map(|all| all.concat()).filter(|all| !all.is_empty())
        }
        field if field.ends_with("contact_id") => {
            let role = ROLES.iter().find(|(name, _)| *name == field).map(|(_, role)| *role);
            Some(vec![(clause[2].as_i64()?, role)])
        }
        _ => None,
    }
}

fn meet(all: &[Part], busy: &[i64]) -> bool {
    all.iter().any(|(contact, _)| busy.contains(contact))
}

/// Those among the contacts that the clauses ask for who take that part in so many activities that they are asked for one
/// activity after the other.
///
/// # Errors
/// The database's own failure.
pub(super) fn busy(tx: &Tx<'_>, clauses: &[Json]) -> Result<Vec<i64>> {
    let mut found = Vec::new();
    for (contact, role) in clauses.iter().filter_map(people).flatten() {
        let mut own = vec![json!(["contact_id", "=", contact])];
        own.extend(role.map(|role| json!(["record_type_id", "=", role])));
        let own = request(&[], Json::Array(own), Vec::new(), 0);
        if !found.contains(&contact) && tx.some("ActivityContact", &own, As::Program, FEW)? >= FEW {
            found.push(contact);
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clause_asks_for_one_contact_for_any_of_several_or_for_something_else() {
        let one = json!(["all_contact_id", "CONTAINS", 7]);
        assert_eq!(people(&one), Some(vec![(7, None)]));
        assert_eq!(
            people(&json!(["OR", [one, ["assignee_contact_id", "CONTAINS", 8]]])),
            Some(vec![(7, None), (8, Some(1))])
        );
        assert_eq!(people(&json!(["OR", [one, ["status_id", "=", 1]]])), None, "not only those with people");
        assert_eq!(people(&json!(["status_id", "IN", [1, 2]])), None);
    }
}
