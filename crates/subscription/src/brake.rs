//! Limits of the public forms: nobody fills a letter box or the lists by asking again and again.

use contact::access::token;
use jiff::civil::DateTime;
use schema::{Default, Entity, Value};
use serde_json::json;
use store::{As, Result, Tx, statement};

/// So many letters go to one address …
const LETTERS: i64 = 5;
/// … and so many forms are taken from one place …
const FORMS: i64 = 30;
/// … within so many hours.
const HOURS: i64 = 1;
/// After so many hours nothing is kept of it.
const KEPT: i64 = 24;

/// A form that was sent, for the limits.
#[derive(Clone, Debug, Entity)]
#[entity(
    "RucheSubscriptionRequest",
    "ruche_subscription_request",
    internal,
    index("index_account", &["account", "at"]),
    index("index_remote", &["remote", "at"])
)]
pub struct Request {
    #[field(readonly)]
    pub id: i64,
    /// A keyed digest of the address that was typed.
    #[field(text(64))]
    pub account: String,
    /// Where it was sent from.
    #[field(text(64))]
    pub remote: String,
    #[field(timestamp, indexed, default_by(Default::Now))]
    pub at: DateTime,
}

/// What the limits say of a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Brake {
    Go,
    /// The address has got enough letters: the answer is as ever, and nothing is sent.
    Silent,
    /// Too many forms from one place.
    Wait,
}

/// Counts a form, and tells what the limits say of it.
///
/// # Errors
/// The database's own failure.
pub fn take(tx: &mut Tx<'_>, address: &str, remote: &str) -> Result<Brake> {
    let account = token::digest(tx.site(), "subscription", &schema::fold::fold(address.trim()));
    let remote: String = remote.chars().take(64).collect();
    let now = tx.clock().to_utc(tx.clock().now);
    let before = |hours: i64| now.saturating_sub(jiff::Span::new().hours(hours));
    let old = format!(r#"DELETE FROM "ruche_subscription_request" WHERE "at" < {}"#, tx.placeholder(1));
    tx.execute(&statement(old, vec![Value::DateTime(before(KEPT))]))?;
    let count = |tx: &Tx<'_>, column: &str, value: &str| -> Result<i64> {
        let folded = query::fold_expression(tx.dialect(), &format!("\"{column}\""));
        let text = format!(
            r#"SELECT count(*) FROM "ruche_subscription_request" WHERE {folded} = {} AND "at" > {}"#,
            tx.placeholder(1),
            tx.placeholder(2)
        );
        let value = schema::fold::fold(value).into_owned();
        let found = tx.one(&statement(text, vec![value.into(), Value::DateTime(before(HOURS))]))?;
        Ok(found.and_then(|count| count.as_int()).unwrap_or(0))
    };
    let (letters, forms) = (count(tx, "account", &account)?, count(tx, "remote", &remote)?);
    let values = [("account", json!(account)), ("remote", json!(remote))];
    let values = values.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    tx.save("RucheSubscriptionRequest", values, As::Program)?;
    Ok(match (forms >= FORMS, letters >= LETTERS) {
        (true, _) => Brake::Wait,
        (_, true) => Brake::Silent,
        _ => Brake::Go,
    })
}
