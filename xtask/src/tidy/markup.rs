//! HTML: written with maud, in pages and building blocks alone, and escaped but where reviewed.

use super::reviewed::{read, unless_reviewed};
use super::{Finding, Source};

/// Crates whose business is HTML as a whole; elsewhere it stands in `src/pages`.
const MARKUP_CRATES: [&str; 3] = ["crates/ui/", "crates/kit/", "crates/app/"];

/// Both checks over all Rust files.
pub fn check(sources: &[Source]) -> Result<Vec<Finding>, String> {
    let rust: Vec<&Source> = sources.iter().filter(|source| source.path.ends_with(".rs")).collect();
    let raw = rust.iter().flat_map(|source| raw_html(source)).collect();
    let mut findings = unless_reviewed(raw, &read("raw_html")?, "raw_html");
    findings.extend(rust.iter().filter_map(|source| misplaced(source)));
    Ok(findings)
}

/// Lines that put text into a page without escaping it.
fn raw_html(source: &Source) -> Vec<Finding> {
    let mark = concat!("PreEsc", "aped(");
    numbered_code(source)
        .filter(|(_, line)| line.contains(mark))
        .map(|(number, _)| {
            let message = "unescaped HTML: escape it, or have the file reviewed (raw_html.txt)";
            Finding::new(&source.path, number, message)
        })
        .collect()
}

/// The first line that names maud outside pages and building blocks.
fn misplaced(source: &Source) -> Option<Finding> {
    let (_, file) = source.path.split_once("/src/")?;
    let in_pages = file.starts_with("pages/") || file == "pages.rs";
    if in_pages || MARKUP_CRATES.iter().any(|name| source.path.starts_with(name)) {
        return None;
    }
    let (use_mark, path_mark) = (concat!("use ma", "ud"), concat!("ma", "ud::"));
    numbered_code(source)
        .find(|(_, line)| line.contains(use_mark) || line.contains(path_mark))
        .map(|(number, _)| Finding::new(&source.path, number, "HTML belongs in src/pages"))
}

/// Lines with their numbers, without those that are comments as a whole.
fn numbered_code(source: &Source) -> impl Iterator<Item = (usize, &str)> {
    let lines = source.text.lines().enumerate().map(|(index, line)| (index + 1, line));
    lines.filter(|(_, line)| !line.trim_start().starts_with("//"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(path: &str, text: &str) -> Source {
        Source { path: path.to_owned(), text: text.to_owned() }
    }

    #[test]
    fn unescaped_html_is_found_in_code_and_not_in_comments() {
        let call = concat!("PreEsc", "aped(icon)");
        let text = format!("//! Bees.\n// {call}\nlet a = {call};\n");
        let found = raw_html(&source("crates/ui/src/icon.rs", &text));
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].line, 3);
    }

    #[test]
    fn html_stands_in_pages() {
        let text = concat!("//! Bees.\nuse ma", "ud::html;\n");
        assert!(misplaced(&source("crates/contact/src/pages/list.rs", text)).is_none());
        assert!(misplaced(&source("crates/ui/src/button.rs", text)).is_none());
        assert_eq!(misplaced(&source("crates/contact/src/contact.rs", text)).unwrap().line, 2);
    }
}
