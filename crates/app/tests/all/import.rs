//! Lists from the command line and by the API; and `kill -9` while one comes in: no row is missing, none is there twice.

use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use serde_json::{Value as Json, json};
use testkit::postgres::{Durability, PrivatePostgres};

use crate::command_line::{Scratch, ruche};
use crate::sure;

/// Calls the API on the command line; gives the values.
fn api(folder: &Path, database: &str, call: &str, parameters: &Json) -> Json {
    let output = sure(ruche(folder, &["api", call, &parameters.to_string(), "--database", database]).output());
    let answer: Json = sure(serde_json::from_slice(&output.stdout));
    assert!(answer.get("values").is_some(), "{call}: {answer} {}", String::from_utf8_lossy(&output.stderr));
    answer["values"].clone()
}

fn count(folder: &Path, database: &str, entity: &str, conditions: &Json) -> i64 {
    let output = sure(
        ruche(
            folder,
            &[
                "api",
                &format!("{entity}.get"),
                &json!({"select": ["row_count"], "where": conditions}).to_string(),
                "--database",
                database,
            ],
        )
        .output(),
    );
    let answer: Json = sure(serde_json::from_slice(&output.stdout));
    answer["count"].as_i64().unwrap_or(-1)
}

#[test]
fn kill_9_in_the_middle_of_an_import_loses_no_row_and_doubles_none_on_sqlite() {
    killed("sqlite", "import-sqlite");
}

#[test]
fn kill_9_in_the_middle_of_an_import_loses_no_row_and_doubles_none_on_postgresql() {
    let server = sure(PrivatePostgres::start(Durability::Durable));
    killed(&server.database(), "import-postgres");
}

const ROWS: usize = 4_000;
const KILLS: u32 = 10;

fn killed(database: &str, name: &str) {
    let folder = Scratch::new(name);
    let list = folder.0.join("liste.csv");
    let mut text = String::from("Prénom;Nom;Mail;Portable;CP;Commune\n");
    for at in 0..ROWS {
        text.push_str(&format!("Claire;Morel{at};{at}@kill.example.org;06{at:08};26110;Nyons\n"));
    }
    sure(std::fs::write(&list, text));
    // The site is made before: what is killed is the import.
    assert_eq!(count(&folder.0, database, "Email", &json!([["email", "LIKE", "%@kill.example.org"]])), 0);
    let path = list.display().to_string();
    let mut kills = 0;
    loop {
        let jobs = api(&folder.0, database, "UserJob.get", &json!({"where": [["is_template", "=", false]]}));
        let id = jobs[0]["id"].as_i64().map(|id| id.to_string());
        let words = match &id {
            Some(id) => vec!["import", "--resume", id.as_str(), "--database", database],
            None => vec!["import", path.as_str(), "--database", database],
        };
        let mut child = sure(ruche(&folder.0, &words).stdout(Stdio::null()).stderr(Stdio::null()).spawn());
        // A different moment each time.
        let patience = Duration::from_millis(u64::from(kills * 379 % 1_100 + 120));
        let began = Instant::now();
        let ended = loop {
            if let Some(status) = sure(child.try_wait()) {
                break Some(status);
            }
            if kills < KILLS && began.elapsed() >= patience {
                break None;
            }
            assert!(began.elapsed() < Duration::from_secs(300), "the import does not end");
            std::thread::sleep(Duration::from_millis(2));
        };
        match ended {
            Some(status) => {
                assert!(status.success(), "ruche import ended with {status}");
                break;
            }
            None => {
                sure(child.kill());
                sure(child.wait());
                kills += 1;
            }
        }
    }
    let rows = i64::try_from(ROWS).unwrap_or(0);
    assert_eq!(count(&folder.0, database, "Email", &json!([["email", "LIKE", "%@kill.example.org"]])), rows);
    assert_eq!(count(&folder.0, database, "Contact", &json!([["last_name", "LIKE", "Morel%"]])), rows);
    assert_eq!(count(&folder.0, database, "Phone", &json!([["phone", "LIKE", "06%"]])), rows);
    assert_eq!(count(&folder.0, database, "Address", &json!([["city", "=", "Nyons"]])), rows);
}

#[test]
fn a_list_of_any_kind_comes_in_from_the_command_line_with_figures_that_add_up() {
    let folder = Scratch::new("import-kinds");
    let import = |name: &str, bytes: &[u8], more: &[&str]| {
        let path = folder.0.join(name);
        sure(std::fs::write(&path, bytes));
        let shown = path.display().to_string();
        let words: Vec<&str> = ["import", shown.as_str()].into_iter().chain(more.iter().copied()).collect();
        let output = sure(ruche(&folder.0, &words).output());
        let told = String::from_utf8_lossy(&output.stdout).into_owned();
        let number = |label: &str| {
            let line = told.lines().find(|line| line.starts_with(label)).unwrap_or_default();
            line.split_whitespace().nth(1).and_then(|n| n.parse::<i64>().ok()).unwrap_or(-1)
        };
        let all = ["created", "updated", "unchanged", "skipped", "refused"].map(number);
        assert_eq!(all.iter().sum::<i64>(), number("rows"), "{told}{}", String::from_utf8_lossy(&output.stderr));
        (number("created"), number("refused"), output.status.code())
    };
    assert_eq!(import("a.csv", "Prénom;Nom\nClaire;Morel\n;\nPaul;Rey\n".as_bytes(), &["--rehearse"]), (2, 0, Some(0)));
    assert_eq!(count(&folder.0, "sqlite", "Contact", &json!([["last_name", "=", "Rey"]])), 0, "a rehearsal");
    let wide: Vec<u8> = "\u{feff}Prénom\tNom\nThu\tNguyen\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(import("wide.txt", &wide, &[]), (1, 0, Some(0)));
    let card = b"BEGIN:VCARD\nVERSION:3.0\nN:Kaddour;In\xc3\xa8s;;;\nEMAIL:ines@example.org\nTEL;TYPE=cell:0639980001\nEND:VCARD\n";
    assert_eq!(import("carnet.vcf", card, &[]), (1, 0, Some(0)));
    assert_eq!(count(&folder.0, "sqlite", "Phone", &json!([["phone_type_id:name", "=", "Mobile"]])), 1);
    assert_eq!(import("b.csv", b"Nom;Mail\nVial;pas une adresse\n", &[]), (0, 1, Some(1)));
    let shown = folder.0.join("c.pdf");
    sure(std::fs::write(&shown, b"%PDF-1.7"));
    let refused = sure(ruche(&folder.0, &["import", &shown.display().to_string()]).output());
    assert_eq!(refused.status.code(), Some(2), "{}", String::from_utf8_lossy(&refused.stderr));
}

