//! Snapshots: what a search has found, kept as an entity of its own (`SK_Donors`) that is searched and joined like any
//! other. Nobody reads through one what they could not read themselves: each row is tied to the records that it tells of.

pub mod shape;
pub mod table;

use contact::saved_search::SavedSearch;
use jiff::civil::DateTime;
use kit::{Action, Family, Job, Parameter, ParameterType, Parameters, Registry, Rows, Work};
use query::Cell;
use schema::{Catalog, Entity, Requirement, Verb};
use serde_json::{Map, Value as Json, json};
use store::{Change, Error, Problem, Result, Tx, statement};

use crate::display::SearchDisplay;
use crate::run::{ADMINISTER, Search};
use crate::segment;
use shape::{Made, PREFIX};

/// The type of such displays.
pub const KIND: &str = "entity";
/// The job that makes them anew.
pub const JOB: &str = "search_snapshots";
/// What stands before the display's number in the name under which it is kept when a snapshot was made.
const MADE: &str = "snapshot ";
/// The parameter of their actions that gets the entity's name.
const NAMED: &str = "display";
/// So many rows are kept at once; more are left to the job.
const AT_ONCE: i64 = 20_000;
/// So many characters the name of a display may have.
const LONGEST: usize = 40;

/// What a display makes of its search, with these declarations.
fn made_of(tx: &Tx<'_>, catalog: &Catalog, display: &SearchDisplay) -> Result<Option<Made>> {
    let Some(search) = tx.find::<SavedSearch>(display.saved_search_id)? else { return Ok(None) };
    let words = search.description.clone();
    let Some(search) = Search::of(search) else { return Ok(None) };
    let settings = display.settings.as_deref().and_then(|text| serde_json::from_str::<Json>(text).ok());
    let settings = settings.and_then(|json| json.as_object().cloned()).unwrap_or_default();
    let params = segment::written_out(tx, &search.entity, &search.params)?.unwrap_or(search.params);
    let made = shape::made(catalog, (&display.name, &display.label), &settings, &search.entity, &params);
    let bypass = display.acl_bypass == Some(true);
    Ok(made.map(|made| Made { description: words, is_shut: made.is_shut || bypass, ..made }))
}

/// All displays of the kind.
fn all(tx: &Tx<'_>) -> Result<Vec<(i64, SearchDisplay)>> {
    let text = r#"SELECT "id" FROM "civicrm_search_display" WHERE "type" = 'entity' ORDER BY "id""#;
    let mut ids = Vec::new();
    tx.rows(&statement(text, Vec::new()), |row| {
        if let Cell::Int(id) = row.cell(0) {
            ids.push(id);
        }
        Ok(())
    })?;
    tx.find_many::<SearchDisplay>(&ids)
}

/// Adds every snapshot that has a table to the entities. Whatever was declared otherwise since it was filled (a field that
/// somebody has closed, for one) holds at once.
fn extend(tx: &Tx<'_>, entities: &mut Vec<Entity>) -> Result<()> {
    let displays = all(tx)?;
    if displays.is_empty() {
        return Ok(());
    }
    let catalog = Catalog::new(entities.iter().cloned(), 0);
    for (_, display) in displays {
        let Some(made) = made_of(tx, &catalog, &display)? else { continue };
        let columns = table::columns(tx, &made.table)?;
        if !columns.is_empty() && catalog.entity(&made.name).is_none() {
            entities.push(made.declared(&|field| table::has(tx, &columns, field)));
        }
    }
    Ok(())
}

