//! What boards and committees do, on pages and over the API: the same tests on both databases.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::duplicate_mod)]

mod postgres;
#[allow(dead_code, clippy::print_stdout)]
#[path = "../../../testkit/src/postgres.rs"]
mod server;
mod sqlite;
mod world;
