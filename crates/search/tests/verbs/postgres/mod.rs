//! The tests on PostgreSQL.

pub use crate::world::{World, person, refusal};

pub fn world() -> World {
    World::on_postgres()
}

#[path = "../composer.rs"]
mod composer;
#[path = "../displays.rs"]
mod displays;
#[path = "../embeds.rs"]
mod embeds;
#[path = "../exports.rs"]
mod exports;
#[path = "../grids.rs"]
mod grids;
#[path = "../letters.rs"]
mod letters;
#[path = "../snapshots.rs"]
mod snapshots;
#[path = "../tasks.rs"]
mod tasks;
#[path = "../text.rs"]
mod text;
