//! What contacts and their neighbours do when they are written, on a real database.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod addresses;
mod choices;
mod contacts;
mod locations;
mod settings;
mod trash;
mod world;
