//! `cargo xtask interference`: many more calls that must not tell anybody what they may not see.

use crate::workspace::{cargo, run as execute};

/// `--calls N` for each role and database, `--seed N` for where chance begins.
pub fn run(arguments: &[String]) -> Result<(), String> {
    let mut command = cargo();
    command.args(["test", "--package", "ruche", "--test", "all", "interference"]);
    for pair in arguments.chunks(2) {
        match pair {
            [name, number] if name == "--calls" => command.env("INTERFERENCE_CALLS", number),
            [name, number] if name == "--seed" => command.env("INTERFERENCE_SEED", number),
            _ => return Err("give --calls NUMBER, --seed NUMBER, or both".to_owned()),
        };
    }
    execute(&mut command)
}
