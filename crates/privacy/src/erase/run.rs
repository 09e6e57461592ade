//! Carrying it out: children first, then the contact, then history; the contents of files after the commit.

use std::collections::BTreeSet;

use contact::access::fact;
use file::content::{self, Digest};
use jiff::ToSpan;
use jiff::civil::Date;
use kit::{Registry, Work};
use query::Cell;
use schema::{Entity, Field, FieldType, Value};
use serde_json::{Map as Object, Value as Json, json};
use store::{As, Error, Result, Site, Tx, statement};

use super::{Fate, Why, fate, hindrance, named, tombstone};
use crate::class::{Class, Map, is_custom};
use crate::map::{self, Held};
use crate::request;

/// What is left to do after the commit: the contents of files that nobody refers to any more.
pub type Erased = Vec<Digest>;

/// Deleting calls rules, which may write records about the person in turn (that they left a group): looked for again so
/// many times.
const ROUNDS: usize = 4;

/// Anonymises a contact for good; None where something stands in the way.
///
/// # Errors
/// `Conflict` where a rule refuses to let go of a record; otherwise the database's own failure.
pub fn now(tx: &mut Tx<'_>, contact: i64) -> Result<Option<Erased>> {
    if hindrance(tx, contact)?.is_some() {
        return Ok(None);
    }
    let classes = Map::read(tx)?;
    let mut touched: BTreeSet<(String, i64)> = BTreeSet::new();
    let mut contents = Vec::new();
    for _ in 0..ROUNDS {
        let held = map::about(tx, &classes, contact)?;
        touched.extend(named(&held));
        contents.extend(digests(tx, &held)?);
        if !let_go(tx, &classes, contact, &held)? {
            break;
        }
    }
    let held = map::about(tx, &classes, contact)?;
    touched.extend(named(&held));
    for one in held.iter().filter(|one| !one.is_shared && one.entity.name != "Contact") {
        empty(tx, &classes, one)?;
    }
    anonymise(tx, &classes, contact)?;
    conclude(tx, contact)?;
    let touched: Vec<(String, i64)> = touched.into_iter().collect();
    forget_history(tx, contact, &touched)?;
    tombstone::write(tx.site(), contact)?;
    fact::keep_now(tx, fact::FORGOTTEN)?;
    Ok(Some(contents))
}

/// Deletes what goes; tells whether anything went.
fn let_go(tx: &mut Tx<'_>, classes: &Map, contact: i64, held: &[Held]) -> Result<bool> {
    let mut any = false;
    // What hangs on a record goes before it.
    for one in held.iter().rev() {
        let goes = match fate(classes, one) {
            Fate::Delete => true,
            Fate::Keep(Why::Figures) => is_of_others(tx, one, contact, held)?,
            _ => false,
        };
        if goes && exists(tx, one)? {
            delete(tx, &one.entity, one.id)?;
            any = true;
        }
    }
    Ok(any)
}

