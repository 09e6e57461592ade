//! History as a file: one line for each field that changed, as CSV that no spreadsheet runs, or as JSON.

use std::io::Write;

use kit::{Feed, Reply, Visit};
use schema::Actor;
use serde_json::{Map, Value as Json, json};
use store::{Error, Result, Site};

use super::super::bulk::quoted;
use super::super::past::{Changed, Step};
use super::super::rows::plain;
use super::asked::{self, Asked};

/// Transactions that are read at once.
const PIECE: i64 = 200;
/// A transaction is told with so many changes; sets of records are one change.
const CHANGES: i64 = 100_000;

const COLUMNS: [&str; 14] = [
    "transaction",
    "time",
    "actor",
    "actor_contact_id",
    "through",
    "undone_by",
    "undoes",
    "entity",
    "record_id",
    "contact_id",
    "action",
    "field",
    "before",
    "after",
];

/// `/history/export`
pub(super) fn export(visit: &mut Visit<'_>) -> Result<Reply> {
    if !visit.actor.may("administer CiviCRM") {
        return Err(Error::Forbidden("administer CiviCRM".to_owned()));
    }
    let asked = Asked { before: None, ..Asked::read(&visit.query, true) };
    let day = visit.ui().today;
    let (site, actor) = (visit.site.clone(), visit.actor.clone());
    let name = visit.locale.text("history-file");
    Ok(match visit.query.get("format") {
        Some("json") => Reply::Stream {
            name: format!("{name}-{day}.json"),
            content_type: "application/json",
            feed: Feed::new(move |out| as_json(&site, &actor, &asked, out)),
        },
        _ => Reply::Stream {
            name: format!("{name}-{day}.csv"),
            content_type: "text/csv; charset=utf-8",
            feed: Feed::new(move |out| as_csv(&site, &actor, &asked, out)),
        },
    })
}

/// Hands over all that answers, newest first, in pieces, each of one consistent state.
fn each(site: &Site, actor: &Actor, asked: &Asked, mut take: impl FnMut(&Step) -> Result<()>) -> Result<()> {
    let mut asked = asked.clone();
    loop {
        let steps = site.read(actor, |tx| asked::steps(tx, &asked, PIECE, CHANGES))?;
        steps.iter().try_for_each(&mut take)?;
        match steps.last() {
            Some(last) if steps.len() as i64 == PIECE => asked.before = Some(last.id),
            _ => return Ok(()),
        }
    }
}

fn gone(error: std::io::Error) -> Error {
    Error::Internal(error.to_string())
}

fn as_json(site: &Site, actor: &Actor, asked: &Asked, out: &mut dyn Write) -> Result<()> {
    let mut first = true;
    out.write_all(b"[").map_err(gone)?;
    each(site, actor, asked, |step| {
        let separator = if std::mem::take(&mut first) { "\n" } else { ",\n" };
        write!(out, "{separator}{}", told(step)).map_err(gone)
    })?;
    out.write_all(b"\n]\n").map_err(gone)
}

fn told(step: &Step) -> Json {
    let changes: Vec<Json> = step
        .changes
        .iter()
        .map(|one| {
            json!({
                "entity": one.entity, "record_id": one.record_id, "action": one.action, "contact_id": one.owner,
                "before": one.before, "after": one.after,
            })
        })
        .collect();
    json!({
        "transaction": step.id, "time": step.at.to_string(), "actor": step.actor, "actor_contact_id": step.contact_id,
        "through": step.source, "undone_by": step.undone_by, "undoes": step.undoes, "changes": changes,
    })
}

fn as_csv(site: &Site, actor: &Actor, asked: &Asked, out: &mut dyn Write) -> Result<()> {
    write!(out, "\u{feff}{}\r\n", COLUMNS.join(",")).map_err(gone)?;
    each(site, actor, asked, |step| {
        let number = |n: Option<i64>| n.map(|n| n.to_string()).unwrap_or_default();
        let start = [
            step.id.to_string(),
            step.at.to_string().replace('T', " "),
            step.actor.clone(),
            number(step.contact_id),
            step.source.clone(),
            number(step.undone_by),
            number(step.undoes),
        ];
        step.changes.iter().try_for_each(|change| lines(&start, change, out))
    })
}

fn lines(start: &[String], change: &Changed, out: &mut dyn Write) -> Result<()> {
    let none = Map::new();
    let (before, after) = (&change.before, &change.after);
    let mut fields: Vec<&str> = before.keys().chain(after.keys()).map(String::as_str).collect();
    fields.sort_unstable();
    fields.dedup();
    if fields.is_empty() {
        fields.push("");
    }
    for field in fields {
        let value = |of: &Map<String, Json>| of.get(field).map(plain).unwrap_or_default();
        let owner = change.owner.map(|id| id.to_string()).unwrap_or_default();
        let rest = [
            change.entity.clone(),
            change.record_id.to_string(),
            owner,
            change.action.clone(),
            field.to_owned(),
            value(if before.is_empty() { &none } else { before }),
            value(after),
        ];
        let cells: Vec<String> = start.iter().chain(&rest).map(|text| quoted(text)).collect();
        write!(out, "{}\r\n", cells.join(",")).map_err(gone)?;
    }
    Ok(())
}
