//! Regular exports: a saved search written into the site's folder each day, week or month, as whoever asked for it.
//!
//! Which files there are says what is done: one that was begun and not finished is begun again.

use std::path::{Path, PathBuf};

use contact::saved_search::SavedSearch;
use jiff::civil::Date;
use kit::{Job, Registry, Work};
use schema::Actor;
use serde_json::{Value as Json, json};
use store::{Error, Result, Site, Tx, statement};
use ui::Locale;

use crate::export::{Export, Format};
use crate::run::cells::For;

/// The setting that holds them.
const SETTING: &str = "ruche_exports";
/// So many files of a search are kept.
const KEPT: usize = 12;

/// How often.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rhythm {
    Daily,
    Weekly,
    Monthly,
}

impl Rhythm {
    /// All of them.
    pub const ALL: [Rhythm; 3] = [Rhythm::Daily, Rhythm::Weekly, Rhythm::Monthly];

    /// Its name in forms.
    pub fn name(self) -> &'static str {
        match self {
            Rhythm::Daily => "daily",
            Rhythm::Weekly => "weekly",
            Rhythm::Monthly => "monthly",
        }
    }

    /// The key of what it is called.
    pub fn key(self) -> &'static str {
        match self {
            Rhythm::Daily => "search-rhythm-daily",
            Rhythm::Weekly => "search-rhythm-weekly",
            Rhythm::Monthly => "search-rhythm-monthly",
        }
    }

    /// The rhythm of this name.
    pub fn named(name: &str) -> Option<Rhythm> {
        Rhythm::ALL.into_iter().find(|rhythm| rhythm.name() == name)
    }

    /// The stretch of time that a day lies in, as files are named by it: its first day.
    fn begin(self, day: Date) -> Date {
        use jiff::ToSpan;
        match self {
            Rhythm::Daily => day,
            Rhythm::Weekly => day.saturating_sub(i64::from(day.weekday().to_monday_zero_offset()).days()),
            Rhythm::Monthly => day.first_of_month(),
        }
    }
}

/// One regular export.
#[derive(Clone, Debug, PartialEq)]
pub struct Regular {
    pub search: i64,
    pub rhythm: Rhythm,
    pub format: String,
    pub language: String,
    /// Whose rights it has, and who may fetch the files.
    pub contact: i64,
    /// The addresses that each file is sent to as well.
    pub mail: Vec<String>,
    /// Whether a list without rows makes no file.
    pub only_rows: bool,
}

impl Regular {
    fn json(&self) -> Json {
        json!({
            "search": self.search, "rhythm": self.rhythm.name(), "format": self.format, "language": self.language,
            "contact": self.contact, "mail": self.mail, "only_rows": self.only_rows,
        })
    }

    fn of(json: &Json) -> Option<Regular> {
        let text = |name: &str| json.get(name).and_then(Json::as_str).map(str::to_owned);
        Some(Regular {
            search: json.get("search")?.as_i64()?,
            rhythm: Rhythm::named(&text("rhythm")?)?,
            format: text("format").filter(|name| Format::named(name).is_some())?,
            language: text("language").unwrap_or_else(|| "en".to_owned()),
            contact: json.get("contact")?.as_i64()?,
            mail: json
                .get("mail")
                .and_then(Json::as_array)
                .map(|all| all.iter().filter_map(|one| one.as_str().map(str::to_owned)).collect())
                .unwrap_or_default(),
            only_rows: json.get("only_rows").and_then(Json::as_bool).unwrap_or(false),
        })
    }
}

/// All regular exports.
///
/// # Errors
/// The database's own failure.
pub fn all(tx: &Tx<'_>) -> Result<Vec<Regular>> {
    let kept = tx.setting(SETTING)?;
    Ok(kept.as_array().map(|all| all.iter().filter_map(Regular::of).collect()).unwrap_or_default())
}

/// The regular export of a search by whoever acts.
///
/// # Errors
/// The database's own failure.
pub fn own(tx: &Tx<'_>, search: i64) -> Result<Option<Regular>> {
    let contact = tx.actor().contact_id;
    Ok(all(tx)?.into_iter().find(|one| one.search == search && Some(one.contact) == contact))
}