/// Whether a place in an activity ties the person to something that is about others too.
fn is_of_others(tx: &Tx<'_>, place: &Held, _contact: i64, held: &[Held]) -> Result<bool> {
    let text = format!(r#"SELECT "activity_id" FROM "civicrm_activity_contact" WHERE "id" = {}"#, tx.placeholder(1));
    let activity = tx.one(&statement(text, vec![place.id.into()]))?.and_then(|id| id.as_int());
    Ok(held.iter().any(|one| one.is_shared && one.entity.name == "Activity" && Some(one.id) == activity))
}

fn exists(tx: &Tx<'_>, one: &Held) -> Result<bool> {
    let text = format!(r#"SELECT 1 FROM "{}" WHERE "id" = {}"#, one.entity.table, tx.placeholder(1));
    Ok(tx.one(&statement(text, vec![one.id.into()]))?.is_some())
}

/// What only the program reads goes without ceremony; everything else by its rules.
fn delete(tx: &mut Tx<'_>, entity: &Entity, id: i64) -> Result<()> {
    if entity.internal && !is_custom(entity) {
        let text = format!(r#"DELETE FROM "{}" WHERE "id" = {}"#, entity.table, tx.placeholder(1));
        return tx.execute(&statement(text, vec![id.into()])).map(|_| ());
    }
    tx.delete(&entity.name, id, As::Program)
}

/// The contents of the person's own files.
fn digests(tx: &Tx<'_>, held: &[Held]) -> Result<Vec<Digest>> {
    let mut all = Vec::new();
    for one in held.iter().filter(|one| one.entity.name == "File" && !one.is_shared) {
        let text = format!(r#"SELECT "content_hash" FROM "civicrm_file" WHERE "id" = {}"#, tx.placeholder(1));
        let hash = tx.one(&statement(text, vec![one.id.into()]))?;
        all.extend(hash.as_ref().and_then(|hash| hash.as_text()).and_then(Digest::parse));
    }
    Ok(all)
}

/// The columns of an entity that say something about the person.
fn personal<'e>(classes: &Map, entity: &'e Entity) -> Vec<&'e Field> {
    entity.columns().filter(|field| field.name != "id" && classes.of(entity, field).is_personal()).collect()
}

/// Empties what says something about the person. Rules and indexes are told where the entity has any.
fn empty(tx: &mut Tx<'_>, classes: &Map, one: &Held) -> Result<()> {
    let accounts = fate(classes, one) == Fate::Keep(Why::Accounting);
    let fields = personal(classes, &one.entity);
    let fields: Vec<&Field> =
        fields.into_iter().filter(|field| !accounts || classes.of(&one.entity, field) != Class::Personal).collect();
    if fields.is_empty() || !exists(tx, one)? {
        return Ok(());
    }
    if !one.entity.internal {
        let mut values = Object::new();
        values.insert("id".to_owned(), json!(one.id));
        let free = |field: &&&Field| !field.not_null && !field.required && !field.secret && !field.readonly;
        values.extend(fields.iter().filter(free).map(|field| (field.name.to_string(), Json::Null)));
        tx.save(&one.entity.name, values, As::Program)?;
    }
    clear(tx, &one.entity, one.id, &fields)
}

/// Empties columns whatever rules say: what must be there gets a value that says nothing.
fn clear(tx: &Tx<'_>, entity: &Entity, id: i64, fields: &[&Field]) -> Result<()> {
    let parts: Vec<String> =
        fields.iter().map(|field| format!(r#""{}" = {}"#, field.column(), nothing(field))).collect();
    if parts.is_empty() {
        return Ok(());
    }
    let text = format!(r#"UPDATE "{}" SET {} WHERE "id" = {}"#, entity.table, parts.join(", "), tx.placeholder(1));
    tx.execute(&statement(text, vec![id.into()])).map(|_| ())
}

fn nothing(field: &Field) -> &'static str {
    match field.ty {
        _ if !field.not_null && !field.required => "NULL",
        FieldType::Bool if !field.not_null => "NULL",
        FieldType::Text { .. } | FieldType::LongText => "''",
        FieldType::Date | FieldType::DateTime | FieldType::Timestamp => "'1900-01-01 00:00:00'",
        _ => "0",
    }
}

/// Wishes that an anonymous record keeps: whatever finds it leaves it alone.
const WISHES: [&str; 6] = ["do_not_email", "do_not_phone", "do_not_mail", "do_not_sms", "do_not_trade", "is_opt_out"];

/// The contact itself: a number, a kind, and a name that says that there is none.
fn anonymise(tx: &mut Tx<'_>, classes: &Map, contact: i64) -> Result<()> {
    let entity = tx.entity("Contact")?;
    let fields = personal(classes, &entity);
    let mut values = Object::new();
    let free = |field: &&&Field| !field.not_null && !field.secret && !field.readonly;
    values.extend(fields.iter().filter(free).map(|field| (field.name.to_string(), Json::Null)));
    let kind = format!(r#"SELECT "contact_type" FROM "civicrm_contact" WHERE "id" = {}"#, tx.placeholder(1));
    let kind = tx.one(&statement(kind, vec![contact.into()]))?;
    let named = match kind.as_ref().and_then(|kind| kind.as_text()) {
        Some("Organization") => "organization_name",
        Some("Household") => "household_name",
        _ => "last_name",
    };
    values.insert("id".to_owned(), json!(contact));
    values.insert(named.to_owned(), json!(name(tx, contact)?));
    values.extend(WISHES.iter().map(|wish| ((*wish).to_owned(), json!(true))));
    values.insert("is_deleted".to_owned(), json!(true));
    tx.save("Contact", values, As::Program)?;
    let derived = [named, "display_name", "sort_name", "hash"];
    let left: Vec<&Field> = fields
        .into_iter()
        .filter(|field| !WISHES.contains(&field.name.as_ref()) && !derived.contains(&field.name.as_ref()))
        .collect();
    clear(tx, &entity, contact, &left)
}

/// What somebody without a name is called, in the site's language.
fn name(tx: &Tx<'_>, contact: i64) -> Result<String> {
    let language = tx.setting("lcMessages")?;
    let locale = ui::Locale::spoken(language.as_str().unwrap_or_default()).unwrap_or(ui::Locale::best(None, None));
    Ok(locale.with("privacy-anonymous", &[("id", contact.to_string().into())]))
}

/// The request is done; where there was none, that it was done is written down.
fn conclude(tx: &mut Tx<'_>, contact: i64) -> Result<()> {
    for state in [request::WAITING, request::OPEN] {
        if let Some(id) = request::standing(tx, contact, request::ERASURE, state)? {
            let values = [("id", json!(id)), ("state", json!(request::DONE))];
            let values = values.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
            return tx.save("SubjectRequest", values, As::Program).map(|_| ());
        }
    }
    request::record(tx, contact, request::ERASURE, request::DONE, &[]).map(|_| ())
}

/// The records about a contact, for history to forget after they went.
///
/// # Errors
/// The database's own failure.
pub fn traces(tx: &Tx<'_>, contact: i64) -> Result<Vec<(String, i64)>> {
    let classes = Map::read(tx)?;
    Ok(named(&map::about(tx, &classes, contact)?))
}

/// The entries of history that speak of the contact, of what belongs to it, or of these records.
pub(super) fn changes(tx: &Tx<'_>, contact: i64, records: &[(String, i64)]) -> Result<Vec<i64>> {
    let fold = |column: &str| query::fold_expression(tx.dialect(), column);
    let (entity, owner) = (fold(r#""entity""#), fold(r#""owner_entity""#));
    let owned = format!(
        r#"SELECT "id" FROM "ruche_change" WHERE {owner} = {} AND "owner_id" = {}"#,
        tx.placeholder(1),
        tx.placeholder(2)
    );
    let own = format!(
        r#"SELECT "id" FROM "ruche_change" WHERE {entity} = {} AND "record_id" = {}"#,
        tx.placeholder(1),
        tx.placeholder(2)
    );
    let mut all = BTreeSet::new();
    let mut look = |text: &str, name: &str, id: i64| {
        let name = schema::fold::fold(name).into_owned();
        tx.rows(&statement(text, vec![name.into(), id.into()]), |row| {
            if let Cell::Int(id) = row.cell(0) {
                all.insert(id);
            }
            Ok(())
        })
    };
    look(&owned, "Contact", contact)?;
    for (name, id) in records {
        look(&own, name, *id)?;
        look(&owned, name, *id)?;
    }
    Ok(all.into_iter().collect())
}

/// History forgets the values of everything that was about the contact, and the name under which it acted.
///
/// # Errors
/// The database's own failure.
pub fn forget_history(tx: &mut Tx<'_>, contact: i64, records: &[(String, i64)]) -> Result<()> {
    for change in changes(tx, contact, records)? {
        tx.erase_values(change)?;
    }
    let text = format!(
        r#"UPDATE "ruche_transaction" SET "actor" = '', "salt" = NULL WHERE "contact_id" = {}"#,
        tx.placeholder(1)
    );
    tx.execute(&statement(text, vec![contact.into()])).map(|_| ())
}

/// Removes contents that no file refers to any more. After the commit: what is removed does not come back.
///
/// # Errors
/// The database's or the disk's own failure.
pub fn purge(site: &Site, contents: &[Digest]) -> Result<()> {
    if contents.is_empty() {
        return Ok(());
    }
    let system = schema::Actor::system("privacy");
    let unused: Vec<Digest> = site.read(&system, |tx| {
        let text = format!(r#"SELECT 1 FROM "civicrm_file" WHERE "content_hash" = {} LIMIT 1"#, tx.placeholder(1));
        let mut free = Vec::new();
        for digest in contents {
            if tx.one(&statement(text.as_str(), vec![digest.as_str().into()]))?.is_none() {
                free.push(digest.clone());
            }
        }
        Ok(free)
    })?;
    content::forget(site, &unused).map_err(Error::internal)
}

/// The errand that empties the log after somebody was forgotten: in it stand pages as they were before.
///
/// # Errors
/// The database's own failure.
pub fn empty_log(site: &Site, _: &Registry) -> Result<bool> {
    let program = schema::Actor::system("privacy");
    let (forgotten, emptied) =
        site.read(&program, |tx| Ok((fact::read(tx, fact::FORGOTTEN)?, fact::read(tx, fact::LOG_EMPTIED)?)))?;
    if forgotten > emptied {
        site.empty_log()?;
        site.write(&program, "privacy", |tx| fact::keep(tx, fact::LOG_EMPTIED, forgotten.unwrap_or(0)))?;
    }
    Ok(false)
}

/// Puts a contact into the bin until it is anonymised on the day; it can be called off until then.
///
/// # Errors
/// `Conflict` where something stands in the way.
pub fn schedule(tx: &mut Tx<'_>, contact: i64, days: i64) -> Result<Date> {
    if hindrance(tx, contact)?.is_some() {
        return Err(Error::Conflict("This contact cannot be anonymised.".to_owned()));
    }
    let day = tx.clock().today().saturating_add(days.clamp(1, 365).days());
    if request::standing(tx, contact, request::ERASURE, request::WAITING)?.is_none() {
        let open = request::standing(tx, contact, request::ERASURE, request::OPEN)?;
        let mut more = vec![("due_date", json!(day.to_string()))];
        more.extend(open.map(|id| ("id", json!(id))));
        request::record(tx, contact, request::ERASURE, request::WAITING, &more)?;
    }
    tx.discard("Contact", contact, As::Program)?;
    Ok(day)
}

/// Calls an erasure off that waits for its day; tells whether there was one.
///
/// # Errors
/// As any write.
pub fn call_off(tx: &mut Tx<'_>, contact: i64) -> Result<bool> {
    let Some(id) = request::standing(tx, contact, request::ERASURE, request::WAITING)? else { return Ok(false) };
    let object = |values: Vec<(&str, Json)>| values.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    tx.save("SubjectRequest", object(vec![("id", json!(id)), ("state", json!(request::CANCELLED))]), As::Program)?;
    tx.save("Contact", object(vec![("id", json!(contact)), ("is_deleted", json!(false))]), As::Program)?;
    Ok(true)
}

/// The name of the job that carries out what waits.
pub const JOB: &str = "privacy erasures";

/// The name of the job for many contacts at once.
pub const MANY: &str = "privacy anonymise many";

/// So many contacts are anonymised in one step.
const STEP: i64 = 10;

/// The job: whoever's day has come. The contents of their files go in the step after, when that is committed.
///
/// # Errors
/// The database's own failure.
pub fn due(tx: &mut Tx<'_>, work: &mut Work) -> Result<()> {
    remove_left(tx, work)?;
    let text = format!(
        r#"SELECT DISTINCT "contact_id" FROM "ruche_subject_request"
           WHERE "kind" = 'erasure' AND "state" = 'waiting' AND "due_date" <= {} ORDER BY "contact_id" LIMIT {STEP}"#,
        tx.placeholder(1)
    );
    let mut ids = Vec::new();
    tx.rows(&statement(text, vec![Value::Date(tx.clock().today())]), |row| {
        if let Cell::Int(id) = row.cell(0) {
            ids.push(id);
        }
        Ok(())
    })?;
    let mut contents = Vec::new();
    for id in &ids {
        match now(tx, *id)? {
            Some(left) => contents.extend(left),
            // An account was given to them meanwhile: the request is open again, and somebody has to look.
            None => reopen(tx, *id)?,
        }
    }
    work.progress += ids.len() as i64;
    work.position = (!ids.is_empty()).then(|| left(&contents, 0));
    Ok(())
}

fn reopen(tx: &mut Tx<'_>, contact: i64) -> Result<()> {
    let Some(id) = request::standing(tx, contact, request::ERASURE, request::WAITING)? else { return Ok(()) };
    let values = [("id", json!(id)), ("state", json!(request::OPEN))];
    let values = values.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    tx.save("SubjectRequest", values, As::Program).map(|_| ())
}

/// Where a job goes on: the contents to remove first, and how many contacts are behind.
fn left(contents: &[Digest], done: usize) -> Json {
    let contents: Vec<&str> = contents.iter().map(Digest::as_str).collect();
    json!({"contents": contents, "done": done})
}

/// Removes what the step before has left, which is committed by now.
fn remove_left(tx: &Tx<'_>, work: &Work) -> Result<usize> {
    let position = work.position.as_ref();
    let contents = position.and_then(|position| position.get("contents")).and_then(Json::as_array);
    let contents: Vec<Digest> =
        contents.into_iter().flatten().filter_map(|text| text.as_str()).filter_map(Digest::parse).collect();
    let mut unused = Vec::new();
    for digest in contents {
        let text = format!(r#"SELECT 1 FROM "civicrm_file" WHERE "content_hash" = {} LIMIT 1"#, tx.placeholder(1));
        if tx.one(&statement(text, vec![digest.as_str().into()]))?.is_none() {
            unused.push(digest);
        }
    }
    content::forget(tx.site(), &unused).map_err(Error::internal)?;
    let done = position.and_then(|position| position.get("done")).and_then(Json::as_u64).unwrap_or(0);
    Ok(usize::try_from(done).unwrap_or(usize::MAX))
}

/// The job for the contacts that somebody has ticked: `{"ids": […], "days": n}`; at once where `days` is 0.
///
/// # Errors
/// The database's own failure.
pub fn many(tx: &mut Tx<'_>, work: &mut Work) -> Result<()> {
    let done = remove_left(tx, work)?;
    if !tx.actor().may(crate::permission::FORGET) || !tx.actor().may("delete contacts") {
        return Err(Error::Forbidden(crate::permission::FORGET.to_owned()));
    }
    let ids: Vec<i64> =
        work.payload.get("ids").and_then(Json::as_array).into_iter().flatten().filter_map(Json::as_i64).collect();
    let days = work.payload.get("days").and_then(Json::as_i64).unwrap_or(0);
    let entity = tx.entity("Contact")?;
    let mut contents = Vec::new();
    for id in ids.iter().skip(done).take(STEP as usize) {
        if hindrance(tx, *id)?.is_none() && tx.may(&entity, *id, schema::Verb::Edit)? {
            match days {
                0 => contents.extend(now(tx, *id)?.unwrap_or_default()),
                days => schedule(tx, *id, days).map(|_| ())?,
            }
            work.progress += 1;
        }
    }
    let done = done + STEP as usize;
    work.total = ids.len() as i64;
    let over = done >= ids.len() && contents.is_empty();
    work.position = (!over).then(|| left(&contents, done));
    if over {
        work.result = Some(contact::pages::jobs::result(work.progress, &[]));
    }
    Ok(())
}
