//! Codes and tokens: made by chance, kept as digests, ended all together when one of them is used where it cannot be.

use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use contact::access::{self, Bearer, token};
use jiff::SignedDuration;
use jiff::civil::DateTime;
use schema::Value;
use sha2::{Digest, Sha256};
use store::{Result, Tx, statement};

use crate::client::insert;
use crate::identity::Occasion;
use crate::scope;
use crate::tables::{Client, Code, Grant, Token};

/// Seconds that a code holds (RFC 6749, section 4.1.2: ten minutes at most).
pub const CODE: i64 = 120;
/// Seconds that an access token holds.
pub const ACCESS: i64 = 3600;
/// Seconds that a refresh token holds without being used.
pub const REFRESH: i64 = 60 * 86_400;

/// Seconds after which somebody is asked again, however often tokens are renewed (ASVS 5.0.0-10.4.8).
pub const LONGEST: i64 = 365 * 86_400;

const CODES: &str = "oauth code";
const TOKENS: &str = "oauth token";

/// Now, in UTC, as the tables keep it.
pub(crate) fn now(tx: &Tx<'_>) -> DateTime {
    tx.clock().to_utc(tx.clock().now)
}

fn after(tx: &Tx<'_>, seconds: i64) -> Value {
    Value::DateTime(now(tx).saturating_add(SignedDuration::from_secs(seconds)))
}

/// What somebody has allowed a site before; None where nothing.
///
/// # Errors
/// The database's own failure.
pub fn allowed(tx: &Tx<'_>, user: i64, client: i64) -> Result<Option<(i64, Grant)>> {
    Ok(tx.find_by::<Grant>("user_id", user)?.into_iter().find(|(_, grant)| grant.client_id == client))
}

/// Somebody allows a site this, beside what they have allowed before; gives the number of the grant.
///
/// # Errors
/// The database's own failure.
pub fn allow(tx: &mut Tx<'_>, user: i64, client: i64, asked: &str) -> Result<i64> {
    if let Some((id, grant)) = allowed(tx, user, client)? {
        let text = format!(
            r#"UPDATE "ruche_oauth_grant" SET "scope" = {} WHERE "id" = {}"#,
            tx.placeholder(1),
            tx.placeholder(2)
        );
        tx.execute(&statement(text, vec![scope::joined(&grant.scope, asked).into(), id.into()]))?;
        return Ok(id);
    }
    let values = [
        ("user_id", user.into()),
        ("client_id", client.into()),
        ("scope", asked.into()),
        ("created", Value::DateTime(now(tx))),
    ];
    insert(tx, "ruche_oauth_grant", &values)
}

/// What an account has allowed, with the sites.
///
/// # Errors
/// The database's own failure.
pub fn of_account(tx: &Tx<'_>, user: i64) -> Result<Vec<(Grant, Client)>> {
    let mut all = Vec::new();
    for (_, grant) in tx.find_by::<Grant>("user_id", user)? {
        if let Some(client) = tx.find::<Client>(grant.client_id)? {
            all.push((grant, client));
        }
    }
    Ok(all)
}

/// Takes back all that an account has allowed a site.
///
/// # Errors
/// The database's own failure.
pub fn end(tx: &mut Tx<'_>, user: i64, client: i64) -> Result<()> {
    let Some((id, _)) = allowed(tx, user, client)? else { return Ok(()) };
    for (table, column) in
        [("ruche_oauth_token", "grant_id"), ("ruche_oauth_code", "grant_id"), ("ruche_oauth_grant", "id")]
    {
        let text = format!(r#"DELETE FROM "{table}" WHERE "{column}" = {}"#, tx.placeholder(1));
        tx.execute(&statement(text, vec![id.into()]))?;
    }
    Ok(())
}

/// What a code is made for.
#[derive(Clone, Copy, Debug)]
pub struct Leave<'l> {
    pub address: &'l str,
    pub scope: &'l str,
    pub challenge: &'l str,
    pub occasion: &'l Occasion,
}

/// Makes a code for a browser to carry.
///
/// # Errors
/// The database's own failure.
pub fn code(tx: &mut Tx<'_>, grant: i64, leave: &Leave<'_>) -> Result<String> {
    let mut code = token::random()?;
    if scope::has(leave.scope, scope::OPENID) {
        code = format!("{code}.{}", leave.occasion.sealed(tx.site())?);
    }
    let values = [
        ("digest", token::digest(tx.site(), CODES, &code).into()),
        ("grant_id", grant.into()),
        ("address", leave.address.into()),
        ("scope", leave.scope.into()),
        ("challenge", leave.challenge.into()),
        ("family", token::random()?.into()),
        ("is_used", false.into()),
        ("expires", after(tx, CODE)),
    ];
    insert(tx, "ruche_oauth_code", &values)?;
    Ok(code)
}

