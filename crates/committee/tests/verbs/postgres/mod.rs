//! The tests on PostgreSQL.

pub use crate::world::{World, page, person};

pub fn world() -> World {
    World::on_postgres()
}

#[path = "../elections.rs"]
mod elections;

#[path = "../offices.rs"]
mod offices;

#[path = "../rosters.rs"]
mod rosters;
