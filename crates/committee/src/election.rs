//! Elections as they were held: who stood, how many votes each got; the result opens the terms.

use jiff::ToSpan;
use jiff::civil::{Date, DateTime};
use schema::{Default, Entity};
use serde_json::{Map, Value as Json, json};
use store::{As, Change, Error, Problem, Result, Tx};

use contact::relationship::Relationship;

use crate::candidate::CommitteeCandidate;
use crate::seat::CommitteeSeat;

/// An election that is prepared, or has been held. Votes are counted elsewhere and recorded here.
#[derive(Clone, Debug, Entity)]
#[entity(
    "CommitteeElection",
    "ruche_committee_election",
    title("Committee Election", "Committee Elections"),
    label_field("title"),
    search_fields(&["title"]),
    searchable("secondary"),
    door_all("default", &["access CiviCRM"]),
    index("index_held", &["contact_id", "held_on"])
)]
pub struct CommitteeElection {
    #[field(readonly)]
    pub id: i64,
    /// The board or committee whose offices are filled.
    #[field(required, title("Committee"), belongs_to("Contact"), guards, input("EntityRef"))]
    pub contact_id: i64,
    #[field(text(128), required, title("Title"))]
    pub title: Option<String>,
    /// The day of the vote.
    #[field(required, title("Held on"))]
    pub held_on: Option<Date>,
    /// The first day of the terms; the day of the vote where none is given.
    #[field(title("Terms Begin"))]
    pub start_date: Option<Date>,
    /// The last day of the terms; where none is given, as long as the office's terms take.
    #[field(title("Terms End"))]
    pub end_date: Option<Date>,
    /// Those who could vote.
    #[field(title("Entitled to Vote"))]
    pub registered: Option<i64>,
    /// Those who did, proxies with them.
    #[field(title("Voters"))]
    pub voters: Option<i64>,
    /// Blank and void votes.
    #[field(title("Blank and Void Votes"))]
    pub blank: Option<i64>,
    #[field(long_text, title("Notes"))]
    pub notes: Option<String>,
    /// The terms of the offices in question end when those of the elected begin. Not so where only a part is renewed.
    #[field(title("Ends Running Terms"), default(true))]
    pub ends_running: bool,
    /// The result is proclaimed: the terms of the elected are open, and nothing is changed any more.
    #[field(title("Is Closed"), default(false))]
    pub is_closed: bool,
    #[field(timestamp, readonly, default_by(Default::Now))]
    pub created_date: DateTime,
}

impl CommitteeElection {
    /// The first day of the terms.
    pub fn begins(&self) -> Option<Date> {
        self.start_date.or(self.held_on)
    }
}

/// Before: numbers and days that can be; and a result that stands is not touched.
///
/// # Errors
/// Refuses others.
pub fn settle(tx: &mut Tx<'_>, change: &mut Change<CommitteeElection>) -> Result<()> {
    let after = &change.after;
    for (field, number) in [("registered", after.registered), ("voters", after.voters), ("blank", after.blank)] {
        if number.is_some_and(|number| number < 0) {
            return Err(Error::field(field, Problem::OutOfRange));
        }
    }
    if let (Some(voters), Some(registered)) = (after.voters, after.registered)
        && voters > registered
    {
        return Err(Error::rule("voters", "problem-voters", "More people have voted than could."));
    }
    if let (Some(blank), Some(voters)) = (after.blank, after.voters)
        && blank > voters
    {
        return Err(Error::rule("blank", "problem-blank", "More votes were blank than were given."));
    }
    if let (Some(from), Some(to)) = (after.begins(), after.end_date)
        && to < from
    {
        return Err(Error::rule("end_date", "problem-term-dates", "Terms do not end before they begin."));
    }
    let was_closed = change.before.as_ref().is_some_and(|before| before.is_closed);
    if was_closed && after.is_closed && !tx.is_moving() {
        return Err(Error::rule("is_closed", "problem-election-closed", "The result of this election stands."));
    }
    if after.is_closed && candidates(tx, change.id)?.iter().all(|(_, one)| !one.is_elected) {
        return Err(Error::rule("is_closed", "problem-nobody-elected", "Nobody is marked as elected."));
    }
    Ok(())
}

/// The candidates of an election.
///
/// # Errors
/// The database's own failure.
pub fn candidates(tx: &Tx<'_>, election: i64) -> Result<Vec<(i64, CommitteeCandidate)>> {
    match election {
        0 => Ok(Vec::new()),
        id => tx.find_by::<CommitteeCandidate>("election_id", id),
    }
}

