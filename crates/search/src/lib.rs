//! Searches that anyone can put together, and the ways of showing what they find: lists, charts, boards, exports.

pub mod actions;
pub mod display;
pub mod expiry;
pub mod export;
pub mod pages;
pub mod run;
pub mod schedule;
pub mod segment;
pub mod snapshot;
pub mod text;

pub use pages::{compose, dashboard, find, grid, report, view};

use kit::Registry;

/// Everything that concerns searches and what they show.
pub fn register(registry: &mut Registry) {
    display::register(registry);
    segment::register(registry);
    snapshot::register(registry);
    actions::register(registry);
    text::follow::register(registry);
    registry.fill(activity::WordIndex(text::narrow::activities));
    schedule::register(registry);
    expiry::register(registry);
    pages::register(registry);
}
