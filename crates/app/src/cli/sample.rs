//! `ruche sample`: believable contacts.

use std::process::ExitCode;
use std::time::Instant;

use clap::Args;
use clap::builder::RangedU64ValueParser;

use super::{Done, open};
use crate::config::Config;
use crate::sampling;

#[derive(Args)]
pub(super) struct Options {
    /// How many contacts
    #[arg(long, value_name = "N", value_parser = RangedU64ValueParser::<usize>::new().range(1..=10_000_000))]
    contacts: usize,
    /// Another seed gives other people
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,
}

pub(super) fn run(config: &Config, options: &Options) -> Done {
    let house = open(config)?;
    let start = Instant::now();
    let mut told = 0;
    let rows = sampling::fill(&house.site, options.seed, options.contacts, |done| {
        if done / 10_000 > told {
            told = done / 10_000;
            eprintln!("{done} of {} contacts", options.contacts);
        }
    })?;
    let seconds = start.elapsed().as_secs_f64().max(0.001);
    eprintln!(
        "{} contacts, {rows} rows in {seconds:.1} s: {:.0} rows a second",
        options.contacts,
        rows as f64 / seconds
    );
    Ok(ExitCode::SUCCESS)
}
