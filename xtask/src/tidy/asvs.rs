//! What `docs/asvs.md` says is shown by tests: those that it names must be there.

use std::collections::BTreeSet;

use super::{Finding, Source};

const TABLE: &str = "docs/asvs.md";

/// Names of tests in the table that no file has.
pub fn check(sources: &[Source]) -> Vec<Finding> {
    let Some(table) = sources.iter().find(|source| source.path == TABLE) else { return Vec::new() };
    let known: BTreeSet<&str> = sources
        .iter()
        .filter(|source| source.path.ends_with(".rs"))
        .flat_map(|source| source.text.split("fn ").skip(1))
        .filter_map(|rest| rest.split(['(', '<', ' ']).next())
        .collect();
    let mut findings = Vec::new();
    for (index, line) in table.text.lines().enumerate() {
        for name in named(line).filter(|name| !known.contains(name)) {
            findings.push(Finding::new(TABLE, index + 1, format!("there is no test {name}")));
        }
    }
    findings
}

/// The names of tests in a line of the table: between backticks, words joined by underscores.
fn named(line: &str) -> impl Iterator<Item = &str> {
    let parts = line.split('`').skip(1).step_by(2);
    parts.filter(|part| {
        part.contains('_') && part.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(path: &str, text: &str) -> Source {
        Source { path: path.to_owned(), text: text.to_owned() }
    }

    #[test]
    fn a_test_that_is_named_and_gone_is_found() {
        let table = source(TABLE, "| 1 | `it_holds`, `it_went_away`, `__Host-` | `cargo xtask tidy` |");
        let code = source("crates/a/src/b.rs", "#[test]\nfn it_holds() {}");
        let found = check(&[table, code]);
        assert_eq!(found.len(), 1);
        assert!(found[0].message.ends_with("it_went_away"));
    }
}