/// After: once the result is proclaimed, the terms that run end and those of the elected begin.
///
/// # Errors
/// Refuses people whom the actor may not change, as any write.
pub fn proclaim(tx: &mut Tx<'_>, change: &Change<CommitteeElection>) -> Result<()> {
    let was_closed = change.before.as_ref().is_some_and(|before| before.is_closed);
    let election = &change.after;
    let Some(begins) = election.begins().filter(|_| election.is_closed && !was_closed) else { return Ok(()) };
    let all = candidates(tx, change.id)?;
    let elected: Vec<_> = all.iter().filter(|(_, one)| one.is_elected && one.relationship_id.is_none()).collect();
    let mut offices: Vec<i64> = elected.iter().map(|(_, one)| one.relationship_type_id).collect();
    offices.sort_unstable();
    offices.dedup();
    for office in offices {
        let those: Vec<i64> = elected
            .iter()
            .filter(|(_, one)| one.relationship_type_id == office)
            .map(|(_, one)| one.contact_id)
            .collect();
        for (id, term) in running(tx, election.contact_id, office, begins)? {
            // Whoever is elected again begins a new term, though only a part of the seats is renewed.
            if election.ends_running || those.contains(&term.contact_id_a) {
                end_before(tx, id, begins)?;
            }
        }
        let last = last_day(tx, election, office, begins)?;
        for (id, one) in elected.iter().filter(|(_, one)| one.relationship_type_id == office) {
            let term = open(tx, (one.contact_id, election.contact_id), office, (Some(begins), last))?;
            tx.save("CommitteeCandidate", object(json!({"id": id, "relationship_id": term})), As::Actor)?;
        }
    }
    Ok(())
}

/// Opens a term; gives its relationship.
///
/// # Errors
/// As any write.
pub(crate) fn open(
    tx: &mut Tx<'_>,
    (person, body): (i64, i64),
    office: i64,
    (from, to): (Option<Date>, Option<Date>),
) -> Result<i64> {
    let day = |day: Option<Date>| day.map(|day| day.to_string());
    let values = json!({
        "contact_id_a": person, "contact_id_b": body, "relationship_type_id": office,
        "start_date": day(from), "end_date": day(to),
    });
    tx.save("Relationship", object(values), As::Actor).map(|saved| saved.id)
}

/// The terms in an office of a body that run up to this day. Those that begin later are no predecessors: elections of
/// the past are written down too.
fn running(tx: &Tx<'_>, body: i64, office: i64, day: Date) -> Result<Vec<(i64, Relationship)>> {
    let of_body = tx.find_by::<Relationship>("contact_id_b", body)?;
    let runs = |term: &Relationship| {
        term.relationship_type_id == office && term.holds_on(day) && term.start_date.is_none_or(|start| start < day)
    };
    Ok(of_body.into_iter().filter(|(_, term)| runs(term)).collect())
}

/// Ends a term the day before another one begins.
fn end_before(tx: &mut Tx<'_>, id: i64, begins: Date) -> Result<()> {
    let eve = begins.saturating_sub(1.days());
    tx.save("Relationship", object(json!({"id": id, "end_date": eve.to_string()})), As::Actor).map(drop)
}

/// The last day of the terms in an office that this election opens.
fn last_day(tx: &Tx<'_>, election: &CommitteeElection, office: i64, begins: Date) -> Result<Option<Date>> {
    if election.end_date.is_some() {
        return Ok(election.end_date);
    }
    let seats = tx.find_by::<CommitteeSeat>("contact_id", election.contact_id)?;
    let months = seats.iter().find(|(_, one)| one.relationship_type_id == office).and_then(|(_, one)| one.term_months);
    Ok(months.map(|months| after_months(begins, months)))
}

/// The last day of a term of so many months.
pub(crate) fn after_months(begins: Date, months: i64) -> Date {
    begins.saturating_add(months.months()).saturating_sub(1.days())
}

/// Who is elected by the votes, for so many seats: those with the most. Where the last seat would go to one of several
/// with as many votes, none of these is, for people decide that.
pub fn winners(votes: &[(i64, Option<i64>)], seats: usize) -> Vec<i64> {
    let mut counted: Vec<(i64, i64)> =
        votes.iter().filter_map(|(id, votes)| votes.filter(|votes| *votes > 0).map(|votes| (*id, votes))).collect();
    counted.sort_by_key(|(_, votes)| std::cmp::Reverse(*votes));
    let tie = counted.get(seats).map(|(_, votes)| *votes);
    counted.iter().take(seats).filter(|(_, votes)| Some(*votes) != tie).map(|(id, _)| *id).collect()
}

pub(crate) fn object(json: Json) -> Map<String, Json> {
    if let Json::Object(map) = json { map } else { Map::new() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn those_with_the_most_votes_take_the_seats() {
        let votes = [(1, Some(12)), (2, Some(30)), (3, None), (4, Some(8)), (5, Some(0))];
        assert_eq!(winners(&votes, 2), [2, 1]);
        assert_eq!(winners(&votes, 9), [2, 1, 4], "nobody is elected without a vote");
    }

    #[test]
    fn a_tie_for_the_last_seat_is_left_to_people() {
        let votes = [(1, Some(12)), (2, Some(30)), (3, Some(12))];
        assert_eq!(winners(&votes, 2), [2]);
        assert_eq!(winners(&votes, 3), [2, 1, 3]);
        assert!(winners(&[(1, Some(5)), (2, Some(5))], 1).is_empty());
    }

    #[test]
    fn a_term_of_a_year_ends_the_day_before_its_anniversary() {
        assert_eq!(after_months(date(2026, 4, 1), 12), date(2027, 3, 31));
        assert_eq!(after_months(date(2026, 1, 31), 1), date(2026, 2, 27));
    }
}
