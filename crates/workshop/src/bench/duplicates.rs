//! How well likely pairs are found: copies of people with a slip are planted among the sample, seven kinds of slip, and
//! the search by likeness is set beside the rules that a new site starts with. The sample is random: two of its people
//! whose names, and birth or e-mail or phone, are the same are the same for anybody who looks. Such pairs are true ones
//! for every way of looking, whether planted or not, and are counted apart.

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use dedupe::score::Profile;
use dedupe::{compare, matching, profile};
use kit::Work;
use schema::{Actor, Value};
use serde_json::json;
use store::{Result, Tx, statement};

use super::Options;
use super::data::Prepared;
use super::random::Random;
use super::report::{Report, Table};

/// The slips that are planted, in turn.
const SLIPS: [&str; 7] = [
    "a letter too few",
    "letters swapped",
    "accents and capitals lost",
    "names swapped",
    "first name shortened",
    "other e-mail, phone the same",
    "other phone, e-mail mistyped",
];

/// From this score on a pair is called likely where people see it.
const LIKELY: i64 = 65;
/// One planted copy for so many contacts.
const SHARE: i64 = 50;

/// Plants, looks, and compares what was found with what was planted.
///
/// # Errors
/// When the database fails.
pub fn run(_options: &Options, prepared: &Prepared, report: &mut Report) -> std::result::Result<(), String> {
    let text = |error: store::Error| error.to_string();
    let planted = prepared.site.write(&Actor::system("bench"), "bench", plant).map_err(text)?;
    prepared.site.tune().map_err(text)?;
    let mut table = Table::new(
        "duplicates",
        &["slip", "planted", "likely", "offered at all", "first, last, e-mail", "e-mail", "first, last, street"],
    );
    let ((likely, offered), took) = timed(|| by_likeness(prepared)).map_err(text)?;
    let mut ways = vec![(likely, took), (offered, took)];
    for rule in ["IndividualSupervised", "IndividualUnsupervised", "IndividualGeneral"] {
        let found = timed(|| {
            prepared.site.read(&Actor::system("bench"), |tx| {
                let rules = matching::rules(tx, &json!(rule))?;
                let pairs = matching::pairs(tx, &rules, None, 1_000_000)?;
                Ok(pairs.into_iter().map(|pair| (pair.one, pair.other)).collect())
            })
        });
        ways.push(found.map_err(text)?);
    }
    for (at, slip) in SLIPS.iter().enumerate() {
        let own: Vec<&Pair> = planted.iter().filter(|(_, kind)| **kind == at).map(|(pair, _)| pair).collect();
        let recall = |found: &Pairs| own.iter().filter(|pair| found.contains(pair)).count();
        let counts: Vec<usize> = ways.iter().map(|(found, _)| recall(found)).collect();
        let mut cells = vec![(*slip).to_owned(), own.len().to_string()];
        cells.extend(counts.iter().map(|count| percent(*count, own.len())));
        table.row(cells, json!({"slip": slip, "planted": own.len(), "found": counts}));
    }
    let recall: Vec<usize> =
        ways.iter().map(|(found, _)| planted.keys().filter(|pair| found.contains(pair)).count()).collect();
    let mut cells = vec!["all slips".to_owned(), planted.len().to_string()];
    cells.extend(recall.iter().map(|count| percent(*count, planted.len())));
    table.row(cells, json!({"recall": recall, "planted": planted.len()}));
    let strangers: BTreeSet<Pair> =
        ways.iter().flat_map(|(found, _)| found).filter(|pair| !planted.contains_key(pair)).copied().collect();
    let equal = equal(prepared, &strangers).map_err(text)?;
    let right = |pair: &&Pair| planted.contains_key(pair) || equal.contains(pair);
    let precision: Vec<[usize; 2]> =
        ways.iter().map(|(found, _)| [found.iter().filter(right).count(), found.len()]).collect();
    let mut cells = vec!["precision".to_owned(), String::new()];
    cells.extend(precision.iter().map(|[right, all]| percent(*right, *all)));
    table.row(cells, json!({"precision": precision, "equal_in_sample": equal.len()}));
    let mut cells = vec!["pairs found".to_owned(), format!("+{} equal", equal.len())];
    cells.extend(precision.iter().map(|[_, all]| all.to_string()));
    table.row(cells, json!({"found": precision.iter().map(|[_, all]| all).collect::<Vec<_>>()}));
    let mut cells = vec!["seconds".to_owned(), String::new()];
    cells.extend(ways.iter().map(|(_, took)| format!("{:.1}", took.as_secs_f64())));
    let seconds: Vec<f64> = ways.iter().map(|(_, took)| took.as_secs_f64()).collect();
    table.row(cells, json!({"seconds": seconds}));
    report.add(table);
    let mut table = Table::new("wrong pairs", &["what speaks for them", "pairs", "likely"]);
    for (reasons, [all, likely]) in wrong(prepared, &planted, &equal).map_err(text)? {
        let row = json!({"reasons": reasons, "pairs": all, "likely": likely});
        table.row(vec![reasons, all.to_string(), likely.to_string()], row);
    }
    report.add(table);
    Ok(())
}

