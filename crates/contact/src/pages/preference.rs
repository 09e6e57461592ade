//! What one person has chosen for themselves: settings of their own contact. What they looked at lately their browser
//! keeps, for looking at a page writes nothing.
//!
//! These are no records of the association, so they leave no history.

use jiff::civil::DateTime;
use kit::Visit;
use schema::Actor;
use serde_json::Value as Json;
use store::{Result, Tx, statement};

/// The cookie with the contacts that somebody opened lately, newest first: whose they are, a point, ids.
const RECENT: &str = "recent";

/// So many of them are kept.
const RECENT_KEPT: usize = 20;

/// The columns of the list of contacts.
pub const COLUMNS: &str = "ruche_contact_columns";

/// Whether columns stay on narrow screens too.
pub const ALL_COLUMNS: &str = "ruche_contact_columns_stay";

/// How many rows a page of a list has.
pub const ROWS: &str = "ruche_list_rows";

/// The numbers of rows to choose from, the usual one first.
pub const ROW_COUNTS: [i64; 4] = [50, 25, 100, 200];

/// Whether single keys are shortcuts (WCAG 2.1.4).
pub const KEYS: &str = "ruche_single_keys";

/// What this person chose under this name; null where nothing was.
pub fn read(tx: &Tx<'_>, contact_id: Option<i64>, name: &str) -> Result<Json> {
    let Some(contact) = contact_id else { return Ok(Json::Null) };
    let text = format!(
        r#"SELECT "value" FROM "civicrm_setting" WHERE "contact_id" = {} AND "name" = {} AND "domain_id" = 1"#,
        tx.placeholder(1),
        tx.placeholder(2)
    );
    let found = tx.one(&statement(text, vec![contact.into(), name.into()]))?;
    Ok(found.and_then(|value| serde_json::from_str(value.as_text()?).ok()).unwrap_or(Json::Null))
}

/// Keeps what this person chose.
pub fn write(visit: &Visit<'_>, name: &str, value: &Json) -> Result<()> {
    let Some(contact) = visit.actor.contact_id else { return Ok(()) };
    visit.site.write(&Actor::system("preferences"), "page", |tx| put(tx, contact, name, value))
}

fn put(tx: &Tx<'_>, contact: i64, name: &str, value: &Json) -> Result<()> {
    let now: DateTime = tx.clock().to_utc(tx.clock().now);
    let update = format!(
        r#"UPDATE "civicrm_setting" SET "value" = {}, "created_date" = {} WHERE "contact_id" = {} AND "name" = {} AND "domain_id" = 1"#,
        tx.placeholder(1),
        tx.placeholder(2),
        tx.placeholder(3),
        tx.placeholder(4)
    );
    let binds = vec![value.to_string().into(), schema::Value::DateTime(now), contact.into(), name.into()];
    if tx.execute(&statement(update, binds.clone()))? > 0 {
        return Ok(());
    }
    let insert = format!(
        r#"INSERT INTO "civicrm_setting" ("value", "created_date", "contact_id", "name", "domain_id", "is_domain") VALUES ({}, {}, {}, {}, 1, 0)"#,
        tx.placeholder(1),
        tx.placeholder(2),
        tx.placeholder(3),
        tx.placeholder(4)
    );
    tx.execute(&statement(insert, binds)).map(|_| ())
}

/// How many rows this person wants on a page.
pub fn rows(tx: &Tx<'_>) -> Result<i64> {
    let chosen = read(tx, tx.actor().contact_id, ROWS)?.as_i64();
    let usual = tx.setting("default_pager_size")?.as_i64();
    let fits = |rows: &i64| ROW_COUNTS.contains(rows);
    Ok(chosen.filter(fits).or(usual.filter(fits)).unwrap_or(ROW_COUNTS[0]))
}

/// The contacts that this person opened lately, newest first.
pub fn recent(visit: &Visit<'_>) -> Vec<i64> {
    let kept = visit.kept.get(RECENT).and_then(|kept| kept.split_once('.'));
    // Somebody else may have used this browser before.
    let own = kept.filter(|(whose, _)| whose.parse().ok() == visit.actor.contact_id.filter(|id| *id > 0));
    let ids = own.map(|(_, ids)| ids.split('-').filter_map(|id| id.parse().ok()).take(RECENT_KEPT).collect());
    ids.unwrap_or_default()
}

/// Notes that a contact was opened, in the browser.
pub fn opened(visit: &mut Visit<'_>, id: i64) {
    let before = recent(visit);
    let Some(whose) = visit.actor.contact_id.filter(|_| before.first() != Some(&id)) else { return };
    let others = before.iter().filter(|other| **other != id).take(RECENT_KEPT - 1);
    let ids: Vec<String> = std::iter::once(&id).chain(others).map(ToString::to_string).collect();
    let cookie = format!("{RECENT}={whose}.{}; Path=/; HttpOnly; SameSite=Lax; Max-Age=31536000", ids.join("-"));
    visit.set_cookies.push(cookie);
}
