//! Custom data: sets of fields that an organisation adds to any entity, at once usable everywhere.

mod extends;
pub mod field;
pub mod group;
mod kind;
mod options;

use kit::Registry;

use field::CustomField;
use group::CustomGroup;

/// Signs custom sets and fields into the registry.
pub fn register(registry: &mut Registry) {
    registry
        .entity::<CustomGroup>()
        .before_save::<CustomGroup>(group::complete)
        .after_save::<CustomGroup>(group::apply)
        .after_delete::<CustomGroup>(group::forget)
        .entity::<CustomField>()
        .input::<CustomField>(field::take_options)
        .before_save::<CustomField>(field::complete)
        .after_save::<CustomField>(field::apply)
        .after_delete::<CustomField>(field::forget);
    options::register(registry);
    registry.model.extend = Some(extends::extend);
}
