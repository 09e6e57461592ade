//! The tests on PostgreSQL.

pub use crate::world::{World, person, refusal};

pub fn world() -> World {
    World::on_postgres()
}

#[path = "../addresses.rs"]
mod addresses;
#[path = "../choices.rs"]
mod choices;
#[path = "../contacts.rs"]
mod contacts;
#[path = "../groups.rs"]
mod groups;
#[path = "../locations.rs"]
mod locations;
#[path = "../notes.rs"]
mod notes;
#[path = "../relationships.rs"]
mod relationships;
#[path = "../settings.rs"]
mod settings;
#[path = "../tags.rs"]
mod tags;
#[path = "../trash.rs"]
mod trash;
