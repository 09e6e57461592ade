//! The tests on PostgreSQL.

pub use crate::world::{World, person, refusal};

pub fn world() -> World {
    World::on_postgres()
}

#[path = "../streams.rs"]
mod streams;

#[path = "../mentions.rs"]
mod mentions;
