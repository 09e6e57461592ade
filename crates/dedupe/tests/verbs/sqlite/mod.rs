//! The tests on an embedded database.

pub use crate::world::{World, person, refusal};

pub fn world() -> World {
    World::on_sqlite()
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
