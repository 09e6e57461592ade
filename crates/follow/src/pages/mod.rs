//! The stream on a page of its own and on the home page, and the button that follows a record.

mod button;
mod desk;
mod page;

use contact::pages::slots::{Chipping, Control, Desk, Settings, Start, Waiting};
use kit::Registry;
use schema::Requirement;
use ui::Icon;
use ui::part::Tone;

/// The page.
const PATH: &str = "/following";

/// Whoever is inside; which records they see is decided by the query.
fn door() -> Requirement {
    Requirement::all(&["access CiviCRM"])
}

/// Everything that people see of following.
pub(crate) fn register(registry: &mut Registry) {
    registry
        .page(PATH, door(), page::show)
        .page("/following/follow", door(), button::follow)
        .page("/following/leave", door(), button::leave)
        .page("/following/seen", door(), page::seen)
        .page("/following/mail", door(), page::by_mail)
        .fill(Control(button::control))
        .fill(Chipping(button::chip))
        .fill(Desk(desk::block))
        .fill(Waiting(desk::waiting))
        .fill(Start { label: "following-title", icon: Icon::Eye, href: PATH, door: door() })
        .fill(Settings {
            group: "settings-me",
            label: "following-title",
            words: "following-words",
            icon: Icon::Eye,
            tone: Tone::Sky,
            href: PATH,
            door: door(),
        });
}
