//! Activities: one exchange or task each, with who made it, whom it concerns and who is to do it.

use jiff::civil::DateTime;
use schema::{Actor, Computed, Default, Entity, Field, FieldType, Linked, ListFormat, OptionSource, Rule, Value, Verb};
use serde_json::{Map, Value as Json};
use store::{As, Change, Error, FieldError, Problem, Result, Tx};

use crate::activity_contact::{ASSIGNEE, SOURCE, TARGET};
use crate::details;
use crate::state;
use mail::outbox;

/// Planned.
pub const SCHEDULED: i64 = 1;
/// Done.
pub const COMPLETED: i64 = 2;

const ONE: &[&str] = &["=", "!=", "<>", "IN", "NOT IN"];
const EMPTINESS: &[&str] = &["IS EMPTY", "IS NOT EMPTY", "IS NULL", "IS NOT NULL"];
const CONTENT: &[&str] = &["CONTAINS", "NOT CONTAINS", "CONTAINS ONE OF", "NOT CONTAINS ONE OF"];

/// A meeting, a call, a letter, a task.
#[derive(Clone, Debug, Entity)]
#[entity(
    "Activity",
    "civicrm_activity",
    label_field("subject"),
    search_fields(&["subject"]),
    searchable("primary"),
    order_by("activity_date_time"),
    icon("fa-tasks"),
    parent_field("parent_id"),
    policy(policy),
    door_all("delete", &["access CiviCRM", "delete activities"]),
    door_all("default", &["access CiviCRM"]),
    path("add", "civicrm/activity?reset=1&action=add&context=standalone"),
    path("view", "civicrm/activity?reset=1&action=view&id=[id]"),
    path("update", "civicrm/activity/add?reset=1&action=update&id=[id]"),
    path("delete", "civicrm/activity?reset=1&action=delete&id=[id]"),
    with(person("source_contact_id", "Source Contact", Some(SOURCE)).required()),
    with(people("target_contact_id", "Target Contacts", Some(TARGET))),
    with(people("assignee_contact_id", "Assignee Contacts", Some(ASSIGNEE))),
    with(people("all_contact_id", "All Contacts", None)),
    with(count("target_contact_count", "Target Contact Count", TARGET)),
    with(count("assignee_contact_count", "Assignee Contact Count", ASSIGNEE)),
    with(tags()),
    index("UI_source_record_id", &["source_record_id"]),
    index("UI_activity_type_id", &["activity_type_id"]),
    index("index_activity_date_time", &["activity_date_time"]),
    index("index_status_id", &["status_id"]),
    index("index_is_deleted", &["is_deleted", "is_test", "activity_date_time"]),
    index("index_type_date", &["activity_type_id", "activity_date_time"]),
    index("index_status_date", &["status_id", "activity_date_time"]),
    index("index_priority_date", &["priority_id", "activity_date_time"])
)]
pub struct Activity {
    #[field(readonly, title("Activity ID"), input("Number"), usage(&["import", "export", "duplicate_matching"]))]
    pub id: i64,
    #[field(readonly, title("Source Record"))]
    pub source_record_id: Option<i64>,
    #[field(title("Activity Type ID"), required, option_group("activity_type"), suffixes(&["name", "label", "description", "icon"]), input("Select"), usage(&["import", "export", "duplicate_matching"]))]
    pub activity_type_id: i64,
    #[field(title("Subject"), input("Text"), usage(&["import", "export", "duplicate_matching"]))]
    pub subject: Option<String>,
    #[field(title("Activity Date"), default_by(Default::Now), input("Select Date"), input_attr("format_type", "activityDateTime"), usage(&["import", "export", "duplicate_matching"]))]
    pub activity_date_time: Option<DateTime>,
    #[field(title("Duration"), input("Number"), usage(&["import", "export", "duplicate_matching"]))]
    pub duration: Option<i64>,
    #[field(text(2048), title("Location"), input("Text"), usage(&["import", "export", "duplicate_matching"]))]
    pub location: Option<String>,
    #[field(deprecated, title("Phone ID (called)"), references("Phone"), input("EntityRef"))]
    pub phone_id: Option<i64>,
    #[field(text(64), deprecated, title("Phone (called) Number"), input("Text"))]
    pub phone_number: Option<String>,
    #[field(long_text, title("Details"), input("RichTextEditor"), input_attr("rows", 8), input_attr("cols", 60), usage(&["import", "export", "duplicate_matching"]))]
    pub details: Option<String>,
    #[field(title("Activity Status"), option_group("activity_status"), suffixes(&["name", "label", "description", "color"]), input("Select"), usage(&["import", "export", "duplicate_matching"]))]
    pub status_id: Option<i64>,
    #[field(title("Priority"), default_by(Default::DefaultOption), option_group("priority"), suffixes(&["name", "label", "description"]), input("Select"), usage(&["import", "export", "duplicate_matching"]))]
    pub priority_id: Option<i64>,
    #[field(readonly, title("Parent Activity ID"), references("Activity"))]
    pub parent_id: Option<i64>,
    #[field(title("Test"), default(false), input("CheckBox"), usage(&["import", "export", "duplicate_matching"]))]
    pub is_test: bool,
    #[field(title("Activity Medium"), option_group("encounter_medium"), suffixes(&["name", "label", "description"]), input("Select"))]
    pub medium_id: Option<i64>,
    #[field(title("Auto"), default(false), input("CheckBox"))]
    pub is_auto: bool,
    #[field(deprecated, title("Relationship ID"), references("Relationship"), input("EntityRef"))]
    pub relationship_id: Option<i64>,
    #[field(deprecated, title("Is current (unused)"), default(true), input("CheckBox"))]
    pub is_current_revision: bool,
    #[field(readonly, deprecated, title("Original ID (unused)"), references("Activity"))]
    pub original_id: Option<i64>,
    #[field(title("Result"), input("Text"))]
    pub result: Option<String>,
    #[field(title("Activity is in the Trash"), default(false), input("CheckBox"), usage(&["import", "export", "duplicate_matching"]))]
    pub is_deleted: bool,
    #[field(title("Campaign ID"), options(OptionSource::table("Campaign", "title").name("name").source()), references("Campaign"), input("EntityRef"), usage(&["import", "export", "duplicate_matching"]))]
    pub campaign_id: Option<i64>,
    #[field(title("Engagement Index"), option_group("engagement_index"), suffixes(&["name", "label", "description"]), input("Select"), usage(&["import", "export", "duplicate_matching"]))]
    pub engagement_level: Option<i64>,
    #[field(title("Order"), input("Number"))]
    pub weight: Option<i64>,
    #[field(title("Is Starred"), default(false), input("CheckBox"), usage(&["import", "export", "duplicate_matching"]))]
    pub is_star: bool,
    #[field(timestamp, title("Created Date"), default_by(Default::Now), input("Select Date"), usage(&["export"]))]
    pub created_date: Option<DateTime>,
    #[field(timestamp, readonly, title("Modified Date"), default_by(Default::Touched), input("Select Date"), usage(&["export"]))]
    pub modified_date: Option<DateTime>,
}

