//! What somebody has typed into a grid and not saved yet. It is nobody else's, and no part of the records or their history.

use jiff::ToSpan;
use jiff::civil::DateTime;
use query::Cell;
use schema::{Default, Entity};
use serde_json::Value as Json;
use store::{Result, Tx, statement};

use super::line::Lines;

/// So many days a draft is kept.
const KEPT: i64 = 30;

/// The draft of one person for one display.
#[derive(Clone, Debug, Entity)]
#[entity("SearchDraft", "ruche_search_draft", internal, unique("UI_display_contact", &["search_display_id", "contact_id"]))]
pub struct SearchDraft {
    pub id: i64,
    #[field(belongs_to("SearchDisplay"))]
    pub search_display_id: i64,
    #[field(belongs_to("Contact"))]
    pub contact_id: i64,
    /// The lines, as JSON.
    #[field(long_text)]
    pub content: Option<String>,
    #[field(timestamp, default_by(Default::Touched))]
    pub modified_date: DateTime,
}

/// The draft of whoever acts.
///
/// # Errors
/// The database's own failure.
pub fn kept(tx: &Tx<'_>, display: i64, width: usize) -> Result<Option<Lines>> {
    let Some(contact) = tx.actor().contact_id else { return Ok(None) };
    let text = format!(
        r#"SELECT "content" FROM "ruche_search_draft" WHERE "search_display_id" = {} AND "contact_id" = {}"#,
        tx.placeholder(1),
        tx.placeholder(2)
    );
    let mut found = None;
    tx.rows(&statement(text, vec![display.into(), contact.into()]), |row| {
        if let Cell::Text(text) = row.cell(0) {
            found = serde_json::from_str::<Json>(text).ok();
        }
        Ok(())
    })?;
    Ok(found.map(|json| Lines::of(&json, width)))
}

/// Keeps the lines in the place of what was kept before; nothing typed is no draft.
///
/// # Errors
/// The database's own failure.
pub fn keep(tx: &Tx<'_>, display: i64, lines: &Lines) -> Result<()> {
    drop_draft(tx, display)?;
    let Some(contact) = tx.actor().contact_id.filter(|_| !lines.is_empty()) else { return Ok(()) };
    let marks: Vec<&str> = (1..=4).map(|n| tx.placeholder(n)).collect();
    let text = format!(
        r#"INSERT INTO "ruche_search_draft" ("search_display_id", "contact_id", "content", "modified_date") VALUES ({})"#,
        marks.join(", ")
    );
    let now = schema::Value::DateTime(tx.clock().to_utc(tx.clock().now));
    tx.execute(&statement(text, vec![display.into(), contact.into(), lines.json().to_string().into(), now])).map(|_| ())
}

/// Forgets the draft of whoever acts.
///
/// # Errors
/// The database's own failure.
pub fn drop_draft(tx: &Tx<'_>, display: i64) -> Result<()> {
    let Some(contact) = tx.actor().contact_id else { return Ok(()) };
    let text = format!(
        r#"DELETE FROM "ruche_search_draft" WHERE "search_display_id" = {} AND "contact_id" = {}"#,
        tx.placeholder(1),
        tx.placeholder(2)
    );
    tx.execute(&statement(text, vec![display.into(), contact.into()])).map(|_| ())
}

/// Forgets drafts that nobody has come back to.
///
/// # Errors
/// The database's own failure.
pub fn forget_old(tx: &Tx<'_>) -> Result<()> {
    let before = tx.clock().to_utc(tx.clock().now).saturating_sub(KEPT.days());
    let text = format!(r#"DELETE FROM "ruche_search_draft" WHERE "modified_date" < {}"#, tx.placeholder(1));
    tx.execute(&statement(text, vec![schema::Value::DateTime(before)])).map(|_| ())
}
