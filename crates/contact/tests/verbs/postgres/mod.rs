//! The tests on PostgreSQL.

pub use crate::world::{person, refusal, World};

pub fn world() -> World {
    World::on_postgres()
}

#[path = "../addresses.rs"]
mod addresses;
#[path = "../choices.rs"]
mod choices;
#[path = "../contacts.rs"]
mod contacts;
#[path = "../locations.rs"]
mod locations;
#[path = "../settings.rs"]
mod settings;
#[path = "../trash.rs"]
mod trash;
#[path = "../groups.rs"]
mod groups;
#[path = "../notes.rs"]
mod notes;
#[path = "../relationships.rs"]
mod relationships;
#[path = "../tags.rs"]
mod tags;