/// Puts the regular export of a search by whoever acts in the place of the one before; None ends it.
///
/// # Errors
/// The database's own failure.
pub fn set(tx: &mut Tx<'_>, search: i64, regular: Option<Regular>) -> Result<()> {
    let contact = tx.actor().contact_id;
    let mut list = all(tx)?;
    list.retain(|one| one.search != search || Some(one.contact) != contact);
    list.extend(regular);
    let json: Json = list.iter().map(Regular::json).collect();
    tx.set_setting(SETTING, Some(&json))
}

fn folder(site: &Site, search: i64, contact: i64) -> PathBuf {
    site.data().join("exports").join(format!("{search}-{contact}"))
}

/// The files of a search that whoever acts has asked for, newest first.
pub fn files(site: &Site, search: i64, contact: i64) -> Vec<String> {
    let Ok(entries) = std::fs::read_dir(folder(site, search, contact)) else { return Vec::new() };
    let names = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    let mut names: Vec<String> = names.filter(|name| !name.ends_with(PART)).collect();
    names.sort_unstable_by(|a, b| b.cmp(a));
    names
}

/// The bytes of one of these files.
///
/// # Errors
/// `NotFound` for any name that is none of them.
pub fn file(site: &Site, search: i64, contact: i64, name: &str) -> Result<Vec<u8>> {
    let known = files(site, search, contact).iter().any(|one| one == name);
    let missing = || Error::NotFound(name.to_owned());
    if !known {
        return Err(missing());
    }
    std::fs::read(folder(site, search, contact).join(name)).map_err(|_| missing())
}

/// The end of a file's name while it is written.
const PART: &str = ".part";

/// The job: writes what is due, each beside the job, so that nobody who writes has to wait for it.
fn step(tx: &mut Tx<'_>, _: &mut Work) -> Result<()> {
    let today = tx.clock().today();
    for one in all(tx)? {
        let begin = one.rhythm.begin(today).to_string();
        let (done, part) = places(tx.site(), &one, &begin);
        if done.exists() || is_young(&part) {
            continue;
        }
        let Some(actor) = actor_of(tx, one.contact)? else { continue };
        let site = tx.site().clone();
        // What fails is tried again: its file is not there.
        let work = move || drop(deliver(&site, &actor, &one, &begin));
        std::thread::Builder::new().name("export".to_owned()).spawn(work).map_err(Error::internal)?;
    }
    Ok(())
}

/// Where a file goes, and where it is written until it is whole.
fn places(site: &Site, one: &Regular, begin: &str) -> (PathBuf, PathBuf) {
    let format = Format::named(&one.format).unwrap_or(Format::Json);
    let name = format!("{begin}.{}", format.extension());
    let folder = folder(site, one.search, one.contact);
    (folder.join(&name), folder.join(format!("{name}{PART}")))
}

/// Writes the file of the time that begins on this day, and lays it down to be sent where that is asked for; tells
/// whether there is a file.
///
/// # Errors
/// The disk's or the database's own failure; then there is none.
pub fn deliver(site: &Site, actor: &Actor, one: &Regular, begin: &str) -> Result<bool> {
    let (done, part) = places(site, one, begin);
    std::fs::create_dir_all(folder(site, one.search, one.contact)).map_err(Error::internal)?;
    let format = Format::named(&one.format).unwrap_or(Format::Json);
    let written = write(site, actor, one, format, &part);
    let Ok(Some(label)) = &written else {
        let _ = std::fs::remove_file(&part);
        return written.map(|_| false);
    };
    std::fs::rename(&part, &done).map_err(Error::internal)?;
    // The file is there, and fetched by hand where the message does not get through.
    let sent = send(site, actor, one, label, &done);
    tidy(site, one.search, one.contact);
    sent.map(|()| true)
}

/// Whether somebody is still writing: a part that is older was left by a process that has ended.
fn is_young(part: &Path) -> bool {
    let changed = std::fs::metadata(part).and_then(|about| about.modified());
    changed.is_ok_and(|at| at.elapsed().is_ok_and(|age| age.as_secs() < 3_600))
}

