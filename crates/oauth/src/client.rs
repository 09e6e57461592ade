//! The sites and programs that may ask people for leave, as administrators register them.

use contact::access::token;
use schema::Value;
use store::{Error, Problem, Result, Tx, statement};

use crate::grant::now;
use crate::scope;
use crate::tables::Client;

/// What digests of their secrets are made for.
const PURPOSE: &str = "oauth client";

/// A site as it is registered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    pub name: String,
    /// One a line.
    pub addresses: String,
    pub scope: String,
    pub is_trusted: bool,
    pub is_active: bool,
}

/// What a new site is told; the secret is seen this once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Made {
    pub id: i64,
    pub key: String,
    pub secret: Option<String>,
}

/// The addresses of a site.
pub fn addresses(text: &str) -> Vec<&str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).collect()
}

/// Whether people may be sent to this address: over TLS, or to a program on their own machine (RFC 8252), and with no
/// fragment (RFC 6749, section 3.1.2).
pub fn is_fit(address: &str) -> bool {
    let plain = !address.contains(['#', '\\', ' ', '"', '<', '>']) && !address.chars().any(char::is_control);
    let host = |rest: &str| rest.split(['/', '?']).next().unwrap_or_default().to_owned();
    let near = |rest: &str| {
        let host = host(rest);
        let name = if host.starts_with('[') { host.split(']').next() } else { host.split(':').next() };
        matches!(name, Some("localhost" | "127.0.0.1" | "[::1"))
    };
    let fits = match (address.strip_prefix("https://"), address.strip_prefix("http://")) {
        (Some(rest), _) => !host(rest).is_empty() && !host(rest).contains('@'),
        (_, Some(rest)) => near(rest),
        _ => false,
    };
    plain && fits && address.len() <= 1000
}

fn check(entry: &Entry) -> Result<()> {
    match entry.name.trim().chars().count() {
        0 => return Err(Error::field("name", Problem::Required)),
        n if n > 128 => return Err(Error::field("name", Problem::TooLong { max: 128 })),
        _ => {}
    }
    let all = addresses(&entry.addresses);
    if all.is_empty() {
        return Err(Error::field("addresses", Problem::Required));
    }
    if all.len() > 20 || !all.iter().all(|address| is_fit(address)) {
        let words = "An address begins with https:// and has no # in it.";
        return Err(Error::rule("addresses", "problem-oauth-address", words));
    }
    match scope::within("", &entry.scope).is_empty() {
        true => Err(Error::field("scope", Problem::Required)),
        false => Ok(()),
    }
}

/// Registers a site; one that cannot keep a secret gets none, and has to use PKCE.
///
/// # Errors
/// `Invalid` beside the field that is wrong.
pub fn add(tx: &mut Tx<'_>, entry: &Entry, keeps_secret: bool) -> Result<Made> {
    check(entry)?;
    let key = token::random()?;
    let secret = if keeps_secret { Some(token::random()?) } else { None };
    let digest = secret.as_ref().map(|secret| token::digest(tx.site(), PURPOSE, secret));
    let at = now(tx);
    let id = insert(
        tx,
        "ruche_oauth_client",
        &[
            ("key", key.as_str().into()),
            ("name", entry.name.trim().into()),
            ("secret_digest", digest.map_or(Value::Null, Value::from)),
            ("addresses", addresses(&entry.addresses).join("\n").into()),
            ("scope", scope::within("", &entry.scope).into()),
            ("is_trusted", entry.is_trusted.into()),
            ("is_active", entry.is_active.into()),
            ("created", Value::DateTime(at)),
        ],
    )?;
    Ok(Made { id, key, secret })
}

/// Changes what is registered. What it may not ask for any more, its tokens open no more.
///
/// # Errors
/// `Invalid` beside the field that is wrong, `NotFound` for a site that there is not.
pub fn change(tx: &mut Tx<'_>, id: i64, entry: &Entry) -> Result<()> {
    check(entry)?;
    let mark = |at: usize| tx.placeholder(at);
    let text = format!(
        r#"UPDATE "ruche_oauth_client" SET "name" = {}, "addresses" = {}, "scope" = {}, "is_trusted" = {}, "is_active" = {} WHERE "id" = {}"#,
        mark(1),
        mark(2),
        mark(3),
        mark(4),
        mark(5),
        mark(6)
    );
    let binds = vec![
        entry.name.trim().into(),
        addresses(&entry.addresses).join("\n").into(),
        scope::within("", &entry.scope).into(),
        entry.is_trusted.into(),
        entry.is_active.into(),
        id.into(),
    ];
    match tx.execute(&statement(text, binds))? {
        0 => Err(Error::NotFound(format!("site {id}"))),
        _ => Ok(()),
    }
}

