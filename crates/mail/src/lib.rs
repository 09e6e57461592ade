//! Messages that are to be sent: whoever has something to say lays it down here, in the transaction in which it became
//! true. How they are delivered is told in a component above.

pub mod address;
pub mod backend;
pub mod leaving;
pub mod outbox;
pub mod reach;
pub mod sealed;
pub mod site_address;

use kit::Registry;

pub use outbox::{Message, To, Weight, queue};
pub use reach::Gate;

use outbox::Outbox;
use sealed::Sealed;
use site_address::SiteEmailAddress;

/// What mail consists of at rest.
pub fn register(registry: &mut Registry) {
    registry
        .entity::<Outbox>()
        .on::<store::history::Undone>(outbox::call_back_undone)
        .entity::<Sealed>()
        .entity::<SiteEmailAddress>()
        .before_save::<SiteEmailAddress>(site_address::settle)
        .after_save::<SiteEmailAddress>(site_address::demote_others)
        .before_delete::<SiteEmailAddress>(site_address::guard_deletion);
}
