//! The search for likely pairs: everybody once, over sorted runs of keys, and then whoever changes.

use std::collections::{BTreeSet, HashMap};

use kit::Work;
use query::Cell;
use schema::Value;
use serde_json::{Value as Json, json};
use store::{Result, Tx, statement};

use crate::profile;
use crate::score::{LIKELY, Likeness, Profile, key, score};
use crate::sql::{ids, mark, marks, number};

/// So many contacts get their keys in one step: a step holds the writer of SQLite, and people wait behind it.
const KEYED: usize = 250;
/// So many keys are looked at in one step.
const RUNS: usize = 1_000;
/// A key that more contacts share than this tells nothing: pairs among them have others in common.
const LONGEST: usize = 60;
/// When so many changes wait, such as after a large import, everybody is compared anew.
const FLOOD: i64 = 50_000;
/// So many keys are asked about at once.
const ASKED: usize = 2_000;
/// So many changed contacts are compared in one step.
const CHANGED: i64 = 200;

/// The state under which the number of the last whole comparison is kept; 0 asks for one.
const STATE: &str = "duplicates";

/// The job: what has changed; everybody, where that has never been done or was asked for.
///
/// # Errors
/// The database's own failure.
pub fn run(tx: &mut Tx<'_>, work: &mut Work) -> Result<()> {
    let position = work.position.take();
    let phase = position.as_ref().and_then(|json| json.get("phase")?.as_str()).unwrap_or_default().to_owned();
    let after = position.as_ref().and_then(|json| json.get("after")?.as_i64());
    let round = position.as_ref().and_then(|json| json.get("round")?.as_i64()).unwrap_or(1);
    work.position = match phase.as_str() {
        "keys" => keys_step(tx, after.unwrap_or(0), round, work)?,
        "pairs" => pairs_step(tx, after, round, work)?,
        _ if state(tx)? == 0 => begin(tx, work)?,
        _ => changed(tx, work)?,
    };
    Ok(())
}

/// Asks for a comparison of everybody.
///
/// # Errors
/// The database's own failure.
pub fn ask_again(tx: &Tx<'_>) -> Result<()> {
    set_state(tx, 0)
}

/// Whether everybody was compared since it was last asked for.
///
/// # Errors
/// The database's own failure.
pub fn is_complete(tx: &Tx<'_>) -> Result<bool> {
    Ok(state(tx)? > 0)
}