#[test]
fn an_import_is_an_entity_of_the_api_whose_records_are_its_rows() {
    let folder = Scratch::new("import-api");
    let call = |name: &str, parameters: Json| api(&folder.0, "sqlite", name, &parameters);
    let text =
        "Prénom;Nom;Mail;Né(e) le\nClaire;Morel;claire@example.org;15/11/1958\nPaul;Rey;paul@example.org;31/02/1950\n";
    let started = call("UserJob.startImport", json!({"name": "salon", "content": text, "always": {"source": "Salon"}}));
    let entity = started[0]["entity"].as_str().unwrap_or_default().to_owned();
    assert_eq!(
        started[0]["columns"],
        json!({"prenom": "first_name", "nom": "last_name", "mail": "email", "ne_e_le": "birth_date"})
    );
    let fields = call(&format!("{entity}.getFields"), json!({}));
    assert!(fields.as_array().is_some_and(|all| all.iter().any(|field| field["name"] == "ne_e_le")), "{fields}");
    let looked = call(&format!("{entity}.validate"), json!({}));
    assert_eq!((&looked[0]["_status"], &looked[1]["_status"]), (&json!("VALID"), &json!("ERROR")));
    let wrong = call(
        &format!("{entity}.get"),
        json!({"where": [["_status", "=", "ERROR"]], "select": ["_id", "nom", "_status_message"]}),
    );
    assert_eq!((wrong.as_array().map(Vec::len), &wrong[0]["nom"]), (Some(1), &json!("Rey")));
    assert_ne!(wrong[0]["_status_message"], "");
    let mended =
        call(&format!("{entity}.save"), json!({"records": [{"_id": wrong[0]["_id"], "ne_e_le": "28/02/1950"}]}));
    assert_eq!(mended[0]["_status"], "VALID");
    let done = call(&format!("{entity}.import"), json!({}));
    let states: Vec<&Json> = done.as_array().into_iter().flatten().map(|row| &row["_status"]).collect();
    assert_eq!(states, ["IMPORTED", "IMPORTED"]);
    let paul =
        call("Contact.get", json!({"select": ["birth_date", "source"], "where": [["id", "=", done[1]["_entity_id"]]]}));
    assert_eq!((&paul[0]["birth_date"], &paul[0]["source"]), (&json!("1950-02-28"), &json!("Salon")));
}

#[test]
fn records_of_any_kind_come_in_from_the_command_line_by_their_name_and_by_a_mapping() {
    let folder = Scratch::new("import-records");
    let call = |name: &str, parameters: Json| api(&folder.0, "sqlite", name, &parameters);
    let import = |name: &str, text: &str, more: [&str; 2]| {
        let path = folder.0.join(name);
        sure(std::fs::write(&path, text));
        let shown = path.display().to_string();
        let output = sure(ruche(&folder.0, &["import", shown.as_str(), more[0], more[1]]).output());
        (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    let subjects = |subject: &str| count(&folder.0, "sqlite", "Activity", &json!([["subject", "=", subject]]));
    let claire = json!({"first_name": "Claire", "last_name": "Morel", "email_primary.email": "claire@example.org"});
    call("Contact.create", json!({"values": claire}));
    let first = "Mail;Type;Objet\nclaire@example.org;Meeting;Accueil\n";
    assert_eq!(import("a.csv", first, ["--entity", "Activity"]).0, Some(0));
    assert_eq!(subjects("Accueil"), 1);
    let kept = call("UserJob.get", json!({"select": ["name"], "where": [["is_template", "=", true]]}));
    let mapping = kept[0]["name"].as_str().unwrap_or_default().to_owned();
    let other = "Objet;Type;Mail;Autre\nRelance;Phone Call;claire@example.org;x\n";
    let done = import("b.csv", other, ["--mapping", &mapping]);
    assert_eq!((done.0, subjects("Relance")), (Some(0), 1), "{}", done.1);
    let lacking = import("c.csv", "Objet;Mail\nRelance;claire@example.org\n", ["--mapping", &mapping]);
    assert!(lacking.0 == Some(2) && lacking.1.contains("Type"), "{lacking:?}");
    assert_eq!(import("d.csv", first, ["--mapping", "nothing"]).0, Some(2));
    assert_eq!(import("e.csv", first, ["--entity", "Setting"]).0, Some(2));
}
