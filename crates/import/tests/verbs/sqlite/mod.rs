//! The tests on an embedded database.

pub use crate::world::World;

pub fn world() -> World {
    World::on_sqlite()
}

#[path = "../importing.rs"]
mod importing;

#[path = "../alike.rs"]
mod alike;

#[path = "../records.rs"]
mod records;

#[path = "../sources.rs"]
mod sources;

#[path = "../relatives.rs"]
mod relatives;
