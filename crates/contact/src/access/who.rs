//! From a proof to an actor: who holds this key or session, and what their roles allow now.
//!
//! What roles give is kept until a role changes, all else is looked up with each request: whoever is disabled or loses a
//! role is out with the next one, at another process within half a second.

use std::sync::Arc;

use jiff::civil::DateTime;
use query::Cell;
use schema::permission::AUTHENTICATED;
use schema::{Actor, ListFormat, PermissionSet, Value};
use store::{Cells, Result, Tx, statement};

use super::{key, mark, moved, now, session, token};

/// Somebody known by a key, a session or a name.
#[derive(Clone, Debug)]
pub struct Bearer {
    pub actor: Actor,
    /// False for an account that was disabled: it may do nothing.
    pub is_active: bool,
    /// The language that the account prefers.
    pub language: Option<String>,
    /// The row of the key or session.
    pub proof_id: i64,
    /// Whether the proof's last use is so old that it should be written anew.
    pub is_stale: bool,
    /// The account with whose eyes the session looks.
    pub seen_as: Option<i64>,
    /// Whether the key was made for looking alone.
    reads_only: bool,
    /// The domain that the account belongs to; none where it may be used at all of them.
    home: Option<i64>,
}

impl Bearer {
    /// Whether the account may be used at this domain: at its own, or anywhere by those who may do everything.
    pub fn is_at_home(&self, domain: i64) -> bool {
        self.home.is_none_or(|home| home == domain)
    }
}

