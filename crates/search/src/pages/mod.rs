//! What people see of searches: the composer, displays, boards, reports, the box that finds everything.

pub mod compose;
pub mod dashboard;
pub mod find;
pub mod report;
pub mod view;

use kit::Registry;

/// Signs the pages into the registry. Paths are matched in this order.
pub(crate) fn register(registry: &mut Registry) {
    compose::register(registry);
    view::register(registry);
    report::register(registry);
    dashboard::register(registry);
    find::register(registry);
}