/// The contacts of an activity in a role; in any of them where None.
fn linked(role: Option<i64>) -> Linked {
    Linked {
        entity: "ActivityContact",
        key: "activity_id",
        column: "contact_id",
        fixed: role.map(|role| ("record_type_id", Value::Int(role))),
    }
}

fn person(name: &'static str, title: &'static str, role: Option<i64>) -> Field {
    let mut field = Field::new(name, FieldType::Int)
        .title(title)
        .references("Contact")
        .computed(Computed::Linked(linked(role)))
        .input("EntityRef");
    field.operators = ONE.iter().map(|operator| (*operator).into()).collect();
    field
}

fn people(name: &'static str, title: &'static str, role: Option<i64>) -> Field {
    let mut field = person(name, title, role).list(ListFormat::Comma).input_attr("multiple", true);
    let whole: &[&str] = if role.is_some() { &["=", "!=", "IN", "NOT IN"] } else { &[] };
    field.operators = whole.iter().chain(CONTENT).chain(EMPTINESS).map(|operator| (*operator).into()).collect();
    field
}

fn count(name: &'static str, title: &'static str, role: i64) -> Field {
    Field::new(name, FieldType::Int).title(title).computed(Computed::Count(vec![linked(Some(role))]))
}

fn tags() -> Field {
    Field::new("tags", FieldType::Int)
        .title("With Tags")
        .filter(&["IN", "NOT IN"])
        .options(OptionSource::Named("tagList"))
        .suffixes(&["name", "label", "description", "color"])
        .input("Select")
        .input_attr("multiple", true)
}

/// One's own activities; with a permission those of all contacts that one sees. Changing one is for those who made it
/// or are to do it, and for those who may change everybody's record.
fn policy(actor: &Actor, verb: Verb) -> Rule {
    let sees_all = actor.may("view all activities");
    let rule = |rule: Rule| Rule::Among {
        field: "id".into(),
        entity: "ActivityContact".into(),
        column: "activity_id".into(),
        rule: Box::new(rule),
    };
    let own = || actor.contact_id.map_or(Rule::Nothing, |id| Rule::Is("contact_id".into(), id.into()));
    match verb {
        Verb::View if sees_all && (actor.may("view all contacts") || actor.may("edit all contacts")) => {
            Rule::Everything
        }
        Verb::View if sees_all => rule(Rule::Through { field: "contact_id".into(), entity: "Contact".into() }),
        Verb::View => narrowed(own(), rule),
        Verb::Edit | Verb::Delete if sees_all && actor.may("edit all contacts") => Rule::Everything,
        Verb::Edit | Verb::Delete => {
            let role = |role: i64| Rule::Is("record_type_id".into(), Value::Int(role));
            narrowed(own().and(role(SOURCE).or(role(ASSIGNEE))), rule)
        }
    }
}

