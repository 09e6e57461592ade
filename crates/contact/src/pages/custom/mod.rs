//! Custom sets on pages: what every form can ask ([`fields`]), and where administrators build them.

mod bench;
pub(super) mod clash;
mod draft;
mod editor;
pub mod fields;
pub(super) mod filter;
pub mod inputs;
mod kinds;
mod lists;
pub(super) mod page;
pub mod set;
mod sets;
mod suggest;
mod total;
pub(super) mod ways;
mod when;
pub mod words;

pub use super::form::{Errors, errors, field_errors};
pub use fields::Sheet;
pub(super) use ways::WaySheets;

use kit::Registry;

use ui::Icon;
use ui::part::Tone;

use super::contact;
use super::settings::lists_door;
use super::slots::Settings;

/// The pages of custom data.
pub(super) fn register(registry: &mut Registry) {
    let inside = contact::door();
    registry
        .upload_page("/contacts/{id}/set/{set}", inside.clone(), page::show)
        .page("/contacts/{id}/set/{set}/{record}/delete", inside, page::delete)
        .page("/fields/suggest", contact::door(), suggest::suggest)
        .fill(Settings {
            group: "settings-data",
            label: "settings-fields",
            words: "settings-fields-words",
            icon: Icon::TextB,
            tone: Tone::Honey,
            href: "/settings/fields",
            door: lists_door(),
        })
        .page("/settings/fields", lists_door(), sets::home)
        .page("/settings/fields/new", lists_door(), sets::new)
        .page("/settings/fields/order", lists_door(), sets::order)
        .page("/settings/fields/lists", lists_door(), lists::shared)
        .page("/settings/fields/{id}", lists_door(), bench::show)
        .page("/settings/fields/{id}/set", lists_door(), sets::settings)
        .page("/settings/fields/{id}/field", lists_door(), bench::keep)
        .page("/settings/fields/{id}/preview", lists_door(), bench::look)
        .page("/settings/fields/{id}/fields/order", lists_door(), bench::order)
        .page("/settings/fields/{id}/fields/{field}/{act}", lists_door(), bench::act)
        .page("/settings/fields/{id}/{act}", lists_door(), sets::act);
}
