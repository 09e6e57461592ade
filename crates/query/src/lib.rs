//! The planner: a request in the API's words becomes one SQL statement, access conditions included. Pure.
//!
//! ```text
//! JSON → GetRequest (request.rs) → plan() resolves paths against the catalog, adds access rules, refuses here or never
//!      → Statement (sql.rs: text and binds for one dialect) + Columns (column.rs: how each cell becomes JSON)
//! ```

mod access;
mod among;
pub mod column;
mod compare;
mod condition;
pub mod context;
pub mod error;
mod expr;
mod field;
mod function;
mod join;
mod json_path;
mod linked;
mod literal;
pub mod memory;
mod near;
mod operator;
mod order;
mod path;
mod pattern;
mod plan;
mod planner;
mod postgres;
mod present;
mod render;
pub mod request;
pub mod runtime;
mod select;
mod sql;
pub mod statement;
mod tie;
mod token;
mod ty;
mod visible;
mod whole;

pub use column::{Cell, Column, Decode, Prune};
pub use context::{Context, Lookup};
pub use error::PlanError;
pub use memory::{MemoryResult, select_rows};
pub use plan::{Plan, plan, plan_count, plan_some};
pub use postgres::postgres_functions;
pub use request::GetRequest;
pub use runtime::{SQLITE_FUNCTIONS, SqliteFunction};
pub use sql::fold_expression;
pub use statement::{Dialect, Statement};
pub use whole::WholeRows;
