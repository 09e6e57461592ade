//! Twenty questions as people and programs ask them, each against the same SQL written by hand, on one connection and
//! in turns. Both sides read every cell into JSON; the planner's time counts.

use std::time::{Duration, Instant};

use query::{Cell, Dialect, GetRequest, fold_expression};
use schema::{Value, Verb};
use serde_json::{Value as Json, json};
use store::{As, Tx, statement};

use super::Options;
use super::data::Prepared;
use super::report::{Report, Table, micros, shown, verdict};
use super::samples::{Samples, Summary, ratio};

/// How many times the SQL by hand an answer may take.
const GOAL: f64 = 1.3;
/// What somebody who types may wait for where an index answers, and where everything must be read.
const INDEXED: Duration = Duration::from_millis(50);
const SCAN: Duration = Duration::from_secs(1);
/// Rounds at least and at most.
const ROUNDS: (u32, u32) = (5, 400);

/// A question, in the words of the API and in SQL.
struct Question {
    name: &'static str,
    entity: &'static str,
    params: Json,
    /// `{fold:…}` is an expression as texts compare; `?1` a bind.
    sql: String,
    binds: Vec<Value>,
    /// Whether an index can answer it.
    indexed: bool,
}

/// What questions are made from.
struct Ground {
    prefix: String,
    email: String,
    city: String,
    ids: Vec<i64>,
    contacts: i64,
    activities: i64,
}

const CONTACT: &str = "FROM civicrm_contact c";
const ADDRESS: &str = "LEFT JOIN civicrm_address a ON a.contact_id = c.id AND a.is_primary = 1";
const EMAIL: &str = "LEFT JOIN civicrm_email e ON e.contact_id = c.id AND e.is_primary = 1";
const PHONE: &str = "LEFT JOIN civicrm_phone p ON p.contact_id = c.id AND p.is_primary = 1";
const EMPLOYER: &str = "LEFT JOIN civicrm_contact o ON o.id = c.employer_id";
const KEPT: &str = "c.is_deleted = 0";

/// Measures all of them.
///
/// # Errors
/// When an answer fails, or differs from what the SQL by hand says.
pub fn run(options: &Options, prepared: &Prepared, report: &mut Report) -> Result<(), String> {
    let head = ["query", "rows", "by hand", "p95", "engine", "p95", "engine/hand", "times", "wait"];
    let mut table = Table::new("queries, medians", &head);
    let ground = ground(prepared)?;
    for question in questions(&ground) {
        let found = prepared.site.read(&prepared.actor, |tx| Ok(measure(options, tx, &question)));
        let (rows, by_hand, engine) = found.map_err(|e| e.to_string())??;
        let times = ratio(engine.median, by_hand.median);
        let wait = if question.indexed { INDEXED } else { SCAN };
        let cells = vec![
            question.name.to_owned(),
            rows.to_string(),
            shown(by_hand.median),
            shown(by_hand.p95),
            shown(engine.median),
            shown(engine.p95),
            format!("{times:.2}"),
            verdict(&format!("< {GOAL}"), times < GOAL),
            verdict(&format!("< {}", shown(wait)), engine.p95 < wait),
        ];
        let summary = |s: Summary| json!({"median_us": micros(s.median), "p95_us": micros(s.p95), "runs": s.count});
        let figures = json!({"query": question.name, "rows": rows, "by_hand": summary(by_hand), "engine": summary(engine), "ratio": times});
        table.row(cells, figures);
    }
    report.add(table);
    Ok(())
}

/// Asks in turns until time is up; tells how many rows there are, and what both took.
fn measure(options: &Options, tx: &Tx<'_>, question: &Question) -> Result<(usize, Summary, Summary), String> {
    let told = |error: store::Error| format!("{}: {error}", question.name);
    let (one, other) = (by_hand(tx, question).map_err(told)?, engine(tx, question).map_err(told)?);
    if one.rows != other.rows || one.first != other.first {
        let said = |answer: &Answer| format!("{} rows, first {:?}", answer.rows, answer.first);
        return Err(format!("{}: the answers differ: by hand {}; engine {}", question.name, said(&one), said(&other)));
    }
    let mut samples = [Samples::default(), Samples::default()];
    let begin = Instant::now();
    for round in 0..ROUNDS.1 {
        if round >= ROUNDS.0 && begin.elapsed() > options.span() {
            break;
        }
        for turn in 0..2 {
            let at = (turn + round as usize) % 2;
            let started = Instant::now();
            let answer = if at == 0 { by_hand(tx, question) } else { engine(tx, question) };
            let took = started.elapsed();
            std::hint::black_box(answer.map_err(told)?.body);
            samples[at].push(took);
        }
    }
    let [by_hand, engine] = samples.map(Samples::summary);
    by_hand.zip(engine).map(|(a, b)| (one.rows, a, b)).ok_or_else(|| "nothing was measured".to_owned())
}

