//! For how long data is kept: rules that find what is due, propose it, and carry it out at night where they say so.

use jiff::Span;
use jiff::civil::{Date, DateTime};
use kit::Work;
use query::Cell;
use schema::{Default, Entity, OptionSource, Value};
use serde_json::json;
use store::{As, Change, Error, Problem, Result, Tx, statement};

use crate::erase;

/// What a rule is about: value, name, label.
pub const KINDS: &[(&str, &str, &str)] = &[
    (INACTIVE, INACTIVE, "Contacts without any exchange"),
    (BIN, BIN, "Contacts in the bin"),
    ("outbox", "outbox", "Messages that were sent or called back"),
    ("imports", "imports", "Rows of imported files"),
    ("jobs", "jobs", "Finished background work"),
    ("attempts", "attempts", "Attempts to sign in"),
    ("trace", "trace", "Trace of accounts"),
    ("addresses", "addresses", "Network addresses of consents"),
];

/// People with whom nothing has happened.
pub const INACTIVE: &str = "inactive";
/// What somebody has thrown away.
pub const BIN: &str = "bin";

/// What a rule does: value, name, label.
pub const ACTIONS: &[(&str, &str, &str)] =
    &[(PROPOSE, PROPOSE, "Propose"), (ANONYMISE, ANONYMISE, "Anonymise at night"), (DELETE, DELETE, "Delete at night")];

/// Says how many are due, and lets people decide.
pub const PROPOSE: &str = "propose";
/// Anonymises whoever is due.
pub const ANONYMISE: &str = "anonymise";
/// Deletes what is due.
pub const DELETE: &str = "delete";

const UNITS: &[(&str, &str, &str)] = &[("day", "day", "Days"), ("month", "month", "Months"), ("year", "year", "Years")];

/// One rule.
#[derive(Clone, Debug, Entity)]
#[entity(
    "RetentionRule",
    "ruche_retention_rule",
    title("Retention Rule", "Retention Rules"),
    label_field("title"),
    searchable("none"),
    door_all("get", &["access GDPR"]),
    door_all("default", &["administer GDPR"]),
    unique("UI_name", &["name"])
)]
pub struct RetentionRule {
    #[field(readonly)]
    pub id: i64,
    #[field(text(64))]
    pub name: Option<String>,
    #[field(text(128), required)]
    pub title: Option<String>,
    #[field(text(16), required, options(OptionSource::Fixed(KINDS)))]
    pub kind: Option<String>,
    #[field(default(36_i64))]
    pub period: i64,
    #[field(text(8), default("month"), options(OptionSource::Fixed(UNITS)))]
    pub unit: String,
    #[field(text(16), default("propose"), options(OptionSource::Fixed(ACTIONS)))]
    pub action: String,
    /// Only contacts of this type (`Individual`).
    #[field(text(64))]
    pub contact_type: Option<String>,
    #[field(default(true))]
    pub is_active: bool,
    #[field(timestamp, readonly)]
    pub last_run: Option<DateTime>,
    /// How many were due then.
    #[field(readonly)]
    pub last_count: Option<i64>,
}

/// A contact that somebody wants kept although a rule says otherwise.
#[derive(Clone, Debug, Entity)]
#[entity(
    "RetentionException",
    "ruche_retention_exception",
    title("Retention Exception", "Retention Exceptions"),
    searchable("none"),
    door_all("default", &["access GDPR"]),
    unique("UI_contact", &["rule_id", "contact_id"])
)]
pub struct RetentionException {
    #[field(readonly)]
    pub id: i64,
    #[field(belongs_to("RetentionRule"))]
    pub rule_id: i64,
    #[field(belongs_to("Contact"), guards)]
    pub contact_id: i64,
    /// Kept until this day, then asked again.
    pub until_date: Date,
    #[field(text(255))]
    pub reason: Option<String>,
    #[field(default_by(Default::CurrentContact), references("Contact"))]
    pub created_id: Option<i64>,
}

