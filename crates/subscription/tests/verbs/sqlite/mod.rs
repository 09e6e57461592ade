//! The tests on an embedded database.

pub use crate::world::World;

pub fn world() -> World {
    World::on_sqlite()
}

#[path = "../subscriptions.rs"]
mod subscriptions;
