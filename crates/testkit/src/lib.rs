//! What tests stand on: a server of their own with an administrator's key, a small HTTP client, private databases.

mod app;
pub mod http;
pub mod postgres;

pub use app::{Engine, TestApp};
