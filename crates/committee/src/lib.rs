//! Boards and committees: who sits in which office of a body, from when until when; elections; lists brought in.

pub mod body;
pub mod candidate;
pub mod election;
pub mod list;
pub mod office;
mod pages;
pub mod roster;
pub mod seat;

use kit::Registry;

use candidate::CommitteeCandidate;
use election::CommitteeElection;
use seat::CommitteeSeat;

/// Everything that concerns committees.
pub fn register(registry: &mut Registry) {
    registry
        .setting_of_each(office::SETTING, serde_json::json!([]), store::Scope::Joint)
        .entity::<CommitteeSeat>()
        .before_save::<CommitteeSeat>(seat::settle)
        .entity::<CommitteeElection>()
        .before_save::<CommitteeElection>(election::settle)
        .after_save::<CommitteeElection>(election::proclaim)
        .entity::<CommitteeCandidate>()
        .before_save::<CommitteeCandidate>(candidate::settle);
    pages::register(registry);
}
