//! A PostgreSQL server of the tests' own: in a temporary folder, on a free port, gone when they end.
//!
//! The system's server is never started, used or changed. A small shell process guards the server:
//! it holds the reading end of a pipe whose writing end is ours, so however this process ends
//! (return, panic, `kill -9`), the pipe closes, the guard stops the server and removes the folder.
//!
//! Only the standard library is used, so that the development commands can include this file
//! without building the product first.

use std::io::{Error, Result};
use std::net::TcpListener;
use std::os::unix::fs::{DirBuilderExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant, SystemTime};
use std::{env, fs, thread};

use programs::{Account, account_for, finish, program, run_as, server_programs, unconfigured};

// Named in full, so that the folder is found from wherever this file is included.
#[path = "postgres/programs.rs"]
mod programs;

/// The environment variable that names a server which is already running for this test run:
/// a URL such as `postgres://postgres@127.0.0.1:54321/postgres` whose user may create databases.
pub const SHARED_URL: &str = "RUCHE_TEST_POSTGRES";

/// How folders of private servers are named, before the process id of their owner.
const FOLDER_PREFIX: &str = "ruche-postgres-";

/// How long a server may take until it accepts connections.
const START_LIMIT: Duration = Duration::from_secs(60);

/// Starts the server that follows as arguments, and stops it when standard input closes.
/// The mark `stopped` tells the owner that the server has ended, its log still being there.
const GUARD: &str = r#"
folder=$1; shift
exec 3<&0
"$@" </dev/null 3<&- >"$folder/log" 2>&1 &
server=$!
{ cat <&3; kill -QUIT "$server"; } >/dev/null 2>&1 &
guard=$!
exec 3<&-
wait "$server"
: >"$folder/stopped"
wait "$guard"
rm -rf "$folder"
"#;

/// Whether a server keeps what it has acknowledged when the machine fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Durability {
    /// Commits wait for nothing: several times faster, right for tests that never pull the plug.
    Fast,
    /// Commits wait for the disk, as in production.
    Durable,
}

/// A PostgreSQL server for tests, and the way to get fresh databases on it.
#[derive(Debug)]
pub struct PrivatePostgres {
    url: String,
    psql: PathBuf,
    server: Option<Server>,
}

/// A server that this process started and therefore ends.
#[derive(Debug)]
struct Server {
    guard: Child,
    folder: PathBuf,
}

impl PrivatePostgres {
    /// The server that all tests of this process share, started by the first who asks.
    ///
    /// It is the one that [`SHARED_URL`] names, if set. Panics with the way out when there is
    /// none: a test that needs PostgreSQL fails without it, it is never skipped.
    pub fn shared() -> &'static Self {
        static SHARED: OnceLock<PrivatePostgres> = OnceLock::new();
        SHARED.get_or_init(|| match env::var(SHARED_URL) {
            Ok(url) => Self { url, psql: program("psql"), server: None },
            Err(_) => Self::start(Durability::Fast).unwrap_or_else(|error| panic!("PostgreSQL: {error}")),
        })
    }

    /// Starts a server of its own, whatever [`SHARED_URL`] says.
    ///
    /// # Errors
    /// When PostgreSQL's programs are missing, or the server does not come up within a minute;
    /// the message holds what they said.
    pub fn start(durability: Durability) -> Result<Self> {
        remove_stale_folders();
        let bin = server_programs()?;
        let folder = new_folder()?;
        let account = account_for(&folder)?;
        if let Some(account) = account {
            chown(&folder, Some(account.user), Some(account.group))?;
        }
        let started =
            initialise(&bin, &folder, account, durability).and_then(|()| launch(&bin, &folder, account, durability));
        match started {
            Ok((guard, port)) => Ok(Self {
                url: format!("postgres://postgres@127.0.0.1:{port}/postgres"),
                psql: if bin.join("psql").exists() { bin.join("psql") } else { program("psql") },
                server: Some(Server { guard, folder }),
            }),
            Err(error) => {
                let _ = fs::remove_dir_all(&folder);
                Err(error)
            }
        }
    }

    /// The URL of the server's maintenance database, to be handed on in [`SHARED_URL`].
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Creates an empty database and returns its URL. Panics when the server refuses.
    pub fn database(&self) -> String {
        self.create("template0")
    }

    /// Creates a copy of the database at `url`, to which nobody may be connected meanwhile,
    /// and returns the URL of the copy. Panics when the server refuses.
    pub fn copy_of(&self, url: &str) -> String {
        self.create(database_name(url))
    }

    /// Drops the database at `url`, ending the connections that are still open to it.
    /// Failures are ignored: the server itself is thrown away soon after.
    pub fn remove(&self, url: &str) {
        let _ = self.run(&format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", database_name(url)));
    }

    fn create(&self, template: &str) -> String {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        // The clock keeps names apart when a long run sees the same process id twice.
        let clock = SystemTime::UNIX_EPOCH.elapsed().map_or(0, |since| since.subsec_micros());
        let name = format!("ruche_{}_{clock}_{count}", std::process::id());
        if let Err(error) = self.run(&format!("CREATE DATABASE {name} TEMPLATE {template}")) {
            panic!("PostgreSQL could not create a test database: {error}");
        }
        with_database(&self.url, &name)
    }

    fn run(&self, sql: &str) -> Result<()> {
        let mut psql = unconfigured(&self.psql);
        let arguments = ["--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--dbname"];
        psql.args(arguments).arg(&self.url).args(["--command", sql]);
        finish(&mut psql)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.guard.stdin.take());
        let _ = self.guard.wait();
        let _ = fs::remove_dir_all(&self.folder);
    }
}

