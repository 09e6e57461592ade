//! `cargo xtask mutants [--shard K/N]`: changes the rules of access one by one (cargo-mutants) and looks whether a fast test
//! notices. What was looked at before is not looked at again: `target/mutants` remembers.

use crate::workspace::{cargo, root, run as execute};

/// The files that decide who may see and do what, each with the package whose tests must notice.
const RULES: &[(&str, &[&str])] = &[
    ("schema", &["crates/schema/src/access.rs", "crates/schema/src/permission.rs"]),
    ("query", &["crates/query/src/access.rs", "crates/query/src/visible.rs"]),
    ("contact", &["crates/contact/src/acl/*.rs", "crates/contact/src/access/*.rs"]),
];

/// Runs them all, or one part of N.
pub fn run(arguments: &[String]) -> Result<(), String> {
    let shard = match arguments {
        [] => None,
        [flag, shard] if flag == "--shard" => Some(shard.as_str()),
        _ => return Err("give nothing, or --shard K/N".to_owned()),
    };
    let folder = root().join("target/mutants");
    std::fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    for (package, files) in RULES {
        let mut command = cargo();
        command.args(["mutants", "--iterate", "--package", package, "--test-package", package]);
        command.arg("--output").arg(folder.join(package));
        // Tests on a server of PostgreSQL are another matter: the fast ones alone count.
        command.args(["--timeout", "120", "--minimum-test-timeout", "30"]);
        for file in *files {
            command.args(["--file", file]);
        }
        if let Some(shard) = shard {
            command.args(["--shard", shard]);
        }
        execute(&mut command)?;
    }
    Ok(())
}
