//! `/metrics`: how many requests, how fast, how much memory, in Prometheus's text format.

use std::fmt::Write;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use super::App;
use super::credential;
use super::request::Incoming;
use super::response::Outgoing;

const KINDS: [&str; 4] = ["page", "api4", "api3", "asset"];
const CLASSES: [&str; 5] = ["1xx", "2xx", "3xx", "4xx", "5xx"];
/// Upper bounds of the histogram, in microseconds.
const BOUNDS: [u64; 12] =
    [250, 500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 500_000, 1_000_000, 5_000_000];

/// Counters since the start.
#[derive(Default)]
pub struct Metrics {
    requests: [[AtomicU64; CLASSES.len()]; KINDS.len()],
    buckets: [AtomicU64; BOUNDS.len()],
    count: AtomicU64,
    micros: AtomicU64,
}

/// Which kind of request a path is.
pub fn kind_of(path: &str) -> usize {
    match path {
        p if p.starts_with("/civicrm/ajax/api4") => 1,
        p if p.starts_with("/civicrm/ajax/rest") || p.ends_with("/extern/rest.php") => 2,
        p if p.starts_with("/assets/") => 3,
        _ => 0,
    }
}

impl Metrics {
    /// Counts a request.
    pub fn note(&self, kind: usize, status: u16, took: Duration) {
        let class = usize::from(status / 100).saturating_sub(1).min(CLASSES.len() - 1);
        if let Some(counter) = self.requests.get(kind).and_then(|classes| classes.get(class)) {
            counter.fetch_add(1, Ordering::Relaxed);
        }
        let micros = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        if let Some(at) = BOUNDS.iter().position(|bound| micros <= *bound) {
            self.buckets[at].fetch_add(1, Ordering::Relaxed);
        }
        self.count.fetch_add(1, Ordering::Relaxed);
        self.micros.fetch_add(micros, Ordering::Relaxed);
    }

    fn text(&self) -> String {
        let mut out = String::with_capacity(4096);
        out.push_str("# HELP ruche_requests_total Requests answered.\n# TYPE ruche_requests_total counter\n");
        for (kind, classes) in KINDS.iter().zip(&self.requests) {
            for (class, counter) in CLASSES.iter().zip(classes) {
                let count = counter.load(Ordering::Relaxed);
                if count > 0 {
                    let _ = writeln!(out, "ruche_requests_total{{kind=\"{kind}\",status=\"{class}\"}} {count}");
                }
            }
        }
        out.push_str("# HELP ruche_request_seconds Time to answer.\n# TYPE ruche_request_seconds histogram\n");
        let mut sum = 0;
        for (bound, counter) in BOUNDS.iter().zip(&self.buckets) {
            sum += counter.load(Ordering::Relaxed);
            let _ = writeln!(out, "ruche_request_seconds_bucket{{le=\"{}\"}} {sum}", *bound as f64 / 1e6);
        }
        let count = self.count.load(Ordering::Relaxed);
        let _ = writeln!(out, "ruche_request_seconds_bucket{{le=\"+Inf\"}} {count}");
        let _ = writeln!(out, "ruche_request_seconds_sum {}", self.micros.load(Ordering::Relaxed) as f64 / 1e6);
        let _ = writeln!(out, "ruche_request_seconds_count {count}");
        if let Some(bytes) = resident_memory() {
            out.push_str(
                "# HELP process_resident_memory_bytes Resident memory.\n# TYPE process_resident_memory_bytes gauge\n",
            );
            let _ = writeln!(out, "process_resident_memory_bytes {bytes}");
        }
        out
    }
}

/// In bytes, where the system tells.
fn resident_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.split_whitespace().next()?.parse::<u64>().ok().map(|kib| kib * 1024)
}

/// For this machine, and for whoever may administer the system; for others there is nothing here.
pub fn show(app: &App, incoming: &Incoming) -> Outgoing {
    let may = incoming.is_local
        || credential::identify(app, incoming, false).is_ok_and(|who| who.actor.may("administer CiviCRM system"));
    match may {
        true => Outgoing::new(200, "text/plain; version=0.0.4; charset=utf-8", app.metrics.text()),
        false => Outgoing::refused(404, "There is nothing here."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_request_is_in_the_histogram() {
        let metrics = Metrics::default();
        metrics.note(kind_of("/civicrm/ajax/api4/Contact/get"), 200, Duration::from_micros(300));
        metrics.note(kind_of("/contacts"), 500, Duration::from_secs(60));
        let text = metrics.text();
        assert!(text.contains("ruche_requests_total{kind=\"api4\",status=\"2xx\"} 1"));
        assert!(text.contains("ruche_requests_total{kind=\"page\",status=\"5xx\"} 1"));
        assert!(text.contains("le=\"0.0005\"} 1"));
        assert!(text.contains("le=\"+Inf\"} 2"));
    }
}