fn state(tx: &Tx<'_>) -> Result<i64> {
    let text = format!(r#"SELECT "value" FROM "ruche_state" WHERE "name" = {}"#, tx.placeholder(1));
    number(tx, &text, vec![STATE.into()])
}

fn set_state(tx: &Tx<'_>, value: i64) -> Result<()> {
    let (one, two) = (tx.placeholder(1), tx.placeholder(2));
    let update = format!(r#"UPDATE "ruche_state" SET "value" = {one} WHERE "name" = {two}"#);
    if tx.execute(&statement(update, vec![value.into(), STATE.into()]))? == 0 {
        let insert = format!(r#"INSERT INTO "ruche_state" ("value", "name") VALUES ({one}, {two})"#);
        tx.execute(&statement(insert, vec![value.into(), STATE.into()]))?;
    }
    Ok(())
}

fn begin(tx: &mut Tx<'_>, work: &mut Work) -> Result<Option<Json>> {
    let text = r#"SELECT count(*) FROM "civicrm_contact" WHERE "is_deleted" = 0"#;
    work.total = number(tx, text, Vec::new())? * 2;
    work.progress = 0;
    tx.execute(&statement(r#"DELETE FROM "ruche_duplicate_key""#, Vec::new()))?;
    Ok(Some(json!({"phase": "keys", "after": 0, "round": next_round(tx)?})))
}

/// A number beyond those of all pairs.
fn next_round(tx: &Tx<'_>) -> Result<i64> {
    Ok(number(tx, r#"SELECT COALESCE(max("round"), 0) FROM "ruche_duplicate_pair""#, Vec::new())? + 1)
}

fn keys_step(tx: &mut Tx<'_>, after: i64, round: i64, work: &mut Work) -> Result<Option<Json>> {
    let text = format!(
        r#"SELECT "id" FROM "civicrm_contact" WHERE "is_deleted" = 0 AND "id" > {} ORDER BY "id" LIMIT {KEYED}"#,
        tx.placeholder(1)
    );
    let found = ids(tx, &text, vec![after.into()])?;
    let profiles = profile::load(tx, &found)?;
    // Somebody who changed meanwhile has keys already.
    forget_keys(tx, &found)?;
    write_keys(tx, &profiles)?;
    work.progress += i64::try_from(found.len()).unwrap_or(0);
    Ok(Some(match found.last() {
        Some(last) if found.len() == KEYED => json!({"phase": "keys", "after": last, "round": round}),
        _ => json!({"phase": "pairs", "round": round}),
    }))
}

fn forget_keys(tx: &Tx<'_>, contacts: &[i64]) -> Result<()> {
    for batch in contacts.chunks(500) {
        let text =
            format!(r#"DELETE FROM "ruche_duplicate_key" WHERE "contact_id" IN ({})"#, marks(tx, 1, batch.len()));
        tx.execute(&statement(text, batch.iter().map(|id| Value::Int(*id)).collect()))?;
    }
    Ok(())
}

fn write_keys(tx: &Tx<'_>, profiles: &[Profile]) -> Result<()> {
    let all: Vec<(i64, i64)> =
        profiles.iter().flat_map(|p| key::keys(p).into_iter().map(|hash| (hash, p.id))).collect();
    for batch in all.chunks(500) {
        let values: Vec<String> =
            (0..batch.len()).map(|at| format!("({}, {})", mark(tx, 2 * at + 1), mark(tx, 2 * at + 2))).collect();
        let text = format!(r#"INSERT INTO "ruche_duplicate_key" ("hash", "contact_id") VALUES {}"#, values.join(", "));
        let binds = batch.iter().flat_map(|(hash, id)| [Value::Int(*hash), Value::Int(*id)]).collect();
        tx.execute(&statement(text, binds))?;
    }
    Ok(())
}

fn pairs_step(tx: &mut Tx<'_>, after: Option<i64>, round: i64, work: &mut Work) -> Result<Option<Json>> {
    let (runs, next, read) = runs(tx, after)?;
    let wanted: BTreeSet<i64> = runs.iter().flatten().copied().collect();
    let wanted: Vec<i64> = wanted.into_iter().collect();
    let profiles: HashMap<i64, Profile> = profile::load(tx, &wanted)?.into_iter().map(|p| (p.id, p)).collect();
    let mut found: HashMap<(i64, i64), Likeness> = HashMap::new();
    for run in &runs {
        for (at, one) in run.iter().enumerate() {
            for other in &run[at + 1..] {
                if let (Some(a), Some(b)) = (profiles.get(one), profiles.get(other))
                    && !found.contains_key(&(*one, *other))
                {
                    found.insert((*one, *other), score(a, b));
                }
            }
        }
    }
    let likely: Vec<_> = found.into_iter().filter(|(_, likeness)| likeness.score >= LIKELY).collect();
    write_pairs(tx, &likely, round)?;
    work.progress = (work.progress + read / 6).min(work.total);
    if let Some(next) = next {
        return Ok(Some(json!({"phase": "pairs", "after": next, "round": round})));
    }
    let stale = format!(r#"DELETE FROM "ruche_duplicate_pair" WHERE "round" < {}"#, tx.placeholder(1));
    tx.execute(&statement(stale, vec![round.into()]))?;
    set_state(tx, 1)?;
    work.progress = work.total;
    Ok(None)
}

/// The contacts that share keys beyond this one, run by run; the key to go on from, and how many were read.
fn runs(tx: &Tx<'_>, after: Option<i64>) -> Result<(Vec<Vec<i64>>, Option<i64>, i64)> {
    let (condition, binds) = match after {
        Some(after) => (format!(r#"WHERE "hash" > {}"#, tx.placeholder(1)), vec![Value::Int(after)]),
        None => (String::new(), Vec::new()),
    };
    let text = format!(
        r#"SELECT "hash", "contact_id" FROM "ruche_duplicate_key" {condition} ORDER BY "hash", "contact_id" LIMIT {RUNS}"#
    );
    let mut all: Vec<(i64, Vec<i64>)> = Vec::new();
    let mut read = 0_usize;
    tx.rows(&statement(text, binds), |row| {
        if let (Cell::Int(hash), Cell::Int(contact)) = (row.cell(0), row.cell(1)) {
            read += 1;
            match all.last_mut() {
                Some((last, run)) if *last == hash => run.push(contact),
                _ => all.push((hash, vec![contact])),
            }
        }
        Ok(())
    })?;
    let whole = read < RUNS;
    // The last run may be cut; it is read again at the start of the next step, unless it fills the step.
    if !whole && all.len() > 1 {
        all.pop();
    }
    let next = if whole { None } else { all.last().map(|(hash, _)| *hash) };
    let runs = all.into_iter().map(|(_, run)| run).filter(|run| (2..=LONGEST).contains(&run.len())).collect();
    Ok((runs, next, i64::try_from(read).unwrap_or(0)))
}

fn write_pairs(tx: &Tx<'_>, pairs: &[((i64, i64), Likeness)], round: i64) -> Result<()> {
    for batch in pairs.chunks(150) {
        let values: Vec<String> = (0..batch.len()).map(|at| format!("({})", marks(tx, 5 * at + 1, 5))).collect();
        let text = format!(
            r#"INSERT INTO "ruche_duplicate_pair" ("contact_id1", "contact_id2", "score", "reasons", "round") VALUES {}
ON CONFLICT ("contact_id1", "contact_id2") DO UPDATE SET "score" = excluded."score", "reasons" = excluded."reasons", "round" = excluded."round""#,
            values.join(", ")
        );
        let mut binds = Vec::with_capacity(batch.len() * 5);
        for ((one, other), likeness) in batch {
            let reasons: Vec<&str> = likeness.reasons.iter().map(|reason| reason.word()).collect();
            binds.push(Value::Int(*one.min(other)));
            binds.push(Value::Int(*one.max(other)));
            binds.push(Value::Int(i64::from(likeness.score)));
            binds.push(reasons.join(" ").into());
            binds.push(Value::Int(round));
        }
        tx.execute(&statement(text, binds))?;
    }
    Ok(())
}

/// Whoever changed is compared alone, unless so many did that comparing everybody takes less time.
fn changed(tx: &mut Tx<'_>, work: &mut Work) -> Result<Option<Json>> {
    let text = format!(r#"SELECT count(*) FROM (SELECT 1 FROM "ruche_duplicate_queue" LIMIT {FLOOD}) AS waiting"#);
    if number(tx, &text, Vec::new())? < FLOOD {
        return changed_step(tx);
    }
    tx.execute(&statement(r#"DELETE FROM "ruche_duplicate_queue""#, Vec::new()))?;
    begin(tx, work)
}

fn changed_step(tx: &mut Tx<'_>) -> Result<Option<Json>> {
    let text = format!(r#"SELECT "id", "contact_id" FROM "ruche_duplicate_queue" ORDER BY "id" LIMIT {CHANGED}"#);
    let (mut lines, mut contacts) = (Vec::new(), BTreeSet::new());
    tx.rows(&statement(text, Vec::new()), |row| {
        if let (Cell::Int(line), Cell::Int(contact)) = (row.cell(0), row.cell(1)) {
            lines.push(line);
            contacts.insert(contact);
        }
        Ok(())
    })?;
    if lines.is_empty() {
        return Ok(None);
    }
    let contacts: Vec<i64> = contacts.into_iter().collect();
    refresh(tx, &contacts)?;
    let text = format!(r#"DELETE FROM "ruche_duplicate_queue" WHERE "id" IN ({})"#, marks(tx, 1, lines.len()));
    let more = i64::try_from(lines.len()).unwrap_or(0) == CHANGED;
    tx.execute(&statement(text, lines.into_iter().map(Value::Int).collect()))?;
    Ok(more.then(|| json!({"phase": "changed"})))
}

/// Compares these contacts with all others again.
///
/// # Errors
/// The database's own failure.
pub fn refresh(tx: &Tx<'_>, contacts: &[i64]) -> Result<()> {
    forget_keys(tx, contacts)?;
    // A comparison of everybody that goes on meanwhile does not take these pairs for old ones.
    let round = next_round(tx)?;
    for batch in contacts.chunks(200) {
        let count = batch.len();
        let text = format!(
            r#"DELETE FROM "ruche_duplicate_pair" WHERE "contact_id1" IN ({}) OR "contact_id2" IN ({})"#,
            marks(tx, 1, count),
            marks(tx, count + 1, count)
        );
        tx.execute(&statement(text, batch.iter().chain(batch).map(|id| Value::Int(*id)).collect()))?;
    }
    let own = profile::load(tx, contacts)?;
    write_keys(tx, &own)?;
    for one in &own {
        let likely: Vec<((i64, i64), Likeness)> =
            alike(tx, one)?.into_iter().map(|(other, likeness)| ((one.id, other.id), likeness)).collect();
        write_pairs(tx, &likely, round)?;
    }
    Ok(())
}

/// For each of them the contacts that look alike, likeliest first, with how much.
///
/// # Errors
/// The database's own failure.
pub fn alike_many(tx: &Tx<'_>, all: &[Profile]) -> Result<Vec<Vec<(i64, Likeness)>>> {
    let own: Vec<Vec<i64>> = all.iter().map(key::keys).collect();
    let hashes: BTreeSet<i64> = own.iter().flatten().copied().collect();
    let sharing = sharing(tx, &hashes.into_iter().collect::<Vec<_>>())?;
    let wanted: BTreeSet<i64> = sharing.values().flatten().copied().collect();
    let others = profile::load(tx, &wanted.into_iter().collect::<Vec<_>>())?;
    let others: HashMap<i64, Profile> = others.into_iter().map(|profile| (profile.id, profile)).collect();
    let alike = |(one, keys): (&Profile, &Vec<i64>)| {
        let ids: BTreeSet<i64> = keys.iter().filter_map(|hash| sharing.get(hash)).flatten().copied().collect();
        let scored =
            ids.into_iter().filter(|id| *id != one.id).filter_map(|id| Some((id, score(one, others.get(&id)?))));
        let mut found: Vec<(i64, Likeness)> = scored.filter(|(_, likeness)| likeness.score >= LIKELY).collect();
        found.sort_by_key(|(id, likeness)| (std::cmp::Reverse(likeness.score), *id));
        found
    };
    Ok(all.iter().zip(&own).map(alike).collect())
}

/// The contacts of each key; of none that so many share that it tells nothing.
fn sharing(tx: &Tx<'_>, hashes: &[i64]) -> Result<HashMap<i64, Vec<i64>>> {
    let (list, value) = match tx.dialect() {
        query::Dialect::Sqlite => ("json_each(?1) AS l", "l.value"),
        query::Dialect::Postgres => {
            ("jsonb_array_elements_text($1::text::jsonb) AS l(value)", "CAST(l.value AS bigint)")
        }
    };
    // The number of those who share a key is looked at first, and never further than it matters.
    let text = format!(
        r#"SELECT DISTINCT k."hash", k."contact_id" FROM {list} CROSS JOIN "ruche_duplicate_key" k WHERE k."hash" = {value}
AND (SELECT count(*) FROM (SELECT 1 FROM "ruche_duplicate_key" x WHERE x."hash" = {value} LIMIT {}) AS few) <= {LONGEST}"#,
        LONGEST + 1
    );
    let mut found: HashMap<i64, Vec<i64>> = HashMap::new();
    for chunk in hashes.chunks(ASKED) {
        tx.rows(&statement(text.as_str(), vec![json!(chunk).to_string().into()]), |row| {
            if let (Cell::Int(hash), Cell::Int(contact)) = (row.cell(0), row.cell(1)) {
                found.entry(hash).or_default().push(contact);
            }
            Ok(())
        })?;
    }
    Ok(found)
}

/// The contacts that look like this one, likeliest first.
///
/// # Errors
/// The database's own failure.
pub fn alike(tx: &Tx<'_>, one: &Profile) -> Result<Vec<(Profile, Likeness)>> {
    let text = format!(
        r#"SELECT DISTINCT "contact_id" FROM "ruche_duplicate_key" WHERE "hash" = {} LIMIT {}"#,
        tx.placeholder(1),
        LONGEST + 1
    );
    let mut others = BTreeSet::new();
    for hash in key::keys(one) {
        let found = ids(tx, &text, vec![hash.into()])?;
        if found.len() <= LONGEST {
            others.extend(found);
        }
    }
    others.remove(&one.id);
    let others: Vec<i64> = others.into_iter().collect();
    let mut found: Vec<(Profile, Likeness)> = profile::load(tx, &others)?
        .into_iter()
        .map(|other| {
            let likeness = score(one, &other);
            (other, likeness)
        })
        .filter(|(_, likeness)| likeness.score >= LIKELY)
        .collect();
    found.sort_by_key(|(other, likeness)| (std::cmp::Reverse(likeness.score), other.id));
    Ok(found)
}
