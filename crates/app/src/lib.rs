//! Ruche as a program: the components put together, the command line, the HTTP server.

pub mod archive;
pub mod cli;
pub mod components;
pub mod config;
pub mod errands;
pub mod exchanges;
pub mod house;
pub mod jobs;
pub mod migrations;
pub mod sampling;
pub mod server;

pub use house::{Database, House};
