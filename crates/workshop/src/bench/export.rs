//! Files of what a search finds: how long a big one takes, and what memory it needs.

use std::io::Write;
use std::time::{Duration, Instant};

use search::export::{Export, Format};
use search::run::cells::For;
use search::run::{Question, Search, default_display};
use serde_json::json;
use ui::Locale;

use super::Options;
use super::data::Prepared;
use super::report::{Report, Table, shown, verdict};

/// Where the bytes go: counted and thrown away.
#[derive(Default)]
struct Away(u64);

impl Write for Away {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0 += bytes.len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// A file to be measured: the format, its rows at most, and how long it may take for so many.
const FILES: [(&str, i64, Option<u64>); 4] =
    [("csv", 1_000_000, Some(15)), ("xlsx", 100_000, Some(10)), ("ods", 100_000, None), ("json", 100_000, None)];
/// So much memory may be needed beside what was in use before.
const MEMORY: u64 = 100;

/// Writes each file once, and prints what it took.
///
/// # Errors
/// When the database fails.
pub fn run(options: &Options, prepared: &Prepared, report: &mut Report) -> Result<(), String> {
    let head = ["file", "rows", "size", "time", "rows/s", "memory", "time", "memory"];
    let mut table = Table::new("export", &head);
    for (name, most, goal) in FILES {
        let limit = most.min(i64::try_from(options.contacts).unwrap_or(i64::MAX));
        let format = Format::named(name).ok_or("no such format")?;
        let before = begin_counting();
        let started = Instant::now();
        let size = write(prepared, format, limit).map_err(|e| e.to_string())?;
        let took = started.elapsed();
        let memory = peak().map(|peak| peak.saturating_sub(before));
        // The goal is for so many rows; fewer rows have less time.
        let allowed = goal.map(|seconds| Duration::from_secs(seconds).mul_f64(limit as f64 / most as f64));
        let speed = limit as f64 / took.as_secs_f64().max(0.001);
        let cells = vec![
            name.to_owned(),
            limit.to_string(),
            format!("{:.1} MB", size as f64 / 1e6),
            shown(took),
            format!("{speed:.0}"),
            memory.map_or("–".to_owned(), |megabytes| format!("{megabytes} MB")),
            allowed.map_or(String::new(), |allowed| verdict(&format!("< {}", shown(allowed)), took < allowed)),
            memory.map_or(String::new(), |used| verdict(&format!("< {MEMORY} MB"), used < MEMORY)),
        ];
        table.row(
            cells,
            json!({"file": name, "rows": limit, "bytes": size, "seconds": took.as_secs_f64(), "megabytes": memory}),
        );
    }
    report.add(table);
    Ok(())
}

/// Contacts with what lists of contacts show of them.
fn write(prepared: &Prepared, format: Format, limit: i64) -> store::Result<u64> {
    prepared.site.read(&prepared.actor, |tx| {
        let params = json!({
            "select": ["id", "display_name", "contact_type", "first_name", "last_name", "birth_date",
                "email_primary.email", "phone_primary.phone", "address_primary.city", "created_date"],
            "orderBy": {"id": "ASC"}, "limit": limit,
        });
        let search = Search {
            id: None,
            name: String::new(),
            label: "bench".to_owned(),
            entity: "Contact".to_owned(),
            params: params.as_object().cloned().unwrap_or_default(),
        };
        let display = default_display(tx, &search)?;
        let question = Question::whole(search, display);
        let export = Export { question, format, locale: Locale::best(Some("fr"), None), whom: For::People };
        let mut away = Away::default();
        export.write(tx, &mut away)?;
        Ok(away.0)
    })
}

/// Forgets the peak so far, where the system can; tells what is in use now, in megabytes.
fn begin_counting() -> u64 {
    // Linux alone knows this file (proc(5)); elsewhere the peak is that of the whole run.
    let _ = std::fs::write("/proc/self/clear_refs", "5");
    status("VmRSS:").unwrap_or(0)
}

fn peak() -> Option<u64> {
    status("VmHWM:")
}

fn status(name: &str) -> Option<u64> {
    let text = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = text.lines().find(|line| line.starts_with(name))?;
    line.split_whitespace().nth(1)?.parse::<u64>().ok().map(|kilobytes| kilobytes / 1024)
}
