//! Breaches of personal data: what happened, to whom, and who was told within 72 hours (GDPR, articles 33 and 34).

use jiff::ToSpan;
use jiff::civil::DateTime;
use schema::{Actor, Default, Entity, OptionSource, Rule, Verb};
use store::{Change, Error, Result, Tx, statement};

/// What was broken: value, name, label.
pub const NATURES: &[(&str, &str, &str)] = &[
    ("confidentiality", "confidentiality", "Somebody saw what they should not"),
    ("integrity", "integrity", "Data was changed"),
    ("availability", "availability", "Data was lost or out of reach"),
];

/// One breach.
#[derive(Clone, Debug, Entity)]
#[entity(
    "PrivacyIncident",
    "ruche_privacy_incident",
    title("Data Breach", "Data Breaches"),
    label_field("title"),
    searchable("none"),
    policy(policy),
    door_all("default", &["administer GDPR"])
)]
pub struct PrivacyIncident {
    #[field(readonly)]
    pub id: i64,
    #[field(text(128), required)]
    pub title: Option<String>,
    #[field(text(16), required, options(OptionSource::Fixed(NATURES)))]
    pub nature: Option<String>,
    #[field(timestamp)]
    pub happened_date: Option<DateTime>,
    /// From here on the 72 hours count.
    #[field(timestamp, default_by(Default::Now))]
    pub found_date: DateTime,
    #[field(long_text)]
    pub description: Option<String>,
    /// Which data, of about how many people.
    #[field(long_text)]
    pub data: Option<String>,
    pub people: Option<i64>,
    #[field(long_text)]
    pub consequences: Option<String>,
    #[field(long_text)]
    pub measures: Option<String>,
    /// Whether people run a risk: then the authority is told; a high one, and they are told too.
    #[field(text(8), default("none"), options(OptionSource::Fixed(RISKS)))]
    pub risk: String,
    #[field(timestamp)]
    pub authority_date: Option<DateTime>,
    #[field(timestamp)]
    pub people_date: Option<DateTime>,
    #[field(default(false))]
    pub is_closed: bool,
    #[field(timestamp, readonly, default_by(Default::Now))]
    pub created_date: DateTime,
    #[field(readonly, default_by(Default::CurrentContact), references("Contact"))]
    pub created_id: Option<i64>,
}

/// How much is at stake for people: value, name, label.
pub const RISKS: &[(&str, &str, &str)] =
    &[("none", "none", "No risk"), ("risk", "risk", "A risk"), ("high", "high", "A high risk")];

/// Before: nothing is found before it happened.
///
/// # Errors
/// Refuses days in the wrong order.
pub fn settle(_tx: &mut Tx<'_>, change: &mut Change<PrivacyIncident>) -> Result<()> {
    let incident = &change.after;
    if incident.happened_date.is_some_and(|at| at > incident.found_date) {
        let words = "Nothing is noticed before it happened.";
        return Err(Error::rule("found_date", "problem-incident-order", words));
    }
    Ok(())
}

/// Until when the authority has to be told (article 33), in UTC; None where that is done or not needed.
pub fn deadline(incident: &PrivacyIncident) -> Option<DateTime> {
    let due = incident.authority_date.is_none() && !incident.is_closed && incident.risk != "none";
    due.then(|| incident.found_date.saturating_add(72.hours()))
}

/// How many are not closed.
///
/// # Errors
/// The database's own failure.
pub fn open(tx: &Tx<'_>) -> Result<i64> {
    let text = r#"SELECT COUNT(*) FROM "ruche_privacy_incident" WHERE "is_closed" = 0"#;
    Ok(tx.one(&statement(text, Vec::new()))?.and_then(|count| count.as_int()).unwrap_or(0))
}

/// For those who look after data protection alone.
fn policy(actor: &Actor, _verb: Verb) -> Rule {
    if actor.may(crate::permission::ADMINISTER) { Rule::Everything } else { Rule::Nothing }
}