/// Who a contact is, with what they may do now.
fn actor_of(tx: &Tx<'_>, contact: i64) -> Result<Option<Actor>> {
    let text = format!(r#"SELECT "id" FROM "civicrm_uf_match" WHERE "contact_id" = {}"#, tx.placeholder(1));
    let user = tx.one(&statement(text, vec![contact.into()]))?.and_then(|user| user.as_int());
    let bearer = user.map(|user| contact::access::actor_of_user(tx, user)).transpose()?.flatten();
    Ok(bearer.filter(|bearer| bearer.is_active).map(|bearer| bearer.actor))
}

/// Writes the file; tells what the search is called. None where nothing is found and nothing is to be written then.
fn write(site: &Site, actor: &Actor, one: &Regular, format: Format, part: &Path) -> Result<Option<String>> {
    let mut out = std::io::BufWriter::new(std::fs::File::create(part).map_err(Error::internal)?);
    let locale = Locale::best(Some(&one.language), None);
    let label = site.read(actor, |tx| {
        let lang = contact::pages::phrases::Lang::new(locale);
        let (mut question, label) = crate::view::page::question(tx, &one.search.to_string(), None)?;
        if one.only_rows && question.prepare(tx)?.count(tx)? == 0 {
            return Ok(None);
        }
        crate::view::page::label_columns(tx, &lang, &mut question)?;
        Export { question, format, locale, whom: For::People }.write(tx, &mut out)?;
        Ok(Some(label))
    })?;
    let file = out.into_inner().map_err(|error| Error::internal(error.into_error()))?;
    file.sync_all().map_err(Error::internal)?;
    Ok(label)
}

/// Lays down a message with the file for each address.
fn send(site: &Site, actor: &Actor, one: &Regular, label: &str, done: &Path) -> Result<()> {
    if one.mail.is_empty() {
        return Ok(());
    }
    let bytes = std::fs::read(done).map_err(Error::internal)?;
    let ending = done.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    let stem = done.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
    let lang = contact::pages::phrases::Lang::new(Locale::best(Some(&one.language), None));
    let day = stem.parse().map(|day| lang.locale.date(day)).unwrap_or_default();
    let words = [("name", label.into()), ("day", day.as_str().into())];
    let (subject, text) = (lang.with("search-mail-subject", &words), lang.with("search-mail-text", &words));
    site.write(actor, "scheduled_exports", |tx| {
        let taken = file::take_bytes(tx, &format!("{label} {stem}.{ending}"), &bytes);
        // A file that is too big for a message waits where it was written.
        let attached = taken.ok().map(|taken| file::keep(tx, &taken)).transpose()?;
        for address in &one.mail {
            mail::queue(
                tx,
                &mail::Message {
                    attachments: attached.into_iter().collect(),
                    about: Some(("SavedSearch", one.search)),
                    ..mail::Message::new(
                        "scheduled_export",
                        mail::To::Address { address, name: None },
                        subject.to_owned(),
                        text.to_owned(),
                    )
                },
            )?;
        }
        Ok(())
    })
}

fn tidy(site: &Site, search: i64, contact: i64) {
    for name in files(site, search, contact).into_iter().skip(KEPT) {
        // A file that cannot be removed is only one too many.
        let _ = std::fs::remove_file(folder(site, search, contact).join(name));
    }
}

/// A search that goes takes its regular exports along; the files stay for whoever looks after the site.
fn forget(tx: &mut Tx<'_>, id: i64, _: &SavedSearch) -> Result<()> {
    let mut list = all(tx)?;
    let before = list.len();
    list.retain(|one| one.search != id);
    match list.len() == before {
        true => Ok(()),
        false => tx.set_setting(SETTING, Some(&list.iter().map(Regular::json).collect())),
    }
}

/// Signs the job into the registry.
pub fn register(registry: &mut Registry) {
    registry.setting_of_each(SETTING, json!([]), store::Scope::Joint).after_delete::<SavedSearch>(forget).job(Job {
        name: "scheduled_exports",
        description: "Writes the exports that people have asked for regularly into the site's folder.",
        every: Some(600),
        run: step,
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_named_by_the_first_day_of_its_time() {
        let day: Date = "2026-11-22".parse().unwrap();
        let begins: Vec<String> = Rhythm::ALL.iter().map(|rhythm| rhythm.begin(day).to_string()).collect();
        assert_eq!(begins, ["2026-11-22", "2026-11-16", "2026-11-01"]);
    }

    #[test]
    fn a_regular_export_survives_its_setting() {
        let one = Regular {
            search: 3,
            rhythm: Rhythm::Weekly,
            format: "csv-fr".to_owned(),
            language: "fr".to_owned(),
            contact: 5,
            mail: vec!["a@example.org".to_owned()],
            only_rows: true,
        };
        assert_eq!(Regular::of(&one.json()), Some(one));
        assert_eq!(Regular::of(&json!({"search": 3, "rhythm": "hourly", "format": "csv", "contact": 1})), None);
    }
}
