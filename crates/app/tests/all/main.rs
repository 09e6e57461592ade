//! Tests of the whole program, over HTTP and as a child process.

mod access;
mod accounts;
mod classes;
mod clients;
mod command_line;
mod conformance;
mod crash;
mod door;
mod files;
mod hostile;
mod http;
mod import;
mod interference;
mod journeys;
mod language;
mod laws;
mod matrix;
mod merging;
mod oauth;
mod openid;
mod processes;
mod rules;
mod secrets;
mod site;
mod terms;
mod upgrade;
mod watch;

/// What a test says when it cannot go on.
fn sure<T, E: std::fmt::Display>(result: Result<T, E>) -> T {
    result.unwrap_or_else(|error| panic!("{error}"))
}
