//! Calls of the API in this process, against the same SQL written by hand over a plain connection.
//!
//! Every round asks the same of all three, in an order that turns: the call from its JSON to the body; the plan and
//! its rows alone; and the SQL by hand.

use std::time::{Duration, Instant};

use query::GetRequest;
use schema::Verb;
use serde_json::{Map, Value as Json, json};
use store::As;

use super::Options;
use super::ask::{Ask, Kind};
use super::data::Prepared;
use super::hand::Hand;
use super::random::Random;
use super::report::{Report, Table, micros, shown, verdict};
use super::samples::{Samples, Summary, ratio};

const KINDS: [Kind; 6] = [Kind::Row, Kind::Page, Kind::Count, Kind::Groups, Kind::Create, Kind::Save];
/// Rounds that are not counted.
const WARM_UP: u32 = 20;
/// Rounds at least and at most.
const ROUNDS: (u32, u32) = (5, 20_000);

/// One way of answering.
type Way<'a> = &'a mut dyn FnMut(&Posed) -> Result<Vec<u8>, String>;

/// A question as it comes in; made before the clock runs.
struct Posed {
    ask: Ask,
    /// The parameters as text, as a request brings them.
    text: String,
    /// The parameters as read.
    params: Map<String, Json>,
    /// The records that a change brings.
    records: Vec<Map<String, Json>>,
}

impl Posed {
    fn new(ask: Ask) -> Posed {
        let params = ask.params();
        let (text, records) = (params.to_string(), ask.records());
        let params = params.as_object().cloned().unwrap_or_default();
        Posed { ask, text, params, records }
    }
}

/// Measures every kind of question.
///
/// # Errors
/// When an answer fails, or differs from what the SQL by hand says.
pub fn run(options: &Options, prepared: &Prepared, report: &mut Report) -> Result<(), String> {
    let mut hand = super::hand::open(prepared)?;
    let head = ["engine", "by hand", "p95", "plan + rows", "p95", "call", "p95", "plan/hand", "call/hand", "goal"];
    let mut table = Table::new("engine, medians", &head);
    for kind in KINDS {
        same_answer(prepared, hand.as_mut(), kind)?;
        let found = measure(options, prepared, hand.as_mut(), kind)?;
        tell(prepared, kind, found, &mut table)?;
    }
    report.add(table);
    Ok(())
}

