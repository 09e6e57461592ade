//! `cargo xtask mutants [--shard K/N]`: changes the rules of access one by one (cargo-mutants) and looks whether a fast test
//! notices. What was looked at before is not looked at again: `target/mutants` remembers.
//!
//! Everything that decides access stands in two pure crates, so that a changed rule is compiled and tested within
//! seconds: what an actor may do and what access lists come to in `schema`, what that means for a query in `query`.

use crate::workspace::{cargo, root, run as execute};

/// Files that decide who may see and do what, the functions in them that do, and the tests that must notice.
struct Rules {
    name: &'static str,
    package: &'static str,
    files: &'static [&'static str],
    /// All of the file where none is named.
    functions: Option<&'static str>,
    tests: &'static [&'static str],
}

const RULES: &[Rules] = &[
    Rules {
        name: "schema",
        package: "schema",
        files: &[
            "crates/schema/src/access.rs",
            "crates/schema/src/account.rs",
            "crates/schema/src/acl.rs",
            "crates/schema/src/permission.rs",
        ],
        functions: None,
        tests: &["--lib"],
    },
    Rules {
        name: "query",
        package: "query",
        files: &["crates/query/src/access.rs", "crates/query/src/visible.rs"],
        functions: None,
        tests: &["--test", "access"],
    },
    Rules {
        name: "fields",
        package: "query",
        files: &[
            "crates/query/src/path.rs",
            "crates/query/src/linked.rs",
            "crates/query/src/join.rs",
            "crates/query/src/plan.rs",
        ],
        functions: Some("(may_see|seen|door_is_open|table_conditions|visible_rows|referred|joinable|sorting_out)"),
        tests: &["--test", "access"],
    },
];

/// Runs them all, or one part of N.
pub fn run(arguments: &[String]) -> Result<(), String> {
    let shard = match arguments {
        [] => None,
        [flag, shard] if flag == "--shard" => Some(shard.as_str()),
        _ => return Err("give nothing, or --shard K/N".to_owned()),
    };
    let mut missed = Vec::new();
    for rules in RULES {
        let folder = root().join("target/mutants").join(rules.name);
        std::fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
        let mut command = cargo();
        command.args(["mutants", "--iterate", "--package", rules.package, "--test-package", rules.package]);
        command.arg("--output").arg(folder);
        command.args(["--timeout", "60", "--minimum-test-timeout", "20"]);
        for file in rules.files {
            command.args(["--file", file]);
        }
        if let Some(functions) = rules.functions {
            command.args(["--re", functions]);
        }
        if let Some(shard) = shard {
            command.args(["--shard", shard]);
        }
        // For building too: other tests of the package take longer to link than these to run.
        command.args(rules.tests.iter().map(|test| format!("--cargo-arg={test}")));
        // The others are looked at all the same.
        if execute(&mut command).is_err() {
            missed.push(rules.name);
        }
    }
    match missed.is_empty() {
        true => Ok(()),
        false => Err(format!("mutants live: see target/mutants/*/mutants.out/missed.txt ({})", missed.join(", "))),
    }
}
