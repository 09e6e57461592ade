//! `cargo xtask journeys`: people in a real browser, against the program as it was just built.

use crate::workspace::{cargo, root, run as execute};

/// The site that a browser visits; the tests of the program stand on it too.
#[path = "../../crates/app/tests/all/site.rs"]
pub mod site;

/// So many sample contacts live on the site.
const CONTACTS: usize = 300;

/// Plays the journeys that are named, or all.
pub fn run(names: &[String]) -> Result<(), String> {
    let site = built("journeys")?;
    let mut script = site::script(&root(), "run.mjs")?;
    execute(script.args(site.arguments()).args(["--welcome", &site.welcome]).args(names))
}

/// Builds the program and serves a site of sample contacts with it.
pub fn built(name: &str) -> Result<site::Site, String> {
    execute(cargo().args(["build", "--quiet", "--package", "ruche"]))?;
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), Into::into);
    site::Site::start(&target.join("debug/ruche"), name, CONTACTS)
}
