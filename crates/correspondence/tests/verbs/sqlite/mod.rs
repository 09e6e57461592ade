//! The tests on an embedded database.

pub use crate::world::{World, person, refusal};

pub fn world() -> World {
    World::on_sqlite()
}

#[path = "../delivery.rs"]
mod delivery;

#[path = "../letters.rs"]
mod letters;

#[path = "../inbox.rs"]
mod inbox;

#[path = "../guarded.rs"]
mod guarded;
