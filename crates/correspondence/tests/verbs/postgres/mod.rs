//! The tests on PostgreSQL.

pub use crate::world::{World, person, refusal};

pub fn world() -> World {
    World::on_postgres()
}

#[path = "../delivery.rs"]
mod delivery;

#[path = "../letters.rs"]
mod letters;

#[path = "../inbox.rs"]
mod inbox;

#[path = "../guarded.rs"]
mod guarded;
