//! The store: transactions, the write pipeline, history. The only crate that names a database driver.

pub mod coerce;
mod connection;
mod constraint;
pub mod ddl;
mod delete;
pub mod error;
mod functions;
pub mod history;
pub mod hooks;
mod migrate;
mod options;
mod postgres;
mod read;
pub mod save;
pub mod secret;
mod site;
mod sqlite;
pub mod state;
pub mod tables;
mod tx;

pub use connection::{Cells, owned};
pub use error::{Error, FieldError, Problem, Result};
pub use hooks::{Change, Hooks};
pub use migrate::Migration;
pub use read::Found;
pub use save::{Saved, machine_name};
pub use site::{Location, Model, OptionsFn, Site};
pub use tx::{As, Tx, statement};
