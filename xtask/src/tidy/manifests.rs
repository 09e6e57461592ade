//! Manifests: one place for versions, a reason for each dependency, nothing declared in vain.

use toml::{Table, Value};

use super::{Finding, Source};

/// Checks the workspace's manifest and those of all crates.
pub fn check(sources: &[Source]) -> Vec<Finding> {
    let mut findings = Vec::new();
    let crates: Vec<(&Source, Table)> = sources
        .iter()
        .filter(|source| source.path.ends_with("/Cargo.toml"))
        .filter_map(|source| Some((source, source.text.parse().ok()?)))
        .collect();
    for (source, manifest) in &crates {
        findings.extend(inherits(&source.path, manifest));
    }
    if let Some(root) = sources.iter().find(|source| source.path == "Cargo.toml") {
        findings.extend(reasons(&root.path, &root.text));
        let manifests: Vec<&Table> = crates.iter().map(|(_, manifest)| manifest).collect();
        findings.extend(unused(&root.path, &root.text, &manifests));
    }
    findings
}

/// Lines of `[workspace.dependencies]`, with their numbers, that declare a dependency.
fn declared(text: &str) -> impl Iterator<Item = (usize, &str, &str)> {
    text.lines()
        .enumerate()
        .skip_while(|(_, line)| line.trim() != "[workspace.dependencies]")
        .skip(1)
        .take_while(|(_, line)| !line.starts_with('['))
        .filter(|(_, line)| !line.starts_with('#'))
        .filter_map(|(index, line)| {
            let (name, value) = line.split_once('=')?;
            Some((index + 1, name.trim(), value))
        })
}

/// Whoever adds a dependency says in the same line what for; ours explain themselves.
fn reasons(path: &str, text: &str) -> Vec<Finding> {
    declared(text)
        .filter(|(_, _, value)| !value.contains("path ="))
        .filter(|(_, _, value)| {
            let reason = value.rsplit_once("# ").map(|(_, reason)| reason.trim());
            reason.is_none_or(str::is_empty)
        })
        .map(|(line, name, _)| Finding::new(path, line, format!("{name}: say what for, after #")))
        .collect()
}

/// Declared for the workspace, used by no crate.
fn unused(path: &str, text: &str, crates: &[&Table]) -> Vec<Finding> {
    let used = |name: &str| crates.iter().flat_map(|manifest| dependencies(manifest)).any(|(used, _)| used == name);
    declared(text)
        .filter(|(_, name, value)| !value.contains("path =") && !used(name))
        .map(|(line, name, _)| Finding::new(path, line, format!("no crate uses {name}")))
        .collect()
}

/// Versions, licence and lints come from the workspace.
fn inherits(path: &str, manifest: &Table) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (name, value) in dependencies(manifest) {
        if !from_workspace(value) {
            findings.push(Finding::new(path, 0, format!("write {name}.workspace = true")));
        }
    }
    for key in ["edition", "version", "license", "publish"] {
        let value = manifest.get("package").and_then(|package| package.get(key));
        if !value.is_some_and(from_workspace) {
            findings.push(Finding::new(path, 0, format!("write {key}.workspace = true")));
        }
    }
    if !manifest.get("lints").is_some_and(from_workspace) {
        findings.push(Finding::new(path, 0, "write [lints] workspace = true"));
    }
    findings
}

fn from_workspace(value: &Value) -> bool {
    value.get("workspace").and_then(Value::as_bool) == Some(true)
}

fn dependencies(manifest: &Table) -> impl Iterator<Item = (&str, &Value)> {
    ["dependencies", "dev-dependencies", "build-dependencies"]
        .into_iter()
        .filter_map(|section| manifest.get(section)?.as_table())
        .flatten()
        .map(|(name, value)| (name.as_str(), value))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROOT: &str = "[workspace]\nmembers = []\n\n[workspace.dependencies]\n# Ours.\n\
        query = { path = \"crates/query\" }\nserde = \"1\" # JSON\ntar = \"0.4\"\n\
        [profile.dev]\ndebug = false\n";

    const CRATE: &str = "[package]\nname = \"a\"\nedition.workspace = true\n\
        version.workspace = true\nlicense.workspace = true\npublish.workspace = true\n\
        [lints]\nworkspace = true\n[dependencies]\nserde.workspace = true\n";

    #[test]
    fn a_dependency_without_a_reason_is_found() {
        let found = reasons("Cargo.toml", ROOT);
        assert_eq!(found, [Finding::new("Cargo.toml", 8, "tar: say what for, after #")]);
    }

    #[test]
    fn a_dependency_that_no_crate_uses_is_found() {
        let manifest: Table = CRATE.parse().unwrap();
        let found = unused("Cargo.toml", ROOT, &[&manifest]);
        assert_eq!(found, [Finding::new("Cargo.toml", 8, "no crate uses tar")]);
    }

    #[test]
    fn a_crate_takes_versions_and_lints_from_the_workspace() {
        assert!(inherits("a", &CRATE.parse().unwrap()).is_empty());
        let own: Table = "[package]\nname = \"a\"\n[dependencies]\ntar = \"0.4\"".parse().unwrap();
        let found = inherits("a", &own);
        assert_eq!(found.len(), 6, "{found:?}");
        assert_eq!(found[0].message, "write tar.workspace = true");
    }
}
