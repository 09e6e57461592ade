//! How long an existing site takes from the start of the process to its first answer.

use std::time::Duration;

use serde_json::json;

use super::Options;
use super::data::Prepared;
use super::report::{Report, Table, micros, shown, verdict};
use super::samples::Samples;
use super::server::Server;

const GOAL: Duration = Duration::from_millis(200);

/// Starts the server several times.
///
/// # Errors
/// When it does not start.
pub fn run(options: &Options, prepared: &Prepared, report: &mut Report) -> Result<(), String> {
    let mut samples = Samples::default();
    for _ in 0..if options.quick { 3 } else { 9 } {
        samples.push(Server::start(&prepared.place)?.started_in);
    }
    let Some(found) = samples.summary() else { return Ok(()) };
    let mut table = Table::new("start-up to the first answer of /health", &["", "min", "median", "p95", "goal"]);
    let cells = [found.min, found.median, found.p95].map(shown);
    let mut row = vec!["serve".to_owned()];
    row.extend(cells);
    row.push(verdict("< 200 ms", found.median < GOAL));
    let figures = json!({
        "min_us": micros(found.min), "median_us": micros(found.median), "p95_us": micros(found.p95),
        "goal_us": micros(GOAL), "runs": found.count,
    });
    table.row(row, figures);
    report.add(table);
    Ok(())
}
