//! Series: activities that repeat, linked so that one change may reach this one, those that follow, or all.

use jiff::civil::{Date, DateTime};
use query::Cell;
use schema::Entity;
use serde_json::{Map, Value as Json, json};
use store::{As, Error, Result, Tx, statement};

use crate::activity::{Activity, SCHEDULED};
use crate::activity_contact::{ASSIGNEE, ActivityContact, SOURCE, TARGET};
use crate::repeat::{Rule, Unit};

/// The table of what repeats here.
const TABLE: &str = "civicrm_activity";

/// A record's place in a series; the series goes by the id of its first record.
#[derive(Clone, Debug, Entity)]
#[entity(
    "RecurringEntity",
    "civicrm_recurring_entity",
    internal,
    index("index_entity", &["entity_table", "entity_id"]),
    index("index_parent", &["parent_id"])
)]
pub struct RecurringEntity {
    #[field(readonly, input("Number"))]
    pub id: i64,
    #[field(input("Number"))]
    pub parent_id: i64,
    #[field(input("Number"))]
    pub entity_id: Option<i64>,
    #[field(text(64), input("Text"))]
    pub entity_table: String,
    /// Whether changes to others of the series may reach it.
    #[field(default(true), input("CheckBox"))]
    pub mode: bool,
}

/// The rule by which a series was made, for people to read.
#[derive(Clone, Debug, Entity)]
#[entity("RucheRepetition", "ruche_repetition", internal, unique("UI_parent", &["parent_id"]))]
pub struct Repetition {
    #[field(readonly)]
    pub id: i64,
    /// The first record of the series.
    pub parent_id: i64,
    pub every: i64,
    /// `hour`, `day`, `week`, `month` or `year`.
    #[field(text(8))]
    pub unit: String,
    /// Of weeks: `1,3` for Monday and Wednesday.
    #[field(text(16))]
    pub weekdays: Option<String>,
    pub times: Option<i64>,
    pub until: Option<Date>,
}

/// Which ones of a series a change is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scope {
    #[default]
    One,
    Following,
    All,
}

impl Scope {
    /// As forms send it.
    pub fn named(name: &str) -> Scope {
        match name {
            "following" => Scope::Following,
            "all" => Scope::All,
            _ => Scope::One,
        }
    }
}