struct Answer {
    rows: usize,
    /// The first cell of the first row, in words.
    first: String,
    body: Vec<u8>,
}

fn by_hand(tx: &Tx<'_>, question: &Question) -> store::Result<Answer> {
    let text = written(tx.dialect(), &question.sql);
    let keys = question.keys();
    let mut answer = Answer { rows: 0, first: String::new(), body: Vec::with_capacity(4096) };
    tx.rows(&statement(text, question.binds.clone()), |row| {
        answer.rows += 1;
        answer.body.push(b'{');
        for (at, key) in keys.iter().enumerate() {
            if at > 0 {
                answer.body.push(b',');
            }
            answer.body.extend_from_slice(key.as_bytes());
            answer.body.push(b':');
            put(&mut answer.body, row.cell(at));
        }
        answer.body.push(b'}');
        if answer.rows == 1 {
            answer.first = words(row.cell(0));
        }
        Ok(())
    })?;
    Ok(answer)
}

fn engine(tx: &Tx<'_>, question: &Question) -> store::Result<Answer> {
    let params = question.params.as_object().cloned().unwrap_or_default();
    let plan = tx.plan(question.entity, &GetRequest::from_json(&params)?, As::Actor, Verb::View)?;
    let mut body = Vec::with_capacity(4096);
    if let Some(count) = tx.count(&plan)? {
        return Ok(Answer { rows: 1, first: count.to_string(), body });
    }
    let mut first = None;
    let mut rows = 0;
    // The planner may read columns of its own before those that are asked for.
    let asked = params.get("select").and_then(|select| select.get(0)?.as_str()).unwrap_or_default();
    let key = asked.rsplit(" AS ").next().unwrap_or(asked);
    let shown = plan.columns.iter().position(|column| column.key == key).unwrap_or(0);
    if let Some(statement) = &plan.rows {
        let last = plan.columns.len().saturating_sub(1);
        tx.rows(statement, |row| {
            rows += 1;
            first.get_or_insert_with(|| words(row.cell(shown)));
            body.push(b'{');
            for (at, column) in plan.columns.iter().enumerate() {
                body.extend_from_slice(column.key.as_bytes());
                body.push(b':');
                put(&mut body, row.cell(at));
                body.push(if at == last { b'}' } else { b',' });
            }
            Ok(())
        })?;
    }
    Ok(Answer { rows, first: first.unwrap_or_default(), body })
}

fn put(out: &mut Vec<u8>, cell: Cell<'_>) {
    match cell {
        Cell::Text(text) => {
            out.push(b'"');
            out.extend_from_slice(text.as_bytes());
            out.push(b'"');
        }
        other => out.extend_from_slice(words(other).as_bytes()),
    }
}

fn words(cell: Cell<'_>) -> String {
    match cell {
        Cell::Text(text) => text.to_owned(),
        Cell::Int(n) => n.to_string(),
        Cell::Null => "null".to_owned(),
        other => format!("{other:?}"),
    }
}

/// The SQL in the words of a database.
fn written(dialect: Dialect, sql: &str) -> String {
    let mut out = String::with_capacity(sql.len() * 2);
    let mut rest = sql;
    while let Some((before, behind)) = rest.split_once("{fold:") {
        out.push_str(before);
        let (inner, after) = behind.split_once('}').unwrap_or((behind, ""));
        out.push_str(&fold_expression(dialect, inner));
        rest = after;
    }
    out.push_str(rest);
    match dialect {
        Dialect::Sqlite => out.replace("{month}", "strftime('%Y%m', t.activity_date_time)"),
        Dialect::Postgres => out.replace("{month}", "to_char(t.activity_date_time, 'YYYYMM')").replace('?', "$"),
    }
}

