//! A body as it sits on a day: the terms of its offices, those that are vacant, those that are over.

use std::collections::BTreeMap;

use contact::pages::rows::{self, Row, ask, flag, int, text};
use jiff::civil::Date;
use serde_json::{Value as Json, json};
use store::{Result, Tx};

use crate::office;

/// So many terms of a body are read.
const MOST: i64 = 2000;
/// So many committees of an organisation are shown.
const COMMITTEES: i64 = 100;
/// A term that ends within so many days ends soon.
pub const SOON: i32 = 90;

/// Where a term stands on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum When {
    Now,
    Coming,
    Over,
}

/// One term of somebody in an office.
#[derive(Clone, Debug)]
pub struct Term {
    /// The number of its relationship.
    pub id: i64,
    pub kind: i64,
    /// The other end: the person of a body, the body of a person.
    pub far: i64,
    pub name: String,
    pub far_type: String,
    pub start: Option<Date>,
    pub end: Option<Date>,
    pub is_active: bool,
    pub description: String,
}

impl Term {
    /// Where it stands on this day, seen from today.
    pub fn on(&self, day: Date, today: Date) -> When {
        // Switched off before its last day, it is over, and nobody knows since when.
        let cut_short = !self.is_active && self.end.is_none_or(|end| end >= today);
        if cut_short || self.end.is_some_and(|end| end < day) {
            When::Over
        } else if self.start.is_some_and(|start| start > day) {
            When::Coming
        } else {
            When::Now
        }
    }

    /// Whether it ends within the next weeks.
    pub fn ends_soon(&self, today: Date) -> bool {
        self.end.is_some_and(|end| end >= today && (end - today).get_days() <= SOON)
    }
}

/// What the rules of a body say of an office: seats, and months of a term.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Seats {
    pub id: i64,
    pub seats: i64,
    pub months: Option<i64>,
}

/// A board or committee.
#[derive(Clone, Debug)]
pub struct Body {
    pub id: i64,
    pub name: String,
    pub terms: Vec<Term>,
    /// By the kind of relationship that is the office.
    pub seats: BTreeMap<i64, Seats>,
}

impl Body {
    /// The terms in this office that run on a day.
    pub fn sitting(&self, kind: i64, day: Date, today: Date) -> Vec<&Term> {
        self.terms.iter().filter(|term| term.kind == kind && term.on(day, today) == When::Now).collect()
    }

    /// How many seats of this office nobody holds.
    pub fn vacant(&self, kind: i64, day: Date, today: Date) -> i64 {
        let seats = self.seats.get(&kind).map_or(0, |seats| seats.seats);
        (seats - self.sitting(kind, day, today).len() as i64).max(0)
    }
}

/// The words after `near_contact_id` for terms of these kinds.
fn clauses(contact: i64, kinds: &[i64]) -> Json {
    json!([
        ["near_contact_id", "=", contact],
        ["relationship_type_id", "IN", if kinds.is_empty() { &[0][..] } else { kinds }],
        ["is_active", "IN", [true, false]],
        ["far_contact_id.is_deleted", "=", false]
    ])
}

/// The terms of a body or of a person, latest first.
///
/// # Errors
/// The database's own failure.
pub fn terms(tx: &Tx<'_>, contact: i64) -> Result<Vec<Term>> {
    let kinds = office::kinds(tx)?;
    let select = [
        "relationship_id",
        "relationship_type_id",
        "far_contact_id",
        "far_contact_id.display_name",
        "far_contact_id.contact_type",
        "start_date",
        "end_date",
        "is_active",
        "description",
    ];
    let order = [("start_date", "DESC"), ("id", "ASC")];
    let found = ask(tx, "RelationshipCache", &select, clauses(contact, &kinds), &order, MOST)?;
    let one = |row: &Row| Term {
        id: int(row, "relationship_id").unwrap_or(0),
        kind: int(row, "relationship_type_id").unwrap_or(0),
        far: int(row, "far_contact_id").unwrap_or(0),
        name: text(row, "far_contact_id.display_name").to_owned(),
        far_type: text(row, "far_contact_id.contact_type").to_owned(),
        start: rows::date(row, "start_date"),
        end: rows::date(row, "end_date"),
        is_active: flag(row, "is_active"),
        description: text(row, "description").to_owned(),
    };
    Ok(found.iter().map(one).collect())
}

