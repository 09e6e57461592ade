//! Groups and activities at size: many contacts added to a group from a search and taken out again, one contact among
//! five hundred groups that searches fill, a large group counted, and the pages that people open all day.

use std::time::{Duration, Instant};

use contact::group_count;
use kit::Work;
use query::GetRequest;
use schema::{Actor, Value};
use serde_json::{Map, Value as Json, json};
use store::{As, Result, Tx, statement};

use super::Options;
use super::data::Prepared;
use super::pages::{measure, signed_in};
use super::random::Random;
use super::report::{Report, Table, micros, shown, verdict};
use super::server::Server;

/// So many groups are filled by searches.
const LIVE: i64 = 500;
/// So many contacts are added in one go.
const ADDED: i64 = 100_000;
/// Activities for each contact.
const ACTIVITIES: i64 = 2;

const ADDING_GOAL: Duration = Duration::from_secs(5);
const COUNTING_GOAL: Duration = Duration::from_secs(3);
const PAGE_GOAL: Duration = Duration::from_millis(15);

/// Fills the site, measures, and prints.
///
/// # Errors
/// When the database fails, or a group has other members than it should.
pub fn run(options: &Options, prepared: &Prepared, report: &mut Report) -> std::result::Result<(), String> {
    let text = |error: store::Error| error.to_string();
    activities(prepared).map_err(text)?;
    let live = prepared.site.write(&Actor::system("bench"), "bench", live_groups).map_err(text)?;
    prepared.site.tune().map_err(text)?;
    let mut table = Table::new("groups", &["case", "contacts", "time", "goal"]);
    let mut tell = |case: &str, contacts: i64, took: Duration, goal: Option<(&str, Duration)>| {
        let kept = goal.map_or_else(|| "–".to_owned(), |(words, most)| verdict(words, took < most));
        let cells = vec![case.to_owned(), contacts.to_string(), shown(took), kept];
        table.row(cells, json!({"case": case, "contacts": contacts, "time": micros(took)}));
    };
    let (joined, joining, undoing) = added(prepared).map_err(text)?;
    tell("added to a group from a search", joined, joining, Some(("below 5 s", ADDING_GOAL)));
    tell("taken back by undo", joined, undoing, None);
    let (saving, asking) = edited(prepared, &live)?;
    tell("one contact changed", 1, saving, None);
    tell("its place in 500 groups asked", 1, asking, None);
    let (members, counting) = large(prepared).map_err(text)?;
    tell("a group that a search fills counted", members, counting, Some(("below 3 s", COUNTING_GOAL)));
    report.add(table);
    report.add(pages(options, prepared)?);
    Ok(())
}

