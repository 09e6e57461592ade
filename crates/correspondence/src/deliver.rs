//! The errand `send_mail`: what waits in the outbox is handed over, a few messages at a time.
//!
//! Each message is marked before it is handed over and after; both marks are on disk before anything else happens. So
//! a crash between them leaves a message that is marked as being sent, and nobody can know whether the server has taken
//! it: SMTP has no question for that. Such a message is never sent again by itself. It becomes `unsure`, and somebody
//! decides on the page of messages. Its Message-ID stays the same, so that most mail programs show a repetition once.

use jiff::SignedDuration;
use jiff::civil::DateTime;
use kit::Registry;
use mail::backend::{self, Backend};
use mail::outbox::{CANCELLED, FAILED, Outbox, SENDING, SENT, UNSURE, WAITING, files_of};
use mail::{Gate, reach, sealed, site_address};
use query::Cell;
use schema::{Actor, Value};
use store::{Result, Site, Tx, statement};

use contact::access::fact;

use crate::letter::{self, Draft, Enclosed};
use crate::transport::{self, Line, Outcome};

/// So many messages are handed over in one step.
const STEP: i64 = 20;
/// A message that is being handed over for longer than this is not any more: whoever did it has died.
const LOST: i64 = 15 * 60;
/// Minutes until the next attempt, by how many were in vain.
const WAITS: [i64; 7] = [1, 5, 15, 60, 120, 240, 480];
/// After so many days of vain attempts a message is given up (RFC 5321, 4.5.4.1, says four or five).
const PATIENT_DAYS: i64 = 5;
/// What waited longer than this before mail was set up is not sent all at once on that day: it is out of date.
const STALE_DAYS: i64 = 7;

/// Facts for the page of status: when a message was last taken, when a delivery last failed.
pub const LAST_SENT: &str = "mail_sent";
pub const LAST_FAILED: &str = "mail_failed";

/// What stands in `error` before machine names of reasons.
pub const REASONS: &str = "reasons ";
/// The reason of a message that waited too long before mail was set up.
pub const STALE: &str = "stale";
/// The reason where the site has no address to write from.
pub const NO_SENDER: &str = "no_sender";

fn system() -> Actor {
    Actor::system("send_mail")
}

/// One step; tells whether more waits.
///
/// # Errors
/// The database's own failure; what goes wrong with a message is written beside it.
pub fn step(site: &Site, registry: &Registry) -> Result<bool> {
    let (backend, due, lost) = site.read(&system(), |tx| {
        let backend = backend::of(tx)?;
        let due = if backend.way.is_open() { due(tx)? } else { Vec::new() };
        Ok((backend, due, any_lost(tx)?))
    })?;
    if lost {
        site.write(&system(), "send_mail", |tx| give_up_lost(tx))?;
    }
    if due.is_empty() {
        return Ok(false);
    }
    let Some(mut line) = open(site, &backend, &due)? else { return Ok(false) };
    for id in &due {
        if line.is_broken() {
            break;
        }
        deliver(site, registry, &mut line, *id)?;
    }
    line.close();
    Ok(due.len() as i64 == STEP)
}

/// Delivers one message now, whenever it was due; tells what came of it. None where it does not wait, or mail is off.
///
/// # Errors
/// The database's own failure.
pub fn deliver_now(site: &Site, registry: &Registry, id: i64) -> Result<Option<Outcome>> {
    let backend = site.read(&system(), |tx| backend::of(tx))?;
    if !backend.way.is_open() {
        return Ok(None);
    }
    let password = site.read(&system(), |tx| sealed::told(tx, backend::PASSWORD))?;
    match transport::open(&backend, password.as_deref(), &greeting(site)?, site.data()) {
        Ok(mut line) => {
            let outcome = deliver(site, registry, &mut line, id)?;
            line.close();
            Ok(outcome)
        }
        Err(words) => {
            site.write(&system(), "send_mail", |tx| put_off(tx, &[id], &words))?;
            Ok(Some(Outcome::Later(words)))
        }
    }
}

