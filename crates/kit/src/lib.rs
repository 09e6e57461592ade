//! What components are made of: the registry they sign, and the shapes of pages, actions and jobs.

pub mod action;
pub mod derived;
pub mod errand;
pub mod filler;
pub mod job;
pub mod language;
pub mod numbered;
pub mod older;
pub mod page;
pub mod registry;
pub mod rich_text;
pub mod seed;
pub mod upload;

pub use action::{Action, Parameter, ParameterType, Parameters, Rows};
pub use derived::Derived;
pub use errand::Errand;
pub use filler::Filler;
pub use job::{Job, Queued, Work};
pub use language::{Titles, Translator};
pub use numbered::{Family, Numbered};
pub use older::Older;
pub use page::{Feed, Fields, Flash, Framing, Page, Place, Reply, Visit};
pub use registry::{Component, Permission, Registry, Setting};
pub use seed::{Seed, plant};
pub use upload::{Body, Stored, Upload};
