//! `ruche backup FILE`: everything in one file.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use super::{Done, open, say};
use crate::archive;
use crate::config::Config;

#[derive(Args)]
pub(super) struct Options {
    /// The file to write; one that exists is not overwritten
    file: PathBuf,
}

pub(super) fn run(config: &Config, options: &Options) -> Done {
    if options.file.exists() {
        return Err(format!("{} exists already", options.file.display()).into());
    }
    let house = open(config)?;
    archive::backup(&house, &options.file)?;
    say(&format!(
        "{}: written and verified. It holds the secret key: keep it where nobody else reads.",
        options.file.display()
    ));
    Ok(ExitCode::SUCCESS)
}
