//! The planner: a request in the API's words becomes one SQL statement, access conditions included. Pure.
//!
//! ```text
//! JSON → GetRequest (request.rs) → plan() resolves paths against the catalog, adds access rules, refuses here or never
//!      → Statement (sql.rs: text and binds for one dialect) + Columns (column.rs: how each cell becomes JSON)
//! ```

pub mod column;
pub mod context;
pub mod error;
pub mod request;
pub mod statement;

pub use column::{Cell, Column, Decode};
pub use context::{Context, Lookup};
pub use error::PlanError;
pub use request::GetRequest;
pub use statement::{Dialect, Statement};