/// The display of a snapshot by the name of its entity.
///
/// # Errors
/// `NotFound` where there is none.
pub fn named(tx: &Tx<'_>, entity: &str) -> Result<(i64, SearchDisplay)> {
    let name = entity.strip_prefix(PREFIX).unwrap_or(entity);
    let found = tx.find_by::<SearchDisplay>("name", name)?;
    let found = found.into_iter().find(|(_, display)| display.r#type == KIND);
    found.ok_or_else(|| Error::NotFound(format!("There is no entity {entity}.")))
}

/// Before: its name becomes that of an entity, and there must be something that can be kept.
fn settle(tx: &mut Tx<'_>, change: &mut Change<SearchDisplay>) -> Result<()> {
    let display = &change.after;
    let was = change.before.as_ref().is_some_and(|before| before.r#type == KIND);
    if display.r#type != KIND {
        return Ok(());
    }
    if !was && !tx.actor().may(ADMINISTER) {
        return Err(Error::Forbidden(format!("Only those who may '{ADMINISTER}' keep searches as entities.")));
    }
    let plain = |name: &str| name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_') && name.len() <= LONGEST;
    if !plain(&display.name) || display.name.is_empty() {
        let text = "The name of an entity has at most 40 letters, digits and _.";
        return Err(Error::rule("name", "problem-snapshot-name", text));
    }
    let same = |other: &SearchDisplay| other.r#type == KIND && other.name.eq_ignore_ascii_case(&display.name);
    if all(tx)?.iter().any(|(id, other)| *id != change.id && same(other)) {
        return Err(Error::field("name", Problem::Taken));
    }
    match made_of(tx, tx.catalog(), display)? {
        Some(_) => Ok(()),
        None => {
            let text = "An entity needs a search of stored records and at least one of its columns.";
            Err(Error::rule("settings", "problem-snapshot-empty", text))
        }
    }
}

/// Brings the table of a display up to what it is now, and takes away the one that it had.
fn follow(tx: &mut Tx<'_>, id: i64, before: Option<&SearchDisplay>, after: Option<&SearchDisplay>) -> Result<()> {
    let of = |display: Option<&SearchDisplay>| display.filter(|d| d.r#type == KIND).map(|d| shape::table(&d.name));
    let (old, new) = (of(before), of(after));
    if old.is_none() && new.is_none() {
        return Ok(());
    }
    if let Some(old) = old.filter(|old| Some(old) != new.as_ref()) {
        table::drop_table(tx, &old)?;
        note(tx, id, None)?;
    }
    if let Some(after) = after.filter(|_| new.is_some()) {
        make(tx, id, after)?;
    }
    tx.redeclare()
}

/// The table with its rows; many of them are left to the job.
fn make(tx: &mut Tx<'_>, id: i64, display: &SearchDisplay) -> Result<()> {
    let Some(made) = made_of(tx, tx.catalog(), display)? else {
        return table::drop_table(tx, &shape::table(&display.name));
    };
    table::shape(tx, &made)?;
    if table::count(tx, &made)? > AT_ONCE {
        return kit::job::queue(tx, JOB, &json!({"display": id}), 0).map(|_| ());
    }
    table::fill(tx, &made)?;
    note(tx, id, Some(tx.clock().now))
}

/// Makes a snapshot anew; tells how many rows it has.
///
/// # Errors
/// What the planner refuses, or the database's own failure.
pub fn refresh(tx: &mut Tx<'_>, id: i64, display: &SearchDisplay) -> Result<i64> {
    let made = made_of(tx, tx.catalog(), display)?;
    let made = made.ok_or_else(|| Error::Conflict("The search of this entity can be run no more.".to_owned()))?;
    let other = table::shape(tx, &made)?;
    let count = table::fill(tx, &made)?;
    note(tx, id, Some(tx.clock().now))?;
    if other {
        tx.redeclare()?;
    }
    Ok(count)
}

/// Notes when a snapshot was made, beside the records and their history.
fn note(tx: &Tx<'_>, id: i64, at: Option<DateTime>) -> Result<()> {
    let name = format!("{MADE}{id}");
    let text = format!(r#"DELETE FROM "ruche_state" WHERE "name" = {}"#, tx.placeholder(1));
    tx.execute(&statement(text, vec![name.as_str().into()]))?;
    let Some(at) = at else { return Ok(()) };
    let seconds =
        tx.clock().to_utc(at).to_zoned(jiff::tz::TimeZone::UTC).map_err(Error::internal)?.timestamp().as_second();
    let marks = (tx.placeholder(1), tx.placeholder(2));
    let text = format!(r#"INSERT INTO "ruche_state" ("name", "value") VALUES ({}, {})"#, marks.0, marks.1);
    tx.execute(&statement(text, vec![name.into(), seconds.into()])).map(|_| ())
}

/// When a snapshot was made, as the API writes moments; None before it was.
///
/// # Errors
/// The database's own failure.
pub fn made_at(tx: &Tx<'_>, id: i64) -> Result<Option<String>> {
    let text = format!(r#"SELECT "value" FROM "ruche_state" WHERE "name" = {}"#, tx.placeholder(1));
    let seconds = tx.one(&statement(text, vec![format!("{MADE}{id}").into()]))?.and_then(|value| value.as_int());
    let at = seconds.and_then(|seconds| jiff::Timestamp::from_second(seconds).ok());
    let utc = at.map(|at| at.to_zoned(jiff::tz::TimeZone::UTC).datetime());
    Ok(utc.map(|utc| calendar::datetime_text(tx.clock().from_utc(utc))))
}

fn after_save(tx: &mut Tx<'_>, change: &Change<SearchDisplay>) -> Result<()> {
    follow(tx, change.id, change.before.as_ref(), Some(&change.after))
}

fn after_delete(tx: &mut Tx<'_>, id: i64, display: &SearchDisplay) -> Result<()> {
    follow(tx, id, Some(display), None)
}

/// A search that asks something else has other rows, and perhaps other columns.
fn after_search(tx: &mut Tx<'_>, change: &Change<SavedSearch>) -> Result<()> {
    let asks = |search: &SavedSearch| (search.api_entity.clone(), search.api_params.clone());
    if change.before.as_ref().is_none_or(|before| asks(before) == asks(&change.after)) {
        return Ok(());
    }
    for (id, display) in tx.find_by::<SearchDisplay>("saved_search_id", change.id)? {
        if display.r#type == KIND {
            make(tx, id, &display)?;
            tx.redeclare()?;
        }
    }
    Ok(())
}

/// Refuses whoever may not change the search.
///
/// # Errors
/// `Forbidden`.
pub fn check_may_refresh(tx: &mut Tx<'_>, display: &SearchDisplay) -> Result<()> {
    let searches = tx.entity("SavedSearch")?;
    let open = searches.door("update").met_by(&tx.actor().permissions);
    match open && tx.may(&searches, display.saved_search_id, Verb::Edit)? {
        true => Ok(()),
        false => Err(Error::Forbidden("Only those who may change a search make its entity anew.".to_owned())),
    }
}

/// `SK_Donors.refresh`
fn refresh_by_call(tx: &mut Tx<'_>, params: &Parameters) -> Result<Rows> {
    let (id, display) = named(tx, params.get(NAMED).and_then(Json::as_str).unwrap_or_default())?;
    check_may_refresh(tx, &display)?;
    let count = refresh(tx, id, &display)?;
    let row = json!({"refresh_date": made_at(tx, id)?, "rows": count});
    Ok(Rows::List(row.as_object().cloned().into_iter().collect()))
}

/// `SK_Donors.getRefreshDate`
fn date_by_call(tx: &mut Tx<'_>, params: &Parameters) -> Result<Rows> {
    let (id, _) = named(tx, params.get(NAMED).and_then(Json::as_str).unwrap_or_default())?;
    let row = Map::from_iter([("refresh_date".to_owned(), json!(made_at(tx, id)?))]);
    Ok(Rows::List(vec![row]))
}

/// The job: one snapshot a step, or the one that is named.
fn step(tx: &mut Tx<'_>, work: &mut Work) -> Result<()> {
    let displays = all(tx)?;
    let only = work.payload.get("display").and_then(Json::as_i64);
    let after = work.position.take().and_then(|at| at.as_i64()).unwrap_or(0);
    let due = displays.iter().find(|(id, _)| only.map_or(*id > after, |only| only == *id));
    if let Some((id, display)) = due {
        // One search that can be run no more leaves the others alone.
        if let Err(Error::Internal(cause)) = tx.attempt(|tx| refresh(tx, *id, display)) {
            return Err(Error::Internal(cause));
        }
        work.progress += 1;
        if only.is_none() && displays.iter().any(|(other, _)| other > id) {
            work.position = Some(json!(id));
        }
    }
    Ok(())
}

/// Signs snapshots into the registry.
pub fn register(registry: &mut Registry) {
    let action = |name, description, door: &[&'static str], writes, run| Action {
        entity: PREFIX,
        name,
        description,
        door: Requirement::all(door),
        parameters: vec![Parameter::optional(NAMED, ParameterType::String, Json::Null)],
        writes,
        run,
    };
    let words = "Makes the entity of a search anew.";
    registry
        .before_save::<SearchDisplay>(settle)
        .after_save::<SearchDisplay>(after_save)
        .after_delete::<SearchDisplay>(after_delete)
        .reversed::<SearchDisplay>(follow)
        .after_save::<SavedSearch>(after_search)
        .fill(Family { prefix: PREFIX, parameter: NAMED })
        .action(action("refresh", words, &["access CiviCRM", "manage own search_kit"], true, refresh_by_call))
        .action(action("getRefreshDate", "Tells when it was made.", &["access CiviCRM"], false, date_by_call))
        .job(Job { name: JOB, description: "Makes the entities of searches anew.", every: Some(60 * 60), run: step });
    registry.model.extend.push(extend);
}
