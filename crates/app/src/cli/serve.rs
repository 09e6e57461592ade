//! `ruche serve`: pages, API and jobs.

use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use clap::Args;
use contact::access::administrator;
use schema::Actor;

use super::{Done, open, say, stop};
use crate::config::{Config, Given};
use crate::house::House;
use crate::{errands, jobs, server};

#[derive(Args)]
pub(super) struct Options {
    /// Where to listen [default: 127.0.0.1:8080]
    #[arg(long, value_name = "ADDRESS:PORT")]
    listen: Option<String>,
    /// The address that people type, such as https://crm.example.org
    #[arg(long, value_name = "URL")]
    url: Option<String>,
    /// Take the caller's address from X-Forwarded-For: only behind a proxy of yours that sets it
    #[arg(long)]
    proxy: bool,
    /// Run no jobs here; `ruche work` does
    #[arg(long)]
    no_jobs: bool,
}

impl Options {
    pub(super) fn give(&self, given: &mut Given) {
        given.listen.clone_from(&self.listen);
        given.url.clone_from(&self.url);
        given.proxy = self.proxy.then_some(true);
    }
}

pub(super) fn run(config: &Config, options: &Options) -> Done {
    let house = open(config)?;
    let runtime = server::runtime().map_err(|e| e.to_string())?;
    let listener = runtime
        .block_on(tokio::net::TcpListener::bind(config.listen))
        .map_err(|error| format!("listen: {}: {error}", config.listen))?;
    let address = listener.local_addr().map_err(|e| e.to_string())?;
    let base = config.url.clone().unwrap_or_else(|| format!("http://{address}"));
    greet(&house, &base)?;
    tell_address(&house, config.url.as_deref())?;
    let end = Arc::new(AtomicBool::new(false));
    let workers = match options.no_jobs {
        true => Vec::new(),
        false => vec![
            jobs::start(house.clone(), end.clone()).map_err(|e| e.to_string())?,
            errands::start(house.clone(), end.clone()).map_err(|e| e.to_string())?,
        ],
    };
    tracing::info!(%address, data = %config.data.display(), "serving");
    let state = server::App::new(house, config.is_secure(), config.proxy);
    let served = runtime.block_on(server::serve(listener, state, stop::requested()));
    end.store(true, Ordering::Release);
    for worker in workers {
        let _ = worker.join();
    }
    served.map_err(|e| e.to_string())?;
    tracing::info!("stopped");
    Ok(ExitCode::SUCCESS)
}

/// Lets pages and jobs know the address that people type, whichever process they run in.
fn tell_address(house: &House, url: Option<&str>) -> Result<(), store::Error> {
    // Without one in the configuration, the address that an administrator has chosen on a page stays.
    let Some(url) = url else { return Ok(()) };
    let wanted = serde_json::Value::from(url);
    let system = Actor::system("settings");
    let known = house.site.read(&system, |tx| tx.setting(contact::status::ADDRESS_SETTING))?;
    match known == wanted {
        true => Ok(()),
        false => house
            .site
            .write(&system, "command line", |tx| tx.set_setting(contact::status::ADDRESS_SETTING, Some(&wanted))),
    }
}

/// Tells the first administrator how to come in, until somebody can.
fn greet(house: &House, base: &str) -> Result<(), store::Error> {
    let program = Actor::system("installation");
    if let Some(token) = house.site.write(&program, "installation", administrator::first_link)? {
        say("Choose the administrator's password here (the link works once, for 48 hours):");
        say(&format!("{base}/welcome/{token}"));
    }
    Ok(())
}
