//! What Ruche consists of: one line for each component, in the order in which they may know each other.

use kit::{Component, Job, Registry};

/// The components.
pub const COMPONENTS: &[Component] = &[
    custom::register,
    file::register,
    contact::register,
    privacy::register,
    oidc::register,
    oauth::register,
    activity::register,
    follow::register,
    subscription::register,
    correspondence::register,
    dedupe::register,
    import::register,
    committee::register,
    search::register,
    api::register,
];

/// What they have signed.
pub fn registry() -> Registry {
    let mut registry = Registry::of(COMPONENTS);
    registry.model.migrations = crate::migrations::MIGRATIONS;
    registry.job(crate::sampling::JOB);
    registry.job(Job {
        name: "tune",
        description: "Lets the database look at how its values are spread, so that it chooses the right indexes.",
        every: Some(24 * 60 * 60),
        run: |tx, _| tx.tune(),
    });
    registry
}
