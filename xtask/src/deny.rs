//! `cargo xtask deny`: licences, bans and sources of what is linked, as `deny.toml` allows them.
//!
//! It covers what needs no network. `cargo deny check`, where it is installed, reads the same file
//! and adds the security advisories; it then runs too.

mod licence;
mod policy;

use std::collections::BTreeMap;
use std::process::{Command, Stdio};

use crate::workspace;
use policy::Policy;

/// A package in the dependency graph, as `cargo tree` names it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Package {
    name: String,
    version: String,
    licence: String,
    /// Where it comes from, in cargo's words; empty for crates.io.
    source: String,
}

/// Checks the graphs of all targets that `deny.toml` names.
pub fn run(_: &[String]) -> Result<(), String> {
    let policy = Policy::read(&workspace::read("deny.toml")?)?;
    let mut packages = Vec::new();
    for target in &policy.targets {
        packages.extend(packages_for(target)?);
    }
    packages.sort();
    packages.dedup();
    let findings = findings(&policy, &packages);
    for finding in &findings {
        println!("{finding}");
    }
    if !findings.is_empty() {
        return Err(format!("{} findings in {} packages", findings.len(), packages.len()));
    }
    println!("{} packages, as deny.toml allows them", packages.len());
    run_cargo_deny()
}

/// Runs the real tool if this machine has it: it alone knows the security advisories.
fn run_cargo_deny() -> Result<(), String> {
    let mut probe = Command::new("cargo-deny");
    probe.arg("--version").stdout(Stdio::null()).stderr(Stdio::null());
    if !probe.status().is_ok_and(|status| status.success()) {
        println!("cargo-deny is not installed: security advisories were not looked up");
        return Ok(());
    }
    workspace::run(workspace::cargo().args(["deny", "check"]))
}

fn packages_for(target: &str) -> Result<Vec<Package>, String> {
    let mut tree = workspace::cargo();
    tree.args(["tree", "--workspace", "--edges", "normal,build,dev", "--target", target]);
    tree.args(["--prefix", "none", "--format", "{p}|{l}"]);
    workspace::output(&mut tree)?.lines().filter(|line| !line.is_empty()).map(parse).collect()
}

/// Reads a line such as `maud v0.27.0 (proc-macro)|MIT OR Apache-2.0`; a package that was shown
/// before ends in `(*)`.
fn parse(line: &str) -> Result<Package, String> {
    let line = line.trim_end_matches(" (*)");
    let (package, licence) = line.split_once('|').ok_or_else(|| format!("no licence: {line}"))?;
    let mut words = package.splitn(3, ' ');
    let name = words.next().unwrap_or_default().to_owned();
    let version = words.next().unwrap_or_default().trim_start_matches('v').to_owned();
    let source = words.next().unwrap_or_default().replace("(proc-macro)", "");
    let source = source.trim().trim_matches(['(', ')']).to_owned();
    Ok(Package { name, version, licence: licence.to_owned(), source })
}

fn findings(policy: &Policy, packages: &[Package]) -> Vec<String> {
    let mut findings = Vec::new();
    for package in packages {
        let Package { name, version, licence, source } = package;
        if !licence::allows(licence, &policy.licences) {
            findings.push(format!("{name} {version}: licence {licence:?} is not allowed"));
        }
        if let Some(reason) = policy.banned.get(name) {
            findings.push(format!("{name} {version} is banned: {reason}"));
        }
        // Our own crates have a path; a URL would be code that no registry keeps.
        if !source.is_empty() && !source.starts_with('/') {
            findings.push(format!("{name} {version} comes from {source}, not from crates.io"));
        }
    }
    findings.extend(duplicates(policy, packages));
    findings
}

/// Crates that are linked in several versions, but for those `skip` excuses; excuses that nothing
/// needs any more are findings too.
fn duplicates(policy: &Policy, packages: &[Package]) -> Vec<String> {
    let mut versions: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for package in packages {
        versions.entry(&package.name).or_default().push(&package.version);
    }
    let excused =
        |name: &str, version: &str| policy.skipped.iter().any(|(n, prefix)| n == name && is_version(version, prefix));
    let mut findings = Vec::new();
    for (name, versions) in &versions {
        let counted: Vec<_> = versions.iter().filter(|version| !excused(name, version)).collect();
        if counted.len() > 1 {
            findings.push(format!("{name} is linked in versions {}", versions.join(" and ")));
        }
    }
    for (name, version) in &policy.skipped {
        let linked = versions.get(name.as_str());
        if !linked.is_some_and(|all| all.len() > 1 && all.iter().any(|v| is_version(v, version))) {
            findings.push(format!("deny.toml skips {name} {version}, which is no duplicate"));
        }
    }
    findings
}

/// Whether `version` is `1.2.3` for the prefixes `1`, `1.2` and `1.2.3`.
fn is_version(version: &str, prefix: &str) -> bool {
    version.strip_prefix(prefix).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    const POLICY: &str = r#"
        [graph]
        targets = ["x86_64-unknown-linux-gnu"]
        [licenses]
        allow = ["MIT"]
        [bans]
        deny = [{ crate = "openssl-sys", reason = "no system library" }]
        skip = [{ crate = "syn@1", reason = "an old macro" }]
    "#;

    fn check(lines: &[&str]) -> Vec<String> {
        let packages: Vec<Package> = lines.iter().map(|line| parse(line).unwrap()).collect();
        findings(&Policy::read(POLICY).unwrap(), &packages)
    }

    #[test]
    fn an_allowed_graph_has_no_findings() {
        let lines = ["syn v1.0.0|MIT (*)", "syn v2.0.0|MIT", "ruche v0.1.0 (/a b/app)|MIT"];
        assert_eq!(check(&lines), Vec::<String>::new());
    }

    #[test]
    fn banned_foreign_and_unlicensed_packages_are_named() {
        let found = check(&[
            "syn v1.0.0|MIT",
            "syn v2.0.0|MIT",
            "openssl-sys v0.9.0|MIT",
            "odd v1.0.0 (proc-macro) (https://example.org/odd)|MIT",
            "closed v1.0.0|",
        ]);
        assert_eq!(found.len(), 3, "{found:?}");
        assert_eq!(found[0], "openssl-sys 0.9.0 is banned: no system library");
        assert!(found[1].contains("https://example.org/odd"));
        assert!(found[2].contains("licence \"\""));
    }

    #[test]
    fn a_second_version_needs_an_excuse_and_an_excuse_a_second_version() {
        let found = check(&["itoa v1.0.0|MIT", "itoa v2.0.0|MIT"]);
        assert_eq!(found[0], "itoa is linked in versions 1.0.0 and 2.0.0");
        assert_eq!(found[1], "deny.toml skips syn 1, which is no duplicate");
    }
}
