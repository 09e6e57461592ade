//! PostgreSQL's programs: where they are, the account they run under, and how they are called.

use std::io::{Error, Result};
use std::os::unix::fs::MetadataExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::{env, fs};

/// The account that the server runs under; PostgreSQL refuses to run as root.
#[derive(Debug, Clone, Copy)]
pub struct Account {
    pub user: u32,
    pub group: u32,
}

/// The folder that holds `initdb` and `postgres`: on the PATH, or where distributions hide them.
pub fn server_programs() -> Result<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    let mut folders: Vec<PathBuf> = env::split_paths(&path).collect();
    folders.extend(newest_first("/usr/lib/postgresql"));
    folders.extend(["/usr/pgsql/bin", "/usr/local/pgsql/bin"].map(PathBuf::from));
    folders.into_iter().find(|folder| folder.join("initdb").exists() && folder.join("postgres").exists()).ok_or_else(
        || {
            Error::other(
                "its server programs (initdb, postgres) are not installed on this machine; \
                 run ./test once, it installs what the tests need",
            )
        },
    )
}

/// The `bin` folders of the versions under `root`, highest version first.
fn newest_first(root: &str) -> Vec<PathBuf> {
    let mut versions: Vec<(u32, PathBuf)> = fs::read_dir(root)
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| {
            let version = entry.file_name().to_str()?.parse().ok()?;
            Some((version, entry.path().join("bin")))
        })
        .collect();
    versions.sort_by_key(|(version, _)| std::cmp::Reverse(*version));
    versions.into_iter().map(|(_, bin)| bin).collect()
}

/// The account to run the server under: `None` (our own) unless we are root, who owns `folder` then.
pub fn account_for(folder: &Path) -> Result<Option<Account>> {
    if fs::metadata(folder)?.uid() != 0 {
        return Ok(None);
    }
    let accounts = fs::read_to_string("/etc/passwd")?;
    ["postgres", "nobody"]
        .iter()
        .find_map(|name| find_account(&accounts, name))
        .map(Some)
        .ok_or_else(|| Error::other("there is no account postgres or nobody to run it under, and root may not"))
}

/// The account `name` in the text of a password file.
fn find_account(accounts: &str, name: &str) -> Option<Account> {
    let fields = accounts
        .lines()
        .map(|line| line.split(':').collect::<Vec<_>>())
        .find(|fields| fields.first() == Some(&name))?;
    Some(Account { user: fields.get(2)?.parse().ok()?, group: fields.get(3)?.parse().ok()? })
}

/// Lets a command run under that account, without the groups of ours.
pub fn run_as(command: &mut Command, account: Option<Account>) {
    if let Some(account) = account {
        command.gid(account.group).uid(account.user);
    }
}

/// A command that no `PG…` variable of the caller's environment leads to another server.
pub fn unconfigured(program: &Path) -> Command {
    let mut command = Command::new(program);
    for (name, _) in env::vars_os() {
        if name.to_str().is_some_and(|name| name.starts_with("PG")) {
            command.env_remove(name);
        }
    }
    command
}

/// Runs a command to its end; its own words are the error.
pub fn finish(command: &mut Command) -> Result<()> {
    let name = command.get_program().to_string_lossy().into_owned();
    let output = command
        .stdin(Stdio::null())
        .output()
        .map_err(|error| Error::other(format!("{name}: {error}; run ./test once")))?;
    if output.status.success() {
        return Ok(());
    }
    let words = String::from_utf8_lossy(&output.stderr);
    Err(Error::other(format!("{name}: {}", words.trim())))
}

/// One of the client programs: that of the server if it brings one, else the one on the PATH.
pub fn program(name: &str) -> PathBuf {
    server_programs().map(|bin| bin.join(name)).ok().filter(|path| path.exists()).unwrap_or_else(|| PathBuf::from(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_is_found_by_its_whole_name() {
        let accounts = "postgresql:x:7:8::/:/bin/sh\npostgres:x:101:104:A B:/var/lib:/bin/bash\n";
        let account = find_account(accounts, "postgres").unwrap();
        assert_eq!((account.user, account.group), (101, 104));
        assert!(find_account(accounts, "nobody").is_none());
    }
}
