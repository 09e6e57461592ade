//! The stream: what others have done to the records that somebody follows, and what was written about them, as far as the
//! one who asks may see it. Everything is asked for anew, as that person: what was closed since is not told.

use std::collections::{BTreeMap, BTreeSet};

use activity::details;
use contact::pages::labels;
use contact::pages::past::{self, Changed, Step};
use contact::pages::phrases::Lang;
use contact::pages::rows::{self, Row, ask, int, text};
use contact::pages::slots::NoteHome;
use jiff::civil::DateTime;
use kit::Registry;
use serde_json::json;
use store::{Error, Result, Tx};
use ui::Icon;

use crate::follow::TABLES;
use crate::mention::{ACTIVITIES, NOTES};

/// So many changes of one record are looked at.
const DEEP: i64 = 30;
/// So many things are told.
pub const MOST: usize = 80;
/// So many letters of a text are shown.
const EXCERPT: usize = 240;

/// A record that is followed and seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Followed {
    pub table: String,
    pub id: i64,
    pub name: String,
    pub href: String,
    /// The kind of a contact; empty for other records.
    pub kind: String,
}

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// In the site's time zone.
    pub at: DateTime,
    pub icon: Icon,
    /// The record that it happened to: name and address.
    pub record: (String, String),
    /// Who did what, in a sentence.
    pub words: String,
    /// What exactly.
    pub detail: String,
}

/// What the actor follows and may see now, what was chosen last first.
///
/// # Errors
/// The database's own failure.
pub fn followed(tx: &Tx<'_>, registry: &Registry, lang: &Lang) -> Result<Vec<Followed>> {
    let Some(own) = tx.actor().contact_id else { return Ok(Vec::new()) };
    let select = ["id", "entity_table", "entity_id"];
    let chosen = ask(tx, "Follow", &select, json!([["contact_id", "=", own]]), &[("id", "DESC")], 0)?;
    let of = |table: &str| -> Vec<i64> {
        chosen.iter().filter(|row| text(row, "entity_table") == table).filter_map(|row| int(row, "entity_id")).collect()
    };
    let mut known: BTreeMap<(String, i64), Followed> = BTreeMap::new();
    for (table, ..) in TABLES {
        for one in seen(tx, registry, lang, table, of(table))? {
            known.insert((one.table.clone(), one.id), one);
        }
    }
    let key = |row: &Row| Some((text(row, "entity_table").to_owned(), int(row, "entity_id")?));
    Ok(chosen.iter().filter_map(|row| known.remove(&key(row)?)).collect())
}

/// Those of these records that the actor sees.
fn seen(tx: &Tx<'_>, registry: &Registry, lang: &Lang, table: &str, ids: Vec<i64>) -> Result<Vec<Followed>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let one = |id: i64, name: &str, href: String, kind: &str| Followed {
        table: table.to_owned(),
        id,
        name: name.to_owned(),
        href,
        kind: kind.to_owned(),
    };
    match table {
        "civicrm_contact" => {
            let select = ["id", "display_name", "first_name", "last_name", "contact_type"];
            let found = ask(tx, "Contact", &select, json!([["id", "IN", ids], ["is_deleted", "=", false]]), &[], 0)?;
            let called = |row: &Row| {
                let id = rows::id(row);
                one(id, contact::pages::list::called(row), format!("/contacts/{id}"), text(row, "contact_type"))
            };
            Ok(found.iter().map(called).collect())
        }
        "civicrm_group" => {
            let found = ask(tx, "Group", &["id", "title"], json!([["id", "IN", ids]]), &[], 0)?;
            Ok(found
                .iter()
                .map(|row| one(rows::id(row), text(row, "title"), format!("/groups/{}", rows::id(row)), ""))
                .collect())
        }
        table => {
            let Some(home) = registry.filled::<NoteHome>().iter().find(|home| home.table == table) else {
                return Ok(Vec::new());
            };
            let mut all = Vec::new();
            for id in ids {
                all.extend((home.home)(tx, lang, id)?.map(|(href, name)| one(id, &name, href, "")));
            }
            Ok(all)
        }
    }
}

