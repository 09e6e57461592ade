//! What `deny.toml` says, as far as we check it ourselves.

use std::collections::BTreeMap;

use toml::{Table, Value};

/// The rules for dependencies.
#[derive(Debug)]
pub struct Policy {
    /// The targets whose graphs are checked, as `rustc` names them.
    pub targets: Vec<String>,
    /// SPDX identifiers of the licences that may be linked.
    pub licences: Vec<String>,
    /// Crates that may not be linked, each with the reason.
    pub banned: BTreeMap<String, String>,
    /// Name and version of those that may stand beside another version.
    pub skipped: Vec<(String, String)>,
}

impl Policy {
    /// Reads the text of `deny.toml`. Every ban and every skip must give its reason.
    pub fn read(text: &str) -> Result<Self, String> {
        let file: Table = text.parse().map_err(|error| format!("deny.toml: {error}"))?;
        let mut banned = BTreeMap::new();
        for (name, reason) in crates(&file, "deny")? {
            banned.insert(name, reason);
        }
        let skipped = crates(&file, "skip")?
            .into_iter()
            .map(|(name, _)| match name.split_once('@') {
                Some((name, version)) => Ok((name.to_owned(), version.to_owned())),
                None => Err(format!("deny.toml: skip {name} names no version")),
            })
            .collect::<Result<_, String>>()?;
        Ok(Self {
            targets: strings(list(&file, "graph", "targets")?),
            licences: strings(list(&file, "licenses", "allow")?),
            banned,
            skipped,
        })
    }
}

fn list<'a>(file: &'a Table, section: &str, key: &str) -> Result<&'a [Value], String> {
    file.get(section)
        .and_then(|section| section.get(key)?.as_array())
        .map(Vec::as_slice)
        .ok_or_else(|| format!("deny.toml: [{section}] needs a list {key}"))
}

fn strings(values: &[Value]) -> Vec<String> {
    values.iter().filter_map(Value::as_str).map(str::to_owned).collect()
}

/// The `crate` and `reason` of each entry of a list in `[bans]`.
fn crates(file: &Table, key: &str) -> Result<Vec<(String, String)>, String> {
    list(file, "bans", key)?
        .iter()
        .map(|entry| {
            let text = |key: &str| entry.get(key).and_then(Value::as_str).map(str::to_owned);
            text("crate")
                .zip(text("reason"))
                .ok_or_else(|| format!("deny.toml: an entry of {key} lacks crate or reason: {entry:?}"))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ban_without_a_reason_is_refused() {
        let text = "[graph]\ntargets=[]\n[licenses]\nallow=[]\n[bans]\nskip=[]\ndeny=[{crate='a'}]";
        assert!(Policy::read(text).unwrap_err().contains("lacks crate or reason"));
    }

    #[test]
    fn the_policy_of_this_repository_can_be_read() {
        let policy = Policy::read(&crate::workspace::read("deny.toml").unwrap()).unwrap();
        assert!(policy.licences.contains(&"AGPL-3.0-or-later".to_owned()));
        assert!(!policy.targets.is_empty() && policy.banned.contains_key("openssl-sys"));
    }
}
