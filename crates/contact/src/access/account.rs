//! Rules of accounts and roles.

use query::Cell;
use schema::account::{ADMINISTER, is_no_stronger, not_theirs, writes_account};
use schema::{Value, Verb};
use serde_json::{Map, Value as Json, json};
use store::{As, Change, Error, MAIN_DOMAIN, Problem, Result, Tx, statement};

use super::{link, mark, password, session};
use crate::acl::roles_held;
use crate::role::Role;
use crate::user::User;

/// The keys under which a call may give roles.
const ROLES: [&str; 4] = ["roles", "roles:id", "roles:name", "roles:label"];

/// Names of roles are how calls and commands find them.
pub(super) fn check_role(tx: &mut Tx<'_>, change: &mut Change<Role>) -> Result<()> {
    let before = change.before.as_ref().map(|role| role.permissions.clone()).unwrap_or_default();
    let added: Vec<&str> =
        change.after.permissions.iter().filter(|name| !before.contains(name)).map(String::as_str).collect();
    check_given(tx, &added)?;
    let builtin = change.before.as_ref().is_some_and(|before| before.name == "everyone");
    if builtin && change.after.name != "everyone" {
        return Err(Error::rule("name", "problem-role-everyone", "The role 'everyone' keeps its name."));
    }
    Ok(())
}

/// Nobody gives what they do not have: else whoever may give roles could take everything.
fn check_given(tx: &Tx<'_>, permissions: &[&str]) -> Result<()> {
    match not_theirs(tx.actor(), permissions) {
        None => Ok(()),
        Some(name) => Err(Error::Forbidden(format!("Only whoever has the permission '{name}' can give it."))),
    }
}

/// Refuses whoever would lay hands on an account that may do more than they themselves.
///
/// # Errors
/// `Forbidden`; otherwise the database's own failure.
pub fn check_no_stronger(tx: &Tx<'_>, user_id: i64) -> Result<()> {
    if tx.actor().permissions.is_everything() || tx.actor().user_id == Some(user_id) {
        return Ok(());
    }
    let Some(other) = super::actor_of_user(tx, user_id)? else { return Ok(()) };
    match is_no_stronger(tx.actor(), &other.actor.permissions) {
        true => Ok(()),
        false => Err(Error::Forbidden("This account may do more than yours.".to_owned())),
    }
}

/// Before an account is written: who may write what, and how passwords come in.
pub(super) fn check_user(tx: &mut Tx<'_>, change: &mut Change<User>) -> Result<()> {
    if change.given.contains_key("hashed_password") {
        return Err(Error::Forbidden("Password hashes cannot be written.".to_owned()));
    }
    change.after.hashed_password = String::new();
    change.after.password_reset_token = None;
    let account = (!change.is_new()).then_some(change.id);
    if !writes_account(tx.actor(), account, change.given.keys().map(String::as_str)) {
        return Err(Error::Forbidden(format!("The permission '{ADMINISTER}' is needed to write accounts.")));
    }
    check_domain(tx, change)?;
    if let Some(account) = account {
        // A password or an address of one's choice would open a stronger account.
        check_no_stronger(tx, account)?;
    }
    let linked = change.before.as_ref().and_then(|before| before.contact_id);
    if let Some(contact) = change.after.contact_id.filter(|contact| linked != Some(*contact)) {
        check_linked(tx, contact)?;
    }
    if let Some(chosen) = given_password(change)? {
        let chosen = chosen.to_owned();
        prove(tx, &change.given)?;
        password::check_here(tx, &chosen, &change.after.username)?;
    }
    Ok(())
}

/// Accounts are looked after at their own domain, or at the main one.
fn check_domain(tx: &Tx<'_>, change: &Change<User>) -> Result<()> {
    let before = change.before.as_ref().map(|user| user.domain_id);
    let unmoved = before.is_none_or(|domain| domain == change.after.domain_id);
    let own = change.after.domain_id == tx.domain() || before.is_some() && tx.actor().user_id == Some(change.id);
    match unmoved && own || tx.domain() == MAIN_DOMAIN || tx.actor().permissions.is_everything() {
        true => Ok(()),
        false => Err(Error::Forbidden("This account belongs to another site.".to_owned())),
    }
}

