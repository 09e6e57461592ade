//! Pages as people wait for them: the server's time for each, and what a browser has to fetch and to do.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use contact::access::session;
use serde_json::{Value as Json, json};
use store::statement;

use super::Options;
use super::client::Client;
use super::data::Prepared;
use super::random::Random;
use super::report::{Report, Table, micros, shown, verdict};
use super::samples::Samples;
use super::server::Server;
use crate::root;

/// Nobody waits for the server.
const P95_GOAL: Duration = Duration::from_millis(10);
/// What a first visit may fetch, and a later one, in bytes as they travel; the font apart.
const FIRST_GOAL: u64 = 150_000;
const LATER_GOAL: u64 = 20_000;
const REQUESTS_GOAL: u64 = 12;
/// From the click to a page that answers, on a processor slowed down four times.
const USABLE_GOAL: u64 = 300;

/// A page that is asked for: its name, and the addresses of it.
type Asked = (&'static str, Vec<String>);

/// Asks a running server for pages, then has a browser visit some of them.
///
/// # Errors
/// When the server does not start, or answers anything but 200.
pub fn run(options: &Options, prepared: &Prepared, report: &mut Report) -> Result<(), String> {
    let server = Server::start(&prepared.place)?;
    let session = signed_in(prepared)?;
    let mut table = Table::new("pages", &["page", "p50", "p95", "bytes", "goals"]);
    let asked = asked(prepared);
    for (name, paths) in &asked {
        let (summary, bytes) = measure(options, &server, &session, paths)?;
        let kept = verdict("p95 below 10 ms", summary.1 < P95_GOAL);
        let cells = vec![(*name).to_owned(), shown(summary.0), shown(summary.1), bytes.to_string(), kept];
        table.row(cells, json!({"page": name, "p50": micros(summary.0), "p95": micros(summary.1), "bytes": bytes}));
    }
    report.add(table);
    match browsed(&server, &session, &asked)? {
        Some(found) => report.add(told(&found)),
        None => println!("\nThere is no Node.js with the folder browser installed: no browser was measured."),
    }
    Ok(())
}

/// A session of the account that the site was made with.
pub(super) fn signed_in(prepared: &Prepared) -> Result<String, String> {
    let begun = prepared.site.write(&prepared.actor, "bench", |tx| {
        let newest = statement(r#"SELECT max("id") FROM "civicrm_uf_match""#, Vec::new());
        let user = tx.one(&newest)?.and_then(|user| user.as_int()).unwrap_or(1);
        session::begin(tx, user, "127.0.0.1", "bench")
    });
    begun.map_err(|error| error.to_string())
}

/// The pages, with enough addresses of each that no answer is asked for twice in a row.
fn asked(prepared: &Prepared) -> Vec<Asked> {
    let mut random = Random::new(7);
    let ids = &prepared.material.ids;
    let contacts = (0..200).filter_map(|_| Some(format!("/contacts/{}", random.pick(ids)?))).collect();
    let prefixes = prepared.material.prefixes.iter().take(200);
    let palette = prefixes.clone().map(|prefix| format!("/palette?q={}", encoded(prefix))).collect();
    let searched = prefixes.map(|prefix| format!("/contacts?q={}", encoded(prefix))).collect();
    let one = |path: &str| vec![path.to_owned()];
    vec![
        ("home", one("/")),
        ("contact", contacts),
        ("list, first page", one("/contacts")),
        ("list, last page", one("/contacts?last=1")),
        ("list, one type", one("/contacts?type=Household")),
        ("list, one town", one("/contacts?city=Paris")),
        ("list, newest first", one("/contacts?sort=-modified")),
        ("list, by town", one("/contacts?sort=city")),
        ("list, searched", searched),
        ("palette", palette),
        ("history", one("/history")),
        ("settings", one("/settings")),
        ("help", one("/help/find")),
    ]
}

/// Percent-encodes everything but letters and digits of ASCII.
pub(super) fn encoded(text: &str) -> String {
    text.bytes()
        .map(|b| if b.is_ascii_alphanumeric() { char::from(b).to_string() } else { format!("%{b:02X}") })
        .collect()
}

/// p50 and p95 of a page, and how many bytes it has.
pub(super) fn measure(
    options: &Options,
    server: &Server,
    session: &str,
    paths: &[String],
) -> Result<((Duration, Duration), usize), String> {
    let mut client = Client::connect(&server.address)?;
    let (mut body, mut samples, mut bytes) = (Vec::new(), Samples::default(), 0);
    let begin = Instant::now();
    let mut at = 0;
    while begin.elapsed() < options.span() || at < 20 {
        let Some(path) = paths.get(at % paths.len().max(1)) else { break };
        let request =
            format!("GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: ruche={session}\r\nAccept-Language: fr\r\n\r\n");
        let sent = Instant::now();
        let answer = client.send(request.as_bytes(), &mut body)?;
        let took = sent.elapsed();
        if answer.status != 200 {
            return Err(format!("{path} answers {}", answer.status));
        }
        // The first few find the caches empty.
        if at >= 5 {
            samples.push(took);
        }
        bytes = bytes.max(body.len());
        at += 1;
    }
    let summary = samples.summary().ok_or("nothing was measured")?;
    Ok(((summary.median, summary.p95), bytes))
}

/// What a real browser found; None where there is none.
fn browsed(server: &Server, session: &str, asked: &[Asked]) -> Result<Option<Json>, String> {
    let folder = root().join("browser");
    if !folder.join("node_modules").is_dir() {
        return Ok(None);
    }
    let path = |name: &str| asked.iter().find(|(known, _)| *known == name).and_then(|(_, all)| all.first().cloned());
    let pages: Vec<String> = ["home", "list, first page", "contact"].iter().filter_map(|name| path(name)).collect();
    let mut command = Command::new("node");
    command.current_dir(&folder).args(["timings.mjs", "--url", &format!("http://{}", server.address)]);
    command.args(["--session", session]).args(pages).stdin(Stdio::null()).stderr(Stdio::inherit());
    let Ok(output) = command.output() else { return Ok(None) };
    if !output.status.success() {
        return Err("browser/timings.mjs failed".to_owned());
    }
    serde_json::from_slice(&output.stdout).map(Some).map_err(|error| format!("browser/timings.mjs: {error}"))
}

fn told(found: &Json) -> Table {
    let head = ["visit", "requests", "bytes", "font", "usable at a quarter of the speed", "layout shift", "goals"];
    let mut table = Table::new("browser", &head);
    for visit in found.as_array().into_iter().flatten() {
        let number = |name: &str| visit.get(name).and_then(Json::as_f64).unwrap_or(0.0);
        let whole = |name: &str| number(name) as u64;
        let name = visit.get("name").and_then(Json::as_str).unwrap_or_default();
        let most = if name.ends_with("first") { FIRST_GOAL } else { LATER_GOAL };
        let kept = [
            verdict(&format!("{REQUESTS_GOAL} requests"), whole("requests") <= REQUESTS_GOAL),
            verdict(&format!("{} kB", most / 1000), whole("bytes") <= most),
            verdict(&format!("{USABLE_GOAL} ms"), whole("usable") < USABLE_GOAL),
            verdict("no shift", number("shift") == 0.0),
        ];
        // Against the page of three words nothing is to be kept.
        let goals = if name.starts_with("/health") { String::new() } else { kept.join(", ") };
        let cells = vec![
            name.to_owned(),
            whole("requests").to_string(),
            whole("bytes").to_string(),
            whole("font").to_string(),
            format!("{} ms", whole("usable")),
            format!("{:.3}", number("shift")),
            goals,
        ];
        table.row(cells, visit.clone());
    }
    table
}
