//! The tests on an embedded database.

pub use crate::world::{World, page, person, refusal};

pub fn world() -> World {
    World::on_sqlite()
}

#[path = "../activities.rs"]
mod activities;

#[path = "../narrowed.rs"]
mod narrowed;

#[path = "../planned.rs"]
mod planned;

#[path = "../totals.rs"]
mod totals;