/// Gives a site another secret; the old one ends.
///
/// # Errors
/// `NotFound` for a site that there is not.
pub fn renew(tx: &mut Tx<'_>, id: i64) -> Result<String> {
    let secret = token::random()?;
    let digest = token::digest(tx.site(), PURPOSE, &secret);
    let text = format!(
        r#"UPDATE "ruche_oauth_client" SET "secret_digest" = {} WHERE "id" = {} AND "secret_digest" IS NOT NULL"#,
        tx.placeholder(1),
        tx.placeholder(2)
    );
    match tx.execute(&statement(text, vec![digest.into(), id.into()]))? {
        0 => Err(Error::NotFound(format!("site {id}"))),
        _ => Ok(secret),
    }
}

/// Takes a site away, with all that it holds.
///
/// # Errors
/// The database's own failure.
pub fn remove(tx: &mut Tx<'_>, id: i64) -> Result<()> {
    for (_, grant) in tx.find_by::<crate::tables::Grant>("client_id", id)? {
        crate::grant::end(tx, grant.user_id, id)?;
    }
    let text = format!(r#"DELETE FROM "ruche_oauth_client" WHERE "id" = {}"#, tx.placeholder(1));
    tx.execute(&statement(text, vec![id.into()])).map(drop)
}

/// All of them, by name.
///
/// # Errors
/// The database's own failure.
pub fn all(tx: &Tx<'_>) -> Result<Vec<(i64, Client)>> {
    let mut all = tx.find_by::<Client>("is_active", true)?;
    all.extend(tx.find_by::<Client>("is_active", false)?);
    all.sort_by(|(_, a), (_, b)| schema::fold::fold(&a.name).cmp(&schema::fold::fold(&b.name)));
    Ok(all)
}

/// The site that makes itself known by this key, while it is open.
///
/// # Errors
/// The database's own failure.
pub fn known(tx: &Tx<'_>, key: &str) -> Result<Option<(i64, Client)>> {
    let found = tx.find_by::<Client>("key", key)?;
    // Texts are compared without capitals there; a key is one.
    Ok(found.into_iter().find(|(_, client)| client.is_active && token::equal(&client.key, key)))
}

/// Whether this is its secret; a site without one proves nothing and needs to prove nothing.
pub fn proves(tx: &Tx<'_>, client: &Client, secret: Option<&str>) -> bool {
    match (&client.secret_digest, secret) {
        (Some(digest), Some(secret)) => token::equal(digest, &token::digest(tx.site(), PURPOSE, secret)),
        (None, None | Some("")) => true,
        _ => false,
    }
}

/// Puts a row into one of this crate's own tables, which leave no history.
pub(crate) fn insert(tx: &Tx<'_>, table: &str, values: &[(&str, Value)]) -> Result<i64> {
    let names: Vec<String> = values.iter().map(|(name, _)| format!(r#""{name}""#)).collect();
    let sign = if tx.dialect() == query::Dialect::Sqlite { '?' } else { '$' };
    let marks: Vec<String> = (1..=values.len()).map(|at| format!("{sign}{at}")).collect();
    let text = format!(r#"INSERT INTO "{table}" ({}) VALUES ({})"#, names.join(", "), marks.join(", "));
    tx.insert(statement(text, values.iter().map(|(_, value)| value.clone()).collect()))
}

#[cfg(test)]
mod tests {
    use super::is_fit;

    #[test]
    fn people_are_sent_over_tls_or_to_their_own_machine() {
        for good in
            ["https://site.example/back?a=b", "http://localhost:8080/x", "http://127.0.0.1/x", "http://[::1]:90/"]
        {
            assert!(is_fit(good), "{good}");
        }
        for bad in [
            "http://site.example/back",
            "https://",
            "https://a@b.example/",
            "https://site.example/#x",
            "javascript:alert(1)",
            "http://localhost.evil.example/",
            "http://127.0.0.1.evil.example/",
            "https://site.example/ x",
        ] {
            assert!(!is_fit(bad), "{bad}");
        }
    }
}
