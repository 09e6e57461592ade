//! Making accounts from outside: the first administrator of a new site, and whoever the command line adds.

use serde_json::{Map, Value as Json, json};
use store::{As, Error, Result, Tx, statement};

use super::{key, link, mark, password};
use crate::user::User;

/// An account to be made.
#[derive(Clone, Debug, Default)]
pub struct NewAccount<'a> {
    pub username: &'a str,
    /// The name of a role; `administrator` stands for the role that holds everything.
    pub role: &'a str,
    pub email: Option<&'a str>,
    pub password: Option<&'a str>,
    /// The name of an API key to make.
    pub key_name: Option<&'a str>,
}

/// What was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Made {
    pub user_id: i64,
    pub contact_id: i64,
    /// The API key, seen only now.
    pub api_key: Option<String>,
}

/// Makes an account with its contact. An account of this name that nobody has claimed yet (no password, no key) is
/// taken over instead; of a new site, the first account belongs to contact 2.
///
/// # Errors
/// `Invalid` for an unknown role, a name in use, a bad password.
pub fn add(tx: &mut Tx<'_>, account: &NewAccount<'_>) -> Result<Made> {
    let role = if account.role == "administrator" { "admin" } else { account.role };
    let hash = match account.password {
        Some(chosen) => {
            password::check_here(tx, chosen, account.username)?;
            Some(password::hash(chosen)?)
        }
        None => None,
    };
    let (user_id, contact_id) = match unclaimed(tx, account.username)? {
        Some(found) => found,
        None => create(tx, account)?,
    };
    let mut values = object([("id", json!(user_id)), ("roles:name", json!([role]))]);
    if let Some(email) = account.email {
        values.insert("uf_name".to_owned(), json!(email));
        tx.save("Contact", object([("id", json!(contact_id)), ("email_primary.email", json!(email))]), As::Program)?;
    }
    tx.save("User", values, As::Program)?;
    if let Some(hash) = hash {
        password::set(tx, user_id, &hash)?;
    }
    let api_key = account.key_name.map(|name| key::create(tx, contact_id, name)).transpose()?;
    Ok(Made { user_id, contact_id, api_key })
}

/// A one-time link for the administrator of a site that nobody can enter yet; None once somebody can.
///
/// # Errors
/// The database's own failure.
pub fn first_link(tx: &mut Tx<'_>) -> Result<Option<String>> {
    let enterable = r#"SELECT (SELECT count(*) FROM "ruche_credential") + (SELECT count(*) FROM "ruche_api_key")"#;
    if tx.one(&statement(enterable, Vec::new()))?.and_then(|count| count.as_int()).unwrap_or(0) > 0 {
        return Ok(None);
    }
    let first = r#"SELECT "id" FROM "civicrm_uf_match" WHERE "is_active" = 1 ORDER BY "id" LIMIT 1"#;
    let user_id = match tx.one(&statement(first, Vec::new()))?.and_then(|id| id.as_int()) {
        Some(id) => id,
        None => add(tx, &NewAccount { username: "admin", role: "administrator", ..NewAccount::default() })?.user_id,
    };
    link::create(tx, user_id).map(Some)
}

fn unclaimed(tx: &Tx<'_>, username: &str) -> Result<Option<(i64, i64)>> {
    let folded = query::fold_expression(tx.dialect(), r#""username""#);
    let text = format!(r#"SELECT "id" FROM "civicrm_uf_match" WHERE {folded} = {}"#, mark(tx, 1));
    let name = schema::fold::fold(username).into_owned();
    let Some(id) = tx.one(&statement(text, vec![name.into()]))?.and_then(|id| id.as_int()) else { return Ok(None) };
    let user = tx.find::<User>(id)?;
    let Some(contact_id) = user.and_then(|user| user.contact_id) else { return Ok(None) };
    let text = format!(r#"SELECT count(*) FROM "ruche_api_key" WHERE "contact_id" = {}"#, mark(tx, 1));
    let keys = tx.one(&statement(text, vec![contact_id.into()]))?.and_then(|count| count.as_int()).unwrap_or(0);
    let claimed = keys > 0 || password::of_user(tx, id)?.is_some();
    Ok((!claimed).then_some((id, contact_id)))
}

fn create(tx: &mut Tx<'_>, account: &NewAccount<'_>) -> Result<(i64, i64)> {
    let name = account.username.trim();
    if name.is_empty() || name.chars().any(char::is_control) {
        return Err(Error::rule("username", "problem-username", "An account needs a name."));
    }
    let mut person = object([("contact_type", json!("Individual")), ("first_name", json!(capital(name)))]);
    if let Some(email) = account.email {
        person.insert("email_primary.email".to_owned(), json!(email));
    }
    let contact_id = tx.save("Contact", person, As::Program)?.id;
    let mut user = object([("username", json!(name)), ("contact_id", json!(contact_id))]);
    if let Some(email) = account.email {
        user.insert("uf_name".to_owned(), json!(email));
    }
    Ok((tx.save("User", user, As::Program)?.id, contact_id))
}

fn capital(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

fn object<const N: usize>(pairs: [(&str, Json); N]) -> Map<String, Json> {
    pairs.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}
