//! One person, one record: rules that find duplicates, and merging that can be undone.

mod api;
pub mod batch;
mod bins;
pub mod compare;
pub mod exception;
pub mod listed;
mod many;
pub mod matching;
pub mod merge;
mod older;
mod pages;
pub mod profile;
pub mod quality;
pub mod rule;
pub mod rule_group;
pub mod score;
mod seed;
mod sql;
pub mod tables;
mod watch;

use kit::{Job, Registry};

use exception::DedupeException;
use rule::Rule;
use rule_group::DedupeRuleGroup;
use tables::{DuplicateKey, DuplicateOwn, DuplicatePair, DuplicateQueue};

/// Everything that concerns duplicates.
pub fn register(registry: &mut Registry) {
    registry
        .entity::<DedupeRuleGroup>()
        .before_save::<DedupeRuleGroup>(rule_group::settle)
        .after_save::<DedupeRuleGroup>(rule_group::stand_alone)
        .before_delete::<DedupeRuleGroup>(rule_group::guard_deletion)
        .entity::<Rule>()
        .before_save::<Rule>(rule::settle)
        .entity::<DedupeException>()
        .before_save::<DedupeException>(exception::settle)
        .entity::<DuplicateKey>()
        .entity::<DuplicateOwn>()
        .entity::<DuplicatePair>()
        .entity::<DuplicateQueue>()
        .seed("DedupeRuleGroup", seed::seed)
        .job(Job {
            name: "duplicates",
            description: "Looks for contacts that may be the same person.",
            every: Some(20),
            run: compare::run,
        })
        .job(Job { name: batch::JOB, description: "Merges pairs of contacts.", every: None, run: batch::run })
        .setting(batch::REGULARLY, serde_json::json!(false))
        .setting(batch::RULE, serde_json::json!(0))
        .setting_of_each(merge::resolve::SETTING, serde_json::json!({}), store::Scope::Joint)
        .job(Job {
            name: "merge duplicates nightly",
            description: "Merges the pairs that are almost certain, where the settings say so.",
            every: Some(24 * 60 * 60),
            run: batch::nightly,
        });
    registry.fill(older::JOB);
    registry.on::<contact::checksum::Sought>(merge::trace::lead);
    watch::register(registry);
    api::register(registry);
    pages::register(registry);
}
