//! The search for likely pairs: everybody once, over sorted runs of keys, and then whoever changes.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use kit::Work;
use query::Cell;
use schema::Value;
use serde_json::{Value as Json, json};
use store::{Result, Tx, statement};

use crate::bins::{BINS, Bins};
use crate::profile;
use crate::score::{Likeness, Profile, key, score};
use crate::sql::{ids, mark, marks, number};

/// So many contacts get their keys in one step: a step holds the writer of SQLite, and people wait behind it.
const KEYED: usize = 1_000;
/// So many keys are looked at in one step.
const RUNS: usize = 6_000;
/// A key that more contacts share than this tells nothing: pairs among them have others in common.
const LONGEST: usize = 60;
/// When so many changes wait, such as after a large import, everybody is compared anew.
const FLOOD: i64 = 50_000;
/// So many keys are asked about at once.
const ASKED: usize = 2_000;
/// So many changed contacts are compared in one step.
const CHANGED: i64 = 200;

/// The state under which the number of the last whole comparison is kept; 0 asks for one.
const STATE: &str = "duplicates in order";

/// The job: what has changed; everybody, where that has never been done or was asked for.
///
/// # Errors
/// The database's own failure.
pub fn run(tx: &mut Tx<'_>, work: &mut Work) -> Result<()> {
    let position = work.position.take().unwrap_or_default();
    let number = |name: &str| position.get(name).and_then(Json::as_i64);
    let text = |name: &str| position.get(name).and_then(Json::as_str).unwrap_or_default();
    let round = Round { number: number("round").unwrap_or(1), mark: text("mark").to_owned() };
    let phase = text("phase").to_owned();
    work.position = match phase.as_str() {
        // What another machine began is begun anew here.
        "keys" | "pairs" if !Bins::of(tx.site(), &round.mark).are_here() => begin(tx, work)?,
        "keys" => keys_step(tx, number("after").unwrap_or(0), &round, work)?,
        "pairs" => pairs_step(tx, (number("bin").unwrap_or(0), number("from").unwrap_or(0)), &round, work)?,
        _ if state(tx)? == 0 => begin(tx, work)?,
        _ => changed(tx, work)?,
    };
    Ok(())
}

/// A comparison of everybody.
struct Round {
    /// Pairs that it has seen bear it.
    number: i64,
    /// Names its files.
    mark: String,
}

impl Round {
    fn at(&self, more: Json) -> Json {
        let mut position = more;
        position["round"] = json!(self.number);
        position["mark"] = json!(self.mark);
        position
    }
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
    let number = next_round(tx)?;
    let round = Round { number, mark: format!("{number}-{}", tx.clock().now.strftime("%Y%m%d%H%M%S")) };
    Bins::open(tx.site(), &round.mark)?;
    Ok(Some(round.at(json!({"phase": "keys", "after": 0}))))
}

