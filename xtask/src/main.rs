//! The development commands: `cargo xtask NAME`.

#![allow(clippy::print_stdout, reason = "a command line tool talks on standard output")]

use std::process::ExitCode;

mod bench;
mod ci;
mod deny;
mod interference;
mod journeys;
mod matrix;
mod migration;
mod mutants;
mod screenshots;
mod tidy;
mod workspace;

/// A development command. A new one is a file with a `run` function and a line in [`COMMANDS`].
struct Command {
    name: &'static str,
    about: &'static str,
    /// Gets the arguments after the name; the error is a message for the person who called.
    run: fn(&[String]) -> Result<(), String>,
}

const COMMANDS: &[Command] = &[
    Command { name: "ci", about: "everything that must pass, step by step", run: ci::run },
    Command { name: "tidy", about: "the house rules that no compiler checks", run: tidy::run },
    Command { name: "deny", about: "licences, bans and sources of dependencies", run: deny::run },
    Command {
        name: "migration",
        about: "NAME: writes what declarations have and migrations have not",
        run: migration::run,
    },
    Command { name: "matrix", about: "who may open and call what, for review", run: matrix::run },
    Command {
        name: "interference",
        about: "[--calls N] [--seed N]: nobody finds out what they may not see",
        run: interference::run,
    },
    Command {
        name: "mutants",
        about: "[--shard K/N]: do the tests of the access rules notice when a rule is changed",
        run: mutants::run,
    },
    Command { name: "journeys", about: "[NAME...]: people in a real browser", run: journeys::run },
    Command { name: "screenshots", about: "every page as a picture, in target/screenshots", run: screenshots::run },
    Command { name: "bench", about: "[--contacts N] [--quick]: figures beside their goals", run: bench::run },
];

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let name = arguments.next().unwrap_or_default();
    let rest: Vec<String> = arguments.collect();
    let Some(command) = COMMANDS.iter().find(|command| command.name == name) else {
        return explain(&name);
    };
    match (command.run)(&rest) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{name}: {message}");
            ExitCode::FAILURE
        }
    }
}

/// Lists the commands; a success only if nothing else was asked for.
fn explain(name: &str) -> ExitCode {
    println!("cargo xtask NAME, where NAME is one of:");
    for command in COMMANDS {
        println!("  {:12} {}", command.name, command.about);
    }
    if ["", "help", "--help", "-h"].contains(&name) {
        return ExitCode::SUCCESS;
    }
    eprintln!("there is no command {name:?}");
    ExitCode::FAILURE
}
