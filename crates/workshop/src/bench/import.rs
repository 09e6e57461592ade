//! How fast a list comes in: rows with an e-mail, a phone and an address, into a site of their own, and the same list a
//! second time with every phone changed.

use std::io::{BufWriter, Write};
use std::path::Path;
use std::time::Instant;

use import::rows::{self, Tally};
use import::{start, work};
use kit::Upload;
use schema::Actor;
use serde_json::json;
use store::Result;

use super::Options;
use super::data::Prepared;
use super::report::{Report, Table};

const LAST: [&str; 8] = ["Morel", "Rey", "Vial", "Nguyen", "Kaddour", "Ferrand", "Blanc", "Roux"];
const FIRST: [&str; 7] = ["Claire", "Paul", "Gérard", "Thu", "Inès", "Nadège", "Zoé"];
const TOWNS: [(&str, &str); 4] =
    [("26110", "Nyons"), ("26200", "Montélimar"), ("26000", "Valence"), ("26400", "Crest")];

/// Imports twice, and prints what each part took.
///
/// # Errors
/// When the database fails.
pub fn run(options: &Options, prepared: &Prepared, report: &mut Report) -> std::result::Result<(), String> {
    let count = options.rows.unwrap_or(if options.quick { 2_000 } else { 20_000 });
    let mut table = Table::new("import", &["list", "rows", "rehearsal", "rows/s", "import", "rows/s", "peak memory"]);
    for (name, phone) in [("strangers", 10_000_000), ("known, other phone", 20_000_000)] {
        let path = prepared.place.folder.join("liste.csv");
        list(&path, count, phone).map_err(|error| format!("{}: {error}", path.display()))?;
        let (tally, rehearsal, import) = one(prepared, &path).map_err(|error| format!("{name}: {error}"))?;
        let speed = |seconds: f64| (tally.total as f64 / seconds.max(0.001)).round();
        let written = tally.created + tally.updated;
        if written != count as i64 || tally.total != written {
            return Err(format!("{name}: {written} of {count} rows were written, {} were read", tally.total));
        }
        let memory = peak().map_or("–".to_owned(), |megabytes| format!("{megabytes} MB"));
        table.row(
            vec![
                name.to_owned(),
                tally.total.to_string(),
                format!("{rehearsal:.1} s"),
                speed(rehearsal).to_string(),
                format!("{import:.1} s"),
                speed(import).to_string(),
                memory,
            ],
            json!({"list": name, "rows": tally.total, "rehearsal_seconds": rehearsal, "import_seconds": import, "peak_megabytes": peak()}),
        );
    }
    report.add(table);
    Ok(())
}

fn one(prepared: &Prepared, path: &Path) -> Result<(Tally, f64, f64)> {
    let actor = Actor::system("bench");
    let site = &prepared.site;
    let size = std::fs::metadata(path).map_or(0, |data| data.len());
    let taken = file::take_local(site, &Upload::at(path.to_owned(), "file", "liste.csv", size))?;
    let id = site.write(&actor, "bench", |tx| {
        let id = start::start(tx, &taken)?;
        // Whether somebody merely looks like somebody else is another question than how fast rows are written.
        let mut setup = work::load(tx, id)?;
        setup.ask_about_likeness = false;
        work::keep(tx, id, &setup)?;
        Ok(id)
    })?;
    let began = Instant::now();
    work::to_the_end(site, &actor, id, work::REHEARSE)?;
    let rehearsal = began.elapsed().as_secs_f64();
    let began = Instant::now();
    work::to_the_end(site, &actor, id, work::IMPORT)?;
    let import = began.elapsed().as_secs_f64();
    let tally = site.read(&actor, |tx| rows::division(tx, id))?;
    Ok((tally, rehearsal, import))
}

/// People whom nobody has met: the same ones for the same count.
pub(super) fn list(path: &Path, count: usize, phone: usize) -> std::io::Result<()> {
    let mut text = BufWriter::new(std::fs::File::create(path)?);
    text.write_all("Prénom;Nom;Mail;Portable;Adresse;CP;Commune\n".as_bytes())?;
    for at in 0..count {
        let (first, last) = (FIRST[at % FIRST.len()], LAST[at / FIRST.len() % LAST.len()]);
        let (code, town) = TOWNS[at % TOWNS.len()];
        writeln!(
            text,
            "{first};{last}-{at};adherent.{at}@import.example.org;06{:08};{} rue du Four;{code};{town}",
            (phone + at * 7) % 100_000_000,
            at % 90 + 1
        )?;
    }
    text.flush()
}

/// The most memory that this process has held, in megabytes; where the system tells.
fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse::<u64>().ok().map(|kilobytes| kilobytes / 1024)
}