/// What others did to these records, newest first.
///
/// # Errors
/// The database's own failure.
pub fn events(tx: &mut Tx<'_>, lang: &Lang, followed: &[Followed]) -> Result<Vec<Event>> {
    let mut all = changes(tx, lang, followed)?;
    all.extend(activities(tx, lang, followed)?);
    all.extend(notes(tx, lang, followed)?);
    all.extend(memberships(tx, lang, followed)?);
    all.sort_by_key(|event| std::cmp::Reverse(event.at));
    all.truncate(MOST);
    Ok(all)
}

/// What history has of them.
fn changes(tx: &Tx<'_>, lang: &Lang, followed: &[Followed]) -> Result<Vec<Event>> {
    let own = tx.actor().contact_id;
    let mut steps: Vec<(&Followed, Step)> = Vec::new();
    for record in followed {
        let Some((_, _, folded)) = TABLES.iter().find(|(table, ..)| *table == record.table) else { continue };
        let found = past::of_record(tx, folded, record.id, DEEP)?;
        steps.extend(found.into_iter().filter(|step| step.contact_id != own).map(|step| (record, step)));
    }
    steps.sort_by_key(|(_, step)| std::cmp::Reverse(step.id));
    steps.truncate(MOST);
    let open = open(tx, steps.iter().flat_map(|(_, step)| &step.changes))?;
    for (_, step) in &mut steps {
        step.changes.retain(|change| is_open(&open, change) && has_words(lang, change));
    }
    let names = past::names(tx, steps.iter().filter_map(|(_, step)| step.contact_id))?;
    let mut all = Vec::new();
    for (record, step) in steps.iter().filter(|(_, step)| !step.changes.is_empty()) {
        // What a new record was filled with stands on its page.
        let is_new = step.changes.iter().any(|change| change.action == "create" && is_itself(record, change));
        let lines = if is_new { Vec::new() } else { past::details(tx, lang, step, 4)? };
        let line = |(label, was, is): &(String, String, String)| match (was.as_str(), is.as_str()) {
            ("", is) => lang.locale.with("fields-set", &[("label", label.into()), ("value", short(is).into())]),
            (was, "") => lang.locale.with("fields-emptied", &[("label", label.into()), ("value", short(was).into())]),
            (was, is) => lang.locale.with(
                "fields-moved",
                &[("label", label.into()), ("before", short(was).into()), ("after", short(is).into())],
            ),
        };
        let words = format!("{} {}", past::who(lang, step, &names), past::deed(lang, step));
        let icon = past::main_change(lang, step).map_or(Icon::PencilSimple, icon_of);
        all.push(Event {
            at: step.at,
            icon,
            record: (record.name.clone(), record.href.clone()),
            words,
            detail: lines.iter().map(line).collect::<Vec<_>>().join(" · "),
        });
    }
    Ok(all)
}

fn icon_of(change: &Changed) -> Icon {
    match change.action.as_str() {
        "create" if change.entity == "Contact" => Icon::Plus,
        _ => contact::pages::frame::icon_of(&change.entity),
    }
}

/// Told by questions of their own, as whoever asks.
const ASKED_FOR: [&str; 5] = ["Note", "GroupContact", "SubscriptionHistory", "Follow", "Mention"];

/// What belongs to a contact and is seen by whoever sees it, so that its going may be told.
const PARTS: [&str; 6] = ["Email", "Phone", "Address", "Website", "IM", "OpenID"];

