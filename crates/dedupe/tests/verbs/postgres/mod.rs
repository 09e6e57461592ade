//! The tests on PostgreSQL.

pub use crate::world::{World, person, refusal};

pub fn world() -> World {
    World::on_postgres()
}

#[path = "../choosing.rs"]
mod choosing;
#[path = "../finding.rs"]
mod finding;
#[path = "../mending.rs"]
mod mending;
#[path = "../merging.rs"]
mod merging;
#[path = "../undoing.rs"]
mod undoing;

#[path = "../resolving.rs"]
mod resolving;
