//! Bringing spreadsheets in: rehearsed, resumable, undone in one gesture.

mod api;
mod apply;
pub mod cards;
pub mod fetch;
pub mod found;
pub mod hand;
pub mod json_list;
mod kin;
mod known;
mod look;
pub mod name;
mod pages;
pub mod plan;
pub mod recognise;
mod record;
pub mod records;
pub mod regular;
pub mod relative;
pub mod rows;
pub mod schedule;
pub mod setup;
pub mod source;
pub mod start;
mod step;
pub mod template;
pub mod user_job;
pub mod value;
mod verdict;
pub mod wanted;
mod who;
pub mod words;
pub mod work;

use kit::{Errand, Job, Registry};

use schedule::ImportSchedule;
use step::ImportStep;
use user_job::{ImportRow, UserJob};

/// Everything that concerns imports.
pub fn register(registry: &mut Registry) {
    pages::register(registry);
    api::register(registry);
    registry
        .entity::<UserJob>()
        .entity::<ImportRow>()
        .entity::<ImportStep>()
        .entity::<ImportSchedule>()
        .before_save::<ImportSchedule>(schedule::settle)
        .setting(fetch::PRIVATE, serde_json::json!(false))
        .fill(Errand { name: regular::ERRAND, every: 60, run: regular::step })
        .options("userJobStatus", user_job::statuses)
        .options("userJobType", user_job::types)
        .job(Job {
            name: work::REHEARSE,
            description: "Reads a file and says what each of its rows would do.",
            every: None,
            run: work::rehearse,
        })
        .job(Job { name: work::IMPORT, description: "Brings the rows of a file in.", every: None, run: work::run })
        .job(Job { name: work::UNDO, description: "Takes an import back.", every: None, run: work::undo });
}