/// The first record of the series that an activity belongs to.
///
/// # Errors
/// The database's own failure.
pub fn series_of(tx: &Tx<'_>, activity: i64) -> Result<Option<i64>> {
    let folded = query::fold_expression(tx.dialect(), r#""entity_table""#);
    let text = format!(
        r#"SELECT "parent_id" FROM "civicrm_recurring_entity" WHERE {folded} = {} AND "entity_id" = {} LIMIT 1"#,
        tx.placeholder(1),
        tx.placeholder(2)
    );
    Ok(tx.one(&statement(text, vec![TABLE.into(), activity.into()]))?.and_then(|value| value.as_int()))
}

/// The activities of a series that are not in the bin, by their time.
///
/// # Errors
/// The database's own failure.
pub fn members(tx: &Tx<'_>, series: i64) -> Result<Vec<(i64, DateTime)>> {
    let folded = query::fold_expression(tx.dialect(), r#"r."entity_table""#);
    let text = format!(
        r#"SELECT a."id", a."activity_date_time" FROM "civicrm_recurring_entity" r
           JOIN "civicrm_activity" a ON a."id" = r."entity_id" AND a."is_deleted" = 0
           WHERE r."parent_id" = {} AND {folded} = {} ORDER BY a."activity_date_time", a."id""#,
        tx.placeholder(1),
        tx.placeholder(2)
    );
    let mut all = Vec::new();
    tx.rows(&statement(text, vec![series.into(), TABLE.into()]), |row| {
        if let Cell::Int(id) = row.cell(0) {
            let at = match row.cell(1) {
                Cell::DateTime(at) => at,
                Cell::Text(text) => text.replace(' ', "T").parse().unwrap_or_default(),
                _ => DateTime::default(),
            };
            all.push((id, at));
        }
        Ok(())
    })?;
    Ok(all)
}

/// The others of the series that a change of this activity is for.
///
/// # Errors
/// The database's own failure.
pub fn others(tx: &Tx<'_>, activity: i64, scope: Scope) -> Result<Vec<i64>> {
    let Some(series) = series_of(tx, activity)?.filter(|_| scope != Scope::One) else { return Ok(Vec::new()) };
    let all = members(tx, series)?;
    let here = all.iter().position(|(id, _)| *id == activity).unwrap_or(0);
    let chosen = all.iter().enumerate().filter(|(at, (id, _))| *id != activity && (scope == Scope::All || *at > here));
    Ok(chosen.map(|(_, (id, _))| *id).collect())
}

/// How a series repeats; None where the rule is not known.
///
/// # Errors
/// The database's own failure.
pub fn rule_of(tx: &Tx<'_>, series: i64) -> Result<Option<Rule>> {
    let found = tx.find_by::<Repetition>("parent_id", series)?.into_iter().next();
    Ok(found.map(|(_, kept)| Rule {
        every: kept.every,
        unit: Unit::named(&kept.unit).unwrap_or_default(),
        weekdays: Rule::days_of(kept.weekdays.as_deref().unwrap_or_default()),
        count: kept.times,
        until: kept.until,
    }))
}

/// Makes the series: a planned copy of the activity for each of the times. Gives the ids of the copies.
///
/// # Errors
/// Refuses an activity that is part of a series already; as any write otherwise.
pub fn repeat(tx: &mut Tx<'_>, activity: i64, rule: &Rule, times: &[DateTime]) -> Result<Vec<i64>> {
    if series_of(tx, activity)?.is_some() {
        let text = "This activity is part of a series already.";
        return Err(Error::rule("every", "problem-activity-series", text));
    }
    let first = tx.find::<Activity>(activity)?.ok_or_else(|| Error::NotFound(format!("activity {activity}")))?;
    let copy = copied(tx, activity, &first)?;
    let mut made = Vec::new();
    for at in times {
        let mut values = copy.clone();
        values.insert("activity_date_time".to_owned(), json!(at.strftime("%Y-%m-%d %H:%M:%S").to_string()));
        made.push(tx.save("Activity", values, As::Actor)?.id);
    }
    for id in std::iter::once(&activity).chain(&made) {
        let values = json!({"parent_id": activity, "entity_id": id, "entity_table": TABLE, "mode": true});
        tx.save("RecurringEntity", object(values), As::Program)?;
    }
    let values = json!({
        "parent_id": activity,
        "every": rule.every,
        "unit": rule.unit.name(),
        "weekdays": Some(rule.days_text()).filter(|text| !text.is_empty()),
        "times": rule.count,
        "until": rule.until.map(|day| day.to_string()),
    });
    tx.save("RucheRepetition", object(values), As::Program)?;
    Ok(made)
}

/// What a copy takes over: everything but the time and what came of it.
fn copied(tx: &mut Tx<'_>, id: i64, first: &Activity) -> Result<Map<String, Json>> {
    let mut people: [(&str, i64, Vec<i64>); 3] = [
        ("source_contact_id", SOURCE, Vec::new()),
        ("target_contact_id", TARGET, Vec::new()),
        ("assignee_contact_id", ASSIGNEE, Vec::new()),
    ];
    for (_, link) in tx.find_by::<ActivityContact>("activity_id", id)? {
        if let Some((.., contacts)) = people.iter_mut().find(|(_, role, _)| link.record_type_id == Some(*role)) {
            contacts.push(link.contact_id);
        }
    }
    let mut values = object(json!({
        "activity_type_id": first.activity_type_id,
        "subject": first.subject,
        "duration": first.duration,
        "location": first.location,
        "details": first.details,
        "status_id": SCHEDULED,
        "priority_id": first.priority_id,
        "medium_id": first.medium_id,
        "campaign_id": first.campaign_id,
        "engagement_level": first.engagement_level,
    }));
    for (name, role, contacts) in people {
        let json = if role == SOURCE { json!(contacts.first()) } else { json!(contacts) };
        values.insert(name.to_owned(), json);
    }
    values.retain(|_, value| !value.is_null());
    Ok(values)
}

/// Before an activity goes for good: its place in a series goes with it.
///
/// # Errors
/// The database's own failure.
pub fn leave(tx: &mut Tx<'_>, id: i64, _activity: &Activity) -> Result<()> {
    let folded = query::fold_expression(tx.dialect(), r#""entity_table""#);
    let text = format!(
        r#"DELETE FROM "civicrm_recurring_entity" WHERE {folded} = {} AND "entity_id" = {}"#,
        tx.placeholder(1),
        tx.placeholder(2)
    );
    tx.execute(&statement(text, vec![TABLE.into(), id.into()])).map(|_| ())
}

fn object(json: Json) -> Map<String, Json> {
    if let Json::Object(map) = json { map } else { Map::new() }
}
