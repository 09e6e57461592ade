//! The program brings lists in, is killed again and again at random moments, and goes on each time: no row may be
//! missing afterwards, and none may be there twice.

use std::io::{BufWriter, Write};
use std::path::Path;
use std::process::{Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use schema::Actor;
use serde_json::json;
use store::{Result, statement};

use super::Options;
use super::data::Prepared;
use super::random::Random;
use super::report::{Report, Table};
use crate::product;

/// Kills of one list at most; after them it is brought to its end.
const MOST: usize = 30;

/// What became of a list.
struct Outcome {
    kills: usize,
    missing: i64,
    doubled: i64,
}

/// Brings lists in until the program was killed so many times, and counts.
///
/// # Errors
/// When the program does not go on after a kill, or a row is missing or doubled.
pub fn run(options: &Options, prepared: &Prepared, report: &mut Report) -> std::result::Result<(), String> {
    let rows = options.rows.unwrap_or(20_000);
    let times = if options.quick { 10 } else { options.times };
    let mut random = Random::new(11);
    let (mut kills, mut missing, mut doubled, mut lists) = (0, 0, 0, 0);
    let whole = whole_time(prepared, rows)?;
    while kills < times {
        lists += 1;
        let found = one(prepared, lists, rows, whole, (times - kills).min(MOST), &mut random)?;
        kills += found.kills;
        missing += found.missing;
        doubled += found.doubled;
    }
    let mut table = Table::new("kills", &["lists", "rows each", "kills", "missing", "doubled"]);
    let cells = [lists.to_string(), rows.to_string(), kills.to_string(), missing.to_string(), doubled.to_string()];
    let figures = json!({"lists": lists, "rows": rows, "kills": kills, "missing": missing, "doubled": doubled});
    table.row(cells.to_vec(), figures);
    report.add(table);
    match (missing, doubled) {
        (0, 0) => Ok(()),
        _ => Err(format!("{missing} rows are missing and {doubled} are there twice")),
    }
}

/// How long a list takes when nobody kills the program.
fn whole_time(prepared: &Prepared, rows: usize) -> std::result::Result<Duration, String> {
    let path = list(prepared, 0, rows)?;
    let began = Instant::now();
    let status = started(prepared, &["import".to_owned(), path])?.wait().map_err(|e| e.to_string())?;
    ended(status)?;
    Ok(began.elapsed())
}

fn one(
    prepared: &Prepared,
    number: usize,
    rows: usize,
    whole: Duration,
    most: usize,
    random: &mut Random,
) -> std::result::Result<Outcome, String> {
    let path = list(prepared, number, rows)?;
    let before = last_import(prepared)?;
    let mut kills = 0;
    loop {
        // Once the list has been handed in, the program goes on with it; before that, it is handed in anew.
        let own = last_import(prepared)?;
        let words = match own > before {
            true => vec!["import".to_owned(), "--resume".to_owned(), own.to_string()],
            false => vec!["import".to_owned(), path.clone()],
        };
        let mut child = started(prepared, &words)?;
        let share = u32::try_from(random.next() % 100).unwrap_or(0);
        let patience = if kills < most { whole * share / 200 } else { Duration::MAX };
        match waited(&mut child, patience)? {
            Some(status) => {
                ended(status)?;
                break;
            }
            None => {
                // SIGKILL: nothing in the program learns of it.
                child.kill().map_err(|e| e.to_string())?;
                child.wait().map_err(|e| e.to_string())?;
                kills += 1;
            }
        }
    }
    let (missing, doubled) = counted(prepared, number, rows).map_err(|e| e.to_string())?;
    Ok(Outcome { kills, missing, doubled })
}

fn waited(child: &mut std::process::Child, patience: Duration) -> std::result::Result<Option<ExitStatus>, String> {
    let began = Instant::now();
    loop {
        if let Some(status) = child.try_wait().map_err(|e| e.to_string())? {
            return Ok(Some(status));
        }
        if began.elapsed() >= patience {
            return Ok(None);
        }
        std::thread::sleep(Duration::from_millis(1));
    }
}

fn ended(status: ExitStatus) -> std::result::Result<(), String> {
    if status.success() { Ok(()) } else { Err(format!("ruche import ended with {status}")) }
}

fn started(prepared: &Prepared, words: &[String]) -> std::result::Result<std::process::Child, String> {
    let mut command = Command::new(product::binary()?);
    command.args(words).args(prepared.place.arguments()).stdin(Stdio::null()).stdout(Stdio::null());
    command.spawn().map_err(|e| format!("ruche {}: {e}", words.join(" ")))
}

/// People of this list alone.
fn list(prepared: &Prepared, number: usize, rows: usize) -> std::result::Result<String, String> {
    let path = prepared.place.folder.join(format!("kills-{number}.csv"));
    written(&path, number, rows).map_err(|error| format!("{}: {error}", path.display()))?;
    Ok(path.display().to_string())
}

fn written(path: &Path, number: usize, rows: usize) -> std::io::Result<()> {
    let mut text = BufWriter::new(std::fs::File::create(path)?);
    text.write_all("Prénom;Nom;Mail;Portable;Adresse;CP;Commune\n".as_bytes())?;
    for at in 0..rows {
        writeln!(
            text,
            "Claire;{};{at}@kills{number}.example.org;06{at:08};{at} rue du Four;26110;Nyons",
            family(number, at)
        )?;
    }
    text.flush()
}

/// Far enough from each other that nobody is taken for another one.
fn family(number: usize, at: usize) -> String {
    let letter = |n: usize| char::from(b'a' + u8::try_from(n % 26).unwrap_or(0));
    let letters: String = (0..5).map(|place| letter((at * 7919 + number) / 26_usize.pow(place))).collect();
    format!("K{letters}{at}")
}

fn last_import(prepared: &Prepared) -> std::result::Result<i64, String> {
    let text = r#"SELECT max("id") FROM "civicrm_user_job" WHERE "is_template" = 0"#;
    let found = prepared.site.read(&Actor::system("bench"), |tx| tx.one(&statement(text, Vec::new())));
    Ok(found.map_err(|e| e.to_string())?.and_then(|id| id.as_int()).unwrap_or(0))
}

/// Rows of the list whose e-mail, phone or address nobody has, and such as several have.
fn counted(prepared: &Prepared, number: usize, rows: usize) -> Result<(i64, i64)> {
    prepared.site.read(&Actor::system("bench"), |tx| {
        let text = format!(
            r#"SELECT count(DISTINCT e."email"), count(e."id"), count(DISTINCT e."contact_id"), count(p."id"), count(a."id")
FROM "civicrm_email" e LEFT JOIN "civicrm_phone" p ON p."contact_id" = e."contact_id"
LEFT JOIN "civicrm_address" a ON a."contact_id" = e."contact_id" WHERE e."email" LIKE '%@kills{number}.example.org'"#
        );
        let mut counts = [0; 5];
        tx.rows(&statement(text, Vec::new()), |row| {
            for (at, count) in counts.iter_mut().enumerate() {
                *count = store::owned(row.cell(at)).as_int().unwrap_or(0);
            }
            Ok(())
        })?;
        let rows = i64::try_from(rows).unwrap_or(0);
        let least = counts.iter().copied().min().unwrap_or(0);
        let most = counts.iter().copied().max().unwrap_or(0);
        Ok(((rows - least).max(0), (most - rows).max(0)))
    })
}
