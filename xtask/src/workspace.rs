//! Where the repository is, which files it has, and how commands are run in it.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

/// The folder that holds the workspace's `Cargo.toml`.
pub fn root() -> PathBuf {
    let xtask = env::var("CARGO_MANIFEST_DIR").unwrap_or_else(|_| env!("CARGO_MANIFEST_DIR").to_owned());
    Path::new(&xtask).parent().map_or_else(|| PathBuf::from("."), Path::to_path_buf)
}

/// The cargo that runs us, so that every step uses the same one.
pub fn cargo() -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(root());
    command
}

/// Runs a command with our own output; the error says what was run.
pub fn run(command: &mut Command) -> Result<(), String> {
    let status = command.status().map_err(|error| format!("{}: {error}", shown(command)))?;
    if status.success() { Ok(()) } else { Err(format!("{} failed ({status})", shown(command))) }
}

/// Runs a command and returns what it wrote to standard output.
pub fn output(command: &mut Command) -> Result<String, String> {
    let output = command.output().map_err(|error| format!("{}: {error}", shown(command)))?;
    if !output.status.success() {
        let words = String::from_utf8_lossy(&output.stderr);
        return Err(format!("{} failed: {}", shown(command), words.trim()));
    }
    String::from_utf8(output.stdout).map_err(|error| format!("{}: {error}", shown(command)))
}

/// Reads a file of the repository, its path relative to the root.
pub fn read(path: &str) -> Result<String, String> {
    fs::read_to_string(root().join(path)).map_err(|error| format!("{path}: {error}"))
}

/// The files of the repository, relative to its root, sorted: all but what `.gitignore` names.
pub fn files() -> Vec<String> {
    let root = root();
    let ignored = fs::read_to_string(root.join(".gitignore")).unwrap_or_default();
    let ignored: Vec<&str> = ignored.lines().map(|line| line.trim_matches('/')).collect();
    let mut found = Vec::new();
    collect(&root, &root, &ignored, &mut found);
    found.sort();
    found
}

fn collect(root: &Path, folder: &Path, ignored: &[&str], found: &mut Vec<String>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        let Some(relative) = path.strip_prefix(root).ok().and_then(Path::to_str) else {
            continue;
        };
        let name = entry.file_name();
        if name == ".git" || name == "node_modules" || ignored.contains(&relative) {
            continue;
        }
        match entry.file_type() {
            Ok(kind) if kind.is_dir() => collect(root, &path, ignored, found),
            Ok(kind) if kind.is_file() => found.push(relative.to_owned()),
            _ => {}
        }
    }
}

fn shown(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_the_sources_and_not_what_is_built() {
        let files = files();
        assert!(files.contains(&"xtask/src/workspace.rs".to_owned()));
        assert!(!files.iter().any(|path| path.starts_with("target/") || path.starts_with(".git/")));
    }

    #[test]
    fn a_failing_command_is_named_in_the_error() {
        let error = output(Command::new("false").arg("now")).unwrap_err();
        assert!(error.starts_with("false now failed"), "{error}");
    }
}
