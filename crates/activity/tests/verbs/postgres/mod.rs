//! The tests on PostgreSQL.

pub use crate::world::{World, page, person, refusal};

pub fn world() -> World {
    World::on_postgres()
}

#[path = "../activities.rs"]
mod activities;

#[path = "../narrowed.rs"]
mod narrowed;

#[path = "../planned.rs"]
mod planned;

#[path = "../totals.rs"]
mod totals;
