//! Signing in with name and password: limited, and silent about what was wrong.

use schema::{Actor, Value};
use store::{Result, Site, Tx, statement};

use super::{insert, mark, moved, now, password, session, token, totp, trace, who};

/// So many tries …
pub const TRIES: i64 = 10;
/// … within so many seconds, for one name from one address (ASVS 5.0.0-6.3.1).
pub const WINDOW: i64 = 15 * 60;

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The session's secret, for the browser.
    Welcome { secret: String, user_id: i64 },
    /// The password was right, and a second factor is asked for; the ticket says so for some minutes.
    Second { ticket: String },
    /// Name or password was wrong, or the account is disabled: the caller is not told which.
    Refused,
    /// Too many tries.
    Wait,
}

/// Checks name and password and begins a session. The hash is computed outside any transaction.
///
/// # Errors
/// The database's own failure.
pub fn sign_in(site: &Site, name: &str, given: &str, address: &str, agent: &str) -> Result<Outcome> {
    sign_in_from(site, name, given, address, agent, None)
}

/// The same from a browser that may be one which is remembered.
///
/// # Errors
/// The database's own failure.
pub fn sign_in_from(
    site: &Site,
    name: &str,
    given: &str,
    address: &str,
    agent: &str,
    device: Option<&str>,
) -> Result<Outcome> {
    let program = Actor::system("sign in");
    let (tries, found) = site.read(&program, |tx| {
        let bearer = who::actor_named(tx, name)?;
        let user_id = bearer.as_ref().filter(|b| b.is_active).and_then(|b| b.actor.user_id);
        let hash = user_id.map(|id| password::of_user(tx, id)).transpose()?.flatten();
        Ok((recent_failures(tx, name, address)?, user_id.zip(hash)))
    })?;
    if tries >= TRIES {
        return Ok(Outcome::Wait);
    }
    let right = password::verify(given, found.as_ref().map(|(_, hash)| hash.as_str()));
    site.write(&program, "page", |tx| match found {
        Some((user_id, _)) if right => {
            forgive(tx, name, address)?;
            proved(tx, user_id, address, agent, device)
        }
        _ => {
            note_failure(tx, name, address)?;
            Ok(Outcome::Refused)
        }
    })
}

/// Lets in whoever has proved to own an active account; asks for the second factor where the account has one and the
/// browser is not remembered.
///
/// # Errors
/// The database's own failure.
pub fn proved(tx: &mut Tx<'_>, user_id: i64, address: &str, agent: &str, device: Option<&str>) -> Result<Outcome> {
    let account = who::actor_of_user(tx, user_id)?;
    if !account.is_some_and(|account| account.is_at_home(tx.domain())) {
        return Ok(Outcome::Refused);
    }
    let known = device.map(|kept| totp::is_remembered(tx, user_id, kept)).transpose()?.unwrap_or(false);
    if totp::is_on(tx, user_id)? && !known {
        return Ok(Outcome::Second { ticket: ticket(tx, user_id) });
    }
    trace::note(tx, "signed-in", user_id, address)?;
    let secret = session::begin(tx, user_id, address, agent)?;
    Ok(Outcome::Welcome { secret, user_id })
}

/// Checks the second factor of whoever holds the ticket, and begins a session.
///
/// # Errors
/// The database's own failure.
pub fn second(site: &Site, ticket: &str, given: &str, address: &str, agent: &str) -> Result<Outcome> {
    site.write(&Actor::system("sign in"), "page", |tx| {
        let Some(user_id) = holder(tx, ticket) else { return Ok(Outcome::Refused) };
        // Six digits are few: their tries are counted like those of passwords.
        let counted = format!("second factor {user_id}");
        if recent_failures(tx, &counted, address)? >= TRIES {
            return Ok(Outcome::Wait);
        }
        if !totp::accept(tx, user_id, given)? {
            note_failure(tx, &counted, address)?;
            return Ok(Outcome::Refused);
        }
        forgive(tx, &counted, address)?;
        trace::note(tx, "signed-in", user_id, address)?;
        let secret = session::begin(tx, user_id, address, agent)?;
        Ok(Outcome::Welcome { secret, user_id })
    })
}

/// Seconds between password and code.
const PATIENCE: i64 = 5 * 60;

fn ticket(tx: &Tx<'_>, user_id: i64) -> String {
    let said = format!("{user_id}.{}", tx_seconds(tx) + PATIENCE);
    format!("{said}.{}", token::digest(tx.site(), "second factor ticket", &said))
}

/// Whose ticket it is, while it holds.
fn holder(tx: &Tx<'_>, ticket: &str) -> Option<i64> {
    let (said, digest) = ticket.rsplit_once('.')?;
    let (user, until) = said.split_once('.')?;
    let holds = token::equal(digest, &token::digest(tx.site(), "second factor ticket", said))
        && until.parse::<i64>().is_ok_and(|until| until > tx_seconds(tx));
    let user = user.parse().ok().filter(|_| holds)?;
    let account = tx.find::<crate::user::User>(user).ok().flatten()?;
    let bearer = who::actor_of_user(tx, user).ok().flatten()?;
    (account.is_active && bearer.is_at_home(tx.domain())).then_some(user)
}

fn tx_seconds(tx: &Tx<'_>) -> i64 {
    now(tx).to_zoned(jiff::tz::TimeZone::UTC).map_or(0, |zoned| zoned.timestamp().as_second())
}

/// The name as the table of failures keeps it.
fn account(tx: &Tx<'_>, name: &str) -> Value {
    token::digest(tx.site(), "sign in", &schema::fold::fold(name.trim())).into()
}

fn place(address: &str) -> Value {
    address.chars().take(64).collect::<String>().into()
}

/// How many tries of a name from an address have failed lately.
///
/// # Errors
/// The database's own failure.
pub fn recent_failures(tx: &Tx<'_>, name: &str, address: &str) -> Result<i64> {
    let text = format!(
        r#"SELECT count(*) FROM "ruche_login" WHERE "account" = {} AND "address" = {} AND "at" > {}"#,
        mark(tx, 1),
        mark(tx, 2),
        mark(tx, 3)
    );
    let binds = vec![account(tx, name), place(address), Value::DateTime(moved(now(tx), -WINDOW))];
    Ok(tx.one(&statement(text, binds))?.and_then(|count| count.as_int()).unwrap_or(0))
}

/// Counts one that failed.
///
/// # Errors
/// The database's own failure.
pub fn note_failure(tx: &mut Tx<'_>, name: &str, address: &str) -> Result<()> {
    let entity = tx.entity("RucheLogin")?;
    let values = [("account", account(tx, name)), ("address", place(address)), ("at", Value::DateTime(now(tx)))];
    insert(tx, &entity, &values)
}

fn forgive(tx: &mut Tx<'_>, name: &str, address: &str) -> Result<()> {
    let text =
        format!(r#"DELETE FROM "ruche_login" WHERE "account" = {} AND "address" = {}"#, mark(tx, 1), mark(tx, 2));
    tx.execute(&statement(text, vec![account(tx, name), place(address)])).map(|_| ())
}
