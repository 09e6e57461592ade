//! People whom access rules let see some of the contacts alone: a few hundred, or nearly a third of all. Their lists keep
//! pace with those of whoever sees everybody.

use std::time::Duration;

use contact::access::session;
use query::GetRequest;
use schema::{Actor, Value};
use serde_json::{Map, Value as Json, json};
use store::{As, Result, Tx, statement};

use super::Options;
use super::data::Prepared;
use super::pages::{encoded, measure, signed_in};
use super::random::Random;
use super::report::{Report, Table, micros, shown, verdict};
use super::server::Server;

/// What a list may take for whoever sees a part of the contacts.
const LIST_GOAL: Duration = Duration::from_millis(30);
/// So many contacts the first of them sees.
const FEW: usize = 300;
/// Of ten contacts the second one sees three.
const OF_TEN: usize = 3;
/// Rows that are put in at once.
const AT_ONCE: usize = 20_000;
/// The first role of the access rules that no site has yet.
const FIRST_ROLE: i64 = 900;

/// Somebody who sees a group of contacts, and nobody else.
struct Reader {
    name: &'static str,
    user: i64,
    actor: Actor,
    sees: Vec<i64>,
}

/// Makes the groups and the people, asks for their lists, and prints.
///
/// # Errors
/// When the database fails, or somebody sees more or fewer contacts than they should.
pub fn run(options: &Options, prepared: &Prepared, report: &mut Report) -> std::result::Result<(), String> {
    let text = |error: store::Error| error.to_string();
    let ids = &prepared.material.ids;
    let few: Vec<i64> = ids.iter().step_by((ids.len() / FEW).max(1)).take(FEW).copied().collect();
    let many: Vec<i64> = ids.iter().enumerate().filter(|(at, _)| at % 10 < OF_TEN).map(|(_, id)| *id).collect();
    // The newest account, as long as the readers have none.
    let everybody = signed_in(prepared)?;
    let mut readers = Vec::new();
    for (at, (name, sees)) in [("few", few), ("many", many)].into_iter().enumerate() {
        let role = FIRST_ROLE + i64::try_from(at).unwrap_or(0);
        readers.push(reader(prepared, name, role, sees).map_err(text)?);
    }
    prepared.site.tune().map_err(text)?;
    readers.iter().try_for_each(|reader| checked(prepared, reader))?;
    let server = Server::start(&prepared.place)?;
    let mut table = Table::new("access", &["list", "sees", "p50", "p95", "goal"]);
    for reader in &readers {
        let begun =
            prepared.site.write(&prepared.actor, "bench", |tx| session::begin(tx, reader.user, "127.0.0.1", "bench"));
        lists(options, prepared, (&server, &begun.map_err(text)?), &reader.sees, true, &mut table)?;
    }
    lists(options, prepared, (&server, &everybody), ids, false, &mut table)?;
    report.add(table);
    Ok(())
}

fn object(json: Json) -> Map<String, Json> {
    if let Json::Object(map) = json { map } else { Map::new() }
}

fn save(tx: &mut Tx<'_>, entity: &str, values: Json) -> Result<i64> {
    Ok(tx.save(entity, object(values), As::Program)?.id)
}