/// Before: a time that makes sense, and what may be done with what the rule finds.
///
/// # Errors
/// Refuses impossible times, and anonymising what is no person.
pub fn settle(tx: &mut Tx<'_>, change: &mut Change<RetentionRule>) -> Result<()> {
    let rule = &mut change.after;
    if !(1..=36_500).contains(&rule.period) {
        return Err(Error::field("period", Problem::OutOfRange));
    }
    let fits = match rule.kind.as_deref() {
        Some(INACTIVE) => matches!(rule.action.as_str(), PROPOSE | ANONYMISE),
        Some(BIN) => true,
        _ => matches!(rule.action.as_str(), PROPOSE | DELETE),
    };
    if !fits {
        let words = "Choose something else to do: this does not fit what the rule finds.";
        return Err(Error::rule("action", "problem-retention-action", words));
    }
    if rule.name.as_deref().is_none_or(str::is_empty) {
        let mut name = store::machine_name(rule.title.as_deref().unwrap_or_default()).to_lowercase();
        name.truncate(40);
        rule.name = Some(format!("{name}_{}", tx.clock().now.strftime("%s")));
    }
    Ok(())
}

/// The last moment of what is due, in UTC.
fn cutoff(tx: &Tx<'_>, rule: &RetentionRule) -> DateTime {
    let span = match rule.unit.as_str() {
        "day" => Span::new().try_days(rule.period),
        "year" => Span::new().try_years(rule.period),
        _ => Span::new().try_months(rule.period),
    };
    let now = tx.clock().now;
    let at = span.and_then(|span| now.checked_sub(span)).unwrap_or(DateTime::MIN);
    tx.clock().to_utc(at)
}

/// Whether a rule finds contacts, rather than rows that only the program reads.
pub fn finds_contacts(rule: &RetentionRule) -> bool {
    matches!(rule.kind.as_deref(), Some(INACTIVE | BIN))
}

/// What in the database tells that something happened with a contact: entity, the column of the contact, the moment.
/// Those that the site does not have are passed over.
const EXCHANGES: [(&str, &str, &str); 7] = [
    ("Note", "entity_id", "note_date"),
    ("Consent", "contact_id", "consent_date"),
    ("Contribution", "contact_id", "receive_date"),
    ("Participant", "contact_id", "register_date"),
    ("Membership", "contact_id", "end_date"),
    ("Pledge", "contact_id", "create_date"),
    ("Grant", "contact_id", "application_received_date"),
];

