//! `ruche restore FILE`: a backup put in place.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use super::{Done, say};
use crate::archive;
use crate::config::Config;

#[derive(Args)]
pub(super) struct Options {
    /// A file that `ruche backup` wrote
    file: PathBuf,
}

pub(super) fn run(config: &Config, options: &Options) -> Done {
    let aside = archive::restore(&config.data, &config.database, &options.file)?;
    if let Some(folder) = aside {
        say(&format!("What was there before is in {}.", folder.display()));
    }
    say(&format!("{} is restored.", options.file.display()));
    Ok(ExitCode::SUCCESS)
}
