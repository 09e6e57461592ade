//! The pairs that the page of duplicates is asked for: likely ones, those of a rule, those of one contact.

use std::collections::HashSet;

use contact::pages::rows::{self, Row, ask};
use jiff::civil::DateTime;
use kit::{Fields, Visit};
use query::Cell;
use schema::Value;
use serde_json::json;
use store::{Result, Tx, statement};

use crate::listed::{self, Listed};
use crate::matching::Pair;
use crate::merge::{Plan, suited};
use crate::score::{Reason, SURE};
use crate::{compare, exception, matching, profile};

/// Pairs of one page.
const SIZE: usize = 20;
/// So many are looked at in one go.
const BATCH: usize = 100;

/// What is shown of each of the two.
pub(super) const SHOWN: [&str; 13] = [
    "id",
    "contact_type",
    "display_name",
    "first_name",
    "last_name",
    "image_URL",
    "birth_date",
    "created_date",
    "email_primary.email",
    "phone_primary.phone",
    "address_primary.street_address",
    "address_primary.postal_code",
    "address_primary.city",
];

/// A pair as it was found.
pub(super) struct Found {
    pub one: Row,
    pub other: Row,
    /// Where it stands, to go on from.
    at: (i64, i64),
    pub score: i64,
    pub reasons: Vec<Reason>,
    pub weight: Option<(i64, i64)>,
    /// The one that is proposed to stay.
    pub stays: i64,
    /// The fields in which they contradict each other, by entity and name; None where nobody asked.
    pub conflicts: Option<Vec<(String, String)>>,
}

impl Found {
    fn new(one: Row, other: Row, at: (i64, i64)) -> Found {
        let stays = rows::id(&one);
        Found { one, other, at, score: 100, reasons: Vec::new(), weight: None, stays, conflicts: None }
    }

    /// The numbers of both.
    pub fn ids(&self) -> (i64, i64) {
        (rows::id(&self.one), rows::id(&self.other))
    }
}

/// What may be shown beside the names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Column {
    Street,
    Postcode,
    Points,
    Conflicts,
}

impl Column {
    pub const ALL: [(Column, &'static str); 4] = [
        (Column::Street, "street"),
        (Column::Postcode, "postcode"),
        (Column::Points, "points"),
        (Column::Conflicts, "conflicts"),
    ];
    /// Those of somebody who has not chosen: looking for contradictions takes its time.
    const USUAL: [Column; 3] = [Column::Street, Column::Postcode, Column::Points];
}

/// What the page was asked for.
pub(super) struct Asked {
    pub contact: Option<i64>,
    pub rule: Option<i64>,
    pub group: Option<i64>,
    pub columns: Vec<Column>,
    after: Option<(i64, i64)>,
}

impl Asked {
    pub fn of(visit: &Visit<'_>) -> Asked {
        Asked::told(&visit.query)
    }

    /// As the fields of a form or of an address tell it.
    pub fn told(fields: &Fields) -> Asked {
        let pair = |text: &str| {
            let (score, id) = text.split_once('.')?;
            Some((score.parse().ok()?, id.parse().ok()?))
        };
        let int = |name: &str| fields.int(name).filter(|id| *id > 0);
        let ticked = |name: &str| fields.all("with").flat_map(|all| all.split(',')).any(|own| own == name);
        let chosen = Column::ALL.into_iter().filter(|(_, name)| ticked(name)).map(|(column, _)| column);
        Asked {
            contact: int("contact"),
            rule: int("rule"),
            group: int("group"),
            columns: if fields.has("with") { chosen.collect() } else { Column::USUAL.to_vec() },
            after: fields.text("after").and_then(pair),
        }
    }

    pub fn shows(&self, column: Column) -> bool {
        self.columns.contains(&column)
    }

    /// The names of the columns, in one text.
    pub fn with(&self) -> String {
        let names = Column::ALL.into_iter().filter(|(column, _)| self.shows(*column)).map(|(_, name)| name);
        let names = names.collect::<Vec<_>>().join(",");
        if names.is_empty() { "none".to_owned() } else { names }
    }

    /// The address of this list, from its beginning.
    pub fn start(&self) -> String {
        self.href(None)
    }

    /// The address of this part of the list.
    pub fn here(&self) -> String {
        self.href(self.after)
    }