/// An account acts as the contact that it belongs to: whoever ties the two can change that contact, and has whatever
/// access lists give to it.
fn check_linked(tx: &mut Tx<'_>, contact: i64) -> Result<()> {
    if tx.actor().permissions.is_everything() || tx.actor().contact_id == Some(contact) {
        return Ok(());
    }
    let entity = tx.entity("Contact")?;
    tx.check_rule(&entity, contact, Verb::Edit)?;
    let (own, theirs) = (roles_held(tx, tx.actor().contact_id)?, roles_held(tx, Some(contact))?);
    match theirs.is_subset(&own) {
        true => Ok(()),
        false => Err(Error::Forbidden("Access rules open more to this contact than to yours.".to_owned())),
    }
}

fn given_password(change: &Change<User>) -> Result<Option<&str>> {
    match change.given.get("password") {
        None | Some(Json::Null) => Ok(None),
        Some(Json::String(text)) if text.is_empty() => Ok(None),
        Some(Json::String(text)) => Ok(Some(text)),
        Some(_) => Err(Error::rule("password", "problem-password-text", "A password is a text.")),
    }
}

/// Whoever changes a password proves with their own that they are who they seem; the program itself need not.
fn prove(tx: &Tx<'_>, given: &Map<String, Json>) -> Result<()> {
    let Some(user_id) = tx.actor().user_id else {
        return match tx.actor().permissions.is_everything() {
            true => Ok(()),
            false => Err(Error::Forbidden("Passwords are changed by accounts.".to_owned())),
        };
    };
    let own = given.get("actorPassword").or_else(|| given.get("actor_password")).and_then(Json::as_str);
    let hash = password::of_user(tx, user_id)?;
    match own.is_some_and(|own| password::verify(own, hash.as_deref())) {
        true => Ok(()),
        false => Err(Error::Forbidden("To change a password, give your own as actorPassword.".to_owned())),
    }
}

/// After an account is written: its password, its roles, and the end of its sessions when it is disabled.
pub(super) fn follow_user(tx: &mut Tx<'_>, change: &Change<User>) -> Result<()> {
    if let Some(chosen) = given_password(change)? {
        let hash = password::hash(chosen)?;
        password::set(tx, change.id, &hash)?;
    }
    if let Some(roles) = given_roles(tx, &change.given)? {
        put_roles(tx, change.id, &roles)?;
    }
    if !change.after.is_active {
        session::end_all(tx, change.id)?;
        link::end_all(tx, change.id)?;
    }
    if change.after.uf_id == 0 {
        // Existing clients find accounts by this number too.
        let values: Map<String, Json> =
            [("id".to_owned(), json!(change.id)), ("uf_id".to_owned(), json!(change.id))].into_iter().collect();
        tx.save("User", values, As::Program)?;
    }
    Ok(())
}

/// The ids of the roles that the call gives, if it speaks of roles at all.
fn given_roles(tx: &Tx<'_>, given: &Map<String, Json>) -> Result<Option<Vec<i64>>> {
    let Some((key, json)) = ROLES.iter().find_map(|key| given.get_key_value(*key)) else { return Ok(None) };
    let items = match json {
        Json::Array(items) => items.clone(),
        Json::Null => Vec::new(),
        Json::String(text) if text.is_empty() => Vec::new(),
        one => vec![one.clone()],
    };
    let column = match key.as_str() {
        "roles:name" => "name",
        "roles:label" => "label",
        _ => "id",
    };
    let mut ids = Vec::with_capacity(items.len());
    for item in items {
        let id = role_id(tx, column, &item)?;
        let unknown = || Problem::UnknownOption { text: item.as_str().map_or(item.to_string(), str::to_owned) };
        ids.push(id.ok_or_else(|| Error::field(key.as_str(), unknown()))?);
    }
    ids.dedup();
    Ok(Some(ids))
}