/// The records, of those that were changed, that the actor may see now.
fn open<'c>(tx: &Tx<'_>, changes: impl Iterator<Item = &'c Changed>) -> Result<BTreeSet<(String, i64)>> {
    let mut wanted: BTreeMap<&str, BTreeSet<i64>> = BTreeMap::new();
    for change in changes.filter(|change| !ASKED_FOR.contains(&change.entity.as_str())) {
        wanted.entry(&change.entity).or_default().insert(change.record_id);
    }
    let mut all = BTreeSet::new();
    for (entity, ids) in wanted {
        let mut clauses = json!([["id", "IN", ids]]);
        if let (["Contact" | "Activity"], Some(list)) = ([entity], clauses.as_array_mut()) {
            list.push(json!(["is_deleted", "IN", [true, false]]));
        }
        match ask(tx, entity, &["id"], clauses, &[], 0) {
            Ok(found) => all.extend(found.iter().map(|row| (entity.to_owned(), rows::id(row)))),
            // An entity that is closed to the actor, or that there is no more.
            Err(Error::Internal(error)) => return Err(Error::Internal(error)),
            Err(_) => {}
        }
    }
    Ok(all)
}

fn is_open(open: &BTreeSet<(String, i64)>, change: &Changed) -> bool {
    let gone = change.action == "delete" && PARTS.contains(&change.entity.as_str());
    gone || open.contains(&(change.entity.clone(), change.record_id))
}

/// Whether the languages have a word for what changed.
fn has_words(lang: &Lang, change: &Changed) -> bool {
    let known = || lang.locale.has(&format!("entity-{}", change.entity));
    change.entity == "Contact" || change.entity.starts_with("Custom_") || known()
}

/// Whether the record that changed is the one that is followed.
fn is_itself(record: &Followed, change: &Changed) -> bool {
    let entity = TABLES.iter().find(|(table, ..)| *table == record.table).map(|(_, entity, _)| *entity);
    entity == Some(change.entity.as_str()) && change.record_id == record.id
}

/// A text in one line, cut where it is long.
fn short(words: &str) -> String {
    details::excerpt(words, EXCERPT)
}

/// The ids of the followed records of a table, and each of them by its id.
fn of_table<'f>(followed: &'f [Followed], table: &str) -> BTreeMap<i64, &'f Followed> {
    followed.iter().filter(|one| one.table == table).map(|one| (one.id, one)).collect()
}

/// Activities with followed contacts.
fn activities(tx: &Tx<'_>, lang: &Lang, followed: &[Followed]) -> Result<Vec<Event>> {
    let contacts = of_table(followed, "civicrm_contact");
    if contacts.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<i64> = contacts.keys().copied().collect();
    let select =
        ["id", "subject", "activity_type_id", "created_date", "source_contact_id", "target_contact_id", "details"];
    let clauses = json!([["target_contact_id", "IN", ids], ["is_deleted", "=", false], ["is_test", "=", false]]);
    let found = ask(tx, "Activity", &select, clauses, &[("created_date", "DESC"), ("id", "DESC")], MOST as i64)?;
    let own = tx.actor().contact_id;
    let found: Vec<Row> =
        found.into_iter().filter(|row| own.is_none() || int(row, "source_contact_id") != own).collect();
    let names = past::names(tx, found.iter().filter_map(|row| int(row, "source_contact_id")))?;
    let mut all = Vec::new();
    for row in &found {
        let targets = row.get("target_contact_id").and_then(|all| all.as_array().cloned()).unwrap_or_default();
        let met = targets.iter().filter_map(serde_json::Value::as_i64).find_map(|id| contacts.get(&id));
        let (Some(record), Some(at)) = (met, rows::moment(text(row, "created_date"))) else { continue };
        let kind = rows::written(row, "activity_type_id");
        let kind = labels::label_of(tx, lang.code(), "Activity", "activity_type_id", &kind)?;
        let what = match text(row, "subject") {
            "" => kind,
            subject => format!("{kind} – {subject}"),
        };
        let who = int(row, "source_contact_id").and_then(|id| past::name_of(&names, id));
        let who = who.unwrap_or_else(|| lang.text("history-program"));
        all.push(Event {
            at,
            icon: Icon::ChatCircle,
            record: (record.name.clone(), format!("/activities/{}", rows::id(row))),
            words: lang.locale.with("stream-activity", &[("who", who.into()), ("what", what.into())]),
            detail: short(&details::to_text(text(row, "details"))),
        });
    }
    Ok(all)
}

