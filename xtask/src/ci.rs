//! `cargo xtask ci`: everything that must pass, as one list of steps.

use std::time::{Duration, Instant};

use crate::workspace::{cargo, run as execute};
use crate::{deny, tidy};

/// A server for the whole run: starting one per test program would cost two seconds each.
#[path = "../../crates/testkit/src/postgres.rs"]
#[allow(dead_code, reason = "the tests use all of it, we only start the server")]
mod postgres;

/// One step: what is asked, and the function that answers.
struct Step {
    name: &'static str,
    run: fn() -> Result<(), String>,
}

/// Quick answers first. Every step runs, whatever the ones before it said.
const STEPS: &[Step] = &[
    Step { name: "format", run: || execute(cargo().args(["fmt", "--all", "--check"])) },
    Step { name: "tidy", run: || tidy::run(&[]) },
    Step { name: "deny", run: || deny::run(&[]) },
    Step { name: "clippy", run: clippy },
    Step { name: "tests", run: tests },
];

/// Runs all steps, or those that are named.
pub fn run(names: &[String]) -> Result<(), String> {
    let known: Vec<&str> = STEPS.iter().map(|step| step.name).collect();
    if let Some(unknown) = names.iter().find(|name| !known.contains(&name.as_str())) {
        return Err(format!("no step is called {unknown:?}; there are {}", known.join(", ")));
    }
    let start = Instant::now();
    let mut results = Vec::new();
    for step in STEPS.iter().filter(|step| names.is_empty() || names.iter().any(|n| n == step.name)) {
        println!("\n== {} ==", step.name);
        let started = Instant::now();
        let result = (step.run)();
        if let Err(message) = &result {
            println!("{}: {message}", step.name);
        }
        println!("== {}: {} ==", step.name, seconds(started.elapsed()));
        results.push((step.name, result.is_ok(), started.elapsed()));
    }
    summary(&results, start.elapsed())
}

fn clippy() -> Result<(), String> {
    execute(cargo().args(["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"]))
}

fn tests() -> Result<(), String> {
    let server =
        postgres::PrivatePostgres::start(postgres::Durability::Fast).map_err(|error| format!("PostgreSQL: {error}"))?;
    let mut command = cargo();
    command.args(["test", "--workspace", "--no-fail-fast"]);
    execute(command.env(postgres::SHARED_URL, server.url()))
}

/// The closing list: each step, its time, and whether it passed.
fn summary(results: &[(&str, bool, Duration)], total: Duration) -> Result<(), String> {
    println!("\n{:10} {:>9}", "step", "time");
    for (name, passed, time) in results {
        println!("{name:10} {:>9}  {}", seconds(*time), if *passed { "ok" } else { "FAILED" });
    }
    println!("{:10} {:>9}", "all", seconds(total));
    match failed_steps(results) {
        failed if failed.is_empty() => Ok(()),
        failed => Err(format!("failed: {}", failed.join(", "))),
    }
}

fn failed_steps<'a>(results: &[(&'a str, bool, Duration)]) -> Vec<&'a str> {
    results.iter().filter(|(_, passed, _)| !passed).map(|(name, _, _)| *name).collect()
}

fn seconds(time: Duration) -> String {
    format!("{:.1} s", time.as_secs_f64())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_step_is_refused_by_name() {
        let error = run(&["testes".to_owned()]).unwrap_err();
        assert!(error.contains("\"testes\"") && error.contains("clippy"), "{error}");
    }

    #[test]
    fn one_failed_step_fails_the_whole() {
        let time = Duration::from_millis(1250);
        let results = [("format", true, time), ("tests", false, time)];
        assert_eq!(failed_steps(&results), ["tests"]);
        assert_eq!(summary(&results, time).unwrap_err(), "failed: tests");
        assert_eq!(seconds(time), "1.2 s");
    }
}
