//! Bringing spreadsheets in: rehearsed, resumable, undone in one gesture.

mod api;
mod apply;
pub mod cards;
pub mod hand;
mod known;
mod look;
pub mod name;
mod pages;
pub mod plan;
pub mod recognise;
pub mod rows;
pub mod setup;
pub mod source;
pub mod start;
pub mod user_job;
pub mod value;
mod verdict;
pub mod wanted;
mod who;
pub mod words;
pub mod work;

use kit::{Job, Registry};

use user_job::{ImportRow, UserJob};

/// Everything that concerns imports.
pub fn register(registry: &mut Registry) {
    pages::register(registry);
    api::register(registry);
    registry
        .entity::<UserJob>()
        .entity::<ImportRow>()
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
