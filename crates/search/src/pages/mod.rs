//! What people see of searches: the composer, displays, boards, reports, the box that finds everything.

pub mod compose;
pub mod dashboard;
pub mod find;
pub mod grid;
pub mod people;
pub mod public;
pub mod report;
pub mod view;
pub mod whole;

use kit::Registry;

/// Signs the pages into the registry. Paths are matched in this order.
pub(crate) fn register(registry: &mut Registry) {
    // Their paths stand below that of a search by its number.
    people::register(registry);
    grid::register(registry);
    compose::register(registry);
    view::register(registry);
    public::register(registry);
    whole::register(registry);
    report::register(registry);
    dashboard::register(registry);
    find::register(registry);
}
