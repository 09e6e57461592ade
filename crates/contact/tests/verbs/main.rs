//! What contacts and their neighbours do when they are written: the same tests on both databases.
#![allow(clippy::unwrap_used, clippy::expect_used)]
// The files are loaded once for each database.
#![allow(clippy::duplicate_mod)]

mod desk;
mod own_pages;
mod pages;
mod postgres;
#[allow(dead_code, clippy::print_stdout)]
#[path = "../../../testkit/src/postgres.rs"]
mod server;
mod sqlite;
mod world;