impl Drop for PrivatePostgres {
    fn drop(&mut self) {
        self.server.take();
    }
}

/// Creates the empty cluster: UTF-8, sorted by code point, open to this machine alone.
fn initialise(bin: &Path, folder: &Path, account: Option<Account>, durability: Durability) -> Result<()> {
    let mut initdb = unconfigured(&bin.join("initdb"));
    run_as(&mut initdb, account);
    initdb.current_dir(folder).arg("--pgdata").arg(folder.join("data"));
    initdb.args(["--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C"]);
    if durability == Durability::Fast {
        initdb.arg("--no-sync");
    }
    finish(&mut initdb)
}

/// Starts the server on a free port; another process may take that port first, so several tries.
fn launch(bin: &Path, folder: &Path, account: Option<Account>, durability: Durability) -> Result<(Child, u16)> {
    let mut failure = String::new();
    for _ in 0..5 {
        let port = TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port();
        let mut guard = guarded_server(bin, folder, account, durability, port).spawn()?;
        match wait_until_ready(folder) {
            Ok(()) => return Ok((guard, port)),
            Err(error) => failure = error.to_string(),
        }
        let retry = failure.contains("Address already in use");
        if !retry {
            drop(guard.stdin.take());
            let _ = guard.wait();
            break;
        }
        // The guard would remove the folder that the next try needs.
        let _ = guard.kill();
        let _ = guard.wait();
        let _ = fs::remove_file(folder.join("stopped"));
    }
    Err(Error::other(failure))
}

fn guarded_server(bin: &Path, folder: &Path, account: Option<Account>, durability: Durability, port: u16) -> Command {
    let mut guard = unconfigured(Path::new("/bin/sh"));
    run_as(&mut guard, account);
    // A group of its own: Ctrl-C in the terminal must reach the owner, which then closes the pipe.
    guard.process_group(0).current_dir(folder);
    guard.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
    guard.args(["-c", GUARD, "guard"]).arg(folder);
    guard.arg(bin.join("postgres")).arg("-D").arg(folder.join("data"));
    let mut settings = vec![
        format!("port={port}"),
        "listen_addresses=127.0.0.1".to_owned(),
        "unix_socket_directories=".to_owned(),
        "max_connections=400".to_owned(),
    ];
    settings.extend(own_settings(durability).iter().map(|setting| (*setting).to_owned()));
    for setting in settings {
        guard.arg("-c").arg(setting);
    }
    guard
}

/// What tests forgo, and what `docs/deploy.md` tells whoever runs a server of their own.
fn own_settings(durability: Durability) -> &'static [&'static str] {
    match durability {
        Durability::Fast => &["shared_buffers=64MB", "fsync=off", "synchronous_commit=off", "full_page_writes=off"],
        Durability::Durable => &["shared_buffers=512MB", "max_wal_size=4GB"],
    }
}

/// Waits for the word `ready` in the server's own status file: a port that answers could be
/// somebody else's.
fn wait_until_ready(folder: &Path) -> Result<()> {
    let start = Instant::now();
    while start.elapsed() < START_LIMIT {
        let status = fs::read_to_string(folder.join("data/postmaster.pid")).unwrap_or_default();
        if status.lines().any(|line| line.trim() == "ready") {
            return Ok(());
        }
        if folder.join("stopped").exists() {
            break;
        }
        thread::sleep(Duration::from_millis(20));
    }
    let log = fs::read_to_string(folder.join("log")).unwrap_or_default();
    Err(Error::other(format!("the private server did not start:\n{log}")))
}

/// Creates a folder that only its owner may enter, named after this process.
fn new_folder() -> Result<PathBuf> {
    let parent = temporary_files();
    for count in 0..1000 {
        let folder = parent.join(format!("{FOLDER_PREFIX}{}-{count}", std::process::id()));
        match fs::DirBuilder::new().mode(0o700).create(&folder) {
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
            other => return other.map(|()| folder),
        }
    }
    Err(Error::other(format!("no free folder name in {}", parent.display())))
}

/// `/tmp` where there is one: root's own temporary folder may be closed to the server's account.
fn temporary_files() -> PathBuf {
    let usual = PathBuf::from("/tmp");
    if usual.is_dir() { usual } else { env::temp_dir() }
}

/// Removes folders whose owner died together with its guard, as when a whole machine is stopped.
fn remove_stale_folders() {
    for entry in fs::read_dir(temporary_files()).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let owner = name.to_str().and_then(owner_of);
        let alive = |owner: u32| Path::new("/proc").join(owner.to_string()).exists();
        // Without /proc nobody can be told dead, and everything is left alone.
        if Path::new("/proc/self").exists() && owner.is_some_and(|owner| !alive(owner)) {
            // A server that still runs there ends by itself once its lock file is gone.
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

/// The process id in the name of a private server's folder.
fn owner_of(folder_name: &str) -> Option<u32> {
    folder_name.strip_prefix(FOLDER_PREFIX)?.split('-').next()?.parse().ok()
}

/// The name of the database in a URL, without parameters.
fn database_name(url: &str) -> &str {
    let path = url.rsplit('/').next().unwrap_or_default();
    path.split('?').next().unwrap_or_default()
}

/// The same URL with another database, parameters kept.
fn with_database(url: &str, name: &str) -> String {
    let (address, parameters) = match url.split_once('?') {
        Some((address, parameters)) => (address, format!("?{parameters}")),
        None => (url, String::new()),
    };
    let server = address.rsplit_once('/').map_or(address, |(server, _)| server);
    format!("{server}/{name}{parameters}")
}

#[cfg(test)]
#[path = "postgres/tests.rs"]
mod tests;
