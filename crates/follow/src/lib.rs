//! Following: what changed in the records that somebody has chosen, and where colleagues have named them.

pub mod follow;
pub mod mention;
mod pages;
pub mod stream;
pub mod tell;

use activity::activity::Activity;
use contact::note::Note;
use kit::{Errand, Registry};

use follow::Follow;
use mention::Mention;

/// Everything that concerns following.
pub fn register(registry: &mut Registry) {
    registry
        .entity::<Follow>()
        .before_save::<Follow>(follow::settle)
        .entity::<Mention>()
        .before_save::<Mention>(mention::settle)
        .after_save::<Note>(mention::in_note)
        .after_save::<Activity>(mention::in_activity)
        .fill(Errand { name: "tell_mentions", every: 60, run: tell::run });
    pages::register(registry);
}
