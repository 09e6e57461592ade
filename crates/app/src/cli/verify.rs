//! `ruche verify`: whether history still is what was written.

use std::process::ExitCode;

use clap::Args;
use schema::Actor;
use store::seal::{Checked, Fault};

use super::{Done, open, say};
use crate::config::Config;

#[derive(Args)]
pub(super) struct Options {
    /// A seal that was noted earlier, as this command or the page of proof tells it (NUMBER:DIGEST): it must still be there
    #[arg(long, value_name = "SEAL")]
    seal: Option<String>,
}

/// Links that are looked at in one transaction.
const STEP: i64 = 100;

pub(super) fn run(config: &Config, options: &Options) -> Done {
    let house = open(config)?;
    let system = Actor::system("verify");
    while house.site.write(&system, "verify", |tx| tx.seal())? {}
    let mut all = Checked::default();
    let mut after = Some(0);
    while let Some(from) = after {
        let part = house.site.read(&system, |tx| tx.check_chain(from, STEP))?;
        after = part.next;
        all.add(part);
    }
    for fault in &all.faults {
        say(&words(fault));
    }
    say(&format!(
        "{} transactions with {} changes under {} seals; {} values were erased for privacy.",
        all.transactions, all.changes, all.links, all.erased
    ));
    let noted = match &options.seal {
        Some(noted) => is_there(&house, noted)?,
        None => true,
    };
    if !noted {
        say("The seal that you noted is not in the chain: history was taken back or replaced since.");
    }
    if let Some(link) = house.site.read(&system, |tx| tx.last_link())? {
        say(&format!("Last seal: {}:{}", link.id, link.hash));
    }
    match all.faults.is_empty() && noted {
        true => {
            say("History is whole.");
            Ok(ExitCode::SUCCESS)
        }
        false => {
            say("History does NOT hold.");
            Ok(ExitCode::FAILURE)
        }
    }
}

fn is_there(house: &crate::house::House, noted: &str) -> Result<bool, super::Failure> {
    let wrong = || "seal: give it as NUMBER:DIGEST".to_owned();
    let (number, digest) = noted.trim().split_once(':').ok_or_else(wrong)?;
    let number: i64 = number.parse().map_err(|_| wrong())?;
    let link = house.site.read(&Actor::system("verify"), |tx| tx.link(number))?;
    Ok(link.is_some_and(|link| link.hash == digest))
}

fn words(fault: &Fault) -> String {
    match fault {
        Fault::Link(link) => format!(
            "Seal {} of {} UTC (transactions {} to {}) was altered, or one before it taken out.",
            link.id, link.at, link.first, link.last
        ),
        Fault::Content(link) => format!(
            "Under seal {} of {} UTC something was altered, added or removed (transactions {} to {}).",
            link.id, link.at, link.first, link.last
        ),
        Fault::Values { transaction, change } => {
            format!("Transaction {transaction}: the values of change {change} are not those that were written.")
        }
        Fault::Actor { transaction } => format!("Transaction {transaction}: the name of who acted was altered."),
    }
}
