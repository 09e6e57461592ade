//! `cargo xtask tidy`: the house rules that no compiler checks.
//!
//! Each check is a pure function over texts. Exceptions stand in `xtask/reviewed/`, one line each
//! with its reason; an exception that nothing needs any more is a finding itself.

mod asvs;
mod code;
mod layers;
mod manifests;
mod markup;
mod reviewed;
mod vendor;
mod words;

use std::fmt;

use crate::workspace;

/// A file of the repository: its path relative to the root, and its text.
pub struct Source {
    pub path: String,
    pub text: String,
}

/// Something to mend.
#[derive(Debug, PartialEq, Eq)]
pub struct Finding {
    pub path: String,
    /// Counted from 1; 0 means the file as a whole.
    pub line: usize,
    pub message: String,
    /// Worth knowing, but no reason to fail.
    pub warning: bool,
}

impl Finding {
    pub fn new(path: &str, line: usize, message: impl Into<String>) -> Self {
        Self { path: path.to_owned(), line, message: message.into(), warning: false }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = if self.warning { "warning: " } else { "" };
        match self.line {
            0 => write!(out, "{}: {kind}{}", self.path, self.message),
            line => write!(out, "{}:{line}: {kind}{}", self.path, self.message),
        }
    }
}

/// Checks the whole repository and prints what it finds.
pub fn run(_: &[String]) -> Result<(), String> {
    let files = workspace::files();
    let sources = texts(&files);
    let mut findings = Vec::new();
    for source in &sources {
        findings.extend(code::check(source));
        findings.extend(words::check(source, &workspace::root()));
    }
    findings.extend(reviewed::long_files(&sources)?);
    findings.extend(markup::check(&sources)?);
    findings.extend(manifests::check(&sources));
    findings.extend(layers::check(&sources));
    findings.extend(asvs::check(&sources));
    findings.extend(vendor::check(&workspace::root(), &files)?);
    for finding in &findings {
        println!("{finding}");
    }
    match findings.iter().filter(|finding| !finding.warning).count() {
        0 => {
            println!("{} files, tidy", sources.len());
            Ok(())
        }
        count => Err(format!("{count} findings")),
    }
}

/// The texts that people of this project write: not what is vendored, generated or legal.
fn texts(files: &[String]) -> Vec<Source> {
    const ENDINGS: [&str; 9] = [".rs", ".md", ".toml", ".css", ".js", ".sql", ".ftl", ".html", ".py"];
    const SCRIPTS: [&str; 3] = ["serve", "test", ".ci/run"];
    files
        .iter()
        .filter(|path| !path.starts_with("assets/vendor/"))
        .filter(|path| SCRIPTS.contains(&path.as_str()) || ENDINGS.iter().any(|end| path.ends_with(end)))
        .filter_map(|path| Some(Source { path: path.clone(), text: workspace::read(path).ok()? }))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vendored_files_are_not_read_as_ours() {
        let files = ["assets/vendor/htmx.js", "xtask/src/tidy.rs", "LICENSE"].map(str::to_owned);
        let sources = texts(&files);
        assert_eq!(sources.len(), 1);
        assert!(sources[0].text.starts_with("//! `cargo xtask tidy`"));
    }

    #[test]
    fn a_finding_reads_as_editors_expect() {
        let mut finding = Finding::new("crates/a/src/lib.rs", 7, "too long");
        assert_eq!(finding.to_string(), "crates/a/src/lib.rs:7: too long");
        finding.warning = true;
        finding.line = 0;
        assert_eq!(finding.to_string(), "crates/a/src/lib.rs: warning: too long");
    }
}
