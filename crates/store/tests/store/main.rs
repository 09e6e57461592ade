//! The store by its verbs: each test runs on SQLite and on PostgreSQL, in a database of its own.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on should stop")]

mod world;

#[path = "../../../testkit/src/postgres.rs"]
#[allow(dead_code, reason = "shared with other tests that use the rest")]
mod postgres;

mod concurrency;
mod deleting;
mod history;
mod reading;
mod saving;
mod seal;
