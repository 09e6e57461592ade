//! Custom data: sets of fields that an organisation adds to any entity, at once usable everywhere.

mod column;
pub mod condition;
pub mod convert;
mod extends;
pub mod field;
pub mod group;
mod kind;
mod options;
pub mod reference;
pub mod remains;
pub mod total;
pub mod widgets;

use kit::{Job, Registry};

use field::CustomField;
use group::CustomGroup;
use remains::CustomRemains;

/// Signs custom sets and fields into the registry.
pub fn register(registry: &mut Registry) {
    registry
        .entity::<CustomGroup>()
        .before_save::<CustomGroup>(group::complete)
        .after_save::<CustomGroup>(group::apply)
        .after_delete::<CustomGroup>(group::forget)
        .reversed::<CustomGroup>(group::reversed)
        .entity::<CustomField>()
        .input::<CustomField>(field::take_options)
        .before_save::<CustomField>(field::complete)
        .after_save::<CustomField>(field::apply)
        .after_delete::<CustomField>(field::forget)
        .reversed::<CustomField>(field::reversed)
        .after_any_save(group::check_room)
        .after_any_save(reference::check)
        .before_commit(total::follow)
        .entity::<CustomRemains>()
        .job(Job {
            name: "custom_cleanup",
            description: "Drops the columns of custom fields that were deleted more than a month ago.",
            every: Some(24 * 60 * 60),
            run: remains::clean_up,
        })
        .job(Job {
            name: total::JOB,
            description: "Renews calculated fields: those of a period when the day changes, others when their formula does.",
            every: Some(60 * 60),
            run: total::run,
        });
    options::register(registry);
    registry.model.extend.push(extends::extend);
}
