//! What contacts and their neighbours do when they are written: the same tests on both databases.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod postgres;
#[allow(dead_code, clippy::print_stdout)]
#[path = "../../../testkit/src/postgres.rs"]
mod server;
mod sqlite;
mod world;
