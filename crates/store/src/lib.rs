//! The store: transactions, the write pipeline, history. The only crate that names a database driver.

mod answer;
pub mod coerce;
mod connection;
mod constraint;
pub mod ddl;
mod defaults;
mod delete;
pub mod drift;
pub mod error;
mod functions;
mod guard;
pub mod history;
pub mod hooks;
mod migrate;
mod options;
mod postgres;
mod read;
mod resolve;
mod row;
pub mod save;
pub mod secret;
mod seed;
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
pub use defaults::machine_name;
pub use save::Saved;
pub use site::{Location, Model, OptionsFn, Site};
pub use tx::{As, Tx, statement};
