//! Published client libraries, installed as they are, against a server of ours.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use serde_json::{Value as Json, json};
use testkit::{Engine, TestApp};

#[test]
fn published_python_clients_create_find_update_and_delete_contacts() {
    on_each_engine(|app| {
        let said = run(python().arg(source("clients.py")).args(arguments(app)).arg(site_key(app)));
        assert!(said.contains("content"), "{said}");
    });
}

#[test]
fn civicrm_py_reads_what_is_answered_to_its_plain_client() {
    on_each_engine(|app| {
        assert_eq!(
            told(app, "civicrm_py_sync.py", &[]),
            json!({
                "made": [1, "Zoë Kovač-Nowak"],
                "found": [["Zoë Kovač-Nowak", "zoe@example.org"]],
                "changed": [1, "Éditrice"],
                "entity": ["Zoë", false, false],
                "fields": ["String", true, true],
                "count": [1, false],
                "binned": [1, 1],
                "error": true,
                "stranger": "refused",
            })
        );
    });
}

#[test]
fn civicrm_py_reads_what_is_answered_to_its_asynchronous_queries() {
    on_each_engine(|app| {
        let mut said = told(app, "civicrm_py_async.py", &[]);
        let names = said["names"].take();
        let names: Vec<&Json> = names.as_array().into_iter().flatten().map(|row| &row["first_name"]).collect();
        assert_eq!(names, ["Bo", "Čeda"]);
        assert_eq!(
            said,
            json!({
                "made": ["Ana", "Bo", "Čeda"],
                "starts": ["Čeda"],
                "without": [{"first_name": "Čeda"}, {"first_name": "Ana"}],
                "names": null,
                "count": [3, 3],
                "groups": [{"last_name": "Queryset", "many": 3}],
                "updated": 1,
                "again": ["Anouk", false],
                "entities": [true, true, true, false],
                "types": ["int", "bool", "str"],
                "deleted": 3,
                "afterwards": "not found",
            })
        );
    });
}

#[test]
fn civicrmapi_reads_what_version_4_answers() {
    on_each_engine(|app| {
        assert_eq!(
            told(app, "civicrmapi_v4.py", &[]),
            json!({
                "made": "Boulangerie Ünal & Cie",
                "found": ["Boulangerie Ünal & Cie"],
                "changed": [true],
                "read": "Le fournil",
                "saved": ["pain@example.org", "four@example.org"],
                "replaced": 1,
                "access": [{"access": true}],
                "actions": true,
                "fields": true,
                "deleted": [true],
                "afterwards": [],
                "error": true,
                "stranger": "refused",
            })
        );
    });
}

#[test]
fn civicrmapi_reads_what_version_3_answers() {
    on_each_engine(|app| {
        assert_eq!(
            told(app, "civicrmapi_v3.py", &[site_key(app)]),
            json!({
                "made": "Noé Troisième",
                "found": [true],
                "single": "noe@example.org",
                "email": ["noe@example.org"],
                "changed": "Nono",
                "many": ["Noé"],
                "fields": true,
                "options": true,
                "deleted": [],
                "binned": 1,
                "gone": [],
                "error": 1,
                "stranger": "refused",
            })
        );
    });
}

fn on_each_engine(test: impl Fn(&TestApp)) {
    for engine in Engine::ALL {
        test(&TestApp::start(engine));
    }
}

fn arguments(app: &TestApp) -> [String; 2] {
    [format!("http://{}", app.address()), app.key.clone()]
}

fn site_key(app: &TestApp) -> String {
    contact::access::token::site_key(&app.house.site)
}

/// What a script says at its end: one JSON object.
fn told(app: &TestApp, script: &str, more: &[String]) -> Json {
    let said = run(python().arg(source(script)).args(arguments(app)).args(more));
    serde_json::from_str(&said).unwrap_or_else(|error| panic!("{script}: {error}: {said}"))
}

/// A Python of its own with the clients in it, kept between runs while the list of them is the same.
fn python() -> Command {
    static PYTHON: OnceLock<PathBuf> = OnceLock::new();
    let mut command = Command::new(PYTHON.get_or_init(environment));
    // What this machine sets for its own Python, and a proxy that would stand between client and server, are not ours.
    command.env_remove("PYTHONPATH").env_remove("PYTHONHOME").env("PYTHONUTF8", "1").env("NO_PROXY", "127.0.0.1");
    command
}

fn environment() -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("python-clients");
    let wanted = std::fs::read_to_string(source("requirements.txt")).unwrap_or_else(|error| panic!("{error}"));
    let mark = folder.join("installed.txt");
    let python = folder.join("bin/python");
    if std::fs::read_to_string(&mark).is_ok_and(|installed| installed == wanted) {
        return python;
    }
    let needs = "the clients are tested with Python 3 with venv (Debian: python3-venv), and pip must reach PyPI or a mirror of it";
    attempt(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&folder), needs);
    let mut pip = Command::new(&python);
    pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r"]).arg(source("requirements.txt"));
    attempt(&mut pip, needs);
    std::fs::write(mark, wanted).unwrap_or_else(|error| panic!("{error}"));
    python
}

fn source(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/clients").join(name)
}

fn run(command: &mut Command) -> String {
    attempt(command, "a client failed")
}

/// Runs a command and gives what it said; where it fails, `meaning` is said first.
fn attempt(command: &mut Command, meaning: &str) -> String {
    let said = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    match command.output() {
        Ok(output) if output.status.success() => said(&output.stdout),
        Ok(output) => panic!("{meaning}\n{command:?}:\n{}\n{}", said(&output.stdout), said(&output.stderr)),
        Err(error) => panic!("{meaning}\n{command:?}: {error}"),
    }
}