    fn href(&self, after: Option<(i64, i64)>) -> String {
        let text = |id: Option<i64>| id.map(|id| id.to_string()).unwrap_or_default();
        let after = after.map(|(score, id)| format!("{score}.{id}")).unwrap_or_default();
        let (contact, rule, group) = (text(self.contact), text(self.rule), text(self.group));
        let with = if self.columns == Column::USUAL { String::new() } else { self.with() };
        let pairs =
            [("contact", contact.as_str()), ("rule", &rule), ("group", &group), ("with", &with), ("after", &after)];
        contact::pages::address::href("/duplicates", &pairs)
    }
}

/// A part of a list.
pub(super) struct Part {
    pub found: Vec<Found>,
    /// The address of the next part.
    pub next: Option<String>,
    /// When a rule found them, how many, and whether there are more.
    pub result: Option<(DateTime, usize, bool)>,
}

/// The pairs that are asked for and that the visitor may see.
pub(super) fn find(tx: &mut Tx<'_>, asked: &Asked) -> Result<Part> {
    let (mut found, more, result) = walk(tx, asked, SIZE, &SHOWN)?;
    for one in &mut found {
        let (first, second) = one.ids();
        let (stays, goes) = suited(tx, first, second)?;
        // Whose duplicates are looked for stays, unless the other one has to.
        one.stays = stays;
        if asked.shows(Column::Conflicts) {
            one.conflicts = Some(conflicts(tx, stays, goes)?);
        }
    }
    let last = found.last().filter(|_| more).map(|last| last.at);
    Ok(Part { next: last.map(|at| asked.href(Some(at))), found, result })
}

fn conflicts(tx: &Tx<'_>, stays: i64, goes: i64) -> Result<Vec<(String, String)>> {
    match Plan::of(tx, stays, goes) {
        Ok(plan) => Ok(plan.conflicts().map(|one| (one.entity.clone(), one.field.clone())).collect()),
        // Gone meanwhile, or of another type: the page of the merge tells.
        Err(store::Error::NotFound(_) | store::Error::Conflict(_)) => Ok(Vec::new()),
        Err(error) => Err(error),
    }
}

/// All pairs of a list that the visitor may see and that are merged without being looked at: those of a rule; of likely
/// ones, those that are almost certain.
pub(super) fn all(tx: &mut Tx<'_>, asked: &Asked) -> Result<Vec<(i64, i64)>> {
    let limit = usize::try_from(listed::limit(tx)?).unwrap_or(SIZE);
    let (found, ..) = walk(tx, asked, limit, &["id"])?;
    Ok(found.iter().filter(|one| one.score >= i64::from(SURE)).map(Found::ids).collect())
}

type Walked = (Vec<Found>, bool, Option<(DateTime, usize, bool)>);

fn walk(tx: &mut Tx<'_>, asked: &Asked, size: usize, select: &[&str]) -> Result<Walked> {
    if let Some(contact) = asked.contact {
        return Ok((of_contact(tx, contact, select)?, false, None));
    }
    if let Some(rule) = asked.rule {
        let rules = matching::rules(tx, &json!(rule))?;
        let listed = listed::listed(tx, &rules, asked.group)?;
        let (found, more) = by_rule(tx, asked, &listed, rules.group.threshold, size, select)?;
        return Ok((found, more, Some((listed.at, listed.pairs.len(), listed.is_cut))));
    }
    let (found, more) = by_likeness(tx, asked, size, select)?;
    Ok((found, more, None))
}

fn by_likeness(tx: &mut Tx<'_>, asked: &Asked, size: usize, select: &[&str]) -> Result<(Vec<Found>, bool)> {
    let mut all: Vec<Found> = Vec::new();
    let mut after = asked.after;
    loop {
        let batch = likely(tx, after, BATCH)?;
        let whole = batch.len() < BATCH;
        after = batch.last().map(|(_, at, _)| *at);
        let ids = batch.iter().map(|(pair, ..)| *pair);
        let seen = seen(tx, ids, asked.group, select)?;
        for ((one, other), at, reasons) in batch {
            if let Some((one, other)) = both(&seen, one, other) {
                all.push(Found { score: at.0, reasons, ..Found::new(one, other, at) });
            }
        }
        if all.len() > size {
            all.truncate(size);
            return Ok((all, true));
        }
        if whole {
            return Ok((all, false));
        }
    }
}

fn by_rule(
    tx: &mut Tx<'_>,
    asked: &Asked,
    listed: &Listed,
    threshold: i64,
    size: usize,
    select: &[&str],
) -> Result<(Vec<Found>, bool)> {
    let from = asked.after.and_then(|(_, at)| usize::try_from(at).ok()).unwrap_or(0).min(listed.pairs.len());
    let mut all: Vec<Found> = Vec::new();
    for (number, chunk) in listed.pairs[from..].chunks(BATCH).enumerate() {
        let said = said(tx, chunk)?;
        let seen = seen(tx, chunk.iter().map(|pair| (pair.one, pair.other)), asked.group, select)?;
        for (at, pair) in chunk.iter().enumerate().filter(|(_, pair)| !said.contains(&(pair.one, pair.other))) {
            let next = i64::try_from(from + number * BATCH + at + 1).unwrap_or(i64::MAX);
            if let Some((one, other)) = both(&seen, pair.one, pair.other) {
                all.push(Found { weight: Some((pair.weight, threshold)), ..Found::new(one, other, (0, next)) });
            }
        }
        if all.len() > size {
            all.truncate(size);
            return Ok((all, true));
        }
    }
    Ok((all, false))
}

/// Those of the pairs of whom somebody has said meanwhile that they are two.
fn said(tx: &Tx<'_>, pairs: &[Pair]) -> Result<HashSet<(i64, i64)>> {
    let text = format!(
        r#"SELECT "contact_id1", "contact_id2" FROM "civicrm_dedupe_exception" WHERE "contact_id1" {}"#,
        tx.among(1)
    );
    let ones: Vec<i64> = pairs.iter().map(|pair| pair.one).collect();
    let mut found = HashSet::new();
    tx.rows(&statement(text, vec![json!(ones).to_string().into()]), |row| {
        if let (Cell::Int(one), Cell::Int(other)) = (row.cell(0), row.cell(1)) {
            found.insert((one, other));
        }
        Ok(())
    })?;
    Ok(found)
}

/// The condition that a pair was not said to be two.
pub(super) const NOT_SAID: &str = r#"NOT EXISTS (SELECT 1 FROM "civicrm_dedupe_exception" e
WHERE e."contact_id1" = p."contact_id1" AND e."contact_id2" = p."contact_id2")"#;

