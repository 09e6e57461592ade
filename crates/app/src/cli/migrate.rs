//! `ruche migrate`: tables brought up to date.

use std::process::ExitCode;

use super::{Done, say};
use crate::config::Config;
use crate::house::House;

pub(super) fn run(config: &Config) -> Done {
    let house = House::open(&config.data, &config.database)?;
    let before = house.site.schema_version()?;
    if let Some(backup) = house.bring_up_to_date()? {
        say(&format!("Backup: {}", backup.display()));
    }
    let after = house.site.schema_version()?;
    say(&match before == after {
        true => format!("The database is up to date (schema {after})."),
        false => format!("The database went from schema {before} to {after}."),
    });
    Ok(ExitCode::SUCCESS)
}
