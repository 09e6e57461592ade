//! What components are made of: the registry they sign, and the shapes of pages, actions and jobs.

pub mod action;
pub mod job;
pub mod page;
pub mod registry;

pub use action::{Action, Parameter, ParameterType, Parameters, Rows};
pub use job::{Job, Work};
pub use page::{Fields, Flash, Page, Place, Reply, Visit};
pub use registry::{Component, Permission, Registry, Setting};
