//! A running server under load: requests a second, how long they wait, what CPU and memory they cost.
//!
//! The load comes from threads of this process, so it takes its share of the same processors.

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::json;

use super::Options;
use super::ask::{Kind, Material};
use super::client::{Client, api_request};
use super::data::Prepared;
use super::random::Random;
use super::report::{Report, Table, micros, shown, verdict};
use super::samples::{Samples, Summary};
use super::server::{Memory, Server};

const KINDS: [Kind; 3] = [Kind::Row, Kind::Page, Kind::Create];
const CONNECTIONS: [u64; 3] = [1, 8, 64];
/// Reads at eight connections.
const P95_GOAL: Duration = Duration::from_millis(10);
/// "Thousands of requests a second."
const RATE_GOAL: f64 = 2_000.0;
/// How long a server that has just started is left alone before its memory counts as idle.
const SETTLE: Duration = Duration::from_millis(1_500);
const IDLE_GOAL: u64 = 64 << 10;
const LOAD_GOAL: u64 = 200 << 10;

/// Puts a server under load.
///
/// # Errors
/// When it does not start, or answers anything but 200.
pub fn run(options: &Options, prepared: &Prepared, report: &mut Report) -> Result<(), String> {
    let server = Server::start(&prepared.place)?;
    thread::sleep(SETTLE);
    let idle = server.memory();
    let mut load = Memory::default();
    let mut table =
        Table::new("http", &["request", "connections", "a second", "p50", "p95", "p99", "CPU each", "goals"]);
    for kind in KINDS {
        for connections in CONNECTIONS {
            let run =
                Run { server: &server, kind, connections, key: &prepared.place.key, material: &prepared.material };
            let found = run.measure(options.span())?;
            load = load.max(found.memory);
            found.tell(&run, &mut table);
        }
    }
    report.add(table);
    report.add(memory(idle, load));
    Ok(())
}

/// One kind of request on so many connections at once.
struct Run<'a> {
    server: &'a Server,
    kind: Kind,
    connections: u64,
    key: &'a str,
    material: &'a Material,
}

/// What one run found.
struct Found {
    latency: Summary,
    /// Requests a second.
    rate: f64,
    /// The server's CPU time per request.
    cpu: Duration,
    /// The most that the server held.
    memory: Memory,
}

impl Run<'_> {
    fn measure(&self, span: Duration) -> Result<Found, String> {
        self.load(span / 5, 0)?;
        let cpu_before = self.server.cpu();
        let begin = Instant::now();
        let (samples, memory) = self.load(span, 1)?;
        let took = begin.elapsed();
        let cpu = self.server.cpu().saturating_sub(cpu_before);
        let latency = samples.summary().ok_or("no request was answered")?;
        let count = u32::try_from(latency.count).unwrap_or(u32::MAX);
        Ok(Found { latency, rate: f64::from(count) / took.as_secs_f64(), cpu: cpu / count, memory })
    }

    /// Keeps all connections busy; gives every latency, and the most memory that was seen.
    fn load(&self, span: Duration, round: u64) -> Result<(Samples, Memory), String> {
        let (mut all, mut memory) = (Samples::default(), Memory::default());
        let over = &AtomicBool::new(false);
        let begin = Instant::now();
        thread::scope(|scope| {
            let threads: Vec<_> =
                (0..self.connections).map(|n| scope.spawn(move || self.one(n + round * 1_000, over))).collect();
            while begin.elapsed() < span && threads.iter().any(|t| !t.is_finished()) {
                thread::sleep(Duration::from_millis(50));
                memory = memory.max(self.server.memory());
            }
            over.store(true, Ordering::Relaxed);
            for thread in threads {
                all.absorb(thread.join().map_err(|_| "a connection's thread panicked".to_owned())??);
            }
            Ok::<(), String>(())
        })?;
        Ok((all, memory))
    }

    /// One connection, one request after the other.
    fn one(&self, seed: u64, over: &AtomicBool) -> Result<Samples, String> {
        let mut random = Random::new(seed);
        let mut client = Client::connect(&self.server.address)?;
        let (mut samples, mut body) = (Samples::default(), Vec::new());
        while !over.load(Ordering::Relaxed) {
            let ask = self.kind.next(self.material, &mut random);
            let request = api_request(self.key, "Contact", ask.action(), &ask.params().to_string());
            let begin = Instant::now();
            let answer = client.send(&request, &mut body)?;
            samples.push(begin.elapsed());
            if answer.status != 200 {
                return Err(format!("{ask:?} got {}: {}", answer.status, String::from_utf8_lossy(&body)));
            }
        }
        Ok(samples)
    }
}

impl Found {
    fn tell(&self, run: &Run<'_>, table: &mut Table) {
        let Summary { median, p95, p99, count, .. } = self.latency;
        let reads = run.kind != Kind::Create;
        let mut goals = Vec::new();
        if reads && run.connections > 1 {
            goals.push(verdict("thousands", self.rate > RATE_GOAL));
        }
        if reads && run.connections == 8 {
            goals.push(verdict("p95 < 10 ms", p95 < P95_GOAL));
        }
        if let Some(goal) = cpu_goal(run.kind) {
            goals.push(verdict(&format!("CPU < {}", shown(goal)), self.cpu < goal));
        }
        let mut row = vec![run.kind.title().to_owned(), run.connections.to_string(), format!("{:.0}", self.rate)];
        row.extend([median, p95, p99, self.cpu].map(shown));
        row.push(goals.join(", "));
        let figures = json!({
            "request": run.kind.title(), "connections": run.connections, "requests": count,
            "per_second": self.rate.round(), "p50_us": micros(median), "p95_us": micros(p95), "p99_us": micros(p99),
            "cpu_us": micros(self.cpu), "memory_kib": self.memory.resident,
        });
        table.row(row, figures);
    }
}

/// A 300th of what a current CiviCRM spends on the same: 56, 250 and 83 ms.
fn cpu_goal(kind: Kind) -> Option<Duration> {
    let millis = match kind {
        Kind::Row => 56,
        Kind::Page => 250,
        Kind::Create => 83,
        Kind::Count | Kind::Groups | Kind::Save => return None,
    };
    Some(Duration::from_millis(millis) / 300)
}

fn memory(idle: Memory, load: Memory) -> Table {
    let mut table = Table::new("memory of the server", &["", "resident", "of it its own", "goal"]);
    for (name, memory, goal) in [("idle", idle, IDLE_GOAL), ("under load", load, LOAD_GOAL)] {
        let mebibytes = |kib: u64| format!("{:.1} MiB", kib as f64 / 1024.0);
        let row = vec![
            name.to_owned(),
            mebibytes(memory.resident),
            mebibytes(memory.own),
            verdict(&format!("< {} MiB resident", goal >> 10), memory.resident < goal),
        ];
        let figures = json!({
            "when": name, "resident_kib": memory.resident, "own_kib": memory.own, "goal_kib": goal,
        });
        table.row(row, figures);
    }
    table
}
