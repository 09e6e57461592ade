//! What happens between the association and its contacts: meetings, calls, letters, tasks.

pub mod activity;
pub mod activity_contact;
pub mod attachment;
pub mod details;
pub mod feed;
pub mod ical;
pub mod notice;
pub mod pages;
pub mod recurring_entity;
pub mod repeat;
pub mod said;
pub mod state;
pub mod token;
pub mod word_index;

use kit::Registry;

use activity::Activity;
use activity_contact::ActivityContact;

pub use activity::record;
pub use pages::Task;
pub use word_index::WordIndex;

/// Everything that concerns activities.
pub fn register(registry: &mut Registry) {
    registry
        .entity::<Activity>()
        .input::<Activity>(activity::require)
        .before_save::<Activity>(activity::settle)
        .after_saves::<Activity>(activity_contact::link, activity_contact::link_many)
        .after_save::<Activity>(activity::quieten)
        .before_delete::<Activity>(activity::forget)
        .before_delete::<Activity>(recurring_entity::leave)
        .filter("Activity", "tags", activity::tagged)
        .before_save::<file::entity_file::EntityFile>(attachment::settle)
        .entity::<ActivityContact>()
        .entity::<feed::Feed>()
        .entity::<recurring_entity::RecurringEntity>()
        .entity::<recurring_entity::Repetition>();
    pages::register(registry);
}
