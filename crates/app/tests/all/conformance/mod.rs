//! Recorded request/answer cases, replayed against a server of our own on both databases.

mod compare;
mod play;

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::Value as Json;
use testkit::{Engine, TestApp};

use crate::sure;

/// Cases that wait for an entity: topic, the entity that is not there yet, and the cases where only some wait
/// (none named: all of them).
const NOT_YET: &[(&str, &str, &[&str])] = include!("not_yet.in");

/// Cases from which Ruche departs on purpose, with the reason; `docs/api.md` says more.
const DEPARTURES: &[(&str, &str, &str)] = include!("departures.in");

#[test]
fn the_recorded_cases_hold_on_sqlite() {
    replay(Engine::Sqlite);
}

#[test]
fn the_recorded_cases_hold_on_postgresql() {
    replay(Engine::Postgres);
}

fn replay(engine: Engine) {
    let app = TestApp::start(engine);
    let only = std::env::var("RUCHE_TEST_TOPIC").ok();
    let (mut passed, mut waiting, mut failed) = (0, 0, Vec::new());
    let mut listed: BTreeSet<(String, String)> = BTreeSet::new();
    for (topic, book) in books() {
        if only.as_ref().is_some_and(|only| *only != topic) {
            continue;
        }
        for case in book["cases"].as_array().into_iter().flatten() {
            let name = case["name"].as_str().unwrap_or_default();
            if let Some(reason) = excused(&topic, name) {
                listed.insert((topic.clone(), reason));
                waiting += 1;
                continue;
            }
            let problems = play::run(case, &app);
            match problems.is_empty() {
                true => passed += 1,
                false => failed.push(format!("{topic}: {name}\n    {}", problems.join("\n    "))),
            }
        }
    }
    for (topic, reason) in &listed {
        eprintln!("not applicable: {topic}: {reason}");
    }
    eprintln!("{engine:?}: {passed} passed, {} failed, {waiting} not applicable", failed.len());
    assert!(failed.is_empty(), "{} cases failed:\n{}", failed.len(), failed.join("\n"));
}

/// Why a case is not played; each reason is a line in one of the lists.
fn excused(topic: &str, name: &str) -> Option<String> {
    let waits = NOT_YET.iter().find(|(t, _, names)| *t == topic && (names.is_empty() || names.contains(&name)));
    let departs = DEPARTURES.iter().find(|(t, n, _)| *t == topic && *n == name);
    waits
        .map(|(_, entity, _)| format!("waits for {entity}"))
        .or_else(|| departs.map(|(_, name, reason)| format!("departs on purpose: {name}: {reason}")))
}

fn books() -> Vec<(String, Json)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/conformance/cases");
    let mut files: Vec<_> = sure(std::fs::read_dir(folder)).map(|entry| sure(entry).path()).collect();
    files.sort();
    let book = |path: &Path| {
        let topic = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        let text = sure(std::fs::read_to_string(path));
        (topic, sure(serde_json::from_str(&text)))
    };
    files.iter().map(|path| book(path)).collect()
}

#[test]
fn every_excuse_names_a_case_that_exists() {
    let books = books();
    let exists = |topic: &str, name: &str| {
        let book = books.iter().find(|(t, _)| t == topic);
        book.is_some_and(|(_, book)| {
            name.is_empty() || book["cases"].as_array().into_iter().flatten().any(|case| case["name"] == name)
        })
    };
    for (topic, _, names) in NOT_YET {
        assert!(exists(topic, ""), "{topic}");
        for name in *names {
            assert!(exists(topic, name), "{topic}: {name}");
        }
    }
    for (topic, name, _) in DEPARTURES {
        assert!(exists(topic, name), "{topic}: {name}");
    }
}
