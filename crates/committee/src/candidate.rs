//! Candidates: who stands for which office in an election, and what came of it.

use schema::{Entity, OptionSource};
use store::{Change, Error, Problem, Result, Tx};

use crate::election::CommitteeElection;

/// Somebody who stands for an office.
#[derive(Clone, Debug, Entity)]
#[entity(
    "CommitteeCandidate",
    "ruche_committee_candidate",
    title("Committee Candidate", "Committee Candidates"),
    searchable("secondary"),
    door_all("default", &["access CiviCRM"]),
    unique("UI_candidate", &["election_id", "contact_id", "relationship_type_id"])
)]
pub struct CommitteeCandidate {
    #[field(readonly)]
    pub id: i64,
    #[field(required, title("Election"), belongs_to("CommitteeElection"), guards, input("EntityRef"))]
    pub election_id: i64,
    /// Who stands.
    #[field(required, title("Candidate"), belongs_to("Contact"), input("EntityRef"))]
    pub contact_id: i64,
    #[field(required, title("Office"), options(OptionSource::table("RelationshipType", "label_a_b").name("name_a_b").source()), belongs_to("RelationshipType"), input("Select"))]
    pub relationship_type_id: i64,
    #[field(title("Votes"))]
    pub votes: Option<i64>,
    #[field(title("Is Elected"), default(false))]
    pub is_elected: bool,
    /// The term that the result has opened.
    #[field(title("Term"), references("Relationship"), input("EntityRef"))]
    pub relationship_id: Option<i64>,
}

/// Before: votes that can be; and a result that stands is not touched.
///
/// # Errors
/// Refuses negative numbers, more votes than voters, and changes once the result is proclaimed.
pub fn settle(tx: &mut Tx<'_>, change: &mut Change<CommitteeCandidate>) -> Result<()> {
    let after = &change.after;
    if after.votes.is_some_and(|votes| votes < 0) {
        return Err(Error::field("votes", Problem::OutOfRange));
    }
    let Some(election) = tx.find::<CommitteeElection>(after.election_id)? else { return Ok(()) };
    if let (Some(votes), Some(voters)) = (after.votes, election.voters)
        && votes > voters
    {
        return Err(Error::rule("votes", "problem-votes", "Nobody gets more votes than people have voted."));
    }
    let is_opening = change.before.as_ref().is_some_and(|before| before.relationship_id != after.relationship_id);
    if election.is_closed && !is_opening && !tx.is_moving() {
        return Err(Error::rule("election_id", "problem-election-closed", "The result of this election stands."));
    }
    Ok(())
}
