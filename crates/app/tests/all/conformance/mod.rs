//! Recorded request/answer cases, replayed against a server of our own on both databases.

mod compare;
mod play;

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::Value as Json;
use testkit::{Engine, TestApp};

use crate::sure;

/// Entities that are not there yet. A case that speaks of one of them waits; once the entity is registered, its cases
/// are played without a change here.
const LATER: &[&str] = &[
    "Activity",
    "ActivityContact",
    "Campaign",
    "Case",
    "CaseActivity",
    "CaseContact",
    "CaseType",
    "Contribution",
    "ContributionRecur",
    "ContributionSoft",
    "CustomField",
    "CustomGroup",
    "DedupeRule",
    "EntityTag",
    "Event",
    "FinancialItem",
    "FinancialTrxn",
    "FinancialType",
    "Group",
    "GroupContact",
    "LineItem",
    "LocBlock",
    "Mailing",
    "MailingComponent",
    "MailingGroup",
    "Membership",
    "MembershipStatus",
    "MembershipType",
    "Note",
    "Order",
    "Participant",
    "Payment",
    "Pledge",
    "Relationship",
    "RelationshipCache",
    "RelationshipType",
    "SubscriptionHistory",
    "Tag",
];

/// Cases whose entities are there, but that need another one behind the scenes: topic, case, entity.
const NEEDS: &[(&str, &str, &str)] = &[
    ("merge", "getDuplicates finds a contact by a rule", "DedupeRule"),
    ("merge", "getDuplicates finds nobody when the email differs", "DedupeRule"),
    ("merge", "merging moves what the duplicate has and trashes it", "DedupeRule"),
    ("merge", "a merged contact is followed to its survivor", "DedupeRule"),
];

/// Cases from which Ruche departs on purpose, with the reason; `docs/api.md` says more.
const DEPARTURES: &[(&str, &str, &str)] =
    &[("names", "long names are cut to the length of the column", "text that is too long is refused, not cut")];

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
            if let Some(reason) = excused(&app, &topic, case) {
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
fn excused(app: &TestApp, topic: &str, case: &Json) -> Option<String> {
    let name = case["name"].as_str().unwrap_or_default();
    if let Some((_, _, reason)) = DEPARTURES.iter().find(|(t, n, _)| *t == topic && *n == name) {
        return Some(format!("departs on purpose: {name}: {reason}"));
    }
    let text = case["steps"].to_string();
    let needed = NEEDS.iter().filter(|(t, n, _)| *t == topic && *n == name).map(|(_, _, entity)| *entity);
    let named = LATER.iter().copied().filter(|entity| speaks_of(&text, entity));
    let catalog = app.house.site.catalog();
    needed.chain(named).find(|entity| catalog.entity(entity).is_none()).map(|entity| format!("waits for {entity}"))
}

/// Whether a case names an entity: alone, before a join's alias, or in a path.
fn speaks_of(text: &str, entity: &str) -> bool {
    [format!("\"{entity}\""), format!("\"{entity} AS "), format!("/{entity}/")].iter().any(|form| text.contains(form))
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
    for (topic, name, _) in NEEDS.iter().chain(DEPARTURES) {
        assert!(exists(topic, name), "{topic}: {name}");
    }
}
