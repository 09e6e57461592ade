//! Seats: how many hold an office of a body, and for how long; what is not filled is vacant.

use schema::{Entity, OptionSource};
use store::{Change, Error, Result, Tx};

/// More seats than this are a slip of the hand.
const MOST_SEATS: i64 = 1000;
/// Terms longer than this are a slip of the hand.
const MOST_MONTHS: i64 = 600;

/// What the rules of a body say about one of its offices.
#[derive(Clone, Debug, Entity)]
#[entity(
    "CommitteeSeat",
    "ruche_committee_seat",
    title("Committee Seat", "Committee Seats"),
    searchable("secondary"),
    door_all("default", &["access CiviCRM"]),
    unique("UI_office", &["contact_id", "relationship_type_id"])
)]
pub struct CommitteeSeat {
    #[field(readonly)]
    pub id: i64,
    /// The board or committee.
    #[field(required, title("Committee"), belongs_to("Contact"), guards, input("EntityRef"))]
    pub contact_id: i64,
    #[field(required, title("Office"), options(OptionSource::table("RelationshipType", "label_a_b").name("name_a_b").source()), belongs_to("RelationshipType"), input("Select"))]
    pub relationship_type_id: i64,
    /// How many hold it at a time.
    #[field(title("Seats"), default(1_i64))]
    pub seats: i64,
    /// How many months a term takes.
    #[field(title("Term in Months"))]
    pub term_months: Option<i64>,
}

/// Before: numbers that can be.
///
/// # Errors
/// Refuses others.
pub fn settle(_tx: &mut Tx<'_>, change: &mut Change<CommitteeSeat>) -> Result<()> {
    let seat = &change.after;
    if !(1..=MOST_SEATS).contains(&seat.seats) {
        return Err(Error::rule("seats", "problem-seats", "Between 1 and 1000 seats."));
    }
    if seat.term_months.is_some_and(|months| !(1..=MOST_MONTHS).contains(&months)) {
        return Err(Error::rule("term_months", "problem-term-months", "Between 1 and 600 months."));
    }
    Ok(())
}