/// Tokens as a site gets them, seen this once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    pub access: String,
    pub refresh: String,
    pub scope: String,
    /// Whose they are.
    pub user: i64,
}

/// What a site sends to exchange a code.
#[derive(Clone, Copy, Debug)]
pub struct Exchange<'e> {
    pub code: &'e str,
    pub address: &'e str,
    pub verifier: Option<&'e str>,
}

/// Exchanges a code for tokens; None where it does not hold. A code that comes twice was stolen: what came of it ends
/// (RFC 6749, section 4.1.2).
///
/// # Errors
/// The database's own failure.
pub fn exchange(tx: &mut Tx<'_>, client: i64, sent: &Exchange<'_>) -> Result<Option<Pair>> {
    let digest = token::digest(tx.site(), CODES, sent.code);
    let Some((id, code)) = tx.find_by::<Code>("digest", digest)?.pop() else { return Ok(None) };
    let Some(grant) = tx.find::<Grant>(code.grant_id)?.filter(|grant| grant.client_id == client) else {
        return Ok(None);
    };
    if !spend(tx, "ruche_oauth_code", id)? {
        end_family(tx, &code.family)?;
        return Ok(None);
    }
    let proven = sent.verifier.is_some_and(|verifier| fits(&code.challenge, verifier));
    let holds = code.expires > now(tx) && code.address.as_deref() == Some(sent.address) && proven;
    match holds && is_open(tx, grant.user_id)? {
        true => {
            let begun = now(tx);
            issue(tx, (code.grant_id, grant.user_id), &code.scope, (&code.family, begun)).map(Some)
        }
        false => Ok(None),
    }
}

/// Whether the verifier has 43 to 128 letters of those that RFC 7636 allows, and this digest.
fn fits(challenge: &str, verifier: &str) -> bool {
    let sound = (43..=128).contains(&verifier.len())
        && verifier.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte));
    sound && token::equal(challenge, &URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.as_bytes())))
}

/// Exchanges a refresh token for new tokens, of which it may want less; None where it does not hold. One that comes twice
/// was stolen: all of its family end (RFC 9700, section 4.14).
///
/// # Errors
/// The database's own failure.
pub fn refresh(tx: &mut Tx<'_>, client: &Client, client_id: i64, given: &str, wanted: &str) -> Result<Option<Pair>> {
    let Some((id, known)) = of_digest(tx, given)?.filter(|(_, known)| known.is_refresh) else { return Ok(None) };
    let Some(grant) = tx.find::<Grant>(known.grant_id)?.filter(|grant| grant.client_id == client_id) else {
        return Ok(None);
    };
    if !spend(tx, "ruche_oauth_token", id)? {
        end_family(tx, &known.family)?;
        return Ok(None);
    }
    let asked = scope::within(wanted, &scope::within(&known.scope, &client.scope));
    match known.expires > now(tx) && !asked.is_empty() && is_open(tx, grant.user_id)? {
        true => issue(tx, (known.grant_id, grant.user_id), &asked, (&known.family, known.begun)).map(Some),
        false => Ok(None),
    }
}

