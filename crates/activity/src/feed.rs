//! The private address under which somebody's own activities appear in a calendar program.

use jiff::civil::DateTime;
use query::Cell;
use schema::{Default, Entity};
use serde_json::{Map, Value as Json, json};
use store::{As, Result, Tx, statement};

use contact::access::token;

/// What the digests are made for.
const PURPOSE: &str = "calendar feed";

/// An address that was given out. The address itself is nowhere, only its keyed digest.
#[derive(Clone, Debug, Entity)]
#[entity("RucheCalendarFeed", "ruche_calendar_feed", internal, unique("UI_digest", &["digest"]))]
pub struct Feed {
    #[field(readonly)]
    pub id: i64,
    #[field(belongs_to("User"))]
    pub user_id: i64,
    #[field(text(64), secret)]
    pub digest: String,
    #[field(timestamp, default_by(Default::Now))]
    pub created: DateTime,
}

/// Makes a new address for an account; the old one ends. Gives the secret, which is shown this once.
///
/// # Errors
/// Fails when the system gives no random bytes; otherwise the database's own failure.
pub fn create(tx: &mut Tx<'_>, user: i64) -> Result<String> {
    revoke(tx, user)?;
    let secret = token::random()?;
    let digest = token::digest(tx.site(), PURPOSE, &secret);
    let values: Map<String, Json> =
        [("user_id".to_owned(), json!(user)), ("digest".to_owned(), json!(digest))].into_iter().collect();
    tx.save("RucheCalendarFeed", values, As::Program)?;
    Ok(secret)
}

/// Ends the address of an account.
///
/// # Errors
/// The database's own failure.
pub fn revoke(tx: &Tx<'_>, user: i64) -> Result<()> {
    let text = format!(r#"DELETE FROM "ruche_calendar_feed" WHERE "user_id" = {}"#, tx.placeholder(1));
    tx.execute(&statement(text, vec![user.into()])).map(|_| ())
}

/// Since when an account has an address.
///
/// # Errors
/// The database's own failure.
pub fn since(tx: &Tx<'_>, user: i64) -> Result<Option<DateTime>> {
    let text = format!(r#"SELECT "created" FROM "ruche_calendar_feed" WHERE "user_id" = {}"#, tx.placeholder(1));
    let mut found = None;
    tx.rows(&statement(text, vec![user.into()]), |row| {
        found = match row.cell(0) {
            Cell::DateTime(at) => Some(tx.clock().from_utc(at)),
            Cell::Text(text) => text.replace(' ', "T").parse().ok().map(|at| tx.clock().from_utc(at)),
            _ => None,
        };
        Ok(())
    })?;
    Ok(found)
}

/// Whose address this is.
///
/// # Errors
/// The database's own failure.
pub fn owner(tx: &Tx<'_>, secret: &str) -> Result<Option<i64>> {
    let digest = token::digest(tx.site(), PURPOSE, secret);
    let folded = query::fold_expression(tx.dialect(), r#""digest""#);
    let text = format!(r#"SELECT "user_id" FROM "ruche_calendar_feed" WHERE {folded} = {}"#, tx.placeholder(1));
    Ok(tx.one(&statement(text, vec![digest.into()]))?.and_then(|value| value.as_int()))
}
