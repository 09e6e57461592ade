//! Bringing in what is fetched regularly: an errand asks for files, and each becomes an import that is rehearsed and
//! brought in as whoever has set it up, with what they may do now.

use kit::Registry;
use query::Cell;
use schema::{Actor, Value};
use store::{Error, Result, Site, Tx, statement};
use ui::Locale;

use crate::fetch::{self, Fetched, Trouble};
use crate::schedule::{FOLDER, ImportSchedule};
use crate::start::{self, Wish};
use crate::{hand, work};

/// The name of the errand.
pub const ERRAND: &str = "fetch_imports";

/// One that is due, and whose rights it has.
struct Due {
    id: i64,
    own: ImportSchedule,
    actor: Option<Actor>,
    private: bool,
}

/// Fetches what is due first; tells whether there may be more.
///
/// # Errors
/// The database's own failure; what is wrong with a file stays with its schedule.
pub fn step(site: &Site, _: &Registry) -> Result<bool> {
    let system = Actor::system(ERRAND);
    let Some(due) = site.write(&system, ERRAND, claim)? else { return Ok(false) };
    let Some(actor) = &due.actor else {
        note(site, &due, &Err(Trouble { key: "import-trouble-owner", value: String::new() }))?;
        return Ok(true);
    };
    let done = bring(site, actor, &due);
    note(site, &due, &done)?;
    Ok(true)
}

/// Does now what would be done later; tells the import that came of it, or what stood in the way.
///
/// # Errors
/// The database's own failure.
pub fn now(site: &Site, id: i64) -> Result<std::result::Result<Option<i64>, Trouble>> {
    let system = Actor::system(ERRAND);
    let due = site.write(&system, ERRAND, |tx| taken(tx, id))?;
    let done = match &due.actor {
        Some(actor) => bring(site, actor, &due),
        None => Err(Trouble { key: "import-trouble-owner", value: String::new() }),
    };
    note(site, &due, &done)?;
    Ok(done.map(|done| done.import))
}

/// Takes the one that is due first: another process finds it taken.
fn claim(tx: &mut Tx<'_>) -> Result<Option<Due>> {
    let text = format!(
        r#"SELECT "id" FROM "ruche_import_schedule" WHERE "is_active" = 1 AND "next_date" <= {} ORDER BY "next_date", "id" LIMIT 1"#,
        tx.placeholder(1)
    );
    let now = Value::DateTime(tx.clock().to_utc(tx.clock().now));
    match tx.one(&statement(text, vec![now]))?.and_then(|id| id.as_int()) {
        Some(id) => taken(tx, id).map(Some),
        None => Ok(None),
    }
}

fn taken(tx: &mut Tx<'_>, id: i64) -> Result<Due> {
    let own = tx.find::<ImportSchedule>(id)?.ok_or_else(|| Error::NotFound(format!("scheduled import {id}")))?;
    let now = tx.clock().to_utc(tx.clock().now);
    let text = format!(
        r#"UPDATE "ruche_import_schedule" SET "next_date" = {}, "last_date" = {} WHERE "id" = {}"#,
        tx.placeholder(1),
        tx.placeholder(2),
        tx.placeholder(3)
    );
    let next = now.saturating_add(own.pause());
    tx.execute(&statement(text, vec![Value::DateTime(next), Value::DateTime(now), id.into()]))?;
    let actor = own.created_id.map(|contact| actor_of(tx, contact)).transpose()?.flatten();
    Ok(Due { id, actor, private: fetch::takes_private(tx)?, own })
}

