//! `cargo xtask matrix`: who may open which page and call which action, written to `docs/access-matrix.txt` for review.

use crate::workspace::{cargo, run as execute};

/// Writes the file anew; what it changes is to be read by somebody.
pub fn run(_: &[String]) -> Result<(), String> {
    let test = ["test", "--package", "ruche", "--test", "all", "doors_are_as_people_have_reviewed_them"];
    execute(cargo().args(test).env("ACCESS_MATRIX", "write"))?;
    println!("docs/access-matrix.txt is written; please read what has changed.");
    Ok(())
}