/// The three summaries: call, plan and rows, by hand.
fn measure(options: &Options, prepared: &Prepared, hand: &mut dyn Hand, kind: Kind) -> Result<[Summary; 3], String> {
    let mut random = Random::new(7);
    let mut samples = [Samples::default(), Samples::default(), Samples::default()];
    let mut call = |posed: &Posed| call(prepared, posed);
    let mut plan = |posed: &Posed| plan(prepared, posed);
    let mut by_hand = |posed: &Posed| {
        let mut out = Vec::with_capacity(1024);
        hand.answer(&posed.ask, &mut out).map(|()| out)
    };
    let mut ways: [Way<'_>; 3] = [&mut call, &mut plan, &mut by_hand];
    let begin = Instant::now();
    let span = options.span();
    for round in 0..ROUNDS.1 + WARM_UP {
        if round >= ROUNDS.0 + WARM_UP && begin.elapsed() > span || round >= ROUNDS.0 && begin.elapsed() > span * 4 {
            break;
        }
        let posed = Posed::new(kind.next(&prepared.material, &mut random));
        for turn in 0..ways.len() {
            let at = (turn + round as usize) % ways.len();
            if let (Some(way), Some(samples)) = (ways.get_mut(at), samples.get_mut(at)) {
                let took = timed(way, &posed)?;
                if round >= WARM_UP || begin.elapsed() > span {
                    samples.push(took);
                }
            }
        }
    }
    let [call, plan, by_hand] = samples.map(Samples::summary);
    let all = call.zip(plan).zip(by_hand).map(|((call, plan), by_hand)| [call, plan, by_hand]);
    all.ok_or_else(|| format!("{}: nothing was measured", kind.title()))
}

fn timed(way: &mut Way<'_>, posed: &Posed) -> Result<Duration, String> {
    let begin = Instant::now();
    let body = way(posed)?;
    let took = begin.elapsed();
    std::hint::black_box(body);
    Ok(took)
}

/// A call as it comes in, from the JSON of its parameters to the body of the answer.
fn call(prepared: &Prepared, posed: &Posed) -> Result<Vec<u8>, String> {
    let params = serde_json::from_str(&posed.text).map_err(|e| e.to_string())?;
    let action = posed.ask.action().to_owned();
    let call = api::Call { entity: "Contact".to_owned(), action, params, index: None };
    let answer = api::call(&prepared.registry, &prepared.site, &prepared.actor, "bench", call);
    match answer.status {
        200 => Ok(answer.body),
        status => Err(format!("{:?} got {status}: {}", posed.ask, String::from_utf8_lossy(&answer.body))),
    }
}

/// Planning, SQL and rows, or the write pipeline, without the API around.
fn plan(prepared: &Prepared, posed: &Posed) -> Result<Vec<u8>, String> {
    let mut out = Vec::with_capacity(1024);
    let result = match posed.ask.reads() {
        true => prepared.site.read(&prepared.actor, |tx| {
            let plan = tx.plan("Contact", &GetRequest::from_json(&posed.params)?, As::Actor, Verb::View)?;
            tx.count(&plan)?;
            tx.get_into(&plan, &mut out).map(|_| ())
        }),
        false => prepared.site.write(&prepared.actor, "bench", |tx| {
            let mut records = posed.records.iter().cloned();
            records.try_for_each(|record| tx.save("Contact", record, As::Actor).map(|_| ()))
        }),
    };
    result.map(|()| out).map_err(|e| e.to_string())
}

/// The SQL by hand must say the same, or the comparison says nothing.
fn same_answer(prepared: &Prepared, hand: &mut dyn Hand, kind: Kind) -> Result<(), String> {
    let mut random = Random::new(3);
    for _ in 0..20 {
        let ask = kind.next(&prepared.material, &mut random);
        if !ask.reads() {
            return Ok(());
        }
        let mut by_hand = Vec::new();
        hand.answer(&ask, &mut by_hand)?;
        let posed = Posed::new(ask);
        let called = call(prepared, &posed)?;
        if by_hand != called {
            let [by_hand, called] = [&by_hand, &called].map(|body| String::from_utf8_lossy(body));
            return Err(format!("{:?}: the answers differ.\nby hand: {by_hand}\ncalled:  {called}", posed.ask));
        }
    }
    Ok(())
}

fn tell(prepared: &Prepared, kind: Kind, found: [Summary; 3], table: &mut Table) -> Result<(), String> {
    let [call, plan, by_hand] = found;
    let [plan_ratio, call_ratio] = [plan, call].map(|of| ratio(of.median, by_hand.median));
    let mut row = vec![kind.title().to_owned()];
    for summary in [by_hand, plan, call] {
        row.extend([shown(summary.median), shown(summary.p95)]);
    }
    row.extend([format!("{plan_ratio:.2}"), format!("{call_ratio:.2}")]);
    row.push(kind.goal().map_or_else(String::new, |goal| verdict(&format!("< {goal}"), call_ratio < goal)));
    let summary = |s: Summary| json!({"min_us": micros(s.min), "median_us": micros(s.median), "p95_us": micros(s.p95), "runs": s.count});
    let figures = json!({
        "kind": kind.title(), "by_hand": summary(by_hand), "plan": summary(plan), "call": summary(call),
        "plan_ratio": (plan_ratio * 100.0).round() / 100.0, "call_ratio": (call_ratio * 100.0).round() / 100.0,
        "goal": kind.goal(), "sql": sql(prepared, kind)?,
    });
    table.row(row, figures);
    Ok(())
}

/// The SQL that the planner writes, for the file.
fn sql(prepared: &Prepared, kind: Kind) -> Result<Json, String> {
    let posed = Posed::new(kind.next(&prepared.material, &mut Random::new(3)));
    if !posed.ask.reads() {
        return Ok(Json::Null);
    }
    let plan = prepared
        .site
        .read(&prepared.actor, |tx| tx.plan("Contact", &GetRequest::from_json(&posed.params)?, As::Actor, Verb::View));
    let plan = plan.map_err(|e| e.to_string())?;
    Ok([plan.rows, plan.count].into_iter().flatten().map(|statement| statement.text).collect())
}