/// Who a contact is, with what they may do now.
fn actor_of(tx: &Tx<'_>, contact: i64) -> Result<Option<Actor>> {
    let text = format!(r#"SELECT "id" FROM "civicrm_uf_match" WHERE "contact_id" = {}"#, tx.placeholder(1));
    let user = tx.one(&statement(text, vec![contact.into()]))?.and_then(|user| user.as_int());
    let bearer = user.map(|user| contact::access::actor_of_user(tx, user)).transpose()?.flatten();
    let door = crate::schedule::door();
    Ok(bearer.filter(|bearer| bearer.is_active && door.met_by(&bearer.actor.permissions)).map(|bearer| bearer.actor))
}

/// What came of a file.
struct Done {
    import: Option<i64>,
    digest: Option<String>,
    /// More files wait in the folder.
    again: bool,
}

fn bring(site: &Site, actor: &Actor, due: &Due) -> std::result::Result<Done, Trouble> {
    let own = &due.own;
    let fetched = match own.kind.as_str() {
        FOLDER => fetch::waiting(site, &own.place)?,
        _ => Some(fetch::address(&own.place, due.private)?),
    };
    let nothing = Done { import: None, digest: own.digest.clone(), again: false };
    let Some(fetched) = fetched else { return Ok(nothing) };
    let done = begin(site, actor, due, &fetched);
    let again = fetched.place.is_some();
    let stamp = jiff::Timestamp::now().strftime("%Y%m%d-%H%M%S").to_string();
    // A file that cannot be read would be in the way of those behind it.
    fetch::lay_aside(site, &own.place, &fetched, &stamp)?;
    done.map(|done| Done { again, ..done })
}

/// Makes an import of a file, and lets it be rehearsed and brought in; of the same file as before, nothing.
fn begin(site: &Site, actor: &Actor, due: &Due, fetched: &Fetched) -> std::result::Result<Done, Trouble> {
    let fault = |error: Error| Trouble { key: "import-trouble-refused", value: error.to_string() };
    let upload = hand::written(site, "file", &fetched.name, &fetched.bytes).map_err(fault)?;
    let locale = Locale::best(None, None);
    let unreadable = |why: crate::source::Unreadable| Trouble { key: "import-trouble-file", value: why.to_string() };
    let upload = hand::ready(site, upload, locale).map_err(fault)?.map_err(unreadable)?;
    let taken = file::take_local(site, &upload)
        .map_err(|refused| Trouble { key: "import-trouble-file", value: refused.words(locale) })?;
    let digest = Some(taken.digest.as_str().to_owned());
    if digest == due.own.digest {
        return Ok(Done { import: None, digest, again: false });
    }
    let wish = Wish { template: Some(due.own.template_id), ..Wish::default() };
    let started = site.write(actor, ERRAND, |tx| {
        let id = start::start_as(tx, &taken, &wish)?;
        let mut setup = work::load(tx, id)?;
        if setup.goals.iter().all(|goal| goal.is_none()) {
            return Err(Error::Request("None of the columns is one of the template.".to_owned()));
        }
        setup.goes_on = true;
        setup.remember = false;
        work::keep(tx, id, &setup)?;
        work::begin(tx, id, work::REHEARSE)?;
        Ok(id)
    });
    match started {
        Ok(id) => Ok(Done { import: Some(id), digest, again: false }),
        Err(error) => Err(fault(error)),
    }
}

/// Notes with the schedule what came of it.
fn note(site: &Site, due: &Due, done: &std::result::Result<Done, Trouble>) -> Result<()> {
    site.write(&Actor::system(ERRAND), ERRAND, |tx| {
        let set = |tx: &Tx<'_>, column: &str, value: Value| -> Result<()> {
            let text = format!(
                r#"UPDATE "ruche_import_schedule" SET "{column}" = {} WHERE "id" = {}"#,
                tx.placeholder(1),
                tx.placeholder(2)
            );
            tx.execute(&statement(text, vec![value, due.id.into()])).map(drop)
        };
        match done {
            Ok(done) => {
                set(tx, "trouble", Value::Null)?;
                set(tx, "digest", done.digest.clone().into())?;
                if let Some(import) = done.import {
                    set(tx, "last_import_id", import.into())?;
                }
                if done.again {
                    set(tx, "next_date", Value::DateTime(tx.clock().to_utc(tx.clock().now)))?;
                }
                Ok(())
            }
            Err(trouble) => {
                let text: String = format!("{} {}", trouble.key, trouble.value).chars().take(1_000).collect();
                set(tx, "trouble", text.trim_end().into())
            }
        }
    })
}

/// The scheduled imports of the actor that wait for somebody: what stood in the way, or rows to be looked at.
///
/// # Errors
/// The database's own failure.
pub fn needing_somebody(tx: &Tx<'_>, contact: i64) -> Result<Vec<(i64, String, Option<i64>)>> {
    let text = format!(
        r#"SELECT s."id", s."label", s."last_import_id" FROM "ruche_import_schedule" s WHERE s."created_id" = {} AND s."is_active" = 1
AND (s."trouble" IS NOT NULL OR EXISTS (SELECT 1 FROM "ruche_import_row" r WHERE r."user_job_id" = s."last_import_id" AND r."state" IN ('doubt', 'error', 'failed')))
ORDER BY s."id" LIMIT 20"#,
        tx.placeholder(1)
    );
    let mut found = Vec::new();
    tx.rows(&statement(text, vec![contact.into()]), |row| {
        let int = |at| if let Cell::Int(n) = row.cell(at) { Some(n) } else { None };
        let label = if let Cell::Text(text) = row.cell(1) { text.to_owned() } else { String::new() };
        found.push((int(0).unwrap_or(0), label, int(2)));
        Ok(())
    })?;
    Ok(found)
}

/// What stood in the way of a schedule, as a message and what is filled in.
pub fn trouble(text: &str) -> Option<(&str, &str)> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.split_once(' ').unwrap_or((text, "")))
}
