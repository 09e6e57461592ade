//! Files: kept by what they contain, served only through the record that holds them.

mod attach;
mod clean;
pub mod content;
pub mod entity_file;
pub mod file;
pub mod kind;
pub mod limit;
pub mod link;
pub mod name;
mod older;
pub mod picture;
pub mod s3;
pub mod scan;
mod serve;
mod take;
mod told;

use kit::{Job, Registry};
use schema::Requirement;
use serde_json::Value as Json;

pub use attach::{Attachment, Found, address, attach, attachments, count, detach, find, keep};
pub use serve::read;
pub use take::{Refused, Taken, Why, take, take_bytes, take_local, take_photo};

use entity_file::EntityFile;
use file::File;

/// The name of what looks for viruses, among what the program was started with.
pub const SCAN_SETTING: &str = "file_scan";

/// The name of the bucket that holds the contents, among what the program was started with; see [`s3::Bucket`].
pub const STORE_SETTING: &str = "file_store";

const DAILY: u64 = 24 * 60 * 60;

/// Everything that concerns files.
pub fn register(registry: &mut Registry) {
    registry
        .entity::<File>()
        .input::<File>(file::refuse_paths)
        .before_save::<File>(file::settle)
        .before_delete::<File>(file::mark_going)
        .entity::<EntityFile>()
        .after_delete::<EntityFile>(entity_file::let_go)
        .after_any_save(entity_file::hold_named)
        .options("fileHolders", entity_file::holding)
        // In megabytes; 0 is no limit.
        .setting("file_quota", Json::from(0))
        .setting("file_grace_days", Json::from(30))
        .page("/files/{id}/{name}", serve::door(), serve::file)
        .page("/files/{id}/{mark}/{name}", Requirement::anyone(), link::follow)
        .fill(told::FILLER)
        .fill(older::ATTACHMENT)
        .page("/civicrm/file", serve::door(), serve::redirect)
        .job(Job {
            name: "clean_files",
            description: "Removes the contents of files that have been gone for a while.",
            every: Some(DAILY),
            run: clean::clean,
        });
}