/// An account whose role opens the door alone, the group of those whom it sees, and the line that says so.
fn reader(prepared: &Prepared, name: &'static str, role: i64, sees: Vec<i64>) -> Result<Reader> {
    let program = Actor::system("bench");
    let (user, group) = prepared.site.write(&program, "bench", |tx| {
        let login = format!("bench-{name}");
        let contact = save(tx, "Contact", json!({"contact_type": "Individual", "first_name": login}))?;
        save(tx, "Role", json!({"name": login, "label": login, "permissions": ["access CiviCRM"]}))?;
        let user = save(tx, "User", json!({"username": login, "contact_id": contact, "roles:name": [login]}))?;
        let group = save(tx, "Group", json!({"title": login}))?;
        let label = json!({"option_group_id:name": "acl_role", "label": login, "value": role.to_string()});
        save(tx, "OptionValue", label)?;
        let given = json!({"acl_role_id": role, "entity_table": "civicrm_contact", "entity_id": contact});
        save(tx, "ACLEntityRole", given)?;
        let line = json!({"name": login, "entity_id": role, "operation": "View", "object_table": "civicrm_group",
            "object_id": group});
        save(tx, "ACL", line)?;
        Ok((user, group))
    })?;
    for part in sees.chunks(AT_ONCE) {
        prepared.site.write(&program, "bench", |tx| {
            let newest = statement(r#"SELECT max("id") FROM "civicrm_group_contact""#, Vec::new());
            let newest = tx.one(&newest)?.and_then(|id| id.as_int()).unwrap_or(0);
            let rows: Vec<Vec<Value>> = (newest + 1..)
                .zip(part)
                .map(|(id, contact)| vec![id.into(), group.into(), (*contact).into(), "Added".into()])
                .collect();
            tx.seed("GroupContact", &["id", "group_id", "contact_id", "status"], &rows)
        })?;
    }
    let actor = prepared.site.read(&program, |tx| contact::access::actor_of_user(tx, user))?;
    let actor = actor.map(|bearer| bearer.actor).ok_or_else(|| store::Error::internal("the account is not there"))?;
    Ok(Reader { name, user, actor, sees })
}

/// Refuses to measure what is wrong.
fn checked(prepared: &Prepared, reader: &Reader) -> std::result::Result<(), String> {
    let request = GetRequest { select: vec!["row_count".to_owned()], ..GetRequest::default() };
    let found = prepared.site.read(&reader.actor, |tx| tx.get("Contact", &request, As::Actor));
    let matched = found.map_err(|error| error.to_string())?.matched;
    match matched.and_then(|count| usize::try_from(count).ok()) == Some(reader.sees.len()) {
        true => Ok(()),
        false => Err(format!("{} should see {} contacts and sees {matched:?}", reader.name, reader.sees.len())),
    }
}

/// The pages of contacts, as the server answers them to somebody.
fn lists(
    options: &Options,
    prepared: &Prepared,
    (server, session): (&Server, &str),
    sees: &[i64],
    has_goal: bool,
    table: &mut Table,
) -> std::result::Result<(), String> {
    let mut random = Random::new(13);
    let one = |path: &str| vec![path.to_owned()];
    let contacts = (0..200).filter_map(|_| Some(format!("/contacts/{}", random.pick(sees)?))).collect();
    let prefixes = || prepared.material.prefixes.iter().take(200);
    let asked: Vec<(&str, Vec<String>)> = vec![
        ("first page", one("/contacts")),
        ("last page", one("/contacts?last=1")),
        ("one type", one("/contacts?type=Organization")),
        ("one town", one("/contacts?city=Paris")),
        ("newest first", one("/contacts?sort=-modified")),
        ("by town", one("/contacts?sort=city")),
        ("searched", prefixes().map(|prefix| format!("/contacts?q={}", encoded(prefix))).collect()),
        ("palette", prefixes().map(|prefix| format!("/palette?q={}", encoded(prefix))).collect()),
        ("contact", contacts),
    ];
    for (name, paths) in asked {
        let (summary, bytes) = measure(options, server, session, &paths)?;
        let goal = match has_goal {
            true => verdict("p95 below 30 ms", summary.1 < LIST_GOAL),
            false => "– (whoever sees everybody)".to_owned(),
        };
        let cells = vec![name.to_owned(), sees.len().to_string(), shown(summary.0), shown(summary.1), goal];
        let figures = json!({"list": name, "sees": sees.len(), "p50": micros(summary.0), "p95": micros(summary.1),
            "bytes": bytes});
        table.row(cells, figures);
    }
    Ok(())
}
