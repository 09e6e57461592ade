//! `ruche backup`: everything in one file, now and then or every night.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use contact::access::fact;
use schema::Actor;

use super::{Done, open, say};
use crate::archive;
use crate::config::Config;

#[derive(Args)]
pub(super) struct Options {
    /// The file to write; one that exists is not overwritten
    #[arg(required_unless_present = "into", conflicts_with = "into")]
    file: Option<PathBuf>,
    /// Write into this folder under the name of the moment, and remove the oldest of such files
    #[arg(long, value_name = "DIR")]
    into: Option<PathBuf>,
    /// How many of them to keep
    #[arg(long, value_name = "N", default_value_t = 14, requires = "into", value_parser = clap::value_parser!(u16).range(1..))]
    keep: u16,
}

pub(super) fn run(config: &Config, options: &Options) -> Done {
    let file = match (&options.file, &options.into) {
        (_, Some(folder)) => archive::name_in(folder)?,
        (Some(file), None) => file.clone(),
        (None, None) => return Err("give a file, or --into a folder".to_owned().into()),
    };
    if file.exists() {
        return Err(format!("{} exists already", file.display()).into());
    }
    let house = open(config)?;
    archive::backup(&house, &file)?;
    house.site.write(&Actor::system("backup"), "backup", |tx| fact::keep_now(tx, fact::BACKUP_MADE))?;
    say(&format!(
        "{}: written and verified. It holds the secret key: keep it where nobody else reads.",
        file.display()
    ));
    if let Some(folder) = &options.into {
        for old in archive::rotate(folder, usize::from(options.keep))? {
            say(&format!("{}: removed, newer ones are kept.", old.display()));
        }
    }
    Ok(ExitCode::SUCCESS)
}