/// How many terms of a body or a person run today.
///
/// # Errors
/// The database's own failure.
pub fn count(tx: &Tx<'_>, contact: i64) -> Result<i64> {
    let kinds = office::kinds(tx)?;
    if kinds.is_empty() {
        return Ok(0);
    }
    let Json::Array(mut all) = clauses(contact, &kinds) else { return Ok(0) };
    all.push(json!(["is_current", "=", true]));
    rows::count(tx, "RelationshipCache", Json::Array(all))
}

/// What the rules say of the offices of a body.
///
/// # Errors
/// The database's own failure.
pub fn seats(tx: &Tx<'_>, body: i64) -> Result<BTreeMap<i64, Seats>> {
    let select = ["id", "relationship_type_id", "seats", "term_months"];
    let found = ask(tx, "CommitteeSeat", &select, json!([["contact_id", "=", body]]), &[("id", "ASC")], 0)?;
    let one = |row: &Row| {
        let seats = Seats { id: rows::id(row), seats: int(row, "seats").unwrap_or(0), months: int(row, "term_months") };
        (int(row, "relationship_type_id").unwrap_or(0), seats)
    };
    Ok(found.iter().map(one).collect())
}

/// A body with its terms and seats.
///
/// # Errors
/// The database's own failure.
pub fn read(tx: &Tx<'_>, id: i64, name: &str) -> Result<Body> {
    Ok(Body { id, name: name.to_owned(), terms: terms(tx, id)?, seats: seats(tx, id)? })
}

/// The committees of an organisation: numbers and names.
///
/// # Errors
/// The database's own failure.
pub fn committees(tx: &Tx<'_>, organisation: i64) -> Result<Vec<(i64, String)>> {
    around(tx, organisation, "b_a")
}

/// The organisations whose committee this is.
///
/// # Errors
/// The database's own failure.
pub fn above(tx: &Tx<'_>, committee: i64) -> Result<Vec<(i64, String)>> {
    around(tx, committee, "a_b")
}

fn around(tx: &Tx<'_>, contact: i64, orientation: &str) -> Result<Vec<(i64, String)>> {
    let clauses = json!([
        ["near_contact_id", "=", contact],
        ["relationship_type_id.name_a_b", "=", office::COMMITTEE],
        ["orientation", "=", orientation],
        ["is_current", "=", true],
        ["far_contact_id.is_deleted", "=", false]
    ]);
    let select = ["far_contact_id", "far_contact_id.display_name"];
    let found = ask(tx, "RelationshipCache", &select, clauses, &[("id", "ASC")], COMMITTEES)?;
    let one =
        |row: &Row| (int(row, "far_contact_id").unwrap_or(0), text(row, "far_contact_id.display_name").to_owned());
    Ok(found.iter().map(one).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn term(start: Option<Date>, end: Option<Date>, is_active: bool) -> Term {
        Term {
            id: 1,
            kind: 1,
            far: 1,
            name: String::new(),
            far_type: String::new(),
            start,
            end,
            is_active,
            description: String::new(),
        }
    }

    #[test]
    fn a_term_is_seen_as_it_stood_on_any_day() {
        let today = date(2026, 11, 22);
        let over = term(Some(date(2020, 1, 1)), Some(date(2022, 12, 31)), false);
        assert_eq!(over.on(today, today), When::Over);
        assert_eq!(over.on(date(2021, 6, 1), today), When::Now);
        assert_eq!(over.on(date(2019, 6, 1), today), When::Coming);
        let open = term(Some(date(2024, 1, 1)), None, true);
        assert_eq!(open.on(today, today), When::Now);
        let cut = term(Some(date(2024, 1, 1)), None, false);
        assert_eq!(cut.on(date(2024, 6, 1), today), When::Over);
    }

    #[test]
    fn a_term_ends_soon_within_ninety_days() {
        let today = date(2026, 11, 22);
        assert!(term(None, Some(date(2026, 12, 31)), true).ends_soon(today));
        assert!(!term(None, Some(date(2027, 12, 31)), true).ends_soon(today));
        assert!(!term(None, Some(date(2026, 11, 1)), true).ends_soon(today));
        assert!(!term(None, None, true).ends_soon(today));
    }
}