type Stored = ((i64, i64), (i64, i64), Vec<Reason>);

fn likely(tx: &Tx<'_>, after: Option<(i64, i64)>, limit: usize) -> Result<Vec<Stored>> {
    let (condition, binds) = match after {
        Some((score, id)) => (
            format!(
                r#" AND (p."score" < {0} OR p."score" = {0} AND p."id" > {1})"#,
                tx.placeholder(1),
                tx.placeholder(2)
            ),
            vec![Value::Int(score), Value::Int(id)],
        ),
        None => (String::new(), Vec::new()),
    };
    let statement = statement(
        format!(
            r#"SELECT p."contact_id1", p."contact_id2", p."score", p."id", p."reasons" FROM "ruche_duplicate_pair" p
WHERE {NOT_SAID}{condition} ORDER BY p."score" DESC, p."id" LIMIT {limit}"#
        ),
        binds,
    );
    let mut found = Vec::new();
    tx.rows(&statement, |row| {
        let int = |at| if let Cell::Int(n) = row.cell(at) { n } else { 0 };
        let reasons = match row.cell(4) {
            Cell::Text(words) => words.split(' ').filter_map(Reason::of).collect(),
            _ => Vec::new(),
        };
        found.push(((int(0), int(1)), (int(2), int(3)), reasons));
        Ok(())
    })?;
    Ok(found)
}

/// Those of the contacts that the visitor may see; where a group is named, those in it and their partners.
fn seen(
    tx: &Tx<'_>,
    pairs: impl Iterator<Item = (i64, i64)> + Clone,
    group: Option<i64>,
    select: &[&str],
) -> Result<Vec<Row>> {
    let mut ids: Vec<i64> = pairs.clone().flat_map(|(one, other)| [one, other]).collect();
    ids.sort_unstable();
    ids.dedup();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    if let Some(group) = group {
        let inside = ask(tx, "Contact", &["id"], json!([["id", "IN", ids], ["groups", "IN", [group]]]), &[], 0)?;
        let inside: Vec<i64> = inside.iter().map(rows::id).collect();
        let kept = pairs.filter(|(one, other)| inside.contains(one) || inside.contains(other));
        ids = kept.flat_map(|(one, other)| [one, other]).collect();
        if ids.is_empty() {
            return Ok(Vec::new());
        }
    }
    ask(tx, "Contact", select, json!([["id", "IN", ids], ["is_deleted", "=", false]]), &[], 0)
}

fn both(seen: &[Row], one: i64, other: i64) -> Option<(Row, Row)> {
    let find = |id: i64| seen.iter().find(|row| rows::id(row) == id).cloned();
    Some((find(one)?, find(other)?))
}

fn of_contact(tx: &mut Tx<'_>, contact: i64, select: &[&str]) -> Result<Vec<Found>> {
    let Some(own) = profile::load(tx, &[contact])?.into_iter().next() else { return Ok(Vec::new()) };
    let found = compare::alike(tx, &own)?;
    let seen = seen(tx, found.iter().map(|(other, _)| (contact, other.id)), None, select)?;
    let mut all = Vec::new();
    for (other, likeness) in found {
        if exception::find(tx, contact, other.id)?.is_some() {
            continue;
        }
        if let Some((one, other)) = both(&seen, contact, other.id) {
            let (score, reasons) = (i64::from(likeness.score), likeness.reasons);
            all.push(Found { score, reasons, ..Found::new(one, other, (0, 0)) });
        }
    }
    Ok(all)
}