/// A number beyond those of all pairs.
fn next_round(tx: &Tx<'_>) -> Result<i64> {
    Ok(number(tx, r#"SELECT COALESCE(max("round"), 0) FROM "ruche_duplicate_pair""#, Vec::new())? + 1)
}

/// The keys of everybody go into files, where they are put in order.
fn keys_step(tx: &mut Tx<'_>, after: i64, round: &Round, work: &mut Work) -> Result<Option<Json>> {
    let text = format!(
        r#"SELECT "id" FROM "civicrm_contact" WHERE "is_deleted" = 0 AND "id" > {} ORDER BY "id" LIMIT {KEYED}"#,
        tx.placeholder(1)
    );
    let found = ids(tx, &text, vec![after.into()])?;
    let profiles = profile::load(tx, &found)?;
    let own = |profile: &Profile| key::keys(profile).into_iter().map(|hash| (hash, profile.id)).collect::<Vec<_>>();
    let keys: Vec<(i64, i64)> = profiles.iter().flat_map(own).collect();
    Bins::of(tx.site(), &round.mark).add(&keys)?;
    forget_own(tx, &found)?;
    keep_own(tx, &keys)?;
    work.progress += i64::try_from(found.len()).unwrap_or(0);
    if let Some(last) = found.last().filter(|_| found.len() == KEYED) {
        return Ok(Some(round.at(json!({"phase": "keys", "after": last}))));
    }
    tx.execute(&statement(r#"DELETE FROM "ruche_duplicate_key""#, Vec::new()))?;
    Ok(Some(round.at(json!({"phase": "pairs"}))))
}

/// The keys that contacts had.
fn forget_keys(tx: &Tx<'_>, contacts: &[i64]) -> Result<()> {
    let text =
        format!(r#"SELECT "contact_id", "hashes" FROM "ruche_duplicate_own" WHERE "contact_id" {}"#, tx.among(1));
    let mut had: Vec<(i64, String)> = Vec::new();
    tx.rows(&statement(text, vec![json!(contacts).to_string().into()]), |row| {
        if let (Cell::Int(contact), Cell::Text(hashes)) = (row.cell(0), row.cell(1)) {
            had.push((contact, hashes.to_owned()));
        }
        Ok(())
    })?;
    let text = format!(
        r#"DELETE FROM "ruche_duplicate_key" WHERE "hash" {} AND "contact_id" = {}"#,
        tx.among(1),
        tx.placeholder(2)
    );
    for (contact, hashes) in had {
        tx.execute(&statement(text.as_str(), vec![hashes.into(), contact.into()]))?;
    }
    forget_own(tx, contacts)
}

fn forget_own(tx: &Tx<'_>, contacts: &[i64]) -> Result<()> {
    let text = format!(r#"DELETE FROM "ruche_duplicate_own" WHERE "contact_id" {}"#, tx.among(1));
    tx.execute(&statement(text, vec![json!(contacts).to_string().into()])).map(|_| ())
}

fn write_keys(tx: &Tx<'_>, profiles: &[Profile]) -> Result<()> {
    let own = |profile: &Profile| key::keys(profile).into_iter().map(|hash| (hash, profile.id)).collect::<Vec<_>>();
    let keys: Vec<(i64, i64)> = profiles.iter().flat_map(own).collect();
    keep_own(tx, &keys)?;
    keep_keys(tx, &keys)
}

/// Notes which keys contacts have; those of one contact follow each other.
fn keep_own(tx: &Tx<'_>, keys: &[(i64, i64)]) -> Result<()> {
    let each: Vec<&[(i64, i64)]> = keys.chunk_by(|a, b| a.1 == b.1).collect();
    for batch in each.chunks(500) {
        let values: Vec<String> =
            (0..batch.len()).map(|at| format!("({}, {})", mark(tx, 2 * at + 1), mark(tx, 2 * at + 2))).collect();
        let text =
            format!(r#"INSERT INTO "ruche_duplicate_own" ("contact_id", "hashes") VALUES {}"#, values.join(", "));
        let hashes = |own: &[(i64, i64)]| json!(own.iter().map(|(hash, _)| *hash).collect::<Vec<_>>()).to_string();
        let binds = batch.iter().flat_map(|own| [own.first().map(|key| key.1).into(), hashes(own).into()]).collect();
        tx.execute(&statement(text, binds))?;
    }
    Ok(())
}

fn keep_keys(tx: &Tx<'_>, all: &[(i64, i64)]) -> Result<()> {
    for batch in all.chunks(500) {
        let values: Vec<String> =
            (0..batch.len()).map(|at| format!("({}, {})", mark(tx, 2 * at + 1), mark(tx, 2 * at + 2))).collect();
        let text = format!(r#"INSERT INTO "ruche_duplicate_key" ("hash", "contact_id") VALUES {}"#, values.join(", "));
        let binds = batch.iter().flat_map(|(hash, id)| [Value::Int(*hash), Value::Int(*id)]).collect();
        tx.execute(&statement(text, binds))?;
    }
    Ok(())
}

/// Those who share keys are compared, file by file, as many keys in a step as are looked at quickly.
fn pairs_step(tx: &mut Tx<'_>, (bin, from): (i64, i64), round: &Round, work: &mut Work) -> Result<Option<Json>> {
    let bins = Bins::of(tx.site(), &round.mark);
    let (mut bin, mut from) = (usize::try_from(bin).unwrap_or(0), usize::try_from(from).unwrap_or(0));
    let mut keys: Vec<(i64, i64)> = Vec::new();
    while bin < BINS && keys.len() < RUNS {
        let sorted = bins.sorted(bin)?;
        let end = whole_runs(&sorted, (from + RUNS - keys.len()).min(sorted.len()));
        keys.extend(sorted.get(from..end).unwrap_or_default());
        (bin, from) = if end < sorted.len() { (bin, end) } else { (bin + 1, 0) };
    }
    keep_keys(tx, &keys)?;
    compare_runs(tx, &keys, round)?;
    work.progress = (work.progress + i64::try_from(keys.len() / 12).unwrap_or(0)).min(work.total);
    if bin < BINS {
        return Ok(Some(round.at(json!({"phase": "pairs", "bin": bin, "from": from}))));
    }
    let stale = format!(r#"DELETE FROM "ruche_duplicate_pair" WHERE "round" < {}"#, tx.placeholder(1));
    tx.execute(&statement(stale, vec![round.number.into()]))?;
    set_state(tx, 1)?;
    bins.close()?;
    work.progress = work.total;
    Ok(None)
}

/// The end of the last run that begins before `end`.
fn whole_runs(keys: &[(i64, i64)], end: usize) -> usize {
    let last = end.checked_sub(1).and_then(|at| keys.get(at));
    last.map_or(end, |(hash, _)| end + keys[end..].iter().take_while(|(other, _)| other == hash).count())
}

fn compare_runs(tx: &Tx<'_>, keys: &[(i64, i64)], round: &Round) -> Result<()> {
    let runs: Vec<&[(i64, i64)]> =
        keys.chunk_by(|a, b| a.0 == b.0).filter(|run| (2..=LONGEST).contains(&run.len())).collect();
    let wanted: BTreeSet<i64> = runs.iter().flat_map(|run| run.iter().map(|(_, contact)| *contact)).collect();
    let wanted: Vec<i64> = wanted.into_iter().collect();
    let profiles: HashMap<i64, Profile> = profile::load(tx, &wanted)?.into_iter().map(|p| (p.id, p)).collect();
    let mut found: HashMap<(i64, i64), (Likeness, usize)> = HashMap::new();
    for run in runs {
        for (at, (_, one)) in run.iter().enumerate() {
            for (_, other) in &run[at + 1..] {
                if let Some((_, few)) = found.get_mut(&(*one, *other)) {
                    *few = run.len().min(*few);
                } else if let (Some(a), Some(b)) = (profiles.get(one), profiles.get(other)) {
                    found.insert((*one, *other), (score(a, b), run.len()));
                }
            }
        }
    }
    let likely = found.into_iter().filter(|(_, (likeness, few))| likeness.is_likely(*few));
    let likely: Vec<_> = likely.map(|(pair, (likeness, _))| (pair, likeness)).collect();
    write_pairs(tx, &likely, round.number)
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
        let few = few(one.id, keys.iter().filter_map(|hash| sharing.get(hash)).map(Vec::as_slice));
        let scored = few.into_iter().filter_map(|(id, few)| Some((id, score(one, others.get(&id)?), few)));
        let likely = scored.filter(|(_, likeness, few)| likeness.is_likely(*few));
        let mut found: Vec<(i64, Likeness)> = likely.map(|(id, likeness, _)| (id, likeness)).collect();
        found.sort_by_key(|(id, likeness)| (std::cmp::Reverse(likeness.score), *id));
        found
    };
    Ok(all.iter().zip(&own).map(alike).collect())
}

/// Those who share keys with somebody, with how many there are of the rarest of them, that one included.
fn few<'k>(own: i64, runs: impl Iterator<Item = &'k [i64]>) -> BTreeMap<i64, usize> {
    let mut found: BTreeMap<i64, usize> = BTreeMap::new();
    for run in runs {
        let others = run.iter().filter(|id| **id != own);
        let count = others.clone().count() + 1;
        others.for_each(|id| {
            let few = found.entry(*id).or_insert(count);
            *few = count.min(*few);
        });
    }
    found
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
    let mut runs = Vec::new();
    for hash in key::keys(one) {
        let found = ids(tx, &text, vec![hash.into()])?;
        if found.len() <= LONGEST {
            runs.push(found);
        }
    }
    let few = few(one.id, runs.iter().map(Vec::as_slice));
    let others: Vec<i64> = few.keys().copied().collect();
    let mut found: Vec<(Profile, Likeness)> = profile::load(tx, &others)?
        .into_iter()
        .map(|other| {
            let likeness = score(one, &other);
            (other, likeness)
        })
        .filter(|(other, likeness)| likeness.is_likely(few.get(&other.id).copied().unwrap_or(usize::MAX)))
        .collect();
    found.sort_by_key(|(other, likeness)| (std::cmp::Reverse(likeness.score), other.id));
    Ok(found)
}