fn narrowed(rule: Rule, among: impl Fn(Rule) -> Rule) -> Rule {
    if rule == Rule::Nothing { Rule::Nothing } else { among(rule) }
}

/// A new activity has a type and somebody who made it. Who that is stands in another table, so it is asked for here.
///
/// # Errors
/// Names what is missing.
pub fn require(_tx: &mut Tx<'_>, given: &mut Map<String, Json>) -> Result<()> {
    if given.get("id").is_some_and(|id| !id.is_null()) {
        return Ok(());
    }
    let blank = |json: &Json| match json {
        Json::Null => true,
        Json::String(text) => text.is_empty(),
        Json::Array(items) => items.is_empty(),
        _ => false,
    };
    let has = |field: &str| {
        let named =
            |key: &str| key.strip_prefix(field).is_some_and(|rest| rest.is_empty() || rest.starts_with([':', '.']));
        given.iter().any(|(key, json)| named(key) && !blank(json))
    };
    if has("source_contact_id") {
        return Ok(());
    }
    let missing = ["activity_type_id", "source_contact_id"].into_iter().filter(|field| !has(field));
    let errors = missing.map(|field| FieldError { field: field.to_owned(), problem: Problem::Required });
    Err(Error::Invalid(errors.collect()))
}

/// Before: what lies ahead is planned, everything else is done, unless somebody says otherwise; follow-ups do not go
/// in circles.
///
/// # Errors
/// Refuses an activity below itself and a negative duration.
pub fn settle(tx: &mut Tx<'_>, change: &mut Change<Activity>) -> Result<()> {
    let now = tx.clock().now;
    let activity = &mut change.after;
    if activity.status_id.is_none() && change.before.is_none() {
        let ahead = activity.activity_date_time.is_some_and(|at| at > now);
        activity.status_id = Some(if ahead { SCHEDULED } else { COMPLETED });
    }
    let kind = activity.activity_type_id;
    let before = change.before.as_ref().map(|before| (before.status_id, before.activity_type_id));
    if let Some(status) = activity.status_id
        && before != Some((Some(status), kind))
        && !state::may_have(tx, kind, status)?
    {
        let text = "Activities of this type do not have this status.";
        return Err(Error::rule("status_id", "problem-activity-status", text));
    }
    if let Some(text) = activity.details.as_deref() {
        activity.details = Some(details::clean(text));
    }
    if activity.duration.is_some_and(|minutes| minutes < 0) {
        return Err(Error::field("duration", Problem::OutOfRange));
    }
    let mut above = activity.parent_id;
    let mut steps = 0;
    while let Some(id) = above {
        steps += 1;
        if id == change.id || steps > 100 {
            let text = "An activity cannot follow from itself.";
            return Err(Error::rule("parent_id", "problem-activity-circle", text));
        }
        above = match change.before.as_ref().map(|before| before.parent_id) == Some(activity.parent_id) {
            true => None,
            false => tx.find::<Activity>(id)?.and_then(|parent| parent.parent_id),
        };
    }
    Ok(())
}

/// After: what was thrown away or settled needs no announcing any more.
///
/// # Errors
/// The database's own failure.
pub fn quieten(tx: &mut Tx<'_>, change: &Change<Activity>) -> Result<()> {
    let Some(before) = &change.before else { return Ok(()) };
    let over = change.after.is_deleted && !before.is_deleted
        || change.after.status_id != before.status_id
            && change.after.status_id.map(|status| state::is_open(tx, status)).transpose()? == Some(false);
    if over { outbox::call_back(tx, ("Activity", change.id), None) } else { Ok(()) }
}

/// Before it goes for good: nobody is told of it any more.
///
/// # Errors
/// The database's own failure.
pub fn forget(tx: &mut Tx<'_>, id: i64, _activity: &Activity) -> Result<()> {
    outbox::call_back(tx, ("Activity", id), None)
}

/// The activities with any of these tags.
///
/// # Errors
/// The database's own failure.
pub fn tagged(tx: &Tx<'_>, _operator: &str, values: &[Value]) -> Result<Rule> {
    contact::tag::tagged(tx, "civicrm_activity", values)
}

/// Writes an activity by a rule of a component (a gift received, a letter sent), with the same keys as in the API;
/// gives its id.
///
/// # Errors
/// As any write.
pub fn record(tx: &mut Tx<'_>, values: Map<String, Json>) -> Result<i64> {
    Ok(tx.save("Activity", values, As::Program)?.id)
}
