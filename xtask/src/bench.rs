//! `cargo xtask bench`: builds what is shipped, and has the workshop measure it.

use crate::workspace::{cargo, run as execute};

/// Hands the arguments on: `--contacts N`, `--database URL`, `--quick`, names of benches.
pub fn run(arguments: &[String]) -> Result<(), String> {
    // The program itself is measured too, so it must be of the same state as the workshop.
    execute(cargo().args(["build", "--release", "--quiet", "--package", "ruche", "--package", "workshop"]))?;
    let mut workshop = cargo();
    workshop.args(["run", "--release", "--quiet", "--package", "workshop", "--", "bench"]);
    execute(workshop.args(arguments))
}
