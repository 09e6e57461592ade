//! Letters by e-mail: delivering what waits in the outbox, writing to contacts, and reading what they write.

mod api;
pub mod authority;
pub mod deliver;
pub mod inbox;
pub mod letter;
pub mod pages;
mod status;
pub mod token;
pub mod transport;
pub mod write;

use kit::{Errand, Registry};

use inbox::filing::Filed;
use inbox::mailbox::{self, MailSettings, Trouble};

/// Everything that concerns letters.
pub fn register(registry: &mut Registry) {
    registry
        .entity::<MailSettings>()
        .before_save::<MailSettings>(mailbox::settle)
        .after_save::<MailSettings>(mailbox::keep_password)
        .after_delete::<MailSettings>(mailbox::forget_password)
        .entity::<Filed>()
        .entity::<Trouble>()
        .seed("MailSettings", mailbox::seed)
        .fill(Errand { name: "send_mail", every: 5, run: deliver::step })
        .fill(Errand { name: "fetch_mail", every: 60, run: inbox::step })
        .fill(status::CHECK);
    api::register(registry);
    pages::register(registry);
}