/// The way out; None where nobody answers: then all that is due waits a little.
fn open(site: &Site, backend: &Backend, due: &[i64]) -> Result<Option<Line>> {
    let password = site.read(&system(), |tx| sealed::told(tx, backend::PASSWORD))?;
    match transport::open(backend, password.as_deref(), &greeting(site)?, site.data()) {
        Ok(line) => Ok(Some(line)),
        Err(words) => {
            site.write(&system(), "send_mail", |tx| put_off(tx, due, &words))?;
            Ok(None)
        }
    }
}

/// What the program calls itself when it greets a server: the domain that mail comes from.
fn greeting(site: &Site) -> Result<String> {
    let sender = site.read(&system(), |tx| site_address::standard(tx))?;
    let domain = sender.and_then(|(_, row)| row.email.rsplit_once('@').map(|(_, domain)| domain.to_owned()));
    Ok(domain.unwrap_or_else(|| "localhost".to_owned()))
}

/// Marks, hands over, marks.
fn deliver(site: &Site, registry: &Registry, line: &mut Line, id: i64) -> Result<Option<Outcome>> {
    let claimed = site.write(&system(), "send_mail", |tx| claim(tx, registry, id))?;
    let Some(draft) = claimed else { return Ok(None) };
    let outcome = match letter::compose(&draft) {
        Ok(message) => line.send(&message),
        Err(words) => Outcome::Refused(words),
    };
    site.write(&system(), "send_mail", |tx| settle(tx, &draft.row, &outcome))?;
    Ok(Some(outcome))
}

fn now(tx: &Tx<'_>) -> DateTime {
    tx.clock().to_utc(tx.clock().now)
}