fn ground(prepared: &Prepared) -> Result<Ground, String> {
    let first = |text: &str| {
        let asked = prepared.site.read(&prepared.actor, |tx| tx.one(&statement(text, Vec::new())));
        asked.map_err(|e| e.to_string())
    };
    let text =
        |sql: &str| Ok::<_, String>(first(sql)?.and_then(|v| v.as_text().map(str::to_owned)).unwrap_or_default());
    let number = |sql: &str| Ok::<_, String>(first(sql)?.and_then(|v| v.as_int()).unwrap_or(0));
    let middle = prepared.material.ids.len() / 2;
    let id = prepared.material.ids.get(middle).copied().unwrap_or(1);
    Ok(Ground {
        prefix: prepared.material.prefixes.get(prepared.material.prefixes.len() / 2).cloned().unwrap_or_default(),
        email: text(&format!(
            "SELECT email FROM civicrm_email WHERE is_primary = 1 AND contact_id >= {id} ORDER BY contact_id LIMIT 1"
        ))?,
        city: text(
            "SELECT city FROM civicrm_address WHERE city IS NOT NULL GROUP BY city ORDER BY count(*) DESC LIMIT 1",
        )?,
        ids: prepared
            .material
            .ids
            .iter()
            .copied()
            .step_by((prepared.material.ids.len() / 100).max(1))
            .take(100)
            .collect(),
        contacts: number("SELECT count(*) FROM civicrm_contact WHERE is_deleted = 0")?,
        activities: number(
            "SELECT count(*) FROM civicrm_activity WHERE is_deleted = 0 AND is_test = 0 AND is_current_revision = 1",
        )?,
    })
}

fn question(name: &'static str, params: Json, sql: String, binds: Vec<Value>) -> Question {
    Question { name, entity: "Contact", params, sql, binds, indexed: false }
}

impl Question {
    fn indexed(self) -> Question {
        Question { indexed: true, ..self }
    }

    fn of(self, entity: &'static str) -> Question {
        Question { entity, ..self }
    }

    /// What the columns are called in an answer.
    fn keys(&self) -> Vec<&str> {
        let asked = self.params.get("select").and_then(Json::as_array).into_iter().flatten();
        asked.filter_map(Json::as_str).map(|item| item.rsplit(" AS ").next().unwrap_or(item)).collect()
    }
}

/// All that begin so: no character stands behind the last one.
fn beginning(prefix: &str) -> Vec<Value> {
    let from = schema::fold::fold(prefix).into_owned();
    let to = format!("{from}\u{10FFFF}");
    vec![from.into(), to.into()]
}

fn folded(text: &str) -> Value {
    schema::fold::fold(text).into_owned().into()
}

fn questions(ground: &Ground) -> Vec<Question> {
    let mut all = names(ground);
    all.extend(joins(ground));
    all.extend(groups());
    all.extend(pages(ground));
    all
}

fn names(ground: &Ground) -> Vec<Question> {
    let prefix = &ground.prefix;
    let part: String = prefix.chars().skip(1).collect();
    let like: Value = format!("%{}%", schema::fold::fold(&part)).into();
    let list = ground.ids.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    vec![
        question(
            "prefix, 25 by name",
            json!({"select": ["id", "display_name"], "where": [["sort_name", "LIKE", format!("{prefix}%")]], "orderBy": {"sort_name": "ASC"}, "limit": 25}),
            format!("SELECT c.id, c.display_name {CONTACT} WHERE {KEPT} AND {{fold:c.sort_name}} >= ?1 AND {{fold:c.sort_name}} < ?2 ORDER BY {{fold:c.sort_name}}, c.id LIMIT 25"),
            beginning(prefix),
        )
        .indexed(),
        question(
            "prefix, counted",
            json!({"select": ["row_count"], "where": [["sort_name", "LIKE", format!("{prefix}%")]]}),
            format!("SELECT count(*) {CONTACT} WHERE {KEPT} AND {{fold:c.sort_name}} >= ?1 AND {{fold:c.sort_name}} < ?2"),
            beginning(prefix),
        )
        .indexed(),
        question(
            "contains, counted",
            json!({"select": ["row_count"], "where": [["display_name", "CONTAINS", part]]}),
            format!("SELECT count(*) {CONTACT} WHERE {KEPT} AND {{fold:c.display_name}} LIKE ?1"),
            vec![like.clone()],
        ),
        question(
            "contains, first 25 by name",
            json!({"select": ["id", "display_name"], "where": [["display_name", "CONTAINS", part]], "orderBy": {"sort_name": "ASC"}, "limit": 25}),
            format!("SELECT c.id, c.display_name {CONTACT} WHERE {KEPT} AND {{fold:c.display_name}} LIKE ?1 ORDER BY {{fold:c.sort_name}}, c.id LIMIT 25"),
            vec![like],
        ),
        question(
            "a hundred ids",
            json!({"select": ["id", "display_name"], "where": [["id", "IN", ground.ids]], "orderBy": {"id": "ASC"}}),
            format!("SELECT c.id, c.display_name {CONTACT} WHERE {KEPT} AND c.id IN ({list}) ORDER BY c.id"),
            Vec::new(),
        )
        .indexed(),
        question(
            "an e-mail address, whose",
            json!({"select": ["contact_id", "contact_id.display_name"], "where": [["email", "=", ground.email]], "orderBy": {"id": "ASC"}}),
            "SELECT e.contact_id, c.display_name FROM civicrm_email e LEFT JOIN civicrm_contact c ON c.id = e.contact_id WHERE {fold:e.email} = ?1 ORDER BY e.id".to_owned(),
            vec![folded(&ground.email)],
        )
        .of("Email")
        .indexed(),
    ]
}

