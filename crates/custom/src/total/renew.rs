//! Totals worked out: records are read once each, added up here exactly, and written where they differ.

use std::cmp::Ordering;
use std::collections::{BTreeMap, HashMap};

use kit::Work;
use query::Dialect;
use rust_decimal::Decimal;
use schema::{FieldType, Value, fold};
use serde_json::{Value as Json, json};
use store::coerce::{from_column, from_json, to_column};
use store::{As, Result, Tx, statement};

use super::formula::Function;
use super::{AT_ONCE, Total, all, mark, marks};

/// The job that renews many.
pub(crate) const NAME: &str = "custom_totals";
/// So many holders are renewed at once when a formula is new; with more, the work is queued.
const NOW: i64 = 1_000;
/// So many in one step of the work.
const STEP: usize = 2_000;
/// Under this name the site keeps the day for which totals of a period hold.
const DAY: &str = "custom totals";

/// A record that counts.
struct Counted {
    value: Json,
    date: String,
}

/// Renews the totals of these holders.
pub(super) fn some(tx: &Tx<'_>, total: &Total, holders: &[i64]) -> Result<()> {
    holders.chunks(AT_ONCE).try_for_each(|some| few(tx, total, some))
}

fn few(tx: &Tx<'_>, total: &Total, holders: &[i64]) -> Result<()> {
    let holders = real(tx, total, holders)?;
    if holders.is_empty() {
        return Ok(());
    }
    // Whoever counts for the same holder meanwhile waits here, and then sees what was counted.
    let known = locked(tx, total, &holders)?;
    let found = counted(tx, total, &holders)?;
    for holder in holders {
        let json = found.get(&holder).map_or_else(|| nothing(total), |all| worked_out(total, all));
        let value = from_json(&total.field, &json, tx.clock()).unwrap_or(Value::Null);
        if known.get(&holder) != Some(&value) {
            write(tx, total, holder, &value)?;
        }
    }
    Ok(())
}

fn nothing(total: &Total) -> Json {
    if total.formula.function.adds() { json!(0) } else { Json::Null }
}

