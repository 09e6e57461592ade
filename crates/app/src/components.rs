//! What Ruche consists of: one line for each component, in the order in which they may know each other.

use kit::{Component, Registry};

/// The components.
pub const COMPONENTS: &[Component] = &[custom::register, contact::register, activity::register, api::register];

/// What they have signed.
pub fn registry() -> Registry {
    let mut registry = Registry::of(COMPONENTS);
    registry.model.migrations = crate::migrations::MIGRATIONS;
    registry
}
