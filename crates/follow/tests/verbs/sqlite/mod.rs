//! The tests on an embedded database.

pub use crate::world::{World, person, refusal};

pub fn world() -> World {
    World::on_sqlite()
}

#[path = "../streams.rs"]
mod streams;

#[path = "../mentions.rs"]
mod mentions;