/// Those of these pairs of the sample that are one person for anybody: the names, and birth or e-mail or phone.
fn equal(prepared: &Prepared, pairs: &BTreeSet<Pair>) -> Result<BTreeSet<Pair>> {
    let pairs: Vec<Pair> = pairs.iter().copied().collect();
    let mut found = BTreeSet::new();
    for some in pairs.chunks(2_000) {
        let ids: BTreeSet<i64> = some.iter().flat_map(|(one, other)| [*one, *other]).collect();
        let ids: Vec<i64> = ids.into_iter().collect();
        let profiles = prepared.site.read(&Actor::system("bench"), |tx| profile::load(tx, &ids))?;
        let profiles: BTreeMap<i64, Profile> = profiles.into_iter().map(|one| (one.id, one)).collect();
        found.extend(some.iter().filter(|(one, other)| match (profiles.get(one), profiles.get(other)) {
            (Some(a), Some(b)) => are_equal(a, b),
            _ => false,
        }));
    }
    Ok(found)
}

fn are_equal(a: &Profile, b: &Profile) -> bool {
    let name = |p: &Profile| (schema::fold::fold(&p.first).into_owned(), schema::fold::fold(&p.last).into_owned());
    let share = |a: &[String], b: &[String]| a.iter().any(|one| !one.is_empty() && b.contains(one));
    let born = a.birth.is_some() && a.birth == b.birth;
    name(a) == name(b) && (born || share(&a.emails, &b.emails) || share(&a.phones, &b.phones))
}

/// What speaks for the pairs that are offered wrongly: the most frequent grounds, how many, and how many of them likely.
fn wrong(
    prepared: &Prepared,
    planted: &BTreeMap<Pair, usize>,
    equal: &BTreeSet<Pair>,
) -> Result<Vec<(String, [usize; 2])>> {
    let mut grounds: BTreeMap<String, [usize; 2]> = BTreeMap::new();
    offered(prepared, |pair, score, reasons| {
        if !planted.contains_key(&pair) && !equal.contains(&pair) {
            let counts = grounds.entry(reasons.to_owned()).or_default();
            counts[0] += 1;
            counts[1] += usize::from(score >= LIKELY);
        }
    })?;
    let mut grounds: Vec<(String, [usize; 2])> = grounds.into_iter().collect();
    grounds.sort_by_key(|(reasons, [all, _])| (std::cmp::Reverse(*all), reasons.clone()));
    grounds.truncate(8);
    Ok(grounds)
}

fn timed<T>(work: impl FnOnce() -> Result<T>) -> Result<(T, Duration)> {
    let start = Instant::now();
    work().map(|value| (value, start.elapsed()))
}

fn percent(part: usize, whole: usize) -> String {
    match whole {
        0 => "–".to_owned(),
        _ => format!("{:.1} %", part as f64 * 100.0 / whole as f64),
    }
}

type Pair = (i64, i64);
type Pairs = BTreeSet<Pair>;

/// The pairs of people that are shown as likely at least, and all that are offered. The rules are about people alone.
fn by_likeness(prepared: &Prepared) -> Result<(Pairs, Pairs)> {
    let actor = Actor::system("bench");
    prepared.site.write(&actor, "bench", |tx| compare::ask_again(tx))?;
    let mut work = Work::default();
    loop {
        prepared.site.write(&actor, "bench", |tx| compare::run(tx, &mut work))?;
        if work.position.is_none() {
            break;
        }
    }
    let (mut likely, mut all) = (BTreeSet::new(), BTreeSet::new());
    offered(prepared, |pair, score, _| {
        all.insert(pair);
        if score >= LIKELY {
            likely.insert(pair);
        }
    })?;
    Ok((likely, all))
}

