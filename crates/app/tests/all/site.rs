//! A site with sample contacts, served by the program as people start it, for a real browser to visit.
//!
//! Only the standard library is used, so that the development commands can include this file
//! without building the product first.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::{env, fs};

/// Who walks through the site.
pub const NAME: &str = "camille";
/// What that account opens with.
pub const PASSWORD: &str = "the linden blossoms in june";

/// A running site; it goes with its owner.
pub struct Site {
    server: Child,
    folder: PathBuf,
    pub url: String,
    /// The administrator's API key.
    pub key: String,
    /// The link by which the first administrator chooses a password.
    pub welcome: String,
}

impl Site {
    /// Fills a folder with sample contacts, serves it on a free port, and makes an account.
    ///
    /// # Errors
    /// What the program says when it fails.
    pub fn start(program: &Path, name: &str, contacts: usize) -> Result<Site, String> {
        let folder = env::temp_dir().join(format!("ruche-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        say(ruche(program, &folder, &["sample", "--contacts", &contacts.to_string()]), "")?;
        let mut serve = ruche(program, &folder, &["serve", "--listen", "127.0.0.1:0"]);
        let server = serve.stdout(Stdio::piped()).spawn().map_err(|error| format!("{}: {error}", program.display()))?;
        let mut site = Site { server, folder, url: String::new(), key: String::new(), welcome: String::new() };
        let said = site.server.stdout.take().ok_or("the server says nothing")?;
        let link = |line: &String| line.contains("/welcome/");
        let lines = BufReader::new(said).lines().map_while(Result::ok);
        site.welcome = lines.take(20).find(link).ok_or("the server never told its link")?.trim().to_owned();
        site.url = site.welcome.split("/welcome/").next().unwrap_or_default().to_owned();
        let account = ["user", "add", NAME, "--role", "administrator", "--password-stdin", "--api-key"];
        site.key = say(ruche(program, &site.folder, &account), PASSWORD)?;
        Ok(site)
    }

    /// What every script of the browser is told.
    pub fn arguments(&self) -> Vec<String> {
        let pairs = [("url", self.url.as_str()), ("name", NAME), ("password", PASSWORD), ("key", self.key.as_str())];
        pairs.iter().flat_map(|(name, value)| [format!("--{name}"), (*value).to_owned()]).collect()
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// A script of the folder `browser`, with what it needs installed. `root` is the repository.
///
/// # Errors
/// Says what is missing: Node.js, npm, or a registry that npm reaches.
pub fn script(root: &Path, name: &str) -> Result<Command, String> {
    let folder = root.join("browser");
    let lock =
        fs::read_to_string(folder.join("package-lock.json")).map_err(|error| format!("package-lock.json: {error}"))?;
    let mark = folder.join("node_modules/installed.json");
    if fs::read_to_string(&mark).is_ok_and(|installed| installed == lock) {
        return Ok(node(&folder, name));
    }
    let needs = "journeys need Node.js 18 and npm (Debian: nodejs, npm), and npm must reach a registry";
    let output =
        Command::new("npm").arg("ci").current_dir(&folder).output().map_err(|error| format!("{needs}: {error}"))?;
    if !output.status.success() {
        return Err(format!("{needs}:\n{}", String::from_utf8_lossy(&output.stderr)));
    }
    fs::write(mark, lock).map_err(|error| format!("node_modules: {error}"))?;
    Ok(node(&folder, name))
}

fn node(folder: &Path, name: &str) -> Command {
    let mut command = Command::new("node");
    command.arg(folder.join(name)).current_dir(folder);
    command
}

/// The program on this folder of data, without the settings of whoever runs the tests.
fn ruche(program: &Path, data: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(program);
    for (name, _) in env::vars().filter(|(name, _)| name.starts_with("RUCHE_")) {
        command.env_remove(name);
    }
    command.args(arguments).arg("--data").arg(data).args(["--log", "error"]);
    command
}

/// Runs a command with this input and gives what it says.
fn say(mut command: Command, input: &str) -> Result<String, String> {
    let failed = |error: std::io::Error| error.to_string();
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().map_err(failed)?;
    if let Some(mut stdin) = child.stdin.take() {
        stdin.write_all(input.as_bytes()).map_err(failed)?;
    }
    let output = child.wait_with_output().map_err(failed)?;
    match output.status.success() {
        true => Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned()),
        false => Err(format!("{command:?}: {}", String::from_utf8_lossy(&output.stderr))),
    }
}
