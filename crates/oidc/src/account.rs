//! Which account somebody has whom the provider knows: the one they were linked to, the one of their address, or a new
//! one where the association wants that.

use contact::access::administrator::{self, NewAccount};
use contact::access::sign_in::{self, Outcome};
use contact::access::{token as secret, trace};
use schema::{Actor, Value};
use serde_json::{Map, json};
use store::{As, Result, Site, Tx, statement};

use crate::provider::Settings;
use crate::tables::Identity;
use crate::token::Claims;

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Arrival {
    Come(Outcome),
    /// Nobody here has this address, and only known accounts come in.
    Unknown,
    /// The provider does not vouch for an address, and nobody was linked yet.
    Unverified,
    /// The account is disabled.
    Closed,
}

/// Lets somebody in whom the provider has named.
///
/// # Errors
/// The database's own failure.
pub fn let_in(
    site: &Site,
    settings: &Settings,
    claims: &Claims,
    remote: &str,
    device: Option<&str>,
) -> Result<Arrival> {
    site.write(&Actor::system("sign in"), "page", |tx| {
        let user_id = match linked(tx, settings, claims)? {
            Some(user_id) => user_id,
            None => {
                let Some(email) = claims.verified_email() else { return Ok(Arrival::Unverified) };
                let user_id = match known(tx, email)? {
                    Some(user_id) => user_id,
                    None => match settings.role {
                        Some(role) => make(tx, role, email, claims)?,
                        None => return Ok(Arrival::Unknown),
                    },
                };
                // One account is one person: whoever else the provider gives this address later stays outside.
                if !link(tx, settings, claims, user_id)? {
                    return Ok(Arrival::Unknown);
                }
                trace::note(tx, "provider", user_id, remote)?;
                user_id
            }
        };
        let is_active = tx.find::<contact::user::User>(user_id)?.is_some_and(|user| user.is_active);
        match is_active {
            true => sign_in::proved(tx, user_id, remote, "", device).map(Arrival::Come),
            false => Ok(Arrival::Closed),
        }
    })
}

fn digest(tx: &Tx<'_>, settings: &Settings, claims: &Claims) -> String {
    secret::digest(tx.site(), "identity", &format!("{}\n{}", settings.issuer, claims.subject))
}

/// The account that was linked to this person before; notes that it was used.
fn linked(tx: &mut Tx<'_>, settings: &Settings, claims: &Claims) -> Result<Option<i64>> {
    let digest = digest(tx, settings, claims);
    let Some((id, identity)) = tx.find_by::<Identity>("digest", digest)?.pop() else { return Ok(None) };
    let text = format!(
        r#"UPDATE "ruche_identity" SET "last_used" = {} WHERE "id" = {}"#,
        tx.placeholder(1),
        tx.placeholder(2)
    );
    tx.execute(&statement(text, vec![now(tx), id.into()]))?;
    Ok(Some(identity.user_id))
}

fn now(tx: &Tx<'_>) -> Value {
    Value::DateTime(tx.clock().to_utc(tx.clock().now))
}

/// The account of this address: its own, not one of its contact, which many may change.
fn known(tx: &Tx<'_>, email: &str) -> Result<Option<i64>> {
    let folded = query::fold_expression(tx.dialect(), r#""uf_name""#);
    let text = format!(r#"SELECT "id" FROM "civicrm_uf_match" WHERE {folded} = {} ORDER BY "id""#, tx.placeholder(1));
    let wanted = schema::fold::fold(email).into_owned();
    let mut found = Vec::new();
    tx.rows(&statement(text, vec![wanted.into()]), |row| {
        // Folding takes accents away; an address with other letters is another address.
        found.extend(store::owned(row.cell(0)).as_int());
        Ok(())
    })?;
    let [only] = found.as_slice() else { return Ok(None) };
    let same = tx.find::<contact::user::User>(*only)?.and_then(|user| user.uf_name);
    Ok(same.filter(|own| own.to_lowercase() == email.to_lowercase()).map(|_| *only))
}

/// False where the account belongs to somebody else at this provider already.
fn link(tx: &mut Tx<'_>, settings: &Settings, claims: &Claims, user_id: i64) -> Result<bool> {
    if tx.find_by::<Identity>("user_id", user_id)?.iter().any(|(_, other)| other.issuer == settings.issuer) {
        return Ok(false);
    }
    let columns = ["user_id", "digest", "issuer", "created", "last_used"];
    let marks: Vec<&str> = (1..=columns.len()).map(|at| tx.placeholder(at)).collect();
    let names = columns.map(|name| format!(r#""{name}""#)).join(", ");
    let text = format!(r#"INSERT INTO "ruche_identity" ({names}) VALUES ({})"#, marks.join(", "));
    let digest = digest(tx, settings, claims);
    let binds = vec![user_id.into(), digest.into(), settings.issuer.as_str().into(), now(tx), now(tx)];
    tx.execute(&statement(text, binds))?;
    Ok(true)
}

/// Makes an account, with a contact of its own: one that is here already is joined by whoever looks at duplicates, for
/// families share addresses.
fn make(tx: &mut Tx<'_>, role: i64, email: &str, claims: &Claims) -> Result<i64> {
    let role = tx.find::<contact::role::Role>(role)?.map(|role| role.name).unwrap_or_default();
    let new = NewAccount { username: email, role: &role, email: Some(email), ..NewAccount::default() };
    let made = administrator::add(tx, &new)?;
    let (first, last) = names(claims, email);
    let values: Map<_, _> = [
        ("id".to_owned(), json!(made.contact_id)),
        ("first_name".to_owned(), json!(first)),
        ("last_name".to_owned(), json!(last)),
    ]
    .into_iter()
    .collect();
    tx.save("Contact", values, As::Program)?;
    Ok(made.user_id)
}

/// First and last name, as far as the provider tells them.
fn names(claims: &Claims, email: &str) -> (String, Option<String>) {
    let cut = |text: &str| text.chars().take(64).collect::<String>();
    match (&claims.given_name, &claims.family_name, &claims.name) {
        (Some(first), last, _) => (cut(first), last.as_deref().map(cut)),
        (None, Some(last), None) => (String::new(), Some(cut(last))),
        (None, _, Some(whole)) => match whole.split_once(' ') {
            Some((first, last)) => (cut(first), Some(cut(last))),
            None => (cut(whole), None),
        },
        (None, None, None) => (cut(email.split('@').next().unwrap_or_default()), None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_taken_as_far_as_they_are_told() {
        let claims = |given: Option<&str>, family: Option<&str>, whole: Option<&str>| Claims {
            given_name: given.map(str::to_owned),
            family_name: family.map(str::to_owned),
            name: whole.map(str::to_owned),
            ..Claims::default()
        };
        let told = |claims: Claims| names(&claims, "ada@example.org");
        assert_eq!(told(claims(Some("Ada"), Some("King"), Some("x"))), ("Ada".into(), Some("King".into())));
        assert_eq!(told(claims(None, None, Some("Ada King Noel"))), ("Ada".into(), Some("King Noel".into())));
        assert_eq!(told(claims(None, None, Some("Ada"))), ("Ada".into(), None));
        assert_eq!(told(claims(None, None, None)), ("ada".into(), None));
        assert_eq!(told(claims(Some(&"é".repeat(99)), None, None)).0.chars().count(), 64);
    }
}
