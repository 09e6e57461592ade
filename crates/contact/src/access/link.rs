//! Links that work once: the first administrator's, an invitation, a forgotten password.

use schema::Value;
use store::{Error, Result, Tx, statement};

use super::{insert, mark, moved, now, password, token};
use crate::user::User;

const PURPOSE: &str = "link";
/// Seconds for which a link works.
pub const LIFETIME: i64 = 48 * 3600;

/// Whose link it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Owner {
    pub user_id: i64,
    pub username: String,
    /// Whether the account has a password already.
    pub has_password: bool,
}

/// Makes a link's token for an account; earlier ones of the account stop working.
///
/// # Errors
/// The database's own failure.
pub fn create(tx: &mut Tx<'_>, user_id: i64) -> Result<String> {
    create_for(tx, user_id, LIFETIME)
}

/// The same, for so many seconds.
///
/// # Errors
/// The database's own failure.
pub fn create_for(tx: &mut Tx<'_>, user_id: i64, seconds: i64) -> Result<String> {
    end_all(tx, user_id)?;
    let token = token::random()?;
    let at = now(tx);
    let entity = tx.entity("RucheLink")?;
    let values = [
        ("digest", token::digest(tx.site(), PURPOSE, &token).into()),
        ("user_id", user_id.into()),
        ("created", Value::DateTime(at)),
        ("expires", Value::DateTime(moved(at, seconds))),
    ];
    insert(tx, &entity, &values)?;
    Ok(token)
}

/// Whose link this is; None when it was used, has run out, or never was one.
///
/// # Errors
/// The database's own failure.
pub fn owner(tx: &Tx<'_>, token: &str) -> Result<Option<Owner>> {
    let folded = query::fold_expression(tx.dialect(), r#""digest""#);
    let text = format!(
        r#"SELECT "user_id" FROM "ruche_link" WHERE {folded} = {} AND "expires" > {}"#,
        mark(tx, 1),
        mark(tx, 2)
    );
    let digest = token::digest(tx.site(), PURPOSE, token);
    let binds = vec![digest.into(), Value::DateTime(now(tx))];
    let Some(user_id) = tx.one(&statement(text, binds))?.and_then(|value| value.as_int()) else { return Ok(None) };
    let Some(user) = tx.find::<User>(user_id)?.filter(|user| user.is_active) else { return Ok(None) };
    let has_password = password::of_user(tx, user_id)?.is_some();
    Ok(Some(Owner { user_id, username: user.username, has_password }))
}

/// Uses the link up: its owner has this password from now on. Gives the account.
///
/// # Errors
/// `Invalid` beside `password` for a bad one, `Request` for a link that does not work.
pub fn redeem(tx: &mut Tx<'_>, token: &str, chosen: &str) -> Result<i64> {
    let owner = owner(tx, token)?.ok_or_else(|| Error::Request("This link was used or has run out.".to_owned()))?;
    password::check_here(tx, chosen, &owner.username)?;
    let hash = password::hash(chosen)?;
    password::set(tx, owner.user_id, &hash)?;
    Ok(owner.user_id)
}

/// Takes all links of an account out of use.
///
/// # Errors
/// The database's own failure.
pub fn end_all(tx: &mut Tx<'_>, user_id: i64) -> Result<()> {
    let text = format!(r#"DELETE FROM "ruche_link" WHERE "user_id" = {}"#, mark(tx, 1));
    tx.execute(&statement(text, vec![user_id.into()])).map(|_| ())
}
