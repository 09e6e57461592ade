//! How long it takes to refuse requests that mean harm or make no sense: each with a 4xx, none with much work.

use std::time::{Duration, Instant};

use serde_json::{Value as Json, json};

use super::Options;
use super::client::{Client, api_request};
use super::data::Prepared;
use super::report::{Report, Table, micros, shown, verdict};
use super::samples::Samples;
use super::server::Server;

const GOAL: Duration = Duration::from_millis(100);

/// A body may have so many bytes.
const LARGEST_BODY: usize = 10 << 20;

/// What is sent, by what is wrong with it.
fn attacks(key: &str) -> Vec<(&'static str, Vec<u8>)> {
    let get = |params: &Json| api_request(key, "Contact", "get", &params.to_string());
    let nested =
        |depth: usize| format!("{}{}{}", r#"{"where":["#, r#"["AND",["#.repeat(depth), "]]".repeat(depth)) + "]}";
    let many: Vec<i64> = (0..10_001).collect();
    vec![
        ("nested 65 deep", api_request(key, "Contact", "get", &nested(65))),
        ("nested 20,000 deep", api_request(key, "Contact", "get", &nested(20_000))),
        ("10,001 values in a list", get(&json!({"where": [["id", "IN", many]]}))),
        ("an unknown field", get(&json!({"where": [["no_such_field", "=", 1]]}))),
        (
            "a number beyond 64 bits",
            api_request(key, "Contact", "get", r#"{"where":[["id","=",99999999999999999999999]],"limit":1e99}"#),
        ),
        ("a NUL", get(&json!({"where": [["last_name", "=", "a\u{0}b"]]}))),
        ("a long pattern", get(&json!({"where": [["last_name", "REGEXP", "(a*)*".repeat(10_000)]]}))),
        ("a body over 10 MiB", api_request(key, "Contact", "get", &" ".repeat(LARGEST_BODY + 1))),
        ("invalid UTF-8", invalid(key)),
    ]
}

/// A form body that is no text.
fn invalid(key: &str) -> Vec<u8> {
    let mut request = api_request(key, "Contact", "get", "{}");
    let body = b"params=%FF%FE\xC3\x28";
    let text = String::from_utf8_lossy(&request).into_owned();
    let head = text.split("Content-Length").next().unwrap_or_default();
    request = format!("{head}Content-Length: {}\r\n\r\n", body.len()).into_bytes();
    request.extend_from_slice(body);
    request
}

/// Sends each several times.
///
/// # Errors
/// When the server does not start or a connection breaks.
pub fn run(options: &Options, prepared: &Prepared, report: &mut Report) -> Result<(), String> {
    let server = Server::start(&prepared.place)?;
    let mut table = Table::new("refusing what makes no sense", &["request", "status", "median", "p99", "goal"]);
    for (name, request) in attacks(&prepared.place.key) {
        let mut samples = Samples::default();
        let mut status = 0;
        for _ in 0..if options.quick { 3 } else { 15 } {
            // A refused body closes its connection.
            let mut client = Client::connect(&server.address)?;
            let mut body = Vec::new();
            let start = Instant::now();
            status = client.send(&request, &mut body)?.status;
            samples.push(start.elapsed());
        }
        let Some(found) = samples.summary() else { continue };
        let refused = (400..500).contains(&status);
        let row = vec![
            name.to_owned(),
            status.to_string(),
            shown(found.median),
            shown(found.p99),
            verdict("4xx, < 100 ms", refused && found.p99 < GOAL),
        ];
        table.row(row, json!({"status": status, "median_us": micros(found.median), "p99_us": micros(found.p99)}));
    }
    report.add(table);
    Ok(())
}
