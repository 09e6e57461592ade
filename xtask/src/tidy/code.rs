//! Rust files: the opening sentence, the length, unfinished work, names that say nothing.

use super::{Finding, Source};

/// Longer than this, a file hides what it is about.
pub const LONGEST: usize = 600;
/// From here on, a file is on its way there.
const LONG: usize = 400;

/// Endings of type and module names that tell nothing about what the thing is.
const EMPTY_NAMES: [&str; 5] = ["Manager", "Service", "Helper", "Util", "Utils"];

/// All checks of one Rust file.
pub fn check(source: &Source) -> Vec<Finding> {
    if !source.path.ends_with(".rs") {
        return Vec::new();
    }
    let mut findings = Vec::new();
    findings.extend(opening_sentence(source));
    findings.extend(length(source));
    findings.extend(unfinished(source));
    findings.extend(empty_names(source));
    findings
}

/// Every file starts with `//!` and a sentence.
fn opening_sentence(source: &Source) -> Option<Finding> {
    let first = source.text.lines().next().unwrap_or_default();
    let sentence = first.strip_prefix("//!").map(str::trim);
    match sentence {
        Some(sentence) if !sentence.is_empty() => None,
        _ => Some(Finding::new(&source.path, 1, "start with a `//!` sentence: what is here")),
    }
}

/// A file that grows past [`LONG`] lines is warned about; [`LONGEST`] is for the reviewed list.
fn length(source: &Source) -> Option<Finding> {
    let lines = source.text.lines().count();
    (lines > LONG && lines <= LONGEST)
        .then(|| Finding { warning: true, ..Finding::new(&source.path, 0, format!("{lines} lines; {LONG} is long")) })
}

/// What exists works: no tests that are skipped or want any panic, no gaps marked for later.
fn unfinished(source: &Source) -> Vec<Finding> {
    // Put together, so that this file passes its own check.
    let marks =
        [concat!("#[should_", "panic"), concat!("#[ig", "nore"), concat!("to", "do!("), concat!("un", "implemented!(")];
    let mut findings = Vec::new();
    for (index, line) in source.text.lines().enumerate() {
        for mark in marks.iter().filter(|mark| line.contains(**mark)) {
            findings.push(Finding::new(&source.path, index + 1, format!("no `{mark}`")));
        }
    }
    findings
}

/// Declared types and modules are named after what they are.
fn empty_names(source: &Source) -> Vec<Finding> {
    let declares = ["struct", "enum", "trait", "type", "mod"];
    let mut findings = Vec::new();
    for (index, line) in source.text.lines().enumerate() {
        let mut words = line.split(|c: char| !c.is_alphanumeric() && c != '_');
        if line.trim_start().starts_with("//") || !words.any(|word| declares.contains(&word)) {
            continue;
        }
        let name = words.next().unwrap_or_default();
        if let Some(end) = EMPTY_NAMES.iter().find(|end| says_nothing(name, end)) {
            let message = format!("`{name}`: name it after what it is, not `{end}`");
            findings.push(Finding::new(&source.path, index + 1, message));
        }
    }
    findings
}

/// Whether `name` is one of [`EMPTY_NAMES`] or ends in it, as `DateUtils` and `date_utils` do.
fn says_nothing(name: &str, end: &str) -> bool {
    let snake = format!("_{}", end.to_lowercase());
    name.ends_with(end) || name.ends_with(&snake) || name.eq_ignore_ascii_case(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn messages(text: &str) -> Vec<String> {
        let source = Source { path: "a.rs".to_owned(), text: text.to_owned() };
        check(&source).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_file_opens_with_a_sentence() {
        assert!(messages("//! Bees.\n").is_empty());
        assert_eq!(messages("use std::fs;\n").len(), 1);
        assert_eq!(messages("//!\n//! Bees.\n").len(), 1);
    }

    #[test]
    fn a_long_file_is_only_warned_about() {
        let source = Source { path: "a.rs".to_owned(), text: "//! Bees.\n".repeat(LONG + 1) };
        let findings = check(&source);
        assert_eq!(findings.len(), 1);
        assert!(findings[0].warning);
    }

    #[test]
    fn skipped_and_unfinished_code_is_found() {
        let text = format!("//! Bees.\n    {}]\nfn a() {{ {}) }}\n", concat!("#[ig", "nore"), concat!("to", "do!("));
        let found = messages(&text);
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(found[0].starts_with("a.rs:2:") && found[1].starts_with("a.rs:3:"));
    }

    #[test]
    fn names_that_say_nothing_are_found_where_they_are_declared() {
        let found = messages(concat!("//! Bees.\npub str", "uct HiveManager;\nm", "od date_utils {}\nm", "od util;\n"));
        assert_eq!(found.len(), 3, "{found:?}");
        let used = "//! Bees.\nuse tower::Service;\n// struct HiveRegister\nstruct Services;\n";
        assert!(messages(used).is_empty());
    }
}
