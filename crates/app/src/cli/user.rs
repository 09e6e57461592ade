//! `ruche user add`: accounts made from outside.

use std::io::Read;
use std::process::ExitCode;

use clap::{Args, Subcommand};
use contact::access::administrator::{self, NewAccount};
use schema::Actor;

use super::{Done, open, say};
use crate::config::Config;

#[derive(Subcommand)]
pub(super) enum Command {
    /// Make an account with its contact
    Add(Add),
}

#[derive(Args)]
pub(super) struct Add {
    /// The name to sign in with
    name: String,
    /// The name of a role; `administrator` may do everything
    #[arg(long)]
    role: String,
    #[arg(long)]
    email: Option<String>,
    /// Read the password from standard input
    #[arg(long)]
    password_stdin: bool,
    /// Make an API key and print it, alone, on standard output: it is never shown again
    #[arg(long)]
    api_key: bool,
}

pub(super) fn run(config: &Config, command: &Command) -> Done {
    let Command::Add(add) = command;
    let password = match add.password_stdin {
        true => Some(read_password()?),
        false => None,
    };
    let house = open(config)?;
    let made = house.site.write(&Actor::system("command line"), "command line", |tx| {
        let account = NewAccount {
            username: &add.name,
            role: &add.role,
            email: add.email.as_deref(),
            password: password.as_deref(),
            key_name: add.api_key.then_some("command line"),
        };
        administrator::add(tx, &account)
    })?;
    eprintln!("Account {} (contact {}) has the role {}.", add.name, made.contact_id, add.role);
    if let Some(key) = made.api_key {
        say(&key);
    }
    Ok(ExitCode::SUCCESS)
}

fn read_password() -> Result<String, String> {
    let mut text = String::new();
    std::io::stdin().take(4096).read_to_string(&mut text).map_err(|error| format!("standard input: {error}"))?;
    Ok(text.trim_end_matches(['\n', '\r']).to_owned())
}
