//! A `ruche serve` of our own: started, watched through /proc, and ended.

use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use super::client::{Client, get_request};
use super::data::Place;
use crate::product;

/// How long a server may take to answer for the first time.
const PATIENCE: Duration = Duration::from_secs(60);

/// A running server; ended when dropped.
pub struct Server {
    child: Child,
    pub address: String,
    /// From the start of the process to the first 200 of /health.
    pub started_in: Duration,
}

/// What a process holds in memory, in KiB.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Memory {
    /// All that is resident.
    pub resident: u64,
    /// The part that the process owns (`RssAnon`); the rest are pages of files, which the system may take back.
    pub own: u64,
}

impl Memory {
    /// The larger of each.
    pub fn max(self, other: Memory) -> Memory {
        Memory { resident: self.resident.max(other.resident), own: self.own.max(other.own) }
    }
}

impl Server {
    /// Serves the site on a free port and waits until it answers.
    pub fn start(place: &Place) -> Result<Server, String> {
        let port = TcpListener::bind("127.0.0.1:0").and_then(|l| l.local_addr()).map_err(|e| e.to_string())?.port();
        let address = format!("127.0.0.1:{port}");
        let mut command = Command::new(product::binary()?);
        // Requests alone are measured; jobs have benches of their own.
        command.arg("serve").args(place.arguments()).args(["--listen", &address, "--no-jobs"]);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(log_file(&place.folder)?);
        let begin = Instant::now();
        let child = command.spawn().map_err(|e| format!("ruche serve: {e}"))?;
        let mut server = Server { child, address, started_in: Duration::ZERO };
        server.wait_until_healthy(begin)?;
        server.started_in = begin.elapsed();
        Ok(server)
    }

    fn wait_until_healthy(&mut self, begin: Instant) -> Result<(), String> {
        let mut body = Vec::new();
        while begin.elapsed() < PATIENCE {
            if let Ok(Some(status)) = self.child.try_wait() {
                return Err(format!(
                    "ruche serve ended at once ({status}); its words are in serve.log beside the data"
                ));
            }
            let answer = Client::connect(&self.address).and_then(|mut c| c.send(&get_request("/health"), &mut body));
            if answer.is_ok_and(|answer| answer.status == 200) {
                return Ok(());
            }
            std::thread::sleep(Duration::from_micros(500));
        }
        Err("ruche serve does not become healthy".to_owned())
    }

    /// What it holds in memory now.
    pub fn memory(&self) -> Memory {
        let path = format!("/proc/{}/status", self.child.id());
        memory(&std::fs::read_to_string(path).unwrap_or_default())
    }

    /// The CPU time that it has used since its start.
    pub fn cpu(&self) -> Duration {
        let path = format!("/proc/{}/stat", self.child.id());
        cpu(&std::fs::read_to_string(path).unwrap_or_default())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // SIGTERM as an operator would send it, so that it ends in order; kill is for the one that does not.
        let asked = Command::new("kill").arg(self.child.id().to_string()).status();
        let begin = Instant::now();
        while asked.as_ref().is_ok_and(|s| s.success()) && begin.elapsed() < Duration::from_secs(10) {
            if !matches!(self.child.try_wait(), Ok(None)) {
                return;
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn log_file(folder: &Path) -> Result<Stdio, String> {
    let path = folder.join("serve.log");
    std::fs::File::create(&path).map(Stdio::from).map_err(|e| format!("{}: {e}", path.display()))
}

/// Reads /proc/PID/status (proc(5)).
fn memory(status: &str) -> Memory {
    let field = |name: &str| {
        let line = status.lines().find_map(|line| line.strip_prefix(name))?;
        line.trim_start_matches(':').trim().trim_end_matches("kB").trim().parse().ok()
    };
    Memory { resident: field("VmRSS").unwrap_or(0), own: field("RssAnon").unwrap_or(0) }
}

/// Reads utime and stime of /proc/PID/stat (proc(5)); Linux counts them in hundredths of a second everywhere.
fn cpu(stat: &str) -> Duration {
    // The second field is the program's name, which may hold blanks and brackets.
    let rest = stat.rsplit_once(')').map_or("", |(_, rest)| rest);
    let ticks: u64 = rest.split_whitespace().skip(11).take(2).filter_map(|n| n.parse::<u64>().ok()).sum();
    Duration::from_millis(ticks * 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_is_read_in_kibibytes() {
        let status = "Name:\truche\nVmHWM:\t  9000 kB\nVmRSS:\t    8192 kB\nRssAnon:\t    4096 kB\n";
        assert_eq!(memory(status), Memory { resident: 8192, own: 4096 });
        assert_eq!(memory(""), Memory::default());
    }

    #[test]
    fn cpu_time_is_found_behind_a_strange_program_name() {
        let stat = "42 (a ) b) S 1 42 42 0 -1 4194560 100 0 0 0 250 50 0 0 20 0 9 0 100 0 0";
        assert_eq!(cpu(stat), Duration::from_secs(3));
    }
}
