//! Bringing a committee list in: who each line is by the rules that find duplicates, in which office; then all at once.

use contact::pages::pick::SELECT;
use contact::pages::rows::{self, Row, ask};
use contact::pages::slots::{Likely, Typed};
use contact::relationship::Relationship;
use jiff::civil::Date;
use kit::Registry;
use schema::fold::fold;
use serde_json::json;
use store::{As, Error, Result, Tx};

use crate::election::{object, open};
use crate::list::Line;

/// So many people who look alike are offered.
const OFFERED: usize = 5;

/// Who a line may be: contacts that look alike, likeliest first, and the one it is taken for.
#[derive(Clone, Debug, Default)]
pub struct Match {
    pub alike: Vec<Row>,
    /// Certain enough to be proposed.
    pub known: Option<i64>,
}

/// Finds who a line may be, as the page does that makes a new contact.
///
/// # Errors
/// The database's own failure.
pub fn find(registry: &Registry, tx: &Tx<'_>, line: &Line) -> Result<Match> {
    let typed = Typed {
        contact_type: "Individual".to_owned(),
        values: vec![("first_name", line.first.clone()), ("last_name", line.last.clone())],
        emails: Some(line.email.clone()).filter(|email| !email.is_empty()).into_iter().collect(),
        phones: Vec::new(),
    };
    let mut ids: Vec<(i64, bool)> = Vec::new();
    for Likely(look) in registry.filled() {
        for like in look(tx, &typed)? {
            ids.push((like.id, like.reasons.iter().any(|(_, is_strong)| *is_strong)));
        }
    }
    let mut found = same(tx, line)?;
    for (id, is_sure) in same_email(tx, line)?.into_iter().chain(ids) {
        match found.iter_mut().find(|(known, _)| *known == id) {
            Some((_, sure)) => *sure |= is_sure,
            None => found.push((id, is_sure)),
        }
    }
    // The sure ones first; among equals as they were found.
    found.sort_by_key(|(_, is_sure)| !is_sure);
    found.truncate(OFFERED);
    let clauses =
        json!([["id", "IN", found.iter().map(|(id, _)| *id).collect::<Vec<_>>()], ["is_deleted", "=", false]]);
    let mut alike = if found.is_empty() { Vec::new() } else { ask(tx, "Contact", &SELECT, clauses, &[], 0)? };
    alike.sort_by_key(|row| found.iter().position(|(id, _)| *id == rows::id(row)));
    let seen: Vec<i64> = alike.iter().map(rows::id).collect();
    let sure: Vec<i64> = found.iter().filter(|(id, sure)| *sure && seen.contains(id)).map(|(id, _)| *id).collect();
    // Two people of one name: somebody has to say which.
    let known = if sure.len() == 1 { sure.first().copied() } else { None };
    Ok(Match { alike, known })
}

/// Those of exactly this name.
fn same(tx: &Tx<'_>, line: &Line) -> Result<Vec<(i64, bool)>> {
    if line.last.is_empty() {
        return Ok(Vec::new());
    }
    let clauses = json!([
        ["contact_type", "=", "Individual"],
        ["last_name", "=", line.last],
        ["first_name", "=", line.first],
        ["is_deleted", "=", false]
    ]);
    let found = ask(tx, "Contact", &["id", "first_name", "last_name"], clauses, &[("id", "ASC")], OFFERED as i64)?;
    let equal = |row: &Row| {
        let of = |field: &str, text: &str| fold(rows::text(row, field)) == fold(text);
        of("first_name", &line.first) && of("last_name", &line.last) && !line.first.is_empty()
    };
    Ok(found.iter().map(|row| (rows::id(row), equal(row))).collect())
}

/// Those of this e-mail address.
fn same_email(tx: &Tx<'_>, line: &Line) -> Result<Vec<(i64, bool)>> {
    if line.email.is_empty() {
        return Ok(Vec::new());
    }
    let clauses = json!([["email", "=", line.email], ["contact_id.is_deleted", "=", false]]);
    let found = ask(tx, "Email", &["contact_id"], clauses, &[("id", "ASC")], OFFERED as i64)?;
    Ok(found.iter().filter_map(|row| rows::int(row, "contact_id")).map(|id| (id, true)).collect())
}

/// Who sits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Person {
    Known(i64),
    New { first: String, last: String, email: String },
}

/// A line that has been decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub person: Person,
    pub office: i64,
    pub since: Option<Date>,
    pub until: Option<Date>,
}

/// What came of a list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    pub people: i64,
    pub opened: i64,
    pub changed: i64,
    pub same: i64,
}

/// Brings the lines in. A term that is there already is left, or gets the last day that the list gives.
///
/// # Errors
/// As any write; then nothing is brought in.
pub fn bring(tx: &mut Tx<'_>, body: i64, entries: &[Entry]) -> Result<Outcome> {
    let mut outcome = Outcome::default();
    let mut made: Vec<(&Person, i64)> = Vec::new();
    for entry in entries {
        let known = made.iter().find(|(person, _)| *person == &entry.person).map(|(_, id)| *id);
        let person = match (&entry.person, known) {
            (Person::Known(id), _) => *id,
            (_, Some(id)) => id,
            (person, None) => {
                let id = make(tx, person)?;
                outcome.people += 1;
                made.push((person, id));
                id
            }
        };
        match there(tx, (person, body), entry)? {
            None => {
                open(tx, (person, body), entry.office, (entry.since, entry.until))?;
                outcome.opened += 1;
            }
            Some((id, term)) if entry.until.is_some() && term.end_date != entry.until => {
                let last = entry.until.map(|day| day.to_string());
                tx.save("Relationship", object(json!({"id": id, "end_date": last})), As::Actor)?;
                outcome.changed += 1;
            }
            Some(_) => outcome.same += 1,
        }
    }
    Ok(outcome)
}

/// The term that a line tells of, where it is known: the one that began on that day, or where no day is given one that
/// runs on the last day of the line or today.
fn there(tx: &Tx<'_>, (person, body): (i64, i64), entry: &Entry) -> Result<Option<(i64, Relationship)>> {
    let today = tx.clock().today();
    let all = tx.find_by::<Relationship>("contact_id_a", person)?;
    let mut own =
        all.into_iter().filter(|(_, one)| one.contact_id_b == body && one.relationship_type_id == entry.office);
    Ok(match entry.since {
        Some(day) => own.find(|(_, one)| one.start_date == Some(day)),
        None => own.find(|(_, one)| match entry.until {
            Some(last) if last < today => one.end_date == Some(last),
            _ => one.holds_on(today),
        }),
    })
}

fn make(tx: &mut Tx<'_>, person: &Person) -> Result<i64> {
    let Person::New { first, last, email } = person else { return Err(Error::Request("nobody to make".to_owned())) };
    if !tx.actor().may("add contacts") {
        return Err(Error::Forbidden("add contacts".to_owned()));
    }
    let values = json!({"contact_type": "Individual", "first_name": first, "last_name": last});
    let id = tx.save("Contact", object(values), As::Actor)?.id;
    if !email.is_empty() {
        tx.save("Email", object(json!({"contact_id": id, "email": email})), As::Actor)?;
    }
    Ok(id)
}
