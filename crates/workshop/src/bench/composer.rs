//! The composer, as somebody waits for it who changes a question: the whole answer, its exact count and how it was come to.

use std::time::Duration;

use serde_json::{Value as Json, json};

use super::Options;
use super::data::Prepared;
use super::pages::{encoded, measure, signed_in};
use super::report::{Report, Table, micros, shown, verdict};
use super::server::Server;

/// A change of a question is answered at once.
const GOAL: Duration = Duration::from_millis(200);

/// What associations ask most, in the words of the API.
fn questions() -> Vec<(&'static str, Json)> {
    let of = |entity: &str, select: &[&str], conditions: Json| {
        let params = json!({"version": 4, "select": select, "where": conditions, "orderBy": {}, "limit": 0});
        json!({"e": entity, "p": params, "d": "table"})
    };
    let name = ["display_name", "email_primary.email"];
    let mut towns = of("Contact", &["address_primary.city", "COUNT(id) AS count_id"], json!([]));
    towns["p"]["groupBy"] = json!(["address_primary.city"]);
    towns["p"]["orderBy"] = json!({"count_id": "DESC"});
    let mut talked =
        of("Activity", &["activity_date_time", "subject"], json!([["activity_date_time", "=", "ending_90.day"]]));
    talked["p"]["orderBy"] = json!({"activity_date_time": "DESC"});
    vec![
        ("all contacts", of("Contact", &name, json!([]))),
        ("who lives in a town", of("Contact", &name, json!([["address_primary.city", "=", "Paris"]]))),
        ("whose name holds a word", of("Contact", &name, json!([["display_name", "CONTAINS", "mar"]]))),
        ("people without an e-mail", of("Individual", &name, json!([["email_primary.email", "IS EMPTY"]]))),
        (
            "birthdays of the month",
            of("Individual", &["display_name", "birth_date"], json!([["next_birthday", "<=", 31]])),
        ),
        ("who bears a tag", of("Contact", &name, json!([["tags", "IN", [5]]]))),
        ("contacts by town", towns),
        ("activities of 90 days", talked),
    ]
}

/// Asks a running server for the page of each question.
///
/// # Errors
/// When the server does not start, or answers anything but 200.
pub fn run(options: &Options, prepared: &Prepared, report: &mut Report) -> Result<(), String> {
    let server = Server::start(&prepared.place)?;
    let session = signed_in(prepared)?;
    let mut table = Table::new("composer", &["question", "p50", "p95", "bytes", "goal"]);
    for (name, question) in questions() {
        let path = format!("/search/new?wait=1&s={}", encoded(&question.to_string()));
        let ((median, p95), bytes) = measure(options, &server, &session, &[path])?;
        let kept = verdict(&format!("p95 below {}", shown(GOAL)), p95 < GOAL);
        let cells = vec![name.to_owned(), shown(median), shown(p95), bytes.to_string(), kept];
        table.row(cells, json!({"question": name, "p50": micros(median), "p95": micros(p95), "bytes": bytes}));
    }
    report.add(table);
    Ok(())
}
