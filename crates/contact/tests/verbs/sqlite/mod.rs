//! The tests on an embedded database.

pub use crate::world::{World, person, refusal};

pub fn world() -> World {
    World::on_sqlite()
}

#[path = "../access_lists.rs"]
mod access_lists;
#[path = "../addresses.rs"]
mod addresses;
#[path = "../bonds_pages.rs"]
mod bonds_pages;
#[path = "../choices.rs"]
mod choices;
#[path = "../contacts.rs"]
mod contacts;
#[path = "../custom_files.rs"]
mod custom_files;
#[path = "../custom_forms.rs"]
mod custom_forms;
#[path = "../custom_kinds.rs"]
mod custom_kinds;
#[path = "../custom_sets.rs"]
mod custom_sets;
#[path = "../documents.rs"]
mod documents;
#[path = "../domains.rs"]
mod domains;
#[path = "../doors.rs"]
mod doors;
#[path = "../groups.rs"]
mod groups;
#[path = "../locations.rs"]
mod locations;
#[path = "../notes.rs"]
mod notes;
#[path = "../passkeys.rs"]
mod passkeys;
#[path = "../relationships.rs"]
mod relationships;
#[path = "../sets.rs"]
mod sets;
#[path = "../settings.rs"]
mod settings;
#[path = "../tags.rs"]
mod tags;
#[path = "../trash.rs"]
mod trash;

#[path = "../adding_notes.rs"]
mod adding_notes;

#[path = "../households.rs"]
mod households;