fn max(tx: &Tx<'_>, table: &str) -> Result<i64> {
    let newest = tx.one(&statement(format!(r#"SELECT max("id") FROM "{table}""#), Vec::new()))?;
    Ok(newest.and_then(|id| id.as_int()).unwrap_or(0))
}

/// Calls, meetings and tasks for everybody, over ten years.
fn activities(prepared: &Prepared) -> Result<()> {
    const AT_ONCE: usize = 20_000;
    let mut random = Random::new(11);
    for ids in prepared.material.ids.chunks(AT_ONCE) {
        prepared.site.write(&Actor::system("bench"), "bench", |tx| {
            let mut next = max(tx, "civicrm_activity")?;
            let now = tx.clock().now;
            let (mut activities, mut people) = (Vec::new(), Vec::new());
            for contact in ids {
                for _ in 0..ACTIVITIES {
                    next += 1;
                    let kind = i64::try_from(random.next() % 3).unwrap_or(0) + 1;
                    let open = random.next().is_multiple_of(5);
                    let minutes = i64::try_from(random.next() % 5_256_000).unwrap_or(0);
                    let at = now.saturating_sub(jiff::Span::new().minutes(minutes));
                    let status = if open { 1_i64 } else { 2 };
                    activities.push(vec![
                        next.into(),
                        kind.into(),
                        format!("Point {}", next % 1000).into(),
                        Value::DateTime(at),
                        status.into(),
                    ]);
                    people.push(vec![next.into(), (*contact).into(), 3_i64.into()]);
                    people.push(vec![next.into(), 2_i64.into(), 2_i64.into()]);
                }
            }
            let columns = ["id", "activity_type_id", "subject", "activity_date_time", "status_id"];
            tx.seed("Activity", &columns, &activities)?;
            tx.seed("ActivityContact", &["activity_id", "contact_id", "record_type_id"], &people)
        })?;
    }
    Ok(())
}

fn object(json: Json) -> Map<String, Json> {
    if let Json::Object(map) = json { map } else { Map::new() }
}

fn live_group(tx: &mut Tx<'_>, title: &str, conditions: Json) -> Result<i64> {
    let search = json!({"label": title, "api_entity": "Contact", "api_params": {"version": 4, "where": conditions}});
    let search = tx.save("SavedSearch", object(search), As::Actor)?.id;
    Ok(tx.save("Group", object(json!({"title": title, "saved_search_id": search})), As::Actor)?.id)
}

/// Groups by town, age, name and by a name that nobody has yet.
fn live_groups(tx: &mut Tx<'_>) -> Result<Vec<i64>> {
    let mut all = Vec::new();
    for at in 0..LIVE {
        let conditions = match at % 4 {
            0 => json!([["first_name", "=", format!("Bench{at}")]]),
            1 => json!([["address_primary.postal_code", "LIKE", format!("{:02}%", at % 95)]]),
            2 => json!([["birth_date", ">", format!("{}-01-01", 1930 + at % 80)]]),
            _ => json!([["last_name", "LIKE", format!("{}%", char::from(b'A' + (at % 26) as u8))]]),
        };
        all.push(live_group(tx, &format!("Bench {at}"), conditions)?);
    }
    Ok(all)
}

fn members(prepared: &Prepared, group: i64) -> Result<i64> {
    prepared.site.read(&prepared.actor, |tx| group_count::members(tx, group))
}

/// The job of the list of contacts, step by step, until enough are in; and its undo.
fn added(prepared: &Prepared) -> Result<(i64, Duration, Duration)> {
    let job = prepared.registry.jobs.iter().find(|job| job.name == "gather");
    let run = job.map(|job| job.run).ok_or_else(|| store::Error::internal("there is no such job"))?;
    let actor = &prepared.actor;
    let group = prepared
        .site
        .write(actor, "bench", |tx| Ok(tx.save("Group", object(json!({"title": "Everybody"})), As::Actor)?.id))?;
    let payload = json!({"deed": "join", "target": group, "form": [["type", "Individual"]]});
    let mut work = Work { payload, ..Work::default() };
    let mut transactions = Vec::new();
    let begun = Instant::now();
    loop {
        transactions.extend(prepared.site.write(actor, "job", |tx| {
            run(tx, &mut work)?;
            Ok(tx.transaction_id())
        })?);
        if work.position.is_none() || work.progress >= ADDED {
            break;
        }
    }
    let joining = begun.elapsed();
    let joined = members(prepared, group)?;
    let begun = Instant::now();
    for transaction in transactions.into_iter().rev() {
        prepared.site.write(actor, "bench", |tx| tx.undo(transaction, As::Actor))?;
    }
    let undoing = begun.elapsed();
    match members(prepared, group)? {
        0 => Ok((joined, joining, undoing)),
        left => Err(store::Error::internal(format!("{left} contacts are still in the group after undo"))),
    }
}

/// Somebody gets another name: which of the groups they are in is asked at once, and compared with what must be.
fn edited(prepared: &Prepared, live: &[i64]) -> std::result::Result<(Duration, Duration), String> {
    let contact = prepared.material.ids.get(prepared.material.ids.len() / 2).copied().unwrap_or(2);
    let text = |error: store::Error| error.to_string();
    let begun = Instant::now();
    let values = object(json!({"id": contact, "first_name": "Bench8"}));
    let saved = prepared.site.write(&prepared.actor, "bench", |tx| tx.save("Contact", values, As::Actor).map(|_| ()));
    saved.map_err(text)?;
    let saving = begun.elapsed();
    let begun = Instant::now();
    let inside: Result<Vec<usize>> = prepared.site.read(&prepared.actor, |tx| {
        let mut inside = Vec::new();
        for (at, group) in live.iter().enumerate() {
            let request = GetRequest {
                select: vec!["id".to_owned()],
                where_: vec![json!(["id", "=", contact]), json!(["groups", "IN", [group]])],
                limit: 1,
                ..GetRequest::default()
            };
            if !tx.get("Contact", &request, As::Actor)?.rows.is_empty() {
                inside.push(at);
            }
        }
        Ok(inside)
    });
    let inside = inside.map_err(text)?;
    let by_name: Vec<usize> = inside.into_iter().filter(|at| at % 4 == 0).collect();
    match by_name == [8] {
        true => Ok((saving, begun.elapsed())),
        false => Err(format!("contact {contact} is in the groups {by_name:?} instead of in that of its new name")),
    }
}

/// The first third of all contacts.
fn large(prepared: &Prepared) -> Result<(i64, Duration)> {
    let ids = &prepared.material.ids;
    let last = ids.get(ids.len() * 3 / 10).copied().unwrap_or(0);
    let group = prepared.site.write(&Actor::system("bench"), "bench", |tx| {
        live_group(tx, "The first third", json!([["id", "<=", last], ["is_deceased", "=", false]]))
    })?;
    let begun = Instant::now();
    let count = members(prepared, group)?;
    Ok((count, begun.elapsed()))
}

/// The pages of contacts and activities, as the server answers them.
fn pages(options: &Options, prepared: &Prepared) -> std::result::Result<Table, String> {
    let server = Server::start(&prepared.place)?;
    let session = signed_in(prepared)?;
    let mut random = Random::new(5);
    let ids = &prepared.material.ids;
    let mut some = |end: &str| -> Vec<String> {
        (0..200).filter_map(|_| Some(format!("/contacts/{}{end}", random.pick(ids)?))).collect()
    };
    let one = |path: &str| vec![path.to_owned()];
    let asked = [
        ("contact", some("")),
        ("activities of a contact", some("/activities")),
        ("activities", one("/activities")),
        ("activities, last page", one("/activities?last=1")),
        ("open tasks", one("/activities?status=open")),
        ("of one type", one("/activities?type=2")),
        ("of this month", one("/activities?period=month")),
        ("own tasks", one("/tasks")),
        ("calendar", one("/calendar")),
        ("searched", one("/activities?q=point+77")),
        ("groups", one("/groups")),
    ];
    let mut table = Table::new("pages of contacts and activities", &["page", "p50", "p95", "goal"]);
    for (name, paths) in &asked {
        let ((median, p95), _) = measure(options, &server, &session, paths)?;
        let kept = verdict("p95 below 15 ms", p95 < PAGE_GOAL);
        table.row(
            vec![(*name).to_owned(), shown(median), shown(p95), kept],
            json!({"page": name, "p50": micros(median), "p95": micros(p95)}),
        );
    }
    Ok(table)
}
