//! The command line: one file for each command.

mod api;
mod backup;
mod import;
mod index;
mod migrate;
mod restore;
mod sample;
mod schema;
mod serve;
mod site_key;
mod stop;
mod user;
mod verify;
mod work;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};
use store::Error;

use crate::config::{Config, Given};
use crate::house::House;

/// Ruche keeps the people, gifts, memberships and events of an association.
///
/// Start with `ruche serve`: it creates the database in ./data on the first start and prints a link
/// that sets the administrator's password. All other commands may run while it serves.
#[derive(Parser)]
#[command(name = "ruche", version, after_help = AFTER_HELP)]
struct Cli {
    #[command(flatten)]
    common: Common,
    #[command(subcommand)]
    command: Command,
}

const AFTER_HELP: &str = "\
Settings are taken from flags, else from the environment (RUCHE_DATA, RUCHE_DATABASE, RUCHE_LISTEN, RUCHE_URL,
RUCHE_PROXY, RUCHE_LOG, RUCHE_SCAN), else from the file ruche.toml in the data folder, else from defaults.

Examples:
  ruche serve
  ruche user add marie --role administrator --email marie@example.org --api-key
  ruche api Contact.get '{\"select\":[\"display_name\"],\"limit\":3}'
  ruche backup before-the-party.tar";

/// What every command takes.
#[derive(Args)]
struct Common {
    /// The folder of database, files and secret key [default: ./data]
    #[arg(long, global = true, value_name = "DIR")]
    data: Option<PathBuf>,
    /// `sqlite` (a file in the data folder) or postgres://user:password@host/database [default: sqlite]
    #[arg(long, global = true, value_name = "URL")]
    database: Option<String>,
    /// What to log, such as `warn`, `info` or `store=debug` [default: info]
    #[arg(long, global = true, value_name = "FILTER")]
    log: Option<String>,
}

#[derive(Subcommand)]
enum Command {
    /// Serve pages and API, and run jobs
    Serve(serve::Options),
    /// Run jobs only, beside one or more `ruche serve`
    Work,
    /// Bring the database up to date; takes a verified backup first
    Migrate,
    /// Write database, files and secret key into one file, while serving
    Backup(backup::Options),
    /// Put a backup in place; what was there is moved aside
    Restore(restore::Options),
    /// Look whether history still is what was written
    Verify(verify::Options),
    /// Make accounts
    #[command(subcommand)]
    User(user::Command),
    /// Call the API in process, as the system or as an account
    Api(api::Options),
    /// Print the key that API v3 clients send as `key` beside their own
    SiteKey,
    /// Build the index of words anew, which the one search box looks through; while serving
    Index,
    /// Bring a spreadsheet of contacts or other records in, and say what became of its rows
    Import(import::Options),
    /// Add believable contacts: the same for the same seed
    Sample(sample::Options),
    /// Print the tables that the declarations make
    #[command(hide = true)]
    Schema(schema::Options),
}

/// How a command ends that did not do what it should.
enum Failure {
    /// The caller gave something wrong.
    Wrong(String),
    Store(Error),
}

impl From<Error> for Failure {
    fn from(error: Error) -> Failure {
        Failure::Store(error)
    }
}

impl From<String> for Failure {
    fn from(text: String) -> Failure {
        Failure::Wrong(text)
    }
}

type Done = Result<ExitCode, Failure>;

/// Runs the program; the exit code is 0 on success, 1 on failure, 2 for a wrong command line.
pub fn run() -> ExitCode {
    let cli = Cli::parse();
    match dispatch(cli) {
        Ok(code) => code,
        Err(Failure::Wrong(text)) => {
            eprintln!("ruche: {text}");
            ExitCode::from(2)
        }
        Err(Failure::Store(error)) => {
            eprintln!("ruche: {error}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(cli: Cli) -> Done {
    let mut given = Given { database: cli.common.database, log: cli.common.log, ..Given::default() };
    if let Command::Serve(options) = &cli.command {
        options.give(&mut given);
    }
    let config = Config::load(cli.common.data, given)?;
    start_log(&config.log)?;
    match cli.command {
        Command::Serve(options) => serve::run(&config, &options),
        Command::Work => work::run(&config),
        Command::Migrate => migrate::run(&config),
        Command::Backup(options) => backup::run(&config, &options),
        Command::Restore(options) => restore::run(&config, &options),
        Command::Verify(options) => verify::run(&config, &options),
        Command::User(command) => user::run(&config, &command),
        Command::Api(options) => api::run(&config, &options),
        Command::SiteKey => site_key::run(&config),
        Command::Index => index::run(&config),
        Command::Import(options) => import::run(&config, &options),
        Command::Sample(options) => sample::run(&config, &options),
        Command::Schema(options) => schema::run(&options),
    }
}

/// Logs go to standard error: answers alone are on standard output.
fn start_log(filter: &str) -> Result<(), Failure> {
    use std::io::IsTerminal;
    let filter = tracing_subscriber::EnvFilter::try_new(filter).map_err(|error| format!("log: `{filter}`: {error}"))?;
    let terminal = std::io::stderr().is_terminal();
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_ansi(terminal);
    // A second start in one process (tests) keeps the first one's log.
    let _ = if terminal { log.try_init() } else { log.json().try_init() };
    Ok(())
}

/// Opens the site of these settings, created or brought up to date.
fn open(config: &Config) -> Result<House, Failure> {
    Ok(House::open_ready(&config.data, &config.database)?)
}

/// Prints a line of the answer.
#[allow(clippy::print_stdout, reason = "the answer of a command")]
fn say(line: &str) {
    println!("{line}");
}
