//! The API as a library, without HTTP: v4 actions over whatever entities a site has, chains, multi-calls, metadata,
//! and v3 as a translation into v4.
//!
//! ```text
//! Call → known (entity, action) → door → parameters → action, in one transaction → chain → index → Answer
//! ```

mod action;
mod answer;
mod bare;
mod call;
mod chain;
mod entity;
mod filled;
mod index;
mod language;
mod listing;
mod metadata;
mod offered;
mod parameter;
mod run;
#[cfg(test)]
mod tests;
pub mod v3;
mod written;

pub use answer::Answer;
pub use bare::{bare_params, nested};
pub use call::{Call, call, changes_anything, multi};
pub use entity::register;
pub use index::Index;
