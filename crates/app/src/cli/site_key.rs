//! `ruche site-key`: the key that API v3 clients send beside their own.

use std::process::ExitCode;

use contact::access::token;

use super::{Done, open, say};
use crate::config::Config;

pub(super) fn run(config: &Config) -> Done {
    say(&token::site_key(&open(config)?.site));
    Ok(ExitCode::SUCCESS)
}
