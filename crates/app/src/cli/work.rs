//! `ruche work`: jobs only.

use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use super::{Done, open, stop};
use crate::config::Config;
use crate::jobs;

pub(super) fn run(config: &Config) -> Done {
    let house = open(config)?;
    let end = Arc::new(AtomicBool::new(false));
    stop::on_signal(end.clone())?;
    tracing::info!(data = %config.data.display(), "working");
    jobs::work(&house, &end);
    Ok(ExitCode::SUCCESS)
}
