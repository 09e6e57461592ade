//! `cargo xtask screenshots`: every page as a picture, in both languages, light and dark, wide and narrow.

use crate::journeys::{built, site};
use crate::workspace::{root, run as execute};

/// Writes the pictures to `target/screenshots`, and the one of the README to `docs/picture.png`.
pub fn run(paths: &[String]) -> Result<(), String> {
    let site = built("screenshots")?;
    let mut script = site::script(&root(), "screenshots.mjs")?;
    execute(script.args(site.arguments()).args(paths))
}
