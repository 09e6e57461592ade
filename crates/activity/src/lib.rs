//! What happens between the association and its contacts: meetings, calls, letters, tasks.

pub mod activity;
pub mod activity_contact;

use kit::Registry;

use activity::Activity;
use activity_contact::ActivityContact;

pub use activity::record;

/// Everything that concerns activities.
pub fn register(registry: &mut Registry) {
    registry
        .entity::<Activity>()
        .input::<Activity>(activity::require)
        .before_save::<Activity>(activity::settle)
        .after_save::<Activity>(activity_contact::link)
        .filter("Activity", "tags", activity::tagged)
        .entity::<ActivityContact>();
}
