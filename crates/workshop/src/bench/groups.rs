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
    let (words, indexing) = indexed(prepared).map_err(text)?;
    prepared.site.tune().map_err(text)?;
    let mut table = Table::new("groups", &["case", "contacts", "time", "goal"]);
    let mut tell = |case: &str, contacts: i64, took: Duration, goal: Option<(&str, Duration)>| {
        let kept = goal.map_or_else(|| "–".to_owned(), |(words, most)| verdict(words, took < most));
        let cells = vec![case.to_owned(), contacts.to_string(), shown(took), kept];
        table.row(cells, json!({"case": case, "contacts": contacts, "time": micros(took)}));
    };
    tell("records whose words are indexed", words, indexing, None);
    let (joined, joining, undoing) = added(prepared).map_err(text)?;
    tell("added to a group from a search", joined, joining, Some(("below 5 s", ADDING_GOAL)));
    tell("taken back by undo", joined, undoing, None);
    let (saving, asking) = edited(prepared, &live)?;
    tell("one contact changed", 1, saving, None);
    tell("its place in 500 groups asked in the same transaction", 1, asking, None);
    let (members, counting, reading) = large(prepared).map_err(text)?;
    tell("a group that a search fills counted", members, counting, Some(("below 3 s", COUNTING_GOAL)));
    tell("all of its members found", members, reading, Some(("below 3 s", COUNTING_GOAL)));
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

/// What the group of this number asks for: a name that nobody has yet, a town, an age, the begin of a name.
fn conditions(at: i64) -> Json {
    match at % 4 {
        0 => json!([["first_name", "=", format!("Bench{at}")]]),
        1 => json!([["address_primary.postal_code", "LIKE", format!("{}%", town(at))]]),
        2 => json!([["birth_date", ">", born_after(at)]]),
        _ => json!([["last_name", "LIKE", format!("{}%", letter(at))]]),
    }
}

fn town(at: i64) -> String {
    format!("{:02}", at % 95)
}

fn born_after(at: i64) -> String {
    format!("{}-01-01", 1930 + at % 80)
}

fn letter(at: i64) -> char {
    char::from(b'a' + u8::try_from(at % 26).unwrap_or(0))
}

/// Whether a contact belongs into that group, told without asking the database.
fn belongs(at: i64, contact: &Map<String, Json>) -> bool {
    let text = |name: &str| contact.get(name).and_then(Json::as_str).unwrap_or_default();
    match at % 4 {
        0 => text("first_name") == format!("Bench{at}"),
        1 => text("address_primary.postal_code").starts_with(&town(at)),
        2 => text("birth_date") > born_after(at).as_str(),
        _ => schema::fold::fold(text("last_name")).starts_with(letter(at)),
    }
}

/// Groups by town, age, name and by a name that nobody has yet.
fn live_groups(tx: &mut Tx<'_>) -> Result<Vec<i64>> {
    (0..LIVE).map(|at| live_group(tx, &format!("Bench {at}"), conditions(at))).collect()
}

fn members(prepared: &Prepared, group: i64) -> Result<i64> {
    prepared.site.read(&prepared.actor, |tx| group_count::members(tx, group))
}

/// The index of words, which a site has after a while, is built to its end.
fn indexed(prepared: &Prepared) -> Result<(i64, Duration)> {
    let mut work = Work::default();
    let begun = Instant::now();
    loop {
        prepared
            .site
            .write(&Actor::system("full_text"), "full_text", |tx| search::text::follow::step(tx, &mut work))?;
        if work.position.is_none() {
            break;
        }
    }
    let took = begun.elapsed();
    let count =
        prepared.site.read(&prepared.actor, |tx| Ok(max(tx, "civicrm_activity")? + max(tx, "civicrm_contact")?))?;
    Ok((count, took))
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

/// Somebody gets another name: which of the groups they are in is asked in the same transaction, and compared with what
/// must be.
fn edited(prepared: &Prepared, live: &[i64]) -> std::result::Result<(Duration, Duration), String> {
    let contact = prepared.material.ids.get(prepared.material.ids.len() / 2).copied().unwrap_or(2);
    let values = object(json!({"id": contact, "first_name": "Bench8"}));
    let asked = prepared.site.write(&prepared.actor, "bench", |tx| {
        let begun = Instant::now();
        tx.save("Contact", values, As::Actor)?;
        let saving = begun.elapsed();
        let begun = Instant::now();
        let mut inside = Vec::new();
        for (at, group) in (0..).zip(live) {
            if contact::group_nesting::is_in(tx, *group, contact)? {
                inside.push(at);
            }
        }
        let asking = begun.elapsed();
        let select = ["first_name", "last_name", "birth_date", "address_primary.postal_code"];
        let request = GetRequest {
            select: select.map(str::to_owned).to_vec(),
            where_: vec![json!(["id", "=", contact])],
            ..GetRequest::default()
        };
        let row = tx.get("Contact", &request, As::Actor)?.rows.into_iter().next().unwrap_or_default();
        let expected: Vec<i64> = (0..LIVE).filter(|at| belongs(*at, &row)).collect();
        Ok((saving, asking, inside, expected))
    });
    let (saving, asking, inside, expected) = asked.map_err(|error| error.to_string())?;
    match inside == expected && inside.contains(&8) {
        true => Ok((saving, asking)),
        false => Err(format!("contact {contact} is in the groups {inside:?} instead of {expected:?}")),
    }
}

/// The first third of all contacts.
fn large(prepared: &Prepared) -> Result<(i64, Duration, Duration)> {
    let mut ids = prepared.material.ids.clone();
    ids.sort_unstable();
    // Those who have died are left out: of a million, more than 300,000 stay.
    let last = ids.get(ids.len() * 32 / 100).copied().unwrap_or(0);
    let group = prepared.site.write(&Actor::system("bench"), "bench", |tx| {
        live_group(tx, "The first third", json!([["id", "<=", last], ["is_deceased", "=", false]]))
    })?;
    let begun = Instant::now();
    let count = members(prepared, group)?;
    let counting = begun.elapsed();
    let begun = Instant::now();
    let request = GetRequest {
        select: vec!["id".to_owned()],
        where_: vec![json!(["groups", "IN", [group]])],
        ..GetRequest::default()
    };
    let found = prepared.site.read(&prepared.actor, |tx| tx.get("Contact", &request, As::Actor))?.rows.len();
    match i64::try_from(found) == Ok(count) {
        true => Ok((count, counting, begun.elapsed())),
        false => Err(store::Error::internal(format!("{found} members are listed and {count} counted"))),
    }
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
    // The goal speaks of contacts and of activities; the rest is there to be seen.
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
        ("groups of a contact", some("/groups")),
    ];
    let mut table = Table::new("pages of contacts and activities", &["page", "p50", "p95", "goal"]);
    for (name, paths) in &asked {
        let ((median, p95), _) = measure(options, &server, &session, paths)?;
        let kept = match name.starts_with("groups") {
            true => "–".to_owned(),
            false => verdict("p95 below 15 ms", p95 < PAGE_GOAL),
        };
        table.row(
            vec![(*name).to_owned(), shown(median), shown(p95), kept],
            json!({"page": name, "p50": micros(median), "p95": micros(p95)}),
        );
    }
    Ok(table)
}
