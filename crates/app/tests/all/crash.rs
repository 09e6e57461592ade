//! `kill -9` while many write: every acknowledged row is there afterwards, none is half written.

use std::collections::HashSet;
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use serde_json::json;
use testkit::http::Client;
use testkit::postgres::{Durability, PrivatePostgres};

use crate::command_line::{Scratch, ruche};
use crate::sure;

#[test]
fn kill_9_loses_nothing_that_was_acknowledged_on_sqlite() {
    lose_nothing("sqlite", "crash-sqlite");
}

#[test]
fn kill_9_loses_nothing_that_was_acknowledged_on_postgresql() {
    let server = sure(PrivatePostgres::start(Durability::Durable));
    lose_nothing(&server.database(), "crash-postgres");
}

#[test]
fn a_request_to_end_is_followed_with_exit_code_0() {
    let folder = Scratch::new("sigterm");
    let mut server = Served::start(&folder.0, "sqlite");
    assert!(server.first_words.iter().any(|line| line.contains("/welcome/")), "{:?}", server.first_words);
    let pid = server.child.id().to_string();
    assert!(sure(std::process::Command::new("kill").args(["-TERM", &pid]).status()).success());
    let start = Instant::now();
    let status = loop {
        if let Some(status) = sure(server.child.try_wait()) {
            break status;
        }
        assert!(start.elapsed() < Duration::from_secs(20), "it does not end");
        std::thread::sleep(Duration::from_millis(20));
    };
    assert_eq!(status.code(), Some(0));
}

fn lose_nothing(database: &str, name: &str) {
    let folder = Scratch::new(name);
    let arguments = ["user", "add", "admin", "--role", "administrator", "--api-key", "--database", database];
    let made = sure(ruche(&folder.0, &arguments).output());
    let key = String::from_utf8_lossy(&made.stdout).trim().to_owned();
    assert!(!key.is_empty(), "{}", String::from_utf8_lossy(&made.stderr));
    let mut server = Served::start(&folder.0, database);
    let acknowledged = write_until_killed(&mut server, &key);
    assert!(acknowledged.len() >= 8, "only {} rows before the end", acknowledged.len());
    let again = Served::start(&folder.0, database);
    let found = names(again.address, &key);
    let missing: Vec<&String> = acknowledged.iter().filter(|name| !found.contains(*name)).collect();
    assert!(missing.is_empty(), "{} of {} acknowledged rows are gone: {missing:?}", missing.len(), acknowledged.len());
    assert_eq!(halves(again.address, &key), 0, "contacts without the e-mail that was written with them");
}

/// Eight writers, each on its own connection, until the server is gone.
fn write_until_killed(server: &mut Served, key: &str) -> Vec<String> {
    let acknowledged = Arc::new(Mutex::new(Vec::new()));
    let address = server.address;
    let writers: Vec<_> = (0..8)
        .map(|writer| {
            let (acknowledged, key) = (acknowledged.clone(), key.to_owned());
            std::thread::spawn(move || {
                let mut client = Client::new(address);
                for number in 0.. {
                    let name = format!("w{writer}n{number}");
                    let email = format!("{name}@example.org");
                    let values = json!({"first_name": name, "last_name": "Crash", "email_primary.email": email});
                    match call(&mut client, &key, "Contact", "create", &json!({"values": values})) {
                        Some(200) => acknowledged.lock().map(|mut all| all.push(name)).unwrap_or_default(),
                        _ => break,
                    }
                }
            })
        })
        .collect();
    let start = Instant::now();
    while acknowledged.lock().map_or(0, |all| all.len()) < 60 && start.elapsed() < Duration::from_secs(30) {
        std::thread::sleep(Duration::from_millis(5));
    }
    // `Child::kill` is SIGKILL.
    sure(server.child.kill());
    let _ = server.child.wait();
    for writer in writers {
        let _ = writer.join();
    }
    acknowledged.lock().map(|all| all.clone()).unwrap_or_default()
}

fn call(client: &mut Client, key: &str, entity: &str, action: &str, params: &serde_json::Value) -> Option<u16> {
    let bearer = format!("Bearer {key}");
    let path = format!("/civicrm/ajax/api4/{entity}/{action}");
    client.post(&path, &[("X-Civi-Auth", &bearer)], &[("params", &params.to_string())]).ok().map(|answer| answer.status)
}

fn ask(address: SocketAddr, key: &str, params: &serde_json::Value) -> serde_json::Value {
    let bearer = format!("Bearer {key}");
    let headers = [("X-Civi-Auth", bearer.as_str())];
    let form = [("params", params.to_string())];
    let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
    sure(Client::new(address).post("/civicrm/ajax/api4/Contact/get", &headers, &form)).json()
}

fn names(address: SocketAddr, key: &str) -> HashSet<String> {
    let answer = ask(address, key, &json!({"select": ["first_name"], "where": [["last_name", "=", "Crash"]]}));
    let rows = answer["values"].as_array().cloned().unwrap_or_default();
    rows.iter().filter_map(|row| row["first_name"].as_str().map(str::to_owned)).collect()
}

fn halves(address: SocketAddr, key: &str) -> usize {
    let params = json!({"select": ["id"], "where": [["last_name", "=", "Crash"], ["email_primary.email", "IS NULL"]]});
    ask(address, key, &params)["values"].as_array().map_or(usize::MAX, Vec::len)
}

/// The program as a child process.
pub(crate) struct Served {
    child: Child,
    pub(crate) address: SocketAddr,
    /// What it printed before it was ready.
    first_words: Vec<String>,
}

impl Served {
    pub(crate) fn start(data: &Path, database: &str) -> Served {
        let port = sure(std::net::TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr())).port();
        let address = SocketAddr::from(([127, 0, 0, 1], port));
        let listen = address.to_string();
        let mut command = ruche(data, &["serve", "--listen", &listen, "--database", database]);
        let mut child = sure(command.stdout(Stdio::piped()).spawn());
        let start = Instant::now();
        while !Client::new(address).get("/health", &[]).is_ok_and(|answer| answer.status == 200) {
            assert!(start.elapsed() < Duration::from_secs(60), "the server does not come up");
            assert!(matches!(child.try_wait(), Ok(None)), "the server ended at once");
            std::thread::sleep(Duration::from_millis(20));
        }
        let first_words = match child.stdout.take() {
            Some(out) => drain(out),
            None => Vec::new(),
        };
        Served { child, address, first_words }
    }
}

/// The lines that are there already.
fn drain(out: std::process::ChildStdout) -> Vec<String> {
    let (send, lines) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        for line in BufReader::new(out).lines().map_while(Result::ok) {
            if send.send(line).is_err() {
                break;
            }
        }
    });
    let mut all = Vec::new();
    while let Ok(line) = lines.recv_timeout(Duration::from_millis(200)) {
        all.push(line);
    }
    all
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
