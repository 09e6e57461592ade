//! All texts: no paths of one machine, no work left for later, no numbers of a tracker.

use std::path::Path;

use super::{Finding, Source};

/// Where people and root keep their files: never the same on two machines.
const HOMES: [&str; 4] = ["/home/", "/root/", "/Users/", "C:\\Users"];

/// Folders that every machine has; a clone directly below them betrays nothing.
const COMMON: [&str; 8] = ["/", "/tmp", "/srv", "/opt", "/usr", "/var", "/home", "/mnt"];

/// All checks of one text; `root` is where this clone lies.
pub fn check(source: &Source, root: &Path) -> Vec<Finding> {
    let clone = root.parent().and_then(Path::to_str).filter(|parent| !COMMON.contains(parent));
    let clone = clone.map(|parent| format!("{parent}/"));
    let mut findings = Vec::new();
    for (index, line) in source.text.lines().enumerate() {
        let mut found = |message: String| {
            findings.push(Finding::new(&source.path, index + 1, message));
        };
        let places = HOMES.iter().copied().chain(clone.as_deref());
        for place in places.filter(|place| has_path(line, place)) {
            found(format!("{place} exists on one machine only"));
        }
        for mark in [concat!("TO", "DO"), concat!("FIX", "ME")] {
            if line.split(|c: char| !c.is_alphanumeric()).any(|word| word == mark) {
                found(format!("{mark}: do it, or leave it out"));
            }
        }
        if names_issue(line) {
            found("say why it is so, not where it was asked for".to_owned());
        }
    }
    findings
}

/// Whether `place` starts a path in `line`: `/home/` does with a name after it,
/// not in `/civicrm/home/`.
fn has_path(line: &str, place: &str) -> bool {
    line.match_indices(place).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        let after = line[at + place.len()..].chars().next();
        before.is_none_or(|c| !c.is_alphanumeric() && !"_-.*}{".contains(c))
            && after.is_some_and(|c| c.is_alphanumeric() || "._\\".contains(c))
    })
}

/// Whether a line refers to a numbered issue.
fn names_issue(line: &str) -> bool {
    let line = line.to_lowercase();
    line.match_indices("issue").any(|(at, word)| {
        let after = line[at + word.len()..].trim_start_matches([' ', '#']);
        after.len() < line.len() - at - word.len() && after.starts_with(|c: char| c.is_ascii_digit())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(text: &str, root: &str) -> usize {
        let source = Source { path: "README.md".to_owned(), text: text.to_owned() };
        check(&source, Path::new(root)).len()
    }

    #[test]
    fn paths_of_one_machine_are_found() {
        assert_eq!(count(&format!("see {}ana/notes", HOMES[0]), "/tmp/ruche"), 1);
        assert_eq!(count("cp /projects/ruche/x .", "/projects/ruche"), 1);
        assert_eq!(count("GET /civicrm/home/a and /tmp/x", "/tmp/ruche"), 0);
    }

    #[test]
    fn work_left_for_later_is_found_as_a_word() {
        assert_eq!(count(concat!("// TO", "DO later"), "/tmp/ruche"), 1);
        assert_eq!(count(concat!("// TO", "DOs"), "/tmp/ruche"), 0);
    }

    #[test]
    fn references_to_a_tracker_are_found() {
        assert_eq!(count(concat!("as iss", "ue #12 asked"), "/tmp/ruche"), 1);
        assert_eq!(count(concat!("ISS", "UE 3"), "/tmp/ruche"), 1);
        assert_eq!(count("issues are welcome; the issue is 3 years old", "/tmp/ruche"), 0);
    }
}
