//! The program as people call it.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use crate::sure;

/// A folder that goes with its owner.
pub struct Scratch(pub PathBuf);

impl Scratch {
    pub fn new(name: &str) -> Scratch {
        let folder = std::env::temp_dir().join(format!("ruche-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        sure(std::fs::create_dir_all(&folder));
        Scratch(folder)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// The program with these arguments, on this data folder.
pub fn ruche(data: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ruche"));
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("RUCHE_")) {
        command.env_remove(name);
    }
    command.args(arguments).arg("--data").arg(data).args(["--log", "warn"]);
    command
}

fn run(data: &Path, arguments: &[&str]) -> Output {
    sure(ruche(data, arguments).output())
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).trim().to_owned()
}

#[test]
fn an_empty_folder_becomes_a_site_with_its_first_administrator() {
    let folder = Scratch::new("first");
    let made = run(
        &folder.0,
        &["user", "add", "marie", "--role", "administrator", "--email", "marie@example.org", "--api-key"],
    );
    assert!(made.status.success(), "{}", text(&made.stderr));
    let key = text(&made.stdout);
    assert_eq!(key.lines().count(), 1);
    assert!(key.len() >= 32);
    let asked = run(
        &folder.0,
        &["api", "Contact.get", r#"{"select":["contact_type"],"orderBy":{"id":"ASC"}}"#, "--as", "marie"],
    );
    let answer: serde_json::Value = sure(serde_json::from_slice(&asked.stdout));
    assert_eq!(answer["values"][0]["contact_type"], "Organization", "{}", text(&asked.stderr));
    assert_eq!(answer["values"][1]["id"], 2);
    let site_key = text(&run(&folder.0, &["site-key"]).stdout);
    assert_eq!(site_key, text(&run(&folder.0, &["site-key"]).stdout));
    assert_eq!(site_key.len(), 32);
}

#[test]
fn a_password_comes_from_standard_input() {
    let folder = Scratch::new("stdin");
    let arguments = ["user", "add", "jo", "--role", "administrator", "--password-stdin"];
    let mut child = sure(ruche(&folder.0, &arguments).stdin(Stdio::piped()).stderr(Stdio::piped()).spawn());
    if let Some(mut stdin) = child.stdin.take() {
        sure(stdin.write_all(b"a sentence for jo\n"));
    }
    let output = sure(child.wait_with_output());
    assert!(output.status.success(), "{}", text(&output.stderr));
    let house = sure(ruche::House::open_ready(&folder.0, &ruche::Database::Embedded));
    let outcome = sure(contact::access::sign_in::sign_in(&house.site, "jo", "a sentence for jo", "127.0.0.1", ""));
    assert!(matches!(outcome, contact::access::sign_in::Outcome::Welcome { .. }));
}

#[test]
fn wrong_words_are_refused_by_name() {
    let folder = Scratch::new("wrong");
    let refused = |arguments: &[&str], word: &str| {
        let output = run(&folder.0, arguments);
        assert!(!output.status.success(), "{arguments:?}");
        assert!(text(&output.stderr).contains(word), "{arguments:?}: {}", text(&output.stderr));
    };
    refused(&["user", "add", "x", "--role", "nosuchrole"], "nosuchrole");
    refused(&["serve", "--database", "mysql://x"], "mysql://x");
    refused(&["serve", "--listen", "nowhere"], "nowhere");
    refused(&["api", "Contact.get", "{nope"], "JSON");
    refused(&["api", "Contact.get", "--as", "nobody"], "nobody");
    sure(std::fs::write(folder.0.join("ruche.toml"), "listn = \"127.0.0.1:1\"\n"));
    refused(&["site-key"], "listn");
}

#[test]
fn a_backup_brings_everything_back() {
    let folder = Scratch::new("backup");
    let data = folder.0.join("data");
    let file = folder.0.join("all.tar");
    let file_name = file.to_string_lossy().into_owned();
    let key = text(&run(&data, &["user", "add", "ann", "--role", "administrator", "--api-key"]).stdout);
    sure(std::fs::create_dir_all(data.join("files/a")));
    sure(std::fs::write(data.join("files/a/photo.bin"), b"picture"));
    let backed = run(&data, &["backup", &file_name]);
    assert!(backed.status.success(), "{}", text(&backed.stderr));
    assert!(!run(&data, &["backup", &file_name]).status.success(), "a backup is never overwritten");
    run(&data, &["api", "Contact.create", r#"{"values":{"first_name":"After"}}"#]);
    let restored = run(&data, &["restore", &file_name]);
    assert!(restored.status.success(), "{}", text(&restored.stderr));
    let after = run(&data, &["api", "Contact.get", r#"{"select":["row_count"],"where":[["first_name","=","After"]]}"#]);
    let answer: serde_json::Value = sure(serde_json::from_slice(&after.stdout));
    assert_eq!(answer["count"], 0);
    assert_eq!(sure(std::fs::read(data.join("files/a/photo.bin"))), b"picture");
    let house = sure(ruche::House::open_ready(&data, &ruche::Database::Embedded));
    let known = sure(house.site.read(&schema::Actor::system("test"), |tx| contact::access::actor_by_key(tx, &key)));
    assert!(known.is_some(), "keys work again because the secret key came along");
}

#[test]
fn a_damaged_backup_changes_nothing() {
    let folder = Scratch::new("damaged");
    let data = folder.0.join("data");
    let file = folder.0.join("all.tar");
    let file_name = file.to_string_lossy().into_owned();
    run(&data, &["backup", &file_name]);
    let mut bytes = sure(std::fs::read(&file));
    let middle = bytes.len() / 2;
    bytes[middle] ^= 0xff;
    sure(std::fs::write(&file, bytes));
    let before = sure(std::fs::read(data.join("secret.key")));
    let output = run(&data, &["restore", &file_name]);
    assert!(!output.status.success());
    assert_eq!(sure(std::fs::read(data.join("secret.key"))), before);
}

#[test]
fn sample_contacts_are_recorded() {
    let folder = Scratch::new("sample");
    let output = run(&folder.0, &["sample", "--contacts", "120", "--seed", "7"]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    let counted = run(
        &folder.0,
        &["api", "Contact.get", r#"{"select":["row_count"],"where":[["is_deleted","IN",[true,false]]]}"#],
    );
    let answer: serde_json::Value = sure(serde_json::from_slice(&counted.stdout));
    assert!(answer["count"].as_i64().is_some_and(|count| count >= 121), "{answer}");
}

#[test]
fn people_make_the_calls_of_the_sample_and_nobody_calls_themselves() {
    let folder = Scratch::new("sample-calls");
    let made = run(&folder.0, &["sample", "--contacts", "60"]);
    assert!(made.status.success(), "{}", text(&made.stderr));
    let asked = r#"{"select":["source_contact_id","source_contact_id.contact_type","target_contact_id"],"limit":0}"#;
    let output = run(&folder.0, &["api", "Activity.get", asked]);
    let answer: serde_json::Value = sure(serde_json::from_slice(&output.stdout));
    let calls = answer["values"].as_array().map(Vec::as_slice).unwrap_or_default();
    assert!(!calls.is_empty());
    for call in calls {
        assert_eq!(call["source_contact_id.contact_type"], "Individual", "{call}");
        let with = call["target_contact_id"].as_array().map(Vec::as_slice).unwrap_or_default();
        assert!(!with.contains(&call["source_contact_id"]), "{call}");
    }
}

#[test]
fn a_backup_of_postgresql_brings_everything_back() {
    let url = testkit::postgres::PrivatePostgres::shared().database();
    let folder = Scratch::new("backup-postgres");
    let data = folder.0.join("data");
    let file_name = folder.0.join("all.tar").to_string_lossy().into_owned();
    let on = |arguments: &[&str]| {
        let all: Vec<&str> = arguments.iter().copied().chain(["--database", &url]).collect();
        let output = run(&data, &all);
        assert!(output.status.success(), "{arguments:?}: {}", text(&output.stderr));
        text(&output.stdout)
    };
    let key = on(&["user", "add", "ann", "--role", "administrator", "--api-key"]);
    on(&["backup", &file_name]);
    on(&["api", "Contact.create", r#"{"values":{"first_name":"After"}}"#]);
    on(&["restore", &file_name]);
    let after = on(&["api", "Contact.get", r#"{"select":["id"],"where":[["first_name","=","After"]]}"#]);
    assert!(after.contains(r#""count":0"#), "{after}");
    let house = sure(ruche::House::open_ready(&data, &ruche::Database::Server(url.clone())));
    let known = sure(house.site.read(&schema::Actor::system("test"), |tx| contact::access::actor_by_key(tx, &key)));
    assert!(known.is_some());
}

#[test]
fn nothing_is_restored_while_the_program_is_at_work() {
    let folder = Scratch::new("at-work");
    let data = folder.0.join("data");
    let file_name = folder.0.join("all.tar").to_string_lossy().into_owned();
    assert!(run(&data, &["backup", &file_name]).status.success());
    let house = sure(ruche::House::open_ready(&data, &ruche::Database::Embedded));
    let refused = run(&data, &["restore", &file_name]);
    assert!(text(&refused.stderr).contains("stop it first"), "{}", text(&refused.stderr));
    drop(house);
    assert!(run(&data, &["restore", &file_name]).status.success());
}
