//! The tests on PostgreSQL.

pub use crate::world::World;

pub fn world() -> World {
    World::on_postgres()
}

#[path = "../subscriptions.rs"]
mod subscriptions;
