//! The tests on an embedded database.

pub use crate::world::{World, page, person};

pub fn world() -> World {
    World::on_sqlite()
}

#[path = "../elections.rs"]
mod elections;

#[path = "../offices.rs"]
mod offices;

#[path = "../rosters.rs"]
mod rosters;