const NOTE: [&str; 7] = ["id", "entity_table", "entity_id", "contact_id", "subject", "note", "created_date"];

/// Notes on followed records, and answers to them.
fn notes(tx: &Tx<'_>, lang: &Lang, followed: &[Followed]) -> Result<Vec<Event>> {
    let order = [("created_date", "DESC"), ("id", "DESC")];
    let mut found: Vec<(Row, &Followed)> = Vec::new();
    for (table, ..) in TABLES {
        let records = of_table(followed, table);
        if records.is_empty() {
            continue;
        }
        let ids: Vec<i64> = records.keys().copied().collect();
        let clauses = json!([["entity_table", "=", table], ["entity_id", "IN", ids]]);
        let on = ask(tx, "Note", &NOTE, clauses, &order, 200)?;
        let record = |row: &Row| int(row, "entity_id").and_then(|id| records.get(&id).copied());
        found.extend(on.into_iter().filter_map(|row| record(&row).map(|record| (row, record))));
    }
    let above: BTreeMap<i64, &Followed> = found.iter().map(|(row, record)| (rows::id(row), *record)).collect();
    if !above.is_empty() {
        let ids: Vec<i64> = above.keys().copied().collect();
        let answers =
            ask(tx, "Note", &NOTE, json!([["entity_table", "=", NOTES], ["entity_id", "IN", ids]]), &order, 200)?;
        let record = |row: &Row| int(row, "entity_id").and_then(|id| above.get(&id).copied());
        found.extend(answers.into_iter().filter_map(|row| record(&row).map(|record| (row, record))));
    }
    let own = tx.actor().contact_id;
    found.retain(|(row, _)| own.is_none() || int(row, "contact_id") != own);
    let names = past::names(tx, found.iter().filter_map(|(row, _)| int(row, "contact_id")))?;
    let event = |(row, record): &(Row, &Followed)| {
        let is_answer = text(row, "entity_table") == NOTES;
        let who = int(row, "contact_id").and_then(|id| past::name_of(&names, id));
        let who = who.unwrap_or_else(|| lang.text("history-program"));
        let at = rows::moment(text(row, "created_date"))?;
        Some(Event {
            at,
            icon: if is_answer { Icon::ArrowElbowDownLeft } else { Icon::Note },
            record: (record.name.clone(), place_of_notes(record)),
            words: match is_answer {
                true => lang.locale.with("stream-answer", &[("who", who.into())]),
                false => lang.locale.with("stream-note", &[("who", who.into())]),
            },
            detail: short(text(row, "note")),
        })
    };
    Ok(found.iter().filter_map(event).collect())
}

fn place_of_notes(record: &Followed) -> String {
    match record.table.as_str() {
        "civicrm_contact" => format!("{}/notes", record.href),
        _ => record.href.clone(),
    }
}

/// Who came into followed groups and who left them.
fn memberships(tx: &Tx<'_>, lang: &Lang, followed: &[Followed]) -> Result<Vec<Event>> {
    let groups = of_table(followed, "civicrm_group");
    if groups.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<i64> = groups.keys().copied().collect();
    let select = ["id", "group_id", "contact_id", "contact_id.display_name", "date", "status"];
    let order = [("date", "DESC"), ("id", "DESC")];
    let found = ask(tx, "SubscriptionHistory", &select, json!([["group_id", "IN", ids]]), &order, MOST as i64)?;
    let event = |row: &Row| {
        let record = int(row, "group_id").and_then(|id| groups.get(&id))?;
        let name = text(row, "contact_id.display_name");
        let who = [("who", name.into())];
        let words = match text(row, "status") {
            "Added" => lang.locale.with("stream-joined", &who),
            "Removed" => lang.locale.with("stream-left", &who),
            _ => lang.locale.with("stream-asked", &who),
        };
        Some(Event {
            at: rows::moment(text(row, "date"))?,
            icon: Icon::UsersThree,
            record: (record.name.clone(), record.href.clone()),
            words,
            detail: String::new(),
        })
    };
    Ok(found.iter().filter_map(event).collect())
}

