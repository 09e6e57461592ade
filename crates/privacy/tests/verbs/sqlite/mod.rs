//! The tests on an embedded database.

pub use crate::world::{World, person, refusal};

pub fn world() -> World {
    World::on_sqlite()
}

#[path = "../consents.rs"]
mod consents;

#[path = "../dossiers.rs"]
mod dossiers;

#[path = "../erasures.rs"]
mod erasures;

#[path = "../retentions.rs"]
mod retentions;
