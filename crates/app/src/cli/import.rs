//! `ruche import FILE`: a list becomes contacts or other records, from the command line.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use contact::access;
use import::rows::Tally;
use import::setup::Stage;
use import::start::Wish;
use import::{hand, rows, start, template, work};
use schema::Actor;
use store::{Error, Tx};
use ui::Locale;

use super::{Done, Failure, open, say};
use crate::config::Config;
use crate::house::House;

#[derive(Args)]
pub(super) struct Options {
    /// A list: .csv, .tsv, .txt, .xlsx, .ods, or the cards of an address book (.vcf)
    #[arg(value_name = "FILE", required_unless_present = "resume")]
    file: Option<PathBuf>,
    /// Go on with an import that was stopped, by its number
    #[arg(long, value_name = "NUMBER", conflicts_with_all = ["file", "mapping"])]
    resume: Option<i64>,
    /// Read it as an earlier file was read, whatever its rows became: the name or the label of a kept mapping
    #[arg(long, value_name = "NAME")]
    mapping: Option<String>,
    /// What the rows become, such as Activity or Relationship; contacts otherwise. A mapping says it itself
    #[arg(long, value_name = "ENTITY", conflicts_with_all = ["mapping", "resume"])]
    entity: Option<String>,
    /// Say what would happen and write no contact
    #[arg(long)]
    rehearse: bool,
    /// Act with the permissions of this account; without it, nothing is forbidden
    #[arg(long = "as", value_name = "NAME")]
    account: Option<String>,
}

/// Prints one line per kind of row. The rows are always the sum of created, updated, unchanged, skipped and refused; rows
/// in doubt are among the skipped. The exit code is 1 when a row was refused.
pub(super) fn run(config: &Config, options: &Options) -> Done {
    let house = open(config)?;
    let actor = actor(&house, options.account.as_deref())?;
    let id = match (&options.file, options.resume) {
        (Some(file), _) => handed(&house, &actor, file, options)?,
        (None, resume) => resume.unwrap_or(0),
    };
    let setup = house.site.read(&actor, |tx| work::load(tx, id))?;
    if matches!(setup.stage, Stage::Draft | Stage::Rehearsing) {
        work::to_the_end(&house.site, &actor, id, work::REHEARSE)?;
    }
    if !options.rehearse && !matches!(setup.stage, Stage::Undoing | Stage::Undone) {
        work::to_the_end(&house.site, &actor, id, work::IMPORT)?;
    }
    let tally = house.site.read(&actor, |tx| rows::division(tx, id))?;
    tell(id, &tally, options.rehearse);
    Ok(if tally.refused > 0 { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// Takes a file in and makes an import of it.
fn handed(house: &House, actor: &Actor, path: &Path, options: &Options) -> Result<i64, Failure> {
    let wrong = |why: String| Failure::Wrong(format!("{}: {why}", path.display()));
    let upload = hand::copied(&house.site, "file", path).map_err(|error| wrong(error.to_string()))?;
    let ready = hand::ready(&house.site, upload, Locale::best(None, None))?.map_err(|why| wrong(why.to_string()))?;
    let taken =
        file::take_local(&house.site, &ready).map_err(|refused| wrong(refused.words(Locale::best(None, None))))?;
    let id = house.site.write(actor, "command line", |tx| {
        let mapping = match options.mapping.as_deref() {
            Some(name) => Some((name, template::named(tx, name)?)),
            None => None,
        };
        let template = mapping.as_ref().map(|(_, id)| *id);
        let wish = Wish { entity: options.entity.clone().unwrap_or_default(), template };
        let id = start::start_as(tx, &taken, &wish)?;
        if let Some((name, template)) = mapping {
            has_its_columns(tx, id, name, template)?;
        }
        Ok(id)
    });
    match id {
        // What was asked for is not there, or is another list's: no row was looked at.
        Err(Error::Request(why) | Error::NotFound(why) | Error::Forbidden(why)) => Err(wrong(why)),
        id => Ok(id?),
    }
}

/// A file without a column that the mapping reads is another list: nobody is there to notice.
fn has_its_columns(tx: &Tx<'_>, id: i64, name: &str, template: i64) -> store::Result<()> {
    let missing = template::missing(&template::find(tx, template)?, &work::load(tx, id)?.header);
    match missing.is_empty() {
        true => Ok(()),
        false => {
            let why = format!("The mapping {name} is for other columns: the file has no {}.", missing.join(", "));
            Err(Error::Request(why))
        }
    }
}

fn tell(id: i64, tally: &Tally, rehearsed: bool) {
    let waiting = if rehearsed { 0 } else { tally.ready };
    // Left out by somebody, in doubt, or passed over by the mode: nothing was written for them.
    let skipped = tally.skipped + tally.doubtful + tally.kept + tally.undone;
    say(&format!("import     {id}"));
    say(&format!("rows       {}", tally.total));
    say(&format!("created    {}", tally.created));
    say(&format!("updated    {}", tally.updated));
    say(&format!("unchanged  {}", tally.unchanged));
    say(&format!("skipped    {skipped}"));
    say(&format!("refused    {}", tally.refused));
    if tally.doubtful > 0 {
        eprintln!(
            "{} of the skipped rows may be somebody who is known: decide on the page /import/{id}.",
            tally.doubtful
        );
    }
    if tally.refused > 0 {
        eprintln!("The refused rows, with reasons: page /import/{id}.");
    }
    if waiting > 0 {
        eprintln!("{waiting} rows are still to be written: go on from the page /import/{id}.");
    }
}

fn actor(house: &House, name: Option<&str>) -> Result<Actor, Failure> {
    let program = Actor::system("command line");
    let Some(name) = name else { return Ok(program) };
    let found = house.site.read(&program, |tx| access::actor_named(tx, name))?;
    match found {
        Some(bearer) if bearer.is_active => Ok(bearer.actor),
        Some(_) => Err(format!("the account {name} is disabled").into()),
        None => Err(format!("there is no account {name}").into()),
    }
}
