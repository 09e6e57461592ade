//! What following shows, to whom, and what naming somebody does: the same tests on both databases.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::duplicate_mod, dead_code)]

mod postgres;
#[allow(dead_code, clippy::print_stdout)]
#[path = "../../../testkit/src/postgres.rs"]
mod server;
mod sqlite;
mod world;
