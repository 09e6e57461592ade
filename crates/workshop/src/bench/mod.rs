//! `bench`: what the product costs, beside its goals. Nothing here passes or fails: the figures are for reading.
//!
//! One file per bench; a new one is a file and a line in [`BENCHES`].

mod access;
mod ask;
mod client;
mod composer;
mod data;
mod duplicates;
mod engine;
mod export;
mod groups;
mod hand;
mod hostile;
mod http;
mod import;
mod kills;
mod pages;
mod queries;
mod random;
mod report;
mod samples;
mod server;
mod startup;

use std::time::Duration;

use clap::Args;
use data::Prepared;
use report::Report;

/// What to measure, and on what.
#[derive(Args)]
pub struct Options {
    /// Which benches to run; all of them unless told
    names: Vec<String>,
    /// How many sample contacts the site holds
    #[arg(long, default_value_t = 100_000)]
    contacts: u64,
    /// A PostgreSQL database of the bench's own (postgres://…); `private` starts a server for this run alone. SQLite
    /// unless told
    #[arg(long)]
    database: Option<String>,
    /// How many rows a list has that is imported
    #[arg(long)]
    rows: Option<usize>,
    /// How often an import is killed
    #[arg(long, default_value_t = 300)]
    times: usize,
    /// Short runs: figures to look at while working
    #[arg(long)]
    quick: bool,
}

impl Options {
    /// For how long one thing is measured.
    fn span(&self) -> Duration {
        if self.quick { Duration::from_millis(500) } else { Duration::from_secs(4) }
    }
}

/// One bench.
struct Bench {
    name: &'static str,
    about: &'static str,
    run: fn(&Options, &Prepared, &mut Report) -> Result<(), String>,
}

const BENCHES: &[Bench] = &[
    Bench { name: "engine", about: "calls in this process against the same SQL by hand", run: engine::run },
    Bench { name: "queries", about: "twenty questions against the same SQL by hand", run: queries::run },
    Bench { name: "export", about: "big files of what a search finds: time and memory", run: export::run },
    Bench { name: "startup", about: "from the start of the process to the first answer", run: startup::run },
    Bench { name: "pages", about: "pages as people wait for them, in the server and in a browser", run: pages::run },
    Bench {
        name: "composer",
        about: "what a question of the composer takes, counted to the last row",
        run: composer::run,
    },
    Bench { name: "http", about: "requests, CPU and memory of a running server", run: http::run },
    Bench { name: "hostile", about: "requests that mean harm, until they are refused", run: hostile::run },
    // Last, for it adds contacts to those that the others measure.
    Bench { name: "import", about: "rows of a list that become contacts, a second", run: import::run },
    Bench { name: "groups", about: "many contacts in groups, many groups for a contact, activities", run: groups::run },
    Bench {
        name: "access",
        about: "lists of people whom access rules let see a part of the contacts",
        run: access::run,
    },
    Bench { name: "kills", about: "imports killed at random moments: rows missing or doubled", run: kills::run },
    Bench { name: "duplicates", about: "likely pairs found among planted ones, and how fast", run: duplicates::run },
];

/// Runs the benches that are named, or all, and prints what they find.
///
/// # Errors
/// When something does not work; never for a figure.
pub fn run(options: &Options) -> Result<(), String> {
    if let Some(unknown) = options.names.iter().find(|name| !BENCHES.iter().any(|bench| bench.name == *name)) {
        let known: Vec<String> = BENCHES.iter().map(|b| format!("  {:10}{}", b.name, b.about)).collect();
        return Err(format!("there is no bench {unknown:?}; there are\n{}", known.join("\n")));
    }
    if cfg!(debug_assertions) {
        println!("This is a debug build: compare nothing with the goals.");
    }
    let prepared = data::prepare(options)?;
    let mut report = Report::new(options.contacts, prepared.site.is_postgres());
    for bench in BENCHES.iter().filter(|b| options.names.is_empty() || options.names.iter().any(|n| n == b.name)) {
        (bench.run)(options, &prepared, &mut report)?;
    }
    report.save()
}
