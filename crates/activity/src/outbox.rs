//! Messages that wait to be sent. Nothing is lost while no mail is set up: they stay here, for administrators to see.

use jiff::civil::DateTime;
use schema::{Default, Entity};
use serde_json::{Map, Value as Json, json};
use store::{As, Result, Tx, statement};

/// Waits for whatever sends mail.
pub const WAITING: &str = "waiting";
/// Not wanted any more before it was sent.
pub const CANCELLED: &str = "cancelled";

/// A message to one contact.
#[derive(Clone, Debug, Entity)]
#[entity(
    "RucheOutbox",
    "ruche_outbox",
    internal,
    index("index_state", &["state", "id"]),
    index("index_about", &["about_entity", "about_id"])
)]
pub struct Outbox {
    #[field(readonly)]
    pub id: i64,
    /// What it is for: `activity_assigned`.
    #[field(text(64))]
    pub kind: String,
    pub contact_id: Option<i64>,
    /// Where it goes; none where the contact had no e-mail address.
    #[field(text(254))]
    pub address: Option<String>,
    #[field(text(255))]
    pub subject: String,
    #[field(long_text)]
    pub body: String,
    /// `waiting`, `sent`, `failed`, `cancelled`.
    #[field(text(16), default("waiting"))]
    pub state: String,
    /// The record that it tells of.
    #[field(text(64))]
    pub about_entity: Option<String>,
    pub about_id: Option<i64>,
    #[field(timestamp, default_by(Default::Now))]
    pub created: DateTime,
}

/// What is to be sent.
#[derive(Clone, Debug)]
pub struct Message<'m> {
    pub kind: &'m str,
    pub contact_id: i64,
    pub subject: String,
    pub body: String,
    pub about: (&'m str, i64),
}

/// Lays a message down, addressed to the contact's first e-mail address that takes mail.
///
/// # Errors
/// The database's own failure.
pub fn queue(tx: &mut Tx<'_>, message: &Message<'_>) -> Result<i64> {
    let address = address_of(tx, message.contact_id)?;
    let subject: String = message.subject.chars().filter(|c| !c.is_control()).take(255).collect();
    let values: Map<String, Json> = [
        ("kind", json!(message.kind)),
        ("contact_id", json!(message.contact_id)),
        ("address", json!(address)),
        ("subject", json!(subject)),
        ("body", json!(message.body)),
        ("about_entity", json!(message.about.0)),
        ("about_id", json!(message.about.1)),
    ]
    .into_iter()
    .map(|(name, value)| (name.to_owned(), value))
    .collect();
    Ok(tx.save("RucheOutbox", values, As::Program)?.id)
}

fn address_of(tx: &Tx<'_>, contact: i64) -> Result<Option<String>> {
    let text = format!(
        r#"SELECT "email" FROM "civicrm_email" WHERE "contact_id" = {} AND "on_hold" = 0 AND "email" IS NOT NULL
           ORDER BY "is_primary" DESC, "id" LIMIT 1"#,
        tx.placeholder(1)
    );
    Ok(tx.one(&statement(text, vec![contact.into()]))?.and_then(|value| value.as_text().map(str::to_owned)))
}

/// Calls back the waiting messages about a record, those to one contact alone where it is named.
///
/// # Errors
/// The database's own failure.
pub fn call_back(tx: &Tx<'_>, (entity, id): (&str, i64), contact: Option<i64>) -> Result<()> {
    let folded = |column: &str| query::fold_expression(tx.dialect(), column);
    let mut text = format!(
        r#"UPDATE "ruche_outbox" SET "state" = {} WHERE {} = {} AND "about_id" = {} AND {} = {}"#,
        tx.placeholder(1),
        folded(r#""about_entity""#),
        tx.placeholder(2),
        tx.placeholder(3),
        folded(r#""state""#),
        tx.placeholder(4)
    );
    let entity = schema::fold::fold(entity).into_owned();
    let mut binds = vec![CANCELLED.into(), entity.into(), id.into(), WAITING.into()];
    if let Some(contact) = contact {
        text.push_str(&format!(r#" AND "contact_id" = {}"#, tx.placeholder(5)));
        binds.push(contact.into());
    }
    tx.execute(&statement(text, binds)).map(|_| ())
}

/// How many messages wait.
///
/// # Errors
/// The database's own failure.
pub fn waiting(tx: &Tx<'_>) -> Result<i64> {
    let state = query::fold_expression(tx.dialect(), r#""state""#);
    let text = format!(r#"SELECT COUNT(*) FROM "ruche_outbox" WHERE {state} = {}"#, tx.placeholder(1));
    Ok(tx.one(&statement(text, vec![WAITING.into()]))?.and_then(|value| value.as_int()).unwrap_or(0))
}
