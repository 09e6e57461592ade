//! The tests on PostgreSQL.

pub use crate::world::World;

pub fn world() -> World {
    World::on_postgres()
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