/// Marks a row as used; false where it was already.
fn spend(tx: &Tx<'_>, table: &str, id: i64) -> Result<bool> {
    let text = format!(r#"UPDATE "{table}" SET "is_used" = 1 WHERE "id" = {} AND "is_used" = 0"#, tx.placeholder(1));
    Ok(tx.execute(&statement(text, vec![id.into()]))? == 1)
}

fn is_open(tx: &Tx<'_>, user: i64) -> Result<bool> {
    Ok(tx.find::<contact::user::User>(user)?.is_some_and(|user| user.is_active))
}

fn of_digest(tx: &Tx<'_>, given: &str) -> Result<Option<(i64, Token)>> {
    let digest = token::digest(tx.site(), TOKENS, given);
    Ok(tx.find_by::<Token>("digest", digest)?.pop())
}

fn end_family(tx: &Tx<'_>, family: &str) -> Result<()> {
    let folded = query::fold_expression(tx.dialect(), r#""family""#);
    let text = format!(r#"DELETE FROM "ruche_oauth_token" WHERE {folded} = {}"#, tx.placeholder(1));
    tx.execute(&statement(text, vec![schema::fold::fold(family).into_owned().into()])).map(drop)
}

/// New tokens of a grant and its owner, in a family, by its name and its beginning.
fn issue(tx: &mut Tx<'_>, (grant, user): (i64, i64), asked: &str, (family, begun): (&str, DateTime)) -> Result<Pair> {
    let (access, refresh) = (token::random()?, token::random()?);
    let end = begun.saturating_add(SignedDuration::from_secs(LONGEST));
    for (given, is_refresh, seconds) in [(&access, false, ACCESS), (&refresh, true, REFRESH)] {
        let expires = now(tx).saturating_add(SignedDuration::from_secs(seconds)).min(end);
        let values = [
            ("digest", token::digest(tx.site(), TOKENS, given).into()),
            ("grant_id", grant.into()),
            ("is_refresh", is_refresh.into()),
            ("scope", asked.into()),
            ("family", family.into()),
            ("is_used", false.into()),
            ("begun", Value::DateTime(begun)),
            ("expires", Value::DateTime(expires)),
        ];
        insert(tx, "ruche_oauth_token", &values)?;
    }
    let text = format!(
        r#"UPDATE "ruche_oauth_grant" SET "last_used" = {} WHERE "id" = {}"#,
        tx.placeholder(1),
        tx.placeholder(2)
    );
    tx.execute(&statement(text, vec![Value::DateTime(now(tx)), grant.into()]))?;
    Ok(Pair { access, refresh, scope: asked.to_owned(), user })
}

/// Ends a token of a site: an access token alone, a refresh token with all of its family (RFC 7009, section 2.1).
///
/// # Errors
/// The database's own failure.
pub fn revoke(tx: &mut Tx<'_>, client: i64, given: &str) -> Result<()> {
    let Some((id, known)) = of_digest(tx, given)? else { return Ok(()) };
    if tx.find::<Grant>(known.grant_id)?.is_none_or(|grant| grant.client_id != client) {
        return Ok(());
    }
    if known.is_refresh {
        return end_family(tx, &known.family);
    }
    let text = format!(r#"DELETE FROM "ruche_oauth_token" WHERE "id" = {}"#, tx.placeholder(1));
    tx.execute(&statement(text, vec![id.into()])).map(drop)
}

/// Whom an access token stands for, and what it opens; None for one that does not hold.
///
/// # Errors
/// The database's own failure.
pub fn holder(tx: &Tx<'_>, given: &str) -> Result<Option<(i64, String, i64)>> {
    let Some((id, known)) = of_digest(tx, given)? else { return Ok(None) };
    if known.is_refresh || known.expires <= now(tx) {
        return Ok(None);
    }
    let Some(grant) = tx.find::<Grant>(known.grant_id)? else { return Ok(None) };
    let Some(client) = tx.find::<Client>(grant.client_id)?.filter(|client| client.is_active) else { return Ok(None) };
    // What the site may not ask for any more, its tokens do not open.
    Ok(Some((grant.user_id, scope::within(&known.scope, &client.scope), id)))
}

/// The account that an access token stands for, with no more than its scope opens.
pub(crate) fn bearer(tx: &Tx<'_>, given: &str) -> Result<Option<Bearer>> {
    let Some((user, scope, id)) = holder(tx, given)? else { return Ok(None) };
    let Some(mut bearer) = access::actor_of_user(tx, user)? else { return Ok(None) };
    if !scope::has(&scope, scope::API) {
        let held = bearer.actor.permissions.as_ref().clone();
        bearer.actor.permissions =
            if scope::has(&scope, scope::READ) { Arc::new(held.for_reading()) } else { Arc::default() };
    }
    // Keys have numbers of their own, by which their calls are counted.
    bearer.proof_id = -id;
    bearer.is_stale = false;
    Ok(Some(bearer))
}

/// Forgets what has run out; grants stay until their owners take them back.
pub(crate) fn forget_ended(tx: &mut Tx<'_>) -> Result<()> {
    for table in ["ruche_oauth_code", "ruche_oauth_token"] {
        // A day longer, so that a stolen one that comes late still ends its family.
        let before = now(tx).saturating_add(SignedDuration::from_hours(-24));
        let text = format!(r#"DELETE FROM "{table}" WHERE "expires" < {}"#, tx.placeholder(1));
        tx.execute(&statement(text, vec![Value::DateTime(before)]))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::fits;

    #[test]
    fn a_verifier_fits_its_challenge() {
        // RFC 7636, appendix B.
        let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
        let challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
        assert!(fits(challenge, verifier));
        assert!(!fits(challenge, &verifier.replace('d', "e")));
        assert!(!fits(challenge, "short") && !fits(challenge, &"a".repeat(129)));
    }
}
