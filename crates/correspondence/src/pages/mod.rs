//! The pages of letters: writing one, what is on its way, and how mail is set up.

mod addresses;
mod compose;
mod mailboxes;
mod messages;
mod preview;
mod setup;
mod test;

use contact::pages::slots::{Deed, Settings, Task};
use kit::Registry;
use schema::Requirement;
use ui::Icon;
use ui::part::Tone;

/// Whoever may write to contacts: those whom they see.
pub fn door() -> Requirement {
    Requirement::all(&["access CiviCRM"])
}

fn administering() -> Requirement {
    Requirement::all(&["access CiviCRM", "administer CiviCRM"])
}

/// Everything that people see of letters.
pub(crate) fn register(registry: &mut Registry) {
    registry
        .upload_page("/letters/new", door(), compose::write)
        .page("/letters/to", door(), compose::several)
        .page("/letters/activities", door(), compose::of_activities)
        .fill(Deed { label: "letter-write", icon: Icon::EnvelopeSimple, href: "/letters/new?to={id}", door: door() })
        .fill(Task { label: "letter-write", icon: Icon::EnvelopeSimple, path: "/letters/to", door: door() })
        .fill(activity::Task {
            label: "letter-write",
            icon: Icon::EnvelopeSimple,
            path: "/letters/activities",
            door: door(),
        })
        .page("/settings/mail", administering(), setup::page)
        .page("/settings/mail/test", administering(), test::send)
        .page("/settings/mail/addresses", administering(), addresses::page)
        .page("/settings/mail/addresses/{id}/{act}", administering(), addresses::act)
        .page("/settings/mailboxes", administering(), mailboxes::list)
        .page("/settings/mailboxes/new", administering(), mailboxes::create)
        .page("/settings/mailboxes/{id}", administering(), mailboxes::edit)
        .page("/settings/mailboxes/{id}/{act}", administering(), mailboxes::act)
        .page("/settings/outbox", administering(), messages::list)
        .page("/settings/outbox/retry", administering(), messages::retry_all)
        .page("/settings/outbox/{id}", administering(), messages::one)
        .page("/settings/outbox/{id}/{act}", administering(), messages::act);
    settings(registry);
}

fn settings(registry: &mut Registry) {
    registry
        .fill(Settings {
            group: "settings-site",
            label: "mail-settings",
            words: "mail-settings-words",
            icon: Icon::EnvelopeSimple,
            tone: Tone::Sky,
            href: "/settings/mail",
            door: administering(),
        })
        .fill(Settings {
            group: "settings-site",
            label: "mailboxes",
            words: "mailboxes-words",
            icon: Icon::Mailbox,
            tone: Tone::Leaf,
            href: "/settings/mailboxes",
            door: administering(),
        })
        .fill(Settings {
            group: "settings-site",
            label: "outbox",
            words: "outbox-words",
            icon: Icon::PaperPlaneTilt,
            tone: Tone::Plum,
            href: "/settings/outbox",
            door: administering(),
        });
}
