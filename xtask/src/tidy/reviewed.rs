//! Reviewed exceptions: `xtask/reviewed/*.txt`, lines of a path, a colon and the reason.

use std::collections::BTreeMap;

use super::code::LONGEST;
use super::{Finding, Source};
use crate::workspace;

/// Exceptions by path, each with its line in the list.
pub type Exceptions = BTreeMap<String, usize>;

/// Reads a list. Empty lines and lines that start with `#` are for its readers.
pub fn read(list: &str) -> Result<Exceptions, String> {
    let path = list_path(list);
    parse(&workspace::read(&path)?).map_err(|line| format!("{path}:{line}: give path: reason"))
}

/// The path of a list, for findings about it.
pub fn list_path(list: &str) -> String {
    format!("xtask/reviewed/{list}.txt")
}

/// The exceptions in a text, or the number of the line that has no reason.
fn parse(text: &str) -> Result<Exceptions, usize> {
    let mut exceptions = Exceptions::new();
    for (index, line) in text.lines().enumerate() {
        if line.trim().is_empty() || line.starts_with('#') {
            continue;
        }
        match line.split_once(": ") {
            Some((path, reason)) if !reason.trim().is_empty() => {
                exceptions.insert(path.to_owned(), index + 1);
            }
            _ => return Err(index + 1),
        }
    }
    Ok(exceptions)
}

/// Findings in files that are no exception, and exceptions that had nothing to excuse.
pub fn unless_reviewed(found: Vec<Finding>, exceptions: &Exceptions, list: &str) -> Vec<Finding> {
    let idle: Vec<Finding> = exceptions
        .iter()
        .filter(|(path, _)| !found.iter().any(|finding| finding.path == **path))
        .map(|(path, line)| Finding::new(&list_path(list), *line, format!("{path} needs no exception any more")))
        .collect();
    let open = found.into_iter().filter(|finding| !exceptions.contains_key(&finding.path));
    open.chain(idle).collect()
}

/// Rust files over the limit, but for the reviewed ones (generated tables).
pub fn long_files(sources: &[Source]) -> Result<Vec<Finding>, String> {
    Ok(unless_reviewed(too_long(sources), &read("long_files")?, "long_files"))
}

fn too_long(sources: &[Source]) -> Vec<Finding> {
    let rust = sources.iter().filter(|source| source.path.ends_with(".rs"));
    rust.map(|source| (source, source.text.lines().count()))
        .filter(|(_, lines)| *lines > LONGEST)
        .map(|(source, lines)| Finding::new(&source.path, 0, format!("{lines} lines; {LONGEST} at most: split it")))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_exception_needs_a_reason() {
        assert_eq!(parse("# why\n\na.rs: generated\n").unwrap().len(), 1);
        assert_eq!(parse("# why\na.rs\n"), Err(2));
        assert_eq!(parse("a.rs: \n"), Err(1));
    }

    #[test]
    fn exceptions_excuse_their_file_and_no_other() {
        let source = |path: &str, lines: usize| Source { path: path.to_owned(), text: "//! Bees.\n".repeat(lines) };
        let sources = [source("a.rs", 601), source("b.rs", 601), source("c.rs", 600)];
        let exceptions = parse("a.rs: generated\nc.rs: once was long\n").unwrap();
        let found = unless_reviewed(too_long(&sources), &exceptions, "long_files");
        let paths: Vec<_> = found.iter().map(|finding| finding.path.as_str()).collect();
        assert_eq!(paths, ["b.rs", "xtask/reviewed/long_files.txt"]);
        assert_eq!(found[1].line, 2);
    }
}