/// The pairs of people that are offered, with their scores and what speaks for them.
fn offered(prepared: &Prepared, mut each: impl FnMut(Pair, i64, &str)) -> Result<()> {
    let text = r#"SELECT p."contact_id1", p."contact_id2", p."score", p."reasons" FROM "ruche_duplicate_pair" p
JOIN "civicrm_contact" c ON c."id" = p."contact_id1" WHERE c."contact_type" = 'Individual'"#;
    prepared.site.read(&Actor::system("bench"), |tx| {
        tx.rows(&statement(text, Vec::new()), |row| {
            let number = |at| store::owned(row.cell(at)).as_int().unwrap_or(0);
            let reasons = store::owned(row.cell(3)).as_text().unwrap_or_default().to_owned();
            each((number(0), number(1)), number(2), &reasons);
            Ok(())
        })
    })
}

/// Copies of people, each with a slip; gives the pairs with their kind.
fn plant(tx: &mut Tx<'_>) -> Result<BTreeMap<Pair, usize>> {
    let text = r#"SELECT "id" FROM "civicrm_contact" WHERE "contact_type" = 'Individual' AND "is_deleted" = 0
AND "first_name" IS NOT NULL AND "last_name" IS NOT NULL ORDER BY "id""#;
    let mut people = Vec::new();
    tx.rows(&statement(text, Vec::new()), |row| {
        people.extend(store::owned(row.cell(0)).as_int());
        Ok(())
    })?;
    let last = tx.one(&statement(r#"SELECT max("id") FROM "civicrm_contact""#, Vec::new()))?;
    let mut next = last.and_then(|id| id.as_int()).unwrap_or(0);
    let step = usize::try_from(SHARE).unwrap_or(50);
    let chosen: Vec<i64> = people.iter().copied().step_by(step).collect();
    let mut random = Random::new(7);
    let mut planted = BTreeMap::new();
    let (mut contacts, mut emails, mut phones, mut places) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for (at, original) in profile::load(tx, &chosen)?.into_iter().enumerate() {
        next += 1;
        let kind = at % SLIPS.len();
        let copy = slipped(&original, kind, &mut random);
        planted.insert((original.id, next), kind);
        let name = format!("{} {}", copy.first, copy.last);
        contacts.push(vec![
            next.into(),
            "Individual".into(),
            copy.first.into(),
            copy.last.into(),
            name.clone().into(),
            name.into(),
            copy.birth.map_or(Value::Null, Value::Date),
        ]);
        emails.extend(copy.emails.into_iter().map(|email| vec![next.into(), email.into()]));
        phones.extend(copy.phones.into_iter().map(|phone| vec![next.into(), phone.clone().into(), phone.into()]));
        for place in copy.places {
            places.push(vec![next.into(), place.street.into(), place.postcode.into(), place.city.into()]);
        }
    }
    let columns = ["id", "contact_type", "first_name", "last_name", "display_name", "sort_name", "birth_date"];
    tx.seed("Contact", &columns, &contacts)?;
    tx.seed("Email", &["contact_id", "email"], &emails)?;
    tx.seed("Phone", &["contact_id", "phone", "phone_numeric"], &phones)?;
    tx.seed("Address", &["contact_id", "street_address", "postal_code", "city"], &places)?;
    Ok(planted)
}

/// Somebody once more, as they are written down a second time.
fn slipped(original: &Profile, kind: usize, random: &mut Random) -> Profile {
    let mut copy = original.clone();
    // Nobody gives everything twice.
    match random.next() % 3 {
        0 => copy.places.clear(),
        1 => copy.birth = None,
        _ => {}
    }
    let mut letters: Vec<char> = copy.last.chars().collect();
    let at = usize::try_from(random.next()).unwrap_or(0) % letters.len().saturating_sub(2).max(1) + 1;
    match kind {
        0 if letters.len() > 4 => {
            letters.remove(at.min(letters.len() - 1));
            copy.last = letters.into_iter().collect();
        }
        1 if letters.len() > 4 => {
            let end = letters.len() - 1;
            letters.swap(at.min(end), (at + 1).min(end));
            copy.last = letters.into_iter().collect();
        }
        2 => {
            copy.first = schema::fold::fold(&copy.first).to_uppercase();
            copy.last = schema::fold::fold(&copy.last).to_uppercase();
        }
        3 => std::mem::swap(&mut copy.first, &mut copy.last),
        4 => copy.first = format!("{}.", copy.first.chars().take(1).collect::<String>()),
        5 => copy.emails = vec![format!("{}{}@example.net", schema::fold::fold(&copy.first), random.next() % 100_000)],
        _ => {
            copy.phones.clear();
            if let Some(email) = copy.emails.first_mut() {
                *email = email.replacen('a', "", 1);
            }
        }
    }
    copy
}
