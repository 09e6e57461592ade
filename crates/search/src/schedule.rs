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
}

impl Regular {
    fn json(&self) -> Json {
        json!({
            "search": self.search, "rhythm": self.rhythm.name(), "format": self.format, "language": self.language,
            "contact": self.contact,
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
        let format = Format::named(&one.format).unwrap_or(Format::Json);
        let name = format!("{}.{}", one.rhythm.begin(today), format.extension());
        let folder = folder(tx.site(), one.search, one.contact);
        let (done, part) = (folder.join(&name), folder.join(format!("{name}{PART}")));
        if done.exists() || is_young(&part) {
            continue;
        }
        let Some(actor) = actor_of(tx, one.contact)? else { continue };
        std::fs::create_dir_all(&folder).map_err(Error::internal)?;
        let site = tx.site().clone();
        let work = move || {
            // What fails is tried again: its file is not there.
            let written = write(&site, &actor, &one, format, &part).is_ok();
            if written && std::fs::rename(&part, &done).is_ok() {
                tidy(&site, one.search, one.contact);
            } else {
                let _ = std::fs::remove_file(&part);
            }
        };
        std::thread::Builder::new().name("export".to_owned()).spawn(work).map_err(Error::internal)?;
    }
    Ok(())
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

fn write(site: &Site, actor: &Actor, one: &Regular, format: Format, part: &Path) -> Result<()> {
    let mut out = std::io::BufWriter::new(std::fs::File::create(part).map_err(Error::internal)?);
    let locale = Locale::best(Some(&one.language), None);
    site.read(actor, |tx| {
        let lang = contact::pages::phrases::Lang::new(locale);
        let (mut question, _) = crate::view::page::question(tx, &one.search.to_string(), None)?;
        crate::view::page::label_columns(tx, &lang, &mut question)?;
        Export { question, format, locale, whom: For::People }.write(tx, &mut out)
    })?;
    let file = out.into_inner().map_err(|error| Error::internal(error.into_error()))?;
    file.sync_all().map_err(Error::internal)
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
    registry.setting(SETTING, json!([])).after_delete::<SavedSearch>(forget).job(Job {
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
        };
        assert_eq!(Regular::of(&one.json()), Some(one));
        assert_eq!(Regular::of(&json!({"search": 3, "rhythm": "hourly", "format": "csv", "contact": 1})), None);
    }
}
