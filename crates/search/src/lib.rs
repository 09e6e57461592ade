//! Searches that anyone can put together, and the ways of showing what they find: lists, charts, boards, exports.

pub mod actions;
pub mod compose;
pub mod dashboard;
pub mod display;
pub mod export;
pub mod find;
pub mod report;
pub mod run;
pub mod segment;
pub mod view;

use kit::Registry;

/// Everything that concerns searches and what they show.
pub fn register(registry: &mut Registry) {
    display::register(registry);
    segment::register(registry);
    actions::register(registry);
    compose::register(registry);
    view::register(registry);
    report::register(registry);
    dashboard::register(registry);
    find::register(registry);
}