/// A mention of the actor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    pub id: i64,
    pub at: DateTime,
    /// Who wrote it.
    pub who: String,
    /// What the record is called, and where it is read.
    pub place: String,
    pub href: String,
    pub words: String,
    pub is_seen: bool,
}

const MENTION: [&str; 6] = ["id", "entity_table", "entity_id", "author_id", "created_date", "seen_date"];

/// The actor's mentions, newest first; those alone that wait to be seen, or all.
///
/// # Errors
/// The database's own failure.
pub fn mentions(tx: &Tx<'_>, registry: &Registry, lang: &Lang, unseen: bool, most: i64) -> Result<Vec<Told>> {
    let Some(own) = tx.actor().contact_id else { return Ok(Vec::new()) };
    let mut clauses = vec![json!(["contact_id", "=", own])];
    if unseen {
        clauses.push(json!(["seen_date", "IS NULL"]));
    }
    let found = ask(tx, "Mention", &MENTION, json!(clauses), &[("id", "DESC")], most)?;
    told(tx, registry, lang, &found)
}

/// One mention of the actor; None where they may not see it.
///
/// # Errors
/// The database's own failure.
pub fn mention(tx: &Tx<'_>, registry: &Registry, lang: &Lang, id: i64) -> Result<Option<Told>> {
    let found = rows::one(tx, "Mention", &MENTION, id)?;
    Ok(told(tx, registry, lang, found.as_slice())?.into_iter().next())
}

fn told(tx: &Tx<'_>, registry: &Registry, lang: &Lang, found: &[Row]) -> Result<Vec<Told>> {
    let names = past::names(tx, found.iter().filter_map(|row| int(row, "author_id")))?;
    let mut all = Vec::new();
    for row in found {
        let id = int(row, "entity_id").unwrap_or(0);
        let Some((words, (href, place))) = where_from(tx, registry, lang, text(row, "entity_table"), id)? else {
            continue;
        };
        let who = int(row, "author_id").and_then(|id| past::name_of(&names, id));
        all.push(Told {
            id: rows::id(row),
            at: rows::moment(text(row, "created_date")).unwrap_or_default(),
            who: who.unwrap_or_else(|| lang.text("history-program")).to_owned(),
            place,
            href,
            words,
            is_seen: !text(row, "seen_date").is_empty(),
        });
    }
    Ok(all)
}

/// Address and name of the record that a text stands on.
type Place = (String, String);

/// The text that names somebody, and where it is read.
fn where_from(tx: &Tx<'_>, registry: &Registry, lang: &Lang, table: &str, id: i64) -> Result<Option<(String, Place)>> {
    if table == ACTIVITIES {
        let Some(row) = rows::one(tx, "Activity", &["id", "details", "subject"], id)? else { return Ok(None) };
        let words = match details::to_text(text(&row, "details")) {
            words if words.trim().is_empty() => text(&row, "subject").to_owned(),
            words => words,
        };
        let place = home(tx, registry, lang, ACTIVITIES, id)?;
        return Ok(place.map(|place| (short(&words), place)));
    }
    let Some(row) = rows::one(tx, "Note", &NOTE, id)? else { return Ok(None) };
    let (mut on, mut record) = (text(&row, "entity_table").to_owned(), int(&row, "entity_id").unwrap_or(0));
    if on == NOTES {
        let Some(above) = rows::one(tx, "Note", &NOTE, record)? else { return Ok(None) };
        (on, record) = (text(&above, "entity_table").to_owned(), int(&above, "entity_id").unwrap_or(0));
    }
    let place = home(tx, registry, lang, &on, record)?;
    Ok(place.map(|place| (short(text(&row, "note")), place)))
}

fn home(tx: &Tx<'_>, registry: &Registry, lang: &Lang, table: &str, id: i64) -> Result<Option<Place>> {
    match registry.filled::<NoteHome>().iter().find(|home| home.table == table) {
        Some(known) => (known.home)(tx, lang, id),
        None => Ok(None),
    }
}