fn joins(ground: &Ground) -> Vec<Question> {
    let city = &ground.city;
    vec![
        question(
            "two joins, 50 of a town",
            json!({"select": ["id", "display_name", "address_primary.city", "employer_id.display_name"], "where": [["address_primary.city", "=", city]], "orderBy": {"id": "ASC"}, "limit": 50}),
            format!("SELECT c.id, c.display_name, a.city, o.display_name {CONTACT} {ADDRESS} {EMPLOYER} WHERE {KEPT} AND {{fold:a.city}} = ?1 ORDER BY c.id LIMIT 50"),
            vec![folded(city)],
        ),
        question(
            "three joins, 25 by name",
            json!({"select": ["id", "display_name", "email_primary.email", "phone_primary.phone", "address_primary.city"], "orderBy": {"sort_name": "ASC"}, "limit": 25}),
            format!("SELECT c.id, c.display_name, e.email, p.phone, a.city {CONTACT} {EMAIL} {PHONE} {ADDRESS} WHERE {KEPT} ORDER BY {{fold:c.sort_name}}, c.id LIMIT 25"),
            Vec::new(),
        )
        .indexed(),
        question(
            "three joins, counted by town",
            json!({"select": ["row_count"], "where": [["address_primary.city", "=", city], ["email_primary.email", "IS NOT EMPTY"], ["phone_primary.phone", "IS NOT EMPTY"]]}),
            format!("SELECT count(*) {CONTACT} {ADDRESS} {EMAIL} {PHONE} WHERE {KEPT} AND {{fold:a.city}} = ?1 AND e.email <> '' AND p.phone <> ''"),
            vec![folded(city)],
        ),
        question(
            "EXISTS, counted",
            json!({"select": ["row_count"], "join": [["Phone AS p", "INNER", ["p.contact_id", "=", "id"]]], "groupBy": ["id"]}),
            format!("SELECT count(*) {CONTACT} WHERE {KEPT} AND EXISTS (SELECT 1 FROM civicrm_phone p WHERE p.contact_id = c.id)"),
            Vec::new(),
        ),
        question(
            "NOT EXISTS, counted",
            json!({"select": ["row_count"], "join": [["Email AS e", "EXCLUDE", ["e.contact_id", "=", "id"]]]}),
            format!("SELECT count(*) {CONTACT} WHERE {KEPT} AND NOT EXISTS (SELECT 1 FROM civicrm_email e WHERE e.contact_id = c.id)"),
            Vec::new(),
        ),
    ]
}

const ACTIVITY: &str = "FROM civicrm_activity t WHERE t.is_deleted = 0 AND t.is_test = 0";

