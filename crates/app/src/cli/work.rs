//! `ruche work`: jobs only.

use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use super::{Done, open, stop};
use crate::config::Config;
use crate::{errands, jobs};

pub(super) fn run(config: &Config) -> Done {
    let house = open(config)?;
    let end = Arc::new(AtomicBool::new(false));
    stop::on_signal(end.clone())?;
    tracing::info!(data = %config.data.display(), "working");
    let runner = errands::start(house.clone(), end.clone()).map_err(|e| e.to_string())?;
    jobs::work(&house, &end);
    let _ = runner.join();
    Ok(ExitCode::SUCCESS)
}