fn role_id(tx: &Tx<'_>, column: &str, item: &Json) -> Result<Option<i64>> {
    let (left, bind) = match (column, item) {
        ("id", _) => {
            let number = item.as_i64().or_else(|| item.as_str()?.trim().parse().ok());
            (r#""id""#.to_owned(), Value::from(number))
        }
        (_, Json::String(text)) => {
            let left = query::fold_expression(tx.dialect(), &format!(r#""{column}""#));
            (left, schema::fold::fold(text).into_owned().into())
        }
        _ => return Ok(None),
    };
    if bind.is_null() {
        return Ok(None);
    }
    let text = format!(r#"SELECT "id" FROM "civicrm_role" WHERE {left} = {} ORDER BY "id" LIMIT 1"#, mark(tx, 1));
    Ok(tx.one(&statement(text, vec![bind]))?.and_then(|id| id.as_int()))
}

fn put_roles(tx: &mut Tx<'_>, user_id: i64, wanted: &[i64]) -> Result<()> {
    if !tx.actor().may(ADMINISTER) {
        return Err(Error::Forbidden(format!("The permission '{ADMINISTER}' is needed to give roles.")));
    }
    check_no_stronger(tx, user_id)?;
    for role in wanted {
        if let Some(role) = tx.find::<Role>(*role)? {
            let permissions: Vec<&str> = role.permissions.iter().map(String::as_str).collect();
            check_given(tx, &permissions)?;
        }
    }
    let mut have = Vec::new();
    for (row, link) in tx.find_by::<crate::role::UserRole>("user_id", user_id)? {
        match link.role_id.filter(|role| wanted.contains(role) && !have.contains(role)) {
            Some(role) => have.push(role),
            None => tx.delete("UserRole", row, As::Program)?,
        }
    }
    for role in wanted.iter().filter(|role| !have.contains(role)) {
        let values: Map<String, Json> =
            [("user_id".to_owned(), json!(user_id)), ("role_id".to_owned(), json!(role))].into_iter().collect();
        tx.save("UserRole", values, As::Program)?;
    }
    Ok(())
}

/// The roles of an account: id, name, label; in the order of their ids.
///
/// # Errors
/// The database's own failure.
pub fn roles_of(tx: &Tx<'_>, user_id: i64) -> Result<Vec<(i64, String, String)>> {
    let text = format!(
        r#"SELECT r."id", r."name", r."label" FROM "civicrm_user_role" ur JOIN "civicrm_role" r ON r."id" = ur."role_id"
        WHERE ur."user_id" = {} ORDER BY r."id""#,
        mark(tx, 1)
    );
    let mut roles = Vec::new();
    tx.rows(&statement(text, vec![user_id.into()]), |row| {
        let text = |at| if let Cell::Text(text) = row.cell(at) { text.to_owned() } else { String::new() };
        if let Cell::Int(id) = row.cell(0) {
            roles.push((id, text(1), text(2)));
        }
        Ok(())
    })?;
    Ok(roles)
}

/// Nobody deletes the account that they work with, nor the last one that may do everything.
pub(super) fn guard_deletion(tx: &mut Tx<'_>, id: i64, _: &User) -> Result<()> {
    if tx.actor().user_id == Some(id) {
        return Err(Error::Conflict("One cannot delete the account that one is signed in with.".to_owned()));
    }
    check_no_stronger(tx, id)?;
    let text = format!(
        r#"SELECT count(*) FROM "civicrm_uf_match" u JOIN "civicrm_user_role" l ON l."user_id" = u."id"
           JOIN "civicrm_role" r ON r."id" = l."role_id"
           WHERE u."is_active" = 1 AND r."is_active" = 1 AND r."permissions" LIKE {} AND u."id" <> {}"#,
        tx.placeholder(1),
        tx.placeholder(2)
    );
    let all = format!("%\u{1}{}\u{1}%", schema::permission::ALL);
    let left = tx.one(&statement(text, vec![all.into(), id.into()]))?.and_then(|count| count.as_int());
    match left {
        Some(0) | None => Err(Error::Conflict("The last administrator cannot be deleted.".to_owned())),
        Some(_) => Ok(()),
    }
}