fn groups() -> Vec<Question> {
    vec![
        question(
            "aggregate by month",
            json!({"select": ["EXTRACT(YEAR_MONTH FROM activity_date_time) AS month", "COUNT(id) AS number"], "groupBy": ["EXTRACT(YEAR_MONTH FROM activity_date_time)"], "orderBy": {"month": "ASC"}}),
            format!("SELECT CAST({{month}} AS bigint), count(t.id) {ACTIVITY} GROUP BY 1 ORDER BY 1"),
            Vec::new(),
        )
        .of("Activity"),
        question(
            "by town, the greatest twenty",
            json!({"select": ["address_primary.city", "COUNT(id) AS number"], "where": [["address_primary.city", "IS NOT NULL"]], "groupBy": ["address_primary.city"], "orderBy": {"number": "DESC", "address_primary.city": "ASC"}, "limit": 20}),
            format!("SELECT min(a.city), count(c.id) {CONTACT} {ADDRESS} WHERE {KEPT} AND a.city IS NOT NULL GROUP BY {{fold:a.city}} ORDER BY 2 DESC, {{fold:min(a.city)}} LIMIT 20"),
            Vec::new(),
        ),
        question(
            "employers with more than five",
            json!({"select": ["employer_id", "COUNT(id) AS number"], "where": [["employer_id", "IS NOT NULL"]], "groupBy": ["employer_id"], "having": [["number", ">", 5]], "orderBy": {"employer_id": "ASC"}}),
            format!("SELECT c.employer_id, count(c.id) {CONTACT} WHERE {KEPT} AND c.employer_id IS NOT NULL GROUP BY c.employer_id HAVING count(c.id) > 5 ORDER BY c.employer_id"),
            Vec::new(),
        ),
        question(
            "births, least and greatest, by gender",
            json!({"select": ["gender_id", "MIN(birth_date) AS least", "MAX(birth_date) AS greatest"], "groupBy": ["gender_id"], "orderBy": {"gender_id": "ASC"}, "where": [["gender_id", "IS NOT NULL"]]}),
            format!("SELECT c.gender_id, min(c.birth_date), max(c.birth_date) {CONTACT} WHERE {KEPT} AND c.gender_id IS NOT NULL GROUP BY c.gender_id ORDER BY c.gender_id"),
            Vec::new(),
        ),
        question(
            "different towns, counted",
            json!({"select": ["COUNT(DISTINCT city) AS number"]}),
            "SELECT count(DISTINCT {fold:d.city}) FROM civicrm_address d".to_owned(),
            Vec::new(),
        )
        .of("Address"),
    ]
}

fn pages(ground: &Ground) -> Vec<Question> {
    let last = (ground.contacts - 25).max(0);
    let last_activity = (ground.activities - 25).max(0);
    vec![
        question(
            "top 100 by date of birth",
            json!({"select": ["id", "display_name", "birth_date"], "where": [["birth_date", "IS NOT NULL"]], "orderBy": {"birth_date": "DESC", "id": "ASC"}, "limit": 100}),
            format!("SELECT c.id, c.display_name, c.birth_date {CONTACT} WHERE {KEPT} AND c.birth_date IS NOT NULL ORDER BY c.birth_date DESC, c.id LIMIT 100"),
            Vec::new(),
        ),
        question(
            "last page of contacts by name",
            json!({"select": ["id", "display_name"], "orderBy": {"sort_name": "ASC"}, "limit": 25, "offset": last}),
            format!("SELECT c.id, c.display_name {CONTACT} WHERE {KEPT} ORDER BY {{fold:c.sort_name}}, c.id LIMIT 25 OFFSET {last}"),
            Vec::new(),
        ),
        question(
            "last page of activities by date",
            json!({"select": ["id", "subject"], "orderBy": {"activity_date_time": "ASC", "id": "ASC"}, "limit": 25, "offset": last_activity}),
            format!("SELECT t.id, t.subject {ACTIVITY} ORDER BY t.activity_date_time, t.id LIMIT 25 OFFSET {last_activity}"),
            Vec::new(),
        )
        .of("Activity"),
        question(
            "count of people",
            json!({"select": ["row_count"], "where": [["contact_type", "=", "Individual"]]}),
            format!("SELECT count(*) {CONTACT} WHERE {KEPT} AND {{fold:c.contact_type}} = 'individual'"),
            Vec::new(),
        ),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn twenty_questions_are_asked_each_by_a_name_of_its_own() {
        let ids = vec![1, 2];
        let ground =
            Ground { prefix: "Mar".into(), email: "a@b.c".into(), city: "Die".into(), ids, contacts: 9, activities: 9 };
        let all = questions(&ground);
        let mut names: Vec<&str> = all.iter().map(|one| one.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), 20);
        assert!(all.iter().all(|one| GetRequest::from_json(one.params.as_object().unwrap()).is_ok()));
    }

    #[test]
    fn sql_by_hand_is_said_in_the_words_of_each_database() {
        assert_eq!(written(Dialect::Sqlite, "{fold:c.x} = ?1"), "ruche_fold(c.x) = ?1");
        assert!(written(Dialect::Postgres, "{fold:c.x} = ?1").ends_with(" = $1"));
    }
}
