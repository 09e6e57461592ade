//! Sessions of people with browsers: begun at sign-in, ended by signing out, by silence, by age, by a new password.

use schema::Value;
use store::{Result, Tx, statement};

use super::tables::Session;
use super::{insert, mark, moved, now, token};

/// The purpose that digests of sessions are bound to.
pub(super) const PURPOSE: &str = "session";
/// Seconds without any request after which a session ends.
pub const IDLE: i64 = 8 * 3600;
/// Seconds after which a session ends in any case.
pub const LONGEST: i64 = 7 * 86_400;
/// Failed sign-ins are remembered for so many seconds.
const REMEMBERED: i64 = 86_400;

/// Begins a session; gives its secret, which the browser alone keeps.
///
/// # Errors
/// The database's own failure.
pub fn begin(tx: &mut Tx<'_>, user_id: i64, address: &str, agent: &str) -> Result<String> {
    let secret = token::random()?;
    let at = now(tx);
    let cut = |text: &str, most: usize| text.chars().filter(|c| !c.is_control()).take(most).collect::<String>();
    let entity = tx.entity("RucheSession")?;
    let values = [
        ("digest", token::digest(tx.site(), PURPOSE, &secret).into()),
        ("user_id", user_id.into()),
        ("created", Value::DateTime(at)),
        ("last_seen", Value::DateTime(at)),
        ("expires", Value::DateTime(moved(at, LONGEST))),
        ("address", cut(address, 64).into()),
        ("agent", cut(agent, 255).into()),
    ];
    insert(tx, &entity, &values)?;
    let text =
        format!(r#"UPDATE "civicrm_uf_match" SET "when_last_accessed" = {} WHERE "id" = {}"#, mark(tx, 1), mark(tx, 2));
    tx.execute(&statement(text, vec![Value::DateTime(at), user_id.into()]))?;
    Ok(secret)
}

/// Ends the session with this secret.
///
/// # Errors
/// The database's own failure.
pub fn end(tx: &mut Tx<'_>, secret: &str) -> Result<()> {
    let folded = query::fold_expression(tx.dialect(), r#""digest""#);
    let text = format!(r#"DELETE FROM "ruche_session" WHERE {folded} = {}"#, mark(tx, 1));
    let digest = token::digest(tx.site(), PURPOSE, secret);
    tx.execute(&statement(text, vec![digest.into()])).map(|_| ())
}

/// Ends all sessions of an account.
///
/// # Errors
/// The database's own failure.
pub fn end_all(tx: &mut Tx<'_>, user_id: i64) -> Result<()> {
    let text = format!(r#"DELETE FROM "ruche_session" WHERE "user_id" = {}"#, mark(tx, 1));
    tx.execute(&statement(text, vec![user_id.into()])).map(|_| ())
}

/// The sessions of an account that have not ended, the latest first.
///
/// # Errors
/// The database's own failure.
pub fn all(tx: &Tx<'_>, user_id: i64) -> Result<Vec<(i64, Session)>> {
    let at = now(tx);
    let mut sessions = tx.find_by::<Session>("user_id", user_id)?;
    sessions.retain(|(_, session)| session.expires > at && session.last_seen > moved(at, -IDLE));
    sessions.sort_by_key(|(_, session)| std::cmp::Reverse(session.last_seen));
    Ok(sessions)
}

/// Whether this is the session with this secret.
pub fn is_own(tx: &Tx<'_>, session: &Session, secret: Option<&str>) -> bool {
    secret.is_some_and(|secret| token::equal(&session.digest, &token::digest(tx.site(), PURPOSE, secret)))
}

/// Ends one session of an account.
///
/// # Errors
/// The database's own failure.
pub fn end_one(tx: &mut Tx<'_>, user_id: i64, id: i64) -> Result<()> {
    let text = format!(r#"DELETE FROM "ruche_session" WHERE "user_id" = {} AND "id" = {}"#, mark(tx, 1), mark(tx, 2));
    tx.execute(&statement(text, vec![user_id.into(), id.into()])).map(|_| ())
}

/// From now on the session with this secret looks with the eyes of another account, or with its own again.
///
/// # Errors
/// The database's own failure.
pub fn look_as(tx: &mut Tx<'_>, secret: &str, user_id: Option<i64>) -> Result<()> {
    let folded = query::fold_expression(tx.dialect(), r#""digest""#);
    let text = format!(r#"UPDATE "ruche_session" SET "seen_as" = {} WHERE {folded} = {}"#, mark(tx, 1), mark(tx, 2));
    let digest = token::digest(tx.site(), PURPOSE, secret);
    tx.execute(&statement(text, vec![user_id.into(), digest.into()])).map(|_| ())
}

/// Notes that a session was used just now.
///
/// # Errors
/// The database's own failure.
pub fn touch(tx: &mut Tx<'_>, id: i64) -> Result<()> {
    note_use(tx, "ruche_session", "last_seen", id)
}

/// Notes that an API key was used just now.
///
/// # Errors
/// The database's own failure.
pub fn touch_key(tx: &mut Tx<'_>, id: i64) -> Result<()> {
    note_use(tx, "ruche_api_key", "last_used", id)
}

fn note_use(tx: &Tx<'_>, table: &str, column: &str, id: i64) -> Result<()> {
    let text = format!(r#"UPDATE "{table}" SET "{column}" = {} WHERE "id" = {}"#, mark(tx, 1), mark(tx, 2));
    tx.execute(&statement(text, vec![Value::DateTime(now(tx)), id.into()])).map(|_| ())
}

/// Forgets what has ended: sessions, links, keys that ran out, old failures.
///
/// # Errors
/// The database's own failure.
pub fn forget_ended(tx: &mut Tx<'_>) -> Result<()> {
    let at = now(tx);
    let before = |table: &str, column: &str, moment| {
        let text = format!(r#"DELETE FROM "{table}" WHERE "{column}" < {}"#, mark(tx, 1));
        tx.execute(&statement(text, vec![Value::DateTime(moment)]))
    };
    before("ruche_session", "expires", at)?;
    before("ruche_session", "last_seen", moved(at, -IDLE))?;
    before("ruche_link", "expires", at)?;
    before("ruche_device", "expires", at)?;
    before("ruche_trace", "at", moved(at, -super::trace::KEPT))?;
    before("ruche_api_key", "expires", at)?;
    before("ruche_challenge", "expires", at)?;
    before("ruche_view", "at", moved(at, -super::views::KEPT_DAYS * 86_400))?;
    before("ruche_login", "at", moved(at, -REMEMBERED)).map(|_| ())
}
