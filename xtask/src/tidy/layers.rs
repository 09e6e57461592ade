//! The layers: crates import earlier ones only, and some libraries belong to one crate.

use toml::Table;

use super::{Finding, Source};

/// The crates from the ground up. Those on one line do not import each other.
const LAYERS: &[&[&str]] = &[
    &["calendar", "schema-derive", "paper"],
    &["schema"],
    &["query"],
    &["store"],
    &["ui"],
    &["kit"],
    &["custom", "file"],
    &["mail"],
    &["contact", "api"],
    &["activity"],
    &["privacy", "correspondence", "subscription", "oidc", "follow", "oauth"],
    &["search"],
    &["dedupe"],
    &["import"],
    &["committee"],
    &["sample"],
    &["ruche"],
    &["testkit"],
    &["workshop"],
    &["xtask"],
];

/// Libraries that only some crates may name, and why.
const BELONGS: &[(&[&str], &[&str], &str)] = &[
    (
        &["rusqlite", "postgres"],
        &["store", "workshop"], // whose bench measures the engine against SQL written by hand
        "the store alone knows which database it is",
    ),
    (
        &["axum", "tokio", "tower-http"],
        &["ruche", "testkit"],
        "the core is synchronous: asynchronous code stays at the edge",
    ),
    (
        &["maud"],
        &[
            "ui",
            "kit",
            "file",
            "contact",
            "privacy",
            "activity",
            "correspondence",
            "subscription",
            "oidc",
            "follow",
            "oauth",
            "search",
            "dedupe",
            "import",
            "committee",
            "ruche",
        ],
        "only building blocks and components' pages write HTML",
    ),
    (&["lettre", "mail-parser"], &["correspondence"], "one crate talks to mail servers"),
    (&["krilla", "ttf-parser"], &["paper"], "one crate lays out pages on paper"),
    (&["syn", "quote", "proc-macro2"], &["schema-derive"], "one crate writes code"),
];

/// Checks the manifest of every crate.
pub fn check(sources: &[Source]) -> Vec<Finding> {
    let manifests = sources.iter().filter(|source| {
        source.path.ends_with("/Cargo.toml") // the workspace's own has no folder before it
    });
    manifests.flat_map(|manifest| check_manifest(&manifest.path, &manifest.text)).collect()
}

fn check_manifest(path: &str, text: &str) -> Vec<Finding> {
    let manifest: Table = match text.parse() {
        Ok(manifest) => manifest,
        Err(error) => return vec![Finding::new(path, 0, format!("{error}"))],
    };
    let name = manifest.get("package").and_then(|package| package.get("name")?.as_str());
    let Some((name, layer)) = name.and_then(|name| Some((name, layer_of(name)?))) else {
        return vec![Finding::new(path, 0, "give this crate its place in LAYERS (tidy/layers.rs)")];
    };
    let mut findings = Vec::new();
    for section in ["dependencies", "build-dependencies", "dev-dependencies"] {
        let dependencies = manifest.get(section).and_then(|section| section.as_table());
        for dependency in dependencies.into_iter().flat_map(Table::keys) {
            let in_tests = section == "dev-dependencies";
            let upward = layer_of(dependency).is_some_and(|below| below >= layer);
            if upward && !(in_tests && dependency == "testkit") {
                let message = format!("{name} may not import {dependency}: imports point down");
                findings.push(Finding::new(path, 0, message));
            }
            if !in_tests {
                findings.extend(owner_finding(path, name, dependency));
            }
        }
    }
    findings
}

fn layer_of(name: &str) -> Option<usize> {
    LAYERS.iter().position(|layer| layer.contains(&name))
}

fn owner_finding(path: &str, name: &str, dependency: &str) -> Option<Finding> {
    let (_, owners, why) = BELONGS.iter().find(|(names, _, _)| names.contains(&dependency))?;
    (!owners.contains(&name)).then(|| {
        let owners = owners.join(", ");
        Finding::new(path, 0, format!("{dependency} belongs to {owners}: {why}"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_one(name: &str, rest: &str) -> Vec<String> {
        let text = format!("[package]\nname = \"{name}\"\n{rest}");
        check_manifest("Cargo.toml", &text).into_iter().map(|found| found.message).collect()
    }

    #[test]
    fn imports_point_down() {
        assert!(check_one("store", "[dependencies]\nquery.workspace = true").is_empty());
        assert_eq!(check_one("query", "[dependencies]\nstore.workspace = true").len(), 1);
        assert_eq!(check_one("api", "[dependencies]\ncontact.workspace = true").len(), 1);
    }

    #[test]
    fn only_tests_reach_up_and_only_to_the_testkit() {
        assert!(check_one("contact", "[dev-dependencies]\ntestkit.workspace = true").is_empty());
        assert_eq!(check_one("contact", "[dependencies]\ntestkit.workspace = true").len(), 1);
        assert_eq!(check_one("contact", "[dev-dependencies]\nruche.workspace = true").len(), 1);
    }

    #[test]
    fn libraries_stay_with_their_owner() {
        assert!(check_one("store", "[dependencies]\nrusqlite = \"1\"").is_empty());
        let found = check_one("kit", "[dependencies]\naxum = \"1\"\nserde = \"1\"");
        assert_eq!(found.len(), 1);
        assert!(found[0].starts_with("axum belongs to ruche, testkit"), "{found:?}");
    }

    #[test]
    fn a_new_crate_must_be_given_its_place() {
        assert_eq!(check_one("hive", "").len(), 1);
    }
}
