//! Vendored files: each is the one that was reviewed, by its checksum.
//!
//! `assets/vendor/CHECKSUMS` has the form of `sha256sum`: 64 hexadecimal digits, two spaces, and
//! the path from that folder (`../fonts/…` for one that stands elsewhere in the assets). Lines that
//! start with `#` say where the files come from.

use std::collections::BTreeMap;
use std::path::Path;

use sha2::{Digest, Sha256};

use super::Finding;

const FOLDER: &str = "assets/vendor/";
const LIST: &str = "assets/vendor/CHECKSUMS";

/// Compares the folder with its list, both ways.
pub fn check(root: &Path, files: &[String]) -> Result<Vec<Finding>, String> {
    let listed = files.iter().any(|path| path == LIST);
    let list = if listed { crate::workspace::read(LIST)? } else { String::new() };
    let mut present = BTreeMap::new();
    for path in files.iter().filter(|path| path.starts_with("assets/") && *path != LIST) {
        let name = match path.strip_prefix(FOLDER) {
            Some(name) => name.to_owned(),
            None => path.replacen("assets/", "../", 1),
        };
        // Outside the folder stand our own files too: only those that are listed matter.
        let elsewhere = name.starts_with("../");
        if !elsewhere || list.lines().any(|line| line.ends_with(&format!("  {name}"))) {
            let bytes = std::fs::read(root.join(path));
            present.insert(name, sha256(&bytes.map_err(|error| format!("{path}: {error}"))?));
        }
    }
    Ok(compare(&list, &present))
}

/// Compares a list with the digests of the files that are there.
fn compare(list: &str, present: &BTreeMap<String, String>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut unlisted: Vec<&String> = present.keys().collect();
    for (index, line) in list.lines().enumerate() {
        if line.trim().is_empty() || line.starts_with('#') {
            continue;
        }
        let Some((digest, path)) = line.split_once("  ") else {
            findings.push(Finding::new(LIST, index + 1, "write: digest, two spaces, path"));
            continue;
        };
        unlisted.retain(|name| *name != path);
        match present.get(path) {
            None => findings.push(Finding::new(LIST, index + 1, format!("{path} is missing"))),
            Some(actual) if actual != digest => {
                let message = format!("{path} was changed: it has {actual}");
                findings.push(Finding::new(LIST, index + 1, message));
            }
            Some(_) => {}
        }
    }
    let extra = unlisted.iter().map(|path| Finding::new(LIST, 0, format!("{path} is not listed")));
    findings.extend(extra);
    findings
}

fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_digest_is_that_of_the_standard() {
        // FIPS 180-4, the one-block example "abc".
        let digest = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(sha256(b"abc"), digest);
    }

    #[test]
    fn changed_missing_and_unlisted_files_are_found() {
        let present = [("same.js", "aa"), ("changed.js", "bb"), ("new.js", "cc")]
            .map(|(path, digest)| (path.to_owned(), digest.to_owned()))
            .into();
        let list = "# from npm\naa  same.js\n00  changed.js\ndd  gone.js\nnonsense\n";
        let found: Vec<String> = compare(list, &present).iter().map(ToString::to_string).collect();
        assert_eq!(found.len(), 4, "{found:?}");
        assert!(found[0].ends_with("CHECKSUMS:3: changed.js was changed: it has bb"));
        assert!(found[1].ends_with(":4: gone.js is missing"));
        assert!(found[2].contains(":5: write"));
        assert!(found[3].ends_with("new.js is not listed"));
    }
}