fn due(tx: &Tx<'_>) -> Result<Vec<i64>> {
    let state = query::fold_expression(tx.dialect(), r#""state""#);
    let text = format!(
        r#"SELECT "id" FROM "ruche_outbox" WHERE {state} = {} AND ("next_try" IS NULL OR "next_try" <= {}) AND "address" IS NOT NULL
           ORDER BY "id" LIMIT {}"#,
        tx.placeholder(1),
        tx.placeholder(2),
        tx.placeholder(3)
    );
    ids(tx, &text, vec![WAITING.into(), Value::DateTime(now(tx)), STEP.into()])
}

fn ids(tx: &Tx<'_>, text: &str, binds: Vec<Value>) -> Result<Vec<i64>> {
    let mut all = Vec::new();
    tx.rows(&statement(text, binds), |row| {
        if let Cell::Int(id) = row.cell(0) {
            all.push(id);
        }
        Ok(())
    })?;
    Ok(all)
}

fn long_ago(tx: &Tx<'_>) -> Value {
    Value::DateTime(now(tx).saturating_sub(SignedDuration::from_secs(LOST)))
}

fn any_lost(tx: &Tx<'_>) -> Result<bool> {
    let state = query::fold_expression(tx.dialect(), r#""state""#);
    let text = format!(
        r#"SELECT "id" FROM "ruche_outbox" WHERE {state} = {} AND "next_try" <= {} LIMIT 1"#,
        tx.placeholder(1),
        tx.placeholder(2)
    );
    Ok(!ids(tx, &text, vec![SENDING.into(), long_ago(tx)])?.is_empty())
}

fn give_up_lost(tx: &Tx<'_>) -> Result<()> {
    let state = query::fold_expression(tx.dialect(), r#""state""#);
    let text = format!(
        r#"UPDATE "ruche_outbox" SET "state" = {} WHERE {state} = {} AND "next_try" <= {}"#,
        tx.placeholder(1),
        tx.placeholder(2),
        tx.placeholder(3)
    );
    tx.execute(&statement(text, vec![UNSURE.into(), SENDING.into(), long_ago(tx)])).map(drop)
}

/// Takes a message in hand, so that no other process does; None where it is not to be sent any more.
fn claim(tx: &mut Tx<'_>, registry: &Registry, id: i64) -> Result<Option<Draft>> {
    let text = format!(
        r#"UPDATE "ruche_outbox" SET "state" = {}, "next_try" = {} WHERE "id" = {} AND {} = {}"#,
        tx.placeholder(1),
        tx.placeholder(2),
        tx.placeholder(3),
        query::fold_expression(tx.dialect(), r#""state""#),
        tx.placeholder(4)
    );
    let binds = vec![SENDING.into(), Value::DateTime(now(tx)), id.into(), WAITING.into()];
    if tx.execute(&statement(text, binds))? == 0 {
        return Ok(None);
    }
    let Some(row) = tx.find::<Outbox>(id)? else { return Ok(None) };
    if row.tries == 0 && row.created < now(tx).saturating_sub(SignedDuration::from_hours(24 * STALE_DAYS)) {
        return refuse(tx, &row, FAILED, STALE).map(|()| None);
    }
    if let Some(reasons) = against(tx, registry, &row)? {
        return refuse(tx, &row, CANCELLED, &reasons).map(|()| None);
    }
    let standard = site_address::standard(tx)?.map(|(_, sender)| sender.written());
    if standard.is_none() && row.sender.is_none() {
        return refuse(tx, &row, FAILED, NO_SENDER).map(|()| None);
    }
    let to_name = row.contact_id.map(|contact| name_of(tx, contact)).transpose()?.flatten();
    let mut files = Vec::new();
    for file in files_of(tx, id)? {
        if let Some((found, bytes)) = file::read(tx, file)? {
            let content_type = found.kind.map_or("application/octet-stream", |kind| kind.content_type).to_owned();
            files.push(Enclosed { name: found.name, content_type, bytes });
        }
    }
    Ok(Some(Draft { row, to_name, standard_sender: standard.unwrap_or_default(), files }))
}

fn name_of(tx: &Tx<'_>, contact: i64) -> Result<Option<String>> {
    let text = format!(r#"SELECT "display_name" FROM "civicrm_contact" WHERE "id" = {}"#, tx.placeholder(1));
    Ok(tx.one(&statement(text, vec![contact.into()]))?.and_then(|value| value.as_text().map(str::to_owned)))
}

/// What has come to speak against it since it was laid down; machine names with blanks between.
fn against(tx: &Tx<'_>, registry: &Registry, row: &Outbox) -> Result<Option<String>> {
    let Some(contact) = row.contact_id else { return Ok(None) };
    let is_letter = row.weight.as_deref() == Some("letter");
    let gates = if is_letter { registry.filled::<Gate>() } else { &[] };
    let mut found = reach::refusals(tx, gates, &[contact])?.remove(&contact).unwrap_or_default();
    if !is_letter {
        found.retain(|reason| reach::HARD.contains(reason));
    }
    // It has an address: to that one it goes, whatever other addresses there are.
    found.retain(|reason| *reason != "no_address");
    Ok(if found.is_empty() { None } else { Some(found.join(" ")) })
}

fn refuse(tx: &Tx<'_>, row: &Outbox, state: &str, reasons: &str) -> Result<()> {
    mark(tx, row.id, state, row.tries, None, Some(format!("{REASONS}{reasons}")))
}

fn mark(tx: &Tx<'_>, id: i64, state: &str, tries: i64, next: Option<DateTime>, error: Option<String>) -> Result<()> {
    let text = format!(
        r#"UPDATE "ruche_outbox" SET "state" = {}, "tries" = {}, "next_try" = {}, "error" = {} WHERE "id" = {}"#,
        tx.placeholder(1),
        tx.placeholder(2),
        tx.placeholder(3),
        tx.placeholder(4),
        tx.placeholder(5)
    );
    let next = next.map_or(Value::Null, Value::DateTime);
    tx.execute(&statement(text, vec![state.into(), tries.into(), next, error.into(), id.into()])).map(drop)
}

fn settle(tx: &Tx<'_>, row: &Outbox, outcome: &Outcome) -> Result<()> {
    match outcome {
        Outcome::Sent => {
            mark(tx, row.id, SENT, row.tries, None, None)?;
            let text = format!(
                r#"UPDATE "ruche_outbox" SET "sent" = {} WHERE "id" = {}"#,
                tx.placeholder(1),
                tx.placeholder(2)
            );
            tx.execute(&statement(text, vec![Value::DateTime(now(tx)), row.id.into()]))?;
            if row.weight.as_deref() == Some("secret") {
                wipe(tx, row.id)?;
            }
            fact::keep_now(tx, LAST_SENT)
        }
        Outcome::Later(words) => later(tx, row, words),
        Outcome::Refused(words) => {
            fact::keep_now(tx, LAST_FAILED)?;
            mark(tx, row.id, FAILED, row.tries + 1, None, Some(words.clone()))
        }
        Outcome::Unsure(words) => {
            fact::keep_now(tx, LAST_FAILED)?;
            mark(tx, row.id, UNSURE, row.tries + 1, None, Some(words.clone()))
        }
    }
}

/// A text that lets somebody in is kept no longer than it takes to send it.
fn wipe(tx: &Tx<'_>, id: i64) -> Result<()> {
    let text = format!(
        r#"UPDATE "ruche_outbox" SET "body" = '', "html" = NULL, "calendar" = NULL WHERE "id" = {}"#,
        tx.placeholder(1)
    );
    tx.execute(&statement(text, vec![id.into()])).map(drop)
}

fn later(tx: &Tx<'_>, row: &Outbox, words: &str) -> Result<()> {
    fact::keep_now(tx, LAST_FAILED)?;
    let given_up = row.created < now(tx).saturating_sub(SignedDuration::from_hours(24 * PATIENT_DAYS));
    if given_up && row.tries > 0 {
        return mark(tx, row.id, FAILED, row.tries + 1, None, Some(words.to_owned()));
    }
    let next = now(tx).saturating_add(SignedDuration::from_mins(wait(row.tries)));
    mark(tx, row.id, WAITING, row.tries + 1, Some(next), Some(words.to_owned()))
}

/// Minutes until the next attempt.
fn wait(tries: i64) -> i64 {
    let at = usize::try_from(tries).unwrap_or(0).min(WAITS.len() - 1);
    WAITS.get(at).copied().unwrap_or(1)
}

/// Nobody answers at the other end: that is not the fault of any one message.
fn put_off(tx: &Tx<'_>, due: &[i64], words: &str) -> Result<()> {
    for id in due {
        if let Some(row) = tx.find::<Outbox>(*id)?.filter(|row| row.state == WAITING) {
            later(tx, &row, words)?;
        }
    }
    Ok(())
}

/// A message that failed, or of which nobody knows, waits again; tells whether there was such a one.
///
/// # Errors
/// The database's own failure.
pub fn retry(tx: &Tx<'_>, id: i64) -> Result<bool> {
    let Some(row) = tx.find::<Outbox>(id)? else { return Ok(false) };
    let may = [FAILED, UNSURE, CANCELLED].contains(&row.state.as_str()) || row.state == WAITING;
    if !may || row.address.is_none() || row.body.is_empty() {
        return Ok(false);
    }
    // One try is on its record: it was decided upon, however old it is.
    mark(tx, id, WAITING, row.tries.max(1), None, None)?;
    Ok(true)
}

/// A message that waits is not wanted any more; tells whether it still waited.
///
/// # Errors
/// The database's own failure.
pub fn cancel(tx: &Tx<'_>, id: i64) -> Result<bool> {
    let text = format!(
        r#"UPDATE "ruche_outbox" SET "state" = {} WHERE "id" = {} AND "state" IN ('waiting', 'failed', 'unsure')"#,
        tx.placeholder(1),
        tx.placeholder(2)
    );
    Ok(tx.execute(&statement(text, vec![CANCELLED.into(), id.into()]))? > 0)
}

#[cfg(test)]
mod tests {
    use super::wait;

    #[test]
    fn waits_grow_and_end_at_a_working_day() {
        let all: Vec<i64> = (0..9).map(wait).collect();
        assert_eq!(all, [1, 5, 15, 60, 120, 240, 480, 480, 480]);
        assert!(wait(-1) == 1);
    }
}