/// Finds the bearer of a key that another component gives out, such as an access token; None for one that is not its own.
#[derive(Clone, Copy)]
pub struct OtherKeys(pub fn(&Tx<'_>, key: &str) -> Result<Option<Bearer>>);

/// What everyone may do, signed in or not.
///
/// # Errors
/// The database's own failure.
pub fn visitor(tx: &Tx<'_>) -> Result<Actor> {
    Ok(Actor::visitor(permissions(tx, None, None)?))
}

/// Who holds this API key; None for a key that is unknown or has run out.
///
/// # Errors
/// The database's own failure.
pub fn actor_by_key(tx: &Tx<'_>, api_key: &str) -> Result<Option<Bearer>> {
    let folded = query::fold_expression(tx.dialect(), r#"k."digest""#);
    let proof = format!(
        r#"SELECT k."id", c."id", u."id", k."last_used", c."display_name", u."username", u."is_active", u."language", k."scope", NULL, u."domain_id"
        FROM "ruche_api_key" k
        JOIN "civicrm_contact" c ON c."id" = k."contact_id" AND c."is_deleted" = 0
        LEFT JOIN "civicrm_uf_match" u ON u."contact_id" = c."id"
        WHERE {folded} = {} AND (k."expires" IS NULL OR k."expires" > {}) ORDER BY u."id""#,
        mark(tx, 1),
        mark(tx, 2)
    );
    let at = now(tx);
    let digest = token::digest(tx.site(), key::PURPOSE, api_key);
    look_up(tx, proof, vec![digest.into(), Value::DateTime(at)], Some(moved(at, -3600)))
}

/// Who is signed in with this session's secret; None when it is unknown or has ended.
///
/// # Errors
/// The database's own failure.
pub fn actor_by_session(tx: &Tx<'_>, secret: &str) -> Result<Option<Bearer>> {
    let folded = query::fold_expression(tx.dialect(), r#"s."digest""#);
    let proof = format!(
        r#"SELECT s."id", c."id", u."id", s."last_seen", c."display_name", u."username", u."is_active", u."language", NULL, s."seen_as", u."domain_id"
        FROM "ruche_session" s
        JOIN "civicrm_uf_match" u ON u."id" = s."user_id" AND u."is_active" = 1
        LEFT JOIN "civicrm_contact" c ON c."id" = u."contact_id"
        WHERE {folded} = {} AND s."expires" > {} AND s."last_seen" > {}"#,
        mark(tx, 1),
        mark(tx, 2),
        mark(tx, 3)
    );
    let at = now(tx);
    let digest = token::digest(tx.site(), session::PURPOSE, secret);
    let binds = vec![digest.into(), Value::DateTime(at), Value::DateTime(moved(at, -session::IDLE))];
    let Some(bearer) = look_up(tx, proof, binds, Some(moved(at, -60)))? else { return Ok(None) };
    with_other_eyes(tx, bearer).map(Some)
}

/// Whom an administrator is at the moment: themselves, or somebody else for looking alone.
fn with_other_eyes(tx: &Tx<'_>, bearer: Bearer) -> Result<Bearer> {
    // Whoever may not do everything could see more through others than they may.
    let Some(other) = bearer.seen_as.filter(|_| bearer.actor.permissions.is_everything()) else { return Ok(bearer) };
    let Some(seen) = actor_of_user(tx, other)? else { return Ok(bearer) };
    let name = format!("{} ({})", bearer.actor.name, seen.actor.name);
    let permissions = Arc::new((*seen.actor.permissions).clone().for_reading());
    Ok(Bearer { actor: Actor { name, permissions, ..seen.actor }, ..bearer })
}

/// Who owns this account.
///
/// # Errors
/// The database's own failure.
pub fn actor_of_user(tx: &Tx<'_>, user_id: i64) -> Result<Option<Bearer>> {
    let text = account_query(&format!(r#"u."id" = {}"#, mark(tx, 1)));
    look_up(tx, text, vec![user_id.into()], None)
}

/// Who signs in under this name or e-mail address.
///
/// # Errors
/// The database's own failure.
pub fn actor_named(tx: &Tx<'_>, name: &str) -> Result<Option<Bearer>> {
    let folded = |column: &str| query::fold_expression(tx.dialect(), column);
    let condition = format!(
        r#"u."id" = (SELECT "id" FROM "civicrm_uf_match" n WHERE {} = {one} OR {} = {one} ORDER BY {} = {one} DESC, n."domain_id" = {here} DESC LIMIT 1)"#,
        folded(r#"n."username""#),
        folded(r#"n."uf_name""#),
        folded(r#"n."username""#),
        one = mark(tx, 1),
        here = tx.domain()
    );
    let wanted = schema::fold::fold(name).into_owned();
    look_up(tx, account_query(&condition), vec![wanted.into()], None)
}

fn account_query(condition: &str) -> String {
    format!(
        r#"SELECT u."id", c."id", u."id", NULL, c."display_name", u."username", u."is_active", u."language", NULL, NULL, u."domain_id"
        FROM "civicrm_uf_match" u
        LEFT JOIN "civicrm_contact" c ON c."id" = u."contact_id"
        WHERE {condition}"#
    )
}

/// The one row that a proof leads to.
fn look_up(tx: &Tx<'_>, text: String, binds: Vec<Value>, stale_before: Option<DateTime>) -> Result<Option<Bearer>> {
    let mut found: Option<Bearer> = None;
    tx.rows(&statement(text, binds), |row| {
        found.get_or_insert_with(|| bearer(row, stale_before));
        Ok(())
    })?;
    if let Some(bearer) = &mut found {
        let held = permissions(tx, bearer.actor.user_id, bearer.actor.contact_id)?;
        bearer.home = bearer.home.filter(|_| !held.is_everything());
        bearer.actor.permissions = if bearer.reads_only { Arc::new((*held).clone().for_reading()) } else { held };
    }
    Ok(found)
}

fn bearer(row: &dyn Cells, stale_before: Option<DateTime>) -> Bearer {
    let int = |at| if let Cell::Int(n) = row.cell(at) { Some(n) } else { None };
    let text = |at| if let Cell::Text(text) = row.cell(at) { Some(text.to_owned()) } else { None };
    let seen = match row.cell(3) {
        Cell::DateTime(at) => Some(at),
        Cell::Text(text) => text.parse::<DateTime>().ok(),
        _ => None,
    };
    let name = text(5).or_else(|| text(4)).unwrap_or_else(|| "API key".to_owned());
    Bearer {
        proof_id: int(0).unwrap_or(0),
        is_active: int(6).is_none_or(|active| active != 0),
        language: text(7),
        seen_as: int(9),
        reads_only: text(8).as_deref() == Some("read"),
        home: int(10),
        is_stale: stale_before.is_some_and(|before| seen.is_none_or(|at| at < before)),
        actor: Actor { name, contact_id: int(1), user_id: int(2), permissions: Arc::default() },
    }
}

/// What the roles of an account give with all that they imply, everyone's role among them, and the custom sets and the
/// adding that access lists open.
fn permissions(tx: &Tx<'_>, user: Option<i64>, contact: Option<i64>) -> Result<Arc<PermissionSet>> {
    let held = tx.derived(&format!("permissions of {user:?}"), || by_roles(tx, user))?;
    let sets = crate::acl::sets::granted(tx, contact, &held)?;
    let adding = crate::acl::opened_for_adding(tx, contact, &held)?;
    match sets.is_empty() && adding.is_empty() {
        true => Ok(held),
        false => Ok(Arc::new((*held).clone().with(sets).with(adding))),
    }
}

fn by_roles(tx: &Tx<'_>, user: Option<i64>) -> Result<PermissionSet> {
    let text = format!(
        r#"SELECT r."permissions" FROM "civicrm_role" r WHERE r."is_active" = 1 AND (r."name" = 'everyone'
           OR r."id" IN (SELECT "role_id" FROM "civicrm_user_role" WHERE "user_id" = {}))"#,
        mark(tx, 1)
    );
    let mut granted = Vec::new();
    // No account has this number.
    tx.rows(&statement(text, vec![user.unwrap_or(0).into()]), |row| {
        if let Cell::Text(text) = row.cell(0) {
            granted.extend(ListFormat::Bookend.split(text));
        }
        Ok(())
    })?;
    if user.is_some() {
        granted.push(AUTHENTICATED.to_owned());
    }
    Ok(PermissionSet::of(granted.iter().map(String::as_str), &tx.site().model().implied))
}
