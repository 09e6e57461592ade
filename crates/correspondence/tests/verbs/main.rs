//! Letters on their way out: the same tests on both databases.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::duplicate_mod)]

#[allow(dead_code)]
mod post;
mod postgres;
#[allow(dead_code, clippy::print_stdout)]
#[path = "../../../testkit/src/postgres.rs"]
mod server;
#[allow(dead_code)]
mod sink;
mod sqlite;
#[allow(dead_code)]
mod tls;
mod world;