/// Those of the holders that are there, and for whom the set is meant.
fn real(tx: &Tx<'_>, total: &Total, holders: &[i64]) -> Result<Vec<i64>> {
    let mut text =
        format!(r#"SELECT "id" FROM "{}" WHERE "id" IN ({})"#, total.holder.table, marks(tx, 1, holders.len()));
    let mut binds: Vec<Value> = holders.iter().map(|id| (*id).into()).collect();
    if let Some((field, value)) = &total.only {
        text.push_str(&format!(r#" AND "{field}" = {}"#, mark(tx, binds.len() + 1)));
        binds.push(value.to_string().into());
    }
    text.push_str(r#" ORDER BY "id""#);
    ids(tx, text, binds)
}

fn ids(tx: &Tx<'_>, text: String, binds: Vec<Value>) -> Result<Vec<i64>> {
    let mut found = Vec::new();
    tx.rows(&statement(text, binds), |row| {
        if let query::Cell::Int(id) = row.cell(0) {
            found.push(id);
        }
        Ok(())
    })?;
    Ok(found)
}

/// What is kept now, with a row for each holder, which nobody else changes until the end of the transaction.
fn locked(tx: &Tx<'_>, total: &Total, holders: &[i64]) -> Result<HashMap<i64, Value>> {
    let (table, column) = (&total.set.table, total.field.column());
    let rows: Vec<String> = (1..=holders.len()).map(|at| format!("({})", mark(tx, at))).collect();
    let binds = || holders.iter().map(|id| (*id).into()).collect::<Vec<Value>>();
    let text = format!(
        r#"INSERT INTO "{table}" ("entity_id") VALUES {} ON CONFLICT ("entity_id") DO NOTHING"#,
        rows.join(", ")
    );
    tx.execute(&statement(text, binds()))?;
    let lock = if tx.dialect() == Dialect::Postgres { " FOR UPDATE" } else { "" };
    let text = format!(
        r#"SELECT "entity_id", "{column}" FROM "{table}" WHERE "entity_id" IN ({}) ORDER BY "entity_id"{lock}"#,
        marks(tx, 1, holders.len())
    );
    let mut known = HashMap::new();
    tx.rows(&statement(text, binds()), |row| {
        if let query::Cell::Int(id) = row.cell(0) {
            known.insert(id, from_column(&total.field, row.cell(1)));
        }
        Ok(())
    })?;
    Ok(known)
}

/// The records that count for each holder, each once, whatever roles it has.
fn counted(tx: &Tx<'_>, total: &Total, holders: &[i64]) -> Result<HashMap<i64, BTreeMap<i64, Counted>>> {
    let mut all: HashMap<i64, BTreeMap<i64, Counted>> = HashMap::new();
    for way in &total.ways {
        let mut request = total.formula.request(&total.counted, way);
        request.where_.push(json!([way.holder, "IN", holders]));
        let value = total.formula.field.as_deref().map(|name| way.field(name));
        let date = total.formula.date_of(&total.counted).map(|name| way.field(name));
        for mut row in tx.get(&way.entity, &request, As::Program)?.rows {
            let number = |name: &str| row.get(name).and_then(Json::as_i64);
            let (Some(holder), Some(record)) = (number(&way.holder), number(way.number())) else { continue };
            let date = date.as_ref().and_then(|name| row.get(name)?.as_str().map(str::to_owned)).unwrap_or_default();
            let value = value.as_ref().and_then(|name| row.get_mut(name).map(Json::take)).unwrap_or_default();
            all.entry(holder).or_default().insert(record, Counted { value, date });
        }
    }
    Ok(all)
}

fn decimal(json: &Json) -> Option<Decimal> {
    match json {
        Json::Number(number) => {
            number.to_string().parse().ok().or_else(|| Decimal::from_scientific(&number.to_string()).ok())
        }
        Json::String(text) => text.parse().ok(),
        _ => None,
    }
}

fn compare(a: &Json, b: &Json) -> Ordering {
    match (a.is_number().then(|| decimal(a)).flatten(), b.is_number().then(|| decimal(b)).flatten()) {
        (Some(a), Some(b)) => a.cmp(&b),
        _ => fold::compare(a.as_str().unwrap_or_default(), b.as_str().unwrap_or_default()),
    }
}

/// The total of these records.
fn worked_out(total: &Total, records: &BTreeMap<i64, Counted>) -> Json {
    let values = || records.values().map(|one| &one.value).filter(|value| !value.is_null());
    let sum = || values().filter_map(decimal).try_fold(Decimal::ZERO, |sum, one| sum.checked_add(one));
    let dated = || records.iter().filter(|(_, one)| !one.date.is_empty());
    let by_date = |(a, x): &(&i64, &Counted), (b, y): &(&i64, &Counted)| (&x.date, *a).cmp(&(&y.date, *b));
    let found = match total.formula.function {
        Function::Count => Some(json!(records.len())),
        Function::Sum => sum().map(|sum| json!(sum.to_string())),
        Function::Average => {
            let places = if matches!(total.field.ty, FieldType::Money { .. }) { 2 } else { 6 };
            let mean = sum().and_then(|sum| sum.checked_div(Decimal::from(values().count())));
            mean.map(|mean| json!(mean.round_dp(places).to_string()))
        }
        Function::Least => values().min_by(|a, b| compare(a, b)).cloned(),
        Function::Greatest => values().max_by(|a, b| compare(a, b)).cloned(),
        Function::First => dated().min_by(by_date).map(|(_, one)| one.value.clone()),
        Function::Last => dated().max_by(by_date).map(|(_, one)| one.value.clone()),
    };
    let whole = |json: Json| match (total.field.ty, decimal(&json)) {
        (FieldType::Int, Some(number)) => json!(number.normalize().to_string()),
        _ => json,
    };
    found.map_or_else(|| nothing(total), whole)
}

/// Written past the pipeline: what follows from other records has no history of its own, and nothing to undo.
fn write(tx: &Tx<'_>, total: &Total, holder: i64, value: &Value) -> Result<()> {
    let text = format!(
        r#"UPDATE "{}" SET "{}" = {} WHERE "entity_id" = {}"#,
        total.set.table,
        total.field.column(),
        tx.placeholder(1),
        tx.placeholder(2)
    );
    let binds = vec![to_column(&total.field, value, tx.dialect()), holder.into()];
    tx.execute(&statement(text, binds)).map(drop)
}

/// A formula is new or another: its totals are worked out now, or soon where there are many.
pub(crate) fn begin(tx: &mut Tx<'_>, id: i64) -> Result<()> {
    let Some(total) = all(tx.catalog()).into_iter().find(|total| total.id == id) else { return Ok(()) };
    let text = format!(r#"SELECT count(*) FROM "{}""#, total.holder.table);
    let holders = tx.one(&statement(text, Vec::new()))?.and_then(|count| count.as_int()).unwrap_or(0);
    if holders > NOW {
        return kit::job::queue(tx, NAME, &json!({ "field": id }), holders).map(drop);
    }
    while_there_are(tx, &total, 0, |tx, some_of_them| some(tx, &total, some_of_them)).map(drop)
}

/// The next holders behind `after`, handed to `work`; tells the last of them, if there was any.
fn while_there_are(
    tx: &Tx<'_>,
    total: &Total,
    after: i64,
    work: impl Fn(&Tx<'_>, &[i64]) -> Result<()>,
) -> Result<Option<(i64, usize)>> {
    let text = format!(
        r#"SELECT "id" FROM "{}" WHERE "id" > {} ORDER BY "id" LIMIT {STEP}"#,
        total.holder.table,
        tx.placeholder(1)
    );
    let found = ids(tx, text, vec![after.into()])?;
    work(tx, &found)?;
    Ok(found.last().map(|last| (*last, found.len())))
}

/// The job: renews the totals of one field, or when the day has changed all those that go by a period.
pub(crate) fn run(tx: &mut Tx<'_>, work: &mut Work) -> Result<()> {
    let only = work.payload.get("field").and_then(Json::as_i64);
    let meant = |total: &Total| only.map_or(total.formula.period.is_some(), |id| total.id == id);
    let totals: Vec<Total> = all(tx.catalog()).into_iter().filter(meant).collect();
    let today = tx.clock().today().strftime("%Y%m%d").to_string().parse().unwrap_or(0);
    if only.is_none() && work.position.is_none() && day(tx)? == Some(today) {
        return Ok(());
    }
    let place = work.position.take().unwrap_or(json!([0, 0]));
    let part = |at: usize| place.get(at).and_then(Json::as_i64).unwrap_or(0);
    let (number, after) = (part(0), part(1));
    if let Some(total) = usize::try_from(number).ok().and_then(|at| totals.get(at)) {
        let done = while_there_are(tx, total, after, |tx, few| some(tx, total, few))?;
        work.progress += done.map_or(0, |(_, count)| i64::try_from(count).unwrap_or(0));
        work.position = Some(match done {
            Some((last, _)) => json!([number, last]),
            None => json!([number + 1, 0]),
        });
        return Ok(());
    }
    if only.is_none() { keep_day(tx, today) } else { Ok(()) }
}

fn day(tx: &Tx<'_>) -> Result<Option<i64>> {
    let text = format!(r#"SELECT "value" FROM "ruche_state" WHERE "name" = {}"#, tx.placeholder(1));
    Ok(tx.one(&statement(text, vec![DAY.into()]))?.and_then(|value| value.as_int()))
}

fn keep_day(tx: &Tx<'_>, today: i64) -> Result<()> {
    let text =
        format!(r#"UPDATE "ruche_state" SET "value" = {} WHERE "name" = {}"#, tx.placeholder(1), tx.placeholder(2));
    if tx.execute(&statement(text, vec![today.into(), DAY.into()]))? == 0 {
        let text = format!(
            r#"INSERT INTO "ruche_state" ("name", "value") VALUES ({}, {})"#,
            tx.placeholder(1),
            tx.placeholder(2)
        );
        tx.execute(&statement(text, vec![DAY.into(), today.into()]))?;
    }
    Ok(())
}
