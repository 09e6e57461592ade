//! `ruche restore FILE`: a backup put in place, or tried out beside.

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
    /// A file that `ruche backup` wrote, or a folder of them: then the newest
    file: PathBuf,
    /// Put nothing in place: restore into a folder that is removed afterwards, open it, and look whether all is there
    #[arg(long)]
    trial: bool,
}

pub(super) fn run(config: &Config, options: &Options) -> Done {
    let file = match options.file.is_dir() {
        true => archive::newest(&options.file)?.ok_or_else(|| format!("{} holds no backup", options.file.display()))?,
        false => options.file.clone(),
    };
    if options.trial {
        let found = archive::trial(&config.database, &file)?;
        let house = open(config)?;
        house.site.write(&Actor::system("backup"), "backup", |tx| fact::keep_now(tx, fact::BACKUP_TRIED))?;
        say(&format!("{}: restored for a trial. {found}", file.display()));
        return Ok(ExitCode::SUCCESS);
    }
    let aside = archive::restore(&config.data, &config.database, &file)?;
    if let Some(folder) = aside {
        say(&format!("What was there before is in {}.", folder.display()));
    }
    say(&format!("{} is restored.", file.display()));
    Ok(ExitCode::SUCCESS)
}
