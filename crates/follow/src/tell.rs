//! Telling of mentions by e-mail those who want it. It is done a little later and as the one who was named: whoever may not
//! see the record gets no message, and a text that was taken back at once has told nobody.

use contact::access;
use contact::status::ADDRESS_SETTING;
use jiff::SignedDuration;
use kit::Registry;
use mail::{Message, To};
use query::Cell;
use schema::{Actor, Value};
use store::{Result, Site, Tx, statement};
use ui::Locale;

use crate::stream;

/// The kind of these messages.
pub const KIND: &str = "mention";

/// A text stands for so many seconds before it is told of.
const DELAY: i64 = 60;

/// So many are told of in one step.
const STEP: i64 = 20;

/// Tells of some mentions; true where more may wait.
///
/// # Errors
/// The database's own failure.
pub fn run(site: &Site, registry: &Registry) -> Result<bool> {
    run_until(site, registry, -DELAY)
}

/// The same for all that were written before now and so many seconds.
///
/// # Errors
/// The database's own failure.
pub fn run_until(site: &Site, registry: &Registry, seconds: i64) -> Result<bool> {
    let program = Actor::system("mentions");
    let waiting = site.read(&program, |tx| waiting(tx, seconds))?;
    let more = waiting.len() as i64 == STEP;
    for (mention, contact) in waiting {
        let written = site.read(&program, |tx| reader(tx, contact))?;
        let message = match &written {
            Some(bearer) => site.read(&bearer.actor, |tx| message(tx, registry, mention, contact, bearer))?,
            None => None,
        };
        site.write(&program, "mentions", |tx| {
            let text = format!(
                r#"UPDATE "ruche_mention" SET "is_told" = 1 WHERE "id" = {} AND "is_told" = 0"#,
                tx.placeholder(1)
            );
            // Of two processes one tells.
            match (tx.execute(&statement(text, vec![mention.into()]))?, &message) {
                (1, Some(message)) => mail::queue(tx, message).map(drop),
                _ => Ok(()),
            }
        })?;
    }
    Ok(more)
}

/// Mentions that are to be told of, with the ones whom they name.
fn waiting(tx: &Tx<'_>, seconds: i64) -> Result<Vec<(i64, i64)>> {
    let before = tx.clock().to_utc(tx.clock().now).saturating_add(SignedDuration::from_secs(seconds));
    let text = format!(
        r#"SELECT "id", "contact_id" FROM "ruche_mention" WHERE "is_told" = 0 AND "created_date" <= {} ORDER BY "id" LIMIT {STEP}"#,
        tx.placeholder(1)
    );
    let mut all = Vec::new();
    tx.rows(&statement(text, vec![Value::DateTime(before)]), |row| {
        if let (Cell::Int(id), Cell::Int(contact)) = (row.cell(0), row.cell(1)) {
            all.push((id, contact));
        }
        Ok(())
    })?;
    Ok(all)
}

/// The account of the one who was named, while it is open.
fn reader(tx: &Tx<'_>, contact: i64) -> Result<Option<access::Bearer>> {
    let text = format!(
        r#"SELECT "id" FROM "civicrm_uf_match" WHERE "contact_id" = {} AND "is_active" = 1 ORDER BY "id" LIMIT 1"#,
        tx.placeholder(1)
    );
    match tx.one(&statement(text, vec![contact.into()]))?.and_then(|id| id.as_int()) {
        Some(user) => access::actor_of_user(tx, user),
        None => Ok(None),
    }
}

fn message(
    tx: &Tx<'_>,
    registry: &Registry,
    mention: i64,
    contact: i64,
    bearer: &access::Bearer,
) -> Result<Option<Message<'static>>> {
    let site = tx.setting("lcMessages")?;
    let spoken = bearer.language.as_deref().and_then(Locale::spoken);
    let locale = spoken.unwrap_or_else(|| Locale::best(site.as_str(), None));
    let lang = contact::pages::phrases::Lang::new(locale);
    let Some(told) = stream::mention(tx, registry, &lang, mention)? else { return Ok(None) };
    let who = [("who", told.who.as_str().into()), ("where", told.place.as_str().into())];
    let mut body = locale.with("mention-mail-body", &who);
    body.push_str("\n\n");
    body.push_str(&told.words);
    if let Some(address) = tx.setting(ADDRESS_SETTING)?.as_str().filter(|address| !address.is_empty()) {
        body.push_str(&format!("\n\n{}{}", address.trim_end_matches('/'), told.href));
    }
    body.push_str("\n\n");
    body.push_str(&locale.text("mention-mail-choice"));
    let subject = locale.with("mention-mail-subject", &who);
    Ok(Some(Message { about: Some(("Mention", mention)), ..Message::new(KIND, To::Contact(contact), subject, body) }))
}
