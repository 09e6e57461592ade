//! What people ask about their data, and what was answered when: access, correction, erasure, and the like.

use jiff::ToSpan;
use jiff::civil::{Date, DateTime};
use schema::{Actor, Default, Entity, OptionSource, Rule, Verb};
use serde_json::{Map, Value as Json, json};
use store::{As, Change, Result, Tx, statement};

/// The rights of chapter III of the GDPR: value, name, label.
pub const KINDS: &[(&str, &str, &str)] = &[
    (ACCESS, ACCESS, "Access"),
    ("rectification", "rectification", "Correction"),
    (ERASURE, ERASURE, "Erasure"),
    (RESTRICTION, RESTRICTION, "Restriction"),
    ("portability", "portability", "Portability"),
    ("objection", "objection", "Objection"),
];

/// To see what is kept (article 15).
pub const ACCESS: &str = "access";
/// To be forgotten (article 17).
pub const ERASURE: &str = "erasure";
/// That data rest unused (article 18).
pub const RESTRICTION: &str = "restriction";

/// Somebody has to answer.
pub const OPEN: &str = "open";
/// Will be carried out on its day, and can be called off until then.
pub const WAITING: &str = "waiting";
/// Answered.
pub const DONE: &str = "done";
/// Refused, with a reason.
pub const REFUSED: &str = "refused";
/// Called off.
pub const CANCELLED: &str = "cancelled";

/// The states: value, name, label.
pub const STATES: &[(&str, &str, &str)] = &[
    (OPEN, OPEN, "Open"),
    (WAITING, WAITING, "Waiting"),
    (DONE, DONE, "Done"),
    (REFUSED, REFUSED, "Refused"),
    (CANCELLED, CANCELLED, "Cancelled"),
];

/// One request of one person.
#[derive(Clone, Debug, Entity)]
#[entity(
    "SubjectRequest",
    "ruche_subject_request",
    title("Data Request", "Data Requests"),
    searchable("none"),
    policy(policy),
    order_by("received_date"),
    door_all("get", &["access GDPR"]),
    door_all("default", &["access GDPR"]),
    index("index_contact", &["contact_id", "kind"]),
    index("index_state", &["state", "due_date"])
)]
pub struct SubjectRequest {
    #[field(readonly)]
    pub id: i64,
    #[field(belongs_to("Contact"), guards)]
    pub contact_id: i64,
    #[field(text(16), required, options(OptionSource::Fixed(KINDS)))]
    pub kind: Option<String>,
    #[field(text(16), default("open"), options(OptionSource::Fixed(STATES)))]
    pub state: String,
    pub received_date: Option<Date>,
    /// A month after it came, as article 12 has it; of an erasure that waits, the day on which it is carried out.
    pub due_date: Option<Date>,
    #[field(timestamp)]
    pub done_date: Option<DateTime>,
    #[field(default_by(Default::CurrentContact), references("Contact"))]
    pub handled_id: Option<i64>,
    /// What was asked and answered. Nothing of what the person is called belongs here.
    #[field(long_text)]
    pub note: Option<String>,
    #[field(timestamp, readonly, default_by(Default::Now))]
    pub created_date: DateTime,
}

/// Before: the days that follow from the others.
///
/// # Errors
/// None of its own.
pub fn settle(tx: &mut Tx<'_>, change: &mut Change<SubjectRequest>) -> Result<()> {
    let today = tx.clock().today();
    let request = &mut change.after;
    let received = *request.received_date.get_or_insert(today);
    request.due_date.get_or_insert(received.saturating_add(1.month()));
    let over = matches!(request.state.as_str(), DONE | REFUSED | CANCELLED);
    request.done_date = match (over, request.done_date) {
        (true, None) => Some(tx.clock().to_utc(tx.clock().now)),
        (true, at) => at,
        (false, _) => None,
    };
    Ok(())
}

/// Writes down that something was asked or done.
///
/// # Errors
/// As any write.
pub fn record(tx: &mut Tx<'_>, contact: i64, kind: &str, state: &str, more: &[(&str, Json)]) -> Result<i64> {
    let mut values = Map::new();
    values.insert("contact_id".to_owned(), json!(contact));
    values.insert("kind".to_owned(), json!(kind));
    values.insert("state".to_owned(), json!(state));
    values.extend(more.iter().map(|(name, value)| ((*name).to_owned(), value.clone())));
    Ok(tx.save("SubjectRequest", values, As::Program)?.id)
}

/// The request of this kind in this state, the newest of several.
///
/// # Errors
/// The database's own failure.
pub fn standing(tx: &Tx<'_>, contact: i64, kind: &str, state: &str) -> Result<Option<i64>> {
    let text = format!(
        r#"SELECT "id" FROM "ruche_subject_request" WHERE "contact_id" = {} AND "kind" = {} AND "state" = {}
           ORDER BY "id" DESC LIMIT 1"#,
        tx.placeholder(1),
        tx.placeholder(2),
        tx.placeholder(3)
    );
    Ok(tx.one(&statement(text, vec![contact.into(), kind.into(), state.into()]))?.and_then(|id| id.as_int()))
}

/// Whether a contact was anonymised.
///
/// # Errors
/// The database's own failure.
pub fn is_erased(tx: &Tx<'_>, contact: i64) -> Result<bool> {
    Ok(standing(tx, contact, ERASURE, DONE)?.is_some())
}

/// How many requests are past their day or close to it.
///
/// # Errors
/// The database's own failure.
pub fn open(tx: &Tx<'_>) -> Result<i64> {
    let text = r#"SELECT COUNT(*) FROM "ruche_subject_request" WHERE "state" = 'open'"#;
    Ok(tx.one(&statement(text, Vec::new()))?.and_then(|count| count.as_int()).unwrap_or(0))
}

/// For those who look after data protection alone.
fn policy(actor: &Actor, _verb: Verb) -> Rule {
    if actor.may(crate::permission::ACCESS) { Rule::Everything } else { Rule::Nothing }
}
