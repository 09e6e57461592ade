//! The workshop: measurements and chores that need the whole product. Run by `cargo xtask`, never shipped.

#![allow(clippy::print_stdout, reason = "a command line tool talks on standard output")]

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use migration::Past;

mod bench;
mod folder;
mod migration;
mod product;

// The product's own allocator, so that both are measured under the same conditions.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[derive(Parser)]
#[command(name = "workshop", about = "Measurements and chores that need the whole product")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Measure the engine, the server, memory and start-up on sample contacts
    Bench(bench::Options),
    /// Write the next migration: what the declarations have and the migrations so far do not
    Migration {
        /// What it brings, in a few words: add_notes
        name: String,
        /// Throw all steps away and write them as one: only before the first release
        #[arg(long)]
        anew: bool,
    },
}

fn main() -> ExitCode {
    let result = match Arguments::parse().command {
        Command::Bench(options) => bench::run(&options),
        Command::Migration { name, anew } => migration::run(&name, if anew { Past::Forget } else { Past::Keep }),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("workshop: {message}");
            ExitCode::FAILURE
        }
    }
}

/// The repository's root folder.
fn root() -> PathBuf {
    let here = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).map_or_else(|| PathBuf::from("."), PathBuf::from)
}