/// The conditions and binds that find what a rule is about, as what follows `WHERE`; the table is `c`.
fn condition(tx: &Tx<'_>, rule: &RetentionRule) -> Result<(String, Vec<Value>)> {
    let before = cutoff(tx, rule);
    let one = tx.placeholder(1);
    let mut binds = vec![Value::DateTime(before)];
    let mut parts = Vec::new();
    // Whoever has an account, is the association itself, was forgotten already or is being, is not due.
    parts.push(r#"NOT EXISTS (SELECT 1 FROM "civicrm_uf_match" u WHERE u."contact_id" = c."id")"#.to_owned());
    parts.push(r#"NOT EXISTS (SELECT 1 FROM "civicrm_domain" d WHERE d."contact_id" = c."id")"#.to_owned());
    parts.push(
        r#"NOT EXISTS (SELECT 1 FROM "ruche_subject_request" r WHERE r."contact_id" = c."id" AND r."kind" = 'erasure' AND r."state" IN ('waiting', 'done'))"#
            .to_owned(),
    );
    binds.push(Value::Date(tx.clock().today()));
    parts.push(format!(
        r#"NOT EXISTS (SELECT 1 FROM "ruche_retention_exception" x WHERE x."contact_id" = c."id" AND x."until_date" >= {})"#,
        tx.placeholder(2)
    ));
    match rule.kind.as_deref() {
        Some(BIN) => parts.push(format!(r#"c."is_deleted" = 1 AND c."modified_date" < {one}"#)),
        _ => {
            parts.push(format!(r#"c."is_deleted" = 0 AND c."created_date" < {one}"#));
            parts.extend(silences(tx, one));
        }
    }
    if let Some(kind) = rule.contact_type.as_deref().filter(|kind| !kind.is_empty()) {
        binds.push(kind.into());
        parts.push(format!(r#"c."contact_type" = {}"#, tx.placeholder(3)));
    }
    Ok((parts.join(" AND "), binds))
}

/// That nothing has happened since the moment bound as `one`.
fn silences(tx: &Tx<'_>, one: &str) -> Vec<String> {
    let catalog = tx.catalog();
    let mut parts = Vec::new();
    if catalog.entity("ActivityContact").is_some() {
        parts.push(format!(
            r#"NOT EXISTS (SELECT 1 FROM "civicrm_activity_contact" l JOIN "civicrm_activity" a ON a."id" = l."activity_id"
               WHERE l."contact_id" = c."id" AND a."is_deleted" = 0 AND a."activity_date_time" >= {one})"#
        ));
    }
    for (name, key, moment) in EXCHANGES {
        let Some(entity) = catalog.entity(name).filter(|entity| entity.stored) else { continue };
        let (Some(key), Some(moment)) = (entity.field(key), entity.field(moment)) else { continue };
        let table = match &key.dynamic_reference {
            Some(table) => format!(r#" AND e."{table}" = 'civicrm_contact'"#),
            None => String::new(),
        };
        parts.push(format!(
            r#"NOT EXISTS (SELECT 1 FROM "{}" e WHERE e."{}" = c."id"{table} AND e."{}" >= {one})"#,
            entity.table,
            key.column(),
            moment.column()
        ));
    }
    parts
}

/// A kind of rows that only the program reads: entity, the column with its moment, what else must hold.
fn rows_of(kind: &str) -> Option<(&'static str, &'static str, &'static str)> {
    match kind {
        "outbox" => Some(("RucheOutbox", "created", r#""state" <> 'waiting'"#)),
        "jobs" => Some(("RucheJob", "created", r#""state" IN ('done', 'failed', 'cancelled')"#)),
        "attempts" => Some(("RucheLogin", "at", "1 = 1")),
        "trace" => Some(("RucheTrace", "at", "1 = 1")),
        _ => None,
    }
}

/// The table and condition of what a rule finds where that is no contact; None where the site has no such table.
fn rows_condition(tx: &Tx<'_>, rule: &RetentionRule) -> Option<(String, String)> {
    let one = tx.placeholder(1);
    let kind = rule.kind.as_deref().unwrap_or_default();
    let table = |name: &str| tx.catalog().entity(name).map(|entity| entity.table.to_string());
    match kind {
        "imports" => {
            let jobs = table("UserJob")?;
            let ended = format!(
                r#""user_job_id" IN (SELECT j."id" FROM "{jobs}" j WHERE j."is_template" = 0 AND COALESCE(j."end_date", j."created_date") < {one})"#
            );
            Some((table("RucheImportRow")?, ended))
        }
        "addresses" => Some((table("Consent")?, format!(r#""ip_address" IS NOT NULL AND "consent_date" < {one}"#))),
        kind => {
            let (entity, moment, more) = rows_of(kind)?;
            Some((table(entity)?, format!(r#""{moment}" < {one} AND {more}"#)))
        }
    }
}

/// How many records a rule finds now.
///
/// # Errors
/// The database's own failure.
pub fn count(tx: &Tx<'_>, rule: &RetentionRule) -> Result<i64> {
    let (text, binds) = match finds_contacts(rule) {
        true => {
            let (condition, binds) = condition(tx, rule)?;
            (format!(r#"SELECT COUNT(*) FROM "civicrm_contact" c WHERE {condition}"#), binds)
        }
        false => match rows_condition(tx, rule) {
            Some((table, condition)) => (
                format!(r#"SELECT COUNT(*) FROM "{table}" WHERE {condition}"#),
                vec![Value::DateTime(cutoff(tx, rule))],
            ),
            None => return Ok(0),
        },
    };
    Ok(tx.one(&statement(text, binds))?.and_then(|count| count.as_int()).unwrap_or(0))
}

/// The contacts that a rule finds, those waiting longest first.
///
/// # Errors
/// The database's own failure.
pub fn due(tx: &Tx<'_>, rule: &RetentionRule, most: i64) -> Result<Vec<i64>> {
    if !finds_contacts(rule) {
        return Ok(Vec::new());
    }
    let (condition, binds) = condition(tx, rule)?;
    let text = format!(
        r#"SELECT c."id" FROM "civicrm_contact" c WHERE {condition} ORDER BY c."modified_date", c."id" LIMIT {most}"#
    );
    let mut ids = Vec::new();
    tx.rows(&statement(text, binds), |row| {
        if let Cell::Int(id) = row.cell(0) {
            ids.push(id);
        }
        Ok(())
    })?;
    Ok(ids)
}

/// Carries out a rule on what is due, as far as `most` contacts; tells how many it was.
///
/// # Errors
/// The database's own failure.
pub fn carry_out(tx: &mut Tx<'_>, rule: &RetentionRule, most: i64) -> Result<i64> {
    if !finds_contacts(rule) {
        return clear(tx, rule);
    }
    let mut done = 0;
    for id in due(tx, rule, most)? {
        match rule.action.as_str() {
            DELETE => delete(tx, id)?,
            _ => {
                if erase::now(tx, id)?.is_none() {
                    continue;
                }
            }
        }
        done += 1;
    }
    Ok(done)
}

/// For good; whoever something still needs is anonymised instead.
fn delete(tx: &mut Tx<'_>, id: i64) -> Result<()> {
    if erase::keeps_something(tx, id)? {
        return erase::now(tx, id).map(|_| ());
    }
    let scrubbed = erase::traces(tx, id)?;
    tx.delete("Contact", id, As::Program)?;
    erase::forget_history(tx, id, &scrubbed)
}

fn clear(tx: &Tx<'_>, rule: &RetentionRule) -> Result<i64> {
    let Some((table, condition)) = rows_condition(tx, rule) else { return Ok(0) };
    let text = match rule.kind.as_deref() {
        Some("addresses") => format!(r#"UPDATE "{table}" SET "ip_address" = NULL WHERE {condition}"#),
        _ => format!(r#"DELETE FROM "{table}" WHERE {condition}"#),
    };
    let count = tx.execute(&statement(text, vec![Value::DateTime(cutoff(tx, rule))]))?;
    Ok(i64::try_from(count).unwrap_or(i64::MAX))
}

/// The name of the job that looks every night.
pub const JOB: &str = "privacy retention";

/// So many contacts are anonymised in one step of the job.
const STEP: i64 = 20;

/// The job: each active rule in turn; those that only propose write down how many are due.
///
/// # Errors
/// The database's own failure.
pub fn nightly(tx: &mut Tx<'_>, work: &mut Work) -> Result<()> {
    let done = work.position.as_ref().and_then(serde_json::Value::as_i64).unwrap_or(0);
    let text = format!(
        r#"SELECT "id" FROM "ruche_retention_rule" WHERE "is_active" = 1 AND "id" > {} ORDER BY "id" LIMIT 1"#,
        tx.placeholder(1)
    );
    let next = tx.one(&statement(text, vec![done.into()]))?.and_then(|id| id.as_int());
    let Some((id, rule)) =
        next.map(|id| tx.find::<RetentionRule>(id)).transpose()?.flatten().zip(next).map(|(rule, id)| (id, rule))
    else {
        work.position = None;
        return Ok(());
    };
    let found = count(tx, &rule)?;
    let carried = if rule.action == PROPOSE { 0 } else { carry_out(tx, &rule, STEP)? };
    note(tx, id, found - carried.min(found))?;
    work.progress += carried;
    // As long as there is more to do the rule keeps its turn.
    let again = finds_contacts(&rule) && carried == STEP;
    work.position = Some(json!(if again { done } else { id }));
    Ok(())
}

/// Writes down when a rule looked and how many are left. Nobody undoes that: no history.
fn note(tx: &Tx<'_>, id: i64, left: i64) -> Result<()> {
    let text = format!(
        r#"UPDATE "ruche_retention_rule" SET "last_run" = {}, "last_count" = {} WHERE "id" = {}"#,
        tx.placeholder(1),
        tx.placeholder(2),
        tx.placeholder(3)
    );
    let now = Value::DateTime(tx.clock().to_utc(tx.clock().now));
    tx.execute(&statement(text, vec![now, left.into(), id.into()])).map(|_| ())
}

/// How many contacts wait for a decision, as the last night has found.
///
/// # Errors
/// The database's own failure.
pub fn waiting(tx: &Tx<'_>) -> Result<i64> {
    let text = r#"SELECT CAST(SUM("last_count") AS bigint) FROM "ruche_retention_rule"
        WHERE "is_active" = 1 AND "action" = 'propose' AND "kind" IN ('inactive', 'bin')"#;
    Ok(tx.one(&statement(text, Vec::new()))?.and_then(|count| count.as_int()).unwrap_or(0))
}
